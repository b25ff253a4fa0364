"""The Welcome feed: six articles that say what is so."""

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
from reader.ui.commands.key_table import KEYS, shown_keys
from reader.ui.themes import load_theme

URL = "broadsheet:welcome"


def welcome() -> ParsedFeed:
    return parse_feed(bundled("welcome.xml").read_bytes(), url=URL, content_type="application/atom+xml; charset=utf-8")


def articles() -> list[ParsedEntry]:
    return list(welcome().entries)


def named_keys(entries: list[ParsedEntry]) -> set[str]:
    """What stands as a key in them."""
    return {html.unescape(sign) for entry in entries for sign in re.findall(r"<kbd>(.*?)</kbd>", entry.content_html)}


def codes(beginning: str) -> list[str]:
    """The examples that begin with these words."""
    found = [block.text for entry in articles() for block in build_document(entry.content_html, base=None).blocks
             if isinstance(block, Code)]  # fmt: skip
    return [text for text in found if text.startswith(beginning)]


def test_it_is_a_whole_feed_of_six_articles() -> None:
    feed = welcome()
    assert feed.complete
    assert feed.title == "Welcome"
    assert len(feed.entries) == 6


def test_every_article_is_named_and_signed_and_has_a_lead() -> None:
    for entry in articles():
        assert entry.guid
        assert entry.guid.startswith(f"{URL}/")
        assert 0 < len(entry.title) <= 50
        assert [author.name for author in entry.authors] == ["Broadsheet"]
        assert 0 < len(plain_text(entry.summary_html)) <= 200
    assert len({entry.guid for entry in articles()}) == 6


def test_the_first_article_is_the_newest_and_all_are_of_one_week() -> None:
    dates = [entry.published or 0 for entry in articles()]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] - dates[-1] < 7 * 86_400


def test_no_article_is_long_and_none_leads_to_the_web() -> None:
    for entry in articles():
        assert 120 <= count_words(plain_text(entry.content_html)) <= 300
        assert not re.search(r"(?:href|src)=", entry.content_html)


def test_the_articles_show_what_a_page_can_be() -> None:
    blocks: set[type[Block]] = set()
    ordered: set[bool] = set()
    for entry in articles():
        for block in build_document(entry.content_html, base=None).blocks:
            blocks.add(type(block))
            ordered |= {block.ordered} if isinstance(block, ListBlock) else set()
    assert {Heading, ListBlock, Quote, Table, Code} <= blocks
    assert ordered == {True, False}


def test_every_key_that_is_named_is_a_key() -> None:
    known = {sign for key in KEYS for sign in shown_keys(key).split()}
    named = named_keys(articles())
    assert named
    assert named <= known


def test_the_keys_that_reading_needs_are_in_the_first_two_articles() -> None:
    assert named_keys(articles()[:2]) >= {"Space", "n", "Enter", "Esc", "m", "s", "u", "/", "A", "o", "?"}


@pytest.mark.parametrize("text", codes("[[feeds]]"))
def test_its_subscription_can_be_used(text: str, tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    found, mistakes = load_subscriptions(path)
    assert len(found) == 1
    assert not mistakes


@pytest.mark.parametrize("text", codes("language ="))
def test_its_settings_can_be_used(text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    config, mistakes = load_config(path)
    assert not mistakes
    assert sum(getattr(config, field.name) != getattr(Config(), field.name) for field in fields(Config)) == 4


@pytest.mark.parametrize("text", codes("name ="))
def test_its_theme_can_be_used(text: str, tmp_path: Path) -> None:
    path = tmp_path / "sepia.toml"
    path.write_text(text, encoding="utf-8")
    theme, mistakes = load_theme(path)
    assert theme
    assert not mistakes


def test_it_has_an_example_of_each_file() -> None:
    assert codes("[[feeds]]")
    assert codes("language =")
    assert codes("name =")
