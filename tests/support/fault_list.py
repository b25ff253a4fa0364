"""Every fault of a feed, as a script for the fault server and with its message.

The feed has stored entries ``old-1`` to ``old-3``; complete bodies also have ``new-1``, and ``new-2`` after it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.support.faultserver import HANG, RESET, Script, answer, head, redirect

STORED = ("old-1", "old-2", "old-3")
XML = '<?xml version="1.0" encoding="utf-8"?>'
SLOW = 1.0  # seconds for a request to a slow server
LOGIN = b"<!DOCTYPE html><html><head><title>Log in</title></head><body><form>Name, password</form></body></html>"


@dataclass(frozen=True, slots=True)
class Case:
    """``words``: why the poll fails; None if the feed can be read nevertheless.

    ``routes``: responses by path; ``/f`` is subscribed. ``new``: titles of new entries.
    """

    words: str | None
    routes: Mapping[str, Script | Callable[..., Script]] = field(default_factory=dict)
    new: tuple[str, ...] = ()
    deadline: float = 30.0


def item(name: str, title: str | None = None, rest: str = "") -> str:
    link = f"https://paper.example/{name}"
    return f"<item><guid>{name}</guid><title>{title or name}</title><link>{link}</link>{rest}</item>"


OLD = "".join(item(name) for name in STORED)


def rss(items: str = item("new-1") + OLD, *, prolog: str = XML, head: str = "") -> str:
    return f'{prolog}<rss version="2.0"><channel><title>Paper</title>{head}{items}</channel></rss>'


def told(words: str, *script: bytes | float, deadline: float = 30.0) -> Case:
    """A case with one script and no new entries."""
    return Case(words, {"/f": script}, deadline=deadline)


def body(text: str | bytes, words: str | None = None, *headers: str, new: tuple[str, ...] = ("new-1",)) -> Case:
    """A complete response (200) with that body."""
    data = text if isinstance(text, bytes) else text.encode()
    return Case(words, {"/f": [answer(data, *(headers or ("Content-Type: application/rss+xml",)))]}, new)


def endless() -> Iterator[bytes | float]:
    yield head("Content-Type: application/rss+xml")
    yield rss().encode()[:200]
    while True:
        yield b"<!-- more -->" * 5_000


def drips() -> Iterator[bytes | float]:
    yield head()
    while True:
        yield b" "
        yield 0.05


CUT = "the response was cut off"
GARBLED = "the response is garbled: its chunks have no length"
CLOSED = "the server closed the connection"
PRIVATE = "it has a private network address; only your own subscriptions may lead there"
BAD_GZIP = "the response is garbled: it cannot be decompressed"
KEPT = "the feed is cut off; {} were kept"
FEED = rss().encode()
GZIP = "Content-Encoding: gzip"

# Faults of the connection and of HTTP.
WIRE = {
    "reset before the answer": Case(CLOSED, {"/f": [RESET]}),
    "reset in the body": Case(CUT, {"/f": [answer(FEED[:300], length=len(FEED)), 0.02, RESET]}),
    "slow headers": Case(
        "the server did not respond within 1 s", {"/f": [b"HTTP/1.1 200 OK\r\nContent-", HANG]}, deadline=SLOW
    ),
    "slow body": Case("the response was still incomplete after 1 s", {"/f": lambda _: drips()}, deadline=SLOW),
    "body that stops": Case(
        "the response was still incomplete after 1 s", {"/f": [head(), FEED[:300], HANG]}, deadline=SLOW
    ),
    "short of its length": told(CUT, answer(FEED, length=len(FEED) + 100)),
    "chunks without length": told(GARBLED, head("Transfer-Encoding: chunked"), b"zz\r\n<rss>\r\n0\r\n\r\n"),
    "chunks without end": told(CUT, head("Transfer-Encoding: chunked"), b"5\r\n<rss>\r\n"),
    "endless": Case("the response is larger than 10 MB", {"/f": lambda _: endless()}),
    "100 MB": Case("the response is larger than 10 MB", {"/f": [answer(FEED, length=100_000_000), HANG]}),
    "100 MB that are not announced": Case(
        "the response is larger than 10 MB", {"/f": lambda _: (part for part in [head(), *[b" " * 1_000_000] * 100])}
    ),
    "gzip bomb": Case(
        "the response is larger than 10 MB",
        # Compressed when it is asked for, because that takes 0.2 s.
        {"/f": lambda _: [answer(gzip.compress(b" " * 100_000_000, 1), GZIP)]},
    ),
    "truncated gzip": told(CUT, answer(gzip.compress(FEED)[:-12], GZIP)),
    "garbled gzip": told(BAD_GZIP, answer(gzip.compress(FEED)[:20] + b"\xff" * 300, GZIP)),
    "gzip that is not said": body(gzip.compress(FEED)),
    "gzip that is not there": body(FEED, None, GZIP),
    "gzip called deflate": body(gzip.compress(FEED), None, "Content-Encoding: deflate"),
    "redirect loop": Case(
        "the server redirects in a loop", {"/f": redirect("/a"), "/a": redirect("/b"), "/b": redirect("/f")}
    ),
    "11 hops": Case(
        "the server redirects more than 10 times",
        {"/f": redirect("/1"), **{f"/{hop}": redirect(f"/{hop + 1}") for hop in range(1, 12)}},
    ),
    "10 hops": Case(
        None,
        {"/f": redirect("/2"), **{f"/{hop}": redirect(f"/{hop + 1}") for hop in range(2, 11)}, "/11": [answer(FEED)]},
        ("new-1",),
    ),
    "redirect to a login page": Case(
        "this is a web page, not a feed", {"/f": redirect("/login?back=/f"), "/login?back=/f": [answer(LOGIN)]}
    ),
    "redirect to a router": Case(PRIVATE, {"/f": redirect("http://192.168.1.1/feed")}),
    "redirect to a cloud's secrets": Case(PRIVATE, {"/f": redirect("http://169.254.169.254/latest/meta-data/")}),
    "redirect to a name that is private": Case(PRIVATE, {"/f": redirect("http://localhost:9/feed")}),
    "redirect to a file": Case("the server redirects to a file: address", {"/f": redirect("file:///etc/passwd")}),
    "204": told("the server sent an empty response", head(status="204 No Content")),
    "empty 200": told("the server sent an empty response", answer(b"")),
    "304 that nobody asked for": told(
        "the server answered 304 (not modified) to a first request", answer(b"", status="304 Not Modified")
    ),
    "not HTTP": told("the server's response is not HTTP", b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "500": told("the server answered 500: internal server error", answer(LOGIN, status="500 Oops")),
}

# Faults of the document.
UMLAUT = item("new-1", "Größe „groß“")
LATIN = rss(UMLAUT + OLD, prolog='<?xml version="1.0" encoding="windows-1252"?>')
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Paper",
    "items": [
        {"id": name, "title": name, "url": f"https://paper.example/{name}", "content_text": name}
        for name in ("new-1", *STORED)
    ],
}
READ = ("Größe „groß“",)
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
EXTERNAL = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'

TEXT = {
    "HTML": body(LOGIN, "this is a web page, not a feed", "Content-Type: text/html", new=()),
    "HTML under the type of a feed": body(LOGIN, "this is a web page, not a feed", new=()),
    "JSON as text/plain": body(json.dumps(JSON_FEED), None, "Content-Type: text/plain"),
    "lying charset": body(rss(UMLAUT + OLD), None, "Content-Type: text/xml; charset=iso-8859-1", new=READ),
    "lying declaration": body(LATIN, new=READ),
    "one bad UTF-8 byte": body(rss(UMLAUT + OLD).encode().replace(b"gro", b"gr\xffo"), new=("Größe „gr\ufffdoß“",)),
    "UTF-16": body(rss(UMLAUT + OLD, prolog='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), new=READ),
    "BOM": body(rss(UMLAUT + OLD).encode("utf-8-sig"), new=READ),
    "leading newline": body("\n \n" + rss(UMLAUT + OLD), new=READ),
    "control characters": body(rss(item("new-1", "a\x00b\x1b]52;c;eA==\x07c\x9b31md") + OLD), new=("abcd",)),
    "undefined entities": body(
        rss(item("new-1", "5&nbsp;km f&uuml;r &unheardof;") + OLD), new=("5\xa0km für &unheardof;",)
    ),
    "truncated XML": body(
        rss(item("new-1") + item("new-2") + "<item><guid>new-3</guid><title>ha")[: -len("</channel></rss>")],
        KEPT.format("2 complete entries"),
        new=("new-1", "new-2"),
    ),
    "XML truncated before its first entry": body(
        "<rss version='2.0'><channel><title>Paper</title><item><title>ha",
        "the feed was cut off before its first entry",
        new=(),
    ),
    "XXE": body(EXTERNAL + rss(item("new-1", "a&f;b") + OLD, prolog=""), new=("a&f;b",)),
}

# Hostile documents.
HOSTILE = {
    "billion laughs": body(
        f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>' + rss(item("new-1", "&l9;") + OLD, prolog=""), new=("&l9;",)
    ),
    "quadratic entities": body(
        f'<!DOCTYPE rss [<!ENTITY x "{"A" * 50_000}">]>'
        + rss(item("new-1", rest="<description>" + "&x;" * 20_000 + "</description>") + OLD, prolog="")
    ),
    "40,000 nested tags": body(rss(item("new-1", rest="<description>" + "<b>" * 40_000 + "</description>") + OLD)),
    "40,000 nested elements": body(
        rss(item("new-1", rest="<x>" * 40_000 + "</x>" * 40_000) + OLD), None, "Content-Type: text/xml"
    ),
    "3,000 empty items": body(
        rss(item("new-1", rest="<pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate>") + "<item></item>" * 3_000),
        new=("new-1",),
    ),
    "a title of 5 MB": body(rss(item("new-1", "x" * 5_000_000) + OLD), new=("x" * 1_999 + "…",)),
}

LIST = {**WIRE, **TEXT, **HOSTILE}
