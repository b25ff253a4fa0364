"""Bytes to text, believing the bytes more than what is said about them.

RFC 7303 section 3 lets a BOM win over the HTTP charset, and that over the XML declaration. Servers send a
default charset for everything, though, and programs copy declarations, so: bytes that are UTF-8 are
UTF-8, whatever is declared, and a UTF-8 text with some bad bytes stays one, with U+FFFD in their place.
Only what is not UTF-8 is read as declared, by HTTP or by the document.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BARE_WIDE = (  # without a BOM: the first character of XML or JSON, with the zeros beside it
    (re.compile(rb"[<{\[]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{\[]"), "utf-32-be"),
    (re.compile(rb"(?:\s\0)*[<{\[]\0"), "utf-16-le"),
    (re.compile(rb"(?:\0\s)*\0[<{\[]"), "utf-16-be"),
)
_DECLARATION = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]{1,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
# Encodings for text that hold ASCII in its place; Python's codecs also know zlib, rot13 and idna.
_ALLOWED = re.compile(
    r"(x-)?(iso-?8859-?\d+|latin-?\d+|l\d|windows-?\d+|win-?\d+|cp-?\d+|ibm\d+|koi8-?[rut]|gb2312|gbk|gb18030|hz(-gb-2312)?"
    r"|big5(-?hkscs)?|shift-?jis|s-?jis|ms-?kanji|windows-31j|euc-?(jp|kr|tw|cn)|iso-2022-(jp|kr)(-\d)?|ks-c-5601-1987"
    r"|johab|tis-?620|mac-?(roman|cyrillic|greek|turkish|latin2)|macintosh|us-ascii|ascii)"
)
# What browsers read instead (WHATWG Encoding section 4.2): the wider set that publishers mean.
_WIDER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks-c-5601-1987": "cp949",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
}
_SERVER_DEFAULTS = frozenset({"cp1252", "cp1254"})
_SHIFTED = re.compile(r"iso-?2022|hz")  # 7-bit encodings that look like ASCII, so like UTF-8


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of an answer, without BOM. Never fails; what cannot be read becomes U+FFFD."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return _lenient(body[len(bom) :], encoding)
    for sign, encoding in _BARE_WIDE:
        if sign.match(body):
            return _lenient(body, encoding)
    declared = _declared(body, content_type)
    if any(_SHIFTED.match(encoding) for encoding in declared):
        return _lenient(body, next(e for e in declared if _SHIFTED.match(e)))
    text = _utf8(body, 4 if declared else 1)
    return _as_declared(body, declared) if text is None else text


def _utf8(body: bytes, doubt: int) -> str | None:
    """The text, if it is UTF-8 but for some bytes; None if it is something else.

    For every bad byte there must be ``doubt`` good sequences: nothing else makes those by chance.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = codecs.getincrementaldecoder("utf-8")("replace").decode(body)  # a last half character is left out
    bad = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - bad if bad else 1
    return text if bad * doubt <= good else None


def _as_declared(body: bytes, encodings: list[str]) -> str:
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _lenient(body, encodings[0] if encodings else "cp1252")


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """The encodings that are named, the more believable first."""
    said = _CHARSET.search(content_type or "")
    written = _DECLARATION.search(body[:1_024])
    by_http = _codec(said[1]) if said else None
    by_document = _codec(written[1].decode("ascii", "replace")) if written else None
    order = (by_document, by_http) if by_http in _SERVER_DEFAULTS else (by_http, by_document)
    return [encoding for encoding in order if encoding]


def _codec(name: str) -> str | None:
    name = name.lower().replace("_", "-")
    if not _ALLOWED.fullmatch(name):
        return None
    name = _WIDER.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _lenient(body: bytes, encoding: str) -> str:
    # A byte that is no character in cp1252 or an odd last byte of UTF-16 shall not cost the text.
    return body.decode(encoding, "replace").lstrip("\ufeff")
