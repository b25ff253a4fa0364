"""Hyphenation by language with the patterns of TeX and LibreOffice (pyphen), loaded when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from reader.ui.typeset.breaking import Syllables, no_syllables


@lru_cache(maxsize=8)
def syllables_of(language: str | None) -> Syllables:
    """Where words of a language ("de", "en-GB") may be hyphenated; nowhere without patterns for it."""
    if not language:
        return no_syllables

    def syllables(word: str) -> Sequence[int]:
        patterns = _patterns(language)
        return patterns.positions(word) if patterns else ()

    return syllables


@lru_cache(maxsize=8)
def _patterns(language: str):  # type: ignore[no-untyped-def]  # pyphen has no types
    import pyphen  # costs 23 ms, so only when a word is too long for its line

    found = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=found) if found else None
