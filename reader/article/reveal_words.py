"""Turns elements of a page whose words belong to the text around them into elements that the extraction knows."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from reader.article.blocks import CHECKED, UNCHECKED
from reader.article.formulas import drop_twins, formula_text
from reader.article.html_parser import HEADINGS, INLINE_TAGS, NOT_KEPT, Element, tag_of
from reader.article.page_repairs import mend_words, take_out_picture
from reader.article.page_tree import append_before, drop, fragment_of, has_children
from reader.article.picture_sources import IN_NOSCRIPT
from reader.article.players import PLAYERS, player_address

_HIDDEN = etree.XPath("descendant::*[@hidden or contains(@style, 'display')]")
_PANEL = re.compile(
    r"accordion|toggle|collaps|tab-?(?:content|pane|panel)|faq|answer|antwort|spoiler|expand", re.IGNORECASE
)
_MOST_PANELS = 300
_OPENERS = (*HEADINGS, "dt")
_TEXT_BLOCKS = (*HEADINGS, "p", "summary", "dt")
_LOOSE = ("div", "figure", "section", "article", "main", "body")  # may have a formula between paragraphs
_AROUND_FORMULA, _NUMBER_OF_FORMULA = 4, 8  # elements, characters
_PARTS_AROUND_FORMULA = 500  # elements, beside which it is not alone
_LONGEST_READING = 60  # characters; what is longer is text behind a <ruby> that nobody closed
_LONGEST_APOLOGY = 200  # characters in a frame, for browsers that show none
_MARKUP = re.compile(r"\s*<[a-z!]", re.IGNORECASE)
_ABOUT_SCRIPTS = re.compile(
    r"java-?script|disqus|cookies?\b|(?:enable|activate|allow|aktivier\w*|activez|habilit\w*|activa\w*)\W+(?:\w+\W+){0,3}"
    r"(?:js|scripts?)\b",
    re.IGNORECASE,
)


def reveal_words(tree: Element) -> None:
    """Turns elements whose words belong to the text around them into elements that the extraction knows."""
    for button in list(tree.iter("button")):
        if any(tag_of(up) in _TEXT_BLOCKS for up in islice(button.iterancestors(), 4)):
            button.tag = "span"
            _open_panel(button)
        else:
            take_out_picture(button)
    _show_panels(tree)
    mend_words(tree)
    _reveal_tasks_and_players(tree)
    formulas = list(tree.iter("math"))
    if formulas:
        drop_twins(tree)
    for formula in formulas:
        _show_formula(formula)
    for svg in list(tree.iter("svg")):
        labels = [" ".join("".join(label.itertext()).split()) for label in svg.iter("text")]
        if any(labels):
            _become(svg, "span", " ".join(filter(None, labels)))
    for reading in list(tree.iter("rt", "rp")):
        if len("".join(reading.itertext())) > _LONGEST_READING:
            reading.tag = "span"
    for textarea in tree.iter("textarea"):
        textarea.tag = "pre"
    _open_documents(tree)
    for noscript in list(tree.iter("noscript")):
        if any(tag_of(up) == "body" for up in noscript.iterancestors()):
            _show_noscript(noscript)


def _show_formula(formula: Element) -> None:
    """Writes a formula as text. With nothing but a number beside it, its box becomes a paragraph.

    Hidden elements around it are shown, because its second drawing, for the eyes, has been removed.
    """
    most, text = len(_squeezed(formula)) + _NUMBER_OF_FORMULA, formula_text(formula)
    box = formula
    for up in islice(formula.iterancestors(), _AROUND_FORMULA):
        if _has_more(up, most):
            break
        up.attrib.pop("hidden", None)
        if "display" in (up.get("style") or ""):
            del up.attrib["style"]
        box = up
    is_apart = formula.get("display") == "block" or tag_of(box) == "div" or _is_between_blocks(box)
    around = box.getparent()
    _become(formula, "span", text)
    if is_apart and tag_of(box) in ("span", *_LOOSE) and around is not None and tag_of(around) in _LOOSE:
        _become(box, "p", _squeezed(box))


def _has_more(element: Element, most: int) -> bool:
    """Whether an element has more characters than ``most``, or many elements; reads no further than it must."""
    for number, part in enumerate(element.iter()):
        text = f"{part.text or ''} {'' if part is element else part.tail or ''}"
        most -= len(" ".join(text.split()))
        if most < 0 or number > _PARTS_AROUND_FORMULA:
            return True
    return False


def _is_between_blocks(box: Element) -> bool:
    """Whether neither text nor elements in a line are beside an element."""
    before, following, around = box.getprevious(), box.getnext(), box.getparent()
    if around is None:  # it was in a formula that has been written
        return False
    text = before.tail if before is not None else around.text
    beside = [tag_of(one) for one in (before, following) if one is not None]
    return not f"{text or ''}{box.tail or ''}".strip() and INLINE_TAGS.isdisjoint(beside)


def _squeezed(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _show_noscript(noscript: Element) -> None:
    """Reveals what a browser without scripts shows. On a page that a browser saved, its markup is written as text."""
    if _MARKUP.match(noscript.text or "") and not has_children(noscript):
        written = fragment_of(noscript.text)
        written.tag, written.tail = "noscript", noscript.tail
        noscript.getparent().replace(noscript, written)
        noscript = written
    if not _ABOUT_SCRIPTS.search("".join(noscript.itertext())[:1_000]):
        for image in noscript.iter("img"):
            image.set(IN_NOSCRIPT, "")
        _unwrap(noscript)


def _open_panel(button: Element) -> None:
    """Reveals what a heading that is a button opens, as in a list of questions."""
    opener = next((up for up in islice(button.iterancestors(), 2) if tag_of(up) in _OPENERS), None)
    panel = None if opener is None else opener.getnext()
    if panel is None or not {"aria-expanded", "aria-controls"} & set(button.attrib):
        return
    panel.attrib.pop("hidden", None)
    if "display" in (panel.get("style") or ""):
        del panel.attrib["style"]


def _show_panels(tree: Element) -> None:
    """Reveals panels that a script opens, as in a list of questions: their class or role says what they are."""
    for panel in islice(_HIDDEN(tree), _MOST_PANELS):
        names = f"{panel.get('class') or ''} {panel.get('id') or ''} {panel.get('role') or ''}"
        if _PANEL.search(names):
            panel.attrib.pop("hidden", None)
            if "display" in (panel.get("style") or ""):
                del panel.attrib["style"]


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
        elif frame.get("src") and not has_children(frame) and len(frame.text or "") <= _LONGEST_APOLOGY:
            frame.text = None


def _show_frame(frame: Element) -> None:
    """Replaces a frame that has its document in an attribute by the content of that document."""
    document = fragment_of(frame.get("srcdoc"))
    document.tail = frame.tail
    frame.getparent().replace(frame, document)


def _unwrap(element: Element) -> None:
    """Leaves the content in the element's place."""
    if not append_before(element, element.text):
        element.tag = "div"
        return
    for child in list(element):
        element.addprevious(child)
    element.text = None
    drop(element)


def _become(element: Element, tag: str, text: str) -> None:
    element.clear(keep_tail=True)
    element.tag, element.text = tag, NOT_KEPT.sub("", text)
