"""The servers that the tests of sync use do what those tests take for granted."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.support.fault_proxy import fault_proxy
from tests.support.faulty_http import Fault
from tests.support.miniflux_client import ApiError, Phone
from tests.support.miniflux_server import PASSWORD, TOKEN, USER, MinifluxServer
from tests.support.publisher import Publisher
from tests.support.reader_library import Product
from tests.support.reader_server import LABEL, READ, READING_LIST, STARRED, ReaderServer


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
    api = _GoogleReader(miniflux.url)
    api.sign_in()
    assert api.get("/reader/api/0/subscription/list?output=json")[1].count(b'"feed/') == 40


# --- the fake of the others


def test_the_fake_has_the_oddities_of_freshrss() -> None:
    with ReaderServer(Product.FRESHRSS) as server:
        library, api = server.library, _GoogleReader(server.url)
        feed = library.subscribe("https://a.example/feed", "Q&A / <News>", "Papers")
        ids = library.publish(feed, 40, title="1 < 2")
        api.sign_in()
        assert api.get("/reader/api/0/unknown") == (400, b"Bad Request!")
        assert api.get("/reader/api/0/tag/list")[0] == 501
        subscription = json.loads(api.get("/reader/api/0/subscription/list?output=json")[1])["subscriptions"][0]
        assert (subscription["id"], subscription["title"]) == ("feed/1", "Q＆A ／ ＜News＞")
        listed = json.loads(api.get(f"{_IDS}?s={READING_LIST}&xt={READ}&n=40")[1])
        assert [ref["id"] for ref in listed["itemRefs"]] == ids[::-1]
        assert listed["continuation"] == ids[0]  # though that was all
        assert json.loads(api.get(f"{_IDS}?s={READING_LIST}&n=40&c={ids[0]}")[1]) == {"itemRefs": []}
        assert len(json.loads(api.get(f"{_IDS}?s={READING_LIST}")[1])["itemRefs"]) == 20
        for stream in (READ, f"{LABEL}unknown"):
            assert len(json.loads(api.get(f"{_IDS}?s={stream}&n=100")[1])["itemRefs"]) == 40
        token = api.get("/reader/api/0/token")[1].decode().strip()
        too_many = [("i", ids[0])] * 1_000
        assert api.post("edit-tag", [("T", token), *too_many, ("a", READ)]) == (200, b"OK")
        assert library.unread() == set(ids)
        assert api.post("mark-all-as-read", [("T", token), ("s", "feed/1"), ("ts", ids[9][:10])]) == (200, b"OK")
        assert library.unread() == set(ids)
        api.post("mark-all-as-read", [("T", token), ("s", "feed/1"), ("ts", ids[9])])
        api.post(
            "edit-tag", [("T", token), ("a", STARRED), ("a", f"{LABEL}Later"), ("i", library.long_id(int(ids[5])))]
        )
        assert (library.unread(), library.starred()) == (set(ids[10:]), set())
        assert library.labelled("Later") == {ids[5]}
        item = json.loads(api.post("stream/items/contents", [("i", ids[5])])[1])["items"][0]
        assert (item["title"], item["id"]) == ("1 ＜ 2", f"tag:google.com,2005:reader/item/{int(ids[5]):016x}")
        assert {READ, f"{LABEL}Papers", f"{LABEL}Later"} <= set(item["categories"])
        assert api.post("edit-tag", [("T", "wrong"), ("a", READ), ("i", ids[20])])[0] == 401
        server.end_session()
        assert api.get("/reader/api/0/subscription/list?output=json")[0] == 401
        api.sign_in()
        library.star([ids[0]])
        api.post("subscription/edit", [("ac", "unsubscribe"), ("s", "feed/1")])
        assert library.everything() == set()


def test_the_fakes_of_the_others_have_ids_and_tokens_of_their_own() -> None:
    with ReaderServer(Product.OLD_READER) as server:
        api, library = _GoogleReader(server.url), server.library
        ids = library.publish(library.subscribe("https://a.example/feed"), 9)
        api.sign_in()
        first = json.loads(api.get(f"{_IDS}?s={READING_LIST}&xt={READ}&n=4")[1])
        assert [ref["id"] for ref in first["itemRefs"]] == ids[:4:-1]
        assert {len(one) for one in ids} == {24}
        api.post("edit-tag", [("a", READ), *(("i", one) for one in ids[5:])])
        second = json.loads(api.get(f"{_IDS}?s={READING_LIST}&xt={READ}&n=4&c={first['continuation']}")[1])
        assert [ref["id"] for ref in second["itemRefs"]] == [ids[0]]  # four were never shown
        server.end_session()
        assert api.get("/reader/api/0/user-info")[0] == 403
    with ReaderServer(Product.BAZQUX) as server:
        api, library = _GoogleReader(server.url), server.library
        ids = library.publish(library.subscribe("https://a.example/feed"), 4)
        api.sign_in()
        token = api.get("/reader/api/0/token")[1].decode().strip()
        assert {one[0] for one in ids} == {"-", "1"}
        negative = next(one for one in ids if one[0] == "-")
        item = json.loads(api.post("stream/items/contents", [("i", negative)])[1])["items"][0]
        assert item["id"] == f"tag:google.com,2005:reader/item/{int(negative) % 2**64:016x}"
        api.post("edit-tag", [("T", token), ("a", READ), ("a", STARRED), ("i", negative), ("i", item["id"])])
        assert ({negative}, {negative}) == (library.everything() - library.unread(), library.starred())
        server.end_token()
        assert api.post("edit-tag", [("T", token), ("r", READ), ("i", negative)])[0] == 401


def test_a_proxy_makes_a_real_miniflux_misbehave_as_planned(miniflux: MinifluxServer) -> None:
    miniflux.fill(feeds=2, entries=100)
    with fault_proxy(miniflux.port) as proxy:
        phone = Phone(proxy.port, TOKEN)
        assert len(phone.unread()) == 20
        proxy.faults.plan(Fault.TOO_MANY, Fault.ERROR, Fault.FORBIDDEN, path="/v1/me")
        for status in (429, 500, 403):
            with pytest.raises(ApiError, match=str(status)):
                phone.call("GET", "/v1/me")
        for fault in (Fault.HTML, Fault.EMPTY_OBJECT, Fault.CUT_JSON, Fault.CUT, Fault.RESET):
            proxy.faults.plan(fault)
            with pytest.raises((ValueError, KeyError, ConnectionError)):
                phone.unread()
        proxy.faults.plan(Fault.LOST, Fault.ELSEWHERE)
        with pytest.raises(ConnectionError):
            phone.mark(miniflux.phone.unread())
        with pytest.raises(ApiError, match="302"):
            phone.star([1])
        assert (phone.unread(), len(phone.starred())) == (set(), 1)  # the first took effect
        proxy.faults.at_random(seed=1, share=1.0, kinds=[Fault.UNAUTHORIZED])
        with pytest.raises(ApiError, match="401"):
            phone.unread()
        proxy.faults.stop()
        miniflux.kill()
        with pytest.raises(ApiError, match="502"):
            phone.unread()


_IDS = "/reader/api/0/stream/items/ids"


class _GoogleReader:
    """As little of a client as can be."""

    def __init__(self, url: str) -> None:
        self._url, self._auth = url, ""

    def sign_in(self) -> None:
        status, body = self._ask("/accounts/ClientLogin", [("Email", USER), ("Passwd", PASSWORD)])
        assert status == 200
        self._auth = dict(line.split("=", 1) for line in body.decode().splitlines())["Auth"]

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask(path, None)

    def post(self, name: str, form: list[tuple[str, str]]) -> tuple[int, bytes]:
        return self._ask(f"/reader/api/0/{name}", form)

    def _ask(self, path: str, form: list[tuple[str, str]] | None) -> tuple[int, bytes]:
        sent = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self._url + path, sent, {"Authorization": f"GoogleLogin auth={self._auth}"})
        try:
            with _OPENER.open(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
