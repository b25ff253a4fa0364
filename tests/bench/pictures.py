"""Pictures in articles: an article with ten, scrolling over them, keys while they arrive, and the memory of many.

The pictures are in the cache before anything is measured: the same reader, without a terminal, shows the articles and
has their pictures made ready in its own process.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from rich.style import Style

from reader.config import Config
from reader.library import open_library
from reader.library.pictures import Pictures
from reader.media.decode import size_of
from reader.media.make_ready import _ready
from reader.media.ready_files import read_ready, write_ready
from reader.media.request import Picture, PictureForm, PictureRequest
from reader.paths import Paths
from reader.ui.app import BroadsheetApp
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.pictures.drawing import HalfBlocks
from reader.ui.pictures.page_pictures import Look, centred_row
from reader.ui.reader.compose_article import compose
from reader.ui.typeset.hyphens import syllables_of
from reader.ui.typeset.page import lay_out_page
from reader.ui.typeset.pictures import PictureSpace
from tests.bench.articles import MEASURE, _entry
from tests.bench.figures import Figure, Table, timed, times_of
from tests.bench.keyboard import DOWN, Presses, _positions, answered, moved_to, opened, press
from tests.bench.processes import memory
from tests.bench.prose import Prose
from tests.bench.stock import AT_THE_TOP
from tests.newspaper.pictures import landscape, scenes
from tests.support.stocking import new_entry, stock
from tests.support.terminal import Terminal, reader_command

FEED = "https://illustrated.example/feed"
PICTURES = 10
SIZE = (120, 35)  # of tests.support.terminal
LIMIT = 16.0  # milliseconds
BLOCK = "\u2580".encode()
PLACEHOLDER = "\U0010eeee".encode()
FRAME = 1_500  # bytes: fewer than a page of text has
IN_SIGHT = 2  # pictures on a screen
BUSY = 0.09  # seconds between two keys: the article follows after 40 ms, and its pictures come then
WAYS = {"blocks": BLOCK, "kitty": PLACEHOLDER}


def pictures(folder: Path, words: int, rounds: int, keys: int, articles: int) -> Iterator[Table]:
    """Tables of illustrated articles, each of so many words. ``articles``: how many are shown for the memory."""
    originals = {f"https://illustrated.example/{number}.jpg": _landscape(number) for number in range(PICTURES)}
    html = _illustrated(Prose(2).article(words).html, list(originals))
    only_pictures = "<p>A word.</p>".join(_image(number, url) for number, url in enumerate(originals))
    paths = Paths(folder / "config", folder / "data")
    count = max(articles, keys) + 2
    entries = [new_entry(number, title=f"{count - number} Title", html=html) for number in range(1, count)]
    stock(
        paths,
        f'[[feeds]]\nurl = "{FEED}"\n',
        {FEED: [new_entry(0, title=f"{count} Title", html=only_pictures), *entries]},
    )
    paths.pictures.mkdir(parents=True, exist_ok=True)
    figures = [
        timed("entry of the store → page with its pictures", _in_process(html, originals, paths, rounds), limit=80)
    ]
    for way in WAYS:
        (paths.config_dir / "config.toml").write_text(f'pictures = "{way}"\n', encoding="utf-8")
        asyncio.run(_fill_cache(paths, way, originals))
        figures += _keys(paths, way, keys, count)
    yield Table(f"Articles of {words:,} words with {PICTURES} pictures in the cache", tuple(figures), ratios=False)
    yield Table(
        f"Memory, by the number of articles with {PICTURES} pictures", tuple(_memory(paths, articles)), ratios=False
    )


def _landscape(number: int) -> bytes:
    file = BytesIO()
    landscape(list(scenes())[number % len(scenes())], f"bench {number}").save(file, "JPEG", quality=85)
    return file.getvalue()


def _image(number: int, url: str) -> str:
    return f'<img src="{url}" alt="Picture {number}" width="960" height="540">'


def _illustrated(html: str, urls: list[str]) -> str:
    """The article with a picture after every few paragraphs, the first at once."""
    paragraphs = re.sub(r"<figure.*?</figure>|<img[^>]*>", "", html, flags=re.DOTALL).split("</p>")
    every = max(1, (len(paragraphs) - 1) // len(urls))
    for number, url in enumerate(urls):
        at = min(number * every, len(paragraphs) - 1)
        paragraphs[at] = _image(number, url) + paragraphs[at]
    return "</p>".join(paragraphs)


async def _fill_cache(paths: Paths, way: str, originals: dict[str, bytes]) -> None:
    """Shows the articles at the size of the measurements, as far as pictures have not been met before."""

    def load(_self: Pictures, request: PictureRequest) -> Picture | None:
        ready = read_ready(paths.pictures, request)
        if ready is None:
            ready = _made(request, originals)
            write_ready(paths.pictures, ready)
        return ready

    paths.session.write_text(AT_THE_TOP, encoding="utf-8")
    environment = {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
    with patch.object(Pictures, "load", load), patch.dict(os.environ, environment):
        library = open_library(paths, Config(language="en", pictures=way))
        async with BroadsheetApp(library, with_worker=False).run_test(size=SIZE) as pilot:
            for keys in (["z", "enter"], ["J"], ["z"]):
                await pilot.press(*keys)
                for _ in range(80):
                    await pilot.press("pagedown")
                    await pilot.pause(0.02)
        library.close()


def _made(request: PictureRequest, originals: dict[str, bytes]) -> Picture:
    data = originals[request.url]
    return _ready(data, size_of(data), request)


def _in_process(html: str, originals: dict[str, bytes], paths: Paths, rounds: int) -> list[float]:
    """Composes and lays out the article, reads all its pictures and draws those of the first screen."""
    entry, look = _entry(html), Look(HalfBlocks(), PictureForm.BLOCKS, (10, 20), (0, 0, 0))
    space = PictureSpace(rows=20, size_of=lambda _url: (960, 540))

    def requests() -> list[PictureRequest]:
        article, syllables = compose(entry, []), syllables_of("en")
        page = lay_out_page(article, MEASURE, now=entry.sort, glyphs=UNICODE_GLYPHS, syllables=syllables, space=space)
        return [look.request_for(one, 1, one.columns, one.rows) for one in page.pictures]

    for request in requests():
        write_ready(paths.pictures, _made(request, originals))

    def show() -> None:
        pages: list[tuple[PictureRequest, Picture]] = []
        for request in requests():
            picture = read_ready(paths.pictures, request)
            assert picture
            pages.append((request, picture))
        for request, picture in pages[:IN_SIGHT]:
            for row in range(picture.height):
                place = (request.columns, request.rows)
                centred_row(look.drawing, picture, place, row, range(request.columns), Style())

    return times_of(show, rounds)


def _keys(paths: Paths, way: str, keys: int, first: int) -> list[Figure]:
    shown = WAYS[way]
    paths.session.write_text(AT_THE_TOP, encoding="utf-8")
    with opened(reader_command(paths)) as (terminal, _):
        terminal.sent(f"{first} Title".encode())
        terminal.sent(shown)
        arriving = _down_while_pictures_come(terminal, keys, first)
        terminal.press("\x1b[H")
        time.sleep(1)
        terminal.press("z")
        terminal.press("\r")
        time.sleep(1)
        before = len(terminal.raw)
        terminal.press(DOWN)
        terminal.sent(shown, start=before)
        scrolled = Presses()
        for _ in range(keys):
            scrolled.add(press(terminal, DOWN, lambda written: written.count(shown) > SIZE[0] // 4))
        terminal.press("J")
        time.sleep(1)
        terminal.press("i")  # the next article without its pictures, to compare with
        time.sleep(1)
        of_text = Presses()
        for _ in range(keys):
            of_text.add(press(terminal, DOWN, lambda written: len(written) > FRAME))
    return [
        timed(f"↓ on a page of text ({way})", of_text.seconds, limit=LIMIT),
        timed(f"↓ on a page of pictures ({way})", scrolled.seconds, limit=LIMIT),
        timed(f"↓ in the list, while pictures come ({way})", arriving.seconds, limit=LIMIT),
    ]


def _down_while_pictures_come(terminal: Terminal, keys: int, first: int) -> Presses:
    before, pressed = len(terminal.raw), list[float]()
    for _ in range(keys):
        pressed.append(time.perf_counter())
        terminal.press(DOWN)
        time.sleep(BUSY)
    terminal.written(moved_to(first - keys), start=before)
    return answered(pressed, _positions(terminal, before, first))


def _memory(paths: Paths, articles: int) -> Iterator[Figure]:
    """Shows one article after another, each until its first pictures are there."""
    (paths.config_dir / "config.toml").write_text('pictures = "blocks"\n', encoding="utf-8")
    paths.session.write_text(AT_THE_TOP, encoding="utf-8")
    with opened(reader_command(paths)) as (terminal, _):
        terminal.sent(BLOCK)
        for number in range(articles + 1):
            if number in (1, articles // 2, articles):
                time.sleep(1)
                yield Figure("the UI process", memory(terminal.pid) / 1e6, "MB", f"{number}", limit=120)
            before = len(terminal.raw)
            terminal.press("J")
            terminal.written(lambda written: BLOCK in written, start=before, patience=2.0)
