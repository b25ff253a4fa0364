"""A mistake in a query that is being typed: its position and its explanation."""

from __future__ import annotations

from reader.problems import ProblemDetails
from reader.wording.catalogue import _
from reader.wording.problem_messages import problem_message


def mistake_place(mistake: ProblemDetails) -> int:
    """The character at which a query is wrong, counted from 0."""
    at = mistake["at"]
    assert isinstance(at, int)
    return at


def mistake_text(mistake: ProblemDetails) -> str:
    """Which character of a query is wrong and why. It quotes what was typed, so show it without markup."""
    place = mistake_place(mistake) + 1
    return _("Character {place}: {problem}").format(place=place, problem=problem_message(mistake))
