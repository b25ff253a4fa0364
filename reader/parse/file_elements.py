"""feedparser's methods for the elements that name addresses and files: links, enclosures, Media RSS, podcasts.

A blank address is missing, and a relative one is resolved only afterwards. The files of an entry are collected with
the texts that are written about each of them; :mod:`.enclosures` decides what they are.
"""

from __future__ import annotations

from typing import Any

from reader.parse.feed_events import ITEM_IMAGE, FeedEvents
from reader.web.chapters import MOST_CHAPTERS
from reader.web.media_types import media_type

_MEDIA_LIMIT = 100
_RELATION = "http://www.iana.org/assignments/relation/"  # RFC 4287 section 4.2.7.2: the long form of a short name
_USUAL_TYPES = {"self": "application/atom+xml", "enclosure": ""}  # of links without one; all others lead to pages
_ADDRESS = ("url", "uri", "href")


class FileElements(FeedEvents):
    """Collects ``links`` and ``media``: lists of dictionaries of the feed or entry that they are in."""

    def __init__(self) -> None:
        """Without a base address: addresses stay as written."""
        super().__init__()
        self._links: list[dict[str, Any]] = []  # that are open
        self._media: list[dict[str, Any]] = []  # groups and files that are open

    def forget_open_files(self) -> None:
        """An entry begins."""
        self._links.clear()
        self._media.clear()

    def _start_link(self, attrs_d: dict[str, str]) -> None:
        self._links.append({**attrs_d, "atom": self.version.startswith("atom")})
        self.push("link", 0)

    def _start_atom_link(self, attrs_d: dict[str, str]) -> None:
        self._links.append({**attrs_d, "atom": True})
        self.push("link", 0)

    def _end_link(self) -> None:
        text = self.pop("link") or ""
        link = self._links.pop()
        address = next((value.strip() for key in _ADDRESS if (value := link.get(key))), "")
        if text and not (link["atom"] and address):
            link = {"atom": link["atom"]}  # in RSS the text is the link
            address = text.replace("&amp;", "&")
        if not address:
            return
        rel = (link.get("rel", "").strip() or "alternate").removeprefix(_RELATION)
        kind = link.get("type") or _USUAL_TYPES.get(rel, "text/html")
        link |= {"href": self.resolve_uri(address), "rel": rel, "type": media_type(kind)}
        self._get_context().setdefault("links", []).append(link)

    _end_atom_link = _end_link

    def _start_enclosure(self, attrs_d: dict[str, str]) -> None:
        self._keep_link(attrs_d, "enclosure")

    def _keep_link(self, attrs_d: dict[str, str], rel: str) -> None:
        """A file that an element names by ``href``, ``url`` or ``uri``."""
        address = next((value.strip() for key in _ADDRESS if (value := attrs_d.get(key))), "")
        if address and self.inentry:
            link = {**attrs_d, "href": self.resolve_uri(address), "rel": rel}
            self._get_context().setdefault("links", []).append(link)

    def _start_media_peerlink(self, attrs_d: dict[str, str]) -> None:
        self._keep_link(attrs_d, "attached")

    def _start_podcast_transcript(self, attrs_d: dict[str, str]) -> None:
        self._keep_link({**attrs_d, "role": "transcript"}, "attached")

    def _start_podcast_chapters(self, attrs_d: dict[str, str]) -> None:
        self._keep_link({**attrs_d, "role": "chapters"}, "attached")

    def _start_psc_chapter(self, attrs_d: dict[str, str]) -> None:
        if self.inentry:
            chapters = self._get_context().setdefault("chapters", [])
            if len(chapters) < MOST_CHAPTERS:
                chapters.append(attrs_d)

    def _start_podcast_alternateenclosure(self, attrs_d: dict[str, str]) -> None:
        self._media[:] = [attrs_d]

    def _start_podcast_source(self, attrs_d: dict[str, str]) -> None:
        self._keep_link({**(self._media[-1] if self._media else {}), **attrs_d}, "attached")

    def _end_podcast_alternateenclosure(self) -> None:
        self._media.clear()

    # Media RSS, and the picture of an item. A text belongs to the innermost file or group, else to the entry.

    def _keep_media(self, attrs_d: dict[str, str], role: str) -> dict[str, Any]:
        file: dict[str, Any] = {**attrs_d, "role": role, "within": self._media[-1] if self._media else None}
        address = attrs_d.get("url", "").strip()
        file["url"] = self.resolve_uri(address) if address else ""
        kept = self.entries[-1].setdefault("media", []) if self.inentry and not self.insource else []
        if len(kept) < _MEDIA_LIMIT:
            kept.append(file)
        return file

    def _start_media_group(self, _attrs: dict[str, str]) -> None:
        self._media.append({"role": "group"})

    def _end_media_group(self) -> None:
        self._media.pop()

    _end_media_content = _end_media_group

    def _start_media_content(self, attrs_d: dict[str, str]) -> None:
        self._media.append(self._keep_media(attrs_d, "content"))

    def _start_media_thumbnail(self, attrs_d: dict[str, str]) -> None:
        self._keep_media(attrs_d, "thumbnail")
        self.push("media_thumbnail", 0)

    def _end_media_thumbnail(self) -> None:
        self._address_as_text(self.pop("media_thumbnail"))

    def _address_as_text(self, text: str | None) -> None:
        media = self.entries[-1].get("media") if self.inentry else None
        if text and media and not media[-1]["url"]:
            media[-1]["url"] = self.resolve_uri(text)

    def _start_media_player(self, attrs_d: dict[str, str]) -> None:
        self._keep_link(attrs_d, "player")
        self.push("media_player", 0)

    def _end_media_player(self) -> None:
        self.pop("media_player")

    def _start_media_title(self, attrs_d: dict[str, str]) -> None:
        self._start_media_text("media_title", attrs_d)

    def _end_media_title(self) -> None:
        self._end_media_text("media_title")

    def _start_media_description(self, attrs_d: dict[str, str]) -> None:
        self._start_media_text("media_description", attrs_d)

    def _end_media_description(self) -> None:
        self._end_media_text("media_description")

    def _start_media_text(self, name: str, attrs_d: dict[str, str]) -> None:
        holder = self._media[-1] if self._media else self._get_context()
        holder.setdefault(f"{name}_type", media_type(attrs_d.get("type", "")))
        self.push(name, 0)

    def _end_media_text(self, name: str) -> None:
        value = str(self.decode_entities(name, self.pop(name) or ""))
        if self._media:
            self._media[-1].setdefault(name, value)
        if not self._media or self._media[-1].get("role") == "group":
            self._get_context().setdefault(name, value)

    def _start_image(self, attrs_d: dict[str, str]) -> None:
        if not self.inentry:
            super()._start_image(attrs_d)
            return
        address = next((attrs_d[key] for key in ("url", "href", "src", "rdf:resource") if attrs_d.get(key)), "")
        self._keep_media({"url": address}, "image")
        self.push("image", 0)

    def _end_image(self) -> None:
        if self.inentry:
            self._address_as_text(self.pop("image"))
        else:
            super()._end_image()

    def _end_url(self) -> None:
        if self._children is ITEM_IMAGE:
            self._address_as_text(self.pop("href"))
        else:
            super()._end_url()
