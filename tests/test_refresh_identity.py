"""Entries keep their ids and state, end to end, with a real server and a real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import Any
from xml.sax.saxutils import escape

import pytest

from reader.config import Config
from reader.model import Entry, Field
from tests.support.fault_stage import Servers
from tests.support.faultserver import FaultServer, answer, redirect
from tests.support.profile import Profile, finished

DAY = 86_400
ONE, TWO = "http://one.invalid", "http://two.invalid"


@dataclass(frozen=True, slots=True)
class Item:
    """An RSS item."""

    title: str
    link: str | None
    guid: str | None = None
    date: int | None = None
    text: str = "words"

    def xml(self) -> str:
        parts = {"title": self.title, "link": self.link, "guid": self.guid, "description": self.text}
        if self.date is not None:
            parts["pubDate"] = formatdate(self.date, usegmt=True)
        inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts.items() if value is not None)
        return f"<item>{inner}</item>"


class Publisher:
    """A publisher with servers of any name, all behind one proxy, and a subscriber."""

    def __init__(self, profile: Profile, proxy: FaultServer) -> None:
        self.profile, self._proxy = profile, proxy
        self.profile.config = Config(proxy=f"http://{proxy.host}")
        self.address = f"{ONE}/feed"

    def says(self, *items: Item, at: str | None = None, title: str = "Paper") -> None:
        """Replaces the content of the feed."""
        self.address = at or self.address
        inner = "".join(item.xml() for item in items)
        body = f'<rss version="2.0"><channel><title>{title}</title>{inner}</channel></rss>'
        self._proxy.routes[self.address] = [answer(body.encode(), "Content-Type: application/rss+xml")]

    def moves(self, new: str) -> None:
        """Redirects the feed permanently."""
        self._proxy.routes[self.address] = redirect(new, "301 Moved Permanently")

    def read_and_starred(self, *items: Item) -> dict[str, int]:
        """Polls, marks everything read and starred, and returns ids by title."""
        self.says(*items)
        self.profile.subscribe(self.address)
        self.profile.refresh()
        self.profile.mark()
        self.profile.mark(field=Field.STARRED)
        return {entry.title: entry.id for entry in self.profile.entries()}

    def polled(self, after: int = 3_600) -> tuple[int, int]:
        """The numbers of new and updated entries of another poll."""
        self.profile.now += after
        done = finished(self.profile.refresh())
        assert not done.failed
        return done.new, done.updated

    def only(self) -> Entry:
        (entry,) = self.profile.entries()
        return entry


@pytest.fixture
def publisher(tmp_path) -> Iterator[Publisher]:
    with Servers() as servers:
        yield Publisher(Profile(tmp_path), servers.start())


def unharmed(entry: Entry, ids: dict[str, int], title: str = "A title") -> bool:
    return entry.id == ids[title] and entry.read and entry.starred


ITEM = Item("A title", f"{ONE}/2026/a-title", "a-1", 1_780_000_000)

EDITS: dict[str, dict[str, Any]] = {
    "its title": {"title": "A better title"},
    "its text": {"text": "other words"},
    "its date": {"date": 1_780_050_000},
    "its title and its date": {"title": "A better title", "date": 1_780_050_000},
    "its title and its text": {"title": "A better title", "text": "other words"},
    "its link": {"link": f"{ONE}/2026/another-slug"},
    "its guid": {"guid": "b-2"},
    "its guid, which it did not have": {"guid": None},
    "its guid and its text": {"guid": "b-2", "text": "other words"},
    "https": {"link": "https://one.invalid/2026/a-title"},
    "www": {"link": "http://www.one.invalid/2026/a-title"},
    "https, without guid": {"link": "https://one.invalid/2026/a-title", "guid": "https://one.invalid/2026/a-title"},
    "a final slash": {"link": f"{ONE}/2026/a-title/", "guid": "a-2"},
    "a final slash, without guid": {"link": f"{ONE}/2026/a-title/", "guid": None},
    "its percent-encoding": {"link": f"{ONE}/2026/a%2Dtitle", "guid": None},
    "all of its addresses": {"link": f"{TWO}/other/7", "guid": f"{TWO}/?p=7"},
    "another host, all else as it was": {"link": f"{TWO}/2026/a-title"},
    "another host and guid": {"link": f"{TWO}/2026/a-title", "guid": f"{TWO}/?p=7"},
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_entry_keeps_its_id_and_state(publisher, edit):
    before = ITEM
    after = replace(ITEM, **EDITS[edit])
    if edit == "its guid, which it did not have":
        before, after = after, before
    ids = publisher.read_and_starred(before)
    publisher.says(after)
    assert publisher.polled()[0] == 0
    entry = publisher.only()
    assert unharmed(entry, ids)
    assert (entry.title, entry.url) == (after.title, after.link)
    assert publisher.polled() == (0, 0)


@pytest.mark.parametrize("guids", ["addresses", "plain", "none"])
def test_all_entries_keep_their_ids_when_host_and_feed_address_change(publisher, guids):
    def issue(host: str) -> list[Item]:
        named = {"addresses": f"{host}/?p={{}}", "plain": "id-{}", "none": None}[guids]
        return [
            Item(f"Title {n}", f"{host}/{n}", named and named.format(n), 1_780_000_000 + n * DAY) for n in range(30)
        ]

    ids = publisher.read_and_starred(*issue(ONE))
    old = publisher.address
    publisher.moves(f"{TWO}/atom")
    publisher.says(*issue(TWO), at=f"{TWO}/atom")
    assert publisher.polled()[0] == 0
    assert f'url = "{TWO}/atom"' in publisher.profile.paths.feeds.read_text()
    assert old not in publisher.profile.paths.feeds.read_text()
    publisher.profile.subscribe(f"{TWO}/atom")
    assert publisher.polled() == (0, 0)
    entries = publisher.profile.entries(f"{TWO}/atom")
    assert {entry.title: entry.id for entry in entries} == ids
    assert all(entry.read and entry.starred for entry in entries)


def test_entries_that_return_years_later_under_https_keep_their_ids(publisher):
    issue = [Item(f"Title {n}", f"{ONE}/{n}", None, 1_700_000_000 + n) for n in range(5)]
    ids = publisher.read_and_starred(*issue)
    publisher.says(*(Item(f"Later {n}", f"https://one.invalid/later/{n}", None, 1_780_000_000 + n) for n in range(9)))
    assert publisher.polled()[0] == 9
    publisher.says(*(replace(item, link=(item.link or "").replace("http:", "https:"), date=None) for item in issue))
    assert publisher.polled(after=1_000 * DAY)[0] == 0
    back = [entry for entry in publisher.profile.entries() if entry.title in ids]
    assert {entry.title: entry.id for entry in back} == ids
    assert all(entry.read and entry.starred for entry in back)


def test_an_entry_that_leaves_the_feed_and_returns_years_later_keeps_its_id(publisher):
    ids = publisher.read_and_starred(ITEM)
    publisher.says(Item("Another", f"{ONE}/b", "b-1"))
    assert publisher.polled() == (1, 0)
    publisher.says(ITEM)
    assert publisher.polled(after=2_000 * DAY) == (0, 0)
    assert unharmed(next(entry for entry in publisher.profile.entries() if entry.title == ITEM.title), ids)


DOUBLES = {
    "twice the same": (ITEM, ITEM),
    "edited": (ITEM, replace(ITEM, text="other words")),
    "without guid": (replace(ITEM, guid=None), replace(ITEM, guid=None)),
    "another guid": (ITEM, replace(ITEM, guid="b-2", date=None)),
    "https": (replace(ITEM, guid=None), replace(ITEM, guid=None, link="https://one.invalid/2026/a-title")),
}


@pytest.mark.parametrize("kind", DOUBLES)
def test_a_duplicate_in_a_feed_is_stored_once(publisher, kind):
    ids = publisher.read_and_starred(*DOUBLES[kind])
    assert len(ids) == len(publisher.profile.entries()) == 1
    publisher.says(*reversed(DOUBLES[kind]))
    assert publisher.polled() == (0, 0)
    assert unharmed(publisher.only(), ids)


APART = {
    "one guid": (ITEM, Item("Another", f"{ONE}/b", "a-1", 1_780_100_000)),
    "one guid and one link": (ITEM, Item("Another", ITEM.link, "a-1", 1_780_100_000)),
    "one link": (ITEM, Item("Another", ITEM.link, "b-1", 1_780_100_000)),
    "one link without guids": (replace(ITEM, guid=None), Item("Another", ITEM.link, None, 1_780_100_000)),
    "one link, one title, two guids, two dates": (ITEM, Item(ITEM.title, ITEM.link, "b-1", 1_780_100_000)),
    "one title": (ITEM, Item(ITEM.title, f"{ONE}/b", "b-1", 1_780_100_000)),
    "one link and title, other date and text": (
        replace(ITEM, guid=None, link=f"{ONE}/"),
        Item(ITEM.title, f"{ONE}/", None, 1_780_100_000, "other words"),
    ),
    "home pages of two hosts": (Item("A title", f"{ONE}/"), Item("A title", f"{TWO}/")),
}


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("kind", APART)
def test_different_entries_stay_different(publisher, kind, together):
    one, other = APART[kind]
    publisher.says(one, other) if together else publisher.says(one)
    publisher.profile.subscribe(publisher.address)
    publisher.profile.refresh()
    publisher.says(other, one)
    publisher.polled()
    assert sorted(entry.title for entry in publisher.profile.entries()) == sorted([one.title, other.title])
    publisher.says(one, other)
    assert publisher.polled() == (0, 0)


def test_a_feed_whose_address_the_user_changes_keeps_its_history(publisher):
    issue = [Item(f"Title {n}", f"{ONE}/{n}", f"id-{n}", 1_780_000_000 + n) for n in range(8)]
    ids = publisher.read_and_starred(*issue)
    publisher.says(*issue[4:], Item("New", f"{ONE}/new", "new"), at=f"{TWO}/elsewhere")
    publisher.profile.subscribe(publisher.address)
    assert publisher.polled()[0] == 1
    entries = publisher.profile.entries(publisher.address)
    assert {entry.title: entry.id for entry in entries if entry.title != "New"} == ids
    assert [entry.title for entry in entries if not (entry.read and entry.starred)] == ["New"]
    assert publisher.polled() == (0, 0)


@pytest.mark.parametrize("title", ["Paper", "Paper: politics"])
def test_a_feed_that_shares_few_entries_with_an_unsubscribed_one_takes_nothing_from_it(publisher, title):
    issue = [Item(f"Title {n}", f"{ONE}/{n}", f"id-{n}", 1_780_000_000 + n) for n in range(8)]
    publisher.read_and_starred(*issue)
    others = [Item(f"Other {n}", f"{ONE}/other/{n}", f"o-{n}", 1_780_000_000 + n) for n in range(8)]
    shared = issue[:3] if title == "Paper" else issue
    publisher.says(*shared, *others[: 8 if title == "Paper" else 0], at=f"{TWO}/politics", title=title)
    publisher.profile.subscribe(publisher.address)
    assert publisher.polled()[0] == len(publisher.profile.entries(publisher.address))
