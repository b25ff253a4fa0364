"""The commands in the bottom line of a screen."""

from __future__ import annotations

from collections.abc import Collection

from rich.cells import cell_len

from reader.ui.commands.command import Context
from reader.ui.commands.key_names import key_name
from reader.ui.commands.registry import commands
from reader.wording.catalogue import _

GAP = "   "

Parts = tuple[tuple[str, str], ...]
"""Pairs of text and style, as :meth:`reader.ui.widgets.bars.Bar.show` takes them."""


def footer(context: Context, room: int, states: Collection[str] = ()) -> Parts:
    """As many commands as fit into ``room`` cells, worded for the states of the selected article.

    The last command of the table always has its place: it leads to all others, or back.
    """
    *others, last = _labels(context, states)
    room -= _width(last)
    shown: list[tuple[str, str]] = []
    for key, label in others:
        room -= _width((key, label)) + len(GAP)
        if room < 0:
            break
        shown += [(key, "text"), (f" {label}{GAP}", "dim")]
    return (*shown, (last[0], "text"), (f" {last[1]}", "dim"))


def least_width(context: Context) -> int:
    """The cells of a footer that has room for its last command only."""
    return _width(_labels(context, ())[-1])


def _labels(context: Context, states: Collection[str]) -> list[tuple[str, str]]:
    shown = [one for one in commands(context) if one.footer]
    return [(key_name(one.keys[0]), _(one.label(states))) for one in shown]


def _width(label: tuple[str, str]) -> int:
    return cell_len(label[0]) + 1 + cell_len(label[1])
