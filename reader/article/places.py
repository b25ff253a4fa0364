"""Finds the footnotes of a page, and the other places that its links lead to, before its tree is walked.

Footnotes are marked in a dozen ways (Markdown, pandoc, WordPress, MediaWiki, Word, Substack), which have one thing in
common: a short link leads to a place below it, which links back or is in a list of notes. The results are
written into the tree as attributes that no sanitised page has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import islice
from urllib.parse import unquote, urldefrag

from reader.article.html_parser import HEADINGS, Element, classes_of, descendants, tag_of
from reader.lazy_dataclass import dataclass
from reader.text import clean_line

MARK = "note-mark"  # on a link: the number of the footnote that it leads to
NOTE = "note-number"  # on the element of a footnote: its number
LABEL = "note-label"  # and what its mark says
BACK = "note-back"  # on what only leads back from a footnote, and on links that do so with words of their own
TO = "bookmark-to"  # on a link: the name of its place
BOOKMARK = "bookmark-name"  # on the element there

_MOST_PLACES = 2_000  # on one page; Wikipedia's longest articles have a thousand notes
_LABEL = re.compile(r"\d{1,4}|[*†‡§¶#]{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|(?:note|nb|n|fn)\.? ?\d{1,3}", re.IGNORECASE)
_NOTE_NAME = re.compile(
    r"(?:^|[-_:.])(?:foot|end|side)?(?:notes?|fnr?|ftn|edn|cite|ref(?:erence)?s?)(?:ref)?(?:$|[-_:.\d])|footnote|endnote|doc-endnote",
    re.IGNORECASE,
)
_BACK_CLASS = re.compile(r"back|return|mw-cite", re.IGNORECASE)
_ARROW = re.compile(r"[\s\[\]()^↑↩⏎⤴↵⇧←⇐\ufe0e\ufe0f\d*†‡§¶.,:;|]*(?:[a-z]{1,2}\b[\s,.]*)*", re.IGNORECASE)
_BLOCKS = ("p", "li", "dd", "div", "aside", "section", "blockquote")
_WHOLE = frozenset({"table", "pre", "figure", *HEADINGS})  # whose inner places are taken for their beginning
_LEVELS = 4  # elements between a mark and the place that its footnote leads back to
_IN_LIST = 4  # elements between a footnote and the one that says that it holds footnotes


@dataclass(slots=True, eq=False)
class _Place:
    """A place on the page, the links to it, and the element that a footnote there would be."""

    name: str
    element: Element
    links: list[Element] = field(default_factory=list)


def mark_places(body: Element, base: str | None) -> bool:
    """Marks footnotes and the other places that links of the page lead to; whether there are any."""
    places = _places(body, base)
    if not places:
        return False
    order = {element: number for number, element in enumerate(body.iter())}
    target_of = {link: place.element for place in places for link in place.links}
    notes = _notes(places, order, target_of)
    _number(notes)
    marked = {link for _place, _note, marks in notes for link in marks}
    for place in places:
        _mark_bookmark(place, [link for link in place.links if link not in marked and link.get(BACK) is None])
    return True


def _places(body: Element, base: str | None) -> list[_Place]:
    """The places that links lead to, in the order of the first link to each."""
    page = urldefrag(base or "")[0]
    links: dict[str, list[Element]] = {}
    for link in islice(_with_fragment(body), _MOST_PLACES):
        address, fragment = urldefrag(link.get("href").strip())
        name = unquote(fragment)
        if name and (address == page or _NOTE_NAME.search(name)):
            links.setdefault(name, []).append(link)
    if not links:
        return []
    found: dict[str, Element] = {}
    for element in body.xpath(".//*[@id] | .//a[@name]"):
        for name in (element.get("id"), element.get("name")):
            if name in links:
                found.setdefault(name, element)
    return [_Place(name, found[name], links[name]) for name in links if name in found]


def _with_fragment(body: Element) -> Iterator[Element]:
    return (link for link in descendants(body, "a") if "#" in (link.get("href") or ""))


# -- footnotes

_Found = tuple[_Place, Element, list[Element]]  # a place, the element of the footnote there, its marks


def _notes(places: Iterable[_Place], order: dict[Element, int], target_of: dict[Element, Element]) -> list[_Found]:
    """The footnotes, in the order of their first marks."""
    candidates: dict[Element, list[_Found]] = {}
    for place in places:
        note = _element_of_note(place.element)
        if note is None:
            continue
        marks = [link for link in place.links if order[link] < order[note] and _is_mark(link)]
        if marks:
            candidates.setdefault(note, []).append((place, note, marks))
    found: list[_Found] = []
    for note, claims in candidates.items():
        place, _note, marks = claims[0]
        if len(claims) > 1 or any(mark in order and _holds(note, mark) for mark in marks):
            continue
        backs = [link for link in descendants(note, "a") if link in target_of and _leads_to(target_of[link], marks)]
        if backs or _is_named_note(place, note):
            for link in backs:
                _mark_back(link, note)
            found.append((place, note, marks))
    return found


def _element_of_note(element: Element) -> Element | None:
    """The block around a place; None if it is in a table, whose cells hold no blocks, or a part with headings."""
    block = element
    while block is not None and tag_of(block) not in _BLOCKS:
        if tag_of(block) in ("td", "th", "tr", "table", "body", "dt", "dl", "ol", "ul"):
            return None
        block = block.getparent()
    if block is None or next(block.iterancestors("table", "pre"), None) is not None:
        return None
    return None if next(descendants(block, *HEADINGS), None) is not None else block


def _is_mark(link: Element) -> bool:
    if link.get("role") == "doc-noteref" or any("footnote" in name.lower() for name in classes_of(link)):
        return True
    return _LABEL.fullmatch(label_of(link)) is not None


def label_of(link: Element) -> str:
    """What a mark says, without the brackets around it."""
    return clean_line("".join(islice(link.itertext(), 8)), 24).strip(" \u00a0[](){}")


def _holds(note: Element, mark: Element) -> bool:
    return any(parent is note for parent in mark.iterancestors())


def _leads_to(target: Element, marks: Iterable[Element]) -> bool:
    """Whether a place is at one of the marks: it, an element around it, or one beside it."""
    for mark in marks:
        near = (mark, *islice(mark.iterancestors(), _LEVELS))
        if any(target is element for element in near if tag_of(element) not in ("body", "article", "section", "div")):
            return True
        if target.getparent() is mark.getparent() or target.getparent() is mark:
            return True
    return False


def _is_named_note(place: _Place, note: Element) -> bool:
    """Whether a name, a role or a class says that this is a footnote."""
    if _NOTE_NAME.search(place.name):
        return True
    around = (note, *islice(note.iterancestors(), _IN_LIST))
    return any(
        _NOTE_NAME.search(name)
        for element in around
        for name in (*classes_of(element), element.get("role") or "", element.get("id") or "")
    )


def _mark_back(link: Element, note: Element) -> None:
    """Marks a link back, with what is around it only for its sake."""
    link.set(BACK, "")
    for parent in link.iterancestors():
        if parent is note or not any(map(_BACK_CLASS.search, classes_of(parent))):
            return
        parent.set(BACK, "")


def _number(notes: list[_Found]) -> None:
    for number, (_place, note, marks) in enumerate(notes, 1):
        note.set(NOTE, str(number))
        note.set(LABEL, label_of(marks[0]) or str(number))
        for mark in marks:
            mark.set(MARK, str(number))
        for back in note.iter():
            if back.get(BACK) is not None:
                back.set(BACK, str(number))


def is_only_arrow(element: Element) -> bool:
    """Whether a link back has nothing but a sign or the label of the footnote, which are drawn otherwise."""
    return _ARROW.fullmatch("".join(islice(element.itertext(), 32))) is not None


# -- other places


def _mark_bookmark(place: _Place, links: list[Element]) -> None:
    if not links:
        return
    outermost = [element for element in place.element.iterancestors() if tag_of(element) in _WHOLE]
    element = outermost[-1] if outermost else place.element
    name = element.get(BOOKMARK) or clean_line(place.name, 200)
    if not name:
        return
    element.set(BOOKMARK, name)
    for link in links:
        link.set(TO, name)
