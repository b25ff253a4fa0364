"""Keys are handled one after the other: each meets the screen and the focus that the key before it left.

Textual hands a key to the focused widget at once. So whoever types ``/word`` faster than the search box opens would
give ``word`` to the list, as commands, or to nobody.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial

from textual.app import App
from textual.events import Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

MOST_PATIENCE = 0.5  # seconds until the next key follows, although the one before it may still be under way


_ROUNDS = 2  # Enter makes a field post a message, on which its dialog closes


class Handled(Message):
    """Follows a key, and the messages that it caused, from the widget up to the app. ``ready``: the screen is, too."""

    def __init__(self, number: int, rounds: int = 0, *, ready: bool = False) -> None:
        super().__init__()
        self.number, self.rounds, self.ready = number, rounds, ready


class KeyQueue:
    """``dispatch`` hands a key to the focused widget, or runs a command that comes before any widget."""

    def __init__(self, app: App[None], dispatch: Callable[[Key], Awaitable[None]]) -> None:
        self._app, self._dispatch = app, dispatch
        self._waiting: deque[Key] = deque()
        self._number = 0  # of the last key that was handed over
        self._target: MessagePump = app  # where it went
        self._under_way = False
        self._screen: Screen[object] | None = None  # the one that is known to be ready
        self._timer: asyncio.TimerHandle | None = None

    async def put(self, key: Key) -> None:
        """Hands over a key, now or when the keys before it are done."""
        self._waiting.append(key)
        if not self._under_way:
            await self._next()

    async def handled(self, message: Handled) -> None:
        """A key is done: the next one follows, as soon as a screen that it opened can take it."""
        if message.number != self._number or not self._under_way:
            return
        if message.rounds and self._follow(message.rounds - 1):
            return
        screen = self._app.screen
        if not message.ready and screen is not self._screen:
            screen.call_after_refresh(self._app.post_message, Handled(message.number, ready=True))
            return
        self._screen = screen
        self._stop_waiting()
        await self._next()

    async def _next(self) -> None:
        while self._waiting and not self._under_way:
            self._number += 1
            self._under_way = True
            self._target = self._app.focused or (self._app.screen if self._app.screen_stack else self._app)
            await self._dispatch(self._waiting.popleft())
            self._be_patient()
            if not self._follow(_ROUNDS - 1):
                await self.handled(Handled(self._number))

    def _follow(self, rounds: int) -> bool:
        """Sends a message the way of those that the key caused: to the end of its widget's queue, and up to the app.

        False if the widget is gone.
        """
        return self._target.call_later(self._target.post_message, Handled(self._number, rounds))

    def _be_patient(self) -> None:
        late = partial(self._app.post_message, Handled(self._number, ready=True))
        self._timer = asyncio.get_running_loop().call_later(MOST_PATIENCE, late)

    def _stop_waiting(self) -> None:
        self._under_way = False
        if self._timer:
            self._timer.cancel()
            self._timer = None
