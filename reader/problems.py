"""Problems as codes: what went wrong, without a sentence.

A problem travels through results, events, the database and JSON as a code and its arguments. Only the faces turn it
into a sentence (:mod:`reader.wording.problem_messages`), in the user's language, so no code may branch on a sentence
and none is stored.

Codes are stored and printed as JSON: never rename one, and never give an old one a new meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Union

Argument = Union[str, int, float, "ProblemDetails"]


class Problem(StrEnum):
    """Every problem that Broadsheet reports."""

    # -- any
    UNEXPECTED = "unexpected"  # a defect of ours; details are in the log
    UNKNOWN = "unknown"  # a code of a later version
    SENTENCE = "sentence"  # for the time until every caller has a code

    # -- command line
    HOME_UNKNOWN = "home-unknown"  # a ~ that names no home folder
    NOT_A_WEB_ADDRESS = "not-a-web-address"
    INPUT_TOO_LARGE = "input-too-large"
    STDIN_CLOSED = "stdin-closed"
    RANK_NEEDS_QUERY = "rank-needs-query"
    NO_CHANGE_GIVEN = "no-change-given"
    ALREADY_SUBSCRIBED = "already-subscribed"
    TITLE_AMBIGUOUS = "title-ambiguous"
    OPTION_INVALID = "option-invalid"
    NO_FILE_GIVEN = "no-file-given"
    NO_DEFAULT_LIST = "no-default-list"

    # -- pages
    PAGE_EMPTY = "page-empty"
    PAGE_WITHOUT_ARTICLE = "page-without-article"
    PAGE_IS_FEED = "page-is-feed"
    PAGE_IS_PDF = "page-is-pdf"
    PAGE_IS_PICTURE = "page-is-picture"
    PAGE_IS_ARCHIVE = "page-is-archive"
    PAGE_IS_COMPRESSED = "page-is-compressed"
    PAGE_HAS_OTHER_TYPE = "page-has-other-type"  # argument: type, the media type


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """A problem with its arguments, in the order in which they were given.

    Arguments are plain facts (an address, a status, seconds) or a problem that caused this one.
    """

    code: Problem
    arguments: tuple[tuple[str, Argument], ...] = ()

    def __getitem__(self, name: str) -> Argument:
        """The argument of that name. Raises ``KeyError``."""
        return dict(self.arguments)[name]

    def __str__(self) -> str:
        """For logs: ``http-status status=404``."""
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.arguments)])

    def as_json(self) -> dict[str, Any]:
        """``{"problem": code, "arguments": {…}}``, with arguments that are problems in the same form."""
        values = {name: v.as_json() if isinstance(v, ProblemDetails) else v for name, v in self.arguments}
        return {"problem": str(self.code), "arguments": values}


def problem(code: Problem, /, **arguments: Argument) -> ProblemDetails:
    """A problem with named arguments: ``problem(Problem.HTTP_STATUS, status=404)``."""
    return ProblemDetails(code, tuple(arguments.items()))


def problem_from_json(value: object) -> ProblemDetails | None:
    """The inverse of :meth:`ProblemDetails.as_json`; None for anything else.

    An unknown code becomes ``UNKNOWN``, so that an older version can read what a later one wrote.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("problem"), str):
        return None
    given = value.get("arguments")
    found: dict[str, Argument] = {}
    for name, argument in given.items() if isinstance(given, Mapping) else ():
        nested = problem_from_json(argument)
        if nested is not None:
            found[str(name)] = nested
        elif isinstance(argument, str | int | float):
            found[str(name)] = argument
    try:
        return ProblemDetails(Problem(value["problem"]), tuple(found.items()))
    except ValueError:
        return problem(Problem.UNKNOWN, code=value["problem"])
