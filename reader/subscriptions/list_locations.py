"""Where other readers keep their lists."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from reader.lazy_dataclass import dataclass


class ListFormat(StrEnum):
    """The format of a list. A plain list of addresses is in newsboat's."""

    OPML = "opml"
    NEWSBOAT = "newsboat"
    NEWSRAFT = "newsraft"


@dataclass(frozen=True, slots=True)
class ListLocation:
    """A list of subscriptions, and other files of the same reader."""

    list: Path | None
    cache: Path | None = None
    config: Path | None = None


_LISTS = {ListFormat.NEWSBOAT: "urls", ListFormat.NEWSRAFT: "feeds"}


def default_location(kind: ListFormat, environment: Mapping[str, str] = os.environ) -> ListLocation | None:
    """The list of a reader in its default place; None if there is none."""
    for folder in _folders(kind.value, environment):
        if kind in _LISTS and (folder / _LISTS[kind]).is_file():
            return list_location(folder / _LISTS[kind], environment)
    return None


def list_location(path: Path, environment: Mapping[str, str] = os.environ) -> ListLocation:
    """A list, given by its path or by the path of newsboat's or newsraft's folder, with the files that belong to it.

    newsboat's cache is beside the list, or in its data folder if the list is in its configuration folder (newsboat,
    "Files").
    """
    if path.is_dir():
        lists = [path / name for name in _LISTS.values() if (path / name).is_file()]
        return list_location(lists[0], environment) if lists else ListLocation(None, _file(path / "cache.db"))
    if path.name != "urls":
        return ListLocation(path)
    data = _xdg("XDG_DATA_HOME", ".local/share", environment) / "newsboat"
    own = _xdg("XDG_CONFIG_HOME", ".config", environment) / "newsboat"
    cache = _file(path.parent / "cache.db") or (_file(data / "cache.db") if path.parent == own else None)
    return ListLocation(path, cache, _file(path.parent / "config"))


def _file(path: Path) -> Path | None:
    return path if path.is_file() else None


def _folders(name: str, environment: Mapping[str, str]) -> Iterator[Path]:
    yield _xdg("XDG_CONFIG_HOME", ".config", environment) / name
    yield _home(environment) / ".config" / name
    yield _home(environment) / f".{name}"


def _xdg(variable: str, otherwise: str, environment: Mapping[str, str]) -> Path:
    given = environment.get(variable, "")
    return Path(given) if Path(given).is_absolute() else _home(environment) / otherwise


def _home(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("HOME") or Path.home())
