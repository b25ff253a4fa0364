"""Sends HTTP requests, and decides when to poll a feed next.

Importing this package is cheap. The client is in ``reader.fetch.client``, which imports aiohttp (250 ms), so only a
process that fetches imports it.
"""

from __future__ import annotations

from reader.fetch.next_check import (
    BUSY,
    CEILING,
    FLOOR,
    NextCheck,
    PollResult,
    is_due,
    next_check,
    usual_interval,
)
from reader.fetch.redirects import is_same_or_safer
from reader.fetch.values import (
    DEADLINE,
    FEED_ACCEPT,
    PAGE_ACCEPT,
    PICTURE_ACCEPT,
    Priority,
    Request,
    RequestOptions,
    Response,
    private_host_of,
)

__all__ = [
    "BUSY",
    "CEILING",
    "DEADLINE",
    "FEED_ACCEPT",
    "FLOOR",
    "PAGE_ACCEPT",
    "PICTURE_ACCEPT",
    "NextCheck",
    "PollResult",
    "Priority",
    "Request",
    "RequestOptions",
    "Response",
    "is_due",
    "is_same_or_safer",
    "next_check",
    "private_host_of",
    "usual_interval",
]
