"""``refresh`` and ``feeds``: what the publishers have sent, and how each of them fares."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from reader.commands import Exit
from reader.commands.console import (
    Form,
    ProgressLine,
    complain,
    count,
    print_value,
    say,
    shown_url,
)
from reader.commands.open_folders import Settings, known_url, logged, read_settings
from reader.library.worker_events import FeedDone, Finished, Moved, PageDone, Progress, Started, Trouble
from reader.paths import Paths
from reader.refresh.worker.protocol import Event

NO_FEEDS = "no feed is subscribed: `broadsheet add URL` adds one"


@dataclass(slots=True)
class _Report:
    """How a refresh went."""

    finished: Finished = field(default_factory=lambda: Finished(0, 0, 0, 0, 0, 0, 0.0))
    errors: list[tuple[str, str]] = field(default_factory=list)
    unknown: bool = False


def refresh(paths: Paths, options: argparse.Namespace) -> int:
    """Polls what is due, or the feeds that are named, and tells what came of it."""
    settings = read_settings(paths)
    report = _Report()
    known = [subscription.url for subscription in settings.subscriptions]
    chosen = _chosen(options.urls, known, report)
    if known and (chosen or not options.urls):
        with logged(paths):
            _poll(paths, settings, chosen, options.force, report)
    _tell(report, options)
    if not known:
        complain(NO_FEEDS)
    if report.errors:
        complain(
            f"{len(report.errors):,} of {count(report.finished.polled, 'feed')} failed: `broadsheet feeds` says why"
        )
    return Exit.PARTLY if report.errors or report.unknown or not known else Exit.DONE


def _chosen(wanted: Iterable[str], known: Sequence[str], report: _Report) -> list[str]:
    chosen = []
    for given in wanted:
        url = known_url(given, known)
        if url is None:
            complain(f"{shown_url(given)} is not subscribed: `broadsheet add` subscribes, `broadsheet feeds` lists")
            report.unknown = True
        else:
            chosen.append(url)
    return chosen


def _poll(paths: Paths, settings: Settings, chosen: list[str], force: bool, report: _Report) -> None:
    from reader.refresh.in_process import refresh_now

    progress = ProgressLine()
    events = refresh_now(
        paths, settings.config, settings.subscriptions, chosen or None, force, now=int(time.time()),
        only=settings.complete,
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
            progress.show(f"Polling {count(total, 'feed')} …")
        case Progress(done, total):
            progress.show(f"Polled {done:,} of {count(total, 'feed')} …")
        case FeedDone(feed_url=url, error=str(error)):
            report.errors.append((shown_url(url), error))
        case Finished():
            report.finished = event
            progress.show("Making the new articles known to search …")
        case PageDone(entry_id):
            progress.show(f"Got the page of article {entry_id} …")
        case Moved(_, old, new):
            progress.clear()
            complain(f"{shown_url(old)} has moved to {shown_url(new)}; feeds.toml says so now")
        case Trouble(words):
            progress.clear()
            complain(words)


def _tell(report: _Report, options: argparse.Namespace) -> None:
    done = report.finished
    if options.form is not Form.TEXT:
        errors = [{"feed_url": url, "error": error} for url, error in report.errors]
        print_value({**asdict(done), "errors": errors}, options.form)
    elif done.polled:
        say(
            f"Polled {count(done.polled, 'feed')} in {done.seconds:.1f} s: {done.changed:,} changed, "
            f"{done.unchanged:,} unchanged, {done.failed:,} failed; "
            f"{count(done.new, 'new article')}, {done.updated:,} updated."
        )
        for url, error in report.errors:
            say(f"  failed: {url}: {error}")
    elif not report.unknown:
        say("No feed is due. `broadsheet refresh --force` polls all the same.")
