"""Removes the text after a name in a byline: roles, dates, ages, places, employers, other work and buttons."""

from __future__ import annotations

import re

from reader.people.given_names import begins_with_given_name
from reader.people.judge import ends_in_role, has_role, looks_like_person, names_organisation
from reader.people.vocabulary import (
    BUTTONS,
    GENERATIONS,
    LABELS,
    OTHER_WORK,
    OWN,
    PARTICLES,
    ROLE_FIELDS,
    ROLES,
    TALKS,
    TIMES,
)
from reader.text import fold
from reader.text.furniture_words import COMMENTS

EDGES = " \t\u00a0,;:|•·–—-/\\\"“”„«»'’*_#<>[]{}+&→➔›▸▶➜‹←…！。：،"
_SHORT = 20  # characters: a text with two names is longer
_GENITIVES = frozenset({"des", "der", "du", "della", "dello", "of"})  # behind a role: "Leiterin des Hauses"
_GENDERED = re.compile(r"(?<=\w)[*_·](?=in(?:nen)?\b)")  # "Autor*innen"
_EDITORIAL = re.compile(
    r"\s+(?:leave\s+an?|no|keine|hinterlasse\s+einen|schreibe?\s+einen|add\s+an?|\d+)\s+"
    rf"(?:{COMMENTS}|reply)\b.*",
    re.IGNORECASE,
)
_BEFORE_HOURS = frozenset({"en", "a", "à", "in", "de", "o", "w", "i"})
_BEFORE_DAYS = frozenset({"am", "on", "le", "el", "il", "den", "om", "op", "seit", "vom"})
_COMPLETE_DATE = re.compile(r"\d{4}|\d[.:/-]\d")
_GIVEN_NAMES = frozenset({"jan", "april", "may", "june", "august", "avril", "abril"})  # and months
_PARENTHESES = re.compile(r"\s*[(（\[][^()（）\[\]]*(?:[)）\]]|$)")
_LAST_PARENTHESES = re.compile(r"\(([^()]{3,60})\)\s*$")
_HANDLE = re.compile(r"\s+@[\w.]+.*")
_EMPLOYER = re.compile(
    r"\s+(?i:for|für|pour|para|per|voor|dla)\s+(?=(?i:the|der|die|das|la|le|el|il|de)?\s*[A-Z]).*|"
    r"\s+(?:at|bei|@|in|aus|from|via|à|of|berichtet|reports|reporting)\s+(?:aus\s|from\s|in\s|the\s)?[A-ZÀ-Þ].*"
)
_VERB = re.compile(
    r"\s+(?:schrieb|schreibt|schreiben|berichtete?n?|writes|wrote|reports|reported|posted|hat\s|has\s|écrit|a\sécrit|"
    r"ha\s|escribe|escribió|"
    r"scrive|skriver|skrev|schrijft|schreef|pisze|píše|пишет|who)(?=\s|$).*",
    re.IGNORECASE,
)
_LIFE = re.compile(
    r"\s+(?:lebt|wohnt|arbeitet|studiert|forscht|lehrt|leitet|ist|war|hat|lives|works|is|was|vit|travaille|est|vive|"
    r"trabaja|lavora|"
    r"woont|werkt|bor|mieszka|pracuje|живёт|живет)\s.*"
)
_POSSESSIVE = re.compile(r"['’]s?\s+(?:profile?|profil|posts?|page|articles?|stories|blog)\b.*", re.IGNORECASE)
_GLUED_ROLE = re.compile(
    r"(?<=[\uac00-\ud7af])\s?(?:선임기자|인턴기자|기자|특파원|논설위원)$|(?<=[\u3400-\u9fff])(?:記者|记者)$"
)


def without_suffix(text: str) -> str:
    """The text up to the end of the name."""
    if len(text) > _SHORT:
        words = text.split(" ")
        folded = " ".join(map(fold, words))
        starts = [at for talk in TALKS if (at := folded.find(talk)) > 0]
        if starts:
            text = " ".join(words[: folded.count(" ", 0, min(starts) + 1)])
    return trimmed(text)


def trimmed(text: str) -> str:
    """The name without what follows it: parentheses, handles, employers, places, dates, other work and buttons."""
    for pattern in (_PARENTHESES, _HANDLE, _POSSESSIVE, _EDITORIAL):
        text = pattern.sub("", text)
    employer = _EMPLOYER.search(text)
    if employer and looks_like_person(apart_from_role(text[: employer.start()])[0]):
        text = text[: employer.start()]
    for verb in filter(None, (_LIFE.search(text), _VERB.search(text))):
        if looks_like_person(text[: verb.start()]):
            text = text[: verb.start()]
    words = text.split(" ")
    words = _without_date(words)
    words = _without_other_work(words)
    words = _capitals_before_others(words)
    kept = len(words)
    while kept > 1 and (fold(words[kept - 1]).strip(".,:!") in BUTTONS or words[kept - 1] in ("-", "–", "|", "•", "·")):
        kept -= 1
    return " ".join(words[:kept]).strip(EDGES)


def _capitals_before_others(words: list[str]) -> list[str]:
    """The name in capitals before other words: "ADA BRINE Associated Press"."""
    count = next((index for index, word in enumerate(words) if not (word.isupper() and len(word) > 1)), len(words))
    if not 1 < count < len(words) or not words[count][:1].isupper() or len(words[count - 1]) < 3:
        return words
    is_apart = begins_with_given_name(words[0]) or names_organisation(" ".join(words[count:]))
    return words[:count] if is_apart and looks_like_person(" ".join(words[:count])) else words


def _without_date(words: list[str]) -> list[str]:
    """Names have no digits: a date or an age begins at the first one, or at the words of time before it."""
    first = next((index for index, word in enumerate(words) if index and is_number(word)), None)
    if first is None:
        is_dated = len(words) > 2 and fold(words[-1]).strip(".,:") in TIMES and words[-2].lower() in _BEFORE_DAYS
        return words[:-2] if is_dated else words
    words = words[:first]
    while len(words) > 1 and (fold(words[-1]).strip(".,:") in TIMES or (len(words) > 2 and words[-1] in _BEFORE_HOURS)):
        words = words[:-1]
    return words


def without_leading_date(text: str) -> str:
    """The text without the words and numbers of a date at its beginning."""
    words = text.split(" ")
    count, digits = 0, False
    while count < len(words) and (
        is_number(words[count]) or fold(words[count]).strip(".,:") in TIMES or words[count] in ("-", "–")
    ):
        if count and fold(words[count]) in _GIVEN_NAMES and _COMPLETE_DATE.search(words[count - 1]):
            break  # "03.11.2021 April Brine"
        digits = digits or is_number(words[count])
        count += 1
    return " ".join(words[count:]).strip(EDGES) if digits else text


def is_number(word: str) -> bool:
    """Whether a word begins with a digit, perhaps behind a mark such as ``(``."""
    return word.lstrip("(#~")[:1].isdigit()


def _without_other_work(words: list[str]) -> list[str]:
    """The words before a mark such as "Foto:" that follows a name."""
    for index, word in enumerate(words):
        if index > 1 and fold(word).rstrip("s:.") in OTHER_WORK and (word.endswith(":") or index + 1 < len(words)):
            return words[:index]
    return words


def is_credit_for_other_work(text: str) -> bool:
    """Whether a name has another work than the text in parentheses behind it: "Bo Cliff (Fotos)"."""
    last = _LAST_PARENTHESES.search(text)
    if last is None or ":" in last[1]:  # "Ada Brine (Fotos: Bo Cliff)"
        return False
    keys = set(byline_keys(last[1]))
    return not OTHER_WORK.isdisjoint(keys) and LABELS.isdisjoint(keys)


def is_time(text: str) -> bool:
    """Whether a text has nothing but the words and numbers of a date, such as a weekday."""
    words = text.split()
    keys = [fold(word).strip(".,:") for word in words]
    is_dated = all(is_number(word) or key in TIMES for word, key in zip(words, keys, strict=True))
    return is_dated and (any(map(is_number, words)) or not keys or len(keys[0]) > 5)


def apart_from_role(text: str) -> tuple[str, str | None]:
    """A name and the role directly before or after it: "Redakteurin Ada Brine", "김바다 기자"."""
    glued = _GLUED_ROLE.search(text)
    if glued and looks_like_person(text[: glued.start()].strip()):
        return text[: glued.start()].strip(), glued[0].strip()
    words = text.split(" ")
    if len(words) < 2:
        return text, None
    keys = byline_keys(text)
    longest = min(4, len(words) - 1)
    starts = [count for count in range(longest, 1, -1) if keys[-count] in ROLES or keys[-count] in ROLE_FIELDS]
    for count in (*starts, *range(1, longest + 1)):
        before, after = " ".join(words[:-count]), " ".join(words[-count:])
        if _is_role(keys[-count:]) and looks_like_person(before):
            return before, after.strip(EDGES)
        before, after = " ".join(words[:count]), " ".join(words[count:])
        if _is_role(keys[:count]) and _GENITIVES.isdisjoint(keys[count - 1 : count + 1]) and looks_like_person(after):
            return after, before.strip(EDGES)
    if len(words) > 3 and _is_role(keys[:1]):  # a role on either side
        name, role = apart_from_role(" ".join(words[1:]))
        return (name, words[0]) if role else (text, None)
    return text, None


def _is_role(keys: list[str]) -> bool:
    first, second = (*keys, "", "")[:2]
    return has_role([*keys, ""]) and first not in GENERATIONS and (first not in PARTICLES or second in OWN)


def role_in(text: str) -> str | None:
    """The text if it can be the role of the person before it."""
    text = text.strip(EDGES + ".")
    keys = byline_keys(text)
    if keys and keys[0] in ("the", "der", "die", "das", "la", "le", "les", "el", "los", "il"):
        return None
    names_role = any(key in ROLES or ends_in_role(key) for key in keys) or (
        text[:1].islower() and " " in text and not any(key in BUTTONS or key in TIMES for key in keys)
    )
    return text if names_role and len(text) <= 120 else None


def byline_keys(text: str) -> list[str]:
    """The folded words of a text without the marks around them, for the word lists of bylines."""
    return [word.strip(".,:;()'’\"") for word in _GENDERED.sub("", fold(text)).replace("/", " ").split()]
