"""The password of a subscription is sent to its own server and shown nowhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from reader.problems import Problem, problem
from reader.refresh.worker.protocol import FeedDone, Moved
from reader.ui.reader.event_messages import event_message
from reader.web.addresses import without_userinfo
from tests.newspaper import Fault
from tests.support.each import each

SECRET = "geheim"


@pytest.fixture
def protected(broadsheet, newspaper):
    """Two feeds with a password: one that works, and one that fails."""
    urls = [newspaper.url(path).replace("//", f"//me:{SECRET}@") for path in ("/en/feed.xml", "/de/feed.xml")]
    broadsheet.subscribe(*urls)
    newspaper.fail("/de/feed.xml", Fault.status(401))
    return broadsheet


COMMANDS = [
    ("refresh", "--force"),
    ("refresh", "--force", "--json"),
    ("feeds",),
    ("feeds", "--json"),
    ("list", "--json"),
    ("list",),
    ("show", "1"),
    ("show", "1", "--json"),
    ("export",),
    ("doctor",),
]


def test_no_command_prints_a_password_and_the_log_has_none(protected):
    for command in COMMANDS:
        done = protected(*command)
        assert done.code in (0, 1), command
        assert SECRET not in done.out + done.err, command
    log = protected.paths.log
    assert not log.exists() or SECRET not in log.read_text()


def test_messages_about_an_unknown_feed_have_no_password():
    url = f"https://me:{SECRET}@one.example/f"
    assert (
        event_message(FeedDone(1, url, 0, 0, problem(Problem.NO_RESPONSE)), {}).message
        == "https://one.example/f: the server did not respond"
    )
    assert SECRET not in event_message(Moved(1, url, url.replace("/f", "/g")), {}).message


def test_stored_errors_have_no_password(protected):
    protected("refresh", "--force")
    with closing(sqlite3.connect(protected.paths.database)) as database:
        stored = database.execute("SELECT error, reason, title, link FROM feeds").fetchall()
        entries = database.execute("SELECT url, guid FROM entries").fetchall()
    assert len(stored) == 2
    assert entries
    assert SECRET not in str(stored) + str(entries)


@each(
    ("url", "shown"),
    [
        ("https://me:pw@one.example:8/f?a=b@c#d", "https://one.example:8/f?a=b@c#d"),
        ("https://one.example/@me", "https://one.example/@me"),
        ("https://me:p@ss@one.example/", "https://one.example/"),
        ("broadsheet:welcome", "broadsheet:welcome"),
        ("https://[broken@x", "https://[broken@x"),
        ("", ""),
    ],
)
def test_an_address_is_shown_without_name_and_password(url, shown):
    assert without_userinfo(url) == shown
