"""Keeps, of the segments in the container of an article, its text and the short lines that belong to it.

Lines among the text belong to it if they are marked up as the text is: in the same parent, as items, headings or
sentences. Lines before and behind it have to be close.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise

from reader.article.html_parser import HEADINGS, Element
from reader.article.segments import Segment
from reader.lazy_dataclass import dataclass

_ALIKE = 3  # paragraphs that are marked up in the same way
_NEAR_END = 2  # segments behind the last text, among which a short sentence marked up as the text is one of it
_NEAR_START = 6  # segments before the first text, among which sentences around links are of it
_WORDS_AROUND_LINKS, _MOSTLY_LINKED = 8, 0.66  # in a paragraph of links
_UNLINKED = 2  # words of a sentence around a link
_WORDS_OF_STEP = 8
_WORDS_BESIDE = 4  # of a link in an item
_WORDS_OF_LINE = 20
_OPEN = ("?", "？", "؟", ":", "：")
_WORDS_OF_HEADING = 14
_SUBHEADING = re.compile(
    r"(?:^|[-_ ])(?:sub-?(?:head(?:ing|line)?|title)|cross-?head(?:ing)?|zwischen(?:titel|ueberschrift|überschrift)|"
    r"inter-?ti(?:tre|tle)|sous-?titre|ladillo|mell(?:em|an)rubrik|mellomtittel|tussenkop|sottotitolo|heading)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
_NAMES = re.compile(r"[^,:：]{1,30}[:：][^,、，;]+[,、，;]")


@dataclass(frozen=True, slots=True)
class _Text:
    """What is known of the segments that are text, and where the first and the last of them is."""

    first: int
    last: int
    parents: set[Element]
    shapes: Counter[tuple[str, ...]]
    listed: set[Segment]  # short ones that belong to the text by their place in lists

    @property
    def common(self) -> set[tuple[str, ...]]:
        """The shapes of most of the text."""
        return {shape for shape, count in self.shapes.items() if count >= _ALIKE}


def keep_among_text(segments: list[Segment], start: int) -> list[Segment]:
    """The segments that are text, and the short ones among them or next to them in the same parent.

    Before ``start``, where the container begins, only text is kept: short lines between lead and text are bylines.
    """
    texts = [index for index, segment in enumerate(segments) if segment.is_text]
    if not texts:
        return [segment for segment in segments if _may_be_text(segment) and segment.link_density < 0.5]
    elements = [segments[index].element for index in texts]
    first, last = next((index for index in texts if segments[index].position >= start), texts[0]), texts[-1]
    text = _Text(
        first, last,
        parents={place for element in elements for place in (element, element.getparent())},
        shapes=Counter(segments[index].shape for index in texts),
        listed=_under_headings(segments[first : last + 1]) | _in_turns(segments) | _in_lists(segments, first, last),
    )  # fmt: skip
    kept: list[Segment] = []
    following: Segment | None = None
    for index in range(len(segments) - 1, -1, -1):
        segment = segments[index]
        belongs = segment.is_text or segment in text.listed or _is_line_of_text(segment, index, text)
        if not belongs and following is not None and index >= first - 1:
            belongs = _may_be_text(segment) and _is_above_text(segment, following, kept)
            belongs = belongs or _is_linked_heading(segment, following, text)
        if belongs and (segment.tag not in HEADINGS or segment.is_text or _heads(segment, following, kept)):
            kept.append(segment)
        following = segment
    return sorted([*kept, *_between_last_lines(segments, kept, text)], key=lambda segment: segment.position)


def _between_last_lines(segments: list[Segment], kept: list[Segment], text: _Text) -> list[Segment]:
    """The paragraphs behind the last text that were not kept, although one further down was."""
    known, end = set(kept), kept[0].position if kept else -1
    return [
        segment
        for segment in segments[text.last + 1 :]
        if segment.position < end
        and segment.tag == "p"
        and segment not in known
        and segment.element.getparent() in text.parents
        and _may_be_text(segment)
    ]


def _may_be_text(segment: Segment) -> bool:
    return segment.trust >= 0.5 and segment.link_density <= 0.5 and not segment.is_label


def _is_line_of_text(segment: Segment, index: int, text: _Text) -> bool:
    """Whether a short segment is marked up as the text is."""
    is_among = text.first < index < text.last
    is_at_start = 0 < text.first - index <= _NEAR_START and segment.words - segment.linked > _UNLINKED
    is_at_end = 0 < index - text.last <= _NEAR_END and _is_around_links(segment)
    if (is_among or is_at_start or is_at_end) and _is_linked_line(segment, text.parents):
        return True
    if not _may_be_text(segment):
        return False
    if _belongs(segment, index, text):
        return True
    is_near = is_among or 0 < index - text.last <= _NEAR_END
    return is_near and segment.ends_like_sentence and text.shapes[segment.shape] >= _ALIKE


def _is_above_text(segment: Segment, following: Segment, kept: list[Segment]) -> bool:
    """Whether this is a heading of the text that follows, or of a line that belongs to it."""
    if segment.tag in HEADINGS[1:] and (following.is_text or (bool(kept) and kept[-1] is following)):
        return True
    return following.is_text and _is_subheading(segment, following)


def _is_linked_heading(segment: Segment, following: Segment, text: _Text) -> bool:
    """Whether this is a heading with a link among the paragraphs, in a list of things with their websites."""
    if segment.tag not in HEADINGS[1:] or segment.is_label or segment.trust < 0.5 or not following.is_text:
        return False
    return segment.element.getparent() is following.element.getparent() and following.shape in text.common


def _under_headings(segments: list[Segment]) -> set[Segment]:
    """The items without links of the lists right under headings, however short, as of pros and cons."""
    found: set[Segment] = set()
    is_under = False
    for segment in segments:
        if segment.is_label or segment.trust < 0.5 or segment.linked:
            is_under = False
        elif segment.tag == "li" and is_under:
            found.add(segment)
        else:
            is_under = segment.tag in HEADINGS[1:]
    return found


def _in_lists(segments: list[Segment], first: int, last: int) -> set[Segment]:
    """The items of the lists that have text in other items, of lists within these, and with some words beside them."""
    lists = {one.element.getparent() for one in segments if one.tag == "li" and one.is_text}
    if not lists:
        return set()
    items = [one for one in segments if one.tag == "li" and not one.is_label and one.trust >= 0.5]
    beside = {place.getparent() for place in lists}
    among = set(segments[first : last + 1])
    return {
        one
        for one in items
        if one.element.getparent() in lists
        or _list_around(one.element) in lists
        or (one in among and one.words - one.linked >= _WORDS_BESIDE and _is_in(one.element.getparent(), beside))
    }


def _list_around(item: Element) -> Element | None:
    """The list around the list of an item."""
    outer = next(islice(item.iterancestors(), 1, 2), None)
    return outer.getparent() if outer is not None and outer.tag == "li" else None


def _is_in(element: Element | None, places: set[Element]) -> bool:
    return element is not None and element.getparent() in places


def _in_turns(segments: list[Segment]) -> set[Segment]:
    """The lines that are marked up alike and alternate with the text: questions, names with a colon, steps.

    The latter have no element of their own in the box of the paragraph behind them.
    """
    pairs = [
        (line, following)
        for line, following in pairwise(segments)
        if (following.is_text or following.weight) and not line.is_text and line.words <= _WORDS_OF_LINE
    ]
    lines = [line for line, following in pairs if line.text.endswith(_OPEN) or _is_loose(line, following)]
    alike: dict[tuple[str, ...], set[str]] = {}
    for line in lines:
        alike.setdefault(line.shape, set()).add(line.text)
    counts = Counter(line.shape for line in lines)
    return {
        line
        for line in lines
        if counts[line.shape] >= _ALIKE
        and (len(alike[line.shape]) >= _ALIKE or line.text.endswith(_OPEN))
        and line.tag not in HEADINGS
        and _may_be_text(line)
    }


def _is_loose(line: Segment, following: Segment) -> bool:
    """Whether a short line without links is text of the element that the paragraph behind it is in."""
    return line.element is following.element.getparent() and line.words <= _WORDS_OF_STEP and not line.linked


def _is_subheading(segment: Segment, following: Segment) -> bool:
    """Whether this is a heading by its class or role, above a paragraph beside it."""
    element = segment.element
    if segment.tag not in ("div", "p") or segment.words > _WORDS_OF_HEADING:
        return False
    if element.getparent() is not following.element.getparent():
        return False
    return element.get("role") == "heading" or _SUBHEADING.search(element.get("class") or "") is not None


def _is_linked_line(segment: Segment, parents: set[Element]) -> bool:
    """Whether this is a paragraph that introduces some names, which are links, or a sentence around a long link."""
    if segment.tag != "p" or segment.is_label or segment.trust < 0.5 or segment.element.getparent() not in parents:
        return False
    if _is_around_links(segment) or (segment.ends_like_sentence and segment.words - segment.linked >= _UNLINKED):
        return True
    return segment.link_density < 0.95 and _NAMES.match(segment.text) is not None


def _is_around_links(segment: Segment) -> bool:
    return segment.words - segment.linked >= _WORDS_AROUND_LINKS and segment.link_density <= _MOSTLY_LINKED


def _heads(heading: Segment, following: Segment | None, kept: list[Segment]) -> bool:
    """Whether what follows a heading may be a part of the text, so that the heading is too."""
    if following is None:
        return False
    if kept and (kept[-1] is following or _are_siblings(heading, kept[-1])):
        return True
    return not (following.is_label or following.link_density >= 0.5 or following.trust < 0.5)


def _are_siblings(one: Segment, other: Segment) -> bool:
    return one.element.getparent() is other.element.getparent() and other.position - one.position <= 4


def _belongs(segment: Segment, index: int, text: _Text) -> bool:
    tag, is_near = segment.tag, segment.element.getparent() in text.parents or segment.element in text.parents
    if text.first < index < text.last:
        if is_near and (tag in ("p", "blockquote", "pre", "dt", "dd", *HEADINGS[1:]) or segment.ends_like_sentence):
            return True
        if is_near and segment.text.endswith(","):  # a line of a poem or a letter
            return True
        return tag in ("li", "td", "p", "blockquote", "h2", "h3", "h4") and (
            segment.words >= 4 or segment.ends_like_sentence
        )
    if not is_near:
        return False
    is_line = segment.ends_like_sentence or segment.text.endswith(",") or text.shapes[segment.shape] >= _ALIKE
    if index > text.last:
        return index - text.last <= 3 and (tag == "li" or (tag == "p" and is_line))
    if tag in HEADINGS[1:] or tag == "dt":
        return text.first - index == 1
    return text.first - index <= 2 and tag in ("p", "blockquote") and is_line
