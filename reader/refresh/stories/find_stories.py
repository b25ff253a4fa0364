"""Finds the stories of new and edited articles: a few at a time, with their result in one short transaction.

The words of the last 72 hours are in memory, read from ``story_signs`` when they are first needed, and again after
any failure. Another process writes the user's corrections, so they are read before every step.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncGenerator, Iterable

from reader.refresh.context import RefreshContext
from reader.refresh.worker.protocol import StoriesFound
from reader.store import Store
from reader.store.story_signs import Found, Unplaced
from reader.stories.correction import Place
from reader.stories.publisher import publisher_of
from reader.stories.signs import packed, signs_of, unpacked
from reader.stories.similar import Profile, profile_of
from reader.stories.story_index import HOURS_72, StoryIndex
from reader.text import plain_text

STEP = 25  # articles in one transaction: about 40 ms, most of it before the transaction
LOADED_AT_ONCE = 2_000
KEPT = 2 * HOURS_72  # signs, so that a clock that was wrong for a while costs nothing
LEAD_MARKUP = 6_000  # characters of a text in which its lead is


class StoryFinder:
    """Finds stories; one at a time for a database."""

    def __init__(self, context: RefreshContext) -> None:
        self._context = context
        self._one_at_a_time = asyncio.Lock()
        self._work: StoryWork | None = None

    async def find(self, seconds: float = math.inf) -> AsyncGenerator[StoriesFound, None]:
        """Looks at all articles that it has not seen, or at some for that long; the next call goes on there.

        Raises :class:`~reader.errors.StoreError`.
        """
        async with self._one_at_a_time:
            more, end = True, time.monotonic() + seconds
            while more and time.monotonic() < end:
                changed, more = await self._context.with_store(self._step)
                if changed:
                    yield StoriesFound(tuple(changed))

    def _step(self, store: Store) -> tuple[list[int], bool]:
        now = self._context.now()
        hidden = frozenset(one.url for one in self._context.subscriptions.values() if one.hidden)
        if self._work is None or not self._work.is_usable(now, hidden):
            self._work = StoryWork(store, now, hidden)
        try:
            return self._work.step(store, now)
        except BaseException:
            self._work = None  # it may know more than the database
            raise


class StoryWork:
    """The articles of the last 72 hours in memory, in step with the database."""

    def __init__(self, store: Store, now: int, hidden: frozenset[str]) -> None:
        self._index, self._now, self._hidden = StoryIndex(), now, hidden
        since = now - HOURS_72
        self._upto = store.story_signs.upto(since)
        self._corrected: dict[int, Place] = {}
        self._load(store, since)

    def is_usable(self, now: int, hidden: frozenset[str]) -> bool:
        """Whether the clock has not been set back and the same feeds are hidden."""
        return now >= self._now and hidden == self._hidden

    def _load(self, store: Store, since: int) -> None:
        stories: dict[int, list[int]] = {}
        after = 0
        while rows := store.story_signs.signed(since, after, LOADED_AT_ONCE):
            after = rows[-1].entry_id
            for row in rows:
                if row.feed_url in self._hidden:
                    continue
                signs = unpacked(row.signs, row.language)
                self._index.add(
                    profile_of(row.entry_id, publisher_of(row.site), row.sort, signs), fixed=row.place.fixed
                )
                if row.place.story is not None:
                    stories.setdefault(row.place.story, []).append(row.entry_id)
        begins = store.story_signs.begins(stories)
        for story, members in stories.items():
            self._index.join(members, begins.get(story))

    def step(self, store: Store, now: int) -> tuple[list[int], bool]:
        """Looks at some articles; returns the entries whose story changed, and whether there may be more."""
        self._now = now
        since = now - HOURS_72
        self._index.forget_before(since)
        self._hear(store)
        edited = store.story_signs.edited(STEP)
        new, upto = store.story_signs.new(self._upto, since, STEP)
        if not edited and not new:
            store.story_signs.forget_before(now - KEPT)
            if upto == self._upto:
                return [], False
        found = self._found(store, edited, new, since, upto)
        changed = store.story_signs.write(found)
        self._upto = upto
        return changed, len(edited) == STEP or len(new) == STEP

    def _hear(self, store: Store) -> None:
        """Takes over the user's corrections since the last step."""
        corrected = store.story_signs.corrected()
        differing = {one for one, _ in corrected.items() ^ self._corrected.items()}
        if differing:
            near = differing.union(*(self._index.group_of(one) for one in differing if one in self._index))
            self._index.arrange(store.story_signs.places(near))
        self._corrected = corrected

    def _found(self, store: Store, edited: Iterable[Unplaced], new: Iterable[Unplaced], since: int, upto: int) -> Found:
        signs: dict[int, tuple[str, int, bytes]] = {}
        placed: list[int] = []
        alone: list[int] = []
        copies: list[tuple[int, int]] = []
        for article in (*edited, *new):
            here = article.entry_id in self._index
            if not here and (known := self._copy_of(store, article)):
                copies.append((known, article.entry_id))
                continue
            profile, cell = _read(article)
            signs[article.entry_id] = (profile.language, profile.sort, cell)
            if article.sort < since or article.feed_url in self._hidden:
                continue
            if article.place.fixed:
                self._put_back(profile, article.place)
                continue
            if here or article.place.story is not None:
                self._index.separate(article.entry_id)
                alone.append(article.entry_id)
            self._index.place(profile)
            placed.append(article.entry_id)
        groups = {self._index.group_of(one) for one in placed}
        groups |= {(*self._index.group_of(known), copy) for known, copy in copies}
        return Found(signs, tuple(sorted(group for group in groups if len(group) > 1)), tuple(alone), upto)

    def _copy_of(self, store: Store, article: Unplaced) -> int | None:
        """A copy of an article that is here: both are in its story."""
        copies = store.entries.copies_of(article.entry_id) if article.copies is not None else ()
        return next((one for one in copies if one != article.entry_id and one in self._index), None)

    def _put_back(self, profile: Profile, place: Place) -> None:
        """Gives an article that the user has placed its new words."""
        group = self._index.group_of(profile.entry_id) if profile.entry_id in self._index else ()
        self._index.add(profile, fixed=True)
        if place.story is not None:
            self._index.join((*group, profile.entry_id))


def _read(article: Unplaced) -> tuple[Profile, bytes]:
    lead = plain_text((article.summary_html or article.content_html)[:LEAD_MARKUP])
    signs = signs_of(article.title, lead, article.language)
    return profile_of(article.entry_id, publisher_of(article.site), article.sort, signs), packed(signs)
