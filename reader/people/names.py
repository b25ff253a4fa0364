"""Finds the names of people in bylines and author fields, and tells them from organisations, desks and roles.

All functions are pure and work on one string. Where a rule is in doubt, a name stays whole rather than cut, and text
that cannot be a name is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.text import clean_line, clean_title, fold

NAME_LIMIT = 80  # characters
NAMES_LIMIT = 12  # names in one byline
_FEED_NAME_LIMIT = 200  # characters of a feed's author field, which may hold a list

_MAIL = r"[^\s@<>()\"']{1,64}@[^\s@<>()\"']{1,255}"
_MAIL_THEN_NAME = re.compile(rf"(?:mailto:)?{_MAIL}\s*\((.*)\)?", re.IGNORECASE)
_MAILS = re.compile(rf"[<(]?\s?(?:mailto:)?{_MAIL}\s?[>)]?", re.IGNORECASE)

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
# German words may begin with another one (Chefredakteurin), all others begin with the stem (editorial).
_ROLE = re.compile(
    r"(?:\b|(?<=\w))(?:redakt(?:eur|or)|korrespondent|reporter|journalist|fotograf|kritiker|kolumnist|herausgeber|"
    r"mitarbeiter|forscher|historiker|ökonom|lehrer|leiter|autor|volontär|gründer|direktor)(?:s|e|en|in|innen)?\b|"
    r"\b(?:redakt|redact|rédact|redatt|editor|correspond|corrispond|journalist|giornalist|periodist|author\b|"
    r"(?:copy|ghost|staff)?writer|columnist|chef\b|head of\b|director|professor|freelance|photograph|analyst\b|"
    r"critic\b|publisher\b|producer\b|contributor|envoyée?\b|verslaggev|senior\b|junior\b|"
    r"managing\b|deputy\b|ressort|researcher\b|historian\b|economist\b|lecturer\b|teacher\b|blogger|student(?:in)?\b|"
    r"fellow\b|founder\b|politik|desk\b)",
    re.IGNORECASE,
)
_ROLES_AND_SURNAMES = frozenset({
    "senior", "junior", "chef", "leiter", "lehrer", "student", "fellow", "forscher", "autor", "critic", "teacher",
    "professor", "ökonom", "direktor", "gründer",
})  # fmt: skip
_NOBODY = frozenset({
    "by", "von", "par", "por", "door", "admin", "administrator", "root", "user", "author", "autor", "autorin", "auteur",
    "unknown", "anonymous", "anonym", "webmaster", "test", "default", "wordpress", "null", "undefined", "none", "n/a",
    "na", "guest", "gast", "redacted", "siteadmin", "super-admin",
})  # fmt: skip
# A name with one of these words belongs to a desk, an agency, a company or an account.
_ORGANISATION_WORDS = frozenset({
    "admin", "administrator", "staff", "team", "editor", "editors", "editorial", "redaktion", "redaktionsteam",
    "desk", "news", "newsroom", "newsdesk", "online", "webmaster", "author", "reporter", "reporters", "correspondent",
    "correspondents", "press", "agency", "agencies", "media", "group", "blog", "podcast", "magazine", "newspaper",
    "contributor", "contributors", "company", "guest", "writer", "writers", "redaction", "redaccion", "dpa", "afp",
    "reuters", "inc", "gmbh", "ltd", "ag",
})  # fmt: skip
_PARTICLES = frozenset({
    "von", "van", "de", "der", "den", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "le", "la",
    "al", "el", "bin", "ibn", "ben", "zu", "zum", "zur", "ter", "ten", "af", "av", "y", "e",
})  # fmt: skip
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "phd", "md"})
_NOT_IN_NAMES = re.compile(r"[@/\\:;|<>\[\]{}0-9]")
_LETTERS_WITHOUT_CASE = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_EDGES = " \t\u00a0,;:.|·•–—-/\\\"“”„«»'’*_#<>()[]{}+&"


@dataclass(frozen=True, slots=True)
class Person:
    """A name from a byline, with the role that the byline gives beside it."""

    name: str
    role: str | None = None


def looks_like_person(name: str, *, except_for: Iterable[str] = ()) -> bool:
    """Whether this can be a person's name: two to six capitalised words, no role and no organisation.

    Scripts without capital letters pass with up to 40 characters. ``except_for`` lists names that are known to be
    something else, such as the feed's title and the site's name.
    """
    folded = fold(name)
    if not folded or _NOT_IN_NAMES.search(name) or folded in {fold(other) for other in except_for if other}:
        return False
    if _LETTERS_WITHOUT_CASE.search(name):
        return len(name) <= 40
    words = name.split()
    if not 2 <= len(words) <= 6 or not _ORGANISATION_WORDS.isdisjoint(folded.replace(".", "").split()):
        return False
    proper = [word for word in words if fold(word).rstrip(".'’") not in _PARTICLES]
    return bool(proper) and all(_is_capitalised(word) for word in proper) and not _has_role(words)


def _is_capitalised(word: str) -> bool:
    first = word.lstrip("'’\"“„(")[:1]
    return first.isupper() or (first.isalpha() and not first.islower()) or "'" in word[1:3]  # d'Artagnan


def _has_role(words: list[str]) -> bool:
    """Whether the words name a role. "John Senior" is a person: a surname may be a role word."""
    if len(words) == 2 and words[1].lower() in _ROLES_AND_SURNAMES:
        words = words[:1]
    return _ROLE.search(" ".join(words)) is not None


def is_short_for(short: str, full: str) -> bool:
    """Whether one folded name abbreviates another: the same last word, and the first word or its initial."""
    parts, whole = short.replace(".", ". ").split(), full.split()
    if len(parts) < 2 or len(whole) < 2 or parts[-1] != whole[-1]:
        return False
    first = parts[0].rstrip(".")
    return first == whole[0] or (len(first) == 1 and whole[0].startswith(first))


def read_byline(byline: str | None) -> tuple[Person, ...]:
    """The people that a byline names, in order and each once, with their roles ("Name, Redakteurin")."""
    text = _without_prefix(_CUT.sub("", clean_line(byline, 400)))
    people: list[Person] = []
    for piece in _SPLIT.split(text):
        people.extend(_between_commas([part.strip() for part in piece.split(",")]))
    unique: dict[str, Person] = {}
    for person in people:
        unique.setdefault(fold(person.name), person)
    return tuple(unique.values())[:NAMES_LIMIT]


def read_name(text: str | None) -> str | None:
    """One name from a field that holds a single name, or None if it cannot be one.

    It is not split, because "Smith and Sons" may be one author. "Doe, Jane" becomes "Jane Doe".
    """
    line = _without_prefix(_CUT.sub("", clean_line(text, 400)))
    parts = [part.strip() for part in line.split(",")]
    if _is_last_and_first(parts):
        line = f"{parts[1]} {parts[0]}"
    elif len(parts) > 1 and looks_like_person(parts[0]) and _role(parts[1]):
        line = parts[0]
    return _valid(line)


def read_feed_name(text: str) -> str:
    """The name in a feed's author field: ``mail (Name)``, ``Name <mail>`` or ``Name``; empty if it has none.

    RSS 2.0 asks for a mail address with the name behind it.
    """
    text = clean_title(text[: 10 * _FEED_NAME_LIMIT].replace("<", " <")) if "@" not in text else clean_line(text[:500])
    with_mail = _MAIL_THEN_NAME.fullmatch(text)
    if with_mail:
        text = with_mail[1].removesuffix(")")
    elif "@" in text:
        text = clean_title(_MAILS.sub(" ", text))
    name = clean_line(text.strip(" ,;|\"'\u201c\u201d"), _FEED_NAME_LIMIT)
    return "" if name.lower().startswith(("http://", "https://", "www.")) or not re.search(r"\w", name) else name


def without_about(text: str) -> str:
    """The title of an author box without its introduction: "About Jane Doe" becomes "Jane Doe"."""
    return _ABOUT.sub("", text).strip(_EDGES)


def _is_word(text: str) -> bool:
    return " " not in text and text[:1].isupper()


def _is_last_and_first(parts: list[str]) -> bool:
    return len(parts) == 2 and all(_is_word(part) for part in parts) and not _ROLE.search(parts[1])


def _without_prefix(text: str) -> str:
    for _ in range(3):
        shorter = _SHORT_PREFIX.sub("", _PREFIX.sub("", text.strip(_EDGES)))
        if shorter == text:
            break
        text = shorter
    return text.strip(_EDGES)


def _between_commas(parts: list[str]) -> list[Person]:
    """The people between commas. A part that is not a name is the role of the person before it, or nothing."""
    if _is_last_and_first(parts):
        parts = [f"{parts[1]} {parts[0]}"]
    people: list[Person] = []
    parts = [part for part in parts if part.lower().rstrip(".") not in _GENERATIONS]
    for index, part in enumerate(parts):
        for piece in _weakly_split(part):
            name = _valid(_without_prefix(piece))
            if name and (index == 0 or looks_like_person(name)):
                people.append(Person(name))
            elif people and not people[-1].role:
                people[-1] = Person(people[-1].name, _role(piece))
    return people


def _weakly_split(part: str) -> list[str]:
    """Splits at Spanish, Italian and Dutch words for "and", but only between two names."""
    pieces = _WEAK_SPLIT.split(part)
    return pieces if all(looks_like_person(piece) for piece in pieces) else [part]


def _role(text: str) -> str | None:
    text = text.strip(_EDGES)
    names_role = _ROLE.search(text) or (text[:1].islower() and " " in text)
    return text if names_role and len(text) <= 120 else None


def _valid(text: str) -> str | None:
    """The text if it can be an author's name, be it a person or an organisation."""
    name = text.strip(_EDGES)
    if not 2 <= len(name) <= NAME_LIMIT or name.lower() in _NOBODY or len(name.split()) > 8:
        return None
    if "://" in name or "@" in name or "www." in name.lower() or sum(c.isdigit() for c in name) > 2:
        return None
    return name if any(c.isalpha() for c in name) and not _only_role(name) else None


def _only_role(name: str) -> bool:
    return name.islower() and _ROLE.search(name) is not None
