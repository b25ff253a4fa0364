"""The reader, noting which modules were loaded when a text was handed over to be painted.

``python -m tests.support.painting ARGUMENTS``; ``NOTE_TEXT`` is the text, ``NOTE_FILE`` where the names go, one a line.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from textual.drivers.linux_driver import LinuxDriver

from reader.cli import main


def note_modules() -> None:
    """Has the first write of the text noted."""
    write = LinuxDriver.write

    def noting(driver: LinuxDriver, data: str) -> None:
        note = Path(os.environ["NOTE_FILE"])
        if os.environ["NOTE_TEXT"] in data and not note.exists():
            note.write_text("\n".join(sorted(sys.modules)), encoding="utf-8")
        write(driver, data)

    LinuxDriver.write = noting  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    note_modules()
    sys.exit(main())
