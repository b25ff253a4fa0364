"""Splits a page into segments: the runs of text between block elements, with their words and their share of links."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import field
from itertools import islice

from reader.article.html_parser import HEADINGS, INLINE_TAGS, Element, tag_of
from reader.lazy_dataclass import dataclass

_SKIPPED = frozenset({
    "audio", "canvas", "head", "iframe", "input", "noscript", "option", "rp", "rt", "script", "select",
    "style", "svg", "template", "textarea", "video",
})  # fmt: skip
_SKIPPED_WITH_CAPTIONS = _SKIPPED | {"figcaption"}
# Skipped, unless they hold running text: a parser puts the whole page into an element that is never closed.
_CONTROLS = frozenset({"button", "dialog", "figure", "menu", "nav", "object"})
_LONG_PIECE = 100  # characters of a piece of running text
_LONG_PIECES = 3
_LINKED = 0.9  # share of the words
_SENTENCE = 40  # characters of a piece that ends like a sentence, in a control of a page that has no other text
_SENTENCES = 200  # characters of such pieces
_LONG_LINK = 500  # characters of text that is in a link because the whole article is
_INLINE = INLINE_TAGS | {"img", "picture", "source"}
_WORD = re.compile(r"\w+")
_WORDS_ONLY = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in map(chr, range(128)))
# Scripts that do not separate words: Thai, Lao, Burmese, Khmer, Kana, Han.
_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
_SENTENCE_END = re.compile(r"[.!?…:;。！？।؟]['\"”“»«’)\]]*$")
_DOTS = tuple(dots + bracket for dots in ("…", "...") for bracket in ("", "]", ")"))
_WORDS_OF_TEXT = 15  # in a paragraph that shows where the text is
_OPENER = re.compile(r"accordion|toggle|collaps|faq", re.IGNORECASE)
_CLAUSE = re.compile(r"[.,،、。] ?")


@dataclass(slots=True, eq=False)
class Segment:
    """A run of text in one block element. ``owners`` says which elements its words are in, and how many."""

    element: Element
    text: str
    words: int
    linked: int
    position: int
    tag: str  # of the block element
    owners: list[tuple[Element, int]] = field(default_factory=list)
    weight: float = 0.0  # how much it looks like running text of an article
    trust: float = 1.0  # how much the elements around it look like the article: 0 to 2
    is_text: bool = False
    is_label: bool = False  # a marker or a request between paragraphs, which is never a part of the text

    @property
    def link_density(self) -> float:
        """The share of words in links."""
        return self.linked / self.words if self.words else 1.0

    @property
    def is_linked(self) -> bool:
        """Whether it is a link and hardly anything else, as a headline in a list or a line of a menu is."""
        return self.link_density >= _LINKED

    @property
    def ends_like_sentence(self) -> bool:
        """Whether the text ends with a punctuation mark."""
        return ends_like_sentence(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether the text has the punctuation of at least one sentence or several clauses."""
        return self.ends_like_sentence or len(_CLAUSE.findall(self.text)) >= 3

    @property
    def shape(self) -> tuple[str, ...]:
        """Tags and classes of the element and two around it, which the paragraphs of a page's editor have in common."""
        places = (self.element, *islice(self.element.iterancestors(), 2))
        return tuple(f"{tag_of(place)}.{place.get('class') or ''}" for place in places)


def rough_place_of_text(segments: list[Segment], start: int = 0) -> tuple[int, int, int] | None:
    """Roughly where the text of a page is: the positions of its first paragraph, and of the first and the last one of
    those that are side by side.

    ``start``: the position from which paragraphs count. None if there are none.
    """
    paragraphs = [
        segment
        for segment in segments[start:]
        if segment.words >= _WORDS_OF_TEXT and segment.is_sentence and segment.link_density < 0.5
    ]
    if not paragraphs:
        return None
    words: dict[Element, int] = {}
    for segment in paragraphs:
        parent = segment.element.getparent()
        words[parent] = words.get(parent, 0) + segment.words
    parent = max(words, key=words.__getitem__)
    main = [segment.position for segment in paragraphs if segment.element.getparent() is parent]
    return paragraphs[0].position, main[0], main[-1]


def mark_as_labels(found: Collection[Segment], segments: list[Segment], most: float) -> None:
    """Marks segments as no part of the text, unless they are ``most`` of it (a share) or more."""
    if sum(segment.weight for segment in found) < most * sum(segment.weight for segment in segments):
        for segment in found:
            segment.is_label, segment.weight = True, 0.0


def ends_like_sentence(text: str) -> bool:
    """Whether a text ends with a punctuation mark, possibly in quotation marks or brackets."""
    return _SENTENCE_END.search(text) is not None


def is_cut_off(text: str) -> bool:
    """Whether a text ends with the dots of one that was cut, as summaries are."""
    return text.rstrip().endswith(_DOTS)


def count_segment_words(text: str) -> int:
    """The number of words; in scripts without spaces, two characters count as a word."""
    if text.isascii():
        return len(text.translate(_WORDS_ONLY).split())  # which takes a third of the time
    characters = sum(map(len, _WITHOUT_SPACES.findall(text)))
    if characters < 20:
        return len(_WORD.findall(text))
    return characters // 2 + 1 + len(_WORD.findall(_WITHOUT_SPACES.sub(" ", text)))


def segments_of(body: Element, *, captions: bool = False) -> list[Segment]:
    """The segments of a page in document order; navigation, controls, figures and media are left out.

    ``captions``: for a page without other text; captions count, and so do controls and figures that hold text.
    """
    return _Walk(everything=captions).run(body)


class _Walk:
    """Collects pieces of text until a block element begins or ends."""

    def __init__(self, *, everything: bool) -> None:
        self._everything = everything
        self._skipped = _SKIPPED if everything else _SKIPPED_WITH_CAPTIONS
        self._found: list[Segment] = []
        self._pieces: list[tuple[Element, str, bool]] = []  # owner, text, whether it is in a link

    def run(self, body: Element) -> list[Segment]:
        self._walk(body, body, linked=False)
        self._flush(body)
        return self._found

    def _walk(self, element: Element, block: Element, *, linked: bool) -> None:
        if element.text:
            self._pieces.append((element, element.text, linked))
        for child in element:
            tag = tag_of(child)
            if tag in _INLINE:
                if tag == "br":
                    self._pieces.append((child, " ", False))
                else:
                    is_linked = linked or (tag == "a" and _is_link_in(child, block))
                    self._walk(child, block, linked=is_linked)
            elif tag and tag not in self._skipped and (tag not in _CONTROLS or self._holds_article(tag, child)):
                self._flush(block)
                self._walk(child, child, linked=linked)
                self._flush(child)
            tail = child.tail
            if tail:
                self._pieces.append((element, tail, linked))

    def _holds_article(self, tag: str, element: Element) -> bool:
        if self._everything:
            return tag == "figure" or _holds_text(element) or _holds_sentences(element)
        return next(element.iter("article", "main"), None) is not None and _holds_text(element)

    def _flush(self, block: Element) -> None:
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, []
        text = " ".join("".join([piece for _, piece, _ in pieces]).replace("\xad", "").split())
        words = count_segment_words(text) if text else 0
        if not words:
            return
        if len(pieces) == 1:
            owner, _, in_link = pieces[0]
            owners, linked = [(owner, words)], words if in_link else 0
        else:
            owners = [(owner, count_segment_words(piece)) for owner, piece, _ in pieces if not piece.isspace()]
            linked = sum(count_segment_words(piece) for _, piece, in_link in pieces if in_link)
        self._found.append(Segment(block, text, words, min(linked, words), len(self._found), tag_of(block), owners))


def _is_link_in(element: Element, block: Element) -> bool:
    """Whether an element is a link; in a heading, one that leads elsewhere than to the heading itself."""
    address = element.get("href") or ""
    if address.startswith("#") and tag_of(block) in HEADINGS:
        return False
    if address.startswith(("#", "javascript:")) or not address:
        return is_link(element) and not _opens_panel(element)
    return is_link(element)


def _opens_panel(link: Element) -> bool:
    """Whether a link shows and hides what is below it, as the questions in a list of them do."""
    return link.get("aria-expanded") is not None or _OPENER.search(link.get("class") or "") is not None


def is_link(element: Element) -> bool:
    """Whether an element is a link, and not an anchor or a link that was never closed and holds the whole text."""
    if tag_of(element) != "a" or (element.get("href") is None and element.get("name") is not None):
        return False
    if not len(element):
        return len(element.text or "") < _LONG_LINK
    return not _holds_text(element)


def _holds_sentences(element: Element) -> bool:
    """Whether an element holds some sentences outside of links."""
    pieces = (piece.strip() for piece in element.xpath(".//text()[not(ancestor::a)]"))
    return sum(len(piece) for piece in pieces if len(piece) >= _SENTENCE and ends_like_sentence(piece)) >= _SENTENCES


def _holds_text(element: Element) -> bool:
    """Whether an element holds several long pieces of text."""
    long_pieces = (piece for piece in element.itertext() if len(piece) >= _LONG_PIECE and not piece.isspace())
    return next(islice(long_pieces, _LONG_PIECES - 1, None), None) is not None
