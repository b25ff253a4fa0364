"""``edit``, and the lists of tags and saved searches."""

from __future__ import annotations

import pytest

from reader.subscriptions import load_subscriptions, read_feeds
from tests.support.stocking import new_entry, stocked

A, B, NEW = "https://a.example/feed", "https://b.example/feed", "https://new.example/feed"
TEXT = f"""# mine
[[feeds]]
url = "{A}"  # the first
title = "A"
tags = ["daily"]

[[feeds]]
url = "{B}"
hidden = true
tags = ["noise"]

[[searches]]
title = "Ice"
headline = "title"
tags = ["daily"]
"""


@pytest.fixture
def edited(broadsheet):
    """Two feeds with three and four articles."""
    broadsheet.paths.config_dir.mkdir(parents=True, exist_ok=True)
    broadsheet.paths.feeds.write_text(TEXT, encoding="utf-8")
    entries = {A: [new_entry(n) for n in range(3)], B: [new_entry(100 + n) for n in range(4)]}
    stocked(broadsheet.paths.database, entries).close()
    return broadsheet


def test_edit_changes_only_what_is_named(edited):
    done = edited("edit", A, "--folder", "World", "--interval", "2h", "--pause", "--tag", "x", "--tag", "y")
    assert (done.code, done.out, done.err) == (0, "Changed A.\n", "")
    text = edited.paths.feeds.read_text(encoding="utf-8")
    assert text.startswith(f'# mine\n[[feeds]]\nurl = "{A}"  # the first\ntitle = "A"\n')
    first = load_subscriptions(edited.paths.feeds)[0][0]
    assert (first.folder, first.interval, first.paused, first.tags) == ("World", 7200, True, ("x", "y"))
    edited("edit", A, "--folder", "", "--interval", "", "--resume", "--tag", "daily")
    assert edited.paths.feeds.read_text(encoding="utf-8") == TEXT
    assert edited("edit", A, "--resume").out == "Nothing to change in A.\n"


def test_a_feed_keeps_its_articles_with_a_new_address(edited):
    feed = edited("edit", A, "--url", NEW, "--json").json
    assert (feed["url"], feed["total"]) == (NEW, 3)
    assert {feed["url"]: feed["total"] for feed in edited("feeds", "--json").json} == {NEW: 3, B: 4}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((A,), 2, "name a change"),
        ((A, "--interval", "5m"), 2, "--interval: must be between"),
        ((A, "--url", "ftp://a"), 2, "--url: must be an address"),
        ((A, "--url", B), 2, "is already subscribed"),
        ((A, "--pause", "--resume"), 2, "not allowed together with"),
        ((NEW, "--pause"), 1, "is not one of your feeds"),
    ],
)
def test_an_impossible_change_is_one_line_and_changes_nothing(edited, arguments, code, words):
    done = edited("edit", *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert done.err.count("\n") == 1
    assert edited.paths.feeds.read_text(encoding="utf-8") == TEXT


def test_a_read_only_file_is_reported(edited):
    edited.paths.feeds.chmod(0o444)
    done = edited("edit", A, "--url", NEW)
    assert done.code == 2
    assert "read-only" in done.err
    assert {feed["url"]: feed["total"] for feed in edited("feeds", "--json").json} == {A: 3, B: 4}


def test_tags_and_saved_searches_can_be_listed(edited):
    assert len(edited("list", "--json").json) == 3
    assert len(edited("list", "--feed", B, "--json").json) == 4
    assert len(edited("list", "--tag", "noise", "--json").json) == 4
    assert len(edited("list", "--saved", "Ice", "--json").json) == 3
    assert len(edited("list", "--saved", "Ice", "number", "2", "--json").json) == 1
    assert edited("list", "--saved", "Ice", "--tag", "noise").code == 1
    for option in ("--tag", "--saved", "--folder"):
        done = edited("list", option, "none")
        assert (done.code, done.out) == (1, "")
        assert "none" in done.err


def test_a_removed_feed_keeps_its_starred_articles(edited):
    entry = edited("list", "--feed", A, "--json").json[0]["id"]
    edited("mark", "star", str(entry))
    assert edited("remove", A).code == 0
    assert [entry["id"] for entry in edited("list", "--starred", "--json").json] == [entry]
    assert read_feeds(edited.paths.feeds).subscriptions[0].url == B
