"""What can stand after ``broadsheet``: the tree of sub-commands, which is one table.

A sub-command is named by where it stands and is imported when it is called, so that ``--version`` and ``list``
start quickly and opening the reader brings nothing along that only fetching needs.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from reader import __version__
from reader.commands.console import Form
from reader.errors import UsageError
from reader.text import sentence

_LARGEST_ID = 2**63 - 1
_DESCRIPTION = """\
A news reader for the terminal. Without a command it opens the reader.

Exit codes: 0 done; 1 done, but some feeds failed or nothing was found; 2 wrong use, or cannot run."""


class _Parser(argparse.ArgumentParser):
    """Complains in one line, and takes no abbreviated options, which would bind us to their absence.

    ``arguments`` adds what it understands when it is first used: most of a tree never is.
    """

    def __init__(self, arguments: Callable[[_Parser], None] | None = None, **keywords: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **keywords)
        self._lacking = arguments

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        self._fill()
        return super().parse_known_args(args, namespace)

    def format_help(self) -> str:
        self._fill()
        return super().format_help()

    def _fill(self) -> None:
        arguments, self._lacking = self._lacking, None
        if arguments:
            arguments(self)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see `{self.prog} --help`")


@dataclass(frozen=True, slots=True)
class Command:
    """A sub-command. ``function``: ``module:name`` below :mod:`reader.commands`."""

    name: str
    function: str
    help: str
    examples: tuple[str, ...]
    arguments: Callable[[argparse.ArgumentParser], None]


READER = "open_reader:read"


def build_parser() -> argparse.ArgumentParser:
    """The parser of everything that can stand after ``broadsheet``."""
    parser = _Parser(prog="broadsheet", description=_DESCRIPTION, epilog=_epilog(("broadsheet", "broadsheet refresh")))
    parser.set_defaults(function=READER, form=Form.TEXT)
    parser.add_argument(
        "--config-dir", type=Path, metavar="DIR", help="settings and feeds.toml (BROADSHEET_CONFIG_DIR)"
    )
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="the database and the log (BROADSHEET_DATA_DIR)")
    parser.add_argument("--theme", metavar="NAME", help="wear this theme; `broadsheet themes` lists them")
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            arguments=command.arguments,
            help=command.help,
            description=sentence(command.help),
            epilog=_epilog(command.examples),
        )
        sub.set_defaults(function=command.function)
    return parser


def _epilog(examples: Sequence[str]) -> str:
    return "example:\n" + "\n".join(f"  {example}" for example in examples)


def _data(parser: argparse.ArgumentParser) -> None:
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", dest="form", action="store_const", const=Form.JSON, help="print one JSON value")
    forms.add_argument("--jsonl", dest="form", action="store_const", const=Form.LINES, help="print JSON lines")
    parser.set_defaults(form=Form.TEXT)


def _entry_id(value: str) -> int:
    number = _number(value)
    if number is None:
        raise argparse.ArgumentTypeError(f"{value!r} is no article's number; `broadsheet list` shows them")
    return number


def _amount(value: str) -> int:
    number = _number(value)
    if number is None:
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 1")
    return number


def _number(value: str) -> int | None:
    fits = value.isascii() and value.isdecimal() and len(value) < 20
    return int(value) if fits and 1 <= int(value) <= _LARGEST_ID else None


def _refresh(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("urls", nargs="*", metavar="URL", help="poll these subscriptions, due or not")
    parser.add_argument("--force", action="store_true", help="poll all, due or not; with URL, even one that is gone")
    _data(parser)


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help="words that title, author or text must hold")
    parser.add_argument("-n", dest="number", type=_amount, default=50, metavar="N", help="how many (default: 50)")
    parser.add_argument("--unread", action="store_true", help="only what is unread")
    parser.add_argument("--starred", action="store_true", help="only what is starred")
    parser.add_argument("--feed", metavar="URL", help="only of this feed")
    parser.add_argument("--folder", metavar="F", help="only of this folder and those in it")
    parser.add_argument(
        "--sort", choices=("date", "rank"), default="date", help="newest first, or best first (default: date)"
    )
    parser.add_argument("--tag", metavar="T", help="only of feeds with this tag")
    parser.add_argument("--saved", metavar="TITLE", help="what this saved search holds")
    _data(parser)


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=_entry_id, metavar="ID", help="the number that `broadsheet list` shows")
    parser.add_argument("--full", action="store_true", help="fetch its page, for the full text and the author")
    _data(parser)


def _mark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("state", choices=("read", "unread", "star", "unstar"), help="what they shall be")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("ids", nargs="*", type=_entry_id, default=[], metavar="ID", help="articles by number")
    which.add_argument("--query", metavar="Q", help="all articles that hold these words")
    _data(parser)


def _feeds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sort",
        choices=("trouble", "title", "folder", "unread", "total", "rhythm", "read", "latest", "next", "file"),
        default="trouble",
        help="by what (default: trouble; file: as in feeds.toml)",
    )
    parser.add_argument("--reverse", action="store_true", help="the other way round")
    _data(parser)


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="the address of a feed, or of a page that has one")
    parser.add_argument("--list", action="store_true", help="only show which feeds there are")
    parser.add_argument("--folder", metavar="F", help='where it stands in the tree, such as "World/Europe"')
    parser.add_argument("--title", metavar="T", help="what to call it (default: its own title)")
    parser.add_argument("--tag", action="append", default=[], metavar="T", help="a word of your own; can be repeated")
    _data(parser)


def _edit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="as `broadsheet feeds` shows it")
    parser.add_argument("--title", metavar="T", help='what to call it; "" for its own title')
    parser.add_argument("--folder", metavar="F", help='where it stands in the tree; "" for the top')
    parser.add_argument(
        "--tag", action="append", metavar="T", help='its tags from now on; can be repeated; "" for none'
    )
    parser.add_argument("--url", dest="new_url", metavar="URL", help="its new address; its articles come along")
    parser.add_argument("--interval", metavar="TIME", help='never poll it more often, such as 2h; "" for the settings')
    parser.add_argument("--keep", metavar="TIME", help='drop old texts after this, such as 90d; "" for the settings')
    parser.add_argument("--mark-read", metavar="WHEN", help='open or never; "" for the settings')
    parser.add_argument("--user-agent", metavar="NAME", help='the name to ask with; "" for our own')
    for field, on, off, words in (
        ("paused", "--pause", "--resume", "do not poll it for a while"),
        ("hidden", "--hide", "--show", "only in its own list and those of its tags"),
        ("full_text", "--full-text", "--no-full-text", "get its articles' pages ahead"),
        ("updated_unread", "--updated-unread", "--no-updated-unread", "an edited article is unread again"),
    ):
        both = parser.add_mutually_exclusive_group()
        both.add_argument(on, dest=field, action="store_true", default=None, help=words)
        both.add_argument(off, dest=field, action="store_false", default=None, help="no longer")
    _data(parser)


def _remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="as `broadsheet feeds` shows it")
    _data(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="a list, a folder or a cache.db; - is stdin")
    kinds = ("opml", "newsboat", "newsraft")
    parser.add_argument("--from", dest="kind", choices=kinds, help="its kind (default: guessed); without FILE, its own")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be added")
    _data(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="where to write (default: stdout)")


def _parse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FILE|URL", help="a feed; - is stdin")
    parser.add_argument("--base", metavar="URL", help="where a file comes from; its relative links start there")
    _data(parser)


def _article(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", metavar="FILE|URL", help="web pages; - is stdin")
    parser.add_argument("--base", metavar="URL", help="where a file comes from; its relative links start there")
    _data(parser)


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help="set right what can be without losing anything")
    parser.add_argument("--clean", action="store_true", help="remove copies of earlier and of damaged databases")
    _data(parser)


COMMANDS: tuple[Command, ...] = (
    Command("refresh", "refresh_feeds:refresh", "poll the feeds that are due, or these",
            ("broadsheet refresh", "broadsheet refresh --force --json"), _refresh),
    Command("list", "articles:list_entries", "list headlines, newest first",
            ("broadsheet list -n 20 --unread", 'broadsheet list climate "sea level" --json'), _list),
    Command("show", "articles:show", "show one article with its author, tags and attachments",
            ("broadsheet show 1234 --full",), _show),
    Command("mark", "articles:mark", "mark articles read or unread, or star them",
            ("broadsheet mark read 1234 1235", "broadsheet mark star --query 'solar eclipse'"), _mark),
    Command("feeds", "feeds:feeds", "list the subscriptions and how they fare, ailing ones first",
            ("broadsheet feeds --sort rhythm", "broadsheet feeds --json"), _feeds),
    Command("add", "add_remove:add", "subscribe to a feed, or to that of a page",
            ("broadsheet add www.example.org --list",
             "broadsheet add https://www.example.org/feed.xml --folder World --tag daily"), _add),
    Command("edit", "edit_feed:edit", "change a subscription",
            ("broadsheet edit https://www.example.org/feed.xml --folder World --interval 2h",
             "broadsheet edit https://www.example.org/feed.xml --pause"), _edit),
    Command("remove", "add_remove:remove", "unsubscribe; what arrived is kept",
            ("broadsheet remove https://www.example.org/feed.xml",), _remove),
    Command("import", "import_export:import_", "add what another reader has: OPML, newsboat, newsraft",
            ("broadsheet import feeds.opml --dry-run", "broadsheet import --from newsboat"), _import),
    Command("export", "import_export:export", "write the subscriptions as OPML 2.0",
            ("broadsheet export feeds.opml",), _export),
    Command("parse", "parse_article:parse", "show what the reader makes of a feed",
            ("broadsheet parse feed.xml --base https://www.example.org/feed.xml --json",), _parse),
    Command("article", "parse_article:article", "show what the reader makes of a web page",
            ("broadsheet article https://www.example.org/story.html --json",), _article),
    Command("themes", "themes_keys:themes", "list the themes", ("broadsheet themes",), _data),
    Command("keys", "themes_keys:keys", "list the keys of the reader", ("broadsheet keys",), _data),
    Command("doctor", "doctor.doctor:doctor", "check that this installation is sound",
            ("broadsheet doctor", "broadsheet doctor --repair"), _doctor),
)  # fmt: skip
