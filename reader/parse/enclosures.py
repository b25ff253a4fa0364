"""The files of an entry: enclosures, Media RSS, the files of podcasts, and pictures outside of the text.

A feed can name one file in several places, so each address is kept once, with everything that is said about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from reader.lazy_dataclass import dataclass
from reader.model import Author, Enclosure
from reader.parse.values import dictionaries, links, number, text
from reader.text import clean_line, fold, plain_text
from reader.web.addresses import join, resolve
from reader.web.entry_parts import FILE_LIMIT, unite
from reader.web.media_types import HTML_TYPES, is_picture, media_type, type_of_address

_FLASH = "application/x-shockwave-flash"  # YouTube's feeds still list its former Flash player
_ROLES = ("chapters", "transcript")
_MEDIA = ("image", "audio", "video")
_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,5}):)?(\d{1,7})(?:[.,]\d*)?")
_MARKUP = re.compile(r"<\w[^<>]*>|&(?:\w+|#\d+);")
_LONGEST = 10_000_000  # seconds


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an entry, and the address of its main picture."""

    enclosures: tuple[Enclosure, ...]
    image: str | None


def read_files(found: dict[str, Any], base: str, authors: Iterable[Author], *, has_text: bool) -> Files:
    """The files in feedparser's dictionary of an entry.

    ``has_text``: the entry has a text of its own, so that its ``media:description`` is about its files.
    """
    media = [_with_kind(one, dictionaries(found, "media")) for one in _media_of(found, authors)]
    texts = {key: text(found, key) for key in ("media_description", "media_description_type") if has_text}
    contents = [_media_file(one, base, texts) for one in media if one.get("role") == "content"]
    pictures = [_media_file(one, base, texts) for one in media if one.get("role") != "content"]
    enclosures = unite([*_enclosed(found, base), *contents, *_other_files(found, base), *pictures])
    cover = dict.get(found, "image")
    candidates = (
        *(one.url for one in (*contents, *pictures) if one and is_picture(one.type)),
        resolve(base, cover.get("href")) if isinstance(cover, dict) else None,
        *(one.url for one in enclosures if is_picture(one.type)),
    )
    return Files(_with_duration(enclosures, found), next(filter(None, candidates), None))


def seconds(value: object) -> int | None:
    """A duration, written as a number of seconds or as ``[hours:]minutes:seconds``; None for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(value) if 0 < value <= _LONGEST else None
    clock = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if clock is None:
        return None
    hours, minutes, rest = (int(part or 0) for part in clock.groups())
    whole = hours * 3_600 + minutes * 60 + rest
    return whole if 0 < whole <= _LONGEST else None


def _enclosed(found: dict[str, Any], base: str) -> Iterator[Enclosure | None]:
    original = text(found, "feedburner_origenclosurelink")  # instead of the address of a proxy that counts
    for link in links(found, "enclosure")[: 2 * FILE_LIMIT]:
        yield _file({**link, "href": original} if original else link, base)
        original = ""


def _other_files(found: dict[str, Any], base: str) -> Iterator[Enclosure | None]:
    for detail in dictionaries(found, "content"):
        if detail.get("src") and media_type(detail.get("type")) not in HTML_TYPES:
            yield _file({"href": join(text(detail, "base"), text(detail, "src")), "type": detail.get("type")}, base)
    for link in links(found, "attached")[: 2 * FILE_LIMIT]:
        yield _file(link, base)


def _file(link: dict[str, Any], base: str) -> Enclosure | None:
    address = resolve(base, link.get("href"))
    if address is None:
        return None
    kind = _written_type(link) or type_of_address(address)
    title = clean_line(text(link, "title")) or None
    duration, role = seconds(link.get("duration")), text(link, "role")
    return Enclosure(
        address, kind or None, number(link.get("length")), title, duration, role if role in _ROLES else None
    )


def _written_type(file: dict[str, Any]) -> str:
    kind = clean_line(media_type(file.get("type")), 100)
    return f"{kind}/*" if kind in _MEDIA else kind if "/" in kind else ""


def _media_of(found: dict[str, Any], authors: Iterable[Author]) -> list[dict[str, Any]]:
    media = dictionaries(found, "media")
    names = {fold(author.name) for author in authors} if media else set()
    return [one for one in media if media_type(one.get("type")) != _FLASH and not _is_avatar(one, names)]


def _with_kind(file: dict[str, Any], media: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The file with its type; ``image/*`` if only that much is known; empty if nothing is, not even of its group."""
    kind = kind_of(file)
    group = file.get("within")
    if not kind and isinstance(group, dict) and group.get("role") == "group":
        kind = next((kind for one in media if one.get("within") is group and (kind := kind_of(one))), "")
        kind = kind.partition("/")[0] + "/*" if kind else ""
    return {**file, "type": kind}


def kind_of(file: dict[str, Any]) -> str:
    """The media type of a file of Media RSS, as far as its own attributes and its address tell."""
    written, ending = _written_type(file), type_of_address(text(file, "url"))
    medium = text(file, "medium").strip().lower() if file.get("role") == "content" else "image"
    if written:
        return written
    if medium in _MEDIA:
        return ending if ending.startswith(medium) else f"{medium}/*"
    if ending or file.get("duration") or file.get("expression"):
        return ending
    return "image/*" if file.get("width") and file.get("height") else ""


def _media_file(file: dict[str, Any], base: str, texts: dict[str, Any]) -> Enclosure | None:
    address = resolve(base, file.get("url"))
    kind = text(file, "type")
    if address is None:
        return None
    return Enclosure(
        address,
        kind or None,
        number(file.get("filesize")),
        _title(file, texts, picture=is_picture(kind)) or None,
        seconds(file.get("duration")),
    )


def _title(file: dict[str, Any], texts: dict[str, Any], *, picture: bool) -> str:
    """What a file is called; for a picture its alternative text, which its group or entry may have."""
    around = file.get("within")
    holders = [file, *([around] if isinstance(around, dict) else ())]
    if not picture:
        return _first(holders, "media_title")
    if file.get("role") != "content":  # a thumbnail: the texts around it describe a film, unless it is in a picture
        holders = [one for one in holders[1:] if one.get("role") == "content" and is_picture(kind_of(one))]
        texts = {}
    described = [*holders, texts] if texts else [one for one in holders if one.get("role") == "content"]
    return _first(described, "media_description") or _first(holders, "media_title")


def _first(holders: Iterable[dict[str, Any]], key: str) -> str:
    return next((line for one in holders if (line := _line(text(one, key), text(one, f"{key}_type")))), "")


def _line(value: str, kind: str) -> str:
    html = "html" in kind or bool(_MARKUP.search(value))
    return clean_line(plain_text(value).replace("\n", " ") if html else value)


def _is_avatar(file: dict[str, Any], names: set[str]) -> bool:
    """Whether a picture shows the author. Some hosts of blogs list it before the pictures of the entry."""
    if is_address_of_avatar(text(file, "url")):
        return True
    title = fold(_line(text(file, "media_title"), text(file, "media_title_type")))
    return title in names and not text(file, "media_description")


def is_address_of_avatar(url: str) -> bool:
    """Whether host or folder say that a picture shows a user."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    folders = parts.path.lower().split("/")[:-1]
    return host.endswith("gravatar.com") or host.startswith("avatar") or bool({"avatar", "avatars"} & set(folders))


def _with_duration(enclosures: Sequence[Enclosure], found: dict[str, Any]) -> tuple[Enclosure, ...]:
    """The enclosures, the first of them that can be played with the duration of the episode."""
    duration = seconds(text(found, "itunes_duration"))
    played = next((one for one in enclosures if (one.type or "audio").startswith(("audio", "video"))), None)
    if duration is None or played is None or played.duration is not None:
        return tuple(enclosures)
    return tuple(replace(one, duration=duration) if one is played else one for one in enclosures)
