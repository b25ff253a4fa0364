"""Settings, keys and themes are used as soon as their files change; mistakes keep what was good and are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import Config, load_config, reload_config
from reader.paths import Paths, bundled
from reader.problems import Problem
from reader.ui.commands.key_map import KeyMap
from reader.ui.commands.registry import use_keys
from reader.ui.user_files import UserFiles
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock

URL = "https://paper.example/feed"


@pytest.fixture
def quick(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """Folders of a reader that looks at its files often."""
    monkeypatch.setattr("reader.ui.reload.CHECK_EVERY", 0.02)
    stock(paths, f'[[feeds]]\nurl = "{URL}"\n', {URL: [new_entry(1, html="<p>" + "word " * 60 + "</p>")]})
    return paths


def put(path: Path, text: str) -> None:
    """Replaces a file as editors do, so that it changes even within the time step of the file system."""
    new = path.with_name("new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


async def test_settings_apply_at_once_and_a_mistake_keeps_the_last_good_value(quick: Paths) -> None:
    put(quick.config, 'language = "en"\n')
    async with reading(quick, config=load_config(quick.config)[0]) as sight:
        put(quick.config, 'language = "en"\nmeasure = 40\nnext_feed = false\n')
        await sight.shows("New settings: measure, next_feed")
        assert sight.library.config == Config(language="en", measure=40, next_feed=False)
        put(quick.config, 'language = "en"\nmeasure = 400\nbrowser = ["w3m"]\n')
        await sight.shows("config.toml, line 2: measure: must be between 40 and 120")
        assert sight.library.config == Config(language="en", measure=40, browser=("w3m",))
        put(quick.config, 'measure = "\n')
        await sight.shows("config.toml, line 1: not valid TOML")
        assert sight.library.config == Config(language="en", measure=40, browser=("w3m",))
        put(quick.config, 'language = "de"\nmeasure = 40\nbrowser = ["w3m"]\n')
        await sight.shows("Restart the reader for the new setting: language")
        put(quick.config, 'language = "en"\ntheme = "paper"\n')
        await sight.shows("New settings: theme, measure, browser")
        assert sight.app.theme == "paper"
        put(quick.config, 'language = "en"\ntheme = "nonsense"\n')
        await sight.shows("config.toml: theme: there is no theme")
        assert sight.app.theme == "paper"
        quick.config.unlink()
        await sight.until(lambda _: sight.library.config == Config())


async def test_keys_apply_at_once(quick: Paths) -> None:
    try:
        async with reading(quick) as sight:
            put(quick.keys, '[reader]\n"Q" = "program.help"\n')
            await sight.shows("Keys read again")
            await sight.press("Q")
            await sight.shows("Esc closes")
            await sight.press("escape")
            put(quick.keys, '[reader]\n"Q" = "program.nonsense"\n"Z" = "list.search"\n')
            await sight.shows("keys.toml, line 2: Q: there is no command program.nonsense")
            await sight.press("Z")
            await sight.shows("Search")
            await sight.press("escape")
            put(quick.keys, "[reader\n")
            await sight.shows("keys.toml, line 1: not valid TOML")
            await sight.press("Z")
            await sight.shows("Search")
            await sight.press("escape")
            quick.keys.unlink()
            await sight.shows("Keys read again")
    finally:
        use_keys(KeyMap())


async def test_themes_apply_at_once(quick: Paths) -> None:
    mine = (bundled("themes") / "paper.toml").read_text(encoding="utf-8").replace('name = "paper"', 'name = "mine"')
    async with reading(quick) as sight:
        quick.themes.mkdir()
        put(quick.themes / "mine.toml", mine)
        await sight.shows("Themes read again")
        sight.app.theme = "mine"
        await sight.settled()
        ground = next(line for line in mine.splitlines() if line.startswith("ground"))
        put(quick.themes / "mine.toml", mine.replace(ground, 'ground = "#abcdef"'))
        await sight.until(lambda _: sight.app.current_theme.background == "#abcdef")
        await sight.until(lambda _: sight.screen.styles.background.hex == "#ABCDEF")
        put(quick.themes / "mine.toml", mine.replace(ground, 'ground = "nonsense"'))
        await sight.shows("mine.toml", "ground: must be a colour")
        assert sight.app.current_theme.background == "#abcdef"
        (quick.themes / "mine.toml").unlink()
        await sight.until(lambda _: not sight.library.mistakes)
        assert sight.app.theme == "mine"
        sight.app.theme = "ink"
        put(quick.themes / "other.toml", mine.replace('"mine"', '"other"'))
        await sight.until(lambda _: "other" in sight.app.available_themes and "mine" not in sight.app.available_themes)


def test_a_file_that_is_missing_for_a_moment_has_not_changed(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    put(paths.config, "measure = 40\n")
    files = UserFiles(paths)
    assert not files.has_changed(paths.config)
    paths.config.unlink()
    assert not files.has_changed(paths.config)
    assert files.has_changed(paths.config)
    assert not files.has_changed(paths.config)
    put(paths.config, "measure = 50\n")
    assert files.has_changed(paths.config)
    assert not files.has_changed(paths.config)


def test_a_proxy_with_a_mistake_keeps_its_value_and_stops_all_requests(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    before = Config(proxy="http://proxy.example:1", measure=50)
    for text in ('proxy = "nonsense://x"\n', 'proxy = "\n'):
        put(paths.config, text)
        config, mistakes = reload_config(paths.config, before)
        assert config.proxy == before.proxy
        assert config.blocked
        assert config.blocked.code is Problem.REQUESTS_BLOCKED
        assert len(mistakes) == 1
    assert config.measure == 50
    put(paths.config, 'proxy = "http://other.example:1"\n')
    assert reload_config(paths.config, config) == (Config(proxy="http://other.example:1"), [])
