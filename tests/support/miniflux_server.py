"""A real Miniflux on a real PostgreSQL, on loopback, in a state that each test has for itself.

The fixture ``miniflux`` gives a running server with a user, an API token and the Google Reader API. The program is
built once, by ``python -m tests.support.miniflux_server`` (needs Go), into the user's cache.
``BROADSHEET_MINIFLUX`` names another program. Where something is missing, the tests that need it are skipped, unless
``BROADSHEET_REQUIRE_SERVERS`` is set (``.ci/run``).
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import platformdirs
import pytest

from tests.support.miniflux_client import Phone
from tests.support.postgres import Cluster, Postgres, dying_with_us, postgres_missing

VERSION = "2.3.5"
OWN_PROGRAM = "BROADSHEET_MINIFLUX"
MUST = "BROADSHEET_REQUIRE_SERVERS"  # set where a missing server is a failure (.ci/run)
PATIENCE = 60.0

USER = "reader"
PASSWORD = "password-of-the-tests"  # of the user, and for the Google Reader API
TOKEN = "token-of-the-tests-0123456789abcdef"

_TEMPLATE = "template_miniflux"
_PASSWORD_HASH = "$2a$04$SoRv3qP5jXw1/Lsof20AGuAPnyRsI8mrV/ZjH9YBeNZ9lnP3ms5wm"  # bcrypt of PASSWORD, the cheapest
_NEW_USER = f"""
INSERT INTO users (id, username, password, is_admin) VALUES (1, '{USER}', '{_PASSWORD_HASH}', true);
SELECT setval('users_id_seq', 1);
INSERT INTO categories (user_id, title) VALUES (1, 'All');
INSERT INTO integrations (user_id, googlereader_enabled, googlereader_username, googlereader_password)
    VALUES (1, true, '{USER}', '{_PASSWORD_HASH}');
INSERT INTO api_keys (user_id, token, description) VALUES (1, '{TOKEN}', 'tests');
"""
_SETTINGS = {
    "TZ": "UTC",
    "LOG_LEVEL": "warning",
    "DISABLE_SCHEDULER_SERVICE": "1",  # it fetches only when asked
    "FETCHER_ALLOW_PRIVATE_NETWORKS": "1",
    "POLLING_PARSING_ERROR_LIMIT": "0",
    "HTTP_CLIENT_TIMEOUT": "10",
    "DATABASE_MAX_CONNS": "8",
    "DATABASE_MIN_CONNS": "1",
}


class MinifluxServer:
    """A server with a database of its own. ``url``: where it is, for both of its APIs; it survives a restart."""

    def __init__(self, cluster: Cluster, database: str) -> None:
        self._cluster, self._database = cluster, database
        self._process: subprocess.Popen[bytes] | None = None
        self._log = cluster.folder / f"{database}.log"
        self.port = _free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def phone(self) -> Phone:
        """A second client."""
        return Phone(self.port, TOKEN)

    def start(self) -> None:
        """Starts it and waits until it answers. Call it in a thread that stays: the server ends with it."""
        assert self._process is None
        environment = {
            **_SETTINGS,
            "DATABASE_URL": self._cluster.connection(self._database),
            "LISTEN_ADDR": f"127.0.0.1:{self.port}",
            "BASE_URL": self.url,
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*dying_with_us("KILL"), str(program())],
                env=environment, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while not _answers(self.port):
            alive = self._process.poll() is None and time.monotonic() < end
            assert alive, f"Miniflux did not start:\n{self.log()}"
            time.sleep(0.01)

    def stop(self) -> None:
        """Ends it as an administrator would; what runs is finished."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL: what runs is lost."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Under the same address."""
        self.stop()
        self.start()

    def sql(self, text: str) -> str:
        """Statements right in its database; the user's id is 1."""
        return self._cluster.sql(self._database, text)

    def fill(self, feeds: int, entries: int, *, first_port: int = 1) -> None:
        """Puts feeds with articles into the database, which need no publisher; they are spread over the last year.

        Every fifth article of a feed is unread, every hundredth has a star.
        """
        self.sql(_FILLING.format(feeds=feeds, entries=entries, port=first_port))

    def log(self) -> str:
        """What it has written."""
        return self._log.read_text(errors="replace")

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None


_FILLING = """
INSERT INTO categories (user_id, title)
    SELECT 1, 'Folder ' || number FROM generate_series(1, greatest(1, {feeds} / 20)) number;
INSERT INTO feeds (user_id, category_id, title, feed_url, site_url)
    SELECT 1, (SELECT id FROM categories WHERE title = 'Folder ' || (1 + number % greatest(1, {feeds} / 20))),
        'Feed ' || number, 'http://127.0.0.1:{port}/feed-' || number || '.xml', 'https://feed-' || number || '.example/'
    FROM generate_series(1, {feeds}) number;
INSERT INTO entries (user_id, feed_id, hash, title, url, author, content, published_at, created_at, changed_at,
        status, starred)
    SELECT 1, (SELECT min(id) FROM feeds) + number % {feeds}, md5(number::text),
        'Article ' || number || ' about ' || md5(number::text), 'https://feed.example/' || number, 'Author ' || number % 97,
        '<p>' || repeat(md5(number::text) || ' words of an article. ', 20) || '</p>',
        at, at, at, (CASE WHEN number / {feeds} % 5 = 0 THEN 'unread' ELSE 'read' END)::entry_status, number / {feeds} % 100 = 0
    FROM (SELECT number, now() - interval '365 days' * (1 - number::float / {entries}) - interval '1 minute' AS at
          FROM generate_series(1, {entries}) number) AS numbered;
ANALYZE;
"""


@contextlib.contextmanager
def miniflux_cluster() -> Iterator[Postgres]:
    """A PostgreSQL with the database that :func:`miniflux_on` copies."""
    with Postgres() as cluster:
        cluster.sql("postgres", f"CREATE DATABASE {_TEMPLATE}")
        migrated = subprocess.run(
            [str(program()), "-migrate"],
            env={"DATABASE_URL": cluster.connection(_TEMPLATE)}, cwd="/", capture_output=True, text=True,
        )  # fmt: skip
        assert migrated.returncode == 0, migrated.stderr
        cluster.sql(_TEMPLATE, _NEW_USER)
        yield cluster


@contextlib.contextmanager
def shared_cluster(folder: Path) -> Iterator[Cluster]:
    """One for all processes with this folder. The first process makes it, and ends it when nobody uses it any more."""
    lock, note = folder / "miniflux.lock", folder / "miniflux.cluster"
    with (folder / "miniflux.users").open("w") as users, contextlib.ExitStack() as made:
        with _locked(lock):
            fcntl.flock(users, fcntl.LOCK_SH)
            if note.exists() and Cluster(Path(note.read_text())).is_alive():
                cluster = Cluster(Path(note.read_text()))
            else:
                cluster = made.enter_context(miniflux_cluster())
                note.write_text(str(cluster.folder))
        try:
            yield cluster
        finally:
            if isinstance(cluster, Postgres):  # it is ours
                with _locked(lock):
                    fcntl.flock(users, fcntl.LOCK_EX)  # waits for the others
                    note.unlink()
                    made.close()


@contextlib.contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def miniflux_on(cluster: Cluster) -> Iterator[MinifluxServer]:
    """A running server with a new database."""
    database = f"miniflux_{os.getpid()}_{next(_numbers)}"
    cluster.sql("postgres", f"CREATE DATABASE {database} TEMPLATE {_TEMPLATE}")
    server = MinifluxServer(cluster, database)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        cluster.sql("postgres", f"DROP DATABASE {database} WITH (FORCE)")


_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def _cluster_of_miniflux(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    miniflux_or_skip()
    folder = tmp_path_factory.getbasetemp()
    with shared_cluster(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) as cluster:
        yield cluster


@pytest.fixture
def miniflux(_cluster_of_miniflux: Cluster) -> Iterator[MinifluxServer]:
    """A real Miniflux, new for this test."""
    with miniflux_on(_cluster_of_miniflux) as server:
        yield server


def miniflux_or_skip() -> None:
    """Skips the test if a real Miniflux cannot run here, or fails it where one is required."""
    if missing := miniflux_missing():
        if os.environ.get(MUST):
            pytest.fail(missing)
        pytest.skip(missing)


def miniflux_missing() -> str | None:
    """The reason why no real Miniflux can run; None: it can."""
    if not program().exists():
        return "Miniflux is not built (python -m tests.support.miniflux_server, which needs Go)"
    return postgres_missing()


@cache
def program() -> Path:
    """Where the program is, or would be."""
    own = os.environ.get(OWN_PROGRAM)
    return Path(own) if own else platformdirs.user_cache_path("broadsheet-tests") / f"miniflux-{VERSION}"


def build() -> None:
    """Builds the program, if it is not there yet.

    Raises :class:`FileNotFoundError` without Go, and :class:`subprocess.CalledProcessError` if it cannot be built.
    """
    if program().exists():
        return
    program().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=program().parent) as folder:
        environment = {**os.environ, "GOBIN": folder, "CGO_ENABLED": "0"}
        subprocess.run(["go", "install", f"miniflux.app/v2@v{VERSION}"], env=environment, check=True, cwd=folder)
        next(Path(folder).iterdir()).replace(program())


def _free_port() -> int:
    """Below the range that systems hand out, so that nobody takes it while the server is down."""
    while True:
        with (
            contextlib.suppress(OSError),
            socket.create_server(("127.0.0.1", random.randrange(15_000, 32_000))) as free,
        ):
            return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    try:
        build()
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        sys.exit(f"Miniflux could not be built: {error}")
    print(program())
