"""Hyphenation by language with the patterns of TeX and LibreOffice (pyphen), loaded when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from reader.ui.typeset.breaking import Syllables

if TYPE_CHECKING:
    from reader.ui.typeset.hyphen_patterns import HyphenPatterns


class Hyphens:
    """Where words of a language ("de", "en-GB") may be hyphenated; nowhere without patterns for it."""

    def __init__(self, language: str | None) -> None:
        self._language = language or ""
        self._missed = False

    @property
    def are_loaded(self) -> bool:
        """Whether :meth:`positions` answers at once."""
        return not self._language or "_patterns" in self.__dict__

    @property
    def are_lacking(self) -> bool:
        """Whether a word was broken without patterns, because they are not loaded yet."""
        return self._missed and not self.are_loaded

    def positions(self, word: str) -> Sequence[int]:
        """Numbers of the letters before a hyphen. Loads the patterns if need be: 70 ms for German."""
        patterns = self._patterns if self._language else None
        return patterns.positions(word) if patterns else ()

    def positions_if_loaded(self, word: str) -> Sequence[int]:
        """The same for the UI thread, which does not wait for files: no hyphens until a thread has loaded them."""
        if self.are_loaded:
            return self.positions(word)
        self._missed = True
        return ()

    def load(self) -> None:
        """Loads the patterns, unless they are loaded."""
        self.positions("")

    @cached_property
    def _patterns(self) -> HyphenPatterns | None:
        import pyphen  # costs 23 ms, so only when a word is too long for its line

        from reader.ui.typeset.hyphen_patterns import HyphenPatterns

        found = pyphen.language_fallback(self._language.replace("-", "_"))
        try:
            return HyphenPatterns(pyphen.LANGUAGES[found]) if found else None
        except OSError:
            return None


@lru_cache(maxsize=8)
def hyphens_of(language: str | None) -> Hyphens:
    """The hyphenation of a language, with what has been loaded of it."""
    return Hyphens(language)


def syllables_of(language: str | None) -> Syllables:
    """For threads and commands: where words of a language may be hyphenated, loaded when it is asked."""
    return hyphens_of(language).positions
