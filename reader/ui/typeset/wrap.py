"""Wraps styled spans into lines of pieces.

Lines are found as offsets into the whole text (:mod:`reader.ui.typeset.breaking`), and the spans are cut at these
offsets afterwards. So a word may consist of several spans, and breaking does not depend on styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice

from reader.article.blocks import Span, Style
from reader.ui.typeset.breaking import Cut, Syllables, break_lines, no_syllables
from reader.ui.typeset.lines import Joint, Line, Piece, Role


def wrap_spans(
    spans: Iterable[Span], width: int, role: Role = Role.TEXT, syllables: Syllables = no_syllables
) -> list[Line]:
    """Spans as lines of at most ``width`` cells."""
    runs = tuple(spans)
    text = "".join(run.text for run in runs)
    ends = list(accumulate(len(run.text) for run in runs))
    lines: list[Line] = []
    first = 0  # the span where the next line begins
    cuts = break_lines(text, width, syllables)
    for number, cut in enumerate(cuts, start=1):
        while first < len(runs) and ends[first] <= cut.start:
            first += 1
        joint = _joint(text, cut, cuts[number]) if number < len(cuts) else None
        lines.append(tuple(_pieces(text, runs, ends, first, cut, joint, role)))
    return lines


def _joint(text: str, cut: Cut, following: Cut) -> Joint | None:
    if cut.hyphen:
        return Joint.HYPHEN
    if cut.end == following.start:
        return Joint.NOTHING
    return None if "\n" in text[cut.end : following.start] else Joint.SPACE


def _pieces(
    whole: str,
    runs: Sequence[Span],
    ends: Sequence[int],
    first: int,
    cut: Cut,
    joint: Joint | None,
    role: Role,
) -> Iterator[Piece]:
    for run, end in zip(islice(runs, first, None), islice(ends, first, None), strict=True):
        begin = end - len(run.text)
        if begin >= cut.end:
            return
        at = max(cut.start, begin)
        text = run.text[at - begin : cut.end - begin]
        is_last = end >= cut.end
        hyphen = "-" if cut.hyphen and is_last else ""
        if text:
            drawn = _raised(text, run.style) + hyphen
            yield Piece(drawn, role, run.style, run.href, joint if is_last else None, None, whole, at)


_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def _raised(text: str, style: Style) -> str:
    """Superscript and subscript digits (footnotes, powers, formulas) as Unicode's small digits; letters stay."""
    if style & Style.SUPERSCRIPT:
        return text.translate(_RAISED)
    return text.translate(_LOWERED) if style & Style.SUBSCRIPT else text


def wrap_text(text: str, width: int, role: Role = Role.TEXT, syllables: Syllables = no_syllables) -> list[Line]:
    """Plain text as lines of at most ``width`` cells."""
    return wrap_spans((Span(text),), width, role, syllables)
