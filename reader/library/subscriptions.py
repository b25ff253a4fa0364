"""What ``feeds.toml`` says: subscriptions and saved searches, and following the file when it changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config import Config
from reader.errors import ConfigError, StoreError
from reader.library.changes import Changes
from reader.library.events import LibraryEvent, WriteFailed
from reader.library.writer import Writer
from reader.model import Change, Field, SavedSearch, Subscription
from reader.store import Store
from reader.subscriptions import FeedsFile, read_feeds

if TYPE_CHECKING:
    from reader.library.editing import Editing, FileEdit


class Subscriptions:
    """``feeds.toml`` as it was last read. ``mistakes``: what is wrong in the user's files.

    ``on_reload`` is called after the file was read again, with True if the worker has to read it too.
    """

    def __init__(
        self,
        path: Path,
        file: FeedsFile,
        config: Config,
        writer: Writer,
        changes: Changes,
        tell: Callable[[LibraryEvent], None],
        on_reload: Callable[[bool], None],
    ) -> None:
        self._path, self._config = path, config
        self._writer, self._changes, self._tell, self._on_reload = writer, changes, tell, on_reload
        self.file = file
        self.mistakes: tuple[ConfigError, ...] = file.mistakes
        self._stamp = _stamp(path)

    @property
    def all(self) -> tuple[Subscription, ...]:
        """The subscriptions, in the order of ``feeds.toml``."""
        return self.file.subscriptions

    @property
    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in the order of ``feeds.toml``."""
        return self.file.searches

    def get(self, url: str) -> Subscription | None:
        """The subscription to the feed at that address."""
        return next((one for one in self.all if one.url == url), None)

    def reads_on_open(self, feed_url: str) -> bool:
        """Whether opening an article of this feed marks it read."""
        subscription = self.get(feed_url)
        return ((subscription and subscription.mark_read) or self._config.mark_read) == "open"

    def reload_if_changed(self) -> bool:
        """Reads ``feeds.toml`` again if it changed; the store and the worker then follow it."""
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return False
        self._read()
        urls, only = [subscription.url for subscription in self.all], is_whole(self.file)
        self._writer.submit(lambda store: self._subscribe(store, urls, only=only)).result()
        self._on_reload(True)
        return True

    def reload(self) -> None:
        """Reads ``feeds.toml`` again after the worker wrote it."""
        self._read()
        self._on_reload(False)

    def _read(self) -> None:
        stamp = _stamp(self._path)
        self.file = read_feeds(self._path).over(self.file)
        self.mistakes = self.file.mistakes
        self._stamp = stamp

    def _subscribe(self, store: Store, urls: list[str], *, only: bool) -> None:
        try:
            with store.translated():
                store.feeds.subscribe(urls, only=only)
        except StoreError as error:
            self._tell(WriteFailed(Change(Field.READ, True, ()), str(error)))

    # -- edits

    @cached_property
    def editing(self) -> Editing:
        """Changes ``feeds.toml``."""
        from reader.library.editing import Editing  # not before the first paint

        return Editing(self._path, self._writer, self._edited)

    def _edited(self, edit: FileEdit) -> None:
        self._changes.note(edit)
        self.reload_if_changed()

    def take_back(self, edit: FileEdit) -> None:
        """Undoes an edit. Raises :class:`~reader.errors.ConfigError` where that is not possible."""
        self.editing.take_back(edit)
        self.reload_if_changed()


def is_whole(file: FeedsFile) -> bool:
    """Whether feeds that are not in the file may be hidden: a file read while it is being saved is empty."""
    return bool(file.subscriptions) and file.whole


def _stamp(path: Path) -> tuple[int, int] | None:
    """A value that changes when the file is written; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
