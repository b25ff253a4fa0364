"""The articles of the last 72 hours by their words, and the stories that they form.

A new article is compared with the few that share the rarest words with it, so its cost does not grow with the store.
It joins a story if it is like one of its tellings and not unlike the others, so that no chain of likenesses joins
unrelated events. Then the stories and single articles near it are looked at again, because it may connect them.

Several articles of one publisher are rarely two tellings of an event: columns, tickers and agencies repeat their
sentences. So the articles of other publishers decide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heappop, heappush, nlargest
from operator import itemgetter

from reader.stories.correction import Place
from reader.stories.similar import COMPOUNDING, Compared, Profile, Rarity, compared, similarity

HOURS_72 = 72 * 3_600
LIKE = 0.15  # how alike the two closest articles are
WHOLE = 0.6  # of that: how alike all are on average
SOME, HALF = 0.05, 0.5  # how alike at least half of all pairs are
OWN = 2.0  # times as alike to others, for a second article of a publisher
REGULAR = 2.5  # times as alike, for an article of a kind or series that comes again and again
SERIES = 0.5  # of the title, by which articles of a publisher are a series
CORRECTED = 0.4  # how alike a correction is to what it corrects
SHARED = 45.0  # squares of the values of shared words: less than a rare one of a title
NEAR = 20  # articles that a new one is compared with
MANY = 200  # articles with a word that leads to none of them
TRIED = 1_000  # articles with the rarest words
TELLINGS_TRIED = 8  # of a long story, its latest
TELLINGS = 100  # articles to which a story grows; with made-up texts all would become one
OF_PUBLISHER = 10  # of these, of one publisher


class StoryIndex:
    """The articles of the last days. Groups are stories, or single articles that are in none."""

    def __init__(self) -> None:
        self._rarity = Rarity()
        self._profiles: dict[int, Profile] = {}
        # By language and word: most words have one article, and a list takes a third of the memory of a set.
        self._having: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
        self._group: dict[int, set[int]] = {}
        self._begins: dict[int, tuple[int, int]] = {}  # of stories: the dates of their first and last telling, by entry
        self._fixed: set[int] = set()
        self._series: set[int] = set()
        self._by_date: list[tuple[int, int]] = []

    def __contains__(self, entry_id: int) -> bool:
        return entry_id in self._profiles

    def group_of(self, entry_id: int) -> tuple[int, ...]:
        """The story of an article that is here, or only itself."""
        return tuple(sorted(self._group[entry_id]))

    # -- what is known

    def add(self, profile: Profile, *, fixed: bool = False) -> None:
        """Adds an article without looking for its story. ``fixed``: the user has put it where it is."""
        self.remove(profile.entry_id)
        self._profiles[profile.entry_id] = profile
        self._rarity.add(profile)
        for kind, word in _keys(profile):
            self._having[kind].setdefault(word, []).append(profile.entry_id)
        self._group[profile.entry_id] = {profile.entry_id}
        self._begins[profile.entry_id] = (profile.sort, profile.sort)
        if fixed:
            self._fixed.add(profile.entry_id)
        heappush(self._by_date, (profile.sort, profile.entry_id))

    def join(self, entry_ids: Iterable[int], first: int | None = None) -> None:
        """Makes these articles one story. ``first``: the date of its first telling, if that is not here any more."""
        members = {one for one in entry_ids if one in self._profiles}
        whole = set().union(*(self._group[one] for one in members)) if members else set()
        if not whole:
            return
        groups = {id(group): group for group in (self._group[one] for one in members)}.values()
        self._rarity.join([self._profiles[one] for one in sorted(group)] for group in groups)
        dates = [date for one in whole for date in self._begins[one]]
        span = (min(dates if first is None else [*dates, first]), max(dates))
        for one in whole:
            self._group[one], self._begins[one] = whole, span

    def arrange(self, places: Mapping[int, Place]) -> None:
        """Puts articles where the store has them. Of a story, all that are here have to be among them."""
        stories: defaultdict[int, list[int]] = defaultdict(list)
        for entry_id, place in places.items():
            self.separate(entry_id, fixed=place.fixed)
            if place.story is not None:
                stories[place.story].append(entry_id)
        for members in stories.values():
            self.join(members)

    def separate(self, entry_id: int, *, fixed: bool = False) -> None:
        """Takes an article out of its story."""
        profile = self._profiles.get(entry_id)
        if profile is None:
            return
        self._group[entry_id].discard(entry_id)
        self._rarity.separate(profile, [self._profiles[one] for one in self._group[entry_id]])
        self._group[entry_id] = {entry_id}
        self._begins[entry_id] = (profile.sort, profile.sort)
        (self._fixed.add if fixed else self._fixed.discard)(entry_id)

    def remove(self, entry_id: int) -> None:
        """Forgets an article."""
        profile = self._profiles.pop(entry_id, None)
        if profile is None:
            return
        for kind, word in _keys(profile):
            having = self._having[kind][word]
            having.remove(entry_id)
            if not having:
                del self._having[kind][word]
        group = self._group.pop(entry_id)
        group.discard(entry_id)
        self._rarity.remove(profile, [self._profiles[one] for one in group])
        self._begins.pop(entry_id)
        self._fixed.discard(entry_id)
        self._series.discard(entry_id)

    def forget_before(self, date: int) -> None:
        """Forgets the articles from before a date, in Unix seconds."""
        while self._by_date and self._by_date[0][0] < date:
            sort, entry_id = heappop(self._by_date)
            profile = self._profiles.get(entry_id)
            if profile is not None and profile.sort == sort:
                self.remove(entry_id)

    # -- finding

    def place(self, profile: Profile) -> None:
        """Adds a new article to its story, which may connect several groups."""
        near = self._near(profile)
        self.add(profile)
        known = {one.profile.entry_id: one for one in near}
        known[profile.entry_id] = compared(profile, self._rarity)
        self._note_series(known[profile.entry_id], near)
        comparison = _Comparison(known, self._rarity, self._profiles, self._is_repeated)
        group = {profile.entry_id}
        others = {frozenset(self._group[one.profile.entry_id]) for one in near}
        while others:
            ranked = [(self._likeness(comparison, group, other), sorted(other)) for other in others]
            likeness, best = max(ranked, key=lambda pair: (pair[0], pair[1]))
            if likeness <= 0:
                break
            others.discard(frozenset(best))
            self.join({*group, *best})
            group = self._group[profile.entry_id]

    def _near(self, profile: Profile) -> list[Compared]:
        """The articles that share the rarest words with one."""
        rarity, values = self._rarity, self._rarity.of_all(profile.language)
        found: list[tuple[int, str, list[int]]] = []
        for kind, word in _keys(profile):
            having = self._having[kind].get(word)
            if having is None:
                values[word]  # it says as much as before this article
            elif len(having) <= MANY:
                found.append((len(having), word, having))
        found.sort(key=itemgetter(0, 1))
        scores: defaultdict[int, float] = defaultdict(float)
        tried = 0
        for count, word, having in found:
            tried += count
            if tried > TRIED:
                break
            value = profile.weights.get(word, 0.5) * values[word]
            value *= value
            for entry_id in having:
                scores[entry_id] += value
        shared = [one for one, score in scores.items() if score >= SHARED]
        best = nlargest(3 * NEAR, shared, key=lambda one: (scores[one], one))
        near = [one for one in best if one != profile.entry_id and self._may_join(one, profile)][:NEAR]
        return [compared(self._profiles[one], rarity) for one in near]

    def _may_join(self, entry_id: int, profile: Profile) -> bool:
        if entry_id in self._fixed and len(self._group[entry_id]) == 1:
            return False  # the user took it out
        first, last = self._begins[entry_id]
        return max(last, profile.sort) - min(first, profile.sort) <= HOURS_72

    def _note_series(self, new: Compared, near: Sequence[Compared]) -> None:
        """Notes articles of one publisher whose titles are mostly the same words."""
        for other in near:
            mine, theirs = new.profile, other.profile
            if mine.publisher != theirs.publisher or mine.correction or theirs.correction:
                continue
            shared = sum(map(new.value, mine.title & theirs.title))
            if shared >= SERIES * min(_value(new), _value(other)) > 0:
                self._series.update((mine.entry_id, theirs.entry_id))

    def _is_repeated(self, profile: Profile) -> bool:
        return profile.regular or profile.entry_id in self._series

    def _likeness(self, comparison: _Comparison, group: Iterable[int], other: Iterable[int]) -> float:
        """How well two groups fit together; 0 if they do not."""
        one, two = sorted(group), sorted(other)
        spans = [self._begins[member] for member in (one[0], two[0])]
        if max(last for _, last in spans) - min(first for first, _ in spans) > HOURS_72:
            return 0.0
        if self._fixed.intersection(one) and self._fixed.intersection(two):
            return 0.0
        if self._are_many([*one, *two]):
            return 0.0
        return comparison.likeness(one[-TELLINGS_TRIED:], two[-TELLINGS_TRIED:])

    def _are_many(self, entry_ids: Sequence[int]) -> bool:
        """Whether these are more than the tellings of one event."""
        if len(entry_ids) <= OF_PUBLISHER:
            return False
        publishers = Counter(self._profiles[one].publisher for one in entry_ids)
        return len(entry_ids) > TELLINGS or max(publishers.values()) > OF_PUBLISHER


class _Comparison:
    """Compares groups of articles; each pair once."""

    def __init__(
        self,
        known: dict[int, Compared],
        rarity: Rarity,
        profiles: Mapping[int, Profile],
        is_repeated: Callable[[Profile], bool],
    ) -> None:
        self._known = known
        self._rarity, self._profiles, self._is_repeated = rarity, profiles, is_repeated
        self._found: dict[tuple[int, int], float] = {}

    def likeness(self, group: Sequence[int], other: Sequence[int]) -> float:
        """The closest two articles' likeness and the average of all; 0 if one of them is too low."""
        profiles = self._profiles
        pairs = [(profiles[one], profiles[two]) for one in group for two in other]
        counted = [(one, two) for one, two in pairs if one.publisher != two.publisher]
        for mine, theirs in pairs if len(counted) < len(pairs) else ():
            if mine.publisher != theirs.publisher:
                continue
            one, two = mine.entry_id, theirs.entry_id
            if (mine.correction or theirs.correction) and self._pair(one, two) >= CORRECTED:
                counted.append((mine, theirs))
            elif not self._told_by_others(one, two, group, other):
                return 0.0
        found = [self._pair(one.entry_id, two.entry_id) for one, two in counted]
        closest, average = max(found, default=0.0), sum(found) / max(1, len(found))
        if closest < LIKE or average < WHOLE * LIKE or sum(value >= SOME for value in found) < HALF * len(found):
            return 0.0
        return closest + average

    def _told_by_others(self, one: int, two: int, group: Sequence[int], other: Sequence[int]) -> bool:
        """Whether one of two articles of a publisher is very like another publisher's in the other group."""
        profiles, least = self._profiles, OWN * LIKE
        publisher = profiles[one].publisher
        return any(
            profiles[three].publisher != publisher and self._pair(mine, three) >= least
            for mine, theirs in ((one, other), (two, group))
            for three in theirs
        )

    def _pair(self, one: int, two: int) -> float:
        key = (one, two) if one < two else (two, one)
        value = self._found.get(key)
        if value is None:
            mine, theirs = self._compared(one), self._compared(two)
            value = similarity(mine, theirs)
            if value and (self._is_repeated(mine.profile) or self._is_repeated(theirs.profile)):
                value /= REGULAR
            self._found[key] = value
        return value

    def _compared(self, entry_id: int) -> Compared:
        known = self._known.get(entry_id)
        if known is None:
            known = self._known[entry_id] = compared(self._profiles[entry_id], self._rarity)
        return known


def _value(one: Compared) -> float:
    return sum(map(one.value, one.profile.title))


def _keys(profile: Profile) -> list[tuple[str, str]]:
    """Keys under which an article is found: its words, and the first and last letters of its title's words."""
    language = profile.language
    keys = [(language, stem) for stem in profile.weights]
    if language in COMPOUNDING:
        keys += [(f"{language}^", piece) for piece in {stem[:4] for stem in profile.title if len(stem) >= 4}]
        keys += [(f"{language}$", piece) for piece in {stem[-4:] for stem in profile.title if len(stem) >= 4}]
    return keys
