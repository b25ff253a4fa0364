"""Changes to feeds.toml leave the user's comments, order and mistakes alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import ConfigError
from reader.model import Subscription
from reader.subscriptions import load_subscriptions
from reader.subscriptions.edit_feeds import add_subscription, change_url, remove_subscription
from reader.subscriptions.field_values import folder, tags, title
from tests.support.fuzzing import examples

TEXT = """# my feeds

# World
[[feeds]]
url = "https://a.org/feed"   # since 2009
title = 'A'  # mine
tags = [
  "x", # list
]

# Technology
[[feeds]]
title = "B"
url = "https://b.org/feed"

# something else
[other]
x = 1

[[feeds]]
url = "https://c.org/feed"
# the end
"""

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
paths = st.lists(st.sampled_from(["News", "Ä & <b>", 'say "hi"', "a'b"]), max_size=3).map("/".join)
subscriptions = st.lists(
    st.builds(
        Subscription,
        url=st.integers(0, 50).map(lambda n: f"https://example.org/{n}?a=1&b=%20"),
        title=words.map(title),
        folder=st.one_of(paths, words).map(folder),
        tags=st.lists(words, max_size=3).map(tags),
        full_text=st.booleans(),
        interval=st.none() | st.integers(900, 10**6),
    ),
    unique_by=lambda s: s.url,
    max_size=6,
)
ascii_words = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12).map(str.strip)
with_options = st.builds(
    Subscription,
    url=st.just("https://example.org/"),
    paused=st.booleans(),
    hidden=st.booleans(),
    mark_read=st.sampled_from([None, "open", "5s", "end", "never"]),
    updated_unread=st.booleans(),
    keep=st.none() | st.integers(86_400, 10**8),
    user_agent=st.none() | ascii_words.filter(bool),
    headers=st.dictionaries(st.sampled_from(["X-Key", "Authorization", "Cookie"]), ascii_words).map(
        lambda found: tuple(found.items())
    ),
    certificate=st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex),
    command=st.just(())
    | st.lists(words.filter(lambda text: "\0" not in text), max_size=3).map(lambda more: ("~/bin/weather", *more)),
)
in_files = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(25)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.toml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_adding_appends_a_table_and_changes_nothing_else(path: Path) -> None:
    new = Subscription("https://d.org/", 'D "quoted" \\', "World/Ä", ("x", "y"), True, 5400)
    assert add_subscription(path, new)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(TEXT)
    assert 'interval = "90m"' in text
    assert load_subscriptions(path)[0][-1] == new
    assert not add_subscription(path, new)
    assert path.read_text(encoding="utf-8") == text


def test_adding_creates_a_missing_file(tmp_path: Path) -> None:
    assert add_subscription(tmp_path / "a" / "feeds.toml", Subscription("https://d.org/"))
    assert (tmp_path / "a" / "feeds.toml").read_text(encoding="utf-8") == '[[feeds]]\nurl = "https://d.org/"\n'


def test_removing_keeps_the_comments_around(path: Path) -> None:
    assert remove_subscription(path, "https://a.org/feed")
    kept = TEXT.split("[[feeds]]")
    assert path.read_text(encoding="utf-8") == kept[0] + "# Technology\n" + "[[feeds]]".join(["", *kept[2:]])
    assert not remove_subscription(path, "https://a.org/feed")
    assert remove_subscription(path, "https://c.org/feed")
    assert path.read_text(encoding="utf-8").endswith("[other]\nx = 1\n\n# the end\n")


def test_a_new_address_changes_nothing_but_the_address(path: Path) -> None:
    assert change_url(path, "https://a.org/feed", "https://new.org/")
    assert path.read_text(encoding="utf-8") == TEXT.replace("https://a.org/feed", "https://new.org/")
    assert not change_url(path, "https://a.org/feed", "https://other.org/")


def test_a_new_address_that_is_subscribed_already_merges(path: Path) -> None:
    assert change_url(path, "https://a.org/feed", "https://b.org/feed")
    assert [s.url for s in load_subscriptions(path)[0]] == ["https://b.org/feed", "https://c.org/feed"]


@pytest.mark.parametrize(
    ("one", "other", "tags"),
    [
        ('["a", "b"]', '["b", "c"]', ("b", "c", "a")),
        ('["a"]', None, ("a",)),
        (None, '["c"]', ("c",)),
        ("7", '["c"]', ("c",)),
        ('["a"]', "7", ("a",)),
        (None, None, ()),
    ],
)
def test_two_subscriptions_that_become_one_keep_the_tags_of_both(
    path: Path, one: str | None, other: str | None, tags: tuple[str, ...]
) -> None:
    lines = [f"tags = {text}  # mine\n" if text else "" for text in (one, other)]
    tables = [f'[[feeds]]\nurl = "https://{n}.org/"\n{line}' for n, line in zip("ab", lines, strict=True)]
    path.write_text("# head\n" + "\n".join(tables) + "\n# tail\n", encoding="utf-8")
    assert change_url(path, "https://a.org/", "https://b.org/")
    (subscription,), _ = load_subscriptions(path)
    assert (subscription.url, subscription.tags) == ("https://b.org/", tags)
    assert path.read_text().startswith("# head\n")
    assert path.read_text().endswith("# tail\n")


def test_windows_line_ends_survive(path: Path) -> None:
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert change_url(path, "https://b.org/feed", "https://new.org/")
    assert path.read_bytes() == TEXT.replace("\n", "\r\n").replace("https://b.org/feed", "https://new.org/").encode()


def test_a_link_stays_a_link_and_its_file_keeps_its_mode(path: Path, tmp_path: Path) -> None:
    path.chmod(0o600)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    assert remove_subscription(link, "https://a.org/feed")
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
    assert "a.org" not in path.read_text(encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["feeds.toml", "link.toml"]


def test_a_read_only_file_is_not_changed(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(ConfigError, match="read-only"):
        remove_subscription(path, "https://a.org/feed")
    assert path.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    "text", ["[[feeds]\n", 'a = """\n[[feeds]]\n"""\n', 'feeds = [{url = "https://a.org/feed"}]\n']
)
def test_a_file_that_cannot_be_edited_safely_is_not_changed(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    for change in (
        lambda: add_subscription(path, Subscription("https://d.org/")),
        lambda: remove_subscription(path, "https://a.org/feed"),
        lambda: change_url(path, "https://a.org/feed", "https://d.org/"),
    ):
        with pytest.raises(ConfigError):
            change()
    assert path.read_text(encoding="utf-8") == text


@in_files
@given(subscriptions, st.data())
def test_added_subscriptions_are_read_back_and_removed_ones_are_gone(
    tmp_path: Path, several: list[Subscription], data: st.DataObject
) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(TEXT, encoding="utf-8")
    before, _ = load_subscriptions(path)
    for subscription in several:
        assert add_subscription(path, subscription)
    assert load_subscriptions(path)[0] == (*before, *several)
    for subscription in data.draw(st.permutations(several)):
        assert remove_subscription(path, subscription.url)
    assert load_subscriptions(path)[0] == before
    assert path.read_text(encoding="utf-8").rstrip() == TEXT.rstrip()


@in_files
@given(with_options)
def test_every_option_that_is_written_is_read_back(tmp_path: Path, subscription: Subscription) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text("# mine\n", encoding="utf-8")
    assert add_subscription(path, subscription)
    assert add_subscription(path, Subscription("https://b.org/"))
    found, mistakes = load_subscriptions(path)
    assert (found, mistakes) == ((subscription, Subscription("https://b.org/")), [])
