"""Lengths of time as users write them in their files: ``30m``, ``2h``, ``1d``."""

from __future__ import annotations

import re

UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}  # seconds
_DURATION = re.compile(r"([0-9]{1,10})\s*([a-z]*)")


def parse_duration(text: str) -> int | None:
    """Seconds of ``"30m"``, ``"2h"``, ``"1d"``, ``"1w"`` or ``"900"``; None for anything else."""
    match = _DURATION.fullmatch(text.strip().lower())
    unit = UNITS.get(match[2] or "s") if match else None
    return int(match[1]) * unit if match and unit else None


# -- when an opened article becomes read: "open", "end", "never", or after a time such as "5s"

SHORTEST_READ, LONGEST_READ = 1, 600  # seconds


def parse_mark_read(text: str) -> str | None:
    """The setting ``mark_read`` in its one spelling: ``after 5 s`` is ``5s``; None for anything else."""
    if text in ("open", "end", "never"):
        return text
    time = text.strip().lower().removeprefix("after").strip()
    seconds = parse_duration(time) if time[-1:].isalpha() else None
    return f"{seconds}s" if seconds and SHORTEST_READ <= seconds <= LONGEST_READ else None


def seconds_until_read(setting: str) -> int | None:
    """After how many seconds an opened article becomes read; 0: at once. None: not by time."""
    return 0 if setting == "open" else parse_duration(setting)
