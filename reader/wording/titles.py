"""Titles of things that may have none."""

from __future__ import annotations

from reader.wording.catalogue import _


def shown_title(title: str) -> str:
    """The title of an article, a page or a feed, or a word for one without."""
    return title or _("(untitled)")
