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
