"""Programs of the user's: real ones, run without a screen, half of them bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ui.run_programs import Job, missing_program, run_in_background
from tests.support.processes import wait_until_gone


def script(folder: Path, text: str) -> str:
    """The path of a shell script."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def test_a_program_gets_its_arguments_and_its_input_as_they_are(tmp_path: Path) -> None:
    program = script(tmp_path, f'printf "<%s>" "$@" > "{tmp_path}/arguments"; cat > "{tmp_path}/input"')
    arguments = [program, "$(rm -rf ~)", "a b", "", "; ls", "*"]
    assert run_in_background(Job("Test", arguments, "Ünter\n" * 100_000)) is None
    assert (tmp_path / "arguments").read_text() == "<$(rm -rf ~)><a b><><; ls><*>"
    assert (tmp_path / "input").read_text() == "Ünter\n" * 100_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exit 3", "Test failed with exit code 3"),
        ("echo first >&2; echo 'the last line' >&2; echo >&2; exit 1", "Test failed: the last line (exit code 1)"),
        ("printf 'a\\033[31mred\\033]0;title\\007 \\377' >&2; exit 1", "Test failed: ared � (exit code 1)"),
        ("yes | head -c 5000000 >&2; echo end >&2; exit 2", "Test failed: end (exit code 2)"),
        ("kill -9 $$", "Test was ended by signal 9"),
        ("head -c 1 > /dev/null; exit 0", None),
        ("(sleep 3; echo late) & exit 4", "Test failed with exit code 4"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(tmp_path: Path, text: str, message: str | None) -> None:
    assert run_in_background(Job("Test", [script(tmp_path, text)], "x" * 200_000)) == message


def test_a_program_that_cannot_be_started_is_named(tmp_path: Path) -> None:
    job = Job("Test", ["/nowhere/program"])
    assert run_in_background(job) == missing_program(job) == "Test: couldn’t find the program /nowhere/program"
    path = tmp_path / "text"
    path.write_text("no program")
    path.chmod(0o700)
    assert "Exec format error" in str(run_in_background(Job("Test", [str(path)])))


def test_a_program_that_hangs_is_stopped_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.run_programs._AFTER_TERM", 0.1)
    pids = tmp_path / "pids"
    program = script(tmp_path, f'sleep 600 & echo $! > "{pids}"; trap "" TERM; wait; sleep 600')
    message = run_in_background(Job("Test", [program], seconds=2))
    assert message == "Test was stopped because it took longer than 2 seconds"
    wait_until_gone(int(pids.read_text()))
