"""Problems as codes: what went wrong, without a sentence.

A problem travels through results, events, the database and JSON as a code and its arguments. Only the faces turn it
into a sentence (:mod:`reader.wording.problem_messages`), in the user's language, so no code may branch on a sentence
and none is stored.

Codes are stored and printed as JSON: never rename one, and never give an old one a new meaning.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Union

from reader.lazy_dataclass import dataclass

Argument = Union[str, int, float, "ProblemDetails"]


class Problem(StrEnum):
    """Every problem that Broadsheet reports."""

    # -- any
    # -- screens
    THEME_UNKNOWN = "theme-unknown"
    UNEXPECTED = "unexpected"  # a defect of ours; details are in the log
    UNKNOWN = "unknown"  # a code of a later version
    FILE_MISTAKE = "file-mistake"  # path, cause and, if known, line and key

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
    EXPORT_FILE_EXISTS = "export-file-exists"  # path
    DATABASE_IN_USE = "database-in-use"  # path, programs
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
    DIFFERENT_LENGTHS = "different-lengths"  # RFC 9112, section 6.3
    LINE_END_IN_HEADER = "line-end-in-header"  # name of the header
    HEADERS_TOO_LARGE = "headers-too-large"  # limit: bytes
    TINY_PIECES = "tiny-pieces"
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
    PROXY_NOT_SOCKS = "proxy-not-socks"
    PROXY_LOGIN = "proxy-login"
    PROXY_REFUSED = "proxy-refused"  # reply: its number, RFC 1928, section 6
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

    # -- servers of accounts
    SERVER_REDIRECTS = "server-redirects"  # url: of another server
    SERVER_CERTIFICATE_CAN_BE_PINNED = "server-certificate-can-be-pinned"  # cause, certificate: as above
    SERVER_TOKEN_REFUSED = "server-token-refused"  # noqa: S105 - a code; of Miniflux
    SERVER_PASSWORD_REFUSED = "server-password-refused"  # noqa: S105 - a code
    SERVER_PASSWORD_REFUSED_FRESHRSS = "server-password-refused-freshrss"  # noqa: S105 - a code
    SERVER_PASSWORD_REFUSED_MINIFLUX = "server-password-refused-miniflux"  # noqa: S105 - a code
    SERVER_ANSWERED = "server-answered"  # status, message: in the server's words
    SERVER_SENT_PAGE = "server-sent-page"  # a web page instead of data
    SERVER_SENT_OTHER = "server-sent-other"  # part: what the answer lacks, by its name in the API
    SERVER_LIST_MOVED = "server-list-moved"
    SERVER_REFUSED = "server-refused"  # message: in the server's words
    SERVER_FEED_MISSING = "server-feed-missing"
    SERVER_FEED_UNREADABLE = "server-feed-unreadable"  # message: in the server's words, may be empty
    SERVER_NOT_FOUND = "server-not-found"  # host
    SERVER_NOT_SUPPORTED = "server-not-supported"  # product
    SERVER_API_OFF = "server-api-off"  # FreshRSS
    SERVER_PLAIN_HTTP = "server-plain-http"  # host

    # -- feeds
    WEB_PAGE = "web-page"  # where a feed was expected
    NOT_A_FEED = "not-a-feed"
    XML_NOT_FEED = "xml-not-feed"
    JSON_NOT_FEED = "json-not-feed"
    OPML_NOT_FEED = "opml-not-feed"
    FEED_CUT_OFF = "feed-cut-off"  # before its first entry ended
    FEED_INCOMPLETE = "feed-incomplete"  # kept: entries that were complete
    REDIRECTS_TO_OTHER_FEED = "redirects-to-other-feed"  # url: of another subscription, with other entries
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
    ACCOUNT_FEED_FAILED = "account-feed-failed"  # at the server of its account; reason: in the server's words
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
    PAGE_NEEDS_SCRIPT = "page-needs-script"
    PAGE_TOO_LARGE = "page-too-large"
    PAGE_OF_OTHER = "page-of-other"  # neither the title nor the summary of the feed's article is on it
    PAGE_IS_FEED = "page-is-feed"
    PAGE_IS_PDF = "page-is-pdf"
    PAGE_IS_PICTURE = "page-is-picture"
    PAGE_IS_ARCHIVE = "page-is-archive"
    PAGE_IS_COMPRESSED = "page-is-compressed"
    PAGE_HAS_OTHER_TYPE = "page-has-other-type"  # argument: type, the media type
    COMMENTS_UNREADABLE = "comments-unreadable"
    COMMENTS_WEB_PAGE = "comments-web-page"  # where comments were expected
    NO_CONVERSATION = "no-conversation"
    PICTURE_FORMAT = "picture-format"
    PICTURE_BROKEN = "picture-broken"
    PICTURE_TOO_LARGE = "picture-too-large"
    PICTURE_TOO_SMALL = "picture-too-small"
    PICTURE_TOO_COSTLY = "picture-too-costly"
    PICTURE_IS_PAGE = "picture-is-page"
    PICTURE_IS_DRAWING = "picture-is-drawing"  # SVG
    PICTURE_COUNTS_READERS = "picture-counts-readers"
    PICTURE_NOT_STORED = "picture-not-stored"  # errno

    # -- store
    STORE_BUSY = "store-busy"  # path
    STORE_READ_ONLY = "store-read-only"  # path: a file, or the folder that it is in
    STORE_NOT_OPENED = "store-not-opened"  # path
    STORE_DISK_FULL = "store-disk-full"  # path
    STORE_DISK_ERROR = "store-disk-error"  # path
    STORE_DAMAGED = "store-damaged"  # path
    NOT_A_STORE = "not-a-store"  # path
    STORE_OUTDATED = "store-outdated"  # path: written by an earlier version, and cannot be migrated
    STORE_TOO_NEW = "store-too-new"  # path, version, newest: the newest version known here
    STORE_REPLACED = "store-replaced"  # path: the damaged database; saved: how many articles
    OPENED_READ_ONLY = "opened-read-only"  # cause
    NOT_NEWSBOAT_CACHE = "not-newsboat-cache"  # path
    NEWSBOAT_CACHE_DAMAGED = "newsboat-cache-damaged"  # path

    # -- files
    FILE_UNREADABLE = "file-unreadable"  # errno
    FEEDS_FILE_GONE = "feeds-file-gone"  # feeds.toml, while the reader is open
    FILE_NOT_UTF8 = "file-not-utf-8"
    FILE_UNWRITABLE = "file-unwritable"  # errno
    FILE_UNREMOVABLE = "file-unremovable"  # errno
    NOT_A_FILE_NAME = "not-a-file-name"
    FILE_READ_ONLY = "file-read-only"
    FILE_KEEPS_CHANGING = "file-keeps-changing"
    TOML_SYNTAX = "toml-syntax"  # detail, in English
    TOML_TOO_DEEP = "toml-too-deep"
    TOML_LONG_NUMBER = "toml-long-number"

    # -- values in the user's files
    UNKNOWN_SETTING = "unknown-setting"  # names
    NOT_A_STRING = "not-a-string"
    NOT_A_BOOLEAN = "not-a-boolean"
    NOT_A_WHOLE_NUMBER = "not-a-whole-number"
    NOT_STRINGS = "not-strings"
    EMPTY_VALUE = "empty-value"
    NOT_A_CHOICE = "not-a-choice"  # choices
    NOT_A_COLUMN = "not-a-column"  # name, choices
    NO_TITLE_COLUMN = "no-title-column"
    NOT_LETTERS = "not-letters"
    OUT_OF_RANGE = "out-of-range"  # lowest, highest
    NOT_A_TIME_OF_READING = "not-a-time-of-reading"
    NOT_A_DURATION = "not-a-duration"  # lowest, highest
    NOT_A_SYNC_INTERVAL = "not-a-sync-interval"  # lowest, highest
    NOT_A_PROXY = "not-a-proxy"
    REQUESTS_BLOCKED = "requests-blocked"  # cause
    KEY_MISSING = "key-missing"
    NAME_TAKEN = "name-taken"
    UNKNOWN_PLACEHOLDER = "unknown-placeholder"  # name, names
    PLACEHOLDER_NOT_ALONE = "placeholder-not-alone"  # name

    # -- keys
    UNKNOWN_KEY = "unknown-key"
    UNKNOWN_COMMAND = "unknown-command"  # command, near: ids that are close, if any; at: as for queries
    ARGUMENT_MISSING = "argument-missing"  # command, kind, at
    ARGUMENT_UNEXPECTED = "argument-unexpected"  # command, at
    NAME_UNKNOWN = "name-unknown"  # kind, name, near: the closest ones, may be empty; at
    NAME_AMBIGUOUS = "name-ambiguous"  # kind, name, fits: some that it may mean; at
    NOT_AN_AGE = "not-an-age"  # at
    COMMAND_ELSEWHERE = "command-elsewhere"  # command, table
    DIFFERENT_PLACES = "different-places"  # commands of one key that work in different places
    UNKNOWN_KEY_TABLE = "unknown-key-table"  # names
    KEY_BOUND_TWICE = "key-bound-twice"  # other: the same key, spelled differently
    KEY_UNREACHABLE = "key-unreachable"  # by: the shorter keys
    KEY_TAKEN = "key-taken"  # command, which runs before any other
    KEY_NOT_SENT = "key-not-sent"  # sent: the key that terminals send for it

    # -- themes
    THEME_WITHOUT_NAME = "theme-without-name"
    UNKNOWN_THEME_KEY = "unknown-theme-key"  # names
    THEME_WITHOUT_COLORS = "theme-without-colors"  # names
    UNKNOWN_COLOR = "unknown-color"  # names
    COLOR_MISSING = "color-missing"
    NOT_A_COLOR = "not-a-color"

    # -- queries; ``at``: the offset of the mistake in what was typed, from 0; ``fits``: what could be there
    QUERY_TOO_LONG = "query-too-long"  # at, limit: characters
    QUERY_TOO_MANY_PARTS = "query-too-many-parts"  # at, limit
    QUERY_TOO_DEEP = "query-too-deep"  # at, limit
    QUERY_NO_WORD = "query-no-word"  # at
    QUERY_PART_MISSING = "query-part-missing"  # at
    QUERY_PARENTHESIS_OPEN = "query-parenthesis-open"  # at
    QUERY_PARENTHESIS_UNEXPECTED = "query-parenthesis-unexpected"  # at
    QUERY_QUOTE_OPEN = "query-quote-open"  # at
    QUERY_FIELD_UNKNOWN = "query-field-unknown"  # at, field, fits
    QUERY_VALUE_MISSING = "query-value-missing"  # at, field
    QUERY_VALUE_UNKNOWN = "query-value-unknown"  # at, field, value, fits
    QUERY_STAR_UNEXPECTED = "query-star-unexpected"  # at, field
    QUERY_DATE_INVALID = "query-date-invalid"  # at, value
    QUERY_TIME_INVALID = "query-time-invalid"  # at, value
    QUERY_NUMBER_INVALID = "query-number-invalid"  # at, field, value
    QUERY_STORY_INVALID = "query-story-invalid"  # at, value
    QUERY_RANGE_BACKWARDS = "query-range-backwards"  # at, value
    QUERY_SORT_PLACE = "query-sort-place"  # at
    QUERY_PATTERN_OPEN = "query-pattern-open"  # at
    QUERY_PATTERN_CONTINUES = "query-pattern-continues"  # at
    QUERY_PATTERN_INVALID = "query-pattern-invalid"  # at, cause
    QUERY_MISTAKE = "query-mistake"  # query, place: from 1, cause
    LABEL_EMPTY = "label-empty"
    LABEL_UNPRINTABLE = "label-unprintable"
    LABEL_WITH_COMMA = "label-with-comma"
    LABEL_TOO_LONG = "label-too-long"  # most: characters
    PATTERN_TOO_LARGE = "pattern-too-large"  # at
    PATTERN_UNSUPPORTED = "pattern-unsupported"  # at, what
    PATTERN_NOTHING_TO_REPEAT = "pattern-nothing-to-repeat"  # at
    PATTERN_COUNTS_BACKWARDS = "pattern-counts-backwards"  # at
    PATTERN_RANGE_BACKWARDS = "pattern-range-backwards"  # at
    PATTERN_BACKSLASH_LAST = "pattern-backslash-last"  # at
    PATTERN_BRACKET_OPEN = "pattern-bracket-open"  # at
    PATTERN_PARENTHESIS_OPEN = "pattern-parenthesis-open"  # at
    PATTERN_PARENTHESIS_UNEXPECTED = "pattern-parenthesis-unexpected"  # at

    # -- subscriptions
    NOT_A_FEED_ADDRESS = "not-a-feed-address"
    NOT_A_FILE_ADDRESS = "not-a-file-address"
    NOT_ADDRESSES = "not-addresses"
    NOT_FOLDERS = "not-folders"
    FOLDER_TOO_DEEP = "folder-too-deep"  # most
    NOT_TAGS = "not-tags"
    NOT_HEADERS = "not-headers"
    HEADERS_NOT_TOML = "headers-not-toml"
    BAD_HEADER_NAME = "bad-header-name"  # name
    RESERVED_HEADER = "reserved-header"  # name
    NOT_A_HEADER_VALUE = "not-a-header-value"
    NOT_A_FINGERPRINT = "not-a-fingerprint"
    NOT_A_COMMAND = "not-a-command"
    COMMAND_WITHOUT_PROGRAM = "command-without-program"
    SUBSCRIPTION_WITHOUT_ADDRESS = "subscription-without-address"
    SEARCH_WITHOUT_TITLE = "search-without-title"
    UNKNOWN_SUBSCRIPTION_KEY = "unknown-subscription-key"  # names
    UNKNOWN_SEARCH_KEY = "unknown-search-key"  # names
    DUPLICATE_SUBSCRIPTION = "duplicate-subscription"  # first_line
    SUBSCRIBED_ALREADY = "subscribed-already"
    DUPLICATE_SEARCH = "duplicate-search"
    SEARCH_TITLE_TAKEN = "search-title-taken"
    STRAY_KEY = "stray-key"
    SINGLE_BRACKETS = "single-brackets"  # name
    NOT_TABLES = "not-tables"  # name
    BAD_TABLE_HEADER = "bad-table-header"  # name
    FIX_FILE_FIRST = "fix-file-first"  # cause
    UNEDITABLE_FORM = "uneditable-form"
    CHANGED_SINCE = "changed-since"  # name
    UNDO_ENDS_AT_IMPORT = "undo-ends-at-import"
    UNDO_OF_DAMAGED_STEP = "undo-of-damaged-step"
    UNDO_OF_MERGED_FEEDS = "undo-of-merged-feeds"
    UNDO_OF_NOTHING = "undo-of-nothing"
    NOT_AN_ADDRESS = "not-an-address"
    ADDRESS_OF_THIS_MACHINE = "address-of-this-machine"

    # -- accounts
    STRAY_KEY_OF_ACCOUNTS = "stray-key-of-accounts"
    UNKNOWN_ACCOUNT_KEY = "unknown-account-key"  # names
    ACCOUNT_KEY_MISSING = "account-key-missing"  # names of the keys
    ACCOUNT_NAME_INVALID = "account-name-invalid"  # most: characters
    ACCOUNT_NAME_TAKEN = "account-name-taken"
    ACCOUNT_UNKNOWN = "account-unknown"  # name
    NOT_A_SERVER_ADDRESS = "not-a-server-address"
    SECRET_IN_ADDRESS = "secret-in-address"  # noqa: S105 - a code
    SECRET_IN_FILE = "secret-in-file"  # noqa: S105
    SECRET_PLACES_DIFFER = "secret-places-differ"  # noqa: S105
    SECRET_COMMAND_MISSING = "secret-command-missing"  # noqa: S105
    SECRET_NOT_GIVEN = "secret-not-given"  # noqa: S105 - on stdin, with no terminal to ask on
    SECRET_MISSING = "secret-missing"  # noqa: S105 - name: of the account
    SECRET_UNUSABLE = "secret-unusable"  # noqa: S105 - more than one line, control characters, or too long
    SECRET_NOT_PRIVATE = "secret-not-private"  # noqa: S105 - command: that mends it
    KEYRING_NOT_INSTALLED = "keyring-not-installed"
    KEYRING_NOT_FOUND = "keyring-not-found"
    KEYRING_LOCKED = "keyring-locked"
    KEYRING_TIMEOUT = "keyring-timeout"  # seconds
    KEYRING_FAILED = "keyring-failed"
    # -- edits of accounts' subscriptions
    ACCOUNT_FEED_FIELD = "account-feed-field"  # name: of a field that only feeds polled here have; account
    ACCOUNT_FEED_UNTITLED = "account-feed-untitled"  # account
    ACCOUNT_FOLDER_FIXED = "account-folder-fixed"  # account: whose own folder cannot be renamed or moved
    ACCOUNT_ORDER_FIXED = "account-order-fixed"  # account: whose server has no order of feeds
    FEED_IS_LOCAL = "feed-is-local"  # account: in whose folders it cannot be
    UNDO_OF_CHANGED_FEED = "undo-of-changed-feed"
    FEED_IS_ACCOUNTS = "feed-is-accounts"  # account, folder: outside of which it cannot be

    # -- import
    NOT_A_LOCAL_FEED = "not-a-local-feed"
    DUPLICATE_SEARCH_IN_LIST = "duplicate-search-in-list"
    PAUSED_PROGRAM = "paused-program"  # command
    PAUSED_FILE = "paused-file"
    PAUSED_FILTER = "paused-filter"  # command
    OPTIONS_NOT_IMPORTED = "options-not-imported"  # names
    OPTION_NOT_IMPORTED = "option-not-imported"  # name, cause
    NOT_JSON = "not-json"
    LIST_MISSING = "list-missing"
    LIST_UNKNOWN = "list-unknown"
    LIST_TOO_LARGE = "list-too-large"  # megabytes
    NOT_OPML = "not-opml"
    OPML_BROKEN = "opml-broken"  # line, detail in English
    OPML_CUT_OFF = "opml-cut-off"  # line, detail in English
    OPML_OUTLINE_BROKEN = "opml-outline-broken"
    OPML_ENTITIES = "opml-entities"
    OPML_WITHOUT_ADDRESS = "opml-without-address"
    OPML_INCLUDE = "opml-include"
    FRESHRSS_DYNAMIC_LIST = "freshrss-dynamic-list"
    FRESHRSS_SCRAPED = "freshrss-scraped"  # kind
    QUERY_UNREADABLE = "query-unreadable"
    QUERY_NESTED = "query-nested"
    QUERY_AND_WITH_OR = "query-and-with-or"
    QUERY_MIXED_OR = "query-mixed-or"
    QUERY_UNSUPPORTED = "query-unsupported"  # attribute, operator
    QUERY_READ = "query-read"
    QUERY_PATTERN = "query-pattern"
    QUERY_AGE = "query-age"
    NOT_MINUTES = "not-minutes"
    NOT_DAYS = "not-days"
    BROWSER_NEEDS_SHELL = "browser-needs-shell"
    NOT_A_PLAIN_PROXY = "not-a-plain-proxy"
    PROXY_NOT_USABLE = "proxy-not-usable"
    NEWSBOAT_INCLUDE = "newsboat-include"
    NEWSBOAT_KEYS = "newsboat-keys"
    NEWSBOAT_PASSWORD = "newsboat-password"  # noqa: S105 - a code
    NEWSBOAT_USER_AGENT = "newsboat-user-agent"
    NEWSBOAT_MAX_ITEMS = "newsboat-max-items"
    NEWSBOAT_AUTO_RELOAD = "newsboat-auto-reload"
    NEWSBOAT_SERVICE = "newsboat-service"
    NEWSBOAT_SETTING = "newsboat-setting"


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
    """A problem with named arguments: ``problem(Problem.HTTP_STATUS, status=404)``.

    Texts among them may come from others, so control characters are replaced: no escape sequence reaches a terminal.
    """
    cleaned = ((name, printable(value) if isinstance(value, str) else value) for name, value in arguments.items())
    return ProblemDetails(code, tuple(cleaned))


def printable(text: str) -> str:
    """The text in one line without control characters."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\ufffd" for character in text
    )


def os_problem(code: Problem, error: OSError, /, **arguments: Argument) -> ProblemDetails:
    """A problem with the number of the system's error as ``errno``, which the faces put into words."""
    return problem(code, errno=error.errno or errno.EIO, **arguments)


def unreadable(error: OSError | UnicodeDecodeError) -> ProblemDetails:
    """Why a text file could not be read."""
    if isinstance(error, UnicodeDecodeError):
        return problem(Problem.FILE_NOT_UTF8)
    return os_problem(Problem.FILE_UNREADABLE, error)


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
        return problem(Problem(value["problem"]), **found)
    except ValueError:
        return problem(Problem.UNKNOWN, code=value["problem"])
