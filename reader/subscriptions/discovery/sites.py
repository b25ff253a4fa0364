"""What is known of well-known sites: one small rule each, from an address to those of its feeds.

A rule looks at the address alone and answers nothing for what is a feed already, or where it is not sure;
then the page is asked. Where only the page knows (a channel's number, a podcast's own address), a page rule
reads it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from reader.subscriptions.discovery import blogs, forges, networks, videos
from reader.subscriptions.discovery.address_parts import Place, place_of
from reader.subscriptions.discovery.feed_candidates import Lead, ordered
from reader.subscriptions.discovery.page import PageText
from reader.web.addresses import web_url


def site_leads(url: str) -> tuple[Lead, ...]:
    """The feeds of an address at a well-known site, by its address alone; none where no rule is sure."""
    place = place_of(url)
    rules = (rule for hosts, rule in SITES if hosts.fullmatch(place.host))
    return ordered(lead for rule in rules for lead in rule(place) if web_url(lead.url) and lead.url != url)


def page_site_leads(page: PageText) -> tuple[Lead, ...]:
    """The feeds that a rule finds in what lies at an address of such a site."""
    place = place_of(page.url)
    rules = (rule for hosts, rule in PAGES if hosts.fullmatch(place.host))
    return ordered(lead for rule in rules for lead in rule(place, page) if web_url(lead.url) and lead.url != page.url)


def _hosts(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_ANY = _hosts(r".*")
_YOUTUBE_HOSTS = _hosts(r"(?:m\.|music\.)?youtube\.com", r"youtu\.be", r"youtube-nocookie\.com")
SITES: tuple[tuple[re.Pattern[str], Callable[[Place], Iterable[Lead]]], ...] = (
    (_YOUTUBE_HOSTS, videos.youtube),
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
PAGES: tuple[tuple[re.Pattern[str], Callable[[Place, PageText], Iterable[Lead]]], ...] = (
    (_YOUTUBE_HOSTS, videos.youtube_page),
    (_hosts(r"(?:podcasts|itunes)\.apple\.com"), videos.apple_page),
    (_ANY, blogs.wordpress_page),
    (_ANY, blogs.blogger_page),
    (_ANY, networks.mastodon_page),
)
