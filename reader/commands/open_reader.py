"""``broadsheet`` without a subcommand: opens the reader."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from typing import TYPE_CHECKING

from reader.commands import Exit
from reader.commands.console import complain
from reader.config import load_config
from reader.errors import ConfigError, StoreError, UsageError
from reader.paths import Paths, bundled
from reader.problems import Problem, problem
from reader.wording.catalogue import _
from reader.wording.problem_messages import error_message

if TYPE_CHECKING:
    from reader.ui.app import BroadsheetApp

_SWITCH_INTERVAL = 0.001  # seconds; at Python's own 5 ms, a key pressed while a thread is busy waits for three of them

log = logging.getLogger(__name__)


def open_reader(paths: Paths, options: argparse.Namespace) -> int:
    """Opens the reader. The garbage collector stays off until the first paint."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        complain(
            _("the reader needs a terminal; `{command}` lists the commands that work without one").format(
                command="broadsheet --help"
            )
        )
        return Exit.CANNOT
    check_theme(paths, options.theme)
    from reader.commands.open_folders import logged, open_or_read

    sys.setswitchinterval(_SWITCH_INTERVAL)
    config, mistakes = load_config(paths.config)
    library = open_or_read(paths, config)
    try:
        library.file_mistakes |= {"config": tuple(mistakes), "keys": tuple(_use_keys(paths))}
        library.worker.seed()
        from reader.ui.app import BroadsheetApp

        app = BroadsheetApp(library, theme_name=options.theme or "")
        with logged(paths):
            _end_in_order(app)
            try:
                app.run()
            finally:
                app.deadline.met()
    finally:
        library.close()
    for reason in dict.fromkeys(map(error_message, library.lost)):
        complain(_("the last changes could not be saved: {reason}").format(reason=reason))
    if app.failure is None:
        return Exit.CANNOT if library.lost else Exit.DONE
    if isinstance(app.failure, StoreError):
        complain(error_message(app.failure))
        return Exit.CANNOT
    complain(_("the reader stopped because of a bug: please report it with the end of {path}").format(path=paths.log))
    return Exit.CANNOT


def _use_keys(paths: Paths) -> list[ConfigError]:
    """Uses the user's keys. Returns the mistakes in the file."""
    if not paths.keys.exists():
        return []
    from reader.ui.commands.key_file import load_keys
    from reader.ui.commands.registry import use_keys

    keys, mistakes = load_keys(paths.keys)
    use_keys(keys)
    return mistakes


def _end_in_order(app: BroadsheetApp) -> None:
    """Makes signals end the app instead of the process, and threads that fail write to the log, not to the screen."""

    def failed(what: threading.ExceptHookArgs) -> None:
        name, error = what.thread.name if what.thread else "", what.exc_value or what.exc_type()
        log.critical("event=thread_failed thread=%s", name, exc_info=error)
        if name.startswith("textual-"):
            app.died(error)

    threading.excepthook = failed
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: app.end())


def check_theme(paths: Paths, name: str | None) -> None:
    """Raises :class:`~reader.errors.UsageError` if no theme has that name."""
    if name and name not in (themes := _theme_names(paths)):
        raise UsageError(problem(Problem.THEME_UNKNOWN, name=name, known=", ".join(themes)))


def _theme_names(paths: Paths) -> list[str]:
    from reader.ui.themes import load_themes

    themes, _mistakes = load_themes((bundled("themes"), paths.themes))
    return sorted(themes)
