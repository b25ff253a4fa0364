"""What Textual finds out again and again about handlers is found out once for all apps under the pilot.

Which handlers a class has it looks for with each message, and how many arguments they take with each partial function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from inspect import CO_VARARGS, CO_VARKEYWORDS
from itertools import groupby
from types import FunctionType
from typing import Any
from unittest.mock import patch

import textual._callback
from textual.message import Message
from textual.message_pump import MessagePump, _MessagePumpMeta

Handlers = tuple[tuple[type, tuple[Callable[..., Any], ...]], ...]
"""The handlers of a class and of those that it is made from, in Textual's order."""

_handlers, _count = MessagePump._get_dispatch_methods, textual._callback._count_parameters


@contextmanager
def asking_once() -> Iterator[None]:
    """Asks each class once in here."""
    with (
        patch.object(MessagePump, "_get_dispatch_methods", handlers_known),
        patch.object(textual._callback, "_count_parameters", parameters_of),
    ):
        yield


def parameters_of(function: Callable[..., Any]) -> int:
    """In place of a function that asks :mod:`inspect`, which takes 50 times as long."""
    if type(function) is not FunctionType or function.__dict__:  # it may have a signature of its own
        return _count(function)
    code = function.__code__
    several = bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
    return code.co_argcount + code.co_kwonlyargcount + several


def _forget_replaced(cls: type[Any], name: str, value: object) -> None:
    """In place of setting an attribute of a class of Textual's: a test may replace a handler."""
    type.__setattr__(cls, name, value)
    if name.startswith(_OF_HANDLERS):
        _known.cache_clear()


def _forget_removed(cls: type[Any], name: str) -> None:
    """In place of removing one."""
    type.__delattr__(cls, name)
    if name.startswith(_OF_HANDLERS):
        _known.cache_clear()


_OF_HANDLERS = ("on_", "_on_", "_decorated_handlers")
_MessagePumpMeta.__setattr__ = _forget_replaced  # type: ignore[assignment,method-assign]
_MessagePumpMeta.__delattr__ = _forget_removed  # type: ignore[assignment,method-assign]


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
