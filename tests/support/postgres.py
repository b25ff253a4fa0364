"""A PostgreSQL of the tests' own, in a temporary folder: it listens on a Unix socket only and loses all when it ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE = 60.0  # seconds; only a machine in trouble takes that long
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
}


class Cluster:
    """A cluster that runs, with its socket in this folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sql(self, database: str, text: str) -> str:
        """Runs statements; returns the rows, one a line, columns separated by ``|``."""
        done = subprocess.run(
            [_program("psql"), "-h", str(self.folder), "-U", "postgres", "-d", database, *_PSQL],
            input=text, capture_output=True, text=True, timeout=PATIENCE * 5,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def connection(self, database: str) -> str:
        """How a program connects to one of its databases."""
        return f"host={self.folder} user=postgres dbname={database} sslmode=disable"

    def is_alive(self) -> bool:
        """Whether its server, which may have been started by another process, still runs."""
        try:
            os.kill(int((self._data / "postmaster.pid").read_text().split()[0]), 0)
        except (OSError, IndexError, ValueError):
            return False
        return True

    @property
    def _data(self) -> Path:
        return self.folder / "data"


class Postgres(Cluster):
    """``with Postgres() as cluster: cluster.sql("postgres", "SELECT 1")``. The user is ``postgres``, without a password.

    PostgreSQL refuses to run as root, so root runs it as ``postgres`` or ``nobody``.
    """

    def __init__(self) -> None:
        super().__init__(Path(tempfile.mkdtemp(prefix="broadsheet-pg-")))  # a socket's path has room for 107 characters
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Makes the cluster and starts it."""
        if account := _account():
            shutil.chown(self.folder, account)
        options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        made = subprocess.run(
            [*as_user(_account()), _program("initdb"), "-D", str(self._data), *options],
            cwd="/", capture_output=True, text=True,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    *dying_with_us("QUIT", _account()),
                    *(_program("postgres"), "-D", str(self._data), "-k", str(self.folder), *settings),
                ],
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while not self._is_ready():
            alive = self._process.poll() is None and time.monotonic() < end
            assert alive, f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}"
            time.sleep(0.02)

    def _is_ready(self) -> bool:
        """As ``pg_ctl`` knows it, by the file's eighth line: ``pg_isready`` would be a program for each question."""
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        except (OSError, IndexError):
            return False

    def stop(self) -> None:
        """Ends it and removes its folder."""
        if self._process:
            self._process.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed again
            self._process.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)


_PSQL = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]


def postgres_missing() -> str | None:
    """The reason why none can run here; None: it can."""
    try:
        _program("initdb")
    except FileNotFoundError:
        return "PostgreSQL is not installed (apt-get install postgresql)"
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        return "setpriv is missing, without which root cannot start PostgreSQL (apt-get install util-linux)"
    return None


def dying_with_us(name: str, account: str | None = None) -> list[str]:
    """The beginning of a command whose program gets this signal when the thread that started it ends.

    A test process that is killed leaves no servers behind this way. Linux only; elsewhere it may leave some.
    """
    if not shutil.which("setpriv"):
        return []
    return [*(as_user(account) or ["setpriv"]), "--pdeathsig", name]


def as_user(account: str | None) -> list[str]:
    """The beginning of a command that root runs as another user."""
    return ["setpriv", f"--reuid={account}", "--regid", _group(account), "--init-groups"] if account else []


def _account() -> str | None:
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _group(account: str) -> str:
    import pwd

    return str(pwd.getpwnam(account).pw_gid)


@cache
def _program(name: str) -> str:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    if debian:
        return str(debian[-1])
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(name)
    return found
