"""Changes to ``feeds.toml`` that leave everything else in it as it stands, comments and order included.

A change is made on the lines of its own table (see :mod:`reader.subscriptions.blocks`), checked by reading
the result back, written whole to a new file and renamed over the old one. A linked file (dotfiles) keeps
its link, a read-only one is left alone and the user told. A file that was saved by an editor in the same
moment is read again.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from reader.config import reason, toml_mistake
from reader.errors import ConfigError
from reader.model import Subscription
from reader.subscriptions.blocks import FEEDS, Block, cut, own_end
from reader.subscriptions.feeds_toml import address_or_none, same_feed
from reader.subscriptions.values import address, interval_in_words
from reader.text import clean_line

_Table = dict[str, Any]
_ATTEMPTS = 5
_BY_HAND = "is written in a form that cannot be changed from here without loss; please change it in an editor"


def add_subscription(path: Path, subscription: Subscription) -> bool:
    """Adds a table at the end; False if the feed is there already. Makes the file if there is none."""
    return bool(add_subscriptions(path, (subscription,)))


def add_subscriptions(
    path: Path, subscriptions: Iterable[Subscription], *, remarks: Mapping[str, str] | None = None
) -> tuple[Subscription, ...]:
    """Adds a table at the end for each that is not there yet, all in one writing; returns those.

    ``remarks``: by address, one line that becomes a comment in its table.
    """
    wanted = tuple(subscriptions)
    added: list[Subscription] = []

    def add(lines: list[str], tables: list[_Table], _: list[Block]) -> list[_Table] | None:
        added[:] = _missing(wanted, tables)
        for table in map(_table_of, added):
            while lines and not lines[-1].strip():
                lines.pop()
            written = _written(table, clean_line((remarks or {}).get(table["url"])))
            lines += ["", *written, ""] if lines else [*written, ""]
        return [*tables, *map(_table_of, added)] if added else None

    _rewrite(path, add)
    return tuple(added)


def _missing(wanted: Iterable[Subscription], tables: Iterable[_Table]) -> list[Subscription]:
    there = {address_or_none(table.get("url")) for table in tables}
    return [one for url, one in {one.url: one for one in wanted}.items() if url not in there]


def remove_subscription(path: Path, url: str) -> bool:
    """Takes every table of this feed away; False if there is none. Comments outside of them stay."""

    def remove(lines: list[str], tables: list[_Table], blocks: list[Block]) -> list[_Table] | None:
        hits = [n for n, known in enumerate(tables) if same_feed(known.get("url"), url)]
        for n in reversed(hits):
            end = own_end(lines, blocks[n])
            if end < len(lines) and not lines[end].strip():
                end += 1  # the blank line that parted it from the next
            del lines[blocks[n].start : end]
        return [known for n, known in enumerate(tables) if n not in hits] if hits else None

    return _rewrite(path, remove)


def change_url(path: Path, old: str, new: str) -> bool:
    """Gives a feed its new address, all else kept; False if it isn't there.

    Where ``new`` is subscribed to already, the table of ``old`` is taken away.
    """
    new = address(new)

    def change(lines: list[str], tables: list[_Table], blocks: list[Block]) -> list[_Table] | None:
        hits = [n for n, known in enumerate(tables) if same_feed(known.get("url"), old)]
        for n in hits:
            block = blocks[n]
            lines[block.start : block.end] = _with_value("\n".join(lines[block.start : block.end]), "url", new)
        changed = [known | {"url": new} if n in hits else known for n, known in enumerate(tables)]
        return changed if hits else None

    if old != new and _is_there(path, new):
        return remove_subscription(path, old)
    return _rewrite(path, change)


def _is_there(path: Path, url: str) -> bool:
    _, _, tables, _ = _read(path)
    return any(same_feed(table.get("url"), url) for table in tables)


def _rewrite(path: Path, edit: Callable[[list[str], list[_Table], list[Block]], list[_Table] | None]) -> bool:
    """Lets ``edit`` change the lines; it returns the tables that the result must have, or None for no change."""
    target = Path(os.path.realpath(path))
    for _ in range(_ATTEMPTS):
        before, lines, tables, blocks = _read(path)
        expected = edit(lines, tables, blocks)
        if expected is None:
            return False
        after = "\n".join(lines)
        if not _holds(after, expected):
            raise ConfigError(path, _BY_HAND)
        if _replace(path, target, before, after.encode("utf-8")):
            return True
    raise ConfigError(path, "another program keeps changing it; please try again")


def _read(path: Path) -> tuple[bytes | None, list[str], list[_Table], list[Block]]:
    """The file's bytes (None: there is none), its lines, its tables and their blocks, one for one."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
        tables = tomllib.loads(text).get("feeds", [])
    except FileNotFoundError:
        return None, [], [], []
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, f"cannot be read: {reason(error)}") from error
    except tomllib.TOMLDecodeError as error:
        mistake = toml_mistake(path, error)
        raise ConfigError(path, f"has a mistake, mend that first: {mistake.words}", line=mistake.line) from error
    lines = text.split("\n")
    blocks = [block for block in cut(lines) if block.name == FEEDS]
    if not isinstance(tables, list) or len(tables) != len(blocks):
        raise ConfigError(path, _BY_HAND)
    return data, lines, tables, blocks


def _holds(text: str, expected: list[_Table]) -> bool:
    try:
        return bool(tomllib.loads(text).get("feeds", []) == expected)
    except tomllib.TOMLDecodeError:
        return False


def _replace(path: Path, target: Path, before: bytes | None, after: bytes) -> bool:
    """Puts the new bytes in the file's place; False if it changed since it was read."""
    import tempfile  # brings the compressors along, 10 ms

    try:
        mode = stat.S_IMODE(target.stat().st_mode) if before is not None else 0o644
        if not mode & 0o222 or (before is not None and not os.access(target, os.W_OK)):
            raise ConfigError(path, "is read-only, so nothing was changed")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".feeds-", delete=False) as new:
            new.write(after)
            new.flush()
            os.fsync(new.fileno())
        return _swap(Path(new.name), target, before, mode)
    except OSError as error:
        raise ConfigError(path, f"cannot be written, so nothing was changed: {reason(error)}") from error


def _swap(new: Path, target: Path, before: bytes | None, mode: int) -> bool:
    try:
        new.chmod(mode)
        if (target.read_bytes() if target.exists() else None) != before:
            return False
        new.replace(target)
        return True
    finally:
        new.unlink(missing_ok=True)


def _table_of(subscription: Subscription) -> _Table:
    """What a file says of a subscription: only what differs from the default."""
    values = ((field.name, getattr(subscription, field.name)) for field in fields(Subscription))
    return {name: _in_file(name, value) for name, value in values if value not in (None, "", (), False)}


def _in_file(name: str, value: Any) -> Any:
    """A value as TOML has it; :data:`~reader.subscriptions.values.KEYS` reads it back."""
    if name == "headers":
        return dict(value)
    if name in ("interval", "keep"):
        return interval_in_words(value)
    return list(value) if isinstance(value, tuple) else value


def _written(table: _Table, remark: str = "") -> list[str]:
    import tomlkit  # 40 ms that reading does without

    document = tomlkit.document()
    for key, value in table.items():
        if isinstance(value, dict):  # as a table of its own it would swallow what a user adds below
            document[key] = tomlkit.inline_table()
            document[key].update(value)
        else:
            document[key] = value
    comment = [f"# {remark}"] if remark else []
    return ["[[feeds]]", *comment, *document.as_string().rstrip("\n").split("\n")]


def _with_value(block: str, key: str, value: str) -> list[str]:
    import tomlkit

    document = tomlkit.parse(block + "\n")  # a last line that ends in CR alone would be no TOML
    document["feeds"][0][key] = value
    return document.as_string().split("\n")[:-1]
