"""Receives the events of a document and calls feedparser's methods for the elements that count.

feedparser calls a method that is named after the element, wherever the element is. But in an element of an unknown
namespace everything belongs to that extension (RSS 2.0, "Extending RSS"; RFC 4287 section 6.4.2), and the elements in
a text are its markup. So the events are filtered here, and feedparser's own dispatcher is not used.

``docs/notes/feedparser.md`` lists the internals that this module overrides, and why.
"""

from __future__ import annotations

from typing import Any

from feedparser.api import StrictFeedParser

from reader.parse.element_names import FOREIGN, ElementNames
from reader.web.addresses import join, resolve_attribute

NESTING_LIMIT = 250  # elements; deeper tags are ignored and their text is kept
_BASE_LIMIT = 2_048  # characters of an xml:base
_ROOTS = frozenset({"feed", "rss", "rdf:rdf"})  # their language is the feed's
_OF_TEXTINPUT = frozenset({"title", "link", "description", "name"})
_OF_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_VOID_ENDS = frozenset({"</br>", "</hr>", "</img>", "</wbr>", "</input>", "</source>", "</embed>", "</area>"})
ITEM_IMAGE = frozenset({"url"})
_PERSON = frozenset({"name", "uri", "url", "homepage", "email"})
_MEDIA = frozenset(
    f"media:{name}"
    for name in ("group", "content", "title", "description", "thumbnail", "player", "peerlink", "keywords", "category")
)
# The elements whose children count, with these children; None: any. In an entry, all others have no children.
_CHILDREN: dict[str, frozenset[str] | None] = {
    "item": None,
    "entry": None,
    "source": None,
    "image": None,
    "author": _PERSON,
    "contributor": _PERSON,
    "media:group": _MEDIA,
    "media:content": _MEDIA,
    "podcast:alternateenclosure": frozenset({"podcast:source"}),
    "psc:chapters": frozenset({"psc:chapter"}),
    "rdf:rdf": None,
    "rdf:seq": None,
}
_XHTML = "application/xhtml+xml"
# feedparser's methods raise these where an element is not inside the one that they expect.
_ODD_NESTING = (KeyError, IndexError, TypeError, ValueError, AttributeError)


class FeedEvents(StrictFeedParser):  # type: ignore[misc]
    """Receives start tags, end tags and text. ``closed``: the root element has ended."""

    baseuri: str
    incontent: int
    lang: str | None
    version: str
    contentparams: dict[str, Any]

    def __init__(self) -> None:
        """Without a base address: addresses stay as written."""
        super().__init__("", None, "utf_8")  # this spelling turns off feedparser's own repair of encodings
        self.names = ElementNames()
        self.nesting = 0
        self.closed = False
        self._deepest = NESTING_LIMIT  # elements that are nested deeper are ignored
        self._in_foreign = False
        self._text_nesting = 0  # of the element whose text is being collected with its markup
        self._children: frozenset[str] | None = None  # those that count here
        self._inner_base = ""  # inside a text, relative to its base
        self._outside: list[tuple[str, str | None, frozenset[str] | None, str]] = []  # around each open element

    def start_expanded(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag with expat's ``namespace local prefix`` names."""
        name_of = self.names.name_of
        tag = name_of(name)
        self.start(tag, {name_of(key): value for key, value in attributes.items()} if attributes else {})

    def end_expanded(self, name: str) -> None:
        """An end tag with such a name."""
        self.end(self.names.name_of(name))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A start tag with the names of :mod:`.element_names`."""
        self.nesting += 1
        if self.nesting > self._deepest:
            return
        if not self.incontent and (tag[0] == FOREIGN or (self._children is not None and tag not in self._children)):
            self._deepest = self.nesting - 1
            self._in_foreign = True
            return
        self._outside.append((self.baseuri, self.lang, self._children, self._inner_base))
        self.depth = self.nesting
        if attributes:
            self._read_context(tag, attributes)
        if self.incontent:
            self._start_markup(tag, attributes)
            return
        self._call_start(tag, attributes)
        if self.incontent:
            self._text_nesting = self.nesting
        elif tag in _CHILDREN:
            self._children = _CHILDREN[tag] if tag != "image" or not self.inentry else ITEM_IMAGE
        elif self.inentry or ":" in tag:
            self._deepest = self.nesting

    def end(self, tag: str) -> None:
        """An end tag with such a name."""
        self.nesting -= 1
        self.closed = self.nesting == 0
        if self.nesting >= self._deepest:
            if self._in_foreign and self.nesting == self._deepest:
                self._deepest, self._in_foreign = NESTING_LIMIT, False
            return
        self._deepest = NESTING_LIMIT
        self.depth = self.nesting + 1
        if self.incontent and self.nesting >= self._text_nesting:
            self._end_markup(tag)
        else:
            self._call_end(tag)
            if self.incontent and self.nesting < self._text_nesting:  # its method has failed
                self.incontent = 0
        self.baseuri, self.lang, self._children, self._inner_base = self._outside.pop()
        self.depth = self.nesting

    def handle_data(self, text: str, escape: int = 1) -> None:
        """Text, and the tags of XHTML content as text (without ``</br>``, which HTML takes for a second line break)."""
        if self.nesting > self._deepest < NESTING_LIMIT:
            return
        if escape or text not in _VOID_ENDS:
            super().handle_data(text, escape)

    def _read_context(self, tag: str, attributes: dict[str, str]) -> None:
        """The base and the language that an element declares."""
        base = attributes.pop("xml:base", "") or attributes.pop("base", "")
        if base.strip() and len(base) <= _BASE_LIMIT:
            if self.incontent:
                self._inner_base = join(self._inner_base, base.strip())[:_BASE_LIMIT]
            else:
                self.baseuri = join(self.baseuri, base.strip())[:_BASE_LIMIT]
        language = attributes.get("xml:lang", attributes.get("lang"))
        if language is not None:
            self.lang = language or None
            if language and tag in _ROOTS:
                self.feeddata["language"] = language.replace("_", "-")

    def _call_start(self, tag: str, attributes: dict[str, str]) -> None:
        prefix, _, name = tag.rpartition(":")
        if not prefix and tag not in _OF_TEXTINPUT:
            self.intextinput = 0
        if not prefix and tag not in _OF_IMAGE:
            self.inimage = 0
        for key in ("rel", "type"):
            if key in attributes:
                attributes[key] = attributes[key].lower()
        name = f"{prefix}_{name}" if prefix else name
        method = getattr(self, f"_start_{name}", None)
        if method is None:
            self.push(name, 1)
            return
        try:  # noqa: SIM105 - called for every tag, and a context manager costs a tenth of it
            method(attributes)
        except _ODD_NESTING:
            pass

    def _call_end(self, tag: str) -> None:
        name = tag.replace(":", "_")
        method = getattr(self, f"_end_{name}", None)
        try:
            if method is None:
                self.pop(name)
            else:
                method()
        except _ODD_NESTING:
            pass

    def _start_markup(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag in a text, which becomes a part of it. Other XML than XHTML is not shown."""
        if not self._is_markup(tag):
            return
        if self._inner_base:
            attributes = {key: resolve_attribute(key, value, self._inner_base) for key, value in attributes.items()}
        self.handle_data(f"<{tag.rpartition(':')[2]}{self.strattrs(attributes.items())}>", escape=0)

    def _end_markup(self, tag: str) -> None:
        if self._is_markup(tag):
            self.handle_data(f"</{tag.rpartition(':')[2]}>", escape=0)

    def _is_markup(self, tag: str) -> bool:
        kind = self.contentparams.get("type", "xml")
        if not kind.endswith("xml"):
            if tag in ("xhtml:div", "div"):  # around the whole text, in the feeds of Typepad
                return False
            kind = self.contentparams["type"] = _XHTML  # it was declared as escaped, but is not
        return bool(kind == _XHTML)
