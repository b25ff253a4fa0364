"""The streams, folders and feeds with what is unread in each; folders fold."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual.strip import Strip

from reader.model import Feed, Status
from reader.stream import Kind, Stream
from reader.ui.glyphs import Glyphs
from reader.ui.widgets.line_list import LineList, ground_of, segments

FIXED = ((Kind.TODAY, "Today"), (Kind.UNREAD, "Unread"), (Kind.STARRED, "Starred"), (Kind.ALL, "All"))


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A row; without a stream it is empty space. ``folded`` is None for what cannot fold."""

    stream: Stream | None
    label: str = ""
    depth: int = 0
    count: int = 0
    folded: bool | None = None
    ailing: bool = False


class FeedTree(LineList):
    """A list of :class:`TreeRow`, made from feeds and counts."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "feed-tree--text", "feed-tree--unread", "feed-tree--dim", "feed-tree--accent", "feed-tree--cursor",
    }  # fmt: skip

    BAR_KEEPS_ITS_CELL = False

    def __init__(self, *, id: str, glyphs: Glyphs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self._rows: list[TreeRow] = []
        self._feeds: tuple[Feed, ...] = ()
        self._counts: Mapping[Kind, int] = {}
        self.folded: frozenset[str] = frozenset()

    def show(self, feeds: Iterable[Feed], counts: Mapping[Kind, int], folded: Iterable[str] | None = None) -> None:
        """Shows these feeds in their folders. ``counts``: of the fixed streams. The cursor keeps its stream."""
        stream = self.stream
        self._feeds, self._counts = tuple(feeds), counts
        if folded is not None:
            self.folded = frozenset(folded)
        self._rows = list(_tree_rows(self._feeds, counts, self.folded))
        self.cursor = self._row_of(stream) if stream else self.cursor
        self.rows_changed()

    @property
    def stream(self) -> Stream | None:
        """The stream under the cursor."""
        return self._rows[self.cursor].stream if self.cursor < len(self._rows) else None

    def select(self, stream: Stream) -> bool:
        """Puts the cursor on a stream without telling; unfolds what hides it. False if it is not in the tree."""
        hidden = [folder for folder in self.folded if _is_inside(stream, folder, self._feeds)]
        if hidden:
            self.show(self._feeds, self._counts, self.folded - set(hidden))
        row = self._find(stream)
        if row is not None:
            self.move_to(row, told=False)
        return row is not None

    def label_of(self, stream: Stream) -> str:
        """How the tree calls a stream; empty if it does not have it."""
        row = self._find(stream)
        return self._rows[row].label if row is not None else ""

    def fold(self, folded: bool) -> bool:
        """Folds or unfolds the folder under the cursor; False if there is nothing to do."""
        row = self._rows[self.cursor] if self._rows else None
        if row is None or row.stream is None or row.folded in (None, folded):
            return False
        names = {row.stream.value}
        self.show(self._feeds, self._counts, self.folded | names if folded else self.folded - names)
        return True

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
        if found is None:  # its folder was folded: the outermost folded folder around it takes the cursor
            around = (n for n, row in enumerate(self._rows) if row.folded and self._holds(row, stream))
            found = next(around, min(self.cursor, max(0, len(self._rows) - 1)))
        return found

    def _holds(self, row: TreeRow, stream: Stream) -> bool:
        return row.stream is not None and _is_inside(stream, row.stream.value, self._feeds)

    # -- as a list of lines

    def row_count(self) -> int:
        """As the base says."""
        return len(self._rows)

    def top_of(self, row: int) -> int:
        """As the base says; the first line is left empty."""
        return row + 1

    def height_of(self, row: int) -> int:  # noqa: ARG002
        """As the base says."""
        return 1

    def line_count(self) -> int:
        """As the base says."""
        return len(self._rows) + 1

    def row_at(self, line: int) -> int | None:
        """As the base says."""
        return line - 1 if 0 < line <= len(self._rows) else None

    def can_rest_on(self, row: int) -> bool:
        """The cursor passes over empty rows."""
        return self._rows[row].stream is not None

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"feed-tree--{name}")

    def look_of(self, line: int) -> Hashable:
        """As the base says."""
        number = self.row_at(line)
        return number is not None and (self._rows[number], (1 + self.has_focus) * (number == self.cursor))

    def draw_line(self, line: int, width: int) -> Strip:
        """One row."""
        number = self.row_at(line)
        row = self._rows[number] if number is not None else TreeRow(None)
        if row.stream is None:
            return segments([("", self._style("text"))], width)
        selected = number == self.cursor
        ground = ground_of(self._style("cursor")) if selected else Style.null()
        dim = self._style("dim") + ground
        text = (self._style("unread") if row.count else self._style("text")) + ground
        bar = self._style("accent") if self.has_focus else dim
        sign = {None: "", True: self._glyphs.folded + " ", False: self._glyphs.unfolded + " "}[row.folded]
        label = sign + row.label
        left = [(self._glyphs.cursor if selected else " ", bar + ground), (" " + "  " * row.depth, dim), (label, text)]
        notes = [note for note in ("!" if row.ailing else "", str(row.count or "")) if note]
        return segments(left, width, (" ".join([*notes, ""]) or " ", dim))


def _tree_rows(feeds: tuple[Feed, ...], counts: Mapping[Kind, int], folded: frozenset[str]) -> Iterator[TreeRow]:
    for kind, label in FIXED:
        yield TreeRow(Stream(kind), label, count=counts.get(kind, 0))
    if feeds:
        yield TreeRow(None)
        yield from _inside("", feeds, folded, 0)


def _inside(path: str, feeds: Iterable[Feed], folded: frozenset[str], depth: int) -> Iterator[TreeRow]:
    """What stands in a folder, in the order of the feeds; a folder stands where its first feed does."""
    prefix = path + "/" if path else ""
    below: dict[str, list[Feed]] = {}
    for feed in feeds:
        below.setdefault(feed.folder.removeprefix(prefix).partition("/")[0] if feed.folder != path else "", []).append(
            feed
        )
    for name in dict.fromkeys(below):
        if name == "":
            yield from (_feed_row(feed, depth) for feed in below[name])
            continue
        folder = prefix + name
        is_folded = folder in folded
        unread = sum(feed.unread for feed in below[name])
        yield TreeRow(Stream(Kind.FOLDER, folder), name, depth, unread, is_folded)
        if not is_folded:
            yield from _inside(folder, below[name], folded, depth + 1)


def _feed_row(feed: Feed, depth: int) -> TreeRow:
    ailing = feed.poll is not None and feed.poll.status in (Status.FAILING, Status.GONE)
    return TreeRow(Stream(Kind.FEED, feed.url), feed.title, depth, feed.unread, ailing=ailing)


def _is_inside(stream: Stream, folder: str, feeds: Iterable[Feed]) -> bool:
    """Whether a feed or folder stands somewhere in a folder."""
    if stream.kind is Kind.FOLDER:
        path = stream.value.rpartition("/")[0]
    elif stream.kind is Kind.FEED:
        path = next((feed.folder for feed in feeds if feed.url == stream.value), "")
    else:
        return False
    return path == folder or path.startswith(folder + "/")
