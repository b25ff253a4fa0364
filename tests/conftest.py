"""What several tests share."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from reader.paths import Paths
from tests.newspaper import Newspaper
from tests.support.command import Command
from tests.support.fault_stage import Servers
from tests.support.in_process import no_processes  # noqa: F401 - a fixture
from tests.support.long_list import long  # noqa: F401 - a fixture
from tests.support.miniflux_server import _cluster_of_miniflux, miniflux  # noqa: F401 - fixtures
from tests.support.profile import Profile
from tests.support.publisher import Publisher
from tests.support.ready_store import spare_the_disk, use_copies

# A law is tried with few examples in `make test`, with a few more by the CI (thorough) and with many in `make fuzz`.
for name, examples in (("brief", 10), ("thorough", 50), ("fuzz", 5_000)):
    settings.register_profile(
        name,
        max_examples=examples,
        derandomize=name != "fuzz",  # the CI tries the same examples each time; `make fuzz` looks for new ones
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
settings.load_profile("brief")


def pytest_configure() -> None:
    """Programs that tests start speak English, keep bytecode, and get the signals of a terminal even under `nohup`.

    New databases are copies, and nothing is synced with the disk.
    """
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each of hundreds of processes would compile all it imports
    sys.dont_write_bytecode = False
    spare_the_disk()
    use_copies()
    gc.disable()  # until all is collected: nothing of that is garbage
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For ``-n auto``: half as many again as there are processors, because many tests wait."""
    return ((os.cpu_count() or 1) * 3 + 1) // 2


# Tests of these files work or wait for up to ten seconds.
LONG = ("test_locked", "test_crash_safety", "test_sync_torture", "test_copies_and_stories_laws", "test_ui_tiny_windows")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin first, so that at the end no process is alone with one."""
    items.sort(key=lambda item: item.path.stem not in LONG)


def pytest_collection_finish() -> None:
    """Spares the garbage collector all that the collection has made: it lives to the end.

    The widgets of an app and the trees of a page are thousands of objects, so it looks at its youngest less often, too.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)
