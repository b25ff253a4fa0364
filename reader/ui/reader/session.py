"""The state of the screen, kept for the next start."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from reader.lazy_dataclass import dataclass
from reader.library.session import SessionFile
from reader.query.tree import Order as ListOrder
from reader.stream import Stream, from_key
from reader.ui.reader.pane_sizes import Sizes
from reader.ui.widgets.tree_rows import Order

_FOLDS: dict[bool | None, str] = {True: "folded", False: "unfolded", None: ""}
_UNFOLDS = {"folded": True, "unfolded": False}
_LARGEST = 10**18  # no size and no id is as large


@dataclass(frozen=True, slots=True)
class Session:
    """The state of the screen. ``stream`` and ``entry``: the list shown and the selected entry, if any.

    ``compact``: the rows of the list that the user chose, if any. ``unread_only``: keys of the streams that show unread
    entries only. ``by_stories``: whether streams, by their keys, show stories as one row, where the user chose.
    ``list_orders``: orders that the user chose, by the keys of streams. ``unread_feeds_only``: the tree
    leaves out feeds without unread entries. ``theme`` was chosen while the settings named ``theme_instead_of``.
    ``pictures``: articles show them. ``graphics``: how they were drawn last, and ``large_text``: whether headlines were
    drawn in double size then, for ``doctor``.
    ``dark``: whether the terminal's background was dark, if it told.
    ``typed_commands``: the lines of the command line, the latest last. ``recent_commands`` were run from the palette,
    ``recent_lists`` (keys of streams) had the focus, both the latest first.
    ``found_texts``: searched for in articles, the latest last.
    ``edition``: the one that was read last, ``2026-11-29/1``, with the selected story and the seconds of reading.
    ``saved_in`` and ``saved_as``: the folder and the ending of the file that an article was saved in last.
    """

    stream: Stream | None = None
    entry: int | None = None
    sizes: Sizes = field(default_factory=Sizes)
    tree_wanted: bool = True
    compact: bool | None = None
    unread_only: tuple[str, ...] = ()
    by_stories: Mapping[str, bool] = field(default_factory=dict)
    list_orders: Mapping[str, ListOrder] = field(default_factory=dict)
    unread_feeds_only: bool = False
    folded: tuple[str, ...] = ()
    tags_folded: bool | None = None
    labels_folded: bool | None = None
    people_folded: bool | None = None
    order: Order = Order.HAND
    theme: str = ""
    theme_instead_of: str = ""
    dark: bool | None = None
    pictures: bool = True
    graphics: str = ""
    large_text: bool | None = None
    typed_commands: tuple[str, ...] = ()
    recent_commands: tuple[str, ...] = ()
    recent_lists: tuple[str, ...] = ()
    saved_in: str = ""
    saved_as: str = ""
    found_texts: tuple[str, ...] = ()
    edition: str = ""
    edition_story: int | None = None
    edition_seconds: int = 0

    def theme_over(self, configured: str) -> str:
        """The theme chosen with a key, unless the settings have named another theme since."""
        return self.theme if self.theme_instead_of == configured else ""


class SessionKeeper:
    """The session as it is now. Every change is kept for the next start."""

    def __init__(self, file: SessionFile) -> None:
        self._file = file
        self.now = read_session(file.values)

    def change(self, **fields: Any) -> None:
        """Gives fields of the session new values."""
        new = replace(self.now, **fields)
        if new != self.now:
            self.now = new
            self._file.keep(session_values(new))


def session_values(session: Session) -> dict[str, Any]:
    """The session as a JSON object. :func:`read_session` reads it."""
    sizes = session.sizes
    return {
        "stream": session.stream.key() if session.stream else None,
        "entry": session.entry,
        "tree_width": sizes.tree_width,
        "list_width": sizes.list_width,
        "list_height": sizes.list_height,
        "tree": "shown" if session.tree_wanted else "hidden",
        "rows": {True: "compact", False: "comfortable", None: ""}[session.compact],
        "unread_only": list(session.unread_only),
        "by_stories": dict(session.by_stories),
        "list_orders": dict(session.list_orders),
        "feeds": "unread" if session.unread_feeds_only else "all",
        "folded": list(session.folded),
        "tags": _FOLDS[session.tags_folded],
        "labels": _FOLDS[session.labels_folded],
        "people": _FOLDS[session.people_folded],
        "tree_order": session.order.value,
        "theme": session.theme,
        "theme_instead_of": session.theme_instead_of,
        "pictures": "shown" if session.pictures else "hidden",
        "graphics": session.graphics,
        "headlines": {True: "large", False: "normal", None: ""}[session.large_text],
        "typed_commands": list(session.typed_commands),
        "recent_commands": list(session.recent_commands),
        "recent_lists": list(session.recent_lists),
        "saved_in": session.saved_in,
        "saved_as": session.saved_as,
        "found_texts": list(session.found_texts),
        "edition": session.edition,
        "edition_story": session.edition_story,
        "edition_seconds": session.edition_seconds,
        "background": {True: "dark", False: "light", None: ""}[session.dark],
    }


def read_session(values: Mapping[str, Any]) -> Session:
    """The session from a JSON object; fields that cannot be read get their defaults.

    Earlier versions kept strings only: numbers and lists are read from strings too.
    """
    stream = values.get("stream")
    return Session(
        stream=from_key(stream) if isinstance(stream, str) else None,
        entry=_number(values.get("entry")),
        sizes=Sizes(*(_number(values.get(name)) for name in ("tree_width", "list_width", "list_height"))),
        tree_wanted=values.get("tree") != "hidden",
        compact={"compact": True, "comfortable": False}.get(_string(values.get("rows"))),
        unread_only=_strings(values.get("unread_only")),
        by_stories=_switches(values.get("by_stories")),
        list_orders=_orders(values.get("list_orders")),
        unread_feeds_only=values.get("feeds") == "unread",
        folded=_strings(values.get("folded")),
        tags_folded=_UNFOLDS.get(_string(values.get("tags"))),
        labels_folded=_UNFOLDS.get(_string(values.get("labels"))),
        people_folded=_UNFOLDS.get(_string(values.get("people"))),
        order=next((order for order in Order if order == values.get("tree_order")), Order.HAND),
        theme=_string(values.get("theme")),
        theme_instead_of=_string(values.get("theme_instead_of")),
        pictures=values.get("pictures") != "hidden",
        typed_commands=_strings(values.get("typed_commands")),
        recent_commands=_strings(values.get("recent_commands")),
        recent_lists=_strings(values.get("recent_lists")),
        saved_in=_string(values.get("saved_in")),
        saved_as=_string(values.get("saved_as")),
        found_texts=_strings(values.get("found_texts")),
        edition=_string(values.get("edition")),
        edition_story=_number(values.get("edition_story")),
        edition_seconds=_number(values.get("edition_seconds")) or 0,
        graphics=_string(values.get("graphics")),
        large_text={"large": True, "normal": False}.get(_string(values.get("headlines"))),
        dark={"dark": True, "light": False}.get(_string(values.get("background"))),
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    if isinstance(value, str) and len(value) <= 18 and value.isascii() and value.isdecimal():
        value = int(value)
    return value if type(value) is int and 0 < value < _LARGEST else None


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        try:
            value = json.loads(value or "[]")
        except (ValueError, RecursionError):
            return ()
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _switches(value: object) -> dict[str, bool]:
    found = value.items() if isinstance(value, dict) else ()
    return {key: on for key, on in found if isinstance(on, bool)}


def _orders(value: object) -> dict[str, ListOrder]:
    found = value.items() if isinstance(value, dict) else ()
    return {key: ListOrder(order) for key, order in found if order in [*ListOrder]}
