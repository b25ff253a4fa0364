"""The real app under Textual's pilot, and the text of its screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.thread import _WorkItem
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any
from unicodedata import lookup
from unittest.mock import patch
from weakref import WeakKeyDictionary

from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.design import ColorSystem
from textual.events import Key
from textual.geometry import NULL_REGION
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from reader.config import Config
from reader.library import Library, open_library
from reader.paths import Paths
from reader.ui.app import BroadsheetApp
from reader.ui.widgets.headlines import Headlines
from tests.support.compositing import draw
from tests.support.dispatching import asking_once
from tests.support.painted import Painted
from tests.support.styles import RememberedStyles, generated_once, parsed_once

PATIENCE = 90.0  # seconds; only a test that fails waits that long
PAINTED_EVERY = 0.25  # seconds; painting is half of what the tests cost, and they look when it is done or needed
A_MOMENT = 0.2  # seconds; timers that wait longer are not waited for, and shorter ones ring when all else is done
LATER = 5.0  # seconds; how long a message is shown, and longer than between two looks at what other programs did
HURRY_EVERY = 5  # looks at the screen


@dataclass(slots=True)
class Sight:
    """An app that runs, its library, and a pilot at its keys."""

    app: BroadsheetApp
    library: Library
    pilot: Pilot[None]
    paints: list[None]  # one for each time that the app has painted something
    jobs: Jobs
    in_threads: set[object]  # what coroutines wait for
    writer_held: Event = field(default_factory=Event)  # another process keeps the writer waiting, which counts as idle
    _seen: dict[tuple[object, int, bool], Painted] = field(default_factory=dict)  # the text after the last paint
    _requested: tuple[object, int] | None = None  # the screen whose lists were asked for rows, and after which paint

    @property
    def screen(self) -> Any:
        """The main screen."""
        return self.app.get_default_screen()

    def text(self, *, article: bool = True) -> Painted:
        """What the screen shows; without the ``article``, its pane is left blank, which takes half the time."""
        screen = self.app.screen
        when = (screen, len(self.paints))
        if screen._dirty_widgets or screen._compositor._dirty_regions or self._must_paint():
            self._seen.clear()
        seen = self._seen.get((*when, True)) or self._seen.get((*when, article))
        if seen is None:
            visible_screen_stack.set(self.app._background_screens)
            panes = {id_: self.screen.query_one(f"#{id_}").region for id_ in ("tree", "headlines", "article")}
            seen = Painted(draw(screen._compositor, blank=NULL_REGION if article else panes["article"]), panes)
            self._seen = {(*when, article): seen}
        return seen

    async def press(self, *keys: str) -> None:
        """Presses keys, each when the one before has been heard, and lets the page follow the cursor.

        Letters that are typed into a field do not wait for each other.
        """
        for key in keys:
            if key.isalnum() and len(key) == 1 and isinstance(self.app.focused, Input):
                self.press_at_once(key)  # the next one goes to the same field
            else:
                await self._idle()
                await self._press_idly(key)
        await self.settled()

    async def _press_idly(self, *keys: str) -> None:
        """In place of the pilot's ``press``, which waits three times after each key."""
        for key in keys:
            self._send(key)
            await self._idle()

    def _send(self, key: str) -> None:
        """Sends a key, by its name or as a character, as the pilot does."""
        driver = self.app._driver
        assert driver is not None
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        try:
            character: str | None = lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
        except KeyError:
            character = name if len(name) == 1 else None
        driver.send_message(Key(name, character).set_sender(self.app))

    def press_at_once(self, *keys: str) -> None:
        """Presses letters and named keys faster than any of them is heard."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            driver.send_message(Key(key, key if len(key) == 1 else None))

    async def _idle(self, *_: float) -> bool:
        """In place of the pilot's wait of 20 ms and more, which takes a process that gets no time for an idle one."""
        await self.settled(follow=False)
        return True

    async def settled(self, *, follow: bool = True) -> None:
        """Waits until the app and its threads are idle; not for the worker.

        ``follow``: until its timers of a moment have rung as well, so that the page has followed the cursor.
        """
        loop: Any = asyncio.get_running_loop()
        async with asyncio.timeout(PATIENCE):
            rested = 0
            while rested < 2 and self.app.is_running:  # the loop looks for what threads and files bring in between
                await asyncio.sleep(0)
                if loop._ready:
                    rested = 0
                elif self._busy():
                    rested = 0
                    await asyncio.sleep(0.002)
                elif follow and self._follows():
                    rested = 0
                    if not self._ring_timers():
                        await asyncio.sleep(0.002)
                elif self._must_paint(all_=follow):
                    rested = 0
                    self.app.screen._on_timer_update()
                elif follow and self._requested != (self.app.screen, len(self.paints)):
                    rested = 0
                    self._request_rows()
                else:
                    rested += 1

    @property
    def _pumps(self) -> Iterator[MessagePump]:
        """The app, its screens and all in them. Most looks end at the first that is busy, so no list is made."""
        yield self.app
        unseen: list[Widget] = [*self.app.screen_stack]
        while unseen:
            yield (widget := unseen.pop())
            unseen.extend(widget._nodes)

    def _busy(self) -> bool:
        """Whether a thread of the library works, or any part of the app does not wait for its next message."""
        writer = self.library._writer._thread
        for pool, jobs in self.jobs.items():
            if jobs and not (pool is writer and self.writer_held.is_set()):
                return True
        for pump in self._pumps:
            queue: Any = pump._message_queue
            if queue.values or pump._next_callbacks or not queue.ready_event._waiters:
                return True
        return False

    def _must_paint(self, *, all_: bool = True) -> bool:
        """Whether anything waits for the screen to be laid out, or with ``all_``, to be painted."""
        screen = self.app.screen
        laid_out = screen._layout_required or screen._scroll_required or screen._recompose_required or screen._callbacks
        painted = screen._repaint_required or screen._dirty_widgets
        return not self.app._batch_count and bool(laid_out or (all_ and painted))

    def _follows(self) -> bool:
        """Whether a timer of a moment has still to ring, or a thread of no pool has something to do."""
        soon = any(_of_a_moment(timer) for pump in self._pumps if pump._timers for timer in pump._timers)
        page = any(worker.group == "page" and not worker.is_finished for worker in self.app.workers)
        return soon or page or bool(self.in_threads)

    def _ring_timers(self, which: Callable[[Timer], bool] | None = None) -> bool:
        """Rings the timers of a moment now, or others; False if there are none that sleep."""
        which = which or _of_a_moment
        tasks = [timer._task for pump in self._pumps for timer in pump._timers if which(timer)]
        sleeping = [_SLEEPS[task] for task in tasks if task in _SLEEPS]
        for rings in sleeping:
            _ring(rings)
        return bool(sleeping)

    async def seconds_pass(self) -> None:
        """Lets the seconds pass at once after which messages go and the reader looks at what other programs did."""
        await self.settled()
        self._ring_timers(_within_seconds)
        await self.settled()

    def _request_rows(self) -> None:
        """Asks for the visible lines of lists, as drawing does, which requests rows that are not loaded yet."""
        for widget in self.app.screen._compositor.visible_widgets:
            if isinstance(widget, Headlines):
                first = widget.scroll_offset.y
                for line in range(first, min(first + widget.size.height, widget.virtual_size.height)):
                    widget.cache_key(line)
        self._requested = (self.app.screen, len(self.paints))

    async def until(
        self, holds: Callable[[Painted], bool], *, later: bool = False, sought: object = "The awaited screen"
    ) -> Painted:
        """Waits until something holds for the screen; returns what it shows then.

        ``later``: it takes a few seconds, because a message has to go first, or because the reader looks only then at
        what other programs did. These seconds pass at once.
        """
        text, painted, looks = self.text(), len(self.paints), 0
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds(text):  # the screen has no event to wait for
                    looks += 1
                    if later and looks % HURRY_EVERY == 0:
                        self._ring_timers(_within_seconds)
                    await asyncio.sleep(min(0.002 * looks, 0.02))
                    self.app.screen._on_timer_update()
                    if len(self.paints) > painted:
                        text, painted = self.text(), len(self.paints)
        except TimeoutError:
            raise AssertionError(f"{sought} never came up on this screen:\n{self.text()}") from None
        return text

    async def shows(self, *words: str, later: bool = False) -> Painted:
        """Waits until the screen shows all of these; ``later``: see :meth:`until`."""
        return await self.until(lambda text: all(word in text for word in words), later=later, sought=words)


def _of_a_moment(timer: Timer) -> bool:
    return timer._repeat == 0 and timer._interval < A_MOMENT and timer._task is not None and not timer._task.done()


def _within_seconds(timer: Timer) -> bool:
    return A_MOMENT <= timer._interval <= LATER


_SLEEPS: WeakKeyDictionary[Any, asyncio.Future[None]] = WeakKeyDictionary()  # by the task of the timer


async def _sleep(seconds: float) -> None:
    """In place of the sleep of Textual's timers: one that :meth:`Sight.settled` can end."""
    task = asyncio.current_task()
    assert task is not None
    rings = _SLEEPS[task] = asyncio.get_running_loop().create_future()
    handle = asyncio.get_running_loop().call_later(seconds, _ring, rings)
    try:
        await rings
    finally:
        handle.cancel()
        del _SLEEPS[task]


def _ring(rings: asyncio.Future[None]) -> None:
    if not rings.done():
        rings.set_result(None)


def _without_drawing(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
) -> None:
    """In place of drawing what nobody sees: :meth:`Sight.text` draws what the tests look at."""
    compositor._dirty_regions.clear()


Jobs = dict[ThreadPoolExecutor, set[Future[Any]]]
"""What waits for the thread of a pool or runs there, until whoever waits for it has been told."""


@contextmanager
def _following(library: Library) -> Iterator[Jobs]:
    """Follows the jobs of the library's threads. A pool itself can say that it is idle while it works."""
    pools = (library._readers._thread._thread, library._readers._background._thread, library._writer._thread)
    jobs: Jobs = {pool: set() for pool in pools}
    lock, run = Lock(), _WorkItem.run

    def followed(pool: ThreadPoolExecutor, submit: Callable[..., Future[Any]]) -> Callable[..., Future[Any]]:
        def submit_followed(*job: Any) -> Future[Any]:
            with lock:
                jobs[pool].add(future := submit(*job))
            return future

        return submit_followed

    def run_followed(item: Any, *context: Any) -> None:
        try:
            run(item, *context)
        finally:
            with lock:
                for waiting in jobs.values():
                    waiting.discard(item.future)

    with ExitStack() as patches:
        patches.enter_context(patch.object(_WorkItem, "run", run_followed))
        for pool in pools:
            patches.enter_context(patch.object(pool, "submit", followed(pool, pool.submit)))
        yield jobs


@contextmanager
def _following_threads() -> Iterator[set[object]]:
    """Follows what coroutines of this loop have done by :func:`asyncio.to_thread`, except for what a test has ``held``."""
    works: set[object] = set()
    loop, to_thread = asyncio.get_running_loop(), asyncio.to_thread

    async def followed(*job: Any, **named: Any) -> Any:
        work = object()
        if asyncio.get_running_loop() is loop and not hasattr(job[0], "held"):
            works.add(work)
        try:
            return await to_thread(*job, **named)
        finally:
            works.discard(work)

    with patch("asyncio.to_thread", followed):
        yield works


def _noted(display: Callable[..., None], paints: list[None]) -> Callable[..., None]:
    def noting(*what: object) -> None:
        paints.append(None)
        display(*what)

    return noting


@contextmanager
def closing_in_time(app: BroadsheetApp) -> Iterator[None]:
    """As the command that opens the reader does: what ends in here has met its deadline."""
    try:
        yield
    finally:
        app.deadline.met()


@asynccontextmanager
async def reading(
    paths: Paths,
    *,
    config: Config | None = None,
    size: tuple[int, int] = (150, 45),
    worker: bool = False,
    clock: Callable[[], float] = time.time,
) -> AsyncIterator[Sight]:
    """Opens the reader on these folders, with a worker if that is wanted (see :mod:`tests.support.in_process`)."""
    library = open_library(paths, config or Config(language="en"), clock=clock)
    try:
        library.worker.seed()
        with patch.object(ColorSystem, "generate", generated_once):
            app = BroadsheetApp(library, with_worker=worker)
            app.stylesheet = RememberedStyles(variables=app.get_css_variables())
        with (
            patch.object(ColorSystem, "generate", generated_once),
            patch("textual.screen.UPDATE_PERIOD", PAINTED_EVERY),
            patch("textual.timer.sleep", _sleep),
            patch.object(Compositor, "render_update", _without_drawing),
            patch.object(Stylesheet, "_parse_rules", parsed_once),
            asking_once(),
            patch.object(RuleSet, "__hash__", object.__hash__),  # by identity as well, without a call for each rule
            patch("reader.ui.deadline.SECONDS", PATIENCE),  # at its end the process of the tests would end
            closing_in_time(app),
            _following(library) as jobs,
            _following_threads() as in_threads,
        ):
            async with app.run_test(size=size) as pilot:
                sight = Sight(app, library, pilot, [], jobs, in_threads)
                with (
                    patch.object(app, "_display", _noted(app._display, sight.paints)),
                    patch.object(pilot, "press", sight._press_idly),
                    patch.object(pilot, "_wait_for_screen", sight._idle),  # the pilot's sends a message to each widget
                    patch("textual.app.wait_for_idle", sight._idle),
                    patch("textual.pilot.wait_for_idle", sight._idle),
                ):
                    await sight.settled()
                    yield sight
    finally:
        library.close()
