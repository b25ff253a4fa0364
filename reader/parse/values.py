"""Values in feedparser's dictionaries, where any key may hold a value of any type: one of the wrong type is missing."""

from __future__ import annotations

import re
from typing import Any

_GROUPED = re.compile(r"\d{1,3}(?:[.,'\u2019\u00a0\u202f ]\d{3})+")


def text(found: dict[str, Any], key: str) -> str:
    """The string under a key, or an empty one. (feedparser's ``get`` would try other keys too.)"""
    value = dict.get(found, key)
    return value if isinstance(value, str) else ""


def dictionaries(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The dictionaries in the list under a key."""
    value = dict.get(found, key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def links(found: dict[str, Any], rel: str) -> list[dict[str, Any]]:
    """The links of a relation."""
    return [link for link in dictionaries(found, "links") if link.get("rel") == rel]


def number(value: object) -> int | None:
    """A count written as text, such as ``1,234``; None for anything else, negative numbers included."""
    digits = value.strip() if isinstance(value, str) else ""
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"\D", "", digits)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None
