"""Chooses the proxy for a request, from the settings or the environment (http_proxy, no_proxy, …).

Nothing else of the environment is used (aiohttp's ``trust_env`` would also read ``.netrc``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from reader.errors import FetchError
from reader.fetch.addresses import literal_address
from reader.problems import Problem, ProblemDetails, problem

SOCKS = ("socks5", "socks5h")


def configured_proxies(proxy: str, no_proxy: Iterable[str]) -> dict[str, str]:
    """The proxies of the settings, or else of the environment, as :class:`Proxies` takes them.

    ``no_proxy`` adds to the exceptions of the environment.
    """
    found = {"all": proxy} if proxy else dict(getproxies_environment())
    excepted = ",".join([*no_proxy, *filter(None, [getproxies_environment().get("no")])])
    return {**found, "no": excepted} if excepted else found


class Proxies:
    """Proxies by scheme, with the exceptions under ``no``; by default the ones in the environment.

    ``blocked``: why the settings of the proxy cannot be used; then only this computer itself can be reached.
    """

    def __init__(self, proxies: Mapping[str, str] | None = None, *, blocked: ProblemDetails | None = None) -> None:
        self._blocked = blocked
        self._proxies = dict(getproxies_environment() if proxies is None else proxies)

    def choose(self, url: str) -> str | None:
        """The address of the proxy for an address, or None.

        Raises :class:`FetchError` for an unsupported scheme, and if the settings of the proxy cannot be used.
        """
        if not self._proxies and not self._blocked:
            return None
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self._blocked and not _is_this_machine(host):
            raise FetchError(self._blocked)
        proxy = self._proxies.get(parts.scheme) or self._proxies.get("all")
        if not proxy or _is_this_machine(host) or self._is_excepted(parts.netloc.rpartition("@")[2]):
            return None
        if "://" not in proxy:
            proxy = f"http://{proxy}"
        try:
            kind = urlsplit(proxy).scheme.lower()
        except ValueError:  # "http://[::1", or a port that is none
            raise FetchError(problem(Problem.NOT_A_PROXY)) from None
        if kind not in ("http", "https", *SOCKS):
            raise FetchError(problem(Problem.PROXY_SCHEME, scheme=kind))
        return proxy

    def _is_excepted(self, host: str) -> bool:
        return bool(proxy_bypass_environment(host, self._proxies))


def _is_this_machine(host: str) -> bool:
    """Whether the host is our own loopback, which a proxy cannot reach."""
    address = literal_address(host)
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")
