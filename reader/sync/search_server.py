"""Finds out which server is at an address that the user typed. No request has a password in it."""

from __future__ import annotations

from typing import Any

from reader.account import AccountKind, ServerFound
from reader.errors import FetchError, SyncError
from reader.problems import Problem, problem
from reader.sync.answers import failure, is_page, load
from reader.sync.server_addresses import TypedAddress, hosted, read_typed
from reader.web.server_messages import SendTo, ServerAnswer, ServerRequest

_LIMIT = 2_000_000  # bytes of an answer
_HEAD = 4_000  # bytes of a page, where its title is
_NO_HTTPS = frozenset({
    Problem.CONNECTION_REFUSED, Problem.CONNECTION_CLOSED, Problem.TLS_FAILED, Problem.NOT_HTTP, Problem.NO_RESPONSE,
    Problem.TIMEOUT, Problem.SERVER_UNREACHABLE,
})  # fmt: skip
_REFUSED = (401, 403)
_ASKS_FOR_MORE = (400, *_REFUSED)  # of a request without a password
_MARKS = (  # of pages and small answers, in lower case
    (b"tiny tiny rss", "Tiny Tiny RSS"),
    (b"nextcloud", "Nextcloud News"),
    (b"commafeed", "CommaFeed"),
    (b"selfoss", "selfoss"),
    (b"newsblur", "NewsBlur"),
)


async def search_server(send: SendTo, typed: str) -> ServerFound:
    """The server at an address, or at the address of any of its pages.

    Raises :class:`SyncError` if there is none that we know, and :class:`FetchError` if it cannot be reached; both say
    what to do.
    """
    address = read_typed(typed)
    known = hosted(address)
    if known:
        return known
    try:
        return await _Search(send, address).run()
    except FetchError as error:
        if not address.guessed or error.details.code not in _NO_HTTPS:
            raise
        try:
            found = await _Search(send, address.by_http()).run()
        except (FetchError, SyncError):
            raise error from None
    if found.url.startswith("http:") and not address.is_here:
        raise SyncError(problem(Problem.SERVER_PLAIN_HTTP, host=address.host))
    return found


class _Search:
    """Looks for a server at the bases of an address, one after the other."""

    def __init__(self, send: SendTo, address: TypedAddress) -> None:
        self._send, self._address = send, address
        self._answered = False
        self._redirected: FetchError | None = None
        self._answers: list[ServerAnswer] = []

    async def run(self) -> ServerFound:
        """The first server that is found."""
        for number, base in enumerate(self._address.bases):
            found = await self._at(base, typed=number == 0)
            if found:
                return found
        raise await self._why_not()

    async def _at(self, base: str, *, typed: bool) -> ServerFound | None:
        """The server at a base, with the best API that it has."""
        found = None
        if typed and self._address.greader:
            found = await self._freshrss(base, "")
        if typed and self._address.google:
            found = await self._google(base)
        return (
            found
            or await self._miniflux(base)
            or await self._freshrss(base, "api/greader.php")
            or await self._freshrss(base, "p/api/greader.php")
            or await self._google(base)
        )

    async def _miniflux(self, base: str) -> ServerFound | None:
        answer = await self._ask(base, "v1/me")
        place = _base_of(answer, "v1/me")
        if not answer or not place or answer.http_status not in (200, 401):
            return None
        known = _has_key(answer.body, "error_message", "username")
        return ServerFound(AccountKind.MINIFLUX, place, "Miniflux") if known else None

    async def _freshrss(self, base: str, path: str) -> ServerFound | None:
        """FreshRSS says OK at the bare address of its API, even if that is switched off."""
        answer = await self._ask(base, path)
        place = _base_of(answer, "")
        if not answer or not place or answer.http_status != 200 or answer.body.strip() != b"OK":
            return None
        closed = await self._ask(place, "reader/api/0/token")
        if closed and closed.http_status == 503 and not is_page(closed.body):
            raise SyncError(problem(Problem.SERVER_API_OFF), http_status=503)
        return ServerFound(AccountKind.GOOGLE_READER, place, "FreshRSS")

    async def _google(self, base: str) -> ServerFound | None:
        """A server that asks for a sign-in at the places of the API, and not everywhere."""
        token = await self._ask(base, "reader/api/0/token")
        place = _base_of(token, "reader/api/0/token")
        if not token or not place or token.http_status not in _REFUSED or is_page(token.body):
            return None
        login = await self._ask(place, "accounts/ClientLogin", "POST")
        if not login or login.http_status not in _ASKS_FOR_MORE or is_page(login.body):
            return None
        if b"BadAuthentication" not in login.body:
            other = await self._ask(place, "no-such-page-of-a-reader")
            if not other or other.http_status in _REFUSED:
                return None
        product = "Miniflux" if _has_key(login.body, "error_message") else ""
        return ServerFound(AccountKind.GOOGLE_READER, place, product)

    async def _ask(self, base: str, path: str, method: str = "GET") -> ServerAnswer | None:
        """The answer; None if this path leads elsewhere. Raises :class:`FetchError` if the server cannot be reached."""
        form: list[tuple[str, str]] | None = [] if method == "POST" else None
        try:
            answer = await self._send(base, ServerRequest(method, path, form=form, limit_bytes=_LIMIT))
        except FetchError as error:
            if error.http_status is None and not self._answered:
                raise
            self._redirected = self._redirected or error
            return None
        self._answered = True
        self._answers.append(answer)
        return answer

    async def _why_not(self) -> SyncError | FetchError:
        """What to tell the user when nothing was found."""
        if self._answers and all(answer.http_status >= 500 for answer in self._answers):
            return failure(self._answers[0])
        product = await self._other_product()
        if product:
            return SyncError(problem(Problem.SERVER_NOT_SUPPORTED, product=product))
        return self._redirected or SyncError(problem(Problem.SERVER_NOT_FOUND, host=self._address.host))

    async def _other_product(self) -> str:
        """The name of a program with another API; empty if it is not known."""
        for base in dict.fromkeys((self._address.bases[0], self._address.bases[-1])):
            for path in ("", "status.php", "api/", "fever/?api", "api/fever.php?api"):
                answer = await self._ask(base, path)
                if answer is None:
                    continue
                body = answer.body[:_HEAD].lower()
                named = next((product for mark, product in _MARKS if mark in body), "")
                if named:
                    return named
                if _has_key(answer.body, "seq") and _has_key(answer.body, "status"):
                    return "Tiny Tiny RSS"
                if _has_key(answer.body, "api_version"):
                    return "Fever"
        return ""


def _base_of(answer: ServerAnswer | None, path: str) -> str:
    """The base of the address where an answer came from in the end; empty if it came from another path."""
    if answer is None:
        return ""
    url = answer.url.split("?")[0].rstrip("/")
    if not path:
        return url
    return url.removesuffix(f"/{path}") if url.endswith(f"/{path}") else ""


def _has_key(body: bytes, *names: str) -> bool:
    """Whether a body is a JSON object with one of these keys."""
    try:
        found: Any = load(body)
    except SyncError:
        return False
    return isinstance(found, dict) and any(name in found for name in names)
