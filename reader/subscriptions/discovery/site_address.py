"""The parts of an address, for the rules of well-known sites."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from reader.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The ``host`` of an address without ``www.``, the ``parts`` of its path and its ``query``, both unchanged."""

    url: str
    host: str
    parts: tuple[str, ...]
    query: dict[str, str]

    def starts_with(self, *beginning: str) -> bool:
        """Whether the path begins with these parts."""
        return self.parts[: len(beginning)] == beginning

    def part(self, number: int) -> str:
        """A part of the path; empty if it is missing."""
        return self.parts[number] if number < len(self.parts) else ""


def site_address(url: str) -> SiteAddress:
    """The parts of an address. Never raises for an address that :func:`~reader.web.addresses.web_url` takes."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().removeprefix("www.")
    query = dict(parse_qsl(parts.query)) if len(parts.query) < 4_096 else {}
    return SiteAddress(url, host, tuple(filter(None, parts.path.split("/"))), query)
