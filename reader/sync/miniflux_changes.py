"""Changes of states and subscriptions at a Miniflux server. Each may be sent twice without harm."""

from __future__ import annotations

from typing import Any

from reader.account import EditKind, RemoteChange, RemoteEdit
from reader.errors import SyncError, SyncRefused
from reader.model import Field
from reader.problems import Problem, problem
from reader.sync import miniflux_answers as answers
from reader.sync.answers import failure, message_of, refusal
from reader.sync.miniflux_requests import MinifluxRequests
from reader.sync.remote_parts import feed_at
from reader.sync.run_parsers import run_here
from reader.web.server_messages import ServerAnswer

_DEFAULT_CATEGORY = "All"


async def push_state(server: MinifluxRequests, change: RemoteChange) -> None:
    """Sets a state of articles. Raises :class:`SyncRefused` for labels, which Miniflux does not have."""
    ids = list(map(int, change.ids))
    if not ids:
        return
    if change.field is Field.READ:
        status = "read" if change.value else "unread"
        _done(await server.ask("PUT", "v1/entries", {"entry_ids": ids, "status": status}))
    elif change.field is Field.STARRED:
        answer = await server.ask("PUT", "v1/entries", {"entry_ids": ids, "starred": change.value})
        if answer.http_status != 400:
            _done(answer)
            return
        for one in change.ids:  # Miniflux before 2.3 asks for a status
            await _star_by_toggling(server, one, change.value)
    else:
        raise SyncRefused(problem(Problem.SERVER_REFUSED, message=""))


async def _star_by_toggling(server: MinifluxRequests, entry_id: str, value: bool) -> None:
    """Toggles a star that has the other value, and makes sure that it then has this one."""
    for _ in range(2):
        entry = await server.entry(entry_id, run_here)
        if entry is None or entry.starred == value:
            return
        answer = await server.ask("PUT", f"v1/entries/{entry_id}/bookmark")
        if answer.http_status not in (200, 204, 404, 500):  # 500: it is gone
            raise failure(answer)
    entry = await server.entry(entry_id, run_here)
    if entry is not None and entry.starred != value:
        raise SyncError(problem(Problem.SERVER_SENT_OTHER, part="starred"))


def _done(answer: ServerAnswer) -> None:
    if answer.http_status == 204:
        return
    if answer.http_status == 400 and message_of(answer):
        raise refusal(answer)
    raise failure(answer)


async def edit_subscription(server: MinifluxRequests, edit: RemoteEdit) -> str:
    """Edits the subscriptions; returns the feed's id.

    Raises :class:`SyncRefused` if the server cannot read a new feed, or no longer has the one to edit.
    """
    match edit.kind:
        case EditKind.SUBSCRIBE:
            return await _subscribe(server, edit)
        case EditKind.UNSUBSCRIBE:
            answer = await server.ask("DELETE", f"v1/feeds/{edit.feed_id}")
            if answer.http_status not in (204, 404):
                raise failure(answer)
        case EditKind.RENAME:
            await _update(server, edit.feed_id, title=edit.title)
        case EditKind.MOVE:
            await _update(server, edit.feed_id, category_id=int(await _category(server, edit.folder)))
    return edit.feed_id


async def _subscribe(server: MinifluxRequests, edit: RemoteEdit) -> str:
    category = int(await _category(server, edit.folder))
    answer = await server.ask("POST", "v1/feeds", {"feed_url": edit.url, "category_id": category})
    if answer.http_status == 201:
        feed_id = answers.read_id(answer.body, "feed_id")
        if edit.title:
            await _update(server, feed_id, title=edit.title)
        return feed_id
    if answer.http_status not in (400, 500) or not message_of(answer):
        raise failure(answer)
    feeds = answers.read_feeds((await server.get("v1/feeds")).body)
    existing = feed_at(feeds, edit.url)
    if existing is None:
        raise SyncRefused(
            problem(Problem.SERVER_FEED_UNREADABLE, message=message_of(answer)), http_status=answer.http_status
        )
    wanted = {"title": edit.title} if edit.title and edit.title != existing.title else {}
    if edit.folder and edit.folder != existing.folder:
        await _update(server, existing.id, category_id=category, **wanted)
    elif wanted:
        await _update(server, existing.id, **wanted)
    return existing.id


async def _update(server: MinifluxRequests, feed_id: str, **values: Any) -> None:
    answer = await server.ask("PUT", f"v1/feeds/{feed_id}", values)
    if answer.http_status == 404:
        raise SyncRefused(problem(Problem.SERVER_FEED_MISSING), http_status=404)
    if answer.http_status == 400 and message_of(answer):
        raise refusal(answer)
    if answer.http_status not in (200, 201):
        raise failure(answer)
    answers.read_id(answer.body, "id")  # a page of something in front of the server may have that status too


async def _category(server: MinifluxRequests, title: str) -> str:
    """The id of a category, which is created if it is missing. Without a title the default one."""
    categories = answers.read_categories((await server.get("v1/categories")).body)
    if not title:
        title = _DEFAULT_CATEGORY if _DEFAULT_CATEGORY in categories else next(iter(categories), _DEFAULT_CATEGORY)
    if title in categories:
        return categories[title]
    answer = await server.ask("POST", "v1/categories", {"title": title})
    if answer.http_status == 201:
        return answers.read_id(answer.body, "id")
    categories = answers.read_categories((await server.get("v1/categories")).body)  # another client created it
    if title in categories:
        return categories[title]
    raise refusal(answer) if answer.http_status == 400 else failure(answer)
