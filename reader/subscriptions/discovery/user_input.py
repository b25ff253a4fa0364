"""From typed or pasted text to the addresses to try, in order."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from reader.problems import Problem, ProblemDetails, problem
from reader.subscriptions.discovery.page_links import READER_SCHEMES, without_reader_scheme
from reader.web.addresses import feed_url

_LONGEST = 8_192  # characters of a pasted text that are considered
_INSIDE = re.compile(r"(?:https?|feed)://[^\s<>\"']+", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))(//)?", re.IGNORECASE)  # not the port in "host:8080"
_HANDLE = re.compile(r"@([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")  # a person on Mastodon: @name@server
_SHORT = re.compile(r"/?(r|u|user)/([\w+-]+)/?")  # a community or person on Reddit
_WRAPPING = "<>\"'“”‘’«»\u200b\ufeff \t"


def input_problem(typed: str) -> ProblemDetails | None:
    """Why no feeds can be looked for with this input; None if they can."""
    if typed.strip().lower().startswith(("file:", "exec:")):
        return problem(Problem.ADDRESS_OF_THIS_MACHINE)
    return None if input_addresses(typed) else problem(Problem.NOT_AN_ADDRESS)


def input_addresses(typed: str) -> tuple[str, ...]:
    """The http(s) addresses that a text may mean, most likely first; empty if it has none.

    Without a scheme, and for ``feed://host/…``, https comes before http. Also understands ``feed:https://host/…``,
    spaces and quotes around an address, ``@name@server`` (Mastodon), ``r/name`` (Reddit), and text that contains an
    address.
    """
    line = next((line for line in typed[:_LONGEST].splitlines() if line.strip(_WRAPPING)), "").strip(_WRAPPING)
    handle, short = _HANDLE.fullmatch(line), _SHORT.fullmatch(line)
    if handle:
        line = f"{handle[2]}/@{handle[1]}"
    elif short:
        line = f"www.reddit.com/{'r' if short[1] == 'r' else 'user'}/{short[2]}/"
    return _with_schemes(line) or _inside(typed[:_LONGEST])


def written_address(value: str) -> str | None:
    """The most likely http(s) address of a feed in a list or a field; None if the text is not an address.

    Like :func:`input_addresses`, it understands addresses without a scheme (https) or with one for feed readers. The
    latter are http, because nothing is tried here, and servers redirect from http to https.
    """
    return next(iter(_with_schemes(without_reader_scheme(value[:_LONGEST].strip()))), None)


def _with_schemes(line: str) -> tuple[str, ...]:
    scheme = _SCHEME.match(line)
    if scheme and scheme[1].lower() in READER_SCHEMES:
        return _with_schemes(line[scheme.end() :].lstrip())
    if scheme:
        url = feed_url(line)
        return (url,) if url and scheme[2] else ()
    line = line.removeprefix("//")
    server = line.partition("/")[0]
    if " " in server or "@" in server or not _is_host(line):  # a mail address
        return ()
    found = (feed_url(f"{scheme}://{line}") for scheme in ("https", "http"))
    return tuple(url for url in found if url)


def _inside(text: str) -> tuple[str, ...]:
    found = _INSIDE.search(text)
    return _with_schemes(found[0].rstrip(".,;:!?)]}")) if found else ()


def _is_host(line: str) -> bool:
    """Whether a line without a scheme begins like a host name. A single word does not."""
    try:
        parts = urlsplit(f"//{line}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return "." in host.strip(".") or ":" in host or host == "localhost" or (bool(host) and port is not None)
