"""What an article contains beside its paragraphs: footnotes, parts that open and close, code, films."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.config import Config
from reader.model import Enclosure
from reader.paths import Paths
from reader.ui.reader.actions import play
from tests.support.screen import Sight, reading
from tests.support.stocking import NOW, new_entry, stock

FEEDS = '[[feeds]]\nurl = "https://paper.example/feed"\n'


def stock_with(paths: Paths, html: str) -> None:
    stock(paths, FEEDS, {"https://paper.example/feed": [new_entry(1, title="With contents", html=html)]})


async def test_footnotes_jump_there_and_back_and_parts_open_and_close(paths: Paths) -> None:
    filling = "<p>Words between the parts of the page.</p>" * 30
    html = (
        '<p>A claim<sup id="fnref:1"><a href="#fn:1">1</a></sup> and its <a href="#end">end</a>.</p>'
        f"{filling}<details><summary>More of it</summary><p>The hidden words.</p><p id='end'>The end.</p></details>{filling}"
        '<div class="footnotes"><ol><li id="fn:1"><p>The source of the claim. <a href="#fnref:1">↩</a></p></li></ol></div>'
    )
    stock_with(paths, html)
    async with reading(paths, size=(120, 30), config=Config(language="en")) as sight:
        await sight.press("right_square_bracket")
        assert "The source of the claim." in sight.text().bottom
        assert "A claim¹" in sight.text().article
        await sight.press("enter")
        assert "1 The source of the claim." in sight.text().article
        assert "A claim¹" not in sight.text().article
        await sight.press("enter")
        assert "A claim¹" in sight.text().article
        assert "The source of the claim." in sight.text().bottom
        await sight.press("right_square_bracket", "right_square_bracket")
        assert "▸ More of it" in sight.text().article
        await sight.press("enter")
        assert "▾ More of it" in sight.text().article
        assert "The hidden words." in sight.text().article
        await sight.press("enter")
        assert "The hidden words." not in sight.text().article
        await sight.press("left_square_bracket", "enter")  # to a place in the closed part
        assert "The end." in sight.text().article


def colours_of(sight: Sight, text: str) -> list[tuple[object, object]]:
    """The colours in which a text of the article is painted, with those of its ground."""
    strips = sight.app.screen._compositor.render_strips(sight.app.size)
    pieces = (piece for strip in strips for piece in strip if piece.style and piece.text == text)
    return [(piece.style.color, piece.style.bgcolor) for piece in pieces if piece.style]


async def test_code_has_syntax_colours_on_its_ground_and_scrolls_sideways_alone(paths: Paths) -> None:
    html = (
        '<p>The text stays where it is.</p><pre><code class="language-python">def page(number):\n'
        f'    return "{"long " * 30}end"</code></pre><pre>def in_no_language_that_is_known</pre>'
    )
    stock_with(paths, html)
    async with reading(paths, size=(120, 30), config=Config(language="en")) as sight:
        await sight.until(lambda _: len(colours_of(sight, "def")) == 1)
        ((keyword, ground),) = colours_of(sight, "def")
        assert (keyword, ground) not in colours_of(sight, "page")
        assert colours_of(sight, "page")[0][1] == ground
        assert colours_of(sight, "def in_no_language_that_is_known")[0][1] == ground
        assert "›" in sight.text().article
        await sight.press("enter", *["shift+right"] * 30)
        assert 'end"' in sight.text().article
        assert "‹" in sight.text().article
        assert "The text stays where it is." in sight.text().article
        await sight.press("T", "end")  # colours of another theme
        await sight.press("escape")
        assert "The text stays where it is." in sight.text().article


async def test_films_are_lines_that_mpv_plays_and_without_it_the_reader_says_so(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = (
        '<p>Words.</p><video src="https://film.example/a.mp4" title="A film" poster="/still.jpg"></video>'
        '<lite-youtube videoid="abc-123" title="Another one"></lite-youtube>'
    )
    podcast = replace(new_entry(2, html="<p>An episode.</p>"), sort=NOW - 9)
    sound = Enclosure("https://pod.example/--x.mp3", "audio/mpeg", None, "Episode", 3_723)
    podcast = replace(podcast, parsed=replace(podcast.parsed, enclosures=(sound,)))
    stock(paths, FEEDS, {"https://paper.example/feed": [new_entry(1, html=films), podcast]})
    monkeypatch.setenv("PATH", str(tmp_path))
    ran: list[list[str]] = []
    monkeypatch.setattr(play, "run_on_screen", lambda _app, job: ran.append(job.arguments))
    async with reading(paths, size=(120, 30), config=Config(language="en")) as sight:
        await sight.press("right_square_bracket")
        assert "► Video: A film (film.example)" in sight.text().article
        assert "► Video: Another one (youtube.com)" in sight.text().article
        await sight.press("escape")
        assert "e play" in sight.text().bottom
        await sight.press("e")
        await sight.shows("mpv, which is not installed. o opens")
        (tmp_path / "mpv").write_text("#!/bin/sh\n")
        (tmp_path / "mpv").chmod(0o755)
        await sight.press("escape", "right_square_bracket", "right_square_bracket", "right_square_bracket", "e")
        await sight.press("escape", "J")
        await sight.shows("An episode.")
        await sight.press("right_square_bracket", "e")
        await sight.until(lambda _screen: len(ran) == 2)
    assert ran == [
        ["mpv", "--", "https://www.youtube.com/watch?v=abc-123"],
        ["mpv", "--no-video", "--", "https://pod.example/--x.mp3"],
    ]
