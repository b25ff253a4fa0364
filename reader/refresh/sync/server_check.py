"""Finds out which server is at an address, and whether it accepts a password, before there is an account."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from reader import sync
from reader.account import Account, ServerFound
from reader.config import Config
from reader.fetch.client import Client
from reader.web.server_messages import ServerAnswer, ServerRequest

SECONDS = 30.0  # that a server may take for an answer
T = TypeVar("T")


async def find_server(
    client: Client, url: str, *, certificate: str | None = None, now: int | None = None
) -> ServerFound:
    """The server at an address that the user typed. Raises ``SyncError`` and ``FetchError``."""

    async def send(base: str, request: ServerRequest) -> ServerAnswer:
        return await client.send(request, base, certificate=certificate, deadline=SECONDS, now=now)

    return await sync.find_server(send, url)


async def sign_in(client: Client, account: Account, secret: str, *, now: int | None = None) -> None:
    """Makes sure that the server accepts the password or token. Raises ``SyncError`` and ``FetchError``."""

    async def send(request: ServerRequest) -> ServerAnswer:
        return await client.send(request, account.url, certificate=account.certificate, deadline=SECONDS, now=now)

    await sync.make_source(account.kind, send, user=account.user, secret=secret).sign_in()


def find_server_now(config: Config, url: str, *, certificate: str | None = None) -> ServerFound:
    """See :func:`find_server`."""
    return _with_client(config, lambda client: find_server(client, url, certificate=certificate))


def sign_in_now(config: Config, account: Account, secret: str) -> None:
    """See :func:`sign_in`."""
    _with_client(config, lambda client: sign_in(client, account, secret))


def _with_client(config: Config, use: Callable[[Client], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Client.of(config) as client:
            return await use(client)

    return asyncio.run(run())
