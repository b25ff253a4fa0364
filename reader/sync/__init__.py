"""Servers that hold subscriptions and state: what to ask them, and what their answers mean.

One module for each API, behind the protocol :class:`~reader.sync.source.Source`. Nothing here opens a connection: a
source is given a function that sends requests. Importing this package is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.account import AccountKind, ServerFound
from reader.sync.run_parsers import Run, run_here

if TYPE_CHECKING:
    from reader.sync.source import Source
    from reader.web.server_messages import Send, SendTo

__all__ = ["Run", "find_server", "make_source", "run_here"]


def make_source(kind: AccountKind, send: Send, *, user: str, secret: str, run: Run = run_here) -> Source:
    """The server of an account.

    ``send`` sends requests to the account's address. ``run`` runs the functions that parse articles, which cost CPU
    and get hostile input: in a pool of parser processes, or here. They and their results can be pickled. A secret that
    the server repeats in its answer about a failure is hidden.
    """
    match kind:
        case AccountKind.MINIFLUX:
            from reader.sync.miniflux import MinifluxSource

            return MinifluxSource(send, user=user, secret=secret, run=run)
        case AccountKind.GOOGLE_READER:
            from reader.sync.google_reader import GoogleReaderSource

            return GoogleReaderSource(send, user=user, secret=secret, run=run)


async def find_server(send: SendTo, typed: str) -> ServerFound:
    """Which server is at an address that the user typed; see :func:`reader.sync.search_server.search_server`."""
    from reader.sync.search_server import search_server

    return await search_server(send, typed)
