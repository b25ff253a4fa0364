"""The table of subcommands, and the arguments of each.

A command's module is imported when it is called, so that ``--version`` and ``list`` start quickly and opening the
reader loads nothing that only fetching needs.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from reader import __version__
from reader.commands.console import Form
from reader.commands.parser import Parser
from reader.errors import InvalidValue
from reader.lazy_dataclass import dataclass
from reader.person import Said
from reader.query.label_name import label_name
from reader.text import sentence
from reader.wording.catalogue import N_, _

_LARGEST_ID = 2**63 - 1
_DESCRIPTION = N_(
    "A news reader for the terminal. Without a command, it opens the reader.\n\n"
    "Exit codes: 0 done; 1 done, but some feeds failed or nothing was found; 2 wrong use, or the command cannot run."
)


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand. ``function``: ``module:name`` below :mod:`reader.commands`; ``summary``: a message to translate."""

    name: str
    function: str
    summary: str
    examples: tuple[str, ...]
    arguments: Callable[[Parser], None]


_LABELLING = ("label", "unlabel")
READER = "open_reader:open_reader"
_OPTIONS = ("--config-dir", "--data-dir", "--theme")


def build_parser(arguments: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line, in the language in use; without commands if ``arguments`` need none."""
    parser = Parser(
        prog="broadsheet", description=_(_DESCRIPTION), epilog=_epilog(("broadsheet", "broadsheet refresh"))
    )
    parser.set_defaults(function=READER, form=Form.TEXT)
    parser.add_argument(
        "--config-dir", type=_folder, metavar=_("DIR"),
        help=_("folder of feeds.toml and config.toml (default: BROADSHEET_CONFIG_DIR, or the system's)"),
    )  # fmt: skip
    parser.add_argument(
        "--data-dir", type=_folder, metavar=_("DIR"),
        help=_("folder of the database and the log (default: BROADSHEET_DATA_DIR, or the system's)"),
    )  # fmt: skip
    parser.add_argument(
        "--theme", metavar=_("NAME"), help=_("open the reader in this theme; `broadsheet themes` lists them")
    )
    parser.add_argument(
        "--version", action="version", version=f"broadsheet {__version__}", help=_("show the version and exit")
    )
    if arguments is not None and _open_the_reader(arguments):
        return parser
    commands = parser.add_subparsers(metavar=_("COMMAND"), title=_("commands"))
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            arguments=command.arguments,
            help=_(command.summary),
            description=sentence(_(command.summary)),
            epilog=_epilog(command.examples),
        )
        sub.set_defaults(function=command.function)
    return parser


def _open_the_reader(arguments: Sequence[str]) -> bool:
    """Whether there is nothing but options with their values. The parsers of the commands would cost a millisecond."""
    left = iter(arguments)
    return all(one.partition("=")[0] in _OPTIONS and ("=" in one or next(left, None)) for one in left)


def _epilog(examples: Sequence[str]) -> str:
    return "\n".join([_("example:"), *(f"  {example}" for example in examples)])


def _json(parser: argparse.ArgumentParser) -> None:
    _forms(parser)


def _forms(parser: argparse.ArgumentParser) -> argparse._MutuallyExclusiveGroup:
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", dest="form", action="store_const", const=Form.JSON, help=_("print one JSON value"))
    forms.add_argument("--jsonl", dest="form", action="store_const", const=Form.LINES, help=_("print JSON lines"))
    parser.set_defaults(form=Form.TEXT)
    return forms


def _folder(value: str) -> Path:
    if not value:
        raise argparse.ArgumentTypeError(_("needs a value"))
    return Path(value)


def _entry_id(value: str) -> int:
    number = _positive(value)
    if number is None:
        raise argparse.ArgumentTypeError(
            _("{value} is not an article number; `broadsheet list` shows them").format(value=repr(value))
        )
    return number


def _limit(value: str) -> int:
    number = _positive(value)
    if number is None:
        raise argparse.ArgumentTypeError(_("{value} is not a number above 0").format(value=repr(value)))
    return number


def _positive(value: str) -> int | None:
    fits = value.isascii() and value.isdecimal() and len(value) < 20
    return int(value) if fits and 1 <= int(value) <= _LARGEST_ID else None


def _feed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar=_("FEED"), help=_("its address or title, as `broadsheet feeds` shows them"))


def _refresh(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("urls", nargs="*", metavar=_("FEED"), help=_("refresh these feeds now, by address or title"))
    parser.add_argument(
        "--force", action="store_true", help=_("refresh all feeds now; with FEED, even one that is gone")
    )
    _json(parser)


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        nargs="*",
        metavar=_("QUERY"),
        help=_("words, fields such as feed:NAME or is:unread; docs/queries.md lists all"),
    )
    parser.add_argument(
        "-n", dest="number", type=_limit, default=50, metavar=_("N"), help=_("list at most N articles (default: 50)")
    )
    parser.add_argument("--unread", action="store_true", help=_("list unread articles only"))
    parser.add_argument("--starred", action="store_true", help=_("list starred articles only"))
    parser.add_argument("--feed", metavar=_("FEED"), help=_("list articles of this feed only, by address or title"))
    parser.add_argument("--folder", metavar=_("FOLDER"), help=_("list articles of this folder and its subfolders only"))
    parser.add_argument(
        "--sort",
        metavar=_("ORDER"),
        choices=("date", "rank", "newest", "oldest", "feed", "feed-oldest", "title", "length", "relevance"),
        help=_("newest (or date), oldest, feed, title, length, relevance (or rank); default: newest"),
    )
    parser.add_argument("--tag", metavar=_("TAG"), help=_("list articles of feeds with this tag only"))
    parser.add_argument("--saved", metavar=_("TITLE"), help=_("start from this saved search"))
    parser.add_argument(
        "--stories", action="store_true", help=_("print one line for each story, its other articles below it")
    )
    _json(parser)


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=_entry_id, metavar=_("ID"), help=_("the number that `broadsheet list` shows"))
    parser.add_argument("--full", action="store_true", help=_("load its web page for the full text and the author"))
    parser.add_argument(
        "--comments", action="store_true", help=_("add the stored comments, to the text or as `comments` to the JSON")
    )
    forms = _forms(parser)
    forms.add_argument(
        "--markdown", dest="form", action="store_const", const=Form.MARKDOWN,
        help=_("print Markdown, with title, author and date as front matter"),
    )  # fmt: skip
    forms.add_argument(
        "--html", dest="form", action="store_const", const=Form.HTML, help=_("print a web page of its own")
    )
    forms.add_argument(
        "--changes", action="store_true", help=_("print its publisher's changes, word by word, newest first")
    )


def _edition(parser: Parser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--date", type=_day, metavar=_("DATE"), help=_("print an earlier edition, such as 2026-11-29"))
    which.add_argument(
        "--late", action="store_true", help=_("make a late edition, from the articles that have arrived since")
    )
    which.add_argument("--list", action="store_true", help=_("list the editions of the last 30 days"))
    parser.add_argument(
        "--number", type=_limit, metavar=_("N"), help=_("with --date: the edition of that day with this number")
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help=_("first load the missing web pages and pictures of its articles"),
    )
    forms = _forms(parser)
    forms.add_argument(
        "--text", dest="form", action="store_const", const=Form.TEXT, help=_("print text in columns (the default)")
    )
    forms.add_argument(
        "--markdown", dest="form", action="store_const", const=Form.MARKDOWN,
        help=_("print Markdown: headlines with the beginnings of the articles"),
    )  # fmt: skip
    forms.add_argument(
        "--html", dest="form", action="store_const", const=Form.HTML,
        help=_("print a web page that contains all articles and their pictures"),
    )  # fmt: skip
    parser.add_argument(
        "--width",
        type=_limit,
        metavar=_("N"),
        help=_("width of the text in columns (default: as wide as the terminal, or 80)"),
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar=_("FILE"), help=_("write to FILE, unless there is nothing new")
    )
    parser.check = _which_edition


def _which_edition(options: argparse.Namespace) -> str:
    """The mistake in options that do not go together."""
    if options.number and not options.date:
        return _("one of these is required: %s") % "--date"
    if options.list and (options.output or options.form in (Form.MARKDOWN, Form.HTML)):
        return _("not allowed together with %s") % "--list"
    return ""


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("{value} is not a date such as 2026-11-29").format(value=repr(value))
        ) from None


def _mark(parser: Parser) -> None:
    parser.add_argument(
        "state", choices=("read", "unread", "star", "unstar", "later", "unlater", *_LABELLING), metavar=_("STATE"),
        help=_("the new state: read, unread, star, unstar, later, unlater, label or unlabel"),
    )  # fmt: skip
    parser.add_argument(
        "words",
        nargs="*",
        default=[],
        metavar=_("ID"),
        help=_("articles by number; before them, the label if that is set"),
    )
    parser.add_argument("--query", metavar=_("QUERY"), help=_("all articles of this query, as in `broadsheet list`"))
    _json(parser)
    parser.check = _which_articles


def _which_articles(options: argparse.Namespace) -> str:
    """Reads the words after the state: a label if the state needs one, and numbers unless there is a query."""
    words, options.label, options.ids = options.words, "", []
    try:
        if options.state in _LABELLING:
            if not words:
                return _("missing: %s") % _("LABEL")
            options.label = label_name(words[0])
            words = words[1:]
        options.ids = [_entry_id(word) for word in words]
    except InvalidValue as error:
        from reader.wording.problem_messages import problem_message

        return problem_message(error.details)
    except argparse.ArgumentTypeError as error:
        return str(error)
    if options.query is None:
        return "" if words else _("one of these is required: %s") % f"{_('ID')} --query"
    return _("not allowed together with %s") % "--query" if words else ""


def _people(parser: Parser) -> None:
    parser.add_argument(
        "action", nargs="?", default="list", choices=("list", *Said), metavar=_("ACTION"),
        help=_("list (the default), follow, unfollow, rename, merge, split, not-a-person or a-person"),
    )  # fmt: skip
    parser.add_argument(
        "names", nargs="*", default=[], metavar=_("NAME"),
        help=_("of a person; then the new name, the other person, or the site of the name to take out"),
    )  # fmt: skip
    parser.add_argument(
        "-n", dest="number", type=_limit, default=50, metavar=_("N"), help=_("list at most N people (default: 50)")
    )
    parser.add_argument("--followed", action="store_true", help=_("only people whom you follow"))
    _json(parser)
    parser.check = _which_people


def _which_people(options: argparse.Namespace) -> str:
    """The mistake in the names after the action."""
    names = options.names
    if options.action == "list":
        return _("unknown arguments: %s") % " ".join(names[1:]) if len(names) > 1 else ""
    wanted = 2 if options.action in (Said.RENAME, Said.MERGE, Said.SPLIT) else 1
    if len(names) > wanted:
        return _("unknown arguments: %s") % " ".join(names[wanted:])
    return _("missing: %s") % _("NAME") if len(names) < wanted else ""


def _undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--redo", action="store_true", help=_("repeat what was undone last"))
    _json(parser)


def _feeds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sort",
        choices=("trouble", "title", "folder", "unread", "total", "rhythm", "read", "latest", "next", "file"),
        default="trouble",
        help=_("order of the feeds (default: trouble; file: as in feeds.toml)"),
    )
    parser.add_argument("--reverse", action="store_true", help=_("reverse the order"))
    _json(parser)


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar=_("URL"), help=_("address of a feed, or of a web page that offers one"))
    parser.add_argument("--list", action="store_true", help=_("show the feeds found without subscribing"))
    parser.add_argument(
        "--account", metavar=_("NAME"), help=_("subscribe at the server of this account (default: refreshed here)")
    )
    parser.add_argument("--folder", metavar=_("FOLDER"), help=_('folder for the feed, such as "World/Europe"'))
    parser.add_argument("--title", metavar=_("TITLE"), help=_("title for the feed (default: the publisher's)"))
    parser.add_argument(
        "--tag", action="append", default=[], metavar=_("TAG"), help=_("tag for the feed; can be repeated")
    )
    _json(parser)


def _edit(parser: argparse.ArgumentParser) -> None:
    _feed(parser)
    parser.add_argument("--title", metavar=_("TITLE"), help=_('new title; "" for the publisher\'s'))
    parser.add_argument("--folder", metavar=_("FOLDER"), help=_('move to this folder; "" for none'))
    parser.add_argument(
        "--tag", action="append", metavar=_("TAG"), help=_('replace its tags; can be repeated; "" for none')
    )
    parser.add_argument("--url", dest="new_url", metavar=_("URL"), help=_("new address; the feed keeps its articles"))
    parser.add_argument(
        "--interval", metavar=_("TIME"), help=_('shortest time between two refreshes, such as 2h; "" for the default')
    )
    parser.add_argument(
        "--keep",
        metavar=_("TIME"),
        help=_('delete the text of read articles after this time, such as 90d; "" for the default'),
    )
    parser.add_argument(
        "--mark-read",
        metavar=_("WHEN"),
        help=_('when an opened article becomes read: open, 5s, end or never; "" for the default'),
    )
    parser.add_argument("--user-agent", metavar=_("NAME"), help=_('User-Agent to send; "" for the default'))
    for field, on, off, help_on, help_off in (
        ("paused", "--pause", "--resume", _("stop refreshing the feed"), _("refresh the feed again")),
        ("hidden", "--hide", "--show", _("keep it out of All and Unread"), _("show it in All and Unread")),
        ("full_text", "--full-text", "--no-full-text",
         _("load the web pages of new articles"), _("load no web pages in advance")),
        ("updated_unread", "--updated-unread", "--no-updated-unread",
         _("mark an article unread when its text changes"), _("leave an article read when its text changes")),
    ):  # fmt: skip
        both = parser.add_mutually_exclusive_group()
        both.add_argument(on, dest=field, action="store_true", default=None, help=help_on)
        both.add_argument(off, dest=field, action="store_false", default=None, help=help_off)
    _json(parser)


def _remove(parser: argparse.ArgumentParser) -> None:
    _feed(parser)
    parser.add_argument("--yes", action="store_true", help=_("do not ask, even if a server deletes the articles"))
    _json(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", metavar=_("FILE"), help=_("a list of feeds, a folder, or a cache.db; - for stdin")
    )
    parser.add_argument(
        "--from", dest="kind", choices=("opml", "newsboat", "newsraft"),
        help=_("format of the list (default: detected); without FILE, use that reader's own"),
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would be added"))
    _json(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=_("file to write (default: stdout)"))


def _base(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base", metavar=_("URL"), help=_("address of the file, to resolve relative links"))


def _parse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar=_("FILE|URL"), help=_("a feed; - for stdin"))
    _base(parser)
    _json(parser)


def _article(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", metavar=_("FILE|URL"), help=_("web pages; - for stdin"))
    _base(parser)
    _json(parser)


def _account(parser: Parser) -> None:
    from reader.commands.account_arguments import account_arguments

    account_arguments(parser, _json, _epilog)


def _config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--write", action="store_true", help=_("write config.toml with every setting explained in comments")
    )
    parser.add_argument("--force", action="store_true", help=_("with --write: add to an existing file without asking"))
    _json(parser)


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--repair", action="store_true", help=_("repair everything that can be repaired without loss"))
    parser.add_argument(
        "--clean", action="store_true", help=_("delete old copies of the database and empty a large log")
    )
    _json(parser)


COMMANDS: tuple[Command, ...] = (
    Command("refresh", "refresh:refresh", N_("get new articles of the feeds that are due"),
            ("broadsheet refresh", "broadsheet refresh --force --json"), _refresh),
    Command("list", "list_show_mark:list_articles", N_("list or search headlines, newest first"),
            ("broadsheet list -n 20 is:unread", "broadsheet list 'climate \"sea level\" newer:2w' --json",
             "broadsheet list --stories newer:1d"), _list),
    Command("show", "list_show_mark:show", N_("show an article with its author, labels, tags and attachments"),
            ("broadsheet show 1234 --full",), _show),
    Command("mark", "list_show_mark:mark",
            N_("mark articles read or unread, star or label them, or keep them for later"),
            ("broadsheet mark read 1234 1235", "broadsheet mark star --query 'solar eclipse'",
             "broadsheet mark label 'to quote' 1234"), _mark),
    Command("edition", "edition:edition", N_("print today's front page, made from the articles since the last one"),
            ("broadsheet edition", "broadsheet edition --full --html -o paper.html",
             "broadsheet edition --late --markdown"), _edition),
    Command("people", "people:people", N_("list authors, follow one, or correct who is who"),
            ("broadsheet people -n 20 --json", "broadsheet people follow 'Ada Example'",
             "broadsheet people merge 'Ada Example' 'A. Example (two.example)'"), _people),
    Command("undo", "undo:undo", N_("undo the last mark or edit of the command line"),
            ("broadsheet undo", "broadsheet undo --redo"), _undo),
    Command("feeds", "feeds:feeds", N_("list subscriptions and their health, problems first"),
            ("broadsheet feeds --sort rhythm", "broadsheet feeds --json"), _feeds),
    Command("add", "add_remove:add", N_("subscribe to a feed, found by its address or a web page"),
            ("broadsheet add www.example.org --list",
             "broadsheet add https://www.example.org/feed.xml --folder World --tag daily"), _add),
    Command("edit", "edit:edit", N_("change a subscription"),
            ("broadsheet edit https://www.example.org/feed.xml --folder World --interval 2h",
             "broadsheet edit https://www.example.org/feed.xml --pause"), _edit),
    Command("remove", "add_remove:remove", N_("unsubscribe from a feed and keep its articles"),
            ("broadsheet remove https://www.example.org/feed.xml",), _remove),
    Command("account", "account:account", N_("add, list, synchronise, change and remove accounts at servers"),
            ("broadsheet account add https://miniflux.example.org", "broadsheet account list",
             "broadsheet account sync --json"), _account),
    Command("import", "import_export:import_", N_("import subscriptions from OPML, newsboat or newsraft"),
            ("broadsheet import feeds.opml --dry-run", "broadsheet import --from newsboat"), _import),
    Command("export", "import_export:export", N_("export subscriptions as OPML"),
            ("broadsheet export feeds.opml",), _export),
    Command("parse", "parse_article:parse", N_("show how a feed is parsed, without storing it"),
            ("broadsheet parse feed.xml --base https://www.example.org/feed.xml --json",), _parse),
    Command("article", "parse_article:article", N_("show the article found in a web page, without storing it"),
            ("broadsheet article https://www.example.org/story.html --json",), _article),
    Command("themes", "themes_keys:themes", N_("list the themes"), ("broadsheet themes",), _json),
    Command("keys", "themes_keys:keys", N_("list the keys of the reader"), ("broadsheet keys",), _json),
    Command("config", "show_config:config", N_("show every setting, or write a commented config.toml"),
            ("broadsheet config", "broadsheet config --write"), _config),
    Command("doctor", "doctor.doctor:doctor", N_("check the installation and your files"),
            ("broadsheet doctor", "broadsheet doctor --repair"), _doctor),
)  # fmt: skip
