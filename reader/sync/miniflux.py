"""A Miniflux server through its own API, version 1: subscriptions, news, older articles, and changes.

New articles and changed states are found by ``changed_after``, by the server's clock alone: a single request tells
that nothing happened. Ids grow, so lists page by id, which loses nothing while others mark. The sets of unread and
starred ids come from ``/v1/entries/ids``, which Miniflux has since 2.3; before, states come with the changed articles.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reader.account import Abilities, HistoryPage, News, RemoteChange, RemoteEdit, RemoteEntry, RemoteFeed
from reader.errors import BroadsheetError, SyncError
from reader.problems import Problem, problem
from reader.sync import miniflux_answers as answers
from reader.sync.answers import was_too_much
from reader.sync.miniflux_changes import edit_subscription, push_state
from reader.sync.miniflux_cursor import MinifluxCursor, MinifluxHistory
from reader.sync.miniflux_requests import MinifluxRequests
from reader.sync.run_parsers import Run, run_here
from reader.sync.source import Known
from reader.web.server_messages import Send

SET_LIMIT = 25_000  # ids; nothing is concluded from larger sets
_ABILITIES = Abilities(labels=False, read_batch=1_000, fetch_batch=100)
_PAGE = 100  # articles
_PAGES_AT_ONCE = 5  # before the engine stores them
_HISTORY_PAGE = 500  # articles; the server counts all of them for each page
_FEWER = 10  # times, if a page is too large
_PREFERRED_PAGES = 2  # of unread, and of starred articles, that come before the rest of the history
_IDS_PAGE = 10_000  # the server gives no more
_RECENT_IDS = 2_000
_MOST_PAGES = 1_000  # of recent ids
_LATE_IDS = 1_000  # a transaction of the server may commit a lower id a moment after a higher one
_SHIFT = 50  # ids that may vanish between two pages
_FEW_CHANGES = 300  # are fetched with their texts; of more only what is not known yet, if the sets tell the states
_QUIET = 10  # times without news, after which it begins again
_UNREAD_AGAIN, _STARRED_AGAIN = (1, 5), (2, 10)  # of these, when a set is read nevertheless
_A_DAY = 86_400  # seconds
_OVERLAP = 60  # seconds; changed_at is the start of a transaction
_SET_TRIES = 3
_SINGLE_REQUESTS = 4  # at once


class MinifluxSource:
    """See :class:`reader.sync.source.Source`. ``secret`` is an API token; with a ``user``, the password."""

    def __init__(self, send: Send, *, user: str = "", secret: str, run: Run = run_here) -> None:
        self._server, self._run = MinifluxRequests(send, user=user, secret=secret), run
        self._signed_in = False
        self._gives_ids = True  # until it turns out that the server is older

    @property
    def abilities(self) -> Abilities:
        """Labels stay here, and so do articles to read later: Miniflux has neither."""
        return _ABILITIES

    async def sign_in(self) -> None:
        """Makes sure that the server accepts the token; asks nothing if it did already."""
        if not self._signed_in:
            await self.version()
            self._signed_in = True

    async def version(self) -> str:
        """Miniflux's version; empty before 2.0.48, which does not tell."""
        answer = await self._server.ask("GET", "v1/version")
        if answer.http_status == 404:
            answers.read_user((await self._server.get("v1/me")).body)
            return ""
        return answers.read_version(self._server.succeeded(answer).body)

    async def feeds(self) -> tuple[RemoteFeed, ...]:
        """All subscriptions."""
        feeds = answers.read_feeds((await self._server.get("v1/feeds")).body)
        if not feeds and (await self._newest_change(0))[0]:
            raise SyncError(problem(Problem.SERVER_SENT_OTHER, part="feeds"))
        return feeds

    async def news(self, cursor: str, known: Known) -> News:
        """New articles and changed states since ``cursor``."""
        place = MinifluxCursor.read(cursor)
        if place is None:
            return await self._first_news()
        if place.walk:
            return await self._walk(place, known)
        total, written, changed = await self._newest_change(place.since)
        if (total, written) == (place.total, place.written):
            return await self._quiet_news(place)
        now = await self._at_server(changed, place.last)
        unread, starred = await self._sets()
        if total <= _FEW_CHANGES or unread is None or starred is None:
            now = replace(now, walk="changes", walk_since=place.since)
        else:
            now = replace(now, walk="ids", walk_id=max(place.last - _LATE_IDS, 0))
        news = await self._walk(now, known)
        return replace(news, unread=unread, starred=starred)

    async def entries(self, ids: Sequence[str]) -> tuple[RemoteEntry, ...]:
        """These articles, one request for each, because the API has no other way."""
        at_once = asyncio.Semaphore(_SINGLE_REQUESTS)

        async def fetch(entry_id: str) -> RemoteEntry | None:
            async with at_once:
                return await self._server.entry(entry_id, self._run)

        tasks = [asyncio.create_task(fetch(entry_id)) for entry_id in ids]
        try:
            return tuple(entry for entry in await asyncio.gather(*tasks) if entry)
        finally:
            for task in tasks:  # after a failure the server is asked for no more
                task.cancel()

    async def history(self, cursor: str) -> HistoryPage:
        """A page of articles, newest first. Unread and starred ones may come again among all."""
        place = MinifluxHistory.read(cursor)
        only = {"unread": {"status": "unread"}, "starred": {"starred": "true"}}.get(place.phase, {})
        page = await self._entries(
            **only, order="id", direction="desc", limit=_HISTORY_PAGE, before_entry_id=place.before
        )
        total = (place.total or page.total) if place.phase == "all" else 0
        preferred = place.phase != "all" and place.pages + 1 >= _PREFERRED_PAGES
        further: MinifluxHistory | None
        if page.is_last or preferred:
            further = place.next_phase()
        else:
            further = replace(place, before=int(page.last), pages=place.pages + 1, total=total)
        return HistoryPage(page.entries, further.text() if further else None, total or None)

    async def push(self, change: RemoteChange) -> None:
        """Sets a state."""
        await push_state(self._server, change)

    async def edit(self, edit: RemoteEdit) -> str:
        """Edits the subscriptions."""
        return await edit_subscription(self._server, edit)

    async def _quiet_news(self, place: MinifluxCursor) -> News:
        """News without any, at first and now and then with one of the sets, so that nothing stays overlooked.

        A transaction of the server may commit a change after a later one was seen. If the article had changed shortly
        before, the number of changes does not tell that.
        """
        place = replace(place, quiet=place.quiet % _QUIET + 1)
        unread = starred = None
        if self._gives_ids and place.quiet in _UNREAD_AGAIN:
            unread = await self._set(status="unread")
        elif self._gives_ids and place.quiet in _STARRED_AGAIN:
            starred = await self._set(starred="true")
        return News(place.text(), (), unread, starred)

    async def _first_news(self) -> News:
        """The newest articles and the complete sets. A look at the last day is much cheaper than one at all changes."""
        yesterday = max((self._server.time or 0) - _A_DAY, 0)
        _, _, changed = await self._newest_change(yesterday)
        if not changed and yesterday:
            _, _, changed = await self._newest_change(0)
        now = await self._at_server(changed, 0)
        last = await self._last_id()
        (unread, starred), newest = await asyncio.gather(
            self._sets(), self._entries(order="published_at", direction="desc", limit=_PAGE)
        )
        return News(replace(now, last=last).text(), newest.entries, unread, starred)

    async def _last_id(self) -> int:
        page = await self._ids(0, limit=1)
        if page is None:
            return int((await self._entries(order="id", direction="desc", limit=1)).last or 0)
        return int(page.ids[0]) if page.ids else 0

    async def _at_server(self, changed: int, last: int) -> MinifluxCursor:
        """What the server has now; ``changed``: when it had its last change, 0 if that is unknown."""
        since = max(changed - _OVERLAP, 0)
        total, written, changed = await self._newest_change(since)
        if not total and since:  # it was replaced by an older copy
            since = 0
            total, written, _ = await self._newest_change(0)
        return MinifluxCursor(since, total, written, last)

    async def _newest_change(self, since: int) -> tuple[int, str, int]:
        answer = await self._server.get(
            "v1/entries", order="changed_at", direction="desc", limit=1, changed_after=since
        )
        return answers.read_newest_change(answer.body)

    async def _walk(self, place: MinifluxCursor, known: Known) -> News:
        """The next articles that are left to fetch; the cursor is behind them."""
        return await (self._walk_changes(place) if place.walk == "changes" else self._walk_ids(place, known))

    async def _walk_changes(self, place: MinifluxCursor) -> News:
        found: list[RemoteEntry] = []
        for _ in range(_PAGES_AT_ONCE):
            page = await self._entries(
                order="id",
                direction="asc",
                limit=_PAGE,
                changed_after=place.walk_since,
                after_entry_id=place.walk_id,
            )
            found += page.entries
            reached = int(page.last or 0)
            place = replace(place, walk_id=max(reached, place.walk_id), last=max(reached, place.last))
            if page.is_last:
                return News(place.ended().text(), tuple(found))
        return News(place.text(), tuple(found), more=True)

    async def _walk_ids(self, place: MinifluxCursor, known: Known) -> News:
        recent = await self._recent_ids(place.walk_id)
        stored = await known([str(number) for number in recent])
        found: list[RemoteEntry] = []
        at = 0
        for _ in range(_PAGES_AT_ONCE):
            while at < len(recent) and str(recent[at]) in stored:
                at += 1
            if at == len(recent):
                last = max(place.last, *recent[-1:])
                return News(replace(place.ended(), last=last).text(), tuple(found))
            window = range(at, min(at + _PAGE, len(recent)))
            missing = [number for number in window if str(recent[number]) not in stored]
            limit = missing[-1] + 1 - at
            page = await self._entries(order="id", direction="asc", limit=limit, after_entry_id=recent[at] - 1)
            wanted = {str(recent[number]) for number in missing}
            found += (entry for entry in page.entries if entry.id in wanted)
            at += limit
        return News(replace(place, walk_id=recent[at - 1]).text(), tuple(found), more=True)

    async def _recent_ids(self, after: int) -> list[int]:
        """The ids above ``after``, in ascending order."""
        found: set[int] = set()
        offset = 0
        for _ in range(_MOST_PAGES):
            answer = await self._server.get("v1/entries/ids", limit=_RECENT_IDS, offset=offset)
            page = answers.read_ids(answer.body)
            found.update(map(int, page.ids))
            offset += len(page.ids)
            if offset >= page.total or not page.ids or int(page.ids[-1]) <= after:
                return sorted(number for number in found if number > after)
            offset -= min(_SHIFT, len(page.ids) - 1)
        raise SyncError(problem(Problem.SERVER_LIST_MOVED))

    async def _sets(self) -> tuple[frozenset[str] | None, frozenset[str] | None]:
        """The unread and the starred ids; None where the server cannot tell or has too many."""
        if not self._gives_ids:
            return None, None
        return await self._set(status="unread"), await self._set(starred="true")

    async def _set(self, **query: Any) -> frozenset[str] | None:
        """A complete set; None if it is too large, or kept moving while its pages were read."""
        for _ in range(_SET_TRIES):
            first = await self._ids(0, **query)
            if first is None or first.total > SET_LIMIT:
                return None
            ids = list(first.ids)
            while len(ids) < first.total:
                page = await self._ids(len(ids), **query)
                if page is None or page.total != first.total or not page.ids:
                    break
                ids += page.ids
            if len(ids) == len(set(ids)) == first.total:
                return frozenset(ids)
        return None

    async def _ids(self, offset: int, *, limit: int = _IDS_PAGE, **query: Any) -> answers.IdsPage | None:
        """A page of ids; None from a server that has no such list."""
        answer = await self._server.ask("GET", "v1/entries/ids", limit=limit, offset=offset, **query)
        if answer.http_status in (400, 404, 405):
            self._gives_ids = False
            return None
        return answers.read_ids(self._server.succeeded(answer).body)

    async def _entries(self, *, limit: int, **query: str | int) -> answers.EntriesPage:
        """A page of articles, of fewer if they are too large.

        Raises :class:`SyncError` for a page that is short without a reason.
        """
        try:
            answer = await self._server.get("v1/entries", limit=limit, **query)
            page = await self._run(answers.read_entries, answer.body)
        except BroadsheetError as error:
            if limit == 1 or not was_too_much(error):
                raise
            return await self._entries(limit=max(limit // _FEWER, 1), **query)
        if page.size < min(limit, page.total):
            raise SyncError(problem(Problem.SERVER_LIST_MOVED))
        return page
