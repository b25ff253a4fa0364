"""Edits as steps of the journal.

The intended contents are noted in the database before the file is written, and their success afterwards. A program
that was killed in between leaves an open note; the next one compares it with the file (:func:`settle_steps`) before it
undoes or writes anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.errors import ConfigError, StoreError
from reader.library.edits import (
    ChangeFeed,
    ChangeSearch,
    Edit,
    NoteAdded,
    PastImport,
    Place,
    Remove,
    RenameFolder,
    SaveSearch,
    SubscribeAt,
)
from reader.library.written_files import WrittenFiles, pack_files, unpack_files
from reader.model import SavedSearch
from reader.store import Store
from reader.store.journal import JournalStep, Session
from reader.stream import Kind, Stream, from_key
from reader.subscriptions.rewrite import Rewritten, read_file
from reader.subscriptions.undo_edits import was_written

_TOLD = ("url", "paused", "folder", "title")  # fields whose new value a message or the screen needs


class EditRecorder:
    """Writes the step of an edit: a new one, or ``step``, which is being undone or repeated."""

    def __init__(self, store: Store, edit: Edit, session: Session, now: int, step: JournalStep | None = None) -> None:
        self._store, self._edit, self._session, self._now, self._step = store, edit, session, now, step
        self._id = step.id if step else None

    def intend(self, files: WrittenFiles) -> None:
        """Notes the contents before they are written. A new edit is also made while the database cannot be written."""
        cell = pack_files(files)
        if self._id is not None:
            self._store.journal.intend(self._id, cell)
            return
        try:
            with self._store.translated():
                self._id = self._store.journal.begin(encode(self._edit), cell, self._session, self._now)
        except StoreError:
            return  # the store says so when it is to follow the file

    def finish(self, files: WrittenFiles) -> None:
        """Notes what was written."""
        journal = self._store.journal
        if self._id is None and self._step is None:
            self._id = journal.begin(encode(self._edit), None, self._session, self._now)
        if self._id is not None:
            undone = self._step is not None and not self._step.undone
            journal.settle(self._id, undone=undone, written=pack_files(files))


def settle_steps(store: Store, session: Session, feeds: Path, config: Path) -> None:
    """Finds out what was written of steps that a program could not finish, notes that, and moves articles that wait.

    Raises :class:`~reader.errors.StoreError`. A file that cannot be read now is looked at again later.
    """
    steps = store.journal.unsettled(session)
    for step in steps:
        try:
            _settle(store, step, feeds, config)
        except ConfigError:
            continue
        except ValueError:
            store.journal.forget(step)
    for old, new in store.moving.unfinished() if steps else ():
        from reader.refresh.feeds.relocate import move_history  # rare, and imports much

        move_history(store, old, new)


def _settle(store: Store, step: JournalStep, feeds: Path, config: Path) -> None:
    assert step.intended is not None
    intended = unpack_files(step.intended)
    made = WrittenFiles(
        intended.feeds if intended.feeds and was_written(feeds, intended.feeds) else None,
        intended.config if intended.config and _has_lines(config, intended.config) else None,
        intended.merged,
    )
    if step.written is None:  # it is new
        if made.feeds or made.config:
            _note(store, step, made, undone=False)
        else:
            store.journal.forget(step)
        return
    before = unpack_files(step.written)
    whole = (bool(made.feeds), bool(made.config)) == (bool(before.feeds), bool(before.config))
    if whole or (step.undone and (made.feeds or made.config)):  # what was repeated, even a part, can be undone
        _note(store, step, made, undone=not step.undone)
    else:
        left = replace(
            before, feeds=None if made.feeds else before.feeds, config=None if made.config else before.config
        )
        _note(store, step, left, undone=step.undone)


def _note(store: Store, step: JournalStep, files: WrittenFiles, *, undone: bool) -> None:
    store.journal.settle(step.id, undone=undone, written=pack_files(files), intended=step.intended)


def _has_lines(path: Path, intended: Rewritten) -> bool:
    """Whether ``config.toml``, which an import adds lines to, was written."""
    now, before, after = read_file(path) or b"", intended.before or b"", intended.after or b""
    if len(before) < len(after):
        return now.startswith(after[: len(after) - len(before)])
    return not now.startswith(before[: len(before) - len(after)])


# -- as text


def encode(edit: Edit) -> str:
    """The parts of an edit that its undo needs later, for the message and the screen."""
    parts: dict[str, Any] = {"label": edit.label}
    match edit:
        case ChangeFeed(url=url, changes=changes):
            parts |= {"kind": "change-feed", "url": url, "changes": _told(changes)}
        case ChangeSearch(title=title, changes=changes):
            parts |= {"kind": "change-search", "title": title, "changes": _told(changes)}
        case SaveSearch(search=search):
            parts |= {"kind": "save-search", "title": search.title}
        case NoteAdded(url=url):
            parts |= {"kind": "subscribe", "url": url}
        case SubscribeAt(account=account, url=url):
            parts |= {"kind": "subscribe-at", "account": account, "url": url}
        case Remove(names=names, stream=stream, account=account):
            parts |= {"kind": "remove", "names": names, "stream": stream.key()}
            parts |= {"account": account} if account else {}
        case RenameFolder(old=old, new=new):
            parts |= {"kind": "rename-folder", "old": old, "new": new}
        case Place(names=names, anchor=anchor):
            parts |= {"kind": "place", "names": names, "anchor": anchor}
        case PastImport(feeds=feeds, searches=searches, settings=settings, articles=articles):
            parts |= {
                "kind": "import", "feeds": feeds, "searches": searches, "settings": settings, "articles": articles,
            }  # fmt: skip
        case _:
            return encode(edit.in_short)
    return json.dumps(parts, ensure_ascii=False)


def _told(changes: Any) -> dict[str, Any]:
    """The names of all fields; of most, nobody asks for the value, which may be a password."""
    return {name: value if name in _TOLD else None for name, value in changes.items()}


def decode(text: str) -> Edit:
    """The inverse of :func:`encode`. Raises ``ValueError`` for any other text."""
    try:
        parts = json.loads(text)
        return _READERS[parts["kind"]](parts, str(parts["label"]))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError from error


def _names(parts: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(kind), str(value)) for kind, value in parts)


_READERS: dict[str, Callable[[dict[str, Any], str], Edit]] = {
    "change-feed": lambda parts, label: ChangeFeed(str(parts["url"]), dict(parts["changes"]), label),
    "change-search": lambda parts, label: ChangeSearch(str(parts["title"]), dict(parts["changes"]), label),
    "save-search": lambda parts, label: SaveSearch(SavedSearch(str(parts["title"])), label),
    "subscribe": lambda parts, label: NoteAdded(str(parts["url"]), label),
    "subscribe-at": lambda parts, label: SubscribeAt(str(parts["account"]), str(parts["url"]), label=label),
    "remove": lambda parts, label: Remove(
        _names(parts["names"]), from_key(parts["stream"]) or Stream(Kind.ALL), label, str(parts.get("account", ""))
    ),
    "rename-folder": lambda parts, label: RenameFolder(str(parts["old"]), str(parts["new"]), label),
    "place": lambda parts, label: Place(_names(parts["names"]), _names([parts["anchor"]])[0], after=True, label=label),
    "import": lambda parts, label: PastImport(
        int(parts["feeds"]), int(parts["searches"]), bool(parts["settings"]), bool(parts["articles"]), label
    ),
}
