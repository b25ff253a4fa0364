"""feedparser's handler of elements, without the guesses that cost identity or time.

feedparser handles a feed with methods that are named after elements (``_start_item``, ``_end_guid``). The overridden
ones keep guids, dates and addresses as written, and limit lists that a hostile feed can grow. feedparser's own
``parse()`` is not used: it would guess the encoding again, look for a document type again, and parse each date with a
function that gets many wrong.

``docs/notes/feedparser.md`` lists the internals that this module overrides, and why.
"""

from __future__ import annotations

import contextlib
import re
from operator import attrgetter
from typing import Any

from feedparser.api import StrictFeedParser

from reader.parse.file_elements import FileElements
from reader.web.media_types import media_type

ENTRY_LIMIT = 10_000
_TAG_LIMIT = 60
_ENTRY_FLAGS = frozenset(
    {"inentry", "guidislink", "title_depth", "hasContent", "complete_entries", "depth", "nesting", "_state_before"}
    | {"_deepest", "_in_foreign", "_text_nesting"}
)
_VERSIONS = {"http://my.netscape.com/rdf/simple/0.9": "rss090", "http://www.w3.org/2005/atom": "atom10"}


class _Entry(dict[str, Any]):
    """A dictionary that can be a key, like feedparser's, but without their slow look-up of former key names."""

    __hash__ = object.__hash__  # type: ignore[assignment]


class _ContentParams(dict[str, Any]):
    """The properties of the current text. feedparser makes deep copies, but a flat copy is enough."""

    def __deepcopy__(self, memo: object) -> dict[str, Any]:
        return dict(self)


_WINDOWS_CONTROLS = re.compile("[\x80-\x9f]")  # they stand for characters of windows-1252


class _MappedText(str):
    """A text without characters that feedparser would map: its look for them takes a fifth of the time of a feed."""

    __slots__ = ()

    def translate(self, _table: object) -> str:
        return str(self)


class EnoughEntriesError(Exception):
    """Stops the parser at the entry after the last permitted one."""


class FeedHandler(FileElements):
    """Collects ``feeddata`` and ``entries`` (feedparser's dictionaries) from the events of a document.

    ``complete_entries``: how many of ``entries`` have ended. ``enough``: there are more than the limit.
    ``independent``: no entry has left state behind that could change how later elements are handled.
    """

    resolve_relative_uris = sanitize_html = False
    can_be_relative_uri = StrictFeedParser.can_be_relative_uri - {"id", "comments"}  # a guid is a name

    def __init__(self) -> None:
        """Without a base address: addresses stay as written."""
        super().__init__()
        self.complete_entries = 0
        self.enough = False
        self.independent = True
        self._declared_version = ""  # of which the root element declares the namespace
        self._state_before: object = None  # before the current entry
        self._flags = attrgetter(*(name for name, value in vars(self).items() if _is_flag(name, value)))

    def track_namespace(self, prefix: str | None, uri: str | None) -> None:
        """A namespace is declared, which tells the version of some feeds."""
        if not uri:
            return
        if not self.nesting:
            self.names.declare(prefix, uri)
            version = _VERSIONS.get(uri.lower().rstrip("/"), "")
            self._declared_version = self._declared_version or version
            if not self.version and not prefix:
                self.version = version

    def decode_entities(self, _element: str, text: str) -> str:
        """The text of an element that has ended. UTF-8 that the publisher decoded as Latin-1 is restored."""
        if not text.isascii():
            with contextlib.suppress(UnicodeError):
                text = text.encode("iso-8859-1").decode("utf-8")
        return text if _WINDOWS_CONTROLS.search(text) else _MappedText(text)

    @staticmethod
    def map_content_type(content_type: str) -> str:
        """A media type without its parameters; Atom's short names of text as media types."""
        kind = media_type(content_type)
        return {"text": "text/plain", "plain": "text/plain", "html": "text/html", "xhtml": "application/xhtml+xml"}.get(
            kind, kind
        )

    # Entries.

    def _start_item(self, attrs_d: dict[str, str]) -> None:
        if len(self.entries) >= ENTRY_LIMIT:
            self.enough = True
            raise EnoughEntriesError
        self.independent &= not self.inentry and not self.names.adopted
        self.forget_open_files()
        super()._start_item(attrs_d)
        self.entries[-1] = _Entry(self.entries[-1])
        about = attrs_d.get("rdf:about")
        if about:
            self.entries[-1]["about"] = about
        self._state_before = self._state(1)

    def _start_feed(self, attrs_d: dict[str, str]) -> None:
        self.version = self.version or self._declared_version
        super()._start_feed(attrs_d)

    def _start_entry(self, attrs_d: dict[str, str]) -> None:
        if self.nesting == 1:  # the document is the entry (RFC 4287 section 2)
            self.version = self.version or self._declared_version or "atom"
        self._start_item(attrs_d)

    def _end_item(self) -> None:
        super()._end_item()
        self.complete_entries = len(self.entries)
        self.independent &= self._state(0) == self._state_before

    _end_entry = _end_item

    def _start_in_reply_to(self, attrs_d: dict[str, str]) -> None:
        """The entry that this one answers (RFC 4685 section 3)."""
        self._get_context().setdefault("in_reply_to", attrs_d)
        self.push("thr_in-reply-to", 1)

    def _state(self, opened: int) -> object:
        """Everything that may outlive an entry. ``opened``: how many of its elements are on feedparser's stack."""
        feed = [(id(value), len(value) if type(value) is list else 0) for value in dict.values(self.feeddata)]
        return self._flags(self), len(self.elementstack) - opened, len(self.contentparams), feed

    def _start_rdf_rdf(self, _attrs: dict[str, str]) -> None:
        self.version = "rss090" if self.version == "rss090" else "rss10"

    def _end_comments(self) -> None:
        value = self.pop("comments")
        if value and not value.isdigit():  # some feeds have their number there
            self._get_context()["comments"] = self.resolve_uri(value)

    def _end_guid(self) -> None:
        self.pop("id")
        self._get_context()["permalink"] = bool(self.guidislink)

    _end_id = _end_guid

    # Texts.

    def push_content(self, tag: str, attrs_d: dict[str, str], default_content_type: str, expecting_text: int) -> None:
        """The start of a text that is kept with its type, language and base."""
        super().push_content(tag, attrs_d, default_content_type, expecting_text)
        self.contentparams = _ContentParams(self.contentparams)
        if self.contentparams["base64"]:
            self.encoding = "utf-8"  # decode_entities is not called for base64

    def pop_content(self, tag: str) -> Any:
        """The end of such a text."""
        value = super().pop_content(tag)
        self.encoding = "utf_8"
        return value

    def _start_content(self, attrs_d: dict[str, str]) -> None:
        self.hasContent = 1
        self.push_content("content", attrs_d, "text/plain", 1)  # once: feedparser pushes twice and leaves one behind
        if attrs_d.get("src", "").strip():
            self.contentparams["src"] = attrs_d["src"].strip()

    def _end_content(self) -> None:
        self.pop_content("content")  # without a copy in the summary

    _end_body = _end_xhtml_body = _end_content_encoded = _end_fullitem = _end_content
    _start_encoded = StrictFeedParser._start_content_encoded  # noqa: SLF001
    _end_encoded = _end_content

    # Dates stay as written; reader.web.dates parses them.

    def _end_published(self) -> None:
        self.pop("published")

    _end_issued = _end_pubdate = _end_published

    def _end_updated(self) -> None:
        self.pop("updated")

    _end_modified = _end_lastbuilddate = _end_date = _end_updated
    _start_date = StrictFeedParser._start_updated  # noqa: SLF001

    def _end_created(self) -> None:
        self.pop("created")

    def _end_expirationdate(self) -> None:
        self.pop("expired")

    # Authors keep their whole text; reader.people finds the names in it.

    def _end_author(self) -> None:
        text = self.pop("author")
        self.inauthor = 0
        authors = self._get_context()["authors"]
        if not authors[-1] and text and isinstance(text, str):
            authors[-1]["text"] = text

    _end_managingeditor = _end_author

    def _start_podcast_person(self, attrs_d: dict[str, str]) -> None:
        if self.inentry:
            self._get_context().setdefault("persons", []).append(attrs_d)
        self.push("podcast_person", 0)

    def _end_podcast_person(self) -> None:
        name = self.pop("podcast_person")
        if self.inentry:
            self._get_context()["persons"][-1]["name"] = name

    def _sync_author_detail(self, key: str = "author") -> None:
        pass

    # Texts of modules, which feedparser would take for the entry's own description or title.

    def _start_itunes_summary(self, _attrs: dict[str, str]) -> None:
        self.push("itunes_summary", 1)

    def _end_itunes_summary(self) -> None:
        self.pop("itunes_summary")

    def _start_itunes_subtitle(self, _attrs: dict[str, str]) -> None:
        self.push("itunes_subtitle", 1)

    def _end_itunes_subtitle(self) -> None:
        self.pop("itunes_subtitle")

    def _start_dc_description(self, _attrs: dict[str, str]) -> None:
        self.push("dc_description", 1)

    def _end_dc_description(self) -> None:
        self.pop("dc_description")

    # Lists.

    def _add_tag(self, term: Any, scheme: Any, label: Any) -> None:
        if len(self._get_context().get("tags", ())) < _TAG_LIMIT:  # feedparser compares each with all
            super()._add_tag(term, scheme, label)

    _start_slash_section = StrictFeedParser._start_category  # noqa: SLF001
    _end_slash_section = StrictFeedParser._end_category  # noqa: SLF001

    def _end_hour(self) -> None:
        self._skip("skip_hours", self.pop("hour"))

    def _end_day(self) -> None:
        self._skip("skip_days", self.pop("day"))

    def _skip(self, key: str, value: Any) -> None:
        if not self.inentry:
            self.feeddata.setdefault(key, []).append(value)


setattr(FeedHandler, "_start_thr_in-reply-to", FeedHandler._start_in_reply_to)  # noqa: SLF001 - feedparser's spelling


def _is_flag(name: str, value: object) -> bool:
    return name not in _ENTRY_FLAGS and (value is None or isinstance(value, str | int))
