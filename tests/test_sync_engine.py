"""Synchronising with a real Miniflux: both sides become equal, and nothing is lost or invented."""

from __future__ import annotations

import pytest

from reader.model import Field
from reader.refresh.worker.protocol import EntriesChanged, FeedDone, SyncDone, SyncStarted
from tests.support.miniflux_server import TOKEN, MinifluxServer
from tests.support.publisher import Publisher
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
