"""Unchanged entries are not parsed again, and the stored result is the same."""

from __future__ import annotations

import sqlite3

from reader.query.selection import Selection
from reader.refresh.parsing.read_feed import FeedResult, read_feed, without_content
from tests.support.each import each
from tests.support.profile import finished, serving
from tests.support.queries import looking_for

URL = "https://e.example/feed"


def rss(*items: str, head: str = "") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>T</title>{head}{body}</channel></rss>".encode()


def item(number: int, text: str = "") -> str:
    text = text or f"<p>Words of number {number}.</p>"
    return f"<guid>g{number}</guid><title>Title {number}</title><description><![CDATA[{text}]]></description>"


def read(body: bytes, cache: bytes = b"") -> FeedResult:
    return read_feed(body, url=URL, cache=cache)


def test_the_cache_holds_an_entry_without_its_content():
    first = read(rss(item(1), item(2)))
    again = read(rss(item(3), item(1), item(2)), first.cache)
    assert [one.partial for one in again.entries] == [False, True, True]
    assert again.entries[1:] == tuple(map(without_content, first.entries))
    assert again.entries[:1] == read(rss(item(3))).entries


def test_the_cache_holds_only_the_last_version_of_a_feed():
    first = read(rss(item(1), item(2)))
    second = read(rss(item(2), item(3)), first.cache)
    third = read(rss(item(1), item(2), item(3)), second.cache)
    assert [one.partial for one in third.entries] == [False, True, True]
    assert second.cache == read(rss(item(2), item(3))).cache


@each("cache", [b"", b"junk", b"x\x9c\x03\x00", read(rss(item(1))).cache[:-3]])
def test_an_invalid_cache_is_ignored(cache):
    assert read(rss(item(1)), cache) == read(rss(item(1)))


def test_two_equal_entries_are_both_in_the_cache():
    first = read(rss(item(1), item(1)))
    assert [one.partial for one in read(rss(item(2), item(1), item(1)), first.cache).entries] == [False, True, True]


def test_words_are_counted_and_folded_for_search():
    (entry,) = read(rss(item(1, "<p>Über  die <b>Straße</b></p>"))).entries
    assert (entry.words, entry.search_words) == (3, "uber die strasse")


def test_only_the_new_entries_of_a_changed_feed_are_parsed(profile):
    bodies = {"/feed": rss(*map(item, range(40)))}
    with serving(bodies) as server:
        url = f"{server}/feed"
        profile.subscribe(url)
        assert finished(profile.refresh()).new == 40
        before = {entry.id: entry for entry in profile.entries()}
        bodies["/feed"] = rss(item(40), item(7, "<p>Edited.</p>"), *map(item, range(8, 40)))
        done = finished(profile.refresh())
        assert (done.new, done.updated) == (1, 1)
        after = {entry.id: entry for entry in profile.entries()}
        edited = next(entry for entry in after.values() if entry.title == "Title 7")
        assert edited.summary_html == "<p>Edited.</p>"
        assert {id_: entry for id_, entry in after.items() if id_ in before and id_ != edited.id} == {
            id_: entry for id_, entry in before.items() if id_ != edited.id
        }
        assert finished(profile.refresh()).unchanged == 1


def test_a_cached_entry_that_the_store_lost_is_restored_with_its_content(profile):
    bodies = {"/feed": rss(*map(item, range(5)))}
    with serving(bodies) as server:
        profile.subscribe(f"{server}/feed")
        profile.refresh()
        with sqlite3.connect(profile.paths.database) as connection:
            connection.execute("DELETE FROM entries WHERE title = 'Title 3'")
        bodies["/feed"] = rss(item(5), *map(item, range(5)))
        assert finished(profile.refresh()).new == 2
    lost = next(entry for entry in profile.entries() if entry.title == "Title 3")
    assert lost.summary_html == "<p>Words of number 3.</p>"


def test_a_long_feed_that_was_edited_throughout_is_updated_completely(profile):
    bodies = {"/feed": rss(*map(item, range(500)))}
    with serving(bodies) as server:
        profile.subscribe(f"{server}/feed")
        profile.refresh()
        bodies["/feed"] = rss(*(item(number, f"<p>Edited {number}.</p>") for number in range(450, 950)))
        done = finished(profile.refresh())
        assert (done.new, done.updated) == (450, 50)
        bodies["/feed"] = rss(*(item(number, f"<p>Again {number}.</p>") for number in range(450, 950)))
        assert finished(profile.refresh()).updated == 500
        assert finished(profile.refresh()).unchanged == 1
    edited = [entry for entry in profile.entries() if entry.summary_html.startswith("<p>Again")]
    assert len(edited) == 500


def test_a_long_feed_is_stored_completely_and_can_be_searched(profile):
    bodies = {"/feed": rss(*map(item, range(1_100)))}
    with serving(bodies) as server:
        profile.subscribe(f"{server}/feed")
        assert finished(profile.refresh()).new == 1_100
    store = profile.store
    try:
        assert store.search.pending() == 0
        assert len(store.entries.page(looking_for(words="number 1099"))) == 1
        assert store.entries.count(Selection()) == 1_100
    finally:
        store.close()
