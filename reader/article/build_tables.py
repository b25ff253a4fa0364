"""Turns a table into one :class:`Table` with a grid, or into plain blocks if it only lays out the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain, repeat

from reader.article.blocks import (
    Block,
    Code,
    Definitions,
    Details,
    Figure,
    Heading,
    ListBlock,
    Media,
    Note,
    Paragraph,
    Quote,
    Span,
    Spans,
    Table,
)
from reader.article.flow import Context, join_paragraphs, letters_of, merge_spans, text_of_spans
from reader.article.html_parser import Element, descendants, tag_of
from reader.lazy_dataclass import dataclass
from reader.web.addresses import file_name, site_of

BlocksOf = Callable[[Element, Context], list[Block]]
COLUMN_LIMIT = 64
_REPEATED = 200  # characters; a longer cell that spans rows is not repeated in them
_NUMBER = re.compile(
    r"[-+−–±<>≈~]?\s*[$€£¥]?\s*\d[\d.,:'’\s\u00a0\u202f]*\s*(?:%|‰|[$€£¥]|[^\W\d_]{1,4}(?:/[^\W\d_]{1,4}|\.)?)?"
)
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)
_QUOTATION_MARK = re.compile('[“”„‟«»"❝❞]')
_CELLS_OF_QUOTATION = 5
_LEVEL, _LONGEST_HEADING = 4, 80  # of a heading that is a cell: its level and its characters
_EMPTY_CELLS = frozenset({"", "-", "–", "—", "−", "…", "n/a", "k. a.", "k.a."})


@dataclass(frozen=True, slots=True)
class _Cell:
    blocks: list[Block]
    head: bool
    columns: int
    rows: int


def table_blocks(element: Element, context: Context, blocks_of: BlocksOf) -> list[Block]:
    """One :class:`Table`, or the plain blocks of a table that only lays out the page.

    ``blocks_of`` reads the content of a cell.
    """
    captions = [block for caption in element.iterchildren("caption") for block in blocks_of(caption, context)]
    caption = join_paragraphs(captions)
    rows = [_cells(row, context, blocks_of) for row in _rows(element)]
    rows = [_without_icons(row) for row in rows if row]
    if _is_quotation(rows):
        return [Quote(tuple(block for row in rows for cell in row if not _is_mark(cell) for block in cell.blocks))]
    if _is_layout(element, rows, has_caption=bool(caption)):
        plain = [block for row in rows for cell in row for block in _laid_out(cell, alone=len(row) == 1 < len(rows))]
        return [*([Paragraph(caption)] if caption else []), *plain]
    grid, wide, repeated = _grid(rows)
    if not any(text_of_spans(cell) for line in grid for cell in line):
        return []
    heads = _head_count(rows)
    return [
        Table(
            tuple(grid[:heads]), tuple(grid[heads:]), caption, numeric_columns(grid[heads:]), wide, repeated,
            named=heads > 0 and all(row[0].head for row in rows[heads:]),
        )
    ]  # fmt: skip


def _laid_out(cell: _Cell, *, alone: bool) -> list[Block]:
    """The blocks of a cell of a table that lays out the page; a header cell alone in its row is a heading."""
    only = cell.blocks[0] if len(cell.blocks) == 1 and cell.head and alone else None
    if isinstance(only, Paragraph) and len(text_of_spans(only.spans)) <= _LONGEST_HEADING:
        return [Heading(_LEVEL, only.spans)]
    return cell.blocks


def is_picture_file(text: str) -> bool:
    """Whether the alternative text of a picture is only the name of its file."""
    return _PICTURE_FILE.search(text) is not None


def _without_icons(row: list[_Cell]) -> list[_Cell]:
    """A row in which pictures that only repeat a name beside them have no words."""
    icons = [_icon_name(cell) for cell in row]
    if not any(icons):
        return row
    names = Counter(letters_of(text_of_spans(cell_spans(cell.blocks))) for cell in row)
    return [replace(cell, blocks=[]) if icon and names[icon] else cell for icon, cell in zip(icons, row, strict=True)]


def _icon_name(cell: _Cell) -> str:
    """The letters of the name of a picture that is alone in its cell."""
    only = cell.blocks[0] if len(cell.blocks) == 1 else None
    return letters_of(_PICTURE_FILE.sub("", only.alt)) if isinstance(only, Figure) and not only.caption else ""


def _is_quotation(rows: list[list[_Cell]]) -> bool:
    """Whether a table consists of a quotation between large quotation marks, as wikis set them."""
    cells = [cell for row in rows[:_CELLS_OF_QUOTATION] for cell in row if cell.blocks]
    if len(cells) > _CELLS_OF_QUOTATION or len(rows) > _CELLS_OF_QUOTATION:
        return False
    marks = sum(map(_is_mark, cells))
    return 0 < marks < len(cells) and not any(cell.head for cell in cells)


def _is_mark(cell: _Cell) -> bool:
    return _QUOTATION_MARK.fullmatch(text_of_spans(cell_spans(cell.blocks)).strip()) is not None


def _rows(table: Element) -> Iterable[Element]:
    """The rows of this table without the rows of inner tables; the rows of ``tfoot`` come last."""
    feet: list[Element] = []
    for child in table:
        tag = tag_of(child)
        if tag == "tr":
            yield child
        elif tag == "tfoot":
            feet.extend(child.iterchildren("tr"))
        elif tag in ("thead", "tbody"):
            yield from child.iterchildren("tr")
    yield from feet


def _cells(row: Element, context: Context, blocks_of: BlocksOf) -> list[_Cell]:
    return [
        _Cell(
            blocks_of(cell, context),
            tag_of(cell) == "th",
            _number(cell, "colspan"),
            _number(cell, "rowspan"),
        )
        for cell in row.iterchildren("td", "th")
    ]


def _number(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), COLUMN_LIMIT)) if value.isascii() and value.isdecimal() and len(value) < 6 else 1


def _is_layout(table: Element, rows: list[list[_Cell]], *, has_caption: bool) -> bool:
    """Whether a table only lays out the page.

    It does if it has one row or one column, or more cells in a row than a screen has room for, or tables inside, or if
    its cells hold blocks and it has neither a caption nor header cells.
    """
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    if max(map(len, rows), default=0) > COLUMN_LIMIT:
        return True
    if width <= 1 or len(rows) <= 1 or next(descendants(table, "table"), None) is not None:
        return True
    if has_caption or any(cell.head for row in rows for cell in row):
        return False
    blocks = [block for row in rows for cell in row for block in cell.blocks]
    return any(isinstance(block, Heading | ListBlock | Quote | Code | Figure | Media | Table) for block in blocks)


def _head_count(rows: list[list[_Cell]]) -> int:
    """The number of rows at the top that consist of header cells; at least one row remains below them."""
    count = 0
    for row in rows[:-1]:
        if not all(cell.head for cell in row):
            break
        count += 1
    return min(count, 4)


_Wide = tuple[tuple[tuple[int, int], int], ...]


def _grid(rows: list[list[_Cell]]) -> tuple[list[tuple[Spans, ...]], _Wide, frozenset[tuple[int, int]]]:
    """The rows filled up to the same number of cells, the cells that span columns, and those that repeat one above.

    A cell that spans rows is repeated in each, if it is short; one that spans columns is followed by empty cells.
    """
    grid: list[list[Spans]] = []
    wide: list[tuple[tuple[int, int], int]] = []
    repeated: list[tuple[int, int]] = []
    spanning: _Spanning = {}
    for number, row in enumerate(rows):
        line = _Line(row, spanning)
        wide += [((number, column), columns) for column, columns in line.wide]
        repeated += [(number, column) for column in line.repeated]
        spanning = line.below
        grid.append(line.cells)
    width = max(map(len, grid), default=0)
    return [tuple(line + [()] * (width - len(line))) for line in grid], tuple(wide), frozenset(repeated)


_Spanning = dict[int, tuple[int, Spans]]  # column → the number of further rows that a cell spans, and its content


class _Line:
    """One row of the grid, and the cells that continue in the next row. No cell of the row is left out."""

    def __init__(self, row: list[_Cell], above: _Spanning) -> None:
        self.cells: list[Spans] = []
        self.below: _Spanning = {}
        self.wide: list[tuple[int, int]] = []  # the columns of cells that span several, and how many
        self.repeated: list[int] = []  # the columns of cells that continue one above
        self._above = above
        self._room = COLUMN_LIMIT - len(row)  # columns for the cells that span some
        for cell in row:
            self._continue_above()
            self._add(cell)
        self._continue_above()

    def _add(self, cell: _Cell) -> None:
        spans = cell_spans(cell.blocks)
        further = min(cell.columns - 1, self._room)
        if further > 0:
            self.wide.append((len(self.cells), further + 1))
        self._place(spans, cell.rows, spans if len(text_of_spans(spans)) <= _REPEATED else ())
        self._room -= further
        for _ in range(further):
            self._place((), cell.rows, ())

    def _place(self, spans: Spans, rows: int, repeated: Spans) -> None:
        if rows > 1:
            self.below[len(self.cells)] = (rows - 1, repeated)
        self.cells.append(spans)

    def _continue_above(self) -> None:
        while len(self.cells) in self._above and self._room > 0:
            left, spans = self._above[len(self.cells)]
            self.repeated.append(len(self.cells))
            self._place(spans, left, spans)
            self._room -= 1


def cell_spans(blocks: Iterable[Block]) -> Spans:
    """The content of a cell as spans, one line for each block."""
    parts = [spans for block in blocks if (spans := _block_spans(block))]
    lines: list[Span] = []
    for part in parts:
        if lines:
            lines.append(Span("\n", lines[-1].style, lines[-1].href))
        lines.extend(part)
    return merge_spans(lines)


def _block_spans(block: Block) -> Spans:
    match block:
        case Paragraph(spans) | Heading(_, spans):
            return spans
        case Quote(blocks) | Note(_, _, blocks):
            return cell_spans(blocks)
        case Definitions(items):
            definitions = ((*map(Paragraph, item.terms), *chain.from_iterable(item.meanings)) for item in items)
            return cell_spans(chain.from_iterable(definitions))
        case Details(_, summary, blocks):
            return cell_spans((Paragraph(summary), *blocks))
        case ListBlock(markers, items):
            lines = zip(markers or repeat("•"), items, strict=False)
            return cell_spans(Paragraph(merge_spans((Span(f"{marker} "), *cell_spans(item)))) for marker, item in lines)
        case Code(text):
            return (Span(text),)
        case Figure(src, alt, caption, link, title):
            picture = Span(alt or file_name(src or ""), href=link or src)
            below = [(Span("\n"), *spans) for spans in ((Span(title),) if title else (), caption) if spans]
            return (picture, *chain.from_iterable(below))
        case Media(_, title, url, _):
            return (Span(title or site_of(url), href=url),)
        case _:
            return ()


def numeric_columns(rows: list[tuple[Spans, ...]]) -> tuple[bool, ...]:
    """For each column, whether it holds numbers: at least one, and otherwise only dashes and empty cells."""
    return tuple(_is_numeric([text_of_spans(row[column]).strip() for row in rows]) for column in range(_width(rows)))


def _width(rows: list[tuple[Spans, ...]]) -> int:
    return len(rows[0]) if rows else 0


def _is_numeric(texts: list[str]) -> bool:
    filled = [text for text in texts if text.lower() not in _EMPTY_CELLS]
    return bool(filled) and all(len(text) <= 40 and _NUMBER.fullmatch(text) for text in filled)
