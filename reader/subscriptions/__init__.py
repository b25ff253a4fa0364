"""What the user subscribes to: ``feeds.toml`` ⇄ :class:`~reader.model.Subscription`, and OPML.

Reading never fails: what can be understood is taken, what cannot is named by line and key. Writing keeps
the user's comments and order, and changes nothing when it cannot be sure of that.
"""

from __future__ import annotations

from reader.subscriptions.edit import add_subscription, add_subscriptions, change_url, remove_subscription
from reader.subscriptions.feeds_toml import ensure_feeds_toml, load_subscriptions
from reader.subscriptions.opml import export_opml, read_opml
from reader.subscriptions.values import BUILT_IN, is_built_in

__all__ = [
    "BUILT_IN",
    "add_subscription",
    "add_subscriptions",
    "change_url",
    "ensure_feeds_toml",
    "export_opml",
    "is_built_in",
    "load_subscriptions",
    "read_opml",
    "remove_subscription",
]
