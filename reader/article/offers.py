"""Finds boxes that offer something or ask for something among the segments of a page.

They are about newsletters, accounts, donations or embedded content, and have a button or a field.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from reader.article.html_parser import Element
from reader.article.labels import NEWSLETTER_WORDS
from reader.article.segments import Segment, mark_as_labels
from reader.article.trust import has_ancestor

_LONGEST = 90  # words of a box
_MOST_SEGMENTS = 8
_LEVELS = 4  # elements between a line or a control of a box and the box
_LARGE_PART = 0.3  # of the text
_CONTROLS = ("button", "form", "input", "select")
_BUTTON = re.compile(r"(?:^|[-_ ])(?:btn|button|cta)(?:$|[-_ ])", re.IGNORECASE)
_OFFER = re.compile(
    rf"{'|'.join(NEWSLETTER_WORDS)}|abonn|subscri|sign up|app store|google play|"
    r"inscr[ei]v|anmeld|abmeld|registrier|"
    r"\bdonat|\bspende|unterstütz|faire un don|dona(?:re|ción)|soutenez|apoya|ap[oó]yenos|apoie|sosti?eni(?:ci)?\b|"
    r"steun ons|doneer|wesprzyj|wspieraj|st[öøo]tt? oss|støt os|podpoř|поддерж|destek ol|"
    r"mitglied werden|werden sie mitglied|become a member|"
    r"(?:hazte|hágase) (?:miembro|soci[oa])|seja (?:membro|sóci[oa])|"
    r"devenez (?:membre|adhérent)|adhérez|diventa (?:socio|membro|sostenitore)|word (?:nu )?(?:lid|donateur|vriend)|"
    r"bli (?:medlem|prenumerant)|bliv medlem|üye ol|zostań (?:członkiem|patronem)|"
    r"\bassine\b|abbonat|prenumer|subskryb|předplat|abone ol|подпи[шс]|"
    r"εγγραφ|συνδρομ|購読|会員登録|订阅|訂閱|구독|اشترك|"
    r"(?:extern|redaktionell)\w* inhalt|inhalte? (?:immer )?(?:zulassen|laden|anzeigen)",
    re.IGNORECASE,
)


def mark_offers(segments: list[Segment], body: Element) -> None:
    """Marks what is in a small box with an offer and a button or a field as no part of the text."""
    with_control = {place for control in body.iter(*_CONTROLS, "a") if _acts(control) for place in _near(control)}
    boxes: dict[Element, list[Segment]] = defaultdict(list)
    for segment in segments if with_control else ():
        if segment.is_linked:
            continue
        box = next((place for place in _near(segment.element) if place in with_control), None)
        if box is not None:
            boxes[box].append(segment)
    found: set[Segment] = set()
    for box, lines in boxes.items():
        inside = _in_box(box, lines, segments) if len(lines) <= _MOST_SEGMENTS else []
        linked = (line for line in inside if line.is_linked)
        if inside and (_asks_for_mail(box) or any(_OFFER.search(line.text) for line in (*lines, *linked))):
            found.update(inside)
    mark_as_labels(found, segments, _LARGE_PART)


def _asks_for_mail(box: Element) -> bool:
    """Whether a box has a field for a mail address and no other one to write in, as for a newsletter."""
    fields = list(islice(box.iter("input", "textarea"), 20))
    written = [field for field in fields if (field.get("type") or "text").lower() in ("text", "email")]
    return len(written) == 1 and (written[0].get("type") or "").lower() == "email"


def _acts(control: Element) -> bool:
    """Whether an element is a button or a field, or a link that looks like a button."""
    return control.tag != "a" or _BUTTON.search(control.get("class") or "") is not None


def _near(element: Element) -> Iterator[Element]:
    yield element
    yield from islice(element.iterancestors(), _LEVELS)


def _in_box(box: Element, lines: list[Segment], segments: list[Segment]) -> list[Segment]:
    """All that is in a box, if it is a small one."""
    near = segments[max(lines[0].position - _MOST_SEGMENTS, 0) : lines[-1].position + _MOST_SEGMENTS + 1]
    inside = [segment for segment in near if has_ancestor(segment.element, box)]
    is_small = len(inside) <= _MOST_SEGMENTS and sum(segment.words for segment in inside) <= _LONGEST
    return inside if is_small else []
