"""What servers send that is not quite a feed, or not one at all, or meant to hurt."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from email.utils import formatdate

import pytest

from reader.arrival import ParsedFeed
from reader.errors import ParseError
from reader.model import Author, Enclosure
from reader.parse import parse_feed
from reader.problems import Problem, problem
from tests.support.each import each

URL = "https://a.example/feed"


def rss(items: str, *, head: str = "", declaration: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    channel = f"<title>Zeitung</title><link>https://a.example/</link>{head}{items}"
    return f'{declaration}<rss version="2.0"><channel>{channel}</channel></rss>'


def read(document: str | bytes, content_type: str | None = None) -> ParsedFeed:
    body = document if isinstance(document, bytes) else document.encode()
    return parse_feed(body, url=URL, content_type=content_type)


def titles(document: str | bytes, content_type: str | None = None) -> list[str]:
    feed = read(document, content_type)
    assert feed.complete
    return [entry.title for entry in feed.entries]


ITEM = "<item><title>{}</title></item>"
UMLAUTS = rss(ITEM.format("Größe") + ITEM.format("Übermut"))


@each("escape", ["\x1b", "&#27;", "&#x1B;", "&#027;"])
@each("place", [ITEM, "<item><title><![CDATA[{}]]></title></item>", "<item><title>&{}</title></item>"])
@each(
    ("sequence", "text"),
    [
        ("{}[31mRed{}[0m &amp; blue", "Red & blue"),
        ("{}]8;;https://x.example/?a&amp;b\x07Link{}]8;;\x07", "Link"),
        ("One{}", "One"),
        ("One{}[", "One"),
    ],
)
def test_nothing_of_an_escape_sequence_becomes_text(escape: str, place: str, sequence: str, text: str) -> None:
    title = place.format(sequence.format(*[escape] * 3))
    assert titles(rss(title + ITEM.format("Next")))[0].lstrip("&") == text


# Not a feed.


@each(
    ("body", "code"),
    [
        (b"", Problem.EMPTY_RESPONSE),
        (b" \r\n\t ", Problem.EMPTY_RESPONSE),
        (b"\xef\xbb\xbf\n", Problem.EMPTY_RESPONSE),
        (b"\0\0\0\0", Problem.EMPTY_RESPONSE),
        (b"<!DOCTYPE html><html><head><title>News</title></head><body>Hello</body></html>", Problem.WEB_PAGE),
        (b"<html><body>Please log in</body></html>", Problem.WEB_PAGE),
        (
            b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><html/>",
            Problem.WEB_PAGE,
        ),
        (b"<!-- cached --> <!doctype HTML><title>x</title>", Problem.WEB_PAGE),
        (b"<h1>404</h1><p>Not found</p>", Problem.WEB_PAGE),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", Problem.XML_NOT_FEED),
        (b"<?xml version='1.0'?><opml version='2.0'><body/></opml>", Problem.OPML_NOT_FEED),
        (b"Not found", Problem.NOT_A_FEED),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Problem.NOT_A_FEED),
        (b"%PDF-1.7 <rs", Problem.NOT_A_FEED),
        (gzip.compress(b"<rss/>" * 50, mtime=0), Problem.NOT_A_FEED),
        (b'{"error": "no such page"}', Problem.JSON_NOT_FEED),
        (b"[1, 2, 3]", Problem.JSON_NOT_FEED),
        (b"{broken", Problem.JSON_NOT_FEED),
        (b"[" * 100_000, Problem.JSON_NOT_FEED),
        (b'{"items": ' * 50_000, Problem.JSON_NOT_FEED),
        (b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1"', Problem.FEED_CUT_OFF),
        (b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>T", Problem.FEED_CUT_OFF),
        (b"<?xml version='1.0'", Problem.FEED_CUT_OFF),
        (b"<rss", Problem.FEED_CUT_OFF),
        (b"<rss version='2.0'><channel><item><title>half", Problem.FEED_CUT_OFF),
    ],
)
def test_anything_that_is_not_a_feed_is_a_problem_with_a_code(body: bytes, code: Problem) -> None:
    with pytest.raises(ParseError) as raised:
        read(body)
    assert raised.value.details == problem(code)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss("")) == ParsedFeed(title="Zeitung", link="https://a.example/", kind="RSS")
    assert read("<feed xmlns='http://www.w3.org/2005/Atom'/>").entries == ()


# Encodings.


@each(
    ("body", "content_type"),
    [
        (UMLAUTS.encode(), None),
        (UMLAUTS.encode("utf-8-sig"), None),
        (UMLAUTS.encode(), "text/xml"),
        (UMLAUTS.encode(), "text/xml; charset=ISO-8859-1"),  # the server is wrong
        (UMLAUTS.replace("utf-8", "iso-8859-1").encode(), None),  # the document is wrong
        (UMLAUTS.replace("utf-8", "utf-16").encode(), None),
        (UMLAUTS.replace("utf-8", "nonsense").encode(), "text/xml; charset=zlib"),
        (UMLAUTS.replace("utf-8", "iso-8859-1").encode("latin-1"), None),
        (UMLAUTS.replace("utf-8", "windows-1252").encode("cp1252"), "text/xml; charset=utf-8"),
        (UMLAUTS.encode("latin-1"), "text/xml; charset=iso-8859-1"),  # the server is right, the document wrong
        (UMLAUTS.encode("latin-1"), None),  # declared as UTF-8, without one valid sequence
        (UMLAUTS.replace(' encoding="utf-8"', "").encode("latin-1"), None),
        (UMLAUTS.encode("utf-16"), None),
        (UMLAUTS.encode("utf-16-le"), None),
        (UMLAUTS.encode("utf-16-be"), 'application/xml; charset="utf-16"'),
        (UMLAUTS.encode("utf-32"), None),
        ((" \n" + UMLAUTS).encode(), None),
        (("\n\n" + UMLAUTS).encode("utf-16"), None),
    ],
)
def test_text_is_decoded_in_its_actual_encoding(body: bytes, content_type: str | None) -> None:
    assert titles(body, content_type) == ["Größe", "Übermut"]


def test_other_scripts_are_decoded_as_declared() -> None:
    def written(title: str, name: str, codec: str) -> bytes:
        return rss(ITEM.format(title), declaration=f'<?xml version="1.0" encoding="{name}"?>').encode(codec)

    assert titles(written("新聞", "Shift_JIS", "cp932")) == ["新聞"]
    assert titles(written("新聞", "ISO-2022-JP", "iso2022_jp")) == ["新聞"]
    assert titles(written("新闻", "gb2312", "gbk")) == ["新闻"]
    assert titles(written("뉴스", "ks_c_5601-1987", "cp949")) == ["뉴스"]
    assert titles(written("Новости", "windows-1251", "cp1251"), "text/xml; charset=iso-8859-1") == ["Новости"]
    assert titles(written("Новости", "koi8-r", "koi8-r")) == ["Новости"]
    assert titles(written("It’s", "iso-8859-1", "cp1252")) == ["It’s"]


def test_one_bad_byte_loses_one_character() -> None:
    body = UMLAUTS.encode().replace(b"Zeitung", b"Zei\xfftung")
    feed = read(body)
    assert feed.title == "Zei\ufffdtung"
    assert [entry.title for entry in feed.entries] == ["Größe", "Übermut"]


# XML that is not well-formed.


@each("plain", [True, False], ids=["plain", "base64"])
@each(
    ("written", "meant"),
    [
        ("<p>Grüße – “ja”</p>", "<p>Grüße – “ja”</p>"),
        (
            "<p>Grüße – “ja”</p>".encode().decode("latin-1"),
            "<p>Grüße – “ja”</p>",
        ),  # decoded as Latin-1 by its publisher
        ("<p>\x93ja\x94</p>", "<p>“ja”</p>"),  # windows-1252
        ("<p>plain</p>", "<p>plain</p>"),
    ],
)
def test_utf_8_that_was_decoded_as_latin_1_is_restored(plain: bool, written: str, meant: str) -> None:
    text = f"<![CDATA[{written}]]>" if plain else b64encode(written.encode()).decode()
    mode = "escaped" if plain else "base64"
    feed = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>t</title><entry><id>a:1</id><title>x</title>'
        f'<content type="text/html" mode="{mode}">{text}</content></entry></feed>'
    )
    assert read(feed).entries[0].content_html == meant


def test_junk_around_the_feed_is_ignored() -> None:
    warning = "<br />\n<b>Warning</b>: something in /srv/x.php on line 1<br />\n"
    assert titles(warning + UMLAUTS) == ["Größe", "Übermut"]
    assert titles("\ufeff\n <!-- hello -->\n" + UMLAUTS) == ["Größe", "Übermut"]
    assert titles(UMLAUTS + "\n<script>track()</script><!-- 0.3 s -->") == ["Größe", "Übermut"]


def test_control_characters_are_dropped() -> None:
    assert titles(rss(ITEM.format("a\x00b\x0bc\x1b[31md\ufffe"))) == ["abcd"]
    assert titles(rss(ITEM.format("a&#0;b&#x1b;c&#xD800;d&#99999999999;"))) == ["abcd"]


def test_entities_that_xml_lacks_become_their_characters() -> None:
    assert titles(rss(ITEM.format("5&nbsp;km f&uuml;r &hellip; &unknown; A & B AT&T"))) == [
        "5\xa0km für … &unknown; A & B AT&T"
    ]
    own = '<!DOCTYPE rss [<!ENTITY pub "The Publisher"> <!ENTITY dash "&#8211;">]>'
    assert titles(own + rss(ITEM.format("&pub; &dash; news"), declaration="")) == ["The Publisher – news"]


def test_entities_in_cdata_are_text() -> None:
    feed = read(rss("<item><title>&nbsp;x</title><description><![CDATA[a &nbsp; b & c]]></description></item>"))
    assert feed.entries[0].summary_html == "a &nbsp; b & c"


def test_undeclared_prefixes_are_understood() -> None:
    item = "<item><title>T</title><dc:creator>Ada</dc:creator><odd:thing odd:x='1'>y</odd:thing></item>"
    assert read(rss(item)).entries[0].authors == (Author("Ada"),)


def test_mismatched_tags_lose_no_entry() -> None:
    broken = "<item><title>One <b>bold</title><description><p>a<br>b<p>c</description></item>"
    feed = read(rss(broken + ITEM.format("Two") + "<item><title>Three</title>" + ITEM.format("Four")))
    assert [entry.title for entry in feed.entries] == ["One bold", "Two", "Three", "Four"]
    assert feed.complete
    assert "a<br>b" in feed.entries[0].summary_html


def test_unquoted_and_repeated_attributes_are_read() -> None:
    feed = read(rss("<item><title>T</title><enclosure url='https://a.example/x' length=5 length='5'/></item>"))
    assert feed.entries[0].enclosures[0].url == "https://a.example/x"


# Cut off.


def test_a_feed_that_is_cut_off_keeps_its_complete_entries() -> None:
    feed = read(rss(ITEM.format("One") + ITEM.format("Two") + "<item><title>Three")[: -len("</channel></rss>")])
    assert [entry.title for entry in feed.entries] == ["One", "Two"]
    assert not feed.complete


def test_a_broken_feed_that_is_cut_off_keeps_its_complete_entries() -> None:
    feed = read("<rss><channel>" + ITEM.format("A & <b>B") + ITEM.format("Two") + "<item><title>Three")
    assert [entry.title for entry in feed.entries] == ["A & B", "Two"]
    assert not feed.complete


def test_a_json_feed_that_is_cut_off_keeps_its_complete_items() -> None:
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": n} for n in "abc"]}
    feed = read(json.dumps(whole)[:-6])
    assert [entry.guid for entry in feed.entries] == ["a", "b"]
    assert not feed.complete


# Hostile.


def test_a_billion_laughs_do_not_expand() -> None:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(10))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>' + rss(
        ITEM.format("&l10;") + ITEM.format("Two"), declaration=""
    )
    assert titles(bomb) == ["&l10;", "Two"]


def test_a_quadratic_entity_bomb_stays_small() -> None:
    long = f'<!DOCTYPE rss [<!ENTITY x "{"A" * 50_000}"> <!ENTITY y "{"B" * 100}">]>'
    feed = read(long + rss(f"<item><description>{'&x;' * 10_000}{'&y;' * 40_000}</description></item>", declaration=""))
    assert len(feed.entries[0].summary_html) < 2_500_000


def test_external_entities_are_not_fetched() -> None:
    attack = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname"> <!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]>'
    assert titles(attack + rss(ITEM.format("a&f;b"), declaration="")) == ["a&f;b"]


@pytest.mark.parametrize(
    ("tag", "depth"),
    [("x", 40_000), *((tag, 20_000) for tag in ("item", "category", "div", "media:group", "source", "author"))],
)
def test_deep_nesting_is_survived(tag: str, depth: int) -> None:
    deep = f"<{tag}>" * depth + "deep" + f"</{tag}>" * depth
    feed = read(rss(ITEM.format("One") + f"<item><title>Deep</title>{deep}</item>", head=deep))
    assert "One" in [entry.title for entry in feed.entries]


def test_deep_nesting_without_an_end_is_survived() -> None:
    feed = read(rss(ITEM.format("One")).removesuffix("</channel></rss>") + "<a>" * 200_000)
    assert [entry.title for entry in feed.entries] == ["One"]


def test_the_first_ten_thousand_entries_without_dates_are_kept_and_one_with_a_date() -> None:
    dated = "<item><guid>dated</guid><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate></item>"
    feed = read(rss("<item></item>" * 20_000 + dated))
    assert (len(feed.entries), feed.complete, feed.left_out) == (10_000, True, 10_001)
    assert feed.entries[-1].guid == "dated"


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> int:
    """The number of entries that are kept, which takes less time than 10,000."""
    for place in ("feedparser_handler.ENTRY_LIMIT", "newest_entries.ENTRY_LIMIT", "json_feed._ENTRY_LIMIT"):
        monkeypatch.setattr(f"reader.parse.{place}", 1_000)
    return 1_000


@pytest.mark.parametrize("kind", ["RSS", "broken", "JSON"])
def test_the_newest_of_too_many_entries_are_kept_in_the_order_of_the_document(kind: str, limit: int) -> None:
    days = [*range(600, 0, -1), *range(601, 1_201)]  # newest in the middle of no particular order
    dates = [formatdate(1_000_000_000 + day * 86_400, usegmt=True) for day in days]
    if kind == "JSON":
        items = [{"id": f"{day}", "date_published": date} for day, date in zip(days, dates, strict=True)]
        feed = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}))
    else:
        pairs = zip(days, dates, strict=True)
        items_ = [f"<item><guid>{day}</guid><pubDate>{date}</pubDate></item>" for day, date in pairs]
        feed = read(rss(("a & b" if kind == "broken" else "") + "".join(items_)))
    assert [int(entry.guid or 0) for entry in feed.entries] == [day for day in days if day > 200]
    assert (feed.complete, feed.left_out) == (True, len(days) - limit)


def test_a_title_of_five_megabytes_is_cut() -> None:
    feed = read(rss(ITEM.format("x" * 5_000_000)))
    assert len(feed.entries[0].title) == 2_000


@pytest.mark.parametrize(
    "piece",
    [
        "<category>c{}</category>",
        "<enclosure url='https://a.example/{}'/>",
        "<a:b{} xmlns:a='urn:{}'/>",
        "<author>a{}</author>",
    ],
)
def test_a_flood_of_one_element_is_bounded(piece: str) -> None:
    feed = read(rss("<item><title>T</title>" + "".join(piece.format(n, n) for n in range(8_000)) + "</item>"))
    entry = feed.entries[0]
    assert entry.title == "T"
    assert max(len(entry.categories), len(entry.enclosures), len(entry.authors)) <= 50


@pytest.mark.parametrize("flood", ["<", "<a", "<a ", '<a "', "<!--", "<![CDATA[", "&", "<!", "</", "<a b='", "<item "])
def test_unclosed_beginnings_take_one_pass(flood: str) -> None:
    feed = read(rss(ITEM.format("One")).removesuffix("</channel></rss>") + flood * 60_000)
    assert feed.entries[0].title == "One"


@pytest.mark.parametrize("start", ["</", "<", "<a ", "<a b=", "&", "&#", "<a:", "</a:", "<![CDATA[", "<a ' "])
def test_an_endless_name_takes_one_pass(start: str) -> None:
    feed = read(rss(ITEM.format("One & only")).removesuffix("</channel></rss>") + start + "a" * 500_000)
    assert feed.entries[0].title == "One & only"


@pytest.mark.parametrize("flood", ["<!--", "<!ENTITY ", "'", '"<', "[", "<!DOCTYPE ", "<?", "-->", "<!ENTITY a 'b'>"])
def test_a_document_type_of_unclosed_beginnings_takes_one_pass(flood: str) -> None:
    with pytest.raises(ParseError):
        read("<!DOCTYPE rss [" + flood * 60_000)


def test_every_field_is_free_of_escapes_markup_and_bidi_controls() -> None:
    evil = "\u202eA\u009b31m&lt;b&gt;B&lt;/b&gt;&#x9d;8;;x\u2066"
    item = (
        f"<item><title>{evil}</title><guid>{evil}</guid><author>{evil}</author><category>{evil}</category>"
        f"<link>javascript:{evil}</link><comments>data:x</comments>"
        f"<enclosure url='https://a.example/{evil}' type='{evil}' length='9'/></item>"
    )
    feed = read(rss(item, head=f"<description>{evil}</description>"))
    entry = feed.entries[0]
    seen = [
        entry.title,
        entry.guid,
        entry.authors[0].name,
        *entry.categories,
        entry.enclosures[0].type,
        feed.description,
    ]
    assert not any(c in str(seen) for c in "\u202e\u009b\u009d\u2066\x1b")
    assert entry.url is None
    assert entry.comments_url is None
    assert entry.enclosures[0].url.isascii()


# Authors.


@each(
    ("element", "names"),
    [
        ("<author>ada@a.example (Ada Writer)</author>", ["Ada Writer"]),
        ("<author>Ada Writer &lt;ada@a.example&gt;</author>", ["Ada Writer"]),
        ("<author>Ada Writer (ada@a.example)</author>", ["Ada Writer"]),
        ("<author>ada@a.example</author>", []),
        ("<author>mailto:ada@a.example</author>", []),
        ("<author>noreply@blog.example (Ada)</author>", ["Ada"]),
        ("<author><name>Ada</name><email>ada@a.example</email></author>", ["Ada"]),
        ("<author>https://a.example/ada</author>", []),
        ("<author> , </author>", []),
        ("<author>&lt;a href='/ada'&gt;Ada&lt;/a&gt;</author>", ["Ada"]),
        ("<author>Ada</author><author>ADA</author><author>Bo</author>", ["Ada", "Bo"]),
        ("<author>Ada and Bo</author>", ["Ada and Bo"]),
        ("<author/>", []),
    ],
)
def test_names_are_found_in_author_elements(element: str, names: list[str]) -> None:
    entry = read(rss(f"<item><title>T</title>{element}</item>")).entries[0]
    assert [author.name for author in entry.authors] == names


@each(
    ("element", "mail"),
    [
        ("<author>Ada.Writer@A.example (Ada Writer)</author>", "mailto:ada.writer@a.example"),
        ("<author>Ada Writer &lt;ada@mail.a.example&gt;</author>", "mailto:ada@mail.a.example"),
        ("<author><name>Ada</name><email>ada@a.example</email></author>", "mailto:ada@a.example"),
        ("<author>noreply@blog.example (Ada)</author>", None),
        ("<author>do-not-reply.news@blog.example (Ada)</author>", None),
        ("<author><name>Ada</name><email>redaktion@a.example</email></author>", None),
        ("<author><name>Ada</name><email>ada@@a.example</email></author>", None),
        (
            "<author><name>Ada</name><email>ada@a.example?bcc=b@b.example&amp;x=\x1b</email></author>",
            "mailto:ada@a.example",
        ),
        ("<author><name>Ada</name><email>" + "a" * 300 + "@a.example</email></author>", None),
        ("<author><name>Ada</name></author>", None),
    ],
)
def test_a_mail_address_of_ones_own_is_kept(element: str, mail: str | None) -> None:
    entry = read(rss(f"<item><title>T</title>{element}</item>")).entries[0]
    assert entry.authors[0].links == ((mail,) if mail else ())


def test_an_rss_entry_does_not_inherit_the_editor() -> None:
    assert read(rss(ITEM.format("T"), head="<managingEditor>Desk</managingEditor>")).entries[0].authors == ()


# Media.


def test_a_video_has_its_picture_and_its_description_and_no_flash_file() -> None:
    group = (
        "<media:group xmlns:media='http://search.yahoo.com/mrss/'><media:title>Other</media:title>"
        "<media:content url='https://v.example/v/1' type='application/x-shockwave-flash'/>"
        "<media:thumbnail url='https://v.example/1.jpg' width='480'/>"
        "<media:description type='plain'>One\nTwo &lt;3</media:description></media:group>"
    )
    entry = read(rss(f"<item><title>Video</title>{group}</item>")).entries[0]
    assert (entry.title, entry.image) == ("Video", "https://v.example/1.jpg")
    assert entry.enclosures == (Enclosure("https://v.example/1.jpg", "image/jpeg"),)
    assert entry.summary_html == "One<br>\nTwo &lt;3"


# Unexpected types.


@each("value", [None, 5, 1.5, True, [], {}, [1], {"a": 1}, "x", 10**400, -1])
def test_json_of_wrong_types_loses_only_that_field(value: object) -> None:
    keys = (
        "id url title content_html content_text summary image date_published authors author tags attachments language"
    )
    item = dict.fromkeys(keys.split(), value)
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "title": value,
        "items": [item, {"id": "1", "title": "T"}, value],
    }
    entries = read(json.dumps(feed)).entries
    assert entries[1].title == "T"
    assert read(json.dumps({**feed, "items": value})).title


def test_elements_with_unexpected_attributes_lose_only_that_field() -> None:
    names = (
        "links tags authors title_detail content summary_detail source enclosures media_content slash_comments image"
    )
    odd = "".join(f"<{name} x='1'>y</{name}><{name}>z</{name}>" for name in names.split())
    assert titles(rss(f"<item>{odd}<title>T</title></item>" + ITEM.format("Two"), head=odd))[1] == "Two"
