"""The places to go to: everything that the feeds pane can show, folded folders, tags, labels and people included."""

from __future__ import annotations

from dataclasses import replace

from reader.lazy_dataclass import dataclass
from reader.stream import Kind, Stream
from reader.ui.widgets.tree_rows import HEADINGS, KEPT, Tree, rows_of


@dataclass(frozen=True, slots=True)
class Place:
    """A list by its name. ``count``: as in the feeds pane. ``folder``: the path of the folder that it is in."""

    stream: Stream
    name: str
    count: int = 0
    folder: str = ""

    @property
    def unread(self) -> int:
        """The number of its unread articles; 0 for lists that count others."""
        return 0 if self.stream.kind in KEPT else self.count

    @property
    def path(self) -> str:
        """The name with the folders around it: it tells places of the same name apart."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


def places(tree: Tree) -> list[Place]:
    """All of them, in the order of the feeds pane. With thousands of feeds, this is for another thread."""
    found: list[Place] = []
    around: list[str] = []  # the paths of the folders around a row
    whole = replace(tree, folded=frozenset(), tags_folded=False, labels_folded=False, people_folded=False)
    for row in rows_of(replace(whole, unread_only=False)):
        if row.stream is None or row.stream in HEADINGS:
            continue
        del around[row.depth :]
        folder = around[-1] if around and row.stream.kind in (Kind.FEED, Kind.SAVED, Kind.FOLDER) else ""
        found.append(Place(row.stream, row.label, row.count, folder))
        if row.stream.kind is Kind.FOLDER:
            around.append(row.stream.value)
    return found
