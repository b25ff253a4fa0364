"""Generated feeds, and the law that every parsed one obeys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hypothesis import strategies as st

from reader.arrival import ParsedEntry, ParsedFeed
from reader.errors import ParseError
from reader.parse import parse_feed
from reader.text import clean_text

FEEDS = sorted((Path(__file__).parents[1] / "data" / "feeds").iterdir())
BODIES = [path.read_bytes() for path in FEEDS]


URL = "https://feed.example/feed"


TOKENS = st.sampled_from(
    [
        *(b"<rss>", b"</rss>", b"<channel>", b"</channel>", b"<item>", b"</item>", b"<entry>", b"</entry>", b"<feed>"),
        *(b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<title>", b"</title>", b"<link>", b"</link>", b"<guid>"),
        *(b"</guid>", b"<category>", b"</category>", b"<author>", b"</author>", b"<name>", b"<source>", b"</source>"),
        *(b"<image>", b"</image>", b"<textinput>", b"<content type='xhtml'>", b"</content>", b"<div>", b"</div>"),
        *(b"<media:thumbnail>", b"</media:thumbnail>", b"<media:group x='y'>", b"<tags>", b"<links a='b'>", b"<svg>"),
        *(
            b"<![CDATA[",
            b"]]>",
            b"<!--",
            b"-->",
            b"&nbsp;",
            b"&#0;",
            b"&",
            b"<",
            b">",
            b"'",
            b"\xff",
            b"\x1b[31m",
            b"\0",
        ),
        *(b"<a xml:base='http://[/'>", b"<a xml:base='x/' xml:lang='de'>", b"<link href='http://[::1'/>", b"text"),
        *(b"<pubDate>", b"2026-06-01", b"</pubDate>", b"<enclosure url='https://e.example/'/>", b"http://e.example/"),
        *(
            b'{"version":"https://jsonfeed.org/version/1",',
            b'"items":[',
            b'{"id":1}',
            b"]",
            b"}",
            b",",
            b"<?xml ",
            b"<!DOCTYPE",
        ),
    ]
)


MARKUP = st.lists(TOKENS, max_size=40).map(b"".join)


DOCUMENTS = st.one_of(
    st.binary(max_size=300),
    MARKUP,
    MARKUP.map(lambda inner: b"<rss><channel>" + inner + b"</channel></rss>"),
    MARKUP.map(lambda inner: b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + inner + b"</entry></feed>"),
)


def read(body: bytes, content_type: str | None = None) -> ParsedFeed | None:
    try:
        return parse_feed(body, url=URL, content_type=content_type)
    except ParseError:
        return None


def strings(feed: ParsedFeed) -> Iterator[str | None]:
    yield from (feed.title, feed.description, feed.language, feed.link)
    for entry in feed.entries:
        yield from (entry.guid, entry.title, entry.language, *entry.categories)
        yield from (author.name for author in entry.authors)
        yield from (enclosure.type for enclosure in entry.enclosures)


def addresses(entry: ParsedEntry) -> Iterator[str | None]:
    yield from (entry.url, entry.image, entry.comments_url, entry.comments_feed)
    yield from (enclosure.url for enclosure in entry.enclosures)
    for author in entry.authors:
        yield from (author.url, author.avatar)


def assert_sound(feed: ParsedFeed) -> None:
    for string in strings(feed):
        assert string is None or clean_text(string) == string
    for entry in feed.entries:
        for address in addresses(entry):
            assert address is None or address.startswith(("http://", "https://"))
            assert address is None or clean_text(address) == address
        assert entry.comments_count is None or entry.comments_count >= 0
