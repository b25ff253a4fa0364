"""The command registry: the one source of keys, help, palette, footer, ``broadsheet keys`` and ``docs/keys.md``.

The tables are beside this module, by subject; only the main screen's is loaded at start. Sentences that name a key
ask :func:`key_of` for it.

The keys in use are chosen by :func:`use_keys` at the start of a process; they are the one value here that changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from reader.ui.commands.command import Command, Context
from reader.ui.commands.key_map import KeyMap, Keys
from reader.ui.commands.key_names import sequence_name
from reader.ui.commands.reader_commands import READER_COMMANDS
from reader.wording.catalogue import _

_key_map = KeyMap()


def commands(*contexts: Context) -> list[Command]:
    """The commands of some contexts, in the order of the help."""
    first_table = {Context.READER, Context.EVERYWHERE}
    table = READER_COMMANDS if first_table.issuperset(contexts) else all_commands()
    return [command for command in table if command.context in contexts]


@cache
def all_commands() -> tuple[Command, ...]:
    """Every command, in the order of the help."""
    from reader.ui.commands.dialog_commands import DIALOG_COMMANDS
    from reader.ui.commands.front_page_commands import FRONT_PAGE_COMMANDS
    from reader.ui.commands.health_commands import HEALTH_COMMANDS
    from reader.ui.commands.picture_commands import PICTURE_COMMANDS

    return (*READER_COMMANDS, *FRONT_PAGE_COMMANDS, *HEALTH_COMMANDS, *PICTURE_COMMANDS, *DIALOG_COMMANDS)


def command(command_id: str) -> Command:
    """A command by its id. Raises ``KeyError`` if there is none."""
    return _first_by_id().get(command_id) or _all_by_id()[command_id]


def command_of(line: str) -> Command:
    """The command of a line such as ``entry.label Weltraum``. Raises ``KeyError`` if there is none."""
    return command(line.partition(" ")[0])


def titles_of(lines: Iterable[str]) -> str:
    """What lines do that are run one after another: the titles of their commands, each with its argument."""
    return ", ".join(" ".join([_(command_of(line).title), *line.split(" ")[1:]]) for line in lines)


@cache
def _first_by_id() -> dict[str, Command]:
    return {one.id: one for one in READER_COMMANDS}


@cache
def _all_by_id() -> dict[str, Command]:
    return {one.id: one for one in all_commands()}


# -- keys


def use_keys(keys: KeyMap) -> None:
    """Uses these keys from here on."""
    global _key_map  # noqa: PLW0603 - chosen for the process, as the docstring says
    _key_map = keys


def key_map() -> KeyMap:
    """The keys in use."""
    return _key_map


def keys_of(one: Command) -> list[Keys]:
    """The keys of a command that are in use, the first one being the one to name. Empty: it has none."""
    return _key_map.keys_of(one)


def key_of(command_id: str) -> str:
    """The first key of a command as people read it, for a sentence: ``key_of("entry.browser")`` is "o".

    Of a command without keys, the key of the palette, which finds it.
    """
    found = keys_of(command(command_id)) or keys_of(command("program.palette"))
    return sequence_name(found[0])
