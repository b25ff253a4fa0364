"""What the user subscribes to and searches for: ``feeds.toml`` ⇄ :mod:`reader.model`, and OPML.

Reading never fails: what can be understood is taken, what cannot is named by line and key. Writing keeps
the user's comments and order, and changes nothing when it cannot be sure of that.

What writes is looked up when it is first used: opening the reader only reads.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reader.subscriptions.blocks import FEEDS, SEARCHES
from reader.subscriptions.feeds_toml import (
    FeedsFile,
    ensure_feeds_toml,
    load_or_begin,
    load_subscriptions,
    read_feeds,
)
from reader.subscriptions.values import BUILT_IN, is_built_in, is_file, is_local, path_of

if TYPE_CHECKING:
    from reader.subscriptions.edit import (
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
    from reader.subscriptions.opml import export_opml
    from reader.subscriptions.opml_reading import read_opml
    from reader.subscriptions.rewriting import Rewritten

_DOORS = {
    "Name": "edit",
    "Rewritten": "rewriting",
    "export_opml": "opml",
    "read_opml": "opml_reading",
    "add_search": "edit",
    "as_added": "edit",
    "add_subscription": "edit",
    "add_subscriptions": "edit",
    "change": "edit",
    "change_url": "edit",
    "place": "edit",
    "remove": "edit",
    "remove_subscription": "edit",
    "rename_folder": "edit",
    "take_back": "edit",
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
