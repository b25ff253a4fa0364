"""Every kind of feed, as a file, beside what it has to become."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reader.arrival import ParsedEntry, ParsedFeed
from reader.model import Author, Enclosure, Rhythm
from reader.parse import parse_feed
from tests.support.each import each

FEEDS = Path(__file__).parent / "data" / "feeds"
HALF_PAST = 1_780_324_200  # 2026-06-01T14:30:00Z

EXPECTED = {
    "rss091.xml": ParsedFeed(
        kind="RSS",
        title="Old Paper",
        link="http://old.example/",
        description="From époque times",
        language="en-us",
        entries=(
            ParsedEntry(
                guid=None,
                url="http://old.example/1",
                title="First & last",
                summary_html="Words <b>in bold</b>",
                language="en-us",
            ),
            ParsedEntry(guid=None, url=None, title="No link", summary_html="Text", language="en-us"),
        ),
    ),
    "rss10.xml": ParsedFeed(
        kind="RSS",
        title="RDF Paper",
        link="http://rdf.example/",
        description="In triples",
        language="de",
        updated=HALF_PAST,
        rhythm=Rhythm(period=21_600),
        entries=(
            ParsedEntry(
                guid="http://rdf.example/1",
                url="http://rdf.example/1",
                title="Eins",
                authors=(Author("Erika Muster"),),
                published=HALF_PAST,
                updated=HALF_PAST,
                summary_html="Kurz",
                content_html="<p>Lang</p>",
                categories=("Politik",),
                language="de",
            ),
        ),
    ),
    "rss20.xml": ParsedFeed(
        kind="RSS",
        title="The Daily “Test”",
        link="https://paper.example/",
        description="All the news",
        language="en-GB",
        updated=HALF_PAST,
        rhythm=Rhythm(ttl=5_400, period=3_600, skip_hours=(0, 3), skip_days=(5, 6)),
        entries=(
            ParsedEntry(
                guid="https://paper.example/?p=1",
                url="https://paper.example/2026/parks/",
                title="Council votes ‘yes’ on parks",
                authors=(Author("Ada Writer", links=("mailto:ada@paper.example",)),),
                published=HALF_PAST,
                summary_html="<p>Summary of it.</p>",
                content_html='<p>Body with <a href="/more">more</a>.</p>',
                categories=("City", "Parks"),
                enclosures=(
                    Enclosure("https://paper.example/parks.mp3", "audio/mpeg", 1_234),
                    Enclosure("https://paper.example/parks.jpg", "image/jpeg", title="A picture of a tree"),
                ),
                image="https://paper.example/parks.jpg",
                language="en-GB",
                comments_url="https://paper.example/2026/parks/#comments",
                comments_feed="https://paper.example/2026/parks/feed/",
                comments_count=12,
            ),
            ParsedEntry(
                guid="abc",
                url="https://paper.example/relative/second-story.html",
                title="Only a description, which is where the name of the entry then has to come from…",
                summary_html="Only a description, which is where the name of the entry then has to come from"
                " since it has none.",
                language="en-GB",
            ),
            ParsedEntry(guid="https://paper.example/3", url="https://paper.example/3", title="Proxy", language="en-GB"),
            ParsedEntry(
                guid="https://paper.example/4", url="https://paper.example/4", title="By guid", language="en-GB"
            ),
            ParsedEntry(
                guid=None,
                url="https://paper.example/last-part-of_it.html?x=1",
                title="last part of it",
                language="en-GB",
            ),
            ParsedEntry(guid=None, url=None, title="", language="en-GB"),
        ),
    ),
    "atom03.xml": ParsedFeed(
        kind="Atom",
        title="Old Atom",
        link="http://atom.example/",
        language="en",
        updated=HALF_PAST,
        entries=(
            ParsedEntry(
                guid="tag:atom.example,2026:1",
                url="http://atom.example/1",
                title="One",
                authors=(Author("Feed Author"),),
                published=HALF_PAST,
                updated=HALF_PAST + 3_600,
                content_html="<p>Hello</p>",
                language="en",
            ),
        ),
    ),
    "atom10.xml": ParsedFeed(
        kind="Atom",
        title="Atom & Molecule",
        link="https://atom.example/",
        description="Small things",
        language="en",
        updated=HALF_PAST,
        entries=(
            ParsedEntry(
                guid="urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
                url="https://feed.example/one",
                title="Why <b> beats <i>: 1 < 2",
                authors=(Author("Ann Editor", url="https://feed.example/ann"),),
                published=HALF_PAST,
                updated=1_780_358_400,
                summary_html="Plain &lt; text<br>\nin two lines",
                content_html="<p>One<br>two &amp; three</p>",
                categories=("Particles",),
                enclosures=(Enclosure("https://feed.example/one.ogg", "audio/ogg", 99),),
                language="en",
                comments_url="https://feed.example/one#comments",
                comments_feed="https://feed.example/one/comments.atom",
                comments_count=7,
            ),
            ParsedEntry(
                guid="two",
                url="https://other.example/dir/two",
                title="Zwei <b>",
                authors=(Author("Berta", url="https://berta.example/"), Author("Carl")),
                published=1_780_444_800,
                updated=1_780_444_800,
                content_html='<a href="https://other.example/dir/x?a=1&amp;b=2">x</a> '
                '<img src="https://other.example/y.png" alt="a"> <a href="https://abs.example/">z</a>',
                language="de",
            ),
            ParsedEntry(
                guid="3",
                url="https://feed.example/3",
                title="Three 3",
                authors=(Author("Dora Source"),),
                published=1_780_444_800,
                updated=1_780_444_800,
                language="en",
            ),
        ),
    ),
    "podcast.xml": ParsedFeed(
        kind="RSS",
        title="Ear Paper",
        link="https://ear.example/",
        description="Long description",
        language="de-DE",
        entries=(
            ParsedEntry(
                guid="ear-1",
                url="https://ear.example/1",
                title="Folge 1",
                authors=(Author("Eva Host"),),
                published=HALF_PAST,
                summary_html="Die <p>Beschreibung</p>",
                categories=("kunst", "musik"),
                enclosures=(Enclosure("https://ear.example/1.mp3", "audio/mpeg", 12_345_678, duration=3_723),),
                image="https://ear.example/1.jpg",
                language="de-DE",
            ),
            ParsedEntry(
                guid="ear-2",
                url=None,
                title="Folge 2",
                summary_html="Nur<br>\nZusammenfassung &lt; 1",
                enclosures=(Enclosure("https://ear.example/2.mp3", "audio/mpeg", 5),),
                language="de-DE",
            ),
        ),
    ),
    "jsonfeed10.json": ParsedFeed(
        kind="JSON",
        title="JSON One",
        entries=(
            ParsedEntry(
                guid="1",
                url=None,
                title="x",
                authors=(Author("Solo"),),
                content_html='<a href="https://feed.example/x">x</a>',
            ),
        ),
    ),
    "jsonfeed11.json": ParsedFeed(
        kind="JSON",
        title="JSON Paper",
        link="https://json.example/",
        description="In braces",
        language="en",
        entries=(
            ParsedEntry(
                guid="https://json.example/1",
                url="https://json.example/1",
                title="One &amp; only",
                authors=(Author("Kay Moon", url="https://json.example/kay"),),
                published=HALF_PAST,
                updated=HALF_PAST + 3_600,
                summary_html="A &lt; b",
                content_html="<p>Hi</p>",
                categories=("a", "b", "7"),
                enclosures=(
                    Enclosure("https://json.example/1.mp3", "audio/mpeg", 123),
                    Enclosure("https://json.example/1.png", "image/png"),
                ),
                image="https://json.example/1.png",
                language="en",
            ),
            ParsedEntry(
                guid="2",
                url="https://elsewhere.example/2",
                title="Line one line <two>",
                authors=(Author("Jay Sun", url="https://json.example/jay", avatar="https://json.example/jay.png"),),
                content_html="Line one<br>\nline &lt;two&gt;",
                language="en",
            ),
        ),
    ),
}


@each("name", EXPECTED)
def test_a_feed_file_is_parsed_as_expected(name: str) -> None:
    body = (FEEDS / name).read_bytes()
    assert parse_feed(body, url="https://feed.example/dir/feed") == EXPECTED[name]


def test_every_feed_file_has_an_expectation() -> None:
    assert {path.name for path in FEEDS.iterdir()} == set(EXPECTED)


@each("content_type", [None, "text/plain", "text/html; charset=utf-8", "application/json", "x"])
def test_the_format_is_detected_in_the_bytes_whatever_the_content_type(content_type: str | None) -> None:
    for name in ("jsonfeed11.json", "atom10.xml"):
        body = (FEEDS / name).read_bytes()
        assert parse_feed(body, url="https://feed.example/dir/feed", content_type=content_type) == EXPECTED[name]


def test_relative_addresses_are_resolved_against_the_base_and_guids_are_not() -> None:
    body = (FEEDS / "atom10.xml").read_bytes()
    entries = parse_feed(body, url="https://a.example/feed", base="https://b.example/feed").entries
    assert [entry.url for entry in entries] == [
        "https://b.example/one",
        "https://other.example/dir/two",
        "https://b.example/3",
    ]
    assert [entry.guid for entry in entries] == [entry.guid for entry in EXPECTED["atom10.xml"].entries]


def test_importing_the_package_does_not_import_feedparser() -> None:
    program = "import sys, reader.parse; print('feedparser' in sys.modules, 'xml' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", "False"]
