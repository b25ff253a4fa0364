"""Values as cells of a row; values without a column of their own are stored as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reader.model import Author, Enclosure, Page, Rhythm
from reader.problems import Problem, ProblemDetails, problem, problem_from_json

if TYPE_CHECKING:
    from reader.arrival import ParsedEntry

_AS_IT_LIKES = Rhythm()
_DETAILS = ("image", "language", "comments_url", "comments_count")


def dumps(value: object) -> str:
    """Compact JSON with unescaped letters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def entry_details(parsed: ParsedEntry) -> str:
    """The details that only an opened article needs."""
    details = {
        "categories": parsed.categories,
        "enclosures": [_enclosure_cell(enclosure) for enclosure in parsed.enclosures],
        "image": parsed.image,
        "language": parsed.language,
        "comments_url": parsed.comments_url,
        "comments_feed": parsed.comments_feed,
        "comments_count": parsed.comments_count,
    }
    return dumps({key: value for key, value in details.items() if value not in (None, (), [])})


def read_details(cell: str | None) -> dict[str, Any]:
    """Keyword arguments of :class:`~reader.model.Entry`."""
    stored: dict[str, Any] = json.loads(cell) if cell else {}
    details: dict[str, Any] = {key: stored[key] for key in _DETAILS if key in stored}
    details["categories"] = tuple(stored.get("categories", ()))
    details["enclosures"] = tuple(Enclosure(*parts[:5]) for parts in stored.get("enclosures", ()))
    return details


def _enclosure_cell(enclosure: Enclosure) -> list[object]:
    """The fields in order; the last ones only as far as they are known, as older versions know three."""
    more = [enclosure.title, enclosure.duration]
    while more and more[-1] is None:
        more.pop()
    return [enclosure.url, enclosure.type, enclosure.length, *more]


def page_details(page: Page) -> str:
    """A page without its HTML, which has a column, and its text, which is derived from it."""
    details = asdict(page)
    for key in ("content_html", "content_text"):
        del details[key]
    return dumps({key: value for key, value in details.items() if value not in (None, "", (), [])})


def read_page(html: str, cell: str) -> Page:
    """The inverse of :func:`page_details`; ``content_text`` stays empty."""
    details: dict[str, Any] = json.loads(cell)
    details["authors"] = tuple(read_author(author) for author in details.get("authors", ()))
    details["tags"] = tuple(details.get("tags", ()))
    return Page(content_html=html, **details)


def read_author(details: dict[str, Any]) -> Author:
    """An author from its fields."""
    return Author(**{**details, "links": tuple(details.get("links", ()))})


def rhythm_cell(rhythm: Rhythm) -> str:
    """A rhythm as JSON."""
    return dumps({key: value for key, value in asdict(rhythm).items() if value})


def read_rhythm(cell: str) -> Rhythm:
    """The inverse of :func:`rhythm_cell`."""
    if cell == "{}":
        return _AS_IT_LIKES
    details: dict[str, Any] = json.loads(cell)
    for key in ("skip_hours", "skip_days"):
        details[key] = tuple(details.get(key, ()))
    return Rhythm(**details)


def problem_cell(details: ProblemDetails | None) -> str | None:
    """A problem as JSON."""
    return None if details is None else dumps(details.as_json())


def read_problem(cell: str | None) -> ProblemDetails | None:
    """The inverse of :func:`problem_cell`. A sentence saved from a damaged older database has no code."""
    if cell is None:
        return None
    try:
        found = problem_from_json(json.loads(cell))
    except ValueError:
        found = None
    return found or problem(Problem.EARLIER_FAILURE)
