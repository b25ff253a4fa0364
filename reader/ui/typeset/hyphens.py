"""Hyphenation by language with the patterns of TeX and LibreOffice (pyphen), loaded when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.ui.typeset.breaking import Syllables, no_syllables

if TYPE_CHECKING:
    from reader.ui.typeset.hyphen_patterns import HyphenPatterns


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
def _patterns(language: str) -> HyphenPatterns | None:
    import pyphen  # costs 23 ms, so only when a word is too long for its line

    from reader.ui.typeset.hyphen_patterns import HyphenPatterns

    found = pyphen.language_fallback(language.replace("-", "_"))
    return HyphenPatterns(pyphen.LANGUAGES[found]) if found else None
