"""What another reader's list holds: subscriptions that can be taken, and all that cannot, each with its line.

Everything in such a file is hostile text: it is cleaned value by value, an address that is none of the web's is
not taken, and a program that a list names is taken switched off at the most.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, replace

from reader.errors import InvalidValue
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, ProblemDetails, problem
from reader.subscriptions import field_values as values
from reader.text import clean_line
from reader.web.addresses import web_url

_SHOWN = 200  # characters of what could not be taken


@dataclass(frozen=True, slots=True)
class FoundSubscription:
    """A subscription and its line. ``remarks``: what differs from the list."""

    subscription: Subscription
    line: int
    remarks: tuple[ProblemDetails, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundSearch:
    """A saved search and the line it stands on."""

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
    """Fills an :class:`ImportResult`: an address that stands twice counts once, with the tags and folders of both."""

    _found: dict[str, list[FoundSubscription]] = field(default_factory=dict)
    _searches: dict[str, FoundSearch] = field(default_factory=dict)
    _not_imported: list[NotImported] = field(default_factory=list)

    def take(self, subscription: Subscription, line: int, remarks: tuple[ProblemDetails, ...] = ()) -> None:
        """Adds a subscription."""
        self._found.setdefault(subscription.url, []).append(FoundSubscription(subscription, line, remarks))

    def refuse(self, line: int, text: str, reason: ProblemDetails) -> None:
        """Notes what is not taken."""
        self._not_imported.append(NotImported(line, clean_line(text, _SHOWN), reason))

    def whole(self, broken: ProblemDetails | None = None) -> ImportResult:
        """All of it."""
        not_imported = tuple(sorted(self._not_imported, key=lambda one: one.line))
        return ImportResult(
            tuple(map(_as_one, self._found.values())), tuple(self._searches.values()), not_imported, broken
        )

    def search(self, search: SavedSearch, line: int) -> None:
        """Adds a saved search; of two with one title the first counts."""
        if search.title in self._searches:
            self.refuse(line, search.title, problem(Problem.DUPLICATE_SEARCH_IN_LIST))
        self._searches.setdefault(search.title, FoundSearch(search, line))

    def source(self, given: str, wanted: Subscription, line: int, remarks: tuple[ProblemDetails, ...] = ()) -> None:
        """Takes what a list gives as a feed's address: of the web, ``exec:``, ``file:``, or newsboat's ``filter:``.

        ``wanted`` is the subscription but for its address.
        """
        kind, _, rest = given.strip().partition(":")
        kind = kind.lower()
        if kind == "exec" and wanted.command:
            self._local(given, wanted, line)
        elif kind == "exec":
            self.program(rest, wanted, line)
        elif kind == "filter":
            self._filtered(rest, wanted, line)
        elif kind == "file":
            self._local(given, replace(wanted, command=()), line)
        elif url := _of_the_web(given):
            self.take(replace(wanted, url=url, command=()), line, remarks)
        else:
            self.refuse(line, given, problem(Problem.NOT_WEB_ADDRESS))

    def program(self, command: str, wanted: Subscription, line: int) -> None:
        """Takes a command that prints a feed, switched off: nothing runs that the user did not write here."""
        words = clean_line(command)
        try:
            arguments = values.command(shlex.split(words))
        except (ValueError, InvalidValue):
            self.refuse(line, f"exec:{command}", problem(Problem.NOT_A_LOCAL_FEED))
            return
        self._local(f"exec:{words}", replace(wanted, command=arguments), line)

    def _local(self, given: str, wanted: Subscription, line: int) -> None:
        """A program or a file of this machine, switched off."""
        try:
            url = values.address(given)
        except InvalidValue:
            self.refuse(line, given, problem(Problem.NOT_A_LOCAL_FEED))
            return
        remark = (
            problem(Problem.PAUSED_PROGRAM, command=clean_line(shlex.join(wanted.command)))
            if wanted.command
            else problem(Problem.PAUSED_FILE)
        )
        self.take(replace(wanted, url=url, paused=True), line, (remark,))

    def _filtered(self, rest: str, wanted: Subscription, line: int) -> None:
        """``filter:COMMAND:URL``: the feed without its filter is not what was wanted, so it is not polled."""
        command, separator, address = rest.partition(":http")
        url = web_url("http" + address) if separator else None
        if url is None:
            self.refuse(line, f"filter:{rest}", problem(Problem.NOT_WEB_ADDRESS))
            return
        remark = problem(Problem.PAUSED_FILTER, command=clean_line(command))
        self.take(replace(wanted, url=url, paused=True), line, (remark,))


def _as_one(several: list[FoundSubscription]) -> FoundSubscription:
    """What stands several times under one address; a second folder becomes a tag."""
    first = several[0]
    if len(several) == 1:
        return first
    others = [found.subscription for found in several]
    folder = next((one.folder for one in others if one.folder), "")
    folders = dict.fromkeys(one.folder for one in others if one.folder != folder)
    tags = values.tags([*(tag for one in others for tag in one.tags), *folders])
    title = next((one.title for one in others if one.title), None)
    return replace(first, subscription=replace(first.subscription, title=title, folder=folder, tags=tags))


def _of_the_web(given: str) -> str | None:
    """The web address that is meant: ``feed://host/`` and ``feed:https://host/`` are ways to write one."""
    given = given.strip()
    if given[:5].lower() == "feed:":
        rest = given[5:]
        given = f"http:{rest}" if rest.startswith("//") else rest
    return web_url(given)
