"""feedparser's handler of elements, without the guesses that cost identity or time.

feedparser handles a feed with methods that are named after elements (``_start_item``, ``_end_guid``). The overridden
ones keep guids and dates as written, keep the description of a picture out of the entry's summary, and limit lists
that a hostile feed can grow. feedparser's own ``parse()`` is not used: it would guess the encoding again, look for a
document type again, and parse each date with a function that gets many wrong.

``docs/notes/feedparser.md`` lists the internals that this module overrides, and why.
"""

from __future__ import annotations

import contextlib
import re
from operator import attrgetter
from typing import Any

from feedparser.api import StrictFeedParser

ENTRY_LIMIT = 10_000
NESTING_LIMIT = 250  # elements; deeper tags are ignored and their text is kept
_BASE_LIMIT = 2_048  # characters of an xml:base
_TAG_LIMIT = 60
_NAMESPACE_LIMIT = 100
_NAME_CACHE_LIMIT = 5_000
_ENTRY_FLAGS = frozenset(
    {"inentry", "guidislink", "title_depth", "hasContent", "complete_entries", "depth", "nesting", "_state_before"}
)
_ROOTS = frozenset({"feed", "rss", "rdf:RDF"})  # their language is the feed's
_OF_TEXTINPUT = frozenset({"title", "link", "description", "name"})
_OF_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_VOID_ENDS = frozenset({"</br>", "</hr>", "</img>", "</wbr>", "</input>", "</source>", "</embed>", "</area>"})
# feedparser's methods raise these where an element is not inside the one that they expect.
_ODD_NESTING = (KeyError, IndexError, TypeError, ValueError)


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


class FeedHandler(StrictFeedParser):  # type: ignore[misc]
    """Receives the events of a document and collects ``feeddata`` and ``entries`` (feedparser's dictionaries).

    ``complete_entries``: how many of ``entries`` have ended. ``closed``: the root element has ended.
    ``independent``: no entry has left state behind that could change how later elements are handled.
    """

    resolve_relative_uris = sanitize_html = False
    can_be_relative_uri = StrictFeedParser.can_be_relative_uri - {"id"}  # a guid is a name, not an address

    baseuri: str
    lang: str | None
    contentparams: dict[str, Any]

    def __init__(self) -> None:
        """Without a base address: addresses stay as written."""
        super().__init__("", None, "utf_8")  # this spelling turns off feedparser's own repair of encodings
        self.complete_entries = 0
        self.nesting = 0
        self.closed = False
        self.independent = True
        self._state_before: object = None  # before the current entry
        self._flags = attrgetter(*(name for name, value in vars(self).items() if _is_flag(name, value)))
        self._names: dict[str, str] = {}
        self._outside: list[tuple[str, str | None]] = []  # base and language around each open element

    # Events, from expat or tag_soup.

    def start_expanded(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag with expat's ``namespace local`` names."""
        named = [(self.name_of(key), value) for key, value in attributes.items()] if attributes else []
        self.start(self.name_of(name), named)

    def end_expanded(self, name: str) -> None:
        """An end tag with expat's ``namespace local`` name."""
        self.end(self.name_of(name))

    def start(self, tag: str, attributes: list[tuple[str, str]]) -> None:
        """A start tag with lower-case names and feedparser's prefixes."""
        self.nesting += 1
        if self.nesting > NESTING_LIMIT:
            return
        self._outside.append((self.baseuri, self.lang))
        if attributes:
            attributes = [(k, v) for k, v in attributes if len(v) <= _BASE_LIMIT or k not in ("xml:base", "base")]
        try:  # noqa: SIM105 - called for every tag, and a context manager costs a tenth of it
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
        # feedparser does not leave an xml:base if there was none before, and misses some end tags in its count.
        self.baseuri, self.lang = self._outside.pop()
        self.depth = self.nesting

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        """feedparser's method without the work for attributes, bases and XHTML, which most tags do not need.

        Halves the time per tag.
        """
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
        """``prefix:local`` for ``namespace local``: with feedparser's prefix for the namespace, else the feed's own."""
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
        """A namespace comes into use. Their number is limited, because feedparser often searches all of them."""
        if not uri:
            return
        if len(self.namespaces_in_use) < _NAMESPACE_LIMIT:
            if self.nesting and prefix and self._matchnamespaces.get(uri.lower()) != prefix:
                self.independent &= self.namespaces_in_use.get(prefix) == uri
            super().track_namespace(prefix, uri)
        else:
            self.independent = False

    def handle_data(self, text: str, escape: int = 1) -> None:
        """Text, and the tags of XHTML content as text (without ``</br>``, which HTML takes for a second line break)."""
        if escape or text not in _VOID_ENDS:
            super().handle_data(text, escape)

    def decode_entities(self, _element: str, text: str) -> str:
        """The text of an element that has ended. UTF-8 that the publisher decoded as Latin-1 is restored."""
        if not text.isascii():
            with contextlib.suppress(UnicodeError):
                text = text.encode("iso-8859-1").decode("utf-8")
        return text if _WINDOWS_CONTROLS.search(text) else _MappedText(text)

    # Entries.

    def _start_item(self, attrs_d: dict[str, str]) -> None:
        if len(self.entries) >= ENTRY_LIMIT:
            raise EnoughEntriesError
        self.independent &= not self.inentry
        super()._start_item(attrs_d)
        self.entries[-1] = _Entry(self.entries[-1])
        self._state_before = self._state(1)

    _start_entry = _start_item

    def _end_item(self) -> None:
        super()._end_item()
        self.complete_entries = len(self.entries)
        self.independent &= self._state(0) == self._state_before

    _end_entry = _end_item

    def _state(self, opened: int) -> object:
        """Everything that may outlive an entry. ``opened``: how many of its elements are on feedparser's stack."""
        feed = [(id(value), len(value) if type(value) is list else 0) for value in dict.values(self.feeddata)]
        return self._flags(self), len(self.elementstack) - opened, len(self.contentparams), feed

    def _end_guid(self) -> None:
        self.pop("id")
        self._get_context()["permalink"] = bool(self.guidislink)

    _end_id = _end_guid

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

    def _end_content(self) -> None:
        self.pop_content("content")  # without a copy in the summary

    _end_body = _end_xhtml_body = _end_content_encoded = _end_fullitem = _end_content

    # Dates stay as written; reader.web.dates parses them.

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

    # Authors keep their whole text; reader.people finds the names in it.

    def _end_author(self) -> None:
        text = self.pop("author")
        self.inauthor = 0
        authors = self._get_context()["authors"]
        if not authors[-1] and text and isinstance(text, str):
            authors[-1]["text"] = text

    _end_managingeditor = _end_author

    def _sync_author_detail(self, key: str = "author") -> None:
        pass

    # Texts of modules, which feedparser would take for the entry's own description or title.

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
    return name not in _ENTRY_FLAGS and (value is None or isinstance(value, str | int))
