"""Matching and comparing entries: laws over all feeds, and cases of real publishers."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, permutations
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.arrival import KnownEntry, NewEntry, ParsedEntry
from reader.model import Author, Enclosure
from reader.refresh.entries.diff import EntryDiff, diff_entries
from reader.refresh.entries.identity import date_of
from reader.refresh.entries.matching import find_duplicates
from reader.refresh.parsing.read_feed import EntryResult, digest, entry_result, without_content
from reader.text import plain_text
from reader.web.address_keys import _split, address_key, split_address
from reader.web.addresses import PLAIN_URL
from tests.support.each import each

NOW = 1_750_000_000
DAY = 86_400


def item(guid=None, url=None, title="A title", published=NOW - DAY, **more):
    return ParsedEntry(guid=guid, url=url, title=title, published=published, **more)


def known(entry: ParsedEntry, id_: int = 1) -> KnownEntry:
    """The entry as it is known to the store afterwards."""
    (new,), _ = of(entry)
    return stored(new, id_)


def stored(new: NewEntry, id_: int) -> KnownEntry:
    parsed = new.parsed
    return KnownEntry(id_, parsed.guid, parsed.url, parsed.title, parsed.published, new.digest, new.content)


def of(*entries: ParsedEntry, beside: tuple[KnownEntry, ...] = ()) -> EntryDiff:
    decision = diff_entries([entry_result(entry) for entry in entries], beside, now=NOW)
    assert decision is not None
    return decision


def titles(new: tuple[NewEntry, ...]) -> list[str]:
    return [entry.parsed.title for entry in new]


# -- laws

addresses = st.sampled_from(
    [
        None,
        "https://one.example/",
        "https://one.example/a",
        "http://one.example/a",
        "https://www.one.example/a/",
        "https://two.example/a",
        "https://one.example/?p=2",
    ]
)
guids = st.one_of(addresses, st.sampled_from(["1", "2", "urn:x:3", "[broken"]))
entries = st.builds(
    ParsedEntry,
    guid=guids,
    url=addresses,
    title=st.sampled_from(["", "News", "Other", "Third"]),
    published=st.sampled_from([None, 0, NOW - DAY, NOW - 1, NOW + DAY]),
    updated=st.sampled_from([None, NOW - 5]),
    summary_html=st.sampled_from(["", "<p>one</p>", "<p>two words</p>"]),
)
feeds = st.lists(entries, max_size=7).map(tuple)


@given(feeds)
def test_a_second_diff_after_storing_is_empty(feed):
    new, changed = of(*feed)
    assert changed == ()
    again = of(*feed, beside=tuple(stored(entry, number) for number, entry in enumerate(new, 1)))
    assert again == ((), ())


@given(feeds, feeds, st.randoms(use_true_random=False))
def test_the_order_of_the_feed_does_not_matter(before, feed, random):
    new, _ = of(*before)
    beside = [stored(entry, number) for number, entry in enumerate(new, 1)]
    one = of(*feed, beside=tuple(beside))
    shuffled = list(feed)
    random.shuffle(shuffled)
    random.shuffle(beside)
    other = of(*shuffled, beside=tuple(beside))
    assert sorted(map(repr, one[0])) == sorted(map(repr, other[0]))
    assert sorted(map(repr, one[1])) == sorted(map(repr, other[1]))


@given(feeds, feeds)
def test_after_any_two_polls_a_third_of_the_same_feed_is_empty(before, feed):
    first, _ = of(*before)
    store = stored_after({}, (first, ()))
    store = stored_after(store, of(*feed, beside=tuple(store.values())))
    assert titles(of(*feed, beside=tuple(store.values()))[0]) == []


def renamed(address, host):
    return address and address.replace("//one.example", f"//{host}").replace("http:", "https:")


own_pages = st.lists(
    st.builds(
        lambda number, guid, title, date: ParsedEntry(
            guid=guid and guid.format(number), url=f"http://one.example/{number}", title=title, published=date
        ),
        st.integers(0, 9),
        st.sampled_from([None, "{}", "http://one.example/?p={}", "http://one.example/{}"]),
        st.sampled_from(["News", "Other", "Third"]),
        st.sampled_from([None, NOW - DAY, NOW - 2 * DAY]),
    ),
    max_size=8,
    unique_by=lambda entry: entry.url,
).map(tuple)


@given(own_pages, st.sampled_from(["two.example", "www.one.example", "one.example:8080", "one.example"]))
def test_a_renamed_host_adds_nothing_and_keeps_every_entry(feed, host):
    new, _ = of(*feed)
    beside = tuple(stored(entry, number) for number, entry in enumerate(new, 1))
    after = tuple(replace(one, guid=renamed(one.guid, host), url=renamed(one.url, host)) for one in feed)
    again, changed = of(*after, beside=beside)
    assert again == ()
    places = {one.id: one.url for one in beside}
    assert all(change.parsed.url == renamed(places[change.id], host) for change in changed)


@given(own_pages)
def test_changing_all_guids_adds_nothing(feed):
    new, _ = of(*feed)
    beside = tuple(stored(entry, number) for number, entry in enumerate(new, 1))
    after = tuple(replace(one, guid=f"other:{number}") for number, one in enumerate(feed))
    assert of(*after, beside=beside)[0] == ()


@given(feeds, feeds, st.randoms(use_true_random=False))
def test_two_histories_match_regardless_of_order_and_each_entry_once(one, other, random):
    left = [stored(entry, number) for number, entry in enumerate(of(*one)[0], 1)]
    right = [stored(entry, number) for number, entry in enumerate(of(*other)[0], 100)]
    found = find_duplicates(left, right)
    assert len({pair[0] for pair in found}) == len({pair[1] for pair in found}) == len(found)
    same = find_duplicates(left, [replace(entry, id=entry.id + 1_000) for entry in left])
    assert len(same) == len(left)
    random.shuffle(left)
    random.shuffle(right)
    assert len(find_duplicates(left, right)) == len(found)


@given(feeds)
def test_new_entries_are_all_different(feed):
    new, _ = of(*feed)
    for one, other in combinations([entry.parsed for entry in new], 2):
        same_guid = one.guid and other.guid and address_key(one.guid) == address_key(other.guid)
        same_text = plain_text(one.summary_html) == plain_text(other.summary_html)
        assert not (same_guid and one.title == other.title and (same_text or date_of(one) == date_of(other)))


@given(feeds)
def test_a_new_entry_is_never_sorted_into_the_future_and_ids_grow_with_age(feed):
    new, _ = of(*feed)
    assert all(entry.sort <= NOW for entry in new)
    assert [entry.sort for entry in new] == sorted(entry.sort for entry in new)


def stored_after(store: dict[int, KnownEntry], decision: EntryDiff) -> dict[int, KnownEntry]:
    """The known entries after a diff was stored."""
    new, changed = decision
    after = dict(store)
    for change in changed:
        old, parsed = store[change.id], change.parsed
        published = old.published if parsed.published is None else parsed.published
        after[change.id] = KnownEntry(
            change.id, parsed.guid, parsed.url, parsed.title, published, change.digest, change.content
        )
    return after | {number: stored(entry, number) for number, entry in enumerate(new, len(store) + 1)}


def cut(entries: list[EntryResult], numbers: set[int]) -> list[EntryResult]:
    return [without_content(one) if number in numbers else one for number, one in enumerate(entries)]


@given(feeds, feeds, st.sets(st.integers(0, 6)), st.sets(st.integers(1, 7)), st.sets(st.integers(0, 7)))
def test_the_diff_of_a_partial_feed_equals_the_full_one_or_requires_it(before, later, gone, pruned, numbers):
    store = stored_after({}, of(*before))
    store = {id_: one for id_, one in store.items() if id_ not in pruned}  # entries that are missing from the feed
    feed = [entry_result(e) for e in (*(e for n, e in enumerate(before) if n not in gone), *later)]
    whole = diff_entries(feed, list(store.values()), now=NOW)
    part = diff_entries(cut(feed, numbers), list(store.values()), now=NOW)
    assert whole is not None
    assert part in (whole, None)
    wanted = [entry.parsed for entry in whole[0]] + [entry.parsed for entry in whole[1]]
    assert part == whole or any(one.parsed in wanted for number, one in enumerate(feed) if number in numbers)


@given(feeds)
def test_a_feed_that_is_stored_already_needs_no_content(feed):
    store = stored_after({}, of(*feed))
    read = [entry_result(entry) for entry in feed]
    assert diff_entries(cut(read, set(range(len(read)))), list(store.values()), now=NOW) == ((), ())


# -- cases


def test_an_edited_entry_is_changed_and_not_new():
    old = item("1", "https://e.example/1", summary_html="<p>a</p>")
    new, changed = of(replace(old, title="Better", summary_html="<p>b c</p>"), beside=(known(old),))
    assert new == ()
    assert [(c.id, c.parsed.title, c.words) for c in changed] == [(1, "Better", 2)]


def test_an_entry_whose_title_and_date_were_edited_is_the_same():
    old = item("1", "https://e.example/1")
    new, changed = of(item("1", "https://e.example/1", "Update: more", NOW - 5), beside=(known(old),))
    assert (new, [c.id for c in changed]) == ((), [1])


def test_two_articles_with_one_guid_are_different_entries():
    one, other = item("0", "https://e.example/1", "One", NOW - 9), item("0", "https://e.example/2", "Other", NOW - 3)
    assert titles(of(one, other)[0]) == ["One", "Other"]
    assert titles(of(one, other, beside=(known(one),))[0]) == ["Other"]


def test_entries_that_all_share_a_link_are_different_entries():
    home = "https://e.example/"
    one, other, third = (item(None, home, title, NOW - age) for title, age in (("A", 30), ("B", 20), ("C", 10)))
    new, _ = of(one, other)
    assert titles(new) == ["A", "B"]
    beside = tuple(stored(entry, number) for number, entry in enumerate(new))
    assert titles(of(other, third, beside=beside)[0]) == ["C"]


def test_daily_episodes_with_one_title_and_one_page_are_different_entries():
    first, second = (item(f"ep{n}", "https://e.example/show", "The show", NOW - n * DAY) for n in (1, 2))
    assert len(of(first, second)[0]) == 2


def test_a_new_guid_with_the_same_link_and_title_is_the_same_entry():
    old = item("old-1", "https://e.example/1")
    new, changed = of(replace(old, guid="new-1"), beside=(known(old),))
    assert new == ()
    assert [c.parsed.guid for c in changed] == ["new-1"]


def test_a_guid_with_a_revision_that_moves_the_date_is_the_same_entry():
    old = item("https://e.example/news/1#0", "https://e.example/news/1")
    later = replace(old, guid="https://e.example/news/1#1", published=NOW - 60)
    assert of(later, beside=(known(old),))[0] == ()


def test_http_and_https_and_www_are_one_entry():
    old = item("http://e.example/1", "http://e.example/1")
    moved = item("https://www.e.example/1", "https://www.e.example/1", "Edited")
    new, changed = of(moved, beside=(known(old),))
    assert (new, [c.id for c in changed]) == ((), [1])


def test_another_host_with_the_same_path_and_title_is_one_entry():
    old = item("https://old.example/?p=12", "https://old.example/2025/a-title/")
    new, changed = of(item("https://new.example/?p=12", "https://new.example/2025/a-title/"), beside=(known(old),))
    assert (new, len(changed)) == ((), 1)


def test_two_home_pages_are_not_one_entry():
    old = item("https://old.example/", "https://old.example/", summary_html="one")
    other = item("https://new.example/", "https://new.example/", summary_html="two")
    assert len(of(other, beside=(known(old),))[0]) == 1


# Spellings of one address: RFC 3986 section 6.2.2, RFC 3987 section 5.3.2.3.
letters = st.text("abcäßé日~ -.%41%c3%A4".replace("%", "") + "%", min_size=1, max_size=6).filter(
    lambda text: not re.search("%(?![0-9A-Fa-f]{2})", text) and text.strip(" .") == text
)


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Two spellings of the same address."""
    path, query = draw(st.lists(letters, min_size=1, max_size=3)), draw(st.none() | letters)

    def spelled() -> str:
        def encoded(text: str) -> str:
            sure = "".join(draw(st.sampled_from([c, quote(c)])) if c != "%" else c for c in text)
            return re.sub("%[0-9A-Fa-f]{2}", lambda m: draw(st.sampled_from([m[0].lower(), m[0].upper()])), sure)

        scheme, port = draw(st.sampled_from([("http", ":80"), ("https", ":443"), ("HTTP", ""), ("https", "")]))
        host = draw(st.sampled_from(["one.example", "www.one.example", "WWW.One.example", "user:pw@one.example"]))
        end = draw(st.sampled_from(["", "/"])) + ("" if query is None else "?" + encoded(query))
        return f"{scheme}://{host}{port}/" + "/".join(encoded(part) for part in path) + end

    return spelled(), spelled()


@given(spellings())
def test_an_entry_is_found_under_every_spelling_of_its_guid_and_link(addresses):
    one, other = addresses
    assert address_key(one) == address_key(other)
    for before, after in (
        (item(one, None), item(other, None, "Edited", NOW)),
        (item(None, one, "Same", None), item(None, other, "Same", NOW)),
    ):
        new, _ = of(after, beside=(known(before),))
        assert new == ()


@given(st.from_regex(PLAIN_URL, fullmatch=True))
def test_the_fast_path_for_plain_addresses_agrees_with_the_general_one(address: str) -> None:
    assert split_address(address) == _split(address)


def edition(number: int, guid: str | None = None, **more: Any) -> ParsedEntry:
    """One of several items with the same title and link, told apart by date and text."""
    first = item(guid, "https://ci.example/", "Build failed", NOW - number * DAY, summary_html=f"Step {number}")
    found: ParsedEntry = replace(first, **more)
    return found


GUIDS = {
    "none": [None, None, None],
    "the same": ["1", "1", "1"],
    "some": [None, "1", None],
    "an address": ["https://ci.example/", "http://www.ci.example", "https://ci.example/"],
}


@each("guids", GUIDS.values(), ids=GUIDS)
def test_items_that_differ_in_date_and_text_are_different_entries_although_all_else_is_the_same(guids):
    items = [
        edition(number, guid, url=f"{scheme}://ci.example/")
        for number, (guid, scheme) in enumerate(zip(guids, ("http", "https", "http"), strict=True))
    ]
    new, _ = of(*items)
    assert len(new) == 3
    there = tuple(stored(entry, number) for number, entry in enumerate(new, 1))
    for order in permutations(items):
        assert of(*order, beside=there) == ((), ())
    later = edition(9, guids[0])
    assert titles(of(*items[1:], later, beside=there)[0]) == ["Build failed"]  # the oldest left, one arrived


dates_and_texts = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from("abcdefgh")),
    min_size=1,
    max_size=6,
    unique_by=(lambda x: x[0], lambda x: x[1]),
)


@given(
    dates_and_texts,
    st.lists(st.sampled_from([None, "1", "2"]), min_size=6, max_size=6),
    st.randoms(use_true_random=False),
)
def test_items_that_differ_pairwise_in_date_and_text_stay_apart_in_every_poll(different, guids, random):
    items = [edition(date, guid, summary_html=text) for (date, text), guid in zip(different, guids, strict=False)]
    new, _ = of(*items)
    assert len(new) == len(items)
    there = tuple(stored(entry, number) for number, entry in enumerate(new, 1))
    random.shuffle(items)
    assert of(*items, beside=there) == ((), ())


def test_an_item_that_is_listed_twice_repeats_its_date_or_its_text():
    assert len(of(edition(1), edition(1, summary_html="edited"), edition(2, summary_html="edited"))[0]) == 1


def test_atom_entries_with_one_id_are_versions_of_one_entry_of_which_the_latest_stays():
    versions = [edition(number, "urn:1", updated=NOW - DAY - number) for number in range(3)]
    headline = replace(versions[0], title="Build failed (corrected)", updated=NOW)
    for feed in (versions, [*versions, headline], [headline, *versions[::-1]]):
        decision = diff_entries([entry_result(entry) for entry in feed], (), now=NOW, versions=True)
        assert decision
        assert [new.parsed for new in decision[0]] == [headline if headline in feed else versions[0]]


# -- entries whose addresses change


def test_an_entry_whose_addresses_all_change_is_known_by_title_date_and_text():
    before = item("s1", "https://e.example/a?sid=1", summary_html="<p>Words</p>")
    changed_names = [
        replace(before, guid=None, url="https://e.example/a?sid=2"),
        replace(before, guid="s2", url=None),
        replace(before, guid="s2", url="https://other.example/b", summary_html="<div>Words</div>"),
    ]
    for after in changed_names:
        new, changed = of(after, beside=(known(before),))
        assert (new, [one.parsed for one in changed]) == ((), [after])
    for other in (replace(changed_names[2], published=NOW), replace(changed_names[2], summary_html="Other")):
        assert len(of(other, beside=(known(before),))[0]) == 1


def test_an_entry_that_the_document_has_twice_is_not_known_by_its_content():
    before = item(None, "https://e.example/a?sid=1", summary_html="Words")
    twice = [replace(before, url=f"https://e.example/{number}") for number in (2, 3)]
    assert len(of(*twice, beside=(known(before),))[0]) == 2
    assert len(of(before, twice[0], beside=(known(before),))[0]) == 1


def test_an_entry_without_guid_and_link_is_identified_by_title_and_date():
    bare = item(None, None, "Only a title")
    one = known(bare)
    assert one.guid
    assert of(bare, beside=(one,)) == ((), ())
    assert len(of(item(None, None, "Only a title", NOW - 7), beside=(one,))[0]) == 1


def test_posts_without_titles_are_distinguished_by_guid():
    home = "https://e.example/"
    assert len(of(item("1", home, "", None), item("2", home, "", None))[0]) == 2


def test_duplicates_in_a_feed_become_one_entry_in_its_latest_version():
    old, late = item("1", "https://e.example/1", updated=NOW - 50), item("1", "https://e.example/1", updated=NOW - 5)
    for feed in ((old, late), (late, old)):
        assert [entry.parsed.updated for entry in of(*feed)[0]] == [NOW - 5]


def test_an_empty_feed_changes_nothing():
    assert of(beside=(known(item("1")),)) == ((), ())


def test_entries_with_a_future_date_or_none_sort_as_first_seen():
    new, _ = of(item("1", published=NOW + DAY), item("2", title="B", published=None))
    assert [entry.sort for entry in new] == [NOW, NOW]
    assert of(item("3", published=None, updated=NOW - 9))[0][0].sort == NOW - 9


def test_undated_entries_keep_the_feeds_order_newest_last():
    new, _ = of(item("1", title="newest", published=None), item("2", title="older", published=None))
    assert titles(new) == ["older", "newest"]


def test_the_digest_covers_the_visible_content_but_not_the_comment_count():
    one = item("1", authors=(Author("A"),), categories=("x",), enclosures=(Enclosure("https://e.example/f"),))
    assert digest(replace(one, comments_count=9, guid="2")) == digest(one)
    for field in ("title", "url", "authors", "summary_html", "content_html", "categories", "enclosures"):
        changed = () if isinstance(getattr(one, field), tuple) else "other"
        assert digest(replace(one, **{field: changed})) != digest(one), field


def test_a_lone_surrogate_does_not_break_the_diff():
    assert len(of(item("1", summary_html="\ud800"))[0]) == 1


# -- many with one name


@pytest.mark.parametrize("crowd", ["guid and date", "guid", "link", "link without titles"])
def test_thousands_of_entries_with_one_guid_or_link_are_matched_in_linear_time(crowd):
    """Pairwise comparison took a hundred times as long."""
    guid = "one" if crowd.startswith("guid") else None
    feed = [
        item(
            guid or f"g{number}",
            f"https://one.example/{number}" if guid else "https://one.example/",
            "" if "without" in crowd else f"Title {number}",
            NOW - (DAY if crowd == "guid and date" else number),
        )
        for number in range(1_500)
    ]
    new, _ = of(*feed)
    assert len(new) == len(feed)
    there = tuple(stored(entry, id_) for id_, entry in enumerate(new, start=1))
    assert of(*feed, beside=there) == ((), ())
    more, changed = of(*feed, item("another", "https://two.example/"), beside=there)
    assert (len(more), changed) == (1, ())
