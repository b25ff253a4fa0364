"""Draws a screen as SVG cell by cell, with lines and blocks as shapes, so that they touch as in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

from rich.cells import cell_len, split_graphemes
from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.app import App

Paint = Callable[[Color | None, str], str]
"""A colour as SVG takes it, or the other one if there is none."""
WIDTH, HEIGHT = 10, 21  # of a cell
_SIZE = 16.6  # of the letters: a monospaced one is 0.602 times as wide
_FONT = "'Fira Code','JetBrains Mono','DejaVu Sans Mono','Menlo','Consolas',monospace"
_QUADRANTS = {
    "▘": 1, "▝": 2, "▀": 3, "▖": 4, "▌": 5, "▞": 6, "▛": 7, "▗": 8, "▚": 9, "▐": 10, "▜": 11, "▄": 12, "▙": 13,
    "▟": 14, "█": 15,
}  # fmt: skip
_LINES = {
    "─": (1, 1, 0, 0), "│": (0, 0, 1, 1), "┌": (0, 1, 0, 1), "┐": (1, 0, 0, 1), "└": (0, 1, 1, 0), "┘": (1, 0, 1, 0),
    "├": (0, 1, 1, 1), "┤": (1, 0, 1, 1), "┬": (1, 1, 0, 1), "┴": (1, 1, 1, 0), "┼": (1, 1, 1, 1),
}  # fmt: skip
"""Which halves of a thin line are drawn: left, right, up, down."""
_HEAVY = {"━": 3.0, "═": 1.4}


def picture_of(app: App[Any]) -> str:
    """The screen of an app as SVG."""
    screen = app.screen
    lines = [list(strip) for strip in screen._compositor.render_strips()]
    theme = app.ansi_theme

    def colour(one: Color | None, other: str) -> str:
        if one is None or one.type is ColorType.DEFAULT:
            return other
        return one.get_truecolor(theme).hex

    ground, text = screen.background_colors[1].rich_color, screen.colors[2].rich_color
    return drawn(lines, colour(ground, "#000000"), colour(text, "#ffffff"), colour)


def drawn(lines: list[list[Segment]], ground: str, text: str, colour: Paint) -> str:
    """Lines of segments as SVG."""
    columns = max(sum(one.cell_length for one in line) for line in lines)
    width, height = columns * WIDTH, len(lines) * HEIGHT
    margin = 14
    size = f"{width + 2 * margin} {height + 2 * margin}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">',
        (
            f"<style>text{{font:{_SIZE}px {_FONT};white-space:pre}}.b{{font-weight:bold}}.i{{font-style:italic}}"
            ".u{text-decoration:underline}</style>"
        ),
        f'<rect width="100%" height="100%" rx="8" fill="{ground}"/><g transform="translate({margin} {margin})">',
    ]
    for y, line in enumerate(lines):
        parts += _line(line, y * HEIGHT, ground, text, colour)
    return "\n".join([*parts, "</g></svg>", ""])


def _line(line: Iterable[Segment], y: int, ground: str, text: str, colour: Paint) -> Iterator[str]:
    x = 0
    for part, style, control in line:
        if control:
            continue
        style = style or Style.null()  # noqa: PLW2901
        front, back = colour(style.color, text), colour(style.bgcolor, ground)
        if style.reverse:
            front, back = back, front
        cells = cell_len(part)
        if back != ground:
            yield f'<rect x="{x}" y="{y}" width="{cells * WIDTH}" height="{HEIGHT}" fill="{back}"/>'
        yield from _text(part, x, y, front, style)
        x += cells * WIDTH


def _text(part: str, x: int, y: int, front: str, style: Style) -> Iterator[str]:
    run, start = "", x

    def flush() -> Iterator[str]:
        if run.strip():
            lead = len(run) - len(run.lstrip(" "))
            shown = run.strip(" ")
            at, long = start + lead * WIDTH, cell_len(shown) * WIDTH
            names = " ".join(
                name for name, on in (("b", style.bold), ("i", style.italic), ("u", style.underline)) if on
            )
            look = f' class="{names}"' if names else ""
            yield (
                f'<text x="{at}" y="{y + 15.5}" fill="{front}" textLength="{long}" lengthAdjust="spacingAndGlyphs"'
                f"{look}>{escape(shown)}</text>"
            )

    for begin, end, width in split_graphemes(part)[0]:
        character = part[begin:end]
        if character == " " and run.endswith(" "):  # SVG shows several spaces as one
            yield from flush()
            run = ""
            x += width * WIDTH
            continue
        shape = _shape(character, x, y)
        if shape is None:
            if not run:
                start = x
            run += character
        else:
            yield from flush()
            run = ""
            if shape:
                yield f'<path d="{shape}" fill="{front}"/>'
        x += width * WIDTH
    yield from flush()


def _shape(character: str, x: float, y: float) -> str | None:
    """The path of a block or line; None for letters."""
    if character in _QUADRANTS:
        bits, w, h = _QUADRANTS[character], WIDTH / 2, HEIGHT / 2
        return "".join(_rect(x + w * (bit % 2), y + h * (bit // 2), w, h) for bit in range(4) if bits >> bit & 1)
    if character in _HEAVY:
        thick = _HEAVY[character]
        if character == "═":
            return _rect(x, y + HEIGHT / 2 - 3, WIDTH, thick) + _rect(x, y + HEIGHT / 2 + 1.6, WIDTH, thick)
        return _rect(x, y + HEIGHT / 2 - thick / 2, WIDTH, thick)
    if character in _LINES:
        left, right, up, down = _LINES[character]
        middle_x, middle_y, thin = x + WIDTH / 2 - 0.6, y + HEIGHT / 2 - 0.6, 1.2
        return "".join((
            _rect(x, middle_y, WIDTH / 2, thin) if left else "", _rect(x + WIDTH / 2, middle_y, WIDTH / 2, thin)
            if right else "", _rect(middle_x, y, thin, HEIGHT / 2) if up else "",
            _rect(middle_x, y + HEIGHT / 2, thin, HEIGHT / 2) if down else "",
        ))  # fmt: skip
    if "▁" <= character <= "▇":
        high = HEIGHT * (ord(character) - 0x2580) / 8
        return _rect(x, y + HEIGHT - high, WIDTH, high)
    if character == "▔":
        return _rect(x, y, WIDTH, HEIGHT / 8)
    if "▉" <= character <= "▏":
        return _rect(x, y, WIDTH * (8 - (ord(character) - 0x2588)) / 8, HEIGHT)
    return None


def _rect(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:g} {y:g}h{width:g}v{height:g}h{-width:g}z"
