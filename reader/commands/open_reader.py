"""``broadsheet`` without a sub-command: the reader itself."""

from __future__ import annotations

import argparse
import sys

from reader.commands import Exit
from reader.commands.console import complain
from reader.config import load_config
from reader.errors import StoreError
from reader.paths import Paths

_SWITCH = 0.001  # seconds; at Python's own 5 ms, a key that comes while a thread is at work waits for three of those


def read(paths: Paths, options: argparse.Namespace) -> int:
    """Opens the reader; the garbage collector stays off until it has painted for the first time."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        complain("the reader needs a terminal: start it in one, or see `broadsheet --help` for what works without")
        return Exit.CANNOT
    from reader.commands.open_folders import logged, open_or_read

    sys.setswitchinterval(_SWITCH)
    config, wrong = load_config(paths.config)
    library = open_or_read(paths, config)
    try:
        library.subscriptions.mistakes = (*wrong, *library.subscriptions.mistakes)
        library.worker.seed()
        from reader.ui.app import BroadsheetApp

        app = BroadsheetApp(library, theme_name=options.theme or "")
        with logged(paths):
            app.run()
    finally:
        library.close()
    for words in dict.fromkeys(library.lost):
        complain(f"the last markings could not be saved: {words}")
    if app.failure is None:
        return Exit.CANNOT if library.lost else Exit.DONE
    if isinstance(app.failure, StoreError):
        complain(str(app.failure))
        return Exit.CANNOT
    complain(f"the reader stopped for a mistake of its own: please report it with the end of {paths.log}")
    return Exit.CANNOT
