"""``doctor``: is this installation sound, and what to do where it is not. Looks, and changes nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from reader import __version__
from reader.commands import Exit
from reader.commands.findings import Finding, State
from reader.commands.surroundings import check_folder, check_terminal
from reader.config import load_config
from reader.errors import ConfigError, StoreBusy, StoreCorrupt, StoreError
from reader.model import Poll, Status
from reader.paths import Paths, bundled
from reader.printing import Form, count, local_time, print_value, say, shown_url

_LIBRARIES = (
    "textual", "rich", "feedparser", "aiohttp", "Brotli", "nh3", "lxml", "trafilatura", "tomlkit", "platformdirs",
    "filelock", "pyphen",
)  # fmt: skip
_OLDEST_SQLITE = (3, 37)  # STRICT tables
_SHOWN_FEEDS = 50


def doctor(paths: Paths, options: argparse.Namespace) -> int:
    """Checks everything there is; each finding comes as soon as it is made."""
    findings = []
    for finding in _findings(paths):
        findings.append(finding)
        if options.form is Form.TEXT:
            say(f"{finding.state:8} {finding.name}: {finding.words}")
            if finding.advice:
                say(f"{'':8} → {finding.advice}")
    problems = sum(finding.state is State.PROBLEM for finding in findings)
    warnings = sum(finding.state is State.WARNING for finding in findings)
    if options.form is Form.TEXT:
        found = f"{count(problems, 'problem')}, {count(warnings, 'warning')}"
        say("\nAll is well." if not problems + warnings else f"\n{found}.")
    else:
        print_value(
            {"problems": problems, "warnings": warnings, "checks": [finding.as_object() for finding in findings]},
            options.form,
        )
    return Exit.PARTLY if problems else Exit.DONE


def _findings(paths: Paths) -> Iterator[Finding]:
    yield from _check_programs()
    yield check_folder("configuration folder", paths.config_dir, "--config-dir")
    yield check_folder("data folder", paths.data_dir, "--data-dir")
    yield from _check_files(paths)
    yield from _check_database(paths)
    yield _check_lock(paths)
    yield from check_terminal()
    yield Finding("log", State.OK, str(paths.log))


def _check_programs() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    from reader.store.engine import can_search, sqlite_version

    yield Finding("Broadsheet", State.OK, __version__)
    yield Finding("Python", State.OK, sys.version.split()[0])
    found, missing = [], []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Finding("libraries", State.OK, ", ".join(found))
    if missing:
        advice = "install Broadsheet again, with its dependencies"
        yield Finding("libraries", State.PROBLEM, f"not installed: {', '.join(missing)}", advice)
    number = ".".join(map(str, sqlite_version()))
    if sqlite_version() < _OLDEST_SQLITE or not can_search():
        words = f"{number} is too old, or lacks full-text search (FTS5)"
        yield Finding("SQLite", State.PROBLEM, words, "use a Python with SQLite 3.37 or newer and FTS5")
    else:
        yield Finding("SQLite", State.OK, f"{number} with FTS5")


def _check_files(paths: Paths) -> Iterator[Finding]:
    from reader.subscriptions import load_subscriptions
    from reader.ui.themes import load_themes

    subscriptions, wrong = load_subscriptions(paths.feeds)
    if not paths.feeds.exists():
        yield Finding("feeds.toml", State.OK, "not there yet; the first start makes it")
    else:
        yield from _mistakes("feeds.toml", wrong, f"{count(len(subscriptions), 'subscription')}")
    _, wrong = load_config(paths.config)
    words = "no mistakes" if paths.config.exists() else "not there; every setting has its default"
    yield from _mistakes("config.toml", wrong, words)
    themes, wrong = load_themes((bundled("themes"), paths.themes))
    yield from _mistakes("themes", wrong, ", ".join(sorted(themes)))


def _mistakes(name: str, mistakes: list[ConfigError], otherwise: str) -> Iterator[Finding]:
    for mistake in mistakes:
        yield Finding(name, State.PROBLEM, str(mistake), "mend it in an editor")
    if not mistakes:
        yield Finding(name, State.OK, otherwise)


def _check_database(paths: Paths) -> Iterator[Finding]:
    from reader.store import check, open_reader

    path = paths.database
    if not path.exists():
        yield Finding("database", State.OK, "not there yet; the first start makes it")
        return
    try:
        damage = check(path)
        store = open_reader(path)
        try:
            with store.translated():
                polls, waiting = store.feeds.polls(), store.search.pending()
                entries = sum(total for _, total in store.feeds.counts().values())
        finally:
            store.close()
    except StoreError as error:
        yield Finding("database", State.PROBLEM, str(error), _advice(error, paths))
        return
    if damage:
        yield Finding("database", State.PROBLEM, f"{path} is damaged: {damage[0]}", _advice(StoreCorrupt(), paths))
    else:
        size = path.stat().st_size / 1_000_000
        indexed = f"; {waiting:,} of them wait to be known to search" if waiting else ""
        yield Finding("database", State.OK, f"sound, {size:.1f} MB, {count(entries, 'article')}{indexed}")
    yield from _check_feeds(polls)


def _advice(error: StoreError, paths: Paths) -> str:
    if isinstance(error, StoreCorrupt):
        name = paths.database.name
        return (
            f"close Broadsheet, keep a copy of {paths.database}, then `sqlite3 {name} .recover` may save what is in "
            "it; if you rename it, the next start begins a new one and keeps your subscriptions"
        )
    return "try again when it is free" if isinstance(error, StoreBusy) else ""


def _check_feeds(polls: list[Poll]) -> Iterator[Finding]:
    failing = [poll for poll in polls if poll.status in (Status.FAILING, Status.GONE)]
    if not failing:
        yield Finding("feeds", State.OK, f"none of {count(len(polls), 'feed')} fails" if polls else "none subscribed")
    for poll in failing[:_SHOWN_FEEDS]:
        url = shown_url(poll.url)
        since = f"; last success {local_time(poll.last_success, 'never')}"
        advice = f"look at the address in a browser; `broadsheet refresh {url}` tries again"
        if poll.status is Status.GONE:
            advice = f"the publisher says that it is gone for good: `broadsheet remove {url}`"
        yield Finding("feeds", State.WARNING, f"{url}: {poll.error}{since}", advice)
    if len(failing) > _SHOWN_FEEDS:
        yield Finding("feeds", State.WARNING, f"{len(failing) - _SHOWN_FEEDS} more fail", "see `broadsheet feeds`")


def _check_lock(paths: Paths) -> Finding:
    from reader.refresh.lock import RefreshLock

    if not paths.lock.exists():
        return Finding("refresh lock", State.OK, "free")
    try:
        free = RefreshLock(paths.lock).try_once()
    except StoreError as error:
        return Finding("refresh lock", State.WARNING, str(error), "without it no feed can be polled")
    return Finding("refresh lock", State.OK, "free" if free else "held: a refresh is under way")
