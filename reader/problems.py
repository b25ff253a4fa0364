"""Problems as codes: what went wrong, without a sentence.

A problem travels through results, events, the database and JSON as a code and its arguments. Only the faces turn it
into a sentence (:mod:`reader.wording.problem_messages`), in the user's language, so no code may branch on a sentence
and none is stored.

Codes are stored and printed as JSON: never rename one, and never give an old one a new meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Union

Argument = Union[str, int, float, "ProblemDetails"]


class Problem(StrEnum):
    """Every problem that Broadsheet reports."""

    # -- any
    UNEXPECTED = "unexpected"  # a defect of ours; details are in the log
    UNKNOWN = "unknown"  # a code of a later version
    FILE_MISTAKE = "file-mistake"  # path, cause and, if known, line and key
    SENTENCE = "sentence"  # for the time until every caller has a code

    # -- command line
    HOME_UNKNOWN = "home-unknown"  # a ~ that names no home folder
    ARGUMENT_INVALID = "argument-invalid"  # argument, cause
    INPUT_TOO_LARGE = "input-too-large"  # limit: bytes
    STDIN_CLOSED = "stdin-closed"
    RANK_NEEDS_QUERY = "rank-needs-query"
    NO_CHANGE_GIVEN = "no-change-given"
    ALREADY_SUBSCRIBED = "already-subscribed"  # url
    TITLE_AMBIGUOUS = "title-ambiguous"  # title, feeds: how many have it
    NO_FILE_GIVEN = "no-file-given"
    NO_DEFAULT_LIST = "no-default-list"  # reader

    # -- network
    NOT_WEB_ADDRESS = "not-web-address"
    HTTP_STATUS = "http-status"  # status
    UNREQUESTED_NOT_MODIFIED = "unrequested-not-modified"  # 304 to a request without validators
    EMPTY_RESPONSE = "empty-response"
    NO_RESPONSE = "no-response"
    TIMEOUT = "timeout"  # seconds
    INCOMPLETE_TIMEOUT = "incomplete-timeout"  # seconds
    RESPONSE_TOO_LARGE = "response-too-large"  # limit: bytes
    RESPONSE_CUT_OFF = "response-cut-off"
    INVALID_CHUNKS = "invalid-chunks"  # RFC 9112, section 7.1
    INVALID_COMPRESSION = "invalid-compression"
    NOT_HTTP = "not-http"
    REQUEST_FAILED = "request-failed"
    HOST_BUSY = "host-busy"  # seconds: how long no request is sent there
    REDIRECT_WITHOUT_TARGET = "redirect-without-target"  # status
    REDIRECT_TO_INVALID_ADDRESS = "redirect-to-invalid-address"
    REDIRECT_TO_OTHER_SCHEME = "redirect-to-other-scheme"  # scheme
    REDIRECT_TO_PLAIN_HTTP = "redirect-to-plain-http"
    REDIRECT_LOOP = "redirect-loop"
    TOO_MANY_REDIRECTS = "too-many-redirects"  # limit
    HOST_NOT_FOUND = "host-not-found"
    NAME_SERVER_UNAVAILABLE = "name-server-unavailable"
    PRIVATE_ADDRESS = "private-address"
    CONNECTION_REFUSED = "connection-refused"
    CONNECTION_CLOSED = "connection-closed"
    SERVER_UNREACHABLE = "server-unreachable"
    NETWORK_UNREACHABLE = "network-unreachable"
    TOO_MANY_OPEN_FILES = "too-many-open-files"
    PROXY_CONNECTION = "proxy-connection"  # cause
    PROXY_STATUS = "proxy-status"  # status
    PROXY_SCHEME = "proxy-scheme"  # scheme
    TLS_FAILED = "tls-failed"
    CERTIFICATE_NOT_YET_VALID = "certificate-not-yet-valid"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_SELF_SIGNED = "certificate-self-signed"
    CERTIFICATE_UNKNOWN_AUTHORITY = "certificate-unknown-authority"
    CERTIFICATE_REVOKED = "certificate-revoked"
    CERTIFICATE_OTHER_NAME = "certificate-other-name"
    CERTIFICATE_OTHER_ADDRESS = "certificate-other-address"
    CERTIFICATE_UNTRUSTED = "certificate-untrusted"
    CERTIFICATE_CAN_BE_PINNED = "certificate-can-be-pinned"  # cause, certificate: SHA-256 in hexadecimal digits
    CERTIFICATE_CHANGED = "certificate-changed"  # certificate: SHA-256 of the one that came
    CERTIFICATE_PINNED_BEHIND_TLS_PROXY = "certificate-pinned-behind-tls-proxy"

    # -- feeds
    WEB_PAGE = "web-page"  # where a feed was expected
    FEED_INCOMPLETE = "feed-incomplete"  # kept: entries that were complete
    EARLIER_FAILURE = "earlier-failure"  # stored by a version that had no codes
    PARSER_TIMEOUT = "parser-timeout"
    PARSER_STOPPED = "parser-stopped"
    PARSER_OUT_OF_MEMORY = "parser-out-of-memory"
    PARSER_CRASHED = "parser-crashed"
    NOT_SUBSCRIBED = "not-subscribed"  # url
    REFRESH_UNDER_WAY = "refresh-under-way"
    DATA_FOLDER_READ_ONLY = "data-folder-read-only"  # path
    WORKER_RESTARTED = "worker-restarted"
    WORKER_KEEPS_FAILING = "worker-keeps-failing"

    # -- local feeds
    LOCAL_FEED_PAUSED = "local-feed-paused"
    BUILT_IN_FEED_MISSING = "built-in-feed-missing"
    FEED_FILE_ADDRESS = "feed-file-address"  # a file: address that names no file
    FEED_FILE_NOT_REGULAR = "feed-file-not-regular"
    FEED_FILE_UNREADABLE = "feed-file-unreadable"  # errno
    FEED_FILE_TIMEOUT = "feed-file-timeout"  # seconds
    FEED_FILE_TOO_LARGE = "feed-file-too-large"  # limit: bytes
    FEED_FILE_EMPTY = "feed-file-empty"
    PROGRAMS_NOT_ALLOWED = "programs-not-allowed"
    PROGRAM_NOT_GIVEN = "program-not-given"
    PROGRAM_NOT_FOUND = "program-not-found"  # program
    PROGRAM_NAME_INVALID = "program-name-invalid"
    PROGRAM_CANNOT_RUN = "program-cannot-run"  # errno
    PROGRAM_TIMEOUT = "program-timeout"  # seconds
    PROGRAM_OUTPUT_TOO_LARGE = "program-output-too-large"  # limit: bytes
    PROGRAM_PRINTED_NOTHING = "program-printed-nothing"
    PROGRAM_FAILED = "program-failed"  # exit_code, and its first line on stderr as complaint, if there is one
    PROGRAM_KILLED = "program-killed"  # signal

    # -- finding feeds
    ADDRESS_FAILED = "address-failed"  # cause
    NO_FEED_FOUND = "no-feed-found"
    NO_FEED_FOUND_NEARBY = "no-feed-found-nearby"  # cause: why the address itself is not a feed
    LINKED_FEEDS_UNREADABLE = "linked-feeds-unreadable"  # count, cause
    SEARCH_TIMEOUT = "search-timeout"
    SEARCH_FORGOTTEN = "search-forgotten"

    # -- pages
    NO_PAGE = "no-page"
    PAGE_EMPTY = "page-empty"
    PAGE_WITHOUT_ARTICLE = "page-without-article"
    PAGE_IS_FEED = "page-is-feed"
    PAGE_IS_PDF = "page-is-pdf"
    PAGE_IS_PICTURE = "page-is-picture"
    PAGE_IS_ARCHIVE = "page-is-archive"
    PAGE_IS_COMPRESSED = "page-is-compressed"
    PAGE_HAS_OTHER_TYPE = "page-has-other-type"  # argument: type, the media type


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """A problem with its arguments, in the order in which they were given.

    Arguments are plain facts (an address, a status, seconds) or a problem that caused this one.
    """

    code: Problem
    arguments: tuple[tuple[str, Argument], ...] = ()

    def __getitem__(self, name: str) -> Argument:
        """The argument of that name. Raises ``KeyError``."""
        return dict(self.arguments)[name]

    def __contains__(self, name: str) -> bool:
        """Whether it has an argument of that name."""
        return any(name == given for given, _ in self.arguments)

    def __str__(self) -> str:
        """For logs: ``http-status status=404``."""
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.arguments)])

    def as_json(self) -> dict[str, Any]:
        """``{"problem": code, "arguments": {…}}``, with arguments that are problems in the same form."""
        values = {name: v.as_json() if isinstance(v, ProblemDetails) else v for name, v in self.arguments}
        return {"problem": str(self.code), "arguments": values}


def problem(code: Problem, /, **arguments: Argument) -> ProblemDetails:
    """A problem with named arguments: ``problem(Problem.HTTP_STATUS, status=404)``."""
    return ProblemDetails(code, tuple(arguments.items()))


def problem_from_json(value: object) -> ProblemDetails | None:
    """The inverse of :meth:`ProblemDetails.as_json`; None for anything else.

    An unknown code becomes ``UNKNOWN``, so that an older version can read what a later one wrote.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("problem"), str):
        return None
    given = value.get("arguments")
    found: dict[str, Argument] = {}
    for name, argument in given.items() if isinstance(given, Mapping) else ():
        nested = problem_from_json(argument)
        if nested is not None:
            found[str(name)] = nested
        elif isinstance(argument, str | int | float):
            found[str(name)] = argument
    try:
        return ProblemDetails(Problem(value["problem"]), tuple(found.items()))
    except ValueError:
        return problem(Problem.UNKNOWN, code=value["problem"])
