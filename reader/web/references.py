"""Character references (``&amp;``), by the rules of HTML's attributes and of XML.

Everything else is text. So a query such as ``?id=7&section=2`` keeps its names, although HTML has a ``&sect`` that
needs no semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.entities import html5

_IN_ATTRIBUTE = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*(?:;|(?![=A-Za-z0-9])))")
_IN_XML = re.compile(r"&(?:#(?:x[0-9A-Fa-f]+|[0-9]+)|([A-Za-z][\w.-]*));", re.IGNORECASE)
_HALVES = re.compile(
    r"&#(?:x(?P<high_x>D[89AB][0-9A-F]{2})|(?P<high>5[56]\d{3}));&#(?:x(?P<low_x>D[C-F][0-9A-F]{2})|(?P<low>5[67]\d{3}));",
    re.IGNORECASE,
)
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2


def unescape_attribute(value: str) -> str:
    """The value of an HTML attribute as a browser reads it (HTML section 13.2.5.73).

    A named reference without a semicolon is text if ``=``, a letter or a digit follows.
    """
    return _IN_ATTRIBUTE.sub(_attribute_reference, value) if "&" in value else value


def _attribute_reference(match: re.Match[str]) -> str:
    reference = match[0]
    return unescape(reference) if reference[1] == "#" or reference[1:] in html5 else reference


def unescape_xml(text: str, entities: Mapping[str, str] = html5) -> str:
    """Text of XML whose references are resolved if they have a semicolon, those that only HTML names included.

    ``entities``: the characters of each name with its semicolon. References to characters that XML forbids are dropped.
    """
    if "&" not in text:
        return text
    return _IN_XML.sub(lambda match: _xml_reference(match, entities), join_halves(text))


def _xml_reference(match: re.Match[str], entities: Mapping[str, str]) -> str:
    name = match[1]
    return entities.get(f"{name};", match[0]) if name else xml_character(match[0][2:-1])


def xml_character(code: str) -> str:
    """The character of a numeric reference, such as ``x27`` or ``39``; empty if XML forbids it (section 2.2)."""
    if len(code) > 8:
        return ""
    number = int(code[1:], 16) if code[0] in "xX" else int(code)
    return "" if number > 0x10FFFF or NOT_IN_XML.match(chr(number)) else chr(number)


def join_halves(text: str) -> str:
    """The text with each character that was written as references to its two UTF-16 surrogates as one reference."""
    return _HALVES.sub(_joined, text) if "&#" in text else text


def _joined(match: re.Match[str]) -> str:
    high = int(match["high_x"], 16) if match["high_x"] else int(match["high"])
    low = int(match["low_x"], 16) if match["low_x"] else int(match["low"])
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return match[0]
    return f"&#{0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00};"
