"""``list``, ``show`` and ``mark``: the stored articles."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace

from reader.commands import Exit
from reader.commands.console import (
    Form,
    complain,
    count,
    cut,
    fit,
    local_time,
    print_value,
    print_values,
    say,
    width,
    writes,
)
from reader.commands.json_output import entry_object
from reader.commands.open_folders import known_url, logged, opened, read_settings
from reader.commands.text_output import article_lines
from reader.errors import StoreError, UsageError
from reader.library import Library
from reader.library.worker_events import PageDone, Trouble
from reader.model import Change, Entry, Field, Headline
from reader.paths import Paths
from reader.stream import Kind, Selection, Stream

_MANY = 1_000  # entries that take a moment to be indexed
_FEED_COLUMNS = 18
_STATES = {
    "read": (Field.READ, True),
    "unread": (Field.READ, False),
    "star": (Field.STARRED, True),
    "unstar": (Field.STARRED, False),
}


def list_entries(paths: Paths, options: argparse.Namespace) -> int:
    """The newest headlines of a selection, one a line."""
    query = " ".join(options.query)
    if options.sort == "rank" and not query.strip():
        raise UsageError("--sort rank needs words to rank by: `broadsheet list glacier --sort rank`")
    with opened(paths) as library:
        selection = _selection(library, options, query)
        if selection is None:
            return Exit.PARTLY
        if selection.by_words:
            _make_searchable(library)
        pick = library.articles.best if options.sort == "rank" else library.articles.newest
        ids = pick(selection, limit=options.number)
        if options.form is Form.TEXT:
            _print_headlines(library, ids)
        else:
            entries = (library.articles.entry(entry_id) for entry_id in ids)
            print_values((entry_object(entry) for entry in entries if entry), options.form)
        if not ids:
            complain(_nothing(library))
        return Exit.DONE if ids else Exit.PARTLY


def _selection(library: Library, options: argparse.Namespace, query: str) -> Selection | None:
    """Which entries the options mean; None, with a word on stderr, if there is no such feed, folder, tag or search."""
    if options.saved is not None:
        selection = _of_saved(library, options.saved, query)
        if selection is None:
            return None
        inside = selection.feeds
    else:
        selection = library.feeds.selection(Stream(Kind.SEARCH, query) if query else Stream(Kind.ALL))
        inside = None  # a feed that is named is listed even if it is hidden, and a star outlives the subscription
        if options.starred:
            selection = replace(selection, feeds=None)
    for stream, unknown in _narrowing(library, options):
        found = library.feeds.selection(stream).feeds or ()
        if not found:
            complain(unknown)
            return None
        inside = found if inside is None else tuple(feed for feed in found if feed in set(inside))
    if inside is not None:
        selection = replace(selection, feeds=inside)
    return replace(selection, unread=selection.unread or options.unread, starred=selection.starred or options.starred)


def _of_saved(library: Library, title: str, query: str) -> Selection | None:
    if title not in {search.title for search in library.subscriptions.searches}:
        there = ", ".join(search.title for search in library.subscriptions.searches)
        complain(
            f"there is no saved search {title}" + (f"; there are: {there}" if there else ": S in the reader saves one")
        )
        return None
    selection = library.feeds.selection(Stream(Kind.SAVED, title))
    return replace(selection, words=" ".join(part for part in (selection.words, query) if part)) if query else selection


def _narrowing(library: Library, options: argparse.Namespace) -> Iterator[tuple[Stream, str]]:
    """The streams that the options narrow a list to, each with the words for one that is empty."""
    if options.feed is not None:
        url = known_url(options.feed, (feed.url for feed in library.feeds.by_id.values()))
        yield Stream(Kind.FEED, url or ""), f"{options.feed} is not subscribed: `broadsheet feeds` lists what is"
    if options.folder is not None:
        unknown = f"there is no folder {options.folder} with a feed in it: `broadsheet feeds` lists them"
        yield Stream(Kind.FOLDER, options.folder.strip("/")), unknown
    if options.tag is not None:
        yield Stream(Kind.TAG, options.tag), f"no feed has the tag {options.tag}: `broadsheet feeds --json` lists them"


def _make_searchable(library: Library) -> None:
    """Search finds only what is indexed, and what arrived a moment ago may not be."""
    waiting = library.articles.not_indexed()
    if waiting > _MANY:
        complain(f"making {count(waiting, 'new article')} known to search; this takes a moment")
    if waiting:
        try:
            library.changes.index().result()
        except StoreError as error:
            missing = count(waiting, "article is", "articles are")
            complain(f"{missing} not known to search yet, and cannot be made so now: {error}")


def _nothing(library: Library) -> str:
    if not library.feeds.by_id:
        return "no feed is subscribed: `broadsheet add URL` adds one"
    if not any(feed.total for feed in library.feeds.by_id.values()):
        return "no articles yet: `broadsheet refresh` gets them"
    return "no article is like that"


def _print_headlines(library: Library, ids: list[int]) -> None:
    columns, plain = width(), library.config.ascii or not writes("●★")
    titles = library.feeds.titles
    digits = len(str(max(ids, default=0)))
    for row in library.articles.headlines(ids):
        feed = titles.get(row.feed_id) or _feed_of(library, row)
        line = (
            f"{row.id:>{digits}} {_marks(row, plain)} {local_time(row.sort)}  {fit(feed, _FEED_COLUMNS)}  {row.title}"
        )
        say(cut(line.rstrip(), columns))


def _feed_of(library: Library, row: Headline) -> str:
    """The title of a feed that is not subscribed any more; its starred articles are still there."""
    entry = library.articles.entry(row.id)
    return entry.feed_title if entry else ""


def _marks(row: Headline, plain: bool) -> str:
    unread, star = ("N", "*") if plain else ("●", "★")
    return (" " if row.read else unread) + (star if row.starred else " ")


def show(paths: Paths, options: argparse.Namespace) -> int:
    """One article whole; with ``--full`` after its page was fetched."""
    with opened(paths) as library:
        entry = library.articles.entry(options.id)
        if entry is None:
            complain(f"there is no article {options.id}: `broadsheet list` shows their numbers")
            return Exit.PARTLY
        fetched = _fetch_page(paths, entry) if options.full else True
        entry = library.articles.entry(options.id) or entry
        if options.form is Form.TEXT:
            for line in article_lines(entry, width(), library.config.measure):
                say(line)
        else:
            print_value(entry_object(entry), options.form)
        return Exit.DONE if fetched else Exit.PARTLY


def _fetch_page(paths: Paths, entry: Entry) -> bool:
    """Gets the entry's page unless it is there; false, with a word on stderr, if it could not be had."""
    if entry.page is not None:
        return True
    from reader.refresh.in_process import get_page_now

    settings = read_settings(paths)
    errors: list[str] = []
    events = get_page_now(paths, settings.config, settings.subscriptions, entry.id, force=True, now=int(time.time()))
    with logged(paths), contextlib.closing(events):
        for event in events:
            match event:
                case PageDone(_, str(error)):
                    errors.append(f"the page of this article could not be had: {error}")
                case Trouble(words):
                    errors.append(words)
    for words in errors:
        complain(words)
    return not errors


def mark(paths: Paths, options: argparse.Namespace) -> int:
    """Switches the state of some articles, or of all that a search finds."""
    field, value = _STATES[options.state]
    with opened(paths) as library:
        if options.query is not None:
            _make_searchable(library)
            found = library.articles.newest(library.feeds.selection(Stream(Kind.SEARCH, options.query)), limit=2**31)
            unknown: list[int] = []
        else:
            wanted = list(dict.fromkeys(options.ids))
            found = [row.id for row in library.articles.headlines(wanted)]
            unknown = sorted(set(wanted) - set(found))
        changed = library.changes.apply(Change(field, value, tuple(found))).result().ids if found else ()
    _tell_marked(options, len(changed), len(found), unknown)
    for entry_id in unknown[:20]:
        complain(f"there is no article {entry_id}: `broadsheet list` shows their numbers")
    if options.query is not None and not found:
        complain("no article is like that, so nothing was marked")
    return Exit.PARTLY if unknown or not found else Exit.DONE


def _tell_marked(options: argparse.Namespace, changed: int, found: int, unknown: list[int]) -> None:
    if options.form is not Form.TEXT:
        print_value({"changed": changed, "already": found - changed, "unknown": unknown}, options.form)
    elif found:
        words = {"read": "marked read", "unread": "marked unread", "star": "starred", "unstar": "unstarred"}
        already = f" ({found - changed:,} already so)" if changed < found else ""
        say(f"{count(changed, 'article')} {words[options.state]}{already}.")
