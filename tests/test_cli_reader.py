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
    assert (terminal.exitstatus, terminal.signalstatus) == (0, None)


def test_an_unusable_database_is_one_line_in_the_terminal(broadsheet):
    broadsheet.paths.data_dir.write_text("a file")
    terminal = broadsheet.terminal()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 2
    assert terminal.before.startswith("broadsheet: ")
    assert terminal.before.count("\r\n") == 1


def test_an_unknown_theme_is_one_line_in_the_terminal(broadsheet):
    terminal = broadsheet.terminal("--theme", "nope")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 2
    assert terminal.before == "broadsheet: unknown theme: nope; `broadsheet themes` lists the themes\r\n"
    assert not broadsheet.paths.data_dir.exists()


def test_a_terminal_shows_progress_and_lines_that_fit(broadsheet, newspaper):
    broadsheet.subscribe(newspaper.url("/en/feed.xml"))
    terminal = broadsheet.terminal("refresh")
    terminal.expect("Refreshing 1 feed")
    terminal.expect("23 new articles")
    terminal.expect(pexpect.EOF)
    terminal = broadsheet.terminal("list")
    terminal.setwinsize(24, 50)
    terminal.expect(pexpect.EOF)
    lines = terminal.before.splitlines()
    assert len(lines) == 23
    assert max(map(len, lines)) <= 100
    terminal.close()
