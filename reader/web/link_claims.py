"""Where a link really leads: the claim of its text, look-alike letters, user names; and addresses that do not mislead.

A host is shown with its own letters if they cannot be mistaken, else in the form of RFC 3492, ``xn--…``. As in
browsers, letters of several scripts in one label can be mistaken, and so can a label whose letters all look Latin (UTS
39, sections 4 and 5.1; the table below is the part of its confusables that is seen in fonts of terminals).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import quote, urlsplit

from reader.lazy_dataclass import dataclass
from reader.text import clean_line
from reader.web.addresses import without_userinfo
from reader.web.registered_domain import registered_domain

_LOOKS_LATIN = str.maketrans(
    "аьсԁеһіјӏӀорԛѕυνхуѡԝɡαοργικτωεпгкмнвтзбАВЕЅІЈКМНОРСТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abcdehijllopqsuvxywwgaopyiktwenrkmhbt3bABESIJKMHOPCTXYABEZHIKMNOPTYX",
)
_TEXT = re.compile(
    r"(?:(?P<scheme>https?)://)?(?:[^/@\s]*@)?(?P<host>[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+)\.?"
    r"(?::\d{1,5})?(?P<path>[/?#]\S*)?[…]?",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?:xn--[a-z0-9-]+|[^\W\d_]{2,24})", re.IGNORECASE)  # a top-level domain
# Endings of names of files and programs, where nothing else says that this is a host.
_NO_HOSTS = frozenset({
    "cfg", "conf", "css", "csv", "doc", "exe", "gif", "htm", "html", "ini", "jpeg", "jpg", "js", "json", "lock", "log",
    "md", "pdf", "php", "png", "py", "rb", "rs", "sh", "svg", "toml", "ts", "txt", "xml", "yaml", "yml", "zip",
})  # fmt: skip
_LONGEST_TEXT = 300  # characters; nobody reads a longer one as an address
_BESIDE_HOST = 12  # cells for the scheme before it and a little of the path
_SHORTEST_HOST = 20
_MOST_LABELS = 127  # RFC 1035 section 2.3.4: 255 bytes


class Doubt(StrEnum):
    """Why a link may not lead where it seems to. The values are part of no file."""

    OTHER_HOST = "other host"  # its text names one
    LOOKS_LIKE = "looks like"
    USER_NAME = "user name"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a link seems to be. ``name``: the host that it pretends to lead to, or the user name."""

    doubt: Doubt
    name: str


def claim_of(text: str, url: str, home: str | None = None) -> Claim | None:
    """The doubt about a link, if there is one.

    ``home``: the address of the page with the link; a site may call links to itself what it likes.
    """
    host = host_of(url)
    if not host:
        return None
    name = _user_name(url)
    if name:
        return Claim(Doubt.USER_NAME, name)
    alike = looks_like(host)
    if alike:
        return Claim(Doubt.LOOKS_LIKE, alike)
    named = named_host(text)
    if named and not _same_domain(named, host) and not (home and _same_domain(host_of(home), host)):
        return Claim(Doubt.OTHER_HOST, named)
    return None


def host_of(url: str) -> str:
    """The host of a web address with its letters decoded, lower case; empty if there is none."""
    try:
        parts = urlsplit(url)
        return _decoded((parts.hostname or "").rstrip(".")) if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _user_name(url: str) -> str:
    before, at, _host = urlsplit(url).netloc.rpartition("@")
    return clean_line(before.partition(":")[0] or before) if at else ""


def named_host(text: str) -> str:
    """The host that a text names, if it is an address or a domain and nothing else; empty otherwise."""
    found = _TEXT.fullmatch(clean_line(text[: _LONGEST_TEXT + 1]).strip("<>()[]\"'“”„"))
    if not found or len(text) > _LONGEST_TEXT:
        return ""
    host = _decoded(found["host"].lower())
    last = host.rpartition(".")[2]
    sure = found["scheme"] or host.startswith("www.")
    return host if _LAST.fullmatch(last) and (sure or last not in _NO_HOSTS) else ""


def _same_domain(one: str, other: str) -> bool:
    return registered_domain(one) == registered_domain(other)


def _decoded(host: str) -> str:
    """A host with the letters that ``xn--…`` encodes; a label that cannot be decoded stays as it is."""
    if "xn--" not in host:
        return host
    return ".".join(map(_decoded_label, host.split(".")[:_MOST_LABELS]))


def _decoded_label(label: str) -> str:
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        decoded = label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError):
        return label
    # What its own code does not give back was written to deceive.
    fits = decoded.isprintable() and unicodedata.is_normalized("NFC", decoded) and not decoded.isascii()
    return decoded if fits and "." not in decoded and "/" not in decoded else label


def _encoded(host: str) -> str:
    return ".".join(label if label.isascii() else f"xn--{_punycode(label)}" for label in host.split("."))


def _punycode(label: str) -> str:
    return label.encode("punycode").decode("ascii")


# -- letters that can be mistaken


def looks_like(host: str) -> str:
    """The Latin host for which this one can be mistaken; empty if its letters are what they seem."""
    if host.isascii():
        return ""
    labels = host.split(".")
    alike = [_latin(label) for label in labels]
    return ".".join(alike) if alike != labels else ""


def _latin(label: str) -> str:
    """What a label looks like: itself, if its letters cannot be mistaken for another label's."""
    if label.isascii():
        return label
    scripts = {_script(letter) for letter in label if letter.isalpha()}
    as_latin = label.translate(_LOOKS_LATIN)
    if len(scripts) == 1 and not as_latin.isascii():
        return label
    return as_latin if scripts & {"CYRILLIC", "GREEK"} else label


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


# -- on the screen


def shown_address(url: str, room: int = 0) -> str:
    """An address as it is shown: the real host, no user name, nothing that changes the order of letters.

    ``room``: the cells that there are; a host for which they are too few is cut at its beginning, because its end
    says who it belongs to. 0: any number.
    """
    host = host_of(url)
    if not host:
        return clean_line(url)
    parts = urlsplit(without_userinfo(url))
    port = ":".join(["", *parts.netloc.rpartition("]")[2].split(":")[1:]])
    safe = _encoded(host) if looks_like(host) else host
    most = max(room - len(port) - _BESIDE_HOST, _SHORTEST_HOST)
    if room and len(safe) > most:
        safe = "…" + safe[1 - most :]
    return _left_to_right(clean_line(parts._replace(netloc=(f"[{host}]" if ":" in host else safe) + port).geturl()))


_RIGHT_TO_LEFT: Mapping[str, bool] = dict.fromkeys(("R", "AL", "AN", "RLE", "RLO", "RLI", "LRO", "LRE", "LRI"), True)


def _left_to_right(url: str) -> str:
    """The address with letters that are written from right to left percent-encoded behind the host."""
    if url.isascii():
        return url
    start = url.find("/", url.find("//") + 2)
    end = start if start >= 0 else len(url)
    return url[:end] + "".join(quote(c) if unicodedata.bidirectional(c) in _RIGHT_TO_LEFT else c for c in url[end:])
