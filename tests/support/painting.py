"""A terminal driver that notes which modules were loaded when a text was handed over to be painted.

Textual takes it from ``TEXTUAL_DRIVER=tests.support.painting:NotingDriver``; ``NOTE_TEXT`` is the text, ``NOTE_FILE``
where the names go, one a line.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from textual.drivers.linux_driver import LinuxDriver


class NotingDriver(LinuxDriver):
    """Textual's driver, with the note."""

    def write(self, data: str) -> None:
        """Notes at the first time only."""
        note = Path(os.environ["NOTE_FILE"])
        if os.environ["NOTE_TEXT"] in data and not note.exists():
            note.write_text("\n".join(sorted(sys.modules)), encoding="utf-8")
        super().write(data)
