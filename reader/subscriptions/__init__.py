"""What the user subscribes to and searches for: ``feeds.toml`` ⇄ :mod:`reader.model`, and OPML.

Reading never fails: what can be understood is taken, what cannot is named by line and key. Writing keeps
the user's comments and order, and changes nothing when it cannot be sure of that.

What writes is looked up when it is first used: opening the reader only reads.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reader.subscriptions.feeds_toml import (
    FeedsFile,
    ensure_feeds_toml,
    load_or_begin,
    load_subscriptions,
    read_feeds,
)
from reader.subscriptions.field_values import BUILT_IN, is_built_in, is_file, is_local, path_of
from reader.subscriptions.toml_tables import FEEDS, SEARCHES

if TYPE_CHECKING:
    from reader.subscriptions.edit_toml import (
        Name,
        add_search,
        add_subscription,
        add_subscriptions,
        as_added,
        change,
        change_url,
        place,
        remove,
        remove_subscription,
        rename_folder,
        take_back,
    )
    from reader.subscriptions.opml_reader import read_opml
    from reader.subscriptions.opml_writer import export_opml
    from reader.subscriptions.rewrite import Rewritten

_DOORS = {
    "Name": "edit_toml",
    "Rewritten": "rewrite",
    "export_opml": "opml_writer",
    "read_opml": "opml_reader",
    "add_search": "edit_toml",
    "as_added": "edit_toml",
    "add_subscription": "edit_toml",
    "add_subscriptions": "edit_toml",
    "change": "edit_toml",
    "change_url": "edit_toml",
    "place": "edit_toml",
    "remove": "edit_toml",
    "remove_subscription": "edit_toml",
    "rename_folder": "edit_toml",
    "take_back": "edit_toml",
}

__all__ = [
    "BUILT_IN",
    "FEEDS",
    "SEARCHES",
    "FeedsFile",
    "Name",
    "Rewritten",
    "add_search",
    "add_subscription",
    "add_subscriptions",
    "as_added",
    "change",
    "change_url",
    "ensure_feeds_toml",
    "export_opml",
    "is_built_in",
    "is_file",
    "is_local",
    "load_or_begin",
    "load_subscriptions",
    "path_of",
    "place",
    "read_feeds",
    "read_opml",
    "remove",
    "remove_subscription",
    "rename_folder",
    "take_back",
]


def __getattr__(name: str) -> Any:
    if name in _DOORS:
        return getattr(import_module(f"reader.subscriptions.{_DOORS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
