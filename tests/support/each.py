"""Many small cases in one test: pytest's own parametrisation costs more than most of them take."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

import pytest

FAILURES = (Exception, pytest.fail.Exception)  # the latter, of `pytest.raises` and others, is none of the former
Test = TypeVar("Test", bound=Callable[..., None])


def each(names: str | tuple[str, ...], cases: Iterable[Any], *, ids: object = None) -> Callable[[Test], Test]:
    """Like ``pytest.mark.parametrize``, but one test for all cases; all are tried, and each failure names its case.

    For tests without fixtures of their own, which the cases would share. ``ids`` is not needed here.
    """
    words = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    values = [(case,) if len(words) == 1 else tuple(case) for case in cases]
    assert values, "a test without cases shows nothing"

    def decorate(test: Test) -> Test:
        @wraps(test)
        def run(**fixtures: Any) -> None:
            failures: list[BaseException] = []
            for case in values:
                try:
                    test(**fixtures, **dict(zip(words, case, strict=True)))
                except FAILURES as error:
                    error.add_note(f"the case: {dict(zip(words, case, strict=True))!r:.1000}")
                    failures.append(error)
            if len(failures) > 1:
                raise BaseExceptionGroup(f"{len(failures)} of {len(values)} cases", failures)
            for failure in failures:
                raise failure

        signature = inspect.signature(test)
        others = [value for name, value in signature.parameters.items() if name not in words]
        run.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return decorate
