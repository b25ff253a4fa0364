"""One tree of errors for the program. Each carries a problem code and its arguments; the faces make the sentence.

BroadsheetError
├── ConfigError         a file of the user's that cannot be understood: file, line, key
├── FetchError          a request that brought no usable body
│   └── HostBusy        not sent, because the server has said that it is busy
├── ParseError          bytes that are not what they should be
├── InvalidValue        a value that a setting or a field of a subscription cannot have
├── UsageError          a command that cannot be understood, or cannot be done
└── StoreError
    ├── StoreTooNew     written by a later version
    ├── StoreBusy       locked by another program
    ├── StoreReadOnly   the folder or the file cannot be written
    ├── StoreFull       no space left on the disk
    └── StoreCorrupt    not a database, or a damaged one
"""

from __future__ import annotations

from pathlib import Path

from reader.problems import Argument, Problem, ProblemDetails, problem


class BroadsheetError(Exception):
    """The root of everything raised on purpose. ``details`` says what happened, as a code with arguments."""

    def __init__(self, details: ProblemDetails | str) -> None:
        # A sentence is accepted only until every caller has a code.
        self.details = problem(Problem.SENTENCE, words=details) if isinstance(details, str) else details
        super().__init__(details if isinstance(details, str) else str(details))

    @property
    def words(self) -> str:
        """The sentence of an error that has no code yet."""
        return str(self)

    def as_problem(self) -> ProblemDetails:
        """The whole of it as a problem, for an event that carries no exception."""
        return self.details


class ConfigError(BroadsheetError):
    """A mistake in a file of the user's, with its place."""

    def __init__(
        self, path: Path, details: ProblemDetails | str, *, line: int | None = None, key: str | None = None
    ) -> None:
        self.path, self.line, self.key = path, line, key
        super().__init__(details)
        self._words = str(details)
        self.args = (f"{self._place(str(path))}: {details}",)

    @property
    def words(self) -> str:
        """The mistake without its place."""
        return self._words

    def as_problem(self) -> ProblemDetails:
        """The mistake together with its place."""
        place: dict[str, Argument] = {"path": str(self.path)}
        if self.line is not None:
            place["line"] = self.line
        if self.key is not None:
            place["key"] = self.key
        return problem(Problem.FILE_MISTAKE, **place, cause=self.details)

    def short(self) -> str:
        """The mistake with the file's name only, for a line of the screen."""
        return f"{self.place()}: {self.words}"

    def place(self) -> str:
        """The place without the mistake: ``feeds.toml, line 4: url``."""
        return self._place(self.path.name)

    def _place(self, file: str) -> str:
        line = "" if self.line is None else f", line {self.line}"
        return f"{file}{line}{f': {self.key}' if self.key else ''}"


class InvalidValue(BroadsheetError):
    """A value that a setting or a field of a subscription cannot have."""


class FetchError(BroadsheetError):
    """A request that brought no usable body.

    ``retry_after``: what the server asked for, in seconds from now; ``http_status``: what it answered; ``host``:
    who answered, with its port.
    """

    def __init__(
        self,
        details: ProblemDetails | str,
        *,
        http_status: int | None = None,
        retry_after: int | None = None,
        host: str | None = None,
    ) -> None:
        self.http_status, self.retry_after, self.host = http_status, retry_after, host
        super().__init__(details)


class HostBusy(FetchError):
    """Not sent, because the server said that it is busy; ``retry_after`` is the remaining pause in seconds."""


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
