"""One tree of errors; each message is a sentence for the user that says what to do.

BroadsheetError
├── ConfigError         a file of the user's that cannot be understood: file, line, key
├── FetchError          a request that brought no usable body
│   └── HostBusy        nothing was asked, because the server has said that it is busy
├── ParseError          bytes that are not what they should be
├── UsageError          a command that cannot be understood, or not be done
└── StoreError
    ├── StoreTooNew     written by a later version
    ├── StoreBusy       held by another program
    ├── StoreReadOnly   the folder or the file cannot be written
    ├── StoreFull       no space left on the disk
    └── StoreCorrupt    not a database, or a damaged one
"""

from __future__ import annotations

from pathlib import Path


class BroadsheetError(Exception):
    """The root: whatever is raised on purpose."""


class ConfigError(BroadsheetError):
    """A mistake in a file of the user's, with the place where it stands."""

    def __init__(self, path: Path, words: str, *, line: int | None = None, key: str | None = None) -> None:
        self.path, self.words, self.line, self.key = path, words, line, key
        super().__init__(f"{self._place(str(path))}: {words}")

    def short(self) -> str:
        """The mistake with the file's name only, for a line of the screen."""
        return f"{self.place()}: {self.words}"

    def place(self) -> str:
        """Where it stands, without what it is: ``feeds.toml, line 4: url``."""
        return self._place(self.path.name)

    def _place(self, file: str) -> str:
        line = "" if self.line is None else f", line {self.line}"
        return f"{file}{line}{f': {self.key}' if self.key else ''}"


class FetchError(BroadsheetError):
    """A request that brought no usable body.

    ``retry_after`` is what the server asked for, in seconds from now; ``http_status`` what it answered; ``host``
    who answered, with its port.
    """

    def __init__(
        self, words: str, *, http_status: int | None = None, retry_after: int | None = None, host: str | None = None
    ) -> None:
        self.words, self.http_status, self.retry_after, self.host = words, http_status, retry_after, host
        super().__init__(words)


class HostBusy(FetchError):
    """Nothing was asked, because the server said that it is busy; ``retry_after`` is the rest of its rest."""


class ParseError(BroadsheetError):
    """Bytes that are not a feed, or not a page."""


class UsageError(BroadsheetError):
    """A command that cannot be understood, or not be done; the message says what can."""


class StoreError(BroadsheetError):
    """The database cannot be used."""


class StoreTooNew(StoreError):
    """Written by a later version of Broadsheet."""


class StoreBusy(StoreError):
    """Another program holds the database."""


class StoreReadOnly(StoreError):
    """The data folder or the database file cannot be written."""


class StoreFull(StoreError):
    """No space is left on the disk."""


class StoreCorrupt(StoreError):
    """Not a database, or a damaged one."""
