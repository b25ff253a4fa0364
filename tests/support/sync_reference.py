"""The smallest reader that synchronises without losing anything, and the same reader with mistakes that some make.

The torture of sync is tried with it: it must find nothing with the right one, and something with each of the others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from reader.model import Field
from tests.support.miniflux_client import ApiError, Phone
from tests.support.sync_model import FIELDS, Act, FeedAct, Key, Side


class Mistake(StrEnum):
    """What a reader does wrong."""

    FORGETS = "what could not be sent is not sent again"
    OVERWRITES = "what the server says replaces what was not sent yet"
    BELIEVES = "an answer that cannot be understood means that nothing is unread"


@dataclass
class ReferenceReader:
    """In this process, with everything in memory; ``phone`` is its way to the server."""

    phone: Phone
    mistake: Mistake | None = None
    failures: list[str] = field(default_factory=list)
    _values: dict[Key, bool] = field(default_factory=dict)
    _outbox: dict[Key, bool] = field(default_factory=dict)
    _acts: list[Act] = field(default_factory=list)

    def mark(self, which: Field, value: bool, ids: tuple[str, ...]) -> None:
        changed = tuple(one for one in ids if self._values.get((one, which), value) is not value)
        self._values.update({(one, which): value for one in changed})
        self._outbox.update({(one, which): value for one in changed})
        if changed:
            self._acts.append(Act(which, value, changed))

    def undo(self) -> None:
        if self._acts:
            last = self._acts[-1]
            self.mark(last.field, not last.value, last.ids)

    def edit(self, url: str, which: str, value: str) -> None:
        """It cannot."""

    def take_edits(self) -> list[FeedAct]:
        return []

    def sync(self) -> None:
        """Pushes, then pulls."""
        try:
            if self.mistake is not Mistake.OVERWRITES:
                self._push()
            everything, unread, starred = self.phone.everything(), self._unread(), self.phone.starred()
        except (OSError, ApiError, ValueError, KeyError, TypeError, AttributeError) as error:
            self.failures.append(str(error))
            if self.mistake is Mistake.FORGETS:
                self._outbox.clear()
            return
        there = Side(*(frozenset(map(str, found)) for found in (everything, unread, starred)))
        for key in ((one, which) for one in there.everything for which in FIELDS):
            if self.mistake is Mistake.OVERWRITES:
                self._outbox.pop(key, None)
            if key not in self._outbox:
                self._values[key] = there.value(key)
        for key in [key for key in self._values if key[0] not in there.everything]:
            del self._values[key]
            self._outbox.pop(key, None)

    def _unread(self) -> set[int]:
        try:
            return self.phone.unread()
        except (ValueError, KeyError, TypeError):
            if self.mistake is Mistake.BELIEVES:
                return set()
            raise

    def _push(self) -> None:
        groups: defaultdict[tuple[Field, bool], list[int]] = defaultdict(list)
        for (one, which), value in self._outbox.items():
            groups[which, value].append(int(one))
        for (which, value), ids in groups.items():
            if which is Field.STARRED:
                self.phone.star(ids, starred=value)
            else:
                self.phone.mark(ids, read=value)
            for entry_id in ids:
                del self._outbox[str(entry_id), which]

    def finish(self) -> list[Act]:
        acts, self._acts = self._acts, []
        return acts

    def kill(self) -> None:
        """It has nothing to lose."""

    kill_worker = kill

    def restart(self, ahead: float) -> None:
        """It has no clock."""

    def synchronise(self, seconds: float = 20.0) -> str | None:
        self.sync()
        return None

    def settle(self, seconds: float = 60) -> bool:
        self.sync()
        return not self._outbox

    def side(self) -> Side:
        return Side(
            frozenset(one for one, _ in self._values),
            frozenset(one for (one, which), value in self._values.items() if which is Field.READ and not value),
            frozenset(one for (one, which), value in self._values.items() if which is Field.STARRED and value),
        )

    def feeds(self) -> set[tuple[str, str, str]]:
        return {(feed.url, feed.title, feed.category) for feed in self.phone.feeds()}

    def refused(self) -> list[str]:
        return []
