"""The page on configuration names every setting with its default, every key of a subscription, and is right."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reader.config import COLUMNS, SETTINGS, Config, load_config
from reader.programs import KEYS as KEYS_OF_COMMANDS
from reader.programs import OF_ALL, OF_ONE
from reader.subscriptions import load_subscriptions, read_feeds
from reader.subscriptions.accounts_toml import KEYS as ACCOUNT_KEYS
from reader.subscriptions.accounts_toml import read_accounts
from reader.subscriptions.field_values import KEYS, OLDER_SEARCH_KEYS, SEARCH_KEYS
from reader.ui.commands.key_file import load_keys
from reader.ui.themes import NAMES, load_theme

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
EXAMPLE = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def rows(heading: str) -> dict[str, str]:
    """First and second column of the table below a heading."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return {name: value.strip() for name, value, _ in ROW.findall(section)}


def as_toml(value: object) -> str:
    """A default as written in the file."""
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def test_the_page_lists_every_setting_with_its_default() -> None:
    defaults = {name: f"`{as_toml(getattr(Config(), name))}`" for name in SETTINGS}
    assert rows("`config.toml`") == defaults


def test_the_page_lists_every_key_of_a_subscription() -> None:
    assert list(rows("`feeds.toml`")) == list(KEYS)


def test_the_page_lists_every_key_of_a_saved_search() -> None:
    assert list(rows("Saved searches")) == [key for key in SEARCH_KEYS if key not in OLDER_SEARCH_KEYS]
    assert [key for key in OLDER_SEARCH_KEYS if f"`{key}`" not in PAGE] == []


def test_every_key_of_a_subscription_is_explained_in_the_bundled_list() -> None:
    text = (ROOT / "feeds.toml").read_text(encoding="utf-8")
    explained = re.findall(r"^#   (\w+) = ", text, re.MULTILINE)
    assert KEYS.keys() <= set(explained) <= KEYS.keys() | SEARCH_KEYS.keys()


def examples(*beginnings: str) -> list[str]:
    """The examples of the documents that begin with one of these words."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    found = [text for page in pages for text in EXAMPLE.findall(page.read_text(encoding="utf-8"))]
    return [text for text in found if text.startswith(beginnings)]


def test_every_example_is_of_a_known_kind() -> None:
    assert len(examples("")) == len(
        examples(
            "[[feeds]]",
            "[[searches]]",
            "[[accounts]]",
            "name =",
            "theme =",
            "columns =",
            "preset =",
            "[[commands]]",
            "[[browsers]]",
        )
    )


def test_the_example_of_accounts_can_be_used_and_every_key_is_listed(tmp_path: Path) -> None:
    (text,) = examples("[[accounts]]")
    path = tmp_path / "accounts.toml"
    path.write_text(text, encoding="utf-8")
    found = read_accounts(path)
    assert (len(found.accounts), found.mistakes) == (2, ())
    page = (ROOT / "docs" / "sync.md").read_text(encoding="utf-8")
    assert set(ACCOUNT_KEYS) == set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))


@pytest.mark.parametrize("text", examples("[[feeds]]"))
def test_an_example_of_a_subscription_can_be_used(text: str, tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    found, mistakes = load_subscriptions(path)
    assert len(found) == text.count("[[feeds]]")
    assert not mistakes


def test_the_page_lists_every_key_and_placeholder_of_a_command() -> None:
    assert list(rows("Commands")) == list(KEYS_OF_COMMANDS)
    section = PAGE.partition("\n## Commands\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"`\{(\w+)\}`", section)) >= {*OF_ONE, *OF_ALL}


def test_the_page_lists_every_column() -> None:
    section = PAGE.partition("\n### Columns\n")[2].partition("\n```")[0]
    assert set(re.findall(r"`(\w+)`", section)) - {"columns"} == set(COLUMNS)


@pytest.mark.parametrize("text", examples("[[commands]]", "[[browsers]]"))
def test_an_example_of_programs_can_be_used(text: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    config, mistakes = load_config(tmp_path / "config.toml")
    assert len((*config.commands, *config.browsers)) == text.count("[[")
    assert not mistakes


@pytest.mark.parametrize("text", examples("preset ="))
def test_an_example_of_keys_can_be_used(text: str, tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text(text, encoding="utf-8")
    keys, mistakes = load_keys(tmp_path / "keys.toml")
    assert (len(keys.layers), mistakes) == (2, [])


@pytest.mark.parametrize("text", examples("[[searches]]"))
def test_an_example_of_a_saved_search_can_be_used(text: str, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
    found = read_feeds(tmp_path / "feeds.toml")
    assert len(found.searches) == text.count("[[searches]]")
    assert not found.mistakes


@pytest.mark.parametrize("text", examples("theme =", "columns ="))
def test_an_example_of_settings_can_be_used(text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    config, mistakes = load_config(path)
    assert config != Config()
    assert not mistakes


@pytest.mark.parametrize("text", examples("name ="))
def test_an_example_of_a_theme_can_be_used_and_has_every_colour(text: str, tmp_path: Path) -> None:
    path = tmp_path / "theme.toml"
    path.write_text(text, encoding="utf-8")
    theme, mistakes = load_theme(path)
    assert theme
    assert not mistakes
    assert all(f"{name} = " in text for name in NAMES)
