"""A real Miniflux through its own API: its articles, news, and changes there."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from itertools import count

import pytest

from reader.account import AccountKind, EditKind, News, RemoteChange, RemoteEdit
from reader.errors import FetchError, SyncError, SyncRefused, SyncSignIn
from reader.model import Field
from reader.problems import Problem
from reader.sync import make_source
from reader.web.server_messages import ServerAnswer, ServerRequest
from tests.support.miniflux_server import PASSWORD, TOKEN, USER, MinifluxServer
from tests.support.publisher import Publisher
from tests.support.sync_reader import SyncReader, reader_of


def numbers(ids: Iterable[str] | None) -> set[int]:
    return set(map(int, ids or ()))


def reader_at(miniflux: MinifluxServer, secret: str = TOKEN, user: str = "") -> AbstractAsyncContextManager[SyncReader]:
    return reader_of(AccountKind.MINIFLUX, miniflux.url, user=user, secret=secret)


async def test_subscriptions_articles_and_states_are_those_of_the_server(
    miniflux: MinifluxServer, publisher: Publisher
) -> None:
    publisher.publish("news", 12)
    phone = miniflux.phone
    feed = phone.subscribe(publisher.url("news"), "Folder")
    there = sorted(phone.everything())
    phone.mark(there[:4], read=True)
    phone.star(there[3:5], starred=True)
    async with reader_at(miniflux) as reader:
        await reader.source.sign_in()
        (found,) = await reader.source.feeds()
        assert (found.id, found.url, found.folder) == (str(feed), publisher.url("news"), "Folder")
        first = await reader.sync()
        assert numbers(first.unread) == phone.unread() == numbers(reader.unread())
        assert numbers(first.starred) == phone.starred() == numbers(reader.starred())
        newest = max(first.entries, key=lambda entry: entry.parsed.published or 0)
        assert (newest.parsed.title, newest.parsed.url) == ("News 12", "https://news.example/news-12")
        reader.requests.clear()
        await reader.source.sign_in()
        await reader.source.feeds()
        for quiet in range(1, 23):
            reader.requests.clear()
            await reader.source.feeds()
            news = await reader.sync()
            assert len(reader.requests) == (3 if quiet % 10 in (0, 1, 2, 5) else 2)
            assert numbers(news.unread) == (phone.unread() if quiet % 10 in (1, 5) else set())
            assert numbers(news.starred) == (phone.starred() if quiet % 10 in (0, 2) else set())
        assert TOKEN not in repr(reader.requests) + reader.cursor
    for secret, user in (("wrong", ""), ("wrong", USER)):
        async with reader_at(miniflux, secret, user) as reader:
            with pytest.raises(SyncSignIn):
                await reader.source.sign_in()
    async with reader_at(miniflux, PASSWORD, USER) as reader:
        await reader.source.sign_in()


async def test_changes_of_another_client_and_new_articles_arrive(
    miniflux: MinifluxServer, publisher: Publisher
) -> None:
    publisher.publish("news", 30)
    phone = miniflux.phone
    feed = phone.subscribe(publisher.url("news"))
    async with reader_at(miniflux) as reader:
        await reader.sync()
        there = sorted(phone.everything())
        assert numbers(reader.stored) == set(there)
        for change in range(6):
            phone.mark(there[change : change + 9], read=change % 2 == 0)
            phone.star(there[change * 2 : change * 2 + 5], starred=change % 3 == 0)
            publisher.publish("news", 2)
            phone.refresh(feed)
            await reader.sync()
            assert numbers(reader.stored) == phone.everything()
            assert (numbers(reader.unread()), numbers(reader.starred())) == (phone.unread(), phone.starred())
        phone.mark(there, read=True)
        phone.mark(there, read=False)  # the same articles, perhaps within a second
        await reader.sync()
        assert numbers(reader.unread()) == phone.unread()


async def test_many_changes_bring_only_the_new_articles_and_history_brings_all(miniflux: MinifluxServer) -> None:
    miniflux.fill(3, 1_500)
    phone = miniflux.phone
    async with reader_at(miniflux) as reader:
        await reader.sync()
        assert len(reader.stored) == 100
        await reader.read_history()
        assert numbers(reader.stored) == phone.everything()
        assert (numbers(reader.unread()), numbers(reader.starred())) == (phone.unread(), phone.starred())
        phone.mark(sorted(phone.everything())[200:900], read=True)
        miniflux.sql(
            "INSERT INTO entries (user_id, feed_id, hash, title, url, author, content, published_at, changed_at, status)"
            " SELECT 1, (SELECT min(id) FROM feeds), 'h' || n, 'New ' || n, 'https://new.example/' || n, '', '', now(), now(),"
            " (CASE WHEN n % 2 = 0 THEN 'read' ELSE 'unread' END)::entry_status FROM generate_series(1, 720) n"
        )
        first = await reader.sync()
        assert first.more
        assert len(first.entries) == 500
        assert numbers(reader.stored) == phone.everything()
        assert (numbers(reader.unread()), numbers(reader.starred())) == (phone.unread(), phone.starred())
        assert await reader.sync() == News(reader.cursor, unread=frozenset(reader.unread())), (
            "one of the sets is read again"
        )
        assert await reader.sync() == News(reader.cursor, starred=frozenset(reader.starred())), "and the other one"
        assert await reader.sync() == News(reader.cursor)


async def test_whatever_happens_between_two_requests_both_sides_agree_in_the_end(miniflux: MinifluxServer) -> None:
    miniflux.fill(3, 620)
    phone = miniflux.phone
    chance = random.Random(1)
    made = count()

    def change() -> None:
        some = chance.sample(sorted(phone.everything()), chance.choice((1, 30, 400)))
        match chance.randrange(6):
            case 0:
                phone.mark(some, read=chance.random() < 0.5)
            case 1:
                phone.star(some, starred=chance.random() < 0.5)
            case 2:
                miniflux.sql(
                    "INSERT INTO entries (user_id, feed_id, hash, title, url, author, content, published_at, changed_at)"
                    f" SELECT 1, (SELECT min(id) FROM feeds), 'h{next(made)}-' || n, 'New', 'https://new.example/' || n, '',"
                    f" '', now() - interval '{chance.choice((0, 400))} days', now() FROM generate_series(1, 20) n"
                )

    async with reader_at(miniflux) as reader:
        reader.meanwhile = change
        await reader.sync()
        await reader.read_history()
        for _ in range(3):
            await reader.sync()
        reader.meanwhile = lambda: None
        for _ in range(3):
            await reader.sync()
        assert numbers(reader.stored) == phone.everything()
        assert (numbers(reader.unread()), numbers(reader.starred())) == (phone.unread(), phone.starred())


async def test_states_are_pushed_and_may_be_pushed_twice(miniflux: MinifluxServer) -> None:
    miniflux.fill(1, 40)
    phone = miniflux.phone
    ids = tuple(map(str, sorted(phone.everything())))
    async with reader_at(miniflux) as reader:
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
            assert phone.unread() == numbers(ids[20:])
            assert phone.starred() == numbers(ids[5:30])
        found = await reader.source.entries((ids[3], "999999", ids[9]))
        assert [(one.id, one.read, one.starred) for one in found] == [(ids[3], True, False), (ids[9], True, True)]
        with pytest.raises(SyncRefused):
            await reader.source.push(RemoteChange(Field.LABEL, True, ids, "Later"))


async def test_subscriptions_are_edited_and_may_be_edited_twice(miniflux: MinifluxServer, publisher: Publisher) -> None:
    publisher.publish("news", 3)
    url = publisher.url("news")
    async with reader_at(miniflux) as reader:
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
    async with reader_at(miniflux) as reader:
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
        assert not (await reader.sync()).entries
        assert len(reader.requests) == 2, "one of the sets is read again"
        miniflux.phone.mark([7], read=True)
        await reader.sync()
        assert reader.stored["7"].read
        miniflux.sql("DELETE FROM feeds WHERE id > 0")
        assert await reader.source.feeds() == ()


async def test_after_a_failure_no_more_articles_are_asked_for() -> None:
    asked: list[str] = []

    async def send(request: ServerRequest) -> ServerAnswer:
        asked.append(request.path)
        await asyncio.sleep(0)
        return ServerAnswer(429, b"", retry_after=60)

    with pytest.raises(SyncError):
        await make_source(AccountKind.MINIFLUX, send, user="", secret="x").entries([str(one) for one in range(1, 100)])
    before = len(asked)
    for _ in range(200):
        await asyncio.sleep(0)
    assert len(asked) == before < 10


async def test_an_empty_list_of_feeds_with_articles_is_an_error() -> None:
    async def send(request: ServerRequest) -> ServerAnswer:
        article = b'{"total": 1, "entries": [{"changed_at": "2026-01-01T00:00:00Z"}]}'
        return ServerAnswer(200, b"[]" if "feeds" in request.path else article)

    with pytest.raises(SyncError):
        await make_source(AccountKind.MINIFLUX, send, user="", secret="x").feeds()
