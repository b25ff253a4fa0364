"""The arguments of ``account``, whose actions are commands of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.account import AccountKind
from reader.commands.parser import Parser
from reader.text import sentence
from reader.wording.catalogue import N_, _

Arguments = Callable[[Parser], None]


def account_arguments(parser: Parser, json: Arguments, epilog: Callable[[Sequence[str]], str]) -> None:
    """Adds the actions; without one, the accounts are listed.

    ``json``: adds the options for JSON; ``epilog``: makes the text that shows examples.
    """
    actions = parser.add_subparsers(dest="action", metavar=_("ACTION"), title=_("actions"))
    for name, summary, examples, arguments in _ACTIONS:

        def add(sub: Parser, arguments: Arguments = arguments) -> None:
            arguments(sub)
            json(sub)

        actions.add_parser(
            name, arguments=add, help=_(summary), description=sentence(_(summary)), epilog=epilog(examples)
        )


def _name(parser: Parser) -> None:
    parser.add_argument("name", metavar=_("NAME"), help=_("of the account, as `broadsheet account list` shows it"))


def _secret(parser: Parser) -> None:
    given = parser.add_mutually_exclusive_group()
    given.add_argument(
        "--token-stdin", action="store_true", help=_("read the password or token from stdin instead of asking for it")
    )
    given.add_argument(
        "--password-command", metavar=_("COMMAND"),
        help=_('program that prints the password or token each time, such as "pass show miniflux"'),
    )  # fmt: skip
    parser.add_argument(
        "--secret", dest="place", choices=("keyring", "file"),
        help=_("where to keep the password or token (default: the system's keyring if there is one, else a file)"),
    )  # fmt: skip


def _add(parser: Parser) -> None:
    parser.add_argument("url", metavar=_("URL"), help=_("address of the server"))
    parser.add_argument("--name", metavar=_("NAME"), help=_("name for the account (default: the server's program)"))
    parser.add_argument("--user", metavar=_("NAME"), help=_("user name to sign in with"))
    _secret(parser)
    parser.add_argument(
        "--kind",
        choices=tuple(map(str, AccountKind)),
        help=_("API of the server at exactly this address (default: detected)"),
    )
    parser.add_argument(
        "--certificate", metavar=_("SHA256"), help=_("fingerprint of the only certificate to accept from the server")
    )


def _edit(parser: Parser) -> None:
    _name(parser)
    parser.add_argument("--url", metavar=_("URL"), help=_("new address of the server"))
    parser.add_argument("--user", metavar=_("NAME"), help=_("new user name to sign in with"))
    _secret(parser)
    parser.add_argument(
        "--interval", metavar=_("TIME"), help=_('time between two synchronisations, such as 5m; "" for the default')
    )
    both = parser.add_mutually_exclusive_group()
    both.add_argument(
        "--pause", dest="paused", action="store_true", default=None, help=_("stop synchronising the account")
    )
    both.add_argument(
        "--resume", dest="paused", action="store_false", default=None, help=_("synchronise the account again")
    )


def _remove(parser: Parser) -> None:
    _name(parser)
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def _sync(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar=_("NAME"), help=_("of an account (default: all)"))


def _nothing(_parser: Parser) -> None:
    pass


_ACTIONS: tuple[tuple[str, str, tuple[str, ...], Arguments], ...] = (
    ("add", N_("add an account: asks for the password or token, and synchronises it"),
     ("broadsheet account add https://miniflux.example.org",
      "broadsheet account add rss.example.org --name Home --user ada",
      "broadsheet account add https://miniflux.example.org --password-command 'pass show miniflux'"), _add),
    ("list", N_("list the accounts, when they were synchronised, and what waits"),
     ("broadsheet account list", "broadsheet account list --json"), _nothing),
    ("sync", N_("synchronise an account, or all"),
     ("broadsheet account sync", "broadsheet account sync Home --json"), _sync),
    ("edit", N_("change an account; without options, its password or token"),
     ("broadsheet account edit Home", "broadsheet account edit Home --interval 5m"), _edit),
    ("remove", N_("remove an account from this computer; nothing changes at its server"),
     ("broadsheet account remove Home", "broadsheet account remove Home --yes"), _remove),
)  # fmt: skip
