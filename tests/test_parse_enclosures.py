"""Every file of a feed is reachable: enclosures, Media RSS, podcasts, JSON Feed; and every picture is on the page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import ParsedEntry
from reader.article.blocks import Figure
from reader.article.flow import text_of_spans
from reader.model import Author, Enclosure, Entry
from reader.parse import parse_feed
from reader.parse.enclosures import seconds
from reader.store.rows import entry_details, read_details
from reader.ui.reader.compose_article import compose
from tests.support.each import each
from tests.support.fuzzing import examples

URL = "https://feed.example/feed"
UNHURRIED = settings(deadline=None, max_examples=examples(80))
DECLARED = (
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    " xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:podcast='https://podcastindex.org/namespace/1.0'"
    " xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0' xmlns:dc='http://purl.org/dc/elements/1.1/'"
)


def read(item: str) -> ParsedEntry:
    body = f"<rss version='2.0' {DECLARED}><channel><title>T</title><item>{item}</item></channel></rss>"
    (entry,) = parse_feed(body.encode(), url=URL).entries
    return entry


def stored(parsed: ParsedEntry) -> Entry:
    return Entry(
        1, 1, URL, "T", parsed.title, parsed.url, parsed.authors, parsed.published, parsed.updated, 0, False, False, (),
        summary_html=parsed.summary_html, content_html=parsed.content_html, **read_details(entry_details(parsed)),
    )  # fmt: skip


def figures(item: str) -> list[Figure]:
    article = compose(stored(read(item)), [])
    return [block for block in (article.hero, *article.document.blocks) if isinstance(block, Figure)]


ALT = "<media:description>%s</media:description>"
PICTURE = "<media:content url='https://i.example/%s.jpg' medium='image'>%s</media:content>"
FIGURE = (
    "<content:encoded>&lt;figure&gt;&lt;img src='https://i.example/harbour.jpg' alt='The harbour'&gt;&lt;figcaption&gt;"
    "Boats.&lt;/figcaption&gt;&lt;/figure&gt;&lt;p&gt;Some text follows here.&lt;/p&gt;</content:encoded>"
)


@UNHURRIED
@given(
    st.lists(st.sampled_from(["harbour", "boats", "first", "second", "third"]), unique=True),
    st.sampled_from(["content", "thumbnail", "group", "enclosure"]),
    st.booleans(),
    st.booleans(),
)
def test_every_picture_is_an_enclosure_and_on_the_page_and_no_alternative_text_is_lost(names, form, with_text, after):
    alone = form in ("thumbnail", "enclosure")
    written = {
        "content": "".join(PICTURE % (name, ALT % f"Alt of {name}") for name in names),
        "group": "<media:group>"
        + "".join(PICTURE % (name, ALT % f"Alt of {name}") for name in names)
        + "</media:group>",
        "thumbnail": "".join(f"<media:thumbnail url='https://i.example/{name}.jpg'/>" for name in names),
        "enclosure": "".join(f"<enclosure url='https://i.example/{name}.jpg' type='image/jpeg'/>" for name in names),
    }[form]
    text = FIGURE if with_text else "<description>Words.</description>"
    item = "<title>a</title>" + (text + written if after else written + text)
    addresses = [f"https://i.example/{name}.jpg" for name in names]
    enclosures = read(item).enclosures
    assert [one.url for one in enclosures] == addresses
    assert {one.type for one in enclosures} <= {"image/jpeg"}
    shown = figures(item)
    assert {figure.src for figure in shown} >= set(addresses)
    assert len({figure.src for figure in shown}) == len(shown)
    alts = {figure.alt for figure in shown}
    assert alts >= {"" if alone else f"Alt of {name}" for name in names if not (with_text and name == "harbour")}
    if with_text:
        assert ("The harbour", "Boats.") in [(figure.alt, text_of_spans(figure.caption)) for figure in shown]


@each(
    ("attributes", "kind"),
    [
        ("url='https://s.example/v.mp4'", "video/mp4"),
        ("url='https://s.example/V.MP3?x=a.jpg#b.png'", "audio/mpeg"),
        ("url='https://s.example/p.JPEG?w=1'", "image/jpeg"),
        ("url='https://s.example/p' medium='image'", "image/*"),
        ("url='https://s.example/p' medium='Video'", "video/*"),
        ("url='https://s.example/p' type='Image/PNG; q=1'", "image/png"),
        ("url='https://s.example/p' type='image'", "image/*"),
        ("url='https://s.example/p' width='9' height='9'", "image/*"),
        ("url='https://s.example/p' width='9' height='9' duration='5'", None),
        ("url='https://s.example/p' expression='full'", None),
        ("url='https://s.example/p'", None),
        ("url='https://s.example/p.xyz'", None),
    ],
)
def test_a_file_has_the_type_that_is_known_of_it(attributes, kind):
    (enclosure,) = read(f"<media:content {attributes}/>").enclosures
    assert enclosure.type == kind
    assert (read(f"<media:content {attributes}/>").image is not None) == (kind or "").startswith("image/")


def test_a_file_has_the_kind_of_its_group():
    group = "<media:group><media:content url='https://s.example/a' type='video/mp4'/><media:content url='https://s.example/b'/></media:group>"
    assert [one.type for one in read(group).enclosures] == ["video/mp4", "video/*"]


@each(
    "avatar",
    [
        "<media:content url='https://0.gravatar.com/avatar/abc?s=96' medium='image'/>",
        "<media:content url='https://i.example/ada.jpg' medium='image'><media:title type='html'>Ada Writer</media:title></media:content>",
        "<media:thumbnail url='https://avatars.example/u/1'/>",
        "<media:thumbnail url='https://i.example/accounts/avatars/1.png'/>",
    ],
)
def test_an_avatar_is_not_a_picture_of_the_entry(avatar):
    item = f"<title>a</title><dc:creator>Ada Writer</dc:creator>{avatar}" + PICTURE % ("own", "")
    entry = read(item)
    assert entry.image == "https://i.example/own.jpg"
    assert [one.url for one in entry.enclosures] == ["https://i.example/own.jpg"]


def test_the_texts_of_a_film_are_not_those_of_its_picture():
    group = (
        "<media:group><media:title>Film</media:title><media:content url='https://v.example/1.mp4' duration='95'/>"
        "<media:thumbnail url='https://v.example/1.jpg'/><media:description>About the film</media:description></media:group>"
    )
    entry = read(group)
    assert (entry.title, entry.summary_html) == ("Film", "About the film")
    assert entry.enclosures == (
        Enclosure("https://v.example/1.mp4", "video/mp4", None, "Film", 95),
        Enclosure("https://v.example/1.jpg", "image/jpeg"),
    )


def test_one_description_is_about_all_pictures_of_an_entry_with_a_text():
    pictures = PICTURE % ("one", "") + ALT % "Both boats"
    assert [one.title for one in read("<description>Words</description>" + pictures).enclosures] == ["Both boats"]
    assert read(pictures).summary_html == "Both boats"
    assert [one.title for one in read(pictures).enclosures] == [None]


def test_a_figure_without_an_alternative_text_gets_that_of_the_feed():
    text = "<content:encoded>&lt;img src='https://i.example/one.jpg'&gt; Words</content:encoded>"
    assert [figure.alt for figure in figures("<title>a</title>" + text + PICTURE % ("one", ALT % "A boat"))] == [
        "A boat"
    ]


@each(
    ("written", "number"),
    [
        ("61", 61), ("1:01", 61), ("01:02:03", 3_723), (" 90:00 ", 5_400), ("3723.5", 3_723), ("00:00:00", None),
        ("", None), ("-5", None), ("1:2:3:4", None), ("an hour", None), (61.4, 61), (True, None), (None, None),
        ("9" * 30, None), (float("nan"), None), (float("inf"), None),
    ],
)  # fmt: skip
def test_durations(written, number):
    assert seconds(written) == number


def test_a_podcast_has_all_its_files():
    item = (
        "<itunes:title>Episode</itunes:title><itunes:duration>1:02:03</itunes:duration>"
        "<podcast:person role='guest' href='https://ada.example/' img='https://ada.example/a.jpg'>Ada Guest</podcast:person>"
        "<podcast:person>Bo Host</podcast:person><podcast:transcript url='https://p.example/1.vtt' type='text/vtt'/>"
        "<podcast:chapters url='https://p.example/1.json' type='application/json+chapters'/>"
        "<podcast:alternateEnclosure type='audio/opus' length='7' title='Small'><podcast:source uri='https://p.example/1.opus'/>"
        "</podcast:alternateEnclosure><enclosure url='https://proxy.example/1.mp3' type='audio/mpeg' length='12,345'/>"
        "<feedburner:origEnclosureLink>https://p.example/1.mp3</feedburner:origEnclosureLink>"
        "<media:peerLink type='application/x-bittorrent' href='https://p.example/1.torrent'/>"
    )
    entry = read(item)
    assert entry.title == "Episode"
    assert entry.authors == (
        Author("Ada Guest", "https://ada.example/", "guest", avatar="https://ada.example/a.jpg"),
        Author("Bo Host"),
    )
    assert entry.enclosures == (
        Enclosure("https://p.example/1.mp3", "audio/mpeg", 12_345, duration=3_723),
        Enclosure("https://p.example/1.vtt", "text/vtt", role="transcript"),
        Enclosure("https://p.example/1.json", "application/json+chapters", role="chapters"),
        Enclosure("https://p.example/1.opus", "audio/opus", 7, "Small"),
        Enclosure("https://p.example/1.torrent", "application/x-bittorrent"),
    )


def test_a_file_that_is_named_twice_is_one_file():
    item = (
        "<enclosure url='https://p.example/1.jpg'/><media:content url='https://p.example/1.jpg' fileSize='5'>"
        "<media:description type='html'>&lt;b&gt;A&lt;/b&gt; boat</media:description></media:content>"
        "<image><url>https://p.example/2.png</url><title>no</title></image>"
    )
    entry = read(item)
    assert entry.title == "A boat"
    assert entry.enclosures == (
        Enclosure("https://p.example/1.jpg", "image/jpeg", 5, "A boat"),
        Enclosure("https://p.example/2.png", "image/png"),
    )


def test_the_pictures_of_a_json_feed_are_enclosures():
    item = {
        "id": "1", "content_text": "x", "image": "/1.jpg", "banner_image": "https://j.example/banner",
        "attachments": {
            "url": "1.mp3", "mime_type": "Audio/MPEG", "title": "Sound", "size_in_bytes": "7", "duration_in_seconds": "61",
        },
    }  # fmt: skip
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": item}).encode()
    (entry,) = parse_feed(body, url=URL).entries
    assert entry.image == "https://feed.example/1.jpg"
    assert entry.enclosures == (
        Enclosure("https://feed.example/1.mp3", "audio/mpeg", 7, "Sound", 61),
        Enclosure("https://feed.example/1.jpg", "image/jpeg"),
        Enclosure("https://j.example/banner", "image/*"),
    )


@pytest.mark.parametrize("avatar", ["https://j.example/ada.png", "https://secure.gravatar.com/avatar/abc"])
def test_an_avatar_is_not_the_picture_of_an_item_in_json(avatar):
    author = {"name": "Ada", "avatar": "https://j.example/ada.png"}
    item = {"id": "1", "content_text": "x", "image": avatar, "banner_image": "/own.png", "authors": [author]}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item]}).encode()
    (entry,) = parse_feed(body, url=URL).entries
    assert entry.image == "https://feed.example/own.png"
    assert [one.url for one in entry.enclosures] == ["https://feed.example/own.png"]


def test_enclosures_that_an_older_version_stored_are_read():
    details = read_details('{"enclosures":[["https://p.example/1.mp3","audio/mpeg",5]],"unknown":1}')
    assert details["enclosures"] == (Enclosure("https://p.example/1.mp3", "audio/mpeg", 5),)
    entry = read("<enclosure url='https://p.example/1.mp3'/><itunes:duration>61</itunes:duration>")
    assert read_details(entry_details(entry))["enclosures"] == entry.enclosures


@each(
    ("one", "other", "same"),
    [
        ("x.jpg?w=300", "x.jpg", True),
        ("boats-300x200.jpg", "boats.jpg", True),
        ("boats-scaled.jpg", "boats@2x.jpg", True),
        ("a/s72-c/boats.jpg", "a/w640-h480/boats.jpg", True),
        ("boats-001.jpg", "boats-002.jpg", False),
        ("picture?id=1", "picture?id=2", False),
        ("a/0001.jpg", "b/0001.jpg", False),
    ],
)
def test_a_picture_in_two_sizes_is_set_once(one, other, same):
    item = "".join(f"<media:content url='https://i.example/{url}' medium='image'/>" for url in (one, other))
    assert len(figures("<title>a</title>" + item)) == (1 if same else 2)
