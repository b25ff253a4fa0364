"""Text in double size, by kitty's text-sizing protocol (OSC 66), over the cells of a frame.

Each character of such a text covers cells of two lines. For Textual, they are characters too: in the upper line the
character itself and a mark for each further cell, in the lower line marks. So Textual can cut lines, lay dialogs over
them and colour them. :class:`LargeText` writes spaces in place of the marks and then the large characters of which all
cells are there. Others, such as those below the edge of a dialog or at the last line of the pane, are left as spaced
text in the upper line.

A terminal moves text that is written over the lower line of a large character behind it, so all large characters that a
frame touches are erased first. See "Wrapping and overwriting behavior" at
https://sw.kovidgoyal.net/kitty/text-sizing-protocol/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from unicodedata import east_asian_width

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.lazy_dataclass import dataclass
from reader.ui.textual_internals import Texts

# Unicode reserves the marks (section 23.7, noncharacters), so cleaned text never has them. Each character has one of
# sixteen, so that one of a dialog beside a mark is not taken for the character of that mark.
LOWER, _FIRST_REST, _RESTS = "\ufde0", 0xFDD0, 16
_MARKED = re.compile("([^\ufdd0-\ufde0]*)([\ufdd0-\ufddf]+|\ufde0+|\\Z)")
_MARK = re.compile("[\ufdd0-\ufde0]")
_WIDTHS_ALL_AGREE_ON = frozenset({"N", "Na", "H"})  # UAX #11: others are given their width, which ends ligatures
_LONGEST = 1_000  # characters of a sequence; the protocol allows 4096 bytes
_LONGEST_CHARACTER = 32  # with its accents
_MOST_READ = 100  # lines


def large_rows(strip: Strip, indent: int, line: int) -> tuple[Strip, Strip]:
    """The upper and the lower row of a text in double size. Both select the characters of the text with the mouse.

    ``indent``: characters at the beginning of ``strip`` that keep their size. ``line``: its line, for the selection.
    """
    upper: list[Segment] = []
    lower: list[Segment] = []
    at = 0
    for text, style, _control in strip:
        for character in _characters(text):
            width = cell_len(character)
            first, second = (_at(style, offset, line) for offset in (at, at + len(character)))
            if at < indent or not width:
                upper.append(Segment(character, first))
                lower.append(Segment(" " * width, first))
            else:
                upper.append(Segment(character + rest_of(character) * width, first))
                lower += [Segment(LOWER * width, first), Segment(LOWER * width, second)]
            at += len(character)
    return Strip(upper), Strip(lower)


def rest_of(character: str) -> str:
    """The mark for the cells after a character."""
    return chr(_FIRST_REST + ord(character[0]) % _RESTS)


def _at(style: Style | None, character: int, line: int) -> Style:
    """A style with the character of the text that a click there means, as Textual notes it."""
    offset = Style.from_meta({"offset": (character, line)})
    return style + offset if style else offset


def _characters(text: str) -> Iterator[str]:
    """The characters as people count them, with their accents."""
    if text.isascii():
        yield from text
        return
    for start, end, _width in split_graphemes(text)[0]:
        yield text[start:end]


@dataclass(frozen=True, slots=True)
class _Large:
    """A large character. ``cells``: how many it covers in each of two lines."""

    text: str
    cells: int
    style: Style | None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell in normal size: a character, nothing in the second half of a wide one, or a space in place of a mark."""

    text: str
    style: Style | None
    mark: str = ""


_Place = tuple[int, int]
"""A line and the first cell there."""


class LargeText:
    """Draws the large text of frames; the :class:`~reader.ui.textual_internals.Layer` for it."""

    def __init__(self) -> None:
        self._cells: dict[int, dict[int, _Cell]] = {}  # by line; all that Textual has painted
        self._shown: dict[_Place, _Large] = {}
        self._read: dict[int, tuple[Strip, _Marked]] = {}  # by id(): lines that are painted again when they scroll

    def forget(self) -> bool:
        """The terminal shows no large text any more. Returns whether it showed some."""
        showed = bool(self._shown)
        self._cells.clear()
        self._shown.clear()
        return showed

    def frame(self, texts: Texts, write: Callable[[Texts], str], render: Callable[[Strip], str], *, whole: bool) -> str:
        """See :class:`~reader.ui.textual_internals.Layer`: the text, and then the large text over it.

        A whole frame is written line by line from the top, which erases all large text.
        """
        if whole:
            self.forget()
        frame = [(y, x, strip, self._marked(strip)) for y, x, strip in texts]
        for y in {y for y, _x, _strip, marked in frame if marked}:
            self._cells.setdefault(y, {})
        if not self._cells:
            return write([text[:3] for text in frame])
        written: dict[int, list[range]] = {}
        plain: list[tuple[int, int, Strip]] = []
        for y, x, strip, marked in frame:
            known = self._cells.get(y)
            if known is not None:
                cells = range(x, x + strip.cell_length)
                written.setdefault(y, []).append(cells)
                for cell in known.keys() & set(cells):
                    del known[cell]
                new = marked.cells if marked else _last_character(strip)
                known.update((x + cell, one) for cell, one in new.items())
            plain.append((y, x, marked.plain if marked else strip))
        self._cells = {y: cells for y, cells in self._cells.items() if any(cell.mark for cell in cells.values())}
        wanted = dict(self._complete())
        kept = {
            place: large
            for place, large in self._shown.items()
            if wanted.get(place) == large and not _is_touched(place, large, written)
        }
        gone = {place: large for place, large in self._shown.items() if place not in kept}
        erased = self._erased(gone, written, render)
        text = write(plain)
        self._shown = wanted
        return erased + text + _drawn({place: one for place, one in wanted.items() if place not in kept}, render)

    def _marked(self, strip: Strip) -> _Marked | None:
        """The marks of a line; None if it has none."""
        known = self._read.get(id(strip))
        if known and known[0] is strip:
            return known[1]
        if not any(not segment.text.isascii() and _MARK.search(segment.text) for segment in strip):
            return None
        if len(self._read) >= _MOST_READ:
            self._read.clear()
        marked = _read(strip)
        self._read[id(strip)] = strip, marked
        return marked

    def _complete(self) -> Iterator[tuple[_Place, _Large]]:
        """The large characters of which all cells are there."""
        for y, cells in self._cells.items():
            below = self._cells.get(y + 1)
            for x, cell in cells.items() if below else ():
                if below and cell.text and not cell.mark and _is_complete(x, cell, cells, below):
                    yield (y, x), _Large(cell.text, 2 * cell_len(cell.text), cell.style)

    def _erased(
        self, gone: Mapping[_Place, _Large], written: Mapping[int, list[range]], render: Callable[[Strip], str]
    ) -> str:
        """What erases large characters (ECH), and writes in normal size what is left of their cells."""
        erase = [f"{_move_to(x, y)}\x1b[{large.cells}X" for (y, x), large in gone.items()]
        left = [
            _move_to(cell, line) + render(Strip([Segment(found.text, found.style)]))
            for (y, x), large in gone.items()
            for line in (y, y + 1)
            if not any(cells.start <= x and x + large.cells <= cells.stop for cells in written.get(line, ()))
            for cell in range(x, x + large.cells)
            if (found := self._cells.get(line, {}).get(cell)) and found.text
        ]
        return "".join(erase + left)


def _is_complete(x: int, cell: _Cell, cells: Mapping[int, _Cell], below: Mapping[int, _Cell]) -> bool:
    """Whether a character has its marks in this line and in the one below."""
    width, mark = cell_len(cell.text), rest_of(cell.text)
    for at in range(1, 2 * width):
        one = cells.get(x + at)
        if one is None or one.mark != (mark if at >= width else "") or one.style != cell.style:
            return False
    return all((one := below.get(x + at)) and one.mark == LOWER for at in range(2 * width))


@dataclass(frozen=True, slots=True)
class _Marked:
    """A line with marks: as it is in normal size, and its cells that belong to large characters, from 0."""

    plain: Strip
    cells: dict[int, _Cell]


def _read(strip: Strip) -> _Marked:
    cells = _last_character(strip)
    segments: list[Segment] = []
    styles: dict[Style | None, Style | None] = {}  # one object for each, which is compared faster
    x = 0
    for text, painted, _control in strip:
        style = _plain_style(painted)
        style = styles.setdefault(style, style)
        for before, marks in _MARKED.findall(text):
            x += cell_len(before)
            if marks:
                cells |= _character_before(before, x, style)
            cells |= {x + at: _Cell(" ", style, mark) for at, mark in enumerate(marks)}
            segments.append(Segment(before + " " * len(marks), style))
            x += len(marks)
    return _Marked(Strip(segments, strip.cell_length).simplify(), cells)


def _last_character(strip: Strip) -> dict[int, _Cell]:
    """The last character of a text, whose marks may be in the next one."""
    last = next((segment for segment in reversed([*strip]) if segment.text), None)
    return _character_before(last.text, strip.cell_length, _plain_style(last.style)) if last else {}


def _character_before(text: str, end: int, style: Style | None) -> dict[int, _Cell]:
    """The cells of the last character of a text that ends at a cell; a space needs none."""
    character = [*_characters(text[-_LONGEST_CHARACTER:])][-1] if text else ""
    first = end - cell_len(character)
    cells = {cell: _Cell("", style) for cell in range(first + 1, end)}
    return {first: _Cell(character, style), **cells} if first < end else {}


def _plain_style(style: Style | None) -> Style | None:
    """One style for all characters of a word, each of which has its place for the selection."""
    return style.clear_meta_and_links() if style else None


def _is_touched(place: _Place, large: _Large, written: dict[int, list[range]]) -> bool:
    """Whether a frame writes into a cell of a large character."""
    y, x = place
    return any(
        cells.start < x + large.cells and x < cells.stop for line in (y, y + 1) for cells in written.get(line, ())
    )


def _drawn(wanted: dict[_Place, _Large], render: Callable[[Strip], str]) -> str:
    """What draws large characters, neighbours of one style together."""
    parts: list[str] = []
    runs: list[list[_Large]] = []
    end: tuple[int, int, Style | None] | None = None  # where the last run ends, and its style
    for (y, x), large in sorted(wanted.items(), key=lambda item: item[0]):
        if end != (y, x, large.style):
            parts.append(_move_to(x, y))
            runs.append([])
        runs[-1].append(large)
        end = (y, x + large.cells, large.style)
    for number, run in enumerate(runs):
        parts[number] += render(Strip([Segment("".join(_sequences(run)), run[0].style)]))
    return "".join(parts)


def _sequences(run: Iterable[_Large]) -> Iterator[str]:
    """The sequences for neighbouring characters. Terminals find out themselves how wide ordinary letters are."""
    for is_ordinary, group in groupby(run, key=_is_ordinary):
        if is_ordinary:
            text = "".join(large.text for large in group)
            yield from (f"\x1b]66;s=2;{text[at : at + _LONGEST]}\a" for at in range(0, len(text), _LONGEST))
        else:
            yield from (f"\x1b]66;s=2:w={large.cells // 2};{large.text[:_LONGEST_CHARACTER]}\a" for large in group)


def _is_ordinary(large: _Large) -> bool:
    return len(large.text) == 1 and east_asian_width(large.text) in _WIDTHS_ALL_AGREE_ON


def _move_to(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"
