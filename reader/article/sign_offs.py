"""Recognises the last line of an article that names where it came from: agencies, abbreviations, a website."""

from __future__ import annotations

import re

from reader.people.judge import names_agency
from reader.text import fold

_LONGEST = 60  # characters
_DOMAIN = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AROUND = frozenset({
    "mit", "von", "und", "with", "by", "from", "and", "source", "sources", "quelle", "quellen", "avec", "et", "con",
    "y", "fuente", "fuentes", "fonte", "e", "di", "da", "met", "en", "bron", "med", "och", "og", "zrodlo", "z", "i",
    "источник", "red",
})  # fmt: skip
_LONGEST_ABBREVIATION = 5  # letters


def is_sign_off(text: str) -> bool:
    """Whether a line has only names of agencies, with the abbreviations of people beside them, or is a website."""
    if len(text) > _LONGEST:
        return False
    bare = text.strip("()[]–—-. ")
    if _DOMAIN.fullmatch(bare):
        return True
    names = [name for name in _NAME.findall(bare) if fold(name) not in _AROUND]
    others = [name for name in names if not names_agency(name)]
    return len(others) < len(names) and all(len(name) <= _LONGEST_ABBREVIATION for name in others)
