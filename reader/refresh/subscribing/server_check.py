"""Finds out which server is at an address, and whether it accepts a password, before there is an account."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from reader.account import Account, ServerFound
from reader.config import Config
from reader.fetch.client import Client
from reader.sync import find_server, make_source
from reader.web.server_messages import ServerAnswer, ServerRequest

SECONDS = 30.0  # that a server may take for an answer
T = TypeVar("T")


def find_server_now(config: Config, url: str, *, certificate: str | None = None) -> ServerFound:
    """The server at an address that the user typed. Raises ``SyncError`` and ``FetchError``."""

    async def find(client: Client) -> ServerFound:
        async def send(base: str, request: ServerRequest) -> ServerAnswer:
            return await client.send(request, base, certificate=certificate, deadline=SECONDS)

        return await find_server(send, url)

    return _with_client(config, find)


def sign_in_now(config: Config, account: Account, secret: str) -> None:
    """Makes sure that the server accepts the password or token. Raises ``SyncError`` and ``FetchError``."""

    async def sign_in(client: Client) -> None:
        async def send(request: ServerRequest) -> ServerAnswer:
            return await client.send(request, account.url, certificate=account.certificate, deadline=SECONDS)

        await make_source(account.kind, send, user=account.user, secret=secret).sign_in()

    _with_client(config, sign_in)


def _with_client(config: Config, use: Callable[[Client], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Client.of(config) as client:
            return await use(client)

    return asyncio.run(run())
