"""The commands in the bottom line of a screen, for the pane that has the focus."""

from __future__ import annotations

from collections.abc import Collection

from rich.cells import cell_len

from reader.ui.commands.command import Command, Context
from reader.ui.commands.key_names import sequence_name
from reader.ui.commands.registry import commands, keys_of
from reader.ui.widgets.bars import Part
from reader.wording.catalogue import _

GAP = "   "

Parts = tuple[Part, ...]


def footer(context: Context, room: int, states: Collection[str] = (), pane: str = "") -> Parts:
    """As many commands as fit into ``room`` cells, worded for the states of the selection. A click runs them.

    The last command of the table always has its place: it leads to all others, or back. One with a label that is too
    long makes way for shorter ones after it.
    """
    *others, last = _shown(context, states, pane)
    room -= _width(last)
    shown: list[Part] = []
    for one in others:
        width = _width(one) + len(GAP)
        if width <= room:
            room -= width
            shown += [*_parts(one), Part(GAP, "dim")]
    return (*shown, *_parts(last))


def least_width(context: Context) -> int:
    """The cells of a footer that has room for its last command only."""
    return _width(_shown(context, (), "")[-1])


def _shown(context: Context, states: Collection[str], pane: str) -> list[tuple[Command, str]]:
    labels = ((one, one.label(states, pane)) for one in commands(context) if one.footer and keys_of(one))
    return [(one, _(label)) for one, label in labels if label]


def _parts(shown: tuple[Command, str]) -> Parts:
    one, label = shown
    return Part(_key(one), "text", one.action), Part(f" {label}", "dim", one.action)


def _key(one: Command) -> str:
    return sequence_name(keys_of(one)[0])


def _width(shown: tuple[Command, str]) -> int:
    one, label = shown
    return cell_len(_key(one)) + 1 + cell_len(label)
