"""Synchronising with a real Miniflux: both sides become equal, and nothing is lost or invented."""

from __future__ import annotations

import pytest

from reader.account import AccountKind
from reader.model import Field
from reader.refresh.worker.protocol import EntriesChanged, FeedDone, SyncDone, SyncStarted
from tests.support.faulty_http import Fault
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

    again = profile.synced()
    assert again == SyncDone("Home")


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

        server.asked.clear()
        assert profile.synced() == SyncDone("Home")
        assert len(server.asked) <= 5, "one of them for the labels, one for the list of feeds, one for each state"


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
