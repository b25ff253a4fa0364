"""A deadline for the end of the reader: a screen that hangs must neither keep the process alive nor lose changes."""

from __future__ import annotations

import faulthandler
import logging
import os
import tempfile
import threading
from collections.abc import Callable

SECONDS = 1.5  # from the wish to end until the screen has closed; usually 0.1
_LONGEST_SAVE = 15.0  # seconds; another program may hold the database for ten

log = logging.getLogger(__name__)


class Deadline:
    """Once started, saves and ends the process unless :meth:`met` is called in time.

    ``save`` and then ``tidy`` are called on another thread, while the main thread still hangs.
    """

    def __init__(self, save: Callable[[], object], tidy: Callable[[], object]) -> None:
        self._save, self._tidy = save, tidy
        self._met = threading.Event()
        self._started = False

    def start(self) -> None:
        """Starts the deadline; a second call does nothing. Can be called in a signal handler."""
        if not self._started:
            self._started = True
            threading.Thread(target=self._watch, name="deadline", daemon=True).start()

    def met(self) -> None:
        """The screen has closed."""
        self._met.set()

    def _watch(self) -> None:
        if self._met.wait(SECONDS):
            return
        log.critical("event=end_hangs\n%s", _all_stacks())
        for job, seconds in ((self._save, _LONGEST_SAVE), (self._tidy, 0.5)):
            thread = threading.Thread(target=job, daemon=True)
            thread.start()
            thread.join(seconds)
        logging.shutdown()
        os._exit(2)


def _all_stacks() -> str:
    """Where each thread is."""
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        return file.read()
