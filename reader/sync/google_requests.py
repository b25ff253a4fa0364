"""Requests of the Google Reader API: signing in, the token for changes, and which answers are failures.

A sign-in that the server no longer accepts is renewed once, and the request sent again: the server has not acted on
it. Nothing else is sent twice.
"""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlencode, urlsplit

from reader.errors import SyncError, SyncSignIn
from reader.problems import Problem, ProblemDetails, problem
from reader.sync.answers import failure, is_page, unusable
from reader.sync.google_answers import Product, read_auth, read_token
from reader.web.server_messages import Send, ServerAnswer, ServerRequest, without_secrets

API = "reader/api/0/"
_MINIFLUX_AUTH = re.compile(r".+/[0-9a-f]{64}")
_REFUSED = (401, 403)
_PASSWORD_PROBLEMS = {
    Product.FRESHRSS: Problem.SERVER_PASSWORD_REFUSED_FRESHRSS,
    Product.MINIFLUX: Problem.SERVER_PASSWORD_REFUSED_MINIFLUX,
}


class GoogleRequests:
    """Sends requests as the user. ``product`` is known after :meth:`sign_in`."""

    def __init__(self, send: Send, *, user: str, secret: str) -> None:
        self._send, self._user, self._secret = send, user, secret
        self._auth = self._token = ""
        self._signing_in = asyncio.Lock()
        self.product = Product.OTHER

    async def sign_in(self) -> None:
        """Signs in, unless that was done. Raises :class:`SyncSignIn` if the server does not accept the password."""
        await self._sign_in("")

    async def _sign_in(self, refused: str) -> None:
        """Signs in, unless the sign-in is another one than ``refused`` already."""
        async with self._signing_in:
            if self._auth != refused:
                return
            form = [
                ("Email", self._user),
                ("Passwd", self._secret),
                ("service", "reader"),
                ("client", "Broadsheet"),
                ("accountType", "HOSTED_OR_GOOGLE"),
            ]
            self._auth = self._token = ""
            request = ServerRequest("POST", "accounts/ClientLogin", form=form)
            answer = without_secrets(await self._send(request), self._secret)
            self.product = _product_at(answer.url)
            if answer.http_status != 200:
                raise self._not_signed_in(answer)
            self._auth = read_auth(answer.body)
            if _MINIFLUX_AUTH.fullmatch(self._auth):
                self.product = Product.MINIFLUX

    def _not_signed_in(self, answer: ServerAnswer) -> SyncError:
        status = answer.http_status
        if is_page(answer.body) and status not in _REFUSED:
            return SyncError(problem(Problem.SERVER_SENT_PAGE), http_status=status)
        if self._is_closed(answer):
            return SyncError(problem(Problem.SERVER_API_OFF), http_status=status)
        if status == 401 and b"error_message" in answer.body:
            self.product = Product.MINIFLUX
        if status in _REFUSED or (status == 400 and self.product is Product.FRESHRSS):  # 400: no user name
            return SyncSignIn(self._refusal(), http_status=status)
        return failure(answer)

    def _refusal(self) -> ProblemDetails:
        return problem(_PASSWORD_PROBLEMS.get(self.product, Problem.SERVER_PASSWORD_REFUSED))

    async def get(self, path: str, *query: tuple[str, str]) -> bytes:
        """The answer to a question. Raises :class:`SyncError`."""
        address = f"{API}{path}?{urlencode([*query, ('output', 'json')])}"
        return _succeeded(await self._ask("GET", address)).body

    async def token(self) -> None:
        """Makes sure that there is a token for changes."""
        if not self._token:
            self._token = read_token(_succeeded(await self._ask("GET", f"{API}token")).body)

    async def post(self, path: str, *form: tuple[str, str], query: str = "") -> ServerAnswer:
        """The answer to a change, whatever its status. The token is the first field."""
        await self.token()
        return await self._ask("POST", f"{API}{path}{query}", form)

    async def _ask(self, method: str, path: str, form: tuple[tuple[str, str], ...] = ()) -> ServerAnswer:
        await self.sign_in()
        answer, auth = await self._once(method, path, form)
        if answer.http_status not in _REFUSED:
            return answer
        await self._sign_in(auth)
        if method == "POST":
            await self.token()
        answer, _ = await self._once(method, path, form)
        if answer.http_status in _REFUSED:
            self._auth = self._token = ""
            raise SyncSignIn(self._refusal(), http_status=answer.http_status)
        return answer

    async def _once(self, method: str, path: str, form: tuple[tuple[str, str], ...]) -> tuple[ServerAnswer, str]:
        """The answer, and the sign-in of the request."""
        auth = self._auth
        request = ServerRequest(
            method,
            path,
            form=[("T", self._token), *form] if method == "POST" else None,
            headers={"Authorization": f"GoogleLogin auth={auth}"},
        )
        answer = without_secrets(await self._send(request), self._secret, auth, self._token)
        if self._is_closed(answer):
            raise SyncError(problem(Problem.SERVER_API_OFF), http_status=answer.http_status)
        return answer, auth

    def _is_closed(self, answer: ServerAnswer) -> bool:
        """Whether FreshRSS's administrator has switched its API off."""
        text = answer.body.startswith(b"Service Unavailable")
        return self.product is Product.FRESHRSS and answer.http_status == 503 and text and answer.retry_after is None


def _product_at(url: str) -> Product:
    """The program that an address tells."""
    parts = urlsplit(url)
    if "/greader.php" in parts.path:
        return Product.FRESHRSS
    host = parts.hostname or ""
    return Product.OLD_READER if host == "theoldreader.com" or host.endswith(".theoldreader.com") else Product.OTHER


def _succeeded(answer: ServerAnswer) -> ServerAnswer:
    if answer.http_status != 200:
        raise failure(answer)
    if not answer.body.strip():
        raise unusable("JSON")
    return answer
