"""Tables: columns with hairlines if they fit; otherwise each row becomes a record of "heading: value" lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len

from reader.article.blocks import Spans, Style, Table
from reader.ui.glyphs import Glyphs
from reader.ui.typeset.lines import EMPTY, Line, Piece, Role, padded, width_of
from reader.ui.typeset.wrap import wrap_spans

_GAP = 2
_NARROWEST = 8  # cells; a table whose columns would be narrower than this or than their longest word becomes records
_MOST_COLUMNS = 12


def lay_out_table(table: Table, width: int, glyphs: Glyphs) -> list[Line]:
    """A table as lines of at most ``width`` cells."""
    rows = [*table.header, *table.rows]
    columns = max(map(len, rows), default=0)
    if not columns:
        return []
    widths = _widths(rows, columns, width) if columns <= _MOST_COLUMNS else None
    if widths is None:
        return _records(table, width)
    rule: Line = (Piece(glyphs.horizontal * min(width, sum(widths) + _GAP * (columns - 1)), Role.RULE),)
    lines = [rule]
    for row in table.header:
        lines += _row(row, widths, table.numeric, Role.HEADING)
    lines += [rule] if table.header else []
    for row in table.rows:
        lines += _row(row, widths, table.numeric, Role.TEXT)
    return [*lines, rule]


def _widths(rows: Sequence[Sequence[Spans]], columns: int, width: int) -> list[int] | None:
    """The widths of the columns, the widest narrowed until all fit; None if one would become too narrow."""
    widths = [max((_length(row[c]) for row in rows if c < len(row)), default=1) or 1 for c in range(columns)]
    words = [max((_longest_word(row[c]) for row in rows if c < len(row)), default=1) for c in range(columns)]
    room = width - _GAP * (columns - 1)
    while sum(widths) > room:
        widest = max(range(columns), key=widths.__getitem__)
        if widths[widest] <= max(_NARROWEST, words[widest]):
            return None
        others = [w for c, w in enumerate(widths) if c != widest]
        wanted = room - sum(others)
        widths[widest] = max(_NARROWEST, words[widest], wanted, min(widths[widest] - 1, max(others, default=0)))
    return widths


def _length(spans: Spans) -> int:
    return max((cell_len(line) for line in _words(spans).split("\n")), default=0)


def _longest_word(spans: Spans) -> int:
    return max(map(cell_len, _words(spans).split()), default=1)


def _words(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def _row(row: Sequence[Spans], widths: Sequence[int], numeric: Sequence[bool], role: Role) -> list[Line]:
    cells = [wrap_spans(spans, width, role) for spans, width in zip(row, widths, strict=False)]
    lines: list[Line] = []
    for parts in zip_longest(*cells, fillvalue=EMPTY):
        pieces: list[Piece] = []
        for column, part in enumerate(parts):
            right = column < len(numeric) and numeric[column]
            gap = Piece(" " * _GAP, role) if column else None
            pieces += [gap] if gap else []
            pieces += _flush_right(part, widths[column], role) if right else padded(part, widths[column], role)
        lines.append(tuple(pieces))
    return lines


def _flush_right(line: Line, width: int, role: Role) -> Line:
    return (Piece(" " * max(0, width - width_of(line)), role), *line)


def _records(table: Table, width: int) -> list[Line]:
    keys = [_words(spans) for spans in table.header[-1]] if table.header else []
    lines: list[Line] = []
    for row in table.rows:
        lines += [EMPTY] if lines else []
        for key, value in zip_longest(keys, row, fillvalue=None):
            if value is None or not _words(value).strip():
                continue
            label = f"{key}: " if key else ""
            first, *rest = wrap_spans(value, width - 2) or [EMPTY]
            if label and cell_len(label) + width_of(first) <= width:
                lines.append((Piece(label, Role.DIM), *first))
            else:
                lines += [(Piece(label.rstrip(), Role.DIM, Style.PLAIN),)] if label else []
                rest = [first, *rest]
            lines += [(Piece("  "), *line) for line in rest]
    return lines
