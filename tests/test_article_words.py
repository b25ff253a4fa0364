"""A document has the words and pictures of the tree that HTML defines, whatever the markup."""

import contextlib
import re
from html import unescape
from pathlib import Path

import nh3
from hypothesis import given
from hypothesis import strategies as st

from reader.article.addresses import link_address
from reader.article.blocks import Block, Document, Figure, ListBlock, Media, Quote
from reader.article.document import build_document
from reader.article.document_text import plain_text_of
from reader.article.prepare_markup import prepare_markup
from reader.article.sanitise import sanitise
from reader.errors import ParseError
from reader.parse import parse_feed

BASE = "https://paper.example/a"
VOID = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
]  # fmt: skip
ALLOWED = [
    "a", "abbr", "address", "article", "aside", "b", "bdi", "blockquote", "caption", "center", "cite", "code", "dd",
    "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h3", "h6", "header",
    "i", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "picture", "pre", "q", "ruby", "rt", "s", "samp",
    "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "time", "tr", "u", "ul", "var", "video", "audio", "object",
]  # fmt: skip
OTHER = [
    "button", "noscript", "textarea", "select", "option", "optgroup", "svg", "text", "title", "desc", "g",
    "foreignObject", "math", "mi", "mrow", "mfrac", "msup", "x-card", "form", "fieldset", "legend", "label", "font",
    "big", "tt", "strike", "nobr", "marquee", "dialog", "canvas", "noembed", "noframes", "iframe", "xmp", "listing",
    "applet", "frameset", "rb", "rtc", "slot", "output", "meter", "progress", "html", "head", "body", "center",
    "hgroup", "search",
]  # fmt: skip
UNSEEN = [
    "<script>", "</script>", "<style>", "</style>", "<template>", "</template>", "<!--", "-->", "<![CDATA[", "]]>",
]  # fmt: skip


def markup(*names: str) -> st.SearchStrategy[str]:
    """Tags in any order around numbered words."""
    tags = [tag for name in names for tag in (f"<{name}>", f"</{name}>")]
    tags += [f"<{name} title=x>" for name in names] + ["<svg/>", "<p title='a>b'>", '<a href="/x">', "<mi/>", "< "]
    pieces = st.one_of(st.just("#"), st.just("#"), st.sampled_from(tags))
    return st.lists(pieces, max_size=30).map(_numbered)


def _numbered(pieces: list[str]) -> str:
    return "".join(f" w{number} " if piece == "#" else piece for number, piece in enumerate(pieces))


def words(text: str) -> list[str]:
    return re.findall(r"w\d+", text)


def tree_words(html: str) -> list[str]:
    """The words of the tree that html5ever builds, without scripts. The content of frames is read as markup."""
    html = re.sub("(?<=[</])(?:noscript|noembed|noframes|iframe)", "x-text", html)
    return words(nh3.clean(html, tags=set(), clean_content_tags={"script", "style", "template"}))


def figures(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Figure(src):
                found.append(src or "")
            case Quote(inner):
                found += figures(inner)
            case ListBlock(_, items):
                found += [src for item in items for src in figures(item)]
            case _:
                pass
    return found


def document(html: str) -> Document:
    return build_document(html, base=BASE)


@given(markup(*VOID, *[name for name in ALLOWED if name not in ("table", "figure", "figcaption", "object")]))
def test_the_words_are_those_of_the_tree_in_its_order(html: str) -> None:
    assert words(plain_text_of(document(html))) == tree_words(html)


@given(markup(*VOID, *ALLOWED, *OTHER))
def test_an_element_that_is_not_understood_keeps_its_words(html: str) -> None:
    assert set(tree_words(html)) <= set(words(plain_text_of(document(html))))


@given(markup(*VOID, *ALLOWED, *OTHER))
def test_long_markup_that_is_made_well_nested_keeps_its_words_and_links(html: str) -> None:
    strict = prepare_markup(html, strict=True)[0]
    assert set(tree_words(html)) <= set(tree_words(strict))
    assert {link.url for link in document(html).links} == {link.url for link in document(strict).links}


@given(markup(*VOID, *ALLOWED, *OTHER[:9], *OTHER[17:]), st.sampled_from(UNSEEN), st.sampled_from(UNSEEN))
def test_only_scripts_styles_and_templates_have_no_words(html: str, one: str, other: str) -> None:
    html = f"{html[: len(html) // 2]}{one}{html[len(html) // 2 :]}{other} w1000"
    assert set(tree_words(html)) <= set(words(plain_text_of(document(html))))


@given(
    st.lists(
        st.one_of(st.just("#"), st.sampled_from([f"<{name}>" for name in VOID] + ["<p>", "<picture>", "</picture>"])),
        max_size=20,
    )
)
def test_every_picture_has_its_place(pieces: list[str]) -> None:
    html = "".join(f"<img src=/{n}.png>" if piece == "#" else piece for n, piece in enumerate(pieces))
    wanted = [f"https://paper.example/{n}.png" for n, piece in enumerate(pieces) if piece == "#"]
    assert figures(document(html).blocks) == wanted


def test_media_keep_what_is_beside_them() -> None:
    for tag in (
        "<embed src=/e>",
        "<track src=/e>",
        "<source src=/e>",
        "<video src=/e></video>",
        "<object data=/e></object>",
    ):
        found = document(f"<p>one{tag}two</p>")
        assert plain_text_of(found).replace("<https://paper.example/e>", "").split() in (["one", "two"], ["onetwo"])
        assert any(isinstance(block, Media) for block in found.blocks) == (tag[1] in "evo")


FEEDS = sorted((Path(__file__).parent / "data" / "feeds").iterdir())


def test_every_word_and_link_of_the_feeds_at_hand_is_shown() -> None:
    texts = 0
    for path in FEEDS:
        with contextlib.suppress(ParseError):
            for entry in parse_feed(path.read_bytes(), url="https://feed.example/").entries:
                for html in filter(None, (entry.content_html, entry.summary_html)):
                    texts += 1
                    found = build_document(html, base=entry.url)
                    text = "".join(plain_text_of(found).split())
                    assert all(word in text for word in re.findall("[a-zäöü]{3,}", _tagless(html)))
                    hrefs = re.findall(r'<a(?: [a-z-]+="[^"]*")*? href="([^"]*)"', sanitise(html, base=entry.url))
                    assert {link_address(unescape(href), entry.url) for href in hrefs} - {None} <= {
                        link.url for link in found.links
                    }
    assert texts > 10


def _tagless(html: str) -> str:
    kept = nh3.clean(html, tags={"p"}, clean_content_tags={"script", "style", "template"})
    return re.sub("<[^>]*>", " ", unescape(kept))
