"""The tables of ``docs/keys.md``, made from the command registry. ``python -m tests.support.keys_page`` writes them."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from reader.ui.commands.command import Command
from reader.ui.commands.key_names import english_sequence_names
from reader.ui.commands.registry import all_commands, keys_of

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"
TABLES = re.compile(r"(?<=<!-- keys -->\n).*(?=<!-- end of keys -->)", re.DOTALL)


def tables() -> str:
    """Markdown with one table per group of commands."""
    groups = groupby(all_commands(), key=lambda command: command.group)
    return "".join(_table(group, list(members)) for group, members in groups) + "\n"


def _table(group: str, members: list[Command]) -> str:
    head = [f"## {group}", "", "| Key | What it does | Command |", "| --- | --- | --- |"]
    return "\n".join(["", *head, *map(_row, members), ""])


def _row(command: Command) -> str:
    keys = " ".join(f"<kbd>{_escaped(key)}</kbd>" for key in english_sequence_names(keys_of(command)))
    return f"| {keys} | {_escaped(command.description)} | `{command.id}{_argument(command)}` |"


def _argument(command: Command) -> str:
    if command.argument is None:
        return ""
    return f" <{command.argument.kind}>" if command.argument.required else f" [{command.argument.kind}]"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(TABLES.sub(lambda _: tables(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
