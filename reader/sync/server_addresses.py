"""Where a server may be, judged by the address that a user typed, which may lead to any page of it. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from reader.account import AccountKind, ServerFound
from reader.errors import SyncError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, problem
from reader.web.addresses import feed_url, without_userinfo

_MOST_FOLDERS = 5
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_GREADER = re.compile(r"(.*?/greader\.php)(?:/.*)?", re.IGNORECASE)
_GOOGLE_PATHS = re.compile(r"(.*?)/(?:reader/api|accounts/clientlogin)\b.*", re.IGNORECASE)
_OWN_PATHS = re.compile(r"(.*?)/v1(?:/.*)?", re.IGNORECASE)  # Miniflux asks for a token at any path below
_HERE = re.compile(r"localhost|(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|::1", re.IGNORECASE)
_HOSTED = {
    "theoldreader.com": ServerFound(AccountKind.GOOGLE_READER, "https://theoldreader.com", "The Old Reader"),
    "bazqux.com": ServerFound(AccountKind.GOOGLE_READER, "https://bazqux.com", "BazQux Reader"),
}
_UNSUPPORTED = {
    "inoreader.com": "Inoreader",
    "feedly.com": "Feedly",
    "newsblur.com": "NewsBlur",
    "feedbin.com": "Feedbin",
    "feedwrangler.net": "Feed Wrangler",
    "nextnews.app": "Nextcloud News",
}


@dataclass(frozen=True, slots=True)
class TypedAddress:
    """``bases``: addresses that the server may have, the most likely first.

    ``guessed``: https was not typed. ``greader``: the first base belongs to FreshRSS's API. ``google``: the path of the
    Google Reader API was typed.
    """

    bases: tuple[str, ...]
    guessed: bool
    greader: bool = False
    google: bool = False

    @property
    def host(self) -> str:
        """With the port."""
        return urlsplit(self.bases[0]).netloc

    @property
    def is_here(self) -> bool:
        """Whether it is this computer, to which a password goes without any network."""
        return _HERE.fullmatch(urlsplit(self.bases[0]).hostname or "") is not None

    def by_http(self) -> TypedAddress:
        """The same without encryption."""
        bases = tuple(base.replace("https://", "http://", 1) for base in self.bases)
        return TypedAddress(bases, False, self.greader, self.google)


def read_typed(typed: str) -> TypedAddress:
    """The addresses behind a typed one. Raises :class:`SyncError` if it is none of the web."""
    text = typed.strip().strip("<>\"'")
    guessed = not _SCHEME.match(text)
    url = feed_url(f"https://{text}" if guessed else text)
    if url is None or not urlsplit(url).hostname:
        raise SyncError(problem(Problem.NOT_WEB_ADDRESS))
    parts = urlsplit(without_userinfo(url))
    server, path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")
    greader, google = _GREADER.fullmatch(path), _GOOGLE_PATHS.fullmatch(path)
    if greader:
        path = greader[1]
    elif google:
        path = google[1]
    elif own := _OWN_PATHS.fullmatch(path):
        path = own[1]
    folders = path.split("/")[1:]
    paths = ["/".join(["", *folders[:count]]) for count in range(len(folders), -1, -1)]
    if len(paths) > _MOST_FOLDERS:
        paths = [*paths[: _MOST_FOLDERS - 1], ""]
    return TypedAddress(tuple(f"{server}{one}" for one in paths), guessed, bool(greader), bool(google and not greader))


def hosted(address: TypedAddress) -> ServerFound | None:
    """The server of a company that has only one. Raises :class:`SyncError` for those with another API."""
    host = (urlsplit(address.bases[0]).hostname or "").removeprefix("www.")
    for name, product in _UNSUPPORTED.items():
        if host == name or host.endswith(f".{name}"):
            raise SyncError(problem(Problem.SERVER_NOT_SUPPORTED, product=product))
    return _HOSTED.get(host)
