"""Makes the pages of an edition: the first one with nameplate and lead story, and as many more as needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rich.cells import cell_len

from reader.ui.front_page.layout.block import SIGNS, Block, Signs, SyllablesOf, block_of, draw
from reader.ui.front_page.layout.columns import (
    Column,
    Heights,
    best_bottom,
    fitting,
    gaps,
    lead_lines,
    partition,
)
from reader.ui.front_page.layout.copy import Copy, Rank, Story
from reader.ui.front_page.layout.lead import LeadStory
from reader.ui.front_page.layout.nameplate import nameplate
from reader.ui.front_page.layout.sheet import Canvas, Half, Place, Role, Run, Sheet
from reader.ui.typeset.breaking import fit, no_syllables

GUTTER = 3
_COLUMN = 36  # cells of a column, about
_ONE_COLUMN_BELOW = 80  # cells
_WIDEST = 76  # cells of the only column
_TALLEST = 10_000  # lines of a page without an end
_USUAL = 60  # lines of a page by which the lead story is set there
_AIRY = 30  # lines from which on a page has space below its heads
_END_RULE = 12  # cells of the rule above the end
_ONE_MORE = 6  # how much worse a page may be if it has one more story


def lay_out(
    copy: Copy,
    width: int,
    height: int | None,
    *,
    syllables_of: SyllablesOf = lambda _language: no_syllables,
    signs: Signs = SIGNS,
    pictures: bool = True,
    large: bool = False,
) -> Sheet:
    """Sets an edition on pages of ``width`` cells and ``height`` lines; None: on one page, as high as it takes.

    A page is higher than ``height`` only if a single story with its whole headline is. ``pictures``: the lead story's
    picture gets its place. ``large``: its headline is drawn in double size.
    """
    return _Printer(copy, max(1, width), height, syllables_of, signs, pictures=pictures, large=large).print()


def grid(width: int) -> list[Column]:
    """The columns of a page: as many as have a good measure."""
    margin = 2 if width >= 60 else 1 if width >= 30 else 0
    count = 1 if width < _ONE_COLUMN_BELOW else max(2, (width - 2 * margin + GUTTER) // (_COLUMN + GUTTER))
    each = (width - 2 * margin - GUTTER * (count - 1)) // count
    if count == 1:
        each = max(1, min(each, _WIDEST))
    used = each * count + GUTTER * (count - 1)
    left = max(0, (width - used) // 2)
    return [Column(left + number * (each + GUTTER), 0, each) for number in range(count)]


def _middle(columns: Sequence[Column]) -> list[Column]:
    """Two columns in the middle of the page, for a story without others; the only one if there is one."""
    some = columns[:2]
    shift = (columns[-1].x - some[-1].x) // 2
    return [replace(column, x=column.x + shift) for column in some]


class _Printer:
    """The state of setting one edition."""

    def __init__(
        self, copy: Copy, width: int, height: int | None, syllables_of: SyllablesOf, signs: Signs, *, pictures: bool,
        large: bool,
    ) -> None:  # fmt: skip
        self._copy, self._width, self._height = copy, width, height
        self._syllables_of, self._signs, self._pictures, self._large = syllables_of, signs, pictures, large
        self._columns = grid(width)
        self._left, self._right = self._columns[0].x, self._columns[-1].x + self._columns[-1].width
        self._canvas = Canvas()
        self._pages: list[range] = []
        self._places: dict[int, Place] = {}
        self._pictures_of: dict[int, Place] = {}
        self._end_lines = list(self._ending_lines())
        self._folios: list[int] = []  # lines that name the number of their page

    def print(self) -> Sheet:
        """The pages."""
        lead, blocks = self._blocks()
        at = self._front(lead, blocks)
        while at < len(blocks):
            at += self._inner(blocks[at:])
        self._ending()
        self._number_pages()
        order = [story.key for section in self._copy.sections for story in section.stories]
        places = {key: self._places[key] for key in order if key in self._places}
        return Sheet(self._width, self._canvas.lines, tuple(self._pages), places, self._pictures_of)

    def _blocks(self) -> tuple[tuple[Story, str] | None, list[Block]]:
        """The lead story with its section, and the others in their order."""
        lead: tuple[Story, str] | None = None
        blocks: list[Block] = []
        width = self._columns[0].width
        for section in self._copy.sections:
            head = section.title
            for story in section.stories:
                if lead is None and story.rank is Rank.LEAD:
                    lead = story, section.title
                    continue
                lines = (2 if self._room >= _AIRY else 1) if head else 0
                blocks.append(block_of(story, width, self._syllables_of, self._signs, head, lines, section.title))
                head = ""
        return lead, blocks

    # -- pages

    @property
    def _room(self) -> int:
        """The lines of a page."""
        return self._height if self._height is not None else _TALLEST

    def _front(self, lead: tuple[Story, str] | None, blocks: Sequence[Block]) -> int:
        """The first page. Returns how many stories are on it besides the lead story."""
        y = self._nameplate()
        columns = self._columns
        if lead is None:
            free = [Column(column.x, y, column.width) for column in columns]
            return self._fill(blocks, free, 0, y)
        story, kicker = lead
        if not blocks:
            columns = _middle(columns)
        if not self._pictures:
            story = replace(story, picture=False)
        room = (self._height or _USUAL) - y
        made = LeadStory(story, columns, room, self._syllables_of, self._signs, large=self._large)
        sides = [Column(column.x, y, column.width) for column in columns if column not in made.columns]
        below = made.draw(self._canvas, y, "" if sides else kicker)
        self._places[story.key] = below.place
        if below.picture:
            self._pictures_of[story.key] = below.picture
        return self._fill(blocks, [*sides, *below.columns], 0, y)

    def _inner(self, blocks: Sequence[Block]) -> int:
        """A further page. Returns how many stories are on it."""
        top = self._canvas.height
        y = self._running_head(top)
        return self._fill(blocks, [Column(column.x, y, column.width) for column in self._columns], top, y)

    def _fill(self, blocks: Sequence[Block], columns: Sequence[Column], top: int, rules_from: int) -> int:
        """Fills the free columns of a page that begins at the line ``top``. Returns how many stories were set."""
        end = top + self._room
        rooms = [max(0, end - column.top) for column in columns]
        count = self._count(blocks, rooms)
        if not count and blocks and (top or self._canvas.height <= rules_from):
            count = 1
        bottom = max(self._canvas.height, end)
        if count:
            some = blocks[:count]
            if count == len(blocks) or self._height is None:
                most = min(end, self._canvas.height + 400)
                tops = [column.top for column in columns]
                ending = len(self._end_lines) + 3 if self._end_lines else 0
                found = best_bottom(some, tops, most - ending) or best_bottom(some, tops, most)
                bottom = max(found or 0, self._canvas.height)
            made = partition(Heights(some), [max(0, bottom - column.top) for column in columns])
            while made is None:  # a story is higher than the page
                bottom += 1
                made = partition(Heights(some), [max(0, bottom - column.top) for column in columns])
            self._set(some, columns, made[1], bottom)
            self._cut_off(some, columns, made[1], rules_from)
        elif not blocks:
            bottom = self._canvas.height
        if blocks:
            free = columns if count else [column for column in columns if column.top == rules_from]
            self._rules(free, rules_from, bottom)
        self._canvas.grow(bottom)
        self._pages.append(range(top, bottom))
        return count

    def _count(self, blocks: Sequence[Block], rooms: Sequence[int]) -> int:
        """How many stories fill columns of these heights best."""
        about = fitting(blocks, rooms)
        if self._height is None or about == len(blocks):
            return about
        found: tuple[float, int] | None = None
        for count in range(max(1, about - 2), min(len(blocks), about + 4) + 1):
            made = partition(Heights(blocks[:count]), rooms)
            if made and (found is None or made[0] - _ONE_MORE * count < found[0]):
                found = made[0] - _ONE_MORE * count, count
        return found[1] if found else 0

    def _set(self, blocks: Sequence[Block], columns: Sequence[Column], counts: Sequence[int], bottom: int) -> None:
        at = 0
        for column, count in zip(columns, counts, strict=True):
            part, at = blocks[at : at + count], at + count
            room = bottom - column.top
            lines = lead_lines(part, room)
            below = [*gaps(part, lines, room), 0][: len(part)]
            y = column.top
            for block, shown, gap in zip(part, lines, below, strict=True):
                start = y + block.head_lines
                y = draw(block, self._canvas, column.x, y, shown, self._signs)
                self._places[block.story.key] = Place(column.x, start, column.width, max(1, y - start))
                y += gap

    def _cut_off(self, blocks: Sequence[Block], columns: Sequence[Column], counts: Sequence[int], first: int) -> None:
        """A rule above the columns that begin below the lead story, with their section, unless its head is there.

        A column that continues the section whose head is beside it needs neither.
        """
        at, named, headed = 0, "", -1
        for column, count in zip(columns, counts, strict=True):
            if count and blocks[at].head:
                headed = column.top
            elif count and column.top > first and (column.top != headed or blocks[at].section != named):
                section = "" if blocks[at].section == named else blocks[at].section
                title = fit(section.upper(), column.width - 2, self._signs.more)
                self._canvas.put(column.x, column.top - 1, title, Role.KICKER)
                start = cell_len(title) + 1 if title else 0
                rule = self._signs.rule * (column.width - start)
                self._canvas.put(column.x + start, column.top - 1, rule, Role.RULE)
            at += count
            named = blocks[at - 1].section if count and column.top > first else named

    def _rules(self, columns: Sequence[Column], first: int, bottom: int) -> None:
        """The lines between columns, and across those that begin below the lead story."""
        tops = {column.x: column.top for column in columns}
        ordered = [Column(column.x, tops.get(column.x, bottom), column.width) for column in self._columns]
        for before, after in pairwise(ordered):
            beside_lead = before.top == first or after.top == first
            start = first if beside_lead else max(before.top, after.top)
            for y in range(start, bottom):
                self._canvas.put(before.x + before.width + 1, y, self._signs.vertical, Role.RULE)

    # -- heads

    def _nameplate(self) -> int:
        """The nameplate and the folio line. Returns the line below them."""
        canvas, height, width = self._canvas, self._room, self._right - self._left
        copy, signs = self._copy, self._signs
        y = 0
        rows = 5 if height >= 30 and width >= 100 else 4 if height >= 17 and width >= 68 else 1
        lines = nameplate(copy.nameplate, width, rows, ascii_only=not signs.blocks)
        if height < 8:
            lines = []
        for line in lines:
            canvas.put(self._left + max(0, width - cell_len(line)) // 2, y, line, Role.NAMEPLATE)
            y += 1
        if height >= 30 and rows > 1:
            y += 1
        if height >= 12:
            canvas.put(self._left, y, signs.heavy * width, Role.RULE)
            y += 1
        self._three(y, copy.date, copy.edition, copy.count)
        y += 1
        if height >= 12:
            canvas.put(self._left, y, signs.rule * width, Role.RULE)
            y += 1
        return y

    def _running_head(self, top: int) -> int:
        """The line at the top of a further page. Returns the line below it."""
        if self._room < 7:
            return top
        self._three(top, self._copy.nameplate.title(), self._copy.date, "")
        self._folios.append(top)
        if self._room < 12:
            return top + 1
        self._canvas.put(self._left, top + 1, self._signs.rule * (self._right - self._left), Role.RULE)
        return top + 2

    def _three(self, y: int, left: str, middle: str, right: str) -> None:
        """Texts at the left, in the middle and at the right of a line, as far as there is room."""
        width = self._right - self._left
        texts = [left, middle, right]
        while sum(cell_len(text) + 2 for text in texts if text) > width and any(texts):
            texts[next(at for at in (1, 2, 0) if texts[at])] = ""
        left, middle, right = texts
        if not any(texts):
            left = fit(self._copy.date, width, self._signs.more)
        self._canvas.put(self._left, y, left, Role.FOLIO)
        self._canvas.put(self._right - cell_len(right), y, right, Role.FOLIO)
        at = self._left + (width - cell_len(middle)) // 2
        if middle and at > self._left + cell_len(left) + 1 and at + cell_len(middle) < self._right - cell_len(right):
            self._canvas.put(at, y, middle, Role.FOLIO)

    def _number_pages(self) -> None:
        for number, y in enumerate(self._folios, start=2):
            text = f"{number}/{len(self._pages)}"
            self._canvas.put(self._right - cell_len(text), y, text, Role.FOLIO)

    # -- the end

    def _ending(self) -> None:
        """Sets the lines below the last story, on a page of their own if they do not fit."""
        lines = self._end_lines
        if not lines:
            return
        page = self._pages[-1]
        y = page.stop + 1
        if y + len(lines) + 2 > page.start + self._room:
            top = page.stop if self._height is None else max(page.stop, page.start + self._height)
            self._canvas.grow(top)
            self._pages[-1] = range(page.start, top)
            y = self._running_head(top) + 1
            self._pages.append(range(top, y))
        width = self._right - self._left
        rule = self._signs.heavy * min(_END_RULE, width)
        self._canvas.put(self._left + (width - len(rule)) // 2, y, rule, Role.RULE)
        y += 2
        for line in lines:
            self._canvas.put(self._left + max(0, width - cell_len(line)) // 2, y, line, Role.ENDING)
            y += 1
        last = self._pages[-1]
        self._pages[-1] = range(last.start, y)
        self._canvas.grow(y)

    def _ending_lines(self) -> Iterator[str]:
        from reader.ui.front_page.layout.setting import set_text

        for text in self._copy.ending:
            yield from set_text(text, min(self._right - self._left, _WIDEST)) or [""]


def plain_lines(sheet: Sheet) -> list[str]:
    """The sheet as plain text without spaces at the ends of lines."""
    return [_plain(line) for line in sheet.lines]


def front_page_text(copy: Copy, width: int, syllables_of: SyllablesOf, signs: Signs = SIGNS) -> list[str]:
    """The edition as lines of plain text of at most ``width`` cells, for ``broadsheet edition --text``.

    ``syllables_of``: :func:`reader.ui.typeset.hyphens.syllables_of`. See :mod:`reader.ui.front_page.copy_desk` for the
    copy of an edition. Pictures are left out.
    """
    return plain_lines(lay_out(copy, width, None, syllables_of=syllables_of, signs=signs, pictures=False))


def _plain(line: Sequence[Run]) -> str:
    text, at = "", 0
    for run in line:
        if run.half is Half.LOWER:
            continue
        text += " " * (run.x - at) + run.text
        at = max(run.end, run.x)
    return text.rstrip()
