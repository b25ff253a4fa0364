"""The rows of the feed tree: streams, saved searches, feeds in their folders, tags. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from reader.lazy_dataclass import dataclass
from reader.model import Feed, SavedSearch, unread_once
from reader.stream import Kind, Stream, is_inside
from reader.text import fold
from reader.wording.catalogue import N_, _

FIXED = (
    (Kind.TODAY, N_("Today")), (Kind.UNREAD, N_("Unread")), (Kind.STARRED, N_("Starred")),
    (Kind.LATER, N_("Later")), (Kind.ALL, N_("All")),
)  # fmt: skip
_FIXED = frozenset(kind for kind, _label in FIXED)
TAGS = Stream(Kind.TAG)  # the row above the tags; folding it hides them
LABELS = Stream(Kind.LABEL)  # the row above the labels
PEOPLE = Stream(Kind.AUTHOR)  # the row above the people whom the user follows
HEADINGS = frozenset({TAGS, LABELS, PEOPLE})
KEPT = frozenset({Kind.STARRED, Kind.LATER, Kind.LABEL})  # lists that count all their articles, not only unread ones
FEW = 8  # more tags, labels or people than this are folded until the user unfolds them


class Order(StrEnum):
    """The order of feeds and folders."""

    HAND = "hand"  # as in feeds.toml
    TITLE = "title"
    UNREAD = "unread"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A row, empty if it has no stream. ``folded`` is None for rows that do not fold.

    ``failing``: the feed cannot be polled, or the account not synchronised; ``hidden``: it is left out of other lists;
    ``paused``: the feed, or the account.
    """

    stream: Stream | None
    label: str = ""
    depth: int = 0
    count: int = 0
    folded: bool | None = None
    failing: bool = False
    paused: bool = False
    hidden: bool = False


class AccountNote(StrEnum):
    """What the row of an account notes."""

    NOTHING = "nothing"
    PAUSED = "paused"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Tree:
    """The contents of the tree.

    ``copies``: articles that are unread in several feeds, which folders and tags count once
    (:func:`reader.model.unread_once`).
    ``counts``: unread entries of the streams other than feeds, and all entries of those that are :data:`KEPT`.
    ``labels``: how many entries have each label. ``latest``: the date of each feed's newest entry, in Unix seconds.
    ``folded``: paths of the folded folders. ``tags_folded``, ``labels_folded`` and ``people_folded``:
    None leaves it to their number. ``people``: whom the user follows, by id, with the unread articles in ``counts``.
    ``places``: by the title of a saved search, how many feeds are above it in ``feeds.toml``. ``accounts``: by the
    folder of each account, what its row notes; it is shown even without feeds. ``unread_only``: whether feeds, folders,
    searches and tags without unread entries are left out.
    """

    feeds: tuple[Feed, ...] = ()
    copies: Mapping[tuple[int, ...], int] = field(default_factory=dict)
    searches: tuple[SavedSearch, ...] = ()
    counts: Mapping[Stream, int] = field(default_factory=dict)
    latest: Mapping[int, int] = field(default_factory=dict)
    order: Order = Order.HAND
    folded: frozenset[str] = frozenset()
    tags_folded: bool | None = None
    labels: Mapping[str, int] = field(default_factory=dict)
    labels_folded: bool | None = None
    people: Mapping[int, str] = field(default_factory=dict)
    people_folded: bool | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    accounts: Mapping[str, AccountNote] = field(default_factory=dict)
    unread_only: bool = False


Made = dict[int, tuple[Feed, TreeRow]]
"""The rows of feeds as they were made last, by the feed's id."""


def rows_of(tree: Tree, made: Made | None = None) -> Iterator[TreeRow]:
    """The rows, from the top. The rows of feeds that are the same objects as in ``made`` are taken from there.

    What is new is added to ``made``; of thousands of feeds, few change at a time.
    """
    made = {} if made is None else made
    for kind, label in FIXED:
        yield TreeRow(Stream(kind), _(label), count=tree.counts.get(Stream(kind), 0))
    if tree.feeds or tree.searches or tree.accounts:
        yield TreeRow(None)
        yield from _inside(tree, "", tree.searches, tree.feeds, 0, made)
    yield from _people(tree)
    yield from _section(LABELS, _("Labels"), tree.labels, folded=tree.labels_folded)
    tagged: dict[str, list[Feed]] = {}
    for feed in tree.feeds:
        for tag in feed.tags:
            tagged.setdefault(tag, []).append(feed)
    unread = {tag: unread_once(feeds, tree.copies) for tag, feeds in tagged.items()}
    yield from _section(TAGS, _("Tags"), unread, folded=tree.tags_folded)


def _people(tree: Tree) -> Iterator[TreeRow]:
    """A heading and a row for each person whom the user follows; nothing if there are none."""
    if not tree.people:
        return
    folded = len(tree.people) > FEW if tree.people_folded is None else tree.people_folded
    yield TreeRow(None)
    yield TreeRow(PEOPLE, _("People"), count=tree.counts.get(PEOPLE, 0) if folded else 0, folded=folded)
    for person in [] if folded else sorted(tree.people, key=lambda person: (fold(tree.people[person]), person)):
        stream = Stream(Kind.AUTHOR, str(person))
        yield TreeRow(stream, tree.people[person], 1, tree.counts.get(stream, 0))


def _section(heading: Stream, title: str, counts: Mapping[str, int], *, folded: bool | None) -> Iterator[TreeRow]:
    """A heading and a row for each name, with its count; nothing if there are no names."""
    if not counts:
        return
    folded = len(counts) > FEW if folded is None else folded
    yield TreeRow(None)
    yield TreeRow(heading, title, folded=folded)
    for name in [] if folded else sorted(counts, key=fold):
        yield TreeRow(Stream(heading.kind, name), name, 1, counts[name])


def unread_rows(rows: Sequence[TreeRow], kept: Stream | None) -> Iterator[TreeRow]:
    """The rows with unread entries, the fixed ones, and the row ``kept`` with the folders around it."""
    around: set[int] = set()
    at = next((number for number, row in enumerate(rows) if kept and row.stream == kept), -1)
    depth = rows[at].depth + 1 if at >= 0 else 0
    while at >= 0 and depth:
        if rows[at].depth < depth:
            depth = rows[at].depth
            around.add(at)
        at -= 1
    for number, row in enumerate(rows):
        if row.stream is None or row.stream in HEADINGS or row.stream.kind in _FIXED or row.count or number in around:
            yield row


def tables_of(tree: Tree, stream: Stream) -> list[Feed | SavedSearch]:
    """The feeds and saved searches of a row (a feed, a search or a folder), in the order of ``feeds.toml``."""
    if stream.kind is Kind.FEED:
        return [feed for feed in tree.feeds if feed.url == stream.value]
    if stream.kind is Kind.SAVED:
        return [search for search in tree.searches if search.title == stream.value]
    if stream.kind is Kind.FOLDER:
        inside: list[Feed | SavedSearch] = [feed for feed in tree.feeds if is_inside(feed.folder, stream.value)]
        return inside + [search for search in tree.searches if is_inside(search.folder, stream.value)]
    return []


def sibling(rows: Sequence[TreeRow], row: int, step: int) -> int | None:
    """The row to swap with when moving a row by ``step``; None at either end and for rows that cannot move."""
    stream = rows[row].stream
    movable = (Kind.FEED, Kind.FOLDER), (Kind.SAVED,)
    kinds = next((kinds for kinds in movable if stream and stream.kind in kinds), ())
    other = row + step
    while kinds and 0 <= other < len(rows) and (found := rows[other].stream) and rows[other].depth >= rows[row].depth:
        if rows[other].depth == rows[row].depth:
            return other if found.kind in kinds else None
        other += step
    return None


def next_unread(rows: Sequence[TreeRow], row: int) -> Iterator[Stream]:
    """The lists to continue with when the list of a row is read: those with unread entries below it, then from the top.

    After a feed come feeds, and folded folders in place of theirs; after a folder come the rows outside it.
    """
    here = rows[row].stream
    if here is None or here.kind not in (Kind.FEED, Kind.FOLDER, Kind.TAG, Kind.AUTHOR, Kind.SAVED):
        return
    alone = here.kind in (Kind.TAG, Kind.AUTHOR)
    kinds = (here.kind,) if alone else (Kind.FEED, Kind.FOLDER, Kind.SAVED)
    below = row + 1
    while here.kind is Kind.FOLDER and below < len(rows) and rows[below].stream and rows[below].depth > rows[row].depth:
        below += 1
    for one in (*rows[below:], *rows[:row]):
        if one.stream is None or one.stream.kind not in kinds or not one.count or one.hidden:
            continue
        if here.kind is Kind.FOLDER or one.folded is not False:
            yield one.stream


def beside_unread(rows: Sequence[TreeRow], row: int, *, before: bool) -> Stream | None:
    """The nearest feed, closed folder or saved search with unread entries below a row (or above it), all around."""
    order = (*rows[row + 1 :], *rows[:row])
    if before:
        order = order[::-1]
    kinds = (Kind.FEED, Kind.FOLDER, Kind.SAVED)
    for one in order:
        if one.stream and one.stream.kind in kinds and one.count and not one.hidden and one.folded is not False:
            return one.stream
    return None


@dataclass(frozen=True, slots=True)
class _Part:
    """A feed, or a folder with the feeds in it."""

    name: str
    feeds: tuple[Feed, ...]
    is_folder: bool


def _inside(
    tree: Tree, path: str, searches: Iterable[SavedSearch], feeds: Iterable[Feed], depth: int, made: Made
) -> Iterator[TreeRow]:
    """The rows in a folder: saved searches first, then feeds and folders.

    A folder comes where its first feed does, or without feeds its first saved search.
    """
    below: dict[str, list[SavedSearch]] = {}
    for search in searches:
        below.setdefault(_name_below(path, search.folder), []).append(search)
    for search in below.pop("", ()):
        stream = Stream(Kind.SAVED, search.title)
        yield TreeRow(stream, search.title, depth, tree.counts.get(stream, 0))
    for part in _ordered(tree, _parts(tree, path, feeds, below)):
        if not part.is_folder:
            yield _feed_row(part.feeds[0], depth, made)
            continue
        folder = f"{path}/{part.name}" if path else part.name
        folded = folder in tree.folded
        note = tree.accounts.get(folder)
        yield TreeRow(
            Stream(Kind.FOLDER, folder), part.name, depth, _unread(tree, part), folded,
            failing=note is AccountNote.FAILING, paused=note is AccountNote.PAUSED,
        )  # fmt: skip
        if not folded:
            yield from _inside(tree, folder, below.get(part.name, ()), part.feeds, depth + 1, made)


def _name_below(path: str, folder: str) -> str:
    """The subfolder of ``path`` that contains ``folder``; empty if ``folder`` is ``path`` itself."""
    return "" if folder == path else folder[len(path) + 1 if path else 0 :].partition("/")[0]


def _parts(
    tree: Tree, path: str, feeds: Iterable[Feed], searches_below: Mapping[str, Sequence[SavedSearch]]
) -> list[_Part]:
    found: dict[tuple[str, str], list[Feed]] = {}
    for feed in feeds:
        name = _name_below(path, feed.folder)
        found.setdefault((name, "" if name else feed.url), []).append(feed)
    parts = [_Part(name or inside[0].title, tuple(inside), bool(name)) for (name, _), inside in found.items()]
    if not path:
        parts += [_Part(name, (), True) for name in tree.accounts if (name, "") not in found]
    without_feeds = [
        name for name in searches_below if (name, "") not in found and not (not path and name in tree.accounts)
    ]
    if not without_feeds:
        return parts
    numbers = {feed.url: number for number, feed in enumerate(tree.feeds)}
    last = float(len(numbers))
    placed = [(float(numbers[part.feeds[0].url]) if part.feeds else last, part) for part in parts]
    for name in without_feeds:
        above = min(tree.places.get(search.title, len(numbers)) for search in searches_below[name])
        placed.append((above - 0.5, _Part(name, (), True)))
    return [part for _place, part in sorted(placed, key=lambda one: one[0])]


def _ordered(tree: Tree, parts: list[_Part]) -> list[_Part]:
    keys: dict[Order, Callable[[_Part], str | int]] = {
        Order.TITLE: lambda part: fold(part.name),
        Order.UNREAD: lambda part: -_unread(tree, part),
        Order.LATEST: lambda part: -max((tree.latest.get(feed.id, 0) for feed in part.feeds), default=0),
    }
    return sorted(parts, key=keys[tree.order]) if tree.order in keys else parts


def _unread(tree: Tree, part: _Part) -> int:
    """The unread entries of a feed, or the unread articles of a folder without its hidden feeds."""
    return unread_once((feed for feed in part.feeds if not (part.is_folder and feed.hidden)), tree.copies)


def _feed_row(feed: Feed, depth: int, made: Made) -> TreeRow:
    known = made.get(feed.id)
    if known and known[0] is feed and known[1].depth == depth:
        return known[1]
    row = TreeRow(
        Stream(Kind.FEED, feed.url),
        feed.title,
        depth,
        feed.unread,
        failing=feed.failing,
        paused=feed.paused,
        hidden=feed.hidden,
    )
    made[feed.id] = feed, row
    return row
