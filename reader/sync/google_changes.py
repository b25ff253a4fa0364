"""Changes of states and subscriptions through the Google Reader API. Each may be sent twice without harm."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from reader.account import EditKind, RemoteChange, RemoteEdit, RemoteFeed
from reader.errors import SyncRefused
from reader.model import Field
from reader.problems import Problem, problem
from reader.sync.answers import failure, message_of, refusal, refuses
from reader.sync.google_answers import Product, error_of, read_added, read_ok
from reader.sync.google_ids import LABEL, READ, STARRED, long_id
from reader.sync.google_requests import GoogleRequests
from reader.sync.remote_parts import feed_at
from reader.web.server_messages import ServerAnswer

EDIT_BATCH = 250  # ids: PHP reads no more than 1,000 fields of a form, and FreshRSS says OK nevertheless
MINIFLUX_FOLDER = "All"  # a feed is always in one
LATER = "Later"  # the label of articles to read later

Feeds = Callable[[], Awaitable[tuple[RemoteFeed, ...]]]


async def push_state(server: GoogleRequests, change: RemoteChange) -> None:
    """Sets a state of articles.

    One stream is added or removed in each request, before the ids: FreshRSS takes one only, and PHP cuts long forms.
    Raises :class:`SyncRefused` for labels at a server that has none.
    """
    if not change.ids:
        return
    await server.sign_in()
    stream = _stream_of(change)
    if stream.startswith(LABEL) and server.product in (Product.OLD_READER, Product.MINIFLUX):
        raise SyncRefused(problem(Problem.SERVER_REFUSED, message=""))
    how = ("a" if change.value else "r", stream)
    for start in range(0, len(change.ids), EDIT_BATCH):
        ids = (("i", long_id(one)) for one in change.ids[start : start + EDIT_BATCH])
        _done(await server.post("edit-tag", how, *ids))


def _stream_of(change: RemoteChange) -> str:
    match change.field:
        case Field.READ:
            return READ
        case Field.STARRED:
            return STARRED
        case Field.LATER:
            return LABEL + LATER
        case Field.LABEL:
            return LABEL + change.label


def _done(answer: ServerAnswer) -> None:
    if answer.http_status == 400:
        raise refusal(answer)
    if answer.http_status != 200:
        raise failure(answer)
    read_ok(answer.body)


async def edit_subscription(server: GoogleRequests, feeds: Feeds, edit: RemoteEdit) -> str:
    """Edits the subscriptions; returns the feed's id. ``feeds`` asks the server for all of them.

    Raises :class:`SyncRefused` if the server cannot read a new feed, or no longer has the one to edit.
    """
    existing = await feeds()
    if edit.kind is EditKind.SUBSCRIBE:
        return await _subscribe(server, feeds, existing, edit)
    feed = next((one for one in existing if one.id == edit.feed_id), None)
    if feed is None:
        if edit.kind is EditKind.UNSUBSCRIBE:
            return edit.feed_id
        raise SyncRefused(problem(Problem.SERVER_FEED_MISSING))
    if edit.kind is EditKind.UNSUBSCRIBE:
        _done(await server.post("subscription/edit", ("ac", "unsubscribe"), ("s", feed.id)))
    else:
        title, folder = (edit.title, None) if edit.kind is EditKind.RENAME else ("", edit.folder)
        if folder == "" and server.product is Product.MINIFLUX:
            folder = MINIFLUX_FOLDER
        await _update(server, feed, title, folder)
    return feed.id


async def _update(server: GoogleRequests, feed: RemoteFeed, title: str, folder: str | None) -> None:
    """Renames and moves a feed, as far as there is something to do. ``folder``: None leaves it where it is."""
    fields: list[tuple[str, str]] = []
    if title and title != feed.title:
        fields.append(("t", title))
    if folder is not None and folder != feed.folder:
        fields += [("a", LABEL + folder)] if folder else []
        fields += [("r", LABEL + feed.folder)] if feed.folder else []
    if fields:
        _done(await server.post("subscription/edit", ("ac", "edit"), ("s", feed.id), *fields))


async def _subscribe(server: GoogleRequests, feeds: Feeds, existing: tuple[RemoteFeed, ...], edit: RemoteEdit) -> str:
    feed = feed_at(existing, edit.url)
    if feed is None:
        complaint = await _add(server, edit)
        now = await feeds()
        known = {one.id for one in existing}
        added = [one for one in now if one.id not in known]
        feed = feed_at(now, edit.url) or (added[0] if len(added) == 1 else None)  # the address may lead to another
        if feed is None:
            raise SyncRefused(problem(Problem.SERVER_FEED_UNREADABLE, message=complaint))
    await _update(server, feed, edit.title, edit.folder or None)
    return feed.id


async def _add(server: GoogleRequests, edit: RemoteEdit) -> str:
    """Subscribes to a feed; what the server says if it refuses, which may be nothing."""
    folder = [("a", LABEL + edit.folder)] if edit.folder else []
    title = [("t", edit.title)] if edit.title else []
    form = (("ac", "subscribe"), ("s", f"feed/{edit.url}"), *title, *folder)
    answer = await server.post("subscription/edit", *form)
    if answer.http_status == 200:
        read_ok(answer.body)
        return ""
    first = message_of(answer)
    if not refuses(answer) and not (answer.http_status == 500 and first):
        raise failure(answer)
    added = await server.post(
        "subscription/quickadd", ("quickadd", edit.url), query="?" + urlencode({"quickadd": edit.url})
    )
    if added.http_status != 200:
        if refuses(added) or (added.http_status == 500 and message_of(added)):
            return message_of(added) or first
        raise failure(added)
    return "" if read_added(added.body) else error_of(added.body) or first
