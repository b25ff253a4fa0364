"""The words of a headline and its lead by which two articles are compared: folded, without endings and stop words.

It knows of a language only its stop words, the endings of its words, and whether it writes compounds or capitalises all
nouns. Scripts without spaces are cut into pairs of letters, as the search is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from reader.lazy_dataclass import dataclass
from reader.stories.languages import COMMON_WORDS, ENDINGS, REGULAR_WORDS, STOP_WORDS, WEEKDAYS
from reader.stories.topics import TOPIC_WORDS
from reader.text.folding import fold_letters, is_dense

_TOKEN = re.compile(r"\d++(?:[.,:/\u00a0\u202f–-]\d++)*+(?![^\W\d_])|[^\W_]+(?:[-’'.][^\W\d_]+)*")
_MEASURED = re.compile(r"(\d+(?:[.,]\d+)*)[^\W\d_]{1,3}")  # 61m, 25ft, 1st
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|dell|nell|sull|dall|all|un|quell)['’]", re.IGNORECASE)
_HIRAGANA = re.compile("[\u3041-\u309f]")  # endings and particles
_SHORTEST_STEM = 4
_SHORTEST = 2  # letters of a word that counts
_LONGEST = 40  # letters of a word that are looked at
_LETTERS = {"de": frozenset("äöüß"), "es": frozenset("ñ"), "fr": frozenset("œêèç"), "pl": frozenset("ąęłńśźż")}
_SENTENCE_MARKS = frozenset('.!?:–—|„“”"»«…')
_JOINTS = re.compile("[-’'.]")
_TELLING = 600  # letters of a text that tell its language
_DIGITS = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared. ``name``: it is one of a name, so far as capitals tell; ``number``: all digits."""

    stem: str
    name: bool = False
    number: bool = False


def words(text: str, language: str, limit: int = 200) -> Iterator[Word]:
    """The words of a text that count, in order, at most ``limit`` of them; repeated ones as often as they occur.

    ``language``: two letters, or "" if it is unknown.
    """
    left, sentence_begins = limit, True
    end = 0
    for found in _TOKEN.finditer(text):
        between = text[end : found.start()]
        if between != " ":
            sentence_begins = sentence_begins or not _SENTENCE_MARKS.isdisjoint(between)
        end = found.end()
        for word in _parts(found[0], language, sentence_begins):
            if left <= 0:
                return
            left -= 1
            yield word
        sentence_begins = False


def is_common(stem: str, language: str) -> bool:
    """Whether a word is common in all news: people, week, new, says."""
    return stem in _common_stems(language)


def is_of_topic(stem: str, language: str) -> bool:
    """Whether a word names a whole subject: strike, court, flood."""
    return stem in _topic_stems(language)


def is_regular(stem: str, language: str) -> bool:
    """Whether a word in a title names a kind of article that comes again and again: horoscope, quiz, live."""
    return stem in _regular_stems(language)


def is_weekday(stem: str, language: str) -> bool:
    """Whether a word is the name of a day."""
    return stem in _weekday_stems(language)


@lru_cache(64)
def _common_stems(language: str) -> frozenset[str]:
    return _stems(COMMON_WORDS, language)


@lru_cache(64)
def _topic_stems(language: str) -> frozenset[str]:
    return _stems(TOPIC_WORDS, language)


@lru_cache(64)
def _regular_stems(language: str) -> frozenset[str]:
    return _stems(REGULAR_WORDS, language)


@lru_cache(64)
def _weekday_stems(language: str) -> frozenset[str]:
    return _stems(WEEKDAYS, language)


def _stems(lists: Mapping[str, str], language: str) -> frozenset[str]:
    return frozenset(stem_of(fold_letters(word), language) for word in lists.get(language, "").split())


@lru_cache(20_000)
def _parts(token: str, language: str, sentence_begins: bool) -> tuple[Word, ...]:
    measured = _MEASURED.fullmatch(token) if token[0].isdecimal() else None
    if measured or (not token.isalpha() and not any(map(str.isalpha, token))):
        return (Word(_number(measured[1] if measured else token)[:_LONGEST], number=True),)
    if is_dense(token[0]):
        folded = fold_letters(token)[:_LONGEST]
        pairs = [folded[at : at + 2] for at in range(len(folded) - 1)] or [folded]
        return tuple(Word(pair) for pair in pairs if not _HIRAGANA.search(pair))
    token = token[:_LONGEST]
    if not token.isalpha():
        token = _ELISION.sub("", token)
    folded_parts = [(part, _folded(part)) for part in ((token,) if token.isalpha() else _JOINTS.split(token))]
    stop = _stop_words(language)
    return tuple(
        Word(stem_of(folded, language), _is_name(part, language, sentence_begins))
        for part, folded in folded_parts
        if len(folded) >= _SHORTEST and folded not in stop
    )


def _is_name(part: str, language: str, sentence_begins: bool) -> bool:
    if len(part) > 1 and part.isupper():
        return True
    return language != "de" and not sentence_begins and part[0].isupper()


def _number(token: str) -> str:
    """A number in one spelling: 38.000 and 38,000 are the same; of 2:1 and 1,75 the sign stays."""
    if re.fullmatch(r"\d{1,3}(?:[.,\u00a0\u202f]\d{3})+", token):
        return _DIGITS.sub("", token)
    return token.replace(",", ".").replace("–", "-")


@lru_cache(50_000)
def stem_of(folded: str, language: str) -> str:
    """A folded word without its ending."""
    for ending in ENDINGS.get(language, ()):
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
            return folded[: -len(ending)]
    return folded


def language_of(text: str, declared: str | None) -> str:
    """The language of a text by its stop words and letters, in two letters; else what the publisher declares."""
    scores = dict.fromkeys(STOP_WORDS, 0)
    for token in _TOKEN.finditer(text[:_TELLING]):
        for language in _languages(token[0]):
            scores[language] += 1
    known = (declared or "").lower().replace("_", "-").partition("-")[0]
    known = known if len(known) == 2 and known.isascii() and known.isalpha() else ""
    best = max(scores, key=lambda one: (scores[one], one == known))
    others = max(score for language, score in scores.items() if language != best)
    if scores[best] >= 2 and scores[best] > others and scores[best] > scores.get(known, 0) + 1:
        return best
    if known or scores[best] <= others:
        return known
    return best


@lru_cache(20_000)
def _languages(token: str) -> tuple[str, ...]:
    """The languages for which a word speaks, by being one of their stop words or by its letters."""
    folded, lower = _folded(token), token.lower()
    by_letters = (language for language, letters in _LETTERS.items() if not letters.isdisjoint(lower))
    return (*(language for language in STOP_WORDS if folded in _stop_words(language)), *by_letters)


@lru_cache(20_000)
def _folded(token: str) -> str:
    return fold_letters(token)


@lru_cache(64)
def _stop_words(language: str) -> frozenset[str]:
    """The stop words of a language; of all for an unknown one."""
    return frozenset(STOP_WORDS.get(language, " ".join(STOP_WORDS.values())).split())
