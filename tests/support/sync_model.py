"""What the states of articles may be after two clients of a server changed them, and the faults if they are not.

The rules of the model: a change of a client stays until somebody changes the same field of the same article again. What
the user did in the reader and the server has not heard of beats what the server had before. If the phone changes the same
field while a change of the reader may still wait, or both do it in the same round, either is right: who was later can
be told only where the server keeps a time for each field, and none does. Nobody else changes anything, and in the end
both sides agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reader.model import Field

FIELDS = (Field.READ, Field.STARRED)
Key = tuple[str, Field]  # id of the article at the server


@dataclass(frozen=True, slots=True)
class Act:
    """A client gave a field of some articles this value. Not ``sure``: it may have been killed before."""

    field: Field
    value: bool
    ids: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class FeedAct:
    """A client gave a feed a title or a folder (``field``)."""

    url: str
    field: str
    value: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Side:
    """What one side has, by the ids of the server."""

    everything: frozenset[str]
    unread: frozenset[str]
    starred: frozenset[str]

    def value(self, key: Key) -> bool:
        """Of a field."""
        return key[0] in self.starred if key[1] is Field.STARRED else key[0] not in self.unread


@dataclass
class Model:
    """``changed``: how many fields were changed so far, by both."""

    changed: int = 0
    _may: dict[Key, set[bool]] = field(default_factory=dict)
    _waiting: defaultdict[Key, set[bool]] = field(default_factory=lambda: defaultdict(set))  # of the reader
    _ever: dict[Key, set[bool]] = field(default_factory=dict)  # all values since both sides agreed

    def arrive(self, ids: Iterable[str]) -> None:
        """New articles: unread, without a star."""
        for key in ((one, which) for one in ids for which in FIELDS):
            self._may.setdefault(key, {False})
            self._ever.setdefault(key, {False})

    def vanish(self, ids: Iterable[str]) -> None:
        """The server has removed articles."""
        for key in ((one, which) for one in ids for which in FIELDS):
            self._may.pop(key, None)
            self._waiting.pop(key, None)
            self._ever.pop(key, None)

    def round(self, reader: Sequence[Act], phone: Sequence[Act]) -> None:
        """What both did in one round, each in order, but one independently of the other."""
        here, there = _by_key(reader), _by_key(phone)
        for key in here.keys() | there.keys():
            if key not in self._may:
                continue
            ours, theirs = here.get(key, []), there.get(key, [])
            self._ever[key] |= {value for value, _ in (*ours, *theirs)}
            self.changed += len(ours) + len(theirs)
            if ours:
                self._may[key] = self._after_reader(key, ours) | {value for value, _ in theirs[-1:]}
            else:
                self._may[key] = {theirs[-1][0]} | self._waiting[key]

    def _after_reader(self, key: Key, made: list[tuple[bool, bool]]) -> set[bool]:
        may, waiting = self._may[key], self._waiting[key]
        for value, sure in made:
            may = {value} if sure else may | {value}
            waiting = {value} if sure else waiting | {value}
        self._waiting[key] = waiting
        return may

    def glance(self, reader: Side) -> list[str]:
        """The reader's faults in the midst of it: a value that nobody gave since both sides agreed."""
        return [
            f"{key[0]} {key[1]}: {not value} in the reader for a while, which nobody said"
            for key, ever in self._ever.items()
            if len(ever) == 1 and key[0] in reader.everything
            for value in ever
            if reader.value(key) is not value
        ]

    def settle(self, reader: Side, server: Side) -> list[str]:
        """Compares both sides, between which nothing waits any more; returns what is wrong, in words.

        What they agree on counts from now on.
        """
        wrong = [
            f"{one} was lost: the reader does not have it" for one in sorted(server.everything - reader.everything)
        ]
        wrong += [f"{one} is in the reader only" for one in sorted(reader.everything - server.everything)]
        for key in sorted(self._may):
            if key[0] not in reader.everything & server.everything:
                continue
            here, there, may = reader.value(key), server.value(key), self._may[key]
            name = f"{key[0]} {key[1]}"
            if here is not there:
                wrong.append(f"{name}: {here} in the reader, {there} at the server, should be {_words(may)}")
            elif here not in may:
                what = "a change was lost" if len(self._ever[key]) > 1 else "a change was invented"
                wrong.append(f"{name}: {what}; {here} on both sides, should be {_words(may)}")
            self._may[key], self._ever[key] = {there}, {there}
        self._waiting.clear()
        return wrong


@dataclass
class FeedModel:
    """The same rules for the titles and folders of feeds."""

    _may: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _waiting: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def phone(self, act: FeedAct) -> None:
        """The second client did this, after all that the reader did so far."""
        key = act.url, act.field
        self._may[key] = {act.value} | self._waiting[key]

    def reader(self, act: FeedAct) -> None:
        """The reader did this, after all that the second client did so far."""
        key = act.url, act.field
        if act.sure:
            self._may[key], self._waiting[key] = {act.value}, {act.value}
        else:
            self._waiting[key] = self._waiting[key] | {act.value}
            if key in self._may:
                self._may[key] |= {act.value}

    def refreshed(self, url: str, title: str, folder: str) -> None:
        """The server begins to refresh a feed that is called so and is in this folder.

        At the end Miniflux writes the whole feed as it read it at the beginning, and so takes back what was sent meanwhile.
        """
        for key, value in (((url, "title"), title), ((url, "folder"), folder)):
            if key in self._may and self._waiting[key]:
                self._may[key] |= {value}

    def settle(self, reader: set[tuple[str, str, str]], server: set[tuple[str, str, str]]) -> list[str]:
        """Compares address, title and folder of the feeds of both sides; returns what is wrong."""
        wrong = [f"the feed is in the reader only: {one}" for one in sorted(reader - server)]
        wrong += [f"the feed is at the server only: {one}" for one in sorted(server - reader)]
        for url, title, folder in sorted(server):
            for which, value in (("title", title), ("folder", folder)):
                may = self._may.get((url, which), {value})
                if value not in may:
                    wrong.append(f"{which} of {url}: {value!r} on both sides, should be {' or '.join(sorted(may))}")
        self._may = {(url, which): {value} for url, *both in server for which, value in zip(_FEED, both, strict=True)}
        self._waiting.clear()
        return wrong


_FEED = ("title", "folder")


def _by_key(acts: Sequence[Act]) -> dict[Key, list[tuple[bool, bool]]]:
    made: defaultdict[Key, list[tuple[bool, bool]]] = defaultdict(list)
    for act in acts:
        for one in act.ids:
            made[one, act.field].append((act.value, act.sure))
    return made


def _words(may: set[bool]) -> str:
    return " or ".join(str(value) for value in sorted(may))
