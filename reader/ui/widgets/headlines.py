"""The headlines of a stream, newest first under the names of their days; drawn from pages of the store."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import ClassVar

from rich.style import Style
from textual.binding import BindingType
from textual.strip import Strip

from reader.library import Key
from reader.model import Change, Headline
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import day_headings, row_date, row_time
from reader.ui.language.labels import Words
from reader.ui.typeset.breaking import Cut, break_lines, fit
from reader.ui.widgets.line_list import LineList, ground_of, segments
from reader.ui.widgets.rows import HEADING_HEIGHT, Rows, merged

PAGE = 64  # rows that are read at once
KEPT = 2_048  # rows that are kept read
GUTTER = 3  # cursor bar, dot, space
ROOMY_FROM = 28  # lines of the pane; below, a row has two lines instead of three

Load = Callable[[Sequence[int]], list[Headline]]


class Headlines(LineList):
    """A :class:`Rows` with a cursor. ``load`` gives the rows of some ids."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "headlines--text", "headlines--read", "headlines--dim", "headlines--accent", "headlines--heading",
        "headlines--cursor",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, load: Load, *, id: str, words: Words, glyphs: Glyphs, now: Callable[[], int]) -> None:  # noqa: A002
        super().__init__(id=id)
        self._load, self._words, self._glyphs, self._now = load, words, glyphs, now
        self._rows = Rows((), (), (), 3)
        self._read: dict[int, Headline] = {}
        self._titles: Mapping[int, str] = {}
        self._styles: dict[str, Style] = {}
        self._empty: tuple[str, ...] = ()

    # -- what is shown

    def show(
        self, sorts: Sequence[int], ids: Sequence[int], *, titles: Mapping[int, str], cursor_id: int | None = None,
        empty: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Shows these entries, with the cursor on one of them or on the first, from the top.

        ``titles``: names of feeds by id. ``empty``: lines to show if there are none.
        """
        self._titles, self._empty = titles, empty
        self._read = {}
        self.draw_anew()
        self._rows = Rows(sorts, ids, day_headings(sorts, self._now(), self._words), self._row_height())
        first = self._rows.ids[:KEPT]
        self.cursor = first.index(cursor_id) if cursor_id is not None and cursor_id in first else 0
        self.rows_changed()
        self.scroll_to_line(0)
        self.show_cursor()

    def replace_keys(self, sorts: Sequence[int], ids: Sequence[int], *, dated: bool = True) -> None:
        """Other rows around the same cursor, which stays where it is on the screen.

        ``dated``: newest first, below the names of their days; otherwise each row tells its day.
        """
        self._show_around(self._cursor_key(), sorts, ids, dated=dated)

    def add_keys(self, keys: Iterable[Key]) -> None:
        """More rows of a list by date, each at its place."""
        anchor = self._cursor_key()
        self._show_around(anchor, *merged(self._rows.sorts, self._rows.ids, keys))

    def _cursor_key(self) -> tuple[Key | None, int]:
        """The key of the row under the cursor, and how many lines are visible above it."""
        current = self.current_id
        return (None if current is None else (self._rows.sorts[self.cursor], current)), self._above_cursor()

    def _show_around(
        self, anchor: tuple[Key | None, int], sorts: Sequence[int], ids: Sequence[int], *, dated: bool = True
    ) -> None:
        key, above = anchor
        headings = day_headings(sorts, self._now(), self._words) if dated else ()
        if dated != self._rows.dated:
            self.draw_anew()
        self._rows = Rows(sorts, ids, headings, self._row_height(), dated=dated)
        self.cursor = min(self._rows.place_of(*key) if key else 0, max(0, len(ids) - 1))
        self.rows_changed()
        if len(self._rows):
            self.scroll_to_line(self.top_of(self.cursor) - above)

    def _above_cursor(self) -> int:
        """How many lines are visible above the row of the cursor."""
        return self.top_of(self.cursor) - self.scroll_offset.y if len(self._rows) else 0

    @property
    def keys(self) -> tuple[Sequence[int], Sequence[int]]:
        """Sort dates and ids of what is shown."""
        return self._rows.sorts, self._rows.ids

    @property
    def current_id(self) -> int | None:
        """The entry under the cursor."""
        return self._rows.ids[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def current(self) -> Headline | None:
        """The row under the cursor."""
        return self.headline(self.cursor)

    def headline(self, row: int) -> Headline | None:
        """A row's headline; None if there is no such row, or its entry is gone."""
        if not 0 <= row < len(self._rows):
            return None
        entry_id = self._rows.ids[row]
        if entry_id not in self._read:
            self._read_around(row)
        return self._read.get(entry_id)

    def _read_around(self, row: int) -> None:
        if len(self._read) > KEPT:
            self._read = {}
        start = max(0, row - PAGE // 2)
        wanted = [entry_id for entry_id in self._rows.ids[start : start + PAGE] if entry_id not in self._read]
        self._read.update((headline.id, headline) for headline in self._load(wanted))

    def apply(self, change: Change) -> None:
        """Shows a change on the rows that it touches."""
        for entry_id in set(change.ids) & self._read.keys():
            self._read[entry_id] = change.on(self._read[entry_id])
        self.refresh()

    def forget(self) -> None:
        """Reads visible rows anew when they are next drawn; their entries have changed."""
        self._read = {}
        self.refresh()

    def select(self, sort: int, entry_id: int) -> bool:
        """Moves the cursor to an entry by its key; says whether it is in the list."""
        found = self._rows.index_of(sort, entry_id)
        if found is not None:
            self.move_to(found)
        return found is not None

    def holds(self, key: Key) -> bool:
        """Whether an entry is in the list, by its key."""
        return self._rows.index_of(*key) is not None

    # -- as a list of lines

    def row_count(self) -> int:
        """As the base says."""
        return len(self._rows)

    def top_of(self, row: int) -> int:
        """As the base says."""
        return self._rows.top_of(row)

    def height_of(self, row: int) -> int:  # noqa: ARG002
        """As the base says."""
        return self._rows.row_height

    def line_count(self) -> int:
        """As the base says."""
        return self._rows.lines or len(self._empty_lines(self.text_width)) + 1

    def row_at(self, line: int) -> int | None:
        """As the base says."""
        return self._rows.locate(line)[0] if line < self._rows.lines else None

    def _row_height(self) -> int:
        return 3 if self.size.height >= ROOMY_FROM else 2

    def on_resize(self) -> None:
        """A low pane has lower rows, and the words for an empty list are broken for its width."""
        if not len(self._rows):
            self.rows_changed()
        if self._row_height() != self._rows.row_height:
            above = self._above_cursor()
            self._rows = self._rows.at_height(self._row_height())
            self.rows_changed()
            if len(self._rows):
                self.scroll_to_line(max(0, self.top_of(self.cursor) - above))
        self.show_cursor()

    # -- drawing

    def notify_style_update(self) -> None:
        """Other colours."""
        self._styles = {}
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"headlines--{name}")
        return self._styles[name]

    def look_of(self, line: int) -> Hashable:
        """As the base says."""
        if not len(self._rows):
            return None
        row, within, heading = self._rows.locate(line)
        if row is None:
            return heading, within
        return self.headline(row), within, (1 + self.has_focus) * (row == self.cursor)

    def draw_line(self, line: int, width: int) -> Strip:
        """A line of a row, of a heading, or of the words for an empty list."""
        if not len(self._rows):
            words = self._empty_lines(width)
            text = words[line - 1] if 0 < line <= len(words) else ""
            return segments([(" " * GUTTER + text, self._style("dim"))], width)
        row, within, heading = self._rows.locate(line)
        if row is None:
            text = " " * GUTTER + heading.upper() if within == HEADING_HEIGHT - 1 else ""
            return segments([(text, self._style("heading"))], width)
        headline = self.headline(row)
        if headline is None:
            return segments([("", self._style("text"))], width)
        return self._draw_row(headline, within, width, selected=row == self.cursor)

    def _empty_lines(self, width: int) -> list[str]:
        room = max(1, width - GUTTER - 1)
        return [text[cut.start : cut.end] for text in self._empty for cut in break_lines(text, room)]

    def _draw_row(self, headline: Headline, within: int, width: int, *, selected: bool) -> Strip:
        ground = ground_of(self._style("cursor")) if selected else Style.null()
        accent, dim = self._style("accent") + ground, self._style("dim") + ground
        title_style = (self._style("read") if headline.read else self._style("text")) + ground
        bar = (self._glyphs.cursor if selected else " ", accent if self.has_focus else dim)
        when = row_time if self._rows.dated else row_date
        time = when(headline.sort, self._now(), self._words) + " "
        titles = self._title_lines(headline.title, width - GUTTER - len(time) - 1)
        dot = (" " if headline.read else self._glyphs.unread) if within == 0 else " "
        left = [bar, (dot + " ", accent)]
        if within < len(titles):
            last = within == len(titles) - 1
            return segments([*left, (titles[within], title_style)], width, (time, dim) if last else None)
        if within == len(titles):
            star = (f" {self._glyphs.star} " if headline.starred else " ", accent)
            return segments([*left, (self._about(headline, width - GUTTER - len(star[0]) - 1), dim)], width, star)
        return segments([*left, ("", dim)], width)

    def _title_lines(self, title: str, width: int) -> list[str]:
        most = self._rows.row_height - 1
        if most == 1 or width < 12:
            return [fit(title, width, self._glyphs.more)]
        first, *rest = break_lines(title, width) or [Cut(0, 0)]
        if not rest:
            return [title]
        return [title[first.start : first.end], fit(title[rest[0].start :], width, self._glyphs.more)]

    def _about(self, headline: Headline, width: int) -> str:
        """Source, author and reading time; the names give way to the time."""
        dot = f" {self._glyphs.dot} "
        names = dot.join(part for part in (self._titles.get(headline.feed_id, ""), headline.author) if part)
        if not headline.minutes:
            return fit(names, width, self._glyphs.more)
        time = f"{headline.minutes} min"
        names = fit(names, width - len(dot + time), self._glyphs.more).removesuffix(dot.rstrip() + self._glyphs.more)
        return names + dot + time if names else time
