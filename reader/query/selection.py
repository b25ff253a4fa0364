"""Which stored entries a list holds: a query in the form that finds its index in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.lazy_dataclass import dataclass
from reader.model import Feed, Field
from reader.query.resolve_names import resolve
from reader.query.tree import (
    EVERYTHING,
    NOTHING,
    Between,
    InFeeds,
    Is,
    Name,
    Named,
    Node,
    Not,
    State,
    Words,
    all_of,
    conjuncts,
    leaves,
    where_known,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries of the database; every field narrows the selection, None does not.

    ``feeds``: ids of the feeds. ``since``: the earliest sort date, in Unix seconds. ``author``: an author's id.
    ``up_to``: the highest entry id, which excludes entries that arrive later. ``ids``: only these entries.
    ``query``: all other conditions, as :func:`~reader.query.resolve_names.resolve` returns them. ``stories`` does not
    narrow it: its lists have one row for the articles that report the same event, as they always have for copies.
    ``shares``: see :meth:`reader.store.feeds.Feeds.shares`, by which the article that has the row is chosen.
    """

    feeds: tuple[int, ...] | None = None
    unread: bool = False
    starred: bool = False
    later: bool = False
    since: int | None = None
    author: int | None = None
    up_to: int | None = None
    ids: tuple[int, ...] | None = None
    query: Node = EVERYTHING
    stories: bool = False
    shares: tuple[tuple[int, float], ...] = ()

    @property
    def by_words(self) -> bool:
        """Whether the search index is needed."""
        return any(isinstance(leaf, Words) for leaf, _ in leaves(self.query))

    @property
    def indexed(self) -> bool:
        """Whether an index of the database has the selection in the order of lists."""
        return self.query == EVERYTHING and self.author is None and self.ids is None

    @property
    def steady(self) -> bool:
        """Whether its entries stay in it whatever the user or a publisher changes, unless they move or are removed."""
        return self.indexed and not (self.unread or self.starred or self.later)

    def of_state(self, field: Field, value: bool) -> Selection:
        """The selection among entries that all have this state, which is not asked for any more."""
        known = {State(field.value): value} | ({State.UNREAD: not value} if field is Field.READ else {})
        query = where_known(self.query, known)
        match field:
            case Field.READ:
                return replace(self, unread=False, query=NOTHING if self.unread and value else query)
            case Field.STARRED:
                return replace(self, starred=False, query=NOTHING if self.starred and not value else query)
            case Field.LATER:
                return replace(self, later=False, query=NOTHING if self.later and not value else query)
            case Field.LABEL:
                raise ValueError("a label is no state")

    def narrowed(self, node: Node) -> Selection:
        """The entries of this selection that also belong to a resolved tree."""
        narrow: Selection = self
        rest: list[Node] = []
        for part in conjuncts(node):
            more = _narrowed(narrow, part)
            if more is None:
                rest.append(part)
            else:
                narrow = more
        return replace(narrow, query=all_of((narrow.query, *rest)))


def _narrowed(selection: Selection, part: Node) -> Selection | None:
    """The selection with one more condition in its own fields; None if they do not have it."""
    match part:
        case InFeeds(ids) if selection.feeds is None:
            return replace(selection, feeds=tuple(sorted(ids)))
        case InFeeds(ids):
            return replace(selection, feeds=tuple(feed for feed in selection.feeds or () if feed in ids))
        case Not(InFeeds(ids)) if selection.feeds is not None:
            return replace(selection, feeds=tuple(feed for feed in selection.feeds if feed not in ids))
        case Is(State.UNREAD):
            return replace(selection, unread=True)
        case Is(State.STARRED):
            return replace(selection, starred=True)
        case Is(State.LATER):
            return replace(selection, later=True)
        case Between(int(since), None):
            return replace(selection, since=max(since, selection.since if selection.since is not None else since))
    return None


def select(tree: Node, feeds: Iterable[Feed], *, others: bool, now: int) -> Selection:
    """The selection of a tree. ``others``: the database has entries of feeds that are not among these.

    A hidden feed shows only if the query asks for feeds, by name or by tag. What the user has chosen is included from
    all feeds, even hidden and former ones: starred entries, those kept for later, and those with a label.
    """
    feeds = tuple(feeds)
    resolved = resolve(tree, feeds, now=now)
    parts = conjuncts(resolved)
    if any(isinstance(part, InFeeds) or _is_chosen(part) for part in parts):
        return Selection().narrowed(resolved)
    return Selection(feeds=_shown(feeds, others, parts)).narrowed(resolved)


def _is_chosen(part: Node) -> bool:
    return part in (Is(State.STARRED), Is(State.LATER)) or (isinstance(part, Named) and part.field is Name.LABEL)


def _shown(feeds: Sequence[Feed], others: bool, parts: Sequence[Node]) -> tuple[int, ...] | None:
    """The feeds in which a query looks that names none; None: all entries of the database are theirs."""
    shown = tuple(feed.id for feed in feeds if not feed.hidden)
    excludes = any(isinstance(part, Not) and isinstance(part.part, InFeeds) for part in parts)
    return shown if others or excludes or len(shown) < len(feeds) else None
