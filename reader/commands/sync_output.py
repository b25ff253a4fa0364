"""Synchronisations as commands show them: progress, and a result for each account."""

from __future__ import annotations

from reader.commands.console import ProgressLine
from reader.commands.formats import number
from reader.commands.json_output import error_fields
from reader.library.entry_formats.entry_as_json import Object
from reader.problems import ProblemDetails
from reader.refresh.worker.protocol import Event, SyncDone, SyncProgress, SyncStarted
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import problem_message


def add_result(results: dict[str, SyncDone], event: SyncDone) -> None:
    """Adds a result to an earlier one of the same account, as when its history fails after its news."""
    before = results.get(event.account)
    if before:
        event = SyncDone(
            event.account, before.new + event.new, before.changed + event.changed, before.sent + event.sent,
            event.waiting, event.error or before.error,
        )  # fmt: skip
    results[event.account] = event


def show_sync(event: Event, progress: ProgressLine) -> None:
    """Shows an event about the progress of a synchronisation; other events show nothing."""
    match event:
        case SyncStarted(account):
            progress.show(_("Synchronising {account}…").format(account=account))
        case SyncProgress(account, done, total):
            progress.show(
                plural("{account}: {done} of {n} article…", "{account}: {done} of {n} articles…", total,
                       account=account, done=number(done))
            )  # fmt: skip


def sync_object(one: SyncDone) -> Object:
    """The result of an account's synchronisation."""
    counts = {"new": one.new, "changed": one.changed, "sent": one.sent, "waiting": one.waiting}
    return {"account": one.account, **counts, **problem_fields(one.error)}


def sync_message(one: SyncDone) -> str:
    """The same in words."""
    facts = [
        plural("{n} new article", "{n} new articles", one.new),
        _("{n} changed there").format(n=number(one.changed)),
        _("{n} sent").format(n=number(one.sent)),
    ]
    if one.waiting:
        facts.append(_("{n} waiting").format(n=number(one.waiting)))
    text = f"{one.account}: {', '.join(facts)}"
    if one.error is None:
        return text
    return _("{result}. Failed: {reason}").format(result=text, reason=problem_message(one.error))


def problem_fields(details: ProblemDetails | None) -> Object:
    """``error``, ``problem`` and ``arguments``, all null without a problem."""
    return error_fields(details) if details else {"error": None, "problem": None, "arguments": None}
