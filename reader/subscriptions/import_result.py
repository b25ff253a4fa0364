"""The contents of another reader's list: subscriptions to import, and everything else with its line and a reason.

A list is untrusted: its values are cleaned, addresses must be web addresses, and feeds that run a program or read a
file of this machine are imported paused.
"""

from __future__ import annotations

import shlex
from dataclasses import field, replace

from reader.errors import InvalidValue
from reader.lazy_dataclass import dataclass
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, ProblemDetails, problem
from reader.subscriptions import field_values as values
from reader.subscriptions.discovery.user_input import written_address
from reader.text import clean_line

_LONGEST_TEXT = 200  # characters of a line that is not imported


@dataclass(frozen=True, slots=True)
class FoundSubscription:
    """A subscription and its line. ``remarks``: what differs from the list."""

    subscription: Subscription
    line: int
    remarks: tuple[ProblemDetails, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundSearch:
    """A saved search and its line."""

    search: SavedSearch
    line: int


@dataclass(frozen=True, slots=True)
class NotImported:
    """Something that is not imported: its line, enough of its text to recognize it, and why."""

    line: int
    text: str
    reason: ProblemDetails
    file: str = ""  # its name, if it is not the list itself


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A whole list. ``broken``: where and why reading it ended early."""

    subscriptions: tuple[FoundSubscription, ...] = ()
    searches: tuple[FoundSearch, ...] = ()
    not_imported: tuple[NotImported, ...] = ()
    broken: ProblemDetails | None = None


@dataclass(slots=True)
class ImportCollector:
    """Builds an :class:`ImportResult`. Feeds with the same address become one with all tags and folders."""

    _found: dict[str, list[FoundSubscription]] = field(default_factory=dict)
    _searches: dict[str, FoundSearch] = field(default_factory=dict)
    _not_imported: list[NotImported] = field(default_factory=list)

    def add(self, subscription: Subscription, line: int, remarks: tuple[ProblemDetails, ...] = ()) -> None:
        """Adds a subscription."""
        self._found.setdefault(subscription.url, []).append(FoundSubscription(subscription, line, remarks))

    def reject(self, line: int, text: str, reason: ProblemDetails) -> None:
        """Adds a line that is not imported."""
        self._not_imported.append(NotImported(line, clean_line(text, _LONGEST_TEXT), reason))

    def result(self, broken: ProblemDetails | None = None) -> ImportResult:
        """Everything collected so far."""
        not_imported = tuple(sorted(self._not_imported, key=lambda one: one.line))
        return ImportResult(
            tuple(map(_merged, self._found.values())), tuple(self._searches.values()), not_imported, broken
        )

    def add_search(self, search: SavedSearch, line: int) -> None:
        """Adds a saved search; of two with the same title, the first counts."""
        if search.title in self._searches:
            self.reject(line, search.title, problem(Problem.DUPLICATE_SEARCH_IN_LIST))
        self._searches.setdefault(search.title, FoundSearch(search, line))

    def add_address(
        self, given: str, wanted: Subscription, line: int, remarks: tuple[ProblemDetails, ...] = ()
    ) -> None:
        """Adds an address from a list: of the web, ``exec:``, ``file:`` or newsboat's ``filter:``.

        ``wanted``: the subscription without its address.
        """
        kind, _, rest = given.strip().partition(":")
        kind = kind.lower()
        if kind == "exec" and wanted.command:
            self._local(given, wanted, line)
        elif kind == "exec":
            self.add_program(rest, wanted, line)
        elif kind == "filter":
            self._filtered(rest, wanted, line)
        elif kind == "file":
            self._local(given, replace(wanted, command=()), line)
        elif url := written_address(given):
            self.add(replace(wanted, url=url, command=()), line, remarks)
        else:
            self.reject(line, given, problem(Problem.NOT_WEB_ADDRESS))

    def add_program(self, command: str, wanted: Subscription, line: int) -> None:
        """Adds a command that prints a feed, paused, because a list from elsewhere must not start programs."""
        words = clean_line(command)
        try:
            arguments = values.command(shlex.split(words))
        except (ValueError, InvalidValue):
            self.reject(line, f"exec:{command}", problem(Problem.NOT_A_LOCAL_FEED))
            return
        self._local(f"exec:{words}", replace(wanted, command=arguments), line)

    def _local(self, given: str, wanted: Subscription, line: int) -> None:
        """Adds a program or a file of this machine, paused."""
        try:
            url = values.address(given)
        except InvalidValue:
            self.reject(line, given, problem(Problem.NOT_A_LOCAL_FEED))
            return
        remark = (
            problem(Problem.PAUSED_PROGRAM, command=clean_line(shlex.join(wanted.command)))
            if wanted.command
            else problem(Problem.PAUSED_FILE)
        )
        self.add(replace(wanted, url=url, paused=True), line, (remark,))

    def _filtered(self, rest: str, wanted: Subscription, line: int) -> None:
        """``filter:COMMAND:URL``: paused, because the feed without its filter is not what the user wanted."""
        command, separator, address = rest.partition(":http")
        url = written_address("http" + address) if separator else None
        if url is None:
            self.reject(line, f"filter:{rest}", problem(Problem.NOT_WEB_ADDRESS))
            return
        remark = problem(Problem.PAUSED_FILTER, command=clean_line(command))
        self.add(replace(wanted, url=url, paused=True), line, (remark,))


def _merged(several: list[FoundSubscription]) -> FoundSubscription:
    """Subscriptions with the same address as one; a second folder becomes a tag."""
    first = several[0]
    if len(several) == 1:
        return first
    others = [found.subscription for found in several]
    folder = next((one.folder for one in others if one.folder), "")
    folders = dict.fromkeys(one.folder for one in others if one.folder != folder)
    tags = values.tags([*(tag for one in others for tag in one.tags), *folders])
    title = next((one.title for one in others if one.title), None)
    return replace(first, subscription=replace(first.subscription, title=title, folder=folder, tags=tags))
