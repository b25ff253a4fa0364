"""Servers with the Google Reader API: fakes of three, and a real Miniflux."""

from __future__ import annotations

import random
from contextlib import AbstractAsyncContextManager

import pytest

from reader.account import AccountKind, EditKind, RemoteChange, RemoteEdit
from reader.errors import SyncRefused, SyncSignIn
from reader.model import Field
from reader.problems import Problem
from tests.support.faulty_http import Fault
from tests.support.miniflux_server import PASSWORD as MINIFLUX_PASSWORD
from tests.support.miniflux_server import USER as MINIFLUX_USER
from tests.support.miniflux_server import MinifluxServer
from tests.support.publisher import Publisher
from tests.support.reader_library import Product
from tests.support.reader_server import PASSWORD, USER, ReaderServer
from tests.support.sync_reader import SyncReader, reader_of

EVERY = pytest.mark.parametrize("product", list(Product))


def reader_at(server: ReaderServer, secret: str = PASSWORD) -> AbstractAsyncContextManager[SyncReader]:
    return reader_of(AccountKind.GOOGLE_READER, server.url, user=USER, secret=secret)


@EVERY
async def test_feeds_articles_states_and_labels_are_those_of_the_server(product: Product) -> None:
    with ReaderServer(product) as server:
        library = server.library
        feed = library.subscribe("https://a.example/feed", "Q&A <b> C/C++; why?", "Folder & more")
        ids = library.publish(feed, 30, title="1 < 2 & 3")
        library.mark(ids[:10])
        library.star(ids[5:15])
        async with reader_at(server) as reader:
            await reader.source.sign_in()
            (found,) = await reader.source.feeds()
            assert (found.url, found.title, found.folder) == (feed.url, feed.title, "Folder & more")
            first = await reader.sync()
            assert (first.unread, first.starred) == (frozenset(library.unread()), frozenset(library.starred()))
            assert set(reader.stored) == library.everything()
            assert (reader.unread(), reader.starred()) == (library.unread(), library.starred())
            assert {(entry.feed_id, entry.parsed.title) for entry in reader.stored.values()} == {
                (library.feed_id(feed), "1 < 2 & 3")
            }
            reader.requests.clear()
            await reader.source.sign_in()
            await reader.source.feeds()
            assert (await reader.sync()).entries == ()
            assert len(reader.requests) == 3
            for change in (
                RemoteChange(Field.READ, True, tuple(ids[20:])),
                RemoteChange(Field.READ, False, tuple(ids[:3])),
                RemoteChange(Field.STARRED, True, tuple(ids[:2])),
                RemoteChange(Field.STARRED, False, tuple(ids[10:])),
            ) * 2:
                await reader.source.push(change)
            assert library.unread() == {*ids[:3], *ids[10:20]}
            assert library.starred() == {*ids[:2], *ids[5:10]}
            await reader.sync()
            assert (reader.unread(), reader.starred()) == (library.unread(), library.starred())
            assert PASSWORD not in repr(reader.requests) + reader.cursor
            assert not [asked for asked in server.asked if PASSWORD in f"{asked.path} {asked.headers}"]
            if product is not Product.OLD_READER:
                await reader.source.push(RemoteChange(Field.LATER, True, tuple(ids[4:7])))
                await reader.source.push(RemoteChange(Field.LABEL, True, tuple(ids[:9]), "Ideas & so on"))
                await reader.source.push(RemoteChange(Field.LABEL, False, tuple(ids[:1]), "Ideas & so on"))
                library.mark(ids[:9])
                news = await reader.source.news(reader.cursor, reader.known)
                assert news.labelled == {"Later": frozenset(ids[4:7]), "Ideas & so on": frozenset(ids[1:9])}
                entries = await reader.source.entries(ids[:9])
                assert {entry.id: set(entry.labels) for entry in entries}[ids[4]] == {"Later", "Ideas & so on"}


@EVERY
async def test_new_articles_arrive_whatever_another_client_does_meanwhile(product: Product) -> None:
    with ReaderServer(product) as server:
        library = server.library
        feeds = [library.subscribe(f"https://{name}.example/feed") for name in "abc"]
        for feed in feeds:
            library.publish(feed, 190)
        async with reader_at(server) as reader:
            await reader.sync()
            await reader.read_history()
            assert set(reader.stored) == library.everything()
            for change in range(4):
                new = library.publish(feeds[change % 3], 40 * change)
                library.mark(new[::3])
                library.mark(sorted(library.unread())[change::2])
                library.star(sorted(library.everything())[change::7], starred=change % 2 == 0)
                await reader.sync()
                assert (reader.unread(), reader.starred()) == (library.unread(), library.starred())
            late = library.publish(feeds[0], 520, published=1_000_000_000)
            library.mark(late[:100])
            assert (await reader.sync()).more
            assert set(reader.stored) == library.everything()
            library.unsubscribe(feeds[1].number)
            news = await reader.sync()
            assert news.unread == frozenset(library.unread())
            assert await reader.source.entries(tuple(reader.stored)[:1]) is not None
            for _ in range(12):
                await reader.sync()
            assert len({entry.id for entry in reader.stored.values()}) == len(reader.stored)


@EVERY
async def test_whatever_happens_between_two_requests_both_sides_agree_in_the_end(product: Product) -> None:
    chance = random.Random(product)
    with ReaderServer(product) as server:
        library = server.library
        feeds = [library.subscribe(f"https://{name}.example/feed") for name in "abc"]
        for feed in feeds:
            library.publish(feed, 100)

        def change() -> None:
            some = chance.sample(sorted(library.everything()), chance.choice((1, 30)))
            match chance.randrange(8):
                case 0:
                    library.mark(some, read=chance.random() < 0.5)
                case 1:
                    library.star(some, starred=chance.random() < 0.5)
                case 2:
                    dated = chance.choice((None, 1_000_000_000))
                    library.publish(chance.choice(feeds), chance.choice((1, 40)), published=dated)
                case 3:
                    chance.choice((server.end_session, server.end_token))()

        async with reader_at(server) as reader:
            reader.meanwhile = change
            await reader.sync()
            await reader.read_history()
            for _ in range(4):
                await reader.sync()
            reader.meanwhile = lambda: None
            for _ in range(2):
                await reader.sync()
            assert set(reader.stored) == library.everything()
            assert (reader.unread(), reader.starred()) == (library.unread(), library.starred())


@EVERY
async def test_many_articles_are_marked_in_requests_that_php_reads_whole(product: Product) -> None:
    with ReaderServer(product) as server:
        library = server.library
        ids = library.publish(library.subscribe("https://a.example/feed"), 2_600)
        async with reader_at(server) as reader:
            await reader.source.push(RemoteChange(Field.READ, True, tuple(ids[:2_500])))
            assert library.unread() == set(ids[2_500:])
            bodies = [asked.body for asked in server.asked if "edit-tag" in asked.path]
            assert max(body.count(b"&i=") for body in bodies) == 250
            assert all(body.startswith(b"T=") and b"&a=user" in body[:200] for body in bodies)
            first = await reader.source.news("", reader.known)
            assert first.unread == frozenset(ids[2_500:])
            library.mark(ids, read=False)
            assert (await reader.source.news("", reader.known)).unread == frozenset(ids)


@EVERY
async def test_a_lost_sign_in_is_renewed_once_and_a_wrong_password_named(product: Product) -> None:
    with ReaderServer(product) as server:
        ids = server.library.publish(server.library.subscribe("https://a.example/feed"), 3)
        async with reader_at(server) as reader:
            await reader.source.feeds()
            for lose in (server.end_session, server.end_token, server.end_session):
                lose()
                await reader.source.push(RemoteChange(Field.READ, True, tuple(ids)))
                assert not server.library.unread()
                lose()
                assert (await reader.source.feeds())[0].url == "https://a.example/feed"
                await reader.source.push(RemoteChange(Field.READ, False, tuple(ids)))
            before = len(server.asked)
            server.faults.plan(*[Fault.UNAUTHORIZED] * 9, path="subscription/list")
            with pytest.raises(SyncSignIn):
                await reader.source.feeds()
            assert len(server.asked) - before <= 3
        async with reader_at(server, "wrong") as reader:
            with pytest.raises(SyncSignIn) as caught:
                await reader.source.sign_in()
            freshrss = product is Product.FRESHRSS
            code = Problem.SERVER_PASSWORD_REFUSED_FRESHRSS if freshrss else Problem.SERVER_PASSWORD_REFUSED
            assert caught.value.details.code is code


@EVERY
async def test_subscriptions_are_edited_and_may_be_edited_twice(product: Product) -> None:
    url = "https://a.example/feed"
    with ReaderServer(product) as server:
        async with reader_at(server) as reader:
            edit = reader.source.edit
            for _ in range(2):
                made = await edit(RemoteEdit(EditKind.SUBSCRIBE, url, title="Mine", folder="New"))
                (feed,) = await reader.source.feeds()
                assert (feed.id, feed.url, feed.title, feed.folder) == (made, url, "Mine", "New")
            for _ in range(2):
                await edit(RemoteEdit(EditKind.RENAME, url, made, title="Other"))
                await edit(RemoteEdit(EditKind.MOVE, url, made, folder="Third"))
                (feed,) = await reader.source.feeds()
                assert (feed.title, feed.folder) == ("Other", "Third")
            await edit(RemoteEdit(EditKind.MOVE, url, made))
            (feed,) = await reader.source.feeds()
            assert feed.folder in ("", "Uncategorized")
            for _ in range(2):
                await edit(RemoteEdit(EditKind.UNSUBSCRIBE, url, made))
            assert await reader.source.feeds() == ()
            with pytest.raises(SyncRefused) as caught:
                await edit(RemoteEdit(EditKind.RENAME, url, made, title="x"))
            assert caught.value.details.code is Problem.SERVER_FEED_MISSING


async def test_a_real_miniflux_is_the_same_through_this_api(miniflux: MinifluxServer, publisher: Publisher) -> None:
    publisher.publish("news", 30)
    phone = miniflux.phone
    url = publisher.url("news")
    async with reader_of(
        AccountKind.GOOGLE_READER, miniflux.url, user=MINIFLUX_USER, secret=MINIFLUX_PASSWORD
    ) as reader:
        made = await reader.source.edit(RemoteEdit(EditKind.SUBSCRIBE, url, title="Mine", folder="New"))
        (feed,) = await reader.source.feeds()
        assert (feed.id, feed.url, feed.title, feed.folder) == (made, url, "Mine", "New")
        there = sorted(phone.everything())
        ids = tuple(map(str, there))
        await reader.sync()
        assert not reader.source.abilities.labels
        for change in range(5):
            phone.mark(there[change : change + 9], read=change % 2 == 0)
            phone.star(there[change * 2 : change * 2 + 5], starred=change % 3 == 0)
            publisher.publish("news", 2)
            phone.refresh(int(made.removeprefix("feed/")))
            await reader.sync()
            assert set(map(int, reader.stored)) == phone.everything()
            assert set(map(int, reader.unread())) == phone.unread()
            assert set(map(int, reader.starred())) == phone.starred()
        for _ in range(2):
            await reader.source.push(RemoteChange(Field.READ, True, ids))
            await reader.source.push(RemoteChange(Field.STARRED, True, ids[:4]))
            await reader.source.push(RemoteChange(Field.STARRED, False, ids[4:]))
        assert phone.unread() == phone.everything() - set(there)
        assert phone.starred() & set(there) == set(there[:4])
        with pytest.raises(SyncRefused):
            await reader.source.push(RemoteChange(Field.LABEL, True, ids, "x"))
        await reader.source.edit(RemoteEdit(EditKind.RENAME, url, made, title="Other"))
        await reader.source.edit(RemoteEdit(EditKind.MOVE, url, made, folder="Third"))
        (feed,) = await reader.source.feeds()
        assert (feed.title, feed.folder) == ("Other", "Third")
        await reader.source.edit(RemoteEdit(EditKind.MOVE, url, made))
        assert (await reader.source.feeds())[0].folder == "All"
        with pytest.raises(SyncRefused) as caught:
            await reader.source.edit(RemoteEdit(EditKind.SUBSCRIBE, publisher.url("missing")))
        assert caught.value.details.code is Problem.SERVER_FEED_UNREADABLE
        reader.requests.clear()
        await reader.sync()
        await reader.source.feeds()
        reader.requests.clear()
        await reader.source.feeds()
        assert (await reader.sync()).entries == ()
        assert len(reader.requests) == 3
        await reader.source.edit(RemoteEdit(EditKind.UNSUBSCRIBE, url, made))
        assert await reader.source.feeds() == ()
        miniflux.fill(2, 450)
        reader.cursor = ""
        await reader.sync()
        await reader.read_history()
        assert set(map(int, reader.stored)) >= phone.everything()
    async with reader_of(AccountKind.GOOGLE_READER, miniflux.url, user=MINIFLUX_USER, secret="wrong") as reader:
        with pytest.raises(SyncSignIn) as refused:
            await reader.source.sign_in()
        assert refused.value.details.code is Problem.SERVER_PASSWORD_REFUSED_MINIFLUX
