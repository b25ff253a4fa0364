"""Conversations from real servers: asked seldom, kept whole, and only from permitted addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.comment import StoredComments
from reader.config import Config
from reader.conversation.find_sources import Services
from reader.model import Entry
from reader.problems import Problem, problem
from reader.refresh.conversation.comment_fetcher import CHECK_AFTER
from reader.refresh.pipeline import Refresher
from reader.refresh.worker.protocol import CommentsDone, Event
from reader.store import open_store
from tests.support import discussions
from tests.support.discussions import TALK, Answer, Said, Site, site
from tests.support.profile import Profile

FEED, COMMENTS = "/feed", "/tides/comments"


def item(base: str, *, links: str = "", more: str = f"<wfw:commentRss>{COMMENTS}</wfw:commentRss>") -> bytes:
    space = "xmlns:wfw='http://wellformedweb.org/CommentAPI/'"
    return (
        f"<rss version='2.0' {space}><channel><title>Paper</title><link>{base}/</link><item><title>Tides</title>"
        f"<link>{base}/tides/</link>{more}<description><![CDATA[<p>Text.</p>{links}]]></description>"
        "</item></channel></rss>"
    ).encode()


class Talk:
    """A stored article with its conversation at a server, and a clock."""

    def __init__(self, folder: Path, server: Site) -> None:
        self.server, self.profile = server, Profile(folder)
        self.services = Services(server.base, server.base, server.base)

    def begin(self, **how: str) -> Entry:
        """Subscribes to a feed with one article."""
        self.server.answers[FEED] = item(self.server.base, **how)
        self.profile.subscribe(self.server.base + FEED)
        self.profile.refresh()
        self.server.asked.clear()
        return self.profile.entries()[0]

    def ask(self, entry_id: int = 1, *, force: bool = False, after: int = 0) -> list[Event]:
        """Asks for the conversation, some seconds after the last time."""
        self.profile.now += after
        return asyncio.run(self._ask(entry_id, force=force))

    async def _ask(self, entry_id: int, *, force: bool) -> list[Event]:
        profile, now = self.profile, self.profile.now
        async with Refresher(
            profile.paths, Config(), profile.subscriptions, clock=lambda: now, services=self.services
        ) as refresher:
            return [event async for event in refresher.get_comments(entry_id, force=force)]

    def stored(self) -> list[StoredComments]:
        """The comments in the database."""
        store = self.profile.store
        try:
            return store.comments.of_entry(1)
        finally:
            store.close()

    def texts(self) -> list[set[str]]:
        """The texts of the comments, by source."""
        return [{one.html for one in source.comments} for source in self.stored()]

    def statuses(self) -> list[int]:
        """What the server answered since the last call."""
        found = [status for _path, status in self.server.asked]
        self.server.asked.clear()
        return found


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with site() as server:
        yield Talk(tmp_path, server)


HTML = {one.html for one in TALK}


def test_a_conversation_is_stored_and_asked_for_again_when_it_is_time_with_its_validators(talk: Talk) -> None:
    talk.begin()
    talk.server.answers[COMMENTS] = discussions.atom(TALK)
    assert talk.ask() == [CommentsDone(1)]
    assert talk.texts() == [HTML]
    assert talk.statuses() == [200]
    assert talk.ask(after=CHECK_AFTER - 5) == [CommentsDone(1)]
    assert talk.statuses() == []
    talk.ask(after=10)
    talk.ask(force=True)
    assert talk.statuses() == [304, 304]
    talk.server.answers[COMMENTS] = discussions.atom([*TALK[2:], Said(5, "Ada", "Later.", 4)])
    talk.ask(after=CHECK_AFTER + 5)
    assert talk.statuses() == [200]
    (source,) = talk.stored()
    assert {one.html for one in source.comments} == {*HTML, "<p>Later.</p>"}  # a feed that drops the oldest loses none
    assert max(one.first_seen for one in source.comments) > min(one.first_seen for one in source.comments)
    entry = talk.profile.entries()[0]
    assert (entry.comments_here, source.error) == (5, None)


def test_a_failure_is_told_the_comments_stay_and_the_next_request_waits_longer_each_time(talk: Talk) -> None:
    talk.begin()
    talk.server.answers[COMMENTS] = discussions.atom(TALK)
    talk.ask()
    talk.server.answers[COMMENTS] = Answer(b"<!doctype html><html><body>Log in</body></html>")
    talk.ask(after=CHECK_AFTER + 5)
    (source,) = talk.stored()
    assert (talk.texts(), source.error) == ([HTML], problem(Problem.COMMENTS_WEB_PAGE))
    talk.server.answers[COMMENTS] = Answer(status=500)
    talk.statuses()
    for pause in (CHECK_AFTER, 2 * CHECK_AFTER, 4 * CHECK_AFTER):
        talk.ask(after=pause - 5)
        assert talk.statuses() == []
        talk.ask(force=True)  # does not help either
        assert talk.statuses() == []
        talk.ask(after=10)
        assert talk.statuses() == [500]
    assert talk.stored()[0].error == problem(Problem.HTTP_STATUS, status=500)
    talk.server.answers[COMMENTS] = discussions.atom(TALK)
    talk.ask(after=86_400)
    assert talk.stored()[0].error is None


def test_a_server_that_asks_for_a_pause_gets_it(talk: Talk) -> None:
    talk.begin()
    talk.server.answers[COMMENTS] = Answer(status=429, headers={"Retry-After": "1000"})
    talk.ask()
    talk.ask(after=990)
    assert talk.statuses() == [429]
    assert talk.stored()[0].error == problem(Problem.HTTP_STATUS, status=429)
    talk.server.answers[COMMENTS] = Answer(discussions.atom(TALK), headers={"Cache-Control": "max-age=600"})
    talk.ask(after=20)
    talk.ask(after=590)
    assert talk.statuses() == [200]


def test_every_place_that_the_feed_names_is_asked_and_one_that_fails_spoils_no_other(talk: Talk) -> None:
    links = (
        "<a href='https://news.ycombinator.com/item?id=42'>Discuss on Hacker News</a>"
        "<a href='https://lobste.rs/s/abc/tides'>Lobsters</a>"
        "<a href='https://www.reddit.com/r/sea/comments/abc/tides/'>Comments on Reddit</a>"
        f"<a href='{talk.server.base}/@keel/100'>Reply on Mastodon</a>"
    )
    talk.begin(links=links, more="")
    talk.server.answers |= {
        "/api/v1/items/42": discussions.hacker_news(TALK),
        "/s/abc.json": Answer(status=404),
        "/r/sea/comments/abc/.json?limit=500": Answer(b"<html>blocked</html>", status=403),
        "/r/sea/comments/abc/.rss?limit=500": discussions.reddit_feed(TALK),
        "/api/v1/statuses/100/context": discussions.mastodon(TALK),
    }
    events = talk.ask()
    assert events == [*[CommentsDone(1, new, more_to_come=True) for new in (4, 0, 4)], CommentsDone(1)]
    assert talk.texts() == [HTML, set(), HTML, HTML]
    assert [one.source.page for one in talk.stored()][:2] == [
        "https://news.ycombinator.com/item?id=42", "https://lobste.rs/s/abc/tides",
    ]  # fmt: skip
    assert [one.error is None for one in talk.stored()] == [True, False, True, True]


def test_all_pages_of_a_forum_are_read(talk: Talk) -> None:
    many = [Said(n, "A", f"no {n}") for n in range(1, 45)]
    talk.begin(more=f"<comments>{talk.server.base}/t/tides/7</comments>")
    talk.server.answers |= {
        f"/t/7.json{query}": discussions.discourse(many, page)
        for page, query in ((1, ""), (2, "?page=2"), (3, "?page=3"))
    }
    talk.ask()
    assert talk.texts() == [{one.html for one in many}]
    talk.ask(after=1_000)
    assert talk.statuses() == [200, 200, 200, 304]


def test_private_addresses_are_refused_directly_and_behind_a_redirect(talk: Talk, tmp_path: Path) -> None:
    with site() as inside:
        inside.answers["/x"] = discussions.atom(TALK)
        talk.begin(more=f"<wfw:commentRss>{inside.base}/x</wfw:commentRss>")
        talk.ask()
        assert talk.stored()[0].error == problem(Problem.PRIVATE_ADDRESS)
        (tmp_path / "other").mkdir()
        other = Talk(tmp_path / "other", talk.server)
        other.begin()
        talk.server.answers[COMMENTS] = Answer(status=302, headers={"Location": f"{inside.base}/x"})
        other.ask()
        assert other.stored()[0].error == problem(Problem.PRIVATE_ADDRESS)
        talk.server.answers[COMMENTS] = Answer(status=302, headers={"Location": "/moved"})
        talk.server.answers["/moved"] = discussions.atom(TALK)
        other.ask(after=1_000)
        assert other.texts() == [HTML]
        assert inside.asked == []


def test_an_article_without_a_conversation_and_a_missing_one_ask_nobody(talk: Talk) -> None:
    talk.begin(more="")
    assert talk.ask() == [CommentsDone(1, error=problem(Problem.NO_CONVERSATION))]
    assert talk.ask(99) == [CommentsDone(99, error=problem(Problem.NO_CONVERSATION))]
    assert talk.statuses() == []


def test_what_was_looked_at_is_exactly_what_is_no_longer_new_and_goes_with_its_article(talk: Talk) -> None:
    talk.begin()
    talk.server.answers[COMMENTS] = discussions.atom(TALK)
    talk.ask()
    (source,) = talk.stored()
    store = open_store(talk.profile.paths.database, now=talk.profile.now)
    store.comments.look(source.id, [one.id for one in source.comments[:2]], 77)
    store.close()
    (after,) = talk.stored()
    assert after.looked == 77
    assert {one.id for one in after.comments if one.seen} == {one.id for one in source.comments[:2]}
    talk.server.answers[COMMENTS] = discussions.atom([Said(1, "Keel", "Edited."), *TALK[1:]])
    talk.ask(after=1_000)
    (edited,) = talk.stored()
    assert {one.id for one in edited.comments if one.seen} == {one.id for one in source.comments[:2]}
    assert "<p>Edited.</p>" in {one.html for one in edited.comments}
    store = open_store(talk.profile.paths.database, now=talk.profile.now)
    store.feeds.subscribe([])
    connection = store._connection
    connection.execute("DELETE FROM entries")
    assert connection.execute("SELECT count(*) FROM comments").fetchone() == (0,)
    store.close()
