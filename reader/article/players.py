"""Embedded players: the page that one shows, and what it plays.

A player's own address is of little use outside its page. The page of the film, the episode or the post has a title,
subtitles and comments, and programs such as mpv know it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from urllib.parse import parse_qs, unquote, urlsplit

from reader.article.blocks import MediaKind
from reader.article.html_parser import Element
from reader.web.addresses import site_of, split_url, web_url
from reader.web.media_types import type_of_address

_VIDEO = (
    "youtube", "youtu.be", "vimeo", "dailymotion", "twitch.tv", "peertube", "ardmediathek", "arte.tv", "rumble",
    "tiktok", "odysee", "zdf.de", "invidious",
)  # fmt: skip
_AUDIO = (
    "soundcloud", "spotify", "podigee", "podcasts.apple", "bandcamp", "ardaudiothek", "simplecast", "libsyn", "podlove",
    "anchor.fm", "megaphone", "acast", "buzzsprout", "transistor.fm", "captivate.fm", "mixcloud", "deezer", "castos",
)  # fmt: skip
_PEERTUBE = re.compile(r"/(?:videos/embed|w)/[\w-]{8,36}")
_ID = r"([\w-]{1,64})"
_LONGEST_FALLBACK = 300  # characters
_MOST_IN_FALLBACK = 20  # elements
# host (without www), path, and what both are replaced with
_PAGES: tuple[tuple[str, str, str], ...] = (
    (r"youtube(?:-nocookie)?\.com", rf"/embed/{_ID}/?", r"https://www.youtube.com/watch?v=\1"),
    (r"player\.vimeo\.com", r"/video/(\d+)/?", r"https://vimeo.com/\1"),
    (r"(?:geo\.)?dailymotion\.com", rf"/embed/video/{_ID}/?", r"https://www.dailymotion.com/video/\1"),
    (r"open\.spotify\.com", rf"/embed(?:-podcast)?/(\w+)/{_ID}/?", r"https://open.spotify.com/\1/\2"),
    (r"embed\.podcasts\.apple\.com", r"(/.+)", r"https://podcasts.apple.com\1"),
    (r"embed\.music\.apple\.com", r"(/.+)", r"https://music.apple.com\1"),
    (r"instagram\.com", rf"/(p|reel|tv)/{_ID}/embed(?:/captioned)?/?", r"https://www.instagram.com/\1/\2/"),
    (r"tiktok\.com", r"/embed(?:/v\d)?/(\d+)/?", r"https://www.tiktok.com/embed/v2/\1"),
    (r"embed\.ted\.com", r"/talks/([\w/-]+)", r"https://www.ted.com/talks/\1"),
    (r"rumble\.com", rf"/embed/{_ID}/?", r"https://rumble.com/embed/\1/"),
)
_PATTERNS = tuple((re.compile(host), re.compile(path), page) for host, path, page in _PAGES)
_POST = re.compile(r"(/@[\w.@-]+/\d+)/embed/?")  # Mastodon, on any host
_IN_QUERY = {  # the parameter with the address of the recording or post
    "w.soundcloud.com": "url", "facebook.com": "href", "mixcloud.com": "feed",
}  # fmt: skip


_YOUTUBE, _VIMEO = "https://www.youtube.com/embed/", "https://player.vimeo.com/video/"
PLAYERS = {
    "lite-youtube": ("videoid", _YOUTUBE), "lite-vimeo": ("videoid", _VIMEO), "amp-youtube": ("data-videoid", _YOUTUBE),
    "amp-vimeo": ("data-videoid", _VIMEO), "youtube-embed": ("video-id", _YOUTUBE),
}  # fmt: skip
"""Elements that scripts turn into players: the attribute that names the film, and the address of the player."""
_FILM = re.compile(r"[\w-]{1,64}", re.ASCII)


def player_address(tag: str, attributes: Mapping[str, str]) -> str:
    """The address of the player that an element of :data:`PLAYERS` becomes; empty if it names no film."""
    key, address = PLAYERS[tag]
    film = attributes.get(key, "")
    return address + film if _FILM.fullmatch(film) else ""


def kind_of_player(url: str) -> MediaKind:
    """Whether an address plays a film or a sound, by its host or the ending of its path."""
    host = site_of(url)
    if any(name in host for name in _VIDEO) or _PEERTUBE.match(split_url(url).path):
        return MediaKind.VIDEO
    if any(name in host for name in _AUDIO):
        return MediaKind.AUDIO
    kind = type_of_address(url)
    return MediaKind.VIDEO if kind.startswith("video/") else MediaKind.AUDIO if kind.startswith("audio/") else (
        MediaKind.EMBED
    )  # fmt: skip


def page_of_player(url: str) -> str:
    """The page that an embedded player shows a part of; other addresses unchanged."""
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query, max_num_fields=32)
    except ValueError:
        return url
    host = site_of(url)
    if host in _IN_QUERY:
        return web_url(unquote(query.get(_IN_QUERY[host], [""])[0])) or url
    if host == "player.twitch.tv":
        return _of_twitch(query) or url
    if host in ("platform.twitter.com", "platform.x.com") and query.get("id", [""])[0].isdigit():
        return f"https://twitter.com/i/status/{query['id'][0]}"
    if host in ("youtube.com", "youtube-nocookie.com") and parts.path.rstrip("/") == "/embed/videoseries":
        playlist = query.get("list", [""])[0]
        return f"https://www.youtube.com/playlist?list={playlist}" if playlist.isidentifier() else url
    post = _POST.fullmatch(parts.path)
    if post:
        return f"https://{parts.netloc}{post[1]}"
    if parts.path.startswith("/videos/embed/") and _PEERTUBE.match(parts.path):
        return f"{parts.scheme}://{parts.netloc}/w/{parts.path.removeprefix('/videos/embed/')}"
    for of_host, of_path, page in _PATTERNS:
        found = of_path.fullmatch(parts.path) if of_host.fullmatch(host) else None
        if found:
            return found.expand(page)
    return url


def _of_twitch(query: dict[str, list[str]]) -> str:
    video, channel = query.get("video", [""])[0].removeprefix("v"), query.get("channel", [""])[0]
    if video.isdigit():
        return f"https://www.twitch.tv/videos/{video}"
    return f"https://www.twitch.tv/{channel}" if re.fullmatch(r"\w{1,32}", channel) else ""


def is_fallback(player: Element) -> bool:
    """Whether the content of a player is only for browsers that cannot play it, not what follows an unclosed one."""
    inside = list(islice(player.iter(), _MOST_IN_FALLBACK + 1))
    text = sum(len(found.text or "") + (len(found.tail or "") if found is not player else 0) for found in inside)
    return len(inside) <= _MOST_IN_FALLBACK and text <= _LONGEST_FALLBACK
