"""From cleaned HTML to blocks: one walk, and a table of what each tag means.

What is not in a table is transparent: its content is read as if the tag were not there. Depth is
bounded by :mod:`reader.article.limit_depth`, so the walk may recurse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from reader.article.addresses import link_address, picture_address
from reader.article.blocks import Block, Code, Figure, Heading, Paragraph, Quote, Rule, Spans, Style
from reader.article.flow import Context, Flow, has_ink, joined
from reader.article.html_parser import Element, classes_of, descendants, tag_of
from reader.article.lists import list_block
from reader.article.media import captioned, embedded, played
from reader.article.tables import table_blocks
from reader.text import clean_line, clean_text

_STYLES = {
    **dict.fromkeys(("b", "strong"), Style.STRONG),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), Style.EMPHASIS),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Style.CODE),
    **dict.fromkeys(("s", "strike", "del"), Style.STRIKE),
    **dict.fromkeys(("u", "ins"), Style.UNDERLINE),
    "sup": Style.SUPERSCRIPT,
    "sub": Style.SUBSCRIPT,
    "mark": Style.MARK,
    "small": Style.SMALL,
}
_CONTAINERS = frozenset({
    "p", "div", "section", "article", "aside", "address", "center", "details", "dl", "dd", "fieldset", "footer",
    "header", "hgroup", "main", "nav", "form", "li", "body", "figcaption", "tbody", "thead", "tfoot", "tr",
    "td", "th", "caption",
})  # fmt: skip
_CAPTION = re.compile(r"(?:^|[-_])(?:caption|bildunterschrift|legende)(?:$|[-_])", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s?|sourceCode\s)([\w+#.-]{1,24})")


def blocks_of(element: Element, context: Context) -> list[Block]:
    """The blocks of an element's content."""
    flow = Flow()
    _walk(element, flow, context)
    return flow.finish()


def _walk(element: Element, flow: Flow, context: Context) -> None:
    flow.text(element.text, context)
    for child in element:
        _child(child, flow, context)
        flow.text(child.tail, context)


def _child(child: Element, flow: Flow, context: Context) -> None:
    tag = tag_of(child)
    style = _STYLES.get(tag)
    handler = _HANDLERS.get(tag)
    if style is not None:
        _walk(child, flow, context.styled(style))
    elif handler is not None:
        handler(child, flow, context)
    elif tag in _CONTAINERS:
        _container(child, flow, context)
    elif tag:
        _walk(child, flow, context)


def _container(element: Element, flow: Flow, context: Context) -> None:
    flow.flush()
    figure = flow.blocks[-1] if flow.blocks else None
    if isinstance(figure, Figure) and not figure.caption and any(map(_CAPTION.search, classes_of(element))):
        flow.blocks[-1] = replace(figure, caption=joined(blocks_of(element, context)))
        return
    _walk(element, flow, context)
    flow.flush()


def _link(element: Element, flow: Flow, context: Context) -> None:
    href = link_address(element.get("href"), context.base)
    _walk(element, flow, replace(context, href=href or context.href))


def _heading(element: Element, flow: Flow, context: Context) -> None:
    inner = blocks_of(element, context)
    spans = joined(inner)
    rest = [block for block in inner if not isinstance(block, Paragraph)]
    flow.block(*([Heading(int(tag_of(element)[1]), spans)] if spans else []), *rest)


def _quote(element: Element, flow: Flow, context: Context) -> None:
    inner = blocks_of(element, context)
    flow.block(*([Quote(tuple(inner))] if inner else []))


def _list(element: Element, flow: Flow, context: Context) -> None:
    flow.block(*list_block(element, context, blocks_of))


def _table(element: Element, flow: Flow, context: Context) -> None:
    flow.block(*table_blocks(element, context, blocks_of))


def _rule(_element: Element, flow: Flow, _context: Context) -> None:
    flow.block(Rule())


def _break(_element: Element, flow: Flow, _context: Context) -> None:
    flow.line_break()


def _code(element: Element, flow: Flow, _context: Context) -> None:
    text = "".join(_verbatim(element)).replace("\r\n", "\n").expandtabs(4)
    lines = [line.rstrip() for line in clean_text(re.sub("[\r\u2028\u2029]", "\n", text)).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    body = "\n".join(lines).rstrip()
    flow.block(*([Code(body, _language(element))] if has_ink(body) else []))


def _verbatim(element: Element) -> Iterator[str]:
    """The pieces of the text as it stands, with the line breaks that are tags."""
    yield element.text or ""
    for child in element:
        tag, piece = tag_of(child), ""
        for piece in _verbatim(child):
            yield piece
        if tag == "br" or (tag in ("div", "p", "li") and not piece.endswith("\n")):
            yield "\n"
        yield child.tail or ""


def _language(element: Element) -> str | None:
    parent = element.getparent()
    for place in (element, *descendants(element, "code"), *(() if parent is None else (parent,))):
        named = place.get("data-language") or place.get("data-lang") or place.get("lang")
        match = _LANGUAGE.search(place.get("class") or "")
        if named or match:
            return clean_line(named or (match[1] if match else ""), 24).lower() or None
    return None


def _image(element: Element, flow: Flow, context: Context) -> None:
    alt = clean_line(element.get("alt") or "", 500)
    if _is_sign(element):
        flow.text(alt, context)
        return
    src = picture_address(element, context.base)
    if src or has_ink(alt):
        flow.figure(Figure(src, alt, (), context.href if context.href != src else None))


def _is_sign(image: Element) -> bool:
    """A smiley or an icon that stands in a line like a letter."""
    if any(name in ("emoji", "wp-smiley", "smiley", "latex", "icon") for name in classes_of(image)):
        return True
    sizes = [image.get("width") or "", image.get("height") or ""]
    return all(size.strip().removesuffix("px").isdecimal() for size in sizes) and all(
        int(size.strip().removesuffix("px")[:6]) <= 32 for size in sizes
    )


def _figure(element: Element, flow: Flow, context: Context) -> None:
    caption: Spans = ()
    for found in descendants(element, "figcaption"):
        if next(found.iterancestors("figure")) is element:
            caption = joined(blocks_of(found, context))
            found.clear(keep_tail=True)
            break
    flow.block(*captioned(blocks_of(element, context), caption))


def _summary(element: Element, flow: Flow, context: Context) -> None:
    flow.flush()
    _walk(element, flow, context.styled(Style.STRONG))
    flow.flush()


def _quoted(element: Element, flow: Flow, context: Context) -> None:
    flow.text("“", context)
    _walk(element, flow, context)
    flow.text("”", context)


def _ruby_text(element: Element, flow: Flow, context: Context) -> None:
    flow.text("(", context)
    _walk(element, flow, context)
    flow.text(")", context)


def _skip(_element: Element, _flow: Flow, _context: Context) -> None:
    """What only stands for software that lacks ruby, or has no place in text."""


def _embedded(element: Element, flow: Flow, context: Context) -> None:
    found = embedded(element, context.base)
    flow.block(*found)
    if not found and tag_of(element) == "object":
        _walk(element, flow, context)


def _played(element: Element, flow: Flow, context: Context) -> None:
    flow.block(*played(element, context.base))


_Handler = Callable[[Element, Flow, Context], None]
_HANDLERS: dict[str, _Handler] = {
    "a": _link,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "blockquote": _quote,
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    "table": _table,
    "hr": _rule,
    "br": _break,
    "pre": _code,
    "img": _image,
    "figure": _figure,
    **dict.fromkeys(("summary", "dt"), _summary),
    "q": _quoted,
    "rt": _ruby_text,
    **dict.fromkeys(("rp", "source", "col", "colgroup", "wbr"), _skip),
    **dict.fromkeys(("iframe", "embed", "object"), _embedded),
    **dict.fromkeys(("video", "audio"), _played),
}
