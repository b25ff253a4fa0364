"""Finds biographies below a text that neither a class nor a heading marks: known authors' names tell where they are.

"<b>Rosa Lind</b> writes about harbours", a last paragraph in italics that begins with her name, or a block with her
name and portrait and a paragraph behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice, takewhile

from reader.article.article_scope import ArticleScope
from reader.article.box_classes import is_marked_as_bio
from reader.article.html_parser import HEADINGS, Element, block_of, is_innermost, tag_of
from reader.article.tokens import has_token, in_comments
from reader.article.web_page import text_of
from reader.lazy_dataclass import dataclass
from reader.people.judge import folded_words, has_role
from reader.people.prefixes import tells_of_writer, without_about, without_writer
from reader.people.suffixes import EDGES
from reader.text import fold

_NAMES_LIMIT = 4  # authors of one page that are looked for
_PIECES_LIMIT = 40  # pieces of text with a name
_SIBLINGS_LIMIT = 4
_TEXT_LIMIT = 1_200  # characters of such a box
_PARAGRAPH = 120  # characters of a paragraph of the text
_LABEL = 20  # characters of a label
_OTHER = re.compile(r"(?:.*[-_])?(?:newsletter|subscribe)(?:[-_].*)?", re.IGNORECASE)
_SIGNS_LIMIT = 200  # elements that may set a paragraph apart
_APART = ("em", "i", "small")
_MOST = 0.6  # of a paragraph
_TOLD = 500  # characters of a paragraph that nothing sets apart
_IS = frozenset({"is", "was", "ist", "war", "est", "es", "e", "era", "ar", "jest", "on"})
_DOES = _IS | frozenset({
    "writes", "covers", "reports", "works", "teaches", "studies", "schreibt", "arbeitet", "berichtet", "lehrt", "lebt",
    "lives", "ecrit", "travaille", "couvre", "escribe", "trabaja", "scrive", "lavora", "schrijft", "werkt", "skriver",
    "pisze", "pracuje", "escreve", "trabalha",
})  # fmt: skip
_LEFT = 1  # paragraphs of the text that may follow


@dataclass(frozen=True, slots=True)
class NamedBox:
    """A name, the element that holds it, and the elements with the biography."""

    name: str
    label: Element
    elements: Sequence[Element]


def find_named_boxes(scope: ArticleScope, names: Iterable[str]) -> Iterator[NamedBox]:
    """What may be the biographies of these people, near the end of the text or behind it."""
    if not scope.holders:
        return
    paragraphs = _Paragraphs(scope)
    names = list(islice(names, _NAMES_LIMIT))
    for name in names:
        pieces = scope.body.xpath(".//text()[contains(., $last)]", last=name.rpartition(" ")[2])
        for piece in islice(pieces, _PIECES_LIMIT):
            text, label = " ".join(piece.split()), piece.getparent()
            if piece.is_tail:
                if not _opens_with_label(label) or not fold(text).startswith(fold(name)):
                    continue
                elements = [label.getparent()]
            elif fold(without_writer(without_about(text))).startswith(fold(name)):
                elements = _elements(label, text, name)
            else:
                continue
            if elements and not _is_elsewhere(label, scope) and paragraphs.ends_at(elements[0]):
                yield NamedBox(name, label, elements)
    yield from _without_name(scope, names, paragraphs)


def _opens_with_label(label: Element) -> bool:
    """Whether an element with nothing before it is a label such as "Author:"."""
    parent, text = label.getparent(), text_of(label, _LABEL)
    is_first = label.getprevious() is None and not (parent.text or "").strip()
    return is_first and text.endswith(":") and without_writer(f"{text} X") == "X" and len(text_of(parent)) > _LABEL * 2


def _without_name(scope: ArticleScope, names: Sequence[str], paragraphs: _Paragraphs) -> Iterator[NamedBox]:
    """The paragraph about the only author that is set apart and begins like "The author is …"."""
    if len(names) != 1:
        return
    signs = islice(scope.body.iter("em", "i", "small", "hr"), _SIGNS_LIMIT)
    for block in dict.fromkeys(sign.getnext() if tag_of(sign) == "hr" else block_of(sign) for sign in signs):
        if block is None or not tells_of_writer(text_of(block, _LABEL * 4)):
            continue
        whole = text_of(block, _TEXT_LIMIT + 1)
        if len(whole) > _TEXT_LIMIT or not is_set_apart(block, whole) or _is_elsewhere(block, scope):
            continue
        if paragraphs.ends_at(block):
            yield NamedBox(names[0], block, [block])
            return


def _is_elsewhere(element: Element, scope: ArticleScope) -> bool:
    """Whether an element is among comments or in a part such as a newsletter, without the text."""
    around = takewhile(lambda up: up not in scope.holders, element.iterancestors())
    return in_comments(element) or any(has_token(up, _OTHER) for up in around)


def _elements(label: Element, text: str, name: str) -> list[Element]:
    block = block_of(label)
    whole = text_of(block, _TEXT_LIMIT + 1)
    if not whole or len(whole) > _TEXT_LIMIT:
        return []
    is_alone = fold(without_about(text).strip(EDGES)) == fold(name)
    is_apart = is_set_apart(block, whole) or is_marked_as_bio(block) or _says_what_somebody_does(whole, name)
    if len(whole) > len(text) + 40 and fold(whole).startswith(fold(text)):
        return [block] if (is_alone and label is not block) or is_apart else []
    if len(whole) > len(name) + 40 or not is_alone:
        return [block] if not is_alone and is_apart else []
    return _behind(block)


def _behind(block: Element) -> list[Element]:
    """The elements behind a name, up to a heading; if there are none, those behind the element around it."""
    place = block
    for _ in range(3):
        found: list[Element] = []
        for sibling in islice(place.itersiblings(), _SIBLINGS_LIMIT):
            if tag_of(sibling) in HEADINGS or tag_of(sibling) in ("article", "section", "form", "footer", "nav"):
                break
            found.append(sibling)
        if any(text_of(one, 1) for one in found):
            return found if sum(len(text_of(one, _TEXT_LIMIT)) for one in found) < _TEXT_LIMIT else []
        parent = place.getparent()
        if parent is None or tag_of(parent) in ("article", "main", "body"):
            return []
        place = parent
    return []


def is_set_apart(paragraph: Element, text: str) -> bool:
    """Whether a paragraph is in italics or small, or behind a rule."""
    if not (paragraph.text or "").strip() and tag_of(next(iter(paragraph), paragraph)) in _APART:
        inside = sum(len(text_of(inner, len(text))) for inner in paragraph if tag_of(inner) in _APART)
        if inside >= _MOST * len(text):
            return True
    before = paragraph.getprevious()
    return before is not None and tag_of(before) == "hr"


def _says_what_somebody_does(text: str, name: str) -> bool:
    """Whether a paragraph begins like "Ada Brine is the harbour correspondent of the Gazette"."""
    words = fold(text).removeprefix(fold(name)).split(None, 2)
    first = text.partition(". ")[0]
    return (
        bool(words)
        and words[0] in _DOES
        and len(text) <= _TOLD
        and (words[0] not in _IS or has_role(folded_words(fold(first))))
    )


class _Paragraphs:
    """The paragraphs of the text, found when they are first asked about."""

    def __init__(self, scope: ArticleScope) -> None:
        self._scope = scope

    @cached_property
    def _order(self) -> dict[Element, int]:
        return {one: index for index, one in enumerate(self._scope.body.iter())}

    @cached_property
    def _paragraphs(self) -> list[Element]:
        return [one for one in self._scope.holders[-1].iter("p", "div") if _is_paragraph(one)]

    def ends_at(self, element: Element) -> bool:
        """Whether hardly any paragraph of the text follows an element, and some precede it."""
        place = self._order[element]
        after = (one for one in self._paragraphs if self._order[one] > place and element not in one.iterancestors())
        before = (one for one in self._paragraphs if self._order[one] < place and one not in element.iterancestors())
        return len(list(islice(after, _LEFT + 1))) <= _LEFT and next(before, None) is not None


def _is_paragraph(element: Element) -> bool:
    return len(text_of(element, _PARAGRAPH + 2)) > _PARAGRAPH and is_innermost(element)
