"""Web addresses: cleaned so that nothing can break out of a terminal, resolved against a base, without passwords."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from reader.text import clean_line, clean_text, drop_invisible

URL_LIMIT = 4_096
# Most addresses match this and need no closer look. Its groups: host with port, path, query with its question mark.
PLAIN_URL = re.compile(
    r"https?://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,4})?)"
    r"(/[A-Za-z0-9/._~%=&+@,;:-]*)((?:\?[A-Za-z0-9/._~%=&+@,;:-]+)?)"
)
_NOT_IN_URLS = re.compile(r"""[\s\x00-\x20\x7f<>"\\^`{|}]""")
_AUTHORITY = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#\\]*@)?)[^/?#\\]*")  # group 1: all before the host
_PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]{1,253})/")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SEMICOLON = "\ufdd0"  # a noncharacter, which no cleaned text contains
_WITH_ADDRESS = frozenset({"href", "src", "srcset", "poster", "cite"})
_ABSOLUTE = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|#)")


def web_url(value: str | None) -> str | None:
    """An http(s) address without anything that could break out of a terminal or a shell word, or None.

    Idempotent. Characters that an address cannot contain (spaces, quotes, controls, text that is not in NFC) are
    percent-encoded as in browsers; letters of other scripts stay.
    """
    value = (value or "").strip()
    if len(value) > URL_LIMIT:
        return None
    return value if PLAIN_URL.fullmatch(value) else _cleaned(value)


def split_url(url: str | None) -> SplitResult:
    """The parts of what a page gives as an address. All are empty if it is none, such as ``http://[host]/path``."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return SplitResult("", "", "", "", "")


def feed_url(value: str | None) -> str | None:
    """:func:`web_url` without the fragment, which is not sent to the server (RFC 9110 section 7.1)."""
    url = web_url(value)
    return url.partition("#")[0] if url else None


def _cleaned(value: str) -> str | None:
    if _NOT_IN_URLS.search(value) or not (value.isascii() or clean_text(value) == value):
        value = _quote_lenient(value)
    try:
        parts = urlsplit(value)
        host = parts.hostname
        _ = parts.port  # raises on garbage
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "%" in parts.netloc.rpartition("@")[2]:
        return None
    url = urlunsplit(parts._replace(scheme=parts.scheme.lower()))
    return url if len(url) <= URL_LIMIT else None


def _quote_lenient(value: str) -> str:
    from urllib.parse import quote

    value = drop_invisible(value).strip()
    authority = _AUTHORITY.match(value)
    start, end = (authority.end(1), authority.end()) if authority else (0, 0)
    host = value[start:end]  # letters of other scripts in it have an encoding of their own (IDNA)
    if _NOT_IN_URLS.search(host) or clean_text(host) != host:
        host, end = "", start

    def quoted(part: str) -> str:  # a header's bytes that are not UTF-8 were decoded as surrogates
        return quote(part, safe="%/:=&?~#+!$,;'@()*[]-._", encoding="utf-8", errors="surrogateescape")

    try:
        return quoted(value[:start]) + host + quoted(value[end:])
    except UnicodeEncodeError:
        return ""


def encode_bytes(location: str) -> str:
    """An address from a header, with all bytes after its host percent-encoded as they came.

    ``location`` was decoded with ``surrogateescape``. Letters of an ordinary text stay (RFC 3987 section 3.1).
    """
    if location.isascii() or clean_text(location) == location:
        return location
    start = _AUTHORITY.match(location)
    place = start.end() if start else 0
    encoded = location[place:].encode("utf-8", "surrogateescape")
    return location[:place] + "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in encoded)


def resolve(base: str | None, address: object) -> str | None:
    """``address`` as an absolute http(s) URL, relative to ``base``; None if it is blank or leads anywhere else.

    ``address`` may have any type, as in JSON; only text counts.
    """
    if not isinstance(address, str) or len(address) > 2 * URL_LIMIT:
        return None
    address = address.strip()
    if not address:
        return None
    return web_url(address if _WEB.match(address) else join(base or "", address))


def join(base: str, address: str) -> str:
    """``urljoin`` that never fails: an address that cannot be joined stays as it is.

    ``urljoin`` drops a semicolon at the end of a path, so it does not get to see any (RFC 3986 knows no parameters).
    """
    hidden = ";" in address or ";" in base
    try:
        if not hidden:
            return urljoin(base, address)
        joined = urljoin(base.replace(";", _SEMICOLON), address.replace(";", _SEMICOLON))
    except ValueError:  # a broken IPv6 literal
        return address
    return joined.replace(_SEMICOLON, ";")


def resolve_in_html(html: str, base: str) -> str:
    """HTML with the addresses of its links, pictures and quotations made absolute, and otherwise unchanged."""
    if not _reference().search(html):
        return html
    return _tag().sub(lambda tag: _resolve_in_tag(tag[0], base), html)


def _resolve_in_tag(tag: str, base: str) -> str:
    if not _reference().search(tag):
        return tag
    return _attribute().sub(lambda attribute: _resolve_in_attribute(attribute, base), tag)


def _resolve_in_attribute(attribute: re.Match[str], base: str) -> str:
    from html import escape  # with a table of 2,000 names, which the reader's start does not need

    from reader.web.references import unescape_attribute

    name, equals, written = attribute.groups()
    if name.lower() not in _WITH_ADDRESS:
        return attribute[0]
    quoted = written[0] in "\"'"
    value = unescape_attribute(written[1:-1] if quoted else written)
    resolved = resolve_attribute(name, value, base)
    return attribute[0] if resolved == value else f'{name}{equals}"{escape(resolved)}"'


def resolve_attribute(name: str, value: str, base: str) -> str:
    """The value of an HTML attribute with its addresses made absolute.

    Attributes without an address stay, and so do places on the same page, addresses that are absolute, and blanks.
    """
    name = name.lower()
    if name == "srcset":
        return _candidate().sub(lambda found: _absolute(found[1], base) + found[2], value)
    return _absolute(value, base) if name in _WITH_ADDRESS else value


def _absolute(address: str, base: str) -> str:
    return address if not address.strip() or _ABSOLUTE.match(address) else join(base, address.strip())


def without_userinfo(url: str) -> str:
    """The address without user name and password, for logs, screens and other servers."""
    if "@" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def split_userinfo(url: str) -> tuple[str, str, str]:
    """The address without user name and password, and these two, decoded; empty where there are none."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "", url
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    userinfo, at, _host = authority.rpartition("@")
    if not at:
        return url, "", ""
    user, _colon, password = userinfo.partition(":")
    return f"{scheme}{separator}{rest[len(userinfo) + 1 :]}", unquote(user), unquote(password)


def site_of(url: str | None) -> str:
    """The host of an address, lower case, without ``www.``; empty if there is none."""
    plain = _PLAIN_HOST.match(url or "")
    if plain:  # of nearly all articles
        return plain[1].removeprefix("www.")
    host = (split_url(url).hostname or "").lower()
    return clean_line(host.removeprefix("www."))


def file_name(url: str) -> str:
    """The file name in an address; the host if there is none."""
    return clean_line(url.partition("?")[0].rsplit("/", 1)[-1]) or site_of(url)


# Patterns that are not needed to open the reader are compiled on first use.


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"]{0,4096}"|'[^']{0,4096}'|["'])*+>""")


@cache
def _reference() -> re.Pattern[str]:
    return re.compile(r"\s(?:href|src|srcset|poster|cite)\s*=", re.IGNORECASE)


@cache
def _attribute() -> re.Pattern[str]:
    return re.compile(r"""([^\s"'<>/=]++)(\s*+=\s*+)("[^"]*"|'[^']*'|[^\s"'<>]++)""")


@cache
def _candidate() -> re.Pattern[str]:
    return re.compile(r"([^\s,](?:\S*[^\s,])?)(,+|\s[^,]*|\Z)")  # HTML section 4.8.4.3.10
