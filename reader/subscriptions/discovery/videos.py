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
_VIDEOS_ONLY = "UULF"  # prefixes of the identifiers of playlists that every channel has
_PLAYLISTS = {"shorts": "UUSH", "streams": "UULV"}
_VIMEO_OWN = frozenset({
    "about", "blog", "categories", "channels", "create", "features", "groups", "help", "join", "log_in", "ondemand",
    "search", "showcase", "solutions", "stock", "upgrade", "watch",
})  # fmt: skip


def vimeo(address: SiteAddress) -> Iterator[FeedCandidate]:
    """The videos of a person, a channel or a group."""
    kind, name = address.part(0), address.part(1)
    if address.parts and address.parts[-1] == "rss":
        return
    if kind in ("channels", "groups") and name:
        yield FeedCandidate(f"https://vimeo.com/{kind}/{name}/videos/rss")
    elif kind and kind not in _VIMEO_OWN and not kind.isdecimal() and name in ("", "videos"):
        yield FeedCandidate(f"https://vimeo.com/{kind}/videos/rss")


def youtube(address: SiteAddress) -> Iterator[FeedCandidate]:
    """A channel by its identifier, a playlist, a legacy user name. For a handle, the page has the identifier."""
    if address.query.get("list", "").startswith(("PL", "OL", "UU", "FL")):
        yield FeedCandidate(_YOUTUBE + urlencode({"playlist_id": address.query["list"]}))
    if address.starts_with("channel") and _CHANNEL.fullmatch(address.part(1)):
        yield from _youtube_channel(address.part(1), address.part(2))
    if address.starts_with("user") and address.part(1):
        yield FeedCandidate(_YOUTUBE + f"user={address.part(1)}")


def youtube_page(address: SiteAddress, page: PageLinks) -> Iterator[FeedCandidate]:
    """The channel in the page of a handle or a video."""
    canonical = " ".join(link.href for link in page.links if "canonical" in link.rel)
    named = _CHANNEL.search(f"{page.meta('identifier')} {page.meta('channelid')} {canonical}")
    inside = _CHANNEL_IN_PAGE.search(page.text)
    channel = named[0] if named else inside[1] if inside else None
    if channel:
        yield from _youtube_channel(
            channel, tab=address.parts[-1] if address.parts else "", title=page.meta("og:title")
        )


def _youtube_channel(channel: str, tab: str, title: str = "") -> Iterator[FeedCandidate]:
    """A channel's feed and its playlist without shorts and live streams; for the tab of either, that playlist too."""
    playlists = [_PLAYLISTS[tab]] if tab in _PLAYLISTS else []
    yield FeedCandidate(_YOUTUBE + urlencode({"channel_id": channel}), clean_title(title))
    for prefix in (*playlists, _VIDEOS_ONLY):
        yield FeedCandidate(_YOUTUBE + urlencode({"playlist_id": prefix + channel.removeprefix("UC")}))


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
