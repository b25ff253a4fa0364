"""The Welcome feed: six articles in each language, whose keys and examples are correct."""

from __future__ import annotations

import html
import re
from dataclasses import fields
from pathlib import Path

import pytest

from reader.arrival import ParsedEntry, ParsedFeed
from reader.article.blocks import Block, Code, Heading, ListBlock, Quote, Table
from reader.article.document import build_document
from reader.config import Config, load_config
from reader.parse import parse_feed
from reader.paths import bundled
from reader.subscriptions import load_subscriptions
from reader.text import count_words, plain_text
from reader.ui.commands.key_names import english_sequence_names, key_name
from reader.ui.commands.registry import all_commands, keys_of
from reader.ui.themes import load_theme
from reader.wording.catalogue import LANGUAGES
from tests.support.languages import german_messages
from tests.support.profile import Profile

URL = "broadsheet:welcome"
TITLES = {"en": "Welcome", "de": "Willkommen"}
each_language = pytest.mark.parametrize("language", LANGUAGES)


def welcome(language: str) -> ParsedFeed:
    body = bundled(f"welcome/{language}.xml").read_bytes()
    return parse_feed(body, url=URL, content_type="application/atom+xml; charset=utf-8")


def articles(language: str) -> list[ParsedEntry]:
    return list(welcome(language).entries)


def named_keys(entries: list[ParsedEntry]) -> list[str]:
    """All keys in the articles, in order."""
    return [html.unescape(name) for entry in entries for name in re.findall(r"<kbd>(.*?)</kbd>", entry.content_html)]


def blocks(language: str) -> list[Block]:
    return [block for one in articles(language) for block in build_document(one.content_html, base=None).blocks]


def examples(beginning: str) -> list[str]:
    """The examples of both languages that begin with a text."""
    codes = [block.text for language in LANGUAGES for block in blocks(language) if isinstance(block, Code)]
    return [text for text in codes if text.startswith(beginning)]


@each_language
def test_it_is_a_complete_feed_of_six_articles(language: str) -> None:
    feed = welcome(language)
    assert feed.complete
    assert feed.title == TITLES[language]
    assert len(feed.entries) == 6


@each_language
def test_each_article_has_an_id_an_author_and_a_lead(language: str) -> None:
    for entry in articles(language):
        assert entry.guid
        assert entry.guid.startswith(f"{URL}/")
        assert 0 < len(entry.title) <= 50
        assert [author.name for author in entry.authors] == ["Broadsheet"]
        assert 0 < len(plain_text(entry.summary_html)) <= 200
    assert len({entry.guid for entry in articles(language)}) == 6


def test_the_articles_are_the_same_in_both_languages() -> None:
    english, german = articles("en"), articles("de")
    assert [(one.guid, one.published) for one in english] == [(one.guid, one.published) for one in german]
    assert [type(block) for block in blocks("en")] == [type(block) for block in blocks("de")]
    assert [len(named_keys([one])) for one in english] == [len(named_keys([one])) for one in german]


@each_language
def test_the_first_article_is_the_newest_and_all_are_from_one_week(language: str) -> None:
    dates = [entry.published or 0 for entry in articles(language)]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] - dates[-1] < 7 * 86_400


@each_language
def test_no_article_is_long_or_links_to_the_web(language: str) -> None:
    for entry in articles(language):
        assert 120 <= count_words(plain_text(entry.content_html)) <= 300
        assert not re.search(r"(?:href|src)=", entry.content_html)


@each_language
def test_the_articles_show_every_kind_of_block(language: str) -> None:
    found = blocks(language)
    assert {Heading, ListBlock, Quote, Table, Code} <= {type(block) for block in found}
    assert {bool(block.markers) for block in found if isinstance(block, ListBlock)} == {True, False}


def test_german_articles_have_german_quotation_marks() -> None:
    text = "".join(plain_text(entry.content_html) for entry in articles("de"))
    assert "„" in text
    assert "”" not in text
    assert not re.search(r"\b(?:du|dein\w*|Sie|Ihr\w*)\b", text)


def test_every_key_in_the_articles_is_a_key_of_the_reader() -> None:
    known = {name for command in all_commands() for name in english_sequence_names(keys_of(command))}
    assert named_keys(articles("en"))
    assert set(named_keys(articles("en"))) <= known


def test_the_german_articles_name_the_same_keys_in_german() -> None:
    keys = [key for command in all_commands() for key in command.keys]
    english = [key_name(key) for key in keys]
    with german_messages():
        german = dict(zip(english, map(key_name, keys), strict=True))
    for one, other in zip(articles("en"), articles("de"), strict=True):
        assert {german[key] for key in named_keys([one])} == set(named_keys([other]))


def test_the_first_two_articles_name_the_keys_that_reading_needs() -> None:
    assert set(named_keys(articles("en")[:2])) >= {"Space", "n", "Enter", "Esc", "m", "s", "u", "/", "A", "o", "?"}


@pytest.mark.parametrize("text", examples("[[feeds]]"))
def test_the_example_of_a_subscription_works(text: str, tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    found, mistakes = load_subscriptions(path)
    assert len(found) == 1
    assert not mistakes


@pytest.mark.parametrize("text", examples("language ="))
def test_the_example_of_settings_works(text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    config, mistakes = load_config(path)
    assert not mistakes
    assert sum(getattr(config, field.name) != getattr(Config(), field.name) for field in fields(Config)) == 4


@pytest.mark.parametrize("text", examples("name ="))
def test_the_example_of_a_theme_works(text: str, tmp_path: Path) -> None:
    path = tmp_path / "sepia.toml"
    path.write_text(text, encoding="utf-8")
    theme, mistakes = load_theme(path)
    assert theme
    assert not mistakes


def test_there_is_an_example_of_each_file_in_each_language() -> None:
    for beginning in ("[[feeds]]", "language =", "name ="):
        assert len(examples(beginning)) == len(LANGUAGES)


@pytest.mark.parametrize(("setting", "locale", "title"), [("", "de_AT.UTF-8", "Willkommen"), ("de", "C", "Willkommen"),
                                                          ("en", "de_DE.UTF-8", "Welcome")])  # fmt: skip
def test_the_setting_or_else_the_locale_chooses_the_language(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, setting: str, locale: str, title: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    profile.config = Config(language=setting)
    profile.subscribe(URL)
    profile.refresh()
    assert profile.titles()[0].startswith(title)
