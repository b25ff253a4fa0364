"""One small rule for each well-known site, from an address to its feeds.

A rule looks only at the address, and yields nothing for the address of a feed or if it is not sure: then the page is
read. If only the page knows (the identifier of a channel, the address of a podcast), a page rule finds it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from reader.subscriptions.discovery import blogs, forges, networks, videos
from reader.subscriptions.discovery.feed_candidates import FeedCandidate, order_candidates
from reader.subscriptions.discovery.page_links import PageLinks
from reader.subscriptions.discovery.site_address import SiteAddress, site_address
from reader.web.addresses import web_url


def site_candidates(url: str) -> tuple[FeedCandidate, ...]:
    """The feeds of a well-known site by its address alone; none if no rule is sure."""
    address = site_address(url)
    rules = (rule for hosts, rule in SITES if hosts.fullmatch(address.host))
    return order_candidates(
        candidate for rule in rules for candidate in rule(address) if web_url(candidate.url) and candidate.url != url
    )


def page_site_candidates(page: PageLinks) -> tuple[FeedCandidate, ...]:
    """The feeds that rules find in a page of a well-known site."""
    address = site_address(page.url)
    rules = (rule for hosts, rule in PAGES if hosts.fullmatch(address.host))
    return order_candidates(
        candidate
        for rule in rules
        for candidate in rule(address, page)
        if web_url(candidate.url) and candidate.url != page.url
    )


def _hosts(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_ANY = _hosts(r".*")
_YOUTUBE_HOSTS = _hosts(r"(?:m\.|music\.)?youtube\.com", r"youtu\.be", r"youtube-nocookie\.com")
SITES: tuple[tuple[re.Pattern[str], Callable[[SiteAddress], Iterable[FeedCandidate]]], ...] = (
    (_YOUTUBE_HOSTS, videos.youtube),
    (_hosts(r"vimeo\.com"), videos.vimeo),
    (_hosts(r"(?:podcasts|itunes)\.apple\.com"), videos.apple),
    (_hosts(r"(?:(?:old|new|np|m|i|sh)\.)?reddit\.com"), networks.reddit),
    (_hosts(r"news\.ycombinator\.com"), networks.hacker_news),
    (_hosts(r"bsky\.app"), networks.bluesky),
    (_hosts(r"github\.com"), forges.github),
    (_hosts(r"gitlab\.com", r"gitlab\..+"), forges.gitlab),
    (_hosts(r"(?:[\w-]+\.)?substack\.com"), blogs.substack),
    (_hosts(r"(?:[\w-]+\.)?medium\.com"), blogs.medium),
    (_hosts(r"(?:[\w-]+\.)?tumblr\.com"), blogs.tumblr),
    (_hosts(r"[\w-]+\.blogspot\.[a-z.]+"), blogs.blogger),
    (_hosts(r"[\w-]+\.wordpress\.com"), blogs.wordpress),
    (_ANY, networks.mastodon),
)
PAGES: tuple[tuple[re.Pattern[str], Callable[[SiteAddress, PageLinks], Iterable[FeedCandidate]]], ...] = (
    (_YOUTUBE_HOSTS, videos.youtube_page),
    (_hosts(r"(?:podcasts|itunes)\.apple\.com"), videos.apple_page),
    (_ANY, blogs.wordpress_page),
    (_ANY, blogs.blogger_page),
    (_ANY, networks.mastodon_page),
)
