"""``import`` and ``export``: subscriptions from another reader, and for another one."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reader.commands import Exit
from reader.commands.console import Form, ProgressLine, complain, print_value, say
from reader.commands.formats import number, shown_url
from reader.commands.open_folders import all_subscriptions, logged, read_settings, report_mistakes
from reader.commands.read_source import read_file
from reader.errors import ParseError, StoreError, UsageError
from reader.library.exporting import write_export
from reader.library.importing import Imported, Preview, look_at_list, look_at_place, take_over
from reader.model import Feed
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.store import open_reader
from reader.subscriptions import FeedsFile, read_feeds
from reader.subscriptions.accounts_toml import read_accounts
from reader.subscriptions.import_result import FoundSubscription, NotImported
from reader.subscriptions.list_locations import ListFormat, default_location, list_location
from reader.subscriptions.opml_writer import export_opml
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, problem_message


def import_(paths: Paths, options: argparse.Namespace) -> int:
    """Adds the subscriptions of another reader; removes and changes nothing."""
    settings = read_settings(paths)  # creates feeds.toml on the first start, and reports the mistakes in it
    subscribed = replace(read_feeds(paths.feeds), subscriptions=all_subscriptions(paths, settings))
    preview = _preview(options, subscribed)
    done = None if options.dry_run else _import(paths, preview)
    if options.form is Form.TEXT:
        for line in _lines(preview, done):
            say(line)
    else:
        print_value(import_object(preview, done), options.form)
    if preview.broken:
        message = _("{problem}; everything before that is imported")
        if done is None:
            message = _("{problem}; everything before that can be imported")
        complain(message.format(problem=problem_message(preview.broken)))
    if preview.empty:
        complain(_("no subscriptions found in {source}").format(source=options.file or options.kind))
    return Exit.PARTLY if preview.empty or preview.broken else Exit.DONE


def _preview(options: argparse.Namespace, subscribed: FeedsFile) -> Preview:
    kind = ListFormat(options.kind) if options.kind else None
    try:
        if options.file == "-":
            return look_at_list(read_file("-"), kind, subscribed)
        place = list_location(Path(options.file)) if options.file else default_location(kind) if kind else None
        if place is None:
            raise UsageError(problem(Problem.NO_DEFAULT_LIST, reader=kind) if kind else problem(Problem.NO_FILE_GIVEN))
        return look_at_place(place, kind, subscribed)
    except ParseError as error:
        complain(f"{options.file or kind}: {error_message(error)}")
        raise SystemExit(Exit.CANNOT) from None


def _import(paths: Paths, preview: Preview) -> Imported:
    progress = ProgressLine()

    def on_progress(done: int, total: int) -> None:
        progress.show(
            plural("Imported {done} of {n} article…", "Imported {done} of {n} articles…", total, done=number(done))
        )

    def on_wait() -> None:
        complain(problem_message(problem(Problem.REFRESH_UNDER_WAY)))

    try:
        with logged(paths):
            return take_over(
                paths, preview, now=int(time.time()), explain=problem_message, on_wait=on_wait, on_progress=on_progress
            )
    finally:
        progress.clear()


def _lines(preview: Preview, done: Imported | None) -> Iterator[str]:
    for found in preview.new:
        one = found.subscription
        place = f"{one.folder}/{one.title or ''}".strip("/")
        yield f"  {shown_url(one.url)}" + (f"  ({place})" if place else "")
        for remark in found.remarks:
            yield "    " + _("line {line}: {remark}").format(line=found.line, remark=problem_message(remark))
    for search in preview.searches:
        yield "  " + _("saved search: {title}").format(title=search.search.title)
    for setting in preview.settings:
        line = f"{setting.key} = {_toml(setting.value)}"
        message = _("setting, unless you have your own: {setting} (newsboat: {name})")
        yield "  " + message.format(setting=line, name=setting.name)
    yield from map(_not_imported, preview.not_imported)
    yield _summary(preview, done)
    yield from _history(preview, done)
    if done is not None and done.added:
        yield _("`{command}` loads their articles.").format(command="broadsheet refresh")


def _not_imported(one: NotImported) -> str:
    values = {"line": one.line, "text": shown_url(one.text), "reason": problem_message(one.reason)}
    if one.file:
        return "  " + _("not imported, {file}, line {line}: {text}: {reason}").format(file=one.file, **values)
    return "  " + _("not imported, line {line}: {text}: {reason}").format(**values)


def _summary(preview: Preview, done: Imported | None) -> str:
    values = {"already": number(len(preview.already)), "refused": number(len(preview.not_imported))}
    if done is None:
        return plural(
            "{n} feed would be added; {already} already there, {refused} not imported.",
            "{n} feeds would be added; {already} already there, {refused} not imported.",
            len(preview.new), **values,
        )  # fmt: skip
    return plural(
        "{n} feed added; {already} already there, {refused} not imported.",
        "{n} feeds added; {already} already there, {refused} not imported.",
        len(done.added), **values,
    )  # fmt: skip


def _history(preview: Preview, done: Imported | None) -> Iterator[str]:
    facts = preview.facts
    if facts is None:
        return
    history = done.history if done else None
    if history is None:
        yield plural(
            "{n} article of its cache would be imported with its read state.",
            "{n} articles of its cache would be imported with their read state.",
            facts.entries,
        )
    else:
        yield plural(
            "{n} article of its cache added, {read} marked read, {starred} starred, {labelled} labelled.",
            "{n} articles of its cache added, {read} marked read, {starred} starred, {labelled} labelled.",
            history.added, read=number(history.read), starred=number(history.starred),
            labelled=number(history.labelled),
        )  # fmt: skip
    if facts.strange:
        yield plural(
            "{n} article left out because its feed is not subscribed.",
            "{n} articles left out because their feeds are not subscribed.",
            facts.strange,
        )


def _toml(value: int | str | tuple[str, ...]) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def import_object(preview: Preview, done: Imported | None) -> dict[str, object]:
    """The result of an import, or of a dry run (``done`` is None)."""
    added = None if done is None else {one.url for one in done.added}
    new = [found for found in preview.new if added is None or found.subscription.url in added]
    history = done.history if done else None
    return {
        "added": _found(new),
        "already": [shown_url(found.subscription.url) for found in preview.already],
        "not_taken": [
            {
                "file": one.file or None,
                "line": one.line,
                "what": shown_url(one.text),
                "reason": problem_message(one.reason),
                **one.reason.as_json(),
            }
            for one in preview.not_imported
        ],
        "searches": [found.search.title for found in preview.searches],
        "settings": sorted(done.settings) if done else [setting.key for setting in preview.settings],
        "broken": problem_message(preview.broken) if preview.broken else None,
        "articles": history
        and {
            "added": history.added,
            "read": history.read,
            "starred": history.starred,
            "labelled": history.labelled,
        },
        "dry_run": done is None,
    }


def _found(several: Iterable[FoundSubscription]) -> list[dict[str, object]]:
    return [
        {
            "url": shown_url(found.subscription.url),
            "title": found.subscription.title,
            "folder": found.subscription.folder or None,
            "line": found.line,
            "remark": "; ".join(map(problem_message, found.remarks)) or None,
            "problems": [remark.as_json() for remark in found.remarks],
        }
        for found in several
    ]


def export(paths: Paths, options: argparse.Namespace) -> int:
    """Writes the subscriptions as OPML, without passwords, to a file or stdout."""
    settings = read_settings(paths)
    try:
        subscriptions, complete = all_subscriptions(paths, settings), settings.complete
    except StoreError as error:
        complain(error_message(error))
        subscriptions, complete = settings.subscriptions, False
    accounts = read_accounts(paths.accounts)
    report_mistakes(accounts.mistakes)
    complete = complete and accounts.whole
    text = export_opml(subscriptions, now=int(time.time()), feeds=_stored_feeds(paths))
    if options.file is None or options.file == "-":
        say(text.rstrip("\n"))
    else:
        write_export(Path(options.file), text)
    if not settings.complete:
        complain(_("the export is incomplete because of the mistakes in feeds.toml"))
    return Exit.DONE if complete else Exit.PARTLY


def _stored_feeds(paths: Paths) -> list[Feed]:
    """The feeds with the titles that their publishers give them; none if the database can't be read."""
    if not paths.database.exists():
        return []
    try:
        store = open_reader(paths.database)
    except StoreError:
        return []
    try:
        with store.translated():
            return store.feeds.subscribed()
    except StoreError:
        return []
    finally:
        store.close()
