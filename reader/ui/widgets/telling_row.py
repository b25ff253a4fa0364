"""Sets the parts of a story in a list: the sign of its other tellings in a row, and the lines beneath it. Pure."""

from __future__ import annotations

from rich.cells import cell_len

from reader.model import Headline
from reader.ui.typeset.breaking import fit
from reader.ui.widgets.row_parts import Piece, RowLine, RowStyle, RowTexts, marks, width_of
from reader.wording.titles import shown_title

INDENT = 2  # cells
LEAST_TITLE = 12  # cells; with fewer, the title has the line to itself, without the source


def others_sign(texts: RowTexts) -> tuple[Piece, ...]:
    """ "+3", which stands out while one of these tellings is unread; nothing without any."""
    return ((f"+{texts.others}", "fresh" if texts.others_unread else "dim"),) if texts.others else ()


def telling_line(headline: Headline, style: RowStyle, texts: RowTexts, *, title_at: int = 0) -> RowLine:
    """The line of a telling beneath the row of its story: source, title and time.

    ``title_at``: the column in which the titles of the list begin; 0: they have none.
    """
    dot = " " if headline.read else style.glyphs.unread
    before: tuple[Piece, ...] = ((" " * INDENT, "dim"), (f"{dot} ", "accent"))
    right = (*(piece for _, piece in marks(headline, style.glyphs)), (f"{texts.time} ", "dim"))
    room = style.width - width_of(before) - width_of(right) - 1
    width = max(8, title_at - width_of(before) - 2) if title_at else min(20, max(8, room // 3))
    if texts.source and room - width - 2 >= LEAST_TITLE:
        source = fit(texts.source, width, style.glyphs.more)
        before = (*before, (source + " " * (width - cell_len(source) + 2), "dim"))
        room -= width + 2
    return RowLine((*before, (fit(shown_title(headline.title), room, style.glyphs.more), "title")), right)
