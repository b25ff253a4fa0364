"""A server with the Google Reader API: FreshRSS, The Old Reader, BazQux Reader, Miniflux and others.

The API has no list of changes since a moment, and ``ot`` loses articles that arrive late. So the complete
sets of unread and starred ids are read each time, in one page if the server lets us, and unknown articles are fetched
by their ids. Only if the sets have changed, or after some quiet times, labels and the newest read articles are looked
at, so that nothing new costs three requests, with the list of feeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from reader.account import Abilities, HistoryPage, News, RemoteChange, RemoteEdit, RemoteEntry, RemoteFeed
from reader.errors import BroadsheetError, SyncError
from reader.problems import Problem, problem
from reader.sync import google_answers as answers
from reader.sync.answers import failure, was_too_much
from reader.sync.google_answers import IdsPage, Product
from reader.sync.google_changes import EDIT_BATCH, edit_subscription, push_state
from reader.sync.google_cursor import GoogleCursor, GoogleHistory, digest_of
from reader.sync.google_ids import LABEL, READ, READING_LIST, STARRED, long_id
from reader.sync.google_requests import GoogleRequests
from reader.sync.run_parsers import Run, run_here
from reader.sync.source import Known
from reader.web.server_messages import Send

SET_LIMIT = 25_000  # ids; nothing is concluded from larger sets
_FETCH_BATCH = 250  # articles; PHP reads no more than 1,000 fields of a form
_AT_ONCE = 500  # articles, before the engine stores them
_RECENT = 1_000  # ids, read or not
_NEWEST = 100  # articles that come first
_TOO_MANY = 2_000  # unknown articles; all but recent ones are left to the history
_HISTORY_PAGE = 500  # articles
_PREFERRED = 1_000  # unread, and starred articles, that come before the rest of the history
_QUIET = 10  # times
_MOST_LABELS = 100
_SET_TRIES = 3
_MOST_PAGES = 200  # of ids
_SHIFT = 20  # ids that may vanish between two pages


class GoogleReaderSource:
    """See :class:`reader.sync.source.Source`."""

    def __init__(self, send: Send, *, user: str, secret: str, run: Run = run_here) -> None:
        self._server, self._run = GoogleRequests(send, user=user, secret=secret), run
        self._known_labels: frozenset[str] | None = None

    @property
    def abilities(self) -> Abilities:
        """Labels stay here at The Old Reader and Miniflux, which have none."""
        labels = self._server.product not in (Product.OLD_READER, Product.MINIFLUX)
        return Abilities(labels=labels, read_batch=EDIT_BATCH, fetch_batch=_FETCH_BATCH)

    async def sign_in(self) -> None:
        """Makes sure that the server accepts user name and password; asks nothing if it did already."""
        await self._server.sign_in()

    async def feeds(self) -> tuple[RemoteFeed, ...]:
        """All subscriptions."""
        feeds = await self._feeds()
        if not feeds and (await self._ids(READING_LIST, 1)).ids:
            raise SyncError(problem(Problem.SERVER_SENT_OTHER, part="subscriptions"))
        return feeds

    async def _feeds(self) -> tuple[RemoteFeed, ...]:
        await self._server.sign_in()
        return answers.read_feeds(await self._server.get("subscription/list"), self._server.product)

    async def news(self, cursor: str, known: Known) -> News:
        """New articles and changed states since ``cursor``."""
        unread = await self._set(READING_LIST, ("xt", READ))
        starred = await self._set(STARRED)
        digest, place = digest_of(unread, starred), GoogleCursor.read(cursor)
        if place and digest and place.digest == digest and place.quiet < _QUIET:
            return News(GoogleCursor(digest, place.quiet + 1).text(), (), unread, starred)
        recent = (await self._ids(READING_LIST, _RECENT)).ids
        labelled = await self._labelled()
        news = News(GoogleCursor(digest).text(), (), unread, starred, labelled)
        if place is None:
            return replace(news, entries=await self.entries(recent[:_NEWEST]))
        listed = list(dict.fromkeys((*recent, *sorted(unread or ()), *sorted(starred or ()))))
        stored = await known(listed)
        unknown = [one for one in listed if one not in stored]
        if len(unknown) > _TOO_MANY:
            newest = frozenset(recent)
            unknown = [one for one in unknown if one in newest]
        entries = await self.entries(unknown[:_AT_ONCE])
        if len(unknown) > _AT_ONCE and entries:
            return replace(news, cursor=GoogleCursor("").text(), entries=entries, more=True)
        return replace(news, entries=entries)

    async def entries(self, ids: Sequence[str]) -> tuple[RemoteEntry, ...]:
        """These articles, in batches."""
        if not ids:
            return ()
        found: list[RemoteEntry] = []
        for start in range(0, len(ids), _FETCH_BATCH):
            found += await self._contents(ids[start : start + _FETCH_BATCH])
        return tuple(found)

    async def _contents(self, ids: Sequence[str]) -> list[RemoteEntry]:
        """These articles, in two halves if they are too large together."""
        labels = await self._labels() if self._known_labels is None else self._known_labels
        parse = partial(answers.read_items, product=self._server.product, labels=labels)
        form = [("output", "json"), *(("i", long_id(one)) for one in ids)]
        try:
            answer = await self._server.post("stream/items/contents", *form, query="?output=json")
            if answer.http_status != 200:
                raise failure(answer)
            found = await self._run(parse, answer.body)
        except BroadsheetError as error:
            if len(ids) == 1 or not was_too_much(error):
                raise
            half = len(ids) // 2
            return [*await self._contents(ids[:half]), *await self._contents(ids[half:])]
        wanted = frozenset(ids)
        return [one for one in found if one.id in wanted]

    async def history(self, cursor: str) -> HistoryPage:
        """A page of articles, newest first. Unread and starred ones may come again among all."""
        place = GoogleHistory.read(cursor)
        further: GoogleHistory | None
        if place.phase == "all":
            page = await self._ids(READING_LIST, _HISTORY_PAGE, continuation=place.continuation)
            following = _following(page, place.continuation)
            further = replace(place, continuation=following) if following else None
            ids = page.ids
        else:
            query = [("xt", READ)] if place.phase == "unread" else []
            page = await self._ids(READING_LIST if query else STARRED, _PREFERRED, *query)
            ids = page.ids[place.done : place.done + _HISTORY_PAGE]
            done = place.done + _HISTORY_PAGE
            further = replace(place, done=done) if done < len(page.ids) else place.next_phase()
        return HistoryPage(await self.entries(ids), further.text() if further else None)

    async def push(self, change: RemoteChange) -> None:
        """Sets a state."""
        await push_state(self._server, change)

    async def edit(self, edit: RemoteEdit) -> str:
        """Edits the subscriptions."""
        return await edit_subscription(self._server, self._feeds, edit)

    async def _labels(self) -> frozenset[str]:
        """The names of the labels of articles; also of those that do not say so, unless feeds are in them."""
        await self._server.sign_in()
        if not self.abilities.labels:
            return frozenset()
        tags = answers.read_tags(await self._server.get("tag/list"))
        if tags.unclear:
            tags = replace(tags, unclear=tags.unclear - await self._folders())
        self._known_labels = tags.labels | tags.unclear
        return self._known_labels

    async def _folders(self) -> frozenset[str]:
        return answers.read_folders(await self._server.get("subscription/list"))

    async def _labelled(self) -> dict[str, frozenset[str]] | None:
        """The complete sets of all labels; None if the server has none, or they changed during this.

        An unknown label gives all articles at FreshRSS, so labels are listed before and after.
        """
        labels = await self._labels()
        if not self.abilities.labels or len(labels) > _MOST_LABELS:
            return None
        if not labels and self._server.product is not Product.FRESHRSS:
            return None  # of an unknown server, which may say OK to a label and forget it
        found: dict[str, frozenset[str]] = {}
        for label in sorted(labels):
            ids = await self._set(LABEL + label)
            if ids is None:
                return None
            found[label] = ids
        return found if not found or await self._labels() == labels else None

    async def _set(self, stream: str, *query: tuple[str, str]) -> frozenset[str] | None:
        """A complete set of ids; None if it is too large, or kept moving while its pages were read."""
        for _ in range(_SET_TRIES):
            ids, complete = await self._pages(stream, *query)
            if len(ids) > SET_LIMIT:
                return None
            if complete and len(ids) == len(set(ids)):
                return frozenset(ids)
        return None

    async def _pages(self, stream: str, *query: tuple[str, str]) -> tuple[list[str], bool]:
        """The ids of all pages, and whether the list stood still.

        If the server counts places, each page begins with the last id of the one before: otherwise something before it
        has gone or come, and others were skipped or come twice.
        """
        page = await self._ids(stream, SET_LIMIT + 1, *query)
        ids = list(page.ids)
        for _ in range(_MOST_PAGES):
            if not page.continuation or not page.ids or len(ids) > SET_LIMIT:
                return ids, True
            by_place = page.continuation == str(len(ids))
            begin = str(len(ids) - 1) if by_place else page.continuation
            page = await self._ids(stream, SET_LIMIT + 1, *query, continuation=begin)
            if by_place and page.ids[:1] != (ids[-1],):
                return ids, False
            ids += page.ids[1:] if by_place else page.ids
        return ids, False

    async def _ids(self, stream: str, count: int, *query: tuple[str, str], continuation: str = "") -> IdsPage:
        more = (("c", continuation),) if continuation else ()
        body = await self._server.get("stream/items/ids", ("s", stream), *query, ("n", str(count)), *more)
        return answers.read_ids(body)


def _following(page: IdsPage, before: str) -> str:
    """Where the page after ``page`` begins, which began at ``before``; empty: there is none.

    Some places earlier if the server counts places, because the articles of a feed may go between the pages.
    """
    begin, end = before or "0", page.continuation
    if not page.ids or not all(one.isascii() and one.isdigit() and len(one) < 9 for one in (begin, end)):
        return end if page.ids else ""
    if int(end) != int(begin) + len(page.ids):
        return end
    return str(max(int(end) - _SHIFT, int(begin) + 1))
