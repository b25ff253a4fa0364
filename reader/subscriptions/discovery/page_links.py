"""The links of a page, and how they are resolved."""

from __future__ import annotations

from dataclasses import field

from reader.lazy_dataclass import dataclass
from reader.web.addresses import resolve

READER_SCHEMES = frozenset({"feed", "rss", "atom", "podcast", "pcast", "itpc"})  # open an address in a feed reader


@dataclass(frozen=True, slots=True)
class Link:
    """A ``<link>`` or ``<a>``: ``rel`` and ``type`` in lower case, ``href`` unchanged."""

    href: str
    rel: frozenset[str] = frozenset()
    type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The parts of a page that may lead to a feed. ``base``: the address that links are relative to."""

    url: str
    base: str
    text: str = field(repr=False)
    links: tuple[Link, ...] = ()
    anchors: tuple[Link, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()  # (name, property or itemprop) in lower case, with its content
    onward: str = ""  # where ``<meta http-equiv="refresh">`` leads, unchanged

    def meta(self, name: str) -> str:
        """The content of the first ``<meta>`` with this name; empty if there is none."""
        return next((content for key, content in self.metas if key == name), "")

    def resolve(self, href: str) -> str | None:
        """The absolute http(s) address of a link; None if it has none."""
        return join(self.base, href)


def has_reader_scheme(href: str) -> bool:
    """Whether a link is meant for feed readers by its scheme."""
    scheme, colon, _ = href.strip().partition(":")
    return bool(colon) and scheme.lower() in READER_SCHEMES


def join(base: str, href: str) -> str | None:
    """``href`` resolved against ``base`` as an http(s) address, or None. A scheme such as ``feed:`` is removed."""
    return resolve(base, without_reader_scheme(href))


def without_reader_scheme(href: str) -> str:
    """A link without a scheme for feed readers: ``feed://host/`` is ``http://host/``, ``feed:https://…`` https."""
    href = href.strip()
    link = href.partition(":")[2]
    if not has_reader_scheme(href):
        return href
    return f"http:{link}" if link.startswith("//") else link
