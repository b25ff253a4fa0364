"""``broadsheet`` in a real terminal."""

from __future__ import annotations

import os
import sys

import pexpect

from tests.support.command import ROOT

PATIENCE = 90


def start(paths, *arguments: str) -> pexpect.spawn:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    folders = ["--config-dir", str(paths.config_dir), "--data-dir", str(paths.data_dir)]
    command = ["-m", "reader", *folders, *arguments]
    return pexpect.spawn(sys.executable, command, env=environment, dimensions=(24, 100), encoding="utf-8", cwd="/")


def test_the_reader_opens_on_the_welcome_feed_and_quits_with_q(broadsheet):
    broadsheet.subscribe("broadsheet:welcome")
    terminal = start(broadsheet.paths, "--theme", "paper")
    terminal.expect("Welcome: how to read here", timeout=PATIENCE)
    assert len(broadsheet("list", "--json").json) == 6
    assert broadsheet("mark", "read", "1").code == 0
    terminal.send("q")
    terminal.expect(pexpect.EOF, timeout=PATIENCE)
    terminal.close()
    assert (terminal.exitstatus, terminal.signalstatus) == (0, None)


def test_an_unusable_database_is_one_line_in_the_terminal(broadsheet):
    broadsheet.paths.data_dir.write_text("a file")
    terminal = start(broadsheet.paths)
    terminal.expect(pexpect.EOF, timeout=PATIENCE)
    terminal.close()
    assert terminal.exitstatus == 2
    assert terminal.before.startswith("broadsheet: ")
    assert terminal.before.count("\r\n") == 1


def test_a_terminal_shows_progress_and_lines_that_fit(broadsheet, newspaper):
    broadsheet.subscribe(newspaper.url("/en/feed.xml"))
    terminal = start(broadsheet.paths, "refresh")
    terminal.expect("Refreshing 1 feed", timeout=PATIENCE)
    terminal.expect("23 new articles", timeout=PATIENCE)
    terminal.expect(pexpect.EOF, timeout=PATIENCE)
    terminal = start(broadsheet.paths, "list")
    terminal.setwinsize(24, 50)
    terminal.expect(pexpect.EOF, timeout=PATIENCE)
    lines = terminal.before.splitlines()
    assert len(lines) == 23
    assert max(map(len, lines)) <= 100
    terminal.close()
