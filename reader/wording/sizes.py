"""Amounts of data as people read them: ``10 MB``."""

from __future__ import annotations

from reader.wording.catalogue import _, language, plural
from reader.wording.numbers import decimal

_KB, _MB = 1_000, 1_000_000


def byte_size(count: int) -> str:
    """``10 MB``, ``1.5 kB``, ``20 bytes``."""
    if count >= _MB:
        return _("{number} MB").format(number=_number(count / _MB))
    if count >= _KB:
        return _("{number} kB").format(number=_number(count / _KB))
    return plural("{n} byte", "{n} bytes", count)


def _number(value: float) -> str:
    return decimal(value, language(), digits=0 if value == int(value) else 1)
