"""What an edit wrote into the user's files, so that it can be undone exactly; and the same as a cell of the journal."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from reader.lazy_dataclass import dataclass
from reader.subscriptions.rewrite import Rewritten

if TYPE_CHECKING:
    from reader.library.importing import Imported


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """How an edit changed ``feeds.toml`` and ``config.toml``.

    ``merged``: the articles of two feeds became one's. ``imported``: what an import brought; the journal does not keep
    it.
    """

    feeds: Rewritten | None = None
    config: Rewritten | None = None
    merged: bool = False
    imported: Imported | None = None


IntendFiles: TypeAlias = Callable[[WrittenFiles], None]


def unnoted_files(_files: WrittenFiles) -> None:
    """Keeps no note."""


def pack_files(files: WrittenFiles) -> bytes:
    """Both files before the edit, and the lines that it changed, compressed."""
    parts = {
        "feeds": files.feeds and _difference(files.feeds),
        "config": files.config and _difference(files.config),
        "merged": files.merged,
    }
    return zlib.compress(json.dumps(parts, ensure_ascii=False).encode("utf-8"))


def unpack_files(cell: bytes) -> WrittenFiles:
    """The inverse of :func:`pack_files`. Raises ``ValueError`` for any other bytes."""
    try:
        parts = json.loads(zlib.decompress(cell))
        feeds, config = (parts[name] and _rewritten(parts[name]) for name in ("feeds", "config"))
        return WrittenFiles(feeds, config, parts["merged"] is True)
    except (zlib.error, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError from error


def _difference(rewritten: Rewritten) -> dict[str, Any]:
    """Most of a file stays the same, so its new contents are kept as what is between a common begin and end."""
    before, after = (None if data is None else data.decode("utf-8") for data in (rewritten.before, rewritten.after))
    if before is None or after is None:
        return {"before": before, "after": after}
    head = _shared(before, after)
    tail = min(_shared(before[::-1], after[::-1]), min(len(before), len(after)) - head)
    return {"before": before, "head": head, "tail": tail, "between": after[head : len(after) - tail]}


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    differing = (place for place, (first, second) in enumerate(zip(one, other, strict=False)) if first != second)
    return next(differing, min(len(one), len(other)))


def _rewritten(parts: dict[str, Any]) -> Rewritten:
    before = parts["before"]
    if "after" in parts:
        return Rewritten(_encoded(before), _encoded(parts["after"]))
    head, tail = before[: parts["head"]], before[len(before) - parts["tail"] :]
    return Rewritten(_encoded(before), _encoded(head + parts["between"] + tail))


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8")
