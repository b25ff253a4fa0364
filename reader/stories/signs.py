"""The compact signs of an article by which stories are found: words of its title and of the beginning of its lead."""

from __future__ import annotations

import re
from sys import intern

from reader.lazy_dataclass import dataclass
from reader.stories.words import Word, language_of, words

TITLE_WORDS, LEAD_WORDS = 40, 60
TITLE_LETTERS, LEAD_LETTERS = 600, 1_200  # that are looked at
# What agencies put before the title of an article that replaces an earlier one.
_CORRECTION = re.compile(
    r"^\W*(?:(?:re-?file|corrected|correction|updated?|amended|korrektur|korrigiert|berichtigung|berichtigt|neufassung"
    r"|wiederholung|rectificatif|correctif|correzione|rettifica|correccion|corrección|rectificatie|correctie|sprostowanie)"
    r"\b[\d\s:/–—-]*)+",
    re.IGNORECASE,
)
# The place and the agency before the text of an article: Berlin (dpa) -, LONDON, Nov 3 (Reuters) –.
_DATELINE = re.compile(r"^[^.!?()]{0,60}\((?:[a-zA-Z]{2,12})(?:/[\w-]+)*\)\s*[-–—:]?\s*")


@dataclass(frozen=True, slots=True)
class Signs:
    """The words of an article in order. ``language``: two letters, "" if unknown; ``correction``: of an agency."""

    language: str
    title: tuple[Word, ...]
    lead: tuple[Word, ...]
    correction: bool = False


def signs_of(title: str, lead: str, language: str | None) -> Signs:
    """The signs of an article. ``language``: what the publisher declares. ``lead``: plain text."""
    title, lead = title[:TITLE_LETTERS], lead[:LEAD_LETTERS]
    found = language_of(f"{title}\n{title}\n{lead}", language)  # a lead may be in another one: press releases, codes
    bare = _CORRECTION.sub("", title)
    of_lead = words(_DATELINE.sub("", lead), found, LEAD_WORDS)
    return Signs(found, tuple(words(bare, found, TITLE_WORDS)), tuple(of_lead), bare != title)


def packed(signs: Signs) -> bytes:
    """The signs as a cell of a row, without the language."""
    sections = [" ".join(map(_mark, part)) for part in (signs.title, signs.lead)]
    return "\n".join(("!" if signs.correction else "", *sections)).encode()


def unpacked(cell: bytes, language: str) -> Signs:
    """The inverse of :func:`packed`. Other bytes give signs that match nothing and raise no error."""
    parts = cell.decode("utf-8", "replace").split("\n")
    correction, title, lead = (*parts, "", "")[:3]
    return Signs(language, _words(title), _words(lead), correction == "!")


def _mark(word: Word) -> str:
    return f"{'#' if word.number else '*' if word.name else ''}{word.stem}"


def _words(section: str) -> tuple[Word, ...]:
    return tuple(
        Word(intern(token.lstrip("#*")), name=token[0] == "*", number=token[0] == "#")
        for token in section.split()
        if token
    )
