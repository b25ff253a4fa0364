"""Values as cells of a row; values without a column of their own are stored as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reader.model import Author, Chapter, Enclosure, Page, Rhythm
from reader.problems import Problem, ProblemDetails, problem, problem_from_json

if TYPE_CHECKING:
    from reader.arrival import ParsedEntry

_AS_IT_LIKES = Rhythm()


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
        "chapters": [_chapter_cell(one) for one in parsed.chapters],
    }
    return dumps({key: value for key, value in details.items() if value not in (None, (), [])})


def read_details(cell: str | None) -> dict[str, Any]:
    """Keyword arguments of :class:`~reader.model.Entry`."""
    found = _object(cell) or {}
    details = _fields(found, _ENTRY_FIELDS)
    details["categories"] = _texts(found.get("categories"))
    enclosures = found.get("enclosures")
    details["enclosures"] = tuple(filter(None, map(_enclosure, enclosures))) if isinstance(enclosures, list) else ()
    details["chapters"] = _chapters(found.get("chapters"))
    return details


def mended_details(cell: str) -> str:
    """The same cell if :func:`read_details` reads all of it, else one with what it reads."""
    details = read_details(cell)
    return _mended(cell, details | {"chapters": [_chapter_cell(one) for one in details["chapters"]]})


def _enclosure(parts: object) -> Enclosure | None:
    if not isinstance(parts, list) or not parts:
        return None
    found: list[Any] = [_text(part) if isinstance(part, str) else part for part in parts[: len(_ENCLOSURE_PARTS)]]
    fits = all(isinstance(part, kind) for part, kind in zip(found, _ENCLOSURE_PARTS, strict=False))
    return Enclosure(*found) if fits else None


def _enclosure_cell(enclosure: Enclosure) -> list[object]:
    """The fields in order; the last ones only as far as they are known, as older versions know three."""
    more = [enclosure.title, enclosure.duration, enclosure.role]
    while more and more[-1] is None:
        more.pop()
    return [enclosure.url, enclosure.type, enclosure.length, *more]


def _chapter_cell(chapter: Chapter) -> list[object]:
    return [chapter.start, chapter.title, *([chapter.url] if chapter.url else [])]


def _chapters(cells: object) -> tuple[Chapter, ...]:
    return tuple(filter(None, map(_chapter, cells))) if isinstance(cells, list) else ()


def _chapter(parts: object) -> Chapter | None:
    start, title, url = (*parts, None, None, None)[:3] if isinstance(parts, list) else (None, None, None)
    if not _is_number(start) or not isinstance(title, str) or not isinstance(url, str | None):
        return None
    return Chapter(start, _text(title), _text(url) if url else None)


def page_details(page: Page) -> str:
    """A page without its HTML, which has a column, and its text, which is derived from it."""
    details = asdict(page) | {"chapters": [_chapter_cell(one) for one in page.chapters]}
    for key in ("content_html", "content_text", "whole_page"):
        del details[key]
    return dumps({key: value for key, value in details.items() if value not in (None, "", (), [])})


def read_page(html: str, cell: str) -> Page:
    """The inverse of :func:`page_details`; ``content_text`` stays empty."""
    found = _object(cell) or {}
    details = _fields(found, _PAGE_FIELDS)
    authors = found.get("authors")
    details["authors"] = tuple(filter(None, map(read_author, authors))) if isinstance(authors, list) else ()
    details["tags"], details["discussions"] = _texts(found.get("tags")), _texts(found.get("discussions"))
    details["chapters"] = _chapters(found.get("chapters"))
    return Page(**{"url": "", **details}, content_html=html)


def mended_page(cell: str) -> str:
    """The same cell if :func:`read_page` reads all of it, else one with what it reads."""
    page = read_page("", cell)
    return _mended(cell, asdict(page) | {"chapters": [_chapter_cell(one) for one in page.chapters]})


def read_author(details: object) -> Author | None:
    """An author from its fields; None for anything else."""
    if not isinstance(details, dict):
        return None
    found = _fields(details, _AUTHOR_FIELDS)
    return Author(**found, links=_texts(details.get("links"))) if found.get("name") else None


def read_links(cell: str) -> tuple[str, ...]:
    """The addresses in a JSON array."""
    return _texts(_json(cell))


def mended_links(cell: str) -> str:
    """The same cell if :func:`read_links` reads all of it, else one with what it reads."""
    links = read_links(cell)
    return cell if _is_kept([*links], _json(cell)) else dumps(links)


def rhythm_cell(rhythm: Rhythm) -> str:
    """A rhythm as JSON."""
    return dumps({key: value for key, value in asdict(rhythm).items() if value})


def read_rhythm(cell: str) -> Rhythm:
    """The inverse of :func:`rhythm_cell`."""
    if cell == "{}":
        return _AS_IT_LIKES
    found = _object(cell) or {}
    details = _fields(found, _RHYTHM_FIELDS)
    for key in ("skip_hours", "skip_days"):
        values = found.get(key)
        details[key] = tuple(one for one in values if _is_number(one)) if isinstance(values, list) else ()
    return Rhythm(**details)


def mended_rhythm(cell: str) -> str:
    """The same cell if :func:`read_rhythm` reads all of it, else one with what it reads."""
    return _mended(cell, asdict(read_rhythm(cell)))


def problem_cell(details: ProblemDetails | None) -> str | None:
    """A problem as JSON."""
    return None if details is None else dumps(details.as_json())


@lru_cache(maxsize=64)  # while this computer is offline, all feeds have the same
def read_problem(cell: str | None) -> ProblemDetails | None:
    """The inverse of :func:`problem_cell`. A sentence saved from a damaged older database has no code."""
    if cell is None:
        return None
    try:
        found = problem_from_json(json.loads(cell))
    except (ValueError, RecursionError):
        found = None
    return found or problem(Problem.EARLIER_FAILURE)


# These functions read cells that a damaged disk may have changed: a value of the wrong kind is left out.


_TEXT, _NUMBER, _FLAG = (str, type(None)), (int, type(None)), (bool, type(None))
_ENCLOSURE_PARTS: tuple[Any, ...] = (str, _TEXT, _NUMBER, _TEXT, _NUMBER, _TEXT)
_ENTRY_FIELDS = {"image": _TEXT, "language": _TEXT, "comments_url": _TEXT, "comments_count": _NUMBER,
    "comments_feed": _TEXT}  # fmt: skip
_PAGE_FIELDS = {
    "url": str, "title": str, "byline": str, "lead": str, "published": _NUMBER, "site": _TEXT, "language": _TEXT,
    "category": _TEXT, "image": _TEXT, "comments_url": _TEXT, "comments_count": _NUMBER,
    "comments_feed": _TEXT, "complete": _FLAG, "next_page": _TEXT, "transcript": str,
}  # fmt: skip
_AUTHOR_FIELDS = {"name": str, "url": _TEXT, "role": _TEXT, "bio": _TEXT, "avatar": _TEXT}
_RHYTHM_FIELDS = {"ttl": _NUMBER, "period": _NUMBER}


def _json(cell: str | None) -> object:
    try:
        return json.loads(cell) if cell else None
    except (ValueError, RecursionError):
        return None


def _object(cell: str | None) -> dict[str, Any] | None:
    found = _json(cell)
    return found if isinstance(found, dict) else None


def _fields(found: dict[str, Any], kinds: dict[str, Any]) -> dict[str, Any]:
    """The values of these kinds; a value of another kind is left out."""
    return {
        key: _text(value) if isinstance(value, str) else value
        for key, value in found.items()
        if key in kinds and isinstance(value, kinds[key]) and (kinds[key] is _FLAG or not isinstance(value, bool))
    }


def _texts(values: object) -> tuple[str, ...]:
    return tuple(_text(one) for one in values if isinstance(one, str)) if isinstance(values, list) else ()


def _text(value: str) -> str:
    """JSON can spell lone surrogates, which no file and no terminal takes."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _mended(cell: str, read: dict[str, Any]) -> str:
    """The cell, or one in which each value that was not read whole is as it was read. Unknown keys stay."""
    found = _object(cell)
    if found is None:
        return "{}"
    read = json.loads(json.dumps(read, default=asdict))
    lost = {key for key in found if key in _KNOWN_KEYS and not _is_kept(read.get(key), found[key])}
    if not lost:
        return cell
    values = {key: read.get(key) if key in lost else value for key, value in found.items()}
    return _text(dumps({key: value for key, value in values.items() if value not in (None, "", [])}))


_KNOWN_KEYS = frozenset({
    *_ENTRY_FIELDS, *_PAGE_FIELDS, *_RHYTHM_FIELDS,
    "categories", "enclosures", "authors", "tags", "discussions", "chapters", "skip_hours", "skip_days",
})  # fmt: skip


def _is_kept(read: object, stored: object) -> bool:
    """Whether everything in a stored value was read. Values that are left out when they are written count as empty."""
    if isinstance(stored, dict) and isinstance(read, dict):
        return all(_is_kept(read.get(key), value) for key, value in stored.items())
    if isinstance(stored, list) and isinstance(read, list):
        return len(read) == len(stored) and all(map(_is_kept, read, stored))
    if isinstance(stored, list) and isinstance(read, dict):  # an enclosure
        return [*read.values()][: len(stored)] == stored[: len(read)]
    return read == stored or not (read or stored)
