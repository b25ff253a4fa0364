"""The text of an OPML document made fit for a strict parser, line for line as it was.

Programs that write OPML forget to escape ``&``, use the entities of HTML, and let control characters through.
"""

from __future__ import annotations

import re
from html.entities import html5

# XML 1.0 section 2.2: what no escaping can bring into a document.
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = re.compile(r"\A(\s*)<\?xml\s[^<>]*\?>")
_AMPERSAND = re.compile(
    r"&(?:(?:amp|lt|gt|quot|apos);|(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)|([A-Za-z][A-Za-z0-9]{1,31};)?)"
)


def mended(text: str) -> str:
    """The same lines, with every ``&`` the beginning of something that XML knows.

    The declaration goes: the text is decoded already, and blank lines may stand before it in the wild.
    """
    return _AMPERSAND.sub(_known, NOT_XML.sub("\ufffd", _DECLARATION.sub(r"\1", text)))


def _known(match: re.Match[str]) -> str:
    number, name = match.groups()
    if number:
        return _numbered(number)
    if name is None:
        return match[0] if len(match[0]) > 1 else "&amp;"
    letters = html5.get(name)
    return "".join(f"&#{ord(letter)};" for letter in letters) if letters else f"&amp;{name}"


def _numbered(reference: str) -> str:
    digits = reference[1:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    legal = code <= 0x10FFFF and not NOT_XML.match(chr(code))
    return f"&#{code};" if legal else "\ufffd"
