"""The furniture around a text: counters of views and comments, "3 hours ago", "Stand: 14:47 Uhr". Pure.

It changes with every request. It is lines, or parts of a line between separators, that have only numbers, dates and
words of a small vocabulary, at least one of them typical. Any other word makes it a sentence, in which each word and
each number counts: "12 dead", "2:1".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reader.text.furniture_words import COUNTED, FILLING, MONTHS, SIGNS, STAMPS, VOCABULARY

_LONGEST_FURNITURE = 16  # words
_LONGEST_LINE = 10_000  # characters; no furniture is looked for in a longer one


def without_furniture(text: str) -> str:
    """The lines of a plain text except those that have only furniture."""
    return "\n".join(line for line in text.split("\n") if any(True for _ in said_parts(line)))


def said_parts(line: str) -> Iterator[str]:
    """The parts of a line that are not furniture."""
    if not line:
        return
    if len(line) > _LONGEST_LINE or not _may_have_furniture().search(line):
        yield line
        return
    if _is_furniture(line):
        return
    for part in _separators().split(line):
        for piece in () if _is_furniture(part) else _sentence_end().split(part):
            said = _without_stamps(piece)
            if said and not said.isspace() and not _is_furniture(said, is_sentence=said != part):
                yield said


def _without_stamps(part: str) -> str:
    """A part without "Update 14:47:" at its beginning and ", updated 3 hours ago" at its end."""
    head, colon, rest = part.partition(": ")
    if colon and _is_stamp(head):
        part = rest
    clause, comma, end = part.rpartition(", ")
    return clause if comma and _is_stamp(end) else part


def _is_stamp(text: str) -> bool:
    """Whether a clause tells when the text was changed."""
    first = _word().search(text)
    return first is not None and first[0].lower() in STAMPS and _is_furniture(text)


def _is_furniture(part: str, *, is_sentence: bool = False) -> bool:
    """Whether a part of a line is furniture. ``is_sentence``: beside others, where a date or a time alone is none."""
    if len(part) > 200:
        return False
    words = _word().findall(part.lower())
    if len(words) > _LONGEST_FURNITURE or not all(word in VOCABULARY or _is_number(word) for word in words):
        return False
    said = frozenset(words)
    signs = SIGNS - {"uhr"} if is_sentence else SIGNS
    if said & signs and (said & COUNTED or any(map(_is_number, words)) or not said - SIGNS - FILLING):
        return True
    return not is_sentence and (_is_ago(part.lower()) or _is_date(part.lower(), said))


def _is_number(word: str) -> bool:
    return word[0].isdigit() and (word.isdigit() or word[-1].isdigit() or _numeral().fullmatch(word) is not None)


def _is_ago(part: str) -> bool:
    return _ago().fullmatch(part.strip(" ,:")) is not None


def _is_date(part: str, said: frozenset[str]) -> bool:
    """Whether a part is a date or a time of day and no score: it names a month or has the form of a date."""
    return bool((said & MONTHS and _any_digit().search(part)) or _date().search(part) or _clock().search(part))


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\w+(?:[.,'’:\u202f]\w+)*")


@cache
def _numeral() -> re.Pattern[str]:
    return re.compile(r"\d+(?:[.,'’:t]\d+)*(?:k|m|h|am|pm|uhr|min|st|nd|rd|th|z)?")


@cache
def _separators() -> re.Pattern[str]:
    return re.compile(r"\s*[·•|()\[\]●∙]+\s*|\s+[–—/-]\s+")


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"(?<=[.!?])\s+")


@cache
def _any_digit() -> re.Pattern[str]:
    return re.compile(r"\d")


_UNITS = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?|sekunden?|sek|minuten?|stunden?|std"
    r"|tage?n?|wochen?|monate?n?|jahre?n?)\.?"
)


@cache
def _ago() -> re.Pattern[str]:
    number = r"(?:about |etwa |rund |ca\. ?|mehr als |less than |over )?(?:\d+|an?|one|einer?|einem)"
    clock = r"\d\d?[:.]\d\d(?: ?[ap]m| uhr)?"
    return re.compile(
        rf"(?:{number} ?{_UNITS}(?: and \d+ {_UNITS}| {number} {_UNITS})? ago"
        rf"|vor {number} ?{_UNITS}(?: und \d+ {_UNITS})?"
        r"|il y a (?:\d+|une?) (?:minutes?|heures?|jours?)|hace (?:\d+|una?) (?:minutos?|horas?|días?)"
        r"|\d+ (?:minut[oi]|or[ae]|giorn[oi]) fa|\d+ (?:minuten|uur|dagen) geleden"
        r"|just now|moments ago|gerade eben|soeben|vorgestern"
        rf"|(?:today|yesterday|heute|gestern)(?:,? (?:at |um )?{clock})?)"
    )


@cache
def _date() -> re.Pattern[str]:
    return re.compile(r"(?<!\d)(?:\d{1,2}\.\d{1,2}\.(?:\d\d){1,2}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})(?!\d)")


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(r"(?<!\d)\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:uhr|am|pm|a\.m|p\.m)(?!\w)")


@cache
def _may_have_furniture() -> re.Pattern[str]:
    """Furniture has a number, or one of the words that need none; most lines of a text have neither."""
    return re.compile(
        r"\d|comment|kommentar|repl|ago\b|vor ein|gestern|yesterday|just now|eben|heute|today|updated|aktualisiert",
        re.IGNORECASE,
    )
