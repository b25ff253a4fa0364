"""The lead story: its headline across several columns, its picture, and its lead beside or below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len

from reader.lazy_dataclass import dataclass
from reader.ui.front_page.layout.block import (
    Block,
    Signs,
    SyllablesOf,
    after_of,
    block_of,
    draw_meta,
    draw_text,
    put_line,
)
from reader.ui.front_page.layout.columns import Column
from reader.ui.front_page.layout.copy import Story
from reader.ui.front_page.layout.setting import set_text
from reader.ui.front_page.layout.sheet import Canvas, Half, Place, Role
from reader.ui.typeset.breaking import fit

_LEAST_PICTURE = 5  # rows
_LARGEST_SHARE = 0.56  # of the page that a picture may take
_SQUEEZED = 0.7  # of the rows that a picture of full width would have, with which it still spans two columns
_MOST_TEXT = 9  # lines of a lead that is set across the columns
_WIDEST_TEXT = 76  # cells of such a lead
_CELL = 2.0  # how many times a cell is as high as wide
_LEAST_TEXT = 0.6  # of the rows of a picture that spans two columns, which the lead fills beside it
_ROOM_BELOW = 8  # lines below a picture from which on other stories are there
_LOW = 28  # lines of a page on which the lead story is alone


@dataclass(frozen=True, slots=True)
class Below:
    """The space around a lead story: the free columns below it, its own place, and the place of its picture."""

    columns: tuple[Column, ...]
    place: Place
    picture: Place | None = None


def width_of(columns: Sequence[Column]) -> int:
    """The cells from the first column to the end of the last."""
    return columns[-1].x + columns[-1].width - columns[0].x


_DOTTED = ("tr", "az", "kk", "tt", "crh")  # languages in which the capital of i has a dot


def _capitals(story: Story, *, large: bool) -> str:
    """The headline in capitals, which make it larger than others, where it has no double size."""
    dotted = story.language and story.language.partition("-")[0].lower() in _DOTTED
    return story.headline if large or dotted else story.headline.upper()


class LeadStory:
    """Sets the lead story on a page with these columns.

    ``room``: the lines below the nameplate. ``large``: the headline is drawn in double size, else it is in capitals.
    """

    def __init__(
        self,
        story: Story,
        columns: Sequence[Column],
        room: int,
        syllables_of: SyllablesOf,
        signs: Signs,
        *,
        large: bool,
    ) -> None:
        self._large = large
        self._story, self._room, self._syllables_of, self._signs = story, room, syllables_of, signs
        self._picture = story.picture and room >= _LEAST_PICTURE + 5
        spans = {1: (1,), 2: (2,), 3: (2,), 4: (3, 2)}.get(len(columns), (3, 2))
        for span in spans if self._picture else spans[-1:]:
            first = (len(columns) - span) // 2
            self.columns = tuple(columns[first : first + span])
            """The columns that it spans."""
            width = self.width // (2 if large else 1)
            self._headline = set_text(_capitals(story, large=large), width, syllables_of(story.language), even=True)
            self._rows = self._rows_of_picture()
            if self._rows >= _SQUEEZED * self._full_rows and self._text_lines() >= _LEAST_TEXT * self._rows:
                break

    @property
    def _x(self) -> int:
        return self.columns[0].x

    @property
    def width(self) -> int:
        """The cells from the first column to the end of the last."""
        return width_of(self.columns)

    @property
    def _of_picture(self) -> tuple[Column, ...]:
        return self.columns[:-1] or self.columns

    @property
    def _full_rows(self) -> float:
        """The rows of the picture if it is as wide as its columns."""
        return width_of(self._of_picture) / _CELL / max(0.2, self._story.picture_shape)

    def _text_lines(self) -> int:
        """The lines beside the picture, if there is enough text for them."""
        if len(self.columns) < 3:
            return self._rows
        block = block_of(self._story, self.columns[-1].width, self._syllables_of, self._signs)
        return block.fixed - len(block.headline) + len(block.lead)

    def _rows_of_picture(self) -> int:
        left = self._room - len(self._headline) * (2 if self._large else 1) - 3
        if len(self.columns) == 1:
            left -= 4
        most = left if self._room < _LOW else int(self._room * _LARGEST_SHARE)
        return max(1, min(most, round(self._full_rows)))

    def draw(self, canvas: Canvas, top: int, kicker: str) -> Below:
        """Puts it onto the canvas. ``kicker``: the section, if no head names it."""
        y = top
        if kicker:
            self._centred(canvas, y, kicker.upper(), Role.KICKER)
            y += 1
        for line in self._headline:
            y = self._put_headline(canvas, y, line)
        below = self._draw_below(canvas, top, y)
        canvas.grow(below.place.y + below.place.height)
        return below

    def _draw_below(self, canvas: Canvas, top: int, y: int) -> Below:
        """Draws the picture, text and columns below the headline."""
        if self._picture and len(self.columns) > 1:
            return self._beside_picture(canvas, top, y + 1)
        dot = f" {self._signs.dot} "
        story = self._story
        meta = dot.join(part for part in (story.byline, story.source, after_of(story, self._signs)) if part)
        if meta:
            self._centred(canvas, y, meta, Role.META)
            y += 1
        return self._above_text(canvas, top, y + 1) if self._picture else self._across(canvas, top, y + 1)

    def _put_headline(self, canvas: Canvas, y: int, line: str) -> int:
        if not self._large:
            canvas.put(self._middle(line), y, line, Role.BANNER, self._story.key)
            return y + 1
        x = self._x + max(0, self.width - 2 * cell_len(line)) // 2
        canvas.put(x, y, line, Role.BANNER, self._story.key, half=Half.UPPER)
        canvas.put(x, y + 1, line, Role.BANNER, self._story.key, half=Half.LOWER)
        return y + 2

    def _middle(self, text: str) -> int:
        return self._x + max(0, self.width - cell_len(text)) // 2

    def _centred(self, canvas: Canvas, y: int, text: str, role: Role) -> None:
        text = fit(text, self.width, self._signs.more)
        canvas.put(self._middle(text), y, text, role, self._story.key)

    def _put_picture(self, canvas: Canvas, y: int) -> Place:
        """The picture in the middle of its columns, as wide as its shape makes it."""
        room = width_of(self._of_picture)
        width = min(room, max(4, round(self._rows * _CELL * self._story.picture_shape)))
        place = Place(self._x + (room - width) // 2, y, width, self._rows)
        for row in range(self._rows):
            canvas.put(place.x, y + row, " " * width, Role.PICTURE, self._story.key)
        return place

    def _beside_picture(self, canvas: Canvas, top: int, y: int) -> Below:
        """The picture in the first columns, and in the last one the lead, with who wrote it."""
        picture = self._put_picture(canvas, y)
        column, bottom = self.columns[-1], y + self._rows
        block = block_of(self._story, column.width, self._syllables_of, self._signs)
        at = y
        if block.byline:
            put_line(canvas, column.x, at, block.byline, column.width, Role.BYLINE, self._story.key)
            at += 1
        alone = top + self._room - bottom < _ROOM_BELOW  # the rest of the page is for the text
        end = max(bottom, top + self._room) if alone else bottom
        count = max(0, min(len(block.lead), end - at - 1))
        at = draw_text(canvas, column.x, at, block, block.lead, count, self._signs)
        at = draw_meta(block, canvas, column.x, at)
        bottom = max(bottom, at)
        below = bottom + (1 if alone else 2)
        free = [Column(one.x, below, one.width) for one in self.columns]
        return Below(tuple(free), Place(self._x, top, self.width, bottom - top), picture)

    def _above_text(self, canvas: Canvas, top: int, y: int) -> Below:
        """The picture, and the lead below it, in the only column."""
        picture = self._put_picture(canvas, y)
        y += self._rows + 1
        block = block_of(self._story, self.width, self._syllables_of, self._signs)
        room = max(3, self._room - (y - top))
        end = draw_text(canvas, self._x, y, block, block.lead, min(len(block.lead), _MOST_TEXT, room), self._signs)
        place = Place(self._x, top, self.width, end - top)
        return Below((Column(self._x, end + 1, self.width),), place, picture)

    def _across(self, canvas: Canvas, top: int, y: int) -> Below:
        """The lead without a picture: in the columns if it is long, else across them."""
        block = block_of(self._story, self.columns[0].width, self._syllables_of, self._signs)
        each = -(-len(block.lead) // len(self.columns))
        end = self._in_columns(canvas, block, y, each) if len(self.columns) > 1 and each >= 4 else self._wide(canvas, y)
        free = tuple(Column(one.x, end + 1, one.width) for one in self.columns)
        return Below(free, Place(self._x, top, self.width, max(1, end - top)))

    def _in_columns(self, canvas: Canvas, block: Block, y: int, each: int) -> int:
        rows = min(each, _MOST_TEXT)
        for number, column in enumerate(self.columns):
            last = number == len(self.columns) - 1
            part = block.lead[number * rows :] if last else block.lead[number * rows : (number + 1) * rows]
            draw_text(canvas, column.x, y, block, part, min(rows, len(part)), self._signs)
        return y + rows

    def _wide(self, canvas: Canvas, y: int) -> int:
        width = min(self.width, _WIDEST_TEXT)
        block = block_of(self._story, width, self._syllables_of, self._signs)
        count = min(len(block.lead), _MOST_TEXT)
        if count == 1 == len(block.lead):  # below a headline in the middle
            block = replace(block, width=cell_len(block.lead[0]))
        return draw_text(canvas, self._x + (self.width - block.width) // 2, y, block, block.lead, count, self._signs)
