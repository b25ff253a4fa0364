"""Checks of the surroundings: folders, disk space, clock, network settings and terminal."""

from __future__ import annotations

import locale
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reader.commands.columns import can_write
from reader.commands.doctor.finding import Check, Finding, State
from reader.commands.formats import shown_url
from reader.config import Config
from reader.errors import FetchError
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, system_message
from reader.wording.sizes import byte_size
from reader.wording.timestamps import local_time

_LITTLE_SPACE = 100_000_000  # bytes
_PROBE = 65_536  # bytes that can be written to a usable folder
_DAY = 86_400
_SMALLEST = (40, 10)  # columns and lines


def check_folder(check: Check, folder: Path, option: str) -> Finding:
    """Whether files can be read and created in a folder; if it is missing, in the nearest folder above."""
    existing = next((parent for parent in (folder, *folder.parents) if parent.exists()), folder)
    try:
        next(existing.iterdir(), None)
        with tempfile.TemporaryFile(dir=existing) as probe:
            probe.write(bytes(_PROBE))
        free = shutil.disk_usage(existing).free
    except OSError as error:
        message = _("{folder} cannot be used: {reason}").format(folder=existing, reason=system_message(error))
        advice = _("make it readable and writable for you, or choose another folder with {option}")
        return Finding(check, State.PROBLEM, message, advice.format(option=option))
    if free < _LITTLE_SPACE:
        message = _("{folder}: only {size} left on this disk").format(folder=folder, size=byte_size(free))
        return Finding(check, State.WARNING, message, _("free some space, or new articles cannot be stored"))
    if existing != folder:
        return Finding(check, State.OK, _("{folder}, created on the first start").format(folder=folder))
    return Finding(check, State.OK, str(folder))


def check_clock(now: int) -> Finding:
    """Whether the clock is plausible: not before the installation of this program."""
    installed = int(Path(__file__).stat().st_mtime)
    if now >= installed - _DAY:
        return Finding(Check.CLOCK, State.OK, local_time(now))
    message = _("{now}, but Broadsheet was installed on {installed}")
    return Finding(
        Check.CLOCK, State.WARNING, message.format(now=local_time(now), installed=local_time(installed)),
        _("set the clock; while it is wrong, valid certificates look expired"),
    )  # fmt: skip


def check_network(config: Config) -> Iterator[Finding]:
    """What requests will use. Sends none."""
    yield _check_certificates()
    yield _check_name_servers()
    yield _check_proxies(config)


def _check_certificates() -> Finding:
    from reader.fetch.tls import trusted_authorities

    count, folder = trusted_authorities()
    if count:
        message = plural("{n} certificate authority is trusted", "{n} certificate authorities are trusted", count)
        return Finding(Check.CERTIFICATES, State.OK, message)
    if folder:
        message = _("the certificate authorities in {folder} are trusted").format(folder=folder)
        return Finding(Check.CERTIFICATES, State.OK, message)
    message = _("no certificate authorities found, so no https feed can be loaded")
    advice = _("install the system's certificates (the package is often called ca-certificates)")
    return Finding(Check.CERTIFICATES, State.PROBLEM, message, advice)


def _check_name_servers() -> Finding:
    try:
        socket.getaddrinfo("localhost", 443)
        lines = Path("/etc/resolv.conf").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = ["nameserver"]  # a system that keeps its name servers elsewhere
    if any(line.startswith("nameserver") for line in lines):
        return Finding(Check.NAME_SERVERS, State.OK, _("configured"))
    message = _("none in /etc/resolv.conf, so only feeds with a numeric address can be loaded")
    return Finding(Check.NAME_SERVERS, State.WARNING, message, _("connect to a network"))


def _check_proxies(config: Config) -> Finding:
    from reader.fetch.proxies import Proxies, configured_proxies

    found = configured_proxies(config.proxy, config.no_proxy)
    try:
        for scheme in ("http", "https"):
            Proxies(found, blocked=config.blocked).choose(f"{scheme}://news.example/")
    except FetchError as error:
        advice = _("set another proxy, or none, in config.toml or the environment")
        return Finding(Check.PROXY, State.PROBLEM, error_message(error), advice, problem=error.details)
    used = [
        f"{scheme}: {shown_url(url)}" for scheme, url in sorted(found.items()) if scheme in ("http", "https", "all")
    ]
    return Finding(Check.PROXY, State.OK, ", ".join(used) or _("none"))


def check_terminal() -> Iterator[Finding]:
    """Character encoding, size and colours of the terminal."""
    yield _check_characters(locale.getpreferredencoding(do_setlocale=False))
    yield (
        _check_size() if sys.stdout.isatty() else Finding(Check.TERMINAL, State.OK, _("output goes to a file or pipe"))
    )


def _check_characters(encoding: str) -> Finding:
    if "utf" in encoding.lower() and can_write("●★…"):
        return Finding(Check.CHARACTERS, State.OK, encoding)
    message = _("{encoding} lacks many characters").format(encoding=encoding)
    advice = _("set LANG to a UTF-8 locale such as C.UTF-8, or set ascii = true in config.toml")
    return Finding(Check.CHARACTERS, State.WARNING, message, advice)


def _check_size() -> Finding:
    columns, lines = shutil.get_terminal_size()
    kind = os.environ.get("TERM", "")
    message = ", ".join([kind or _("TERM is not set"), f"{columns} × {lines}", _colours(kind)])
    if kind in ("", "dumb"):
        advice = _("start Broadsheet in a terminal that can move its cursor")
        return Finding(Check.TERMINAL, State.PROBLEM, message, advice)
    if columns < _SMALLEST[0] or lines < _SMALLEST[1]:
        return Finding(Check.TERMINAL, State.WARNING, message, _("make the window larger; 80 × 24 is comfortable"))
    return Finding(Check.TERMINAL, State.OK, message)


def _colours(kind: str) -> str:
    if os.environ.get("NO_COLOR"):
        return _("no colours (NO_COLOR)")
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return _("16 million colours")
    return _("256 colours") if "256" in kind else _("few colours")
