"""Sets the lines of one headline's row. Pure.

A comfortable row has its title on up to two lines, then source, author and reading time, and an empty line. In a row of
three lines, the source follows the end of a long title on the second line. A compact row is one line. Whatever the
title, all rows of a list have the same height, so that the row at a line is found without reading any headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rich.cells import cell_len

from reader.model import Headline
from reader.ui.glyphs import Glyphs
from reader.ui.typeset.breaking import Cut, break_lines, fit
from reader.ui.widgets.compact_row import LEAST_ABOUT, compact_line, title_column
from reader.ui.widgets.row_parts import Piece, RowLine, RowStyle, RowTexts, marks, width_of
from reader.ui.widgets.telling_row import others_sign, telling_line
from reader.wording.catalogue import _
from reader.wording.titles import shown_title

LEAST_FOR_TWO = 12  # cells; a narrower title has one line
_LEAST_NAMES = 6  # cells of source and author beside the time
SOURCE_KEPT = 15  # cells that a long title leaves for the source in a row of three lines


def row_line(
    headline: Headline,
    within: int,
    style: RowStyle,
    texts: RowTexts,
    *,
    hits: Sequence[tuple[int, int]] = (),
    beneath: bool = False,
) -> RowLine:
    """One line of a row. ``hits``: places in the title that are marked. ``beneath``: the row is beneath its story's."""
    if beneath:
        line = telling_line(headline, style, texts, title_at=title_column(style) if style.height == 1 else 0)
    else:
        line = _row_line(headline, within, style, texts)
    if not hits:
        return line
    second = within and style.height > 1 and _lines_of(shown_title(headline.title), style)[1:]
    return replace(line, left=tuple(_with_hits(line.left, hits, second[0].start if second else 0)))


def _with_hits(pieces: Iterable[Piece], hits: Sequence[tuple[int, int]], offset: int) -> Iterator[Piece]:
    """The pieces with hits on their own. ``offset``: where the part of the title begins that they show."""
    from reader.ui.typeset.hits import divided

    for text, role in pieces:
        if role == "title":
            yield from ((part, "hit" if hit else role) for part, hit in divided(text, hits, offset))
        else:
            yield text, role


def _row_line(headline: Headline, within: int, style: RowStyle, texts: RowTexts) -> RowLine:
    if style.height == 1:
        return compact_line(headline, style, texts)
    source, heading, others = texts.source, texts.heading, others_sign(texts)
    right = (*(piece for _, piece in marks(headline, style.glyphs)), (f"{texts.time} ", "dim"))
    room = style.width - width_of(right) - 1
    first, rest = _title(shown_title(headline.title), style, room, cell_len(source) + width_of(others))
    about_line = 2 if rest and style.height > 3 else 1
    if within == 0:
        fits = heading and cell_len(first) + cell_len(heading) + 3 <= style.width
        return RowLine(((first, "title"),), ((f"{heading} ", "dim"),) if fits else ())
    if within < about_line:
        return RowLine(((rest, "title"),))
    if within > about_line:
        return RowLine()
    if rest and about_line == 1:
        beside = _about_story(headline, source, others, room - cell_len(rest) - 3, style.glyphs)
        shown = others or width_of(beside) >= LEAST_ABOUT
        about = ((f" {style.glyphs.dot} ", "dim"), *beside) if shown else ((("", "dim")),)
        return RowLine(((rest, "title"), *about), right)
    return RowLine(_about_story(headline, source, others, room, style.glyphs), right)


def _about_story(
    headline: Headline, source: str, others: tuple[Piece, ...], width: int, glyphs: Glyphs
) -> tuple[Piece, ...]:
    """Source, author and reading time, with the sign of other tellings after the source, which is always shown."""
    if not others:
        return ((_about(headline, source, width, glyphs), "dim"),)
    first = fit(source, width - width_of(others) - 1, glyphs.more) if source else ""
    story = ((f"{first} ", "dim"), *others) if first else others
    dot = f" {glyphs.dot} "
    rest = _about(headline, "", width - width_of(story) - cell_len(dot), glyphs)
    return (*story, (dot + rest, "dim")) if cell_len(rest) > 1 else story


def _title(title: str, style: RowStyle, room: int, about: int) -> tuple[str, str]:
    """The title on two lines. ``room``: cells of the second one if it ends with the time. ``about``: of the source."""
    lines = _lines_of(title, style)
    if len(lines) < 2:
        return fit(title, style.width, style.glyphs.more), ""
    second = title[lines[1].start :]
    width = room if style.height == 3 else style.width
    if style.height == 3 and about:
        kept = min(SOURCE_KEPT, about + 3)
        width = max(room - kept, room // 2)
    return title[lines[0].start : lines[0].end], fit(second, width, style.glyphs.more)


def _lines_of(title: str, style: RowStyle) -> list[Cut]:
    return break_lines(title, style.width) if style.width >= LEAST_FOR_TWO else [Cut(0, len(title))]


def _about(headline: Headline, source: str, width: int, glyphs: Glyphs) -> str:
    """Source, author and reading time; source and author are cut to leave space for the time.

    Instead of a letter or two of the source, there is no time; and of an author alone, no author.
    """
    dot = f" {glyphs.dot} "
    names = dot.join(part for part in (source, headline.author) if part)
    if not headline.minutes:
        return fit(names, width, glyphs.more)
    time = _("{n} min").format(n=headline.minutes)
    left = width - len(dot + time)
    if left < min(cell_len(names), _LEAST_NAMES):
        return fit(names if source else time, width, glyphs.more)
    names = fit(names, left, glyphs.more).removesuffix(dot.rstrip() + glyphs.more)
    return names + dot + time if names else fit(time, width, glyphs.more)
