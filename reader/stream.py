"""Streams name the lists of the reader."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from reader.lazy_dataclass import dataclass


class Kind(StrEnum):
    """The kinds of stream."""

    ALL = "all"
    TODAY = "today"
    UNREAD = "unread"
    STARRED = "starred"
    LATER = "later"
    FOLDER = "folder"
    FEED = "feed"
    TAG = "tag"
    LABEL = "label"
    SAVED = "saved"
    AUTHOR = "author"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Stream:
    """The name of an ordered set of entries, newest first.

    ``value``: the folder's path, the feed's URL, the tag, the label, the saved search's title, a person's id (without
    one, of all who are followed) or the searched words; empty for other kinds. ``scope``: the key of the list in which
    a search looks; empty: all articles.
    """

    kind: Kind
    value: str = ""
    scope: str = ""

    def key(self) -> str:
        """The name as one string, for storing; :func:`from_key` reads it."""
        scope = f"{_IN}{self.scope}" if self.scope else ""
        return f"{self.kind}:{self.value}{scope}" if self.value or scope else str(self.kind)


_IN = "\x1f"  # between the words of a search and the list in which it looks; no key of a terminal types it


def from_key(key: str) -> Stream | None:
    """The stream with that key, or None if the key is invalid, for instance in an edited file."""
    kind, _, value = key.partition(":")
    words, _, scope = value.partition(_IN) if kind == Kind.SEARCH else (value, "", "")
    try:
        stream = Stream(Kind(kind), words, scope)
    except ValueError:
        return None
    is_id = value.isascii() and value.isdecimal() and len(value) <= 18
    return stream if stream.kind is not Kind.AUTHOR or is_id or not value else None


# -- folders, whose paths are the values of streams


def is_inside(path: str, folder: str) -> bool:
    """Whether a folder path is ``folder`` or below it."""
    return path == folder or path.startswith(folder + "/")


def with_parents(paths: Iterable[str]) -> set[str]:
    """These folder paths and the folders that they are in. An empty path is none."""
    parts = (path.split("/") for path in set(paths) if path)
    return {"/".join(names[: depth + 1]) for names in parts for depth in range(len(names))}
