"""Screens with pictures, from real terminals: ``python -m tests.terminal_shots [FOLDER]`` makes those in ``docs/pictures``.

``--only`` takes names of protocols; ``--sizes`` and ``--themes`` take each of them at other sizes and in other themes,
``--stream`` and ``--keys`` lead to another article. What the terminals need, ``.ci/run`` installs; a terminal that is
missing is left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from tests.newspaper import Newspaper
from tests.support.reading import poll_all, subscribe_to
from tests.support.real_terminals import browser, ghostty, xterm
from tests.support.terminal import reader_command

TERMINALS: dict[str, tuple[Callable[[], str], Any, str]] = {
    "kitty": (ghostty.missing, ghostty.GhosttyTerminal, "auto"),
    "sixel": (xterm.missing, xterm.Xterm, "auto"),
    "iterm": (browser.missing, browser.BrowserTerminal, "iterm"),
    "blocks": (xterm.missing, xterm.Xterm, "blocks"),
}
"""By protocol: the missing programs, the terminal, and the setting."""
SHOTS = (
    ("kitty", (80, 30), "paper"), ("kitty", (120, 40), "ink"), ("kitty", (160, 45), "paper"),
    ("sixel", (80, 30), "ink"), ("sixel", (120, 40), "paper"), ("sixel", (160, 45), "ink"),
    ("iterm", (80, 30), "paper"), ("iterm", (120, 40), "ink"), ("iterm", (160, 45), "paper"),
    ("blocks", (80, 30), "ink"), ("blocks", (120, 40), "paper"), ("blocks", (160, 45), "ink"),
)  # fmt: skip
"""Of the documents: protocol, size and theme."""
_NARROW = 100  # columns: there the article gets the whole screen
_STILL = 4.0  # seconds without a change
_LONGEST = 60.0  # seconds until the screen is still
_COLOURS = 255
_LETTERS = "DejaVuSansMono.ttf"  # that Pillow finds in the system's folders


def take(protocol: str, size: tuple[int, int], paths: Paths, theme: str, keys: Sequence[str]) -> Image.Image:
    """What the terminal shows after these keys, each of which is pressed when the screen is still."""
    _, terminal, pictures = TERMINALS[protocol]
    paths.config.write_text(f'pictures = "{pictures}"\n', encoding="utf-8")
    paths.log.unlink(missing_ok=True)
    with terminal(reader_command(paths, "--theme", theme), size) as screen:
        while not (paths.log.exists() and "event=graphics_found" in paths.log.read_text(encoding="utf-8")):
            time.sleep(0.1)
        shot = _still(screen)
        for key in keys:
            screen.press(key)
            shot = _still(screen)
        if protocol == "kitty":
            shot = screen.screenshot(letters=_LETTERS)
    return _cropped(shot)


def _still(screen: Any) -> Image.Image:
    """The screen when nothing has changed for a while."""
    shot: Image.Image = screen.screenshot()
    began = since = time.monotonic()
    while time.monotonic() - since < _STILL and time.monotonic() - began < _LONGEST:
        time.sleep(0.3)
        before, shot = shot, screen.screenshot()
        if ImageChops.difference(before, shot).getbbox():
            since = time.monotonic()
    return shot


def _cropped(shot: Image.Image) -> Image.Image:
    """Without what is beside the terminal, which is black."""
    black = Image.new("RGB", shot.size)
    return shot.crop(ImageChops.difference(shot, black).getbbox())


def main(arguments: Sequence[str]) -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.terminal_shots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/pictures"))
    parser.add_argument("--only", nargs="+", default=list(TERMINALS), choices=TERMINALS)
    parser.add_argument("--sizes", nargs="+", type=_size, metavar="WIDTHxHEIGHT")
    parser.add_argument("--themes", nargs="+", metavar="THEME")
    parser.add_argument("--stream", default="folder:World")
    parser.add_argument("--keys", nargs="+", default=[])
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, Newspaper() as paper:
        paths = Paths(Path(scratch, "config"), Path(scratch, "data"))
        subscribe_to(paths, paper)
        poll_all(paths, Config())
        library = open_library(paths, Config())
        library.session.keep({"stream": options.stream})
        library.close()
        for protocol, size, theme in _chosen(options):
            keys = options.keys or (["\r", "z"] if size[0] < _NARROW else ["\r"])
            shot = take(protocol, size, paths, theme, keys)
            path = options.folder / f"terminal-{protocol}-{size[0]}-{theme}.png"
            shot.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
            print(path)


def _chosen(options: argparse.Namespace) -> Iterator[tuple[str, tuple[int, int], str]]:
    for protocol in options.only:
        if reason := TERMINALS[protocol][0]():
            print(f"{protocol}: {reason}", file=sys.stderr)
        elif options.sizes or options.themes:
            sizes, themes = options.sizes or [(120, 40)], options.themes or ["ink"]
            yield from ((protocol, size, theme) for size in sizes for theme in themes)
        else:
            yield from (shot for shot in SHOTS if shot[0] == protocol)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


if __name__ == "__main__":
    main(sys.argv[1:])
