"""The list of headlines below headings of days or feeds; rows are read from the store in pages."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.strip import Strip

from reader.library import Key, Listing
from reader.model import Change, Headline, TellingRow
from reader.query.tree import Order
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import (
    day_headings,
    row_date,
    row_time,
    row_time_width,
    short_row_time,
)
from reader.ui.typeset.breaking import break_lines
from reader.ui.widgets.headline_lines import row_line
from reader.ui.widgets.inks import Ink
from reader.ui.widgets.line_list import LineList, ground_of, segments
from reader.ui.widgets.list_place import ListPlace, place_in, spots
from reader.ui.widgets.open_stories import OpenStories
from reader.ui.widgets.picked import Picked
from reader.ui.widgets.read_rows import CACHED_ROWS, ReadRows, RowSource
from reader.ui.widgets.row_parts import RowStyle, RowTexts
from reader.ui.widgets.rows import BY_DATE, Rows, merged
from reader.wording.catalogue import _
from reader.wording.titles import shown_title

if TYPE_CHECKING:  # only a search marks its hits
    from reader.ui.typeset.hits import Sought

GUTTER = 3  # cursor bar, dot, space
WHEEL_LINES = 3  # that a step of the mouse wheel scrolls, or a whole row


class Headlines(LineList):
    """The rows of a :class:`Rows`. ``now``: the Unix second. ``columns``: of compact rows, as in ``config.toml``."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "text": Ink(attributes="bold"),
        "read": Ink("dim"),
        "dim": Ink("dim"),
        "accent": Ink("accent"),
        "heading": Ink("dim", attributes="bold"),
        "cursor": Ink(ground="cursor"),
        "hit": Ink(ground="marked", attributes="underline"),
    }

    def __init__(
        self,
        source: RowSource,
        *,
        id: str,  # noqa: A002  # Textual's name
        glyphs: Glyphs,
        now: Callable[[], int],
        columns: tuple[str, ...],
    ) -> None:
        super().__init__(id=id)
        self._source, self._glyphs, self._now, self._columns = source, glyphs, now, columns
        self._row_height, self._heading_height = 3, 1
        self._time_width = 0
        self._rows = Rows((), (), (), self._row_height)
        self._read = ReadRows(source, with_labels="labels" in columns, then=self._rows_read)
        self._titles: Mapping[int, str] = {}
        self._one_feed = self._of_people = False
        self._empty: tuple[str, ...] = ()
        self._sought: Sought | None = None
        self._picked = Picked()
        self._stories = OpenStories(source.tellings)
        self._by_stories = False
        self._feeds: frozenset[int] | None = None

    class Picking(LineList.ListMessage):
        """The user has selected rows, or none any more."""

    # -- the rows

    def show(
        self, listing: Listing, order: Order = Order.NEWEST, *, titles: Mapping[int, str], one_feed: bool = False,
        of_people: bool = False, by_stories: bool = False, feeds: frozenset[int] | None = None,
        cursor_id: int | None = None, empty: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Shows these entries from the top, with the cursor on ``cursor_id`` or on the first.

        ``titles``: titles of feeds by id; with ``one_feed`` the rows do not name it, with ``of_people`` they have no
        mark of followed people. ``by_stories``: a row represents all tellings of its story and shows
        how many others there are; unread ones count if they are in ``feeds``, or anywhere without it. ``empty``: lines
        to show without entries.
        """
        self._titles, self._one_feed, self._empty = titles, one_feed, empty
        self._of_people, self._by_stories, self._feeds = of_people, by_stories, feeds
        self._read.forget()
        self._picked = Picked()
        self._stories.close_all()
        self._stories.forget()
        self.forget_drawn()
        self._rows = self._rows_of(listing, order)
        first = self._rows.ids[:CACHED_ROWS]
        self.cursor = first.index(cursor_id) if cursor_id is not None and cursor_id in first else 0
        self.rows_changed()
        self.scroll_to_line(0)
        self.show_cursor()

    def mark_hits(self, sought: Sought | None) -> None:
        """Marks what a search looks for in the titles; None marks nothing."""
        if sought != self._sought:
            self._sought = sought
            self.forget_drawn()
            self.refresh()

    def show_empty(self, empty: tuple[str, ...]) -> None:
        """Sets the lines to show without entries."""
        if empty != self._empty:
            self._empty = empty
            if not len(self._rows):
                self.rows_changed()

    def replace_keys(self, listing: Listing, order: Order = Order.NEWEST) -> None:
        """Shows other rows without moving the row under the cursor on the screen."""
        place = self._place()
        self._read.forget()  # may have rows that are no longer in the list
        self._stories.forget()
        self._show_around(place, listing, order)

    def add_keys(self, keys: Iterable[Key]) -> None:
        """Inserts rows into a list that is newest first."""
        place = self._place()
        self._show_around(place, Listing(*merged(self._rows.sorts, self._rows.ids, keys)), Order.NEWEST)

    def _place(self) -> ListPlace:
        return place_in(self._rows, self.cursor, self._above_cursor(), self._picked_rows())

    def _show_around(self, place: ListPlace, listing: Listing, order: Order) -> None:
        if order is not self._rows.order:
            self.forget_drawn()
        rows = self._rows_of(listing, order)
        self._stories.follow(rows, self._source.headlines)
        self._show_rows(place, rows.with_below(self._stories.below(rows)) if self._stories else rows)

    def _show_rows(self, place: ListPlace, rows: Rows) -> None:
        self._rows = rows
        self.cursor = place.cursor_in(rows)
        if place.picked:
            self._picked = self._picked.moved(place.picked_in(rows), place.row, self.cursor)
        self.rows_changed()
        if len(rows):
            self.scroll_to_line(self.whole_line(self.top_of(self.cursor) - place.above) if place.spot else 0)

    def _rows_of(self, listing: Listing, order: Order) -> Rows:
        """Rows; the column of times in compact ones is as wide as the oldest date needs."""
        now, sorts, dated = self._now(), listing.sorts, order in BY_DATE
        if not len(sorts):
            oldest = now
        elif dated:
            oldest = min(sorts[0], sorts[-1])
        else:
            oldest = min(sorts) if len(sorts) < CACHED_ROWS else 0
        time_width = row_time_width(oldest, now, with_year=not dated)
        if time_width != self._time_width:
            self._time_width = time_width
            self.forget_drawn()
        if dated:
            headings = day_headings(sorts, now, oldest_first=order is Order.OLDEST)
        else:
            headings = tuple((row, self._titles.get(feed) or _("Former feeds")) for row, feed in listing.groups)
        return Rows(sorts, listing.ids, headings, self._row_height, heading_height=self._heading_height, order=order)

    def use_columns(self, columns: tuple[str, ...]) -> None:
        """Sets compact rows in other columns."""
        self._columns = columns
        self._read.use_labels("labels" in columns)
        self.forget_drawn()
        self.refresh()

    def set_row_heights(self, row_height: int, heading_height: int) -> None:
        """Draws rows and headings with these numbers of lines; a row of one line is a compact one."""
        if (row_height, heading_height) == (self._row_height, self._heading_height):
            return
        above = self._above_cursor()
        self._row_height, self._heading_height = row_height, heading_height
        self._rows = self._rows.at_height(row_height, heading_height)
        self.rows_changed()
        if len(self._rows):
            self.scroll_to_line(self.whole_line(max(0, self.top_of(self.cursor) - above)))
        self.show_cursor()

    def _above_cursor(self) -> int:
        """The number of visible lines above the row under the cursor."""
        return self.top_of(self.cursor) - self.scroll_offset.y if len(self._rows) else 0

    @property
    def keys(self) -> tuple[array[int], array[int]]:
        """Sort dates and ids of the list itself, without what is beneath the rows of open stories."""
        return self._rows.sorts, self._rows.ids

    @property
    def place(self) -> int:
        """The number of the cursor's row in the list itself; beneath an open story, of the story's row."""
        return self._rows.own_of(self.cursor)[0]

    def row_numbered(self, number: int) -> int:
        """See :class:`LineList`."""
        return self._rows.row_of(min(number, len(self._rows.ids)) - 1)

    @property
    def current_id(self) -> int | None:
        """The entry under the cursor."""
        return self._rows.key_at(self.cursor)[1] if self.cursor < len(self._rows) else None

    @property
    def current(self) -> Headline | None:
        """The headline under the cursor."""
        return self.headline(self.cursor)

    def headline(self, row: int) -> Headline | None:
        """A row's headline; None if there is no such row or its entry no longer exists."""
        if not 0 <= row < len(self._rows):
            return None
        return self._read.headline(self._rows, row)

    def _rows_read(self, headlines: Sequence[Headline]) -> None:
        if self._by_stories:
            self._stories.read(headlines)

    def apply(self, change: Change) -> None:
        """Applies a change to the rows that it concerns."""
        self._read.apply(change)
        self._stories.apply(change)
        self.refresh()

    def forget(self) -> None:
        """Reads the visible rows again, because their entries have changed."""
        self._read.forget()
        self._stories.forget()
        self.refresh()

    def select(self, sort: int, entry_id: int) -> bool:
        """Moves the cursor to an entry; False if it is not in the list."""
        found = self._rows.index_of(sort, entry_id)
        if found is not None:
            self.move_to(found)
        return found is not None

    def held(self, keys: Sequence[Key]) -> list[Key]:
        """Those of some keys that are in the list itself."""
        if not self._rows.dated and not self._stories and all(entry_id in self._read for _, entry_id in keys):
            return list(keys)  # of rows that were drawn; others of this order are looked for in the whole list
        found = self._rows.own_indices_of(keys)
        return [key for key in keys if key[1] in found]

    # -- stories

    def others(self, row: int) -> tuple[TellingRow, ...]:
        """The other tellings of the story that a row represents; empty if it represents only itself."""
        _own, below = self._rows.own_of(row)
        headline = self.headline(row) if self._by_stories and not below else None
        return self._stories.others(headline) if headline else ()

    def hidden_others(self, row: int) -> tuple[TellingRow, ...]:
        """Those of them that belong to the list's feeds, while they are not beneath the row."""
        others = self.others(row)
        return () if others and self._rows.below(self._rows.own_of(row)[0]) else self._of_list(others)

    @property
    def list_others(self) -> tuple[TellingRow, ...]:
        """The other tellings of the story under the cursor that belong to the list's feeds."""
        return self._of_list(self.others(self._rows.row_of(self.place))) if len(self._rows) else ()

    def _of_list(self, tellings: tuple[TellingRow, ...]) -> tuple[TellingRow, ...]:
        feeds = self._feeds
        return tellings if feeds is None else tuple(one for one in tellings if one.feed_id in feeds)

    @property
    def picked_stories(self) -> tuple[int, ...]:
        """Those of the selected entries that stand for their whole stories: the rows of the list that are not open."""
        own = (self._rows.own_of(row) for row in self._picked_rows())
        return tuple(self._rows.ids[place] for place, below in own if not below and not self._rows.below(place))

    @property
    def story(self) -> tuple[int, ...]:
        """The tellings of the story under the cursor, in the order in which they are shown; empty if it is none."""
        if not len(self._rows):
            return ()
        own, below = self.place, self._rows.below(self.place)
        if not below:
            headline = self.headline(self._rows.row_of(own))
            below = [one.key for one in self._stories.others(headline)] if headline else ()
        return (self._rows.ids[own], *(entry_id for _sort, entry_id in below)) if below else ()

    def is_beneath(self, row: int) -> bool:
        """Whether a row is beneath its story's row."""
        return self._rows.own_of(row)[1] > 0

    @property
    def in_open_story(self) -> bool:
        """Whether the cursor is in a story that is open."""
        return bool(len(self._rows)) and bool(self._rows.below(self.place))

    def open_story(self) -> bool:
        """Shows the other tellings of the story under the cursor beneath its row; False if there are none."""
        if not len(self._rows) or self.in_open_story:
            return False
        headline = self.headline(self.cursor)
        if headline is None or not self._stories.open(headline):
            return False
        self._show_stories()
        return True

    def close_story(self) -> bool:
        """Hides them; the cursor goes to the row of their story. False if they are not shown."""
        if not len(self._rows) or not self._stories.close(self._rows.ids[self.place]):
            return False
        self.move_to(self._rows.row_of(self.place))
        self._show_stories()
        self.show_cursor()
        return True

    def _show_stories(self) -> None:
        self._show_rows(self._place(), self._rows.with_below(self._stories.below(self._rows)))

    def renew_stories(self) -> None:
        """Shows the tellings as they are now, because some were taken out of a story or put in."""
        place = self._place()
        self._read.forget()
        self._stories.forget()
        self._stories.follow(self._rows, self._source.headlines)
        self._show_rows(place, self._rows.with_below(self._stories.below(self._rows)))

    def move_to_telling(self, entry_id: int) -> bool:
        """Moves to an entry of the story under the cursor, which is opened if need be; False if it is not one."""
        if entry_id not in self.story:
            return False
        own = self.place
        if self._rows.ids[own] == entry_id:
            self.move_to(self._rows.row_of(own))
            return True
        self.open_story()
        for number, (_sort, telling) in enumerate(self._rows.below(own), start=1):
            if telling == entry_id:
                self.move_to(self._rows.row_of(own) + number)
                return True
        return False

    # -- selected rows

    @property
    def picked_ids(self) -> tuple[int, ...]:
        """The entries that the user selected, in the order of the list."""
        return tuple(key[1] for key, _ in spots(self._rows, self._picked_rows()))

    @property
    def picked_count(self) -> int:
        """How many entries the user selected."""
        return self._picked.count(self.cursor) if self._picked else 0

    def _picked_rows(self) -> list[int]:
        return self._picked.all(self.cursor) if self._picked else []

    def pick(self, count: int = 0) -> None:
        """Begins or ends to select rows while the cursor moves; ``count``: selects that many from the cursor on."""
        if len(self._rows):
            self._pick(self._picked.extended(self.cursor))
            if count and self._picked.anchor is not None:
                self.move_by(count - 1)

    def pick_row(self, row: int) -> None:
        """Selects a single row, or takes it out of the selection."""
        if len(self._rows):
            self._pick(self._picked.toggled(row, self.cursor))

    def pick_to(self, row: int) -> None:
        """Selects all rows from the cursor to another one."""
        if self._picked.anchor is None:
            self._pick(replace(self._picked, anchor=self.cursor))
        self.move_to(row)

    def use_picked(self) -> None:
        """A command was run on the selected rows: the next move of the cursor ends the selection."""
        if self._picked:
            self._picked = self._picked.used()

    def drop_picked(self) -> bool:
        """Ends the selection; False if there is none."""
        any_picked = bool(self._picked)
        if any_picked:
            self._pick(Picked())
        return any_picked

    def _pick(self, picked: Picked) -> None:
        self._picked = picked
        self.refresh()
        self.post_message(self.Picking(self))

    def move_to(self, row: int, *, notify: bool = True) -> None:
        """See :class:`LineList`; the selection grows with the cursor, or ends after a command."""
        before = self.cursor
        super().move_to(row, notify=notify)
        if self._picked and self.cursor != before:
            self._picked = self._picked.after_move()
            self.refresh()

    async def _on_click(self, event: events.Click) -> None:
        """With Shift selects up to the row, with Ctrl the row alone, where the terminal passes such clicks on."""
        row = None if self.on_bar(event) else self.row_at(event.y + self.scroll_offset.y)
        if row is None or not (event.shift or event.ctrl):
            await super()._on_click(event)
            return
        event.prevent_default()
        if event.shift:
            self.pick_to(row)
        else:
            self.pick_row(row)

    # -- as a list of lines

    def row_count(self) -> int:
        """See :class:`LineList`."""
        return len(self._rows)

    def top_of(self, row: int) -> int:
        """See :class:`LineList`."""
        return self._rows.top_of(row)

    def height_of(self, row: int) -> int:
        """See :class:`LineList`."""
        return self._rows.height_of(row)

    @property
    def rows_per_page(self) -> int:
        """See :class:`LineList`."""
        return max(1, self.size.height // self._row_height - 1)

    def line_count(self) -> int:
        """See :class:`LineList`; with empty lines at the end, so that a list scrolled to it begins with a whole row."""
        lines = self._rows.lines
        if not lines:
            return len(self._empty_lines(self.text_width)) + 1
        return lines + self.whole_line(lines - self.size.height) - max(0, lines - self.size.height)

    def row_at(self, line: int) -> int | None:
        """See :class:`LineList`."""
        return self._rows.locate(line)[0] if line < self._rows.lines else None

    def whole_line(self, line: int) -> int:
        """See :class:`LineList`."""
        if line <= 0 or not len(self._rows):
            return 0
        row, within, _heading = self._rows.locate(line)
        return line + self.height_of(row) - within if row is not None and within else line

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scrolls by whole rows."""
        self._scroll_by_wheel(event, max(WHEEL_LINES, self._row_height))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scrolls by whole rows."""
        self._scroll_by_wheel(event, -max(WHEEL_LINES, self._row_height) - self._row_height + 1)

    def _scroll_by_wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_to_line(self.whole_line(self.scroll_offset.y + lines))

    # -- drawing

    def cache_key(self, line: int) -> Hashable:
        """See :class:`LineList`."""
        if not len(self._rows):
            return None
        row, within, heading = self._rows.locate(line)
        if row is None:
            return heading
        picked = bool(self._picked) and self._picked.holds(row, self.cursor)
        headline = self.headline(row)
        labels = self._read.labels_of(headline.id) if headline else ()
        story = (self.is_beneath(row), *self._story_state(row)) if self._by_stories or self._stories else ()
        return (
            headline, within, self._row_height, self._label(row), (1 + self.has_focus) * (row == self.cursor),
            picked, labels, story,
        )  # fmt: skip

    def _story_state(self, row: int) -> tuple[int, bool, bool]:
        """How many other tellings a row stands for, whether one of them is unread, and whether they are beneath it."""
        others = self.others(row)
        below = bool(self._rows.below(self._rows.own_of(row)[0]))
        return len(others), not all(one.read for one in self._of_list(others)), below

    def _label(self, row: int) -> str:
        """The heading that a row shows itself, because headings have no lines."""
        return "" if self._heading_height else self._rows.heading_of(row)

    def draw_line(self, line: int, width: int) -> Strip:
        """A line of a row, of a heading, or of the text of an empty list."""
        if not len(self._rows):
            texts = self._empty_lines(width)
            text = texts[line - 1] if 0 < line <= len(texts) else ""
            return segments([(" " * GUTTER + text, self.inks["dim"])], width)
        row, within, heading = self._rows.locate(line)
        if row is None:
            return segments([(" " * GUTTER + heading.upper(), self.inks["heading"])], width)
        headline = self.headline(row)
        if headline is None or (within and self.is_beneath(row)):
            return segments([("", self.inks["text"])], width)
        return self._draw_row(headline, row, within, width)

    def _empty_lines(self, width: int) -> list[str]:
        room = max(1, width - GUTTER - 1)
        return [text[cut.start : cut.end] for text in self._empty for cut in break_lines(text, room)]

    def _draw_row(self, headline: Headline, row: int, within: int, width: int) -> Strip:
        selected = row == self.cursor
        picked = bool(self._picked) and self._picked.holds(row, self.cursor)
        ground = ground_of(self.inks["cursor"]) if selected or picked else Style.null()
        accent, dim = self.inks["accent"] + ground, self.inks["dim"] + ground
        title = (self.inks["read"] if headline.read else self.inks["text"]) + ground
        styles = {"title": title, "dim": dim, "accent": accent, "fresh": self.inks["text"] + ground}
        hits = self._sought.title.places(shown_title(headline.title)) if self._sought else ()
        if hits:
            styles["hit"] = title + self.inks["hit"]
        headline = replace(headline, followed=False) if self._of_people and headline.followed else headline
        compact = self._row_height == 1
        style = RowStyle(width - GUTTER, self._row_height, self._glyphs, self._time_width, self._columns)
        texts = self._texts(headline, row, compact=compact)
        beneath = self.is_beneath(row)
        line = row_line(headline, within, style, texts, hits=hits, beneath=beneath)
        unread = not headline.read or texts.others_unread
        has_dot = unread and not (within or beneath) and (not compact or self._columns[:1] == ("dot",))
        dot = self._glyphs.unread if has_dot else " "
        left = [
            (self._glyphs.cursor if selected else " ", accent if self.has_focus else dim),
            (dot + (self._glyphs.picked if picked and not within else " "), accent),
            *((text, styles[role]) for text, role in line.left or (("", "dim"),)),
            *([("", title)] if hits else ()),  # the rest of the line looks as its last piece does
        ]
        return segments(left, width, *((text, styles[role]) for text, role in line.right))

    def _texts(self, headline: Headline, row: int, *, compact: bool) -> RowTexts:
        beneath = self.is_beneath(row)
        others = self.others(row)
        return RowTexts(
            source="" if self._one_feed and not beneath else self._titles.get(headline.feed_id, ""),
            time=row_date(headline.sort, self._now()) if beneath else self._when(headline.sort),
            heading=self._label(row),
            folder=self._source.folder(headline.feed_id) if compact and "folder" in self._columns else "",
            labels=self._read.labels_of(headline.id) if compact else (),
            others=len(others),
            others_unread=not all(one.read for one in self.hidden_others(row)),
        )

    def _when(self, seconds: int) -> str:
        if not self._rows.dated:
            return row_date(seconds, self._now())
        return (short_row_time if self._row_height == 1 else row_time)(seconds, self._now())
