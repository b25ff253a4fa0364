"""Chooses the articles of an edition and their places. The order of the candidates makes no difference.

Sections take turns: the next article comes from the section whose best one is worth most, and each article that a
section has lowers that worth. So news that every feed reports fills most of the edition, and a folder with a few quiet
feeds keeps its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reader.edition.rank import reasons
from reader.edition.values import Candidate, ChoiceSettings, Item, Reason, Section, Size
from reader.lazy_dataclass import dataclass
from reader.stories.best_telling import Telling, in_order
from reader.text import SHORTEST_WITH_MINUTES, fold

MOST_OF_A_FEED = 2  # in one section, unless there is only one feed
MOST_SECTIONS = 8
NEXT_COUNTS = 0.85  # factor on the worth of a section's next article, for each that it has
LEAD_PICTURE = 150  # points that a picture adds to a candidate for the lead story
_FEW_WORDS = 20  # with fewer, an article has no text to set below a large headline
_STRONGEST = 3  # articles by which sections are compared


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A candidate with its reasons. ``worth``: the points of the best article of its story; ``place``: among these."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    points: int
    worth: int
    place: int

    @property
    def order(self) -> tuple[int, int, int, int]:
        return -self.worth, self.place, -self.candidate.sort, self.candidate.entry_id


def choose(candidates: Iterable[Candidate], settings: ChoiceSettings, now: int) -> tuple[Section, ...]:
    """The sections of an edition, the one with the lead story first, then in the order of the user's folders."""
    everything = list(candidates)
    titles = _section_titles(everything, settings.feed_folders)
    queues: dict[str, list[_Ranked]] = {}
    for ranked in sorted(_ranked(everything, now), key=lambda one: one.order):
        queues.setdefault(titles[ranked.candidate.folder], []).append(ranked)
    queues = _strongest(queues)
    one_feed = len({one.feed_id for one in everything}) == 1
    chosen = _take(queues, settings.stories, settings.stories if one_feed else MOST_OF_A_FEED)
    groups = _groups(everything)
    return _laid_out({title: some for title, some in chosen.items() if some}, groups, settings.folders)


# -- the candidates


def _group_key(one: Candidate) -> tuple[str, int]:
    """The key that the articles of a story share, or copies of one article."""
    if one.story is not None:
        return "story", one.story
    return ("copies", one.copies) if one.copies is not None else ("entry", one.entry_id)


def _groups(candidates: Iterable[Candidate]) -> dict[tuple[str, int], list[Candidate]]:
    """The candidates of each story, the one to show first."""
    groups: dict[tuple[str, int], list[Candidate]] = {}
    for one in candidates:
        groups.setdefault(_group_key(one), []).append(one)
    return {key: _best_first(some) if len(some) > 1 else some for key, some in groups.items()}


def _best_first(story: Sequence[Candidate]) -> list[Candidate]:
    """The articles of a story in the order of lists (:mod:`reader.stories.best_telling`)."""
    by_id = {one.entry_id: one for one in story}
    tellings = (Telling(one.entry_id, one.feed_id, one.sort, one.full_text) for one in by_id.values())
    return [by_id[one.id] for one in in_order(tellings, {one.feed_id: one.share for one in story})]


def _ranked(candidates: Iterable[Candidate], now: int) -> Iterable[_Ranked]:
    for group in _groups(candidates).values():
        worth = 0
        for place, one in enumerate(group):
            found = reasons(one, now)
            points = sum(reason.points for reason in found)
            worth = points if place == 0 else worth
            yield _Ranked(one, found, points, worth, place)


# -- the sections


def _section_titles(candidates: Iterable[Candidate], folders: Iterable[str]) -> dict[str, str]:
    """The section of each folder: its top folder, or the one below if the top folder has most of the feeds.

    ``folders``: of each feed, so that the sections are the same every day.
    """
    feeds = Counter(folders)
    feeds.update({one.folder for one in candidates} - feeds.keys())
    titles = {folder: folder.partition("/")[0] for folder in feeds}
    while titles and len({*titles.values()}) < MOST_SECTIONS:
        sizes: Counter[str] = Counter()
        for folder, title in titles.items():
            sizes[title] += feeds[folder]
        largest = min(sizes, key=lambda title: (-sizes[title], title))
        depth = largest.count("/") + 2
        inside = {folder: "/".join(folder.split("/")[:depth]) for folder in titles if titles[folder] == largest}
        if 2 * sizes[largest] <= feeds.total() or {*inside.values()} == {largest}:
            break
        titles |= inside
    return titles


def _strongest(queues: Mapping[str, list[_Ranked]]) -> dict[str, list[_Ranked]]:
    """At most :data:`MOST_SECTIONS`: the articles of the weakest join those without a folder."""
    named = sorted(
        (title for title in queues if title),
        key=lambda title: (-sum(one.worth for one in queues[title][:_STRONGEST]), title),
    )
    if len(queues) <= MOST_SECTIONS:
        return dict(queues)
    kept = named[: MOST_SECTIONS - 1]
    rest = [one for title, some in queues.items() if title not in kept for one in some]
    return {**{title: queues[title] for title in kept}, "": sorted(rest, key=lambda one: one.order)}


def _take(queues: Mapping[str, Sequence[_Ranked]], stories: int, most_of_a_feed: int) -> dict[str, list[_Ranked]]:
    """The articles of each section: no two of a story, no two copies, and few of one feed."""
    chosen: dict[str, list[_Ranked]] = {title: [] for title in queues}
    at = dict.fromkeys(queues, 0)
    used: set[tuple[str, int]] = set()
    of_feed: dict[tuple[str, int], int] = {}

    def head(title: str) -> _Ranked | None:
        """The next article of a section that can still be taken."""
        queue = queues[title]
        while at[title] < len(queue):
            one = queue[at[title]].candidate
            if used.isdisjoint(_keys(one)) and of_feed.get((title, one.feed_id), 0) < most_of_a_feed:
                return queue[at[title]]
            at[title] += 1
        return None

    for _ in range(stories):
        heads = [(title, found) for title in queues if (found := head(title))]
        if not heads:
            break
        title, best = min(heads, key=lambda pair: _turn(pair[1], len(chosen[pair[0]])))
        chosen[title].append(best)
        used |= _keys(best.candidate)
        of_feed[title, best.candidate.feed_id] = of_feed.get((title, best.candidate.feed_id), 0) + 1
    return chosen


def _keys(one: Candidate) -> set[tuple[str, int]]:
    """Keys that no two articles of an edition share."""
    keys = {("entry", one.entry_id)}
    if one.story is not None:
        keys.add(("story", one.story))
    if one.copies is not None:
        keys.add(("copies", one.copies))
    return keys


def _turn(ranked: _Ranked, taken: int) -> tuple[float, tuple[int, int, int, int]]:
    return -ranked.worth * NEXT_COUNTS**taken, ranked.order


# -- the places


def _laid_out(
    chosen: Mapping[str, Sequence[_Ranked]],
    groups: Mapping[tuple[str, int], Sequence[Candidate]],
    folders: Sequence[str],
) -> tuple[Section, ...]:
    everything = [one for some in chosen.values() for one in some]
    if not everything:
        return ()
    lead = min(everything, key=_as_lead)
    place = {folder: number for number, folder in enumerate(folders)}

    def order(title: str) -> tuple[bool, bool, int, str, str]:
        return lead not in chosen[title], not title, place.get(title, len(place)), fold(title), title

    sections = []
    for title in sorted(chosen, key=order):
        some = sorted(chosen[title], key=lambda one: (one is not lead, -one.points, one.order))
        large = (len(some) - (lead in some) + 1) // 2
        items = []
        for one in some:
            size = Size.LEAD if one is lead else Size.BRIEF
            if size is Size.BRIEF and large > 0 and one.candidate.words >= _FEW_WORDS:
                size, large = Size.SECOND, large - 1
            others = sorted(groups[_group_key(one.candidate)], key=lambda other: (-other.sort, other.entry_id))
            tellings = tuple(other.entry_id for other in others if _is_telling(other, one.candidate))
            items.append(Item(one.candidate.entry_id, size, one.reasons, tellings))
        sections.append(Section(title, tuple(items)))
    return tuple(sections)


def _is_telling(other: Candidate, one: Candidate) -> bool:
    """Whether it is another article of the story rather than a copy."""
    return other.entry_id != one.entry_id and (other.copies is None or other.copies != one.copies)


def _as_lead(ranked: _Ranked) -> tuple[bool, int, tuple[int, int, int, int]]:
    """An article with a text and a picture makes the better lead story."""
    one = ranked.candidate
    return one.words < SHORTEST_WITH_MINUTES, -ranked.points - LEAD_PICTURE * one.has_picture, ranked.order
