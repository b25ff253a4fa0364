"""Repairs mistakes that make XML unreadable but leave no doubt about the meaning.

Bare ampersands, HTML's entities, characters and references that XML 1.0 section 2.2 forbids, comments with ``--`` in
them, and undeclared prefixes. Only used for text that expat has rejected, because it takes another pass.
"""

from __future__ import annotations

import re
from html.entities import html5
from xml.sax.saxutils import escape

from reader.parse.element_names import NAMESPACES
from reader.text import drop_sequences, resolve_controls
from reader.web.references import NOT_IN_XML, join_halves, xml_character

_PIECE = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))|<!--.*?(?:-->|\Z)|&(?:#(?P<code>[xX][0-9A-Fa-f]+|\d+);|(?P<name>\w+);)?",
    re.DOTALL,
)
# What may be an escape sequence: without the ESC, which XML forbids, the rest of it would be text.
_SEQUENCE = re.compile(r"""\x1b(?!\]\]>)(?:[P\]X^_](?:(?!\]\]>)[^<>"'])*|[\[(](?:(?!\]\]>)[^<>"'&])*)""")
_PREFIX = re.compile(r"""</?([A-Za-z_][\w.-]*):|\s([A-Za-z_][\w.-]*):[\w.-]+\s*=\s*["']""")
_DECLARED = re.compile(r"\sxmlns:([\w.-]+)\s*=")
_ROOT_NAME = re.compile(r"<[^\s/>]+")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_EXPANSION_LIMIT = 1_000_000  # characters that internal entities may add in total
_PREFIX_LIMIT = 100


def repair(text: str, entities: dict[str, str]) -> str:
    """The document with these mistakes repaired. ``text`` begins with its root element."""
    whole = _SEQUENCE.sub(lambda piece: drop_sequences(piece[0]), resolve_controls(text))
    return _declare_prefixes(_repair_references(NOT_IN_XML.sub("", whole), entities))


def _repair_references(text: str, entities: dict[str, str]) -> str:
    remaining = _EXPANSION_LIMIT

    def repaired(match: re.Match[str]) -> str:
        nonlocal remaining
        name = match["name"]
        if match["cdata"]:
            return match[0]
        if match[0].startswith("<"):
            return ""  # a comment
        if match["code"]:
            return match[0] if xml_character(match["code"]) else ""
        if name in _XML_NAMES:
            return match[0]
        if name in entities and remaining > 0:
            remaining -= len(entities[name])
            return escape(NOT_IN_XML.sub("", entities[name]), {'"': "&quot;"})
        character = html5.get(f"{name};") if name else None
        return escape(character, {'"': "&quot;"}) if character else "&amp;" + match[0][1:]

    return _PIECE.sub(repaired, join_halves(text))


def _declare_prefixes(text: str) -> str:
    used = {tag or attribute for tag, attribute in _PREFIX.findall(text)}
    missing = sorted(used - set(_DECLARED.findall(text)) - {"xml", "xmlns"})[:_PREFIX_LIMIT]
    if not missing:
        return text
    added = "".join(f' xmlns:{prefix}="{NAMESPACES.get(prefix, "urn:undeclared:" + prefix)}"' for prefix in missing)
    return _ROOT_NAME.sub(lambda root: root[0] + added, text, count=1)
