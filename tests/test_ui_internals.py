"""Textual's private attributes are used in one module only, and our widgets do not overwrite any by accident."""

from __future__ import annotations

import ast
import gc
import inspect
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from rich.segment import Segment
from textual import screen
from textual.app import App
from textual.message_pump import MessagePump
from textual.strip import Strip

import reader.ui
from reader.ui.textual_internals import free_uncut_strips, paint_soon
from tests.support.each import each

INTERNALS = "reader.ui.textual_internals"
MODULES = [module.name for module in walk_packages(reader.ui.__path__, "reader.ui.")]


def private_names_of_textual(cls: type) -> set[str]:
    """Private attributes and methods of a class's bases, as far as Textual defines them."""
    return set().union(*(private_names_in(base) for base in cls.__mro__ if base.__module__.startswith("textual")))


@cache
def private_names_in(base: type) -> set[str]:
    source = inspect.getsource(base)
    return set(re.findall(r"\bself\.(_[a-z]\w*)", source)) | set(re.findall(r"\bdef (_[a-z]\w*)", source))


def private_names_of(cls: type) -> set[str]:
    """Private attributes that a class sets or defines itself."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(cls)))
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    found |= {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if isinstance(node.value, ast.Name) and node.value.id == "self"
    }
    return {name for name in found if name.startswith("_") and not name.startswith(("__", "_on_"))}


@each("name", [name for name in MODULES if name != INTERNALS])
def test_private_names_of_textual_are_neither_used_nor_overwritten(name: str) -> None:
    module = import_module(name)
    for cls in vars(module).values():
        if inspect.isclass(cls) and cls.__module__ == name and issubclass(cls, MessagePump):
            assert private_names_of(cls) & private_names_of_textual(cls) == set(), cls
    path = Path(module.__file__ or "")
    assert "noqa: SLF001" not in path.read_text(encoding="utf-8")


async def test_a_screen_waits_for_its_next_paint_a_quarter_as_long_as_textual_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(screen, "UPDATE_PERIOD", 1 / 60)
    for given, expected in (("30", 60), (None, 240)):
        monkeypatch.delenv("TEXTUAL_FPS", raising=False)
        if given:
            monkeypatch.setenv("TEXTUAL_FPS", given)  # Textual itself has read it before
        paint_soon()
        async with App[None]().run_test() as pilot:
            assert round(1 / pilot.app.screen._update_timer._interval) == expected


def test_a_line_that_is_drawn_in_one_piece_is_freed_with_its_last_use() -> None:
    free_uncut_strips()
    free_uncut_strips()
    line = Strip([Segment("Headline")])
    assert [piece.text for piece in line.divide([4, 8])] == ["Head", "line"]
    assert [piece.text for piece in line.divide([8])] == ["Headline"]
    assert list(Strip([]).divide([0, 3])) == [Strip([])]
    segments = line._segments
    del line
    assert not any(isinstance(holder, Strip) for holder in gc.get_referrers(segments))
