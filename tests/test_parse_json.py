"""JSON Feed as its publishers write it, and RSS as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import ParsedFeed
from reader.model import Enclosure
from reader.parse import parse_feed
from reader.text import clean_line
from tests.support.each import each
from tests.support.fuzzing import examples

URL = "https://feed.example/dir/feed"
UNHURRIED = settings(deadline=None, max_examples=examples(60))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Mn", "Me"]), max_size=60)


def read(document: object) -> ParsedFeed:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return parse_feed(text.encode(), url=URL)


def feed(*items: object, **more: object) -> dict[str, object]:
    return {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": list(items), **more}


@UNHURRIED
@given(st.lists(st.text(st.characters(max_codepoint=0x7F), max_size=12), min_size=1, max_size=4))
def test_a_raw_control_character_means_what_the_escaped_one_does(texts):
    document = feed(*({"id": str(n), "content_text": text + "."} for n, text in enumerate(texts)))
    escaped = json.dumps(document)
    raw = re.sub(r"\\u00([01][0-9a-f])", lambda match: chr(int(match[1], 16)), escaped)
    raw = re.sub(
        r"(?<!\\)((?:\\\\)*)\\([tnrbf])",
        lambda m: m[1] + {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}[m[2]],
        raw,
    )
    assert read(raw) == read(escaped)
    assert read(raw).complete


@UNHURRIED
@given(TEXT)
def test_plain_fields_stay_as_written(text):
    clean = clean_line(text)
    parsed = read(feed({"id": "1", "title": text, "tags": [text], "content_text": "x"}, title=text))
    assert parsed.title == (clean or "feed.example")
    assert parsed.entries[0].title == (clean or "x")
    assert parsed.entries[0].categories == ((clean,) if clean else ()) or re.search(r"[,;|].*[,;|]", clean)


@each("title", ["How to use the <video> tag", "Write &amp; for an ampersand", "a < b > c", "<b>"])
def test_what_looks_like_markup_stays(title):
    parsed = read(
        feed({"id": "1", "title": title, "authors": [{"name": "Jo <video> Doe"}]}, title=title, description=title)
    )
    assert (parsed.title, parsed.description, parsed.entries[0].title) == (title, title, title)
    assert [author.name for author in parsed.entries[0].authors] == ["Jo <video> Doe"]


def test_one_value_counts_as_a_list_of_one():
    listed = {
        "id": "1",
        "title": "a",
        "authors": [{"name": "Ada"}],
        "tags": ["x"],
        "attachments": [{"url": "a.mp3", "size_in_bytes": 5}],
    }
    single = {key: value[0] if isinstance(value, list) else value for key, value in listed.items()}
    single["attachments"] = {"url": "a.mp3", "size_in_bytes": "5"}
    assert read({**feed(), "items": single}) == read(feed(listed))
    assert read(feed({**single, "authors": "Ada"})) == read(feed(listed))


@each("number", ["1" * 5_000, "-" + "9" * 4_301, "1e999", "1." + "3" * 5_000])
@each("key", ["id", "other", "title"])
def test_a_long_number_costs_no_item(number, key):
    parsed = read(
        json.dumps(feed({key: 0, "content_text": "x"}, {"id": "2"})).replace(f'"{key}": 0', f'"{key}": {number}')
    )
    assert [entry.guid for entry in parsed.entries][1] == "2"
    assert parsed.complete


def test_rss_as_json_is_rss():
    rss = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel><title>T &amp;amp; U</title><link>https://s.example/</link><description>About</description><ttl>60</ttl>
    <item><title>One &lt;b&gt;bold&lt;/b&gt;</title><link>https://s.example/1</link><guid isPermaLink="false">g1</guid>
    <description>&lt;p&gt;Words&lt;/p&gt;</description><content:encoded>&lt;p&gt;All&lt;/p&gt;</content:encoded><dc:creator>Ada</dc:creator>
    <category>x</category><category>y</category><pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate>
    <enclosure url="https://s.example/1.mp3" type="audio/mpeg" length="5"/></item>
    <item><guid>https://s.example/2</guid><description>Two</description></item></channel></rss>"""
    one = {
        "title": "One <b>bold</b>", "link": "https://s.example/1", "guid": {"#value": "g1", "isPermaLink": False},
        "description": "<p>Words</p>", "content:encoded": "<p>All</p>", "dc:creator": "Ada", "category": ["x", "y"],
        "pubDate": "Mon, 05 Jan 2026 10:00:00 GMT", "enclosure": {"url": "https://s.example/1.mp3", "type": "audio/mpeg", "length": 5},
    }  # fmt: skip
    two = {"guid": "https://s.example/2", "description": "Two"}
    channel = {
        "title": "T &amp; U",
        "link": "https://s.example/",
        "description": "About",
        "ttl": 60,
        "item": [one, two],
    }
    assert read({"rss": {"version": "2.0", "channel": channel}}) == parse_feed(rss.encode(), url=URL)
    media = {
        "media:content": {
            "url": "https://s.example/1.jpg",
            "medium": "image",
            "media:description": {"#value": "A boat"},
        }
    }
    (entry,) = read({"rss": {"channel": {"title": "T", "item": media}}}).entries
    assert entry.enclosures == (Enclosure("https://s.example/1.jpg", "image/jpeg", title="A boat"),)
    single = read({"rss": {"channel": {**channel, "item": two}}})
    assert single == replace(single, entries=parse_feed(rss.encode(), url=URL).entries[1:])
