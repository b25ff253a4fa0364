"""What ``doctor`` finds in the data folder: the database, who holds it, and how the feeds fare."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reader.commands.console import count, local_time, shown_url
from reader.commands.doctor.finding import Cure, Finding, State
from reader.errors import StoreBusy, StoreCorrupt, StoreError
from reader.model import Poll, Status
from reader.paths import Paths
from reader.store import open_reader
from reader.store.integrity import Soundness, examine, mend
from reader.store.lock_holders import holders, writers_wait
from reader.store.recovery import rescue
from reader.subscriptions import is_local

_SHOWN_FEEDS = 50


def check_database(paths: Paths, now: int) -> Iterator[Finding]:
    """Whether it can be read, is sound and agrees with itself, and who has it open."""
    path = paths.database
    if not path.exists() or not path.stat().st_size:
        yield Finding("database", State.OK, "not there yet; the first start makes it")
        return
    try:
        found = examine(path, now=now)
        polls = [] if found.damage else _polls(paths)
    except StoreCorrupt:
        found, polls = Soundness(damage=("it cannot be read to its end",)), []
    except StoreError as error:
        advice = "try again when it is free" if isinstance(error, StoreBusy) else ""
        yield Finding("database", State.PROBLEM, str(error), advice)
        yield from _check_use(paths)
        return
    if found.damage:
        yield Finding(
            "database", State.PROBLEM, f"{path} is damaged: {_first(found.damage)}", _FOR_DAMAGE, Cure.REPAIR,
            partial(_rescue, paths, now),
        )  # fmt: skip
    else:
        yield from _check_soundness(paths, found, now)
    yield from _check_use(paths)
    yield from _check_feeds(polls)


def _polls(paths: Paths) -> list[Poll]:
    store = open_reader(paths.database)
    try:
        with store.translated():
            return store.feeds.polls()
    finally:
        store.close()


def _first(damage: tuple[str, ...]) -> str:
    """The first of SQLite's words that says something."""
    lines = [line for words in damage for line in words.splitlines() if not line.startswith("***")]
    return lines[0] if lines else damage[0]


_FOR_DAMAGE = "saves all that can be read into a new one, and keeps this one beside it; close the reader first"


def _rescue(paths: Paths, now: int) -> str:
    users = holders(paths.database)
    if users:
        raise StoreBusy(f"{paths.database} is open in {', '.join(users)}: close that first")
    aside, saved = rescue(paths.database, now=now)
    mend(paths.database, now=now)
    return f"{count(saved, 'article was', 'articles were')} saved; the damaged database is kept as {aside}"


def _check_soundness(paths: Paths, found: Soundness, now: int) -> Iterator[Finding]:
    size = paths.database.stat().st_size / 1_000_000
    waiting = f"; {found.waiting:,} of them wait to be known to search" if found.waiting else ""
    yield Finding("database", State.OK, f"sound, {size:.1f} MB, {count(found.entries, 'article')}{waiting}")
    wrong = (
        ("counts", found.miscounted, "feed counts its articles wrongly", "feeds count their articles wrongly"),
        ("references", found.orphans, "row belongs to nothing", "rows belong to nothing"),
        ("search", found.unsearchable, "article is not found by search", "articles are not found by search"),
        ("search", found.ghosts, "entry of the search index is wrong", "entries of the search index are wrong"),
    )
    for name, number, one, many in wrong:
        if number:
            words = count(number, one, many)
            yield Finding(name, State.PROBLEM, words, "sets it right", Cure.REPAIR, partial(_mend, paths, now))
    if found.sound:
        yield Finding("counts, references and search", State.OK, "they agree with the articles")
    if found.ahead:
        words = f"{count(found.ahead, 'article')} arrived later than now: the clock was put back since"
        yield Finding("dates", State.WARNING, words, "dates them to now", Cure.REPAIR, partial(_mend, paths, now))
    if found.polled_ahead:
        words = f"{count(found.polled_ahead, 'feed was', 'feeds were')} polled later than now: the clock was put back"
        yield Finding("last polls", State.WARNING, words, "nothing needs to be done: they are polled when it is time")


def _mend(paths: Paths, now: int) -> str:
    mend(paths.database, now=now)
    return "set right"


def _check_use(paths: Paths) -> Iterator[Finding]:
    users = holders(paths.database)
    words = ", ".join(users) if users else "nobody has it open, as far as can be seen"
    yield Finding("used by", State.OK, words)
    if writers_wait(paths.database):
        words = "another program is writing, and lets nobody else write"
        advice = "wait, or end that program; markings are lost after ten seconds of waiting, and said"
        yield Finding("write lock", State.WARNING, words, advice)


def check_lock(paths: Paths) -> Finding:
    """Who refreshes."""
    from reader.refresh.refresh_lock import RefreshLock

    if not paths.lock.exists():
        return Finding("refresh lock", State.OK, "free")
    try:
        free = RefreshLock(paths.lock).try_once()
    except StoreError as error:
        return Finding("refresh lock", State.WARNING, str(error), "without it no feed can be polled")
    by = ", ".join(holders(paths.lock))
    held = f"held: a refresh is under way ({by})" if by else "held: a refresh is under way"
    return Finding("refresh lock", State.OK, "free" if free else held)


def _check_feeds(polls: list[Poll]) -> Iterator[Finding]:
    failing = [poll for poll in polls if poll.status in (Status.FAILING, Status.GONE)]
    if not failing:
        yield Finding("feeds", State.OK, f"none of {count(len(polls), 'feed')} fails" if polls else "none subscribed")
    for poll in failing[:_SHOWN_FEEDS]:
        url = shown_url(poll.url)
        since = f"; last success {local_time(poll.last_success, 'never')}"
        look = "mend that" if is_local(poll.url) else "look at the address in a browser"
        advice = f"{look}; `broadsheet refresh {url}` tries again"
        if poll.status is Status.GONE:
            advice = f"the publisher says that it is gone for good: `broadsheet remove {url}`"
        yield Finding("feeds", State.WARNING, f"{url}: {poll.error}{since}", advice)
    if len(failing) > _SHOWN_FEEDS:
        yield Finding("feeds", State.WARNING, f"{len(failing) - _SHOWN_FEEDS} more fail", "see `broadsheet feeds`")
