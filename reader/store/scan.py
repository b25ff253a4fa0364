"""Queries that no index answers: walks back through the arrivals, block by block (:mod:`reader.store.scan_blocks`).

A block says which of its entries may belong to a query, usually none, without reading their rows. The others are
checked against the whole condition. As in :mod:`reader.store.search_results`, the newest by date are found when
everything that is left arrived before the oldest result wanted.
"""

from __future__ import annotations

import json
import re
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nlargest
from typing import TypeAlias

from reader.lazy_dataclass import dataclass
from reader.query.match_entry import ascii_lower, occurs
from reader.query.patterns import compiled, needles
from reader.query.selection import Selection
from reader.query.terms import term_of, words_of
from reader.query.tree import All, Either, Has, Name, Named, Node, Not, Pattern, Sized, Words, leaves
from reader.store.query_sql import begins_name, language_fits
from reader.store.scan_blocks import BETWEEN, FIELDS, SIZE, TRAITS, BlockField
from reader.store.where_clause import Key, Searched, where
from reader.text import fold

_BATCH = 512  # entries that are checked at once
_AT_ONCE = 64  # blocks of which a row is read at once
_DENSE = SIZE // 4  # of more entries in a block, all are checked, which is faster than one by one
_ASCII = re.compile("[ -~]+")


class Stopped(Exception):
    """The search was stopped, because nobody waits for it any more."""


Portion = list[tuple[int, int, int]]  # sort dates, ids and times of arrival
Stopping = Callable[[], bool]
Reporting = Callable[[list[Key]], object]


def is_scanned(others: Node) -> bool:
    """Whether a condition has no index, beside words that all results must have."""
    return any(
        isinstance(leaf, Pattern | Sized | Has | Words)
        or (isinstance(leaf, Named) and leaf.field not in (Name.LABEL, Name.PERSON))
        for leaf, _ in leaves(others)
    )


def newest(
    connection: sqlite3.Connection,
    selection: Selection,
    limit: int,
    stopped: Stopping,
    report: Reporting = list,
    *,
    own_language: bool = False,
) -> list[Key]:
    """The newest ``limit`` keys by date, newest first; see :func:`portions`. ``report`` receives those found so far."""
    found: list[Key] = []
    for rows in portions(connection, selection, stopped, own_language=own_language):
        found += ((sort, entry_id) for sort, entry_id, _ in rows)
        report(found)
        if len(found) >= limit:
            found = nlargest(limit, found)
            if rows[-1][2] < found[-1][0]:
                break
    return sorted(found, reverse=True)


def portions(
    connection: sqlite3.Connection, selection: Selection, stopped: Stopping, *, own_language: bool = False
) -> Iterator[Portion]:
    """All results in portions, the last arrivals first. Raises :class:`Stopped` soon after ``stopped`` is true.

    ``own_language``: at least those that are in a language by their own, not by their feed's.
    """
    asking = _Asking(connection, selection)
    if asking.condition.nothing:
        return
    newest_id = connection.execute("SELECT max(id) FROM entries").fetchone()[0] or 0
    find = _finder(selection.query, lambda node: own_language or not feeds_in(connection, node))
    blocks, waiting = Blocks(connection), list[int]()
    for number in range(min(newest_id, selection.up_to or newest_id) // SIZE, -1, -1):
        if stopped():
            raise Stopped
        lines = find(Block(blocks, number))
        whole = lines is None or len(lines) > _DENSE
        if lines and not whole:
            waiting += blocks.ids(number, lines)
        if waiting and (whole or len(waiting) >= _BATCH):
            yield from asking.among(waiting)
            waiting = []
        if whole:
            yield from asking.between(number * SIZE, number * SIZE + SIZE - 1)
    if waiting:
        yield from asking.among(waiting)


def found_among(connection: sqlite3.Connection, selection: Selection, ids: list[int]) -> list[Key]:
    """The keys of those entries that belong to a selection. ``ids``: highest first."""
    return [(sort, entry_id) for rows in _Asking(connection, selection).among(ids) for sort, entry_id, _ in rows]


class _Asking:
    """Asks the whole condition of some entries."""

    def __init__(self, connection: sqlite3.Connection, selection: Selection) -> None:
        self._connection = connection
        self.condition = where(selection, feed_by_index=False, words=Searched.IN_RANGE)

    def among(self, ids: list[int]) -> Iterator[Portion]:
        """Of these, highest first."""
        if not ids or self.condition.nothing:
            return
        rows = self._connection.execute(
            "SELECT sort, id, first_seen FROM (SELECT value AS one FROM json_each(?)) CROSS JOIN entries ON id = one"
            f" WHERE {self.condition.sql} ORDER BY id DESC",
            (json.dumps(ids), *self.condition.between(ids[-1], ids[0])),
        ).fetchall()
        yield from (rows,) if rows else ()

    def between(self, first: int, last: int) -> Iterator[Portion]:
        """Of all entries with these ids."""
        rows = self._connection.execute(
            "SELECT sort, id, first_seen FROM entries NOT INDEXED"
            f" WHERE id BETWEEN ? AND ? AND {self.condition.sql} ORDER BY id DESC",
            (first, last, *self.condition.between(first, last)),
        ).fetchall()
        yield from (rows,) if rows else ()


def feeds_in(connection: sqlite3.Connection, node: Named) -> list[int]:
    """The feeds in a language."""
    sql, values = language_fits("lower(coalesce(language, ''))", node)
    return [feed_id for (feed_id,) in connection.execute(f"SELECT id FROM feeds WHERE {sql}", values)]


# -- one block


class Blocks:
    """The rows of blocks, read when they are needed, together with some blocks before."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._read: dict[BlockField, dict[int, bytes]] = {}

    def get(self, number: int, field: BlockField) -> bytes | None:
        """One row; None if the block was not made since the last change of one of its entries."""
        read = self._read.get(field, {})
        if number not in read:
            more = min(max(1, 2 * len(read)), _AT_ONCE)  # a search often ends with the first block
            numbers = range(number, number - more, -1)
            ids = ",".join(str(one * FIELDS + field) for one in numbers)
            rows = self._connection.execute(f"SELECT id / {FIELDS}, data FROM scan_blocks WHERE id IN ({ids})")
            read = self._read[field] = {**dict.fromkeys(numbers, b""), **dict(rows)}
        return read[number] or None

    def ids(self, number: int, lines: set[int]) -> list[int]:
        """The ids of lines, highest first."""
        places = array("H", self.get(number, BlockField.PLACES) or b"")
        first = number * SIZE
        return [first + places[line] for line in sorted(lines, reverse=True)]


@dataclass(frozen=True, slots=True)
class Block:
    """One of the blocks."""

    blocks: Blocks
    number: int

    def get(self, field: BlockField) -> bytes | None:
        """One of its rows; see :meth:`Blocks.get`."""
        return self.blocks.get(self.number, field)


Lines: TypeAlias = "set[int] | None"  # numbers of lines; None: not known, so that it may be all
Finder = Callable[[Block], Lines]


def _finder(node: Node, own_language_only: Callable[[Named], bool]) -> Finder:
    """Finds the lines of a block that may belong to a tree."""
    match node:
        case All(parts) if parts:
            return _in_all([_finder(part, own_language_only) for part in parts])
        case Either(parts) if parts:
            return _in_one([_finder(part, own_language_only) for part in parts])
        case Not(Has(part)):
            return _with_traits(bytes(not byte & TRAITS[part] for byte in range(256)))
        case Has(part):
            return _with_traits(bytes(bool(byte & TRAITS[part]) for byte in range(256)))
        case Sized(Name.WORDS, low, high):
            return lambda block: _in_range(block, low or 0, _MOST_WORDS if high is None else high)
        case Pattern(field, source):
            return _matching(_LINES[field], needles(source), compiled(source).found_in)
        case Words(_, Name.AUTHOR, _) if begins_name(node):
            term = term_of(node)
            return _matching(BlockField.BYLINES, (), lambda names: occurs(term, words_of(names)))
        case Named(Name.URL, value):
            wanted = max(_ASCII.findall(value), key=len, default="").lower()
            return _containing(BlockField.URLS, (wanted,)) if wanted else _unknown
        case Named(Name.CATEGORY, value, prefix):
            name = BETWEEN + fold(value) + ("" if prefix else BETWEEN)
            return _containing(BlockField.CATEGORIES, (name,))
        case Named(Name.LANG, value, prefix) if own_language_only(node):
            wanted = "\n" + ascii_lower(value)
            return _containing(BlockField.LANGUAGES, (wanted,) if prefix else (wanted + "\n", wanted + "-"))
    return _unknown


_MOST_WORDS = 2**32 - 1  # the greatest number in a block
_LINES = {Name.TITLE: BlockField.TITLES, Name.AUTHOR: BlockField.BYLINES, Name.URL: BlockField.URLS}


def _unknown(_block: Block) -> Lines:
    return None


def _in_all(finders: Sequence[Finder]) -> Finder:
    def find(block: Block) -> Lines:
        lines: Lines = None
        for finder in finders:
            more = finder(block)
            lines = more if lines is None else lines if more is None else lines & more
            if lines is not None and not lines:
                break
        return lines

    return find


def _in_one(finders: Sequence[Finder]) -> Finder:
    def find(block: Block) -> Lines:
        lines: set[int] = set()
        for finder in finders:
            more = finder(block)
            if more is None:
                return None
            lines |= more
        return lines

    return find


def _with_traits(table: bytes) -> Finder:
    """``table``: 1 at the place of each byte that is looked for."""

    def find(block: Block) -> Lines:
        traits = block.get(BlockField.TRAITS)
        if traits is None:
            return None
        marks, found = traits.translate(table), set[int]()
        at = marks.find(1)
        while at >= 0:
            found.add(at)
            at = marks.find(1, at + 1)
        return found

    return find


def _in_range(block: Block, low: int, high: int) -> Lines:
    data = block.get(BlockField.WORDS)
    if data is None:
        return None
    numbers = array("I", data)
    if max(numbers) < low or min(numbers) > high:  # ten times as fast as looking at each
        return set()
    return {line for line, number in enumerate(numbers) if low <= number <= high or number == _MOST_WORDS}


def _containing(field: BlockField, texts: Sequence[str]) -> Finder:
    wanted = [text.encode("utf-8", "surrogatepass") for text in texts]

    def find(block: Block) -> Lines:
        data = block.get(field)
        return None if data is None else {line for text in wanted for line, _ in _hits(data, text)}

    return find


def _hits(data: bytes, wanted: bytes) -> Iterator[tuple[int, int]]:
    """The number of each line that contains a text, and where the line end before it is.

    The text may begin or end with a line end.
    """
    skipped = 1 if wanted.startswith(b"\n") else 0
    line, counted = -1, 0
    at = data.find(wanted)
    while at >= 0:
        line += data.count(b"\n", counted, at + skipped)
        counted = data.find(b"\n", at + skipped)
        yield line, data.rfind(b"\n", 0, at + skipped)
        at = data.find(wanted, counted)


def _matching(field: BlockField, needles: Sequence[str], found_in: Callable[[str], bool]) -> Finder:
    """``needles``: one of them is in every line that is found, with its line ends; empty: not known."""
    texts = [text.encode("utf-8", "surrogatepass") for text in needles]
    fits = _once_each(found_in) if field is BlockField.BYLINES else _each(found_in)

    def find(block: Block) -> Lines:
        data = block.get(field)
        if data is None:
            return None
        if texts:
            hits = {line: _line(data, begin) for text in texts for line, begin in _hits(data, text)}
            return {line for line, fitting in zip(hits, fits([*hits.values()]), strict=False) if fitting}
        return {line for line, fitting in enumerate(fits(data.split(b"\n")[1:-1])) if fitting}

    return find


def _each(found_in: Callable[[str], bool]) -> Callable[[list[bytes]], Iterable[bool]]:
    return lambda lines: [found_in(_decoded(line)) for line in lines]


def _once_each(found_in: Callable[[str], bool]) -> Callable[[list[bytes]], Iterable[bool]]:
    """The same for lines that repeat, such as names: each is looked at once."""
    seen: set[bytes] = set()
    fitting: set[bytes] = set()

    def fits(lines: list[bytes]) -> Iterable[bool]:
        new = set(lines) - seen
        seen.update(new)
        fitting.update(line for line in new if found_in(_decoded(line)))
        return (line in fitting for line in lines) if fitting else ()

    return fits


def _line(data: bytes, begin: int) -> bytes:
    return data[begin + 1 : data.find(b"\n", begin + 1)]


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
