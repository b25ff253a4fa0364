"""Podcasts: chapters and transcripts are read from the feed and its files, kept, and shown with the notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.episodes import read_chapters, read_transcript
from reader.library.entry_formats.entry_as_html import entry_as_html
from reader.library.entry_formats.entry_as_json import entry_object
from reader.library.entry_formats.entry_as_markdown import entry_as_markdown
from reader.library.entry_formats.entry_as_text import entry_as_text
from reader.model import Chapter, Enclosure, Entry, Page, transcript_file
from reader.parse import parse_feed
from reader.refresh.worker.protocol import PageDone
from reader.store.rows import page_details, read_page
from reader.text import plain_text
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.reader.compose_article import compose
from reader.ui.typeset.breaking import no_syllables
from reader.ui.typeset.lines import text_of
from reader.ui.typeset.outline import outline_of
from reader.ui.typeset.page import PageLayout, lay_out_page
from tests.newspaper import Newspaper
from tests.support.each import each
from tests.support.profile import Profile, serving

URL = "https://feed.example/feed"
DECLARED = (
    "xmlns:psc='http://podlove.org/simple-chapters' xmlns:podcast='https://podcastindex.org/namespace/1.0'"
    " xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
)
PSC = (
    "<psc:chapters version='1.2'><psc:chapter start='00:12:34.500' title='Deiche' href='/deiche'/>"
    "<psc:chapter start='0' title=' Anfang '/><psc:chapter title='ohne Zeit'/><psc:chapter start='x' title='y'/>"
    "<psc:chapter start='99' title=''/></psc:chapters>"
)


def feed(item: str) -> bytes:
    return f"<rss version='2.0' {DECLARED}><channel><title>Funk</title><item>{item}</item></channel></rss>".encode()


def test_podloves_chapters_are_read_in_order_without_those_that_lack_time_or_title() -> None:
    (entry,) = parse_feed(feed(f"<title>E</title>{PSC}"), url=URL).entries
    assert entry.chapters == (Chapter(0, "Anfang"), Chapter(754, "Deiche", "https://feed.example/deiche"))
    (other,) = parse_feed(feed("<title>E</title><chapters><chapter start='1' title='x'/></chapters>"), url=URL).entries
    assert other.chapters == ()
    (flood,) = parse_feed(feed("<psc:chapter start='1' title='x'/>" * 3_000), url=URL).entries
    assert len(flood.chapters) <= 500


@each(
    ("body", "expected"),
    [
        (
            {"version": "1.2", "chapters": [
                {"startTime": 65.5, "title": "B", "url": "/b"}, {"startTime": 0, "title": "A"},
                {"startTime": 70, "title": "hidden", "toc": False}, {"startTime": -1, "title": "C"}, {"title": "D"},
                {"startTime": True, "title": "E"}, {"startTime": 1e400, "title": "F"}, 7, {"startTime": 3, "title": 4},
            ]},
            (Chapter(0, "A"), Chapter(65, "B", "https://f.example/b")),
        ),
        ({"chapters": {"startTime": 1}}, ()), ([1], ()), ("x", ()), (None, ()),
    ],
)  # fmt: skip
def test_a_file_of_chapters_is_read_and_another_has_none(body: object, expected: tuple[Chapter, ...]) -> None:
    assert read_chapters(json.dumps(body).encode(), url="https://f.example/c.json") == expected
    assert read_chapters(json.dumps(body).encode()[:-1] or b"\xff", url="") == ()


VTT = """WEBVTT

NOTE a comment

1
00:00:01.000 --> 00:00:03.000 align:start
<v Ada Nord>Guten <i>Morgen</i> &amp;

2
00:00:03.000 --> 00:00:05.500
willkommen.

00:01:00.000 --> 00:01:02.000
<v Bo>Danke.
"""
SRT = (
    VTT.replace("WEBVTT\n\n", "")
    .replace(".000", ",000")
    .replace("<v Ada Nord>", "Ada Nord: ")
    .replace("<v Bo>", "Bo: ")
)
SEGMENTS = {"segments": [
    {"speaker": "Ada Nord", "startTime": 1, "endTime": 3, "body": "Guten Morgen &"},
    {"speaker": "Ada Nord", "startTime": 3, "endTime": 5.5, "body": "willkommen."},
    {"speaker": "Bo", "startTime": 60, "endTime": 62, "body": "Danke."}, {"body": 3}, 4,
]}  # fmt: skip
SPOKEN = (
    "<p><small>0:01</small> <strong>Ada Nord:</strong> Guten Morgen &amp; willkommen.</p>"
    "<p><small>1:00</small> <strong>Bo:</strong> Danke.</p>"
)


@each(
    ("body", "kind"),
    [
        (VTT, "text/vtt"),
        (VTT.replace("\n", "\r\n"), None),
        (SRT, "application/srt"),
        (json.dumps(SEGMENTS), "application/json"),
    ],
)
def test_a_transcript_is_paragraphs_with_times_and_speakers_whatever_its_format(body: str, kind: str | None) -> None:
    assert read_transcript(body.encode(), url="", content_type=kind) == SPOKEN


def test_transcripts_in_html_are_cleaned_and_plain_ones_keep_their_paragraphs() -> None:
    html = "<cite>Ada:</cite><time>0:01</time><p>Hallo<script>x()</script><a href='/a'>da</a></p>"
    made = read_transcript(html.encode(), url="https://f.example/t", content_type="text/html")
    assert "script" not in made
    assert 'href="https://f.example/a"' in made
    plain = read_transcript(b"Ada Nord: Eins\nzwei <drei>.\n\nVier.\x1b[31m", url="", content_type="text/plain")
    assert plain == "<p><strong>Ada Nord:</strong> Eins zwei &lt;drei&gt;.</p><p>Vier.</p>"
    assert read_transcript(b"", url="") == ""
    assert read_transcript(b'{"segments": 3}', url="", content_type="application/json") == ""


@given(st.lists(st.sampled_from(["00:00:01.000 --> 00:00:02.000", "x", "", "<v A>b", "A: b", "1", "-->"]), max_size=12))
def test_no_words_of_subtitles_are_lost_or_doubled(lines: list[str]) -> None:
    text = "\n".join(["00:00:00.500 --> 00:00:00.900", "first", "", *lines])
    shown = plain_text(read_transcript(text.encode(), url="", content_type="text/vtt"))
    assert shown.count("first") == 1
    assert shown.count("b") <= text.count("b")
    assert shown.count("x") <= text.count("x")


def episode(base: str = "https://f.example") -> str:
    return (
        f"<title>Folge 7</title><guid>7</guid><description>&lt;p&gt;Notizen zur Folge.&lt;/p&gt;</description>"
        f"<enclosure url='{base}/7.mp3' type='audio/mpeg' length='900000'/>"
        f"<podcast:chapters url='{base}/7.chapters' type='application/json+chapters'/>"
        f"<podcast:transcript url='{base}/7.txt' type='text/plain'/>"
        f"<podcast:transcript url='{base}/7.vtt' type='text/vtt'/>"
        f"<podcast:person role='host' href='{base}/ada'>Ada Nord</podcast:person>"
    )


def test_the_feeds_files_have_roles_and_the_best_transcript_is_chosen() -> None:
    (parsed,) = parse_feed(feed(episode()), url=URL).entries
    assert [(file.role, file.is_transcript, file.is_chapters) for file in parsed.enclosures] == [
        (None, False, False), ("chapters", False, True), ("transcript", True, False), ("transcript", True, False),
    ]  # fmt: skip
    assert [author.name for author in parsed.authors] == ["Ada Nord"]


def layout_of(entry: Entry) -> PageLayout:
    return lay_out_page(compose(entry, []), 60, now=entry.sort, glyphs=UNICODE_GLYPHS, syllables=no_syllables)


@pytest.mark.parametrize("broken", [False, True])
def test_opening_an_episode_without_a_page_fetches_its_chapters_and_transcript(tmp_path: Path, broken: bool) -> None:
    chapters = {"chapters": [{"startTime": 0, "title": "Anfang"}, {"startTime": 754, "title": "Deiche"}]}
    files = {"/7.chapters": b"{" if broken else json.dumps(chapters).encode(), "/7.vtt": VTT.encode()}
    with serving(files) as base:
        files["/feed"] = feed(episode(base))
        made = Profile(tmp_path)
        made.subscribe(f"{base}/feed")
        made.refresh()
        (before,) = made.entries()
        assert transcript_file(before) == Enclosure(f"{base}/7.vtt", "text/vtt", role="transcript")
        assert before.page is None
        assert made.get_page(before.id)[0] == PageDone(before.id)
        (entry,) = made.entries()
    assert entry.page
    assert entry.page.transcript == SPOKEN
    assert len(entry.page.chapters) == (0 if broken else 2)
    layout = layout_of(entry)
    shown = "\n".join(map(text_of, layout.lines))
    assert "Notizen zur Folge." in shown
    assert shown.index("Transcript") < shown.index("0:01 Ada Nord: Guten Morgen & willkommen.")
    assert "7.vtt" not in shown  # its words are there
    titles = [item.title for item in outline_of(layout.lines)]
    assert titles == ["Folge 7", *([] if broken else ["Chapters"]), "Transcript", "Attached files", "About Ada Nord"]
    if not broken:
        (line,) = [line for line in layout.lines if "Deiche" in text_of(line)]
        assert (text_of(line), line[-1].href) == ("12:34  Deiche", f"{base}/7.mp3#t=754")
        for written in (entry_as_text(entry), entry_as_markdown(entry), entry_as_html(entry)):
            assert "12:34" in written
            assert "Danke." in written
        assert entry_object(entry)["chapters"] == [
            {"start": 0, "title": "Anfang", "url": None}, {"start": 754, "title": "Deiche", "url": None},
        ]  # fmt: skip


def test_chapters_and_transcript_survive_the_store_and_damaged_cells_lose_only_themselves() -> None:
    page = Page(
        "https://f.example/7", chapters=(Chapter(0, "A"), Chapter(9, "B", "https://f.example/b")), transcript="<p>T</p>"
    )
    assert read_page("", page_details(page)) == page
    damaged = read_page(
        "", '{"url":"u","chapters":[[1],["x","y"],[3,"ok",4],[5,"good"],{"start":1},null],"transcript":7}'
    )
    assert (damaged.chapters, damaged.transcript) == ((Chapter(5, "good"),), "")


def test_the_newspapers_articles_to_hear_have_chapters_and_a_transcript(tmp_path: Path) -> None:
    with Newspaper() as paper:
        made = Profile(tmp_path)
        made.subscribe(paper.url("/en/feed.xml"))
        made.refresh()
        (entry, *_others) = [one for one in made.entries() if any(file.is_transcript for file in one.enclosures)]
        made.get_page(entry.id)
        (entry,) = [one for one in made.entries() if one.id == entry.id]
    assert entry.page
    assert len(entry.page.chapters) > 2
    assert "<small>0:06</small>" not in entry.page.transcript  # a paragraph is more than a cue
    lead = plain_text(entry.summary_html)
    assert lead in plain_text(entry.page.transcript)
