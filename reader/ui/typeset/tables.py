"""Tables: columns with hairlines if they fit; otherwise each row becomes a record of "heading: value" lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len

from reader.article.blocks import Spans, Style, Table
from reader.lazy_dataclass import dataclass
from reader.ui.glyphs import Glyphs
from reader.ui.typeset.lines import EMPTY, Line, Piece, Role, padded, width_of
from reader.ui.typeset.wrap import wrap_spans

_GAP = 2
_NARROWEST = 8  # cells; a table whose columns would be narrower than this or than their longest word becomes records
_MOST_COLUMNS = 12
_LONGEST_WORD = 24  # cells; longer words, such as addresses, are broken in a cell


def lay_out_table(table: Table, width: int, glyphs: Glyphs) -> list[Line]:
    """A table as lines of at most ``width`` cells."""
    rows = [*table.header, *table.rows]
    columns = max(map(len, rows), default=0)
    if not columns:
        return []
    wide = dict(table.wide)
    widths = _widths(rows, columns, width, wide) if columns <= _MOST_COLUMNS else None
    if widths is None:
        return _records(table, width)
    rule: Line = (Piece(glyphs.horizontal * min(width, sum(widths) + _GAP * (columns - 1)), Role.RULE),)
    lines = [rule]
    for number, row in enumerate(rows):
        lines += [rule] if number and number == len(table.header) else []
        lines += _row(_cells(table, number, row, widths, wide))
    return [*lines, rule]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as it is drawn, with its content; ``width``: in cells of the terminal."""

    spans: Spans
    width: int
    role: Role
    align: str = "left"


def _cells(
    table: Table, number: int, row: Sequence[Spans], widths: Sequence[int], wide: Mapping[tuple[int, int], int]
) -> Iterator[_Cell]:
    """The cells of a row; one that spans columns is as wide as they, and centred in the header."""
    is_head = number < len(table.header)
    column = 0
    while column < len(row):
        columns = min(wide.get((number, column), 1), len(row) - column)
        width = sum(widths[column : column + columns]) + _GAP * (columns - 1)
        role = Role.HEADING if is_head or (table.named and column == 0) else Role.TEXT
        numeric = column < len(table.numeric) and table.numeric[column]
        align = "center" if is_head and columns > 1 else "right" if numeric and columns == 1 else "left"
        yield _Cell(() if (number, column) in table.repeated else row[column], width, role, align)
        column += columns


def _widths(
    rows: Sequence[Sequence[Spans]], columns: int, width: int, wide: Mapping[tuple[int, int], int]
) -> list[int] | None:
    """The widths of the columns; None if one would become too narrow.

    If the cells do not fit as they are, each column gets what its longest word needs, and the rest goes where most
    text is.
    """
    wanted, words, texts = [1] * columns, [1] * columns, [0] * columns
    for number, row in enumerate(rows):
        for column, spans in enumerate(row):
            if spans and (number, column) not in wide:
                length = _length(spans)
                wanted[column] = max(wanted[column], length)
                words[column] = max(words[column], min(_longest_word(spans), _LONGEST_WORD))
                texts[column] += length
    room = width - _GAP * (columns - 1)
    if sum(wanted) <= room:
        return wanted
    widths = [min(most, max(_NARROWEST, least)) for most, least in zip(wanted, words, strict=True)]
    if sum(widths) > room:
        return None
    for _ in range(room - sum(widths)):
        narrow = [column for column in range(columns) if widths[column] < wanted[column]]
        widths[max(narrow, key=lambda column: texts[column] / widths[column])] += 1
    return widths


def _length(spans: Spans) -> int:
    return max((cell_len(line) for line in _words(spans).split("\n")), default=0)


def _longest_word(spans: Spans) -> int:
    return max(map(cell_len, _words(spans).split()), default=1)


def _words(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def _row(cells: Iterable[_Cell]) -> list[Line]:
    cells = list(cells)
    lines: list[Line] = []
    for parts in zip_longest(*(wrap_spans(cell.spans, cell.width, cell.role) for cell in cells), fillvalue=EMPTY):
        pieces: list[Piece] = []
        for cell, part in zip(cells, parts, strict=True):
            pieces += [Piece(" " * _GAP, cell.role)] if pieces else []
            pieces += _aligned(part, cell)
        lines.append(tuple(pieces))
    return lines


def _aligned(line: Line, cell: _Cell) -> Line:
    missing = max(0, cell.width - width_of(line))
    before = {"right": missing, "center": missing // 2}.get(cell.align, 0)
    return padded((Piece(" " * before, cell.role), *line) if before else line, cell.width, cell.role)


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
