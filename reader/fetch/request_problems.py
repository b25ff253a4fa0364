"""Maps the exceptions of a request to problem codes."""

from __future__ import annotations

import errno
import socket
import ssl

import aiohttp
from aiohttp import http_exceptions

from reader.fetch.resolver import PrivateAddressError
from reader.problems import Problem, ProblemDetails, problem

# OpenSSL's X509_V_ERR_* codes.
_CERTIFICATE_PROBLEMS = {
    9: Problem.CERTIFICATE_NOT_YET_VALID,
    10: Problem.CERTIFICATE_EXPIRED,
    18: Problem.CERTIFICATE_SELF_SIGNED,
    19: Problem.CERTIFICATE_UNKNOWN_AUTHORITY,
    20: Problem.CERTIFICATE_UNKNOWN_AUTHORITY,
    21: Problem.CERTIFICATE_UNKNOWN_AUTHORITY,
    23: Problem.CERTIFICATE_REVOKED,
    62: Problem.CERTIFICATE_OTHER_NAME,
    64: Problem.CERTIFICATE_OTHER_ADDRESS,
}
_SYSTEM_PROBLEMS = {
    errno.ECONNREFUSED: Problem.CONNECTION_REFUSED,
    errno.ECONNRESET: Problem.CONNECTION_CLOSED,
    errno.ECONNABORTED: Problem.CONNECTION_CLOSED,
    errno.EPIPE: Problem.CONNECTION_CLOSED,
    errno.ETIMEDOUT: Problem.NO_RESPONSE,
    errno.EHOSTUNREACH: Problem.SERVER_UNREACHABLE,
    errno.EHOSTDOWN: Problem.SERVER_UNREACHABLE,
    errno.ENETUNREACH: Problem.NETWORK_UNREACHABLE,
    errno.ENETDOWN: Problem.NETWORK_UNREACHABLE,
    errno.EMFILE: Problem.TOO_MANY_OPEN_FILES,
    errno.ENFILE: Problem.TOO_MANY_OPEN_FILES,
}


def problem_of(error: Exception) -> ProblemDetails:
    """The problem behind anything that aiohttp raises while it sends a request and reads the response."""
    match error:
        case aiohttp.ServerFingerprintMismatch():
            return problem(Problem.CERTIFICATE_CHANGED, certificate=error.got.hex())
        case aiohttp.ClientHttpProxyError():
            return problem(Problem.PROXY_STATUS, status=error.status)
        case aiohttp.ClientConnectorError() if not isinstance(error, aiohttp.ClientSSLError):
            code = _connection_problem(error.os_error)
            proxy = isinstance(error, aiohttp.ClientProxyConnectionError) and code is not Problem.PRIVATE_ADDRESS
            return problem(Problem.PROXY_CONNECTION, cause=problem(code)) if proxy else problem(code)
        case _:
            return problem(_simple_problem(error))


def _simple_problem(error: Exception) -> Problem:
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return _certificate_problem(error.certificate_error)
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return Problem.TLS_FAILED
        case aiohttp.ServerTimeoutError():
            return Problem.NO_RESPONSE
        case aiohttp.ClientPayloadError():
            return _body_problem(error)
        case aiohttp.ClientResponseError() if "chunk" in error.message:  # it came in one piece with the headers
            return Problem.INVALID_CHUNKS
        case aiohttp.ClientResponseError():
            return Problem.NOT_HTTP
        case OSError():
            return _SYSTEM_PROBLEMS.get(error.errno or 0, Problem.CONNECTION_CLOSED)
        case aiohttp.ClientConnectionError():
            return Problem.CONNECTION_CLOSED
        case aiohttp.InvalidURL():
            return Problem.NOT_WEB_ADDRESS
        case _:
            return Problem.REQUEST_FAILED


def _certificate_problem(error: Exception) -> Problem:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE_PROBLEMS.get(error.verify_code, Problem.CERTIFICATE_UNTRUSTED)
    return Problem.CERTIFICATE_UNTRUSTED


def _connection_problem(error: OSError) -> Problem:
    match error:
        case PrivateAddressError():
            return Problem.PRIVATE_ADDRESS
        case socket.gaierror() if error.errno == socket.EAI_AGAIN:
            return Problem.NAME_SERVER_UNAVAILABLE
        case socket.gaierror():
            return Problem.HOST_NOT_FOUND
        case ssl.SSLError():
            return Problem.TLS_FAILED
        case _:
            return _SYSTEM_PROBLEMS.get(error.errno or 0, Problem.SERVER_UNREACHABLE)


def _body_problem(error: aiohttp.ClientPayloadError) -> Problem:
    cause = error.__cause__
    garbled = isinstance(cause, http_exceptions.TransferEncodingError) and "Not enough data" not in str(error)
    return Problem.INVALID_CHUNKS if garbled else Problem.RESPONSE_CUT_OFF
