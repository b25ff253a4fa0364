"""From an address that a person typed to the feeds that may lie behind it. Pure; nothing is fetched here.

The order is that of trust: the address itself is a feed; what is known of a well-known site
(:mod:`.sites`); what the page declares (``<link rel=alternate>``, the ``Link`` header); links on it that look
like feeds; addresses where feeds commonly lie. Who fetches is :mod:`reader.refresh.subscribing.find_feeds`.
"""

from __future__ import annotations

from reader.subscriptions.discovery.feed_candidates import (
    Lead,
    common_leads,
    header_leads,
    is_of_comments,
    ordered,
    page_leads,
)
from reader.subscriptions.discovery.sites import page_site_leads, site_leads
from reader.subscriptions.discovery.user_input import addresses_of, input_problem

__all__ = [
    "Lead",
    "addresses_of",
    "common_leads",
    "header_leads",
    "input_problem",
    "is_of_comments",
    "ordered",
    "page_leads",
    "page_site_leads",
    "site_leads",
]
