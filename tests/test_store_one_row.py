"""Lists have one row for copies of an article, and one for a story where they are by stories: page by page and whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Page
from reader.query.selection import Selection
from reader.query.tree import Either, InFeeds, Name, Named, Not, Order, Words
from reader.store import Store
from reader.store import one_row as one_row_module
from tests.support.fuzzing import examples
from tests.support.stocking import NOW, new_entry, stocked

FEEDS = [f"https://{name}.example/feed" for name in ("one", "two", "three")]
PER_FEED = 12
ALL = range(1, 3 * PER_FEED + 1)

SELECTIONS = [
    Selection(),
    Selection(unread=True),
    Selection(feeds=(1, 3)),
    Selection(feeds=(2, 3), unread=True),
    Selection(feeds=(2,)),
    Selection(since=NOW - 8),
    Selection(up_to=20),
    Selection(ids=tuple(range(5, 30))),
    Selection(query=Words("even")),
    Selection(query=Named(Name.URL, "/1")),
    Selection(query=Either((Words("even"), InFeeds(frozenset((3,)))))),
    Selection(query=Not(Words("even")), feeds=(1, 2)),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The numbers of the entries, and with them their dates, run through all feeds in turn."""
    entries = {
        url: [
            new_entry(number, title=f"{'even' if number % 2 == 0 else 'odd'} {number % 7}")
            for number in range(feed, 3 * PER_FEED, 3)
        ]
        for feed, url in enumerate(FEEDS)
    }
    return stocked(tmp_path_factory.mktemp("rows") / "s.db", entries)


@contextmanager
def grouped(store: Store, copies: Sequence[int], stories: Sequence[int], read: Sequence[int]) -> Iterator[None]:
    """Puts entries into groups by number (0: none) for one example; no two of a feed are copies."""
    run = store._connection.execute
    run("BEGIN")
    seen: set[tuple[int, int]] = set()
    for entry_id, group, story in zip(ALL, copies, stories, strict=True):
        feed = (entry_id - 1) // PER_FEED
        own = group if group and (feed, group) not in seen else None
        seen.add((feed, group))
        run("UPDATE entries SET copies = ?, story = ? WHERE id = ?", (own, story or None, entry_id))
    run("UPDATE entries SET read = id IN (SELECT value FROM json_each(?))", (str(list(read)),))
    run("COMMIT")
    yield


def expected(store: Store, selection: Selection) -> list[tuple[int, int]]:
    """By the definition, from the keys of all entries of the selection."""
    rows = store._connection.execute("SELECT sort, id, copies, story FROM entries").fetchall()
    belongs = one_row_module._belonging(store._connection, selection, ALL)
    mine = sorted((row for row in rows if row[1] in belongs), key=lambda row: row[1])
    first: dict[int, int] = {}
    for _, entry_id, copies, _ in mine:
        first.setdefault(copies or -entry_id, entry_id)
    shown = [row for row in mine if row[1] in first.values()]
    if selection.stories:
        best: dict[int, tuple[int, int]] = {}
        for sort, entry_id, _, story in sorted(shown):
            best.setdefault(story or -entry_id, (sort, entry_id))
        return sorted(best.values(), reverse=True)
    return sorted(((sort, entry_id) for sort, entry_id, *_ in shown), reverse=True)


groups = st.lists(st.integers(0, 5), min_size=len(ALL), max_size=len(ALL))


@settings(max_examples=examples(40), deadline=None)
@given(copies=groups, stories=groups, read=st.lists(st.sampled_from(ALL)), by_stories=st.booleans(), few=st.booleans())
def test_every_way_to_read_a_list_gives_the_same_rows(
    store: Store, copies: list[int], stories: list[int], read: list[int], by_stories: bool, few: bool
) -> None:
    with grouped(store, copies, stories, read), pytest.MonkeyPatch.context() as patch:
        patch.setattr(one_row_module, "_FEW", 5_000 if few else 0)
        patch.setattr(one_row_module, "_CHUNK", 5)
        for plain in SELECTIONS:
            selection = Selection(**{name: getattr(plain, name) for name in _FIELDS}, stories=by_stories)
            rows = expected(store, selection)
            assert _by_pages(store, selection, 4) == rows
            assert list(zip(*store.entries.all_keys(selection), strict=True)) == rows
            assert store.entries.count(selection) == len(rows)
            for order in (Order.FEED, Order.FEED_OLDEST, Order.TITLE, Order.LENGTH):
                listing = store.entries.listing(selection, order, [3, 1, 2])
                assert sorted(zip(listing.sorts, listing.ids, strict=True), reverse=True) == rows
                assert (
                    store.entries.in_order(selection, order, [3, 1, 2], limit=5)
                    == [*zip(listing.sorts, listing.ids, strict=True)][:5]
                )
            if rows:
                middle = rows[len(rows) // 2]
                assert store.entries.page_before(selection, middle, 3) == rows[: len(rows) // 2][-3:]
            newer = [key for key in rows if key[1] > 17]
            assert [*zip(*store.entries.keys_since(selection, 17), strict=True)] == newer
            assert store.entries.arrived_since(selection, 17) == len(newer)
            assert sorted(store.entries.best(selection), reverse=True) == rows


_FIELDS = ("feeds", "unread", "since", "up_to", "ids", "query")


def _by_pages(store: Store, selection: Selection, size: int) -> list[tuple[int, int]]:
    keys: list[tuple[int, int]] = []
    while page := store.entries.page(selection, older_than=keys[-1] if keys else None, limit=size):
        assert len(page) == size or not store.entries.page(selection, older_than=page[-1], limit=1)
        keys += page
    return keys


def test_the_row_of_a_story_shows_the_most_read_feed_then_the_full_text(store: Store) -> None:
    def shown() -> list[int]:
        selection = Selection(stories=True, shares=tuple(store.feeds.shares(NOW).items()))
        return [one for _, one in store.entries.page(selection, limit=99) if one in {1, 13, 25}]

    same = [1] + [0] * (PER_FEED - 1)
    with grouped(store, [0] * len(ALL), same * 3, ()):
        assert shown() == [25]  # the earliest
        store.arrivals.write_page(13, Page("https://paper.example/2", content_html="<p>All of it</p>"), None, now=NOW)
        assert shown() == [13]
        store._connection.execute("UPDATE entries SET opened = ? WHERE id = 2", (NOW,))
        assert shown() == [1]
        store._connection.execute("UPDATE entries SET opened = NULL")
        store._connection.execute("DELETE FROM pages")


def test_a_list_by_feed_begins_each_feed_at_its_first_row(store: Store) -> None:
    same = [1] + [0] * (PER_FEED - 1)
    with grouped(store, same * 3, [0] * len(ALL), ()):
        listing = store.entries.listing(Selection(), Order.FEED, [3, 1, 2])
        assert listing.groups == ((0, 3), (PER_FEED - 1, 1), (2 * PER_FEED - 1, 2))


def test_a_row_that_was_kept_is_not_joined_by_a_copy_of_it(store: Store) -> None:
    same = [1] + [0] * (PER_FEED - 1)
    with grouped(store, same * 3, [0] * len(ALL), [1]):
        listing = store.entries.listing(Selection(unread=True), Order.TITLE, [1, 2, 3], kept=[1])
        assert 1 in listing.ids
        assert PER_FEED + 1 not in listing.ids
        assert 2 * PER_FEED + 1 not in listing.ids
