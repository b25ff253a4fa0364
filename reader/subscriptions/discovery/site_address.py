"""An address taken apart, for the rules of well-known sites."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """An address taken apart: ``host`` without ``www.``, the path's ``parts`` and the ``query``, both as they stand."""

    url: str
    host: str
    parts: tuple[str, ...]
    query: dict[str, str]

    def starts_with(self, *beginning: str) -> bool:
        """Does the path begin so?"""
        return self.parts[: len(beginning)] == beginning

    def part(self, number: int) -> str:
        """A part of the path; empty where there is none."""
        return self.parts[number] if number < len(self.parts) else ""


def site_address(url: str) -> SiteAddress:
    """An address taken apart. Never raises for an address that :func:`~reader.web.addresses.web_url` takes."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().removeprefix("www.")
    query = dict(parse_qsl(parts.query)) if len(parts.query) < 4_096 else {}
    return SiteAddress(url, host, tuple(filter(None, parts.path.split("/"))), query)
