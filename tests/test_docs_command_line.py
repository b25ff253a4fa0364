"""The documents and the Welcome feed describe the command line correctly.

``python -m tests.test_docs_command_line`` updates the table of problem codes.
"""

from __future__ import annotations

import argparse
import html
import re
import shlex
from dataclasses import asdict
from pathlib import Path

from reader.account import Account, AccountKind, AccountState, EditKind, RemoteEdit
from reader.arrival import ParsedEntry, ParsedFeed
from reader.commands.account import account_object
from reader.commands.add_remove import feed_found_object
from reader.commands.arguments import COMMANDS, build_parser
from reader.commands.doctor.finding import Check, Finding, State
from reader.commands.import_export import import_object
from reader.commands.json_output import (
    error_fields,
    feed_object,
    health_object,
    page_object,
    parsed_entry_object,
    parsed_feed_object,
)
from reader.commands.sync_output import sync_object
from reader.feed_health import FeedRecord, judge
from reader.library.importing import Preview
from reader.model import Feed, Page
from reader.paths import bundled
from reader.problems import Problem, problem
from reader.refresh.worker.protocol import FeedFound, Finished, SyncDone
from reader.subscriptions.list_locations import ListFormat
from reader.wording import problem_messages
from tests.support.each import each

ROOT = Path(__file__).parents[1]
PATH = ROOT / "docs" / "command-line.md"
PAGE = PATH.read_text(encoding="utf-8")
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROBLEMS = re.compile(r"(?<=<!-- problems -->\n).*(?=<!-- end of problems -->)", re.DOTALL)
WELCOME_CODE = re.compile(r"<pre><code>(.*?)</code></pre>", re.DOTALL)


def documented() -> list[str]:
    """Every line of the documents and the Welcome feed that calls ``broadsheet``."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    shown = [block for page in pages for block in SHELL.findall(page.read_text(encoding="utf-8"))]
    for page in sorted(bundled("welcome").glob("*.xml")):
        shown += map(html.unescape, WELCOME_CODE.findall(page.read_text(encoding="utf-8")))
    lines = [line.strip() for block in shown for line in block.splitlines()]
    return sorted({line for line in lines if re.match(r"broadsheet\b", line)})


def section(heading: str) -> str:
    """The text below a second-level heading."""
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def fields_below(heading: str) -> list[str]:
    """The first column of the table below a heading."""
    return re.findall(r"^\| `(\w+)` \|", section(heading), re.MULTILINE)


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """The options of a command except those that all commands have."""
    common = {"-h", "--help", "--json", "--jsonl"}
    return {option for action in parser._actions for option in action.option_strings} - common


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of a subcommand."""
    (commands,) = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    found = commands.choices[name]
    assert isinstance(found, argparse.ArgumentParser)
    found.format_help()  # adds its arguments
    return found


def problem_table() -> str:
    """All problem codes with their messages, as Markdown."""
    rows = [f"| `{code}` | {_message(code)} |" for code in Problem]
    return "\n".join(["", "| Code | Message |", "| --- | --- |", *rows, "", ""])


def _message(code: Problem) -> str:
    """The English template, or the description of the function that makes the message."""
    message = problem_messages._MESSAGES[code]
    text = message if isinstance(message, str) else (message.__doc__ or "").partition("\n")[0]
    return text.replace("|", "\\|").replace("<", "&lt;")


def test_the_table_of_problem_codes_is_complete() -> None:
    assert PROBLEMS.search(PAGE)[0] == problem_table()  # type: ignore[index]


def test_there_are_examples() -> None:
    assert len(documented()) > 20


@each("line", documented())
def test_every_documented_example_is_valid(line: str) -> None:
    options = build_parser().parse_args(shlex.split(line, comments=True)[1:])
    assert options.function


@each("line", [line for command in COMMANDS for line in command.examples])
def test_every_example_of_the_help_is_valid(line: str) -> None:
    assert build_parser().parse_args(shlex.split(line)[1:]).function


@each("name", [command.name for command in COMMANDS])
def test_every_command_is_documented_with_an_example_and_all_options(name: str) -> None:
    text = section(name)
    assert f"broadsheet {name}" in text
    assert not [option for option in options_of(parser_of(name)) if not re.search(rf"{option}(?![\w-])", text)]


def test_every_option_of_the_actions_of_account_is_documented() -> None:
    (actions,) = (a for a in parser_of("account")._actions if isinstance(a, argparse._SubParsersAction))
    for action in actions.choices.values():
        action.format_help()
        assert not [option for option in options_of(action) if not re.search(rf"{option}(?![\w-])", section("account"))]


def test_every_global_option_is_documented() -> None:
    text = section("All commands")
    assert not [option for option in options_of(build_parser()) if option not in text]


def test_the_fields_of_an_entry_are_documented() -> None:
    entry = parsed_entry_object(ParsedEntry(None, None, "Title"), ParsedFeed("Feed"), None)
    assert fields_below("Entry fields") == list(entry)


def test_the_fields_of_a_feed_are_documented() -> None:
    assert fields_below("Feed fields") == list(feed_object(Feed(1, "https://www.example.org/feed.xml", "Example")))


def test_the_fields_of_a_feeds_health_are_documented() -> None:
    feed = Feed(1, "https://www.example.org/feed.xml", "Example")
    more = list(health_object(judge(feed, FeedRecord(()), now=0)))
    assert fields_below("Health fields") == more[len(feed_object(feed)) :]


FOUND = FeedFound(0, "https://www.example.org/feed.xml", "Example", "RSS", 1, ("Headline",))
FINDING = Finding(Check.DATABASE, State.OK, "intact")
REPORT = asdict(Finished(0, 0, 0, 0, 0, 0, 0.0))
ERROR = error_fields(problem(Problem.NO_RESPONSE))
ACCOUNT = Account("Home", AccountKind.MINIFLUX, "https://news.example.org")
EDIT = RemoteEdit(EditKind.RENAME, "https://www.example.org/feed.xml")
ACCOUNT_STATE = AccountState("Home", refused=((EDIT, problem(Problem.NO_RESPONSE)),))
(REFUSED,) = account_object(ACCOUNT, ACCOUNT_STATE)["refused"]


@each(
    ("heading", "fields"),
    [
        ("parse", list(parsed_feed_object(ParsedFeed("Feed"), None))),
        ("article", list(page_object(Page("https://www.example.org/")))),
        ("add", list(feed_found_object(FOUND))),
        ("refresh", [*REPORT, "errors", "accounts", "feed_url", *ERROR]),
        ("account", [*account_object(ACCOUNT, ACCOUNT_STATE), *sync_object(SyncDone("Home")), *REFUSED]),
        ("import", list(import_object(Preview(ListFormat.OPML), None))),
        ("doctor", ["problems", "warnings", "checks", *FINDING.as_object(None)]),
    ],
)
def test_the_json_fields_of_a_command_are_documented(heading: str, fields: list[str]) -> None:
    described = re.findall(r"`(\w+)`", section(heading).partition("`--json`:")[2])
    assert set(fields) <= set(described)


if __name__ == "__main__":
    PATH.write_text(PROBLEMS.sub(lambda _: problem_table(), PAGE), encoding="utf-8")
