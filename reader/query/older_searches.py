"""Saved searches of earlier versions, which describe their articles by words, feeds, folders, tags, state and age.

Of the words, all must occur, and those with a minus must not. A word that ends in ``*`` is a prefix, words in double
quotes are a phrase, and a minus before either excludes it. Everything else is literal, so no text is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reader.query.terms import term_of
from reader.query.tree import (
    NOTHING,
    Aged,
    Is,
    Name,
    Named,
    Node,
    Not,
    State,
    Words,
    all_of,
    any_of,
    negated,
)

_PIECES = re.compile(r'(-?)"([^"]*)"(\*?)|(-(?=\w))?(\S+)')
_LENGTH_LIMIT = 4_000  # characters
_TERM_LIMIT = 64


def tree_of_words(text: str, field: Name | None = None) -> Node:
    """The tree for such words in one field or anywhere. Pieces without a word do not count; no piece finds nothing."""
    nodes: list[Node] = []
    for phrase_minus, phrase, phrase_star, minus, bare in _PIECES.findall(text[:_LENGTH_LIMIT]):
        value = phrase or bare.rstrip("*")
        words = Words(value.strip(), field, prefix=bool(phrase_star) or bare.endswith("*"))
        if term_of(words).words:
            nodes.append(negated(words) if phrase_minus or minus else words)
    return all_of(nodes[:_TERM_LIMIT]) if nodes else NOTHING


def tree_of_keys(values: Mapping[str, Any]) -> Node:
    """The tree for the keys of a table in ``feeds.toml``, as :mod:`reader.subscriptions.field_values` reads them."""
    places = [Named(Name.FEED, url) for url in values.get("feeds", ())]
    places += [Named(Name.FOLDER, path) for path in values.get("folders", ())]
    tags = [Named(Name.TAG, tag) for tag in values.get("tags", ())]
    parts: list[Node] = [any_of(either) for either in (places, tags) if either]
    parts += [Not(Named(Name.TAG, tag)) for tag in values.get("without_tags", ())]
    for key, field in (("words", None), ("headline", Name.TITLE), ("author", Name.AUTHOR)):
        parts += [tree_of_words(values[key], field)] if values.get(key) else []
    parts += [Is(State.UNREAD)] if values.get("unread") else []
    parts += [Is(State.STARRED)] if values.get("starred") else []
    if values.get("within") is not None:
        parts.append(Aged(newer=True, seconds=values["within"]))
    return all_of(parts)
