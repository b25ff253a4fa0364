"""``broadsheet`` in a real terminal."""

from __future__ import annotations

import pexpect


def test_the_reader_opens_on_the_welcome_feed_and_quits_with_q(broadsheet):
    broadsheet.subscribe("broadsheet:welcome")
    terminal = broadsheet.terminal("--theme", "paper")
    terminal.expect("Welcome: how to read here")
    assert len(broadsheet("list", "--json").json) == 6
    assert broadsheet("mark", "read", "1").code == 0
    terminal.send("q")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.ended() == 0


def test_an_unusable_database_is_one_line_in_the_terminal(broadsheet):
    broadsheet.paths.data_dir.write_text("a file")
    terminal = broadsheet.terminal()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.ended() == 2
    assert terminal.before.startswith("broadsheet: ")
    assert terminal.before.count("\r\n") == 1


def test_an_unknown_theme_is_one_line_in_the_terminal(broadsheet):
    terminal = broadsheet.terminal("--theme", "nope")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.ended() == 2
    assert terminal.before.startswith("broadsheet: there is no theme nope; choose one of ")
    assert terminal.before.count("\r\n") == 1
    assert not broadsheet.paths.data_dir.exists()


def test_a_terminal_shows_progress_and_lines_that_fit(broadsheet, newspaper):
    broadsheet.subscribe(newspaper.url("/en/feed.xml"))
    terminal = broadsheet.terminal("refresh")
    terminal.expect("Refreshing 1 feed")
    terminal.expect("24 new articles")
    terminal.expect(pexpect.EOF)
    terminal = broadsheet.terminal("list")
    terminal.setwinsize(24, 50)
    terminal.expect(pexpect.EOF)
    lines = terminal.before.splitlines()
    assert len(lines) == 24
    assert max(map(len, lines)) <= 100
    terminal.close()


def test_a_terminal_asks_which_of_several_feeds_to_add(broadsheet, newspaper):
    broadsheet.subscribe()
    question = "Which feed\\? 1 to 3, Enter for 1, q for none: "
    terminal = broadsheet.terminal("add", newspaper.url("/en/"))
    terminal.expect(question)
    assert terminal.before.count("The Harbour Post (") == 3
    terminal.sendline("4")
    terminal.expect(question)
    terminal.sendline("2")
    terminal.expect("Subscribed to The Harbour Post: ")
    terminal.expect(pexpect.EOF)
    terminal = broadsheet.terminal("add", newspaper.url("/en/"))
    terminal.expect(question)
    assert "already subscribed" in terminal.before
    terminal.sendline("q")
    terminal.expect("broadsheet: nothing was added")
    terminal.expect(pexpect.EOF)
    assert len(broadsheet("feeds", "--json").json) == 1
