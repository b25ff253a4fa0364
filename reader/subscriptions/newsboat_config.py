"""Reads newsboat's ``config``: the settings that Broadsheet has too, and a reason for every other line.

Keys, macros, colours and formats are specific to newsboat; they are listed, so that nobody has to search for them.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import replace

from reader.config import LONGEST_KEPT
from reader.errors import InvalidValue
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, problem
from reader.subscriptions.import_result import NotImported
from reader.subscriptions.newsboat_urls import tokens
from reader.text import clean_line
from reader.web.addresses import web_url

Value = int | str | tuple[str, ...]
_SHELL = set("|&;<>$`*?(){}~\n\\")
_SHORTEST, _LONGEST = 15, 7 * 24 * 60  # minutes between two polls


@dataclass(frozen=True, slots=True)
class FoundSetting:
    """A setting of ``config.toml``, with its line and name in newsboat's ``config``."""

    key: str
    value: Value
    line: int
    name: str


def read_config(text: str) -> tuple[tuple[FoundSetting, ...], tuple[NotImported, ...]]:
    """The settings to import (of two with the same name, the last) and all other lines. Raises nothing."""
    taken: dict[str, FoundSetting] = {}
    refused: list[NotImported] = []
    for number, line in _lines(text):
        words = list(tokens(line)) if not line.startswith("#") else []
        if not words or words[0] in _SILENT:
            continue
        name = words[0]
        try:
            key, read = _TAKEN[name]
            taken[key] = FoundSetting(key, read(words[1:]), number, name)
        except KeyError:
            refused.append(
                NotImported(number, _shown(name, line), problem(_REASONS.get(name, Problem.NEWSBOAT_SETTING)), _FILE)
            )
        except InvalidValue as error:
            refused.append(NotImported(number, _shown(name, line), error.details, _FILE))
    if "proxy" in taken:
        found, kind = taken.pop("proxy"), _proxy_kind(text)
        if kind:
            address = str(found.value).partition("://")[2] if kind != "http" else ""
            taken["proxy"] = replace(found, value=f"{kind}://{address}") if address else found
        else:
            refused.append(NotImported(found.line, f"proxy {found.value}", problem(Problem.PROXY_NOT_USABLE), _FILE))
    return tuple(taken.values()), tuple(refused)


def _shown(name: str, line: str) -> str:
    """The line, without the value of a secret."""
    secret = "@" in line or any(word in name for word in ("password", "auth", "login", "token"))
    return clean_line(name if secret else line, 200)


def _proxy_kind(text: str) -> str | None:
    """The kind of the proxy, if it is switched on, needs no password and uses HTTP or SOCKS 5."""
    said = {words[0]: words[1] for _, line in _lines(text) if len(words := list(tokens(line))) > 1}
    kind = said.get("proxy-type", "http")
    usable = kind in ("http", "socks5", "socks5h") and not said.get("proxy-auth")
    return kind if usable and said.get("use-proxy", "no") in ("yes", "true") else None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; a backslash at the end joins a line with the next."""
    begun, first = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        first = first if begun else number
        if line.endswith("\\") and not line.startswith("#"):
            begun += line[:-1]
            continue
        yield first, begun + line
        begun = ""
    if begun:
        yield first, begun


def _interval(words: list[str]) -> int:
    minutes = int(words[0][:9]) if words and words[0].isascii() and words[0].isdecimal() else 0
    if not minutes:
        raise InvalidValue(problem(Problem.NOT_MINUTES))
    return min(max(minutes, _SHORTEST), _LONGEST) * 60


def _browser(words: list[str]) -> tuple[str, ...]:
    """A command that needs no shell: ``firefox --new-tab %u``."""
    try:
        command = shlex.split(" ".join(words))
    except ValueError:
        command = []
    if not command or any(_SHELL & set(part) for part in command) or "=" in command[0]:
        raise InvalidValue(problem(Problem.BROWSER_NEEDS_SHELL))
    return tuple(clean_line(part) for part in command)


def _keep(words: list[str]) -> str:
    days = int(words[0]) if words and words[0].isascii() and words[0].isdecimal() and len(words[0]) < 6 else 0
    if not 1 <= days <= LONGEST_KEPT // 86_400:
        raise InvalidValue(problem(Problem.NOT_DAYS))
    return f"{days}d"


def _proxy(words: list[str]) -> str:
    url = web_url(words[0] if words and "://" in words[0] else f"http://{(words or [''])[0]}")
    if url is None or "@" in url:
        raise InvalidValue(problem(Problem.NOT_A_PLAIN_PROXY))
    return url


_TAKEN: dict[str, tuple[str, Callable[[list[str]], Value]]] = {
    "reload-time": ("interval", _interval),
    "browser": ("browser", _browser),
    "keep-articles-days": ("keep", _keep),
    "proxy": ("proxy", _proxy),
}
_SILENT = frozenset({"use-proxy", "proxy-type"})  # read together with `proxy`
_FILE = "config"
_REASONS = {
    "include": Problem.NEWSBOAT_INCLUDE,
    "bind-key": Problem.NEWSBOAT_KEYS,
    "bind": Problem.NEWSBOAT_KEYS,
    "unbind-key": Problem.NEWSBOAT_KEYS,
    "macro": Problem.NEWSBOAT_KEYS,
    "run-on-startup": Problem.NEWSBOAT_KEYS,
    "proxy-auth": Problem.NEWSBOAT_PASSWORD,
    "user-agent": Problem.NEWSBOAT_USER_AGENT,
    "max-items": Problem.NEWSBOAT_MAX_ITEMS,
    "auto-reload": Problem.NEWSBOAT_AUTO_RELOAD,
    "urls-source": Problem.NEWSBOAT_SERVICE,
}
