"""Turns the tree of sanitised HTML into blocks: one walk, with a handler or a style for each tag.

Tags without either are transparent: their content is read as if the tag were not there. The walk recurses, which is
safe because :mod:`reader.article.prepare_markup` bounds the depth of long markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, islice

from reader.article import places
from reader.article.abbreviations import new_meaning
from reader.article.addresses import link_address
from reader.article.blocks import (
    CHECKED,
    UNCHECKED,
    Block,
    Bookmark,
    Details,
    Figure,
    Heading,
    ListBlock,
    Media,
    MediaKind,
    Note,
    Paragraph,
    Quote,
    Rule,
    Spans,
    Style,
    back_from_note,
    to_bookmark,
    to_note,
)
from reader.article.build_code import add_code
from reader.article.build_definitions import definition_blocks
from reader.article.build_pictures import add_image
from reader.article.build_tables import table_blocks
from reader.article.captions import captioned, is_caption, set_apart, with_caption
from reader.article.flow import Context, Flow, is_visible, join_paragraphs
from reader.article.formulas import formula_of
from reader.article.html_parser import Element, classes_of, descendants, tag_of
from reader.article.list_markers import item_markers
from reader.article.lookahead import is_large, may_hold_more_than_text
from reader.article.players import is_fallback, kind_of_player, page_of_player
from reader.article.pull_quotes import repeats_text
from reader.text import clean_line
from reader.web.addresses import resolve

_STYLES = {
    **dict.fromkeys(("b", "strong"), Style.STRONG),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), Style.EMPHASIS),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Style.CODE),
    **dict.fromkeys(("s", "strike", "del"), Style.STRIKE),
    **dict.fromkeys(("u", "ins"), Style.UNDERLINE),
    "sup": Style.SUPERSCRIPT,
    "sub": Style.SUBSCRIPT,
    "small": Style.SMALL,
}
_CONTAINERS = frozenset({
    "p", "div", "section", "article", "aside", "address", "center", "dd", "fieldset", "footer",
    "header", "hgroup", "main", "nav", "form", "li", "body", "figcaption", "tbody", "thead", "tfoot", "tr",
    "td", "th", "caption",
})  # fmt: skip
_BLOCKS_OF_TEXT = 3  # in the only item of a list that is no list
_SIGN_OF_HEADING = 2  # characters of a link to a heading itself
_MOST_MARKS = 200  # whose paragraphs are looked at
_LEVELS = 8  # elements around and beside one that are looked at
_MOST_OTHER_CAPTIONS = 50  # of a document, in which there is more than text, so that they are read twice


def blocks_of(element: Element, context: Context) -> list[Block]:
    """The blocks of an element's content."""
    flow = Flow()
    if context.found.has_places:
        _add_bookmark(element, flow)
    _walk(element, flow, context)
    return flow.finish()


def _walk(element: Element, flow: Flow, context: Context) -> None:
    flow.text(element.text, context)
    for child in element:
        _child(child, flow, context)
        flow.text(child.tail, context)


def _child(child: Element, flow: Flow, context: Context) -> None:
    context.check()
    tag = tag_of(child)
    if context.found.has_places:
        _add_bookmark(child, flow)
        if child.get(places.BACK) is not None and places.is_only_arrow(child):
            return
        if child.get(places.NOTE) is not None:
            flow.note(*_notes_of(child, context))
            return
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


def _add_bookmark(element: Element, flow: Flow) -> None:
    name = element.attrib.pop(places.BOOKMARK, None)
    if name is not None:
        flow.bookmark(name)


def _notes_of(element: Element, context: Context) -> list[Note]:
    """The footnote that an element is, if it has content."""
    blocks = blocks_of(element, context)
    return [Note(int(element.get(places.NOTE)), element.get(places.LABEL), tuple(blocks))] if blocks else []


def _container(element: Element, flow: Flow, context: Context) -> None:
    flow.flush()
    figure = flow.blocks[-1] if flow.blocks else None
    if isinstance(figure, Figure) and not figure.caption and is_caption(element):
        caption = _caption(element, context)
        if caption is not None:
            flow.blocks[-1] = captioned(figure, caption)
            return
    _walk(element, flow, context)
    flow.flush()


def _link(element: Element, flow: Flow, context: Context) -> None:
    if context.found.has_places and (mark := element.get(places.MARK)) is not None:
        _note_mark(element, to_note(int(mark)), flow, context)
        return
    href = _place_on_page(element) if context.found.has_places else None
    if href is None:
        href = link_address(element.get("href"), context.base)
        if href:
            context.found.hrefs.append(href)
    _walk(element, flow, context.linked(href))


def _note_mark(link: Element, href: str, flow: Flow, context: Context) -> None:
    """The mark of a footnote, raised; brackets around a label are ours to draw or not."""
    label = places.label_of(link)
    flow.text(label, context.styled(Style.SUPERSCRIPT).linked(href))


def _place_on_page(link: Element) -> str | None:
    back, name = link.get(places.BACK), link.get(places.TO)
    return back_from_note(int(back)) if back else to_bookmark(name) if name else None


def _area(element: Element, flow: Flow, context: Context) -> None:
    """A part of a picture that is a link."""
    href = link_address(element.get("href"), context.base)
    if href:
        context.found.hrefs.append(href)
        flow.text(f" {clean_line(element.get('alt') or '', 500)} ", context.linked(href))


def _heading(element: Element, flow: Flow, context: Context) -> None:
    for link in descendants(element, "a"):
        if _is_sign_of_heading(link):
            link[:], link.text = [], None  # other links may lead here
    inner = blocks_of(element, context)
    spans = join_paragraphs(inner)
    others = [block for block in inner if not isinstance(block, Paragraph | Bookmark)]
    flow.block(*([block for block in inner if isinstance(block, Bookmark)]))
    flow.block(*([Heading(int(tag_of(element)[1]), spans)] if spans else []), *others)


def _is_sign_of_heading(link: Element) -> bool:
    """Whether a link in a heading is a sign such as "#" or "¶", which leads to the heading itself."""
    sign = "".join(link.itertext()).strip()
    leads_here = "#" in (link.get("href") or "") and next(descendants(link, "img"), None) is None
    return leads_here and 0 < len(sign) <= _SIGN_OF_HEADING and not any(map(str.isalnum, sign))


def _aside(element: Element, flow: Flow, context: Context) -> None:
    if not repeats_text(element, context.found):
        _container(element, flow, context)


def _quote(element: Element, flow: Flow, context: Context) -> None:
    if repeats_text(element, context.found):
        return
    inner = blocks_of(element, context)
    flow.block(*([Quote(tuple(inner))] if inner else []))


def _list(element: Element, flow: Flow, context: Context) -> None:
    """A list, if any item has content. Text between the items becomes an item, because a reader should see it."""
    items: list[tuple[str, list[Block]]] = []
    notes: list[Note] = []
    numbers = iter(item_markers(element) if tag_of(element) == "ol" else ())
    _add_text_item(items, element.text, context)
    for child in list(element):
        tag, tail = tag_of(child), child.tail
        if tag == "li":
            number = next(numbers, "")
            if context.found.has_places and child.get(places.NOTE) is not None:
                notes += _notes_of(child, context)
            else:
                items.append((number, blocks_of(child, context)))
        elif tag:
            blocks = _blocks_of_child(child, context)
            if tag in ("ul", "ol") and items:  # a list between two items belongs to the first
                items[-1][1].extend(blocks)
            else:
                items.append(("", blocks))
        _add_text_item(items, tail, context)
    filled = [item for item in items if item[1]]
    contents = [blocks for _marker, blocks in filled]
    if _is_layout(contents, is_numbered=tag_of(element) == "ol"):
        flow.block(*chain.from_iterable(contents))
    elif filled:
        markers = tuple(marker for marker, _blocks in filled) if tag_of(element) == "ol" else ()
        flow.block(ListBlock(markers, tuple(map(tuple, contents))))
    flow.note(*notes)


def _is_layout(items: Sequence[Sequence[Block]], *, is_numbered: bool) -> bool:
    """Whether a list only lays out the page: pictures, parts with headings, or a single item that is a whole text."""
    if not is_numbered and len(items) == 1 and len(items[0]) >= _BLOCKS_OF_TEXT:
        return True
    return all(isinstance(block, Figure) for item in items for block in item) or (
        not is_numbered and all(isinstance(item[0], Heading) and len(item) > 1 for item in items)
    )


def _blocks_of_child(child: Element, context: Context) -> list[Block]:
    """The blocks of an element itself, where :func:`blocks_of` reads its content."""
    flow = Flow()
    _child(child, flow, context)
    return flow.finish()


def _add_text_item(items: list[tuple[str, list[Block]]], text: str | None, context: Context) -> None:
    flow = Flow()
    flow.text(text, context)
    if text and (blocks := flow.finish()):
        items.append(("", blocks))


def _table(element: Element, flow: Flow, context: Context) -> None:
    flow.block(*table_blocks(element, context, blocks_of))


def _rule(_element: Element, flow: Flow, _context: Context) -> None:
    flow.flush()
    if not flow.blocks or not isinstance(flow.blocks[-1], Rule):  # two are left where what was between them is not
        flow.block(Rule())


def _break(_element: Element, flow: Flow, _context: Context) -> None:
    flow.line_break()


def _figure(element: Element, flow: Flow, context: Context) -> None:
    if repeats_text(element, context.found):
        return
    caption: Spans = ()
    for found in descendants(element, "figcaption"):
        if next(found.iterancestors("figure")) is element:
            spans = _caption(found, context)
            if spans is not None:
                caption = spans
                found.clear(keep_tail=True)
                break
    flow.block(*with_caption(blocks_of(element, context), caption))


def _caption(element: Element, context: Context) -> Spans | None:
    """The text of a caption; None if it holds more than paragraphs, so that it has to be read as something else."""
    found = context.found
    if may_hold_more_than_text(element) and (found.other_captions >= _MOST_OTHER_CAPTIONS or is_large(element)):
        return None
    set_apart(element)
    blocks = blocks_of(element, context)
    if all(isinstance(block, Paragraph) for block in blocks):
        return join_paragraphs(blocks)
    found.other_captions += 1
    return None


def _definitions(element: Element, flow: Flow, context: Context) -> None:
    blocks = definition_blocks(element, context, blocks_of)
    if blocks is None:
        _container(element, flow, context)
    else:
        flow.block(*blocks)


def _details(element: Element, flow: Flow, context: Context) -> None:
    """A part that opens and closes. Its first ``summary`` is always shown; one without any is as if always open."""
    summary = next(element.iterchildren("summary"), None)
    shown = blocks_of(summary, context) if summary is not None else []
    head = join_paragraphs(shown)
    others = [block for block in shown if not isinstance(block, Paragraph)]
    if summary is not None:
        summary.clear(keep_tail=True)
    number = context.found.details
    context.found.details += 1
    inner = (*others, *blocks_of(element, context))
    if not head:
        flow.block(*inner)
        return
    flow.block(Details(number, head, inner, element.get("open") is not None) if inner else Paragraph(head))


def _term(element: Element, flow: Flow, context: Context) -> None:
    flow.flush()
    _walk(element, flow, context.styled(Style.STRONG))
    flow.flush()


def _quoted(element: Element, flow: Flow, context: Context) -> None:
    flow.text("“", context)
    _walk(element, flow, context)
    flow.text("”", context)


def _abbreviation(element: Element, flow: Flow, context: Context) -> None:
    _walk(element, flow, context)
    meaning = new_meaning(element, _title(element), context)
    if meaning:
        flow.text(f" ({meaning})", context)


def _ruby_text(element: Element, flow: Flow, context: Context) -> None:
    flow.text("(", context)
    _walk(element, flow, context)
    flow.text(")", context)


def _skip(_element: Element, _flow: Flow, _context: Context) -> None:
    """Drops an element that has no text for the reader, such as the brackets of ``rp``, which we draw ourselves."""


def _embedded(element: Element, flow: Flow, context: Context) -> None:
    """A frame as a link to the page that it shows. Frames of one pixel count readers and are left out."""
    sizes = {(element.get(side) or "").strip().removesuffix("px") for side in ("width", "height")}
    url = resolve(context.base, element.get("src") or element.get("data-src") or element.get("data"))
    flow.flush()
    if url is not None and not sizes & {"0", "1"}:
        flow.block(Media(kind_of_player(url), _title(element), page_of_player(url)))
    _walk(element, flow, context)
    flow.flush()


def _played(element: Element, flow: Flow, context: Context) -> None:
    """A video or a recording as a link to its file, below its poster.

    Without a file, what it contains for browsers that cannot play it may still lead to one.
    """
    addresses = [element.get("src"), *(source.get("src") for source in descendants(element, "source"))]
    url = next((found for address in addresses if (found := resolve(context.base, address))), None)
    poster = resolve(context.base, element.get("poster"))
    if poster:
        flow.block(Figure(poster, _title(element), link=url))
    if url is not None:
        flow.block(Media(MediaKind(tag_of(element)), _title(element), url))
    if url is None or not is_fallback(element):
        _walk(element, flow, context)
    flow.flush()


def _mark(element: Element, flow: Flow, context: Context) -> None:
    """Marked text, unless an editor only used the element to colour the letters, or for a whole paragraph."""
    context.found.marks += 1
    plain = "has-inline-color" in classes_of(element)
    if not plain and context.found.marks <= _MOST_MARKS:
        plain = _is_all_of_block(element)
    _walk(element, flow, context if plain else context.styled(Style.MARK))


def _is_all_of_block(element: Element) -> bool:
    """Whether nothing stands beside an inline element in its paragraph."""
    for up in (element, *islice(element.iterancestors(), _LEVELS)):
        if up is not element and tag_of(up) in _CONTAINERS:
            return True
        beside = [up.tail, up.getparent().text, *(one.tail for one in islice(up.itersiblings(preceding=True), _LEVELS))]
        others = (one for one in islice(up.getparent(), _LEVELS) if one is not up)
        if any(map(is_visible, filter(None, beside))) or any(any(map(is_visible, one.itertext())) for one in others):
            return False
    return False


def _checkbox(element: Element, flow: Flow, context: Context) -> None:
    if (element.get("type") or "").lower() == "checkbox":
        flow.text(UNCHECKED if element.get("checked") is None else CHECKED, context)


def _formula(element: Element, flow: Flow, context: Context) -> None:
    text, tex = formula_of(element)
    flow.formula(text, tex, context, is_block=element.get("display") == "block")


def _title(element: Element) -> str:
    return clean_line(element.get("title") or "", 200)


_Handler = Callable[[Element, Flow, Context], None]
_HANDLERS: dict[str, _Handler] = {
    "a": _link,
    "area": _area,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "blockquote": _quote,
    "aside": _aside,
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    "table": _table,
    "hr": _rule,
    "br": _break,
    "pre": add_code,
    "img": add_image,
    "figure": _figure,
    **dict.fromkeys(("summary", "dt"), _term),
    "dl": _definitions,
    "details": _details,
    "q": _quoted,
    "rt": _ruby_text,
    **dict.fromkeys(("abbr", "acronym"), _abbreviation),
    **dict.fromkeys(("rp", "source", "col", "colgroup", "wbr"), _skip),
    "mark": _mark,
    "input": _checkbox,
    "math": _formula,
    **dict.fromkeys(("iframe", "embed", "object"), _embedded),
    **dict.fromkeys(("video", "audio"), _played),
}
