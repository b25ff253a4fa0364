"""The password or token of an account: from the user's program, the system's keyring, or a file of its own.

A secret is never part of a problem, and the output of a program never is, because it may hold one. Everything here
may wait (for a pass phrase to be typed, for a keyring to be unlocked), so it never runs on the UI thread.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shlex
import signal
import stat
import subprocess
import threading
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import Any, TypeVar

from reader.account import Account, SecretPlace
from reader.errors import ConfigError
from reader.files import PRIVATE_FILE, PRIVATE_FOLDER, make_private_folder, replace_file
from reader.paths import NAME, Paths
from reader.problems import Problem, ProblemDetails, os_problem, problem, unreadable
from reader.programs import expand_home
from reader.text import clean_line
from reader.toml_file import read_bytes

SECONDS = 60.0  # for a person to unlock the keyring, or to type what the program asks for
LONGEST = 1_000  # characters of a secret
_MOST_BYTES = 65_536  # of what a program prints
_CHECK_SECONDS = 0.05  # between two looks whether the program has ended
_END_SECONDS = 2.0  # that a program may take to end after its output
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
T = TypeVar("T")


def secret_of(account: Account, paths: Paths, *, terminal: bool = False, seconds: float = SECONDS) -> str:
    """The password or token of an account. Waits ``seconds`` at most. Raises :class:`~reader.errors.ConfigError`.

    ``terminal``: whether the program may ask on the terminal; with the reader on the screen, it must not.
    """
    match account.secret:
        case SecretPlace.COMMAND:
            found = _printed(account, paths, terminal=terminal, seconds=seconds)
        case SecretPlace.KEYRING:
            found = _from_keyring(account, paths, lambda ring: ring.get_password(NAME, account.name), seconds) or ""
        case SecretPlace.FILE:
            found = _from_file(account, paths)
    if not found:
        raise ConfigError(place_of(account, paths), problem(Problem.SECRET_MISSING, name=account.name))
    if not is_usable(found):
        raise ConfigError(place_of(account, paths), problem(Problem.SECRET_UNUSABLE))
    return found


def store_secret(account: Account, paths: Paths, secret: str, *, seconds: float = SECONDS) -> None:
    """Puts a secret where the account says it is. Raises :class:`~reader.errors.ConfigError`, with nothing changed."""
    place = place_of(account, paths)
    if not is_usable(secret):
        raise ConfigError(place, problem(Problem.SECRET_UNUSABLE))
    if account.secret is SecretPlace.KEYRING:
        _from_keyring(account, paths, lambda ring: ring.set_password(NAME, account.name, secret), seconds)
    elif account.secret is SecretPlace.FILE:
        try:
            make_private_folder(paths.secrets)
            paths.secrets.chmod(PRIVATE_FOLDER)
            with contextlib.suppress(FileNotFoundError):
                place.chmod(PRIVATE_FILE)  # the new file gets the permissions of the old one
            replace_file(place, f"{secret}\n".encode(), private=True)
            place.chmod(PRIVATE_FILE)
        except OSError as error:
            raise ConfigError(place, os_problem(Problem.FILE_UNWRITABLE, error)) from None


def forget_secret(account: Account, paths: Paths, *, seconds: float = SECONDS) -> None:
    """Removes the stored secret of an account, if there is one. Raises :class:`~reader.errors.ConfigError`."""
    if account.secret is SecretPlace.KEYRING:
        _from_keyring(account, paths, lambda ring: _delete(ring, account.name), seconds)
    elif account.secret is SecretPlace.FILE:
        place = place_of(account, paths)
        try:
            place.unlink(missing_ok=True)
            if not any(paths.secrets.iterdir()):
                paths.secrets.rmdir()
        except FileNotFoundError:
            return
        except OSError as error:
            raise ConfigError(place, os_problem(Problem.FILE_UNREMOVABLE, error)) from None


def place_of(account: Account, paths: Paths) -> Path:
    """The file in which a mistake with the secret is to be corrected."""
    return paths.secrets / account.name if account.secret is SecretPlace.FILE else paths.accounts


def is_usable(secret: str) -> bool:
    """Whether it can be a password or token: one line without control characters, which no server would accept."""
    return 0 < len(secret) <= LONGEST and not any(unicodedata.category(sign) == "Cc" for sign in secret)


# -- a file


def _from_file(account: Account, paths: Paths) -> str:
    place = place_of(account, paths)
    try:
        for path, mode in ((paths.secrets, PRIVATE_FOLDER), (place, PRIVATE_FILE)):
            if path.stat().st_mode & _OTHERS:
                command = f"chmod {mode:o} {shlex.quote(str(path))}"
                raise ConfigError(path, problem(Problem.SECRET_NOT_PRIVATE, command=command))
        data = read_bytes(place)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(place, unreadable(error)) from None
    return _first_line(data, place)


def _first_line(data: bytes, place: Path, key: str | None = None) -> str:
    try:
        return data.split(b"\n", 1)[0].removesuffix(b"\r").decode("utf-8")
    except UnicodeDecodeError:
        # Without the cause: the message of the original error holds a part of the secret.
        raise ConfigError(place, problem(Problem.FILE_NOT_UTF8), key=key) from None


# -- the keyring


def keyring_is_there(paths: Paths, account: Account) -> bool:
    """Whether the keyring of the system can be used."""
    try:
        _from_keyring(account, paths, lambda ring: ring.get_keyring(), 5.0)
    except ConfigError:
        return False
    return True


def _from_keyring(account: Account, paths: Paths, use: Callable[[Any], T], seconds: float) -> T:
    """What ``use`` returns for the library, which talks to other programs and may wait for the user."""
    place = place_of(account, paths)
    answer: list[T] = []
    failure: list[ProblemDetails] = []

    def ask() -> None:
        try:
            answer.append(use(_keyring()))
        except _KeyringProblem as error:
            failure.append(error.details)
        except Exception as error:  # noqa: BLE001 - backends raise what they like, and its text may hold the secret
            failure.append(problem(_keyring_problem(error)))

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    if answer:
        return answer[0]
    details = failure[0] if failure else problem(Problem.KEYRING_TIMEOUT, seconds=round(seconds))
    raise ConfigError(place, details, key="secret")


class _KeyringProblem(Exception):
    def __init__(self, code: Problem) -> None:
        self.details = problem(code)
        super().__init__(str(code))


def _keyring() -> ModuleType:
    try:
        import keyring
    except ImportError:
        raise _KeyringProblem(Problem.KEYRING_NOT_INSTALLED) from None
    backend = keyring.get_keyring()
    if float(getattr(backend, "priority", 0) or 0) <= 0:
        raise _KeyringProblem(Problem.KEYRING_NOT_FOUND)
    found: ModuleType = keyring
    return found


def _keyring_problem(error: Exception) -> Problem:
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "KeyringLocked" in kinds:
        return Problem.KEYRING_LOCKED
    return Problem.KEYRING_NOT_FOUND if "NoKeyringError" in kinds else Problem.KEYRING_FAILED


def _delete(ring: Any, name: str) -> None:
    if ring.get_password(NAME, name) is not None:
        ring.delete_password(NAME, name)


# -- a program


def _printed(account: Account, paths: Paths, *, terminal: bool, seconds: float) -> str:
    """The first line that the program prints."""

    def fails(details: ProblemDetails) -> ConfigError:
        return ConfigError(paths.accounts, details, key="password_command")

    process = _start(account.password_command, terminal=terminal, fails=fails)
    try:
        printed, complaint = _output(process, seconds)
        if len(printed) > _MOST_BYTES:
            raise fails(problem(Problem.PROGRAM_OUTPUT_TOO_LARGE, limit=_MOST_BYTES))
        code = process.wait(_END_SECONDS)
    except (TimeoutError, subprocess.TimeoutExpired):
        raise fails(problem(Problem.PROGRAM_TIMEOUT, seconds=round(seconds))) from None
    finally:
        _end(process, group=not terminal)
    line = _first_line(printed, paths.accounts, "password_command")
    if code < 0:
        raise fails(problem(Problem.PROGRAM_KILLED, signal=_signal_name(-code)))
    if code:
        text = _complaint(complaint, line)
        raise fails(problem(Problem.PROGRAM_FAILED, exit_code=code, **({"complaint": text} if text else {})))
    if not line:
        raise fails(problem(Problem.PROGRAM_PRINTED_NOTHING))
    return line


def _start(
    command: Sequence[str], *, terminal: bool, fails: Callable[[ProblemDetails], ConfigError]
) -> subprocess.Popen[bytes]:
    """Starts the program; without the terminal, in a session of its own, so that it cannot draw over the reader."""
    hidden = () if terminal else ("GPG_TTY",)  # by which gpg-agent finds the terminal
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    try:
        return subprocess.Popen(
            [expand_home(part) for part in command],
            stdin=None if terminal else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=Path.home(),
            env=environment,
            start_new_session=not terminal,
        )
    except FileNotFoundError:
        raise fails(problem(Problem.PROGRAM_NOT_FOUND, program=clean_line(command[0], 100))) from None
    except OSError as error:
        raise fails(problem(Problem.PROGRAM_CANNOT_RUN, errno=error.errno or 0)) from None
    except (ValueError, RuntimeError):
        raise fails(problem(Problem.PROGRAM_NAME_INVALID)) from None


def _output(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bytes]:
    """What the program prints and what it complains. Raises ``TimeoutError``.

    It is done when it has closed both, or has ended: an agent that it started may keep them open.
    """
    end = monotonic() + seconds
    found = {process.stdout: b"", process.stderr: b""}
    with selectors.DefaultSelector() as selector:
        for pipe in found:
            assert pipe is not None
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map() and len(found[process.stdout]) <= _MOST_BYTES:
            ended = process.poll() is not None
            ready = selector.select(_CHECK_SECONDS)
            if not ready and ended:
                break
            if monotonic() > end:
                raise TimeoutError
            for key, _events in ready:
                data = os.read(key.fd, _MOST_BYTES)
                if not data:
                    selector.unregister(key.fileobj)
                elif key.fileobj is process.stdout or len(found[process.stderr]) < _MOST_BYTES:
                    found[key.fileobj] += data  # type: ignore[index]  # one of the two pipes
    return found[process.stdout], found[process.stderr]


def _end(process: subprocess.Popen[bytes], *, group: bool) -> None:
    """Ends the program; with ``group``, all that it has started in its session too."""
    with contextlib.suppress(OSError):
        if group:
            os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            process.kill()
    for pipe in (process.stdout, process.stderr):
        if pipe:
            pipe.close()
    process.wait()


def _complaint(stderr: bytes, printed: str) -> str:
    """The first line of what the program complains, without what it may have printed as the password."""
    lines = (clean_line(line) for line in stderr.decode("utf-8", "replace").splitlines())
    text = next(filter(None, lines), "")
    return clean_line(text.replace(printed, "…") if printed else text, 200)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
