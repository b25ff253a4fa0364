"""Sets a compact row: the columns of ``config.toml`` on one line. Pure.

The title gets what the other columns leave. Where that would be too little, columns are left out, the least important
first; the source then follows the title if there is room.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from reader.model import Headline
from reader.ui.typeset.breaking import fit
from reader.ui.widgets.row_parts import Piece, RowLine, RowStyle, RowTexts, marks, width_of
from reader.ui.widgets.telling_row import others_sign
from reader.wording.catalogue import _
from reader.wording.titles import shown_title

SOURCE_FROM = 60  # cells of a row that has a column for the source
LEAST_TITLE = 32  # cells that optional columns leave for the title
LEAST_ABOUT = 8  # cells; a shorter remainder of the source says nothing
_MARKS = ("dot", "star", "later")
_OPTIONAL = ("feed", "author", "minutes", "folder", "labels")  # the most important first
_OF_FEED = frozenset({"feed", "folder"})


class _Plan(NamedTuple):
    """The columns before and after the title, each with its cells.

    ``only_marks``: marks alone follow the title, which then need no room where there are none. ``with_feed``: the feed
    has a column.
    """

    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]
    only_marks: bool
    with_feed: bool


@lru_cache(maxsize=64)
def _planned(columns: tuple[str, ...], width: int, time_width: int, *, one_feed: bool) -> _Plan:
    widths = {
        "time": time_width, "feed": min(20, max(10, width // 5)), "author": min(20, max(10, width // 6)),
        "minutes": cell_len(_("{n} min").format(n=100)), "folder": min(16, max(8, width // 8)),
        "labels": min(20, max(8, width // 8)), **dict.fromkeys(_MARKS, 1),
    }  # fmt: skip
    names = columns[1:] if columns[:1] == ("dot",) else columns  # that one is beside the cursor bar
    kept = [name for name in names if name not in _OPTIONAL]
    room = width - sum(widths[name] + _gap(name) for name in kept if name != "title") - 1
    for name in _OPTIONAL:
        rest = room - widths[name] - _gap(name)
        fits = width >= SOURCE_FROM if name == "feed" else rest >= LEAST_TITLE
        if name in names and fits and not (one_feed and name in _OF_FEED):
            kept.append(name)
            room = rest
    in_order = [(name, widths.get(name, 0)) for name in names if name in kept]
    place = next((number for number, (name, _) in enumerate(in_order) if name == "title"), len(in_order))
    before, after = tuple(in_order[:place]), tuple(in_order[place + 1 :])
    return _Plan(before, after, all(name in _MARKS for name, _ in after), "feed" in kept)


def _gap(name: str) -> int:
    return 1 if name in _MARKS else 2


def title_column(style: RowStyle) -> int:
    """The cells before the title of a compact row; 0 if the feed has no column among them."""
    before = _planned(style.columns, style.width, style.time_width, one_feed=False).before
    return sum(width + _gap(name) for name, width in before) if any(name == "feed" for name, _ in before) else 0


def compact_line(headline: Headline, style: RowStyle, texts: RowTexts) -> RowLine:
    """The line of a compact row."""
    plan = _planned(style.columns, style.width, style.time_width, one_feed=not texts.source)
    before = tuple(_cell(name, width, headline, style, texts, end=_gap(name)) for name, width in plan.before)
    heading: tuple[Piece, ...] = ((f"{texts.heading} ", "dim"),) if texts.heading else ()
    if plan.only_marks:
        right = heading
        if headline.starred or headline.later or headline.followed:
            chosen = {"followed", *(name for name, _ in plan.after)}
            right = (*(piece for name, piece in marks(headline, style.glyphs) if name in chosen), *heading)
    else:
        cells = tuple(_cell(name, width, headline, style, texts, start=_gap(name)) for name, width in plan.after)
        followed = [piece for name, piece in marks(headline, style.glyphs) if name == "followed"]
        right = (*followed, *heading, *cells, (" ", "dim"))
    right = (*((f"{sign} ", role) for sign, role in others_sign(texts)), *right)
    room = style.width - width_of(before) - width_of(right) - 1
    title = fit(shown_title(headline.title), room, style.glyphs.more)
    left = room - cell_len(title) - 3
    follows = texts.source if not plan.with_feed and "feed" in style.columns else ""
    after = f" {style.glyphs.dot} {fit(follows, left, style.glyphs.more)}" if follows else ""
    return RowLine((*before, (title, "title"), (after if left >= LEAST_ABOUT else "", "dim")), right)


def _cell(
    name: str, width: int, headline: Headline, style: RowStyle, texts: RowTexts, *, start: int = 0, end: int = 0
) -> Piece:
    """A column's cell, padded to its width, with empty cells before or after it."""
    if name in _MARKS:
        return " " * start + (_mark(name, headline, style) or " ") + " " * end, "accent"
    text = fit(_text(name, headline, texts), width, style.glyphs.more)
    padding = " " * (width - cell_len(text))
    text = padding + text if name in ("time", "minutes") else text + padding
    return " " * start + text + " " * end, "dim"


def _mark(name: str, headline: Headline, style: RowStyle) -> str:
    match name:
        case "dot":
            return "" if headline.read else style.glyphs.unread
        case "star":
            return style.glyphs.star if headline.starred else ""
    return style.glyphs.later if headline.later else ""


def _text(name: str, headline: Headline, texts: RowTexts) -> str:
    match name:
        case "time":
            return texts.time
        case "feed":
            return texts.source
        case "author":
            return headline.author
        case "minutes":
            return _("{n} min").format(n=headline.minutes) if headline.minutes else ""
        case "folder":
            return texts.folder.rpartition("/")[2]
    return ", ".join(texts.labels)
