"""The servers that the tests of sync use do what those tests take for granted."""

from __future__ import annotations

import http.client
import urllib.parse

import pytest

from tests.support.miniflux_client import ApiError
from tests.support.miniflux_server import PASSWORD, USER, MinifluxServer
from tests.support.publisher import Publisher


def test_a_phone_changes_everything_at_a_real_miniflux_which_keeps_it_when_it_is_killed(
    miniflux: MinifluxServer, publisher: Publisher
) -> None:
    phone = miniflux.phone
    publisher.publish("news", 4)
    publisher.publish("sport", 2)
    news, sport = phone.subscribe(publisher.url("news"), "Papers"), phone.subscribe(publisher.url("sport"))
    one, two, three, four = sorted(entry["id"] for entry in phone.entries(news))
    assert phone.unread() == phone.everything() == {entry["id"] for entry in phone.entries()}
    phone.mark([one, two])
    phone.star([two, three])
    phone.mark([one], read=False)
    phone.mark_feed_read(sport)
    phone.rename(news, "The News")
    phone.move(sport, "Games")

    miniflux.kill()
    with pytest.raises(ConnectionError):
        phone.unread()
    miniflux.start()
    assert phone.unread() == {one, three, four}
    assert phone.starred() == {two, three}
    assert [(feed.title, feed.category) for feed in phone.feeds()] == [("The News", "Papers"), ("Sport", "Games")]

    publisher.publish("news", 3)
    phone.refresh(news)
    assert len(phone.entries(news)) == 7
    phone.unsubscribe(sport)
    assert set(phone.categories()) == {"All", "Games", "Papers"}
    with pytest.raises(ApiError, match="404"):
        phone.unsubscribe(sport)
    phone.mark_all_read()
    assert phone.unread() == set()


def test_a_real_miniflux_has_the_google_reader_api_and_room_for_a_library(miniflux: MinifluxServer) -> None:
    miniflux.fill(feeds=40, entries=12_000)
    assert (len(miniflux.phone.unread()), len(miniflux.phone.starred())) == (2_400, 120)
    assert len(miniflux.phone.everything()) == 12_000
    assert len(miniflux.phone.categories()) == 3
    connection = http.client.HTTPConnection("127.0.0.1", miniflux.port, timeout=30)
    connection.request(
        "POST", "/accounts/ClientLogin", urllib.parse.urlencode({"Email": USER, "Passwd": PASSWORD}), _FORM
    )
    auth = dict(line.split("=", 1) for line in connection.getresponse().read().decode().splitlines())["Auth"]
    connection.request(
        "GET", "/reader/api/0/subscription/list?output=json", headers={"Authorization": f"GoogleLogin auth={auth}"}
    )
    assert connection.getresponse().read().count(b'"feed/') == 40
    connection.close()


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
