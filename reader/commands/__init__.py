"""The sub-commands: each a function of the user's folders and the parsed options that returns an exit code.

0 is done; 1 is done, but a feed or a page failed or nothing was found, which is said on stderr; 2, wrong use
or cannot run, is what :func:`reader.cli.main` makes of an error that is raised. What a command imports it
imports inside, so that each costs only what it needs.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    PARTLY = 1
    CANNOT = 2
    INTERRUPTED = 130
