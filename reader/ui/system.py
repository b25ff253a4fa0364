"""Hands an address to the user's browser or clipboard: argument lists, never a shell, never our terminal.

Only :func:`paste_from_program` waits; call it from a thread.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlsplit

from reader.wording.catalogue import _

_OPENER = "open" if sys.platform == "darwin" else "xdg-open"
_CLIPBOARDS = (("pbcopy",), ("wl-copy",), ("xclip", "-selection", "clipboard"), ("xsel", "-ib"), ("clip.exe",))
_PASTERS = (("pbpaste",), ("wl-paste", "-n"), ("xclip", "-o", "-selection", "clipboard"), ("xsel", "-ob"))
_LONGEST_COPY, _LONGEST_PASTE = 5, 1  # seconds that the program may take


def open_in_browser(url: str, browser: Sequence[str]) -> str | None:
    """Opens an http, https or mailto address. Returns what went wrong, as a message, or None.

    ``browser``: program and arguments, with ``%u`` in place of the address; empty for the system's browser.
    """
    if urlsplit(url).scheme.lower() not in ("http", "https", "mailto"):
        return _("Only web addresses can be opened in the browser")
    command = _browser_command(url, browser)
    if command is None:
        return _("No browser found. Set “browser” in config.toml.")
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return _("Couldn’t start {program}: {reason}").format(program=command[0], reason=error.strerror or "")
    threading.Thread(target=process.wait, name="browser", daemon=True).start()  # so that no zombie process remains
    return None


def _browser_command(url: str, browser: Sequence[str]) -> list[str] | None:
    if browser:
        filled = [part.replace("%u", url) for part in browser]
        return filled if any("%u" in part for part in browser) else [*filled, url]
    preferred = os.environ.get("BROWSER", "").split(os.pathsep)[0]
    names = (_OPENER, *([preferred] if preferred and " " not in preferred else []))
    found = next((path for path in map(shutil.which, names) if path), None)
    return [found, url] if found else None


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
