"""What the answers of Miniflux's API, version 1, mean. Pure: bytes in, values out, in time linear in their size.

Functions for the pool of parser processes, because the articles in an answer are large and come from strangers:
:func:`read_entries` and :func:`read_entry`. The others are fast on the largest answers.

Source: https://miniflux.app/docs/api.html, and ``internal/api`` of Miniflux 2.3.5.
"""

from __future__ import annotations

from typing import Any

from reader.account import RemoteEntry, RemoteFeed
from reader.lazy_dataclass import dataclass
from reader.model import Enclosure
from reader.sync.answers import a_list, a_number, a_numeric_id, an_object, load, load_object, text_of, unusable
from reader.sync.remote_parts import enclosure, parsed_entry
from reader.text import clean_line
from reader.web.dates import parse_date

_STATUSES = {"read": True, "unread": False}


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """A page of articles. ``last``: the id of the last one in it, also of one that was removed; empty without any.

    ``total``: how many articles the server has on all pages. ``size``: articles in it, removed ones included.
    """

    total: int
    entries: tuple[RemoteEntry, ...]
    size: int
    last: str

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it, in a list that is paged by id."""
        return self.size >= self.total


@dataclass(frozen=True, slots=True)
class IdsPage:
    """A page of ids, newest first, and their number on all pages."""

    total: int
    ids: tuple[str, ...]


def read_version(body: bytes) -> str:
    """The version in the answer to ``GET /v1/version``."""
    version = load_object(body).get("version")
    if not isinstance(version, str):
        raise unusable("version")
    return clean_line(version, 40)


def read_user(body: bytes) -> str:
    """The user's name in the answer to ``GET /v1/me``."""
    found = load_object(body)
    a_numeric_id(found.get("id"), "id")
    return clean_line(text_of(found, "username"), 100)


def read_feeds(body: bytes) -> tuple[RemoteFeed, ...]:
    """All subscriptions: the answer to ``GET /v1/feeds``."""
    return tuple(map(_feed, a_list(load(body), "feeds")))


def _feed(value: object) -> RemoteFeed:
    found = an_object(value, "feed")
    url = text_of(found, "feed_url").strip()
    if not url:
        raise unusable("feed_url")
    category = an_object(found.get("category", {}), "category")
    failed = found.get("parsing_error_count")
    message = clean_line(text_of(found, "parsing_error_message"), 300)
    return RemoteFeed(
        id=a_numeric_id(found.get("id"), "feed id"),
        url=url,
        title=clean_line(text_of(found, "title")),
        folder=clean_line(text_of(category, "title")),
        folder_id=a_numeric_id(category["id"], "category id") if "id" in category else "",
        link=text_of(found, "site_url").strip() or None,
        error=message if failed else "",
        checked=parse_date(text_of(found, "checked_at")),
    )


def read_categories(body: bytes) -> dict[str, str]:
    """Ids by title: the answer to ``GET /v1/categories``."""
    found = (an_object(one, "category") for one in a_list(load(body), "categories"))
    categories = {text_of(one, "title"): a_numeric_id(one.get("id"), "category id") for one in found}
    if "" in categories:
        raise unusable("title")
    return categories


def read_id(body: bytes, key: str) -> str:
    """The id of something that was created."""
    return a_numeric_id(load_object(body).get(key), key)


def read_ids(body: bytes) -> IdsPage:
    """A page of ids: the answer to ``GET /v1/entries/ids``."""
    found = load_object(body)
    total = a_number(found.get("total"), "total")
    ids = tuple(a_numeric_id(one, "entry_ids") for one in a_list(found.get("entry_ids"), "entry_ids"))
    if len(ids) > total:
        raise unusable("total")
    return IdsPage(total, ids)


def read_newest_change(body: bytes) -> tuple[int, str, int]:
    """How many articles match, and when the first of them was changed: in the server's spelling and in Unix seconds.

    From the answer to ``GET /v1/entries`` with ``limit=1``. No article: ``(0, "", 0)``.
    """
    found = load_object(body)
    total, entries = a_number(found.get("total"), "total"), a_list(found.get("entries"), "entries")
    if bool(entries) != bool(total):
        raise unusable("entries")
    if not entries:
        return 0, "", 0
    written = text_of(an_object(entries[0], "entry"), "changed_at")
    changed = parse_date(written)
    if changed is None:
        raise unusable("changed_at")
    return total, written, changed


def read_entries(body: bytes) -> EntriesPage:
    """A page of articles: the answer to ``GET /v1/entries``."""
    found = load_object(body)
    total = a_number(found.get("total"), "total")
    entries = [an_object(one, "entry") for one in a_list(found.get("entries"), "entries")]
    if len(entries) > total or (total and not entries):
        raise unusable("total")
    ids = [a_numeric_id(one.get("id"), "entry id") for one in entries]
    read = tuple(_entry(one) for one in entries if one.get("status") != "removed")  # of Miniflux before 2.2.7
    return EntriesPage(total, read, len(entries), ids[-1] if ids else "")


def read_entry(body: bytes) -> RemoteEntry | None:
    """An article: the answer to ``GET /v1/entries/{id}``; None for one that was removed."""
    found = load_object(body)
    return None if found.get("status") == "removed" else _entry(found)


def _entry(found: dict[str, Any]) -> RemoteEntry:
    status, starred = text_of(found, "status"), found.get("starred")
    if status not in _STATUSES:
        raise unusable("status")
    if not isinstance(starred, bool):
        raise unusable("starred")
    tags = found.get("tags")
    return RemoteEntry(
        id=a_numeric_id(found.get("id"), "entry id"),
        feed_id=a_numeric_id(found.get("feed_id"), "feed_id"),
        parsed=parsed_entry(
            url=text_of(found, "url"),
            title=text_of(found, "title"),
            author=text_of(found, "author"),
            published=parse_date(text_of(found, "published_at")),
            content=text_of(found, "content"),
            categories=[tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else (),
            files=map(_file, _files(found)),
            language=text_of(found, "language"),
            comments_url=text_of(found, "comments_url"),
        ),
        read=_STATUSES[status],
        starred=starred,
        received=parse_date(text_of(found, "created_at")),
        changed=parse_date(text_of(found, "changed_at")),
    )


def _files(found: dict[str, Any]) -> list[Any]:
    files = found.get("enclosures")
    return files if isinstance(files, list) else []


def _file(value: object) -> Enclosure | None:
    if not isinstance(value, dict):
        return None
    return enclosure(text_of(value, "url"), text_of(value, "mime_type"), value.get("size"))
