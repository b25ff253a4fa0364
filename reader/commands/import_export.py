"""``import`` and ``export``: moving in from another reader, and out again."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path

from reader.commands import Exit
from reader.commands.console import Form, ProgressLine, complain, count, print_value, say, shown_url
from reader.commands.open_folders import logged, read_settings
from reader.commands.read_source import read_file
from reader.errors import ParseError, UsageError
from reader.library.exporting import write_export
from reader.library.importing import Imported, Preview, look_at_list, look_at_place, take_over
from reader.paths import Paths
from reader.subscriptions import FeedsFile, export_opml, read_feeds
from reader.subscriptions.import_result import Found, NotTaken
from reader.subscriptions.other_readers import Kind, default_place, place_of


def import_(paths: Paths, options: argparse.Namespace) -> int:
    """Adds what another reader has to what is there; nothing is removed or changed."""
    read_settings(paths)  # which begins feeds.toml on the first start, and tells the mistakes in it
    preview = _look(options, read_feeds(paths.feeds))
    done = None if options.dry_run else _take_over(paths, preview)
    if options.form is Form.TEXT:
        _tell(preview, done)
    else:
        print_value(_object(preview, done), options.form)
    if preview.broken:
        complain(f"{preview.broken}; what stands before it {'would be' if done is None else 'was'} taken")
    if preview.empty:
        complain(f"no subscription was found in {options.file or 'it'}")
    return Exit.PARTLY if preview.empty or preview.broken else Exit.DONE


def _look(options: argparse.Namespace, there: FeedsFile) -> Preview:
    kind = Kind(options.kind) if options.kind else None
    try:
        if options.file == "-":
            return look_at_list(read_file("-"), kind, there)
        place = place_of(Path(options.file)) if options.file else default_place(kind) if kind else None
        if place is None:
            where = f"{kind} has no list where it keeps it by default: " if kind else ""
            raise UsageError(
                f"{where}name a file, such as `broadsheet import feeds.opml`; `broadsheet import --help` says more"
            )
        return look_at_place(place, kind, there)
    except ParseError as error:
        raise UsageError(f"{options.file or kind}: {error}") from error


def _take_over(paths: Paths, preview: Preview) -> Imported:
    progress = ProgressLine()

    def waiting() -> None:
        from reader.refresh.refresh_lock import WAITING

        complain(WAITING)

    try:
        with logged(paths):
            return take_over(
                paths, preview, now=int(time.time()), on_wait=waiting,
                on_progress=lambda done, total: progress.show(f"Took {done:,} of {count(total, 'article')} …"),
            )  # fmt: skip
    finally:
        progress.clear()


def _tell(preview: Preview, done: Imported | None) -> None:
    for found in preview.new:
        one = found.subscription
        place = f"{one.folder}/{one.title or ''}".strip("/")
        say(f"  {shown_url(one.url)}" + (f"  ({place})" if place else ""))
        if found.remark:
            say(f"    line {found.line}: {found.remark}")
    for search in preview.searches:
        say(f"  saved search: {search.search.title}")
    for setting in preview.settings:
        say(f"  setting: {setting.key} = {_in_config(setting.value)} (newsboat's {setting.name}), where you have none")
    _tell_not_taken(preview.not_taken)
    would = "would be " if done is None else ""
    added = len(preview.new) if done is None else len(done.added)
    said = f"{count(added, 'feed')} {would}added; {len(preview.already):,} already there"
    say(said + (f"; {len(preview.not_taken):,} not taken." if preview.not_taken else "."))
    _tell_history(preview, done)
    if added and done is not None:
        say("`broadsheet refresh` gets their articles.")


def _tell_not_taken(several: Iterable[NotTaken]) -> None:
    for one in several:
        place = f"{one.file}, line {one.line}" if one.file else f"line {one.line}"
        say(f"  not taken, {place}: {shown_url(one.what)}: {one.reason}")


def _tell_history(preview: Preview, done: Imported | None) -> None:
    facts = preview.facts
    if facts is None:
        return
    if done is None or done.history is None:
        say(f"{count(facts.entries, 'article')} of its cache would be taken, read or unread as they are.")
    else:
        history = done.history
        say(
            f"{count(history.added, 'article')} of its cache added, {history.read:,} marked read, "
            f"{history.starred:,} starred."
        )
    if facts.strange:
        say(f"{count(facts.strange, 'article')} left out, of feeds that are not subscribed.")


def _in_config(value: int | str | tuple[str, ...]) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _object(preview: Preview, done: Imported | None) -> dict[str, object]:
    added = None if done is None else {one.url for one in done.added}
    new = [found for found in preview.new if added is None or found.subscription.url in added]
    history = done.history if done else None
    return {
        "added": [_found(found) for found in new],
        "already": [shown_url(found.subscription.url) for found in preview.already],
        "not_taken": [
            {"file": one.file or None, "line": one.line, "what": shown_url(one.what), "reason": one.reason}
            for one in preview.not_taken
        ],
        "searches": [found.search.title for found in preview.searches],
        "settings": sorted(done.settings) if done else [setting.key for setting in preview.settings],
        "broken": preview.broken or None,
        "articles": history and {"added": history.added, "read": history.read, "starred": history.starred},
        "dry_run": done is None,
    }


def _found(found: Found) -> dict[str, object]:
    one = found.subscription
    return {
        "url": shown_url(one.url), "title": one.title, "folder": one.folder or None, "line": found.line,
        "remark": found.remark or None,
    }  # fmt: skip


def export(paths: Paths, options: argparse.Namespace) -> int:
    """The subscriptions as OPML, to stdout or a file; no secret of theirs is in it."""
    settings = read_settings(paths)
    text = export_opml(settings.subscriptions, now=int(time.time()))
    if options.file is None or options.file == "-":
        say(text.rstrip("\n"))
    else:
        write_export(Path(options.file), text)
    if not settings.complete:
        complain("the export lacks what could not be read of feeds.toml")
    return Exit.DONE if settings.complete else Exit.PARTLY
