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
def house(broadsheet):
    """Two feeds with three and four articles."""
    broadsheet.paths.config_dir.mkdir(parents=True, exist_ok=True)
    broadsheet.paths.feeds.write_text(TEXT, encoding="utf-8")
    entries = {A: [new_entry(n) for n in range(3)], B: [new_entry(100 + n) for n in range(4)]}
    stocked(broadsheet.paths.database, entries).close()
    return broadsheet


def test_edit_changes_what_is_named_and_nothing_else(house):
    done = house("edit", A, "--folder", "World", "--interval", "2h", "--pause", "--tag", "x", "--tag", "y")
    assert (done.code, done.out, done.err) == (0, "Changed A.\n", "")
    text = house.paths.feeds.read_text(encoding="utf-8")
    assert text.startswith(f'# mine\n[[feeds]]\nurl = "{A}"  # the first\ntitle = "A"\n')
    first = load_subscriptions(house.paths.feeds)[0][0]
    assert (first.folder, first.interval, first.paused, first.tags) == ("World", 7200, True, ("x", "y"))
    house("edit", A, "--folder", "", "--interval", "", "--resume", "--tag", "daily")
    assert house.paths.feeds.read_text(encoding="utf-8") == TEXT
    assert house("edit", A, "--resume").out == "Nothing to change in A.\n"


def test_a_new_address_takes_the_articles_along(house):
    feed = house("edit", A, "--url", NEW, "--json").json
    assert (feed["url"], feed["total"]) == (NEW, 3)
    assert {feed["url"]: feed["total"] for feed in house("feeds", "--json").json} == {NEW: 3, B: 4}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((A,), 2, "say what shall be changed"),
        ((A, "--interval", "5m"), 2, "--interval must be between"),
        ((A, "--url", "ftp://a"), 2, "--new-url must be an address"),
        ((A, "--url", B), 2, "is subscribed already"),
        ((A, "--pause", "--resume"), 2, "not allowed with"),
        ((NEW, "--pause"), 1, "is not subscribed"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_changes_nothing(house, arguments, code, words):
    done = house("edit", *arguments)
    assert (done.code, done.out) == (code, "")
    assert words.replace("--new-url", "--url") in done.err
    assert done.err.count("\n") == 1
    assert house.paths.feeds.read_text(encoding="utf-8") == TEXT


def test_a_read_only_file_says_why_it_is_not_written(house):
    house.paths.feeds.chmod(0o444)
    done = house("edit", A, "--url", NEW)
    assert done.code == 2
    assert "read-only" in done.err
    assert {feed["url"]: feed["total"] for feed in house("feeds", "--json").json} == {A: 3, B: 4}


def test_tags_and_saved_searches_can_be_listed(house):
    assert len(house("list", "--json").json) == 3
    assert len(house("list", "--feed", B, "--json").json) == 4
    assert len(house("list", "--tag", "noise", "--json").json) == 4
    assert len(house("list", "--saved", "Ice", "--json").json) == 3
    assert len(house("list", "--saved", "Ice", "number", "2", "--json").json) == 1
    assert house("list", "--saved", "Ice", "--tag", "noise").code == 1
    for option in ("--tag", "--saved", "--folder"):
        done = house("list", option, "none")
        assert (done.code, done.out) == (1, "")
        assert "none" in done.err


def test_what_is_removed_keeps_its_stars(house):
    entry = house("list", "--feed", A, "--json").json[0]["id"]
    house("mark", "star", str(entry))
    assert house("remove", A).code == 0
    assert [entry["id"] for entry in house("list", "--starred", "--json").json] == [entry]
    assert read_feeds(house.paths.feeds).subscriptions[0].url == B
