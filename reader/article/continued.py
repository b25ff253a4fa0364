"""The facts about an article whose further pages are read."""

from __future__ import annotations

from reader.lazy_dataclass import dataclass
from reader.text import clean_text, fold


@dataclass(frozen=True, slots=True)
class Continued:
    """A page is read as a further page of an article. ``number``: from 2; ``first``: the address of the first page.

    ``seen``: the lines of text of the pages before, with the headline and the lead, as :func:`seen_lines` gives them.
    """

    number: int
    first: str
    seen: frozenset[str]


def seen_lines(*texts: str) -> frozenset[str]:
    """The lines of texts in the form in which they are compared."""
    return frozenset(filter(None, (bare_line(line) for text in texts for line in text.splitlines())))


def bare_line(line: str) -> str:
    """A line without case, accents and superfluous space."""
    return " ".join(fold(clean_text(line)).split())
