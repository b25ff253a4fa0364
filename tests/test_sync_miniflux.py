"""A real Miniflux through its own API: what it has, what is new, and what is changed there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from reader.account import AccountKind, EditKind, News, RemoteChange, RemoteEdit, RemoteEntry
from reader.errors import FetchError, SyncError, SyncRefused, SyncSignIn
from reader.fetch.client import Client
from reader.model import Field
from reader.problems import Problem
from reader.sync import make_source
from reader.sync.source import Source
from reader.web.server_messages import ServerAnswer, ServerRequest
from tests.support.miniflux_server import PASSWORD, TOKEN, USER, MinifluxServer
from tests.support.publisher import Publisher


@dataclass
class Reader:
    """A client that keeps what a source tells, as the engine does."""

    source: Source
    requests: list[ServerRequest]
    cursor: str = ""
    stored: dict[str, RemoteEntry] = field(default_factory=dict)

    async def known(self, ids: Sequence[str]) -> frozenset[str]:
        return frozenset(ids) & self.stored.keys()

    async def sync(self) -> News:
        """Asks for what is new until there is no more; the first answer."""
        first = news = await self.source.news(self.cursor, self.known)
        while True:
            self.stored |= {entry.id: entry for entry in news.entries}
            for entry in tuple(self.stored.values()):
                read = entry.read if news.unread is None else entry.id not in news.unread
                starred = entry.starred if news.starred is None else entry.id in news.starred
                self.stored[entry.id] = replace(entry, read=read, starred=starred)
            self.cursor = news.cursor
            if not news.more:
                return first
            news = await self.source.news(self.cursor, self.known)

    async def read_history(self) -> None:
        cursor: str | None = ""
        while cursor is not None:
            page = await self.source.history(cursor)
            self.stored = {entry.id: entry for entry in page.entries} | self.stored
            cursor = page.cursor

    def unread(self) -> set[int]:
        return {int(entry.id) for entry in self.stored.values() if not entry.read}

    def starred(self) -> set[int]:
        return {int(entry.id) for entry in self.stored.values() if entry.starred}


@asynccontextmanager
async def reader_of(miniflux: MinifluxServer, secret: str = TOKEN, user: str = "") -> AsyncIterator[Reader]:
    async with Client() as client:
        requests: list[ServerRequest] = []

        async def send(request: ServerRequest) -> ServerAnswer:
            requests.append(request)
            return await client.send(request, miniflux.url)

        yield Reader(make_source(AccountKind.MINIFLUX, send, user=user, secret=secret), requests)


async def test_subscriptions_articles_and_states_are_those_of_the_server(
    miniflux: MinifluxServer, publisher: Publisher
) -> None:
    publisher.publish("news", 12)
    phone = miniflux.phone
    feed = phone.subscribe(publisher.url("news"), "Folder")
    numbers = sorted(phone.everything())
    phone.mark(numbers[:4], read=True)
    phone.star(numbers[3:5], starred=True)
    async with reader_of(miniflux) as reader:
        await reader.source.sign_in()
        (found,) = await reader.source.feeds()
        assert (found.id, found.url, found.folder) == (str(feed), publisher.url("news"), "Folder")
        first = await reader.sync()
        assert {int(one) for one in first.unread or ()} == phone.unread() == reader.unread()
        assert {int(one) for one in first.starred or ()} == phone.starred() == reader.starred()
        newest = max(first.entries, key=lambda entry: entry.parsed.published or 0)
        assert (newest.parsed.title, newest.parsed.url) == ("News 12", "https://news.example/news-12")
        reader.requests.clear()
        await reader.source.sign_in()
        await reader.source.feeds()
        assert await reader.sync() == News(reader.cursor)
        assert len(reader.requests) == 3
        assert TOKEN not in repr(reader.requests) + reader.cursor
    for secret, user in (("wrong", ""), ("wrong", USER)):
        async with reader_of(miniflux, secret, user) as reader:
            with pytest.raises(SyncSignIn):
                await reader.source.sign_in()
    async with reader_of(miniflux, PASSWORD, USER) as reader:
        await reader.source.sign_in()


async def test_changes_of_another_client_and_new_articles_arrive(
    miniflux: MinifluxServer, publisher: Publisher
) -> None:
    publisher.publish("news", 30)
    phone = miniflux.phone
    feed = phone.subscribe(publisher.url("news"))
    async with reader_of(miniflux) as reader:
        await reader.sync()
        numbers = sorted(phone.everything())
        assert {int(one) for one in reader.stored} == set(numbers)
        for change in range(6):
            phone.mark(numbers[change : change + 9], read=change % 2 == 0)
            phone.star(numbers[change * 2 : change * 2 + 5], starred=change % 3 == 0)
            publisher.publish("news", 2)
            phone.refresh(feed)
            await reader.sync()
            assert {int(one) for one in reader.stored} == phone.everything()
            assert (reader.unread(), reader.starred()) == (phone.unread(), phone.starred())
        phone.mark(numbers, read=True)
        phone.mark(numbers, read=False)  # the same articles, perhaps within a second
        await reader.sync()
        assert reader.unread() == phone.unread()


async def test_many_changes_bring_only_the_new_articles_and_history_brings_all(miniflux: MinifluxServer) -> None:
    miniflux.fill(3, 1_500)
    phone = miniflux.phone
    async with reader_of(miniflux) as reader:
        await reader.sync()
        assert len(reader.stored) == 100
        await reader.read_history()
        assert {int(one) for one in reader.stored} == phone.everything()
        assert (reader.unread(), reader.starred()) == (phone.unread(), phone.starred())
        phone.mark(sorted(phone.everything())[200:900], read=True)
        miniflux.sql(
            "INSERT INTO entries (user_id, feed_id, hash, title, url, author, content, published_at, changed_at, status)"
            " SELECT 1, (SELECT min(id) FROM feeds), 'h' || n, 'New ' || n, 'https://new.example/' || n, '', '', now(), now(),"
            " (CASE WHEN n % 2 = 0 THEN 'read' ELSE 'unread' END)::entry_status FROM generate_series(1, 720) n"
        )
        first = await reader.sync()
        assert first.more
        assert len(first.entries) == 500
        assert {int(one) for one in reader.stored} == phone.everything()
        assert (reader.unread(), reader.starred()) == (phone.unread(), phone.starred())
        assert await reader.sync() == News(reader.cursor)


async def test_states_are_pushed_and_may_be_pushed_twice(miniflux: MinifluxServer) -> None:
    miniflux.fill(1, 40)
    phone = miniflux.phone
    ids = tuple(map(str, sorted(phone.everything())))
    async with reader_of(miniflux) as reader:
        for _ in range(2):
            for name, value, part in (
                (Field.READ, True, ids[:20]),
                (Field.READ, False, ids[20:]),
                (Field.STARRED, True, ids[5:30]),
                (Field.STARRED, False, ids[:5] + ids[30:]),
                (Field.READ, True, ("999999",)),
                (Field.STARRED, True, ()),
            ):
                await reader.source.push(RemoteChange(name, value, part))
            assert phone.unread() == {int(one) for one in ids[20:]}
            assert phone.starred() == {int(one) for one in ids[5:30]}
        found = await reader.source.entries((ids[3], "999999", ids[9]))
        assert [(one.id, one.read, one.starred) for one in found] == [(ids[3], True, False), (ids[9], True, True)]
        with pytest.raises(SyncRefused):
            await reader.source.push(RemoteChange(Field.LABEL, True, ids, "Later"))


async def test_subscriptions_are_edited_and_may_be_edited_twice(miniflux: MinifluxServer, publisher: Publisher) -> None:
    publisher.publish("news", 3)
    url = publisher.url("news")
    async with reader_of(miniflux) as reader:
        edit = reader.source.edit
        made = [await edit(RemoteEdit(EditKind.SUBSCRIBE, url, title="Mine", folder="New folder")) for _ in range(2)]
        assert made[0] == made[1]
        (feed,) = await reader.source.feeds()
        assert (feed.title, feed.folder, feed.id) == ("Mine", "New folder", made[0])
        for _ in range(2):
            await edit(RemoteEdit(EditKind.RENAME, url, feed.id, title="Other"))
            await edit(RemoteEdit(EditKind.MOVE, url, feed.id, folder="Third"))
        (feed,) = await reader.source.feeds()
        assert (feed.title, feed.folder) == ("Other", "Third")
        await edit(RemoteEdit(EditKind.MOVE, url, feed.id))
        assert [one.folder for one in await reader.source.feeds()] == ["All"]
        for _ in range(2):
            await edit(RemoteEdit(EditKind.UNSUBSCRIBE, url, feed.id))
        assert await reader.source.feeds() == ()
        for wrong, code in (
            (RemoteEdit(EditKind.SUBSCRIBE, publisher.url("missing")), Problem.SERVER_FEED_UNREADABLE),
            (RemoteEdit(EditKind.RENAME, url, feed.id, title="x"), Problem.SERVER_FEED_MISSING),
            (RemoteEdit(EditKind.MOVE, url, feed.id, folder="x"), Problem.SERVER_FEED_MISSING),
        ):
            with pytest.raises(SyncRefused) as caught:
                await edit(wrong)
            assert caught.value.details.code is code


async def test_a_server_that_is_away_or_new_is_an_error_and_the_next_time_all_is_there(
    miniflux: MinifluxServer,
) -> None:
    miniflux.fill(2, 50)
    async with reader_of(miniflux) as reader:
        await reader.sync()
        miniflux.kill()
        with pytest.raises(FetchError):
            await reader.sync()
        miniflux.start()
        miniflux.sql(
            "DELETE FROM entries WHERE id > 20; UPDATE entries SET changed_at = changed_at - interval '9 days'"
        )
        await reader.sync()  # it was restored from an older copy
        reader.requests.clear()
        assert await reader.sync() == News(reader.cursor)
        assert len(reader.requests) == 1
        miniflux.phone.mark([7], read=True)
        await reader.sync()
        assert reader.stored["7"].read
        miniflux.sql("DELETE FROM feeds WHERE id > 0")
        assert await reader.source.feeds() == ()


async def test_an_empty_list_of_feeds_with_articles_is_an_error() -> None:
    async def send(request: ServerRequest) -> ServerAnswer:
        article = b'{"total": 1, "entries": [{"changed_at": "2026-01-01T00:00:00Z"}]}'
        return ServerAnswer(200, b"[]" if "feeds" in request.path else article)

    with pytest.raises(SyncError):
        await make_source(AccountKind.MINIFLUX, send, user="", secret="x").feeds()
