"""Cuts an author box into lines, and finds the biography among them.

A box holds a name, a role, links, dates, a contact line, buttons and lists of articles in any order, with or without
a biography. So each line is judged separately: lines that are short, are links or ask the reader to do something are
left out, and the remaining lines are the biography if they are long enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from itertools import takewhile

from reader.article.box_classes import ROLE_WORDS, is_marked_as_bio, tokens_of, words_of
from reader.article.html_parser import HEADINGS, INLINE_TAGS, Element, tag_of
from reader.article.invitations import is_disclaimer, is_invitation, is_other_heading
from reader.lazy_dataclass import dataclass
from reader.text import clean_text

BIO_MINIMUM = 40  # characters
_WORDS_MINIMUM = 8
_PIECES_LIMIT = 2_000  # pieces of text in one box
_TEXT_LIMIT = 12_000  # characters of one box

_SKIPPED_TAGS = frozenset({"form", "button", "nav", "input", "label", "dialog", "video", "audio", "iframe"})
_APART = frozenset({"a", "span", "time", "strong", "b", "button", "small", "em", "i", "cite", "abbr"})
_SKIPPED_WORDS = frozenset({
    "social", "socials", "share", "sharing", "follow", "postcount", "count", "counter", "button", "buttons", "btn",
    "posts", "articles", "stories", "related", "latest", "recent", "newsletter", "subscribe", "signup", "rating",
    "comments", "recommended", "popular", "products", "gear", "breadcrumb", "breadcrumbs", "tags", "categories",
    "byline", "caption", "affiliation", "affiliations", "references",
})  # fmt: skip
# Last words of the classes of elements that are read elsewhere, or not at all.
_SKIPPED_ENDINGS = ROLE_WORDS | {"date", "time", "datum", "published", "updated"}
_SEPARATOR = re.compile(r"\s+[|•·]\s+")
_SENTENCE_GAP = re.compile(r"(?<=[.!?…])\s+(?=[\"“„«¿¡(\[]?[^\W\d_a-zß-öø-ÿ])")
_PORTRAIT_CREDIT = re.compile(
    r"\s*[(\[]?(?:(?:portr[aä]t)?(?:photo|foto|bild)s?\s*(?::|©|by\b|von\b)|©)\s*[^.!?]{2,60}\Z", re.IGNORECASE
)
_END = re.compile(r"[.!?…。！？][\"”“»«')\]]*$")
_GOES_ON = re.compile(r"(?:Is|Was|Has|Ist|War|Hat|Est|Es)\s")  # behind a name that is a line of its own on the screen
_WIDE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MAIL = re.compile(
    r"(?:mailto:)?[^\s@<>()]{1,64}(?:@|\s?[\[(](?:at|ät)[\])]\s?)[\w.-]{1,80}\.[a-z]{2,12}", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\w.,])(?:\+\d|\(?0\d)[\d\s/().-]{6,24}(?!\w)")
_POSTCODE = re.compile(r"\b(?:\d{4,6}|[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2})\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.])@\w[\w.]{1,40}(?:@[\w.-]+)?")
_DATE = re.compile(
    r"\b\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)?\d\d\b|\b(?:19|20)\d\d[-./]\d\d?[-./]\d\d?\b|\b\d{1,2}:\d\d\b|"
    r"\b\d{1,2}(?:\.|st|nd|rd|th)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b|"
    r"\b[^\W\d_]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a box. ``linked``: how many of its characters are links."""

    text: str
    linked: int
    is_heading: bool
    is_bio: bool
    after_break: bool  # begins after a ``br``

    @property
    def is_link(self) -> bool:
        """Whether the line consists of links."""
        return self.linked >= 0.7 * len(self.text)


@dataclass(slots=True)
class _Reader:
    """Collects the text of one line, and the lines before it."""

    is_own_link: Callable[[Element], bool]
    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    heading: bool = False
    bio: bool = False
    after_break: bool = False
    left: int = _PIECES_LIMIT
    characters: int = _TEXT_LIMIT

    def add(self, text: str | None, *, link: bool) -> None:
        if not text or self.left <= 0 or self.characters <= 0:
            return
        self.left -= 1
        self.characters -= len(text)
        self.pieces.append(text)
        self.linked += len(" ".join(text.split())) if link else 0

    def end_line(self, *, broken: bool = False) -> None:
        text = " ".join(clean_text("".join(self.pieces)).split())
        if text:
            self.lines.append(Line(text, self.linked, self.heading, self.bio, self.after_break))
        if text or broken:
            self.after_break = broken
        self.pieces, self.linked = [], 0

    def text_so_far(self) -> str:
        return "".join(self.pieces[-3:]).rstrip()

    def read(self, element: Element, *, link: bool) -> None:
        """Adds an element with its text, but not with the text behind it."""
        if self.left <= 0 or _is_skipped(element):
            return
        tag = tag_of(element)
        if tag in INLINE_TAGS:
            self._read_inline(element, tag, link=link)
            return
        before = self.heading, self.bio
        self.end_line()
        if not (tag in HEADINGS and self._is_foreign(element)):
            self.heading, self.bio = self.heading or tag in HEADINGS, self.bio or is_marked_as_bio(element)
            self.read_content(element, link=link)
            self.end_line()
        self.heading, self.bio = before

    def _read_inline(self, element: Element, tag: str, *, link: bool) -> None:
        if tag == "br":
            self.end_line(broken=True)
            return
        apart = tag in _APART
        starts_line = not "".join(self.pieces).strip()
        previous = element.getprevious()
        beside = previous is not None and tag_of(previous) in _APART and not (previous.tail or "").strip()
        if apart and (beside or _END.search(self.text_so_far())):
            self.end_line()
            starts_line = True
        before = self.bio
        if starts_line and is_marked_as_bio(element):
            self.bio = True
        self.read_content(element, link=link or (tag == "a" and not self.is_own_link(element)))
        tail = element.tail or ""
        if apart and starts_line and (self.bio != before or _begins_sentence(tail)):
            self.end_line()
        self.bio = before

    def read_content(self, element: Element, *, link: bool) -> None:
        self.add(element.text, link=link)
        for child in element:
            if tag_of(child) in HEADINGS and self._is_foreign(child) and tag_of(element) not in ("header", "hgroup"):
                self.end_line()
                return  # the rest of this element is about another article, or about something for sale
            self.read(child, link=link)
            self.add(child.tail, link=link)

    def _is_foreign(self, heading: Element) -> bool:
        """Whether a heading is a link to something else than the author, or is about something else."""
        text = " ".join("".join(heading.itertext()).split())[:200]
        if not text:
            return False
        parent = heading.getparent()
        links = [*heading.iter("a"), *([parent] if parent is not None and tag_of(parent) == "a" else [])]
        if links:
            return not any(self.is_own_link(link) for link in links)
        return is_other_heading(text)


def lines_of(elements: Iterable[Element], is_own_link: Callable[[Element], bool]) -> list[Line]:
    """The lines of the elements of one box.

    ``is_own_link``: whether a link leads to the author's page or carries the author's name, so that its text may be
    the author's own.
    """
    reader = _Reader(is_own_link)
    for element in elements:
        if tag_of(element) in HEADINGS or tag_of(element) in INLINE_TAGS:
            reader.read(element, link=False)
        elif tag_of(element):
            reader.bio = is_marked_as_bio(element)
            reader.read_content(element, link=False)
            reader.bio = False
        reader.end_line()
    return reader.lines


def biography(lines: list[Line]) -> str | None:
    """The biography among the lines of a box: of those marked as one if that is enough, else of all."""
    marked = [line for line in lines if line.is_bio]
    return (_joined(marked) if marked else None) or _joined(lines)


def clean_biography(text: str | None) -> str | None:
    """A biography from a field, without what asks to write, to follow or to read on; None if nothing remains."""
    line = " ".join(clean_text(text or "").split())
    return _joined([Line(line, 0, False, False, False)]) if line else None


def ends_like_sentence(text: str) -> bool:
    """Whether a line has an end mark."""
    return _END.search(text) is not None


def count_words(text: str) -> int:
    """The number of words; two letters count as one in scripts without spaces."""
    return len(text.split()) + len(_WIDE.findall(text)) // 2


def _joined(lines: list[Line]) -> str | None:
    kept: list[str] = []
    for text in filter(None, map(_prose, _merged(lines))):
        if _stands_alone(text) or (kept and _continues(text)):
            kept.append(text)
    text = _PORTRAIT_CREDIT.sub("", " ".join(kept))
    return text if len(text) >= BIO_MINIMUM and count_words(text) >= _WORDS_MINIMUM else None


def _merged(lines: list[Line]) -> Iterator[Line]:
    """The lines, with one put together again if a ``br`` divides a sentence."""
    last: Line | None = None
    for line in lines:
        if last is not None and line.after_break and not _END.search(last.text) and line.text[:1].islower():
            text = f"{last.text} {line.text}"
            last = Line(text, last.linked + line.linked, last.is_heading, last.is_bio, last.after_break)
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last


def _prose(line: Line) -> str:
    """The sentences of a line that are prose; empty if it is a link, a heading, a date or a contact."""
    text = line.text
    if line.is_link or (line.is_heading and not (count_words(text) >= 12 and _END.search(text))):
        return ""
    pieces = _SEPARATOR.split(text)
    if len(pieces) > 1:
        pieces = [
            piece for piece in pieces if count_words(piece) >= 5 or (_END.search(piece) and count_words(piece) >= 3)
        ]
    sentences: Iterable[str] = (sentence for piece in pieces for sentence in _SENTENCE_GAP.split(piece))
    sentences = takewhile(lambda sentence: not is_disclaimer(sentence), sentences)
    return " ".join(kept for sentence in sentences if (kept := _without_contact(sentence)))


def _without_contact(sentence: str) -> str:
    """The sentence, or nothing if it asks the reader for something, or is an address or a date."""
    if is_invitation(sentence):
        return ""
    ended = _END.search(sentence) is not None
    if _MAIL.search(sentence) or _PHONE.search(sentence) or (not ended and _DATE.search(sentence)):
        rest = _DATE.sub(" ", _PHONE.sub(" ", _MAIL.sub(" ", sentence)))
        return sentence if ended and count_words(rest) >= 14 and not _MAIL.search(sentence) else ""
    if not ended and sentence.count(",") >= 3 and _POSTCODE.search(sentence):
        return ""
    if _HANDLE.search(sentence) or _ADDRESS.search(sentence):
        rest = _ADDRESS.sub(" ", _HANDLE.sub(" ", sentence))
        return sentence if ended and count_words(rest) >= 3 else ""
    return sentence


def _stands_alone(text: str) -> bool:
    words = count_words(text)
    return words >= _WORDS_MINIMUM or (words >= 5 and text.endswith((".", "!", "…", "。")))


def _continues(text: str) -> bool:
    return count_words(text) >= 3 and text.endswith((".", "!", "…", "。"))


def _is_skipped(element: Element) -> bool:
    if tag_of(element) in _SKIPPED_TAGS:
        return True
    if "class" not in element.attrib and "id" not in element.attrib:
        return False
    words = [found for token in tokens_of(element) if (found := words_of(token))]
    return not is_marked_as_bio(element) and any(
        not _SKIPPED_WORDS.isdisjoint(found) or found[-1] in _SKIPPED_ENDINGS for found in words
    )


def _begins_sentence(tail: str) -> bool:
    """Whether a new sentence begins after the first element of a line: "Ada Brine | She writes …"."""
    text = tail.lstrip()
    return bool(text) and (text[0] in "|•·" or (text[0].isupper() and not _GOES_ON.match(text)))
