"""Bytes of a page → text, as browsers do it: BOM, ``Content-Type``, ``<meta>``, then UTF-8 (HTML 13.2.3).

One rule differs: bytes that are valid UTF-8 and not ASCII are UTF-8 whatever a single-byte label says,
because servers lie about that far more often than such text comes about by chance.
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,512}?charset\s*=\s*[\"']?\s*([\w.:+-]{1,40})", re.IGNORECASE)
_WINDOWS = frozenset({"iso8859-1", "ascii", "cp1252", "latin-1"})  # labels that browsers read as windows-1252
_TEXT_CODECS = re.compile(r"(?:utf|iso|cp|koi8|mac|big5|gb|euc|shift|johab|hz|tis|ascii|latin|ptcp|kz)", re.IGNORECASE)


def decode_page(body: bytes, content_type: str | None = None) -> str:
    """The text of a page; bytes that its encoding lacks become U+FFFD. Never raises."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace")
    named = _known(_HEADER.search(content_type or "")) or _known(_META.search(body[:4_096]), in_body=True)
    if named and named.startswith(("utf-16", "utf-32", "iso2022", "hz")):
        return body.decode(named, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode(named or "utf-8", "replace")


def _known(match: re.Match[str] | re.Match[bytes] | None, *, in_body: bool = False) -> str | None:
    if match is None:
        return None
    label = match[1].decode("ascii", "replace") if isinstance(match[1], bytes) else match[1]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if name in _WINDOWS:
        return "cp1252"
    if in_body and name.startswith(("utf-16", "utf-32")):
        return "utf-8"  # the bytes just read as ASCII, so they are not
    return name if _TEXT_CODECS.match(name) else None
