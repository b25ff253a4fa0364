"""OPML 2.0 (opml.org/spec2.opml), out and in.

Folders are nested outlines, tags the ``category`` attribute. What OPML has no word for (full text,
interval) stands in attributes of our own namespace, which others skip. A password in an address is not
exported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from reader.errors import ParseError
from reader.model import Subscription
from reader.subscriptions import values

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

_OURS = "urn:broadsheet:opml"
_DEEPEST = 32
# XML 1.0 section 2.2: what no escaping can bring into a document.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_opml(subscriptions: Iterable[Subscription], *, now: int, title: str = "Broadsheet subscriptions") -> str:
    """The subscriptions as a document; ``now`` in Unix seconds for its date. Built-in feeds are left out."""
    from email.utils import formatdate
    from xml.etree import ElementTree as ET  # none of these is needed for starting up

    root = ET.Element("opml", {"version": "2.0", "xmlns:broadsheet": _OURS})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = title
    ET.SubElement(head, "dateCreated").text = formatdate(now, usegmt=True)
    folders = {"": ET.SubElement(root, "body")}
    for subscription in subscriptions:
        if not values.is_built_in(subscription.url):
            ET.SubElement(_outline_of(subscription.folder, folders), "outline", _attributes(subscription))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def read_opml(data: bytes) -> tuple[Subscription, ...]:
    """The subscriptions of a document in its order, each address once.

    Outlines with an unusable address are left out. :class:`ParseError` names the line where the XML
    breaks off; a document that declares entities is refused (bombs are made of them).
    """
    from xml.parsers import expat

    reading = _Reading()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.EntityDeclHandler = reading.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        words = expat.ErrorString(error.code)
        raise ParseError(f"this is not well-formed OPML: line {error.lineno}: {words}") from error
    except (ValueError, LookupError) as error:
        raise ParseError("this OPML is in an encoding that cannot be read") from error
    if not reading.is_opml:
        raise ParseError("this is not an OPML document")
    return tuple(reading.found.values())


def _attributes(subscription: Subscription) -> dict[str, str]:
    url = _without_password(subscription.url)
    name = subscription.title or url
    found = {"type": "rss", "text": name, "title": name, "xmlUrl": url}
    if subscription.tags:
        found["category"] = ",".join(subscription.tags)
    if subscription.full_text:
        found["broadsheet:fullText"] = "true"
    if subscription.interval is not None:
        found["broadsheet:interval"] = values.interval_in_words(subscription.interval)
    return {key: _NOT_XML.sub("\ufffd", value) for key, value in found.items()}


def _outline_of(folder: str, folders: dict[str, ET.Element]) -> ET.Element:
    from xml.etree import ElementTree as ET

    if folder not in folders:
        above, _, name = folder.rpartition("/")
        name = _NOT_XML.sub("\ufffd", name)
        folders[folder] = ET.SubElement(_outline_of(above, folders), "outline", {"text": name, "title": name})
    return folders[folder]


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


class _Reading:
    """The handlers of expat; no recursion, so depth costs nothing."""

    def __init__(self) -> None:
        self.found: dict[str, Subscription] = {}
        self.is_opml = False
        self._path: list[str] = []  # the names of the outlines around us; empty for one that is a feed

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.is_opml = self.is_opml or tag == "opml"
        if tag != "outline":
            return
        found = {key.lower(): value for key, value in attributes.items()}
        url = found.get("xmlurl")
        if url is None:
            self._path.append((found.get("text") or found.get("title") or "").replace("/", "∕"))
            return
        self._path.append("")
        subscription = _subscription(url, found, "/".join(self._path[:_DEEPEST]))
        if subscription:
            self.found.setdefault(subscription.url, subscription)

    def end(self, tag: str) -> None:
        if tag == "outline":
            self._path.pop()

    def refuse(self, *_: Any) -> None:
        raise ParseError("this OPML declares entities of its own, which is not safe to read")


def _subscription(url: str, found: dict[str, str], folder: str) -> Subscription | None:
    try:
        address = values.address(url)
        wait = values.interval(found["broadsheet:interval"]) if "broadsheet:interval" in found else None
    except ValueError:
        return None
    title = values.title(found.get("title") or found.get("text") or "")
    return Subscription(
        url=address,
        title=None if title == address else title,
        folder=values.folder(folder),
        tags=values.tags(found.get("category", "")),
        full_text=found.get("broadsheet:fulltext") == "true",
        interval=wait,
    )
