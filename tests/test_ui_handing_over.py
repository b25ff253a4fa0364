"""Handing over, saving, copying and opening from the main screen: keys, dialogs, and what the bottom line says."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from reader.config import Config
from reader.paths import Paths
from reader.programs import Format, Program
from reader.ui.system import default_browser
from tests.newspaper import Fault, Newspaper
from tests.support.reading import subscribe_to
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list, to_headline

URL = "https://paper.example/feed"


@pytest.fixture
def filled(paths: Paths) -> Paths:
    """Twelve articles, one with a hostile title."""
    entries = [new_entry(n, title=None if n > 1 else "-o $(touch pwned) [x]") for n in range(1, 13)]
    stock(paths, f'[[feeds]]\nurl = "{URL}"\n', {URL: entries})
    return paths


def script(folder: Path, text: str) -> str:
    path = folder / f"script-{len(list(folder.iterdir()))}"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


async def test_articles_are_handed_over(filled: Paths, tmp_path: Path) -> None:
    log = tmp_path / "log"
    note = Program(
        "Note", (script(tmp_path, f'printf "%s|" "$@" >> "{log}"; cat >> "{log}"'), "{title}"), Format.ADDRESS
    )
    bad = Program("Bad", (script(tmp_path, "echo No network >&2; exit 1"),))
    gone = Program("Gone", ("/nowhere/program", "{title}"))
    tilde = Program("Tilde", ("~nobody-of-this-name/program",))
    less = Program("Less", ("less",), Format.TEXT, terminal=True)
    async with reading(filled, config=Config(language="en", commands=(note, bad, gone, tilde, less))) as sight:
        await sight.press("H")
        await sight.shows("Hand over to", "Note", "Bad", "Gone")
        await sight.press("enter")
        await sight.shows("Note: done")
        assert log.read_text() == " -o $(touch pwned) [x]|https://paper.example/1\n"
        for keys, message in (
            ("down", "Bad failed: No network (exit code 1)"),
            ("down down", "Gone: couldn’t find the program /nowhere/program"),
            ("down down down", "Tilde: couldn’t find the program ~nobody-of-this-name/program"),
            ("end", "Less needs a terminal"),
        ):
            await sight.press("H", *keys.split(), "enter")
            await sight.shows(message)
        log.unlink()
        await sight.press("asterisk", "j", "H")
        await sight.shows("Hand 2 articles over to")
        await sight.press("enter")
        await sight.shows("Note: done with 2 articles")
        assert log.read_text().endswith("Title 2|https://paper.example/2\n")
        await sight.press("escape", "asterisk", "G", "H", "down", "enter")
        await sight.shows("Bad will run 11 times, once for each article")
        await sight.press("y")
        await sight.shows("11 of 11 failed. Bad failed: No network")
        await sight.screen.action_run("hand-over.run nonsense")
        await sight.shows("Config.toml has no command nonsense")


async def test_pages_are_loaded_before_articles_are_saved_and_handed_over(
    newspaper: Newspaper, paths: Paths, tmp_path: Path
) -> None:
    subscribe_to(paths, newspaper)
    broken = newspaper.site.article("the-bean-that-waits")
    path = next(one for one in newspaper.paths if broken.slug in one and not one.endswith((".png", ".xml")))
    newspaper.fail(path, Fault.status(503))
    log = tmp_path / "log"
    program = Program("Note", (script(tmp_path, f'cat > "{log}.new"; mv "{log}.new" "{log}"'),), Format.TEXT)
    async with reading(paths, config=Config(language="en", commands=(program,)), worker=True) as sight:
        await sight.until(lambda screen: {("Hafenblatt", 23), ("The Harbour Post", 24)} <= {*screen.counts})
        await open_list(sight, "World")
        await to_headline(sight, broken.title)
        await sight.press("H", "enter")
        await sight.shows("Note: done")
        assert "Dried beans ask for nothing" in log.read_text()  # the feed's text
        await sight.press("down")
        current = sight.screen.reader.headlines.current_id
        before = sight.library.articles.entry(current)
        assert before
        assert before.page is None
        await sight.press("W")
        sight.app.screen.query_one(Input).value = f"{tmp_path}/whole.txt"
        await sight.press("enter")
        await sight.until(lambda _: (tmp_path / "whole.txt").exists())
        after = sight.library.articles.entry(current)
        assert after
        assert after.page
        assert after.page.content_text.split(". ")[-1][:40] in (tmp_path / "whole.txt").read_text()


async def test_without_programs_it_is_said_how_to_set_them_up(filled: Paths) -> None:
    async with reading(filled) as sight:
        await sight.press("H")
        await sight.shows("Set up commands of your own as tables [[commands]] in config.toml")
        await sight.press("C")
        await sight.shows("Set up more browsers as tables [[browsers]] in config.toml")


async def test_articles_are_opened_in_a_browser_of_choice(filled: Paths, tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = script(tmp_path, f'echo "$@" >> "{log}"')
    config = Config(
        language="en", browser=(program, "usual"), browsers=(Program("Other", (program, "other", "{address}")),
                                                             Program("Gone", ("/nowhere/b", "{address}"))),
    )  # fmt: skip
    async with reading(filled, config=config) as sight:

        async def logged(*lines: str) -> None:
            await sight.until(lambda _: log.exists() and sorted(log.read_text().splitlines()) == sorted(lines))
            log.unlink()

        await sight.press("C")
        await sight.shows("Open with", "(the usual one)", "Other", "Gone")
        await sight.press("enter")
        await logged("usual https://paper.example/1")
        await sight.shows("11 unread")
        await sight.press("C", "down", "enter")
        await logged("other https://paper.example/1")
        await sight.press("C", "end", "enter")
        await sight.shows("Gone: couldn’t find the program /nowhere/b")
        await sight.press("j", "asterisk", "j", "j", "o")
        await logged(*(f"usual https://paper.example/{number}" for number in (2, 3, 4)))
        await sight.shows("Opened 3 articles", "8 unread")
        await sight.press("escape", "g", "asterisk", "G", "o")
        await sight.shows("12 articles will be opened at once")
        await sight.press("n")
        assert not log.exists()


async def test_title_and_address_are_copied_as_markdown(filled: Paths) -> None:
    async with reading(filled) as sight:
        await sight.press("Y")
        assert sight.app.clipboard == "[-o $(touch pwned) \\[x\\]](https://paper.example/1)"
        await sight.press("j", "asterisk", "j", "Y")
        assert sight.app.clipboard == "- [Title 2](https://paper.example/2)\n- [Title 3](https://paper.example/3)\n"
        await sight.shows("Copied 2 articles")
        await sight.press("y")
        assert sight.app.clipboard == "https://paper.example/2\nhttps://paper.example/3"


async def test_articles_are_saved(filled: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    async with reading(filled) as sight:

        async def save_as(name: str) -> None:
            sight.app.screen.query_one(Input).value = name
            await sight.press("enter")

        await sight.press("W")
        await sight.shows("Save the article", "~/o $(touch pwned) [x].md", "The name ends in .md for Markdown")
        await sight.press("enter")
        await sight.shows("Saved as ~/o $(touch pwned) [x].md")
        assert (home / "o $(touch pwned) [x].md").read_text().startswith("---\ntitle: ")
        await sight.press("W", "enter")
        await sight.shows("This file already exists. Enter replaces it.")
        await save_as("~/a.pdf")
        await sight.shows("The name ends in .md")
        await save_as("~/deep/er/a.html")
        await sight.shows("The folder", "exist. Enter creates it.")
        await sight.press("enter")
        await sight.shows("Saved as ~/deep/er/a.html")
        assert "<!doctype html>" in (home / "deep" / "er" / "a.html").read_text()
        await sight.press("j", "asterisk", "j", "W")
        await sight.shows("Save 2 articles", "~/deep/er/", "HTML")
        await sight.press("enter")
        await sight.shows("Saved 2 articles in ~/deep/er")
        assert (home / "deep" / "er" / "Title 3.html").exists()
        await sight.press("escape")
        await sight.screen.action_run("entry.save ~/deep/er/a.html")
        await sight.shows("already exists, so nothing was saved")
        await sight.screen.action_run("entry.save /nowhere/a.txt")
        await sight.shows("Cannot write /nowhere")


def test_the_usual_browser_is_the_one_of_the_settings_else_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("BROWSER", "")
    assert default_browser(()) is None
    monkeypatch.setenv("PATH", "/bin:/usr/bin")
    monkeypatch.setattr("reader.ui.system._OPENER", "nonsense")
    monkeypatch.setenv("BROWSER", "less:more")
    found = default_browser(())
    assert found
    assert (found.name, found.terminal) == ("less", True)
    assert default_browser(["firefox", "--new", "%u"]) == Program(
        "firefox", ("firefox", "--new", "{address}"), terminal=False, seconds=0
    )
