"""A document as HTML. It is made from the tree, not from the page's markup, so that every tag in it is one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from urllib.parse import quote

from reader.article.blocks import (
    Block,
    Bookmark,
    Code,
    Definition,
    Definitions,
    Details,
    Document,
    Figure,
    Heading,
    ListBlock,
    Media,
    Note,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Style,
    Table,
    back_from_note,
    is_on_page,
)

_TAGS = (
    (Style.CODE, "code"), (Style.EMPHASIS, "em"), (Style.STRONG, "strong"), (Style.STRIKE, "del"),
    (Style.UNDERLINE, "u"), (Style.SMALL, "small"), (Style.MARK, "mark"), (Style.SUPERSCRIPT, "sup"),
    (Style.SUBSCRIPT, "sub"),
)  # fmt: skip


def html_of(document: Document) -> str:
    """The blocks as HTML, one on each line."""
    return _ID.sub(_First(), _blocks(document.blocks))


_ID = re.compile(r' id="(mark-\d+)"')


class _First:
    """Leaves the first of several equal ids: a footnote leads back to the first of its marks."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, match: re.Match[str]) -> str:
        if match[1] in self._seen:
            return ""
        self._seen.add(match[1])
        return match[0]


def html_of_spans(spans: Spans) -> str:
    """Some text with its styles and links."""
    groups = groupby(spans, key=lambda span: span.href)
    return "".join(_in_link("".join(map(_span, group)), href) for href, group in groups)


def _in_link(html: str, href: str | None) -> str:
    """A link; within the page, one to the ids that :func:`_note` and anchors have."""
    if href is None or not is_on_page(href):
        return _linked(html, href)
    scheme, _colon, name = href.partition(":")
    if scheme == "bookmark":
        return _linked(html, f"#{_place(name)}")
    number, _colon, back = name.partition(":")
    mark = "" if back else f' id="mark-{number}"'
    return f'<a{mark} href="#{"mark" if back else "note"}-{number}">{html}</a>'


def _place(name: str) -> str:
    return f"place-{quote(name, safe='')}"


def linked(text: str, address: str | None) -> str:
    """Plain text, as a link if there is an address."""
    return _linked(escape(text), address)


def _linked(html: str, address: str | None) -> str:
    return f'<a href="{escape(address)}">{html}</a>' if address else html


def _span(span: Span) -> str:
    html = escape(span.text, quote=False).replace("\n", "<br>\n")
    if span.tex:
        html = f'<span title="{escape(span.tex)}">{html}</span>'
    for style, tag in _TAGS:
        if span.style & style:
            html = f"<{tag}>{html}</{tag}>"
    return html


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Paragraph(spans):
            return f"<p>{html_of_spans(spans)}</p>"
        case Heading(level, spans):
            return f"<h{level}>{html_of_spans(spans)}</h{level}>"
        case Quote(blocks):
            return f"<blockquote>\n{_blocks(blocks)}\n</blockquote>"
        case ListBlock():
            return _list(block)
        case Code(text, language):
            named = f' class="language-{escape(language)}"' if language else ""
            return f"<pre><code{named}>{escape(text, quote=False)}</code></pre>"
        case Figure():
            return _figure(block)
        case Table():
            return _table(block)
        case Media(_, title, url, _):
            return f"<p>{linked(title or url, url)}</p>"
        case Rule():
            return "<hr>"
        case Bookmark(name):
            return f'<a id="{_place(name)}"></a>'
        case _:
            return _part(block)


def _part(block: Definitions | Details | Note) -> str:
    match block:
        case Definitions(items):
            return f"<dl>\n{''.join(map(_definition, items))}</dl>"
        case Details(_, summary, inner, is_open):
            opening = "<details open>" if is_open else "<details>"
            return f"{opening}\n<summary>{html_of_spans(summary)}</summary>\n{_blocks(inner)}\n</details>"
        case Note():
            return _note(block)


def _definition(item: Definition) -> str:
    terms = "".join(f"<dt>{html_of_spans(term)}</dt>\n" for term in item.terms)
    return terms + "".join(f"<dd>{_item(meaning)}</dd>\n" for meaning in item.meanings)


def _note(note: Note) -> str:
    label = _in_link(escape(note.label), back_from_note(note.number))
    return f'<aside class="note" id="note-{note.number}">\n<p>{label}</p>\n{_blocks(note.blocks)}\n</aside>'


def _list(block: ListBlock) -> str:
    """An ordered list has its markers written out: HTML counts otherwise than some of them."""
    if not block.markers:
        bullets = "".join(f"<li>{_item(item)}</li>\n" for item in block.items)
        return f"<ul>\n{bullets}</ul>"
    items = zip(block.markers, block.items, strict=False)
    rows = "".join(f"<li style=\"list-style-type: '{_css(marker)} '\">{_item(item)}</li>\n" for marker, item in items)
    return f"<ol>\n{rows}</ol>"


def _css(marker: str) -> str:
    """A marker inside a string of CSS inside an attribute."""
    return "".join(sign for sign in marker if sign.isalnum() or sign in ".-")


def _item(item: Sequence[Block]) -> str:
    only = item[0] if len(item) == 1 else None
    return html_of_spans(only.spans) if isinstance(only, Paragraph) else f"\n{_blocks(item)}\n"


def _figure(figure: Figure) -> str:
    title = f' title="{escape(figure.title)}"' if figure.title else ""
    picture = (
        f'<img src="{escape(figure.src)}" alt="{escape(figure.alt)}"{title} loading="lazy">'
        if figure.src
        else escape(" ".join(filter(None, (figure.alt, figure.title))))
    )
    caption = f"<figcaption>{html_of_spans(figure.caption)}</figcaption>" if figure.caption else ""
    return f"<figure>{_linked(picture, figure.link)}{caption}</figure>"


def _table(table: Table) -> str:
    caption = f"<caption>{html_of_spans(table.caption)}</caption>\n" if table.caption else ""
    head = "".join(_row(row, "th", table.numeric) for row in table.header)
    body = "".join(_row(row, "td", table.numeric) for row in table.rows)
    head = f"<thead>\n{head}</thead>\n" if head else ""
    return f"<table>\n{caption}{head}<tbody>\n{body}</tbody>\n</table>"


def _row(cells: Sequence[Spans], tag: str, numeric: Sequence[bool]) -> str:
    aligned = (*numeric, *(False,) * len(cells))
    return (
        "<tr>"
        + "".join(
            f"<{tag}{' class=number' if right else ''}>{html_of_spans(cell)}</{tag}>"
            for cell, right in zip(cells, aligned, strict=False)
        )
        + "</tr>\n"
    )
