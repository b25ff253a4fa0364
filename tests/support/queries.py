"""Selections by words, as saved searches of earlier versions describe them."""

from __future__ import annotations

from typing import Any

from reader.query.older_searches import tree_of_words
from reader.query.selection import Selection
from reader.query.tree import Name, Node, all_of


def tree_for(words: str | None = None, headline: str | None = None, byline: str | None = None) -> Node:
    """Words anywhere, in the title and in the names of the authors."""
    fields = ((words, None), (headline, Name.TITLE), (byline, Name.AUTHOR))
    return all_of(tree_of_words(text, field) for text, field in fields if text is not None)


def looking_for(
    words: str | None = None, *, headline: str | None = None, byline: str | None = None, **others: Any
) -> Selection:
    """The selection for words."""
    return Selection(query=tree_for(words, headline, byline), **others)
