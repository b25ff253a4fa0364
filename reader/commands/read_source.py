"""Bytes that the user points at: a file, stdin, or an address; never more than a feed may have."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from reader.commands.console import shown_url
from reader.config import load_config
from reader.errors import ParseError, UsageError
from reader.fetch import FEED_ACCEPT, PAGE_ACCEPT, Priority, Request, private_host_of
from reader.fetch.values import LIMIT_BYTES
from reader.paths import Paths
from reader.text import web_url


@dataclass(frozen=True, slots=True)
class Source:
    """``url``: where it lies, as far as is known; ``content_type``: the header of that name, if there was one."""

    name: str
    body: bytes
    url: str = ""
    content_type: str | None = None


def read_source(paths: Paths, given: str, *, base: str | None, page: bool = False) -> Source:
    """What lies at an address, in a file, or (``-``) on stdin; ``base`` stands for the address of the latter.

    Raises :class:`~reader.errors.FetchError`, ``OSError``, and :class:`ParseError` for what is too long.
    """
    if "://" in given:
        url = web_url(given)
        if url is None:
            raise UsageError(f"{shown_url(given)} is no address: it has to begin with https:// or http://")
        return asyncio.run(_fetch(paths, url, PAGE_ACCEPT if page else FEED_ACCEPT))
    return Source(given, read_file(given), base or "")


def read_file(given: str) -> bytes:
    """A whole file, or stdin for ``-``."""
    if given == "-" and sys.stdin is None:
        raise UsageError("there is no stdin to read from")
    if given == "-":
        body = sys.stdin.buffer.read(LIMIT_BYTES + 1)
    else:
        with Path(given).open("rb") as file:
            body = file.read(LIMIT_BYTES + 1)
    if len(body) > LIMIT_BYTES:
        raise ParseError(f"{given}: more than {LIMIT_BYTES // 1_000_000} MB, which is more than is read")
    return body


async def _fetch(paths: Paths, url: str, accept: str) -> Source:
    from reader.fetch.client import Client

    config, _ = load_config(paths.config)
    async with Client.of(config) as client:
        request = Request(url, private_host=private_host_of(url), accept=accept, priority=Priority.PAGE)
        response = await client.fetch(request, now=int(time.time()))
    return Source(shown_url(url), response.body, response.url, response.content_type)


def base_of(given: str | None) -> str | None:
    """The value of ``--base``. Raises :class:`UsageError`."""
    if given is None:
        return None
    url = web_url(given)
    if url is None:
        raise UsageError(f"--base {given} is no address: it has to begin with https:// or http://")
    return url
