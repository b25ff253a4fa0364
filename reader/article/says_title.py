"""Tells whether a heading is the title of its page, in one way for all who ask."""

from __future__ import annotations

from reader.article.find_site import bare

_LEAST = 8  # letters of a heading or a title that is a part of the other


def says_title(text: str, title: str) -> bool:
    """Whether a heading is the title, or one of them is in the other, which has a kicker, a date or a subtitle, too."""
    short, long = sorted((bare(text), bare(title)), key=len)
    return bool(short) and (short == long or (len(short) >= _LEAST and short in long))
