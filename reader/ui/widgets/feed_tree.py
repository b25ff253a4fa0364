"""The tree of streams, folders and feeds, each with its unread count; folders fold."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from rich.style import Style
from textual import events
from textual.strip import Strip

from reader.stream import Kind, Stream, is_inside
from reader.ui.glyphs import Glyphs
from reader.ui.widgets.inks import Ink
from reader.ui.widgets.line_list import LineList, ground_of, segments
from reader.ui.widgets.tree_rows import (
    HEADINGS,
    KEPT,
    Made,
    Tree,
    TreeRow,
    beside_unread,
    next_unread,
    rows_of,
    unread_rows,
)  # fmt: skip
from reader.wording.catalogue import _, language
from reader.wording.numbers import thousands


class FeedTree(LineList):
    """The rows of a :class:`~reader.ui.widgets.tree_rows.Tree`, with a cursor."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "text": Ink(),
        "unread": Ink(attributes="bold"),
        "dim": Ink("dim"),
        "accent": Ink("accent"),
        "cursor": Ink(ground="cursor"),
    }
    RESERVES_BAR = False

    class Dropped(LineList.ListMessage):
        """The user dragged a row onto another row."""

        def __init__(self, control: FeedTree, dragged: Stream, onto: Stream) -> None:
            super().__init__(control)
            self.dragged, self.onto = dragged, onto

    def __init__(self, *, id: str, glyphs: Glyphs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self._rows: list[TreeRow] = []
        self._every: list[TreeRow] = []  # with those that are left out
        self._made: Made = {}
        self.contents = Tree()
        self._held: Stream | None = None  # where the mouse button was pressed
        self._onto: int | None = None  # the row under the pointer while dragging
        self._was_drag = False

    def show(self, tree: Tree) -> None:
        """Shows other rows; the cursor stays on its stream."""
        stream = self.stream
        self.contents = tree
        self._every = list(rows_of(tree, self._made))
        self._leave_out(stream)
        self.cursor = self._row_of(stream) if stream else self.cursor
        self.rows_changed()

    def _leave_out(self, kept: Stream | None) -> None:
        """Leaves out rows without unread entries if requested, but never the row of ``kept``."""
        self._rows = list(unread_rows(self._every, kept)) if self.contents.unread_only else self._every

    @property
    def rows(self) -> list[TreeRow]:
        """The rows, from the top."""
        return self._rows

    @property
    def stream(self) -> Stream | None:
        """The stream under the cursor."""
        return self._rows[self.cursor].stream if self.cursor < len(self._rows) else None

    def select(self, stream: Stream) -> bool:
        """Moves the cursor to a stream without a message, unfolding its folders; False if it is not in the tree."""
        hidden = {folder for folder in self.contents.folded if self._is_in(stream, folder)}
        if hidden:
            self.show(replace(self.contents, folded=self.contents.folded - hidden))
        if stream.kind in (Kind.TAG, Kind.LABEL, Kind.AUTHOR) and stream.value and self._find(stream) is None:
            self._fold_section(stream.kind, folded=False)
        row = self._find(stream)
        if row is None and self.contents.unread_only:
            self._leave_out(stream)
            self.rows_changed()
            row = self._find(stream)
        if row is not None:
            self.move_to(row, notify=False)
        return row is not None

    def label_of(self, stream: Stream) -> str:
        """The label of a stream; empty if it is not in the tree."""
        row = self._row_with(stream)
        return row.label if row else ""

    def count_of(self, stream: Stream) -> int | None:
        """The count beside a stream; None if it is not in the tree, or is still counted: a saved search, a person."""
        row = self._row_with(stream)
        known = stream.kind not in (Kind.SAVED, Kind.AUTHOR) or stream in self.contents.counts
        return row.count if row and known else None

    def _row_with(self, stream: Stream) -> TreeRow | None:
        return next((row for row in self._every if row.stream == stream), None)

    def next_unread(self, stream: Stream) -> Iterator[Stream]:
        """See :func:`~reader.ui.widgets.tree_rows.next_unread`; nothing if the stream is not in the tree."""
        row = self._find(stream)
        return next_unread(self._rows, row) if row is not None else iter(())

    def beside_unread(self, stream: Stream, *, before: bool) -> Stream | None:
        """As in :mod:`reader.ui.widgets.tree_rows`; a stream that is not in the tree counts as the top."""
        return beside_unread(self._rows, self._find(stream) or 0, before=before)

    def fold(self, folded: bool) -> bool:
        """Folds or unfolds the folder under the cursor; False if that changes nothing."""
        row = self._rows[self.cursor] if self._rows else None
        if row is None or row.stream is None or row.folded in (None, folded):
            return False
        names = {row.stream.value}
        if row.stream in HEADINGS:
            self._fold_section(row.stream.kind, folded=folded)
        else:
            self.show(
                replace(self.contents, folded=self.contents.folded | names if folded else self.contents.folded - names)
            )
        return True

    def _fold_section(self, kind: Kind, *, folded: bool) -> None:
        """Folds or unfolds the tags, the labels or the people."""
        names = {Kind.TAG: "tags_folded", Kind.LABEL: "labels_folded", Kind.AUTHOR: "people_folded"}
        changed: dict[str, Any] = {names[kind]: folded}
        self.show(replace(self.contents, **changed))

    def to_parent(self) -> bool:
        """Moves from a feed to its folder; False at the top."""
        depth = self._rows[self.cursor].depth if self._rows else 0
        above = (row for row in range(self.cursor - 1, -1, -1) if self._rows[row].depth < depth)
        parent = next(above, None)
        if parent is None or self._rows[parent].stream is None or depth == 0:
            return False
        self.move_to(parent)
        return True

    def _find(self, stream: Stream) -> int | None:
        return next((number for number, row in enumerate(self._rows) if row.stream == stream), None)

    def _row_of(self, stream: Stream) -> int:
        found = self._find(stream)
        if found is None:  # its folder was folded: the cursor moves to the outermost folded one
            around = (n for n, row in enumerate(self._rows) if row.folded and self._holds(row, stream))
            found = next(around, self._nearest(min(self.cursor, len(self._rows) - 1), -1))
        return found

    def _holds(self, row: TreeRow, stream: Stream) -> bool:
        if row.stream in HEADINGS:
            return stream.kind is row.stream.kind
        return row.stream is not None and self._is_in(stream, row.stream.value)

    def _is_in(self, stream: Stream, folder: str) -> bool:
        """Whether a feed, a saved search or a folder is in a folder, at any depth."""
        if stream.kind is Kind.FOLDER:
            path = stream.value.rpartition("/")[0]
        elif stream.kind is Kind.FEED:
            path = next((feed.folder for feed in self.contents.feeds if feed.url == stream.value), "")
        elif stream.kind is Kind.SAVED:
            path = next((one.folder for one in self.contents.searches if one.title == stream.value), "")
        else:
            return False
        return is_inside(path, folder)

    # -- as a list of lines

    def row_count(self) -> int:
        """See :class:`LineList`."""
        return len(self._rows)

    def top_of(self, row: int) -> int:
        """See :class:`LineList`; the first line is empty."""
        return row + 1

    def line_count(self) -> int:
        """See :class:`LineList`."""
        return len(self._rows) + 1

    def row_at(self, line: int) -> int | None:
        """See :class:`LineList`."""
        return line - 1 if 0 < line <= len(self._rows) else None

    def is_selectable(self, row: int) -> bool:
        """See :class:`LineList`; the cursor skips empty rows."""
        return self._rows[row].stream is not None

    def cache_key(self, line: int) -> Hashable:
        """See :class:`LineList`."""
        number = self.row_at(line)
        if number is None:
            return None
        return self._rows[number], (1 + self.has_focus) * (number == self.cursor), number == self._onto

    def draw_line(self, line: int, width: int) -> Strip:
        """One row."""
        number = self.row_at(line)
        row = self._rows[number] if number is not None else TreeRow(None)
        if row.stream is None:
            return segments([("", self.inks["text"])], width)
        selected = number == self.cursor
        ground = ground_of(self.inks["cursor"]) if selected or number == self._onto else Style.null()
        dim = self.inks["dim"] + ground
        new = row.count and row.stream.kind not in KEPT
        text = (self.inks["unread"] if new else self.inks["text"]) + ground
        bar = self.inks["accent"] if self.has_focus else dim
        fold = {None: "", True: self._glyphs.folded + " ", False: self._glyphs.unfolded + " "}[row.folded]
        left = [
            (self._glyphs.cursor if selected else " ", bar + ground),
            (" " + "  " * row.depth, dim),
            (fold + row.label, dim if row.paused or row.hidden else text),
        ]
        notes = [
            note
            for note in (
                _("paused") if row.paused else "",
                "!" if row.failing else "",
                thousands(row.count, language()) if row.count else "",
            )
            if note
        ]
        return segments(left, width, (" ".join([*notes, ""]) or " ", dim))

    # -- dragging

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Starts a drag, or a click if the button is released on the same row."""
        row = None if self.on_bar(event) else self._row_under(event)
        self._held = self._rows[row].stream if row is not None else None
        if self._held:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlights the row under the pointer."""
        if self._held and event.button:
            row = self._row_under(event)
            self._highlight(row if row is not None and self._rows[row].stream != self._held else None)

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        """Drops the dragged row."""
        held, self._held = self._held, None
        row = self._row_under(event)
        onto = self._rows[row].stream if row is not None else None
        self._highlight(None)
        if held:
            self.release_mouse()
        self._was_drag = bool(held and held != onto)
        if held and onto and held != onto:
            self.post_message(self.Dropped(self, held, onto))

    def on_click(self, event: events.Click) -> None:
        """Ignores the click that ends a drag."""
        if self._was_drag:
            event.prevent_default()
        self._was_drag = False

    def _row_under(self, event: events.MouseEvent) -> int | None:
        row = self.row_at(event.y + self.scroll_offset.y) if 0 <= event.y < self.size.height else None
        return row if row is not None and self.is_selectable(row) else None

    def _highlight(self, row: int | None) -> None:
        before, self._onto = self._onto, row
        for changed in {before, row} - {None}:
            self.refresh_row(changed or 0)
