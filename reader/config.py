"""The settings: one frozen dataclass, read from ``config.toml``, passed in where it is needed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reader.durations import parse_duration
from reader.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting with its default. The comment behind a field is its line in the documentation."""

    theme: str = "ink"  # name of a theme; `broadsheet themes` lists them
    language: str = ""  # of dates and of the page's labels: "de", "en", …; empty: from LANG
    ascii: bool = False  # plain characters instead of ● ★ ▸ │ for terminals that lack them
    measure: int = 72  # columns of an article's lines, 40 to 120
    mark_read: str = "open"  # when an entry counts as read: "open" or "never"
    interval: int = 3600  # seconds between two polls of a feed, at least 900
    browser: tuple[str, ...] = ()  # program and arguments; %u is the address; empty: the system's browser
    contact: str = ""  # an address for publishers, added to the User-Agent
    fetch_pages: bool = True  # get an opened article's page for its author and full text
    keep: str = ""  # after this time the content of read entries without a star goes; empty: never
    allow_programs: bool = False  # run the programs of exec: feeds
    proxy: str = ""  # http(s) address of the proxy; empty: as the environment says
    no_proxy: tuple[str, ...] = ()  # hosts that are asked without a proxy

    @property
    def keep_seconds(self) -> int | None:
        """``keep`` in seconds."""
        return parse_duration(self.keep) if self.keep else None


_RANGES = {"measure": (40, 120), "interval": (900, 7 * 86_400)}
SHORTEST_KEPT, LONGEST_KEPT = 86_400, 36_500 * 86_400  # seconds
KEPT_WORDS = 'between "1d" and "36500d"'
_CHOICES = {"mark_read": ("open", "never")}


def load_config(path: Path) -> tuple[Config, list[ConfigError]]:
    """The settings of a file, and what is wrong in it; a wrong value keeps its default.

    A missing file is no mistake. Nothing is raised: the reader opens with what could be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except FileNotFoundError:
        return Config(), []
    except (OSError, UnicodeDecodeError) as error:
        return Config(), [ConfigError(path, f"cannot be read: {reason(error)}")]
    except RecursionError:
        return Config(), [ConfigError(path, "cannot be read: it is nested too deeply")]
    except tomllib.TOMLDecodeError as error:
        return Config(), [toml_mistake(path, error)]
    return _from_table(path, text, table)


def _from_table(path: Path, text: str, table: dict[str, Any]) -> tuple[Config, list[ConfigError]]:
    config, mistakes = Config(), []
    known = {field.name: field for field in fields(Config)}
    for key, value in table.items():
        line = line_of_key(text, key)
        if key not in known:
            names = ", ".join(known)
            mistakes.append(ConfigError(path, f"no such setting; there are: {names}", line=line, key=key))
            continue
        wrong = _what_is_wrong(key, value)
        if wrong:
            mistakes.append(ConfigError(path, wrong, line=line, key=key))
        else:
            config = replace(config, **_field(key, value))
    return config, mistakes


def _field(key: str, value: Any) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value}


def _what_is_wrong(key: str, value: object) -> str | None:
    default = getattr(Config(), key)
    if isinstance(default, tuple):
        fits = isinstance(value, list) and all(isinstance(part, str) for part in value)
        return None if fits else "must be a list of strings"
    if type(value) is not type(default):
        return f"must be {_TYPE_WORDS[type(default)]}"
    if key in _CHECKS and isinstance(value, str) and value:
        return _CHECKS[key](value)
    if key in _CHOICES and value not in _CHOICES[key]:
        return "must be one of " + ", ".join(f'"{choice}"' for choice in _CHOICES[key])
    if key in _RANGES and isinstance(value, int):
        low, high = _RANGES[key]
        return None if low <= value <= high else f"must be between {low} and {high}"
    return None


def _what_is_wrong_with_proxy(value: str) -> str | None:
    # What is wrong is told without the value, which may hold a password.
    return (
        None
        if _is_web_address(value if "://" in value else f"http://{value}")
        else 'must be the address of an http proxy, such as "http://proxy.example:3128"'
    )


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value.strip())
        _ = parts.port  # raises on garbage
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and value.isprintable()


def _what_is_wrong_with_keep(value: str) -> str | None:
    seconds = parse_duration(value)
    if seconds is None:
        return 'must be a time such as "90d" or "1w"'
    return None if SHORTEST_KEPT <= seconds <= LONGEST_KEPT else f"must be {KEPT_WORDS}"


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "keep": _what_is_wrong_with_keep,
    "proxy": _what_is_wrong_with_proxy,
}
_TYPE_WORDS: dict[type, str] = {str: "a string in quotes", bool: "true or false", int: "a whole number"}


def toml_mistake(path: Path, error: tomllib.TOMLDecodeError) -> ConfigError:
    """A syntax error of TOML, with its line."""
    match = re.search(r"\(at line (\d+), column \d+\)", str(error))
    words = re.sub(r"\s*\(at (?:line \d+, column \d+|end of document)\)", "", str(error))
    return ConfigError(path, words[:1].lower() + words[1:], line=int(match[1]) if match else None)


def line_of_key(text: str, key: str, *, start: int = 1) -> int | None:
    """The first line from ``start`` (counted from 1) that sets ``key``."""
    pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
    for number, line in enumerate(text.split("\n"), start=1):
        if number >= start and pattern.match(line):
            return number
    return None


def reason(error: OSError | UnicodeDecodeError) -> str:
    """Why a file could not be read or written, without an error's name."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return (error.strerror or "unknown reason").lower()
