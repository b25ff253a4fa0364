"""Reads the JSON-LD of a page: its nodes in order, ``@graph`` flattened, ``@id`` resolved (JSON-LD 1.1, section 3).

Pages contain JSON that is wrapped in comments, has raw line breaks in strings, or is cut off. Unreadable parts are
left out, and nothing is raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from reader.text import clean_line, clean_title

Node = dict[str, Any]
_SCRIPT_LIMIT = 500_000  # characters
_NODE_LIMIT = 5_000
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$|;\s*$")
_ARTICLES = frozenset({"blogposting", "report", "reportagenewsarticle", "liveblogposting", "webpage", "itempage"})


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes of a page, and those that have an ``@id``."""

    nodes: tuple[Node, ...] = ()
    by_id: dict[str, Node] = field(default_factory=dict)

    def of_type(self, *names: str) -> list[Node]:
        """The nodes with one of these types (lower case)."""
        return [node for node in self.nodes if not types_of(node).isdisjoint(names)]

    def article(self) -> Node:
        """The node about the article: any kind of Article, else a posting, else the WebPage; empty if there is none."""
        articles = [node for node in self.nodes if any(name.endswith("article") for name in types_of(node))]
        others = [node for node in self.nodes if not types_of(node).isdisjoint(_ARTICLES)]
        posts = [node for node in others if types_of(node).isdisjoint({"webpage", "itempage"})]
        return next(iter([*articles, *posts, *others]), {})

    def follow(self, value: object) -> list[Node | str]:
        """A property's values: nodes with their references resolved, and strings."""
        found: list[Node | str] = []
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and item.strip():
                found.append(self.by_id.get(item, item))
            elif isinstance(item, dict):
                known = self.by_id.get(str(item.get("@id")))
                found.append({**known, **item} if known else item)
        return found[:64]

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


def types_of(node: Node) -> set[str]:
    """The types of a node in lower case, without the vocabulary's address."""
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return {name.rpartition("/")[2].rpartition(":")[2].lower() for name in names if isinstance(name, str)}


def read_graph(scripts: Iterable[str]) -> Graph:
    """The nodes in the text of all ``application/ld+json`` scripts of a page."""
    nodes: list[Node] = []
    for script in scripts:
        nodes.extend(_nodes(_loads(script)))
    nodes = nodes[:_NODE_LIMIT]
    by_id: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1:
            by_id[name] = {**node, **by_id.get(name, {})}
    return Graph(tuple(nodes), by_id)


def _loads(script: str) -> object:
    text = script[:_SCRIPT_LIMIT]
    for _ in range(2):
        text = _WRAPPING.sub("", text).strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


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
