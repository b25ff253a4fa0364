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
