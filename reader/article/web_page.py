"""Parses a web page, and answers the questions that the extraction of text, authors and metadata have in common.

lxml.html builds the tree. Scripts, styles and other invisible elements are removed at once, so that an element's text
is the text that a person would see.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from lxml import html  # type: ignore[import-untyped]

from reader.article.blocks import CHECKED, UNCHECKED
from reader.article.formulas import drop_twins, formula_text
from reader.article.html_parser import HEADINGS, INLINE_TAGS, NOT_KEPT, Element, classes_of, tag_of
from reader.article.json_ld import Graph, read_graph
from reader.article.limit_depth import DEPTH_LIMIT, limit_attributes, limit_depth
from reader.article.page_repairs import mend_words, take_out_picture, without_warnings
from reader.article.picture_sources import IN_NOSCRIPT
from reader.article.players import PLAYERS, player_address
from reader.article.tokens import in_comments
from reader.lazy_dataclass import dataclass
from reader.text import clean_line, clean_text
from reader.web.addresses import resolve, web_url

# lxml.html looks up the class of each element in Python, every time that the element is reached again.
_ONE_CLASS = html.etree.ElementDefaultClassLookup(element=html.HtmlElement)
_GAPLESS = INLINE_TAGS - {"br"}
_ELEMENTS_READ = 4_000  # for a line of text
LARGEST_PAGE = 3_000_000  # characters of a page; the rest is ignored
_MOST_ELEMENTS = 40_000  # of a page; large ones have 8,000
_START_TAG = re.compile("<[^/]")
_DEEP = 5 * DEPTH_LIMIT  # elements; a parser may add four around each
_LONGEST_CLASS = 4_000  # characters; the tokens of a class are tested in many places
_LONG_TEXT = 20_000  # characters before a removed element, to which the text after it is not joined
_IN_HEAD = ("base", "link", "meta", "noscript", "script", "style", "template", "title")
_UNSEEN = ("script", "style", "noscript", "template", "svg", "select")
# In HTML a slash closes no start tag (section 13.2.5.32), but libxml2 would read what such an element holds as text.
_RAW_CLOSED = re.compile(r"<(script|style|textarea|title|iframe|noembed|noframes|xmp)(\s[^<>]*?)?/>", re.IGNORECASE)
_RAW_TAG = {
    name: re.compile(rf"<(/?){name}[\s/>]", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp")
}
_OPENERS = (*HEADINGS, "dt")
_TEXT_BLOCKS = (*HEADINGS, "p", "summary", "dt")
_LONGEST_APOLOGY = 200  # characters in a frame, for browsers that show none
_ABOUT_SCRIPTS = re.compile(
    r"java-?script|disqus|cookies?\b|(?:enable|activate|allow|aktivier\w*|activez|habilit\w*|activa\w*)\W+(?:\w+\W+){0,3}"
    r"(?:js|scripts?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WebPage:
    """A parsed page: its tree, its address, its meta elements, its JSON-LD, and the markup that it came as.

    It refers to all its elements for its lifetime. Otherwise lxml makes a new Python object each time that an element
    is reached, and when one of a removed tree is released and nobody refers to those around it, it searches that tree
    for others (``attemptDeallocation``). So whatever refers to elements has to be released before the page, which
    releases them from the last to the first.
    """

    tree: Element
    url: str
    base: str
    metas: dict[str, tuple[str, ...]]  # name, property or itemprop in lower case → contents, in order
    graph: Graph
    markup: str
    body: Element
    elements: tuple[Element, ...]  # as parsed, in document order, with those that have been removed since
    by_attribute: dict[str, dict[str, list[int]]]  # class, id, itemprop → their values → places of the elements
    is_cut: bool  # without the end of a page that was too large

    def meta(self, *names: str) -> str | None:
        """The first content among meta elements with these names, in the order of the names."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)

    def all_of(self, *names: str) -> list[str]:
        """All contents of meta elements with these names, in the order of the names."""
        return [value for name in names for value in self.metas.get(name, ())]

    def absolute(self, address: str | None) -> str | None:
        """An address of the page as an http(s) URL."""
        return resolve(self.base, address)

    def with_class(self, *names: str) -> list[Element]:
        """The elements that have one of these classes, in document order."""
        return self.where("class", lambda value: not set(names).isdisjoint(value.split()))

    def where(self, attribute: str, test: Callable[[str], object]) -> list[Element]:
        """The elements whose class, id or itemprop passes a test, in document order. Each value is tested once."""
        found = [place for value, places in self.by_attribute[attribute].items() if test(value) for place in places]
        elements = (self.elements[place] for place in sorted(found))
        return [element for element in elements if self.tree in (element, *element.iterancestors())]


def parse_page(text: str, url: str) -> WebPage | None:
    """The page, or None if it has no content."""
    beginning = _beginning(text)
    is_cut = len(beginning) < len(text)
    markup = _RAW_CLOSED.sub(_opened, without_warnings(beginning.replace("\0", "")))
    text = limit_depth(limit_attributes(markup))
    tree = _tree_of(text)
    if tree is not None and _is_deep(tree):
        text = limit_depth(text, strictly=True)
        tree = _tree_of(text)
    if tree is None:
        return None
    _close_head(tree)
    graph = read_graph(
        (script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower()), url
    )
    metas = _metas(tree)
    _reveal_words(tree)
    for element in list(tree.iter(*_UNSEEN)):
        drop(element)
    base_element = next(tree.iter("base"), None)
    address = web_url(url) or ""
    base = (resolve(address, base_element.get("href")) if base_element is not None else None) or address
    body, elements = next(tree.iter("body"), tree), tuple(tree.iter())
    return WebPage(tree, address, base, metas, graph, text, body, elements, _places_by_attribute(elements), is_cut)


def _tree_of(markup: str) -> Element | None:
    """The tree of a page; None if it has no content."""
    if not markup.strip():
        return None
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=_parser(), ensure_head_body=True)
    except html.etree.ParserError:  # nothing but comments
        return None


def _is_deep(tree: Element) -> bool:
    """Whether elements are nested deeper than :func:`limit_depth` allows; surely if some are 100 levels deeper."""
    some = islice(tree.iter(), 0, None, 100)  # below an element that is too deep, all are
    return any(next(islice(element.iterancestors(), _DEEP, None), None) is not None for element in some)


def _beginning(markup: str) -> str:
    """The part of a page that is read."""
    markup = markup[:LARGEST_PAGE]
    if markup.count("<") <= _MOST_ELEMENTS:
        return markup
    first_left_out = next(islice(_START_TAG.finditer(markup), _MOST_ELEMENTS, None), None)
    return markup[: first_left_out.start()] if first_left_out else markup


def _places_by_attribute(elements: Iterable[Element]) -> dict[str, dict[str, list[int]]]:
    classes: dict[str, list[int]] = {}
    ids: dict[str, list[int]] = {}
    itemprops: dict[str, list[int]] = {}
    for place, element in enumerate(elements):
        attribute = element.get
        if value := attribute("class"):
            if len(value) > _LONGEST_CLASS:
                value = value[:_LONGEST_CLASS]
                element.set("class", value)
            classes.setdefault(value, []).append(place)
        if value := attribute("id"):
            ids.setdefault(value, []).append(place)
        if value := attribute("itemprop"):
            itemprops.setdefault(value, []).append(place)
    return {"class": classes, "id": ids, "itemprop": itemprops}


def _parser() -> html.HTMLParser:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    return parser


def _opened(match: re.Match[str]) -> str:
    """The start tag without its slash; as it is if nothing ends the element, which would take the rest of the page."""
    after = _RAW_TAG[match[1].lower()].search(match.string, match.end())
    return f"<{match[1]}{match[2] or ''}>" if after and after[1] else match[0]


def _close_head(tree: Element) -> None:
    """Moves everything from the first element that ends the head to the body (HTML, section 13.2.6.4.4).

    Without a ``body`` tag, libxml2 leaves elements that it does not know, such as ``article``, in the head.
    """
    head, body = tree.find("head"), tree.find("body")
    if head is None or body is None:
        return
    children = list(head)
    first = next((index for index, child in enumerate(children) if tag_of(child) not in _IN_HEAD), len(children))
    for child in reversed(children[first:]):
        body.insert(0, child)


def _open_panel(button: Element) -> None:
    """Reveals what a heading that is a button opens, as in a list of questions."""
    opener = next((up for up in islice(button.iterancestors(), 2) if tag_of(up) in _OPENERS), None)
    panel = None if opener is None else opener.getnext()
    if panel is None or not {"aria-expanded", "aria-controls"} & set(button.attrib):
        return
    panel.attrib.pop("hidden", None)
    if "display" in (panel.get("style") or ""):
        del panel.attrib["style"]


def _reveal_words(tree: Element) -> None:
    """Turns elements whose words belong to the text around them into elements that the extraction knows."""
    for button in list(tree.iter("button")):
        if any(tag_of(up) in _TEXT_BLOCKS for up in islice(button.iterancestors(), 4)):
            button.tag = "span"
            _open_panel(button)
        else:
            take_out_picture(button)
    mend_words(tree)
    _reveal_tasks_and_players(tree)
    formulas = list(tree.iter("math"))
    if formulas:
        drop_twins(tree)
    for formula in formulas:
        _become(formula, "span", formula_text(formula))
    for svg in list(tree.iter("svg")):
        labels = [" ".join("".join(label.itertext()).split()) for label in svg.iter("text")]
        if any(labels):
            _become(svg, "span", " ".join(filter(None, labels)))
    for textarea in tree.iter("textarea"):
        textarea.tag = "pre"
    _open_documents(tree)
    for noscript in list(tree.iter("noscript")):
        is_in_body = any(tag_of(up) == "body" for up in noscript.iterancestors())
        if is_in_body and not _ABOUT_SCRIPTS.search("".join(noscript.itertext())[:1_000]):
            for image in noscript.iter("img"):
                image.set(IN_NOSCRIPT, "")
            _unwrap(noscript)


def _reveal_tasks_and_players(tree: Element) -> None:
    """Turns the boxes of lists of tasks into signs, and what scripts turn into players into frames."""
    for box in list(tree.iter("input")):
        is_checkbox = (box.get("type") or "").lower() == "checkbox"
        if is_checkbox and any(tag_of(up) == "li" for up in islice(box.iterancestors(), 3)):
            _become(box, "span", UNCHECKED if box.get("checked") is None else CHECKED)
    for player in list(tree.iter(*PLAYERS)):
        address, title = player_address(player.tag, player.attrib), player.get("title") or player.get("playlabel")
        if address:
            _become(player, "iframe", "")
            player.set("src", address)
            player.set("title", title or "")


def _open_documents(tree: Element) -> None:
    """Reveals shadow trees and the documents of frames that the page itself has."""
    for template in list(tree.iter("template")):
        if template.get("shadowrootmode") is not None:
            _unwrap(template)
    for frame in list(tree.iter("iframe")):
        if (frame.get("srcdoc") or "").strip():
            _show_frame(frame)
        elif frame.get("src") and not _has_children(frame) and len(frame.text or "") <= _LONGEST_APOLOGY:
            frame.text = None


def _show_frame(frame: Element) -> None:
    """Replaces a frame that has its document in an attribute by the content of that document."""
    markup = limit_depth(limit_attributes(frame.get("srcdoc")))
    document = _fragment_of(markup)
    if _is_deep(document):
        document = _fragment_of(limit_depth(markup, strictly=True))
    document.tail = frame.tail
    frame.getparent().replace(frame, document)


def _fragment_of(markup: str) -> Element:
    return html.fragment_fromstring(markup.encode("utf-8", "replace"), create_parent="div", parser=_parser())


def _unwrap(element: Element) -> None:
    """Leaves the content in the element's place."""
    if not _append_before(element, element.text):
        element.tag = "div"
        return
    for child in list(element):
        element.addprevious(child)
    element.text = None
    drop(element)


def _become(element: Element, tag: str, text: str) -> None:
    element.clear(keep_tail=True)
    element.tag, element.text = tag, NOT_KEPT.sub("", text)


def _metas(tree: Element) -> dict[str, tuple[str, ...]]:
    metas: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        content = clean_line(element.get("content"))
        itemprop = element.get("itemprop")  # of a work that the article cites, perhaps, if it is the author
        for name in {element.get("name"), element.get("property"), None if itemprop == "author" else itemprop}:
            if name and content and not in_comments(element):
                key = name.strip().lower()
                metas[key] = (*metas.get(key, ()), content)[:64]
    return metas


def text_of(element: Element | None, limit: int = 2_000) -> str:
    """An element's text as one clean line of at most ``limit`` characters, from its first few thousand elements."""
    if element is None:
        return ""
    text = "".join(_pieces(element, 2 * limit + 100, _ELEMENTS_READ)) if _has_children(element) else element.text
    return clean_line((text or "").lstrip(), limit)  # which cuts long texts before it strips them


def holds_blocks_of_text(element: Element) -> bool:
    """Whether an element has other blocks with text directly in it, so that it is no line or paragraph itself."""
    return any(tag_of(child) not in INLINE_TAGS and text_of(child, 1) for child in element)


def long_text_of(element: Element) -> str:
    """An element's text with white space folded, however long."""
    return " ".join(clean_text("".join(_pieces(element))).split())


def _pieces(element: Element, characters: float = math.inf, elements: float = math.inf) -> list[str]:
    """The text, with a space at both ends of a block. Ends after about so many visible characters or elements."""
    found = [element.text or ""]
    characters -= len(found[0].strip())
    above: list[tuple[Iterator[Element], str, Element]] = []
    children = iter(element)
    while characters > 0 and elements > 0:
        child = next(children, None)
        if child is not None:
            gap, text = "" if tag_of(child) in _GAPLESS else " ", child.text or ""
            if _has_children(child):
                found += (gap, text)
                above.append((children, gap, child))
                children = iter(child)
            else:
                tail = child.tail or ""
                found += (gap, text, gap, tail)
                characters -= len(tail.strip())
            characters -= len(text.strip())
            elements -= 1
        elif above:
            children, gap, child = above.pop()
            tail = child.tail or ""
            found += (gap, tail)
            characters -= len(tail.strip())
        else:
            break
    return found


def _has_children(element: Element) -> bool:
    """As ``len(element) > 0``, which would count them all."""
    return next(element.iterchildren(), None) is not None


def with_class(root: Element, *names: str) -> list[Element]:
    """The element itself and the elements below it that have one of these classes, in order."""
    wanted = set(names)
    return [element for element in root.iter() if not wanted.isdisjoint(classes_of(element))]


def drop(element: Element) -> None:
    """Removes an element and keeps the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if _append_before(element, element.tail):
        parent.remove(element)
    else:
        element.clear(keep_tail=True)
        element.tag = "span"


def _append_before(element: Element, text: str | None) -> bool:
    """Adds text before an element, unless the text there is so long that adding to it often would take too long."""
    if not text:
        return True
    previous = element.getprevious()
    before = (element.getparent().text if previous is None else previous.tail) or ""
    if len(before) > _LONG_TEXT:
        return False
    place, name = (element.getparent(), "text") if previous is None else (previous, "tail")
    try:
        setattr(place, name, before + text)
    except ValueError:  # lxml reads control characters (&#31;) but refuses to write them
        setattr(place, name, NOT_KEPT.sub(" ", before + text))
    return True
