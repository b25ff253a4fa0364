"""Requests to Miniflux's API, and which answers are failures."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import urlencode

from reader.account import RemoteEntry
from reader.errors import SyncSignIn
from reader.problems import Problem, problem
from reader.sync import miniflux_answers as answers
from reader.sync.answers import failure
from reader.sync.run_parsers import Run
from reader.web.dates import http_date
from reader.web.server_messages import Send, ServerAnswer, ServerRequest, without_secrets


class MinifluxRequests:
    """Sends requests with the secret: an API token, or with a ``user`` the password."""

    def __init__(self, send: Send, *, user: str, secret: str) -> None:
        self._send, self._with_password = send, bool(user)
        self.time: int | None = None  # of the last answer, in Unix seconds by the server's clock
        pair = b64encode(f"{user}:{secret}".encode()).decode()
        self._secrets = (secret, pair)
        self._headers = {"Authorization": f"Basic {pair}"} if user else {"X-Auth-Token": secret}

    async def ask(self, method: str, path: str, json: object = None, **query: str | int) -> ServerAnswer:
        """The answer, whatever its status. Parameters that are 0 are left out.

        Raises :class:`SyncSignIn` if the server does not accept the secret.
        """
        parameters = urlencode({name: value for name, value in query.items() if value != 0})
        address = f"{path}?{parameters}" if parameters else path
        request = ServerRequest(method, address, json=json, headers=self._headers)
        answer = without_secrets(await self._send(request), *self._secrets)
        self.time = http_date(answer.headers.get("date")) or self.time
        if answer.http_status == 401:
            code = Problem.SERVER_PASSWORD_REFUSED if self._with_password else Problem.SERVER_TOKEN_REFUSED
            raise SyncSignIn(problem(code), http_status=401)
        return answer

    async def get(self, path: str, **query: str | int) -> ServerAnswer:
        """The answer to a question that must succeed. Raises :class:`SyncError`."""
        return self.succeeded(await self.ask("GET", path, **query))

    def succeeded(self, answer: ServerAnswer) -> ServerAnswer:
        """The answer, if its status is the usual one. Raises :class:`SyncError`."""
        if answer.http_status != 200:
            raise failure(answer)
        return answer

    async def entry(self, entry_id: str, run: Run) -> RemoteEntry | None:
        """An article; None if the server no longer has it."""
        answer = await self.ask("GET", f"v1/entries/{entry_id}")
        if answer.http_status == 404:
            return None
        return await run(answers.read_entry, self.succeeded(answer).body)
