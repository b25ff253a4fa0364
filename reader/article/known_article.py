"""What is known of an article before its page is read: evidence from its feed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What a feed says about an article whose page is read. Any part may be empty.

    ``url`` is the address in the feed, which may redirect; ``text`` is the plain text of content or summary.
    """

    url: str = ""
    title: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()


NOTHING_KNOWN = KnownArticle()
