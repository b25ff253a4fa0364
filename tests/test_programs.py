"""The user's commands and browsers in config.toml, and how values of articles get into their arguments."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import load_config
from reader.problems import Problem
from reader.programs import OF_ONE, Format, Program, browser_program, filled
from reader.wording.problem_messages import error_message
from tests.support.each import each

VALUES = dict.fromkeys(OF_ONE, "")


def load(folder: Path, text: str) -> tuple[tuple[Program, ...], list[tuple[int | None, str | None, Problem]]]:
    """The commands, and line, key and problem of each mistake."""
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    config, mistakes = load_config(path)
    assert all(error_message(mistake) for mistake in mistakes)
    return (*config.commands, *config.browsers), [(one.line, one.key, one.details.code) for one in mistakes]


def test_a_command_is_read_with_everything_it_can_have(tmp_path: Path) -> None:
    text = (
        '[[commands]]\nname = "Kindle"\nrun = ["send", "{title}", "{file}"]\ninput = "json"\nfile = "html"\n'
        'terminal = true\nseconds = 0\n[[commands]]\nname = "less"\nrun = ["/usr/bin/less"]\ninput = "text"\n'
        '[[browsers]]\nname = "w3m"\nrun = ["w3m"]\n'
    )
    assert load(tmp_path, text) == (
        (
            Program("Kindle", ("send", "{title}", "{file}"), Format.JSON, Format.HTML, terminal=True, seconds=0),
            Program("less", ("/usr/bin/less",), Format.TEXT, terminal=True),
            Program("w3m", ("w3m", "{address}"), terminal=True, seconds=0),
        ),
        [],
    )


@pytest.mark.parametrize(
    ("lines", "line", "key", "code"),
    [
        (["run = ['a']"], 2, "name", Problem.KEY_MISSING),
        (["name = 'a'"], 2, "run", Problem.KEY_MISSING),
        (["name = ''", "run = ['a']"], 3, "name", Problem.EMPTY_VALUE),
        (["name = 5", "run = ['a']"], 3, "name", Problem.NOT_A_STRING),
        (["name = 'a'", "run = 'a b'"], 4, "run", Problem.NOT_STRINGS),
        (["name = 'a'", "run = []"], 4, "run", Problem.EMPTY_VALUE),
        (["name = 'a'", "run = ['{title}']"], 4, "run", Problem.UNKNOWN_PLACEHOLDER),
        (["name = 'a'", "run = ['a', '{titel}']"], 4, "run", Problem.UNKNOWN_PLACEHOLDER),
        (["name = 'a'", "run = ['a', '--all={files}']"], 4, "run", Problem.PLACEHOLDER_NOT_ALONE),
        (["name = 'a'", "run = ['a']", "input = 'pdf'"], 5, "input", Problem.NOT_A_CHOICE),
        (["name = 'a'", "run = ['a']", "terminal = 'yes'"], 5, "terminal", Problem.NOT_A_BOOLEAN),
        (["name = 'a'", "run = ['a']", "seconds = -1"], 5, "seconds", Problem.OUT_OF_RANGE),
        (["name = 'a'", "run = ['a']", "shell = true"], 5, "shell", Problem.UNKNOWN_SETTING),
        (["name = 'fine'", "run = ['a']"], 3, "name", Problem.NAME_TAKEN),
    ],
)
def test_a_mistake_is_named_by_its_line_and_the_other_commands_work(
    tmp_path: Path, lines: list[str], line: int, key: str, code: Problem
) -> None:
    fine = '[[commands]]\nname = "{}"\nrun = ["true"]\n'
    text = "\n".join([fine.format("fine") + "[[commands]]", *lines, fine.format("last")])
    programs, mistakes = load(tmp_path, text)
    assert [one.name for one in programs] == ["fine", "last"]
    assert mistakes == [(line + 2, key, code)]


def test_what_is_not_a_table_is_said(tmp_path: Path) -> None:
    assert load(tmp_path, 'theme = "ink"\ncommands = "rm"\n') == ((), [(2, "commands", Problem.NOT_TABLES)])
    assert load(tmp_path, "[browsers]\nname = 'x'\n")[1] == [(1, "browsers", Problem.NOT_TABLES)]
    programs, mistakes = load(tmp_path, "commands = [{ name = 'a', run = ['b'] }, { name = 'c' }]\n")
    assert [one.name for one in programs] == ["a"]
    assert mistakes == [(1, "run", Problem.KEY_MISSING)]


@each(
    ("run", "values", "arguments"),
    [
        (["a", "{title}"], {"title": "$(rm -rf ~); `x` 'y' \"z\" *"}, ["a", "$(rm -rf ~); `x` 'y' \"z\" *"]),
        (["a", "{title}"], {"title": "-o/etc/passwd"}, ["a", " -o/etc/passwd"]),
        (["a", "{title}"], {"title": "+!sh"}, ["a", " +!sh"]),
        (["a", "{title}"], {"title": "@/etc/passwd"}, ["a", " @/etc/passwd"]),
        (["a", "{title}", "--", "{title}"], {"title": "--x"}, ["a", " --x", "--", "--x"]),
        (["a", "--title={title}"], {"title": "-o"}, ["a", "--title=-o"]),
        (["a", "{title}{author}"], {"author": "-o"}, ["a", " -o"]),
        (["a", "{title}"], {"title": "a\x1b[31mb\nc\0d\u202e"}, ["a", "a[31mb cd"]),
        (["a", "{title}"], {}, ["a", ""]),
        (["a", "{{title}} {x y} {title} {}"], {"title": "{author}"}, ["a", "{title} {x y} {author} {}"]),
        (["a", "{files}", "b"], {}, ["a", "/1", " -2", "b"]),
        (["date", "+%u"], {"address": "https://a.example/"}, ["date", "+%u"]),
        (["a", "{title}"], {"title": "«\u00a0Été\u202f!\u00a0»"}, ["a", "« Été ! »"]),
    ],
)
def test_a_value_stays_within_its_argument(run: list[str], values: dict[str, str], arguments: list[str]) -> None:
    program = Program("x", tuple(run))
    assert filled(program, {**VALUES, **values}, {"files": ["/1", "-2"], "addresses": []}) == arguments


@given(st.text(), st.text())
def test_no_value_is_an_option_or_more_than_one_argument(title: str, author: str) -> None:
    program = Program("x", ("x", "{title}", "by {author}"))
    arguments = filled(program, {**VALUES, "title": title, "author": author}, {})
    assert len(arguments) == 3
    assert all(one.isprintable() and not one.startswith("-") for one in arguments)


def test_an_address_comes_last_unless_a_browser_has_a_place_for_it() -> None:
    assert browser_program("x", ["x", "--new"]).run == ("x", "--new", "{address}")
    assert browser_program("x", ["x", "%u", "y"]).run == ("x", "{address}", "y")
    odd = browser_program("x", ["x", "{profile}", "%u"])
    assert filled(odd, {**VALUES, "address": "https://a.example/%20"}, {}) == [
        "x",
        "{profile}",
        "https://a.example/%20",
    ]
    assert browser_program("x", ["/bin/lynx"]).terminal
    assert not browser_program("x", ["firefox"]).terminal
