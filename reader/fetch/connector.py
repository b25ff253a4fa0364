"""The connections of the client: aiohttp's, with a more lenient reader of responses in front of its parser."""

from __future__ import annotations

from functools import partial
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

from reader.errors import FetchError
from reader.fetch.response_stream import ResponseStream


class Connector(aiohttp.TCPConnector):
    """A connector for connections that carry one response each."""

    def __init__(self, **options: Any) -> None:
        super().__init__(force_close=True, **options)
        handler: type[ResponseHandler] = _Handler
        self._factory = partial(handler, loop=self._loop)  # not public in aiohttp 3.14


class _Handler(ResponseHandler):
    """Passes what it receives through a :class:`ResponseStream`."""

    def __init__(self, loop: Any) -> None:
        super().__init__(loop)
        self._stream = ResponseStream()

    def data_received(self, data: bytes) -> None:
        """Receives bytes. Those that arrive before a request was sent come again when it was."""
        if self._parser is None or not data:
            super().data_received(data)
            return
        try:
            cleaned = self._stream.feed(bytes(data))
        except FetchError as error:
            self._fail(error)
            return
        if cleaned:
            super().data_received(cleaned)

    def _fail(self, error: FetchError) -> None:
        """Makes the wait for the head or the body fail.

        aiohttp 3.14.5 itself would let a reader of the body wait forever.
        """
        payload, self._parser = self._payload, None
        if payload is not None and not payload.is_eof():
            payload.set_exception(error)
        else:
            self.set_exception(error)
        if self.transport is not None:
            self.transport.close()
