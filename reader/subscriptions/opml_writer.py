"""Writes OPML 2.0 (opml.org/spec2.opml).

Folders are nested outlines, tags are the ``category`` attribute, and other options are attributes in our own namespace,
which other readers ignore. Secrets are not exported: passwords in addresses, headers, arguments of programs.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from itertools import count
from typing import TYPE_CHECKING

from reader.model import Feed, Subscription
from reader.subscriptions import field_values as values
from reader.subscriptions.opml_attributes import OURS, OWN_TITLE, PUBLISHED_TITLE
from reader.text import clean_title
from reader.web.addresses import without_userinfo
from reader.web.references import NOT_IN_XML

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

_OURS = "urn:broadsheet:opml"


def export_opml(
    subscriptions: Iterable[Subscription],
    *,
    now: int,
    feeds: Iterable[Feed] = (),
    title: str = "Broadsheet subscriptions",
) -> str:
    """The subscriptions as a document; ``now`` in Unix seconds for its date. Built-in feeds are left out.

    ``feeds``: the stored feeds, for the titles and sites that their publishers give them.
    """
    from email.utils import formatdate
    from xml.etree import ElementTree as ET  # not needed to open the reader

    root = ET.Element("opml", {"version": "2.0", "xmlns:broadsheet": _OURS})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = title
    ET.SubElement(head, "dateCreated").text = formatdate(now, usegmt=True)
    folders = {"": ET.SubElement(root, "body")}
    taken: set[str] = set()
    stored = {feed.url: feed for feed in feeds}
    for subscription in subscriptions:
        if not values.is_built_in(subscription.url):
            url = _address(subscription, taken)
            taken.add(url)
            attributes = _attributes(subscription, url, stored.get(subscription.url))
            ET.SubElement(_outline_of(subscription.folder, folders), "outline", attributes)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _address(subscription: Subscription, taken: Container[str]) -> str:
    """The address without secrets; the address of an imported program contains its whole command with arguments."""
    command, url = subscription.command, subscription.url
    if not any(argument in url for argument in command[1:] if argument):
        return without_userinfo(url)
    own = f"exec:{command[0]}"
    return next(name for number in count(1) if (name := own if number == 1 else f"{own} {number}") not in taken)


def _attributes(subscription: Subscription, url: str, feed: Feed | None) -> dict[str, str]:
    name = subscription.title or (feed.title if feed else "") or url
    found = {"type": "rss", "text": name, "title": name, "xmlUrl": url}
    if feed and feed.link:
        found["htmlUrl"] = without_userinfo(feed.link)
    if not subscription.title and name != url:
        found[PUBLISHED_TITLE] = "true"
    if subscription.title and clean_title(subscription.title) != subscription.title:
        found[OWN_TITLE] = subscription.title
    if subscription.tags:
        found["category"] = ",".join(subscription.tags)
    for option, (attribute, written, _) in OURS.items():
        value = getattr(subscription, option)
        if value not in (None, (), False):
            found[attribute] = written(value)
    return {key: NOT_IN_XML.sub("\ufffd", value) for key, value in found.items()}


def _outline_of(folder: str, folders: dict[str, ET.Element]) -> ET.Element:
    from xml.etree import ElementTree as ET

    if folder not in folders:
        above, _, name = folder.rpartition("/")
        name = NOT_IN_XML.sub("\ufffd", name)
        folders[folder] = ET.SubElement(_outline_of(above, folders), "outline", {"text": name, "title": name})
    return folders[folder]
