"""Leaving known entries out of a document changes nothing about the feed and the other entries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.parse import IncrementalFeed, KnownEntries
from tests.support.each import each
from tests.support.feed_markup import BODIES, MARKUP
from tests.support.incremental_law import assert_law, read

FOLDER = Path(__file__).parent / "data" / "feeds"
UNHURRIED = settings(deadline=None)
ATOM = b"<feed xmlns='http://www.w3.org/2005/Atom' %b>%b</feed>"
RSS = b"<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' %b><channel>%b</channel></rss>"
RDF = (
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' %b>%b</rdf:RDF>"
)


def rss(*items: str, head: str = "<title>T</title><link>https://e.example/</link>") -> bytes:
    return RSS % (b"", (head + "".join(f"<item>{item}</item>" for item in items)).encode())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xml")), ids=lambda path: path.name)
def test_any_entries_of_every_kind_of_feed_can_be_left_out(path: Path):
    body = path.read_bytes()
    whole = read(body)
    assert whole is not None
    assert whole.fingerprints
    for number in range(2 ** len(whole.fingerprints)):
        assert_law(body, frozenset(n for n in range(len(whole.fingerprints)) if number >> n & 1))
    all_known = read(body, KnownEntries(whole.context, frozenset(whole.fingerprints)))
    assert all_known is not None
    assert all_known.known_left_out
    assert all_known.feed == replace(whole.feed, entries=())


ENTRIES = st.lists(st.tuples(st.sampled_from([b"item", b"entry"]), MARKUP), max_size=5)
HEADS = st.sampled_from(
    [
        b"",
        b"<title>T</title>",
        b"<language>de</language>",
        b"<managingEditor>A</managingEditor>",
        b"<author><name>N</name></author>",
    ]
)
ATTRIBUTES = st.sampled_from(
    [b"", b"xml:base='https://b.example/x/'", b"xml:lang='fr'", b"xmlns:dc='http://purl.org/dc/elements/1.1/'"]
)
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                b"<title>One &amp; two</title>",
                b"<link>/a</link>",
                b"<link href='b'/>",
                b"<guid>g</guid>",
                b"<id>i</id>",
            ),
            *(b"<author>A (B)</author>", b"<author><name>N</name></author>", b"<dc:creator>C</dc:creator>"),
            *(b"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x</p></div></content>",),
            *(b"<content type='html' xml:base='y/'>&lt;a href='z'&gt;z&lt;/a&gt;</content>", b"<summary>s</summary>"),
            *(b"<description><![CDATA[<p>d</p> <item>]]></description>", b"<category>c</category>", b"<hour>4</hour>"),
            *(
                b"<media:thumbnail xmlns:media='http://search.yahoo.com/mrss/' url='t'/>",
                b"<x:y xmlns:x='urn:z'>q</x:y>",
            ),
            *(
                b"<media:group xmlns:media='urn:other'><media:title>m</media:title></media:group>",
                b"<image><url>u</url></image>",
            ),
            *(
                b"<source><title>S</title><author><name>O</name></author></source>",
                b"<language>it</language>",
                b"<name>n</name>",
            ),
            *(
                b"<pubDate>2026-06-01</pubDate>",
                b"<item><title>inner</title></item>",
                b"<div xml:lang='es'>&#228;</div>",
            ),
            *(
                b"<svg/>",
                b"<textinput><link>/ti</link></textinput>",
                b"<channel><title>no</title></channel>",
                b"<url>w</url>",
            ),
            *(b"<skipHours><hour>3</hour></skipHours>", b"<body xmlns='http://www.w3.org/1999/xhtml'><p>b</p></body>"),
        ]
    ),
    max_size=3,
).map(b"".join)
WELL_FORMED = st.lists(st.tuples(st.sampled_from([b"item", b"entry"]), PIECES), min_size=1, max_size=5)


@UNHURRIED
@given(
    st.sampled_from([ATOM, RSS, RDF]),
    ATTRIBUTES,
    HEADS,
    st.one_of(ENTRIES, WELL_FORMED, WELL_FORMED),
    HEADS,
    st.sets(st.integers(0, 4)),
)
def test_leaving_entries_out_does_not_change_the_others(frame, attributes, head, entries, tail, chosen):
    inner = b"".join(b"<%b>%b</%b>\n" % (tag, markup, tag) if markup else b"<%b/>" % tag for tag, markup in entries)
    assert_law(frame % (attributes, head + inner + tail), frozenset(chosen))


@UNHURRIED
@given(st.sampled_from(BODIES), st.data())
def test_leaving_entries_out_of_a_damaged_feed_does_not_change_the_others(body, data):
    at = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(at, min(len(body), at + 40)))
    assert_law(body[:at] + data.draw(MARKUP) + body[end:])


def test_only_a_new_entry_is_parsed():
    old = read(rss("<guid>1</guid><title>One</title>", "<guid>2</guid><title>Two</title>"))
    assert old is not None
    new = read(rss("<guid>3</guid><title>Three</title>", "<guid>1</guid><title>One</title>"), known_of(old))
    assert new is not None
    assert new.known_left_out
    assert [entry.title for entry in new.feed.entries] == ["Three"]
    assert new.fingerprints[1] == old.fingerprints[0]


def known_of(parsed: IncrementalFeed) -> KnownEntries:
    return KnownEntries(parsed.context, frozenset(parsed.fingerprints))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<link>https://e.example/</link>", "<link>https://new.example/</link>"),
        ("<language>de</language>", "<language>fr</language>"),
    ],
)
def test_entries_are_parsed_again_when_the_properties_from_their_feed_change(before, after):
    old = read(rss("<title>A</title><link>a</link>", head=before))
    assert old is not None
    new = read(rss("<title>A</title><link>a</link>", head=after), known_of(old))
    assert new == read(rss("<title>A</title><link>a</link>", head=after))


@pytest.mark.parametrize("attribute", [b"xml:base='https://b.example/'", b"xml:lang='fr'"])
def test_entries_are_parsed_again_when_a_surrounding_attribute_changes(attribute):
    body = b"<title>T</title><entry><title>A</title><link href='a'/><content type='html'>x</content></entry>"
    old = read(ATOM % (b"", body))
    assert old is not None
    assert old.fingerprints
    new = read(ATOM % (attribute, body), known_of(old))
    assert new is not None
    assert not new.known_left_out
    assert new.fingerprints != old.fingerprints


def test_entries_are_parsed_again_when_the_address_of_the_feed_changes():
    body = ATOM % (b"", b"<title>T</title><entry><link href='a'/></entry>")
    old = read(body)
    assert old is not None
    moved = read(body, known_of(old), url="https://moved.example/feed")
    assert moved is not None
    assert [entry.url for entry in moved.feed.entries] == ["https://moved.example/a"]


@each(
    "body",
    [
        b"<rss><channel><item><title>A</title></item><item><title>B",
        b"<rss><channel><item><item><title>A</title></item></item></channel></rss>",
        b"<rss><channel><image><item><title>A</title></item></image></channel></rss>",
        b"<rss><channel><item/><item><title>A</title></item></channel></rss>",
        b"<rss><channel><item><a></b></item></channel></rss>",
        b'{"version": "https://jsonfeed.org/version/1", "title": "T", "items": [{"id": "1"}]}',
    ],
    ids=["cut off", "nested", "misplaced", "empty tag", "soup", "JSON"],
)
def test_entries_in_unexpected_places_have_no_fingerprints(body):
    found = read(body)
    assert found is not None
    assert found.fingerprints == ()


def test_entries_of_a_repaired_feed_have_fingerprints():
    body = rss("<title>Fish & chips</title>", "<title>Salt &nbsp; pepper</title>")
    whole = read(body)
    assert whole is not None
    part = read(body, KnownEntries(whole.context, frozenset(whole.fingerprints[:1])))
    assert part is not None
    assert part.known_left_out
    assert part.feed.entries == whole.feed.entries[1:]


def test_a_start_tag_of_an_entry_inside_text_is_ignored():
    body = rss(
        "<title>A</title><description><![CDATA[</item><item>]]></description>", "<title>B</title><!-- <item> -->"
    )
    whole = read(body)
    assert whole is not None
    assert len(whole.fingerprints) == 2
    assert_law(body, frozenset({0}))
