"""Stories found by complete refreshes: as articles arrive, are edited, corrected by the user, or interrupted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from email.utils import formatdate
from html import escape
from pathlib import Path

import pytest

from reader.account import AccountKind
from reader.model import Subscription
from reader.refresh import in_process, pipeline
from reader.refresh.stories import find_stories
from reader.refresh.worker.protocol import StoriesFound
from reader.store import open_store
from reader.store.journal import Session
from reader.store.story_signs import NEWEST, StorySigns
from reader.stories.correction import StoryCorrection, StorySaid
from tests.support.profile import Profile, serving
from tests.support.reader_library import Product
from tests.support.reader_server import PASSWORD, USER, ReaderServer
from tests.support.synced import SyncedProfile

HOUR = 3_600
SESSION = Session("reader", 1)
FLOOD = [
    ("Donau tritt in Passau über die Ufer", "In der Altstadt von Passau stehen Gassen unter Wasser."),
    ("Hochwasser: Passauer Altstadt überflutet", "Die Donau hat in Passau die Altstadt erreicht."),
    ("Passau versinkt im Donauwasser", "Hochwasser in der Altstadt von Passau: Die Donau steigt weiter."),
]
LION = ("Löwe in Cottbus entlaufen", "Aus einem Zirkus in Cottbus ist ein Löwe entkommen.")
HOSTILE = [
    "",
    " ",
    "🦁🦁🦁",
    "x" * 10_000,
    "&#27;[31m rot",
    "Passau " * 900,
    "مرحبا Passau",
    "東京 Passau",
    "1 2 3",
    "—",
]


class Press:
    """Publishers with a feed each; ``print`` publishes an article, or a new version of one."""

    def __init__(self, profile: Profile, publishers: int, *, base: str, bodies: dict[str, bytes]) -> None:
        self.profile, self.base, self._bodies = profile, base, bodies
        self.articles: dict[str, dict[str, str]] = {}
        self.urls = [f"{base}/{number}.xml" for number in range(publishers)]
        for number in range(publishers):
            self.articles[f"/{number}.xml"] = {}
            self._write(f"/{number}.xml")
        profile.subscribe(*self.urls)

    def print(self, publisher: int, title: str, lead: str = "", *, name: str = "", hours: float = 1) -> None:
        path, name = f"/{publisher}.xml", name or f"{publisher}-{title}"
        date = formatdate(self.profile.now - hours * HOUR)
        self.articles[path][name] = (
            f"<item><guid isPermaLink='false'>{escape(name)}</guid><title>{escape(title)}</title>"
            f"<link>https://paper-{publisher}.example/{abs(hash(name))}</link><pubDate>{date}</pubDate>"
            f"<description>{escape(lead)}</description></item>"
        )
        self._write(path)

    def _write(self, path: str) -> None:
        items = "".join(self.articles[path].values())
        self._bodies[path] = (
            f"<rss version='2.0'><channel><title>Paper</title><language>de</language>{items}</channel></rss>".encode()
        )

    def refresh(self) -> set[int]:
        """Refreshes; the entries whose stories changed."""
        events = self.profile.refresh()
        return {one for event in events if isinstance(event, StoriesFound) for one in event.entry_ids}

    def stories(self) -> set[frozenset[str]]:
        """The titles of each story."""
        with closing(sqlite3.connect(self.profile.paths.database)) as database:
            rows = database.execute("SELECT story, title FROM entries WHERE story IS NOT NULL").fetchall()
        return {frozenset(title for other, title in rows if other == story) for story, _ in rows}

    def say(self, said: StorySaid, title: str, other: str = "") -> None:
        with closing(open_store(self.profile.paths.database, now=self.profile.now)) as store:
            ids = {entry.title: entry.id for entry in self.profile.entries()}
            assert store.stories.say(
                StoryCorrection(said, ids[title], ids.get(other, 0)), SESSION, self.profile.now
            ).moves

    def undo(self) -> None:
        with closing(open_store(self.profile.paths.database, now=self.profile.now)) as store:
            step = store.journal.latest(SESSION)
            assert step is not None
            assert store.stories.revert(step).moves


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    bodies: dict[str, bytes] = {}
    with serving(bodies) as base:
        yield Press(Profile(tmp_path), 4, base=base, bodies=bodies)


def titles(*articles: tuple[str, str]) -> frozenset[str]:
    return frozenset(title for title, _ in articles)


def test_articles_of_several_publishers_become_a_story_as_they_arrive(press: Press) -> None:
    press.print(0, *FLOOD[0])
    press.print(1, *LION)
    assert press.refresh() == set()
    press.print(1, *FLOOD[1])
    press.print(
        3, "Löwe in Cottbus entlaufen: Zirkus sucht", "Der Löwe ist in Cottbus aus dem Zirkus entkommen.", hours=90
    )
    changed = press.refresh()
    assert press.stories() == {titles(*FLOOD[:2])}, "the fourth is too old"
    assert len(changed) == 2
    press.print(2, *FLOOD[2])
    assert len(press.refresh()) == 1
    assert press.stories() == {titles(*FLOOD)}
    assert press.refresh() == set()
    with closing(sqlite3.connect(press.profile.paths.database)) as database:
        (signs,) = database.execute("SELECT count(*) FROM story_signs").fetchone()
    assert signs == 4
    press.profile.now += 30 * 86_400
    press.refresh()
    with closing(sqlite3.connect(press.profile.paths.database)) as database:
        assert database.execute("SELECT count(*) FROM story_signs").fetchone() == (0,)
    assert press.stories() == {titles(*FLOOD)}


def test_an_edited_title_finds_its_story_and_leaves_a_wrong_one(press: Press) -> None:
    press.print(0, *FLOOD[0])
    press.print(1, *FLOOD[1])
    press.print(2, "Eilmeldung", name="flash")
    press.refresh()
    press.print(2, *FLOOD[2], name="flash")
    press.refresh()
    assert press.stories() == {titles(*FLOOD)}
    press.print(2, *LION, name="flash")
    press.refresh()
    assert press.stories() == {titles(*FLOOD[:2])}
    press.print(1, "Der Bundestag debattiert die Rente", "Es geht um das Alter.", name=f"1-{FLOOD[1][0]}")
    press.refresh()
    assert press.stories() == set()


def test_copies_are_one_telling_and_not_a_story(press: Press) -> None:
    lead = FLOOD[0][1] + " " + " ".join(f"Das Wasser stieg um {number} Zentimeter am Pegel." for number in range(40))
    press.print(0, FLOOD[0][0], lead)
    press.print(1, FLOOD[0][0], lead)
    press.refresh()
    assert press.stories() == set()
    press.print(2, *FLOOD[1])
    press.refresh()
    press.print(3, FLOOD[0][0], lead)
    press.refresh()
    with closing(press.profile.store) as store:
        (story,) = {row.story for row in store.entries.headlines([entry.id for entry in press.profile.entries()])}
        assert story is not None
        assert len(store.telling_rows.of([story])[story]) == 2
        assert len(store.stories.members(story)) == 4


def test_corrections_are_never_overridden(press: Press) -> None:
    for number, article in enumerate(FLOOD[:2]):
        press.print(number, *article)
    press.refresh()
    press.say(StorySaid.TAKE_OUT, FLOOD[1][0])
    press.print(2, *FLOOD[2])
    press.refresh()
    assert press.stories() == {titles(FLOOD[0], FLOOD[2])}
    press.print(3, *LION)
    press.refresh()
    press.say(StorySaid.PUT_IN, LION[0], FLOOD[0][0])
    press.print(3, LION[0] + "!", LION[1], name=f"3-{LION[0]}")
    press.refresh()
    assert press.stories() == {titles(FLOOD[0], FLOOD[2], (LION[0] + "!", ""))}
    press.undo()
    press.refresh()
    assert press.stories() == {titles(FLOOD[0], FLOOD[2])}


def test_after_an_undone_correction_the_engine_decides_again(press: Press) -> None:
    for number, article in enumerate(FLOOD[:2]):
        press.print(number, *article)
    press.refresh()
    press.say(StorySaid.TAKE_OUT, FLOOD[1][0])
    press.refresh()
    press.undo()
    press.print(2, *FLOOD[2])
    press.refresh()
    assert press.stories() == {titles(*FLOOD)}


def test_hidden_feeds_have_no_tellings(press: Press) -> None:
    for number, article in enumerate(FLOOD):
        press.print(number, *article)
    press.profile.subscriptions = [Subscription(url, hidden=number == 1) for number, url in enumerate(press.urls)]
    press.refresh()
    assert press.stories() == {titles(FLOOD[0], FLOOD[2])}


def test_after_a_kill_the_search_continues_where_it_was(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_stories, "STEP", 1)
    for number, article in enumerate(FLOOD):
        press.print(number, *article)
    written = StorySigns.write
    calls: list[int] = []

    def dies(self, found):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return written(self, found)

    monkeypatch.setattr(StorySigns, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        press.refresh()
    assert press.stories() == set()
    press.refresh()
    assert press.stories() == {titles(*FLOOD)}
    assert len(calls) == 4, "each article once, and the interrupted one twice"


def test_a_command_looks_for_stories_for_a_while_and_the_next_refresh_goes_on(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, article in enumerate(FLOOD):
        press.print(number, *article)
    with monkeypatch.context() as hurried:
        hurried.setattr(pipeline, "STORY_SECONDS", 0)
        hurried.setattr(in_process, "STORY_SHARE", 0)
        assert press.refresh() == set()
    assert press.stories() == set()
    press.refresh()
    assert press.stories() == {titles(*FLOOD)}


def test_any_titles_do_no_harm(press: Press) -> None:
    for number, title in enumerate(HOSTILE):
        press.print(number % 4, title, HOSTILE[-number], name=f"hostile-{number}")
    press.print(0, *FLOOD[0])
    press.print(1, *FLOOD[1])
    press.refresh()
    assert any(titles(*FLOOD[:2]) <= story for story in press.stories())


@pytest.mark.parametrize("apart", [0, 0.01])
def test_of_a_feed_of_thousands_the_newest_articles_are_looked_at(press: Press, apart: float) -> None:
    for number in range(NEWEST + 30):
        press.print(0, f"Meldung {number}", name=str(number), hours=1 + number * apart)
    press.print(0, *FLOOD[0], hours=0.5)
    press.print(1, *FLOOD[1])
    press.refresh()
    assert press.stories() == {titles(*FLOOD[:2])}
    with closing(sqlite3.connect(press.profile.paths.database)) as database:
        assert database.execute("SELECT count(*) FROM story_signs").fetchone() == (NEWEST + 1,)


def test_a_clock_that_jumps_loses_no_story(press: Press) -> None:
    press.print(0, *FLOOD[0])
    press.refresh()
    now = press.profile.now
    press.profile.now += 100 * HOUR
    press.refresh()
    press.profile.now = now
    press.print(1, *FLOOD[1])
    press.refresh()
    assert press.stories() == {titles(*FLOOD[:2])}
    press.profile.now = now - 1_000 * HOUR
    press.print(2, *FLOOD[2], hours=-999)
    press.refresh()
    press.profile.now = now
    press.refresh()
    assert titles(*FLOOD[:2]) <= next(iter(press.stories()))


def test_a_story_whose_tellings_are_deleted_is_dissolved(press: Press) -> None:
    for number, article in enumerate(FLOOD[:2]):
        press.print(number, *article)
    press.refresh()
    with closing(sqlite3.connect(press.profile.paths.database)) as database, database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("DELETE FROM entries WHERE title = ?", (FLOOD[0][0],))
    assert press.stories() == set()
    press.print(2, *FLOOD[2])
    press.refresh()
    assert press.stories() == {titles(*FLOOD[1:])}


def test_articles_of_accounts_and_of_polled_feeds_share_stories_if_need_be_found_by_the_next_synchronisation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies: dict[str, bytes] = {}
    with serving(bodies) as base, ReaderServer(Product.FRESHRSS) as server:
        profile = SyncedProfile(tmp_path, server.url, PASSWORD, kind=AccountKind.GOOGLE_READER, user=USER)
        press = Press(profile, 1, base=base, bodies=bodies)
        press.print(0, *FLOOD[0])
        press.refresh()
        feed = server.library.subscribe("https://other.example/feed", "Other")
        server.library.publish(feed, 1, title=f"{FLOOD[1][0]}: Donau in der Altstadt", published=profile.now - HOUR)
        with monkeypatch.context() as hurried:
            hurried.setattr(pipeline, "STORY_SECONDS", 0)
            hurried.setattr(in_process, "STORY_SHARE", 0)
            assert not any(isinstance(event, StoriesFound) for event in profile.sync())
        server.library.publish(feed, 2, title="Sternwarte feiert Geburtstag", published=profile.now - HOUR)
        assert any(isinstance(event, StoriesFound) for event in profile.sync()), "the next one goes on"
        (story,) = press.stories()
        assert FLOOD[0][0] in story
        assert len(story) == 2
