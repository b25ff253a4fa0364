"""Rules for sites with videos and podcasts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from reader.subscriptions.discovery.feed_candidates import FeedCandidate
from reader.subscriptions.discovery.page_links import PageLinks
from reader.subscriptions.discovery.site_address import SiteAddress
from reader.text import clean_title

_YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"
_CHANNEL = re.compile(r"UC[\w-]{22}")
_CHANNEL_IN_PAGE = re.compile(r'"(?:externalId|channelId|externalChannelId|browseId)"\s*:\s*"(UC[\w-]{22})"')


def youtube(address: SiteAddress) -> Iterator[FeedCandidate]:
    """A channel by its identifier, a playlist, a legacy user name. For a handle, the page has the identifier."""
    if address.query.get("list", "").startswith(("PL", "OL", "UU", "FL")):
        yield FeedCandidate(_YOUTUBE + urlencode({"playlist_id": address.query["list"]}))
    if address.starts_with("channel") and _CHANNEL.fullmatch(address.part(1)):
        yield FeedCandidate(_YOUTUBE + urlencode({"channel_id": address.part(1)}))
    if address.starts_with("user") and address.part(1):
        yield FeedCandidate(_YOUTUBE + f"user={address.part(1)}")


def youtube_page(_: SiteAddress, page: PageLinks) -> Iterator[FeedCandidate]:
    """The channel in the page of a handle or a video."""
    canonical = " ".join(link.href for link in page.links if "canonical" in link.rel)
    named = _CHANNEL.search(f"{page.meta('identifier')} {page.meta('channelid')} {canonical}")
    inside = _CHANNEL_IN_PAGE.search(page.text)
    channel = named[0] if named else inside[1] if inside else None
    if channel:
        yield FeedCandidate(_YOUTUBE + urlencode({"channel_id": channel}), clean_title(page.meta("og:title")))


_APPLE_NUMBER = re.compile(r"id(\d{4,15})")
_FEED_URL = re.compile(r'"feedUrl"\s*:\s*("https?:[^"]{4,2000}")')


def apple(address: SiteAddress) -> Iterator[FeedCandidate]:
    """The address that looks up a podcast in Apple's directory, which needs no key."""
    number = next((found[1] for part in address.parts if (found := _APPLE_NUMBER.fullmatch(part))), None)
    if number and "podcast" in (*address.parts, address.host.partition(".")[0].removesuffix("s")):
        yield FeedCandidate(f"https://itunes.apple.com/lookup?entity=podcast&id={number}", lookup=True)


def apple_page(_: SiteAddress, page: PageLinks) -> Iterator[FeedCandidate]:
    """The address of the podcast itself, in Apple's directory or page."""
    for found in _FEED_URL.findall(page.text)[:10]:
        try:
            yield FeedCandidate(str(json.loads(found)))
        except ValueError:
            continue
