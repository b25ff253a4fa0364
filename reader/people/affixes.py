"""Removes the text before and after a name in a byline: verbs, labels, roles, dates, ages and buttons."""

from __future__ import annotations

import re

from reader.people.given_names import begins_with_given_name
from reader.people.judge import ends_in_role, has_role, looks_like_person, names_nobody, names_organisation
from reader.people.vocabulary import (
    ARTICLES,
    AUTHOR_LABELS,
    BUTTONS,
    GENERATIONS,
    LABELS,
    LINKS,
    LISTS,
    OTHER_WORK,
    OWN,
    PARTICLE_LINKS,
    PARTICLES,
    ROLE_FIELDS,
    ROLES,
    TALKS,
    TIMES,
)
from reader.text import fold
from reader.text.furniture_words import COMMENTS

EDGES = " \t\u00a0,;:|•·–—-/\\\"“”„«»'’*_#<>[]{}+&→➔›▸▶➜‹←…！。：،"
_DATELINE = re.compile(r"[A-ZÄÖÜ][\w./-]{2,20}(?:\.|\s[–—-])\s+(?=(?:Von|By|Par|Por|Di|Door|VON|BY)\s)")
_TOLD = re.compile(r"as told to\s+(?=\w)", re.IGNORECASE)
_ELISION = re.compile(r"(?<=\w)\s+d['’](?=[A-ZÀ-Ý]\w)")
_SHORT = 20  # characters: a text with two names is longer
_SHORT_LABEL = 2  # words
_GENITIVES = frozenset({"des", "der", "du", "della", "dello", "of"})  # behind a role: "Leiterin des Hauses"
_UNKNOWN_LABEL = 3  # words of a label that is on no list
_CHECKS = ("medically", "fact", "fact-checked")  # "Medically reviewed by"
_LOWER_LINKS = frozenset({"von", "di", "av", "af", "van"})
_TEXTS = frozenset(
    {"text", "bericht", "kommentar", "kolumne", "gastbeitrag", "beitrag", "artikel", "rezension", "essay"}
)
_VERBS = frozenset({"berichtet", "berichten", "fuhrte", "fuhrten", "stellte", "stellten", "sprach", "sprachen"})
_STARTS = frozenset({"es", "aus"})  # "Es berichtet", "Aus Berlin berichtet"
_GENDERED = re.compile(r"(?<=\w)[*_·](?=in(?:nen)?\b)")  # "Autor*innen"
_WORKS = frozenset({
    "film", "roman", "buch", "stuck", "song", "album", "video", "gedicht", "konzert", "musik", "oper", "ausstellung",
    "book", "novel", "movie",
})  # fmt: skip
_EDITORIAL = re.compile(
    r"\s+(?:leave\s+an?|no|keine|hinterlasse\s+einen|schreibe?\s+einen|add\s+an?|\d+)\s+"
    rf"(?:{COMMENTS}|reply)\b.*",
    re.IGNORECASE,
)
_BEFORE_VERBS = ARTICLES | {"mit", "avec", "with", "propos"}
_FROM_LANGUAGE = (["aus", "dem"], ["from", "the"])
_LEAD_LIMIT = 9  # words before a link word
_LABEL = re.compile(r"([^:：]{1,60}?)\s*[:：]\s*(?=\S)")
_SLASHED = re.compile(
    r"(文|図|撮影|摄影|图|글|作者|记者|撰文|text|foto|bild)\s*[/／]\s*(?!(?:fotos?|bild(?:er)?|photos?|text|film|video|fotografie)\b)",
    re.IGNORECASE,
)
_BEFORE_HOURS = frozenset({"en", "a", "à", "in", "de", "o", "w", "i"})
_BEFORE_DAYS = frozenset({"am", "on", "le", "el", "il", "den", "om", "op", "seit", "vom"})
_DATE = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}[./-]|\d{1,2}\.?\s+[^\W\d]{3,10}\.?,?\s+\d{4}|\d{4}年")
_COMPLETE_DATE = re.compile(r"\d{4}|\d[.:/-]\d")
_GIVEN_NAMES = frozenset({"jan", "april", "may", "june", "august", "avril", "abril"})  # and months
_CAPITAL_LINKS = frozenset({"di", "de", "da", "av", "af", "na"})
_DATE_LINKS = frozenset({"de", "del", "do", "da"})
_PARENTHESES = re.compile(r"\s*[(（\[][^()（）\[\]]*(?:[)）\]]|$)")
_LAST_PARENTHESES = re.compile(r"\(([^()]{3,60})\)\s*$")
_HANDLE = re.compile(r"\s+@[\w.]+.*")
_EMPLOYER = re.compile(
    r"\s+(?i:for|für|pour|para|per|voor|dla)\s+(?=(?i:the|der|die|das|la|le|el|il|de)?\s*[A-Z]).*|"
    r"\s+(?:at|bei|@|in|aus|from|via|à|of|berichtet|reports|reporting)\s+(?:aus\s|from\s|in\s|the\s)?[A-ZÀ-Þ].*"
)
_POSSESSIVE = re.compile(r"['’]s?\s+(?:profile?|profil|posts?|page|articles?|stories|blog)\b.*", re.IGNORECASE)
_GLUED_ROLE = re.compile(
    r"(?<=[\uac00-\ud7af])\s?(?:선임기자|인턴기자|기자|특파원|논설위원)$|(?<=[\u3400-\u9fff])(?:記者|记者)$"
)
_LEADING_ROLE = re.compile(
    r"^(?:记者|記者|特派員|编辑|編輯|責任編輯|责任编辑|作者|撰文|文|本报记者|本報記者|实习记者)\s*(?=[\u3400-\u9fff])"
)
_ABOUT = re.compile(
    r"^(?:about(?:\s+the\s+author)?|über(?:\s+(?:den\s+autor|die\s+autorin))?|à\s+propos\s+de(?:\s+l['’]auteure?)?|sobre|"
    r"acerca\s+de|over|zur\s+person|meet(?:\s+the\s+author)?)\s*:?\s+",
    re.IGNORECASE,
)


_LAST_LATIN = "\u2fff"  # behind it are scripts without spaces
_BYLINE_WORDS = LINKS | PARTICLE_LINKS | LABELS


class OtherWork(Exception):
    """The text names somebody who did something else than write."""


def without_about(text: str) -> str:
    """The title of an author box without its introduction: "About Jane Doe" becomes "Jane Doe"."""
    return _ABOUT.sub("", text).strip(EDGES)


def without_prefix(text: str) -> tuple[str, bool]:
    """The text from the name on, and whether a prefix was taken off. Raises :class:`OtherWork`."""
    if text[:1] == "©":
        raise OtherWork
    start = text
    for _ in range(4):
        shorter = _one_prefix_less(text)
        if shorter == text:
            break
        text = shorter.strip(EDGES)
    return text, text != start


def _one_prefix_less(text: str) -> str:
    text = _SLASHED.sub(r"\1: ", text, count=1) if "/" in text or "／" in text else text
    label = _LABEL.match(text)
    if label:
        keys = _keys(label[1])
        if len(keys) > _SHORT_LABEL and (shorter := _after_leading_words(text)) != text:
            return shorter  # "Posted by Ada Brine at 10:30"
        if _follows_name(label[1]):
            return text
        if not LABELS.isdisjoint(keys) or _is_compound_label(keys) or not LINKS.isdisjoint(keys):
            return text[label.end() :]
        if not OTHER_WORK.isdisjoint(keys):
            raise OtherWork
        rest = text[label.end() :]
        if _begins_with_name(rest) and not looks_like_person(label[1]):
            return rest
    text = _DATELINE.sub("", _TOLD.sub("", text, count=1) if text[:1] in "Aa" else text, count=1)
    if _ELISION.search(text) and not LABELS.isdisjoint(_keys(text)[:2]):
        text = _ELISION.sub(" de ", text, count=1)  # "Tribune d'Ada Brine"
    return _after_leading_words(_without_leading_date(_LEADING_ROLE.sub("", text)))


def _follows_name(label: str) -> bool:
    """Whether words up to a colon begin with a name: "Ada Brine Foto:", "Ada Brine at 10:"."""
    words = label.split(" ")
    return any(looks_like_person(" ".join(words[:count])) for count in range(1, len(words)))


def _after_leading_words(text: str) -> str:
    """The text after its link word, or after a label that has none ("Text Ada Brine")."""
    words = text.split(" ")
    keys = [fold(word).strip(".,:").rpartition("/")[2] for word in words[: _LEAD_LIMIT + 1]]
    for index, key in enumerate(keys[: len(words) - 1]):
        before, rest = keys[:index], " ".join(words[index + 1 :])
        if key not in LINKS and key not in PARTICLE_LINKS and not (key == "from" and _may_precede_from(before, rest)):
            continue
        if before[:2] in _FROM_LANGUAGE and key in ("von", "by"):
            raise OtherWork  # "Aus dem Englischen von Bo Cliff"
        if index and _is_person_before_link(words[:index], before, rest):
            return text
        if _is_link(key, words[index], before, words[:index], rest):
            if not OTHER_WORK.isdisjoint(before) and (before[0] in _CHECKS or not _names_text(before)):
                raise OtherWork
            return rest
    rest = " ".join(words[1:])
    if keys[0] in LABELS and (names_nobody(rest) or (_is_long(words) and _begins_with_name(rest))):
        return rest
    if keys[0] in OTHER_WORK and len(words) > 2 and (words[1].islower() or looks_like_person(_trimmed(rest))):
        raise OtherWork  # also "Photo courtesy of …"
    return text


def _names_text(keys: list[str]) -> bool:
    return any(key in LABELS and key != "from" for key in keys)


def _may_precede_from(before: list[str], rest: str) -> bool:
    return LISTS.issuperset(before) or (not LABELS.isdisjoint(before) and _begins_with_name(rest))


def _is_person_before_link(words: list[str], keys: list[str], rest: str) -> bool:
    """Whether the words before a link word begin with a name ("Ada von Brine") and no label ("Große Klappe von")."""
    if LABELS.isdisjoint(keys) and OTHER_WORK.isdisjoint(keys[:1]):
        return looks_like_person(" ".join(words)) and not _is_unknown_label(words, rest)
    return begins_with_given_name(words[0]) and any(
        LABELS.isdisjoint(keys[:count]) and looks_like_person(" ".join(words[:count])) for count in (2, 3)
    )


def _is_unknown_label(words: list[str], rest: str) -> bool:
    """Whether words are no part of a name, but a name follows: "Große Klappe" before "von Ada Brine"."""
    return (
        len(words) <= _UNKNOWN_LABEL
        and begins_with_given_name(rest)
        and not any(map(begins_with_given_name, words))
        and not names_organisation(" ".join(words))
        and _begins_with_name(rest)
    )


def _is_link(key: str, word: str, before: list[str], words: list[str], rest: str) -> bool:
    """Whether a word introduces the name behind it and is not a part of that name or the one before it."""
    if not rest[:1].isalpha() and rest[:1] not in "\"“„'@":
        return False
    if key in _DATE_LINKS and words and (_is_number(words[-1]) or before[-1] in TIMES - LABELS):
        return False  # "3 de mayo de 2024"
    rest = _trimmed(rest)
    if not before:
        return (
            key in LINKS
            or key == "von"
            or (
                (" " in rest or not rest[:1].isupper())
                and _begins_with_name(rest)
                and (word.islower() or key in _CAPITAL_LINKS)
            )
            or (key in ("del", "от", "від", "του", "της") and _begins_with_name(rest))
        )
    labelled = not LABELS.isdisjoint(before) or not LISTS.isdisjoint(before) or not OTHER_WORK.isdisjoint(before)
    if key in LINKS or key == "from":
        return labelled or _begins_with_name(rest) or not any(w[:1].isupper() for w in words)
    if labelled and rest.count(" ") == 0:
        is_surname = words[-1][:1].isupper() and rest[:1].isupper() and not _is_introduction(before[-1])
        return not is_surname and (word.islower() or word.isupper())
    if _is_unknown_label(words, rest):
        return True
    return (labelled or _is_compound_label(before) or all(w.islower() for w in words)) and _begins_with_name(rest)


def _is_long(words: list[str]) -> bool:
    return len(words) > 2 or (len(words) == 2 and not words[1][:1].isupper() and looks_like_person(words[1]))


def _is_introduction(key: str) -> bool:
    return any(key in some for some in (LABELS, LISTS, OTHER_WORK)) or _is_compound_label([key])


def _is_compound_label(keys: list[str]) -> bool:
    """Whether one of the words is a German compound of a label: "Gastkolumne"."""
    return any(
        key.endswith(
            ("beitrag", "kommentar", "kolumne", "analyse", "reportage", "bericht", "interview", "text", "essay")
        )
        for key in keys
    )


def _begins_with_name(text: str) -> bool:
    """Whether the first words of a text can be a person."""
    for mark in (",", ";", " | ", " – ", " and ", " und ", "\n", " • ", " · "):
        text = text.partition(mark)[0]
    words = _trimmed(text).split(" ")
    return any(looks_like_person(" ".join(words[:count])) for count in range(min(5, len(words)), 0, -1))


def may_be_byline(text: str) -> bool:
    """Whether a line has a word or a number that bylines have; quicker than to read it."""
    if any(map(str.isdigit, text)) or ":" in text or (not text.isascii() and max(text) > _LAST_LATIN):
        return True
    return any(key in _BYLINE_WORDS or _is_compound_label([key]) for key in _keys(text))


def introduces_name(text: str) -> bool:
    """Whether a line begins with a word such as "By", "Text:" or "Written", or with a date, in front of a name."""
    keys = _keys(text)[:6]
    if not keys:
        return False
    if keys[0] in LINKS or (keys[0] in PARTICLE_LINKS and text[:1].isupper()) or _LEADING_ROLE.match(text):
        return True
    if _DATELINE.match(text) or _follows_introduction(text):
        return True
    if keys[0] in _BEFORE_VERBS and any(key in LINKS for key in keys[2:]):
        return True  # "Das Gespräch führte", "Mit Bo Cliff sprach"
    label = _LABEL.match(text)
    if label:
        return not LABELS.isdisjoint(_keys(label[1])) or _is_compound_label(_keys(label[1]))
    is_of_work = keys[1:2] and keys[1] in _WORKS and any(key in LINKS or key in PARTICLE_LINKS for key in keys[2:3])
    if keys[0] in LABELS and not is_of_work:
        return keys[0] in AUTHOR_LABELS or any(key in LINKS or key in PARTICLE_LINKS for key in keys)
    name = _trimmed(_without_leading_date(text)) if _DATE.match(text) else ""
    return begins_with_given_name(name) and looks_like_person(name)


def _follows_introduction(text: str) -> bool:
    """Whether a name follows a link word that has only dates, labels and articles before it: "12. März 2024 von"."""
    words = text.split(" ")[: _LEAD_LIMIT + 2]
    keys = [fold(word).strip(".,:|–-") for word in words]
    for index, key in enumerate(keys):
        rest = " ".join(words[index + 1 :])
        if key in _VERBS and _is_label_of(rest):
            return True
        if key in LINKS or key in PARTICLE_LINKS:
            is_single = " " not in rest and begins_with_given_name(rest)
            return (key in LINKS or key in _LOWER_LINKS or index > 0) and (is_single or _begins_with_name(rest))
        if index and key in LABELS | TIMES and _is_label_of(rest):
            return True
        if not (
            not key or keys[0] in _STARTS or _is_number(key) or any(key in known for known in (LABELS, TIMES, ARTICLES))
        ):
            return index > 0 and (_is_compound_label(keys[:index]) or keys[0] in _TEXTS) and _is_label_of(text, index)
    return False


def _is_label_of(text: str, start: int = 0) -> bool:
    rest = " ".join(text.split(" ")[start:])
    return begins_with_given_name(rest) and _begins_with_name(rest)


def without_suffix(text: str) -> str:
    """The text up to the end of the name."""
    if len(text) > _SHORT:
        words = text.split(" ")
        folded = " ".join(map(fold, words))
        starts = [at for talk in TALKS if (at := folded.find(talk)) > 0]
        if starts:
            text = " ".join(words[: folded.count(" ", 0, min(starts) + 1)])
    return _trimmed(text)


def _trimmed(text: str) -> str:
    for pattern in (_PARENTHESES, _HANDLE, _POSSESSIVE, _EDITORIAL):
        text = pattern.sub("", text)
    employer = _EMPLOYER.search(text)
    if employer and looks_like_person(apart_from_role(text[: employer.start()])[0]):
        text = text[: employer.start()]
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
    first = next((index for index, word in enumerate(words) if index and _is_number(word)), None)
    if first is None:
        is_dated = len(words) > 2 and fold(words[-1]).strip(".,:") in TIMES and words[-2].lower() in _BEFORE_DAYS
        return words[:-2] if is_dated else words
    words = words[:first]
    while len(words) > 1 and (fold(words[-1]).strip(".,:") in TIMES or (len(words) > 2 and words[-1] in _BEFORE_HOURS)):
        words = words[:-1]
    return words


def _without_leading_date(text: str) -> str:
    words = text.split(" ")
    count, digits = 0, False
    while count < len(words) and (
        _is_number(words[count]) or fold(words[count]).strip(".,:") in TIMES or words[count] in ("-", "–")
    ):
        if count and fold(words[count]) in _GIVEN_NAMES and _COMPLETE_DATE.search(words[count - 1]):
            break  # "03.11.2021 April Brine"
        digits = digits or _is_number(words[count])
        count += 1
    return " ".join(words[count:]).strip(EDGES) if digits else text


def _is_number(word: str) -> bool:
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
    keys = set(_keys(last[1]))
    return not OTHER_WORK.isdisjoint(keys) and LABELS.isdisjoint(keys)


def is_time(text: str) -> bool:
    """Whether a text has nothing but the words and numbers of a date, such as a weekday."""
    words = text.split()
    keys = [fold(word).strip(".,:") for word in words]
    is_dated = all(_is_number(word) or key in TIMES for word, key in zip(words, keys, strict=True))
    return is_dated and (any(map(_is_number, words)) or not keys or len(keys[0]) > 5)


def apart_from_role(text: str) -> tuple[str, str | None]:
    """A name and the role directly before or after it: "Redakteurin Ada Brine", "김바다 기자"."""
    glued = _GLUED_ROLE.search(text)
    if glued and looks_like_person(text[: glued.start()].strip()):
        return text[: glued.start()].strip(), glued[0].strip()
    words = text.split(" ")
    if len(words) < 2:
        return text, None
    keys = _keys(text)
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
    keys = _keys(text)
    if keys and keys[0] in ("the", "der", "die", "das", "la", "le", "les", "el", "los", "il"):
        return None
    names_role = any(key in ROLES or ends_in_role(key) for key in keys) or (
        text[:1].islower() and " " in text and not any(key in BUTTONS or key in TIMES for key in keys)
    )
    return text if names_role and len(text) <= 120 else None


def _keys(text: str) -> list[str]:
    return [word.strip(".,:;()'’\"") for word in _GENDERED.sub("", fold(text)).replace("/", " ").split()]
