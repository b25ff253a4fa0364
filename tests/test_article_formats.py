"""Articles as Markdown and HTML: the output parses back to the same words and the same structure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from reader.article.blocks import (
    Block,
    Code,
    Definition,
    Definitions,
    Details,
    Document,
    Figure,
    Heading,
    ListBlock,
    Media,
    MediaKind,
    Note,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Style,
    Table,
    to_note,
)
from reader.article.document_html import html_of
from reader.article.document_markdown import markdown_of
from reader.article.flow import merge_spans
from tests.support.each import each
from tests.support.fuzzing import examples

PARSER = (
    MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(deflist_plugin).use(footnote_plugin, inline=False)
)
URL = "https://www.example.org/a_b?x=1&copy;=(2)"
HOSTILE = (
    "a", "b c", "*", "**", "_", "snake_case", "`", "``", "[x]", "](", "!", "![", "<b>", "<!--", "&amp;", "&#42;", "#",
    "# a", "- b", "+", "1. c", "2)", ">", "~~~", "~", "---", "===", "|", "\\", "\\|", "Ü", "漢字", "$(rm -rf)", "“", ".",
    "www.example.org", "[^1]", "(c)", ":", "\n", "{% x %}", "```",
)  # fmt: skip

texts = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5).map("".join)
lines = st.lists(st.sampled_from([one for one in HOSTILE if "\n" not in one]), min_size=1, max_size=4).map(" ".join)
styles = st.sampled_from([
    Style.PLAIN, Style.STRONG, Style.EMPHASIS, Style.STRONG | Style.EMPHASIS, Style.STRIKE, Style.CODE,
    Style.CODE | Style.STRONG, Style.SUPERSCRIPT, Style.STRIKE | Style.STRONG, Style.UNDERLINE | Style.EMPHASIS,
])  # fmt: skip
one_span = st.builds(Span, texts, styles, st.sampled_from([None, None, URL, "https://b.example/"]))


def tidy(spans: Iterable[Span]) -> Spans:
    """Spans as the builder makes them: with visible text, and without white space beside a line break or at an end."""
    kept = [Span(re.sub(r"\n+", "\n", span.text), span.style, span.href) for span in spans]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if not kept:
        return (Span("x"),)
    kept[0] = Span(kept[0].text.lstrip(), kept[0].style, kept[0].href)
    kept[-1] = Span(kept[-1].text.rstrip(), kept[-1].style, kept[-1].href)
    return merge_spans(kept)


some_spans = st.lists(one_span, min_size=1, max_size=4).map(tidy)
paragraphs = st.builds(Paragraph, some_spans)
tables = st.integers(1, 3).flatmap(
    lambda columns: st.builds(
        Table,
        st.lists(st.tuples(*[some_spans] * columns), max_size=2).map(tuple),
        st.lists(st.tuples(*[some_spans] * columns), min_size=1, max_size=2).map(tuple),
    )
)
leaves = st.one_of(
    paragraphs,
    st.builds(Heading, st.integers(1, 6), some_spans),
    st.builds(Code, st.sampled_from(["x = 1", "```\n\n````", "  a\n\n\tb", "~~~"]), st.sampled_from([None, "python"])),
    st.builds(Figure, st.just(URL), lines, st.just(()), st.sampled_from([None, URL]), lines),
    st.builds(Media, st.just(MediaKind.VIDEO), lines, st.just(URL)),
    st.just(Rule()),
    tables,
)


def listed(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    items = st.lists(st.lists(blocks, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3)

    def made(contents: list[tuple[Block, ...]], start: int) -> ListBlock:
        markers = tuple(f"{start + number}." for number in range(len(contents))) if start else ()
        return ListBlock(markers, tuple(contents))

    return st.builds(made, items, st.sampled_from([0, 0, 1, 7]))


def defined(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    meanings = st.lists(st.lists(blocks, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple)
    items = st.lists(st.builds(Definition, st.tuples(some_spans), meanings), min_size=1, max_size=2)
    return st.builds(Definitions, items.map(tuple))


def several(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[tuple[Block, ...]]:
    return st.lists(blocks, min_size=1, max_size=2).map(tuple)


blocks = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Quote, several(inner)),
        listed(inner),
        defined(inner),
        st.builds(Details, st.just(0), some_spans, several(inner), st.booleans()),
    ),
    max_leaves=4,
)
MARK = Paragraph((Span("marked"), Span("1", Style.SUPERSCRIPT, to_note(1)), Span(" here")))


def with_note(found: list[Block], note: tuple[Block, ...] | None) -> Document:
    noted: list[Block] = [MARK, Note(1, "1", note)] if note else []
    return Document((*found, *noted))


documents = st.builds(with_note, st.lists(blocks, min_size=1, max_size=4), st.one_of(st.none(), several(blocks)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def span_words(spans: Iterable[Span]) -> str:
    return squeezed("".join(span.text for span in spans))


def shape(blocks: Iterable[Block]) -> list[object]:
    """A document as nested lists of kinds and texts without white space."""
    return [_shape(block) for block in blocks]


def _shape(block: Block) -> object:
    match block:
        case Paragraph(spans):
            return ["p", span_words(spans)]
        case Definitions(items):
            return ["dl", *(one for item in items for one in (span_words(item.terms[0]), *map(shape, item.meanings)))]
        case Details(_, summary, inner):
            return ["details", span_words(summary), *shape(inner)]
        case Note(number, _, inner):
            return ["note", str(number), *shape(inner)]
        case Heading(level, spans):
            return [f"h{level}", span_words(spans)]
        case Quote(inner):
            return ["blockquote", *shape(inner)]
        case ListBlock(markers, items):
            start = [int(markers[0][:-1])] if markers else []
            return ["ol" if markers else "ul", *start, *(shape(item) for item in items)]
        case Code(text):
            return ["code", text]
        case Figure(_, alt, _, _, title):
            return ["p", squeezed(f"{alt}{title}")]
        case Table(header, rows):
            grid = [*header, *rows] if header else [((),) * len(rows[0]), *rows]
            return ["table", *([span_words(cell) for cell in row] for row in grid)]
        case Media(_, title, _):
            return ["p", squeezed(title)]
        case _:
            return ["hr"]


def parsed_shape(text: str) -> list[object]:
    """Markdown in the same form."""
    stack: list[list[object]] = [[]]
    for token in PARSER.parse(text):
        opened = _opened(token)
        if opened is not None:
            stack.append(opened)
        elif token.type in CLOSING or token.content.strip() == "</details>":
            done = stack.pop()
            stack[-1].append(done)
        elif token.type == "inline":
            stack[-1].append(squeezed(inline_text(token.children or [])))
        elif token.type in ("fence", "code_block"):
            stack[-1].append(["code", token.content.removesuffix("\n")])
        elif token.type == "hr":
            stack[-1].append(["hr"])
        else:
            assert token.type in PASSED or token.content.strip() == "<!-- -->", token
    return stack[0]


CLOSING = frozenset({
    "bullet_list_close", "ordered_list_close", "list_item_close", "tr_close", "blockquote_close", "heading_close",
    "paragraph_close", "table_close", "footnote_close", "dl_close", "dd_close",
})  # fmt: skip
PASSED = frozenset({
    "thead_open", "thead_close", "tbody_open", "tbody_close", "th_open", "th_close", "td_open", "td_close", "dt_open",
    "dt_close", "footnote_block_open", "footnote_block_close", "footnote_anchor",
})  # fmt: skip


def _opened(token: Token) -> list[object] | None:
    """The beginning of the list that a token opens."""
    match token.type:
        case "ordered_list_open":
            return ["ol", int(token.attrs.get("start", 1))]
        case "bullet_list_open" | "blockquote_open" | "heading_open" | "paragraph_open" | "table_open" | "dl_open":
            return [token.tag]
        case "list_item_open" | "tr_open" | "dd_open":
            return []
        case "footnote_open":
            return ["note", token.meta["label"]]
        case "html_block" if token.content.lstrip().startswith("<details"):
            return ["details", squeezed(unescape(re.sub("<.*?>", "", token.content)))]
        case _:
            return None


def inline_text(tokens: Iterable[Token]) -> str:
    found = ""
    for token in tokens:
        if token.type in ("text", "code_inline"):
            found += token.content
        elif token.type == "image":
            found += inline_text(token.children or []) + str(token.attrs.get("title", ""))
        elif token.type == "footnote_ref":
            found += token.meta["label"]
        elif token.type == "html_inline":
            assert re.fullmatch(r"</?(?:sup|sub|mark|u|em|strong|del|br)>", token.content), token.content
    return found


@settings(max_examples=examples(40))
@given(documents)
@example(Document((Paragraph((Span("a"),)), Paragraph((Span(": b"),)))))
@example(Document((Paragraph((Span("a!"), Span("b", Style.PLAIN, URL))),)))
@example(Document((ListBlock((), ((Rule(),),)), ListBlock((), ((Rule(),),)))))
def test_markdown_parses_back_to_the_same_words_and_structure_and_html_has_them(document: Document) -> None:
    text = markdown_of(document)
    expected = shape(document.blocks)
    assert parsed_shape(text) == expected, text
    tags = Tags()
    tags.feed(html_of(document))
    assert tags.open == []
    assert squeezed(tags.text) == words_of(expected)


@settings(max_examples=examples(60))
@given(some_spans)
def test_styles_and_links_survive_markdown(spans: Spans) -> None:
    """Strong, struck out and linked text comes back the same, wherever HTML is not needed for it."""
    text = markdown_of(Document((Paragraph(spans),)))
    inline = next(token for token in PARSER.parse(text) if token.type == "inline")
    found: dict[str, str] = {"strong": "", "em": "", "s": "", "code": "", "a": ""}
    tags = {"<strong>": "strong", "<em>": "em", "<del>": "s"}
    open_now: list[str] = []
    for token in inline.children or []:
        name = tags.get(token.content.replace("/", ""), "") if token.type == "html_inline" else token.tag
        if token.type in ("text", "code_inline"):
            for one in {*open_now, *(["code"] if token.type == "code_inline" else [])}:
                found[one] += squeezed(token.content)
        elif name in found:
            if token.nesting == 1 or (token.type == "html_inline" and not token.content.startswith("</")):
                open_now.append(name)
            else:
                open_now.remove(name)
    wanted = {"strong": Style.STRONG, "em": Style.EMPHASIS, "s": Style.STRIKE, "code": Style.CODE}
    assert found == {
        **{name: span_words(span for span in spans if span.style & style) for name, style in wanted.items()},
        "a": span_words(span for span in spans if span.href),
    }, text


@each(
    ("blocks", "markdown"),
    [
        ([Paragraph((Span("snake_case, 1 < 2, C# and a*b"),))], "snake_case, 1 < 2, C# and a\\*b"),
        ([Paragraph((Span("see "), Span("this", Style.PLAIN, "https://a.example/x y(1)")))],
         "see [this](<https://a.example/x y(1)>)"),
        ([Paragraph((Span("a "), Span("b c ", Style.STRONG), Span("d")))], "a **b c** d"),
        ([Paragraph((Span("un"), Span("believ", Style.EMPHASIS), Span("able")))], "un*believ*able"),
        ([Paragraph((Span("E=mc"), Span("2", Style.SUPERSCRIPT)))], "E=mc<sup>2</sup>"),
        ([ListBlock((), ((Paragraph((Span("☑ done"),)),), (Paragraph((Span("☐ open"),)),)))],
         "- [x] done\n- [ ] open"),
        ([ListBlock(("iv.", "v."), ((Paragraph((Span("four"),)),), (Paragraph((Span("five"),)),)))],
         "- iv. four\n- v. five"),
        ([ListBlock((), ((Paragraph((Span("a"),)), ListBlock((), ((Paragraph((Span("b"),)),),))),))], "- a\n  - b"),
        ([Figure("https://a.example/p.png", "A fox", (Span("Photo"),), None, "Fox")],
         '![A fox](https://a.example/p.png "Fox")\n\n*Photo*'),
        ([Table((((Span("n"),), (Span("a|b"),)),), (((Span("1"),), (Span("x\ny"),)),), (), (True, False))],
         "| n | a\\|b |\n| ---: | --- |\n| 1 | x<br>y |"),
        ([Code("a\n```\nb", "py")], "````py\na\n```\nb\n````"),
        ([Quote((Paragraph((Span("a"),)), Paragraph((Span("b"),))))], "> a\n>\n> b"),
    ],
)  # fmt: skip
def test_markdown_is_what_people_would_write(blocks: list[Block], markdown: str) -> None:
    assert markdown_of(Document(tuple(blocks))) == markdown


class Tags(HTMLParser):
    """Collects the text, and checks that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.open = "", list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.text += "".join(value or "" for name, value in attrs if name in ("alt", "title"))
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def words_of(value: object) -> str:
    """The texts in a shape."""
    if isinstance(value, list):
        return "".join(map(words_of, value[1:] if value and value[0] in KINDS else value))
    return "" if isinstance(value, int) else squeezed(str(value))


KINDS = (
    "p",
    "dl",
    "details",
    "note",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ol",
    "ul",
    "code",
    "table",
    "hr",
)
