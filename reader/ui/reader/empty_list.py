"""Why a list has no articles, and what to do about it. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TypeAlias

from reader.query.tree import Node, Words, leaves
from reader.stream import Kind, Stream
from reader.text import capitalized
from reader.ui.commands.registry import key_of
from reader.wording.catalogue import N_, _


class Why(Enum):
    """A reason that is not told by the kind of the list alone."""

    NO_FEEDS = auto()
    NONE_ADDED = auto()  # only those that Broadsheet brings along
    ACCOUNT = auto()  # the list of an account
    PEOPLE = auto()  # the heading above the people; the others likewise
    LABELS = auto()
    TAGS = auto()
    NOTHING_FOUND = auto()  # and the beginning of a longer word would find no more
    FILTER = auto()
    READ = auto()  # only unread articles are shown


Reason: TypeAlias = "tuple[Kind, Why | None] | Why"
"""The kind of the list, with what changes the advice if there is something; or another reason."""

_ADD = (N_("Press {key} to add a feed, {other} to import a list of feeds"), "feed.add")
_ALL = (N_("Press {key} to refresh all feeds"), "feed.refresh-all")
_LABEL = (N_("Press {key} on an article to label it"), "entry.label")
_ITS = (N_("Press {key} to refresh its feeds"), "feed.refresh")

_WHY: dict[Kind | Why, tuple[str, str, str]] = {  # why the list is empty, what to do about it, with which command
    Kind.TODAY: (N_("No articles today yet"), *_ALL),
    Kind.UNREAD: (N_("No unread articles"), *_ALL),
    Kind.ALL: (N_("No articles yet"), *_ALL),
    Kind.STARRED: (N_("No starred articles yet"), N_("Press {key} on an article to star it"), "entry.star"),
    Kind.LATER: (N_("Nothing kept for later"), N_("Press {key} on an article to keep it here"), "entry.later"),
    Kind.LABEL: (N_("No articles with this label"), *_LABEL),
    Kind.SEARCH: (
        N_("No articles found"),
        N_("Only whole words count: begin* finds more. Press {key} for another search"),
        "list.search",
    ),
    Kind.AUTHOR: (N_("No articles by this author"), "", ""),
    Kind.FOLDER: (N_("No articles in this folder yet"), *_ITS),
    Kind.FEED: (N_("No articles in this feed yet"), N_("Press {key} to refresh it"), "feed.refresh"),
    Kind.TAG: (N_("No articles with this tag yet"), *_ITS),
    Kind.SAVED: (N_("No articles found"), N_("Press {key} to edit the search"), "feed.edit"),
    Why.NO_FEEDS: (N_("No feeds yet"), *_ADD),
    Why.ACCOUNT: (N_("No articles of this account yet"), N_("Press {key} to synchronise it"), "feed.refresh"),
    Why.PEOPLE: (N_("No articles by the people you follow"), "", ""),
    Why.LABELS: (N_("No labelled articles"), *_LABEL),
    Why.TAGS: (N_("No articles of feeds with tags yet"), *_ITS),
    Why.NOTHING_FOUND: (N_("No articles found"), N_("Press {key} for another search"), "list.search"),
    Why.FILTER: (N_("No article here fits the filter"), N_("Press {key} to show all again"), "move.back"),
    Why.READ: (N_("No unread articles here"), N_("Press {key} to show all articles"), "list.unread"),
}
_HEADINGS = {Kind.AUTHOR: Why.PEOPLE, Kind.LABEL: Why.LABELS, Kind.TAG: Why.TAGS}
_OF_ALL_FEEDS = (Kind.TODAY, Kind.UNREAD, Kind.ALL)
_ENDED = re.compile(r"[.;] ")  # a problem of several sentences


def reason_of(stream: Stream, *, no_feeds: bool, none_added: bool, begins_more: bool) -> Reason:
    """Why the list of a stream has no articles, as far as this tells it.

    ``none_added``: there are no feeds but those that Broadsheet brings along. ``begins_more``: see :func:`begins_more`.
    """
    if stream.kind in _OF_ALL_FEEDS and none_added:
        return Why.NO_FEEDS if no_feeds else (stream.kind, Why.NONE_ADDED)
    if stream.kind is Kind.SEARCH and not begins_more:
        return Why.NOTHING_FOUND
    return (stream.kind, None) if stream.value else _HEADINGS.get(stream.kind, (stream.kind, None))


def empty_text(reason: Reason, problem: str, next_try: str) -> tuple[str, ...]:
    """The lines of an empty list. ``problem``: of its feed, instead of the reason; ``next_try``: when that is tried."""
    kind, more = reason if isinstance(reason, tuple) else (reason, None)
    why, hint, command_id = _WHY[kind]
    if more is Why.NONE_ADDED:
        hint, command_id = _ADD
    first = capitalized(problem) if problem else _(why)
    after = [_("Next try: {time}").format(time=next_try)] if next_try else []
    if not hint:
        return (first, *after)
    return (first, *after, _(hint).format(key=key_of(command_id), other=key_of("feed.import")))


def with_next_try(problem: str, next_try: str) -> str:
    """The problem of a feed in one line, and when it is tried next, if it is."""
    if not next_try:
        return problem
    template = _("{problem}. Next try: {time}") if _ENDED.search(problem) else _("{problem}, next try {time}")
    return template.format(problem=problem, time=next_try)


def begins_more(query: Node) -> bool:
    """Whether a query looks for a word that the beginning of longer ones could find as well."""
    wanted = (leaf for leaf, is_wanted in leaves(query) if is_wanted)
    return any(isinstance(leaf, Words) and not leaf.prefix for leaf in wanted)
