"""Turns RSS that is written as JSON (``{"rss": {"channel": …}}``) into RSS.

In that form a key is the name of an element, a list stands for several of them, and of an element with attributes the
attributes are keys and its text is ``#value``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from reader.parse.detect_format import XmlText
from reader.parse.element_names import NAMESPACES
from reader.web.references import NOT_IN_XML

_NAME = re.compile(r"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?", re.ASCII)
_OF_ELEMENTS = frozenset({"rss", "channel", "item", "items", "image", "textInput", "skipHours", "skipDays", "author"})
_LEVELS = 20


def is_rss_in_json(document: object) -> bool:
    """Whether a JSON document is RSS."""
    rss = document.get("rss") if isinstance(document, dict) else None
    return isinstance(rss, dict) and isinstance(rss.get("channel"), dict)


def rss_from_json(document: object) -> XmlText:
    """The document as XML."""
    channel = document["rss"]["channel"]  # type: ignore[index]
    outside = {key: document["rss"][key] for key in ("item", "items") if key in document["rss"]}  # type: ignore[index]
    names = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
    content = "".join(_element("channel", {**channel, **outside}, 0))
    return XmlText(f'<rss version="2.0"{names}>{content}</rss>')


def _element(name: str, value: object, level: int) -> Iterator[str]:
    if not _NAME.fullmatch(name) or level > _LEVELS or value is None:
        return
    if isinstance(value, list):
        for one in value:
            yield from _element("item" if name == "items" else name, one, level + 1)
        return
    parts: dict[str, object] = value if isinstance(value, dict) else {"#value": value}
    attributes = {} if name in _OF_ELEMENTS else {key: one for key, one in parts.items() if _is_attribute(key, one)}
    yield f"<{name}" + "".join(f" {key}={quoteattr(_text(one))}" for key, one in attributes.items()) + ">"
    yield escape(_text(parts.get("#value", "")))
    for key, one in parts.items():
        if key not in attributes:
            yield from _element(key, one, level + 1)
    yield f"</{name}>"


def _is_attribute(key: str, value: object) -> bool:
    return bool(_NAME.fullmatch(key)) and isinstance(value, str | int | float)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return NOT_IN_XML.sub("", str(value)) if isinstance(value, str | int | float) else ""
