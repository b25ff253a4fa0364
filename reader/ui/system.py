"""Hands addresses to the user's browser, and text to the clipboard.

Only :func:`paste_from_program` waits; call it from a thread.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.programs import OF_ONE, Program, browser_program, filled
from reader.ui.run_programs import Job, missing_program, run
from reader.wording.catalogue import _

if TYPE_CHECKING:
    from reader.ui.app import BroadsheetApp

_OPENER = "open" if sys.platform == "darwin" else "xdg-open"
_CLIPBOARDS = (("pbcopy",), ("wl-copy",), ("xclip", "-selection", "clipboard"), ("xsel", "-ib"), ("clip.exe",))
_PASTERS = (("pbpaste",), ("wl-paste", "-n"), ("xclip", "-o", "-selection", "clipboard"), ("xsel", "-ob"))
_EARLY = 10.0  # seconds after the start in which a browser that fails has not shown the address
_LONGEST_COPY, _LONGEST_PASTE = 5, 1  # seconds that the program may take


def open_address(app: BroadsheetApp, url: str, browser: Program | None, tell: Callable[[str], object]) -> bool:
    """Opens an http, https or mailto address; False if that cannot be. ``tell`` gets a message about each problem."""
    if urlsplit(url).scheme.lower() not in ("http", "https", "mailto"):
        tell(_("Only web addresses can be opened in the browser"))
        return False
    if browser is None:
        tell(_("No browser found. Set “browser” in config.toml."))
        return False
    values = dict.fromkeys(OF_ONE, "") | {"address": url}
    arguments = filled(browser, values, {})
    job = Job(browser.name, arguments, terminal=browser.terminal)
    if missing := missing_program(job):
        tell(_("{problem}. Set another “browser” in config.toml.").format(problem=missing))
        return False
    app.run_worker(_open(app, job, tell))
    return True


async def _open(app: BroadsheetApp, job: Job, tell: Callable[[str], object]) -> None:
    """A browser may run for hours, so only a failure right after its start is of the address."""
    started = time.monotonic()
    failure = await run(app, job)
    if failure and (job.terminal or time.monotonic() - started < _EARLY):
        tell(failure)


def default_browser(browser: Sequence[str], *, background: bool = False) -> Program | None:
    """The browser of the settings, else the system's, if there is one.

    ``background``: it is not to come to the front. Only macOS has a way to ask for that.
    """
    if browser:
        return browser_program(Path(browser[0]).name, browser)
    preferred = os.environ.get("BROWSER", "").split(os.pathsep)[0]
    names = (_OPENER, *([preferred] if preferred and " " not in preferred else []))
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        return None
    options = ["-g"] if background and sys.platform == "darwin" and Path(found).name == _OPENER else []
    return browser_program(Path(found).name, [found, *options])


def paste_from_program() -> str:
    """The text in the clipboard; empty if no program answers within a second."""
    command = _first_installed(_PASTERS)
    if command is None:
        return ""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=_LONGEST_PASTE, check=False)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout[:10_000].decode("utf-8", "replace")


def copy_with_program(text: str) -> None:
    """Copies a text with one of the system's programs, for terminals that do not support OSC 52."""
    command = _first_installed(_CLIPBOARDS)
    if command is None:
        return

    def copy() -> None:
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(command, input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           timeout=_LONGEST_COPY, check=False)  # fmt: skip

    threading.Thread(target=copy, name="clipboard", daemon=True).start()


def _first_installed(commands: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin"):
        return None
    return next((command for command in commands if shutil.which(command[0])), None)
