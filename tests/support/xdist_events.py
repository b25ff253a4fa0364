"""What a process that runs tests says of each test to the one that hands them out: less than xdist does.

Of six messages for each test, three are about nothing that is shown: that it begins, and that what was done before and
after it has passed.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest


def say_less(config: pytest.Config) -> None:
    """From now on in this process, unless somebody wants to see more."""
    option = config.option
    if option.verbose > 0 or option.durations or option.xmlpath or "P" in option.reportchars.upper():
        return
    for hook, heard in (
        (config.hook.pytest_runtest_logstart, _never),
        (config.hook.pytest_runtest_logreport, _if_it_shows),
    ):
        for implementation in hook.get_hookimpls():
            if type(implementation.plugin).__name__ == "WorkerInteractor":
                implementation.function = heard(implementation.function)  # type: ignore[misc]


def _never(_send: Callable[..., object]) -> Callable[..., object]:
    return lambda *_: None


def _if_it_shows(send: Callable[..., object]) -> Callable[..., object]:
    def send_some(report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            send(report)

    return send_some
