"""Reading feeds.toml as people write it: everything that can be understood, and line and key of each mistake."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import ConfigError
from reader.model import SavedSearch, Subscription
from reader.problems import Problem
from reader.subscriptions import ensure_feeds_toml, is_built_in, load_subscriptions, read_feeds
from reader.subscriptions.field_values import interval, interval_in_words

BUNDLED = Path(__file__).parent.parent / "feeds.toml"


def load(tmp_path: Path, text: str | bytes) -> tuple[tuple[Subscription, ...], list[tuple[int | None, str | None]]]:
    path = tmp_path / "feeds.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    found, mistakes = load_subscriptions(path)
    return found, [(mistake.line, mistake.key) for mistake in mistakes]


def test_every_key_of_a_subscription_is_read(tmp_path: Path) -> None:
    text = """
[[feeds]]
url = "https://a.org/feed"
title = "A  \\u001b[31mpaper"
folder = "/World//Europe /"
tags = ["de", " daily ", "de", "a,b"]
full_text = true
interval = "2h"

[[feeds]]
url = "broadsheet:welcome"
"""
    found, mistakes = load(tmp_path, text)
    tags = ("de", "daily", "a", "b")
    assert mistakes == []
    assert found[0] == Subscription("https://a.org/feed", "A paper", "World/Europe", tags, True, 7200)
    assert found[1] == Subscription("broadsheet:welcome")


def test_the_options_of_a_subscription_are_read(tmp_path: Path) -> None:
    text = """
[[feeds]]
url = "https://a.org/feed"
paused = true
hidden = true
mark_read = "never"
updated_unread = true
keep = "90d"
user_agent = " Mozilla/5.0 "
certificate = "SHA256:AB:CD%s"
command = ["~/bin/weather", "", "Berlin; rm"]
[feeds.headers]
X-Key = "secret "
""" % ("0" * 60)
    found, mistakes = load(tmp_path, text)
    assert mistakes == []
    assert found == (
        Subscription(
            "https://a.org/feed",
            paused=True,
            hidden=True,
            mark_read="never",
            updated_unread=True,
            keep=90 * 86_400,
            user_agent="Mozilla/5.0",
            headers=(("X-Key", "secret"),),
            certificate="abcd" + "0" * 60,
            command=("~/bin/weather", "", "Berlin; rm"),
        ),
    )


@pytest.mark.parametrize(
    "line",
    [
        'paused = "yes"',
        'mark_read = "scroll"',
        'mark_read = "0s"',
        "mark_read = [1]",
        'keep = "1h"',
        'keep = "99999d"',
        'user_agent = "a\\nb"',
        'user_agent = "ü"',
        'headers = "X-Key: a"',
        'headers = { "X Key" = "a" }',
        'headers = { "Host" = "b.org" }',
        'headers = { "X-Key" = "a\\r\\nHost: b.org" }',
        'headers = { "X-Key" = 5 }',
        'certificate = "abcd"',
        'certificate = "%s"' % ("g" * 64),
        'command = "rm -rf"',
        "command = []",
        'command = [""]',
        'command = ["a\\u0000b"]',
        "command = [5]",
    ],
)
def test_a_wrong_option_keeps_its_default_and_is_named(tmp_path: Path, line: str) -> None:
    found, mistakes = load(tmp_path, f'[[feeds]]\nurl = "https://a.org/feed"\n{line}\n')
    assert [replace(one, blocked=None) for one in found] == [Subscription("https://a.org/feed")]
    assert mistakes == [(3, line.partition(" ")[0])]


@pytest.mark.parametrize(
    "lines",
    [
        'certificate = "abcd"',
        'headers = { "X-Key" = 5 }',
        'headers = "X-Key: secret"',
        "certificate = ab:cd",
        'headers = { "X-Key" = "secret"',
        'interval = = 2\nheaders = { "X-Key" = "secret", }, }',
        '[feeds.headers]\n"X-Key" = = "secret"',
    ],
)
def test_a_certificate_or_header_that_cannot_be_read_blocks_the_feed(tmp_path: Path, lines: str) -> None:
    other = '[[feeds]]\nurl = "https://b.org/feed"\n'
    found, mistakes = load(tmp_path, f'[[feeds]]\nurl = "https://a.org/feed"\n{lines}\n\n{other}')
    assert mistakes
    assert [one.url for one in found] == ["https://a.org/feed", "https://b.org/feed"]
    assert [one.blocked and one.blocked.code for one in found] == [Problem.REQUESTS_BLOCKED, None]


def test_another_mistake_does_not_block_the_feed(tmp_path: Path) -> None:
    text = '[[feeds]]\nurl = "https://a.org/feed"\nheaders = { "X-Key" = "secret" }\ninterval = = 2\n'
    (found,), mistakes = load(tmp_path, text)
    assert mistakes == [(4, "interval")]
    assert (found.headers, found.blocked) == ((("X-Key", "secret"),), None)


SEARCHES = """
[[searches]]
title = "Ice, this week"
folder = "Mine"
words = 'glacier "sea level"'
headline = "melt*"
author = "Ada"
feeds = ["https://a.org/feed"]
folders = ["/World/"]
tags = ["daily"]
without_tags = "noise, ads"
unread = true
starred = true
within = "7d"

[[feeds]]
url = "https://a.org/feed"

[[searches]]
title = "All that is new"
"""


def test_every_key_of_a_saved_search_is_read(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(SEARCHES, encoding="utf-8")
    found = read_feeds(tmp_path / "feeds.toml")
    assert found.mistakes == ()
    assert found.subscriptions == (Subscription("https://a.org/feed"),)
    assert found.searches == (
        SavedSearch(
            "Ice, this week",
            folder="Mine",
            query='(feed:https://a.org/feed OR folder:World) tag:daily -tag:noise -tag:ads glacier "sea level"'
            " title:melt* author:Ada is:unread is:starred newer:1w",
        ),
        SavedSearch("All that is new"),
    )


def test_mistakes_in_saved_searches_are_named_and_everything_else_is_read(tmp_path: Path) -> None:
    text = """[[searches]]
words = "no title"
[[searches]]
title = ""
[[searches]]
title = "A"
within = "1m"
feeds = ["ftp://a.org"]
folders = "World"
url = "https://a.org/"
[[searches]]
title = "A"
[[feeds]]
url = "https://a.org/"
"""
    (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
    found = read_feeds(tmp_path / "feeds.toml")
    assert (found.subscriptions, found.searches) == ((Subscription("https://a.org/"),), (SavedSearch("A"),))
    assert [(mistake.line, mistake.key) for mistake in found.mistakes] == [
        (1, "title"), (4, "title"), (7, "within"), (8, "feeds"), (9, "folders"), (10, "url"), (11, "title"),
    ]  # fmt: skip
    (tmp_path / "feeds.toml").write_text(text + "title = \n", encoding="utf-8")
    broken = read_feeds(tmp_path / "feeds.toml")
    assert (broken.subscriptions, broken.searches) == (found.subscriptions, found.searches)
    assert (15, "title") in [(mistake.line, mistake.key) for mistake in broken.mistakes]


def test_wrong_keys_are_named_and_everything_else_is_read(tmp_path: Path) -> None:
    text = """# mine
colour = "red"
[[feeds]]
url = "https://a.org/"
full_text = "yes"
interval = "soon"
tags = 5
colour = 1
[[feeds]]
title = "no address"
[[feeds]]
url = "ftp://a.org/"
[[feeds]]
interval = "5m"
url = "https://b.org/"
folder = 3
title = ["x"]
"""
    found, mistakes = load(tmp_path, text)
    assert found == (Subscription("https://a.org/"), Subscription("https://b.org/"))
    assert mistakes == [
        (2, "colour"),
        (5, "full_text"),
        (6, "interval"),
        (7, "tags"),
        (8, "colour"),
        (9, "url"),
        (12, "url"),
        (14, "interval"),
        (16, "folder"),
        (17, "title"),
    ]


def test_an_address_that_occurs_twice_counts_once_with_all_its_tags(tmp_path: Path) -> None:
    text = '[[feeds]]\nurl = "https://a.org/"\ntags = ["x"]\n[[feeds]]\nurl = "HTTPS://a.org/"\ntags = ["y"]\n'
    found, mistakes = load(tmp_path, text)
    assert found == (Subscription("https://a.org/", tags=("x", "y")),)
    assert mistakes == [(4, "url")]


BROKEN = {
    "a quote is missing": ('title = "B', 8, "title"),
    "no value": ("title =", 8, "title"),
    "a list is open": ('tags = ["x", ', 8, "tags"),
    "a bare word": ("full_text = yes", 8, "full_text"),
    "a key occurs twice": ('url = "https://other.org/"', 8, None),
    "garbage": ("}}}", 8, None),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_syntax_error_in_the_middle_hides_nothing_else(tmp_path: Path, broken: str, newline: str) -> None:
    line, number, key = BROKEN[broken]
    lines = ["[[feeds]]", 'url = "https://a.org/"', 'title = "A"', ""]
    lines += ["[[feeds]]", 'url = "https://b.org/"', 'folder = "F"', line, ""]
    lines += ["[[feeds]]", 'url = "https://c.org/"', ""]
    found, mistakes = load(tmp_path, newline.join(lines))
    assert [s.url for s in found] == ["https://a.org/", "https://b.org/", "https://c.org/"]
    assert found[1].folder == "F"
    assert mistakes == [(number, key)]


@pytest.mark.parametrize("header", ["[[feeds]", "[feeds]]", "[feeds]"])
def test_a_wrong_header_is_named_and_its_table_read(tmp_path: Path, header: str) -> None:
    text = f'[[feeds]]\nurl = "https://a.org/"\n{header}\nurl = "https://b.org/"\n'
    found, mistakes = load(tmp_path, text)
    assert [s.url for s in found] == ["https://a.org/", "https://b.org/"]
    assert mistakes[0][0] == 3


def test_a_single_table_and_a_wrong_type_are_named(tmp_path: Path) -> None:
    assert load(tmp_path, '[feeds]\nurl = "https://a.org/"\n') == ((Subscription("https://a.org/"),), [(1, "feeds")])
    assert load(tmp_path, "feeds = 3\n") == ((), [(None, "feeds")])
    assert load(tmp_path, 'feeds = [{url = "https://a.org/"}]') == ((Subscription("https://a.org/"),), [])


def test_keys_and_tables_beside_the_subscriptions_are_named(tmp_path: Path) -> None:
    text = '[[feeds]]\nurl = "https://a.org/"\n\n[options]\nurl = "https://b.org/"\n'
    for end in ("", "\n}}}\n"):
        found, mistakes = load(tmp_path, text + end)
        assert [s.url for s in found] == ["https://a.org/"]
        assert (4, "options") in mistakes


def test_missing_empty_and_binary_files_are_read(tmp_path: Path) -> None:
    assert load_subscriptions(tmp_path / "none.toml") == ((), [])
    assert load(tmp_path, "") == ((), [])
    found, mistakes = load(tmp_path, b'\xef\xbb\xbf[[feeds]]\nurl = "https://a.org/"\ntitle = "M\xfcller"\n')
    assert found[0].title == "M\ufffdller"
    assert mistakes == [(3, None)]
    (folder := tmp_path / "folder").mkdir()
    assert len(load_subscriptions(folder)[1]) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["[[feeds]]", 'url = "https://a.org/"', "tags = [", '"', "]", "= 3", "x", "\r", "#", "[a.b]", 'a = """']
        )
    )
)
def test_no_file_is_too_broken_to_open_the_reader(tmp_path: Path, lines: list[str]) -> None:
    found, mistakes = load(tmp_path, "\n".join(lines))
    assert len(found) <= 1
    assert all(line is None or 1 <= line <= len(lines) + 1 for line, _ in mistakes)


@settings(deadline=None)
@given(st.integers(900, 365 * 86_400))
def test_an_interval_in_words_is_read_back(seconds: int) -> None:
    assert interval(interval_in_words(seconds)) == seconds


def test_the_bundled_file_has_no_mistakes_and_begins_with_the_welcome_feed(tmp_path: Path) -> None:
    found, mistakes = load_subscriptions(BUNDLED)
    assert mistakes == []
    assert is_built_in(found[0].url)
    assert len(found) >= 20
    assert all(s.title and s.url.startswith("https://") and s.folder for s in found[1:])
    assert {s.folder.split("/")[0] for s in found} >= {"World", "Technology", "Science", "Culture", "Deutsch"}


def test_the_first_copy_is_made_once_and_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "new" / "feeds.toml"
    assert ensure_feeds_toml(path, BUNDLED)
    assert path.read_bytes() == BUNDLED.read_bytes()
    path.write_text("broken [", encoding="utf-8")
    assert not ensure_feeds_toml(path, BUNDLED)
    assert path.read_text(encoding="utf-8") == "broken ["
    assert [p.name for p in path.parent.iterdir()] == ["feeds.toml"]
    link = tmp_path / "link.toml"
    link.symlink_to(tmp_path / "nowhere")
    assert not ensure_feeds_toml(link, BUNDLED)


def test_a_first_copy_that_cannot_be_written_raises_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="file-unwritable"):
        ensure_feeds_toml(tmp_path / "file" / "feeds.toml", BUNDLED)


def test_mistakes_of_values_come_in_the_order_of_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    twice = '[[feeds]]\nurl = "https://one.example/feed"\n'
    file.write_text(f'{twice}color = "red"\n{twice}[[feeds]]\nurl = "ftp://x"\nfolder = 3\n{twice}', encoding="utf-8")
    lines = [mistake.line for mistake in read_feeds(file).mistakes]
    assert len(lines) >= 4
    assert lines == sorted(lines, key=lambda line: line or 0)
