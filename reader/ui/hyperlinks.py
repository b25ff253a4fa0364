"""Links that the terminal itself can open (OSC 8), for the links of an article.

https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda: addresses consist of printable ASCII, and parts of a
link with the same id and address are one link, also over several lines.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit
from zlib import crc32

from rich.segment import Segment
from textual.strip import Strip

from reader.ui.textual_internals import linked_style
from reader.web.clean_links import clean_link
from reader.web.link_claims import claim_of, host_of

_WITHOUT = ("", "dumb", "linux")  # values of TERM: some of these print what they do not know
_LONGEST = 2_000  # bytes; terminals drop longer ones (VTE: 2,083)
_SCHEMES = ("http", "https", "mailto")
_KEPT = "".join(chr(code) for code in range(0x21, 0x7F))


def terminal_has_links(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal shows hyperlinks, or at least does not print what it does not know."""
    kind = environment.get("TERM", "")
    return kind not in _WITHOUT and not kind.startswith("vt")


@lru_cache(maxsize=1_024)
def hyperlink(href: str, text: str) -> tuple[str, str] | None:
    """Address and id of a link for the terminal; None for other targets, and for links that may deceive.

    The terminal opens it without a question, and so a link that needs one is left out.
    """
    if href.partition(":")[0] not in _SCHEMES or claim_of(text, href):
        return None
    address = _in_ascii(clean_link(href))
    return (address, f"b{crc32(address.encode()):x}") if address and len(address) <= _LONGEST else None


def _in_ascii(url: str) -> str | None:
    host = host_of(url)
    if not host.isascii():
        try:
            parts = urlsplit(url)
            at = parts.netloc.rpartition("@")[2]
            url = parts._replace(netloc=at.replace(parts.hostname or "", host.encode("idna").decode("ascii"))).geturl()
        except (UnicodeError, ValueError):
            return None
    return quote(url, safe=_KEPT, errors="replace")


def with_hyperlinks(strip: Strip) -> Strip:
    """The strip with its links, which are in the meta data of its segments, as links of the terminal.

    To be done last: to add another style to a link gives it a new id.
    """
    if not any(style and style.meta.get("href") for _text, style, _control in strip):
        return strip
    return Strip(map(_linked, strip), strip.cell_length)


def _linked(segment: Segment) -> Segment:
    text, style, control = segment
    href = style.meta.get("href") if style else None
    found = hyperlink(href, text) if isinstance(href, str) else None
    return Segment(text, linked_style(style, *found), control) if style and found else segment
