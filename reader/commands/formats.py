"""Numbers and addresses as people read them, in the language in use."""

from __future__ import annotations

from reader.web.addresses import without_userinfo
from reader.wording.catalogue import language
from reader.wording.numbers import decimal, thousands


def number(value: int) -> str:
    """``12,345``."""
    return thousands(value, language())


def tenths(value: float) -> str:
    """A number with one decimal: ``1.5``."""
    return decimal(value, language())


def shown_url(url: str) -> str:
    """An address as it may be shown: without user name and password."""
    return without_userinfo(url)
