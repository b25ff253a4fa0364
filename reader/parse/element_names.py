"""Names of elements and attributes. A namespace is its URI, whatever prefix a feed gives it.

Every name becomes ``prefix:local`` in lower case, with one prefix for each namespace that feeds use: none for RSS and
Atom, and :data:`FOREIGN` for every namespace that is not known here.
"""

from __future__ import annotations

from feedparser.api import StrictFeedParser

FOREIGN = "?"
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "source": "http://source.scripting.com/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
_OTHER_SPELLINGS = {
    "http://www.rssboard.org/media-rss": "media",
    "http://www.yahoo.com/mrss": "media",
    "http://source.smallpict.com/2014/07/12/theSourceNamespace.html": "source",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    **{f"http://prismstandard.org/namespaces/basic/{version}/": "prism" for version in ("2.1", "2.2", "3.0")},
}
_ROOTS = frozenset({"rss", "rdf", "feed", "entry", "channel"})
_OUTER = frozenset({"channel", "item", "entry"})
_CACHE_LIMIT = 5_000


def _bare(uri: str) -> str:
    """A URI without the parts that publishers get wrong: case, ``https``, ``www.``, the last slash."""
    return uri.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/#")


_PREFIXES = {
    _bare(uri): "" if prefix == "atom" else prefix.lower()
    for uri, prefix in (
        *((uri, prefix) for uri, prefix in StrictFeedParser.namespaces.items() if uri),
        *((uri, prefix) for prefix, uri in NAMESPACES.items()),
        *_OTHER_SPELLINGS.items(),
    )
}
_USUAL = {prefix: prefix for prefix in ("xml", *NAMESPACES)} | {"atom": "", "a10": ""}


class ElementNames:
    """The names of a document.

    A namespace that is unknown counts as RSS or Atom if the root element or the entries are in it, and as the one that
    usually has its prefix, unless the root element declares that one too.

    ``adopted``: a namespace came to count as RSS or Atom because of an entry.
    """

    def __init__(self) -> None:
        self.adopted = False
        self._started = False  # the root element has a name
        self._names: dict[str, str] = {}
        self._own: set[str] = set()
        self._declared: set[str] = set()  # known namespaces, by their prefix here

    def declare(self, prefix: str | None, uri: str) -> None:
        """The root element declares a namespace."""
        known = _prefix_of(uri)
        if known is not None:
            self._declared.add(known)
        elif not prefix:
            self._own.add(uri)

    def name_of(self, expanded: str) -> str:
        """The name for expat's ``namespace local prefix``, of which the first and the last may be missing."""
        name = self._names.get(expanded)
        if name is None:
            if len(self._names) > _CACHE_LIMIT:
                self._names.clear()
            name = self._make_name(expanded)
            self._names[expanded] = name
            self._started = True
        return name

    def _make_name(self, expanded: str) -> str:
        uri, _, rest = expanded.partition(" ")
        if not rest:
            return uri.lower()
        local, _, prefix = rest.lower().partition(" ")
        known = _prefix_of(uri)
        if known is None:
            known = self._guess(uri, local, prefix)
        if known == "" and local == "link" and _bare(uri) == _ATOM:
            known = "atom"  # RSS and Atom write links in different ways
        return f"{known}:{local}" if known else local

    def _guess(self, uri: str, local: str, prefix: str) -> str:
        if uri in self._own:
            return ""
        if (local in _ROOTS and not self._started) or (local in _OUTER and not prefix):
            self.adopted |= self._started
            self._own.add(uri)
            self._names.clear()
            return ""
        usual = _USUAL.get(prefix, FOREIGN)
        return FOREIGN if usual in self._declared else usual

    def of_tag(self, tag: str, declared: dict[str, str], default: str = "") -> str:
        """The name for a tag or attribute as it is written.

        ``declared``: the namespaces by their prefixes; ``default``: the one that the tag itself declares.
        """
        prefix, colon, local = tag.lower().strip(":").rpartition(":")
        uri = declared.get(prefix, "") if colon else default
        if uri:
            return self.name_of(f"{uri} {local} {prefix}" if colon else f"{uri} {local}")
        if not colon:
            return local
        known = "atom" if local == "link" and prefix in ("atom", "a10") else _USUAL.get(prefix, FOREIGN)
        return f"{known}:{local}" if known else local


_ATOM = _bare(NAMESPACES["atom"])


def _prefix_of(uri: str) -> str | None:
    bare = _bare(uri)
    return "" if bare.startswith("backend.userland.com/rss") else _PREFIXES.get(bare)
