"""What ``doctor`` finds outside of our own files: folders, disk space, the terminal and its locale."""

from __future__ import annotations

import locale
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reader.commands.findings import Finding, State
from reader.config import reason
from reader.printing import writes

_LITTLE_SPACE = 100_000_000  # bytes
_A_LITTLE = 65_536  # bytes that can be written into a folder that is of use
_SMALLEST = (40, 10)  # columns and lines on which the reader is still pleasant


def check_folder(name: str, folder: Path, option: str) -> Finding:
    """Whether files can be read and made in it; or in the nearest folder above, where it is not there yet."""
    there = next((above for above in (folder, *folder.parents) if above.exists()), folder)
    advice = f"make it readable and writable for you, or choose another with {option}"
    try:
        next(there.iterdir(), None)
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(bytes(_A_LITTLE))
        free = shutil.disk_usage(there).free
    except OSError as error:
        return Finding(name, State.PROBLEM, f"{there} cannot be used: {reason(error)}", advice)
    if free < _LITTLE_SPACE:
        words = f"{folder}: {free / 1_000_000:.0f} MB are left on its disk"
        return Finding(name, State.WARNING, words, "free some space before articles cannot be stored")
    return Finding(name, State.OK, str(folder) if there == folder else f"{folder}, which the first start makes")


def check_terminal() -> Iterator[Finding]:
    """Size, colours and character set of the terminal, if there is one."""
    encoding = locale.getpreferredencoding(do_setlocale=False)
    yield _check_characters(encoding)
    if not sys.stdout.isatty():
        yield Finding("terminal", State.OK, "none here: output goes to a file or a pipe")
        return
    columns, lines = shutil.get_terminal_size()
    words = f"{os.environ.get('TERM') or 'TERM is not set'}, {columns} × {lines}, {_colours()}"
    if os.environ.get("TERM", "dumb") == "dumb":
        yield Finding("terminal", State.PROBLEM, words, "start Broadsheet in a terminal that can move its cursor")
    elif (columns, lines) < _SMALLEST or lines < _SMALLEST[1]:
        yield Finding("terminal", State.WARNING, words, "make the window larger; 80 × 24 is comfortable")
    else:
        yield Finding("terminal", State.OK, words)


def _check_characters(encoding: str) -> Finding:
    if "utf" in encoding.lower() and writes("●★…"):
        return Finding("characters", State.OK, encoding)
    advice = "set LANG to a UTF-8 locale, such as C.UTF-8; or write ascii = true in config.toml"
    return Finding("characters", State.WARNING, f"{encoding} cannot show every letter", advice)


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in os.environ.get("TERM", "") else "few colours"
