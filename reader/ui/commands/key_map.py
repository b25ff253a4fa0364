"""Which keys run which commands: the defaults of the registry, changed by a preset and by the user's key file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TypeAlias

from reader.lazy_dataclass import dataclass
from reader.ui.commands.command import Command, Context
from reader.ui.commands.key_names import plain_key

Keys: TypeAlias = tuple[str, ...]  # pressed one after another, each as plain_key() spells it
Commands: TypeAlias = tuple[str, ...]  # lines of an id and an argument, run one after another; empty: nothing
Scope: TypeAlias = str  # a context's value, or a pane of the main screen by the id of its widget
Layer: TypeAlias = Mapping[Scope, Mapping[Keys, Commands]]

PANES: tuple[Scope, ...] = ("tree", "headlines", "article")


@dataclass(frozen=True, slots=True)
class ScopeKeys:
    """The keys of one scope. ``begun``: every beginning of a sequence that is not a whole one."""

    commands: Mapping[Keys, Commands]
    begun: frozenset[Keys]


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys in use. Each of ``layers`` changes those before it; without layers, the keys are the registry's.

    A layer that binds ``g g`` takes ``g`` from the layers before it, and the other way round.
    """

    layers: tuple[Layer, ...] = ()
    _scopes: dict[Scope, ScopeKeys] = field(default_factory=dict, compare=False, repr=False)
    _by_command: dict[Context, dict[str, list[Keys]]] = field(default_factory=dict, compare=False, repr=False)

    def scope(self, scope: Scope) -> ScopeKeys:
        """The keys of a scope."""
        if scope not in self._scopes:
            self._scopes[scope] = self._made(scope)
        return self._scopes[scope]

    def _made(self, scope: Scope) -> ScopeKeys:
        keys = self._without_replaced(scope) if scope in PANES else default_keys(scope)
        for layer in self.layers:
            changed = layer.get(scope, {})
            hidden = {sequence for sequence in keys if sequence in changed or _in_the_way(sequence, changed)}
            # The user's own keys first: sentences and the bottom line name the first key.
            keys = {**changed, **{sequence: ids for sequence, ids in keys.items() if sequence not in hidden}}
        bound = {sequence: ids for sequence, ids in keys.items() if ids}
        begun = {sequence[:end] for sequence in bound for end in range(1, len(sequence))}
        return ScopeKeys(bound, frozenset(begun))

    def _without_replaced(self, pane: Scope) -> dict[Keys, Commands]:
        """The default keys of a pane, without those to which a layer gives another meaning in all panes.

        Keys that have a meaning of their own in this pane only for a while stay.
        """
        from reader.ui.commands.registry import command

        changed = {keys for layer in self.layers for keys in layer.get(Context.READER.value, {})}
        return {
            keys: ids
            for keys, ids in default_keys(pane).items()
            if (command(ids[0]).keys_need and command(ids[0]).pane) or not _in_the_way(keys, changed)
        }

    def keys_of(self, one: Command) -> list[Keys]:
        """The sequences that run this command alone, in its context or one pane; short ones and the user's first."""
        if one.context not in self._by_command:
            self._by_command[one.context] = self._index(one.context)
        return self._by_command[one.context].get(one.id, [])

    def _index(self, context: Context) -> dict[str, list[Keys]]:
        found: dict[str, list[Keys]] = {}
        scopes = (context.value, *PANES) if context is Context.READER else (context.value,)
        for scope in scopes:
            for keys, ids in self.scope(scope).commands.items():
                if len(ids) == 1:
                    found.setdefault(ids[0], []).append(keys)
        return {command_id: sorted(dict.fromkeys(keys), key=len) for command_id, keys in found.items()}


def _in_the_way(sequence: Keys, changed: Iterable[Keys]) -> bool:
    """Whether one sequence begins the other, so that only one of them can be reached."""
    return any(sequence[: len(other)] == other or other[: len(sequence)] == sequence for other in changed)


def default_keys(scope: Scope) -> dict[Keys, Commands]:
    """The registry's keys of a scope. In the panes, those first that need a state of the screen."""
    from reader.ui.commands.registry import commands

    pane = scope if scope in PANES else ""
    here = commands(Context.READER if pane else Context(scope))
    found = [one for one in here if one.pane == pane and (pane or not one.keys_need)]
    found += [one for one in here if pane and one.keys_need and not one.pane]
    return {(plain_key(key),): (one.id,) for one in found for key in one.keys}
