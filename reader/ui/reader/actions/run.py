"""Commands that run other commands or go to any list: the finder, the palette, the command line."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from textual.screen import Screen

from reader.problems import ProblemDetails
from reader.stream import Stream
from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.command import Command, Context
from reader.ui.commands.command_line import CommandLine, placed
from reader.ui.commands.registry import commands
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import _

MOST_RECENT = 12  # commands of the palette that are remembered
MOST_LINES = 200  # of the command line's history
_SECRET = re.compile(r"[^\s/@]*:[^\s/@]*@\S|://[^\s/@]+@")  # an address with a user's name or password


def go_to(reader: ReaderContext, stream: Stream | None = None) -> None:
    """Goes to a list, or asks for one, or for a command, with the finder."""
    if stream:
        arrive(reader, stream)
    else:
        ask_where(reader, partial(arrive, reader), commands_too=True)


def ask_where(reader: ReaderContext, go: Callable[[Stream], object], *, commands_too: bool = False) -> None:
    """Calls ``go`` with a list that is found by its name; ``commands_too``: or runs a command."""
    from reader.ui.dialogs.pick import PickDialog
    from reader.ui.reader.finder import first_rows, prepared

    async def found(value: Any) -> None:
        if isinstance(value, CommandLine):
            await run_line(reader, reader.screen, value)
        elif value:
            go(value)

    dialog = PickDialog(
        _("Go to"),
        _("Name of a feed, list or command…") if commands_too else _("Name of a feed or list…"),
        first_rows(reader),
        prepare=partial(prepared, reader, commands_too=commands_too),
        nothing=lambda typed: (
            _("Nothing is called “{words}”").format(words=typed) if typed else _("Type a few letters")
        ),
        accept=_("{key} goes there"),
    )
    reader.screen.app.push_screen(dialog, found)


def arrive(reader: ReaderContext, stream: Stream) -> None:
    """Shows a list and gives it the keys."""
    reader.go_to(stream)
    reader.layout.focus(Pane.LIST)


def palette(reader: ReaderContext) -> None:
    """Finds a command of the main screen and runs it."""
    open_palette(reader, reader.screen, Context.READER)


def open_palette(reader: ReaderContext, screen: Screen[Any], context: Context) -> None:
    """Finds a command that works on a screen, and runs it there."""
    from reader.ui.commands.palette import Palette
    from reader.ui.dialogs.pick import Find, PickDialog

    app = screen.app
    recent = reader.session.now.recent_commands
    here = [one for one in commands(context) if not reader.lacks_article(one.id)]

    def find() -> Find:
        themes = app.available_themes if context is Context.READER else ()
        return Palette(here, recent, themes, plain=app.has_class(ASCII_CLASS)).find

    async def with_all_themes() -> Find:
        await reader.app.all_themes_loaded()
        return find()

    async def chosen(value: CommandLine | str | None) -> None:
        if isinstance(value, CommandLine):
            await run_line(reader, screen, value)
        elif value is not None:
            open_command_line(reader, screen, context, value)

    dialog = PickDialog(
        _("Commands"),
        _("Type what you want to do…"),
        find(),
        prepare=with_all_themes if context is Context.READER and reader.app.loads_themes else None,
        nothing=lambda typed: _("No command for “{words}”").format(words=typed),
        about=True,
        accept=_("{key} runs it"),
        adds=_begun if any(one.argument for one in here) else None,
        add_label=_("{key} adds an argument"),
    )
    app.push_screen(dialog, chosen)


def _begun(line: CommandLine) -> str:
    """A command for the command line, ready for its argument."""
    return f"{line.command.id} {line.typed}"


def command_line(reader: ReaderContext, text: str = "") -> None:
    """Runs a command that is typed. ``text``: its beginning."""
    open_command_line(reader, reader.screen, Context.READER, f"{text} " if text else "")


def open_command_line(reader: ReaderContext, screen: Screen[Any], context: Context, text: str) -> None:
    """Asks for a line with a command that works on a screen, and runs it there."""
    from reader.ui.commands.completion import LineReader
    from reader.ui.dialogs.command_line import CommandLineScreen, Typed
    from reader.ui.reader.arguments import Arguments
    from reader.ui.reader.forecast import forecast

    arguments = Arguments(reader)

    def check(line: CommandLine) -> ProblemDetails | None:
        values = arguments.values(line.command, line.typed)
        return placed(values, line.at) if isinstance(values, ProblemDetails) else None

    def foresee(line: CommandLine) -> tuple[str, Callable[[], Awaitable[str]] | None]:
        values = arguments.values(line.command, line.typed)
        description = _(line.command.description)
        if not isinstance(values, tuple):
            return description, None
        return forecast(reader, line.command.id, values, description)

    async def entered(typed: Typed | None) -> None:
        if typed:
            if not _SECRET.search(typed.text):
                others = (one for one in reader.session.now.typed_commands if one != typed.text)
                reader.session.change(typed_commands=(*others, typed.text)[-MOST_LINES:])
            await run_line(reader, screen, typed.line)

    line_reader = LineReader(commands(context), arguments.complete, plain=screen.app.has_class(ASCII_CLASS))
    history = reader.session.now.typed_commands
    screen.app.push_screen(CommandLineScreen(line_reader, text, history=history, check=check, foresee=foresee), entered)


async def run_line(reader: ReaderContext, screen: Screen[Any], line: CommandLine) -> None:
    """Runs a command on a screen; one that lacks its argument continues on the command line."""
    takes = line.command.takes
    if takes and takes.required and not line.typed:
        open_command_line(reader, screen, line.command.context, f"{line.command.id} ")
        return
    others = (one for one in reader.session.now.recent_commands if one != str(line))
    only_a_number = line.typed and line.command.argument is None
    if not only_a_number and not _SECRET.search(str(line)):
        reader.session.change(recent_commands=(str(line), *others)[:MOST_RECENT])
    await screen.run_action(line.action)


async def arguments_of(reader: ReaderContext, one: Command, typed: str) -> tuple[object, ...] | None:
    """The arguments of a handler for a typed argument; None after showing a mistake in it."""
    from reader.text import sentence
    from reader.ui.reader.arguments import Arguments
    from reader.wording.problem_messages import problem_message

    arguments = Arguments(reader)
    if one.takes:
        await arguments.load(one.takes)
    values = arguments.values(one, typed)
    if isinstance(values, ProblemDetails):
        reader.status.show_message(sentence(problem_message(values)))
        return None
    return values
