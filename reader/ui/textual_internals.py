"""The private attributes of Textual that we use, all of them here. Check them with every new version of Textual.

``textual<9`` in ``pyproject.toml`` keeps out versions in which they may be gone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App


def failure_of(app: App[Any]) -> Exception | None:
    """The exception that ended the app; None if it runs or was quit."""
    return app._exception  # noqa: SLF001


def on_failure(app: App[Any], report: Callable[[Exception | None], object]) -> None:
    """Ends the app with a report when a handler raises, where Textual would print a traceback."""

    def end() -> None:
        report(app._exception)  # noqa: SLF001
        app._close_messages_no_wait()  # noqa: SLF001

    app._fatal_error = end  # type: ignore[method-assign]  # noqa: SLF001
