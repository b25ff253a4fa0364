"""The user's changes of ``feeds.toml``, made from inside the reader; each can be taken back.

The file is written first; what is read, polled and shown follows it, as it follows an editor's saving. A new
address is announced in the store before, so that the next start finds a move that was cut short
(:mod:`reader.store.merge_feeds`). Everything here raises :class:`~reader.errors.ConfigError` where the file cannot
be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.library.writer import Writer
from reader.model import SavedSearch
from reader.stream import Kind, Stream
from reader.subscriptions import FEEDS, SEARCHES, edit_feeds
from reader.subscriptions.edit_feeds import Name
from reader.subscriptions.rewrite import Rewritten


@dataclass(frozen=True, slots=True)
class Said:
    """A change in a sentence, and how it is once the change is taken back."""

    done: str
    undone: str


@dataclass(frozen=True, slots=True)
class FileEdit:
    """A change of ``feeds.toml``. ``moved``: a feed's old and new address; ``gone``: the list that was
    taken away or has another name now.
    """

    written: Rewritten
    words: Said
    moved: tuple[str, str] | None = None
    gone: Stream | None = None


class Editing:
    """Changes the file at ``path``. ``done`` is told of each change, before anybody reads the file anew."""

    def __init__(self, path: Path, writer: Writer, done: Callable[[FileEdit], object]) -> None:
        self._path, self._writer, self._done = path, writer, done

    def change_feed(self, url: str, changes: Mapping[str, Any], words: Said) -> FileEdit | None:
        """Other values for fields of a subscription; None if they are so already."""
        new = changes.get("url", url)
        if new == url:
            return self._did(edit_feeds.change(self._path, (FEEDS, url), changes), words)
        written = self._move(url, new, lambda: edit_feeds.change(self._path, (FEEDS, url), changes))
        return self._did(written, words, moved=(url, new))

    def _move(self, old: str, new: str, edit: Callable[[], Rewritten | None]) -> Rewritten | None:
        """Gives a feed another address by an edit of the file; it stays where it is if the file stays as it is."""
        self._announce(old, new)
        written = None
        try:
            written = edit()
        finally:
            if written is None:
                self._announce(old, None)
        if written:
            from reader.refresh.feeds.relocate import move_history  # rare, and brings much along

            self._writer.submit(lambda store: move_history(store, old, new)).result()
        return written

    def _announce(self, old: str, new: str | None) -> None:
        """Records that a feed is about to move; see :meth:`reader.store.merge_feeds.Moving.announce`."""
        self._writer.submit(lambda store: store.moving.announce(old, new)).result()

    def change_search(self, title: str, changes: Mapping[str, Any], words: Said) -> FileEdit | None:
        """Other values for fields of a saved search."""
        written = edit_feeds.change(self._path, (SEARCHES, title), changes)
        return self._did(written, words, gone=Stream(Kind.SAVED, title))

    def save_search(self, search: SavedSearch) -> FileEdit | None:
        """Keeps a search; None if there is one of that title."""
        words = Said(f"“{search.title}” is saved.", f"“{search.title}” is not saved any more.")
        return self._did(edit_feeds.add_search(self._path, search), words)

    def added(self, url: str, words: Said) -> FileEdit | None:
        """Takes note of a subscription that the worker has written, as of a change that was made here."""
        return self._did(edit_feeds.as_added(self._path, (FEEDS, url)), words)

    def remove(self, gone: Iterable[Name], words: Said, stream: Stream) -> FileEdit | None:
        """Takes subscriptions and saved searches away, which are the list ``stream``; articles stay in the store."""
        return self._did(edit_feeds.remove(self._path, gone), words, gone=stream)

    def rename_folder(self, old: str, new: str) -> FileEdit | None:
        """Another path for a folder with all that is in it."""
        written = edit_feeds.rename_folder(self._path, old, new)
        done = f"{old} is {new} now." if new else f"What was in {old} stands at the top now."
        return self._did(written, Said(done, f"{old} is as it was."), gone=Stream(Kind.FOLDER, old))

    def place(
        self, moved: Sequence[Name], anchor: Name, *, after: bool, folder: str | None = None, words: Said
    ) -> FileEdit | None:
        """Puts tables next to another one; with ``folder``, into that folder."""
        return self._did(edit_feeds.place(self._path, moved, anchor, after=after, folder=folder), words)

    def take_back(self, edit: FileEdit) -> None:
        """Undoes a change, and spares what others wrote since."""

        def restore() -> Rewritten:
            edit_feeds.undo(self._path, edit.written)
            return edit.written

        if edit.moved:
            old, new = edit.moved
            self._move(new, old, restore)
        else:
            restore()

    def _did(
        self,
        written: Rewritten | None,
        words: Said,
        *,
        moved: tuple[str, str] | None = None,
        gone: Stream | None = None,
    ) -> FileEdit | None:
        if written is None:
            return None
        edit = FileEdit(written, words, moved, gone)
        self._done(edit)
        return edit
