"""Relative addresses made absolute: those of an entry, and those inside of HTML."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

from reader.text import web_url

_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_REFERENCE = re.compile(r"""(\s(?:href|src|poster|cite)\s*=\s*)("[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|#)")


def resolve(base: str, address: object) -> str | None:
    """The http(s) address that ``address`` is, seen from ``base``; None if it is none."""
    if not isinstance(address, str) or not address.strip() or len(address) > 8_192:
        return None
    address = address.strip()
    return web_url(address if _WEB.match(address) else join(base, address))


def join(base: str, address: str) -> str:
    """``urljoin`` that never fails: an address that cannot be understood stays as it is."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def resolve_inside(html: str, base: str) -> str:
    """HTML whose relative links and pictures are absolute; everything else is left as it came."""
    if not _REFERENCE.search(html):
        return html
    return _TAG.sub(lambda tag: _REFERENCE.sub(lambda reference: _absolute(reference, base), tag[0]), html)


def _absolute(reference: re.Match[str], base: str) -> str:
    address = unescape(reference[2][1:-1])
    if not address or _ABSOLUTE.match(address):
        return reference[0]
    return f'{reference[1]}"{escape(join(base, address.strip()))}"'
