"""Parts of an entry that feeds and servers with accounts write alike: titles, categories, languages and files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from reader.model import Enclosure
from reader.text import clean_line, plain_text

FILE_LIMIT = 50
_CATEGORY_LIMIT = 30
_AND = re.compile(r"\s*(?:and|or|und|oder|et|ou|y|e|o|en|och|og)\s", re.IGNORECASE)  # the last of a list in words
_TITLE_FROM_TEXT = 80  # characters
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")


def language_of(value: object) -> str | None:
    """A language tag (BCP 47), with ``-`` for ``_``."""
    tag = value.strip().replace("_", "-") if isinstance(value, str) else ""
    return tag if _LANGUAGE.fullmatch(tag) else None


def title_from(html: str, files: Iterable[Enclosure], url: str | None) -> str:
    """A title for an entry that has none: its first words, the title of a file, or the last part of its address.

    Empty if it has nothing of that.
    """
    words = clean_line(plain_text(html[:20_000]).replace("\n", " "))
    words = words or next((file.title for file in files if file.title), "")
    if len(words) > _TITLE_FROM_TEXT:
        words = words[:_TITLE_FROM_TEXT].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    if words:
        return words
    return _last_part(url or "")


def _last_part(url: str) -> str:
    """The last part of an address's path as words, without its file extension; without a path, the host."""
    host, _, path = re.sub(r"[?#].*", "", url).partition("://")[2].partition("/")
    last = re.sub(r"\.\w{1,5}$", "", path.rstrip("/").rsplit("/", 1)[-1])
    return clean_line(unquote(last).replace("-", " ").replace("_", " ")) or clean_line(host.rpartition("@")[2])


def tag_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names of tags, each once. A name that is a list is several; a single comma may belong to a name."""
    several = (one for name in names for one in _listed(name))
    kept = dict.fromkeys(clean for one in several if (clean := clean_line(one, 100)))
    return tuple(kept)[:_CATEGORY_LIMIT]


def _listed(name: str) -> list[str]:
    for separator in ",;|":
        parts = name.split(separator)
        if len(parts) > 2 and not _AND.match(parts[-1]):
            return parts
    return [name]


def unite(files: Iterable[Enclosure | None]) -> tuple[Enclosure, ...]:
    """The files, each address once."""
    kept: dict[str, Enclosure] = {}
    for file in files:
        if file is None or (file.url not in kept and len(kept) >= FILE_LIMIT):
            continue
        same = kept.get(file.url, file)
        kept[file.url] = Enclosure(
            file.url,
            file.type if same.type is None or same.type.endswith("/*") else same.type,
            file.length if same.length is None else same.length,
            same.title or file.title,
            file.duration if same.duration is None else same.duration,
            same.role or file.role,
        )
    return tuple(kept.values())
