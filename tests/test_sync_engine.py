"""Synchronising with a real Miniflux: both sides become equal, and nothing is lost or invented."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import closing
from dataclasses import replace

import pytest

from reader.account import AccountKind
from reader.model import Field, Subscription
from reader.refresh.pipeline import Refresher
from reader.refresh.sync.sync_schedule import Occasion
from reader.refresh.worker.protocol import (
    EntriesChanged,
    FeedDone,
    Finished,
    PageDone,
    SyncDone,
    SyncStarted,
    Trouble,
)
from reader.subscriptions.account_secrets import store_secret
from tests.support.fault_proxy import fault_proxy
from tests.support.faulty_http import Asked, Fault, FaultyHttp
from tests.support.miniflux_server import TOKEN, MinifluxServer
from tests.support.publisher import Publisher
from tests.support.reader_library import Product
from tests.support.reader_server import PASSWORD, USER, ReaderServer
from tests.support.synced import SyncedProfile, done


@pytest.fixture
def profile(tmp_path, miniflux):
    return SyncedProfile(tmp_path, miniflux.url, TOKEN)


def test_articles_and_states_go_both_ways(profile: SyncedProfile, miniflux: MinifluxServer, publisher: Publisher):
    phone = miniflux.phone
    publisher.publish("news", 5)
    feed = phone.subscribe(publisher.url("news"), "World")
    publisher.asked.clear()

    events = profile.sync()
    assert type(events[0]) is SyncStarted
    assert sum(event.new for event in events if isinstance(event, FeedDone)) == done(events).new == 5
    assert profile.articles().keys() == {str(one) for one in phone.everything()}

    first, second, third, *_ = sorted(phone.everything())
    profile.mark_remote([first, second], Field.READ, True)
    profile.mark_remote([third], Field.STARRED, True)
    phone.mark([third])
    assert profile.state().waiting == 3
    synced = profile.synced()
    assert (synced.sent, synced.waiting, synced.error) == (3, 0, None)
    assert phone.unread() == phone.everything() - {first, second, third}
    assert phone.starred() == {third}
    assert profile.unread == {str(one) for one in phone.unread()}

    publisher.publish("news", 2)
    phone.refresh(feed)
    phone.mark([first], read=False)
    phone.star([third], starred=False)
    events = profile.sync()
    assert done(events).new == 2
    assert sum(len(event.ids) for event in events if isinstance(event, EntriesChanged)) == done(events).changed == 2
    assert profile.unread == {str(one) for one in phone.unread()}
    assert not profile.starred

    # A transaction that began before the last change, and is committed after it was seen:
    miniflux.sql(f"UPDATE entries SET status = 'read' WHERE id = {first}")
    assert profile.synced().changed == 1
    assert profile.unread == {str(one) for one in phone.unread()}
    assert profile.synced() == SyncDone("Home")


def test_freshrss_keeps_labels_and_the_list_later_too(tmp_path):
    with ReaderServer(Product.FRESHRSS) as server:
        library = server.library
        feed = library.subscribe("https://a.example/feed", "A & B", "World")
        ids = library.publish(feed, 6)
        profile = SyncedProfile(tmp_path, server.url, PASSWORD, kind=AccountKind.GOOGLE_READER, user=USER)
        assert profile.synced().error is None
        assert profile.articles().keys() == library.everything() == set(ids)
        profile.mark_remote(ids[:2], Field.LABEL, True, "Work")
        profile.mark_remote(ids[2:3], Field.LATER, True)
        profile.mark_remote(ids[3:], Field.READ, True)
        synced = profile.synced()
        assert (synced.sent, synced.waiting, synced.error) == (6, 0, None)
        assert library.labelled("Work") == set(ids[:2])
        assert library.labelled("Later") == set(ids[2:3])
        assert library.unread() == set(ids[:3])


async def asked_without_news(profile: SyncedProfile, server: FaultyHttp) -> list[Asked]:
    """The requests of a synchronisation without news, by a reader that stays open."""
    async with Refresher(profile.paths, profile.config, (), clock=lambda: profile.now) as refresher:
        await refresher.accounts.follow([profile.account], only=True)
        for _ in range(2):
            server.asked.clear()
            events = [event async for event in refresher.accounts.sync(None, Occasion.ASKED)]
    assert done(events) == SyncDone("Home")
    return server.asked


def test_a_synchronisation_without_news_takes_three_requests(tmp_path, miniflux, publisher):
    publisher.publish("news", 3)
    miniflux.phone.subscribe(publisher.url("news"))
    for folder in ("freshrss", "miniflux"):
        (tmp_path / folder).mkdir()
    with ReaderServer(Product.FRESHRSS) as server, fault_proxy(miniflux.port) as proxy:
        server.library.publish(server.library.subscribe("https://a.example/feed"), 3)
        freshrss = SyncedProfile(tmp_path / "freshrss", server.url, PASSWORD, kind=AccountKind.GOOGLE_READER, user=USER)
        asked = asyncio.run(asked_without_news(freshrss, server))
        assert len(asked) == 3
        assert not any(PASSWORD in str(one) for one in asked), "the session is kept"
        assert len(asyncio.run(asked_without_news(SyncedProfile(tmp_path / "miniflux", proxy.url, TOKEN), proxy))) <= 3


ODD = [fault for fault in Fault if fault is not Fault.HANG]


PATHS = ("edit-tag", "items/ids", "subscription/list")


def test_no_odd_answer_loses_or_invents_a_state(tmp_path):
    with ReaderServer(Product.FRESHRSS) as server:
        library = server.library
        feed = library.subscribe("https://a.example/feed", "A", "World")
        ids = library.publish(feed, 30)
        profile = SyncedProfile(tmp_path, server.url, PASSWORD, kind=AccountKind.GOOGLE_READER, user=USER)
        profile.synced()
        for number, fault in enumerate(ODD):
            profile.now += 100_000
            mine, theirs = ids[2 * number], ids[2 * number + 1]
            profile.mark_remote([mine], Field.READ, True)
            library.star([theirs])
            library.publish(feed, 1)
            server.faults.plan(fault, path=PATHS[number % len(PATHS)])
            failed = profile.synced()
            assert server.faults.happened[-1:] == [fault]
            assert mine not in profile.unread
            assert profile.starred <= library.starred()
            if fault in (Fault.TOO_MANY, Fault.UNAVAILABLE):
                assert failed.error is not None
                asked = len(server.asked)
                assert profile.synced().error is not None
                assert len(server.asked) == asked, "the pause that the server asks for is kept"
            profile.now += 100_000
            assert profile.synced().error is None
            assert profile.unread == library.unread()
            assert profile.starred == library.starred()
            assert profile.articles().keys() == library.everything()


def test_a_refresh_synchronises_accounts_and_fetches_pages_ahead(tmp_path):
    with ReaderServer(Product.FRESHRSS) as server:
        plain, full = (server.library.subscribe(f"https://127.0.0.1:9/{name}", name) for name in ("plain", "full"))
        profile = SyncedProfile(tmp_path, server.url, PASSWORD, kind=AccountKind.GOOGLE_READER, user=USER)
        profile.subscribe("file:///nowhere.xml")
        profile.synced()
        with closing(profile.writer()) as store:
            store.accounts.write_settings(Subscription(full.url, full_text=True))
        for feed in (plain, full):
            server.library.publish(feed, 2)
        events = profile.refresh()
        assert done(events).new == 4
        assert next(event for event in events if isinstance(event, Finished)).polled == 1, "the local feed alone"
        assert len([event for event in events if isinstance(event, PageDone)]) == 2

        events = profile.refresh([plain.url])
        assert done(events).error is None
        assert not [event for event in events if isinstance(event, Finished | Trouble)]
        assert not [event for event in profile.refresh(["file:///nowhere.xml"]) if isinstance(event, SyncDone)]


async def test_accounts_that_are_synchronised_at_the_same_time_each_fetch_their_own_pages_ahead(tmp_path):
    with ReaderServer(Product.FRESHRSS) as one, ReaderServer(Product.FRESHRSS) as other:
        profile = SyncedProfile(tmp_path, one.url, PASSWORD, kind=AccountKind.GOOGLE_READER, user=USER)
        work = replace(profile.account, name="Work", url=other.url)
        store_secret(work, profile.paths, PASSWORD)
        feeds = [server.library.subscribe(f"https://127.0.0.1:9/{server.url}") for server in (one, other)]
        async with Refresher(profile.paths, profile.config, (), clock=lambda: profile.now) as refresher:
            accounts = refresher.accounts
            await accounts.follow([profile.account, work], only=True)
            for name in ("Home", "Work"):
                assert [event async for event in accounts.sync(name, Occasion.ASKED)]
            with closing(profile.writer()) as store:
                for feed in feeds:
                    store.accounts.write_settings(Subscription(feed.url, full_text=True))
            for server, feed in zip((one, other), feeds, strict=True):
                server.library.publish(feed, 2)
            async with contextlib.aclosing(accounts.sync("Home", Occasion.ASKED)) as events:
                async for event in events:
                    if isinstance(event, SyncDone):
                        break
                of_work = [event async for event in accounts.sync("Work", Occasion.ASKED)]
                of_home = [event async for event in events]
    assert [len([one for one in found if isinstance(one, PageDone)]) for found in (of_home, of_work)] == [2, 2]
