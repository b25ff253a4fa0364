"""What the reader looked like, kept as strings in the store so that a restart finds it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.stream import Stream, from_key
from reader.ui.reader.pane_sizes import Sizes
from reader.ui.widgets.tree_rows import Order


@dataclass(frozen=True, slots=True)
class Session:
    """The state of the screen. ``stream`` and ``entry``: what was selected, if anything was."""

    stream: Stream | None = None
    entry: int | None = None
    sizes: Sizes = field(default_factory=Sizes)
    tree_wanted: bool = True
    folded: tuple[str, ...] = ()
    tags_folded: bool | None = None
    order: Order = Order.HAND
    theme: str = ""
    theme_instead_of: str = ""

    def theme_over(self, configured: str) -> str:
        """The theme chosen with a key, while the settings still name the one that it was chosen over."""
        return self.theme if self.theme_instead_of == configured else ""


def read_session(values: Mapping[str, str]) -> Session:
    """The session in the store's strings; what cannot be read is as on the first start."""
    return Session(
        stream=from_key(values["stream"]) if "stream" in values else None,
        entry=_number(values.get("entry")),
        sizes=Sizes(*(_number(values.get(name)) for name in ("tree_width", "list_width", "list_height"))),
        tree_wanted=values.get("tree") != "hidden",
        folded=_strings(values.get("folded")),
        tags_folded={"folded": True, "unfolded": False}.get(values.get("tags", "")),
        order=next((order for order in Order if order == values.get("tree_order")), Order.HAND),
        theme=values.get("theme", ""),
        theme_instead_of=values.get("theme_instead_of", ""),
    )


def sizes_values(sizes: Sizes, *, tree_wanted: bool) -> dict[str, str]:
    """Pane sizes as strings."""
    numbers = {"tree_width": sizes.tree_width, "list_width": sizes.list_width, "list_height": sizes.list_height}
    kept = {name: str(number) for name, number in numbers.items() if number}
    return {**kept, "tree": "shown" if tree_wanted else "hidden"}


def _number(value: str | None) -> int | None:
    """A number as :func:`sizes_values` writes it; none that no size and no id can be."""
    return int(value) if value and len(value) <= 18 and value.isascii() and value.isdecimal() else None


def _strings(value: str | None) -> tuple[str, ...]:
    try:
        found = json.loads(value or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(item for item in found if isinstance(item, str)) if isinstance(found, list) else ()
