"""What belongs to an entry: its own elements, by their namespaces and not by their prefixes or their neighbours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import ParsedEntry, ParsedFeed
from reader.parse import parse_feed
from tests.support.each import each
from tests.support.fuzzing import examples

URL = "https://feed.example/dir/feed"
FEEDS = Path(__file__).parent / "data" / "feeds"
UNHURRIED = settings(deadline=None, max_examples=examples(80))
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
CHILDREN = (
    "<title>Own</title>",
    "<link>https://s.example/own</link>",
    '<atom:link rel="replies" type="application/atom+xml" href="https://s.example/own/replies" thr:count="4"/>',
    '<guid isPermaLink="false">own</guid>',
    "<description>&lt;p&gt;Own words.&lt;/p&gt;</description>",
    "<content:encoded>&lt;p&gt;The whole text.&lt;/p&gt;</content:encoded>",
    "<author>o@s.example (Own Author)</author>",
    "<dc:creator>Own Creator</dc:creator>",
    "<category>Own</category>",
    "<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate>",
    '<enclosure url="https://s.example/own.mp3" type="audio/mpeg" length="9"/>',
    (
        '<media:group><media:content url="https://s.example/own.jpg" medium="image"><media:description>Own</media:description>'
        "</media:content></media:group>"
    ),
    "<itunes:duration>61</itunes:duration>",
    "<slash:comments>7</slash:comments>",
    "<wfw:commentRss>https://s.example/own/feed</wfw:commentRss>",
)
OTHER = (
    "<title>Not mine</title>",
    "<link>https://elsewhere.example/</link>",
    '<atom:link href="https://elsewhere.example/atom"/>',
    "<guid>elsewhere</guid>",
    "<description>Not mine</description>",
    "<content:encoded>Not mine at all, and much longer than the text itself.</content:encoded>",
    "<author><name>Other</name></author>",
    "<dc:creator>Other</dc:creator>",
    "<category>Other</category>",
    "<pubDate>Tue, 06 Jan 2015 10:00:00 GMT</pubDate>",
    '<enclosure url="https://elsewhere.example/o.mp3"/>',
    '<media:content url="https://elsewhere.example/o.jpg" medium="image"><media:title>O</media:title></media:content>',
    '<media:thumbnail url="https://elsewhere.example/t.jpg"/>',
    "<itunes:title>Other</itunes:title>",
    "<image><url>https://elsewhere.example/i.jpg</url></image>",
    "<slash:comments>99</slash:comments>",
    "<source url='https://elsewhere.example/feed'>Other</source>",
    "some words",
    "<item><title>Not an entry</title></item>",
)
OUTER = (
    ("<x:box xmlns:x='urn:x'>", "</x:box>"),
    ("<box xmlns='urn:x'>", "</box>"),
    ("<x:box xmlns:x='urn:x' x:a='b' link='https://elsewhere.example/'><x:inner>", "</x:inner></x:box>"),
    ("<media:rating>", "</media:rating>"),
    ("<media:community>", "</media:community>"),
)


def read(document: str) -> ParsedFeed:
    return parse_feed(document.encode(), url=URL)


def rss(entry: str, head: str = "") -> str:
    channel = f"<title>T</title>{head}<link>https://s.example/</link><item>{entry}</item>"
    return f'<rss version="2.0" {DECLARED}><channel>{channel}</channel></rss>'


def only(document: str) -> ParsedEntry:
    (entry,) = read(document).entries
    return entry


@UNHURRIED
@given(
    st.lists(st.sampled_from(CHILDREN), unique=True),
    st.lists(st.sampled_from(OTHER), max_size=6),
    st.sampled_from(OUTER),
    st.integers(0, len(CHILDREN)),
    st.booleans(),
)
def test_what_is_inside_an_extension_changes_nothing_about_the_entry(own, other, outer, at, broken):
    if broken:  # read as tag soup, where an item closes the one before it
        other = [element for element in other if "<item>" not in element]
    box = outer[0] + "".join(other) + outer[1]
    with_box = "".join([*own[:at], box, *own[at:]])
    if broken:
        own, with_box = ["<b><i></b></i>", *own], "<b><i></b></i>" + with_box
    assert read(rss(with_box)) == read(rss("".join(own)))


@UNHURRIED
@given(st.lists(st.sampled_from(OTHER[:-1]), max_size=6), st.sampled_from(OUTER), st.booleans())
def test_what_is_inside_an_extension_changes_nothing_about_the_feed(other, outer, before):
    box = outer[0] + "".join(other) + outer[1]
    feed = rss("<title>a</title>", head=box if before else "").replace("<item>", "" if before else f"{box}<item>")
    expected = rss("<title>a</title>")
    assert read(feed if "<item>" in feed else feed.replace("<title>a", "<item><title>a")) == read(expected)


@pytest.mark.parametrize(
    "box",
    [
        "<author><x:box xmlns:x='urn:x'><name>Other</name></x:box><name>Own</name><title>Other</title></author>",
        "<author><name>Own</name><link href='https://elsewhere.example/'/><id>x</id><summary>Other</summary></author>",
    ],
)
def test_only_its_own_fields_belong_to_a_person(box):
    entry = only(rss(f"{box}<link>https://s.example/1</link><title>a</title>"))
    assert (entry.title, entry.url, entry.summary_html) == ("a", "https://s.example/1", "")
    assert [author.name for author in entry.authors] == ["Own"]


@UNHURRIED
@given(st.permutations(sorted(NAMESPACES)), st.lists(st.sampled_from(CHILDREN), unique=True))
def test_renaming_the_prefixes_changes_nothing(order, children):
    entry = "".join(children)
    renamed = entry
    for old, new in zip(NAMESPACES, order, strict=True):
        for before in ("<", "</", " "):
            renamed = renamed.replace(f"{before}{old}:", f"{before}{new}-:")
    declared = " ".join(f'xmlns:{new}-="{NAMESPACES[old]}"' for old, new in zip(NAMESPACES, order, strict=True))
    assert read(rss(renamed).replace(DECLARED, declared)) == read(rss(entry))
    declared, renamed = declared.replace('-="', '="'), renamed.replace("-:", ":")
    assert read(rss(renamed).replace(DECLARED, declared)) == read(rss(entry))


@each("name", ["atom03.xml", "atom10.xml", "podcast.xml", "rss10.xml", "rss20.xml"])
def test_a_feed_with_prefixes_everywhere_is_the_same_feed(name):
    body = (FEEDS / name).read_bytes()
    prefixed = ElementTree.tostring(ElementTree.fromstring(body), encoding="utf-8")  # ns0:feed, ns1:creator
    assert prefixed != body
    assert parse_feed(prefixed, url=URL) == parse_feed(body, url=URL)


@each("child", [c for c in CHILDREN if c.startswith(("<dc:", "<slash", "<wfw", "<content", "<itunes"))])
def test_a_namespace_can_be_the_default_one(child):
    prefix, _, rest = child[1:].partition(":")
    name = rest.partition(">")[0]
    default = child.replace(f"<{prefix}:{name}>", f'<{name} xmlns="{NAMESPACES[prefix]}">').replace(f"/{prefix}:", "/")
    assert only(rss(default)) == only(rss(child))


@each(
    "attribute",
    [
        'uri="at://did:plc:abc"',
        'href="https://o.example/"',
        'url="https://o.example/"',
        'rel="self"',
        'type="x"',
        'a="b"',
    ],
)
@each("broken", ["", "<b><i></b></i>"])
def test_an_attribute_of_an_rss_link_with_text_changes_nothing(attribute, broken):
    entry = only(rss(f"{broken}<title>a</title><link {attribute}>https://s.example/1</link>"))
    assert entry == only(rss(f"{broken}<title>a</title><link>https://s.example/1</link>"))
    assert entry.url == "https://s.example/1"


def test_an_rss_link_without_text_is_read_like_one_of_atom():
    assert only(rss('<link href="https://s.example/1"/>')).url == "https://s.example/1"


@UNHURRIED
@given(
    st.sampled_from(["", " xml:base='https://s.example/feed.php'", " xml:base='/x/'"]),
    st.sampled_from(["", " ", "\n\t "]),
    st.sampled_from(["<link rel='%s' href='%s'/>", "<link href='%s%s'/>"]),
    st.sampled_from(["alternate", "enclosure", "replies"]),
)
def test_a_blank_address_is_no_address(base, blank, link, rel):
    frame = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'{base}><title>T</title>"
        "<entry><id>https://s.example/?p=1</id><title>a</title>%s</entry></feed>"
    )
    written = link % (rel if "rel" in link else "", blank)
    assert read(frame % written) == read(frame % "")
    assert only(frame % written).url == "https://s.example/?p=1"


ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:t='http://purl.org/syndication/thread/1.0'"
    " xmlns:media='http://search.yahoo.com/mrss/'><title>T</title>%s</feed>"
)


@each(
    ("entry", "url"),
    [
        ("<content type='text/html; charset=utf-8' src='https://s.example/1'/>", "https://s.example/1"),
        ("<link rel='http://www.iana.org/assignments/relation/alternate' href='/1'/>", "https://feed.example/1"),
        ("<media:player url='https://s.example/play'/>", "https://s.example/play"),
        ("<media:group><media:player url='https://s.example/play'/></media:group>", "https://s.example/play"),
        (
            "<link href='/1.json' type='application/json'/><link type='TEXT/HTML; q=1' href='/1'/>",
            "https://feed.example/1",
        ),
        ("<content type='video/mp4' src='https://s.example/1.mp4'/>", None),
    ],
)
def test_the_address_of_an_entry_is_found_wherever_it_may_be(entry, url):
    assert only(ATOM % f"<entry><id>urn:1</id>{entry}</entry>").url == url


def test_rss_1_has_the_address_of_an_item_as_its_name():
    rdf = (FEEDS / "rss10.xml").read_text(encoding="utf-8").replace("<link>http://rdf.example/1</link>", "")
    assert only(rdf).url == "http://rdf.example/1"
    moved = rdf.replace("<rdf:RDF", "<rdf:RDF xmlns:a='http://www.w3.org/2005/Atom'", 1)
    assert read(moved).kind == "RSS"


@pytest.mark.parametrize(
    ("links", "link"),
    [
        (
            "<link type='application/json' href='https://s.example/feed.json'/><link type='text/html' href='https://s.example/'/>",
            "https://s.example/",
        ),
        ("<link type='application/json' href='https://s.example/feed.json'/>", "https://s.example/feed.json"),
    ],
)
def test_the_link_of_a_feed_is_a_page(links, link):
    assert read(ATOM % links).link == link


def test_the_link_of_an_rss_feed_is_its_own_before_one_of_atom():
    assert read(rss("", head="<atom:link href='https://s.example/feed'/>")).link == "https://s.example/"


@each("kind", ["text/html; charset=utf-8", "TEXT/HTML", " text/html ", "HTML", "html"])
def test_parameters_and_case_of_a_media_type_change_nothing(kind):
    entry = ATOM % (
        "<entry><id>u:1</id><title type='%s'>&lt;b&gt;A&lt;/b&gt;</title><link href='/1'/><summary type='%s'>&lt;i&gt;s&lt;/i&gt;"
        "</summary><content type='%s'>&lt;p&gt;t&lt;/p&gt;</content></entry>"
    )
    assert only(entry % (kind, kind, kind)) == only(entry % ("html", "html", "html"))


def test_an_entry_can_be_the_whole_document():
    entry = "<title>t</title><link href='https://s.example/1'/><content type='html'>&lt;p&gt;x&lt;/p&gt;</content>"
    whole = read(f"<?xml version='1.0'?><entry xmlns='http://www.w3.org/2005/Atom'>{entry}</entry>")
    assert whole.entries == read(ATOM % f"<entry>{entry}</entry>").entries
    assert whole.kind == "Atom"


def test_the_base_of_an_element_in_a_text_counts():
    entry = (
        "<entry><id>u:1</id><link href='https://s.example/1'/><content type='xhtml' xml:base='https://s.example/x/'>"
        "<div xmlns='http://www.w3.org/1999/xhtml'><p xml:base='y/'><a href='z'>z</a><img src='/i' srcset='j 2x'/></p>"
        "<a href='k'>k</a></div></content></entry>"
    )
    assert only(ATOM % entry).content_html == (
        '<p><a href="https://s.example/x/y/z">z</a><img src="https://s.example/i" '
        'srcset="https://s.example/x/y/j 2x"></img></p><a href="https://s.example/x/k">k</a>'
    ).replace("</img>", "")


def test_elements_of_a_text_are_not_those_of_the_entry():
    inner = "<details><summary>s</summary><title>t</title><link>l</link><p>p</p></details>"
    entry = f"<entry><title>Own</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{inner}</div></content><id>u:1</id></entry>"
    assert only(ATOM % entry) == replace(
        only(ATOM % entry), title="Own", content_html=inner, summary_html="", guid="u:1"
    )


@each(
    ("entry", "field", "value"),
    [
        ("<title>one</titel><link>https://s.example/1</link>", "url", "https://s.example/1"),
        ("<title>one</titel><link>https://s.example/1</link>", "title", "one"),
        ("<b><i></b><title>one<link>https://s.example/1</link><guid>2</guid>", "url", "https://s.example/1"),
        ("<title>a&#55357;&#56832;b &</title>", "title", "a😀b &"),
        ("<encoded>&lt;p&gt;x&lt;/p&gt;</encoded>", "content_html", "<p>x</p>"),
        ("<slash:section>News</slash:section>", "categories", ("News",)),
        ("<date>2026-01-05T10:00:00Z</date>", "published", 1_767_607_200),
        ("<title>A <b>one</titel><link>https://s.example/1</link>", "url", "https://s.example/1"),
        ("<description>one <p>two</desc><guid>https://s.example/1</guid>", "url", "https://s.example/1"),
        ("<description>one <p>two</desc><guid>https://s.example/1</guid>", "summary_html", "one <p>two</p>"),
        ("<b><i></b><description>a <link>b</link> <title>c</title></description>", "url", None),
        ("<titel>one</title><link>https://s.example/1</link>", "url", "https://s.example/1"),
        (
            "<media:content url='https://s.example/1.jpg'><media:title>A boat</media:title></media:content>",
            "title",
            "A boat",
        ),
        ("<prism:publicationDate>2026-01-05T10:00:00Z</prism:publicationDate>", "published", 1_767_607_200),
        ("<source:markdown>*a* &lt; b</source:markdown>", "summary_html", "*a* &lt; b"),
        ("<comments>12</comments>", "comments_url", None),
        ("<comments>12</comments>", "comments_count", 12),
        ("<slash:comments>1,234</slash:comments>", "comments_count", 1_234),
        ("<itunes:title xml:lang='en'>Episode</itunes:title>", "title", "Episode"),
        ("<category><![CDATA[R&amp;D]]></category>", "categories", ("R&D",)),
        ("<category>Arts &amp;amp; Culture</category>", "categories", ("Arts & Culture",)),
        ("<category>&lt;b&gt;x&lt;/b&gt;</category>", "categories", ("x",)),
        ("<category>alpha,beta, gamma</category>", "categories", ("alpha", "beta", "gamma")),
        ("<category>Food, Drink</category>", "categories", ("Food, Drink",)),
        ("<category>Bread, Cheese, and Wine</category>", "categories", ("Bread, Cheese, and Wine",)),
        ("<link>https://www.example.org/</link>", "title", "www.example.org"),
        ("<link>https://s.example/%D0%BA%D0%BE%D1%82</link>", "title", "кот"),
        ("<link>https://s.example/a/two-words.html?x=1.5#c</link>", "title", "two words"),
    ],
)
def test_small_things_are_read(entry, field, value):
    assert getattr(only(rss(entry)), field) == value
