"""Secrets of accounts: from a program, a keyring or a private file; refused where others can read them."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.account import Account, AccountKind, SecretPlace
from reader.errors import ConfigError
from reader.paths import Paths
from reader.problems import Problem
from reader.subscriptions.account_secrets import forget_secret, keyring_is_there, secret_of, store_secret
from reader.wording.problem_messages import error_message
from tests.support.memory_ring import MemoryRing

SECRET = "correct horse ä \u00a0 battery"
ACCOUNT = Account("Home", AccountKind.MINIFLUX, "https://news.example.org")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config", tmp_path / "data")


def refusal(paths: Paths, account: Account, seconds: float = 20.0) -> tuple[ConfigError, str]:
    """The error and its sentence, neither of which has the secret."""
    with pytest.raises(ConfigError) as caught:
        secret_of(account, paths, seconds=seconds)
    text = error_message(caught.value)
    assert "horse" not in f"{text} {caught.value!r} {caught.value.as_problem()!r}"
    return caught.value, text


# -- a file


def test_a_file_is_written_and_read_by_its_owner_only(paths: Paths) -> None:
    error, text = refusal(paths, ACCOUNT)
    assert error.details.code is Problem.SECRET_MISSING
    assert "broadsheet account edit" in text
    for _ in range(2):  # a second time: the file exists
        store_secret(ACCOUNT, paths, SECRET)
        assert secret_of(ACCOUNT, paths) == SECRET
        assert (paths.secrets.stat().st_mode & 0o777, (paths.secrets / "Home").stat().st_mode & 0o777) == (0o700, 0o600)
        (paths.secrets / "Home").chmod(0o644)
        paths.secrets.chmod(0o755)
    for path, mode, command in ((paths.secrets, 0o700, "chmod 700"), (paths.secrets / "Home", 0o600, "chmod 600")):
        error, text = refusal(paths, ACCOUNT)
        assert error.details.code is Problem.SECRET_NOT_PRIVATE
        assert f"`{command} {path}`" in text
        path.chmod(mode)
    assert secret_of(ACCOUNT, paths) == SECRET
    (paths.secrets / "Home").write_bytes(b"\r\n")
    assert refusal(paths, ACCOUNT)[0].details.code is Problem.SECRET_MISSING


def test_a_secret_that_cannot_be_written_leaves_the_old_one(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> bool:
        raise OSError(errno.ENOSPC, "full")

    store_secret(ACCOUNT, paths, SECRET)
    monkeypatch.setattr("reader.subscriptions.account_secrets.replace_file", full)
    with pytest.raises(ConfigError):
        store_secret(ACCOUNT, paths, "another")
    assert secret_of(ACCOUNT, paths) == SECRET
    (paths.secrets / "Home").write_bytes("horse\xff".encode("latin-1"))
    assert refusal(paths, ACCOUNT)[0].details.code is Problem.FILE_NOT_UTF8
    (paths.secrets / "Home").write_bytes(b"horse\x1b[31m")
    assert refusal(paths, ACCOUNT)[0].details.code is Problem.SECRET_UNUSABLE
    (paths.secrets / "Home").unlink()
    (paths.secrets / "Home").mkdir(mode=0o700)
    assert refusal(paths, ACCOUNT)[0].details.code is Problem.FILE_UNREADABLE
    (paths.secrets / "Home").rmdir()
    forget_secret(ACCOUNT, paths)
    assert not paths.secrets.exists()
    forget_secret(ACCOUNT, paths)
    for bad in ("", "two\nlines", "x" * 1_001):
        with pytest.raises(ConfigError):
            store_secret(ACCOUNT, paths, bad)
    assert not paths.secrets.exists()


# -- a program


def command(*words: str) -> Account:
    return replace(ACCOUNT, secret=SecretPlace.COMMAND, password_command=words)


def program(text: str) -> Account:
    return command(sys.executable, "-c", text)


def test_the_first_line_that_a_program_prints_is_the_secret(paths: Paths) -> None:
    assert secret_of(program(f"print({SECRET!r}); print('login: ada')"), paths) == SECRET
    assert secret_of(program("import sys; sys.stderr.write('x' * 300_000); print('a')"), paths) == "a"
    assert secret_of(command("echo", "$HOME; a"), paths) == "$HOME; a"  # no shell
    tty = program("import os; print('GPG_TTY' in os.environ, os.getsid(0) == os.getpid())")
    assert secret_of(tty, paths) == "False True"
    # An agent that stays, with the pipes in its hands, holds nothing up.
    agent = command("sh", "-c", "sleep 30 & echo a")
    began = time.monotonic()
    assert secret_of(agent, paths) == "a"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("account", "code", "words"),
    [
        (program(f"import sys; print({SECRET!r}); sys.exit({SECRET!r} + ': not found')"), Problem.PROGRAM_FAILED, "…: not found"),
        (program(f"import sys; print({SECRET!r}); sys.exit(3)"), Problem.PROGRAM_FAILED, "ended with 3"),
        (program("pass"), Problem.PROGRAM_PRINTED_NOTHING, "password_command"),
        (program("import os; os.kill(os.getpid(), 9)"), Problem.PROGRAM_KILLED, "SIGKILL"),
        (command("/nowhere/program"), Problem.PROGRAM_NOT_FOUND, "/nowhere/"),
        (command("/etc"), Problem.PROGRAM_CANNOT_RUN, "accounts.toml"),
        (command("sh", "-c", "yes horse"), Problem.PROGRAM_OUTPUT_TOO_LARGE, "accounts.toml"),
        (command("printf", "\\377horse"), Problem.FILE_NOT_UTF8, "password_command"),
        (command("printf", "\\033[31mhorse"), Problem.SECRET_UNUSABLE, "one line"),
    ],
)  # fmt: skip
def test_what_a_program_does_wrong_is_said_without_its_output(
    paths: Paths, account: Account, code: Problem, words: str
) -> None:
    error, text = refusal(paths, account)
    assert error.details.code is code
    assert words in text


def test_a_program_that_hangs_is_ended_with_what_it_started(paths: Paths, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    error, _text = refusal(paths, command("sh", "-c", f"sleep 60 & echo $! > {pid}; wait"), seconds=0.3)
    assert error.details.code is Problem.PROGRAM_TIMEOUT
    status = Path(f"/proc/{pid.read_text().strip()}/status")
    for _ in range(100):
        if not status.exists() or "\nState:\tZ" in status.read_text():
            break
        time.sleep(0.02)
    else:
        pytest.fail("it still runs")


# -- the keyring


KEPT = replace(ACCOUNT, secret=SecretPlace.KEYRING)


@pytest.fixture
def use_ring() -> Iterator[Callable[[Any], None]]:
    keyring = pytest.importorskip("keyring")
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_the_keyring_keeps_a_secret(paths: Paths, use_ring: Callable[[Any], None]) -> None:
    ring = MemoryRing()
    use_ring(ring.backend)
    assert keyring_is_there(paths, KEPT)
    assert refusal(paths, KEPT)[0].details.code is Problem.SECRET_MISSING
    store_secret(KEPT, paths, SECRET)
    assert ring.stored == {("broadsheet", "Home"): SECRET}
    assert secret_of(KEPT, paths) == SECRET
    forget_secret(KEPT, paths)
    forget_secret(KEPT, paths)
    assert not ring.stored
    assert not paths.config_dir.exists()


def test_a_keyring_that_is_locked_hangs_or_fails_says_what_to_do(paths: Paths, use_ring: Callable[[Any], None]) -> None:
    from keyring import errors
    from keyring.backends.fail import Keyring as Nothing

    def locked() -> None:
        raise errors.KeyringLocked("no horse today")

    def broken() -> None:
        raise RuntimeError("org.freedesktop.Secret.Error: horse")

    for answer, code, seconds in (
        (locked, Problem.KEYRING_LOCKED, 20.0),
        (broken, Problem.KEYRING_FAILED, 20.0),
        (lambda: time.sleep(3), Problem.KEYRING_TIMEOUT, 0.1),
    ):
        use_ring(MemoryRing(answer).backend)
        error, text = refusal(paths, KEPT, seconds)
        assert (error.details.code, error.key) == (code, "secret")
        assert "unlock it" in text
    use_ring(Nothing())
    assert refusal(paths, KEPT)[0].details.code is Problem.KEYRING_NOT_FOUND
    assert not keyring_is_there(paths, KEPT)


def test_without_the_keyring_library_its_name_is_said(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    error, text = refusal(paths, KEPT)
    assert error.details.code is Problem.KEYRING_NOT_INSTALLED
    assert "`pipx inject broadsheet keyring`" in text
