"""Errors on the command line: one line that says what to do, the right exit code, never a traceback."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys

import pytest

from reader.commands.arguments import COMMANDS, build_parser
from reader.paths import bundled
from tests.newspaper import Fault
from tests.support.command import ROOT, Command
from tests.support.stocking import new_entry, stocked

URL = "https://one.example/feed"
READING = (["list"], ["list", "text"], ["show", "1"], ["feeds"])


@pytest.fixture
def stored(broadsheet):
    broadsheet.subscribe(URL)
    stocked(broadsheet.paths.database, {URL: [new_entry(n) for n in range(1, 4)]}).close()
    return broadsheet


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"], ["--nonsense"], ["list", "-n", "0"], ["list", "-n", "x"], ["show"], ["show", "x"],
        ["show", "-1"], ["show", "9" * 30], ["mark"], ["mark", "read"], ["mark", "eaten", "1"], ["mark", "read", "x"],
        ["mark", "read", "1", "--query", "x"], ["list", "--json", "--jsonl"], ["refresh", "--forc"], ["--vers"],
        ["parse"], ["article"], ["import"], ["import", "x", "--from", "opera"], ["add"], ["show", "\x1b[31m\n1"], ["doctor", "x"], ["--data-dir=", "list"],
    ],
)  # fmt: skip
def test_wrong_use_is_one_line_that_names_the_help(broadsheet, arguments):
    done = broadsheet(*arguments)
    assert (done.code, done.out) == (2, "")
    assert len(done.complaints) == 1
    assert "--help`" in done.complaints[0]
    assert "\x1b" not in done.err
    assert not broadsheet.paths.data_dir.exists()


def test_every_command_has_help_with_a_valid_example(broadsheet):
    names = " ".join(command.name for command in COMMANDS)
    assert names == (
        "refresh list show mark edition people undo feeds add edit remove account import export parse article themes keys config doctor"
    )
    for command in COMMANDS:
        done = broadsheet(command.name, "--help")
        assert (done.code, done.err) == (0, "")
        for example in command.examples:
            assert example in done.out
            words = re.findall(r"\"[^\"]*\"|'[^']*'|\S+", example)
            options = build_parser().parse_args([word.strip("\"'") for word in words[1:]])
            assert options.function == command.function
    assert all(f"    {command.name} " in broadsheet("--help").out for command in COMMANDS)
    assert re.fullmatch(r"broadsheet \d+\.\d+\.\d+\n", broadsheet("--version").out)


def test_every_command_that_prints_data_prints_json(stored):
    for command in (["list"], ["feeds"], ["show", "1"], ["mark", "read", "1"], ["themes"], ["keys"], ["doctor"]):
        assert stored(*command, "--json").json
        lines = stored(*command, "--jsonl").out.splitlines()
        assert lines
        assert all(json.loads(line) is not None for line in lines)


def test_the_reader_reports_a_missing_terminal(broadsheet):
    done = broadsheet.process()
    assert (done.code, done.out) == (2, "")
    assert "needs a terminal" in done.complaints[0]
    assert not broadsheet.paths.data_dir.exists()


def test_mistakes_in_the_users_files_are_named_by_line_and_key(stored):
    stored.paths.feeds.write_text(f'[[feeds]]\nurl = "{URL}"\n\n[[feeds]]\nurl = "x"\nfolder = 3\n[[feeds\n')
    stored.paths.config.write_text('measure = "wide"\n')
    done = stored("list", "--json")
    assert (done.code, len(done.json)) == (0, 3)
    feeds, config = str(stored.paths.feeds), str(stored.paths.config)
    assert any(line.startswith(f"{feeds}, line 5: url:") for line in done.complaints)
    assert any(line.startswith(f"{feeds}, line 6: folder:") for line in done.complaints)
    assert any(line.startswith(f"{config}, line 1: measure:") for line in done.complaints)
    assert stored("refresh", "https://nobody.example/").code == 1
    added = stored("add", "broadsheet:welcome")
    assert added.code == 2
    assert "fix this mistake first" in added.complaints[-1]
    assert stored("export").code == 1
    doctor = stored("doctor")
    assert doctor.code == 1
    assert f"{feeds}, line 5: url:" in doctor.out


def test_a_database_of_a_later_version_is_left_alone(stored):
    path = stored.paths.database
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()
    for command in (*READING, ["mark", "read", "1"], ["refresh"]):
        done = stored(*command)
        assert (done.code, done.out) == (2, "")
        assert len(done.complaints) == 1
        assert "later version" in done.complaints[0]
    assert stored("doctor").code == 1
    assert path.read_bytes() == before


def test_a_damaged_database_is_set_aside_with_a_message(stored):
    path = stored.paths.database
    path.write_bytes(b"no database at all " * 500)
    assert stored("doctor").code == 1
    assert path.read_bytes().startswith(b"no database")
    done = stored("list")
    assert done.code == 1
    assert "damaged" in done.complaints[0]
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_bytes().startswith(b"no database")
    assert stored("doctor").code == 0


@pytest.fixture
def locked_up(stored):
    """Folders that only root can write to."""
    folders = (stored.paths.config_dir, stored.paths.data_dir)
    for folder in folders:
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
    yield stored
    for folder in folders:
        folder.chmod(0o755)


def test_a_read_only_folder_can_be_read(locked_up):
    database = locked_up.paths.database
    before = sorted((path.name, path.read_bytes()) for path in database.parent.iterdir())
    done = locked_up.process("list", "--json", powerless=True)
    assert (done.code, len(done.json)) == (0, 3)
    assert len(locked_up.process("list", "text", "--json", powerless=True).json) == 3
    assert locked_up.process("show", "1", powerless=True).code == 0
    for command in (["mark", "read", "1"], ["refresh"]):
        done = locked_up.process(*command, powerless=True)
        assert (done.code, done.out) == (2, "")
        assert str(database.parent) in done.complaints[-1]
    doctor = locked_up.process("doctor", powerless=True)
    assert doctor.code == 1
    assert sorted((path.name, path.read_bytes()) for path in database.parent.iterdir()) == before


def test_a_data_folder_that_cannot_be_created_is_reported(broadsheet):
    broadsheet.paths.data_dir.write_text("a file")
    for command in (["list"], ["refresh"], ["mark", "read", "1"]):
        done = broadsheet(*command)
        assert (done.code, done.out) == (2, "")
        assert "--data-dir" in done.complaints[-1]
    assert broadsheet("doctor").code == 1


def test_a_full_disk_behind_stdout_is_reported(stored):
    done = stored.process("list", "--json", shell_after="> /dev/full")
    assert done.code == 2
    assert done.complaints == ["cannot continue: no space left on the disk"]


def test_a_closed_pipe_is_not_an_error(stored):
    done = stored.process("keys", shell_after="| true")
    assert done.err == ""
    command = [sys.executable, "-m", "reader", "keys"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_output_is_utf8_in_every_locale(broadsheet):
    stocked(broadsheet.paths.database, {URL: [new_entry(1, title="Größe „日本“ ★")]}).close()
    broadsheet.subscribe(URL)
    for locale in ("C", "de_DE.ISO-8859-1"):
        environment = {"LC_ALL": locale, "LANG": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        assert "Größe „日本“ ★" in broadsheet.process("list", "--json", **environment).out
        assert "Größe „日本“ ★" in broadsheet.process("list", **environment).out


def test_ctrl_c_ends_a_refresh_silently(broadsheet, newspaper):
    url = newspaper.url("/en/feed.xml")
    newspaper.fail(url, Fault.slow(60))
    broadsheet.subscribe(url)
    folders = ["--config-dir", str(broadsheet.paths.config_dir), "--data-dir", str(broadsheet.paths.data_dir)]
    command = [sys.executable, "-m", "reader", *folders, "refresh"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        while not newspaper.requests:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=90)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_bug_is_logged_and_reported_in_one_line(stored, monkeypatch):
    monkeypatch.setattr("reader.store.entries.read_details", lambda cell: cell.nonsense)
    done = stored("show", "1")
    assert (done.code, done.out) == (2, "")
    (line,) = done.complaints
    assert str(stored.paths.log) in line
    assert "Traceback" in stored.paths.log.read_text()
    assert stored.paths.log.stat().st_mode & 0o077 == 0


def test_the_first_start_creates_the_users_folders(broadsheet):
    done = broadsheet("list")
    assert done.code == 1
    assert "broadsheet refresh" in done.complaints[0]
    assert broadsheet.paths.feeds.read_bytes() == bundled("feeds.toml").read_bytes()


def test_the_quick_commands_import_nothing_heavy(tmp_path):
    code = (
        "import sys; from reader.cli import main; main(sys.argv[1:]); "
        "heavy = ('textual', 'aiohttp', 'feedparser', 'lxml', 'nh3', 'rich'); "
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    for arguments in (["--version"], ["keys"], ["list"], ["feeds"], ["mark", "read", "1"]):
        folders = ["--config-dir", str(tmp_path / "config"), "--data-dir", str(tmp_path / "data")]
        command = [sys.executable, "-c", code, *folders, *arguments]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True)
        assert done.stderr.splitlines()[-1] == "[]", (arguments, done.stderr)


def test_closed_streams_and_an_unknown_home_cause_no_traceback(stored):
    assert stored.process("list", shell_after=">&-").err == ""
    assert stored.process("list", "unheardof", shell_after="2>&-").code == 1
    done = stored.process("--data-dir", "~nobody-of-this-name/x", "list")
    assert (done.code, len(done.complaints)) == (2, 1)


def test_an_unknown_theme_is_a_mistake_for_every_command(broadsheet: Command) -> None:
    for command in (("list",), ("themes",), ("feeds", "--json")):
        done = broadsheet("--theme", "nope", *command)
        assert done.code == 2
        (complaint,) = done.complaints
        assert complaint.startswith("there is no theme nope; choose one of ")
        assert " ink, " in complaint
