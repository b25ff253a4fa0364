"""Every parser on damaged real files: only declared errors are raised, and laws still hold.

`make fuzz` tries some hundred times as many examples.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.article.author_page import read_author_page
from reader.article.document import build_document
from reader.article.extract import extract_page
from reader.article.sanitise import sanitise
from reader.config import load_config
from reader.errors import ConfigError, ParseError
from reader.library.importing import look_at_list
from reader.model import Subscription
from reader.parse import parse_feed
from reader.paths import bundled
from reader.refresh.parsing.parser_process import find_feed_links
from reader.subscriptions import FeedsFile, load_subscriptions
from reader.subscriptions.edit_feeds import add_subscription
from reader.subscriptions.list_locations import ListFormat
from reader.subscriptions.newsboat_urls import read_urls
from reader.subscriptions.newsraft import read_feeds as read_newsraft
from reader.text import clean_text, plain_text
from reader.web.addresses import web_url
from reader.web.dates import parse_date
from reader.web.encoding import decode
from tests.support.feed_markup import assert_sound
from tests.support.fuzzing import examples, feeds, mutated, pages
from tests.support.incremental_law import assert_law
from tests.support.newsboat_urls import URLS

URL = "https://paper.example/feed"
ALL = settings(deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(
    ALL, max_examples=max(ALL.max_examples // 4, examples(25))
)  # for tests that take some ten milliseconds per example
TYPES = st.sampled_from(
    [None, "text/html", "text/xml; charset=iso-8859-1", "x; charset=utf-16", 'a; charset="zlib"', ";;="]
)


@ALL
@given(st.one_of(mutated(feeds()), st.binary(max_size=60)), TYPES)
def test_any_bytes_are_decoded(body: bytes, content_type: str | None) -> None:
    text = decode(body, content_type)
    text.encode("utf-8", "surrogatepass")
    assert not text.startswith("\ufeff")


@FEW
@given(mutated(feeds()), TYPES)
def test_a_feed_is_read_or_refused_with_a_problem(body: bytes, content_type: str | None) -> None:
    with suppress(ParseError):
        assert_sound(parse_feed(body, url=URL, content_type=content_type))


@FEW
@given(mutated(feeds()), st.sets(st.integers(0, 40)))
def test_leaving_out_known_entries_does_not_change_the_others(body: bytes, known: set[int]) -> None:
    assert_law(body, frozenset(known))


@pytest.mark.parametrize("number", range(len(feeds())))
def test_leaving_out_known_entries_of_a_real_feed_does_not_change_the_others(number: int) -> None:
    body = feeds()[number]
    for known in (range(0), range(1), range(100), range(1, 100), range(0, 100, 2), range(1, 100, 3), range(5, 9)):
        assert_law(body, frozenset(known))


DATES = st.lists(
    st.sampled_from(
        [
            "2026", "06", "1", "31", "Mon,", "Montag", "lundi", "Juni", "June", "juin", "enero", "12:30", "12:30:61", "T", "Z",
            "CEST", "BST", "+0200", "-25:00", "GMT+1", "AM", "pm", "/", "-", ".", ":", ",", "20260601", "1718000000", "0000",
            "99999999999999999999", "２０２６", "\u202e", "\x00", "²", "1e5",
        ]
    ),
    max_size=9,
)  # fmt: skip


@ALL
@given(
    st.one_of(
        st.text(max_size=60), st.tuples(DATES, st.sampled_from(["", " ", "-", "T"])).map(lambda p: p[1].join(p[0]))
    )
)
def test_a_date_is_plausible_or_none(raw: str) -> None:
    found = parse_date(raw)
    assert found is None or -2_208_988_800 <= found <= 4_102_444_800 + 400 * 366 * 86_400


@FEW
@given(mutated(pages()))
def test_html_becomes_a_document_and_plain_text(body: bytes) -> None:
    html = body.decode("utf-8", "replace")
    clean = sanitise(html, base=URL)
    assert "<script" not in clean.lower()
    assert "javascript:" not in clean.lower() or "<a" not in clean.lower()
    build_document(html, base=URL)
    assert clean_text(plain_text(html)) == plain_text(html)


@FEW
@given(mutated(pages()), TYPES)
def test_a_page_is_read_or_refused_with_a_problem(body: bytes, content_type: str | None) -> None:
    with suppress(ParseError):
        page = extract_page(body, url=URL, content_type=content_type)
        assert page.title == clean_text(page.title)
    with suppress(ParseError):
        read_author_page(body, url=URL, name="Ada Lovelace", content_type=content_type)


@ALL
@given(
    mutated(pages()),
    TYPES,
    st.sampled_from([URL, "https://www.youtube.com/@x", "https://podcasts.apple.com/de/podcast/id1234"]),
    st.lists(st.text(max_size=200) | st.just('</f>; rel="alternate"; type="application/rss+xml"'), max_size=3),
)
def test_a_page_has_clean_addresses_of_feeds_or_none(
    body: bytes, content_type: str | None, url: str, links: list[str]
) -> None:
    for leads in find_feed_links(body, url=url, content_type=content_type, links=links):
        assert all(web_url(lead.url) == lead.url and lead.title == clean_text(lead.title) for lead in leads)


LISTS = (
    *(file.read_bytes() for file in sorted((Path(__file__).parent / "data" / "opml").iterdir()) if file.is_file()),
    URLS.encode(),
)


@ALL
@given(mutated(LISTS), st.sampled_from([None, *ListFormat]))
def test_a_list_of_another_reader_is_imported_or_refused_with_a_problem(data: bytes, kind: ListFormat | None) -> None:
    with suppress(ParseError):
        preview = look_at_list(data, kind, FeedsFile(()))
        for one in preview.new:
            assert clean_text(one.subscription.url) == one.subscription.url


@ALL
@given(mutated([URLS.encode()]))
def test_lines_of_addresses_raise_nothing(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for incoming in (read_urls(text), read_newsraft(text)):
        for one in incoming.subscriptions:
            assert one.subscription.paused or not one.subscription.command


TOML = (
    bundled("feeds.toml").read_bytes(),
    b"""[[feeds]]
url = "https://a.example/f"  # why
title = "T"
tags = ["a", "b"]
folder = "X/Y"
interval = "2h"

[[searches]]
title = "S"
query = "word"
""",
)
SETTINGS = (
    b'theme = "ink"\nmeasure = 72\nascii = false\nbrowser = ["firefox", "%u"]\ninterval = 3600\n# a word\nlanguage = "de"\n',
)


@ALL
@given(mutated(TOML))
def test_readable_subscriptions_are_read_and_adding_one_loses_none(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feeds.toml"
        path.write_bytes(data)
        before, _ = load_subscriptions(path)
        try:
            add_subscription(path, Subscription("https://new.example/feed"))
        except ConfigError:
            assert path.read_bytes() == data
            return
        after, _ = load_subscriptions(path)
    assert {one.url for one in after} == {one.url for one in before} | {"https://new.example/feed"}


@ALL
@given(mutated(SETTINGS))
def test_readable_settings_are_read(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_bytes(data)
        _, mistakes = load_config(path)
    assert all(str(path) in str(mistake) for mistake in mistakes)
