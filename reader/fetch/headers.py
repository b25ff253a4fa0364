"""Parses the headers about caching and retrying leniently: an invalid one counts as missing.

Sources: RFC 9110 section 10.2.3 (Retry-After), RFC 9111 sections 4.2 and 5 (Age, Cache-Control, Expires).
All results are whole seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reader.web.dates import http_date

_LONGEST = 365 * 86_400
_MAX_AGE = re.compile(r"""(?:^|[,\s])max-age\s*=\s*"?([0-9]{1,18})"?\s*(?:[,;]|$)""", re.IGNORECASE)
_NO_STORE = re.compile(r"(?:^|[,\s])no-(?:store|cache)\s*(?:[,;]|$)", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,18}")


def retry_after(headers: Mapping[str, str], *, now: int | None = None) -> int | None:
    """Seconds to wait before the next request, as the server wishes; 0 to a year."""
    value = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(value):
        return min(int(value), _LONGEST)
    return _until(http_date(value, now=now), headers, now)


def fresh_for(headers: Mapping[str, str], *, now: int | None = None) -> int | None:
    """Seconds for which a response stays fresh: max-age or else Expires, minus Age.

    None if the server does not say, and for ``no-cache`` and ``no-store``: these forbid reuse without validation, but
    do not ask for more frequent requests. ``headers`` must be case-insensitive.
    """
    control = headers.get("Cache-Control", "")
    if _NO_STORE.search(control):
        return None
    match = _MAX_AGE.search(control)
    if match:
        lifetime = min(int(match[1]), _LONGEST)
    else:
        until = _until(http_date(headers.get("Expires"), now=now), headers, now)
        if until is None:
            return None
        lifetime = until
    age = headers.get("Age", "").strip()
    spent = int(age) if _SECONDS.fullmatch(age) else 0
    return max(0, lifetime - spent)


def _until(date: int | None, headers: Mapping[str, str], now: int | None) -> int | None:
    """Seconds until a date, by the server's clock (``Date``) if known, because many are minutes or years off."""
    shown = http_date(headers.get("Date"), now=now)
    start = now if shown is None else shown
    return None if date is None or start is None else max(0, min(date - start, _LONGEST))
