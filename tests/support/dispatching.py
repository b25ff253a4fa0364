"""Textual finds out for each message again which handlers a widget has. Under the pilot, each app asks a class once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from typing import Any
from unittest.mock import patch

from textual.message import Message
from textual.message_pump import MessagePump

Handlers = tuple[tuple[type, tuple[Callable[..., Any], ...]], ...]
"""The handlers of a class and of those that it is made from, in Textual's order."""

_handlers = MessagePump._get_dispatch_methods


@contextmanager
def asking_once() -> Iterator[None]:
    """Asks each class once in here, and not only once for all tests: one of them may replace a handler."""
    _known.cache_clear()
    with patch.object(MessagePump, "_get_dispatch_methods", handlers_known):
        yield


def handlers_known(
    pump: MessagePump, method_name: str, message: Message
) -> Iterable[tuple[type, Callable[[Message], Any]]]:
    """In place of :meth:`MessagePump._get_dispatch_methods`."""
    known = _known(type(pump), method_name, type(message))  # type: ignore[arg-type]  # messages have a hash of their own
    if known is None:
        yield from _handlers(pump, method_name, message)
        return
    for cls, methods in known:
        if message._no_default_action:
            break
        for method in methods:
            yield cls, method.__get__(pump, cls)


@cache
def _known(cls: type[Any], method_name: str, message_class: type[Any]) -> Handlers | None:
    """None: which they are depends on the message."""
    for one in cls.__mro__:
        decorated: dict[type, list[tuple[Any, Any]]] = one.__dict__.get("_decorated_handlers") or {}
        if any(selectors for base in message_class.__mro__ for _, selectors in decorated.get(base, ())):
            return None
    pump, message = object.__new__(cls), object.__new__(message_class)
    message._no_default_action = False
    found = [(one, method.__func__) for one, method in _handlers(pump, method_name, message)]  # type: ignore[attr-defined]
    return tuple((one, tuple(method for _, method in both)) for one, both in groupby(found, key=lambda pair: pair[0]))
