"""Which proxy stands between us and a server: as the settings say, or the environment (http_proxy, no_proxy, …).

Nothing else of the environment is read (aiohttp's ``trust_env`` would also read ``.netrc``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from reader.errors import FetchError
from reader.fetch.addresses import literal_address
from reader.problems import Problem, problem


def proxies_of(proxy: str, no_proxy: Iterable[str]) -> dict[str, str]:
    """What :class:`Proxies` takes of the settings; without a proxy in them, of the environment.

    The hosts of ``no_proxy`` need none, beside those that the environment names.
    """
    found = {"all": proxy} if proxy else dict(getproxies_environment())
    excepted = ",".join([*no_proxy, *filter(None, [getproxies_environment().get("no")])])
    return {**found, "no": excepted} if excepted else found


class Proxies:
    """The proxies by scheme, ``no`` holding the hosts that need none; by default those of the environment."""

    def __init__(self, proxies: Mapping[str, str] | None = None) -> None:
        self._proxies = dict(getproxies_environment() if proxies is None else proxies)

    def choose(self, url: str) -> str | None:
        """The proxy's address for this one, or None; :class:`FetchError` if it is of an unknown kind."""
        if not self._proxies:
            return None
        parts = urlsplit(url)
        host = parts.hostname or ""
        proxy = self._proxies.get(parts.scheme) or self._proxies.get("all")
        if not proxy or _is_this_machine(host) or self._is_excepted(parts.netloc.rpartition("@")[2]):
            return None
        if "://" not in proxy:
            proxy = f"http://{proxy}"
        kind = urlsplit(proxy).scheme.lower()
        if kind not in ("http", "https"):
            raise FetchError(problem(Problem.PROXY_SCHEME, scheme=kind))
        return proxy

    def _is_excepted(self, host: str) -> bool:
        return bool(proxy_bypass_environment(host, self._proxies))


def _is_this_machine(host: str) -> bool:
    """A proxy cannot reach our own loopback."""
    address = literal_address(host)
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")
