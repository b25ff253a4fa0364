"""A proxy in front of a real server, which it makes misbehave: ``with fault_proxy(miniflux.port) as proxy``.

A client that talks to ``proxy.url`` reaches the server, except where ``proxy.faults`` says otherwise. While the server
is down the proxy answers 502 with a page, as those in front of real servers do.
"""

from __future__ import annotations

import http.client

from tests.support.faulty_http import Answer, Asked, Faults, FaultyHttp

PATIENCE = 120.0
_OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}
_BAD_GATEWAY = Answer(502, b"<html><title>502 Bad Gateway</title></html>", {"Content-Type": "text/html"})


def fault_proxy(port: int, faults: Faults | None = None) -> FaultyHttp:
    """A proxy of the server on this port of 127.0.0.1."""

    def pass_on(asked: Asked) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        headers = {name: value for name, value in asked.headers.items() if name not in _OF_THE_CONNECTION}
        try:
            connection.request(asked.method, asked.path, asked.body or None, headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            return _BAD_GATEWAY
        finally:
            connection.close()
        passed = {name: value for name, value in answer.getheaders() if name.lower() not in _OF_THE_CONNECTION}
        return Answer(answer.status, body, passed)

    return FaultyHttp(pass_on, faults)
