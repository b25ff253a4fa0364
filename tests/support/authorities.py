"""What spares the tests the loading of the system's certificate authorities for each client and each ``doctor``: 20 ms."""

from __future__ import annotations

import os
import ssl
from functools import cache

import reader.fetch.client
import reader.fetch.tls
from reader.fetch.tls import verifying_context


def load_authorities_once() -> None:
    """From now on in this process, contexts are shared where the environment names the same authorities."""
    reader.fetch.tls.verifying_context = _shared
    reader.fetch.client.verifying_context = _shared  # type: ignore[attr-defined]


def _shared() -> ssl.SSLContext:
    """In place of :func:`verifying_context`."""
    return _of(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _of(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    return verifying_context()
