"""The demo newspaper: a small magazine-like news site, in English and German, on a real server on loopback.

Two dailies, the Sound Courier and the Morning Signal, can be served beside it. They report some of its events in their
own words, others that it does not have, and agency texts that both of them print.
"""

from __future__ import annotations

from tests.newspaper.faults import Fault
from tests.newspaper.server import Newspaper
from tests.newspaper.site import Article
from tests.newspaper.wire import Request

__all__ = ["Article", "Fault", "Newspaper", "Request"]
