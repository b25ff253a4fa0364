"""Wraps styled spans into lines of pieces.

Lines are found as offsets into the whole text (:mod:`reader.ui.typeset.breaking`), and the spans are cut at these
offsets afterwards. So a word may consist of several spans, and breaking does not depend on styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, islice

from reader.article.blocks import Span, Spans, Style
from reader.article.small_letters import script_of_prose
from reader.ui.typeset.breaking import Cut, Syllables, break_lines, no_syllables
from reader.ui.typeset.lines import Joint, Line, Piece, Role


def wrap_spans(
    spans: Iterable[Span], width: int, role: Role = Role.TEXT, syllables: Syllables = no_syllables
) -> list[Line]:
    """Spans as lines of at most ``width`` cells."""
    runs = _with_scripts(tuple(spans))
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
            drawn = text + hyphen
            yield Piece(drawn, role, run.style, run.href, joint if is_last else None, None, whole, at)


_SCRIPTS = Style.SUPERSCRIPT | Style.SUBSCRIPT


def _with_scripts(runs: Spans) -> Spans:
    """Spans whose superscripts and subscripts (powers, formulas, the marks of footnotes) are in small letters.

    Those at the beginning of a paragraph are small print.
    """
    if not any(run.style & _SCRIPTS for run in runs):
        return runs
    written: list[Span] = []
    for (style, _href), group in groupby(runs, key=lambda run: (run.style & _SCRIPTS, run.href)):
        spans = list(group)
        text = "".join(span.text for span in spans)
        small = script_of_prose(text, "^" if style & Style.SUPERSCRIPT else "_") if style and written else text
        if small == text:
            written += spans
        elif len(small) == len(text):
            ends = list(accumulate(len(span.text) for span in spans))
            written += [
                replace(span, text=small[end - len(span.text) : end]) for span, end in zip(spans, ends, strict=True)
            ]
        else:
            written.append(replace(spans[0], text=small))
    return tuple(written)


def wrap_text(text: str, width: int, role: Role = Role.TEXT, syllables: Syllables = no_syllables) -> list[Line]:
    """Plain text as lines of at most ``width`` cells."""
    return wrap_spans((Span(text),), width, role, syllables)
