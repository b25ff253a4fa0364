"""The hyphenation patterns of pyphen, each parsed when a word needs it.

pyphen parses all patterns of a language at once, which takes half a second for German and would hold up the screen at
the first article. Internals of pyphen that this relies on: ``HyphDict`` with ``patterns`` (letters to a place and the
values from there), ``cache`` and ``maxlen``, ``AlternativeParser``, ``parse``, ``parse_hex`` and ``ignored``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyphen

_SHORTEST = 2  # letters before and behind a hyphen
_BEGINNING = 4_096  # bytes
_WITHOUT_VALUE = re.compile(rb"^[^1-9\n]*(?:\n|\Z)", re.MULTILINE)
_BEFORE_ALTERNATIVE = re.compile(rb"^([^/\n]*)/[^=\n]*=[^\n]*$", re.MULTILINE)


class HyphenPatterns(pyphen.HyphDict):  # type: ignore[misc]  # pyphen has no types
    """The patterns in a file of LibreOffice (``hyph_*.dic``)."""

    def __init__(self, path: Path) -> None:
        first, _, rest = path.read_bytes().partition(b"\n")
        encoding = first.decode().strip()
        text = rest.decode("cp1251" if encoding.lower() == "microsoft-cp1251" else encoding)
        self._written = _written(text)
        self.maxlen = max(map(len, self._written))
        self.patterns: dict[str, tuple[int, list[int]]] = {}
        self.cache: dict[str, list[int]] = {}

    def positions(self, word: str) -> list[int]:
        """Where a word may be hyphenated: numbers of the letters before a hyphen."""
        pointed = f".{word.lower()}."
        for start in range(len(pointed)):
            for end in range(start + 1, min(start + self.maxlen, len(pointed)) + 1):
                letters = pointed[start:end]
                written = self._written.get(letters)
                if written is not None and letters not in self.patterns:
                    self.patterns[letters] = _values(written)
        last = len(word) - _SHORTEST
        return [position for position in super().positions(word) if _SHORTEST <= position <= last]


def _written(text: str) -> dict[str, str]:
    """The patterns in a file, by their letters: ``.a1b`` by ``.ab``. All at once, because German has 66,000."""
    if "^^" in text:
        text = pyphen.parse_hex(lambda found: chr(int(found[1], 16)), text)
    lines = _without_comments(text.encode().translate(None, b" \t\r")).strip(b"\n")
    found = _by_letters(lines)
    if len(found) <= lines.count(b"\n"):  # a pattern without value would hide an earlier one of the same letters
        found = _by_letters(_WITHOUT_VALUE.sub(b"", lines).strip(b"\n"))
    return found


def _by_letters(lines: bytes) -> dict[str, str]:
    before = _BEFORE_ALTERNATIVE.sub(rb"\1", lines) if b"=" in lines else lines
    letters = before.translate(None, b"0123456789")
    return dict(zip(letters.decode().split("\n"), lines.decode().split("\n"), strict=True))


def _without_comments(lines: bytes) -> bytes:
    """Lines without comments and settings, which most files have only at their beginning."""
    end = lines.find(b"\n", _BEGINNING) + 1 or len(lines)
    if any(word.encode() in lines[end:] for word in pyphen.ignored):
        end = len(lines)
    return _ignored().sub(b"", lines[:end]) + lines[end:]


@cache
def _ignored() -> re.Pattern[bytes]:
    words = b"|".join(re.escape(word.encode()) for word in pyphen.ignored)
    return re.compile(rb"^(?:" + words + rb")[^\n]*(?:\n|\Z)", re.MULTILINE)


def _values(written: str) -> tuple[int, list[int]]:
    """The place of the first value of a pattern that is not zero, and the values from there to the last such one."""
    pattern, factory = written, int
    if "/" in written and "=" in written:
        pattern, _, alternative = written.partition("/")
        factory = pyphen.AlternativeParser(pattern, alternative)
    values = [factory(digit or "0") for digit, _ in pyphen.parse(pattern)]
    places = [place for place, value in enumerate(values) if value] or [0]
    return places[0], values[places[0] : places[-1] + 1]
