"""The subcommands. Each is a function ``(paths, options) -> exit code``, listed in :mod:`reader.commands.arguments`.

A command imports what it needs when it runs, so that the quick ones start quickly. An error that it raises becomes
one line on stderr in :func:`reader.cli.main`.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    PARTLY = 1  # done, but a feed or page failed, or nothing was found; stderr has the details
    CANNOT = 2  # wrong use, or the command can't run
    INTERRUPTED = 130
