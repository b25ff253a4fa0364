"""One value of a subscription at a time: from what stands in a file to what the reader works with.

Each function returns the value, or raises ``ValueError`` with the words for the user.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from reader.text import clean_line, web_url

BUILT_IN = frozenset({"broadsheet:welcome"})  # feeds that came with the program

SHORTEST, LONGEST = 15 * 60, 365 * 86_400
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
_INTERVAL = re.compile(r"([0-9]{1,9})\s*([a-z]*)")


def is_built_in(url: str) -> bool:
    """Does this address name a feed that came with the program, and is never fetched?"""
    return url in BUILT_IN


def address(value: object) -> str:
    """The address of a feed: http(s), or one of the built-in feeds."""
    if not isinstance(value, str):
        raise ValueError("must be an address in quotes")  # noqa: TRY004 - one sort of mistake for the caller
    if value.strip() in BUILT_IN:
        return value.strip()
    url = web_url(value)
    if url is None:
        raise ValueError("must be an address that begins with https:// or http://")
    return url


def title(value: object) -> str | None:
    """A title, or None for an empty one."""
    return clean_line(_string(value)) or None


def folder(value: object) -> str:
    """A path of folder names without empty parts: ``/a// b /`` is ``a/b``."""
    parts = (clean_line(part) for part in _string(value).split("/"))
    return "/".join(part for part in parts if part)


def tags(value: object) -> tuple[str, ...]:
    """Tags in their order, each once. A comma parts them, because OPML can hold none in a tag."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(part, str) for part in values):
        raise ValueError('must be a list of words, such as ["de", "daily"]')
    parts = (clean_line(part).strip(" /") for text in values for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def full_text(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004
    return value


def interval(value: object) -> int:
    """Seconds: ``"30m"``, ``"2h"``, ``"1d"``, ``"1w"``, or a number of seconds."""
    example = 'must be a time such as "30m", "2h" or "1d"'
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(example)  # noqa: TRY004
    seconds = value if isinstance(value, int) else _seconds(value)
    if seconds is None:
        raise ValueError(example)
    if not SHORTEST <= seconds <= LONGEST:
        raise ValueError('must be between "15m" and "365d"')
    return seconds


def interval_in_words(seconds: int) -> str:
    """The shortest form that :func:`interval` reads: ``2h`` for 7200."""
    for unit in ("w", "d", "h", "m"):
        if seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]}{unit}"
    return f"{seconds}s"


KEYS: dict[str, Callable[[object], Any]] = {
    "url": address,
    "title": title,
    "folder": folder,
    "tags": tags,
    "full_text": full_text,
    "interval": interval,
}


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string in quotes")  # noqa: TRY004
    return value


def _seconds(text: str) -> int | None:
    match = _INTERVAL.fullmatch(text.strip().lower())
    unit = _UNITS.get(match[2] or "s") if match else None
    return int(match[1]) * unit if match and unit else None
