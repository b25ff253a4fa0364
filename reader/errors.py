"""One tree of errors for the program. Each carries a problem code and its arguments; the faces make the sentence.

BroadsheetError
├── ConfigError         a mistake in a file of the user's: file, line, key
├── FetchError          a request without a usable response
│   └── HostBusy        not sent, because the server is busy
├── SyncError           a server of an account answered, but not as it must
│   ├── SyncSignIn      it does not accept the password or token
│   └── SyncRefused     it will never accept this change
├── ParseError          not a feed, a page or a list of subscriptions
├── InvalidValue        a value that a setting or a field of a subscription cannot have
├── UsageError          a command that is invalid or impossible
└── StoreError
    ├── StoreTooNew     written by a later version
    ├── StoreBusy       locked by another program
    ├── StoreReadOnly   the folder or file is read-only
    ├── StoreFull       no space left on the disk
    └── StoreCorrupt    not a database, or a damaged one
"""

from __future__ import annotations

from pathlib import Path

from reader.problems import Argument, Problem, ProblemDetails, printable, problem


class BroadsheetError(Exception):
    """The root of everything raised on purpose. ``details`` says what happened, as a code with arguments."""

    def __init__(self, details: ProblemDetails) -> None:
        self.details = details
        super().__init__(str(details))

    def as_problem(self) -> ProblemDetails:
        """The whole of it as a problem, for an event that carries no exception."""
        return self.details


class ConfigError(BroadsheetError):
    """A mistake in a file of the user's, with its place."""

    def __init__(self, path: Path, details: ProblemDetails, *, line: int | None = None, key: str | None = None) -> None:
        self.path, self.line, self.key = path, line, key and printable(key)
        super().__init__(details)

    def __str__(self) -> str:
        """For logs: the problem with its place."""
        return str(self.as_problem())

    def as_problem(self) -> ProblemDetails:
        """The mistake together with its place."""
        place: dict[str, Argument] = {"path": str(self.path)}
        if self.line is not None:
            place["line"] = self.line
        if self.key is not None:
            place["key"] = self.key
        return problem(Problem.FILE_MISTAKE, **place, cause=self.details)


class InvalidValue(BroadsheetError):
    """A value that a setting or a field of a subscription cannot have."""


class FetchError(BroadsheetError):
    """A request without a usable response.

    ``retry_after``: the pause that the server asked for, in seconds; ``http_status``: of its answer; ``host``: the
    server, with its port.
    """

    def __init__(
        self,
        details: ProblemDetails,
        *,
        http_status: int | None = None,
        retry_after: int | None = None,
        host: str | None = None,
    ) -> None:
        self.http_status, self.retry_after, self.host = http_status, retry_after, host
        super().__init__(details)


class HostBusy(FetchError):
    """Not sent, because the server is busy; ``retry_after`` is the remaining pause in seconds."""


class SyncError(BroadsheetError):
    """A server of an account answered, but not as it must. ``retry_after``: the pause it asked for, in seconds."""

    def __init__(
        self, details: ProblemDetails, *, http_status: int | None = None, retry_after: int | None = None
    ) -> None:
        self.http_status, self.retry_after = http_status, retry_after
        super().__init__(details)


class SyncSignIn(SyncError):
    """The server does not accept the password or token."""


class SyncRefused(SyncError):
    """The server will never accept this change, whatever the state of the network."""


class ParseError(BroadsheetError):
    """Not a feed, a page or a list of subscriptions."""


class UsageError(BroadsheetError):
    """A command that is invalid or impossible."""


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
