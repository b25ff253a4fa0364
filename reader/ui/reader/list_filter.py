"""The filter of the list in front: a query that narrows it for a while, and changes nothing else about it."""

from __future__ import annotations

from dataclasses import replace

from reader.library import Key, Library
from reader.query.selection import Selection
from reader.query.tree import EVERYTHING, All, Either, Node, Query, Words


class ListFilter:
    """``words``: the query as it was typed; empty: the list is not narrowed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.words = ""
        self._outside: dict[int, Key] = {}

    def forget(self) -> None:
        """Another list is shown."""
        self.words, self._outside = "", {}

    def set(self, words: str, touched: dict[int, Key]) -> dict[int, Key]:
        """Narrows the list to a query, or shows all of it again.

        Takes and returns the rows that stay in the list although they no longer belong to it: while the filter lasts,
        these are only those that were changed since.
        """
        before, self.words = self.words, words.strip()
        if self.words and not before:
            self._outside = touched
            return {}
        if before and not self.words:
            touched, self._outside = {**self._outside, **touched}, {}
        return touched

    @property
    def tree(self) -> Node:
        """What the query asks for."""
        if not self.words:
            return EVERYTHING
        from reader.query.parse_query import parse  # opening the reader does without

        query = parse(self.words)
        return _open_ended(query.tree, self.words) if isinstance(query, Query) else EVERYTHING  # lines were checked

    def narrowed(self, selection: Selection) -> Selection:
        """The entries of a selection that belong to the query."""
        return self._library.feeds.narrowed(selection, self.tree) if self.words else selection


def _open_ended(node: Node, typed: str) -> Node:
    """The tree of a line whose last word may be the beginning of a longer one, since it is still being typed."""
    match node:
        case All(parts) | Either(parts) if parts:
            return replace(node, parts=(*parts[:-1], _open_ended(parts[-1], typed)))
        case Words(value) if typed.endswith(value):
            return replace(node, prefix=True)
    return node
