"""config.toml: wrong values keep their defaults and are named, and a proxy that cannot be read stops all requests."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import LANGUAGES, Config, load_config
from reader.errors import ConfigError
from reader.problems import Problem, problem
from reader.subscriptions import read_feeds
from reader.subscriptions.edit_feeds import change_url, remove_subscription
from reader.wording import catalogue
from reader.wording.problem_messages import config_place, error_message, problem_message


def load(folder: Path, text: str | bytes) -> tuple[Config, list[tuple[int | None, str | None, Problem]]]:
    """The settings, and line, key and problem of each mistake."""
    path = folder / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    config, mistakes = load_config(path)
    return config, [(mistake.line, mistake.key, mistake.details.code) for mistake in mistakes]


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    text = (
        'theme = "paper"\nlanguage = "de"\nascii = true\nmeasure = 60\nmark_read = "never"\ninterval = 900\n'
        'browser = ["w3m", "%u"]\ncontact = "me@example.org"\nfetch_pages = false\nkeep = "90d"\n'
        'allow_programs = true\nproxy = "proxy.example:3128"\nno_proxy = ["intra.example"]\n'
        'next_feed = false\norder = "title"\ncolumns = ["title", "author"]\n'
    )
    config, mistakes = load(tmp_path, text)
    assert mistakes == []
    assert config == Config(
        "paper", "de", True, 60, "never", 900, ("w3m", "%u"), "me@example.org", False, "90d", True,
        "proxy.example:3128", ("intra.example",), False, "title", ("title", "author"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("theme = 5", Problem.NOT_A_STRING),
        ('theme = ""', Problem.EMPTY_VALUE),
        ('language = "fr"', Problem.NOT_A_CHOICE),
        ('ascii = "yes"', Problem.NOT_A_BOOLEAN),
        ('measure = "72"', Problem.NOT_A_WHOLE_NUMBER),
        ("measure = 20", Problem.OUT_OF_RANGE),
        ("interval = 60", Problem.OUT_OF_RANGE),
        ('mark_read = ""', Problem.EMPTY_VALUE),
        ('mark_read = "scroll"', Problem.NOT_A_TIME_OF_READING),
        ('mark_read = "5"', Problem.NOT_A_TIME_OF_READING),
        ('mark_read = "11m"', Problem.NOT_A_TIME_OF_READING),
        ('browser = "firefox"', Problem.NOT_STRINGS),
        ("browser = [1]", Problem.NOT_STRINGS),
        ('order = "relevance"', Problem.NOT_A_CHOICE),
        ('columns = "title"', Problem.NOT_STRINGS),
        ('columns = ["title", "colour"]', Problem.NOT_A_COLUMN),
        ('columns = ["title", "title"]', Problem.NOT_A_COLUMN),
        ('columns = ["time", "feed"]', Problem.NO_TITLE_COLUMN),
        ('keep = "soon"', Problem.NOT_A_DURATION),
        ('keep = "1h"', Problem.OUT_OF_RANGE),
        ("colour = 1", Problem.UNKNOWN_SETTING),
        ("blocked = 1", Problem.UNKNOWN_SETTING),
    ],
)
def test_a_wrong_value_keeps_its_default_and_is_named_with_its_line(tmp_path: Path, line: str, code: Problem) -> None:
    assert load(tmp_path, f"# mine\n{line}\n") == (Config(), [(2, line.partition(" ")[0], code)])


def test_the_languages_are_those_of_the_message_catalogue() -> None:
    assert LANGUAGES == catalogue.LANGUAGES


def test_a_missing_file_is_not_a_mistake(tmp_path: Path) -> None:
    assert load_config(tmp_path / "config.toml") == (Config(), [])


@pytest.mark.parametrize(
    "text",
    [
        'proxy = "socks4://127.0.0.1:9050"',
        'proxy = "htp://proxy.example"',
        'proxy = "http://proxy.example:99999"',
        "proxy = 3128",
        'Proxy = "http://proxy.example"',
        'no_proxy = "intra.example"',
        '[network]\nproxy = "http://proxy.example"',
        '[[servers]]\nproxy = "http://proxy.example"',
        'proxy = "http://proxy.example"\nmeasure = = 3',
        'proxy = "http://proxy.example"\nmeasure = ' + "[" * 5_000,
        b'proxy = "http://proxy.example"\ncontact = "M\xfcller"',
    ],
)
def test_a_proxy_that_cannot_be_read_stops_all_requests(tmp_path: Path, text: str | bytes) -> None:
    config, mistakes = load(tmp_path, text)
    assert mistakes
    assert config.blocked is not None
    assert config.blocked.code is Problem.REQUESTS_BLOCKED


@pytest.mark.parametrize("text", ["measure = = 3", "colour = 1", b'contact = "M\xfcller"'])
def test_a_mistake_in_a_file_without_a_proxy_stops_no_request(tmp_path: Path, text: str | bytes) -> None:
    config, mistakes = load(tmp_path, text)
    assert mistakes
    assert config.blocked is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_stops_all_requests(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("measure = 60\n", encoding="utf-8")
    path.chmod(0)
    config, mistakes = load_config(path)
    assert [mistake.details.code for mistake in mistakes] == [Problem.FILE_UNREADABLE]
    assert config.blocked is not None


def test_a_folder_in_place_of_the_file_stops_all_requests(tmp_path: Path) -> None:
    config, mistakes = load_config(tmp_path)
    assert len(mistakes) == 1
    assert config.blocked is not None


def test_a_blocked_request_names_file_line_and_setting_but_no_password(tmp_path: Path) -> None:
    config, _ = load(tmp_path, 'measure = 60\nproxy = "socks4://me:hidden@proxy.example"\n')
    assert config.measure == 60
    assert config.blocked is not None
    message = problem_message(config.blocked)
    assert message.startswith("no request is sent until this mistake is corrected: ")
    assert "config.toml, line 2: proxy: must be the address of a proxy" in message
    assert "hidden" not in message


@given(st.text(max_size=60))
def test_no_file_with_a_proxy_leaves_requests_without_it(tmp_path_factory: pytest.TempPathFactory, noise: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    for text in (f'{noise}\nproxy = "http://proxy.example"\n', f'proxy = "http://proxy.example"\n{noise}'):
        config, _ = load(folder, text.encode("utf-8", "replace"))
        assert config.blocked or config.proxy == "http://proxy.example"


def test_deep_nesting_of_unknown_tables_does_no_harm(tmp_path: Path) -> None:
    config, mistakes = load(tmp_path, ".".join("a" * 5_000) + ".proxy = 1\n")
    assert len(mistakes) == 1
    assert config.blocked


def test_a_mistake_names_the_system_error_in_words() -> None:
    assert problem_message(problem(Problem.FILE_UNREADABLE, errno=13)) == "cannot be read: permission denied"
    assert problem_message(problem(Problem.FILE_UNREADABLE, errno=131))  # one that has no message of ours


ESCAPES = ["\x1b]52;c;cHduZWQ=\x07", "\x9b31m", "\u202egnp", "line\nforged=1"]


@pytest.mark.parametrize("text", ESCAPES)
def test_no_escape_sequence_in_a_file_reaches_a_message_or_the_log(tmp_path: Path, text: str) -> None:
    key = json.dumps(text)
    (tmp_path / "feeds.toml").write_text(
        f'[[feeds]]\nurl = "https://a.org/"\n{key} = 1\nheaders = {{ {key} = "a" }}\n\n[[searches]]\ntitle = "A"\n'
        f"{key} = 1\n\n[{key}]\n",
        encoding="utf-8",
    )
    (tmp_path / "config.toml").write_text(f"{key} = 1\n", encoding="utf-8")
    mistakes = [*load_config(tmp_path / "config.toml")[1], *read_feeds(tmp_path / "feeds.toml").mistakes]
    assert len(mistakes) == 5
    for mistake in mistakes:
        for shown in (
            error_message(mistake),
            config_place(mistake),
            str(mistake),
            json.dumps(mistake.as_problem().as_json()),
        ):
            assert shown.isprintable()


@pytest.mark.parametrize("value", ["[" * 1_100 + "]" * 1_100, "9" * 4_301])
def test_nested_and_huge_values_are_mistakes(tmp_path: Path, value: str) -> None:
    config, mistakes = load(tmp_path, f"measure = {value}\n")
    assert config == Config()
    assert len(mistakes) == 1
    path = tmp_path / "feeds.toml"
    path.write_text(f'[[feeds]]\nurl = "https://a.org/"\ninterval = {value}\n', encoding="utf-8")
    found = read_feeds(path)
    assert [one.url for one in found.subscriptions] == ["https://a.org/"]
    assert [(one.line, one.key) for one in found.mistakes] == [(3, "interval")]
    with pytest.raises(ConfigError, match="fix-file-first"):
        remove_subscription(path, "https://a.org/")


def test_a_table_with_deeply_nested_values_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    text = f'[[feeds]]\nurl = "https://a.org/"\nmine = {"[" * 900}{"]" * 900}\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError):
        change_url(path, "https://a.org/", "https://b.org/")
    assert path.read_text(encoding="utf-8") == text
