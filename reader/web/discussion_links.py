"""Recognises links to a discussion of an article at another site, by their address and their words.

An article may link to Hacker News or to a status as part of its text, so the words of the link must say that the
article is discussed there.
"""

from __future__ import annotations

import re

SIGNS = ("news.ycombinator.com/item", "lobste.rs/s/", "/comments/", "/@", "/statuses/", "/t/")
"""Words of which every address of a discussion has one; most addresses that have one are none."""

_SAYS_SO = re.compile(
    r"\b(?:comments?|discuss\w*|repl(?:y|ies)|respond|join the conversation|hacker ?news|lobste\.?rs|reddit|mastodon"
    r"|fediverse|forum|kommentar\w*|kommentier\w*|diskutier\w*|diskussion\w*|antwort\w*|mitreden)\b|^HN$",
    re.IGNORECASE,
)


def may_be_discussion(address: str) -> bool:
    """Whether an address has one of the :data:`SIGNS`."""
    return any(sign in address for sign in SIGNS)


def says_discussion(label: str, address: str) -> bool:
    """Whether the words of a link say that it leads to a discussion; the bare address does too."""
    return _SAYS_SO.search(label) is not None or label == address
