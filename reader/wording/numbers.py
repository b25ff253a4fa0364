"""Numbers as people write them in a language."""

from __future__ import annotations

_GROUP = {"en": ",", "de": "."}
_DECIMAL = {"en": ".", "de": ","}


def thousands(number: int, language: str) -> str:
    """A whole number in groups of three: ``12,345`` in English, ``12.345`` in German."""
    return f"{number:,}".replace(",", _GROUP[language])


def decimal(number: float, language: str, *, digits: int = 1) -> str:
    """A number with decimals: ``1.5`` in English, ``1,5`` in German."""
    whole, _, part = f"{number:,.{digits}f}".partition(".")
    return whole.replace(",", _GROUP[language]) + (_DECIMAL[language] + part if part else "")


def clock(seconds: int) -> str:
    """A length of time as players show it: ``1:02:03``, ``2:03``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
