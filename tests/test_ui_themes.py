"""The contrast of themes, and the mistakes in theme files with their lines."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.color import Color

from reader.config import Config
from reader.paths import Paths, bundled
from reader.ui.themes import CODE_NAMES, load_theme, load_themes
from reader.wording.problem_messages import problem_message
from tests.newspaper import Newspaper
from tests.support.each import each
from tests.support.reading import subscribe_to
from tests.support.screen import Sight, reading

OURS = sorted(bundled("themes").glob("*.toml"))
WITH_COLORS = [path for path in OURS if path.stem != "terminal"]
GOOD = bundled("themes").joinpath("ink.toml").read_text(encoding="utf-8")


def luminance(color: Color) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(path: Path) -> dict[tuple[str, str], float]:
    """The contrast of every pair of a colour of text and a ground that meet on the screen."""
    theme, mistakes = load_theme(path)
    assert mistakes == []
    assert theme is not None
    texts = {"text": theme.foreground, "dim": theme.variables["dim"], "accent": theme.accent}
    grounds = {
        "ground": theme.background, "panel": theme.panel, "cursor": theme.variables["cursor"],
        "selection": theme.variables["marked"],
    }  # fmt: skip
    code = {name: theme.variables[f"code-{name}"] for name in CODE_NAMES}
    return {
        **{(text, ground): contrast(texts[text] or "", grounds[ground] or "") for text in texts for ground in grounds},
        **{(name, "panel"): contrast(color, theme.panel or "") for name, color in code.items()},
    }


@each("path", WITH_COLORS, ids=lambda path: path.stem)
def test_text_has_enough_contrast_on_every_background(path: Path) -> None:
    least = {"text": 7.0, "dim": 4.5, "accent": 4.5, **dict.fromkeys(CODE_NAMES, 4.5)}
    assert {pair: found for pair, found in pairs(path).items() if found < least[pair[0]]} == {}
    theme, _mistakes = load_theme(path)
    assert theme is not None
    assert contrast(theme.variables["marked"], theme.background or "") >= 1.25
    assert contrast(theme.panel or "", theme.background or "") >= 1.25  # the ground of code can be seen


@pytest.mark.parametrize("path", [path for path in OURS if "contrast" in path.stem], ids=lambda path: path.stem)
def test_the_themes_of_high_contrast_reach_the_highest_level_in_every_pair(path: Path) -> None:
    assert min(pairs(path).values()) >= 7  # WCAG 2.2, criterion 1.4.6


def test_the_theme_of_the_terminal_has_its_sixteen_colours_only() -> None:
    theme, mistakes = load_theme(bundled("themes") / "terminal.toml")
    assert mistakes == []
    assert theme is not None
    assert theme.ansi
    colors = [theme.foreground, theme.background, theme.accent, theme.panel, *theme.variables.values()]
    assert all(color == "none" or str(color).startswith("ansi_") for color in colors)


def test_there_are_ten_themes_and_more_of_both_kinds_each_in_a_file_of_its_name() -> None:
    themes, mistakes = load_themes((bundled("themes"),))
    assert mistakes == []
    assert list(themes) == [path.stem for path in OURS]
    assert sum(theme.dark for theme in themes.values()) >= 5
    assert sum(not theme.dark for theme in themes.values()) >= 5


@pytest.mark.parametrize(
    ("change", "line", "key", "words"),
    [
        (("#e9e4d8", "#zzz"), 7, "text", "must be a colour"),
        (('text = "#e9e4d8"', "text = 3"), 7, "text", "must be a colour"),
        (('name = "ink"', ""), None, "name", "needs a name"),
        (("dark = true", 'dark = "yes"'), 3, "dark", "true or false"),
        (("dim =", "dimm ="), 8, "dimm", "unknown colour"),
        (("dim =", "dimm ="), None, "dim", "missing"),
        (("[colors]", "[colours]"), None, "colors", "needs a table"),
        (("keyword =", "keywords ="), 16, "keywords", "unknown colour"),
        (('string = "', 'string = "#'), 17, "string", "must be a colour"),
        (('accent = "', "accent = #"), 9, None, "not valid TOML"),
    ],
)
def test_a_mistake_in_a_theme_is_reported_with_its_place(
    tmp_path: Path, change: tuple[str, str], line: int | None, key: str | None, words: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    theme, mistakes = load_theme(path)
    assert theme is None
    assert any(m.line == line and m.key == key and words in problem_message(m.details) for m in mistakes), mistakes


def test_a_theme_of_the_user_replaces_ours_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD.replace("#1d1f24", "#000000"), encoding="utf-8")
    (tmp_path / "b.toml").write_text("nonsense", encoding="utf-8")
    themes, mistakes = load_themes((bundled("themes"), tmp_path, tmp_path / "none"))
    assert themes["ink"].background == "#000000"
    assert set(themes) == {path.stem for path in OURS}
    assert [mistake.path.name for mistake in mistakes] == ["b.toml"]


def test_a_theme_without_colours_for_code_takes_them_from_its_others(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.partition("[code]")[0] + '[code]\nnumber = "#123456"\n', encoding="utf-8")
    theme, mistakes = load_theme(path)
    assert mistakes == []
    assert theme is not None
    found = [theme.variables[f"code-{name}"] for name in CODE_NAMES]
    assert found == [theme.accent, theme.foreground, theme.variables["dim"], "#123456", theme.foreground]


async def test_the_reader_opens_and_reports_a_broken_theme(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    paths.themes.mkdir(parents=True)
    (paths.themes / "mine.toml").write_text(GOOD.replace("#e9e4d8", "#zzz"), encoding="utf-8")
    async with reading(paths) as sight:
        await sight.shows("mine.toml, line 7: text: must be a colour")
    with paths.feeds.open("a", encoding="utf-8") as file:
        file.write("\n[[feeds]]\nurl = 5\n")
    async with reading(paths, config=Config(language="en", theme="papper")) as sight:
        await sight.shows(
            "mine.toml, line 7", "(and 2 more; run broadsheet doctor)"
        )  # of all files, not only of themes


async def test_a_theme_is_shown_while_it_is_selected_and_kept_by_enter_only(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    async with reading(paths) as sight:
        await sight.press("T")
        await sight.shows("Themes", "gruvbox-light", "contrast-dark")
        await sight.press("end")
        shown = sight.app.theme
        assert shown != "ink"
        assert not sight.app.current_theme.dark
        await sight.press("escape")
        assert sight.app.theme == "ink"
        await sight.press("T")
        await sight.shows("Themes", "gruvbox-light", "contrast-dark")
        await sight.press("j", "enter")
        kept = sight.app.theme
        assert kept != "ink"
    async with reading(paths) as sight:
        assert sight.app.theme == kept


async def test_the_first_paint_reads_one_theme_and_the_others_follow(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    async with reading(paths, config=Config(theme="nord")) as sight:
        assert sight.app.theme == "nord"
        await sight.until(lambda _: len(sight.app.available_themes) == len(OURS))
    async with reading(paths, config=Config(theme="none-such")) as sight:
        await sight.shows("there is no theme none-such")
        assert sight.app.theme == "ink"
    async with reading(paths, config=Config(theme="../ink")) as sight:
        await sight.shows("there is no theme ../ink")


async def test_what_is_behind_a_dialog_stays_in_sight_in_the_colours_of_the_terminal(paths: Paths) -> None:
    async with reading(paths, config=Config(language="en", theme="terminal")) as sight:
        for key, shown in (("v", "Order of this list"), ("slash", "Enter searches"), ("T", "Enter chooses")):
            await sight.press(key)
            assert "Broadsheet" in (await sight.shows(shown)).top
            await sight.press("escape")


async def test_the_list_of_themes_can_be_left_while_they_are_read(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()

    def slowly(folders: Any) -> Any:
        may_end.wait(60)
        return load_themes(folders)

    slowly.held = True  # type: ignore[attr-defined]
    monkeypatch.setattr("reader.ui.app.load_themes", slowly)
    async with reading(paths, config=Config(language="en")) as sight:
        await sight.press("T")
        await sight.shows("Enter chooses")
        await sight.press("escape", "T", "escape")
        assert sight.app.loads_themes
        may_end.set()
        await sight.until(lambda _: len(sight.app.available_themes) == len(OURS))
        assert sight.app.failure is None


@pytest.mark.parametrize("focus", [(), ("shift+tab",)])
async def test_the_first_screen_has_all_its_styles_although_they_are_given_once(
    newspaper: Newspaper, paths: Paths, focus: tuple[str, ...]
) -> None:
    async with reading(paths) as sight:
        await sight.press(*focus)
        before = styles_of(sight)
        sight.app.stylesheet = sight.app.stylesheet.copy()  # Textual's own, which remembers nothing
        sight.app.stylesheet.parse()
        sight.app.stylesheet.update(sight.screen)
        assert styles_of(sight) == before


def styles_of(sight: Sight) -> list[tuple[str, object]]:
    """What the style sheets say about each widget and each part of one."""
    return [
        (f"{widget!r} {name}", styles.get_rules())
        for widget in sight.screen.walk_children(with_self=True)
        for name, styles in [("", widget.styles.base), *sorted(widget._component_styles.items())]
    ]
