"""Ids of articles and names of streams in the Google Reader API. Pure.

Lists of ids have signed decimals, contents ``tag:google.com,2005:reader/item/`` with 16 hexadecimal digits; at The Old
Reader both have 24 digits that mean nothing to us. We keep decimals, and otherwise the digits as they are. Servers get
the long form, which all of them read alike: Miniflux takes a decimal of exactly 16 digits for a hexadecimal one.
"""

from __future__ import annotations

import re

from reader.sync.answers import unusable

READ = "user/-/state/com.google/read"
STARRED = "user/-/state/com.google/starred"
READING_LIST = "user/-/state/com.google/reading-list"
LABEL = "user/-/label/"

_PREFIX = "tag:google.com,2005:reader/item/"
_DECIMAL = re.compile(r"-?[0-9]{1,20}")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{16}")
_OPAQUE = re.compile(r"[\x21-\x7e]{1,200}")
_LABEL = re.compile(r"user/[^/]+/label/(.+)", re.DOTALL)
_STATE = re.compile(r"user/[^/]+/state/com\.google/([a-z-]+)")


def item_id(value: object) -> str:
    """The id as we keep it, from either form. Raises :class:`~reader.errors.SyncError` for anything else."""
    if type(value) is str and value.isascii() and value.isdigit() and len(value) < 19 and value[0] != "0":
        return value  # one of thousands
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _OPAQUE.fullmatch(text):
        raise unusable("id")
    if text.startswith(_PREFIX):
        digits = text[len(_PREFIX) :]
        if _HEXADECIMAL.fullmatch(digits):
            number = int(digits, 16)
            return str(number - 2**64 if number >= 2**63 else number)
        if not digits:
            raise unusable("id")
        return digits
    if _DECIMAL.fullmatch(text) and -(2**63) <= int(text) < 2**63:
        return str(int(text))
    return text


def long_id(kept: str) -> str:
    """The form of an id that all servers understand."""
    if _DECIMAL.fullmatch(kept):
        return f"{_PREFIX}{int(kept) % 2**64:016x}"
    return _PREFIX + kept


def label_of(stream: str) -> str:
    """The name of a label or folder; empty for other streams. The user's number may stand for ``-``."""
    found = _LABEL.fullmatch(stream)
    return found[1] if found else ""


def state_of(stream: str) -> str:
    """``read``, ``starred`` and so on; empty for other streams."""
    found = _STATE.fullmatch(stream)
    return found[1] if found else ""
