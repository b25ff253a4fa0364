"""Checks of the database: damage, consistency, the programs that have it open, and feeds that fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.commands.doctor.finding import Check, Cure, Finding, State
from reader.commands.formats import shown_url
from reader.errors import StoreBusy, StoreCorrupt, StoreError
from reader.model import Poll, Status
from reader.paths import Paths
from reader.problems import Problem, printable, problem
from reader.store import open_reader
from reader.store.integrity import IntegrityReport, check_integrity, repair
from reader.store.lock_holders import LockHolder, is_write_locked, lock_holders
from reader.store.recovery import recover_database
from reader.subscriptions import is_local
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, problem_message
from reader.wording.sizes import byte_size
from reader.wording.timestamps import local_time

_LISTED_FEEDS = 50


def check_database(paths: Paths, now: int) -> Iterator[Finding]:
    """Whether the database can be read and is consistent, who has it open, and which feeds fail."""
    path = paths.database
    if not path.exists() or not path.stat().st_size:
        yield Finding(Check.DATABASE, State.OK, _("not there yet, created on the first start"))
        return
    try:
        found = check_integrity(path, now=now)
        polls = [] if found.damage or found.missing else _polls(paths)
    except StoreCorrupt:
        found, polls = IntegrityReport(damage=(_("it cannot be read to the end"),)), []
    except StoreError as error:
        advice = _("try again later") if isinstance(error, StoreBusy) else ""
        yield Finding(Check.DATABASE, State.PROBLEM, error_message(error), advice, problem=error.details)
        yield from _check_use(paths)
        return
    if found.damage:
        yield _damaged(paths, found.damage, now)
    elif found.missing:
        yield _incomplete(paths, found, now)
    else:
        yield _intact(paths, found)
        yield from _check_consistency(paths, found, now)
        yield from _check_dates(paths, found, now)
    yield from _check_use(paths)
    yield from _check_feeds(polls)


def _polls(paths: Paths) -> list[Poll]:
    store = open_reader(paths.database)
    try:
        with store.translated():
            return store.feeds.polls()
    finally:
        store.close()


def _incomplete(paths: Paths, found: IntegrityReport, now: int) -> Finding:
    """Tables, indexes or triggers are missing or changed."""
    message = _("{path} lacks parts of its structure, or another program changed them: {names}").format(
        path=paths.database, names=", ".join(found.missing)
    )
    if not found.recreatable:
        return _recoverable(paths, message, now)
    advice = _("`{command}` makes them again; nothing else is lost").format(command=Cure.REPAIR.command)
    return Finding(Check.DATABASE, State.PROBLEM, message, advice, Cure.REPAIR, lambda: _repair(paths, now))


def _damaged(paths: Paths, damage: Sequence[str], now: int) -> Finding:
    message = _("{path} is damaged: {reason}").format(path=paths.database, reason=_first_line(damage))
    return _recoverable(paths, message, now)


def _recoverable(paths: Paths, message: str, now: int) -> Finding:
    def recover() -> str:
        users = lock_holders(paths.database)
        if users:
            path, programs = str(paths.database), _named(users)
            raise StoreBusy(problem(Problem.DATABASE_IN_USE, path=path, programs=programs))
        aside, saved = recover_database(paths.database, now=now)
        repair(paths.database, now=now)
        return plural(
            "{n} article recovered; the damaged database is kept as {path}",
            "{n} articles recovered; the damaged database is kept as {path}",
            saved, path=aside,
        )  # fmt: skip

    advice = _("close the reader; `{command}` copies everything that can be read to a new database and keeps this one")
    return Finding(
        Check.DATABASE, State.PROBLEM, message, advice.format(command=Cure.REPAIR.command), Cure.REPAIR, recover
    )


def _first_line(damage: Sequence[str]) -> str:
    """SQLite's first line that is not a heading."""
    lines = [line for text in damage for line in text.splitlines() if not line.startswith("***")]
    return lines[0] if lines else damage[0]


def _intact(paths: Paths, found: IntegrityReport) -> Finding:
    length = byte_size(paths.database.stat().st_size)
    message = plural("intact, {size}, {n} article", "intact, {size}, {n} articles", found.entries, size=length)
    if found.waiting:
        waiting = plural("{n} not indexed for search yet", "{n} not indexed for search yet", found.waiting)
        message = f"{message}, {waiting}"
    return Finding(Check.DATABASE, State.OK, message)


def _check_consistency(paths: Paths, found: IntegrityReport, now: int) -> Iterator[Finding]:
    """Counts, references and search index, which are stored beside the articles and follow from them."""
    advice = _("`{command}` corrects it").format(command=Cure.REPAIR.command)
    unsound = sum(number for _place, number in found.unsound)
    places = ", ".join(place for place, _number in found.unsound)
    wrong = (
        (Check.VALUES, unsound, plural(
            "{n} value cannot be right: {places}", "{n} values cannot be right: {places}", unsound, places=places)),
        (Check.COUNTS, found.miscounted, plural(
            "the article counts of {n} feed are wrong", "the article counts of {n} feeds are wrong", found.miscounted)),
        (Check.REFERENCES, found.orphans, plural("{n} orphaned row", "{n} orphaned rows", found.orphans)),
        (Check.SEARCH, found.unsearchable, plural(
            "{n} article cannot be found by search", "{n} articles cannot be found by search", found.unsearchable)),
        (Check.SEARCH, found.ghosts, plural(
            "{n} entry of the search index is wrong", "{n} entries of the search index are wrong", found.ghosts)),
        (Check.PEOPLE, found.confused, plural(
            "{n} author is not in order", "{n} authors are not in order", found.confused)),
        (Check.COUNTS, found.miscopied, plural(
            "{n} article in several feeds is not counted once", "{n} articles in several feeds are not counted once",
            found.miscopied)),
    )  # fmt: skip
    for check, count, message in wrong:
        if count:
            yield Finding(check, State.PROBLEM, message, advice, Cure.REPAIR, lambda: _repair(paths, now))
    if found.sound:
        yield Finding(Check.CONSISTENCY, State.OK, _("consistent with the articles"))


def _check_dates(paths: Paths, found: IntegrityReport, now: int) -> Iterator[Finding]:
    """Dates in the future, which the clock left when it was set back."""
    if found.ahead:
        message = plural(
            "{n} article arrived in the future: the clock has been set back since",
            "{n} articles arrived in the future: the clock has been set back since",
            found.ahead,
        )
        advice = _("`{command}` sets their dates to now").format(command=Cure.REPAIR.command)
        yield Finding(Check.DATES, State.WARNING, message, advice, Cure.REPAIR, lambda: _repair(paths, now))
    if found.polled_ahead:
        message = plural(
            "{n} feed was refreshed in the future: the clock has been set back since",
            "{n} feeds were refreshed in the future: the clock has been set back since",
            found.polled_ahead,
        )
        yield Finding(
            Check.LAST_POLLS, State.WARNING, message, _("nothing to do: they are refreshed when they are due")
        )


def _repair(paths: Paths, now: int) -> str:
    repair(paths.database, now=now)
    return _("corrected")


def _check_use(paths: Paths) -> Iterator[Finding]:
    users = lock_holders(paths.database)
    yield Finding(Check.OPEN_IN, State.OK, _named(users) if users else _("no other program, as far as can be seen"))
    if is_write_locked(paths.database):
        message = _("another program is writing and blocks all others")
        advice = _("wait, or end that program; the reader gives up saving a change after ten seconds")
        yield Finding(Check.WRITE_LOCK, State.WARNING, message, advice)


def _named(holders: Sequence[LockHolder]) -> str:
    """``broadsheet (4711), sqlite3 (815)``."""
    unnamed = _("a process")
    return ", ".join(f"{printable(one.program) or unnamed} ({one.pid})" for one in holders)


def check_refresh_lock(paths: Paths) -> Finding:
    """Whether a refresh is running."""
    from reader.refresh.refresh_lock import RefreshLock

    if not paths.lock.exists():
        return Finding(Check.REFRESH_LOCK, State.OK, _("free"))
    try:
        free = RefreshLock(paths.lock).is_free()
    except StoreError as error:
        advice = _("make {path} writable; feeds cannot be refreshed without it").format(path=paths.lock)
        return Finding(Check.REFRESH_LOCK, State.WARNING, error_message(error), advice, problem=error.details)
    if free:
        return Finding(Check.REFRESH_LOCK, State.OK, _("free"))
    by = _named(lock_holders(paths.lock))
    message = _("held by a running refresh: {programs}").format(programs=by) if by else _("held by a running refresh")
    return Finding(Check.REFRESH_LOCK, State.OK, message)


def _check_feeds(polls: Sequence[Poll]) -> Iterator[Finding]:
    failing = [poll for poll in polls if poll.status in (Status.FAILING, Status.GONE)]
    if not polls:
        yield Finding(Check.FEEDS, State.OK, _("no subscriptions"))
    elif not failing:
        yield Finding(
            Check.FEEDS, State.OK, plural("{n} feed without problems", "{n} feeds without problems", len(polls))
        )
    yield from map(_failing_feed, failing[:_LISTED_FEEDS])
    more = len(failing) - _LISTED_FEEDS
    if more > 0:
        advice = _("`{command}` lists them").format(command="broadsheet feeds")
        yield Finding(Check.FEEDS, State.WARNING, plural("{n} more feed fails", "{n} more feeds fail", more), advice)


def _failing_feed(poll: Poll) -> Finding:
    url = shown_url(poll.url)
    message = _("{url}: {reason}; last success: {date}").format(
        url=url,
        reason=problem_message(poll.error) if poll.error else poll.status,
        date=local_time(poll.last_success, _("never")),
    )
    if poll.status is Status.GONE:
        advice = _("the publisher has removed this feed; `{command}` unsubscribes")
        return Finding(Check.FEEDS, State.WARNING, message, advice.format(command=f"broadsheet remove {url}"))
    if is_local(poll.url):
        advice = _("correct that, then try again with `{command}`")
    else:
        advice = _("open the address in a browser, or try again with `{command}`")
    return Finding(Check.FEEDS, State.WARNING, message, advice.format(command=f"broadsheet refresh {url}"))
