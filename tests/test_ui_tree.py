"""The rows of the tree: every feed once, moves that change one place, sort orders, counts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.model import Feed, SavedSearch
from reader.stream import Kind, Stream
from reader.ui.widgets.tree_rows import TAGS, Order, Tree, TreeRow, rows_of, sibling, tables_of, unread_rows

folders = st.lists(st.sampled_from("abc"), max_size=3).map("/".join)
trees = st.builds(
    lambda paths, searches, order: Tree(
        feeds=tuple(
            Feed(n, f"https://{n}.example/", f"F{n}", folder=path, unread=n % 3, tags=("t",) * (n % 2))
            for n, path in enumerate(paths)
        ),
        searches=tuple(SavedSearch(f"S{n}", folder=path) for n, path in enumerate(searches)),
        order=order,
    ),
    st.lists(folders, max_size=8),
    st.lists(folders, max_size=3),
    st.sampled_from(Order),
)


def places(tree: Tree) -> dict[str, list[Stream]]:
    """The rows of each folder, in order."""
    found: dict[str, list[Stream]] = {}
    path: list[str] = []
    for row in rows_of(tree):
        if row.stream and row.stream.kind in (Kind.FEED, Kind.FOLDER, Kind.SAVED):
            del path[row.depth :]
            found.setdefault("/".join(path), []).append(row.stream)
            path.append(row.label)
    return found


def movable(tree: Tree) -> list[tuple[int, int]]:
    """Pairs of rows that can change places, the upper one first."""
    rows = list(rows_of(tree))
    pairs = ((number, sibling(rows, number, 1)) for number in range(len(rows)))
    return [(upper, lower) for upper, lower in pairs if lower is not None]


@given(trees)
def test_every_feed_and_search_appears_once_in_its_folder(tree: Tree) -> None:
    found = places(tree)
    for feed in tree.feeds:
        assert found[feed.folder].count(Stream(Kind.FEED, feed.url)) == 1
    for search in tree.searches:
        assert found[search.folder].count(Stream(Kind.SAVED, search.title)) == 1
    listed = [stream for streams in found.values() for stream in streams if stream.kind is not Kind.FOLDER]
    assert len(listed) == len(tree.feeds) + len(tree.searches)


@given(trees)
def test_moving_down_and_up_are_symmetric(tree: Tree) -> None:
    rows = list(rows_of(tree))
    for upper, lower in movable(tree):
        assert sibling(rows, lower, -1) == upper
        assert rows[upper].depth == rows[lower].depth


def feeds_of(tree: Tree, row: TreeRow) -> list[Feed]:
    """The feeds of a row."""
    return [one for one in tables_of(tree, row.stream or TAGS) if isinstance(one, Feed)]


@given(trees, st.data())
def test_a_move_swaps_two_neighbours_only(tree: Tree, data: st.DataObject) -> None:
    tree = replace(tree, order=Order.HAND)
    rows, before = list(rows_of(tree)), places(tree)
    # A folder that contains only saved searches comes last, whatever its position in the file.
    pairs = [pair for pair in movable(tree) if all(feeds_of(tree, rows[number]) for number in pair)]
    if not pairs:
        return
    upper, lower = (rows[number] for number in data.draw(st.sampled_from(pairs)))
    moved = feeds_of(tree, lower)
    rest = [feed for feed in tree.feeds if feed not in moved]
    place = rest.index(feeds_of(tree, upper)[0])
    after = places(replace(tree, feeds=(*rest[:place], *moved, *rest[place:])))
    swapped = {upper.stream: lower.stream, lower.stream: upper.stream}
    for path, streams in before.items():
        assert after[path] == [swapped.get(stream, stream) for stream in streams]


def test_hidden_feeds_count_only_under_their_tags() -> None:
    feeds = (
        Feed(1, "https://1.example/", "A", folder="x", unread=3, tags=("t",)),
        Feed(2, "https://2.example/", "B", folder="x", unread=4, tags=("t",), hidden=True),
    )
    rows = {row.stream: row for row in rows_of(Tree(feeds=feeds))}
    assert rows[Stream(Kind.FOLDER, "x")].count == 3
    assert rows[Stream(Kind.TAG, "t")].count == 7
    assert rows[Stream(Kind.FEED, "https://2.example/")] == TreeRow(
        Stream(Kind.FEED, "https://2.example/"), "B", 1, 4, hidden=True
    )


def test_sorting_mixes_feeds_and_folders() -> None:
    feeds = (
        Feed(1, "https://1.example/", "b", unread=1),
        Feed(2, "https://2.example/", "z", folder="A", unread=5),
        Feed(3, "https://3.example/", "c", unread=2),
    )
    latest = {1: 100, 2: 50, 3: 75}

    def top(order: Order) -> list[str]:
        rows = rows_of(Tree(feeds=feeds, latest=latest, order=order))
        return [row.label for row in rows if row.depth == 0 and row.stream][5:]

    assert top(Order.HAND) == ["b", "A", "c"]
    assert top(Order.TITLE) == ["A", "b", "c"]
    assert top(Order.UNREAD) == ["A", "c", "b"]
    assert top(Order.LATEST) == ["b", "c", "A"]


def test_few_tags_are_unfolded_and_many_folded() -> None:
    def tagged(count: int, *, folded: bool | None = None) -> Tree:
        feed = Feed(1, "https://1.example/", "A", tags=tuple(f"t{n}" for n in range(count)))
        return Tree(feeds=(feed,), tags_folded=folded)

    def shown(tree: Tree) -> int:
        return sum(
            row.stream != TAGS and row.stream is not None and row.stream.kind is Kind.TAG for row in rows_of(tree)
        )

    assert [shown(tagged(8)), shown(tagged(9)), shown(tagged(9, folded=False)), shown(tagged(8, folded=True))] == [
        8,
        0,
        9,
        0,
    ]


@given(trees, st.data())
def test_without_read_feeds_what_has_unread_articles_stays_and_what_is_kept_with_its_folders(
    tree: Tree, data: st.DataObject
) -> None:
    rows = list(rows_of(tree))
    kept = data.draw(st.sampled_from([row.stream for row in rows]))
    found = list(unread_rows(rows, kept))
    assert found == [row for row in rows if row in found], "in their order"
    assert {row.stream for row in rows if row.count} <= {row.stream for row in found}
    assert kept in [row.stream for row in found]
    own = next(row for row in rows if row.stream == kept)
    extra = [row for row in found if row.stream and not row.count and row.stream.kind is Kind.FOLDER]
    assert all(kept and row.stream and kept in streams_inside(tree, row.stream) for row in extra) or not own.depth


def streams_inside(tree: Tree, folder: Stream) -> set[Stream]:
    """The folder itself, and all feeds, searches and folders in it."""
    feeds = {Stream(Kind.FEED, one.url) for one in tables_of(tree, folder) if isinstance(one, Feed)}
    searches = {Stream(Kind.SAVED, one.title) for one in tables_of(tree, folder) if isinstance(one, SavedSearch)}
    paths = {one.folder for one in tables_of(tree, folder)}
    return {folder} | feeds | searches | {Stream(Kind.FOLDER, path[:n]) for path in paths for n in range(len(path) + 1)}
