"""argparse with our wording: errors on one line, no abbreviated options, every message from the catalogue.

argparse takes its messages from a function ``_`` in its own module, bound to the standard library's gettext domain.
It is replaced here, once, by a function that looks up our version of the message (:data:`_MESSAGES`) and translates
it. A test compares the table with the messages in the source of argparse.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from reader.commands import Exit
from reader.commands.console import complain
from reader.wording.catalogue import N_, _

_MESSAGES = {
    "usage: ": N_("usage: "),
    "positional arguments": N_("arguments"),
    "options": N_("options"),
    "show this help message and exit": N_("show this help and exit"),
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "unrecognized arguments: %s": N_("unknown arguments: %s"),
    "the following arguments are required: %s": N_("missing: %s"),
    "one of the arguments %s is required": N_("one of these is required: %s"),
    "not allowed with argument %s": N_("not allowed together with %s"),
    "expected one argument": N_("needs a value"),
    "expected at most one argument": N_("takes at most one value"),
    "expected at least one argument": N_("needs at least one value"),
    "ignored explicit argument %r": N_("takes no value, but got %r"),
    "invalid choice: %(value)r (choose from %(choices)s)": N_("%(value)r is not one of: %(choices)s"),
    "invalid %(type)s value: %(value)r": N_("%(value)r is not a valid value"),
}


def _translated(message: str) -> str:
    return _(_MESSAGES.get(message, message))


vars(argparse)["_"] = _translated


class Parser(argparse.ArgumentParser):
    """A parser whose arguments are added by ``arguments`` when it is first used: most subcommands never are.

    ``check``: returns the mistake in the arguments taken together, if any; it may also complete them.
    Abbreviated options are refused, because a new option could make an old abbreviation ambiguous.
    """

    def __init__(self, arguments: Callable[[argparse.ArgumentParser], None] | None = None, **keywords: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **keywords)
        self._missing_arguments = arguments
        self.check: Callable[[argparse.Namespace], str] | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Overrides argparse's method, to add the arguments, and so that a subcommand refuses unknown ones itself."""
        self._add_arguments()
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(_translated("unrecognized arguments: %s") % " ".join(unknown))
        if self.check and (mistake := self.check(found)):
            self.error(mistake)
        return found, unknown

    def format_help(self) -> str:
        """Overrides argparse's method, to add the arguments."""
        self._add_arguments()
        return super().format_help()

    def _add_arguments(self) -> None:
        arguments, self._missing_arguments = self._missing_arguments, None
        if arguments:
            arguments(self)

    def error(self, message: str) -> NoReturn:
        """Overrides argparse's method, which prints the usage and two lines."""
        complain(_("{problem}; see `{command}`").format(problem=message, command=f"{self.prog} --help"))
        raise SystemExit(Exit.CANNOT)
