"""Checks and converts the values of subscriptions and saved searches, from TOML or typed text, one by one.

Each function returns the value, or raises :class:`~reader.errors.InvalidValue`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from reader.config import LONGEST_KEPT, SHORTEST_KEPT
from reader.durations import UNITS, parse_duration, parse_mark_read
from reader.errors import InvalidValue
from reader.problems import Argument, Problem, problem
from reader.text import clean_line
from reader.web.addresses import web_url

_LONGEST_LOCAL = 1_000
DEEPEST = 32  # folders inside each other
_LOCAL_PATH = re.compile(r"(?://(?:localhost)?/|~/)[^/].*")  # not //server/share, which is another machine's
_AROUND_TAGS = re.compile(r"^[\s/]+|[\s/]+$")
BUILT_IN = frozenset({"broadsheet:welcome"})  # feeds that are part of Broadsheet

SHORTEST, LONGEST = 15 * 60, 365 * 86_400
MOST_MEGABYTES = 200
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # a token, RFC 9110 section 5.6.2
_OUR_HEADERS = frozenset({
    "host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "expect", "accept-encoding",
    "if-none-match", "if-modified-since", "user-agent",
})  # fmt: skip


def is_built_in(url: str) -> bool:
    """Whether a feed is part of Broadsheet and never fetched."""
    return url in BUILT_IN


def is_program(url: str) -> bool:
    """Whether this is the address of a program that prints a feed."""
    return url.startswith("exec:")


def is_file(url: str) -> bool:
    """Whether this is the address of a local file."""
    return url.startswith("file:")


def is_local(url: str) -> bool:
    """Whether this is the address of a local file or program, which is accepted in ``feeds.toml`` only."""
    return is_program(url) or is_file(url)


def path_of(url: str) -> Path | None:
    """The path in ``file:///path`` or ``file:~/path``; None if there is none."""
    from urllib.parse import unquote_to_bytes

    text = url.removeprefix("file:").removeprefix("//localhost/").removeprefix("//")
    path = os.fsdecode(unquote_to_bytes(text if text.startswith(("/", "~/")) else f"/{text}"))
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return None


def address(value: object) -> str:
    """The address of a feed: http(s), ``exec:NAME``, ``file:///PATH``, or one of the built-in feeds."""
    if not isinstance(value, str):
        raise _invalid(Problem.NOT_A_STRING)
    if value.strip() in BUILT_IN:
        return value.strip()
    url = _local(value.strip()) or web_url(value)
    if url is None:
        if is_file(value.strip()):
            raise _invalid(Problem.NOT_A_FILE_ADDRESS)
        raise _invalid(Problem.NOT_A_FEED_ADDRESS)
    return url


def typed_address(value: object) -> str:
    """The address of a feed that a person typed, perhaps without its scheme; see :func:`address`."""
    from reader.subscriptions.discovery.user_input import written_address  # reading feeds.toml does without

    text = _string(value)
    web = None if text.strip().lower().startswith(("file:", "exec:")) else written_address(text)
    return web or address(text)


def _local(value: str) -> str | None:
    """``exec:`` with a name, or ``file:`` with a path from the root or the home folder; else None."""
    scheme, _, rest = value.partition(":")
    scheme = scheme.lower()
    if scheme not in ("exec", "file") or clean_line(value) != value or len(value) > _LONGEST_LOCAL:
        return None
    if scheme == "exec" and rest.strip():
        return f"exec:{rest.strip()}"
    if scheme == "file" and _LOCAL_PATH.fullmatch(rest) and "%00" not in rest:
        return f"file:{rest}"
    return None


def title(value: object) -> str | None:
    """A title, or None for an empty one."""
    return clean_line(_string(value)) or None


def search_title(value: object) -> str:
    """The title of a saved search, which identifies it."""
    found = title(value)
    if found is None:
        raise _invalid(Problem.EMPTY_VALUE)
    return found


def words(value: object) -> str:
    """Search words, in one line."""
    return clean_line(_string(value))


def addresses(value: object) -> tuple[str, ...]:
    """Addresses of feeds without duplicates."""
    if not isinstance(value, list):
        raise _invalid(Problem.NOT_ADDRESSES)
    return tuple(dict.fromkeys(address(part) for part in value))


def folders(value: object) -> tuple[str, ...]:
    """Folders without duplicates."""
    if not isinstance(value, list):
        raise _invalid(Problem.NOT_FOLDERS)
    return tuple(dict.fromkeys(part for part in map(folder, value) if part))


def folder(value: object) -> str:
    """A path of at most :data:`DEEPEST` folder names, without empty parts: ``/a// b /`` is ``a/b``."""
    return _folder(_string(value))


@lru_cache(maxsize=1_000)  # hundreds of subscriptions share a few folders
def _folder(path: str) -> str:
    parts = [*filter(None, map(clean_line, path.split("/")))]
    if len(parts) > DEEPEST:
        raise _invalid(Problem.FOLDER_TOO_DEEP, most=DEEPEST)
    return "/".join(parts)


def tags(value: object) -> tuple[str, ...]:
    """Tags in their order, without duplicates. A comma separates tags, because a tag in OPML cannot contain one."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(part, str) for part in values):
        raise _invalid(Problem.NOT_TAGS)
    parts = (_AROUND_TAGS.sub("", clean_line(part)) for text in values for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def yes_or_no(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise _invalid(Problem.NOT_A_BOOLEAN)
    return value


def interval(value: object) -> int:
    """Seconds: ``"30m"``, ``"2h"``, ``"1d"``, ``"1w"``, or a number of seconds."""
    return _duration(value, SHORTEST, LONGEST)


def keep(value: object) -> int:
    """Seconds, from a day to a hundred years, in the notation of :func:`interval`."""
    return _duration(value, SHORTEST_KEPT, LONGEST_KEPT)


def within(value: object) -> int:
    """Seconds, from an hour to a hundred years, in the notation of :func:`interval`."""
    return _duration(value, 3600, 36_500 * 86_400)


def _duration(value: object, shortest: int, longest: int) -> int:
    seconds = value if isinstance(value, int) and not isinstance(value, bool) else None
    if isinstance(value, str):
        seconds = parse_duration(value)
    if seconds is not None and shortest <= seconds <= longest:
        return seconds
    code = Problem.NOT_A_DURATION if seconds is None else Problem.OUT_OF_RANGE
    raise _invalid(code, lowest=_in_quotes(shortest), highest=_in_quotes(longest))


def _in_quotes(seconds: int) -> str:
    """In days if possible, else as :func:`interval_in_words`."""
    return f'"{seconds // 86_400}d"' if seconds % 86_400 == 0 else f'"{interval_in_words(seconds)}"'


def interval_in_words(seconds: int) -> str:
    """The shortest notation that :func:`interval` reads: ``2h`` for 7200."""
    for unit in ("w", "d", "h", "m"):
        if seconds % UNITS[unit] == 0:
            return f"{seconds // UNITS[unit]}{unit}"
    return f"{seconds}s"


def mark_read(value: object) -> str:
    """When an opened entry becomes read."""
    found = parse_mark_read(value) if isinstance(value, str) else None
    if found is None:
        raise _invalid(Problem.NOT_A_TIME_OF_READING)
    return found


def user_agent(value: object) -> str | None:
    """A ``User-Agent`` (RFC 9110, section 10.1.5), or None if it is empty."""
    return _header_value(_string(value)) or None


def headers(value: object) -> tuple[tuple[str, str], ...]:
    """Names and values of request headers (RFC 9110, section 5), except those that Broadsheet sets."""
    if not isinstance(value, dict):
        raise _invalid(Problem.NOT_HEADERS)
    for name in value:
        if not _HEADER_NAME.fullmatch(name):
            raise _invalid(Problem.BAD_HEADER_NAME, name=clean_line(name))
        if name.lower() in _OUR_HEADERS:
            raise _invalid(Problem.RESERVED_HEADER, name=name)
    return tuple((name, _header_value(_string(text))) for name, text in value.items())


def _header_value(text: str) -> str:
    if not all(" " <= character <= "~" for character in text):
        raise _invalid(Problem.NOT_A_HEADER_VALUE)
    return text.strip()


def certificate(value: object) -> str:
    """The SHA-256 fingerprint of a certificate as 64 lower-case digits; ignores colons, spaces and ``sha256:``."""
    digits = re.sub(r"[:\s]", "", _string(value).lower().removeprefix("sha256:"))
    if not re.fullmatch("[0-9a-f]{64}", digits):
        raise _invalid(Problem.NOT_A_FINGERPRINT)
    return digits


def command(value: object) -> tuple[str, ...]:
    """A program and its arguments."""
    if not isinstance(value, list) or not value or not all(isinstance(part, str) for part in value):
        raise _invalid(Problem.NOT_A_COMMAND)
    if not value[0].strip() or any("\0" in part for part in value):
        raise _invalid(Problem.COMMAND_WITHOUT_PROGRAM)
    return tuple(value)


def max_megabytes(value: object) -> int:
    """The largest size of a feed in megabytes."""
    if isinstance(value, str) and value.strip().isdecimal() and value.isascii():  # of OPML
        value = int(value[:9])
    if isinstance(value, bool) or not isinstance(value, int):
        raise _invalid(Problem.NOT_A_WHOLE_NUMBER)
    if not 1 <= value <= MOST_MEGABYTES:
        raise _invalid(Problem.OUT_OF_RANGE, lowest=1, highest=MOST_MEGABYTES)
    return value


def query(value: object) -> str:
    """A query without mistakes."""
    text = _string(value).strip()
    if text:
        from reader.query.parse_query import read_query  # only for those who have queries

        read_query(text)
    return text


KEYS: dict[str, Callable[[object], Any]] = {
    "url": address,
    "title": title,
    "folder": folder,
    "tags": tags,
    "full_text": yes_or_no,
    "interval": interval,
    "paused": yes_or_no,
    "hidden": yes_or_no,
    "mark_read": mark_read,
    "updated_unread": yes_or_no,
    "keep": keep,
    "max_megabytes": max_megabytes,
    "user_agent": user_agent,
    "headers": headers,
    "certificate": certificate,
    "command": command,
}

OLDER_SEARCH_KEYS: dict[str, Callable[[object], Any]] = {
    "words": words,
    "headline": words,
    "author": words,
    "feeds": addresses,
    "folders": folders,
    "tags": tags,
    "without_tags": tags,
    "unread": yes_or_no,
    "starred": yes_or_no,
    "within": within,
}

SEARCH_KEYS: dict[str, Callable[[object], Any]] = {
    "title": search_title,
    "folder": folder,
    "query": query,
    **OLDER_SEARCH_KEYS,
}


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise _invalid(Problem.NOT_A_STRING)
    return value


def _invalid(code: Problem, /, **arguments: Argument) -> InvalidValue:
    return InvalidValue(problem(code, **arguments))
