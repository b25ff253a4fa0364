"""feedparser's mapping of all dialects to one, with its guesses that cost identity or time taken out.

feedparser reads a feed by methods named after elements (``_start_item``, ``_end_guid``). Taken over here:
guids and dates stay as written, a description of a picture stays out of the entry's summary, lists that a
hostile feed can grow are bounded. The base class is feedparser's own, without its parse(): that would guess
the encoding again, look for a document type again, and parse each date with a function that gets many wrong.
"""

from __future__ import annotations

import contextlib
import re
from operator import attrgetter
from typing import Any

from feedparser.api import StrictFeedParser

ENTRY_LIMIT = 10_000
NESTING_LIMIT = 250  # elements; deeper ones are left out, their text is kept
_BASE_LIMIT = 2_048  # characters of an xml:base
_TAG_LIMIT = 60
_NAMESPACE_LIMIT = 100
_NAME_CACHE_LIMIT = 5_000
_ENTRYS_OWN = frozenset({"inentry", "guidislink", "title_depth", "hasContent", "whole", "depth", "nesting", "_before"})
_ROOTS = frozenset({"feed", "rss", "rdf:RDF"})  # whose language is the feed's
_OF_TEXTINPUT = frozenset({"title", "link", "description", "name"})
_OF_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_VOID_ENDS = frozenset({"</br>", "</hr>", "</img>", "</wbr>", "</input>", "</source>", "</embed>", "</area>"})
# feedparser's methods look up what an element around this one should have left, and fail where it is not.
_ODD_NESTING = (KeyError, IndexError, TypeError, ValueError)


class _Entry(dict[str, Any]):
    """A dictionary that can be a key, as feedparser's are, without their look-up of old names (written in Python)."""

    __hash__ = object.__hash__  # type: ignore[assignment]


class _ContentParams(dict[str, Any]):
    """What is known of the text being read; feedparser copies it deeply, and it is flat."""

    def __deepcopy__(self, memo: object) -> dict[str, Any]:
        return dict(self)


_OF_WINDOWS = re.compile("[\x80-\x9f]")  # controls, which stand for letters and signs of windows-1252


class _Settled(str):
    """A text with nothing in it of what feedparser would map: looking takes it a fifth of the time of a feed."""

    __slots__ = ()

    def translate(self, _table: object) -> str:
        return str(self)


class EnoughEntriesError(Exception):
    """Raised to stop the reading at the entry after the last one that is wanted."""


class FeedHandler(StrictFeedParser):  # type: ignore[misc]
    """Receives a document's events and keeps ``feeddata`` and ``entries`` (feedparser's dictionaries).

    ``whole``: how many of ``entries`` have been seen to their end. ``closed``: so has the root element.
    ``independent``: no entry has left a trace by which what comes after it could be read otherwise.
    """

    resolve_relative_uris = sanitize_html = False
    can_be_relative_uri = StrictFeedParser.can_be_relative_uri - {"id"}  # a guid is a name, not an address

    baseuri: str
    lang: str | None
    contentparams: dict[str, Any]

    def __init__(self) -> None:
        """A handler without a base of its own: addresses stay as they were written."""
        super().__init__("", None, "utf_8")  # spelled so that :meth:`decode_entities` and nothing else mends a text
        self.whole = 0
        self.nesting = 0
        self.closed = False
        self.independent = True
        self._before: object = None  # the state in which the entry began
        self._flags = attrgetter(*(name for name, value in vars(self).items() if _is_flag(name, value)))
        self._names: dict[str, str] = {}
        self._outside: list[tuple[str, str | None]] = []  # base and language around each open element

    # Events, from expat or from tag soup.

    def start_expanded(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag whose names are expat's ``namespace local`` pairs."""
        named = [(self.name_of(key), value) for key, value in attributes.items()] if attributes else []
        self.start(self.name_of(name), named)

    def end_expanded(self, name: str) -> None:
        """An end tag named likewise."""
        self.end(self.name_of(name))

    def start(self, tag: str, attributes: list[tuple[str, str]]) -> None:
        """A start tag: lower-case names with feedparser's prefixes."""
        self.nesting += 1
        if self.nesting > NESTING_LIMIT:
            return
        self._outside.append((self.baseuri, self.lang))
        if attributes:
            attributes = [(k, v) for k, v in attributes if len(v) <= _BASE_LIMIT or k not in ("xml:base", "base")]
        try:  # noqa: SIM105 - called with every tag, and a context costs a tenth of it
            self.unknown_starttag(tag, attributes)
        except _ODD_NESTING:
            pass
        if len(self.baseuri) > _BASE_LIMIT:
            self.baseuri = ""

    def end(self, tag: str) -> None:
        """An end tag."""
        self.nesting -= 1
        self.closed = self.nesting == 0
        if self.nesting >= NESTING_LIMIT:
            return
        try:  # noqa: SIM105
            self.unknown_endtag(tag)
        except _ODD_NESTING:
            pass
        # feedparser forgets to leave an xml:base where there was none before, and to count some ends.
        self.baseuri, self.lang = self._outside.pop()
        self.depth = self.nesting

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        """feedparser's, without what only attributes, a base and XHTML need: half of the time, for most tags."""
        if attrs or self.baseuri or self.incontent or tag in _ROOTS:
            super().unknown_starttag(tag, attrs)
            return
        self.depth += 1
        self.basestack.append("")
        self.langstack.append(self.lang)
        prefix, suffix = tag.split(":", 1) if ":" in tag else ("", tag)
        prefix = self.namespacemap.get(prefix, prefix)
        if not prefix and tag not in _OF_TEXTINPUT:
            self.intextinput = 0
        if not prefix and tag not in _OF_IMAGE:
            self.inimage = 0
        name = f"{prefix}_{suffix}" if prefix else suffix
        try:
            getattr(self, f"_start_{name}")({})
        except AttributeError:
            self.push(name, 1)

    def name_of(self, expanded: str) -> str:
        """feedparser's name of ``namespace local``: its own prefix if it knows the namespace, else the feed's."""
        name = self._names.get(expanded)
        if name is None:
            if len(self._names) > _NAME_CACHE_LIMIT:
                self._names.clear()
            name = self._names[expanded] = self._make_name(expanded)
        return name

    def _make_name(self, expanded: str) -> str:
        namespace, _, local = expanded.rpartition(" ")
        local = local.lower()
        if not namespace:
            return local
        lower = namespace.lower()
        prefix = "" if "backend.userland.com/rss" in lower else self._matchnamespaces.get(lower)
        if prefix is None:
            declared = (name for name, uri in self.namespaces_in_use.items() if name and uri == namespace)
            prefix = next(declared, "")
        return f"{prefix.lower()}:{local}" if prefix else local

    def track_namespace(self, prefix: str | None, uri: str | None) -> None:
        """A namespace comes into use; feedparser looks through all of them often, so there is an end."""
        if not uri:
            return
        if len(self.namespaces_in_use) < _NAMESPACE_LIMIT:
            if self.nesting and prefix and self._matchnamespaces.get(uri.lower()) != prefix:
                self.independent &= self.namespaces_in_use.get(prefix) == uri
            super().track_namespace(prefix, uri)
        else:
            self.independent = False

    def handle_data(self, text: str, escape: int = 1) -> None:
        """Text; and tags inside of XHTML, which become text again (HTML takes ``</br>`` for a second break)."""
        if escape or text not in _VOID_ENDS:
            super().handle_data(text, escape)

    def decode_entities(self, _element: str, text: str) -> str:
        """The text of an element that has ended, of UTF-8 that was read as Latin-1 made what it was."""
        if not text.isascii():
            with contextlib.suppress(UnicodeError):
                text = text.encode("iso-8859-1").decode("utf-8")
        return text if _OF_WINDOWS.search(text) else _Settled(text)

    # Entries.

    def _start_item(self, attrs_d: dict[str, str]) -> None:
        if len(self.entries) >= ENTRY_LIMIT:
            raise EnoughEntriesError
        self.independent &= not self.inentry
        super()._start_item(attrs_d)
        self.entries[-1] = _Entry(self.entries[-1])
        self._before = self._state(1)

    _start_entry = _start_item

    def _end_item(self) -> None:
        super()._end_item()
        self.whole = len(self.entries)
        self.independent &= self._state(0) == self._before

    _end_entry = _end_item

    def _state(self, opened: int) -> object:
        """All that may outlive an entry; ``opened``: how many elements of its own are on feedparser's stack."""
        feed = [(id(value), len(value) if type(value) is list else 0) for value in dict.values(self.feeddata)]
        return self._flags(self), len(self.elementstack) - opened, len(self.contentparams), feed

    def _end_guid(self) -> None:
        self.pop("id")
        self._get_context()["permalink"] = bool(self.guidislink)

    _end_id = _end_guid

    def push_content(self, tag: str, attrs_d: dict[str, str], default_content_type: str, expecting_text: int) -> None:
        """A text begins whose type, language and base are to be kept with it."""
        super().push_content(tag, attrs_d, default_content_type, expecting_text)
        self.contentparams = _ContentParams(self.contentparams)
        if self.contentparams["base64"]:
            self.encoding = "utf-8"  # what is decoded there does not come by decode_entities

    def pop_content(self, tag: str) -> Any:
        """The text ends."""
        value = super().pop_content(tag)
        self.encoding = "utf_8"
        return value

    def _start_content(self, attrs_d: dict[str, str]) -> None:
        self.hasContent = 1
        self.push_content("content", attrs_d, "text/plain", 1)  # once: feedparser pushes twice and leaves one behind

    def _end_content(self) -> None:
        self.pop_content("content")  # without a copy in the summary

    _end_body = _end_xhtml_body = _end_content_encoded = _end_fullitem = _end_content

    # Dates: as they were written; reader.parse.dates reads them.

    def _end_published(self) -> None:
        self.pop("published")

    _end_issued = _end_pubdate = _end_published

    def _end_updated(self) -> None:
        self.pop("updated")

    _end_modified = _end_lastbuilddate = _end_updated

    def _end_created(self) -> None:
        self.pop("created")

    def _end_expirationdate(self) -> None:
        self.pop("expired")

    # Authors: the text as it is; reader.parse.authors takes names out of it.

    def _end_author(self) -> None:
        text = self.pop("author")
        self.inauthor = 0
        authors = self._get_context()["authors"]
        if not authors[-1] and text and isinstance(text, str):
            authors[-1]["text"] = text

    _end_managingeditor = _end_author

    def _sync_author_detail(self, key: str = "author") -> None:
        pass

    # Texts that are not the entry's own description or title, unless it has none.

    def _start_media_description(self, _attrs: dict[str, str]) -> None:
        self.push("media_description", 1)

    def _end_media_description(self) -> None:
        self.pop("media_description")

    def _start_media_title(self, _attrs: dict[str, str]) -> None:
        self.push("media_title", 1)

    def _end_media_title(self) -> None:
        self.pop("media_title")

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

    def _end_hour(self) -> None:
        self._skip("skip_hours", self.pop("hour"))

    def _end_day(self) -> None:
        self._skip("skip_days", self.pop("day"))

    def _skip(self, key: str, value: Any) -> None:
        if not self.inentry:
            self.feeddata.setdefault(key, []).append(value)


def _is_flag(name: str, value: object) -> bool:
    return name not in _ENTRYS_OWN and (value is None or isinstance(value, str | int))
