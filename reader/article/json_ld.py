"""Reads the JSON-LD of a page: its nodes in order, ``@graph`` flattened, ``@id`` resolved (JSON-LD 1.1, section 3).

Pages contain JSON that is wrapped in comments, has raw line breaks in strings, or is cut off. Unreadable parts are
left out, and nothing is raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any

from reader.lazy_dataclass import dataclass
from reader.text import clean_line, clean_title

Node = dict[str, Any]
_SCRIPT_LIMIT = 500_000  # characters
_NODE_LIMIT = 5_000
_KINDS_LIMIT = 8  # of nodes with one id
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$|;\s*$")
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/)){0,2000}+(\*/)?")  # takes what is not closed too, to be linear
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_OBJECTS_LIMIT = 20  # that follow each other in one script
_ARTICLES = frozenset({"blogposting", "report", "reportagenewsarticle", "liveblogposting", "webpage", "itempage"})
_ORGANISATIONS = ("organization", "organisation", "corporation", "ngo", "localbusiness")  # ends of types


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes of a page, and those that have an ``@id``; the page's address tells which article is its own."""

    nodes: tuple[Node, ...] = ()
    by_id: dict[str, tuple[Node, ...]] = field(default_factory=dict)  # a node for each kind of thing with this id
    url: str = ""

    def of_type(self, *names: str) -> list[Node]:
        """The nodes with one of these types (lower case)."""
        return [node for node in self.nodes if not types_of(node).isdisjoint(names)]

    def article(self) -> Node:
        """The node about the article: any kind of Article, else a posting, else the WebPage; empty if there is none.

        Of several, it is the one with the address of the page, else one with an author.
        """
        articles = [node for node in self.nodes if any(name.endswith("article") for name in types_of(node))]
        if not articles:
            others = [node for node in self.nodes if not types_of(node).isdisjoint(_ARTICLES)]
            posts = [node for node in others if types_of(node).isdisjoint({"webpage", "itempage"})]
            articles = posts or others
        if len(articles) > 1:
            own = _address_key(self.url)
            articles = sorted(
                articles[:_NODE_LIMIT], key=lambda node: (own not in _addresses(node), not node.get("author"))
            )
        return articles[0] if articles else {}

    def authors(self) -> list[Node | str]:
        """Whom the article names as its authors; if nobody, as those who contributed to it."""
        article = self.article()
        for value in (article.get("author") or article.get("creator"), article.get("contributor")):
            found = self.follow(value)
            for node in [item for item in found if isinstance(item, dict) and "role" in types_of(item)]:
                found += self.follow(node.get("author") or node.get("creator") or node.get("contributor"))
                found.remove(node)
            if found:
                return found
        return []

    def follow(self, value: object) -> list[Node | str]:
        """A property's values: nodes with their references resolved, and strings."""
        found: list[Node | str] = []
        for item in _values(value):
            if isinstance(item, str) and item.strip():
                found.append(self._known(item, {}) or item)
            elif isinstance(item, dict):
                known = self._known(str(item.get("@id")), item)
                found.append({**known, **item} if known else item)
        return found[:64]

    def _known(self, name: str, node: Node) -> Node | None:
        """The node with an id that is the same kind of thing as ``node``; if that has no type, a person first."""
        kinds = self.by_id.get(name, ())
        if types_of(node):
            return next((kind for kind in kinds if _agree(kind, node)), None)
        ranked = sorted(kinds, key=lambda kind: (not is_person(kind), not is_organisation(kind)))
        return ranked[0] if ranked else None

    def texts(self, value: object) -> list[str]:
        """A property's values as clean lines; of nodes, their names."""
        found = [item if isinstance(item, str) else item.get("name") for item in self.follow(value)]
        return [text for item in found if isinstance(item, str) and (text := clean_title(item))]

    def address(self, value: object) -> str | None:
        """A property's first value as an address: a string, or the ``url`` of a node such as ImageObject."""
        for item in self.follow(value):
            inner = item if isinstance(item, str) else item.get("url") or item.get("contentUrl") or item.get("@id")
            if isinstance(inner, str) and inner.strip():
                return inner.strip()
        return None


def _values(value: object) -> Iterator[object]:
    """The items of a property: alone, in a list, in ``@list`` or ``@set``, and with a language (``@value``)."""
    for item in value if isinstance(value, list) else [value]:
        inner = item.get("@list", item.get("@set", item.get("@value", item))) if isinstance(item, dict) else item
        yield from inner if isinstance(inner, list) else [inner]


def types_of(node: Node) -> set[str]:
    """The types of a node in lower case, without the vocabulary's address."""
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return {name.rpartition("/")[2].rpartition(":")[2].lower() for name in names if isinstance(name, str)}


def is_person(node: Node) -> bool:
    """Whether a node is a person, perhaps among other things (a personal blog is a Person and an Organization)."""
    return "person" in types_of(node)


def read_graph(scripts: Iterable[str], url: str = "") -> Graph:
    """The nodes in the text of all ``application/ld+json`` scripts of the page at ``url``."""
    nodes: list[Node] = []
    for script in scripts:
        nodes.extend(_nodes(_loads(script)))
    nodes = nodes[:_NODE_LIMIT]
    by_id: dict[str, list[Node]] = {}
    for node in sorted(nodes, key=lambda one: not types_of(one)):  # untyped nodes come last, to join typed ones
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1:
            _merge(by_id.setdefault(name, []), node)
    return Graph(tuple(nodes), {name: tuple(kinds) for name, kinds in by_id.items()}, url)


def _merge(kinds: list[Node], node: Node) -> None:
    """Adds a node to the one of the same id and kind. One site gives its owner and itself, or all things, one id."""
    for index, known in enumerate(kinds):
        if _agree(known, node):
            kinds[index] = {**node, **known}
            return
    if types_of(node) or not kinds:
        kinds.extend([node] if len(kinds) < _KINDS_LIMIT else [])
    elif len(kinds) == 1:
        kinds[0] = {**node, **kinds[0]}


def _agree(one: Node, other: Node) -> bool:
    """Whether two nodes of one id may be the same thing: both people, or neither and a type in common."""
    types, others = types_of(one), types_of(other)
    if is_person(one) or is_person(other):
        return is_person(one) and is_person(other)
    return not types.isdisjoint(others)


def is_organisation(node: Node) -> bool:
    """Whether a node is an organisation or a company, and not a person as well."""
    return not is_person(node) and any(name.endswith(_ORGANISATIONS) for name in types_of(node))


def _addresses(node: Node) -> set[str]:
    """The addresses that an article gives for itself or its page."""
    page = node.get("mainEntityOfPage")
    values = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return {_address_key(value) for value in values if isinstance(value, str)}


def _address_key(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*|/+$", "", url.strip())


def _loads(script: str) -> object:
    text = script[:_SCRIPT_LIMIT]
    for _ in range(2):
        text = _WRAPPING.sub("", text).strip()
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        return _read_leniently(_LAST_COMMA.sub("", _COMMENT.sub(lambda found: "" if found[1] else found[0], text)))


def _read_leniently(text: str) -> list[object]:
    """The values that follow each other in a text, up to the first that cannot be read."""
    decoder = json.JSONDecoder(strict=False)
    found: list[object] = []
    position = 0
    while len(found) < _OBJECTS_LIMIT:
        position = len(text) - len(text[position:].lstrip(" \t\r\n,;"))
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def _nodes(root: object) -> Iterator[Node]:
    """All nodes at any depth, in document order; without recursion."""
    stack = [root]
    count = 0
    while stack and count < _NODE_LIMIT:
        item = stack.pop()
        count += 1
        if isinstance(item, dict):
            if "@type" in item or "@id" in item:
                yield item
            stack.extend(value for value in reversed(item.values()) if isinstance(value, dict | list))
        elif isinstance(item, list):
            stack.extend(reversed(item[:_NODE_LIMIT]))


def one_line(value: object) -> str | None:
    """A property as one clean line, if it is a string or a list that begins with one."""
    first = value[0] if isinstance(value, list) and value else value
    return clean_line(first) or None if isinstance(first, str) else None
