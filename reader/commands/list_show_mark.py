"""``list``, ``show`` and ``mark``: the stored articles."""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from reader.commands import Exit
from reader.commands.changes_output import change_lines, version_objects
from reader.commands.columns import can_write, cut, fit, width
from reader.commands.console import Form, complain, print_value, print_values, say
from reader.commands.open_folders import feed_named, logged, not_subscribed, opened, read_settings
from reader.commands.refresh import no_feeds
from reader.commands.text_output import article_lines
from reader.errors import InvalidValue, StoreError, UsageError
from reader.library import Library
from reader.library.entry_formats import written
from reader.library.entry_formats.entry_as_json import Object, entry_object
from reader.library.worker_events import PageDone, Trouble
from reader.model import EDITED_SINCE, Change, Entry, Field, Headline
from reader.paths import Paths
from reader.problems import Problem, ProblemDetails, problem
from reader.programs import Format
from reader.query.parse_query import read_query
from reader.query.tree import EVERYTHING, Is, Name, Named, Node, Order, Query, State, all_of
from reader.stream import Kind, Stream
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, problem_message
from reader.wording.timestamps import local_time
from reader.wording.titles import shown_title

_MANY = 1_000  # articles; indexing more takes a noticeable time
_FEED_COLUMNS = 18
_INDENT = "    "
_MOST_UNKNOWN = 20  # unknown article numbers that are reported
_MISSING = problem(Problem.QUERY_PART_MISSING, at=0)
_SORTS = {"date": Order.NEWEST, "rank": Order.RELEVANCE, **{str(order): order for order in Order}}
_STATES = {
    "read": (Field.READ, True),
    "unread": (Field.READ, False),
    "star": (Field.STARRED, True),
    "unstar": (Field.STARRED, False),
    "later": (Field.LATER, True),
    "unlater": (Field.LATER, False),
    "label": (Field.LABEL, True),
    "unlabel": (Field.LABEL, False),
}


def list_articles(paths: Paths, options: argparse.Namespace) -> int:
    """Prints headlines in the requested order."""
    query = parsed(" ".join(options.query))
    with opened(paths) as library:
        tree = _tree(library, options, query.tree)
        if tree is None:
            return Exit.PARTLY
        order = _SORTS.get(options.sort) or query.order or Order.NEWEST
        selection = library.feeds.selection_of(tree)
        if options.stories:
            library.feeds.load_shares().result()
            selection = library.feeds.by_stories(selection)
        if order is Order.RELEVANCE and not selection.by_words:
            raise UsageError(problem(Problem.RANK_NEEDS_QUERY))
        if selection.by_words:
            _index_new_articles(library)
        ids = library.articles.in_order(selection, order, limit=options.number)
        if options.form is Form.TEXT:
            _print_headlines(library, ids, by_stories=options.stories)
        else:
            entries = (library.articles.entry(entry_id) for entry_id in ids)
            print_values((_as_object(library, entry) for entry in entries if entry), options.form)
        if not ids:
            complain(_nothing_found(library))
        return Exit.DONE if ids else Exit.PARTLY


def _as_object(library: Library, entry: Entry) -> Object:
    others = library.articles.other_tellings([entry]).get(entry.id, ())
    story = {"story": entry.story if others else None, "tellings": [one.id for one in others]}
    return {**entry_object(entry, tags=_tags_of(library, entry)), **story}


def _tags_of(library: Library, entry: Entry) -> tuple[str, ...]:
    """The tags of the article's feed."""
    feed = library.feeds.by_id.get(entry.feed_id)
    return feed.tags if feed else ()


def parsed(text: str) -> Query:
    """The query that was given. Raises :class:`UsageError` for a mistake, with its place."""
    try:
        return read_query(text)
    except InvalidValue as error:
        raise UsageError(error.details) from None


def _tree(library: Library, options: argparse.Namespace, tree: Node) -> Node | None:
    """The query with the options; None, after a message, for an unknown feed, folder, tag or search."""
    parts = [tree]
    if options.saved is not None:
        if options.saved not in {search.title for search in library.subscriptions.searches}:
            complain(_no_saved_search(library, options.saved))
            return None
        parts.insert(0, library.feeds.query_of(Stream(Kind.SAVED, options.saved)).tree)
    for part, message in _filters(library, options):
        if not library.feeds.selection_of(part).feeds:
            complain(message)
            return None
        parts.append(part)
    parts += [Is(State.UNREAD)] if options.unread else []
    parts += [Is(State.STARRED)] if options.starred else []
    return all_of(parts)


def _no_saved_search(library: Library, title: str) -> str:
    titles = ", ".join(search.title for search in library.subscriptions.searches)
    if titles:
        return _("you have no saved search {title}; yours are: {titles}").format(title=title, titles=titles)
    return _("you have no saved search {title}; press S in the reader to save one").format(title=title)


def _filters(library: Library, options: argparse.Namespace) -> Iterator[tuple[Node, str]]:
    """The queries that limit the list to feeds, each with the message for one without feeds."""
    if options.feed is not None:
        yield Named(Name.FEED, feed_named(library, options.feed) or ""), not_subscribed(options.feed)
    if options.folder is not None:
        message = _("folder {folder} does not exist or has no feeds; `{command}` lists the folders")
        yield (
            Named(Name.FOLDER, options.folder.strip("/")),
            message.format(folder=options.folder, command="broadsheet feeds"),
        )
    if options.tag is not None:
        message = _("no feed has the tag {tag}; `{command}` lists the tags")
        yield Named(Name.TAG, options.tag), message.format(tag=options.tag, command="broadsheet feeds --json")


def _index_new_articles(library: Library) -> None:
    """Indexes the articles that have just arrived, so that a search finds them."""
    waiting = library.articles.not_indexed()
    if waiting > _MANY:
        complain(plural("indexing {n} new article for search…", "indexing {n} new articles for search…", waiting))
    if waiting:
        try:
            library.changes.index().result()
        except StoreError as error:
            complain(
                plural("{n} new article is missing from the search: {reason}",
                       "{n} new articles are missing from the search: {reason}",
                       waiting, reason=error_message(error))
            )  # fmt: skip


def _nothing_found(library: Library) -> str:
    if not library.feeds.by_id:
        return no_feeds()
    if not any(feed.total for feed in library.feeds.by_id.values()):
        return _("no articles yet; `{command}` loads them").format(command="broadsheet refresh")
    return _("no article matches")


def _print_headlines(library: Library, ids: list[int], *, by_stories: bool) -> None:
    """``by_stories``: each row says how many others tell its story, and these follow it, indented."""
    rows = library.articles.headlines(ids)
    others = library.articles.other_tellings(rows) if by_stories else {}
    beneath = {one.id: one for one in library.articles.headlines([one.id for some in others.values() for one in some])}
    digits = len(str(max((*ids, *beneath), default=0)))
    for row in rows:
        tellings = others.get(row.id, ())
        _print_headline(library, row, digits, sign=f" +{len(tellings)}" if tellings else "")
        for one in tellings:
            if one.id in beneath:
                _print_headline(library, beneath[one.id], digits, indent=_INDENT)


def _print_headline(library: Library, row: Headline, digits: int, *, sign: str = "", indent: str = "") -> None:
    plain = library.config.ascii or not can_write("●★◇")
    feed = cut(library.feeds.titles.get(row.feed_id) or _feed_title(library, row), _FEED_COLUMNS - len(sign)) + sign
    facts = f"{indent}{row.id:>{digits}} {_signs(row, plain)} {local_time(row.sort)}"
    line = f"{facts}  {fit(feed, _FEED_COLUMNS)}  {shown_title(row.title)}"
    say(cut(line.rstrip(), width()))


def _feed_title(library: Library, row: Headline) -> str:
    """The title of a feed that is no longer subscribed; its starred articles are still listed."""
    entry = library.articles.entry(row.id)
    return entry.feed_title if entry else ""


def _signs(row: Headline, plain: bool) -> str:
    unread, star, later = ("N", "*", "L") if plain else ("●", "★", "◇")
    return (" " if row.read else unread) + (star if row.starred else " ") + (later if row.later else " ")


def show(paths: Paths, options: argparse.Namespace) -> int:
    """Prints one article, or what was changed in it; with ``--full``, after fetching its page."""
    with opened(paths) as library:
        entry = library.articles.entry(options.id)
        if entry is None:
            complain(_no_article(options.id))
            return Exit.PARTLY
        fetched = _fetch_page(paths, entry) if options.full else True
        entry = library.articles.entry(options.id) or entry
        if options.changes:
            return _show_changes(library, entry)
        if options.form is Form.TEXT:
            for line in article_lines(entry, width(), library.config.measure):
                say(line)
            for line in _comment_lines(library, entry.id) if options.comments else ():
                say(line)
        elif options.form in (Form.MARKDOWN, Form.HTML):
            sys.stdout.write(written(entry, Format(options.form.value), tags=_tags_of(library, entry)))
        else:
            comments = {"comments": _comment_objects(library, entry.id)} if options.comments else {}
            versions = {"versions": version_objects(library.articles.versions(entry.id))}
            print_value({**_as_object(library, entry), **versions, **comments}, options.form)
        return Exit.DONE if fetched else Exit.PARTLY


def _show_changes(library: Library, entry: Entry) -> int:
    """Prints what was changed in an article."""
    if entry.edited is None:
        complain(_("no changes to article {id} are known").format(id=entry.id))
        return Exit.PARTLY
    for line in change_lines(entry, library.articles.versions(entry.id), width(), library.config.measure):
        say(line)
    return Exit.DONE


def _comment_lines(library: Library, entry_id: int) -> Iterator[str]:
    from reader.commands.comments_output import comment_lines

    yield ""
    yield from comment_lines(library.conversations.load(entry_id).result(), width(), library.config.measure)


def _comment_objects(library: Library, entry_id: int) -> list[Object]:
    from reader.commands.comments_output import comment_objects

    return comment_objects(library.conversations.load(entry_id).result())


def _fetch_page(paths: Paths, entry: Entry) -> bool:
    """Fetches the entry's page unless it is stored and up to date; false, after a message, if that fails."""
    if entry.page is not None and entry.page_tried != EDITED_SINCE:
        return True
    from reader.refresh.in_process import get_page_now

    settings = read_settings(paths)
    errors: list[str] = []
    events = get_page_now(paths, settings.config, settings.subscriptions, entry.id, force=True, now=int(time.time()))
    with logged(paths), contextlib.closing(events):
        for event in events:
            match event:
                case PageDone(_entry_id, ProblemDetails() as error):
                    errors.append(
                        _("couldn't load the page of this article: {reason}").format(reason=problem_message(error))
                    )
                case Trouble(details):
                    errors.append(problem_message(details))
    for message in errors:
        complain(message)
    return not errors


def mark(paths: Paths, options: argparse.Namespace) -> int:
    """Sets the state of some articles, or of all that belong to a query."""
    field, value = _STATES[options.state]
    query = None if options.query is None else parsed(options.query)
    if query and query.tree == EVERYTHING:  # an empty variable of a script must not mark all
        raise UsageError(problem(Problem.QUERY_MISTAKE, query=options.query, place=1, cause=_MISSING))
    with opened(paths) as library:
        label = library.articles.spelled(options.label) if options.label else ""
        if label and not value and label not in library.articles.labels():
            complain(_no_label(library, label))
            return Exit.PARTLY
        if query is not None:
            selection = library.feeds.selection_of(query.tree)
            if selection.by_words:
                _index_new_articles(library)
            found = library.articles.newest(selection, limit=2**31)
            unknown: list[int] = []
        else:
            wanted = list(dict.fromkeys(options.ids))
            found = [row.id for row in library.articles.headlines(wanted)]
            unknown = sorted(set(wanted) - set(found))
        change = Change(field, value, tuple(found), label)
        changed = library.changes.apply(change).result().count if found else 0
    if options.form is not Form.TEXT:
        print_value({"changed": changed, "already": max(len(found) - changed, 0), "unknown": unknown}, options.form)
    elif found:
        say(_marked(options.state, changed, already=max(len(found) - changed, 0), label=label))
    for entry_id in unknown[:_MOST_UNKNOWN]:
        complain(_no_article(entry_id))
    if query is not None and not found:
        complain(_("no article matches, so nothing was marked"))
    return Exit.PARTLY if unknown or not found else Exit.DONE


def _no_label(library: Library, label: str) -> str:
    labels = ", ".join(library.articles.labels())
    if labels:
        return _("no article has the label {label}; your labels are: {labels}").format(label=label, labels=labels)
    return _("no article has a label; `{command}` gives it one").format(command="broadsheet mark label LABEL ID")


def _no_article(entry_id: int) -> str:
    return _("article {id} does not exist; `{command}` shows the numbers").format(
        id=entry_id, command="broadsheet list"
    )


_MARKED: dict[str, Callable[[int], str]] = {
    "read": lambda n: plural("{n} article marked read.", "{n} articles marked read.", n),
    "unread": lambda n: plural("{n} article marked unread.", "{n} articles marked unread.", n),
    "star": lambda n: plural("{n} article starred.", "{n} articles starred.", n),
    "unstar": lambda n: plural("{n} article unstarred.", "{n} articles unstarred.", n),
    "later": lambda n: plural("{n} article kept for later.", "{n} articles kept for later.", n),
    "unlater": lambda n: plural("{n} article no longer kept for later.", "{n} articles no longer kept for later.", n),
}
_LABELLED: dict[str, Callable[[int, str], str]] = {
    "label": lambda n, label: plural(
        "{n} article labelled “{label}”.", "{n} articles labelled “{label}”.", n, label=label
    ),
    "unlabel": lambda n, label: plural(
        "Label “{label}” taken off {n} article.", "Label “{label}” taken off {n} articles.", n, label=label
    ),
}


def _marked(state: str, changed: int, *, already: int, label: str) -> str:
    done = _LABELLED[state](changed, label) if label else _MARKED[state](changed)
    unchanged = ""
    if already and state == "unlabel":
        unchanged = plural("{n} did not have it.", "{n} did not have it.", already)
    elif already:
        unchanged = plural("{n} already was.", "{n} already were.", already)
    return f"{done} {unchanged}".rstrip()
