"""Reads the outlines of OPML that is not well-formed, one tag at a time, so that one mistake costs one outline.

The text is cut at every ``<outline`` and ``</outline``. A tag that is well-formed is read strictly; any other is cut at
its attributes. The remaining nesting gives the folders: a feed contains nothing, and where more outlines are
closed than were opened, the end tags right behind a closed outline are the surplus. Every step takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.lazy_dataclass import dataclass
from reader.web.references import unescape_xml

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CUT = re.compile(r"<(/?)outline(?![\w:.-])|</(?:body|opml)\s*>", re.IGNORECASE)
_STRICT = re.compile(
    r"""<outline((?:\s+[A-Za-z_][\w:.-]*+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*+)\s*(/?)>""", re.IGNORECASE
)  # possessive, so that a long tag is tried once
_STRICT_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w:.-]*+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ATTRIBUTE = re.compile(r"""(?:(?<=[\s"'])|^)([A-Za-z_][\w:.-]*+)\s*=\s*(?=\S)""")
_ADDRESS = re.compile(r"""xmlUrl\s*=\s*["']?([^\s"'<>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OutlineTag:
    """A start tag (``attributes``) or an end tag (None) with its line. ``text``: as written.

    ``closed``: the tag has no end tag. ``unreadable``: it is cut off, or names an address that cannot be read.
    """

    line: int
    attributes: dict[str, str] | None = None
    closed: bool = False
    unreadable: bool = False
    text: str = ""

    @property
    def is_feed(self) -> bool:
        """Whether it has the address of a feed."""
        return any(name.lower() == "xmlurl" for name in self.attributes or ())


def outline_tags(text: str) -> Iterator[OutlineTag]:
    """The tags of all outlines of a document, balanced as far as possible."""
    tags = list(_tags(_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)))
    feeds = [tag for tag in tags if tag.is_feed]
    void = 2 * sum(tag.closed for tag in feeds) > len(feeds)  # an open tag of a feed lacks its slash
    opened = sum(tag.attributes is not None and not tag.closed and not (void and tag.is_feed) for tag in tags)
    surplus = sum(tag.attributes is None for tag in tags) - opened
    before: OutlineTag | None = None
    for tag in tags:
        if tag.attributes is not None:
            before = OutlineTag(
                tag.line, tag.attributes, tag.closed or (void and tag.is_feed), tag.unreadable, tag.text
            )
            yield before
        elif surplus > 0 and before is not None and before.closed and before.line == tag.line:
            surplus -= 1
        else:
            before = None
            yield tag


def _tags(text: str) -> Iterator[OutlineTag]:
    cuts = list(_CUT.finditer(text))
    line, counted = 1, 0
    for number, cut in enumerate(cuts):
        line, counted = line + text.count("\n", counted, cut.start()), cut.start()
        end = cuts[number + 1].start() if number + 1 < len(cuts) else len(text)
        if cut[1] == "/":
            yield OutlineTag(line)
        elif cut[1] is not None:
            yield from _tags_in(text[cut.start() : end], line)


def _tags_in(part: str, line: int) -> Iterator[OutlineTag]:
    """The tag that a text begins with, and one behind it that has lost its beginning."""
    strict = _STRICT.match(part)
    names = [name.lower() for name, *_ in _STRICT_ATTRIBUTE.findall(strict[1])] if strict else []
    if strict is None or len(set(names)) < len(names):
        yield _damaged(part, line)
        return
    attributes = {
        name: unescape_xml(re.sub(r"\s", " ", one or other))
        for name, one, other in _STRICT_ATTRIBUTE.findall(strict[1])
    }
    yield OutlineTag(line, attributes, bool(strict[2]), text=strict[0])
    rest = part[strict.end() :]
    if _ADDRESS.search(rest):
        yield _damaged(rest.strip(), line + part.count("\n", 0, len(part) - len(rest.lstrip())))


def _damaged(part: str, line: int) -> OutlineTag:
    end = part.rfind(">")
    whole = part if end < 0 else part[: end + 1]
    body = re.sub(r"\A<outline", "", whole, flags=re.IGNORECASE).removesuffix(">").rstrip()
    closed = body.endswith("/")
    body = body.removesuffix("/")
    starts = list(_ATTRIBUTE.finditer(body))
    attributes: dict[str, str] = {}
    for number, start in enumerate(starts):
        stop = starts[number + 1].start() if number + 1 < len(starts) else len(body)
        attributes.setdefault(start[1], unescape_xml(_without_quotes(body[start.end() : stop])))
    known = {name.lower() for name in attributes}
    address = _ADDRESS.search(body)
    if address and "xmlurl" not in known:
        attributes["xmlUrl"] = unescape_xml(address[1])
    return OutlineTag(line, attributes, closed, unreadable=end < 0, text=whole)


def _without_quotes(value: str) -> str:
    value = value.strip()
    if value[:1] in ("'", '"'):
        quote, value = value[0], value[1:]
        value = value.removesuffix(quote)
    return value.strip()
