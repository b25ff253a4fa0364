"""Keys are handled one after the other: each meets the screen and the focus that the key before it left.

Textual hands a key to the focused widget at once. So whoever types ``/word`` faster than the search box opens would
give ``word`` to the list, as commands, or to nobody.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

from reader.ui.textual_internals import has_messages

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
        self._target: MessagePump = app  # where the last key went
        self._screen: Screen[object] | None = None  # the one that is known to be ready
        self._number = 0  # of the message that follows the last key
        self._timer: asyncio.TimerHandle | None = None  # while that is under way

    async def put(self, key: Key) -> None:
        """Hands over a key, now or when the keys before it are done."""
        self._waiting.append(key)
        if not self._timer:
            await self._next()

    async def handled(self, message: Handled) -> None:
        """A key is done: the next one follows, as soon as a screen that it opened can take it."""
        if message.number != self._number or not self._timer:
            return
        if message.rounds and self._send(message.rounds - 1):
            return
        screen = self._app.screen
        if not message.ready and screen is not self._screen:
            screen.call_after_refresh(self._app.post_message, Handled(message.number, ready=True))
            return
        self._screen = screen
        self._timer.cancel()
        self._timer = None
        await self._hand_over()
        await self._next()

    async def _next(self) -> None:
        while self._waiting:
            if self._app.screen is not self._screen or any(map(has_messages, self._way())):
                await self._follow()
                return
            await self._hand_over()

    async def _hand_over(self) -> None:
        if self._waiting and self._app.screen_stack:
            self._target = self._app.focused or self._app.screen
            await self._dispatch(self._waiting.popleft())

    def _way(self) -> Iterator[MessagePump]:
        """The widget that got the last key, and all that its messages pass."""
        yield from self._target.ancestors_with_self if isinstance(self._target, DOMNode) else ()
        yield self._app

    async def _follow(self) -> None:
        """Has the next key wait for a message that takes the way of those that the last key caused."""
        self._number += 1
        late = partial(self._app.post_message, Handled(self._number, ready=True))
        self._timer = asyncio.get_running_loop().call_later(MOST_PATIENCE, late)
        if not self._send(_ROUNDS - 1):
            await self.handled(Handled(self._number))

    def _send(self, rounds: int) -> bool:
        """Sends it to the end of the widget's queue, and up to the app. False if the widget is gone."""
        return self._target.call_later(self._target.post_message, Handled(self._number, rounds))
