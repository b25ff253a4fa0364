"""Tests share code through ``tests/support`` only, and what that draws and remembers is as Textual has it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.css.styles import RulesMap
from textual.dom import DOMNode
from textual.events import Blur, Focus, Key, Mount, Resize
from textual.geometry import Size
from textual.message_pump import MessagePump
from textual.strip import Strip
from textual.widgets import Input

from reader.paths import Paths
from reader.ui.app import BroadsheetApp
from tests.support.compositing import draw
from tests.support.dispatching import handlers_known
from tests.support.each import each
from tests.support.forked_popen import ForkedPopen
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list

TESTS = Path(__file__).parent
find_handlers = MessagePump._get_dispatch_methods
NAMES = re.compile(r"\btests\.test_|\bfrom +tests +import\b")  # of what may be a test module; syntax trees are slow


def imported_modules(path: Path) -> set[str]:
    """The modules that a file imports, dotted."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_no_file_imports_a_test_module() -> None:
    files = list(TESTS.rglob("*.py"))
    assert len(files) > 100
    for path in files:
        if not NAMES.search(path.read_text(encoding="utf-8")):
            continue
        offenders = {name for name in imported_modules(path) if name.startswith("tests.test_")}
        assert not offenders, f"{path.name} imports {offenders}"


def test_each_tries_all_cases_and_names_each_that_fails_whatever_it_raises() -> None:
    tried = []

    @each("number", [0, 1, 2, 3])
    def test(number: int) -> None:
        tried.append(number)
        assert number != 1
        if number == 2:
            with pytest.raises(ValueError, match="two"):
                int(number)

    with pytest.raises(BaseExceptionGroup, match="2 of 4 cases") as raised:
        test()  # type: ignore[call-arg]  # `each` gives it
    assert tried == [0, 1, 2, 3]
    notes = [error.__notes__ for error in raised.value.exceptions]
    assert notes == [["the case: {'number': 1}"], ["the case: {'number': 2}"]]
    with pytest.raises(AssertionError, match="shows nothing"):
        each("number", [])


def cells(strips: Iterable[Strip]) -> list[list[tuple[str, object]]]:
    """Each character with its style: the pieces of a line may be cut at any place."""
    return [[(character, piece.style) for piece in strip for character in piece.text] for strip in strips]


async def test_the_screen_of_the_tests_is_the_one_that_textual_draws(paths: Paths) -> None:
    feed = [new_entry(number, title="Wörter und 東京都 in der Zeile" * 5) for number in range(20)]
    stock(paths, '[[feeds]]\nurl = "https://paper.example/feed"\n', {"https://paper.example/feed": feed})
    async with reading(paths, size=(101, 30)) as sight:
        await open_list(sight, "All")
        for key in ("j", "question_mark", "escape", "a", "escape", "ctrl+p"):  # also dialogs above a dimmed screen
            await sight.press(key)
            compositor = sight.app.screen._compositor
            assert cells([line.strip for line in draw(compositor)]) == cells(compositor.render_strips()), key


def test_all_that_a_forked_program_writes_is_read() -> None:
    with ForkedPopen([sys.executable, "-c", "print('x' * 300_000)"]) as process:
        assert process.communicate(timeout=60) == (b"x" * 300_000 + b"\n", None)


def looks(node: DOMNode) -> dict[str, RulesMap]:
    """The rules of a node and of its component classes."""
    components = {name: styles.get_rules() for name, styles in node._component_styles.items()}
    return {"": node._css_styles.get_rules(), **components}


async def test_remembered_styles_are_those_that_textual_finds(paths: Paths) -> None:
    async with reading(paths) as sight:
        for key in ("tab", "j", "question_mark", "escape", "a", "escape", "a", "tab", "escape", "ctrl+p"):
            await sight.press(key)
            plain = sight.app.stylesheet.copy()
            plain.parse()
            for node in (sight.app, *sight.app.screen.walk_children(with_self=True)):
                remembered = looks(node)
                plain.apply(node)
                assert looks(node) == remembered, (key, node)


async def test_the_handlers_that_are_known_are_those_that_textual_finds(paths: Paths) -> None:
    messages = (Mount(), Resize(Size(9, 9), Size(9, 9)), Key("j", "j"), Focus(), Blur(), Input.Changed(Input(), "x"))
    async with reading(paths) as sight:
        await sight.press("a")
        for pump in (sight.app, *sight.app.screen.walk_children(with_self=True)):
            for message in messages:
                known = list(handlers_known(pump, message.handler_name, message))
                assert known == list(find_handlers(pump, message.handler_name, message)), (pump, message)


async def test_a_handler_that_a_test_replaces_is_heard_and_the_next_test_has_the_first_one_again(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[Size] = []
    for replaced in (False, True, False):
        with monkeypatch.context() as patched:
            if replaced:
                patched.setattr(BroadsheetApp, "on_resize", lambda _app, event: sizes.append(event.size))
            async with reading(paths, size=(90, 30)):
                assert (Size(90, 30) in sizes) is replaced
        sizes.clear()
