"""What queries ask for of each entry, in blocks that are read many times faster than rows.

No index leads to the entries whose address contains a text, whose title matches an expression, or that are in no
category but one. Reading a million rows takes seconds; their titles are 60 MB, in which a text is found in 50 ms. So
the entries of 1,024 consecutive ids are a block, which has one line for each entry and field.

Blocks are derived: triggers delete one as soon as any of its entries changes, and :func:`make_block` makes it again,
after the search index. Entries without a block, such as the newest, are read row by row. Blocks may lead to entries
that do not belong to a query, never the other way round.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from reader.query.match_entry import ascii_lower
from reader.query.tree import Part
from reader.store.connection import transaction
from reader.text import fold

SIZE = 1_024  # entries of a block
FIELDS = 8  # rows of a block
BETWEEN = "\x1f"  # around each category of an entry

TRAITS = {Part.ENCLOSURE: 1, Part.FULLTEXT: 2, Part.COMMENTS: 4, Part.PICTURE: 8, Part.AUTHOR: 16}  # bits


class BlockField(IntEnum):
    """The rows of a block. A text has a line for each entry, and a line end before the first and after each."""

    PLACES = 0  # the ids, from the first possible one, two bytes each
    TITLES = 1  # in lower case, as for regular expressions
    BYLINES = 2
    URLS = 3
    CATEGORIES = 4  # folded
    LANGUAGES = 5  # of the entries themselves
    TRAITS = 6  # a byte each
    WORDS = 7  # numbers, four bytes each


def make_block(connection: sqlite3.Connection) -> int:
    """Makes the newest block that is missing, in one transaction; returns how many, 0 if none is missing."""
    number = _missing(connection)
    if number is None:
        return 0
    first = number * SIZE
    with transaction(connection):
        rows = connection.execute(_ROWS, (first, first + SIZE - 1)).fetchall()
        connection.executemany(
            "INSERT OR REPLACE INTO scan_blocks VALUES (?, ?)",
            ((number * FIELDS + field, data) for field, data in _fields(first, rows).items()),
        )
    return 1


def _missing(connection: sqlite3.Connection) -> int | None:
    """The newest block that is complete, as its last id was given, and not there."""
    (newest,) = connection.execute("SELECT max(id) FROM entries").fetchone()
    complete = ((newest or 0) + 1) // SIZE
    (there,) = connection.execute(
        f"SELECT count(*) FROM scan_blocks WHERE id % {FIELDS} = 0 AND id < ?", (complete * FIELDS,)
    ).fetchone()
    if there == complete:
        return None
    found = {
        number for (number,) in connection.execute(f"SELECT id / {FIELDS} FROM scan_blocks WHERE id % {FIELDS} = 0")
    }
    return next(number for number in range(complete - 1, -1, -1) if number not in found)


_ROWS = """
    SELECT e.id, e.title, e.byline, coalesce(e.url, ''), e.words, coalesce(c.details, ''), coalesce(p.details, ''),
        coalesce(p.html <> '', FALSE)
    FROM entries e LEFT JOIN content c ON c.entry_id = e.id LEFT JOIN pages p ON p.entry_id = e.id
    WHERE e.id BETWEEN ? AND ? ORDER BY e.id
"""


def _fields(first: int, rows: Sequence[tuple[Any, ...]]) -> dict[BlockField, bytes]:
    """The rows of a block, whose first possible id is ``first``."""
    ids, titles, bylines, urls, words, contents, pages, texts = zip(*rows, strict=True) if rows else ((),) * 8
    folded: dict[str, str] = {}
    return {
        BlockField.PLACES: array("H", (entry_id - first for entry_id in ids)).tobytes(),
        BlockField.TITLES: _lines(titles),
        BlockField.BYLINES: _lines(bylines),
        BlockField.URLS: _lines(urls),
        BlockField.CATEGORIES: _lines([_names(*details, folded) for details in zip(contents, pages, strict=True)]),
        BlockField.LANGUAGES: _lines([_language(content) if '"language":' in content else "" for content in contents]),
        BlockField.TRAITS: bytes(map(_traits, contents, pages, texts, bylines)),
        BlockField.WORDS: array("I", (min(max(number, 0), 2**32 - 1) for number in words)).tobytes(),
    }


def _lines(texts: Sequence[str]) -> bytes:
    """The texts in lower case. Line ends stay as they are, so all are lowered together."""
    joined = "\n".join(texts)
    if joined.count("\n") >= max(len(texts), 1):  # nothing of ours: titles and addresses are one line
        joined = "\n".join(text.replace("\n", " ") for text in texts)
    return (f"\n{joined}\n" if texts else "\n").lower().encode("utf-8", "surrogatepass")


_value_at = json.JSONDecoder().raw_decode


def _value(cell: str, key: str) -> object:
    """The value of a key in a JSON object, without reading the rest. In a text, a quotation mark has a backslash."""
    at = cell.find(key)
    if at < 0:
        return None
    try:
        return _value_at(cell, at + len(key))[0]
    except (ValueError, RecursionError):
        return None


def _names(content: str, page: str, folded: dict[str, str]) -> str:
    """The categories of the feed and of the page. ``folded``: of other entries, which are often the same."""
    names: list[str] = []
    for found in (_value(content, '"categories":'), _value(page, '"tags":')):
        if isinstance(found, list):
            names += (
                folded.get(name) or folded.setdefault(name, fold(name)) for name in found if isinstance(name, str)
            )
    return BETWEEN + BETWEEN.join(names) + BETWEEN if names else ""


def _language(content: str) -> str:
    language = _value(content, '"language":')
    return ascii_lower(language) if isinstance(language, str) else ""


def _traits(content: str, page: str, has_text: int, byline: str) -> int:
    return (
        ('"enclosures":' in content) * TRAITS[Part.ENCLOSURE]
        | has_text * TRAITS[Part.FULLTEXT]
        | ('"comments_url":' in content or '"comments_url":' in page) * TRAITS[Part.COMMENTS]
        | ('"image":' in content or '"image":' in page) * TRAITS[Part.PICTURE]
        | (byline != "") * TRAITS[Part.AUTHOR]
    )
