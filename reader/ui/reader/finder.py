"""The finder: one line that finds feeds, folders, saved searches, tags, other lists and commands by a few letters."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from reader.stream import Kind, Stream, from_key
from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.command import Context
from reader.ui.commands.fuzzy import Index, named
from reader.ui.commands.palette import Offered, offered
from reader.ui.commands.registry import commands
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.places import Place, places
from reader.ui.widgets.pick_list import PickRow
from reader.ui.widgets.tree_rows import Tree
from reader.wording.catalogue import N_, _, language
from reader.wording.numbers import thousands

_MOST_ROWS = 200
_KINDS = {Kind.FOLDER: N_("Folder"), Kind.SAVED: N_("Saved search"), Kind.TAG: N_("Tag"), Kind.LABEL: N_("Label")}


class Finder:
    """Finds the places of a tree, and commands; ``recent``: the places that were visited last, the latest first."""

    def __init__(
        self, tree: Tree, recent: Sequence[Stream], now_at: Stream, *, plain: bool, commands_too: bool
    ) -> None:
        self._plain = plain
        self._recent = {stream: number for number, stream in enumerate(recent)}
        known = places(tree)
        self._places = Index([named(one, one.name, one.path) for one in known])
        here = commands(Context.READER) if commands_too else ()
        self._commands = Index(offered(one for one in here if one.id != "go.to"))
        before = sorted((one for one in known if one.stream in self._recent), key=self._rank)
        unread = (one for one in known if one.unread and one.stream not in self._recent)
        self._at_first = [one for one in (*before, *unread) if one.stream != now_at][:_MOST_ROWS]

    def find(self, typed: str) -> list[PickRow]:
        """The rows for a typed text; for an empty one, recent places, then places with unread articles."""
        if not typed.strip():
            return [row_of(one, plain=self._plain) for one in self._at_first]
        found: list[Place | Offered] = [*self._places.find(typed, self._rank, _MOST_ROWS, strictly=True)]
        found += self._commands.find(typed, strictly=True)
        return [row_of(one, plain=self._plain) for one in found]

    def _rank(self, one: Place) -> tuple[int, bool]:
        """Recent ones before others, then those with unread articles."""
        return self._recent.get(one.stream, len(self._recent)), not one.unread


def row_of(one: Place | Offered, *, plain: bool) -> PickRow:
    """The row of a place, with its kind or folder and its unread count, or of a command with its keys."""
    if isinstance(one, Offered):
        return one.row(plain=plain, note=_("Command"))
    kind = _(_KINDS[one.stream.kind]) if one.stream.kind in _KINDS else ""
    note = " · ".join(filter(None, (kind, one.folder)))
    count = thousands(one.count, language()) if one.count else ""
    return PickRow(one.stream, one.name, note, count, strong=bool(one.unread))


def recent_streams(reader: ReaderContext) -> list[Stream]:
    """The lists that were visited last, the latest first."""
    found = (from_key(key) for key in reader.session.now.recent_lists)
    return [stream for stream in found if stream]


def first_rows(reader: ReaderContext) -> Callable[[str], Sequence[PickRow]]:
    """What the finder shows until it is ready: the lists that were visited last."""
    tree, here = reader.tree, reader.articles.stream
    recent = [
        Place(stream, tree.label_of(stream), tree.count_of(stream) or 0)
        for stream in recent_streams(reader)
        if stream != here and tree.label_of(stream)
    ]
    rows = [row_of(one, plain=False) for one in recent]
    return lambda typed: [] if typed else rows


async def prepared(reader: ReaderContext, *, commands_too: bool) -> Callable[[str], Sequence[PickRow]]:
    """The finder's search, made in a thread: thousands of names are folded for it."""
    tree, recent, here = reader.tree.contents, recent_streams(reader), reader.articles.stream
    plain = reader.screen.app.has_class(ASCII_CLASS)
    return (await asyncio.to_thread(Finder, tree, recent, here, plain=plain, commands_too=commands_too)).find
