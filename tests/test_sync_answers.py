"""Odd answers of servers end in an error, never in an empty set, and never show a secret."""

from __future__ import annotations

import json
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.account import AccountKind, EditKind, RemoteChange, RemoteEdit
from reader.errors import BroadsheetError, FetchError, SyncError, SyncRefused, SyncSignIn
from reader.model import Field
from reader.problems import Problem, problem
from reader.sync import google_answers as google
from reader.sync import make_source
from reader.sync import miniflux_answers as miniflux
from reader.sync.google_cursor import GoogleCursor, GoogleHistory
from reader.sync.google_ids import item_id, label_of, long_id, state_of
from reader.sync.miniflux_cursor import MinifluxCursor, MinifluxHistory
from reader.sync.source import Source
from reader.web.server_messages import ServerAnswer, ServerRequest
from reader.wording.problem_messages import problem_message
from tests.support.fault_proxy import fault_proxy
from tests.support.faulty_http import Fault
from tests.support.reader_library import Product
from tests.support.reader_server import PASSWORD, USER, ReaderServer
from tests.support.sync_reader import reader_of

SECRET = "s3cret-of-the-user"
Parse = Callable[[bytes], object]

ODD = [
    b"", b" ", b"\n", b"null", b"true", b"0", b'""', b'"OK"', b"OK!", b"ok then", b"[", b"{", b"[]x", b"{}x", b"[[]]", b"[null]",
    b"[1]", b"{}", b'{"error_message":"x"}', b'{"error":"x"}', b"<html>", b"<!DOCTYPE html><html></html>", b"\xef\xbb\xbf<html>",
    b"<?xml version='1.0'?><a/>", b"Unauthorized", b"Service Unavailable!", b"\xff\xfe", b"\x00", b"\x1f\x8b\x08", b"NaN",
    b'{"total":0}', b'{"total":1,"entries":[]}', b'{"total":0,"entries":[{}]}', b'{"total":"0","entries":[]}',
    b'{"total":0,"entries":null}', b'{"total":0,"entries":{}}', b'{"total":-1,"entries":[]}', b'{"total":true,"entries":[]}',
    b'{"total":0,"entry_ids":null}', b'{"total":0,"entry_ids":{}}', b'{"total":0,"entry_ids":[1]}', b'{"total":1,"entry_ids":["x"]}',
    b'{"total":1,"entry_ids":[0]}', b'{"total":1,"entry_ids":[1.5]}', b'{"total":1,"entry_ids":[true]}', b'{"entry_ids":[]}',
    b'{"itemRefs":null}', b'{"itemRefs":{}}', b'{"itemRefs":[1]}', b'{"itemRefs":[{}]}', b'{"itemRefs":[{"id":null}]}',
    b'{"itemRefs":[{"id":""}]}', b'{"itemRefs":[{"id":"a b"}]}', b'{"itemRefs":[],"continuation":[]}',
    b'{"itemRefs":[{"id":"tag:google.com,2005:reader/item/"}]}', b'{"items":null}', b'{"items":{}}', b'{"items":[1]}', b'{"items":[{}]}',
    b'{"items":[{"id":"1","categories":null,"origin":{"streamId":"feed/1"}}]}', b'{"items":[{"id":"1","categories":[]}]}',
    b'{"items":[{"id":"1","categories":[],"origin":{}}]}', b'{"items":[{"categories":[],"origin":{"streamId":"feed/1"}}]}',
    b'{"subscriptions":null}', b'{"subscriptions":[{}]}', b'{"subscriptions":[{"id":"feed/1"}]}', b'{"subscriptions":[{"url":"https://a"}]}',
    b'{"subscriptions":[{"id":"feed/1","url":"ftp://a"}]}', b'{"tags":null}', b'{"tags":[{}]}', b'{"tags":[1]}',
    b'[{"id":1}]', b'[{"feed_url":"https://a"}]', b'[{"id":"x","feed_url":"https://a"}]', b'[{"id":1,"feed_url":"https://a","category":[]}]',
    b'{"version":1}', b'{"id":null}', b'{"feed_id":0}', b'{"numResults":"1"}', b'{"id":1e3}',
    b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5_000, b'{"total":' + b"9" * 5_000 + b"}",
]  # fmt: skip

SETS: list[Parse] = [
    miniflux.read_feeds, miniflux.read_ids, miniflux.read_entries, miniflux.read_newest_change, miniflux.read_entry,
    miniflux.read_version, miniflux.read_user, partial(miniflux.read_id, key="feed_id"), miniflux.read_categories,
    google.read_auth, google.read_token, google.read_ok, google.read_ids, google.read_tags, google.read_folders, google.read_items,
    partial(google.read_feeds, product=google.Product.FRESHRSS), google.read_added,
]  # fmt: skip
# What some of these answers really say.
RIGHT: set[tuple[str, bytes]] = {
    ("read_token", one)
    for one in (b"OK!", b"Unauthorized", b"null", b"true", b"0", b'""', b'"OK"', b"NaN", b"<html>x", b'{"a":' * 100_000)
}


def name_of(parse: Any) -> str:
    return str(getattr(parse, "func", parse).__name__)


def test_every_odd_answer_is_an_error_of_ours() -> None:
    accepted, messages = [], []
    for parse in SETS:
        for body in ODD:
            try:
                parse(body)
                accepted.append((name_of(parse), body))
            except SyncError as error:
                messages.append(problem_message(error.details))
    assert [one for one in accepted if one not in RIGHT] == []
    assert all(messages)


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "total",
                        "entries",
                        "entry_ids",
                        "itemRefs",
                        "items",
                        "id",
                        "continuation",
                        "categories",
                        "origin",
                        "streamId",
                        "subscriptions",
                        "url",
                        "tags",
                        "type",
                        "feed_url",
                        "status",
                        "starred",
                        "feed_id",
                        "enclosures",
                        "title",
                        "author",
                        "published_at",
                        "published",
                        "summary",
                        "content",
                        "alternate",
                        "href",
                    ]
                ),
                inner,
                max_size=8,
            )
        ),
        max_leaves=25,
    ).map(lambda value: json.dumps(value).encode())
)
def test_any_bytes_are_a_value_or_an_error_of_ours(body: bytes) -> None:
    for parse in SETS:
        with suppress(SyncError):
            parse(body)


def source_of(kind: AccountKind, answer: Callable[[ServerRequest], ServerAnswer]) -> Source:
    async def send(request: ServerRequest) -> ServerAnswer:
        return answer(request)

    return make_source(kind, send, user=USER if kind is AccountKind.GOOGLE_READER else "", secret=SECRET)


async def nothing_known(ids: Sequence[str]) -> frozenset[str]:
    return frozenset()


async def everything_asked(source: Source) -> list[object]:
    """What each method gives, or raises."""
    change = RemoteChange(Field.READ, True, ("1", "2"))
    results: list[object] = []
    for ask in (
        source.feeds, lambda: source.news("", nothing_known), lambda: source.entries(("1",)), lambda: source.history(""),
        lambda: source.push(change), lambda: source.edit(RemoteEdit(EditKind.SUBSCRIBE, "https://a.example/feed")),
        lambda: source.edit(RemoteEdit(EditKind.UNSUBSCRIBE, "https://a.example/feed", "1")), source.sign_in,
    ):  # fmt: skip
        try:
            results.append(await ask())
        except BroadsheetError as error:
            results.append(error)
    return results


async def twice(ask: Callable[[], Awaitable[object]]) -> None:
    await ask()
    await ask()


def signed_in(request: ServerRequest) -> ServerAnswer | None:
    if "ClientLogin" in request.path:
        return ServerAnswer(200, b"SID=x\nAuth=user/abc\n", url="https://rss.example.org/accounts/ClientLogin")
    return ServerAnswer(200, b"token") if request.path.endswith("/token") else None


@pytest.mark.parametrize("kind", list(AccountKind))
async def test_no_odd_answer_of_any_status_is_taken_for_a_result(kind: AccountKind) -> None:
    bodies = [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"OK!",
        b"<html>Login</html>",
        b'{"error_message":"' + SECRET.encode() + b'"}',
    ]
    for status in (200, 204, 206, 301, 304, 400, 401, 403, 404, 408, 418, 429, 500, 502, 503, 504):
        for body in bodies:
            odd = ServerAnswer(status, body, "text/plain", 7, url="https://rss.example.org/")
            source = source_of(kind, lambda request, odd=odd: signed_in(request) or odd)  # type: ignore[misc]
            results = await everything_asked(source)
            for number, result in enumerate(results[:-1]):
                gone = kind is AccountKind.MINIFLUX and status in (204, 404) and number in (2, 4, 6)
                empty = kind is AccountKind.MINIFLUX and status == 200 and body == b"[]" and number == 6
                assert isinstance(result, SyncError) or gone or empty, (status, body, number, result)
                if isinstance(result, SyncError):
                    shown = [
                        repr(result),
                        str(result),
                        problem_message(result.details),
                        json.dumps(result.details.as_json()),
                    ]
                    assert SECRET not in "".join(shown)
            errors = [one for one in results if isinstance(one, SyncError) and not isinstance(one, SyncRefused)]
            if status in (429, 503):
                assert all(error.retry_after == 7 for error in errors)
            if status == 401:
                assert all(isinstance(error, SyncSignIn) for error in errors)


@pytest.mark.parametrize("product", list(Product))
async def test_every_fault_of_a_server_is_an_error_and_shows_no_secret(product: Product) -> None:
    with ReaderServer(product) as server:
        server.faults.elsewhere = "http://localhost:9/"
        ids = server.library.publish(server.library.subscribe("https://a.example/feed"), 5)
        async with reader_of(AccountKind.GOOGLE_READER, server.url, user=USER, secret=PASSWORD) as reader:
            await reader.sync()
            for fault in set(Fault) - {Fault.HANG, Fault.WRONG_TYPE}:
                for part, ask in (
                    ("subscription/list", reader.source.feeds),
                    ("items/ids", lambda: reader.source.news("", reader.known)),
                    ("items/contents", lambda: reader.source.entries(ids)),
                    ("edit-tag", lambda: reader.source.push(RemoteChange(Field.READ, True, tuple(ids)))),
                ):
                    server.faults.plan(fault, fault, path=part)
                    with pytest.raises((SyncError, FetchError)) as caught:
                        await twice(ask)
                    server.faults.stop()
                    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
                    assert PASSWORD not in shown
                    assert not [one for one in reader.requests if PASSWORD in repr(one)]
            await reader.sync()
            await reader.source.push(RemoteChange(Field.READ, True, tuple(ids)))
            assert not server.library.unread()


def test_ids_are_the_same_in_both_forms() -> None:
    for number in (1, 1_760_000_001_000_003, 2**63 - 1, -1, -(2**63), 0x123456789ABCDEF0):
        assert item_id(long_id(str(number))) == str(number) == item_id(str(number)) == item_id(number)
    opaque = "5d8a3c1e8f7b2a0012345678"
    assert item_id(long_id(opaque)) == item_id(opaque) == opaque
    assert (
        item_id("123456789012345678901234")
        == item_id(long_id("123456789012345678901234"))
        == "123456789012345678901234"
    )
    assert long_id("18") == "tag:google.com,2005:reader/item/0000000000000012"
    assert label_of("user/-/label/A/B & C") == label_of("user/12/label/A/B & C") == "A/B & C"
    assert state_of("user/1005/state/com.google/read") == state_of("user/-/state/com.google/read") == "read"
    assert not label_of("feed/1") + state_of("user/-/label/read")
    wrong: object
    for wrong in (None, True, 1.5, "", "a b", "é", "x" * 201, [], "tag:google.com,2005:reader/item/"):
        with pytest.raises(SyncError):
            item_id(wrong)


@given(st.text(max_size=60))
def test_any_text_of_a_cursor_is_a_place_or_the_start(text: str) -> None:
    for cursor in (MinifluxCursor, GoogleCursor):
        found = cursor.read(text)
        assert found is None or cursor.read(found.text()) == found
    for history in (MinifluxHistory, GoogleHistory):
        place = history.read(text)
        assert history.read(place.text()) == place
        assert history.read("") == history()


ITEM: dict[str, Any] = {
    "id": "tag:google.com,2005:reader/item/000640b5eef91943",
    "crawlTimeMsec": "1760000001000",
    "timestampUsec": "1760000001000003",
    "published": 1_750_000_000,
    "title": "Q＆A: 1 ＜ 2",
    "author": "Ann Example; Bob Miller",
    "summary": {"content": "<p>Text &amp; more</p>"},
    "canonical": [{"href": "https://a.example/1"}],
    "alternate": [{"href": "https://other.example/1", "type": "text/html"}],
    "categories": ["user/-/state/com.google/reading-list", "user/1/state/com.google/starred", "user/-/label/Folder",
                   "user/-/label/Later", "Politics", "science"],
    "origin": {"streamId": "feed/12", "title": "A"},
    "enclosure": [{"href": "https://a.example/1.mp3", "type": "audio/mpeg; x", "length": "12345"}, {"url": "https://a.example/1.jpg"}],
}  # fmt: skip


def items(*changed: dict[str, Any], **how: Any) -> Any:
    return google.read_items(json.dumps({"items": [{**ITEM, **one} for one in changed]}).encode(), **how)


def test_an_item_becomes_an_entry_with_its_state() -> None:
    (found,) = items({}, product=google.Product.FRESHRSS, labels=frozenset({"Later", "Ideas"}))
    assert (found.id, found.feed_id, found.read, found.starred) == ("1760000002824515", "feed/12", False, True)
    assert (found.labels, found.received) == (("Later",), 1_760_000_001)
    entry = found.parsed
    assert (entry.title, entry.url, entry.published) == ("Q&A: 1 < 2", "https://a.example/1", 1_750_000_000)
    assert [author.name for author in entry.authors] == ["Ann Example", "Bob Miller"]
    assert (entry.content_html, entry.categories) == ("<p>Text &amp; more</p>", ("Politics", "science"))
    assert [(file.url, file.type, file.length) for file in entry.enclosures] == [
        ("https://a.example/1.mp3", "audio/mpeg", 12_345), ("https://a.example/1.jpg", "image/jpeg", None),
    ]  # fmt: skip
    assert entry.image == "https://a.example/1.jpg"
    (other,) = items({"title": "Q＆A &amp; <b>bold</b>"})
    assert other.parsed.title == "Q＆A & bold"
    (plain,) = items({"title": "Vec<b>"}, product=google.Product.MINIFLUX)
    assert plain.parsed.title == "Vec<b>"


def test_items_with_gaps_are_read_as_far_as_they_go() -> None:
    gaps: list[dict[str, Any]] = [
        {"title": None}, {"title": 3}, {"title": "\x1b[31mred\ud800"}, {"author": None}, {"author": ["x"]}, {"summary": None},
        {"summary": "x"}, {"summary": {"content": None}, "content": {"content": "<b>x</b>"}}, {"canonical": None}, {"canonical": "x"},
        {"canonical": [None], "alternate": []}, {"alternate": [{"href": "javascript:x"}], "canonical": []}, {"enclosure": None},
        {"enclosure": "x"}, {"enclosure": [1, {}, {"href": 1}, {"href": "ftp://x/y"}]}, {"published": None}, {"published": "x"},
        {"published": -1}, {"published": 10**30}, {"published": "1750000000"}, {"published": True}, {"crawlTimeMsec": None},
        {"crawlTimeMsec": "x", "timestampUsec": "y"}, {"categories": [None, 1, "user/-/state/com.google/read"]},
    ]  # fmt: skip
    found = items(*gaps)
    assert len(found) == len(gaps)
    for one in found:
        assert one.parsed.title.isprintable()
        assert one.parsed.published is None or 0 < one.parsed.published < 4_200_000_000
        (one.parsed.title + one.parsed.content_html).encode()
    assert found[-1].read
    assert items({"published": None})[0].parsed.published == 1_760_000_001
    assert items({"published": None, "crawlTimeMsec": None})[0].parsed.published == 1_760_000_001


def test_a_text_that_freshrss_cut_is_a_summary() -> None:
    for size, product, cut in (
        (google.BODY_LIMIT, google.Product.FRESHRSS, True),
        (google.BODY_LIMIT - 50, google.Product.FRESHRSS, False),
        (google.BODY_LIMIT, google.Product.OTHER, False),
    ):
        for letter in ("x", "ü"):
            text = letter * (size // len(letter.encode()))
            entry = items({"summary": {"content": text}}, product=product)[0].parsed
            assert (entry.summary_html == text, entry.content_html == text) == (cut, not cut)


def test_wide_letters_stay_in_titles_of_feeds_in_east_asian_languages() -> None:
    def title(told: str, product: google.Product = google.Product.FRESHRSS) -> str:
        feed = {"id": "feed/1", "url": "https://a.example/", "title": told, "categories": []}
        return google.read_feeds(json.dumps({"subscriptions": [feed]}).encode(), product)[0].title

    assert title("Q＆A＼C／C，why？") == "Q&A\\C/C,why?"
    assert title("ニュース？政治／経済 ＆ more") == "ニュース？政治／経済 & more"
    assert title("Q＆A？", google.Product.OTHER) == "Q＆A？"


ENTRY: dict[str, Any] = {
    "id": 7, "feed_id": 3, "status": "unread", "starred": True, "title": "A & <b>", "url": "https://a.example/7",
    "comments_url": "https://a.example/7#comments", "published_at": "2026-01-02T03:04:05.6+02:00", "created_at": "2026-01-03T00:00:00Z",
    "changed_at": "2026-01-04T00:00:00Z", "content": "<p>x</p>", "author": "Ann Example, Bob Miller", "tags": ["a", "b"],
    "enclosures": [{"url": "https://a.example/7.mp3", "mime_type": "audio/mpeg", "size": 5}], "language": "de",
}  # fmt: skip


def test_an_entry_of_miniflux_becomes_an_entry_with_its_state() -> None:
    def read(**changed: Any) -> Any:
        body = {"total": 1, "entries": [{**ENTRY, **changed}]}
        return miniflux.read_entries(json.dumps(body).encode()).entries[0]

    value: object
    found = read()
    assert (found.id, found.feed_id, found.read, found.starred) == ("7", "3", False, True)
    assert (found.received, found.changed) == (1_767_398_400, 1_767_484_800)
    entry = found.parsed
    assert (entry.title, entry.url, entry.published) == ("A & <b>", "https://a.example/7", 1_767_315_845)
    assert (entry.comments_url, entry.language, entry.categories) == ("https://a.example/7#comments", "de", ("a", "b"))
    assert [author.name for author in entry.authors] == ["Ann Example", "Bob Miller"]
    assert [(file.type, file.length) for file in entry.enclosures] == [("audio/mpeg", 5)]
    assert read(title="https://a.example/7", content="<p>First words.</p>").parsed.title == "First words."
    for name in ("title", "url", "comments_url", "published_at", "content", "author", "tags", "enclosures", "language"):
        for value in (None, 1, [], {}, [None], "\ud800"):
            read(**{name: value})
    for name in ("id", "feed_id", "status", "starred"):
        for value in (None, 0, "", [], -1, 1.5, "removed?"):
            with pytest.raises(SyncError):
                read(**{name: value})
    page = miniflux.read_entries(json.dumps({"total": 1, "entries": [{**ENTRY, "status": "removed"}]}).encode())
    assert (page.entries, page.size, page.last) == ((), 1, "7")


async def test_an_older_miniflux_without_sets_and_settable_stars_is_read_and_changed() -> None:
    stars = {1: False, 2: True, 3: False}
    lost = [True]
    toggled: list[int] = []

    def answer(request: ServerRequest) -> ServerAnswer:
        path = request.path.partition("?")[0]
        parts = path.split("/")
        if path == "v1/version":
            return ServerAnswer(404, b"404 page not found")
        if path == "v1/me":
            return ServerAnswer(200, b'{"id": 1, "username": "reader"}')
        if path == "v1/entries/ids":
            return ServerAnswer(400, b'{"error_message":"Invalid entry ID"}')
        if request.method == "PUT" and path == "v1/entries":
            return ServerAnswer(400, b'{"error_message":"Invalid entry status"}')
        if request.method == "PUT":
            number = int(parts[2])
            stars[number] = not stars[number]
            toggled.append(number)
            if lost and lost.pop():
                raise FetchError(Problem.RESPONSE_CUT_OFF)  # type: ignore[arg-type]
            return ServerAnswer(204, b"")
        if len(parts) == 3:
            number = int(parts[2])
            if number not in stars:
                return ServerAnswer(404, b"{}")
            return ServerAnswer(200, json.dumps({**ENTRY, "id": number, "starred": stars[number]}).encode())
        entries = [{**ENTRY, "id": number, "starred": value} for number, value in stars.items()]
        return ServerAnswer(200, json.dumps({"total": 3, "entries": entries}).encode())

    source = source_of(AccountKind.MINIFLUX, answer)
    await source.sign_in()
    news = await source.news("", nothing_known)
    assert (news.unread, news.starred, len(news.entries)) == (None, None, 3)
    change = RemoteChange(Field.STARRED, True, ("1", "2", "9", "3"))
    with pytest.raises(FetchError):
        await source.push(change)
    await source.push(change)
    await source.push(change)
    assert all(stars.values())
    assert toggled == [1, 3]


async def test_miniflux_repeats_a_set_that_moved_and_concludes_nothing_from_one_that_keeps_moving() -> None:
    for moves, expected in ((0, 3), (1, 3), (9, None)):
        left = [moves]

        def answer(request: ServerRequest, left: list[int] = left) -> ServerAnswer:
            if not request.path.startswith("v1/entries/ids"):
                return ServerAnswer(200, json.dumps({"total": 1, "entries": [ENTRY]}).encode())
            if "offset" not in request.path:
                return ServerAnswer(200, b'{"total": 3, "entry_ids": [9, 8]}')
            if left[0]:
                left[0] -= 1
                return ServerAnswer(200, b'{"total": 2, "entry_ids": [7]}')
            return ServerAnswer(200, b'{"total": 3, "entry_ids": [7]}')

        news = await source_of(AccountKind.MINIFLUX, answer).news("", nothing_known)
        assert (None if news.unread is None else len(news.unread)) == expected
    huge = ServerAnswer(200, json.dumps({"total": 25_001, "entry_ids": list(range(1, 10_001))}).encode())
    entries = ServerAnswer(200, json.dumps({"total": 1, "entries": [ENTRY]}).encode())
    source = source_of(AccountKind.MINIFLUX, lambda request: huge if "ids" in request.path else entries)
    assert (await source.news("", nothing_known)).unread is None


async def test_no_label_is_concluded_from_a_server_that_lists_none_and_may_forget_them() -> None:
    for path, expected in (("/api/greader.php", {}), ("", None)):

        def answer(request: ServerRequest, path: str = path) -> ServerAnswer:
            body: dict[str, object] = {"itemRefs": [], "items": [], "tags": [{"id": "user/-/state/com.google/starred"}]}
            found = signed_in(request) or ServerAnswer(200, json.dumps(body).encode())
            return replace(found, url=f"https://rss.example.org{path}/x")

        news = await source_of(AccountKind.GOOGLE_READER, answer).news("", nothing_known)
        assert news.labelled == expected


async def test_a_label_that_went_while_the_sets_were_read_is_taken_for_no_set() -> None:
    lists = [
        b'{"tags":[{"id":"user/-/label/A","type":"tag"},{"id":"user/-/label/B","type":"folder"}]}',
        b'{"tags":[{"id":"user/-/label/B","type":"folder"}]}',
    ]

    def answer(request: ServerRequest) -> ServerAnswer:
        if "tag/list" in request.path:
            return ServerAnswer(200, lists.pop(0) if len(lists) > 1 else lists[0])
        body = {"itemRefs": [{"id": "1"}], "items": []}
        return signed_in(request) or ServerAnswer(200, json.dumps(body).encode())

    news = await source_of(AccountKind.GOOGLE_READER, answer).news("", nothing_known)
    assert news.labelled is None
    assert news.unread == frozenset({"1"})


async def test_a_set_paged_by_place_that_moved_is_read_again() -> None:
    moved = [True]

    def answer(request: ServerRequest) -> ServerAnswer:
        if "items/ids" in request.path and "xt=" in request.path and "c=" in request.path:
            first = "2" if moved and moved.pop() else "3"
            return ServerAnswer(200, json.dumps({"itemRefs": [{"id": first}, {"id": "1"}]}).encode())
        if "items/ids" in request.path and "xt=" in request.path:
            refs = [{"id": one} for one in "543"]
            return ServerAnswer(200, json.dumps({"itemRefs": refs, "continuation": "3"}).encode())
        body: dict[str, object] = {"itemRefs": [], "tags": [], "items": []}
        return signed_in(request) or ServerAnswer(200, json.dumps(body).encode())

    news = await source_of(AccountKind.GOOGLE_READER, answer).news("", nothing_known)
    assert news.unread == frozenset("5431")
    assert not moved


async def test_faults_before_a_real_miniflux_are_errors(miniflux: Any) -> None:
    miniflux.fill(1, 30)
    with fault_proxy(miniflux.port) as proxy:
        async with reader_of(AccountKind.MINIFLUX, proxy.url, secret="token-of-the-tests-0123456789abcdef") as reader:
            await reader.sync()
            stored = dict(reader.stored)
            for fault in set(Fault) - {Fault.HANG, Fault.WRONG_TYPE}:
                for part in ("v1/feeds", "v1/entries"):
                    proxy.faults.plan(fault, fault, path=part)
                    ask = reader.source.feeds if "feeds" in part else partial(reader.source.news, "", reader.known)
                    with pytest.raises((SyncError, FetchError)):
                        await ask()
                    proxy.faults.stop()
            await reader.sync()
            assert reader.stored == stored


async def test_articles_that_are_too_large_together_are_fetched_in_smaller_parts() -> None:
    asked: list[int] = []

    def answer(request: ServerRequest) -> ServerAnswer:
        if "items/contents" in request.path:
            ids = [value.rpartition("/")[2] for name, value in request.form or () if name == "i"]
            asked.append(len(ids))
            if len(ids) > 3:
                raise FetchError(problem(Problem.RESPONSE_TOO_LARGE, limit=1))
            found = [{**ITEM, "id": f"tag:google.com,2005:reader/item/{one}"} for one in ids]
            return ServerAnswer(200, json.dumps({"items": found}).encode())
        if request.path.startswith("v1/entries"):
            limit = int(request.path.partition("limit=")[2].partition("&")[0])
            asked.append(limit)
            if limit > 50:
                raise FetchError(problem(Problem.RESPONSE_TOO_LARGE, limit=1))
            found = [{**ENTRY, "id": number + 1} for number in range(limit)]
            return ServerAnswer(200, json.dumps({"total": 900, "entries": found}).encode())
        return signed_in(request) or ServerAnswer(200, b'{"tags": []}')

    ids = tuple(map(str, range(1, 12)))
    found = await source_of(AccountKind.GOOGLE_READER, answer).entries(ids)
    assert [entry.id for entry in found] == list(ids)
    assert max(asked) == 11
    asked.clear()
    page = await source_of(AccountKind.MINIFLUX, answer).history("all:901:0:0")
    assert len(page.entries) == 50
    assert page.cursor == "all:50:1:900"
    assert asked == [500, 50]
