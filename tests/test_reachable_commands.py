"""Every command can be reached by a key, by the palette and by the command line, and does the same by each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from textual.screen import Screen

from reader.paths import Paths
from reader.ui.commands.command import Argument, Command, Context
from reader.ui.commands.command_line import CommandLine
from reader.ui.commands.completion import LineReader
from reader.ui.commands.key_map import KeyMap
from reader.ui.commands.other_names import HABITS, names_of
from reader.ui.commands.palette import Palette
from reader.ui.commands.registry import all_commands, commands
from reader.ui.feed_health.health_screen import HealthScreen
from reader.ui.front_page.front_page_screen import FrontPageScreen
from reader.ui.reader.actions.run import run_line
from reader.ui.reader.pane_sizes import Pane
from reader.ui.reader.screen import ReaderScreen
from reader.ui.widgets.pick_list import PickRow
from reader.wording.catalogue import _, use_language
from tests.support.each import each
from tests.support.screen import reading

SCREENS: dict[Context, type[Screen[Any]]] = {
    Context.READER: ReaderScreen, Context.HEALTH: HealthScreen, Context.FRONT_PAGE: FrontPageScreen,
}  # fmt: skip
WITH_COMMAND_LINE = tuple(SCREENS)
"""The screens that have a palette and a command line. In dialogs, letters are typed into fields or choose from lists, so
their few commands have keys only, which each dialog names at its edge."""

NO_KEY: dict[str, str] = {}
"""By id, why a command has no default key."""

NOT_IN_THE_PALETTE = {"program.palette", "health.palette", "front-page.palette"}
"""It is open."""


async def no_values(_argument: Argument, _typed: str) -> Sequence[PickRow]:
    return ()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("context", WITH_COMMAND_LINE)
def test_the_palette_and_the_command_line_know_every_command_by_its_names(context: Context, language: str) -> None:
    use_language(language)
    try:
        here = commands(context)
        palette, line = Palette(here, ()), LineReader(here, no_values, plain=False)
        offered = [str(row.value) for row in palette.find("")]
        assert sorted(offered) == sorted({one.id for one in here} - NOT_IN_THE_PALETTE)
        for one in here:
            for name in (one.id, one.title, _(one.title)):
                read = line.read(name)
                assert isinstance(read, CommandLine), name
                assert (read.command, read.action) == (one, one.action), name
                if one.id not in NOT_IN_THE_PALETTE:
                    assert one.id in [str(row.value) for row in palette.find(name)[:3]], name
            completed = asyncio.run(line.complete(one.id[:-1]))
            assert one.id in [row.value.strip() for row in completed.rows[:8]]
    finally:
        use_language("en")


@each("one", all_commands(), ids=lambda one: one.id)
def test_every_command_has_a_key_or_a_reason(one: Command) -> None:
    assert bool(KeyMap().keys_of(one)) != (one.id in NO_KEY)


def test_habits_belong_to_commands_and_mean_one_thing_in_each_context() -> None:
    known = {one.id: one for one in all_commands()}
    assert set(HABITS) <= set(known)
    for context in WITH_COMMAND_LINE:
        named = [name for one in commands(context) for name in HABITS.get(one.id, "").split(", ") if name]
        assert len(named) == len(set(named))
        assert all(names_of(commands(context))[name] in known for name in named)


# -- in the reader


@contextmanager
def recorded(ran: list[str]) -> Any:
    """Records the actions of the screens with commands, instead of running them."""

    async def record(self: Screen[Any], action: str, *_: object, **__: object) -> bool:
        ran.append(action)
        return True

    with patch("reader.ui.app.BroadsheetApp.run_action", record), patch.object(Screen, "run_action", record):
        yield


@pytest.mark.parametrize("context", WITH_COMMAND_LINE)
async def test_a_key_and_the_command_line_run_the_same(paths: Paths, context: Context) -> None:
    async with reading(paths) as sight:
        if context is not Context.READER:
            await sight.press("exclamation_mark" if context is Context.HEALTH else "F")
        screen = sight.app.screen
        assert isinstance(screen, SCREENS[context])
        for one in commands(context):
            ran: list[str] = []
            sight.screen.reader.layout.focus(Pane(one.pane or Pane.LIST))
            in_state = patch.object(ReaderScreen, "states", lambda _screen, state=one.keys_need: {state})
            with recorded(ran), in_state:
                await sight.pilot.press(one.keys[0])
                typed = LineReader([one], no_values, plain=True).read(one.id)
                assert isinstance(typed, CommandLine)
                await run_line(sight.screen.reader, screen, typed)
            assert ran == [one.action, one.action], one.id
