"""What of a page may candidate to a feed, and how its addresses are resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.web.addresses import resolve

_FOR_READERS = ("feed:", "rss:", "itpc:", "pcast:", "podcast:")


@dataclass(frozen=True, slots=True)
class Link:
    """A ``<link>`` or ``<a>``: ``rel`` and ``type`` in lower case, ``href`` as it stands there."""

    href: str
    rel: frozenset[str] = frozenset()
    type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What of a page may candidate to a feed. ``base``: what its addresses are relative to."""

    url: str
    base: str
    text: str = field(repr=False)
    links: tuple[Link, ...] = ()
    anchors: tuple[Link, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()  # names (name, property, itemprop) in lower case, and contents

    def meta(self, name: str) -> str:
        """The first content of that name; empty if there is none."""
        return next((content for key, content in self.metas if key == name), "")

    def resolve(self, href: str) -> str | None:
        """An address of this page as an absolute http(s) one."""
        return join(self.base, href)


def join(base: str, href: str) -> str | None:
    """``href`` resolved against ``base``: an http(s) address, or None. ``feed:`` before it is taken away."""
    href = href.strip()
    for scheme in _FOR_READERS:
        if href[: len(scheme)].lower() == scheme:
            rest = href[len(scheme) :]
            href = f"http:{rest}" if rest.startswith("//") else rest
            break
    return resolve(base, href)
