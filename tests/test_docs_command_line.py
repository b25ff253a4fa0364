"""What the documents and the Welcome feed say of the command line is so."""

from __future__ import annotations

import argparse
import html
import re
import shlex
from pathlib import Path

import pytest

from reader.arrival import ParsedEntry, ParsedFeed
from reader.commands.arguments import COMMANDS, build_parser
from reader.commands.json_output import feed_object, health_object, page_object, parsed_entry_object, parsed_feed_object
from reader.feed_health import FeedRecord, judge
from reader.model import Feed, Page
from reader.paths import bundled

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
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
    """The page below a heading of the second rank."""
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def fields_below(heading: str) -> list[str]:
    """The first column of the table there."""
    return re.findall(r"^\| `(\w+)` \|", section(heading), re.MULTILINE)


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """The options of a command beside ``--help``, ``--json`` and ``--jsonl``, which all have."""
    common = {"-h", "--help", "--json", "--jsonl"}
    return {option for action in parser._actions for option in action.option_strings} - common


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of a sub-command."""
    (commands,) = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    found = commands.choices[name]
    assert isinstance(found, argparse.ArgumentParser)
    found.format_help()  # what it understands is added when it is first asked
    return found


def test_there_are_examples() -> None:
    assert len(documented()) > 20


@pytest.mark.parametrize("line", documented())
def test_every_example_can_be_understood(line: str) -> None:
    options = build_parser().parse_args(shlex.split(line, comments=True)[1:])
    assert options.function


@pytest.mark.parametrize("line", [line for command in COMMANDS for line in command.examples])
def test_every_example_of_the_help_can_be_understood(line: str) -> None:
    assert build_parser().parse_args(shlex.split(line)[1:]).function


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_has_an_example_and_all_its_options(name: str) -> None:
    text = section(name)
    assert f"broadsheet {name}" in text
    assert not [option for option in options_of(parser_of(name)) if not re.search(rf"{option}(?![\w-])", text)]


def test_every_option_before_a_command_is_there() -> None:
    text = section("For every command")
    assert not [option for option in options_of(build_parser()) if option not in text]


def test_the_json_of_an_entry_has_the_documented_fields() -> None:
    entry = parsed_entry_object(ParsedEntry(None, None, "Title"), ParsedFeed("Feed"), None)
    assert fields_below("What an entry has") == list(entry)


def test_the_json_of_a_feed_has_the_documented_fields() -> None:
    assert fields_below("What a feed has") == list(feed_object(Feed(1, "https://www.example.org/feed.xml", "Example")))


def test_the_json_of_a_feeds_health_has_the_documented_fields() -> None:
    feed = Feed(1, "https://www.example.org/feed.xml", "Example")
    more = list(health_object(judge(feed, FeedRecord(()), now=0)))
    assert fields_below("What feeds adds") == more[len(feed_object(feed)) :]


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("parse", list(parsed_feed_object(ParsedFeed("Feed"), None))),
        ("article", list(page_object(Page("https://www.example.org/")))),
    ],
)
def test_the_json_of_what_is_examined_has_the_documented_fields(heading: str, fields: list[str]) -> None:
    said = section(heading).partition("`--json`:")[2]
    assert re.findall(r"`(\w+)`", said)[: len(fields)] == fields
