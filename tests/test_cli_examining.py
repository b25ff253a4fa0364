"""``parse`` and ``article`` with files, addresses, hostile text, and input that is neither feed nor page."""

from __future__ import annotations

import json
import re

from tests.newspaper import Fault

HOSTILE = """<rss version="2.0"><channel><title>&#27;]0;owned&#7;T&#x202e;itle [bold]</title>
<description>d&#27;[2J</description><link>https://paper.example/</link><item><guid>1</guid>
<title>&#27;[31mRed&#x9b;31m [/] &amp;lt;b&amp;gt; \u202egnp.exe "q"</title>
<link>https://paper.example/a?x="&gt;&lt;script&gt;</link><category>c&#x85;&#27;]8;;x&#7;at</category>
<author>&#27;[5mEve</author><description>&lt;p&gt;Text &amp;#27;[2J\u202e more&lt;script&gt;x&lt;/script&gt;&lt;/p&gt;
</description><pubDate>Fri, 01 May 2026 09:30:00 GMT</pubDate></item></channel></rss>"""
HOSTILE_XML = HOSTILE.encode()
DANGEROUS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PAGE_KEYS = [
    "url",
    "title",
    "byline",
    "lead",
    "authors",
    "published",
    "site",
    "language",
    "category",
    "tags",
    "image",
    "content_html",
    "content_text",
    "figures",
    "media",
    "comments_url",
    "comments_count",
    "complete",
    "next_page",
    "whole_page",
    "comments_feed",
    "discussions",
]
PARAGRAPH = "<p>" + "The lamp on the harbour wall has been lit by the same family for ninety years. " * 4 + "</p>"
PAGE = f"""<html lang="en"><head><title>The lamp\x9b31m&#x202e; on the wall&#155;31m</title>
<meta name="author" content="Eve&#155;2J Moss"><meta property="og:type" content="article"></head>
<body><article><h1>The lamp on the wall</h1>{PARAGRAPH * 4}<p>End&#155;2J\u202e.</p></article></body></html>"""


def test_hostile_feed_text_is_harmless_in_every_output(broadsheet, tmp_path):
    file = tmp_path / "hostile.xml"
    file.write_bytes(HOSTILE_XML)
    done = broadsheet("parse", str(file), "--json")
    assert done.code == 0
    assert not DANGEROUS.search(done.out)
    feed = done.json
    assert list(feed) == [
        *("title", "link", "description", "language", "updated", "kind", "complete", "left_out"),
        *("ttl", "period", "skip_hours", "skip_days", "entries"),
    ]
    (entry,) = feed["entries"]
    assert entry["published"] == "2026-05-01T09:30:00Z"
    assert entry["id"] is entry["read"] is entry["starred"] is None
    assert "<script" not in entry["content_text"] + (entry["content_html"] or "")
    assert len(broadsheet("parse", str(file), "--jsonl").out.splitlines()) == 1
    text = broadsheet("parse", str(file)).out
    assert not DANGEROUS.search(text)
    assert len(text.splitlines()) == 5


def test_hostile_pages_are_harmless(broadsheet, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    done = broadsheet("article", str(file), "--base", "https://paper.example/lamp", "--json")
    assert list(done.json) == PAGE_KEYS
    assert done.json["url"] == "https://paper.example/lamp"
    assert done.json["title"].endswith("on the wall")
    for output in (done.out, broadsheet("article", str(file)).out):
        assert not DANGEROUS.search(output)


def test_an_address_given_by_the_user_is_fetched_even_if_private(broadsheet, newspaper):
    feed = broadsheet("parse", newspaper.url("/de/feed.json"), "--json").json
    assert (feed["title"], feed["language"], len(feed["entries"])) == ("Hafenblatt", "de", 23)
    url = newspaper.url("/en/articles/the-engine-room-loaf/")
    page = broadsheet("article", url, "--json").json
    assert page["authors"][0]["name"] == "Inês Calder"
    assert page["url"] == url
    assert not broadsheet.paths.database.exists()


def test_relative_addresses_are_resolved_against_the_base(broadsheet, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text("<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>1</id><title>E</title>"
                    "<link href='a/b'/></entry></feed>")  # fmt: skip
    without = broadsheet("parse", str(file), "--json").json
    assert without["entries"][0]["url"] is None
    based = broadsheet("parse", str(file), "--base", "https://paper.example/x/feed", "--json").json
    assert based["entries"][0]["url"] == "https://paper.example/x/a/b"
    assert based["entries"][0]["feed_url"] == "https://paper.example/x/feed"
    assert broadsheet("parse", str(file), "--base", "x").code == 2


def test_a_source_that_is_not_a_feed_or_fails_is_one_line(broadsheet, newspaper, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as file:
        file.truncate(10_000_001)
    newspaper.fail("/en/feed.xml", Fault.status(503))
    for source, words in ((str(page), "web page"), (str(huge), "10 MB"), (newspaper.url("/en/feed.xml"), "503")):
        done = broadsheet("parse", source, "--json")
        assert (done.code, done.out) == (1, "")
        assert len(done.complaints) == 1
        assert words in done.complaints[0]
        assert source in done.complaints[0]
    for source in (str(tmp_path / "missing"), str(tmp_path), "ftp://x.example/", "http://[::1"):
        done = broadsheet("parse", source)
        assert (done.code, done.out, len(done.complaints)) == (2, "", 1)


def test_several_pages_are_an_array_with_null_for_one_that_fails(broadsheet, tmp_path):
    page, feed = tmp_path / "page.html", tmp_path / "feed.xml"
    page.write_text(PAGE)
    feed.write_bytes(HOSTILE_XML)
    done = broadsheet("article", str(page), str(feed), str(page), "--json")
    assert done.code == 1
    assert [found and found["language"] for found in done.json] == ["en", None, "en"]
    assert "feed.xml" in done.complaints[0]
    lines = broadsheet("article", str(page), str(feed), "--jsonl").out.splitlines()
    assert [json.loads(line) is None for line in lines] == [False, True]
    alone = broadsheet("article", str(feed), "--json")
    assert (alone.code, alone.out) == (1, "")
    assert broadsheet("article", str(page), str(tmp_path / "missing"), "--json").json[1] is None
    assert broadsheet("article", str(tmp_path / "missing")).code == 2
    assert not broadsheet.paths.data_dir.exists()


def test_a_dash_reads_stdin(broadsheet, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(HOSTILE_XML)
    done = broadsheet.process("parse", "-", "--json", shell_after=f'< "{file}"')
    assert done.code == 0
    assert len(done.json["entries"]) == 1
