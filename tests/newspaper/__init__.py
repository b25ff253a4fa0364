"""The demo newspaper: a small magazine-like news site, in English and German, on a real server on loopback."""

from __future__ import annotations

from tests.newspaper.faults import Fault
from tests.newspaper.server import Newspaper
from tests.newspaper.site import Article
from tests.newspaper.wire import Request

__all__ = ["Article", "Fault", "Newspaper", "Request"]
