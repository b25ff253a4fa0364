"""Values in a document of comments, where anything may have any type, and the limits on what is taken from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from reader.comment import Comment, ReadComments
from reader.conversation.limits import DEEPEST, LONGEST_COMMENT, MOST_COMMENTS, MOST_TEXT
from reader.errors import ParseError
from reader.problems import Problem, problem
from reader.text import clean_line
from reader.web.addresses import web_url
from reader.web.dates import parse_date

_PARTS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
_LONGEST_ID = 300
_DIGITS = 400  # of a number; Python refuses to read one of more than 4,300
_DECODER = json.JSONDecoder(strict=False, parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS else 0)
_LATEST = 2**34  # Unix seconds, in the year 2514

Object = dict[str, Any]


def load_json(text: str) -> object:
    """The document, without what is nested too deeply. Raises :class:`ParseError` for anything else than JSON."""
    try:
        try:
            return _DECODER.decode(text)
        except RecursionError:
            return _DECODER.decode(_without_depths(text))
    except (ValueError, RecursionError):
        is_page = text.lstrip("\ufeff \t\r\n")[:1] == "<"
        code = Problem.COMMENTS_WEB_PAGE if is_page else Problem.COMMENTS_UNREADABLE
        raise ParseError(problem(code)) from None


def _without_depths(text: str) -> str:
    """JSON with ``null`` instead of every array and object that is nested too deeply."""
    kept: list[str] = []
    depth = start = 0
    for part in _PARTS.finditer(text):
        sign = part[0]
        if sign in "[{":
            depth += 1
            if depth == 2 * DEEPEST + 1:
                kept.append(text[start : part.start()])
        elif sign in "]}":
            if depth == 2 * DEEPEST + 1:
                kept.append("null")
                start = part.end()
            depth -= 1
    return "".join(kept) + text[start:] if depth <= 2 * DEEPEST else ""


def unreadable() -> ParseError:
    """The error for JSON that has no comments where they should be."""
    return ParseError(problem(Problem.COMMENTS_UNREADABLE))


def objects(value: object) -> Iterator[Object]:
    """The objects in a list."""
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def string(value: object) -> str:
    """A text; empty for any other type."""
    return value if isinstance(value, str) else ""


def key(value: object) -> str | None:
    """An id, which may be written as a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return clean_line(string(value), _LONGEST_ID) or None


def whole(value: object) -> int | None:
    """A number that is not negative, without its fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LATEST:
        return None
    return int(value)


def moment(value: object) -> int | None:
    """A date as Unix seconds: as a number, or as text in any form."""
    return whole(value) or None if not isinstance(value, str) else parse_date(value)


class Collector:
    """Takes comments in the order of a document, until there are too many."""

    def __init__(self) -> None:
        self._comments: dict[str, Comment] = {}
        self._letters = 0
        self.offered = 0

    def add(
        self, comment_id: str | None, parent: str | None, author: str, published: int | None, html: str,
        url: str | None = None,
    ) -> None:  # fmt: skip
        """Takes a comment, unless it has no id, is known, or there is no more room."""
        if comment_id is None or comment_id in self._comments:
            return
        self.offered += 1
        if len(self._comments) >= MOST_COMMENTS or self._letters > MOST_TEXT:
            return
        html = shortened(html)
        self._letters += len(html)
        self._comments[comment_id] = Comment(
            comment_id, parent if parent != comment_id else None, clean_line(author, 200), published, html,
            web_url(url), len(self._comments),
        )  # fmt: skip

    def result(self, total: int | None = None, more: Iterable[str] = ()) -> ReadComments:
        """Everything that was taken. ``total``: how many the source says there are."""
        return ReadComments(tuple(self._comments.values()), max(total or 0, self.offered), tuple(more))


def shortened(html: str) -> str:
    """The HTML, cut before a tag if it is too long."""
    if len(html) <= LONGEST_COMMENT:
        return html
    end = html.rfind("<", LONGEST_COMMENT // 2, LONGEST_COMMENT)
    return html[: end if end > 0 else LONGEST_COMMENT] + " …"
