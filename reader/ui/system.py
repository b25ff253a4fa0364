"""Handing an address to the user's browser or clipboard: argument lists, never a shell, never our terminal."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from urllib.parse import urlsplit

_OPENER = "open" if sys.platform == "darwin" else "xdg-open"
_CLIPBOARDS = (("pbcopy",), ("wl-copy",), ("xclip", "-selection", "clipboard"), ("xsel", "-ib"), ("clip.exe",))

COPY_SECONDS = 2.0  # that a clipboard program may take
_PASTERS = (("pbpaste",), ("wl-paste", "-n"), ("xclip", "-o", "-selection", "clipboard"), ("xsel", "-ob"))


def open_in_browser(url: str, browser: Sequence[str]) -> str | None:
    """Opens an http, https or mailto address; returns what went wrong, in words, or None.

    ``browser``: program and arguments, ``%u`` standing for the address; empty: the system's own.
    """
    if urlsplit(url).scheme.lower() not in ("http", "https", "mailto"):
        return "Only web addresses go to the browser."
    command = _command(url, browser)
    if command is None:
        return "No browser was found; name one as `browser` in config.toml."
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return f"{command[0]} cannot be started: {(error.strerror or '').lower()}"
    threading.Thread(target=process.wait, name="browser", daemon=True).start()  # it leaves no zombie behind
    return None


def _command(url: str, browser: Sequence[str]) -> list[str] | None:
    if browser:
        filled = [part.replace("%u", url) for part in browser]
        return filled if any("%u" in part for part in browser) else [*filled, url]
    own = os.environ.get("BROWSER", "").split(os.pathsep)[0]
    names = (_OPENER, *([own] if own and " " not in own else []))
    found = next((path for path in map(shutil.which, names) if path), None)
    return [found, url] if found else None


def paste_from_program() -> str:
    """What lies in the clipboard, by one of the system's programs; empty where there is none that answers at once."""
    if not _has_desktop():
        return ""
    command = next((command for command in _PASTERS if shutil.which(command[0])), None)
    if command is None:
        return ""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=1, check=False)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout[:10_000].decode("utf-8", "replace")


def _has_desktop() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or sys.platform == "darwin"


def copy_with_program(text: str) -> None:
    """Copies text with one of the system's programs, for terminals that ignore OSC 52; returns at once."""
    command = next((command for command in _CLIPBOARDS if shutil.which(command[0])), None) if _has_desktop() else None
    if command:
        threading.Thread(target=_copy, args=(command, text), name="clipboard", daemon=True).start()


def _copy(command: Sequence[str], text: str) -> None:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            command, input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=COPY_SECONDS,
            check=False,
        )  # fmt: skip
