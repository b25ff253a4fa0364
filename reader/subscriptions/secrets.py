"""Finds out whether a settings file holds secrets: passwords in addresses, headers of requests.

It looks at the text, so that it works for a file with mistakes too, and it would rather see one too many.
"""

from __future__ import annotations

import re
from functools import cache


def holds_secrets(data: bytes) -> bool:
    """Whether the bytes of ``feeds.toml``, ``accounts.toml`` or ``config.toml`` seem to hold a secret."""
    return _secret().search(data) is not None


@cache  # compiled on first use, because opening the reader does without
def _secret() -> re.Pattern[bytes]:
    return re.compile(
        rb"""(?mx)
        ://[^/\s"'?#]*@                                          # user name and password in an address
        | ^[ \t]*(?:"headers"|'headers'|headers)[ \t]*[.=]        # headers = {}, headers.Authorization = "x"
        | ^[ \t]*["']?(?:password|token|api_key)["']?[ \t]*=      # does not belong in accounts.toml, but may be there
        | ^[ \t]*\[+[ \t]*feeds[ \t]*\.[ \t]*["']?headers         # [feeds.headers]
        """
    )
