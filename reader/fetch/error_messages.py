"""What went wrong with a request, in words that a person understands; never an exception's name."""

from __future__ import annotations

import errno
import socket
import ssl
from http import HTTPStatus

import aiohttp
from aiohttp import http_exceptions

from reader.fetch.resolver import PrivateAddressError

PINNED_BEHIND_TLS = "the certificate that you accepted cannot be checked behind a proxy that is asked by https"
PRIVATE = "its address lies in a private network, which only a subscription of your own may name"
CUT_OFF = "the answer was cut off"
GARBLED_CHUNKS = "the answer is garbled: its chunks have no length"

# OpenSSL's X509_V_ERR_* codes.
_CERTIFICATE = {
    9: "its certificate is not valid yet (is this computer's clock right?)",
    10: "its certificate has expired",
    18: "its certificate is self-signed",
    19: "its certificate comes from an authority that is not trusted here",
    20: "its certificate comes from an authority that is not trusted here",
    21: "its certificate comes from an authority that is not trusted here",
    23: "its certificate has been revoked",
    62: "its certificate is made out to another name",
    64: "its certificate is made out to another address",
}
_SYSTEM = {
    errno.ECONNREFUSED: "the connection was refused",
    errno.ECONNRESET: "the server closed the connection",
    errno.ECONNABORTED: "the server closed the connection",
    errno.EPIPE: "the server closed the connection",
    errno.ETIMEDOUT: "no answer from the server",
    errno.EHOSTUNREACH: "the server cannot be reached",
    errno.EHOSTDOWN: "the server cannot be reached",
    errno.ENETUNREACH: "the network cannot be reached",
    errno.ENETDOWN: "the network cannot be reached",
    errno.EMFILE: "too many files are open on this computer",
    errno.ENFILE: "too many files are open on this computer",
}


def status_words(status: int) -> str:
    """``the server answered 404: not found``."""
    try:
        phrase = HTTPStatus(status).phrase.lower()
    except ValueError:
        return f"the server answered {status}"
    return f"the server answered {status}: {phrase}"


def untrusted_words(words: str, certificate: str | None) -> str:
    """Why a certificate is not trusted, and how a user accepts it all the same."""
    if certificate is None:
        return words
    return f'{words}. If you trust it, put certificate = "{certificate}" into its table in feeds.toml'


def failure_words(error: Exception) -> str:
    """For everything that aiohttp raises while it asks and reads."""
    match error:
        case aiohttp.ClientSSLError() | ssl.SSLError() | aiohttp.ServerFingerprintMismatch():
            return _security_words(error)
        case aiohttp.ClientConnectorError():
            return _connect_words(error.os_error, proxy=isinstance(error, aiohttp.ClientProxyConnectionError))
        case aiohttp.ServerTimeoutError():
            return "no answer from the server"
        case aiohttp.ClientHttpProxyError():
            return f"the proxy answered {error.status}"
        case aiohttp.ClientPayloadError():
            return _payload_words(error)
        case aiohttp.ClientResponseError() if "chunk" in error.message:  # it came in one piece with the headers
            return GARBLED_CHUNKS
        case aiohttp.ClientResponseError():
            return "the server's answer is not HTTP"
        case OSError():
            return _SYSTEM.get(error.errno or 0, "the server closed the connection")
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientConnectionError():
            return "the server closed the connection"
        case aiohttp.InvalidURL():
            return "this is not an http(s) address"
        case _:
            return "the request could not be made"


def _security_words(error: Exception) -> str:
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return _certificate_words(error.certificate_error)
        case aiohttp.ServerFingerprintMismatch():
            return f"its certificate is not the one that you accepted, but {error.got.hex()}"
        case _:
            return "no secure connection could be made"


def _certificate_words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(error.verify_code, "its certificate cannot be trusted")
    return "its certificate cannot be trusted"


def _connect_words(error: OSError, *, proxy: bool) -> str:
    who = "the proxy" if proxy else "the server"
    if isinstance(error, PrivateAddressError):
        return PRIVATE
    if isinstance(error, socket.gaierror):
        away = error.errno == socket.EAI_AGAIN
        return "the name server did not answer" if away else f"{who}'s name could not be found"
    if isinstance(error, ssl.SSLError):
        return "no secure connection could be made"
    words = _SYSTEM.get(error.errno or 0, f"{who} cannot be reached")
    return f"{words} (by the proxy)" if proxy else words


def _payload_words(error: aiohttp.ClientPayloadError) -> str:
    """A reset, a missing end, or chunks that are none (RFC 9112 section 7.1)."""
    cause = error.__cause__
    if isinstance(cause, OSError):
        return CUT_OFF
    text = str(error)
    if isinstance(cause, http_exceptions.TransferEncodingError) and "Not enough data" not in text:
        return GARBLED_CHUNKS
    return CUT_OFF
