"""The fixtures of several test modules, and what makes all tests quicker: a plugin of every process that runs tests.

New databases are copies, nothing is synced with the disk, and certificate authorities are loaded once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.paths import Paths
from tests.newspaper import Newspaper
from tests.support.authorities import load_authorities_once
from tests.support.command import Command
from tests.support.fault_stage import Servers
from tests.support.in_process import no_processes  # noqa: F401 - a fixture
from tests.support.long_list import long  # noqa: F401 - a fixture
from tests.support.miniflux_server import _cluster_of_miniflux, miniflux  # noqa: F401 - fixtures
from tests.support.profile import Profile
from tests.support.publisher import Publisher
from tests.support.ready_store import spare_the_disk, use_copies


def pytest_configure() -> None:
    """Before any test."""
    spare_the_disk()
    use_copies()
    load_authorities_once()


@pytest.fixture
def newspaper() -> Iterator[Newspaper]:
    """The demo newspaper on loopback, its articles counted back from this moment."""
    with Newspaper() as paper:
        yield paper


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """Feeds on loopback that grow when a test says so."""
    with Publisher() as made:
        yield made


@pytest.fixture
def servers() -> Iterator[Servers]:
    """Servers that misbehave as a test asks them to."""
    with Servers() as made:
        yield made


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """Folders, and what refreshes them."""
    return Profile(tmp_path)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A user's folders, not made yet."""
    return Paths(tmp_path / "config", tmp_path / "data")


@pytest.fixture
def broadsheet(paths: Paths, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line on those folders."""
    return Command(paths, capsys)
