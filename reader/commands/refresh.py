"""``refresh``: checks feeds for new articles, and synchronises accounts."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Sequence
from dataclasses import asdict, field

from reader.commands import Exit
from reader.commands.console import Form, ProgressLine, can_ask, complain, print_value, say
from reader.commands.formats import number, shown_url, tenths
from reader.commands.json_output import error_fields
from reader.commands.open_folders import Settings, logged, not_subscribed, read_settings, subscribed_url
from reader.commands.sync_output import add_result, show_sync, sync_message, sync_object
from reader.lazy_dataclass import dataclass
from reader.library.worker_events import FeedDone, Finished, Moved, PageDone, Progress, Started, Trouble
from reader.paths import Paths
from reader.problems import ProblemDetails
from reader.refresh.worker.protocol import Event, SyncDone
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import problem_message


@dataclass(slots=True)
class _Report:
    """The result of a refresh. ``errors``: addresses and messages; ``unknown``: a named feed is not subscribed.

    ``accounts``: what synchronising each has come to.
    """

    finished: Finished = field(default_factory=lambda: Finished(0, 0, 0, 0, 0, 0, 0.0))
    errors: list[tuple[str, ProblemDetails]] = field(default_factory=list)
    accounts: dict[str, SyncDone] = field(default_factory=dict)
    unknown: bool = False


def no_feeds() -> str:
    """The message where nothing is subscribed."""
    return _("no feeds yet; `{command}` subscribes to one").format(command="broadsheet add URL")


def refresh(paths: Paths, options: argparse.Namespace) -> int:
    """Polls the feeds that are due and synchronises accounts, or does it for named feeds, and prints the result."""
    settings = read_settings(paths)
    report = _Report()
    chosen = _chosen(paths, settings, options.urls, report)
    anything = bool(settings.subscriptions) or paths.accounts.exists()
    if anything and (chosen or not options.urls):
        with logged(paths):
            _poll(paths, settings, chosen, options.force, report)
    if anything or options.form is not Form.TEXT:
        _print(report, options)
    if not anything:
        complain(no_feeds())
    if report.errors:
        complain(
            plural("{failed} of {n} feed failed; `{command}` says why",
                   "{failed} of {n} feeds failed; `{command}` says why",
                   report.finished.polled, failed=number(len(report.errors)), command="broadsheet feeds")
        )  # fmt: skip
    failed = report.errors or report.unknown or any(one.error for one in report.accounts.values())
    return Exit.PARTLY if failed or not anything else Exit.DONE


def _chosen(paths: Paths, settings: Settings, names: Sequence[str], report: _Report) -> list[str]:
    chosen = []
    for given in names:
        url = subscribed_url(paths, settings, given)
        if url is None:
            complain(not_subscribed(given))
            report.unknown = True
        else:
            chosen.append(url)
    return chosen


def _poll(paths: Paths, settings: Settings, chosen: list[str], force: bool, report: _Report) -> None:
    from reader.refresh.in_process import refresh_now

    progress = ProgressLine()
    events = refresh_now(
        paths, settings.config, settings.subscriptions, chosen or None, force, now=int(time.time()),
        only=settings.complete, may_ask=can_ask(),
    )  # fmt: skip
    try:
        with contextlib.closing(events):
            for event in events:
                _take(event, report, progress)
    finally:
        progress.clear()


def _take(event: Event, report: _Report, progress: ProgressLine) -> None:
    match event:
        case Started(total):
            progress.show(plural("Refreshing {n} feed…", "Refreshing {n} feeds…", total))
        case Progress(done, total):
            progress.show(
                plural("Refreshed {done} of {n} feed…", "Refreshed {done} of {n} feeds…", total, done=number(done))
            )
        case FeedDone(feed_url=url, error=ProblemDetails() as error):
            report.errors.append((shown_url(url), error))
        case Finished():
            report.finished = event
            progress.show(_("Indexing the new articles for search…"))
        case PageDone(entry_id):
            progress.show(_("Loaded the page of article {id}…").format(id=entry_id))
        case Moved(_feed_id, old, new):
            progress.clear()
            complain(
                _("{old} has moved to {new}; feeds.toml has the new address").format(
                    old=shown_url(old), new=shown_url(new)
                )
            )
        case SyncDone():
            add_result(report.accounts, event)
        case Trouble(details):
            progress.clear()
            complain(problem_message(details))
        case _:
            show_sync(event, progress)


def _print(report: _Report, options: argparse.Namespace) -> None:
    done = report.finished
    if options.form is not Form.TEXT:
        errors = [{"feed_url": url, **error_fields(error)} for url, error in report.errors]
        accounts = [sync_object(one) for one in report.accounts.values()]
        print_value({**asdict(done), "errors": errors, "accounts": accounts}, options.form)
    elif done.polled:
        feeds = plural(
            "Refreshed {n} feed in {seconds} s: {changed} changed, {unchanged} unchanged, {failed} failed.",
            "Refreshed {n} feeds in {seconds} s: {changed} changed, {unchanged} unchanged, {failed} failed.",
            done.polled, seconds=tenths(done.seconds), changed=number(done.changed), unchanged=number(done.unchanged),
            failed=number(done.failed),
        )  # fmt: skip
        articles = plural(
            "{n} new article, {updated} updated.", "{n} new articles, {updated} updated.", done.new,
            updated=number(done.updated),
        )  # fmt: skip
        say(f"{feeds} {articles}")
        for url, error in report.errors:
            say("  " + _("failed: {feed}: {reason}").format(feed=url, reason=problem_message(error)))
    elif not report.unknown and not report.accounts:
        say(_("No feeds are due. Use `{command}` to refresh them anyway.").format(command="broadsheet refresh --force"))
    for one in report.accounts.values() if options.form is Form.TEXT else ():
        say(sync_message(one))
