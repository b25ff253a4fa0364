"""Connects to the servers of accounts: the secret, the HTTP client and the API together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from reader.account import Account
from reader.paths import Paths
from reader.refresh.context import RefreshContext
from reader.refresh.sync.synchroniser import OpenSource
from reader.sync.source import Source
from reader.web.server_messages import ServerAnswer, ServerRequest

SecretOf = Callable[[Account, Paths], str]


def source_opener(context: RefreshContext, secret_of: SecretOf) -> OpenSource:
    """Opens sources over the context's client. ``secret_of`` may wait for a program or a keyring, so it gets a thread;
    it raises :class:`~reader.errors.ConfigError`."""

    async def open_source(account: Account) -> Source:
        from reader.sync import make_source

        secret = await asyncio.to_thread(secret_of, account, context.paths)

        async def send(request: ServerRequest) -> ServerAnswer:
            return await context.send(request, account)

        return make_source(account.kind, send, user=account.user, secret=secret, run=context.pool.server_answer)

    return open_source
