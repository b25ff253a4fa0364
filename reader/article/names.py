"""Names of people as bylines have them: who is meant, without "By", places, roles and dates.

Pure rules on one string; they were chosen so that a doubtful piece is rather left whole than cut
wrongly, and a piece that cannot be a name is rather dropped than shown as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.text import clean_line, fold

NAME_LIMIT = 80  # characters
_MOST = 12  # names of one byline

_PREFIX = re.compile(
    r"^(?:(?:(?:ein(?:e)?|a|an|un|une)\s+)?(?:(?:gast)?beitrag|analyse|analysis|kommentar|essay|interview|kolumne|report(?:age)?|"
    r"opinion|review|story|words|text|texte|testo|texto|geschrieben|written|posted|published|rédigé|publié|escrito|"
    r"scritto|geschreven|aufgezeichnet|protokoll)\s*(?::|\b(?:by|von|vom|par|por|da|di|door)\b)\s*"
    r"|(?:by|von|vom|par|por|door)\s*:?\s+|(?:aut(?:h?or(?:en|in|innen|s)?|eure?s?|ore|ora|eur)|byline|from|redaktion)\s*:\s*)",
    re.IGNORECASE,
)
_SHORT_PREFIX = re.compile(r"^(?:di|da|de|von)\s+(?=\S+\s+\S)")  # Italian byline "di"; lower case, two words after it
_ABOUT = re.compile(
    r"^(?:about(?:\s+the\s+author)?|über(?:\s+(?:den\s+autor|die\s+autorin))?|à\s+propos\s+de(?:\s+l['’]auteure?)?|sobre|"
    r"acerca\s+de|over|zur\s+person)\s*:?\s+",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s+(?:and|und|et|&|with)\s+|\s*[;/]\s+|\s+/\s*|\s+\+\s+|\n", re.IGNORECASE)
_WEAK_SPLIT = re.compile(r"\s+(?:y|e|en|i|och)\s+")
_CUT = re.compile(
    r"\s+[|•·–—›»]\s+.*|\s+-\s+.*|\s*\((?:[^()]*)\)|\s*\[[^\[\]]*\]|,?\s+(?:updated|published|veröffentlicht|aktualisiert|"
    r"stand|publié|mis à jour|on|am)\s+.*\d.*|,?\s*\d{1,2}[./]\s?(?:\d|\w+ \d).*|\s+@[\w.]+|,?\s+\d+\s+min\b.*|"
    r"\s+for\s+(?-i:the\s+[A-Z]|The\s|[A-Z]).*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"redakt|redact|rédact|redatt|editor|korrespond|correspond|corrispond|reporter|journalist|journalista|giornalist|"
    r"periodist|autor|author|writer|column|kolumn|chef|leiter|head of|director|direktor|professor|freelance|volont|"
    r"fotograf|photograph|analyst|critic|kritik|publisher|herausgeb|producer|contributor|mitarbeit|envoyé|verslaggev|"
    r"senior|junior|managing|deputy|ressort|researcher|forscher|historian|historiker|economist|ökonom|lecturer|"
    r"teacher|lehrer|blogger|student|fellow|founder|gründer|politik|science desk|desk\b",
    re.IGNORECASE,
)
_PLACEHOLDERS = frozenset({
    "by", "von", "par", "por", "door", "admin", "administrator", "root", "user", "author", "autor", "autorin", "auteur",
    "unknown", "anonymous", "anonym", "webmaster", "test", "default", "wordpress", "null", "undefined", "none", "n/a",
    "na", "guest", "gast", "redacted", "siteadmin", "super-admin",
})  # fmt: skip
_PARTICLES = frozenset({
    "von", "van", "de", "der", "den", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "le", "la",
    "al", "el", "bin", "ibn", "ben", "zu", "zum", "zur", "ter", "ten", "af", "av", "y", "e",
})  # fmt: skip
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "phd", "md"})
_EDGES = " \t\u00a0,;:.|·•–—-/\\\"“”„«»'’*_#<>()[]{}+&"


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the role that was said beside it."""

    name: str
    role: str | None = None


def people_in(byline: str | None) -> tuple[Person, ...]:
    """Whom a byline names, in order, each once; roles where it has them ("Name, Redakteurin")."""
    text = _without_prefix(_CUT.sub("", clean_line(byline, 400)))
    people: list[Person] = []
    for piece in _SPLIT.split(text):
        people.extend(_of_commas([part.strip() for part in piece.split(",")]))
    unique: dict[str, Person] = {}
    for person in people:
        unique.setdefault(fold(person.name), person)
    return tuple(unique.values())[:_MOST]


def person_name(text: str | None) -> str | None:
    """One name that was given as such (a field, not a byline), or None if it is none.

    It is not split, because "Smith and Sons" may well be one author; "Doe, Jane" is turned round.
    """
    line = _without_prefix(_CUT.sub("", clean_line(text, 400)))
    parts = [part.strip() for part in line.split(",")]
    if len(parts) == 2 and all(_is_word(part) for part in parts) and not _ROLE.search(parts[1]):
        line = f"{parts[1]} {parts[0]}"
    elif len(parts) > 1 and looks_like_name(parts[0]) and _role(parts[1]):
        line = parts[0]
    return _valid(line)


def without_about(text: str) -> str:
    """A box's title without what makes it one: "About Jane Doe" → "Jane Doe"."""
    return _ABOUT.sub("", text).strip(_EDGES)


def looks_like_name(text: str) -> bool:
    """Whether this has the form of a person's name: two to six words, capital letters, no role."""
    words = text.split()
    if not 2 <= len(words) <= 6 or _ROLE.search(text) or any(c.isdigit() for c in text):
        return False
    proper = [word for word in words if word.lower().rstrip(".") not in _PARTICLES]
    return bool(proper) and all(_is_proper(word) for word in proper)


def _is_proper(word: str) -> bool:
    first = word.lstrip("'’\"“„(")[:1]
    return first.isalpha() and (first.isupper() or not first.islower())  # scripts without case pass


def _is_word(text: str) -> bool:
    return " " not in text and text[:1].isupper()


def _without_prefix(text: str) -> str:
    for _ in range(3):
        shorter = _SHORT_PREFIX.sub("", _PREFIX.sub("", text.strip(_EDGES)))
        if shorter == text:
            break
        text = shorter
    return text.strip(_EDGES)


def _of_commas(parts: list[str]) -> list[Person]:
    """The people between commas: a part that is no name is the role of the one before it, or nothing."""
    if len(parts) == 2 and all(_is_word(part) for part in parts) and not _ROLE.search(parts[1]):
        parts = [f"{parts[1]} {parts[0]}"]
    people: list[Person] = []
    parts = [part for part in parts if part.lower().rstrip(".") not in _GENERATIONS]
    for index, part in enumerate(parts):
        for piece in _weakly_split(part):
            name = _valid(_without_prefix(piece))
            if name and (index == 0 or looks_like_name(name)):
                people.append(Person(name))
            elif people and not people[-1].role:
                people[-1] = Person(people[-1].name, _role(piece))
    return people


def _weakly_split(part: str) -> list[str]:
    """Split at Spanish, Italian and Dutch words for "and" only where there is a name on both sides."""
    pieces = _WEAK_SPLIT.split(part)
    return pieces if all(looks_like_name(piece) for piece in pieces) else [part]


def _role(text: str) -> str | None:
    text = text.strip(_EDGES)
    says_role = _ROLE.search(text) or (text[:1].islower() and " " in text)
    return text if says_role and len(text) <= 120 else None


def _valid(text: str) -> str | None:
    """The name if it can be one."""
    name = text.strip(_EDGES)
    if not 2 <= len(name) <= NAME_LIMIT or name.lower() in _PLACEHOLDERS or len(name.split()) > 8:
        return None
    if "://" in name or "@" in name or "www." in name.lower() or sum(c.isdigit() for c in name) > 2:
        return None
    return name if any(c.isalpha() for c in name) and not _only_role(name) else None


def _only_role(name: str) -> bool:
    return name.islower() and _ROLE.search(name) is not None
