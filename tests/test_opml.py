"""OPML in and out: nothing is lost on the way, other readers' dialects are read, hostile files do no harm."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.library.importing import Preview, look_at_list
from reader.model import Feed, Subscription
from reader.problems import Problem, problem
from reader.subscriptions import FeedsFile
from reader.subscriptions.field_values import folder, tags, title
from reader.subscriptions.import_result import ImportResult
from reader.subscriptions.opml_reader import read_opml
from reader.subscriptions.opml_writer import export_opml
from tests.support.each import each
from tests.support.fuzzing import examples

DATA = Path(__file__).parent / "data" / "opml"

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
paths = st.lists(st.sampled_from(["News", "Ä & <b>", 'say "hi"', "a'b"]), max_size=3).map("/".join)
subscriptions = st.lists(
    st.builds(
        Subscription,
        url=st.integers(0, 50).map(lambda n: f"https://example.org/{n}?a=1&b=%20&copy=2&amp"),
        title=words.map(title),
        folder=st.one_of(paths, words).map(folder),
        tags=st.lists(words, max_size=3).map(tags),
        full_text=st.booleans(),
        interval=st.none() | st.integers(900, 10**6),
        paused=st.booleans(),
        hidden=st.booleans(),
        mark_read=st.sampled_from([None, "open", "5s", "end", "never"]),
        updated_unread=st.booleans(),
        keep=st.none() | st.integers(86_400, 10**9),
        user_agent=st.none() | st.sampled_from(["Mozilla/5.0 (X11)", 'a "quoted" <agent> & more']),
        certificate=st.none() | st.just("0a" * 32),
    ),
    unique_by=lambda s: s.url,
    max_size=6,
)


def look(data: bytes | str, *there: Subscription) -> Preview:
    """What importing this would do."""
    return look_at_list(data if isinstance(data, bytes) else data.encode(), None, FeedsFile(there))


def taken(incoming: ImportResult | Preview) -> tuple[Subscription, ...]:
    """The subscriptions alone."""
    found = incoming.subscriptions if isinstance(incoming, ImportResult) else incoming.new
    return tuple(one.subscription for one in found)


@settings(deadline=None)
@given(subscriptions)
def test_export_and_import_give_the_same_subscriptions(several: list[Subscription]) -> None:
    again = read_opml(export_opml(several, now=1_704_067_200))
    assert {s.url: s for s in taken(again)} == {s.url: s for s in several}
    assert again.not_imported == ()
    assert again.broken is None


@settings(deadline=None)
@given(subscriptions, st.sampled_from(["utf-16", "utf-8-sig", "utf-16-le"]))
def test_the_encoding_of_the_file_does_not_matter(several: list[Subscription], encoding: str) -> None:
    text = export_opml(several, now=0)
    assert set(taken(look(text.encode(encoding)))) == set(several)


def test_the_export_nests_folders_and_contains_no_secrets() -> None:
    secret = Subscription("https://me:secret@a.org/", folder="X/Y", headers=(("X-Key", "secret"),))
    text = export_opml([secret, Subscription("broadsheet:welcome")], now=0)
    assert "secret" not in text
    assert "broadsheet:welcome" not in text
    assert text.count("<outline") == 3
    assert "<dateCreated>Thu, 01 Jan 1970 00:00:00 GMT</dateCreated>" in text
    assert taken(read_opml(text)) == (Subscription("https://a.org/", folder="X/Y"),)


def test_outlines_of_other_programs_are_read() -> None:
    data = """<?xml version="1.0" encoding="ISO-8859-1"?><opml version="1.1"><body>
      <outline text="Büro/Haus"><outline text="A" xmlURL="http://a.org/x" category="/de, daily"/></outline>
      <outline title="B" text="" xmlUrl="http://b.org/"/><outline text="A again" xmlUrl="http://a.org/x"/>
      <outline text="bad" xmlUrl="javascript:alert(1)"/><outline text="&#x202e;C" xmlUrl=" https://c.org "/>
      <outline/></body></opml>""".encode("latin-1")
    preview = look(data)
    assert taken(preview) == (
        Subscription("http://a.org/x", "A", "Büro∕Haus", ("de", "daily")),
        Subscription("http://b.org/", "B"),
        Subscription("https://c.org", "C"),
    )
    assert [(one.line, one.text) for one in preview.not_imported] == [(4, "javascript:alert(1)")]


def outline(attributes: str) -> str:
    return f'<?xml version="1.0"?>\n<opml version="2.0"><body>\n<outline {attributes}/></body></opml>'


@each(
    ("category", "place", "words"),
    [
        ("de,daily", "", ("de", "daily")),
        ("/News/Papers", "News/Papers", ()),
        ("daily,/News/Papers", "News/Papers", ("daily",)),
        ("a/b", "", ("a/b",)),
        ("/A,/B", "A", ("B",)),
        (" , ,/", "", ()),
    ],
)
def test_a_category_is_a_tag_or_as_a_path_the_folder(category: str, place: str, words: tuple[str, ...]) -> None:
    preview = look(outline(f'xmlUrl="https://a.org/" category="{category}"'))
    assert taken(preview) == (Subscription("https://a.org/", folder=place, tags=words),)


def test_a_feed_in_two_folders_is_in_the_first_and_has_the_second_as_a_tag() -> None:
    preview = look((DATA / "feedly.opml").read_bytes())
    assert taken(preview) == (
        Subscription("https://type.example/rss", "Type and Paper", "Design", ("Must reads",)),
        Subscription("http://slow.example/atom.xml", "Slow News", "Must reads"),
    )


DIALECTS = {
    "netnewswire": (
        Subscription("https://harbour.example/feed.json", "Harbour Notes"),
        Subscription("https://tides.example/index.xml", "Tide Tables", "Ships & Tides"),
    ),
    "inoreader": (
        Subscription("https://kueste.example/rss?a=1&b=2", "Küstenblatt", "Nachrichten"),
        Subscription("https://kettle.example/feed", "Kettle & Co"),
    ),
    "miniflux": (
        Subscription("https://orchard.example/feed.xml", "Orchard", "All", full_text=True, user_agent="Pomona/1.0"),
        Subscription("https://mill.example/feed.xml", "Old Mill", "All", paused=True, hidden=True),
    ),
    "freshrss": (
        Subscription("https://lichen.example/feed", "Lichens Weekly", "Science", full_text=True, hidden=True),
        Subscription("https://measures.example/feed.json", "Measures", "Science"),
    ),
    "thunderbird": (
        Subscription("https://basket.example/rss", "Basketry", "Crafts", interval=14_400),
        Subscription("https://felt.example/rss", "Felt", "Crafts", paused=True),
    ),
    "newsboat": (
        Subscription("https://quay.example/feed.xml", "The Quay"),
        Subscription("https://unseen.example/feed.xml"),
        Subscription("https://long.example/rss", "Long", paused=True),
    ),
}


@each("name", DIALECTS)
def test_the_attributes_of_other_readers_are_read(name: str) -> None:
    assert taken(look((DATA / f"{name}.opml").read_bytes())) == DIALECTS[name]


def test_options_of_other_readers_that_are_not_supported_are_named() -> None:
    freshrss = look((DATA / "freshrss.opml").read_bytes())
    assert [(one.line, one.text) for one in freshrss.not_imported] == [
        (8, "Science"), (10, "https://board.example/notices"),
    ]  # fmt: skip
    assert freshrss.not_imported[0].reason == problem(Problem.FRESHRSS_DYNAMIC_LIST)
    assert freshrss.not_imported[1].reason == problem(Problem.FRESHRSS_SCRAPED, kind="HTML+XPath")
    assert [found.remarks for found in freshrss.new] == [
        (),
        (problem(Problem.OPTIONS_NOT_IMPORTED, names="frss:filtersActionRead"),),
    ]
    miniflux = look((DATA / "miniflux.opml").read_bytes())
    assert miniflux.new[1].remarks == (problem(Problem.OPTIONS_NOT_IMPORTED, names="miniflux:scraperRules"),)
    assert look((DATA / "newsboat.opml").read_bytes()).new[2].remarks[0].code is Problem.PAUSED_FILTER


@each(
    ("attributes", "name"),
    [
        ('xmlUrl="https://a.org/" text="Caf&eacute;&nbsp;M&uuml;ller"', "Café\xa0Müller"),
        ('xmlUrl="https://a.org/" text="Salt & Pepper &c. &unknown; &lt;"', "Salt & Pepper &c. &unknown; <"),
        ('xmlUrl="https://a.org/" text="&#0;A&#27;[31m&#xD800;B"', "�A�[31m�B"),
        ('xmlUrl="https://a.org/" text="a\x0bb\x1b]0;x\x07"', "a�b�]0;x�"),
    ],
)
def test_entities_of_html_and_bare_ampersands_are_understood(attributes: str, name: str) -> None:
    assert taken(look(outline(attributes))) == (Subscription("https://a.org/", name),)


def test_an_address_with_bare_ampersands_is_read_as_it_was_meant() -> None:
    (one,) = taken(look(outline('xmlUrl="https://a.org/?x=1&copy=2&amp;y=3&lt=4"')))
    assert one.url == "https://a.org/?x=1&copy=2&y=3&lt=4"


@each(
    ("declared", "encoding"),
    [
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-8"),
        ("UTF-8", "latin-1"),
        ("UTF-8", "cp1252"),
        ("ISO-8859-1", "utf-8"),
        ("koi8-r", "utf-8"),
        ("klingon", "utf-8"),
    ],
)
def test_declared_and_misdeclared_encodings_are_read(declared: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<opml><body><outline text="Müßig, äöü" xmlUrl="https://a.org/"/></body></opml>'
    assert taken(look(text.encode(encoding))) == (Subscription("https://a.org/", "Müßig, äöü"),)


def test_blank_lines_before_the_declaration_do_no_harm_and_count_as_lines() -> None:
    preview = look("\n\n" + outline('text="x" xmlUrl="ftp://a.org/"'))
    assert [one.line for one in preview.not_imported] == [5]


def test_all_that_is_whole_is_imported_of_a_document_that_is_cut_off_and_the_place_is_named() -> None:
    text = outline('text="A" xmlUrl="https://a.org/"').partition("</body>")[0] + '\n<outline xmlUrl="https://b.or'
    preview = look(text)
    assert taken(preview) == (Subscription("https://a.org/", "A"),)
    assert preview.broken == problem(Problem.OPML_CUT_OFF, line=4, detail="unclosed token")


@each(
    ("data", "code"),
    [
        (b"<", "not-opml|opml-broken"),
        (b"<html><body/></html>", "not-opml|opml-broken"),
        (b"<!DOCTYPE html><p>", "not-opml|opml-broken"),
        (b'<!DOCTYPE opml [<!ENTITY a "aaaa">]><opml><body><outline text="&a;"/></body></opml>', "opml-entities"),
        (b'<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml/>', "opml-entities"),
        (b'<!DOCTYPE opml [<!ENTITY % a "b">]><opml/>', "opml-entities"),
        (b"", "list-unknown"),
        (b"\0\1\2", "list-unknown"),
    ],
)
def test_other_files_are_rejected_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(ParseError, match=code):
        look(data)


@settings(deadline=None)
@given(st.binary(max_size=40), st.integers(0, 200), st.sampled_from(["utf-8", "utf-16", "latin-1", "utf-7"]))
def test_no_bytes_raise_any_other_error(noise: bytes, place: int, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + export_opml([Subscription("http://a.org/")], now=0)[38:]
    data = text.encode(encoding)
    for broken in (noise, data, data[:place] + noise + data[place:]):
        with suppress(ParseError):
            look(broken)


def test_two_hundred_thousand_nested_outlines_do_no_harm() -> None:
    deep = '<outline text="x">' * 200_000 + '<outline xmlUrl="http://a.org/"/>' + "</outline>" * 200_000
    (found,) = taken(read_opml(f"<opml><body>{deep}</body></opml>"))
    assert found.url == "http://a.org/"
    assert found.folder.count("/") < 40


@each("address", ["javascript:alert(1)", "file://", "ftp://a.org/", "data:text/xml,x", "", "word", "me@a.org"])
def test_an_address_that_is_not_of_the_web_is_listed_and_not_imported(address: str) -> None:
    preview = look(outline(f'xmlUrl="{address}" text="x"'))
    assert preview.new == ()
    assert [(one.line, one.text) for one in preview.not_imported] == [(3, address or "x")]


def test_a_program_in_a_list_is_never_imported_unpaused() -> None:
    text = outline('xmlUrl="exec:rm -rf ~" text="x" broadsheet:command="[&quot;rm&quot;, &quot;-rf&quot;]"')
    assert [(one.command, one.paused) for one in taken(look(text))] == [(("rm", "-rf"), True)]
    assert taken(look(outline('xmlUrl="file:///etc/passwd"'))) == (Subscription("file:///etc/passwd", paused=True),)
    harmless = outline('xmlUrl="https://a.org/" broadsheet:command="[&quot;rm&quot;]"')
    assert taken(look(harmless)) == (Subscription("https://a.org/"),)


def test_an_invalid_option_is_named_and_left_out() -> None:
    preview = look(outline('xmlUrl="https://a.org/" broadsheet:interval="soon" broadsheet:keep="1y" fz:options="[["'))
    assert taken(preview) == (Subscription("https://a.org/"),)
    assert [str(remark["name"]).partition(":")[2] for remark in preview.new[0].remarks] == [
        "interval",
        "keep",
        "options",
    ]


def test_an_outline_meant_as_a_feed_or_a_list_is_named() -> None:
    preview = look(
        outline('type="rss" text="No address"').replace(
            "</body>", '\n<outline type="include" url="https://a.org/x.opml" text="More"/></body>'
        )
    )
    assert [(one.line, one.text) for one in preview.not_imported] == [(3, "No address"), (4, "More")]


def test_a_feed_with_another_spelling_of_its_address_is_there_already() -> None:
    there = Subscription("https://www.a.org/feed/")
    text = outline('xmlUrl="http://a.org/feed"').replace(
        "</body>", '<outline xmlUrl="https://b.org/"/><outline xmlUrl="http://www.b.org"/></body>'
    )
    preview = look(text, there)
    assert [found.subscription.url for found in preview.new] == ["https://b.org/"]
    assert [found.subscription.url for found in preview.already] == ["http://a.org/feed", "http://www.b.org"]


def test_a_list_of_five_thousand_is_read_whole() -> None:
    several = [Subscription(f"https://example.org/{n}", f"Feed {n}", f"Folder {n % 50}/x") for n in range(5_000)]
    assert set(taken(look(export_opml(several, now=0)))) == set(several)


def test_exported_programs_and_files_come_back_paused() -> None:
    own = Subscription("exec:weather", command=("weather", "a b", 'c"d'))
    file = Subscription("file:///srv/feed.xml", "Of mine")
    text = export_opml([own, file], now=0)
    assert taken(read_opml(text)) == (replace(own, command=("weather",), paused=True), replace(file, paused=True))


def test_arguments_of_a_program_are_not_exported() -> None:
    own = Subscription("exec:mail", command=("mail-feed", "--password", "hunter2"))
    text = export_opml([own], now=0)
    assert "mail-feed" in text
    assert "hunter2" not in text
    assert "--password" not in text


def test_arguments_in_the_address_of_an_imported_program_are_not_exported() -> None:
    named = [Subscription(f"exec:gen {key}", command=("gen", key)) for key in ("hunter2", "sesame")]
    text = export_opml(named, now=0)
    assert "hunter2" not in text
    assert "sesame" not in text
    assert [(one.url, one.command) for one in taken(read_opml(text))] == [
        ("exec:gen", ("gen",)),
        ("exec:gen 2", ("gen",)),
    ]


def test_an_export_has_titles_and_sites_of_the_feeds_and_an_import_does_not_make_them_the_users() -> None:
    several = (
        Subscription("https://a.org/feed"),
        Subscription("https://b.org/feed", title="Mine"),
        Subscription("https://c.org/"),
    )
    feeds = [
        Feed(1, "https://a.org/feed", "The A <Paper>", link="https://me:secret@a.org/"),
        Feed(2, "https://b.org/feed", "B"),
    ]
    text = export_opml(several, now=0, feeds=feeds)
    outlines = ET.fromstring(text).iter("outline")
    assert [(one.get("text"), one.get("title"), one.get("htmlUrl")) for one in outlines] == [
        ("The A <Paper>", "The A <Paper>", "https://a.org/"), ("Mine", "Mine", None),
        ("https://c.org/", "https://c.org/", None),
    ]  # fmt: skip
    assert taken(read_opml(text)) == several


def test_a_feed_with_a_filter_command_of_newsboat_is_paused_with_a_remark() -> None:
    (found,) = read_opml('<opml><outline xmlUrl="https://a.org/" filtercmd="keep.sh -v"/></opml>').subscriptions
    assert found.subscription == Subscription("https://a.org/", paused=True)
    assert found.remarks == (problem(Problem.PAUSED_FILTER, command="keep.sh -v"),)


@each("address", ["a.org/f", "//a.org/f", "https://a.org/f#part", " https://a.org/f "])
def test_an_address_is_read_as_when_it_is_typed_and_without_its_fragment(address: str) -> None:
    assert [one.url for one in taken(read_opml(f'<opml><outline xmlUrl="{address}"/></opml>'))] == ["https://a.org/f"]


@each("scheme", ["feed", "itpc", "pcast", "podcast", "rss", "Feed"])
def test_addresses_with_a_scheme_for_feed_readers_are_imported(scheme: str) -> None:
    text = f'<opml><outline xmlUrl="{scheme}://a.org/f"/><outline xmlUrl="{scheme}:https://b.org/f"/></opml>'
    assert [one.url for one in taken(read_opml(text))] == ["http://a.org/f", "https://b.org/f"]


# -- damaged documents

DAMAGES = {
    "a < in a value": lambda tag: tag.replace('text="', 'text="a < b '),
    "a > in a value": lambda tag: tag.replace('text="', 'text="a > b < '),
    "no quotes": lambda tag: tag.replace('type="rss"', "type=rss"),
    "a doubled attribute": lambda tag: tag.replace('type="rss"', 'type="rss" type="rss"'),
    "quotation marks in a value": lambda tag: tag.replace('text="', 'text="the "best" of '),
    "an end tag too many": lambda tag: tag + "</outline>",
    "no slash": lambda tag: tag.replace("/>", ">"),
    "no end of the tag": lambda tag: tag.replace("/>", ""),
    "a quotation mark lost": lambda tag: tag.replace('" xmlUrl', " xmlUrl"),
    "no address": lambda tag: tag.replace("xmlUrl", "xml Url"),
    "no blank between attributes": lambda tag: tag.replace('" xmlUrl', '"xmlUrl'),
}
FOLDERS = ["", "Near", "Far"]


def damaged_list(damage: str | None, place: int) -> tuple[list[Subscription], list[int]]:
    """The subscriptions of twelve feeds in three folders, and the lines not imported, after one was damaged."""
    lines, number = ['<?xml version="1.0"?><opml version="2.0"><body>'], 0
    for name in FOLDERS:
        lines += [f'<outline text="{name}">'] if name else []
        for _ in range(4):
            tag = f'<outline type="rss" text="Feed {number}" xmlUrl="https://one.example/{number}?a=1&amp;b=2"/>'
            lines.append(DAMAGES[damage](tag) if damage and number == place else tag)
            number += 1
        lines += ["</outline>"] if name else []
    found = read_opml("\n".join([*lines, "</body></opml>"]))
    assert found.broken is None
    return [one.subscription for one in found.subscriptions], [one.line for one in found.not_imported]


@given(st.sampled_from(sorted(DAMAGES)), st.integers(0, 11))
@settings(max_examples=examples(60))
def test_damage_to_one_outline_concerns_that_outline_alone(damage: str, place: int) -> None:
    whole, _ = damaged_list(None, 0)
    found, refused = damaged_list(damage, place)
    url = whole[place].url
    assert [one for one in found if one.url != url] == [one for one in whole if one.url != url]
    line = 2 + place + (0, 1, 3)[place // 4]
    assert refused == [line] if url not in {one.url for one in found} else refused == []


def test_an_outline_that_is_cut_off_is_listed_and_those_before_it_are_imported() -> None:
    found = read_opml('<opml><body>\n<outline xmlUrl="https://a.org/f"/>\n<outline xmlUrl="https://b.or')
    assert [one.url for one in taken(found)] == ["https://a.org/f"]
    assert [one.line for one in found.not_imported] == [3]
    assert found.broken


def test_a_title_that_looks_like_html_survives_a_round_trip() -> None:
    own = [Subscription("https://a.org/f", title="<I> &amp; <b>you</b>"), Subscription("https://b.org/f", title="<I>")]
    assert list(taken(read_opml(export_opml(own, now=0)))) == own


def test_a_folder_may_have_the_type_of_a_feed_and_markup_in_titles_is_cleaned() -> None:
    found = read_opml(
        '<opml><body><outline type="rss" text="tech"><outline xmlUrl="https://a.org/f"'
        ' text="&lt;b&gt;Bold&lt;/b&gt; &amp;amp; more"/></outline><outline type="rss" text="none"/></body></opml>'
    )
    assert [(one.folder, one.title) for one in taken(found)] == [("tech", "Bold & more")]
    assert [one.text for one in found.not_imported] == ["none"]


def test_broken_opml_is_read_in_linear_time() -> None:
    broken = (
        "<opml><body>" + '<outline text="a < b" xmlUrl="https://a.org/f"/>' * 2_000 + "<outline " + 'a="b ' * 100_000
    )
    assert len(read_opml(broken).subscriptions) == 1
