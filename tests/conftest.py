"""What several tests share."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support.xdist_events import say_less

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


def pytest_configure(config: pytest.Config) -> None:
    """Programs that tests start speak English, keep bytecode, and get the signals of a terminal even under `nohup`.

    The fixtures import the whole reader, so the process that only hands out tests to others does without them.
    """
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each of hundreds of processes would compile all it imports
    sys.dont_write_bytecode = False
    gc.disable()  # until all is collected: nothing of that is garbage
    if hasattr(config, "workerinput") or config.getoption("dist", "no") == "no":  # this process runs tests itself
        config.pluginmanager.import_plugin("tests.support.fixtures")
    if hasattr(config, "workerinput"):
        say_less(config)
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list[Any]) -> None:
    """Before several processes collect all tests."""
    alike = sys.platform == "linux" and all(spec.popen and not spec.python for spec in specs)
    if alike and config.args == config.getini("testpaths"):
        from tests.support.xdist_forks import use_forks

        use_forks()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For ``-n auto``: half as many again as there are processors, and at least three more, because many tests wait."""
    processors = os.cpu_count() or 1
    return processors + max(3, processors // 2)


# Tests of these files work or wait for up to ten seconds.
LONG = (
    "test_locked", "test_crash_safety", "test_sync_torture", "test_copies_and_stories_laws", "test_ui_tiny_windows",
    "test_real_terminals", "test_pty_front_page",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin first, so that at the end no process is alone with one."""
    items.sort(key=lambda item: item.path.stem not in LONG)


def pytest_collection_finish() -> None:
    """Spares the garbage collector all that the collection has made: it lives to the end.

    The widgets of an app and the trees of a page are thousands of objects, so it looks at its youngest less often, too.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)
