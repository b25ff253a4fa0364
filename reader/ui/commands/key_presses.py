"""From a pressed key to the commands that it runs: sequences, counts, and the widgets that have keys of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget

from reader.lazy_dataclass import dataclass
from reader.ui.commands.command import Command, Context, Counted
from reader.ui.commands.key_map import PANES, Commands, Keys, Scope, ScopeKeys
from reader.ui.commands.key_names import plain_key
from reader.ui.commands.registry import command_of, key_map
from reader.ui.textual_internals import own_bindings

_MOST_DIGITS = 4  # of a count


@dataclass(frozen=True, slots=True)
class Waiting:
    """The typed keys of a sequence or a count, and those that can follow. ``wrong``: no command has the typed keys."""

    keys: Keys = ()
    count: str = ""
    following: tuple[tuple[Keys, Commands], ...] = ()
    wrong: bool = False


class KeyPresses:
    """Handles the keys that an app's widgets do not. ``show`` gets the pending keys of a sequence or a count.

    Keys pass through the focused widget's queue first, so that Enter is handled after the letters typed before it.

    The class attribute ``KEY_CONTEXT`` declares which commands a node has, in addition to the commands it inherits.
    A node's commands take precedence over its ancestors' commands and over Textual's own bindings at the same node.
    """

    def __init__(self, app: App[None], show: Callable[[Waiting], None]) -> None:
        self._app, self._show = app, show
        self._keys: Keys = ()
        self._count = ""
        self._screen: Screen[object] | None = None  # where the pending keys were typed

    async def press_first(self, event: Key) -> bool:
        """Runs a command that works before any widget's, as soon as its key arrives. False: it is another key."""
        found = key_map().scope(Context.EVERYWHERE).commands.get((pressed(event),), ())
        if not self._app.screen_stack or not any(command_of(one).priority for one in found):
            return False
        self._forget()
        await self._run(found, list(self._nodes(to_app=True)), 0)
        return True

    async def press(self, event: Key) -> bool:
        """Runs what a key stands for that no widget took. False: nothing."""
        if not self._app.screen_stack:  # the app is ending
            return True
        screen = self._app.screen
        if screen is not self._screen:
            self._forget()
            self._screen = screen
        return await self._find(pressed(event), event.key)

    async def _find(self, key: str, textual_key: str) -> bool:
        if self._count and not self._keys and key == "escape":
            self._forget()
            return True
        keys, nodes = (*self._keys, key), list(self._nodes())
        for node in nodes:
            for scope in _scopes(node):
                bound = key_map().scope(scope)
                if keys in bound.commands:
                    typed = self._keys, self._count
                    self._forget()
                    if await self._run(bound.commands[keys], nodes, int(typed[1] or 0)):
                        return True
                    self._keys, self._count = typed  # the next scope may have the key
                elif keys in bound.begun:
                    self._wait(keys, bound)
                    return True
            if not self._keys and await self._run_own(node, textual_key):
                return True
        return self._left_over(key, nodes)

    async def _run_own(self, node: DOMNode, key: str) -> bool:
        """Runs what Textual has bound to the key at this node."""
        for action in own_bindings(node, key):
            if await self._app.run_action(action, node):
                self._forget()
                return True
        return False

    def _left_over(self, key: str, nodes: list[DOMNode]) -> bool:
        """A key that runs nothing: a digit of a count, or the end of a sequence."""
        in_reader = any(Context.READER in _contexts(type(node)) for node in nodes)
        if in_reader and not self._keys and key.isascii() and key.isdigit() and (self._count or key != "0"):
            self._count = (self._count + key)[:_MOST_DIGITS]
            self._show(Waiting(count=self._count))
            return True
        typed = self._keys
        self._forget()
        if typed and key != "escape":
            self._show(Waiting((*typed, key), wrong=True))
        return bool(typed)

    def _wait(self, keys: Keys, bound: ScopeKeys) -> None:
        self._keys = keys
        size = len(keys)
        longer = ((other, ids) for other, ids in bound.commands.items() if other[:size] == keys)
        following = tuple((other[size:], ids) for other, ids in longer)
        self._show(Waiting(keys, self._count, following))

    def _forget(self) -> None:
        if self._keys or self._count:
            self._keys, self._count = (), ""
            self._show(Waiting())

    async def _run(self, ids: Commands, nodes: list[DOMNode], count: int) -> bool:
        """Runs commands in their order, each where its context is. False if none of them could run here."""
        done = False
        for line in ids:
            one = command_of(line)
            node = next((node for node in nodes if one.context in _contexts(type(node))), None)
            if node is not None and (not one.keys_need or one.keys_need in node.states()):  # type: ignore[attr-defined]
                done = await self._app.run_action(_action(one, line, count), node) or done
        return done

    def _nodes(self, *, to_app: bool = False) -> Iterator[DOMNode]:
        """The focused widget and its ancestors, up to the app or to a modal screen."""
        screen = self._app.screen
        start: Widget = screen.focused or screen
        for node in start.ancestors_with_self:
            yield node
            if node is screen and screen.is_modal and not to_app:
                return


def pressed(event: Key) -> str:
    """A key as the tables of keys spell it."""
    return plain_key(event.character if event.character and event.character.isprintable() else event.key)


def _action(one: Command, line: str, count: int) -> str:
    if line != one.id:
        return f"run({line!r})"
    return one.action if not count or one.counted is Counted.NOT else f"run({one.id!r}, {count})"


def _scopes(node: DOMNode) -> Iterator[Scope]:
    """The scopes of a node, the narrowest first."""
    if node.id in PANES:
        yield node.id
    for context in _contexts(type(node)):
        yield context.value


@cache
def _contexts(kind: type) -> list[Context]:
    return [vars(base)["KEY_CONTEXT"] for base in kind.__mro__ if "KEY_CONTEXT" in vars(base)]
