"""Pictures of the real screen, made from the demo newspaper: ``python -m tests.shots [FOLDER] [--language de]``.

``--only`` takes names of shots; ``--sizes`` and ``--themes`` take each of them at other sizes and in other themes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from reader.ui.app import BroadsheetApp
from reader.wording.catalogue import LANGUAGES
from tests.newspaper import Newspaper
from tests.newspaper.picture_files import art_path
from tests.support.cell_picture import picture_of
from tests.support.languages import german_messages
from tests.support.news_of_a_day import stock_news
from tests.support.reading import dailies, poll_all, subscribe_to, subscribe_to_all

_FONTS = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)  # they would be loaded from another site


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its file's name, the size of the terminal, the theme, and the keys that lead to the screen.

    The key ``wait`` waits until pages and messages have arrived; ``type:TEXT`` types a text into the focused field.
    ``online``: a worker runs, which fetches the pages of opened articles. Pictures have screens of their own
    (:mod:`tests.terminal_shots`): half blocks do not touch each other in SVG.
    """

    name: str
    size: tuple[int, int]
    theme: str
    keys: tuple[str, ...]
    stream: str = "all"
    online: bool = False
    news: bool = False  # of the made-up news of a day, with pictures, drawn cell by cell
    stories: bool = False  # of the newspaper beside two dailies, with lists by story


_FRONT_PAGE = ("F", "wait", "escape", "F", "wait")  # the second time, the size of the picture is known

SHOTS = (
    Shot("wide-ink", (150, 42), "ink", ("n", "wait"), "folder:World", online=True),
    Shot("wide-paper", (150, 42), "paper", ("J", "enter", "wait", "end"), "folder:Deutsch", online=True),
    Shot("middle-ink", (120, 35), "ink", ("pagedown", "enter", "wait"), "folder:World", online=True),
    Shot("stacked-paper", (80, 24), "paper", ("n", "wait"), "unread", online=True),
    Shot("keys", (110, 40), "ink", ("question_mark",)),
    Shot("finder", (80, 24), "paper", ("apostrophe", "h", "wait")),
    Shot("command-line", (80, 24), "ink", ("colon", "type:list.mark-older 2", "wait")),
    Shot(
        "stories-paper",
        (150, 42),
        "paper",
        ("g", "wait", "enter", "wait", "h", "j", "wait"),
        "folder:World",
        online=True,
        stories=True,
    ),
    *(
        Shot(f"front-page-{size[0]}-{theme}", size, theme, _FRONT_PAGE, online=True, news=True)
        for size in ((80, 24), (120, 35), (160, 45), (200, 50))
        for theme in ("paper", "ink")
    ),
)
"""The pictures of the documents."""

MORE_SHOTS = (
    Shot("palette", (80, 24), "ink", ("ctrl+p", "wait")),
    Shot("help-filter", (80, 24), "ink", ("question_mark", "slash", "type:mark")),
    Shot("health", (80, 24), "ink", ("exclamation_mark", "wait")),
    Shot("add", (80, 24), "ink", ("a",)),
    Shot("add-found", (80, 24), "ink", ("a", "type:{base}/", "enter", "wait"), online=True),
    Shot("edit-feed", (80, 24), "ink", ("exclamation_mark", "wait", "e")),
    Shot("edit-folder", (80, 24), "ink", ("e",), "folder:World"),
    Shot("save-search", (80, 24), "ink", ("S",)),
    Shot("unsubscribe", (80, 24), "ink", ("D",), "folder:World"),
    Shot("move", (80, 24), "ink", ("M",), "folder:World"),
    Shot("links", (80, 24), "ink", ("n", "wait", "alt+l")),
    Shot("letters", (80, 24), "ink", ("n", "wait", "z", "f")),
    Shot("search", (80, 24), "ink", ("slash",)),
    Shot("import", (80, 24), "ink", ("I",)),
    Shot("import-preview", (80, 24), "ink", ("I", "type:{opml}", "enter", "wait")),
    Shot("export", (80, 24), "ink", ("E",)),
    Shot("welcome", (80, 24), "ink", ("enter", "wait"), "feed:broadsheet:welcome"),
    Shot("welcome-quote", (80, 24), "ink", ("enter", "wait", "end"), "feed:broadsheet:welcome"),
    Shot("welcome-table", (80, 24), "ink", ("J", "enter", "wait", "pagedown"), "feed:broadsheet:welcome"),
    Shot("welcome-code", (80, 24), "ink", ("J", "J", "enter", "wait", "pagedown"), "feed:broadsheet:welcome"),
)
"""Every other screen, to look at: ``--only`` takes these names too."""

_OPML = """<opml version="2.0"><body><outline text="World">
<outline text="One" xmlUrl="https://one.example/feed"/><outline text="Two" xmlUrl="https://two.example/feed"/>
<outline text="A script" xmlUrl="javascript:alert(1)"/></outline></body></opml>"""


async def take(shot: Shot, paths: Paths, texts: dict[str, str], *, worker: bool = False) -> str:
    """The screen as SVG. ``texts``: values for the placeholders of typed texts."""
    library = open_library(
        paths, Config(theme=shot.theme, pictures="blocks" if shot.news else "off", stories=shot.stories)
    )
    library.session.keep({"stream": shot.stream})
    try:
        app = BroadsheetApp(library, theme_name=shot.theme, with_worker=worker)
        async with app.run_test(size=shot.size) as pilot:
            await pilot.pause(0.3)
            for key in shot.keys:
                if key == "wait":
                    await pilot.pause(2.5)
                    while app.get_default_screen().reader.article.awaits_page:  # type: ignore[attr-defined]
                        await pilot.pause(0.5)
                elif key.startswith("type:"):
                    app.screen.query("Input").first().value = key.removeprefix("type:").format(**texts)  # type: ignore[attr-defined]
                else:
                    await pilot.press(key)
            await pilot.pause(0.3)
            if shot.news:
                return picture_of(app)
            return _FONTS.sub("", app.export_screenshot(title="Broadsheet"))
    finally:
        library.close()


def _chosen(options: argparse.Namespace) -> Iterator[Shot]:
    """The shots to take, at each of the sizes and in each of the themes."""
    shots = [one for one in (*SHOTS, *MORE_SHOTS) if one.name in options.only] if options.only else SHOTS
    for shot in shots:
        for size in options.sizes or [None]:
            for theme in options.themes or [None]:
                taken = replace(shot, size=size or shot.size, theme=theme or shot.theme)
                suffix = (f"-{size[0]}x{size[1]}" if size else "") + (f"-{theme}" if theme else "")
                yield replace(taken, name=shot.name + suffix)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def main(arguments: Sequence[str]) -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/pictures"))
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--sizes", nargs="+", type=_size, metavar="WIDTHxHEIGHT")
    parser.add_argument("--themes", nargs="+", metavar="THEME")
    options = parser.parse_args(arguments)
    os.environ["COLORTERM"] = "truecolor"
    options.folder.mkdir(parents=True, exist_ok=True)
    suffix = "" if options.language == "en" else f"-{options.language}"
    messages: AbstractContextManager[None] = german_messages() if options.language == "de" else nullcontext()
    with tempfile.TemporaryDirectory() as scratch, Newspaper() as paper, dailies() as papers, messages:
        paths = Paths(Path(scratch, "config"), Path(scratch, "data"))
        opml = Path(scratch, "feeds.opml")
        opml.write_text(_OPML, encoding="utf-8")
        subscribe_to(paths, paper)
        paths.config.write_text(f'language = "{options.language}"\n', encoding="utf-8")
        poll_all(paths, Config(language=options.language))
        news = Paths(Path(scratch, "news", "config"), Path(scratch, "news", "data"))
        scene = {"de": "city"}.get(options.language, "mountains")
        picture = paper.base + art_path(scene, "front")
        stock_news(news, options.language, int(time.time()), paper.base, picture, tellings=True)
        told = Paths(Path(scratch, "told", "config"), Path(scratch, "told", "data"))
        subscribe_to_all(told, paper, *papers)
        poll_all(told, Config(language=options.language))
        for shot in _chosen(options):
            texts = {"base": paper.base, "opml": str(opml)}
            folders = news if shot.news else told if shot.stories else paths
            svg = asyncio.run(take(shot, folders, texts, worker=shot.online))
            picture = options.folder / f"{shot.name}{suffix}.svg"
            picture.write_text(svg, encoding="utf-8")
            print(picture)


if __name__ == "__main__":
    main(sys.argv[1:])
