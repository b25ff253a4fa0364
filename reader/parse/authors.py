"""The authors of a feed or an entry, from feedparser's dictionaries."""

from __future__ import annotations

from typing import Any

from reader.model import Author
from reader.people.merge import merge_mentions
from reader.people.names import read_feed_name
from reader.web.addresses import resolve

AUTHOR_LIMIT = 30


def read_authors(found: object, base: str) -> tuple[Author, ...]:
    """The authors of one of feedparser's ``authors`` lists, each once.

    Its dictionaries hold ``name`` and ``href``, or ``text`` as the feed has it.
    """
    dictionaries = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    authors = (_author(one, base) for one in dictionaries[: 2 * AUTHOR_LIMIT])
    return merge_mentions(author for author in authors if author)[:AUTHOR_LIMIT]


def _author(found: dict[str, Any], base: str) -> Author | None:
    text = found.get("name") or found.get("text")
    name = read_feed_name(text) if isinstance(text, str) else ""
    return Author(name, url=resolve(base, found.get("href"))) if name else None
