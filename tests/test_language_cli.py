"""The command line in another language: a pseudo-translation in brackets shows that no English escapes the catalogue."""

from __future__ import annotations

import argparse
import gettext
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.commands import parser as parser_module
from reader.commands.arguments import COMMANDS
from reader.commands.doctor import installation
from reader.paths import bundled
from reader.wording.catalogue import use_language
from tests.newspaper import Newspaper
from tests.support.command import Command
from tests.support.stocking import new_entry, stocked

URL = "https://one.example/feed"
# Words that are the same in every language: names, codes, values of options, and text from feeds and files.
UNTRANSLATED = re.compile(
    r"broadsheet: |https?://\S+|[\w.-]*/[\w./-]+|`[^`]*`|\b(?:OPML|RSS|Atom|JSON|MB|kB|UTF-8|Broadsheet|Python|SQLite|"
    r"feeds\.toml|config\.toml|refresh\.lock|"
    + "|".join(path.stem for path in bundled("themes").glob("*.toml"))
    + r")\b"
)
DATA = (URL, "Feed 1", "The Harbour Post", "eaten", "nonsense", "nothing", "TERM")
ARGUMENTS = {"unstar", "unread", "star", "read", "date", "rank", "url", "tags"}
COMMAND_NAMES = "|".join(["broadsheet", *(command.name for command in COMMANDS), "sync"])
USAGE_WORDS = re.compile(rf"--?[\w-]+|\{{[\w,-]+\}}|\b(?:{COMMAND_NAMES})\b")


class Brackets(gettext.NullTranslations):
    """Every message in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"


@pytest.fixture
def bracketed(broadsheet: Command, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """A command whose language is German, with brackets in place of the translation."""
    monkeypatch.setattr(gettext, "translation", lambda *_arguments, **_keywords: Brackets())
    broadsheet.subscribe(URL)
    broadsheet.paths.config.write_text('language = "de"\n')
    entries = [new_entry(n, title=f"№ {n}", html="<p>1 2 3</p>") for n in range(1, 4)]
    stocked(broadsheet.paths.database, {URL: entries}).close()
    yield broadsheet
    use_language("en")


def english(text: str, *data: str) -> list[str]:
    """The words outside of brackets that are neither data nor the same in every language."""
    while "⟦" in (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) and shorter != text:
        text = shorter
    for word in sorted(data, key=len, reverse=True):
        shorter = shorter.replace(word, " ")
    return re.findall(r"[A-Za-z]{3,}", UNTRANSLATED.sub(" ", shorter))


ACTIONS = [f"account {action}" for action in ("add", "list", "sync", "edit", "remove")]


@pytest.mark.parametrize("name", ["", *(command.name for command in COMMANDS), *ACTIONS])
def test_the_whole_help_is_translated(bracketed: Command, name: str) -> None:
    shown = bracketed(*name.split(), "--help")
    assert shown.code == 0
    text = shown.out.partition("⟦example:⟧")[0]
    assert "⟦usage: ⟧" in text
    assert english(USAGE_WORDS.sub(" ", text)) == []


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["nonsense"], ["--nonsense"], ["list", "-n", "x"], ["list", "-n"], ["show"], ["show", "x"], ["mark", "read"],
        ["mark", "eaten", "1"], ["mark", "read", "1", "--query", "x"], ["list", "--sort", "rank"], ["list", "--json=1"],
        ["list", "--feed", "x"], ["list", "--folder", "x"], ["list", "--tag", "x"], ["list", "--saved", "x"],
        ["list", "№"], ["list", "nothing"], ["list"], ["show", "9"], ["show", "1"], ["mark", "read", "1", "9"],
        ["mark", "star", "1"], ["mark", "unstar", "1"], ["mark", "unread", "1"], ["mark", "read", "--query", "nothing"],
        ["feeds"], ["refresh"], ["refresh", "x"], ["themes"], ["import"], ["import", "--from", "opml"], ["remove", "x"],
        ["edit", "x"], ["edit", "x", "--pause"], ["edit", URL, "--pause"], ["edit", URL, "--url", URL],
        ["account"], ["account", "list"], ["account", "sync"], ["account", "sync", "x"], ["account", "remove", "x"],
        ["account", "add", "ftp://1"], ["account", "add", "http://127.0.0.1:1"], ["account", "nonsense"], ["account", "add"],
        ["account", "add", URL, "--name", "/"], ["account", "add", URL, "--certificate", "1"],
        ["parse", "ftp://x.example/"], ["article", "x.html", "--base", "x"], ["remove", URL], ["doctor"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_message_is_translated(bracketed: Command, arguments: list[str]) -> None:
    assert untranslated(bracketed, *arguments) == []


def untranslated(command: Command, *arguments: str) -> list[str]:
    """The lines of a command that have English outside of brackets."""
    done = command(*arguments)
    names = {command.name for command in COMMANDS} | ARGUMENTS
    data = [*DATA, str(command.paths.data_dir), *installation._LIBRARIES]
    lines = (*done.out.splitlines(), *done.err.splitlines())
    return [line for line in lines if not names.issuperset(english(line, *data))]


def test_every_message_about_trouble_is_translated(bracketed: Command, newspaper: Newspaper, tmp_path: Path) -> None:
    refused, paths = "http://127.0.0.1:1/", bracketed.paths
    page, opml = tmp_path / "1.html", tmp_path / "1.opml"
    page.write_text("<html><body>1")
    opml.write_text(f'<opml><body><outline text="1" xmlUrl="{URL}/2"/><outline text="2" xmlUrl="ftp://1"/>')
    for arguments in (
        ["add", refused], ["add", refused, "--list"], ["add", newspaper.url("/en/"), "--list"], ["add", "1"],
        ["parse", str(page)], ["article", str(page)], ["parse", str(tmp_path)], ["import", str(page)],
        ["import", str(opml), "--dry-run"], ["import", str(opml)], ["refresh"], ["feeds"], ["show", "1", "--full"],
        ["export", str(page)], ["edit", URL, "--interval", "1s"], ["edit", URL, "--mark-read", "1"],
    ):  # fmt: skip
        lines = untranslated(bracketed, *arguments)
        assert [line for line in lines if not line.startswith("      ")] == []  # these are headlines
    paths.feeds.write_text('[[feeds]]\nurl = "1"\ntags = 1\nx = 1\n[[feeds\n')
    for copy in ("damaged-1", "before-2", "before-2.part"):
        paths.database.with_name(f"{paths.database.name}.{copy}").write_bytes(b"1")
        os.utime(paths.database.with_name(f"{paths.database.name}.{copy}"), (1, 1))
    paths.database.write_bytes(b"not a database" * 500)
    for arguments in (["doctor"], ["doctor", "--clean"], ["list"], ["doctor", "--repair"]):
        assert untranslated(bracketed, *arguments) == []


def test_the_language_changes_dates_and_numbers_but_not_json(bracketed: Command) -> None:
    assert re.search(r"\d\d\.\d\d\.\d{4} \d\d:\d\d", bracketed("list").out)
    shown = bracketed("list", "--json")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", shown.json[0]["published"])
    assert "⟦" not in shown.out + bracketed("feeds", "--json").out
    checks = bracketed("doctor", "--json").json["checks"]
    assert "⟦" not in "".join(check["check"] + check["state"] for check in checks)
    assert "database" in {check["check"] for check in checks}


def test_the_help_is_shown_with_a_broken_config(bracketed: Command) -> None:
    bracketed.paths.config.write_text('language = "de\n')
    shown = bracketed("list", "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("usage: broadsheet list")


def test_the_locale_decides_unless_the_config_does(bracketed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    bracketed.paths.config.write_text("")
    assert bracketed("--help").out.startswith("⟦usage: ⟧")
    bracketed.paths.config.write_text('language = "en"\n')
    assert bracketed("--help").out.startswith("usage: ")


def test_every_message_of_argparse_that_a_user_can_see_is_in_the_catalogue() -> None:
    """The messages of this Python's argparse, without those about mistakes in our own calls."""
    source = inspect.getsource(argparse)
    found = {match[2] for match in re.finditer(r"\b_\(\s*(['\"])(.*?)\1\s*\)", source)}
    programming = re.compile(
        r"conflict|mutually exclusive|'required' is an invalid|invalid option string|dest= is required|not callable|"
        r"cannot have multiple|cannot merge|unknown parser|mode %r|can't open|ambiguous option|unexpected option|"
        r"%\(prog\)s|unable to|deprecated|__call__"
    )
    missing = {message for message in found if not programming.search(message)} - set(parser_module._MESSAGES)
    assert missing == set()
    assert len(found) > 15
