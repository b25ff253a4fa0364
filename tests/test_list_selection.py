"""Articles selected in the list: which they are whatever happens to the list, and what commands do with them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.library.worker_events import FeedDone
from reader.paths import Paths
from reader.store import open_store
from reader.ui.widgets.picked import Picked
from tests.support.long_list import SMALL
from tests.support.screen import reading
from tests.support.stocking import NOW, new_entry, update
from tests.support.streams import open_list

_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(-30, 30)),
        st.tuples(st.just("range"), st.just(0)),
        st.tuples(st.just("single"), st.just(0)),
        st.tuples(st.just("remove"), st.integers(0, 29)),
        st.tuples(st.just("insert"), st.integers(0, 29)),
    ),
    max_size=25,
)


@given(_STEPS)
def test_the_selected_entries_stay_selected_whatever_rows_come_and_go(steps: list[tuple[str, int]]) -> None:
    entries, cursor, picked, newest = list(range(30)), 0, Picked(), 30

    def selected() -> list[int]:
        assert picked.count(cursor) == len(picked.all(cursor)) == len(set(picked.all(cursor)))
        assert [row for row in range(len(entries)) if picked.holds(row, cursor)] == picked.all(cursor)
        return [entries[row] for row in picked.all(cursor)]

    for step, number in steps:
        before = selected()
        if step == "move":
            cursor = min(max(0, cursor + number), len(entries) - 1)
            assert picked.anchor is not None or selected() == before
        elif step == "range":
            picked = picked.extended(cursor)
            assert set(before) ^ set(selected()) <= {entries[cursor]}
        elif step == "single":
            picked = picked.toggled(cursor, cursor)
            assert set(before) ^ set(selected()) == {entries[cursor]}
        else:
            old, old_cursor, at = entries[:], cursor, min(number, len(entries) - 1)
            if step == "insert":
                entries, newest = [*entries[:at], newest, *entries[at:]], newest + 1
            elif len(entries) > 1:
                entries = [*entries[:at], *entries[at + 1 :]]
            cursor = entries.index(old[cursor]) if old[cursor] in entries else min(cursor, len(entries) - 1)
            places = {row: entries.index(one) for row, one in enumerate(old) if one in entries}
            picked = picked.moved(places, old_cursor, cursor)
            assert selected() == [one for one in before if one in entries]


def test_a_selection_that_was_used_ends_when_the_cursor_moves_on() -> None:
    picked = Picked().extended(3)
    assert picked.after_move().all(5) == [3, 4, 5]
    assert picked.used().all(5) == [3, 4, 5]
    assert not picked.used().after_move()


async def test_a_selection_keeps_its_articles_when_new_ones_come_and_when_the_order_changes(long: Paths) -> None:
    def selected() -> set[str]:
        lines = sight.text().lines_of("headlines")
        return {line[3:].split("  ")[0].strip() for line in lines if line[2:3] == "✓"}

    async with reading(long) as sight:
        await open_list(sight, "Feed 2")
        await sight.press("asterisk", "j")
        store = open_store(long.database, now=NOW)
        poll = next(poll for poll in store.feeds.polls() if poll.url == SMALL)
        between = new_entry(2000, title="Aal", sort=NOW - 1000)
        store.arrivals.apply([update(poll, [between, new_entry(2001, title="Zoo", sort=NOW)])], now=NOW)
        store.close()
        sight.app._receive(FeedDone(poll.feed_id, SMALL, new=2, updated=0))
        await sight.shows("↑ 2 new")
        await sight.press("full_stop")
        await sight.until(lambda screen: len(screen.titles) == 7)
        assert (selected(), sight.text().row.title) == ({"Title 1000", "Title 1001"}, "Title 1001")
        await sight.press("v", "home", "j", "j", "enter")
        await sight.until(lambda screen: screen.titles[0] == "Aal")
        assert (selected(), "2 selected" in sight.text().top) == ({"Title 1000", "Title 1001"}, True)
        row = sight.text().place_of("Title 1003", "headlines")
        await sight.pilot.click(offset=row, control=True)
        assert selected() == {"Title 1000", "Title 1001", "Title 1003"}
        row = sight.text().place_of("Zoo", "headlines")
        await sight.pilot.click(offset=row, shift=True)
        assert "7 selected" not in sight.text().top
        assert selected() >= {"Title 1000", "Title 1001", "Title 1002", "Title 1003", "Title 1004", "Zoo"}


async def test_commands_work_on_the_selected_articles_as_one_step(long: Paths) -> None:
    async with reading(long) as sight:
        await open_list(sight, "Feed 2")
        await sight.press("asterisk", "j", "j")
        screen = sight.text()
        assert "3 selected" in screen.top
        assert [line[2] for line in screen.lines_of("headlines") if "Title" in line] == ["✓", "✓", "✓", " ", " "]
        await sight.press("asterisk", "j", "plus", "m")  # the fourth stays as it is, the last is added
        assert [row.unread for row in sight.text().rows] == [False, False, False, False, True]
        assert "Marked 4 articles read" in sight.text().bottom
        await sight.press("s")  # the same articles again, and only then does moving end the selection
        assert [row.starred for row in sight.text().rows] == [True] * 4 + [False]
        await sight.press("j", "k")
        assert "selected" not in sight.text().top
        await sight.press("u", "u")
        assert all(row.unread and not row.starred for row in sight.text().rows)
        await sight.press("home", "3", "asterisk")
        assert "3 selected" in sight.text().top
        await sight.press("escape")
        assert ("selected" in sight.text().top, sight.text().focus) == (False, "headlines")
        await sight.press("m")
        assert [row.unread for row in sight.text().rows] == [True, True, False, True, True]
