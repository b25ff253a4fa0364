"""From key to repaint at the pty: every reading key at every size, while idle and while feeds are polled."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reader.model import Change, Field
from reader.query.selection import Selection
from reader.store import open_reader, open_store
from tests.bench.feeds import write_changing
from tests.bench.figures import Figure, Table, timed
from tests.bench.keyboard import (
    DOWN,
    END,
    HOME,
    PAGE_DOWN,
    SHIFT_TAB,
    TAB,
    Presses,
    articles,
    cursors,
    hold,
    moved_to,
    opened,
    press,
)
from tests.bench.processes import memory
from tests.bench.server import FeedServer, Manner
from tests.bench.stock import Stock, begin_at_the_top, opening, serve_feeds
from tests.support.terminal import Terminal, reader_command

HEAD = "▸".encode()  # precedes the name of the list in the top line
LIMIT = 16.0  # milliseconds
POLLED, MANY = 200, 1_000
REPAINT = 0.3  # seconds until arrivals are shown on the screen
AGAIN = 3.0  # seconds between two refreshes in the background
AMONG, UNREAD_EVERY = 1_000, 33  # which of the newest become unread again when all are read
LONGEST, LEAST = 30.0, 30  # seconds that a key is held at most, and how often it is pressed at least


@dataclass(slots=True)
class Session:
    """An open reader, and the times of its keys by their effect."""

    terminal: Terminal
    stock: Stock
    cursor: int
    taken: dict[str, Presses] = field(default_factory=dict)

    def press(
        self,
        name: str,
        key: str,
        shows: Callable[[bytes], object],
        *,
        otherwise: Callable[[bytes], object] | None = None,
    ) -> None:
        """Presses one key."""
        before = len(self.terminal.raw)
        self.taken.setdefault(name, Presses()).add(press(self.terminal, key, shows, otherwise=otherwise))
        self.cursor = (cursors(bytes(self.terminal.raw[before:])) or [self.cursor])[-1]

    def moves(self, name: str, key: str) -> None:
        """A key that moves the cursor of the list, or draws another list."""
        was = self.cursor
        self.press(name, key, lambda written: any(number != was for number in cursors(written)))

    def opens(self, name: str, key: str) -> None:
        """A key that opens another article."""
        shown = (articles(bytes(self.terminal.raw)) or [0])[-1]
        self.press(name, key, lambda written: any(number != shown for number in articles(written)))


def _down(session: Session) -> None:
    session.press("↓", DOWN, moved_to(session.cursor - 1))


def _page_down(session: Session) -> None:
    session.moves("PgDn", PAGE_DOWN)


def _end_and_home(session: Session) -> None:
    session.moves("End", END)
    session.press("Home", HOME, moved_to(session.stock.entries))


def _next_unread(session: Session) -> None:
    _leave_unread(session.stock)
    session.opens("next unread, until its article is shown", "n")


def _next_article(session: Session) -> None:
    session.opens("next article, until it is shown", "J")


def _feed(session: Session) -> None:
    """If the same headline is first in both lists, its row is not drawn again; the top of the page shows the change."""
    session.press("to the next feed, until its list is shown", DOWN, cursors, otherwise=lambda written: HEAD in written)


def _all(session: Session) -> None:
    session.press("to All, until its list is shown", HOME, moved_to(session.stock.entries))
    for _ in range(3):
        press(session.terminal, DOWN, len)


IN_LIST = (_down, _page_down, _end_and_home, _next_unread, _next_article)
IN_TREE = (_feed, _all)
CHEAP = ("↓", "PgDn", "End", "Home")  # limits from the design


def keys_idle(stocks: Sequence[Stock], presses: int) -> Table:
    """Opens all sizes at the same time and gives them each key in turns."""
    with ExitStack() as stack:
        sessions = [stack.enter_context(session(stock)) for stock in stocks]
        at_rest = [memory(one.terminal.pid) for one in sessions]
        _play(sessions, presses)
        after = [memory(one.terminal.pid) for one in sessions]
        figures = [figure for one in sessions for figure in figures_of(one)]
    for name, sizes in (("memory of the UI process, just opened", at_rest), ("memory of it after all that", after)):
        figures += [
            Figure(name, size / 1e6, "MB", _column(one.stock), limit=80)
            for one, size in zip(sessions, sizes, strict=True)
        ]
    return Table(
        "From a key to its repaint, idle", tuple(figures), f"{presses} presses of each key, at all sizes in turns"
    )


def keys_while_refreshing(
    stocks: Sequence[Stock], presses: int, folder: Path, *, polled: int = POLLED, many: int = MANY
) -> Iterator[Table]:
    """The same while the worker polls some feeds in a loop, and with ↓ held down while it polls many."""
    write_changing(folder, many, 20)
    with FeedServer(folder, Manner.CHANGING) as server:
        yield _while_polling(stocks, [server.url(feed) for feed in range(polled)], presses)
        yield _while_polling_many(stocks, [server.url(feed) for feed in range(many)])


def _while_polling(stocks: Sequence[Stock], urls: Sequence[str], presses: int) -> Table:
    figures: list[Figure] = []
    arrived = 0
    for stock in stocks:
        serve_feeds(stock, urls)
        with session(stock) as one:
            before = total(stock)
            _play([one], presses, between=_Again(one.terminal))
            arrived += total(stock) - before
        figures += figures_of(one)
    note = f"{presses} presses of each key; {arrived:,} entries arrived in the meantime"
    return Table(f"From a key to its repaint, while {len(urls):,} feeds are refreshed", tuple(figures), note)


def _while_polling_many(stocks: Sequence[Stock], urls: Sequence[str]) -> Table:
    figures: list[Figure] = []
    for stock in stocks:
        serve_feeds(stock, urls)
        with session(stock) as one:
            polling = _Polling(stock, len(urls))
            one.terminal.press("R")
            held = one.taken["↓"] = hold(one.terminal, stock.entries, while_=polling)
            figures += figures_of(one)
            figures.append(Figure("keys that were pressed", len(held.seconds) + held.lost, "", _column(stock)))
            figures.append(Figure("feeds polled in the meantime", polling.done, "", _column(stock)))
    return Table(f"↓ held down, 30 a second, while {len(urls):,} feeds are refreshed", tuple(figures))


class _Polling:
    """Whether feeds are still being polled; always true for a while, and never forever."""

    def __init__(self, stock: Stock, feeds: int) -> None:
        self._stock, self._feeds, self._started = stock, feeds, time.time()
        self.done = 0

    def __call__(self, pressed: int) -> bool:
        self.done = _polled_since(self._stock, self._started)
        lasts = self.done < self._feeds and time.time() - self._started < LONGEST
        return pressed < min(self._stock.entries - 1, 10_000 if lasts else LEAST)


@contextmanager
def session(stock: Stock) -> Iterator[Session]:
    """The reader on a store, some time after opening: the worker runs and the list is complete."""
    begin_at_the_top(stock)
    with opened(reader_command(stock.paths)) as (terminal, _):
        terminal.sent(opening(stock.entries).encode())
        time.sleep(2)
        yield Session(terminal, stock, stock.entries)


def _play(sessions: Sequence[Session], presses: int, between: Callable[[], None] = lambda: None) -> None:
    for act in IN_LIST:
        for _ in range(presses):
            for one in sessions:
                act(one)
                between()
    for one in sessions:
        one.terminal.press(SHIFT_TAB)
        press(one.terminal, HOME, len)
    for act in IN_TREE:
        for _ in range(presses):
            for one in sessions:
                act(one)
                between()
    for one in sessions:
        one.terminal.press(TAB)


class _Again:
    """Requests a refresh of everything now and then."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal, self._last = terminal, 0.0

    def __call__(self) -> None:
        if time.monotonic() - self._last > AGAIN:
            self._terminal.press("R")
            self._last = time.monotonic()


def figures_of(one: Session) -> Iterator[Figure]:
    """The times of all its keys."""
    column = _column(one.stock)
    for name, presses in one.taken.items():
        if presses.seconds:
            yield timed(name, presses.seconds, column, limit=LIMIT if name in CHEAP else None)
    seconds = [second for presses in one.taken.values() for second in presses.seconds]
    yield Figure("longest stall of all", 1000 * max(seconds, default=0), "ms", column)
    yield Figure("keys that were lost", sum(presses.lost for presses in one.taken.values()), "", column, limit=0)


def _column(stock: Stock) -> str:
    return f"{stock.entries:,}"


def total(stock: Stock) -> int:
    """The number of entries at this moment."""
    store = open_reader(stock.paths.database)
    try:
        return sum(total for _, total in store.feeds.counts().values())
    finally:
        store.close()


def _leave_unread(stock: Stock) -> None:
    """If everything but the open article is read, marks some entries unread, so that the key has something to find.

    Entries that have arrived since are not in the list.
    """
    store = open_store(stock.paths.database, now=int(time.time()))
    try:
        if len(store.entries.page(Selection(unread=True, up_to=stock.entries), limit=2)) < 2:
            ids = tuple(entry_id for _, entry_id in store.entries.page(Selection(up_to=stock.entries), limit=AMONG))
            store.state.apply(Change(Field.READ, False, ids[::UNREAD_EVERY]))
    finally:
        store.close()


def _polled_since(stock: Stock, started: float) -> int:
    store = open_reader(stock.paths.database)
    try:
        return sum((poll.last_poll or 0) >= int(started) for poll in store.feeds.polls())
    finally:
        store.close()
