"""What a command would do, in words, while its line is typed: "marks 12 articles read"."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from reader.errors import InvalidValue, StoreError
from reader.model import Change, Field
from reader.query.label_name import label_names
from reader.query.parse_query import parse
from reader.query.tree import Query
from reader.stream import Kind, Stream
from reader.ui.reader.actions.labels import switched
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.edits import label_of, target
from reader.ui.reader.pane_sizes import Pane
from reader.ui.typeset.breaking import fit
from reader.ui.widgets.tree_rows import KEPT, tables_of
from reader.wording.catalogue import N_, _, plural

_MOST_FOUND = 1_000
_LONGEST_TITLE = 50  # cells

Later = Callable[[], Awaitable[str]]
"""Makes a forecast that takes a moment. Called only if nobody types on in the meantime."""


def forecast(
    reader: ReaderContext, command_id: str, arguments: tuple[object, ...], description: str
) -> tuple[str, Later | None]:
    """What a command with these arguments would do: at once, and for some commands more exactly after a moment."""
    if reader.lacks_article(command_id):
        return _("No article is selected"), None
    foresee = _FORECASTS.get(command_id)
    if foresee is None:
        return description, None
    if inspect.iscoroutinefunction(foresee):
        return description, partial(foresee, reader, *arguments)
    words = foresee(reader, *arguments)
    return (words or description, None) if isinstance(words, str) else (description, words)


# -- articles


async def _marks(reader: ReaderContext, before: int | None = None) -> str:
    return await _marked_by(reader.articles.would_read(before=before))


async def _marked_by(change: Awaitable[Change]) -> str:
    try:
        return _marked((await change).count)
    except StoreError:  # the command itself tells of errors
        return ""


def _marks_older(reader: ReaderContext, age: int | None = None) -> str | Later:
    return "" if age is None else partial(_marks, reader, reader.library.now() - age)


async def _marks_beside(reader: ReaderContext, side: str) -> str:
    current = reader.headlines.current_id
    if current is None:
        return _marked(0)
    return await _marked_by(reader.articles.would_read_beside(current, above=side == "above"))


def _marked(count: int) -> str:
    return plural("Marks {n} article read", "Marks {n} articles read", count) if count else _("Nothing to mark")


async def _finds(reader: ReaderContext, text: str = "") -> str:
    """How many articles a query finds; a great many are not counted."""
    query = parse(text)
    if not isinstance(query, Query) or not text:
        return ""
    library = reader.library
    selection = library.feeds.selection(Stream(Kind.SEARCH, text))
    try:
        _sorts, ids = await asyncio.wrap_future(library.articles.load_first_keys(selection, _MOST_FOUND + 1))
    except StoreError:  # the search itself tells of errors
        return ""
    if len(ids) > _MOST_FOUND:
        return plural("Finds more than {n} article", "Finds more than {n} articles", _MOST_FOUND)
    return plural("Finds {n} article", "Finds {n} articles", len(ids)) if len(ids) else _("Finds nothing")


_SET: dict[tuple[str, bool], str] = {
    ("read", True): N_("Marks “{title}” read"),
    ("read", False): N_("Marks “{title}” unread"),
    ("starred", True): N_("Stars “{title}”"),
    ("starred", False): N_("Removes the star of “{title}”"),
    ("later", True): N_("Keeps “{title}” for later"),
    ("later", False): N_("No longer keeps “{title}” for later"),
}


def _toggles(reader: ReaderContext, field: str) -> str | Later:
    """What marking or starring does with the article in front, or with the selected ones."""
    current = reader.headlines.current
    if reader.selection or (field == Field.READ.value and _stands_for_story(reader)):
        return partial(_toggles_several, reader, Field(field))
    return _about(reader, _(_SET[field, not getattr(current, field)])) if current else _about(reader, "")


async def _labels(reader: ReaderContext, typed: str | None = None) -> str:
    """Which labels the article in front or the selected ones would get or lose."""
    ids, articles = reader.acted_on, reader.library.articles
    try:
        names = label_names(typed or "")
        on = await asyncio.wrap_future(articles.load_labels_on(ids))
    except (StoreError, InvalidValue):  # the command itself tells of errors
        return ""
    changes = [switched(ids, on, articles.spelled(name)) for name in names] if ids else []
    return ", ".join(_labelled(change) for change in changes)


def _labelled(change: Change) -> str:
    count, label = change.count, change.label
    if change.value:
        return plural("Labels {n} article “{label}”", "Labels {n} articles “{label}”", count, label=label)
    return plural("Takes “{label}” off {n} article", "Takes “{label}” off {n} articles", count, label=label)


def _stands_for_story(reader: ReaderContext) -> bool:
    """Whether the row under the cursor is marked with the other tellings of its story."""
    return reader.layout.pane is Pane.LIST and bool(reader.headlines.hidden_others(reader.headlines.cursor))


async def _toggles_several(reader: ReaderContext, field: Field) -> str:
    from reader.ui.reader.actions.stories import with_others

    would, ids = reader.library.changes.would_set, reader.acted_on
    try:
        ids = await with_others(reader, ids) if field is Field.READ else ids
        for value in (True, False):
            count = (await asyncio.wrap_future(would(ids, field, value))).count
            if count:
                return _set_several(field, count, value=value)
    except StoreError:  # the command itself tells of errors
        pass
    return ""


def _set_several(field: Field, count: int, *, value: bool) -> str:
    if field is Field.READ:
        unread = plural("Marks {n} article unread", "Marks {n} articles unread", count)
        return _marked(count) if value else unread
    if field is Field.LATER:
        kept = plural("Keeps {n} article for later", "Keeps {n} articles for later", count)
        return (
            kept
            if value
            else plural("No longer keeps {n} article for later", "No longer keeps {n} articles for later", count)
        )
    if value:
        return plural("Stars {n} article", "Stars {n} articles", count)
    return plural("Removes the star of {n} article", "Removes the star of {n} articles", count)


def _reads_and_moves(reader: ReaderContext) -> str | Later:
    current = reader.headlines.current
    read_already = current and current.read and not reader.selection and not _stands_for_story(reader)
    return _("Nothing to mark") if read_already else _toggles(reader, Field.READ.value)


def _opens(reader: ReaderContext) -> str:
    several = plural("Opens {n} article in the browser", "Opens {n} articles in the browser", len(reader.selection))
    return _about(reader, _("Opens “{title}” in the browser"), several)


def _opens_with(reader: ReaderContext, browser: str = "") -> str:
    count = len(reader.selection)
    several = plural("Opens {n} article with {browser}", "Opens {n} articles with {browser}", count, browser=browser)
    return _about(reader, _("Opens “{title}” with {browser}"), several, browser=browser) if browser else ""


def _copies(reader: ReaderContext) -> str:
    count = len(reader.selection)
    several = plural("Copies the address of {n} article", "Copies the addresses of {n} articles", count)
    return _about(reader, _("Copies the address of “{title}”"), several)


def _saves(reader: ReaderContext, path: Path | None = None) -> str:
    count = len(reader.selection)
    several = plural("Saves {n} article as {path}", "Saves {n} articles as {path}", count, path=path)
    return _about(reader, _("Saves “{title}” as {path}"), several, path=path) if path else ""


def _hands(reader: ReaderContext, command: str = "") -> str:
    count = len(reader.selection)
    several = plural("Hands {n} article over to {command}", "Hands {n} articles over to {command}", count,
                     command=command)  # fmt: skip
    return _about(reader, _("Hands “{title}” over to {command}"), several, command=command) if command else ""


def _about(reader: ReaderContext, one: str, several: str = "", **names: object) -> str:
    """A sentence about the article in front, or about the selected ones."""
    current = reader.headlines.current
    if reader.selection:
        return several
    if current is None:
        return _("No article is selected")
    return one.format(title=fit(current.title, _LONGEST_TITLE), **names)


# -- lists and feeds


def _goes(reader: ReaderContext, stream: Stream | None = None) -> str:
    if stream is None:
        return ""
    if stream.kind in KEPT:
        return _("Goes to {list}").format(list=label_of(reader, stream))
    unread = reader.tree.count_of(stream) or 0
    return plural("Goes to {list}: {n} unread", "Goes to {list}: {n} unread", unread, list=label_of(reader, stream))


def _goes_to_row(reader: ReaderContext, row: int = 0) -> str:
    pane = reader.tree if reader.layout.pane == "tree" else reader.headlines
    rows = pane.row_count()
    return _("Goes to row {row} of {rows}").format(row=min(row, rows), rows=rows) if row and rows else ""


def _refreshes(reader: ReaderContext, stream: Stream | None = None) -> str:
    if stream is None and reader.layout.pane == "article":
        return ""
    stream = stream or reader.articles.stream
    feeds = reader.library.feeds.selection(stream).feeds
    if feeds is None:
        return _refreshes_all(reader)
    by_id = reader.library.feeds.by_id
    accounts = {by_id[one].account for one in feeds if one in by_id} - {""}
    if len(accounts) == 1:
        return _synchronises(reader, *accounts)
    if stream.kind is Kind.FEED:
        return _("Refreshes {feed}").format(feed=label_of(reader, stream))
    count = len(set(feeds).intersection(reader.library.feeds.polled()))
    return plural("Refreshes {n} feed of {list}", "Refreshes {n} feeds of {list}", count, list=label_of(reader, stream))


def _refreshes_all(reader: ReaderContext) -> str:
    return plural("Refreshes {n} feed", "Refreshes {n} feeds", len(reader.library.feeds.polled()))


def _synchronises(reader: ReaderContext, account: str | None = None) -> str:
    if account is None:
        count = sum(not one.paused for one in reader.library.accounts.all)
        return plural("Synchronises {n} account", "Synchronises {n} accounts", count)
    return _("Synchronises {account}").format(account=account)


def _edits(reader: ReaderContext, stream: Stream | None = None) -> str:
    return _named(reader, stream, _("Opens the settings of {name}"))


def _pauses(reader: ReaderContext, stream: Stream | None = None) -> str:
    of = stream or target(reader)
    account = reader.library.accounts.at(of.value) if of.kind is Kind.FOLDER else None
    if account:
        words = _("Synchronises {account} again") if account.paused else _("Stops synchronising {account}")
        return words.format(account=account.name)
    one = reader.library.subscriptions.get(of.value) if of.kind is Kind.FEED else None
    if one is None:
        return ""
    return _named(reader, stream, _("Resumes {name}") if one.paused else _("Stops refreshing {name}"))


def _unsubscribes(reader: ReaderContext, stream: Stream | None = None) -> str:
    of = stream or target(reader)
    if of.kind is Kind.FOLDER and (account := reader.library.accounts.at(of.value)):
        return _("Asks before it removes {name}").format(name=account.name)
    feeds = len(tables_of(reader.tree.contents, of))
    if feeds > 1:
        return plural("Asks before it unsubscribes from {n} feed", "Asks before it unsubscribes from {n} feeds", feeds)
    return _named(reader, stream, _("Asks before it removes {name}"))


def _moves(reader: ReaderContext, folder: str | None = None) -> str:
    if folder is None:
        return ""
    if not folder:
        return _named(reader, None, _("Moves {name} out of its folder"))
    new = folder not in reader.library.feeds.folders()
    words = _("Moves {name} into the new folder {folder}") if new else _("Moves {name} into the folder {folder}")
    return _named(reader, None, words, folder=folder)


def _named(reader: ReaderContext, stream: Stream | None, words: str, **more: str) -> str:
    stream = stream or target(reader)
    if not tables_of(reader.tree.contents, stream):
        return ""
    return words.format(name=label_of(reader, stream), **more)


def _subscribes(_reader: ReaderContext, address: str = "") -> str:
    return _("Looks for feeds at {address}").format(address=address) if address else ""


def _switches(_reader: ReaderContext, theme: str = "") -> str:
    return _("Switches to the theme {theme}").format(theme=theme) if theme else ""


_FORECASTS: dict[str, Callable[..., Any]] = {
    "list.mark-all": _marks,
    "list.mark-older": _marks_older,
    "list.mark-above": _marks_beside,
    "list.mark-below": _marks_beside,
    "list.search": _finds,
    "entry.read": _toggles,
    "entry.read-and-next": _reads_and_moves,
    "entry.star": _toggles,
    "entry.later": _toggles,
    "entry.label": _labels,
    "entry.browser": _opens,
    "entry.browser-with": _opens_with,
    "entry.copy": _copies,
    "entry.save": _saves,
    "hand-over.run": _hands,
    "go.to": _goes,
    "move.first": _goes_to_row,
    "move.last": _goes_to_row,
    "feed.refresh": _refreshes,
    "feed.refresh-all": _refreshes_all,
    "account.sync": _synchronises,
    "feed.edit": _edits,
    "feed.pause": _pauses,
    "feed.unsubscribe": _unsubscribes,
    "feed.move-to": _moves,
    "feed.add": _subscribes,
    "program.theme": _switches,
}
"""By id: called with the context and the arguments of the handler; an empty text: the description says it."""
