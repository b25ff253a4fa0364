"""Pictures of the real screen, made from the demo newspaper: ``python -m tests.shots [FOLDER]``."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from reader.ui.app import BroadsheetApp
from tests.newspaper import Newspaper
from tests.support.reading import poll_all, subscribe_to

_FONTS = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)  # they would be fetched from another site


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its file's name, the terminal's size, the theme, the keys that lead there."""

    name: str
    size: tuple[int, int]
    theme: str
    keys: tuple[str, ...]
    stream: str = "all"


SHOTS = (
    Shot("wide-ink", (150, 42), "ink", ("n", "n", "wait")),
    Shot("wide-paper", (150, 42), "paper", ("J", "enter", "wait", "end"), "folder:Deutsch"),
    Shot("middle-ink", (120, 35), "ink", ("n", "n", "wait", "pagedown"), "folder:World"),
    Shot("stacked-paper", (80, 24), "paper", ("n", "wait"), "unread"),
    Shot("keys", (110, 40), "ink", ("question_mark",)),
)


async def take(shot: Shot, paths: Paths) -> str:
    """The screen as SVG."""
    library = open_library(paths, Config(theme=shot.theme))
    library.remember(stream=shot.stream, entry="")
    try:
        app = BroadsheetApp(library, theme_name=shot.theme)
        async with app.run_test(size=shot.size) as pilot:
            await pilot.pause(0.3)
            for key in shot.keys:
                await (pilot.pause(2.5) if key == "wait" else pilot.press(key))
            await pilot.pause(0.3)
            return _FONTS.sub("", app.export_screenshot(title="Broadsheet"))
    finally:
        library.close()


def main(arguments: Sequence[str]) -> None:
    """Takes them all."""
    folder = Path(arguments[0]) if arguments else Path("docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, Newspaper() as paper:
        paths = Paths(Path(scratch, "config"), Path(scratch, "data"))
        subscribe_to(paths, paper)
        poll_all(paths)
        for shot in SHOTS:
            svg = asyncio.run(take(shot, paths))
            Path(folder, f"{shot.name}.svg").write_text(svg, encoding="utf-8")
            print(Path(folder, f"{shot.name}.svg"))


if __name__ == "__main__":
    main(sys.argv[1:])
