"""What is known of an article before its page is read: evidence from its feed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What a feed says about an article whose page is read; the title may be empty."""

    title: str = ""


NOTHING_KNOWN = KnownArticle()
