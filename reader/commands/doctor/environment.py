"""What ``doctor`` finds outside of our own files: folders, disk space, the clock, the network, the terminal."""

from __future__ import annotations

import locale
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reader.commands.console import local_time, shown_url, writes
from reader.commands.doctor.finding import Finding, State
from reader.config import Config, reason
from reader.errors import FetchError

_LITTLE_SPACE = 100_000_000  # bytes
_A_LITTLE = 65_536  # bytes that can be written into a folder that is of use
_A_DAY = 86_400
_SMALLEST = (40, 10)  # columns and lines on which the reader is still pleasant


def check_folder(name: str, folder: Path, option: str) -> Finding:
    """Whether files can be read and made in it; or in the nearest folder above, where it is not there yet."""
    there = next((above for above in (folder, *folder.parents) if above.exists()), folder)
    advice = f"make it readable and writable for you, or choose another with {option}"
    try:
        next(there.iterdir(), None)
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(bytes(_A_LITTLE))
        free = shutil.disk_usage(there).free
    except OSError as error:
        return Finding(name, State.PROBLEM, f"{there} cannot be used: {reason(error)}", advice)
    if free < _LITTLE_SPACE:
        words = f"{folder}: {free / 1_000_000:.0f} MB are left on its disk"
        return Finding(name, State.WARNING, words, "free some space before articles cannot be stored")
    return Finding(name, State.OK, str(folder) if there == folder else f"{folder}, which the first start makes")


def check_clock(now: int) -> Finding:
    """Whether the clock can be right: not before this program was installed."""
    installed = int(Path(__file__).stat().st_mtime)
    if now < installed - _A_DAY:
        words = f"{local_time(now)}, but Broadsheet was installed on {local_time(installed)}"
        return Finding("clock", State.WARNING, words, "set it: certificates look expired by a wrong clock")
    return Finding("clock", State.OK, local_time(now))


def check_network(config: Config) -> Iterator[Finding]:
    """What requests will use; nobody is asked for anything."""
    from reader.fetch.tls import known_authorities

    authorities = known_authorities()
    if authorities:
        yield Finding("certificates", State.OK, authorities)
    else:
        advice = "install the system's certificates (the package is often called ca-certificates)"
        yield Finding("certificates", State.PROBLEM, "no authority is known, so no https feed can be read", advice)
    yield _check_names()
    yield _check_proxies(config)


def _check_names() -> Finding:
    try:
        socket.getaddrinfo("localhost", 443)
        lines = Path("/etc/resolv.conf").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = ["nameserver"]  # a system that keeps its name servers elsewhere
    if any(line.startswith("nameserver") for line in lines):
        return Finding("names", State.OK, "a name server is set")
    advice = "connect to a network; only feeds with an address in numbers can be read"
    return Finding("names", State.WARNING, "no name server is set in /etc/resolv.conf", advice)


def _check_proxies(config: Config) -> Finding:
    from reader.fetch.proxies import Proxies, proxies_of

    found = proxies_of(config.proxy, config.no_proxy)
    used = {scheme: shown_url(address) for scheme, address in sorted(found.items()) if scheme != "no"}
    try:
        for scheme in ("http", "https"):
            Proxies(found).choose(f"{scheme}://news.example/")
    except FetchError as error:
        return Finding("proxy", State.PROBLEM, str(error), "set another, or none, in config.toml or the environment")
    words = ", ".join(f"{scheme}: {address}" for scheme, address in used.items() if scheme in ("http", "https", "all"))
    return Finding("proxy", State.OK, words or "none")


def check_terminal() -> Iterator[Finding]:
    """Size, colours and character set of the terminal, if there is one."""
    encoding = locale.getpreferredencoding(do_setlocale=False)
    yield _check_characters(encoding)
    if not sys.stdout.isatty():
        yield Finding("terminal", State.OK, "none here: output goes to a file or a pipe")
        return
    columns, lines = shutil.get_terminal_size()
    words = f"{os.environ.get('TERM') or 'TERM is not set'}, {columns} × {lines}, {_colours()}"
    if os.environ.get("TERM", "dumb") == "dumb":
        yield Finding("terminal", State.PROBLEM, words, "start Broadsheet in a terminal that can move its cursor")
    elif (columns, lines) < _SMALLEST or lines < _SMALLEST[1]:
        yield Finding("terminal", State.WARNING, words, "make the window larger; 80 × 24 is comfortable")
    else:
        yield Finding("terminal", State.OK, words)


def _check_characters(encoding: str) -> Finding:
    if "utf" in encoding.lower() and writes("●★…"):
        return Finding("characters", State.OK, encoding)
    advice = "set LANG to a UTF-8 locale, such as C.UTF-8; or write ascii = true in config.toml"
    return Finding("characters", State.WARNING, f"{encoding} cannot show every letter", advice)


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in os.environ.get("TERM", "") else "few colours"
