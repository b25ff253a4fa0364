"""Reads the bytes that ``parse``, ``article`` and ``import`` are pointed at: a file, stdin or an address."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from reader.commands.formats import shown_url
from reader.config import load_config
from reader.errors import ParseError, UsageError
from reader.fetch import FEED_ACCEPT, PAGE_ACCEPT, Priority, Request, private_host_of
from reader.fetch.values import LIMIT_BYTES
from reader.lazy_dataclass import dataclass
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.web.addresses import web_url


@dataclass(frozen=True, slots=True)
class Source:
    """``url``: its address, empty if unknown; ``content_type``: the header, if there was one."""

    name: str
    body: bytes
    url: str = ""
    content_type: str | None = None


def read_source(paths: Paths, given: str, *, base: str | None, page: bool = False) -> Source:
    """Reads an address, a file or (``-``) stdin; ``base`` is the address of a file.

    Raises :class:`~reader.errors.FetchError`, ``OSError``, and :class:`ParseError` for more than the limit.
    """
    if "://" in given:
        return asyncio.run(_fetch(paths, _web_address(given), PAGE_ACCEPT if page else FEED_ACCEPT))
    return Source(given, read_file(given), base or "")


def read_file(given: str) -> bytes:
    """Reads a whole file, or stdin for ``-``."""
    if given == "-" and sys.stdin is None:
        raise UsageError(problem(Problem.STDIN_CLOSED))
    if given == "-":
        body = sys.stdin.buffer.read(LIMIT_BYTES + 1)
    else:
        with Path(given).open("rb") as file:
            body = file.read(LIMIT_BYTES + 1)
    if len(body) > LIMIT_BYTES:
        raise ParseError(problem(Problem.INPUT_TOO_LARGE, limit=LIMIT_BYTES))
    return body


async def _fetch(paths: Paths, url: str, accept: str) -> Source:
    from reader.fetch.client import Client

    config, _mistakes = load_config(paths.config)
    async with Client.of(config) as client:
        request = Request(url, private_host=private_host_of(url), accept=accept, priority=Priority.PAGE)
        response = await client.fetch(request, now=int(time.time()))
    return Source(shown_url(url), response.body, response.url, response.content_type)


def base_address(given: str | None) -> str | None:
    """The value of ``--base``. Raises :class:`UsageError`."""
    return None if given is None else _web_address(given, "--base ")


def _web_address(given: str, option: str = "") -> str:
    url = web_url(given)
    if url is None:
        argument = option + shown_url(given)
        raise UsageError(problem(Problem.ARGUMENT_INVALID, argument=argument, cause=problem(Problem.NOT_WEB_ADDRESS)))
    return url
