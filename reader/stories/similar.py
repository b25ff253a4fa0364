"""How alike two articles are: 0 without a sign of the same event, about 0.15 if it is likely, 1 if they are equal.

The cosine of their words, weighted by how rare they are in the news of the last days, words of the title more than
words of the lead. The shared words have to be enough in themselves, so that two short titles with one rare word do
not match. The result is lower if the articles contradict each other: in the day, in the result of a match, or in the
numbers and names in otherwise equal sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import pairwise
from math import log, sqrt
from operator import mul
from sys import intern

from reader.lazy_dataclass import dataclass
from reader.stories.signs import Signs
from reader.stories.words import Word, is_common, is_of_topic, is_regular, is_weekday
from reader.text.folding import is_dense

LEAD, COMMON, NAME, DIGIT, PAIR = 0.7, 0.3, 1.4, 0.3, 0.4  # weights of words; in the title: 1
PRIOR = 1_000  # imagined articles, added to the real ones of the last days
TOPIC_SHARE, RARE_SHARE = 0.02, 0.0005  # of these that have a word of a topic, or any other word
REMEMBERED = 100  # articles after which values are computed again
ENOUGH = 12.5  # the least that two articles share: more than one rare word
OTHER_DAY, NO_ANCHOR, OTHER_SLOTS = 0.5, 0.5, 0.2
ONE_WORD = 0.35  # if they share a single word or name, such as “Ministerin Sahm”: there may be two events in a day
COMPOUND = 0.7  # how heavy Bahnstreik and Streik are as a match
PIECE = 4  # letters by which compounds are found
WITH_PIECE = 4  # words of an article with the same ones; real articles have up to 3
COMPOUNDING = frozenset({"de", "nl"})
_LONG_PIECE = 6  # letters that two compounds share
_RESULT = re.compile(r"(\d{1,3})([:-])(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Profile:
    """An article prepared for comparison. ``publisher``: its site; ``sort``: its date in Unix seconds."""

    entry_id: int
    publisher: str
    sort: int
    language: str
    weights: Mapping[str, float]
    title: frozenset[str]
    anchors: frozenset[str]  # of the title, neither common nor of a topic
    title_pairs: frozenset[tuple[str, str]]  # neighbours in it
    numbers: frozenset[str]  # of the title
    title_days: frozenset[str]
    days: frozenset[str]
    results: frozenset[tuple[int, int]]
    heads: Mapping[str, tuple[str, ...]]  # words by their first letters
    tails: Mapping[str, tuple[str, ...]]  # and by their last ones
    regular: bool
    correction: bool


def profile_of(entry_id: int, publisher: str, sort: int, signs: Signs) -> Profile:
    """The profile of an article."""
    language, weights = signs.language, dict[str, float]()
    for part, weight in ((signs.title, 1.0), (signs.lead, LEAD)):
        for word in part:
            value = weight * _factor(word, language)
            if value > weights.get(word.stem, 0.0):
                weights[word.stem] = value
    title = frozenset(word.stem for word in signs.title)
    pieces = weights if language in COMPOUNDING else ()
    return Profile(
        entry_id,
        publisher,
        sort,
        language,
        weights,
        title,
        frozenset(stem for stem in title if not is_of_topic(stem, language) and not is_common(stem, language)),
        frozenset((one.stem, next_.stem) for one, next_ in pairwise(signs.title)),
        frozenset(word.stem for word in signs.title if word.number),
        frozenset(stem for stem in title if is_weekday(stem, language)),
        frozenset(stem for stem in weights if is_weekday(stem, language)),
        frozenset(_results(word for part in (signs.title, signs.lead) for word in part)),
        _by_piece(pieces, slice(PIECE)),
        _by_piece(pieces, slice(-PIECE, None)),
        any(is_regular(stem, language) for stem in title),
        signs.correction,
    )


def _factor(word: Word, language: str) -> float:
    if word.number:
        return DIGIT if len(word.stem) == 1 else 1.0
    if is_dense(word.stem[:1]):
        return PAIR
    return (NAME if word.name else 1.0) * (COMMON if is_common(word.stem, language) else 1.0)


def _results(found: Iterable[Word]) -> Iterator[tuple[int, int]]:
    """The results of matches, in either order of the teams. 21:04 is a time."""
    for word in found:
        result = _RESULT.fullmatch(word.stem) if word.number else None
        if result and not (result[2] == ":" and len(result[3]) == 2 and int(result[1]) < 24):
            low, high = sorted((int(result[1]), int(result[3])))
            yield low, high


def _by_piece(stems: Iterable[str], piece: slice) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for stem in stems:
        if len(stem) >= PIECE and not stem[0].isdigit():
            letters = intern(stem[piece])
            known = found.get(letters, ())
            if len(known) < WITH_PIECE:
                found[letters] = (*known, stem)
    return found


class Rarity:
    """How many articles of the last days have a word, by language. Those of a story count as one.

    Otherwise the words of an event would count for less with each telling that is found.
    """

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._having: dict[str, Counter[str]] = {}
        self._values: dict[str, Values] = {}  # by language
        self._added = 0

    def add(self, profile: Profile) -> None:
        """Counts an article that is in no story."""
        self._articles[profile.language] += 1
        self._count(profile.language, profile.weights, 1)
        self._added += 1
        if self._added % REMEMBERED == 0:
            self._values.clear()

    def remove(self, profile: Profile, others: Iterable[Profile]) -> None:
        """No longer counts an article. ``others``: those that stay of its story, whose words still count."""
        self._articles[profile.language] -= 1
        self._count(profile.language, profile.weights.keys() - _words_of(others), -1)

    def join(self, groups: Iterable[Iterable[Profile]]) -> None:
        """Counts the words of several stories, or of articles in none, as those of one."""
        seen: set[str] = set()
        for group in groups:
            members = list(group)
            found = _words_of(members)
            if members:
                self._count(members[0].language, seen & found, -1)
            seen |= found

    def separate(self, profile: Profile, others: Iterable[Profile]) -> None:
        """Counts an article that was in a story with others as one of its own."""
        self._count(profile.language, profile.weights.keys() & _words_of(others), 1)

    def _count(self, language: str, stems: Iterable[str], by: int) -> None:
        having = self._having.setdefault(language, Counter())
        for stem in stems:
            having[stem] += by
            if not having[stem]:
                del having[stem]

    def of_all(self, language: str) -> Values:
        """How much each word says: about 4 if one article in fifty has it, 7 if hardly any has.

        Words keep their values for a while.
        """
        known = self._values.get(language)
        if known is None:
            known = self._values[language] = Values(partial(self._value, language=language))
        return known

    def _value(self, stem: str, language: str) -> float:
        having = self._having.get(language)
        share = TOPIC_SHARE if is_of_topic(stem, language) else RARE_SHARE
        had = PRIOR * share + (having.get(stem, 0) if having else 0)
        return max(0.5, log((PRIOR + self._articles[language]) / had))


class Values(dict[str, float]):
    """What words say, by word; computed when it is first asked for."""

    __slots__ = ("_lengths", "_of")

    def __init__(self, of: Callable[[str], float]) -> None:
        super().__init__()
        self._of = of
        self._lengths: dict[int, tuple[Profile, float]] = {}

    def __missing__(self, stem: str) -> float:
        value = self[stem] = self._of(stem)
        return value

    def length(self, profile: Profile) -> float:
        """The length of an article's vector of weights times values."""
        known = self._lengths.get(profile.entry_id)
        if known is None or known[0] is not profile:
            values = list(map(mul, profile.weights.values(), map(self.__getitem__, profile.weights)))
            known = self._lengths[profile.entry_id] = profile, sqrt(sum(map(mul, values, values)))
        return known[1]


def _words_of(profiles: Iterable[Profile]) -> set[str]:
    return set().union(*(profile.weights for profile in profiles))


@dataclass(frozen=True, slots=True)
class Compared:
    """An article with the values of words at this moment. ``length``: of the vector of weight times value."""

    profile: Profile
    of: Mapping[str, float]  # how much each word says
    length: float

    def value(self, stem: str) -> float:
        """The weight of one of its words times what the word says."""
        return self.profile.weights[stem] * self.of[stem]


def compared(profile: Profile, rarity: Rarity) -> Compared:
    """The article, ready to be compared with several others."""
    of = rarity.of_all(profile.language)
    return Compared(profile, of, of.length(profile))


def similarity(one: Compared, other: Compared) -> float:
    """How alike two articles are; symmetric."""
    if not one.length or not other.length or one.profile.language != other.profile.language:
        return 0.0
    first, second = (one, other) if one.profile.entry_id <= other.profile.entry_id else (other, one)
    mine, theirs = first.profile, second.profile
    if _differ(mine.title_days, theirs.title_days) or _differ(mine.results, theirs.results):
        return 0.0  # it cannot be the same event
    used = mine.weights.keys() & theirs.weights.keys()
    says, weighs, other_says, other_weighs = first.of, mine.weights, second.of, theirs.weights
    if says is other_says:
        parts = [value * value * weighs[stem] * other_weighs[stem] for stem in used for value in (says[stem],)]
    else:
        parts = [says[stem] * weighs[stem] * (other_says[stem] * other_weighs[stem]) for stem in used]
    matches = len(used) - len(mine.title_pairs & theirs.title_pairs)
    if mine.heads and theirs.heads:
        for stem, twin, fit in _compounds(mine, theirs, used):
            parts.append(first.value(stem) * second.value(twin) * fit)
            matches += 1
    if not parts:
        return 0.0
    cosine = sum(parts) / (first.length * second.length)
    cosine *= ONE_WORD if matches == 1 else 1.0
    return cosine * min(1.0, sum(map(sqrt, parts)) / ENOUGH) * _agreement(mine, theirs, used)


def _compounds(one: Profile, other: Profile, used: set[str]) -> Iterator[tuple[str, str, float]]:
    """Pairs of words of which one is a part of the other, or that share a long part; each word once."""
    for mine, theirs, step in ((one.heads, other.heads, 1), (one.tails, other.tails, -1)):
        # Words under equal pieces are in both articles, and so used.
        for piece in sorted(letters for letters in mine.keys() & theirs.keys() if mine[letters] != theirs[letters]):
            for stem in mine[piece]:
                for twin in theirs[piece]:
                    if stem in used or twin in used:
                        continue
                    same = _alike_for(stem[::step], twin[::step])
                    if same == min(len(stem), len(twin)) or same >= _LONG_PIECE:
                        used.update((stem, twin))
                        yield stem, twin, COMPOUND * same / max(len(stem), len(twin))


def _alike_for(one: str, other: str) -> int:
    """How many letters two words have in common at their beginning."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _agreement(one: Profile, other: Profile, used: set[str]) -> float:
    """1 if nothing contradicts."""
    factor = OTHER_DAY if _differ(one.days, other.days) else 1.0
    if not _has_anchor(one, other, used):
        factor *= NO_ANCHOR
    if one.correction or other.correction:
        return factor
    return factor * (OTHER_SLOTS if _fills_same_slots(one, other, used) else 1.0)


def _differ(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    return bool(one and other and not (one & other))


def _has_anchor(one: Profile, other: Profile, used: AbstractSet[str]) -> bool:
    """Whether a word of either title that is neither common nor of a topic has its match in the other article."""
    return not (one.anchors.isdisjoint(used) and other.anchors.isdisjoint(used))


def _fills_same_slots(one: Profile, other: Profile, used: set[str]) -> bool:
    """Whether the titles are one sentence with other numbers and other names."""
    shared = one.title & other.title
    if len(shared) < 0.4 * min(len(one.title), len(other.title)) or not shared:
        return False
    if not (one.numbers - other.numbers and other.numbers - one.numbers):
        return False
    return bool(one.title - used - one.numbers) and bool(other.title - used - other.numbers)
