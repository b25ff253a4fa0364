"""Media types (RFC 2045 section 5.1) in a form that can be compared, and those that file endings stand for."""

from __future__ import annotations

import re

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_QUERY = re.compile(r"[?#].*", re.DOTALL)
_ENDING = re.compile(r"\.(\w{1,7})/*\Z")
_TYPES = {
    **{ending: f"image/{ending}" for ending in ("jpeg", "png", "gif", "webp", "avif", "bmp", "heic", "tiff", "jxl")},
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
    **{ending: f"audio/{ending}" for ending in ("ogg", "opus", "aac", "flac", "wav")},
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "m4b": "audio/mp4",
    "oga": "audio/ogg",
    **{ending: f"video/{ending}" for ending in ("mp4", "webm", "mpeg")},
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "ogv": "video/ogg",
    "mkv": "video/x-matroska",
    "mpg": "video/mpeg",
    "avi": "video/x-msvideo",
    "m3u8": "application/vnd.apple.mpegurl",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "epub": "application/epub+zip",
    "torrent": "application/x-bittorrent",
    "swf": "application/x-shockwave-flash",
    "vtt": "text/vtt",
}


def media_type(value: object) -> str:
    """The type without parameters, in lower case; empty for anything but text."""
    return value.partition(";")[0].strip().lower() if isinstance(value, str) else ""


def type_of_address(url: str) -> str:
    """The type that the ending of an address's path stands for; empty if it stands for none known here."""
    ending = _ENDING.search(_QUERY.sub("", url[:4_096]))
    return _TYPES.get(ending[1].lower(), "") if ending else ""


def is_picture(kind: str | None) -> bool:
    """Whether a media type is one of pictures."""
    return (kind or "").startswith("image/")
