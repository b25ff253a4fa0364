"""Finds the short lines around an article's text, near its beginning and its end, where its authors are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from reader.article.html_parser import HEADINGS, INLINE_TAGS, Element, tag_of
from reader.article.web_page import text_of
from reader.lazy_dataclass import dataclass
from reader.text import clean_line

LINE = 120  # characters; a longer block is a paragraph of the text
_PARAGRAPHS = 3  # among which the lines may be
_BEFORE, _AFTER = 40, 12  # lines that are looked at
_ELEMENTS_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class ShortBlocks:
    """Innermost blocks with hardly any text.

    ``elements``: of the part of the page that holds the text and the headline, in order.
    ``above``: how many of ``before`` precede the first paragraph.
    """

    elements: Sequence[Element]
    before: Sequence[Element]
    above: int
    after: Sequence[Element]  # from the last one on
    texts: Mapping[Element, str]  # of ``before`` and ``after``


def find_short_blocks(holders: Sequence[Element]) -> ShortBlocks:
    """The short blocks of the smallest of the text's holders that has the headline.

    Without an ``h1`` that is the smallest that has a line above the innermost one.
    """
    inner = holders[-1] if holders else None
    headed = (holder for holder in reversed(holders) if holder.find(".//h1") is not None)
    wider = (holder for holder in reversed(holders[:-1]) if _has_line_above(holder, inner))
    root = next(headed, None)
    root = root if root is not None else next(wider, inner)
    elements = list(islice(root.iter(), _ELEMENTS_LIMIT)) if root is not None else []
    has_text = _TextTest()
    texts: dict[Element, str] = {}
    before, above = _collect(elements, _BEFORE, has_text, texts)
    return ShortBlocks(elements, before, above, _collect(reversed(elements), _AFTER, has_text, texts)[0], texts)


def _has_line_above(holder: Element, inner: Element | None) -> bool:
    """Whether there is text in an element before another one in it."""
    for element in islice(holder.iter(), 1, _ELEMENTS_LIMIT):
        if element is inner:
            return False
        if _is_seen(element.text) and not any(up is inner for up in element.iterancestors()):
            return True
    return False


class _TextTest:
    """Whether an element has text; each answer is found once, however many elements are around it."""

    def __init__(self) -> None:
        self._known: dict[Element, bool] = {}

    def __call__(self, element: Element) -> bool:
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = _is_seen(element.text) or any(
                self(child) or _is_seen(child.tail) for child in element
            )
        return known


def _is_seen(text: str | None) -> bool:
    return bool(text and clean_line(text.lstrip(), 1))


def _collect(
    elements: Iterable[Element], limit: int, has_text: _TextTest, texts: dict[Element, str]
) -> tuple[list[Element], int]:
    blocks: list[Element] = []
    above: int | None = None
    paragraphs = 0
    for element in elements:
        if tag_of(element) in INLINE_TAGS and not _is_line(element):
            continue
        if not has_text(element) or any(tag_of(child) not in INLINE_TAGS and has_text(child) for child in element):
            continue
        text = text_of(element, LINE + 20)
        length = len(text)
        if 0 < length <= LINE or tag_of(element) in HEADINGS:  # headlines may be longer
            blocks.append(element)
            texts[element] = text
        elif length > LINE:
            above = len(blocks) if above is None else above
            paragraphs += 1
        if paragraphs == _PARAGRAPHS or len(blocks) == limit:
            break
    return blocks, len(blocks) if above is None else above


def _is_line(element: Element) -> bool:
    """Whether an inline element is a line of its own, because there are blocks before and behind it."""
    before, behind = element.getprevious(), element.getnext()
    if before is None or behind is None or (element.tail or "").strip() or (before.tail or "").strip():
        return False
    return all(tag_of(one) not in INLINE_TAGS or tag_of(one) == "br" for one in (before, behind)) and not (
        tag_of(before) == tag_of(behind) == "br"
    )
