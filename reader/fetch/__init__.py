"""One HTTP request, honest and bounded; and when to make the next one.

This door is cheap: values and the pure schedule. The client itself is ``reader.fetch.client``, whose
import brings aiohttp (a quarter of a second), so only a process that fetches imports it.
"""

from __future__ import annotations

from reader.fetch.next_check import (
    BUSY,
    CEILING,
    FLOOR,
    NextCheck,
    Outcome,
    is_due,
    next_check,
    usual_pause,
)
from reader.fetch.redirects import is_same_or_safer
from reader.fetch.values import (
    DEADLINE,
    FEED_ACCEPT,
    PAGE_ACCEPT,
    Priority,
    Request,
    Response,
    Terms,
    private_host_of,
)

__all__ = [
    "BUSY",
    "CEILING",
    "DEADLINE",
    "FEED_ACCEPT",
    "FLOOR",
    "PAGE_ACCEPT",
    "NextCheck",
    "Outcome",
    "Priority",
    "Request",
    "Response",
    "Terms",
    "is_due",
    "is_same_or_safer",
    "next_check",
    "private_host_of",
    "usual_pause",
]
