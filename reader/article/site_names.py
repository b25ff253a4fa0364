"""The names under which a site appears as the author of its own articles, which is nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.article.json_ld import Graph, is_organisation, is_person, types_of
from reader.article.web_page import WebPage, text_of
from reader.people.given_names import is_surely_person
from reader.people.judge import is_domain, looks_like_person, names_organisation
from reader.people.vocabulary import ARTICLES
from reader.text import fold
from reader.web.addresses import site_of
from reader.web.registered_domain import registered_labels

_SHORTEST_INITIALS = 3  # words of a name
_SHORTEST_PART = 4  # letters of a site's name that are looked for in longer names
_SEPARATOR = re.compile(r"\s+[|–—·•«»:-]\s+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class SiteNames:
    """All names of a site and of those who publish it."""

    def __init__(self, page: WebPage, site: str | None) -> None:
        labels = site_of(page.url).split(".")
        self._host = site_of(page.url)
        registered = -registered_labels(labels)
        self._labels = {_key(label) for label in labels[registered : registered + 1]} - {""}
        # On a host of many sites, such as a blog host, the part before it is mostly the account of a person.
        self._inner = {_key(label) for label in labels[:registered]} - {"", "www", "blog", "news"}
        stated = {_key(form) for name in (site or "", *_stated(page)) for form in (name, _without_article(name))} - {""}
        self._initials = {
            _initials(name) for name in (site or "", *_stated(page)) if len(name.split()) >= _SHORTEST_INITIALS
        }
        self._names = stated | {_key(name) for name in _end_of_title(page, is_named=bool(stated))} - {""}

    def __contains__(self, name: str) -> bool:
        """Whether a name is the site's, its publisher's or its host's, perhaps with a word such as "Redaktion"."""
        key, spelled = _key(name), _key(name.lower().translate(_UMLAUTS))
        if not key:
            return True
        if key in self._names or key in self._labels or spelled in self._labels:
            return not is_surely_person(name)  # its owner
        first, _, rest = name.partition(" ")
        if rest and first.isupper() and _key(first) in self._initials:
            return True  # "HPA Newsroom" of a Harbour Port Authority
        if is_domain(name) or (names_organisation(name) and (key in self._inner or _initials(name) in self._labels)):
            return True
        parts = [part for part in self._names | self._labels if len(part) >= _SHORTEST_PART]
        if any(key.startswith(part) or key.endswith(part) or spelled.startswith(part) for part in parts) and (
            names_organisation(name) or len(name.split()) == 1
        ):
            return True
        return names_organisation(name) and any(len(key) >= _SHORTEST_PART and key in part for part in parts)


def organisations(graph: Graph) -> Iterator[str]:
    """The names of the organisations and websites in linked data."""
    for node in graph.nodes:
        if is_organisation(node) or ("website" in types_of(node) and not is_person(node)):
            yield from graph.texts(node.get("name"))


def _stated(page: WebPage) -> Iterator[str]:
    for name in (
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "publisher",
        "dc.publisher",
        "copyright",
        "dcterms.publisher",
        "citation_publisher",
        "article:publisher",
    ):
        yield from (value.lstrip("@") for value in page.metas.get(name, ()))
    creators = page.metas.get("twitter:creator", ())  # on a personal site the same account
    yield from (value.lstrip("@") for value in page.metas.get("twitter:site", ()) if value not in creators)
    yield from page.graph.texts(page.graph.article().get("publisher"))
    authors = {_key(name) for name in page.graph.texts(page.graph.authors())}
    yield from (name for name in organisations(page.graph) if _key(name) not in authors)


def _end_of_title(page: WebPage, *, is_named: bool) -> Iterator[str]:
    """The last part of ``title``, unless it is a person and the site has another name: "Ferry times - Ada Brine"."""
    title = text_of(next(page.tree.iter("title"), None), 300)
    for name in _SEPARATOR.split(title)[1:][-1:]:
        if not (is_named and looks_like_person(name)):
            yield name


def titles_of_site(page: WebPage) -> list[str]:
    """The names that a page gives its site: in a meta element, and at the end or the beginning of its title."""
    title = text_of(next(page.tree.iter("title"), None), 300)
    parts = _SEPARATOR.split(title)
    return [*page.metas.get("og:site_name", ()), *parts[1:][-1:], *parts[:-1][:1]]


def is_in_host(page: WebPage, name: str) -> bool:
    """Whether the registered part of the host is a name: ``ada-brine.example``. A company of that name is not meant."""
    key, spelled = _key(name), _key(name.lower().translate(_UMLAUTS))
    labels = site_of(page.url).split(".")
    registered = -registered_labels(labels)
    host = {_key(label) for label in labels[registered : registered + 1]}
    return bool(host & {key, spelled}) and key not in {_key(other) for other in organisations(page.graph)}


def _initials(name: str) -> str:
    return "".join(word[0] for word in fold(name).split() if word[0].isalnum())


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if fold(first) in ARTICLES and " " in rest else name


def _key(name: str) -> str:
    """The letters and digits alone."""
    return re.sub(r"[\W_]+", "", fold(name))
