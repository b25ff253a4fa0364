"""What the worker answers to somebody who adds or edits an account: see :mod:`.server_check`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import Any

from reader.account import Account, AccountKind, SecretPlace
from reader.errors import ConfigError, FetchError, SyncError
from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.context import RefreshContext
from reader.refresh.sync import server_check
from reader.refresh.worker.protocol import FindServer, ServerAnswered, SignedIn, SignIn
from reader.subscriptions.account_secrets import is_usable, secret_of


async def find_server(context: RefreshContext, command: FindServer) -> ServerAnswered:
    """The server at the address, or why none was found."""
    try:
        found = await server_check.find_server(await context.client(), command.typed, now=context.now())
    except (SyncError, FetchError) as error:
        return ServerAnswered(command.ticket, error=error.as_problem())
    return ServerAnswered(command.ticket, str(found.kind), found.url, found.product, found.version)


async def sign_in(context: RefreshContext, command: SignIn) -> SignedIn:
    """Whether the server accepts what the user typed, or what is kept where the account says."""
    return SignedIn(command.ticket, await _sign_in(context, command))


async def _sign_in(context: RefreshContext, command: SignIn) -> ProblemDetails | None:
    try:
        account = _account(command.fields)
        secret = command.secret or await asyncio.to_thread(secret_of, account, context.paths)
        if not is_usable(secret):
            return problem(Problem.SECRET_UNUSABLE)
        await server_check.sign_in(await context.client(), account, secret, now=context.now())
    except (SyncError, FetchError, ConfigError) as error:
        return error.as_problem()
    return None


def _account(fields: Mapping[str, Any]) -> Account:
    """The account of a message, whose enumerations came as plain text."""
    known = {field.name for field in fields_of(Account)}
    values = {name: value for name, value in fields.items() if name in known}
    return Account(
        **values
        | {
            "kind": AccountKind(fields["kind"]),
            "secret": SecretPlace(fields["secret"]),
            "password_command": tuple(fields["password_command"]),
        }
    )
