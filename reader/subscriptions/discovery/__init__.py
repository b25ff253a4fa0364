"""Finds where the feeds of an address may be, from the address itself, pages and headers. Pure: nothing is fetched.

Candidates come in the order of trust: rules for well-known sites (:mod:`.sites`), the feeds that a page declares
(``<link rel=alternate>``, the ``Link`` header), links on it that look like feeds, usual addresses of feeds.
:mod:`reader.refresh.subscribing.find_feeds` fetches them.
"""

from reader.subscriptions.discovery.feed_candidates import FeedCandidate as FeedCandidate
from reader.subscriptions.discovery.feed_candidates import common_candidates as common_candidates
from reader.subscriptions.discovery.feed_candidates import header_candidates as header_candidates
from reader.subscriptions.discovery.feed_candidates import is_comment_feed as is_comment_feed
from reader.subscriptions.discovery.feed_candidates import order_candidates as order_candidates
from reader.subscriptions.discovery.feed_candidates import page_candidates as page_candidates
from reader.subscriptions.discovery.sites import page_site_candidates as page_site_candidates
from reader.subscriptions.discovery.sites import site_candidates as site_candidates
from reader.subscriptions.discovery.user_input import input_addresses as input_addresses
from reader.subscriptions.discovery.user_input import input_problem as input_problem
