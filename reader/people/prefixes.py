"""Removes the text before a name in a byline, such as verbs, labels and dates, and tells which lines have some."""

from __future__ import annotations

import re

from reader.people.given_names import begins_with_given_name, is_surely_person
from reader.people.judge import looks_like_person, names_nobody, names_organisation
from reader.people.suffixes import EDGES, apart_from_role, byline_keys, is_number, trimmed, without_leading_date
from reader.people.vocabulary import (
    ARTICLES,
    AUTHOR_LABELS,
    LABELS,
    LINKS,
    LISTS,
    OTHER_WORK,
    OWN,
    PARTICLE_LINKS,
    TIMES,
)
from reader.text import fold

_DATELINE = re.compile(r"[A-ZÄÖÜ][\w./-]{2,20}(?:\.|\s[–—-])\s+(?=(?:Von|By|Par|Por|Di|Door|VON|BY)\s)")
_TOLD = re.compile(r"as told to\s+(?=\w)", re.IGNORECASE)
_ELISION = re.compile(r"(?<=\w)\s+d['’](?=[A-ZÀ-Ý]\w)")
_SHORT_LABEL = 2  # words
_UNKNOWN_LABEL = 3  # words of a label that is on no list
_CHECKS = ("medically", "fact", "fact-checked")  # "Medically reviewed by"
_LOWER_LINKS = frozenset({"von", "di", "av", "af", "van"})
_TEXTS = frozenset(
    {"text", "bericht", "kommentar", "kolumne", "gastbeitrag", "beitrag", "artikel", "rezension", "essay"}
)
_VERBS = frozenset({"berichtet", "berichten", "fuhrte", "fuhrten", "stellte", "stellten", "sprach", "sprachen"})
_STARTS = frozenset({"es", "aus"})  # "Es berichtet", "Aus Berlin berichtet"
_WORKS = frozenset({
    "film", "roman", "buch", "stuck", "song", "album", "video", "gedicht", "konzert", "musik", "oper", "ausstellung",
    "book", "novel", "movie", "vortrag", "lesung", "seminar", "workshop", "lecture", "talk", "reading", "conference",
    "charla", "conferenza", "lezing", "wyklad", "foredrag", "forelasning",
})  # fmt: skip
_BEFORE_VERBS = ARTICLES | {"mit", "avec", "with", "propos"}
_FROM_LANGUAGE = (["aus", "dem"], ["from", "the"])
_LEAD_LIMIT = 9  # words before a link word
_LABEL = re.compile(r"([^:：]{1,60}?)\s*[:：]\s*(?=\S)")
_SLASHED = re.compile(
    r"(文|図|撮影|摄影|图|글|作者|记者|撰文|text|foto|bild)\s*[/／・]\s*(?!(?:fotos?|bild(?:er)?|photos?|text|film|video|"
    r"fotografie)\b)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}[./-]|\d{1,2}\.?\s+[^\W\d]{3,10}\.?,?\s+\d{4}|\d{4}年")
_CAPITAL_LINKS = frozenset({"di", "de", "da", "av", "af", "na"})
_ARTICLE_LINKS = frozenset(map(fold, ("del", "от", "від", "του", "της")))
_DATE_LINKS = frozenset({"de", "del", "do", "da"})
_LEADING_ROLE = re.compile(
    r"^(?:记者|記者|特派員|编辑|編輯|責任編輯|责任编辑|作者|撰文|文(?=[\s/／・])|本报记者|本報記者|实习记者)[\s/／・]*(?=[\u3400-\u9fff])"
)
_ABOUT = re.compile(
    r"^(?:about(?:\s+the\s+author)?|über(?:\s+(?:den\s+autor|die\s+autorin))?|à\s+propos\s+de(?:\s+l['’]auteure?)?|"
    r"sobre|"
    r"acerca\s+de|over|zur\s+person|meet(?:\s+the\s+author)?)\s*:?\s+",
    re.IGNORECASE,
)
_WRITER = (
    r"(?:(?:unsere?|der|die|our|the|notre|le|la|nuestr[oa]|el|il|lo|de|onze|den|vår|vores|o|a|nasza?)\s+|"
    r"l['’])?(?:gast-?|guest\s)?"
    r"(?:autor(?:in|a|ka|en)?|author|writer|auteure?|autrice|autore|redakteur(?:in)?|mitarbeiter(?:in)?|"
    r"korrespondent(?:in)?|"
    r"journalist(?:in|e|a)?|kolumnist(?:in)?|forfatteren?|författaren?|skribenten|schrijver|schrijfster|blogger(?:in)?)"
)
_THE_WRITER = re.compile(rf"{_WRITER}[,:]?\s+", re.IGNORECASE)
_THE_WRITER_DOES = re.compile(
    rf"{_WRITER}\s+(?:dieses\s\w+\s|of this \w+\s|de (?:cet|este|esta) \w+\s)?(?:ist|war|lebt|arbeitet|schreibt|"
    rf"studiert\w*|forscht|lehrt|"
    r"leitet|is|was|has|lives|works|writes|teaches|est|vit|travaille|écrit|enseigne|es|vive|trabaja|escribe|è|lavora|"
    r"scrive|é|"
    r"trabalha|escreve|woont|werkt|schrijft|er|är|bor|jest|mieszka|pracuje)\s",
    re.IGNORECASE,
)
# Words that are a label only with a colon: "Redacción Central" is an office.
_AUTHORS_WITH_COLON = frozenset({"redaccion", "redazione", "redactie", "redacao", "redakcja", "redakce"})
_LAST_LATIN = "\u2fff"  # behind it are scripts without spaces
_BYLINE_WORDS = LINKS | PARTICLE_LINKS | LABELS


class OtherWork(Exception):
    """The text names somebody who did something else than write."""


def without_about(text: str) -> str:
    """The title of an author box without its introduction: "About Jane Doe" becomes "Jane Doe"."""
    return _ABOUT.sub("", text).strip(EDGES)


def without_writer(text: str) -> str:
    """The text without "Our author", "Die Autorin" or "Author:" before a name."""
    found = _THE_WRITER.match(text)
    return text[found.end() :] if found and text[found.end() : found.end() + 1].isupper() else text


def without_label(text: str) -> str:
    """The text without "Author:" in front."""
    label = _LABEL.match(text)
    return without_writer(text) if label and " " not in label[1] else text


def tells_of_writer(text: str) -> bool:
    """Whether a text begins like "The author is …", without a name."""
    return _THE_WRITER_DOES.match(text) is not None


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
    text = _SLASHED.sub(r"\1: ", text, count=1) if any(mark in text for mark in "/／・") else text
    label = _LABEL.match(text)
    if label:
        keys = byline_keys(label[1])
        rest = text[label.end() :]
        if keys and keys[0] in AUTHOR_LABELS and OTHER_WORK.isdisjoint(keys) and _begins_with_name(rest):
            return rest  # "Auteur de la publication : Ada Brine"
        if len(keys) > _SHORT_LABEL and (shorter := _after_leading_words(text)) != text:
            return shorter  # "Posted by Ada Brine at 10:30"
        if _follows_name(label[1]):
            return text
        if (
            not _AUTHORS_WITH_COLON.isdisjoint(keys)
            or not LABELS.isdisjoint(keys)
            or _is_compound_label(keys)
            or not LINKS.isdisjoint(keys)
        ):
            return rest
        if not OTHER_WORK.isdisjoint(keys):
            raise OtherWork
        if _begins_with_name(rest) and not looks_like_person(label[1]):
            return rest
    text = _DATELINE.sub("", _TOLD.sub("", text, count=1) if text[:1] in "Aa" else text, count=1)
    if _ELISION.search(text) and not LABELS.isdisjoint(byline_keys(text)[:2]):
        text = _ELISION.sub(" de ", text, count=1)  # "Tribune d'Ada Brine"
    return _after_leading_words(without_leading_date(_LEADING_ROLE.sub("", text)))


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
    if keys[0] in OTHER_WORK and len(words) > 2 and (words[1].islower() or looks_like_person(trimmed(rest))):
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
    if key in _DATE_LINKS and words and (is_number(words[-1]) or before[-1] in TIMES - LABELS):
        return False  # "3 de mayo de 2024"
    rest = trimmed(rest)
    if not before:
        return (
            key in LINKS
            or key == "von"
            or (
                (" " in rest or not rest[:1].isupper())
                and _begins_with_name(rest)
                and (word.islower() or key in _CAPITAL_LINKS)
            )
            or (key in _ARTICLE_LINKS and _begins_with_name(rest))
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
    words = trimmed(text).split(" ")
    return any(looks_like_person(" ".join(words[:count])) for count in range(min(5, len(words)), 0, -1))


def may_be_byline(text: str) -> bool:
    """Whether a line has a word or a number that bylines have; quicker than to read it."""
    if any(map(str.isdigit, text)) or ":" in text or (not text.isascii() and max(text) > _LAST_LATIN):
        return True
    return any(key in _BYLINE_WORDS or _is_compound_label([key]) for key in byline_keys(text))


def introduces_name(text: str) -> bool:
    """Whether a line begins with a word such as "By", "Text:" or "Written", or with a date, in front of a name."""
    keys = byline_keys(text)[:6]
    if not keys:
        return False
    if keys[0] in LINKS or (keys[0] in PARTICLE_LINKS and text[:1].isupper()) or _LEADING_ROLE.match(text):
        return True
    if _DATELINE.match(text) or _follows_introduction(text):
        return True
    if keys[0] in _BEFORE_VERBS and any(key in LINKS for key in keys[2:]):
        return True  # "Das Gespräch führte", "Mit Bo Cliff sprach"
    label = _LABEL.match(_SLASHED.sub(r"\1: ", text, count=1))
    if label:
        keys = byline_keys(label[1])
        return not (LABELS | _AUTHORS_WITH_COLON).isdisjoint(keys) or _is_compound_label(keys)
    is_of_work = keys[1:2] and keys[1] in _WORKS and any(key in LINKS or key in PARTICLE_LINKS for key in keys[2:3])
    if keys[0] in LABELS and not is_of_work:
        return keys[0] in AUTHOR_LABELS or any(key in LINKS or key in PARTICLE_LINKS for key in keys)
    name = trimmed(without_leading_date(text)) if _DATE.match(text) else ""
    return is_surely_person(name)


def _follows_introduction(text: str) -> bool:
    """Whether a name follows a link word that has only dates, labels and articles before it: "12. März 2024 von"."""
    words = text.split(" ")[: _LEAD_LIMIT + 2]
    keys = [fold(word).strip(".,:|–-") for word in words]
    for index, key in enumerate(keys):
        rest = " ".join(words[index + 1 :])
        if key in _VERBS and _is_label_of(rest):
            return True
        if key in LINKS or key in PARTICLE_LINKS:
            if keys[index + 1 : index + 2] and keys[index + 1] in OWN:
                return apart_from_role(" ".join(words[index + 2 :]))[1] is not None
            is_single = " " not in rest and begins_with_given_name(rest)
            return (key in LINKS or key in _LOWER_LINKS or index > 0) and (is_single or _begins_with_name(rest))
        if key in OWN and (index > 0 or key != keys[-1]) and apart_from_role(" ".join(words[index + 1 :]))[1]:
            return True  # "Ein Bericht unserer Mitarbeiterin Ada Brine"
        if index and key in LABELS | TIMES and _is_label_of(rest):
            return True
        if not (
            not key or keys[0] in _STARTS or is_number(key) or any(key in known for known in (LABELS, TIMES, ARTICLES))
        ):
            return index > 0 and (_is_compound_label(keys[:index]) or keys[0] in _TEXTS) and _is_label_of(text, index)
    return False


def _is_label_of(text: str, start: int = 0) -> bool:
    rest = " ".join(text.split(" ")[start:])
    return begins_with_given_name(rest) and _begins_with_name(rest)
