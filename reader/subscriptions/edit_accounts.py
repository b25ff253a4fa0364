"""Edits ``accounts.toml`` and keeps everything else in it: comments, order, spacing.

If the file cannot be written, it stays as it was and the function raises :class:`~reader.errors.ConfigError`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from reader.account import Account, SecretPlace
from reader.errors import ConfigError
from reader.problems import Problem, problem
from reader.subscriptions.accounts_toml import name_key
from reader.subscriptions.pieces import ACCOUNTS, OF_ACCOUNTS_TOML, Piece, append, without
from reader.subscriptions.rewrite import Intend, Rewritten, rewrite, unnoted
from reader.subscriptions.table_lines import table_of, with_values


def write_account(path: Path, account: Account, intend: Intend = unnoted) -> Rewritten | None:
    """Adds a table at the end, and creates the file if it is missing. Raises ``ConfigError`` if the name is taken."""

    values = {field.name: getattr(account, field.name) for field in fields(account)}

    def add(pieces: list[Piece]) -> list[Piece]:
        if _places(pieces, account.name):
            raise ConfigError(path, problem(Problem.NAME_TAKEN), key="name")
        return append(pieces, (table_of(ACCOUNTS, _in_file(values)),))

    return rewrite(path, add, intend, names=OF_ACCOUNTS_TOML)


def change_account(path: Path, name: str, changes: Mapping[str, Any], intend: Intend = unnoted) -> Rewritten | None:
    """Changes fields of an account; None if there is nothing to do. A key whose value is the default is removed."""

    def change(pieces: list[Piece]) -> list[Piece] | None:
        found = _places(pieces, name)[:1]
        changed = [*pieces]
        for index in found:
            changed[index] = with_values(pieces[index], _in_file(changes))
        return changed if found else None

    return rewrite(path, change, intend, names=OF_ACCOUNTS_TOML)


def remove_account(path: Path, name: str, intend: Intend = unnoted) -> Rewritten | None:
    """Removes every table of an account; None if there is none. Comments outside of them stay."""

    def remove(pieces: list[Piece]) -> list[Piece] | None:
        found = _places(pieces, name)
        for index in reversed(found):
            pieces = without(pieces, index)
        return pieces if found else None

    return rewrite(path, remove, intend, names=OF_ACCOUNTS_TOML)


def _places(pieces: Sequence[Piece], name: str) -> list[int]:
    """The indexes of the tables with that name, in any spelling."""
    wanted = name_key(name)
    named = ((index, piece.table.get("name")) for index, piece in enumerate(pieces) if piece.name == ACCOUNTS)
    return [index for index, found in named if isinstance(found, str) and name_key(found) == wanted]


def _in_file(values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values; ``secret`` is written only where it is not plain from the other keys."""
    implied = (SecretPlace.FILE, SecretPlace.COMMAND)
    found = {key: None if key == "secret" and value in implied else value for key, value in values.items()}
    return {key: str(value) if isinstance(value, StrEnum) else value for key, value in found.items()}
