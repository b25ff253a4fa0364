"""A sentence for each problem code, in the user's language. Only the faces call this.

Each message says what happened and, where the user can do something, what to do. It begins with a lower-case letter
and has no final period, so that it fits after "heise online: "; :func:`reader.text.sentence` makes it a sentence.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping

from reader.errors import BroadsheetError, ConfigError
from reader.problems import Argument, Problem, ProblemDetails, printable
from reader.wording.catalogue import N_, _, plural
from reader.wording.sizes import byte_size
from reader.wording.spans import duration

_STATUS_MESSAGES: Mapping[int, str] = {
    400: N_("the server answered 400: bad request"),
    401: N_("the server answered 401: it asks for a user name and password"),
    403: N_("the server answered 403: access denied"),
    404: N_("the server answered 404: not found"),
    410: N_("the server answered 410: gone"),
    429: N_("the server answered 429: too many requests"),
    451: N_("the server answered 451: blocked for legal reasons"),
    500: N_("the server answered 500: internal server error"),
    502: N_("the server answered 502: bad gateway"),
    503: N_("the server answered 503: service unavailable"),
    504: N_("the server answered 504: gateway timeout"),
}


def _status_message(details: ProblemDetails) -> str:
    """the server answered {status}"""
    status = _number(details, "status")
    known = _STATUS_MESSAGES.get(status)
    return _(known) if known else _("the server answered {status}").format(status=status)


_ADVICE: Mapping[int | None, str] = {
    401: N_("{cause}; write both into the address: https://name:password@www.example.org"),
    403: N_("{cause}; the site may block programs: try later, or give the address of the feed itself"),
    404: N_("{cause}; is the address spelled correctly?"),
    410: N_("{cause}; is the address spelled correctly?"),
    429: N_("{cause}; the site may block programs: try later, or give the address of the feed itself"),
    503: N_("{cause}; the site may block programs: try later, or give the address of the feed itself"),
}


def _address_message(details: ProblemDetails) -> str:
    """{cause}; and what to do then"""
    cause = details["cause"]
    assert isinstance(cause, ProblemDetails)
    if cause.code is Problem.HOST_NOT_FOUND:
        template = _("{cause}; is it spelled correctly, and is this computer online?")
    elif cause.code is Problem.HTTP_STATUS and cause["status"] in _ADVICE:
        template = _(_ADVICE[_number(cause, "status")])
    else:
        template = _("{cause}; try again later, or give another address of the site")
    return template.format(cause=problem_message(cause))


_SYSTEM_MESSAGES: Mapping[int, str] = {
    errno.ENOENT: N_("no such file or directory"),
    errno.ENOTDIR: N_("no such file or directory"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.EISDIR: N_("it is a directory"),
    errno.ESPIPE: N_("it is not a regular file"),
    errno.EFBIG: N_("it is too large"),
    errno.EROFS: N_("the file system is read-only"),
    errno.ENOSPC: N_("no space left on the disk"),
    errno.EIO: N_("input/output error"),
    errno.ELOOP: N_("too many levels of symbolic links"),
    errno.ENAMETOOLONG: N_("the file name is too long"),
    errno.ENOEXEC: N_("it is not an executable file"),
}


def system_message(error: OSError) -> str:
    """The reason of a failed operation on a file, without the name of the error."""
    return _errno_message(error.errno) if error.errno else (error.strerror or str(error)).lower()


def _errno_message(number: int) -> str:
    known = _SYSTEM_MESSAGES.get(number)
    return _(known) if known else os.strerror(number).lower()


def _system_message(details: ProblemDetails) -> str:
    """{errno}, in words"""
    return _errno_message(_number(details, "errno"))


def _number(details: ProblemDetails, name: str) -> int:
    value = details[name]
    assert isinstance(value, int | float)
    return int(value)


_Message = Callable[[ProblemDetails], str]


def _with_span(template: str) -> _Message:
    """A message whose ``{span}`` is the argument ``seconds``."""
    return _documented(template, lambda d: _(template).format(span=duration(_number(d, "seconds"))))


def _with_size(template: str) -> _Message:
    """A message whose ``{size}`` is the argument ``limit``, in bytes."""
    return _documented(template, lambda d: _(template).format(size=byte_size(_number(d, "limit"))))


def _with_system_reason(template: str) -> _Message:
    """A message whose ``{reason}`` is what the argument ``errno`` means."""
    return _documented(template, lambda d: _(template).format(reason=_errno_message(_number(d, "errno"))))


def _documented(template: str, message: _Message) -> _Message:
    message.__doc__ = template  # shown in docs/command-line.md
    return message


def _incomplete_message(details: ProblemDetails) -> str:
    """the feed is cut off; {kept} complete entries were kept"""
    return plural(
        "the feed is cut off; {n} complete entry was kept",
        "the feed is cut off; {n} complete entries were kept",
        _number(details, "kept"),
    )


def _linked_feeds_message(details: ProblemDetails) -> str:
    """the page links to {count} feeds, but none could be read: {cause}"""
    return plural(
        "the page links to a feed, but it could not be read: {cause}",
        "the page links to {n} feeds, but none could be read: {cause}",
        _number(details, "count"),
        cause=_shown(details["cause"]),
    )


def _file_mistake_message(details: ProblemDetails) -> str:
    """{path}, line {line}: {key}: {cause}"""
    found = dict(details.arguments)
    return f"{_place(str(found['path']), found.get('line'), found.get('key'))}: {_shown(found['cause'])}"


def _store_replaced_message(details: ProblemDetails) -> str:
    path, saved = details["path"], _number(details, "saved")
    if not saved:
        return _("the database was damaged and moved to {path}; a new one was created").format(path=path)
    return plural(
        "the database was damaged and moved to {path}; the new one has {n} article that could be saved",
        "the database was damaged and moved to {path}; the new one has {n} articles that could be saved",
        saved,
        path=path,
    )


def _program_failed_message(details: ProblemDetails) -> str:
    """the program ended with {exit_code}: {complaint}"""
    if "complaint" not in details:
        return _("the program ended with {exit_code}").format(exit_code=details["exit_code"])
    return _("the program ended with {exit_code}: {complaint}").format(**dict(details.arguments))


def _duplicate_subscription(details: ProblemDetails) -> str:
    """you have this subscription already in line {first_line}; this one is left out"""
    if "first_line" not in details:
        return _("you have this subscription already; this one is left out")
    return _("you have this subscription already in line {line}; this one is left out").format(
        line=details["first_line"]
    )


def _server_answered(details: ProblemDetails) -> str:
    """the server answered {status}: {message}"""
    if not details["message"]:
        return _status_message(details)
    return _("the server answered {status}: {message}").format(**dict(details.arguments))


def _server_refused(details: ProblemDetails) -> str:
    """the server refused the change: {message}"""
    message = details["message"]
    return (
        _("the server refused the change: {message}").format(message=message)
        if message
        else _("the server refused the change")
    )


def _server_feed_unreadable(details: ProblemDetails) -> str:
    """the server cannot read that feed: {message}"""
    message = details["message"]
    return (
        _("the server cannot read that feed: {message}").format(message=message)
        if message
        else _("the server cannot read that feed")
    )


_ARGUMENTS: Mapping[str, str] = {
    "text": N_("{command} needs a text after it"),
    "number": N_("{command} needs a number after it"),
    "choice": N_("{command} needs a choice after it"),
    "age": N_("{command} needs an age after it, such as 2d or 1w"),
    "query": N_("{command} needs a query after it"),
    "path": N_("{command} needs a file name after it"),
    "address": N_("{command} needs an address after it"),
    "theme": N_("{command} needs a theme after it"),
    "feed": N_("{command} needs a feed after it"),
    "folder": N_("{command} needs a folder after it"),
    "list": N_("{command} needs a feed, a folder or another list after it"),
    "tag": N_("{command} needs a tag after it"),
    "label": N_("{command} needs a label after it"),
    "command": N_("{command} needs the name of one of your commands after it"),
    "browser": N_("{command} needs the name of a browser after it"),
    "person": N_("{command} needs the name of an author after it"),
    "account": N_("{command} needs the name of an account after it"),
}
_UNKNOWN_NAMES: Mapping[str, str] = {
    "theme": N_("there is no theme {name}"),
    "feed": N_("no feed is called {name}"),
    "folder": N_("there is no folder {name}"),
    "list": N_("no feed, folder or other list is called {name}"),
    "command": N_("config.toml has no command {name}"),
    "browser": N_("config.toml has no browser {name}"),
    "person": N_("no author is called {name}"),
    "account": N_("there is no account {name}"),
}


def _argument_missing(details: ProblemDetails) -> str:
    """{command} needs a {kind} after it"""
    return _(_ARGUMENTS[str(details["kind"])]).format(command=details["command"])


def _name_unknown(details: ProblemDetails) -> str:
    """there is no {kind} {name}; did you mean {near}?"""
    return _with_near(_(_UNKNOWN_NAMES[str(details["kind"])]).format(name=details["name"]), details)


def _command_unknown(details: ProblemDetails) -> str:
    """there is no command {command}; did you mean {near}?"""
    command = details["command"]
    return _with_near(
        _("there is no command {command}").format(command=command) if command else _("there is no command"), details
    )


def _with_near(message: str, details: ProblemDetails) -> str:
    near = details["near"]
    return _("{problem}; did you mean {near}?").format(problem=message, near=near) if near else message


# A template whose {names} are arguments, or a function where that is not enough.
_MESSAGES: Mapping[Problem, str | Callable[[ProblemDetails], str]] = {
    # -- any
    Problem.UNEXPECTED: N_("something unexpected went wrong; the log has the details"),
    Problem.UNKNOWN: N_("a newer version of Broadsheet reported: {code}"),
    Problem.FILE_MISTAKE: _file_mistake_message,
    # -- screens
    Problem.THEME_UNKNOWN: N_("there is no theme {name}; choose one of {known}"),
    # -- command line
    Problem.HOME_UNKNOWN: N_("~ stands for a home folder that does not exist; give the whole path"),
    Problem.ARGUMENT_INVALID: N_("{argument}: {cause}"),
    Problem.INPUT_TOO_LARGE: _with_size(N_("this is larger than {size}")),
    Problem.STDIN_CLOSED: N_("stdin is closed"),
    Problem.RANK_NEEDS_QUERY: N_(
        "--sort rank needs words to search for, such as `broadsheet list glacier --sort rank`"
    ),
    Problem.NO_CHANGE_GIVEN: N_("name a change, such as --folder World; see `broadsheet edit --help`"),
    Problem.ALREADY_SUBSCRIBED: N_("{url} is already subscribed"),
    Problem.TITLE_AMBIGUOUS: N_("{feeds} feeds are called {title}; use the address of one"),
    Problem.EXPORT_FILE_EXISTS: N_("{path} exists and is not an OPML file; choose another name"),
    Problem.DATABASE_IN_USE: N_("{path} is open in {programs}; close that first"),
    Problem.NO_FILE_GIVEN: N_("name a file, such as `broadsheet import feeds.opml`; see `broadsheet import --help`"),
    Problem.NO_DEFAULT_LIST: N_(
        "found no list of {reader} in its usual place; name the file, as in `broadsheet import feeds.opml`"
    ),
    # -- network
    Problem.NOT_WEB_ADDRESS: N_("this is not an http(s) address"),
    Problem.HTTP_STATUS: _status_message,
    Problem.UNREQUESTED_NOT_MODIFIED: N_("the server answered 304 (not modified) to a first request"),
    Problem.EMPTY_RESPONSE: N_("the server sent an empty response"),
    Problem.NO_RESPONSE: N_("the server did not respond"),
    Problem.TIMEOUT: N_("the server did not respond within {seconds:g} s"),
    Problem.INCOMPLETE_TIMEOUT: N_("the response was still incomplete after {seconds:g} s"),
    Problem.RESPONSE_TOO_LARGE: _with_size(N_("the response is larger than {size}")),
    Problem.RESPONSE_CUT_OFF: N_("the response was cut off"),
    Problem.INVALID_CHUNKS: N_("the response is garbled: its chunks have no length"),
    Problem.INVALID_COMPRESSION: N_("the response is garbled: it cannot be decompressed"),
    Problem.NOT_HTTP: N_("the server's response is not HTTP"),
    Problem.DIFFERENT_LENGTHS: N_("the response is garbled: it states different lengths"),
    Problem.LINE_END_IN_HEADER: N_("the response is garbled: there is a line end inside its header {name}"),
    Problem.HEADERS_TOO_LARGE: _with_size(N_("the response's headers are larger than {size}")),
    Problem.TINY_PIECES: N_("the response comes in too many tiny pieces"),
    Problem.REQUEST_FAILED: N_("the request could not be sent"),
    Problem.HOST_BUSY: _with_span(N_("server busy, next try in {span}")),
    Problem.REDIRECT_WITHOUT_TARGET: N_("the server answered {status}, but did not say where to go"),
    Problem.REDIRECT_TO_INVALID_ADDRESS: N_("the server redirects to an invalid address"),
    Problem.REDIRECT_TO_OTHER_SCHEME: N_("the server redirects to a {scheme}: address"),
    Problem.REDIRECT_TO_PLAIN_HTTP: N_("the server redirects from https to plain http"),
    Problem.REDIRECT_LOOP: N_("the server redirects in a loop"),
    Problem.TOO_MANY_REDIRECTS: N_("the server redirects more than {limit} times"),
    Problem.HOST_NOT_FOUND: N_("the server's name could not be found"),
    Problem.NAME_SERVER_UNAVAILABLE: N_("the name server did not respond"),
    Problem.PRIVATE_ADDRESS: N_("it has a private network address; only your own subscriptions may lead there"),
    Problem.CONNECTION_REFUSED: N_("the connection was refused"),
    Problem.CONNECTION_CLOSED: N_("the server closed the connection"),
    Problem.SERVER_UNREACHABLE: N_("the server cannot be reached"),
    Problem.NETWORK_UNREACHABLE: N_("the network cannot be reached"),
    Problem.TOO_MANY_OPEN_FILES: N_("too many files are open on this computer"),
    Problem.PROXY_CONNECTION: N_("could not connect to the proxy: {cause}"),
    Problem.PROXY_STATUS: N_("the proxy answered {status}"),
    Problem.PROXY_SCHEME: N_("{scheme} proxies are not supported, only http, https, socks5 and socks5h"),
    Problem.PROXY_NOT_SOCKS: N_("the proxy does not understand SOCKS 5"),
    Problem.PROXY_LOGIN: N_("the proxy asks for a user name and password, or refuses them"),
    Problem.PROXY_REFUSED: N_("the proxy refuses to connect (reply {reply})"),
    Problem.TLS_FAILED: N_("no secure connection could be established"),
    Problem.CERTIFICATE_NOT_YET_VALID: N_("its certificate is not valid yet (is this computer's clock right?)"),
    Problem.CERTIFICATE_EXPIRED: N_("its certificate has expired"),
    Problem.CERTIFICATE_SELF_SIGNED: N_("its certificate is self-signed"),
    Problem.CERTIFICATE_UNKNOWN_AUTHORITY: N_(
        "its certificate was issued by an authority that this computer does not trust"
    ),
    Problem.CERTIFICATE_REVOKED: N_("its certificate has been revoked"),
    Problem.CERTIFICATE_OTHER_NAME: N_("its certificate was issued for another name"),
    Problem.CERTIFICATE_OTHER_ADDRESS: N_("its certificate was issued for another address"),
    Problem.CERTIFICATE_UNTRUSTED: N_("its certificate cannot be trusted"),
    Problem.CERTIFICATE_CAN_BE_PINNED: N_(
        '{cause}. If you trust it, add certificate = "{certificate}" to its table in feeds.toml'
    ),
    Problem.CERTIFICATE_CHANGED: N_("its certificate is not the one that you accepted, but {certificate}"),
    Problem.CERTIFICATE_PINNED_BEHIND_TLS_PROXY: N_(
        "the certificate that you accepted cannot be checked behind an https proxy"
    ),
    # -- servers of accounts
    Problem.SERVER_REDIRECTS: N_(
        "the server redirects to {url}, where your password is not sent; if it has moved there, give that address to "
        "the account"
    ),
    Problem.SERVER_CERTIFICATE_CAN_BE_PINNED: N_(
        '{cause}. If you trust it, add certificate = "{certificate}" to its table in accounts.toml; a new account'
        " gets it with `broadsheet account add URL --certificate …`"
    ),
    Problem.SERVER_TOKEN_REFUSED: N_(
        "Miniflux does not accept the token; make a new one under Settings > API Keys, and `broadsheet account edit`"
        " stores it"
    ),
    Problem.SERVER_PASSWORD_REFUSED: N_("the server does not accept this user name and password"),
    Problem.SERVER_PASSWORD_REFUSED_FRESHRSS: N_(
        "FreshRSS does not accept this user name and password; it needs the API password, which you set in FreshRSS "
        "under Settings > Profile"
    ),
    Problem.SERVER_PASSWORD_REFUSED_MINIFLUX: N_(
        "Miniflux does not accept this user name and password; switch on its Google Reader API and choose both in "
        "Miniflux under Settings > Integrations"
    ),
    Problem.SERVER_ANSWERED: _server_answered,
    Problem.SERVER_SENT_PAGE: N_(
        "the server sent a web page instead of data; is the address that of the server itself, without a login page "
        "in front of it?"
    ),
    Problem.SERVER_SENT_OTHER: N_("the server's answer is not usable: {part} is missing or malformed"),
    Problem.SERVER_LIST_MOVED: N_("the list at the server kept changing while it was read"),
    Problem.SERVER_REFUSED: _server_refused,
    Problem.SERVER_FEED_MISSING: N_("the server has no such feed any more"),
    Problem.SERVER_FEED_UNREADABLE: _server_feed_unreadable,
    Problem.SERVER_NOT_FOUND: N_(
        "found no Miniflux, FreshRSS or other server with the Google Reader API at {host}; give the address of the "
        "server, such as https://rss.example.org or https://rss.example.org/api/greader.php"
    ),
    Problem.SERVER_NOT_SUPPORTED: N_(
        "this is {product}, which is not supported; Miniflux, FreshRSS and other servers with the Google Reader API are"
    ),
    Problem.SERVER_API_OFF: N_(
        "this is FreshRSS, but its API is switched off; an administrator switches it on under Settings > "
        "Authentication > Allow API access"
    ),
    Problem.SERVER_PLAIN_HTTP: N_(
        "{host} does not answer by https; if you want to send the password unencrypted, write http:// before the "
        "address"
    ),
    # -- feeds
    Problem.WEB_PAGE: N_("this is a web page, not a feed"),
    Problem.NOT_A_FEED: N_("this is not a feed"),
    Problem.XML_NOT_FEED: N_("this is XML, but not a feed"),
    Problem.JSON_NOT_FEED: N_("this is JSON, but not a feed"),
    Problem.OPML_NOT_FEED: N_("this is a list of subscriptions (OPML), not a feed; import it with `broadsheet import`"),
    Problem.FEED_CUT_OFF: N_("the feed was cut off before its first entry"),
    Problem.FEED_INCOMPLETE: _incomplete_message,
    Problem.REDIRECTS_TO_OTHER_FEED: N_(
        "it redirects to {url}, which is another feed of yours; if it has moved there, remove this subscription"
    ),
    Problem.EARLIER_FAILURE: N_("the last check failed; the next one will show why"),
    Problem.PARSER_TIMEOUT: N_("parsing it took too long"),
    Problem.PARSER_STOPPED: N_("the parser stopped before it was done"),
    Problem.PARSER_OUT_OF_MEMORY: N_("parsing it needs too much memory"),
    Problem.PARSER_CRASHED: N_("parsing it failed because of a bug in Broadsheet; the log has the details"),
    Problem.NOT_SUBSCRIBED: N_("{url} is not subscribed"),
    Problem.REFRESH_UNDER_WAY: N_("waiting for another refresh or import of these feeds to finish"),
    Problem.DATA_FOLDER_READ_ONLY: N_(
        "{path} cannot be written; make it writable or choose another folder with --data-dir"
    ),
    Problem.WORKER_RESTARTED: N_("the background process that polls feeds stopped and is being restarted"),
    Problem.WORKER_KEEPS_FAILING: N_(
        "the background process that polls feeds keeps failing; it will be restarted in a minute"
    ),
    # -- local feeds
    Problem.LOCAL_FEED_PAUSED: N_("it is paused, so its file or program is not read"),
    Problem.ACCOUNT_FEED_FAILED: N_("the account’s server can’t load it: {reason}"),
    Problem.BUILT_IN_FEED_MISSING: N_("the built-in feed is missing from this installation"),
    Problem.FEED_FILE_ADDRESS: N_("this address does not name a file"),
    Problem.FEED_FILE_NOT_REGULAR: N_("this is not a regular file"),
    Problem.FEED_FILE_UNREADABLE: _with_system_reason(N_("the file cannot be read: {reason}")),
    Problem.FEED_FILE_TIMEOUT: N_("the file could not be read within {seconds:g} s"),
    Problem.FEED_FILE_TOO_LARGE: _with_size(N_("the file is larger than {size}")),
    Problem.FEED_FILE_EMPTY: N_("the file is empty"),
    Problem.PROGRAMS_NOT_ALLOWED: N_("programs are switched off; allow_programs = true in config.toml allows them"),
    Problem.PROGRAM_NOT_GIVEN: N_("feeds.toml gives no command for it"),
    Problem.PROGRAM_NOT_FOUND: N_("there is no program {program}"),
    Problem.PROGRAM_NAME_INVALID: N_("the program cannot be run: its name is invalid"),
    Problem.PROGRAM_CANNOT_RUN: _with_system_reason(N_("the program cannot be run: {reason}")),
    Problem.PROGRAM_TIMEOUT: N_("the program was stopped after {seconds:g} s"),
    Problem.PROGRAM_OUTPUT_TOO_LARGE: _with_size(N_("the program printed more than {size}")),
    Problem.PROGRAM_PRINTED_NOTHING: N_("the program printed nothing"),
    Problem.PROGRAM_FAILED: _program_failed_message,
    Problem.PROGRAM_KILLED: N_("the program was ended by {signal}"),
    # -- finding feeds
    Problem.ADDRESS_FAILED: _address_message,
    Problem.NO_FEED_FOUND: N_("no feed was found there; if the page links to one (RSS or Atom), give its address"),
    Problem.NO_FEED_FOUND_NEARBY: N_("{cause}, and no feed was found nearby"),
    Problem.LINKED_FEEDS_UNREADABLE: _linked_feeds_message,
    Problem.SEARCH_TIMEOUT: N_("the search took too long; give the address of the feed itself"),
    Problem.SEARCH_FORGOTTEN: N_("this search result is out of date; please search again"),
    # -- pages
    Problem.NO_PAGE: N_("this entry has no page of its own"),
    Problem.PAGE_EMPTY: N_("the page is empty"),
    Problem.PAGE_WITHOUT_ARTICLE: N_("there is no article on this page"),
    Problem.PAGE_NEEDS_SCRIPT: N_("this page loads its text with a script"),
    Problem.PAGE_TOO_LARGE: N_("this page is too large, and no article was found in its first part"),
    Problem.PAGE_OF_OTHER: N_("the site returned another page, such as its front page or a login"),
    Problem.PAGE_IS_FEED: N_("this is a feed, not a web page"),
    Problem.PAGE_IS_PDF: N_("this is a PDF file, not a web page"),
    Problem.PAGE_IS_PICTURE: N_("this is a picture, not a web page"),
    Problem.PAGE_IS_ARCHIVE: N_("this is an archive, not a web page"),
    Problem.PAGE_IS_COMPRESSED: N_("this is compressed data, not a web page"),
    Problem.PAGE_HAS_OTHER_TYPE: N_("this is a file of type {type}, not a web page"),
    Problem.COMMENTS_UNREADABLE: N_("the server’s answer is not a list of comments"),
    Problem.COMMENTS_WEB_PAGE: N_("the server sent a web page instead of the comments"),
    Problem.NO_CONVERSATION: N_("neither the feed nor the page of this article names a discussion"),
    Problem.PICTURE_FORMAT: N_("this kind of picture cannot be shown"),
    Problem.PICTURE_BROKEN: N_("the picture is damaged"),
    Problem.PICTURE_TOO_LARGE: N_("the picture is too large"),
    Problem.PICTURE_TOO_SMALL: N_("the picture is only a dot or a line"),
    Problem.PICTURE_TOO_COSTLY: N_("the picture takes too much time or memory to decode"),
    Problem.PICTURE_IS_PAGE: N_("the server sent a page instead of the picture"),
    Problem.PICTURE_IS_DRAWING: N_("drawings in SVG are not shown"),
    Problem.PICTURE_COUNTS_READERS: N_("this picture only counts readers"),
    Problem.PICTURE_NOT_STORED: _with_system_reason(N_("the picture cannot be stored: {reason}")),
    # -- store
    Problem.STORE_BUSY: N_("{path} is in use by another program; close it or try again"),
    Problem.STORE_READ_ONLY: N_("{path} cannot be written; make it writable or choose another folder with --data-dir"),
    Problem.STORE_NOT_OPENED: N_("{path} cannot be opened; check the permissions of its folder"),
    Problem.STORE_DISK_FULL: N_("no space left on the disk of {path}; free some space and try again"),
    Problem.STORE_DISK_ERROR: N_("{path} cannot be read or written; the disk reports an error"),
    Problem.STORE_DAMAGED: N_("{path} is damaged; `broadsheet doctor` says how to repair it"),
    Problem.NOT_A_STORE: N_("{path} is not a Broadsheet database"),
    Problem.STORE_OUTDATED: N_(
        "{path} was written by an earlier version and must be updated first; make its folder writable"
    ),
    Problem.STORE_TOO_NEW: N_(
        "{path} was written by a later version of Broadsheet (format {version}, this version knows {newest}); "
        "update Broadsheet or choose another folder with --data-dir"
    ),
    Problem.STORE_REPLACED: _documented(
        N_("the database was damaged and moved to {path}; a new one was created"),
        _store_replaced_message,
    ),
    Problem.OPENED_READ_ONLY: N_("{cause}; until then, it is open for reading only"),
    Problem.NOT_NEWSBOAT_CACHE: N_("{path} is not a newsboat cache"),
    Problem.NEWSBOAT_CACHE_DAMAGED: N_("{path} is not a newsboat cache, or it is damaged"),
    # -- files
    Problem.FILE_UNREADABLE: _with_system_reason(N_("cannot be read: {reason}")),
    Problem.FEEDS_FILE_GONE: N_("the file is gone; its feeds stay until there is one again"),
    Problem.FILE_NOT_UTF8: N_("cannot be read: it is not UTF-8 text"),
    Problem.FILE_UNWRITABLE: _with_system_reason(N_("cannot be written, so nothing was changed: {reason}")),
    Problem.FILE_UNREMOVABLE: _with_system_reason(N_("cannot be removed: {reason}")),
    Problem.NOT_A_FILE_NAME: N_("not the name of a file"),
    Problem.FILE_READ_ONLY: N_("is read-only, so nothing was changed"),
    Problem.FILE_KEEPS_CHANGING: N_("another program keeps changing it; try again"),
    Problem.TOML_SYNTAX: N_("not valid TOML: {detail}"),
    Problem.TOML_LONG_NUMBER: N_("cannot be read: a number has too many digits"),
    Problem.TOML_TOO_DEEP: N_("cannot be read: it is nested too deeply"),
    # -- values in the user's files
    Problem.UNKNOWN_SETTING: N_("unknown setting; the settings are: {names}"),
    Problem.NOT_A_STRING: N_("must be a string in quotes"),
    Problem.NOT_A_BOOLEAN: N_("must be true or false"),
    Problem.NOT_A_WHOLE_NUMBER: N_("must be a whole number"),
    Problem.NOT_STRINGS: N_("must be a list of strings"),
    Problem.EMPTY_VALUE: N_("must not be empty"),
    Problem.NOT_A_CHOICE: N_("must be one of {choices}"),
    Problem.NOT_A_COLUMN: N_("“{name}” is repeated or is no column; there are {choices}"),
    Problem.NO_TITLE_COLUMN: N_("must have a column for the title"),
    Problem.NOT_LETTERS: N_("must be at least four letters or digits, each one only once"),
    Problem.OUT_OF_RANGE: N_("must be between {lowest} and {highest}"),
    Problem.NOT_A_TIME_OF_READING: N_('must be "open", "end", "never", or a time from "1s" to "10m"'),
    Problem.NOT_A_DURATION: N_('must be a time between {lowest} and {highest}, such as "2d"'),
    Problem.NOT_A_SYNC_INTERVAL: N_('must be a time between {lowest} and {highest}, such as "5m"'),
    Problem.NOT_A_PROXY: N_(
        'must be the address of a proxy, such as "http://proxy.example:3128" or "socks5h://127.0.0.1:9050"'
    ),
    Problem.REQUESTS_BLOCKED: N_("no request is sent until this mistake is corrected: {cause}"),
    Problem.KEY_MISSING: N_("this key is missing"),
    Problem.NAME_TAKEN: N_("another one has this name already"),
    Problem.UNKNOWN_PLACEHOLDER: N_(
        "{{{name}}} stands for nothing here; the placeholders are {names}, and {{{{ stands for a brace"
    ),
    Problem.PLACEHOLDER_NOT_ALONE: N_("{{{name}}} stands for several values, so it must be an argument of its own"),
    # -- keys
    Problem.UNKNOWN_KEY: N_("there is no such key; write it like g, G, ?, Ctrl+F, Enter or F5, or several: g g"),
    Problem.UNKNOWN_COMMAND: _command_unknown,
    Problem.ARGUMENT_MISSING: _argument_missing,
    Problem.ARGUMENT_UNEXPECTED: N_("{command} takes nothing after it"),
    Problem.NAME_UNKNOWN: _name_unknown,
    Problem.NAME_AMBIGUOUS: N_("{name} can be any of: {fits}"),
    Problem.NOT_AN_AGE: N_("must be an age such as 12h, 2d or 1w"),
    Problem.COMMAND_ELSEWHERE: N_("the command {command} belongs in the table [{table}]"),
    Problem.DIFFERENT_PLACES: N_("these commands work in different places, so one key cannot run them all"),
    Problem.UNKNOWN_KEY_TABLE: N_("unknown table; the tables are: {names}"),
    Problem.KEY_BOUND_TWICE: N_("this key is set twice, here and as {other}"),
    Problem.KEY_UNREACHABLE: N_("these keys can never be reached, because {by} already runs a command"),
    Problem.KEY_TAKEN: N_("this key always runs {command}, which comes before any other"),
    Problem.KEY_NOT_SENT: N_("most terminals send {sent} for this key"),
    # -- themes
    Problem.THEME_WITHOUT_NAME: N_("a theme needs a name, a string in quotes"),
    Problem.UNKNOWN_THEME_KEY: N_("unknown key; the keys are: {names}"),
    Problem.THEME_WITHOUT_COLORS: N_("a theme needs a table [colors] with {names}"),
    Problem.UNKNOWN_COLOR: N_("unknown colour; the colours are: {names}"),
    Problem.COLOR_MISSING: N_("this colour is missing"),
    Problem.NOT_A_COLOR: N_('must be a colour, such as "#a3211b"'),
    # -- subscriptions
    Problem.NOT_A_FEED_ADDRESS: N_("must be an address that begins with https:// or http://"),
    Problem.NOT_A_FILE_ADDRESS: N_("must be the path of a file, such as file:///srv/feed.xml or file:~/feed.xml"),
    Problem.NOT_ADDRESSES: N_("must be a list of addresses"),
    Problem.NOT_FOLDERS: N_("must be a list of folders"),
    Problem.FOLDER_TOO_DEEP: N_("a folder can be at most {most} levels deep"),
    Problem.NOT_TAGS: N_('must be a list of tags, such as ["de", "daily"]'),
    Problem.NOT_HEADERS: N_('must be names with values, such as { "X-Key" = "secret" }'),
    Problem.HEADERS_NOT_TOML: N_('write it as in feeds.toml: X-Key = "secret"'),
    Problem.BAD_HEADER_NAME: N_("“{name}” cannot be the name of a header"),
    Problem.RESERVED_HEADER: N_("{name} is set by Broadsheet and cannot be chosen here"),
    Problem.NOT_A_HEADER_VALUE: N_("must be plain ASCII in one line"),
    Problem.NOT_A_FINGERPRINT: N_("must be the SHA-256 fingerprint of a certificate: 64 hexadecimal digits"),
    Problem.NOT_A_COMMAND: N_('must be a list of strings, the program first, such as ["weather", "Berlin"]'),
    Problem.COMMAND_WITHOUT_PROGRAM: N_("must begin with the name of a program"),
    Problem.SUBSCRIPTION_WITHOUT_ADDRESS: N_("this subscription has no address and is left out"),
    Problem.SEARCH_WITHOUT_TITLE: N_("this saved search has no title and is left out"),
    Problem.UNKNOWN_SUBSCRIPTION_KEY: N_("unknown key; a subscription has: {names}"),
    Problem.UNKNOWN_SEARCH_KEY: N_("unknown key; a saved search has: {names}"),
    Problem.DUPLICATE_SUBSCRIPTION: _duplicate_subscription,
    Problem.SUBSCRIBED_ALREADY: N_("you subscribe to this address already"),
    Problem.DUPLICATE_SEARCH: N_("you have a saved search with this title already; this one is left out"),
    Problem.SEARCH_TITLE_TAKEN: N_("you have a saved search with this title already"),
    Problem.STRAY_KEY: N_("does not belong here; a subscription begins with [[feeds]]"),
    Problem.SINGLE_BRACKETS: N_("write [[{name}]] with two brackets on each side"),
    Problem.NOT_TABLES: N_("must be tables that begin with [[{name}]]"),
    Problem.BAD_TABLE_HEADER: N_("must be [[{name}]]"),
    Problem.FIX_FILE_FIRST: N_("fix this mistake first: {cause}"),
    Problem.UNEDITABLE_FORM: N_("cannot be changed from here without losing something; change it in an editor"),
    Problem.CHANGED_SINCE: N_("{name} was changed since, so nothing is undone"),
    Problem.UNDO_OF_MERGED_FEEDS: N_("nothing is undone: the new address had articles, and both were merged"),
    Problem.UNDO_ENDS_AT_IMPORT: N_("nothing is undone: an import of articles can’t be taken back"),
    Problem.UNDO_OF_DAMAGED_STEP: N_("nothing is undone: the record of the last step is damaged and was removed"),
    Problem.UNDO_OF_NOTHING: N_("nothing is left to undo: these articles were changed again since"),
    Problem.NOT_AN_ADDRESS: N_("not an address; type one such as www.example.org"),
    Problem.ADDRESS_OF_THIS_MACHINE: N_("files and programs of this machine can only be subscribed to in feeds.toml"),
    # -- accounts
    Problem.STRAY_KEY_OF_ACCOUNTS: N_("does not belong here; an account begins with [[accounts]]"),
    Problem.UNKNOWN_ACCOUNT_KEY: N_("unknown key; an account has: {names}"),
    Problem.ACCOUNT_KEY_MISSING: N_("the account needs {names}, and is left out until then"),
    Problem.ACCOUNT_NAME_INVALID: N_(
        'must be a name of at most {most} characters, without "/" and no dot at its start'
    ),
    Problem.ACCOUNT_NAME_TAKEN: N_("another account has this name already; this one is left out"),
    Problem.ACCOUNT_UNKNOWN: N_("there is no account {name}; `broadsheet account list` shows them"),
    Problem.NOT_A_SERVER_ADDRESS: N_(
        'must be the web address of a server, such as "https://news.example.org", without "?" or "#"'
    ),
    Problem.SECRET_IN_ADDRESS: N_(
        "must be without user name and password: the name belongs in user, the password outside of this file"
    ),
    Problem.SECRET_IN_FILE: N_(
        "a password must not be in this file; remove it here and run `broadsheet account edit` to store it safely"
    ),
    Problem.SECRET_PLACES_DIFFER: N_("has password_command, so secret must be missing here"),
    Problem.SECRET_COMMAND_MISSING: N_("needs password_command, the program that prints the password"),
    Problem.SECRET_NOT_GIVEN: N_(
        "no password or token came from stdin, and there is no terminal to ask on; pipe it in or use --password-command"
    ),
    Problem.SECRET_MISSING: N_(
        "no password or token is stored for {name}; `broadsheet account edit` asks for it and stores it"
    ),
    Problem.SECRET_UNUSABLE: N_("a password or token must be one line of at most 1,000 characters, and not empty"),
    Problem.SECRET_NOT_PRIVATE: N_("others can read it, so it is not used; `{command}` changes that"),
    Problem.KEYRING_NOT_INSTALLED: N_(
        "the library keyring is not installed; `pipx inject broadsheet keyring` adds it, or store the password"
        " elsewhere"
    ),
    Problem.KEYRING_NOT_FOUND: N_("no keyring of the system was found; keep the password in a file, or use a program"),
    Problem.KEYRING_LOCKED: N_("the keyring is locked; unlock it, or keep the password in a file"),
    Problem.KEYRING_TIMEOUT: N_(
        "the keyring did not answer within {seconds} seconds; unlock it, or keep the password in a file"
    ),
    Problem.KEYRING_FAILED: N_("the keyring refused; unlock it, or keep the password in a file"),
    # -- edits of accounts' subscriptions
    Problem.ACCOUNT_FEED_FIELD: N_("{name} cannot be set: {account} refreshes this feed"),
    Problem.ACCOUNT_FEED_UNTITLED: N_("the feeds of {account} need a title"),
    Problem.ACCOUNT_FOLDER_FIXED: N_("this is the account {account} itself, which cannot be renamed or moved"),
    Problem.ACCOUNT_ORDER_FIXED: N_("{account} keeps no order of feeds; sort the tree by title instead"),
    Problem.FEED_IS_LOCAL: N_(
        "this feed is refreshed here; to have it in {account}, add it there and unsubscribe here"
    ),
    Problem.UNDO_OF_CHANGED_FEED: N_("nothing is undone: the feed was changed since"),
    Problem.FEED_IS_ACCOUNTS: N_(
        "this feed belongs to {account}, so it stays in folders below {folder}; to have it elsewhere, add it there,"
        " then unsubscribe"
    ),
    # -- import
    Problem.NOT_A_LOCAL_FEED: N_("not a program or a file that can be a feed"),
    Problem.DUPLICATE_SEARCH_IN_LIST: N_("the list has a saved search with this title already"),
    Problem.PAUSED_PROGRAM: N_("paused, because it runs a program: {command}; check that you trust it"),
    Problem.PAUSED_FILE: N_("paused, because it reads a file of this machine; check that you trust it"),
    Problem.PAUSED_FILTER: N_("paused, because it needs a filter, which Broadsheet does not run: {command}"),
    Problem.OPTIONS_NOT_IMPORTED: N_("imported without {names}"),
    Problem.OPTION_NOT_IMPORTED: N_("imported without {name}: {cause}"),
    Problem.NOT_JSON: N_("not valid JSON"),
    Problem.LIST_MISSING: N_("there is no list of subscriptions in this folder"),
    Problem.LIST_UNKNOWN: N_("not a list of subscriptions that Broadsheet knows: OPML, newsboat or newsraft"),
    Problem.LIST_TOO_LARGE: N_("larger than {megabytes} MB, which is too large for a list of subscriptions"),
    Problem.NOT_OPML: N_("not an OPML document"),
    Problem.OPML_BROKEN: N_("not an OPML document; line {line}: {detail}"),
    Problem.OPML_CUT_OFF: N_("the file cannot be read beyond line {line}: {detail}"),
    Problem.OPML_OUTLINE_BROKEN: N_("this outline is damaged"),
    Problem.OPML_ENTITIES: N_("this OPML document declares its own entities, which is not safe to read"),
    Problem.OPML_WITHOUT_ADDRESS: N_("has no feed address (xmlUrl)"),
    Problem.OPML_INCLUDE: N_("refers to a list in another file, which is not read"),
    Problem.FRESHRSS_DYNAMIC_LIST: N_("FreshRSS fills this folder from another list; only its feeds of today are"),
    Problem.FRESHRSS_SCRAPED: N_("not a feed: FreshRSS makes it from a web page ({kind})"),
    Problem.LABEL_EMPTY: N_("a label needs at least one character"),
    Problem.LABEL_UNPRINTABLE: N_("a label can’t contain control characters"),
    Problem.LABEL_WITH_COMMA: N_("a label can’t contain a comma, which separates several labels"),
    Problem.LABEL_TOO_LONG: N_("a label can have at most {most} characters"),
    Problem.QUERY_TOO_LONG: N_("the query is longer than {limit} characters"),
    Problem.QUERY_TOO_MANY_PARTS: N_("the query has more than {limit} conditions"),
    Problem.QUERY_TOO_DEEP: N_("more than {limit} parentheses inside each other"),
    Problem.QUERY_NO_WORD: N_("a word with a letter or a digit is needed here"),
    Problem.QUERY_PART_MISSING: N_("a word, a phrase in quotes or a field is missing here"),
    Problem.QUERY_PARENTHESIS_OPEN: N_("this parenthesis is never closed"),
    Problem.QUERY_PARENTHESIS_UNEXPECTED: N_("no parenthesis is open here; put it in quotes to search for it"),
    Problem.QUERY_QUOTE_OPEN: N_("this quotation mark has no second one"),
    Problem.QUERY_FIELD_UNKNOWN: N_(
        "there is no field “{field}:”; what fits: {fits}; put it in quotes to search for the word"
    ),
    Problem.QUERY_VALUE_MISSING: N_("a value is missing after “{field}:”"),
    Problem.QUERY_VALUE_UNKNOWN: N_("“{field}:{value}” does not exist; what fits: {fits}"),
    Problem.QUERY_STAR_UNEXPECTED: N_("a star does not fit after “{field}:”"),
    Problem.QUERY_DATE_INVALID: N_(
        "“{value}” is not a date; what fits: 2026-11-01, 2026-11, 2026, today, yesterday, or 2026-11-01..2026-11-07"
    ),
    Problem.QUERY_TIME_INVALID: N_("“{value}” is not a length of time; what fits: 30m, 12h, 2d, 1w"),
    Problem.QUERY_NUMBER_INVALID: N_("“{value}” is not a number; what fits: {field}:500, >500, <500 or 200..500"),
    Problem.QUERY_STORY_INVALID: N_("“{value}” is not the number of a story; what fits: story:9, or story:* for any"),
    Problem.QUERY_RANGE_BACKWARDS: N_("“{value}” ends before it begins"),
    Problem.QUERY_SORT_PLACE: N_("“sort:” can be used once, outside of parentheses and without a minus"),
    Problem.QUERY_PATTERN_OPEN: N_("a second / is missing at the end of the regular expression"),
    Problem.QUERY_PATTERN_CONTINUES: N_(
        r"the regular expression ends before this; put a space here, or write \/ for a slash in it"
    ),
    Problem.QUERY_PATTERN_INVALID: N_("the regular expression is invalid here: {cause}"),
    Problem.QUERY_MISTAKE: N_("the query, character {place}: {cause}"),
    Problem.PATTERN_TOO_LARGE: N_("it is too large"),
    Problem.PATTERN_UNSUPPORTED: N_("“{what}” is not supported"),
    Problem.PATTERN_NOTHING_TO_REPEAT: N_("there is nothing to repeat before it"),
    Problem.PATTERN_COUNTS_BACKWARDS: N_("the second number must not be the smaller one"),
    Problem.PATTERN_RANGE_BACKWARDS: N_("this range does not go from a lower to a higher letter"),
    Problem.PATTERN_BACKSLASH_LAST: N_("a letter is missing after the backslash"),
    Problem.PATTERN_BRACKET_OPEN: N_("this bracket is never closed"),
    Problem.PATTERN_PARENTHESIS_OPEN: N_("this parenthesis is never closed"),
    Problem.PATTERN_PARENTHESIS_UNEXPECTED: N_("no parenthesis is open here"),
    Problem.QUERY_UNREADABLE: N_("its filter cannot be understood"),
    Problem.QUERY_NESTED: N_("its filter is nested, which a saved search does not support"),
    Problem.QUERY_AND_WITH_OR: N_("its filter combines “and” with “or”, which a saved search does not support"),
    Problem.QUERY_MIXED_OR: N_("its filter has “or” between two attributes, which a saved search does not support"),
    Problem.QUERY_UNSUPPORTED: N_("its filter uses “{attribute} {operator}”, which a saved search does not support"),
    Problem.QUERY_READ: N_("its filter selects read articles, which a saved search does not support"),
    Problem.QUERY_PATTERN: N_("its filter has a pattern; a saved search supports only words"),
    Problem.QUERY_AGE: N_("its filter uses “age” in a way that a saved search does not support"),
    Problem.NOT_MINUTES: N_("must be a number of minutes"),
    Problem.NOT_DAYS: N_("must be a number of days"),
    Problem.BROWSER_NEEDS_SHELL: N_("needs a shell, which Broadsheet does not start; set `browser` in config.toml"),
    Problem.NOT_A_PLAIN_PROXY: N_("must be the address of a proxy without a password"),
    Problem.PROXY_NOT_USABLE: N_("this proxy is switched off, uses neither HTTP nor SOCKS 5, or needs a password"),
    Problem.NEWSBOAT_INCLUDE: N_("includes another file, which is not read"),
    Problem.NEWSBOAT_KEYS: N_("keys are not imported; `broadsheet keys` lists those of Broadsheet"),
    Problem.NEWSBOAT_PASSWORD: N_("passwords are not imported"),
    Problem.NEWSBOAT_USER_AGENT: N_("set `user_agent` for each feed in feeds.toml instead"),
    Problem.NEWSBOAT_MAX_ITEMS: N_("not supported: Broadsheet keeps articles whatever their number"),
    Problem.NEWSBOAT_AUTO_RELOAD: N_("not needed: Broadsheet refreshes feeds when they are due while it is open"),
    Problem.NEWSBOAT_SERVICE: N_("online services are not supported yet"),
    Problem.NEWSBOAT_SETTING: N_("Broadsheet has no such setting"),
}


def problem_message(details: ProblemDetails) -> str:
    """The problem in words, without capital and period."""
    found = _MESSAGES[details.code]
    try:
        if callable(found):
            return found(details)
        return _(found).format(**{name: _shown(value) for name, value in details.arguments})
    except (KeyError, AssertionError, ValueError, OverflowError):  # not the arguments of this problem: a damaged cell
        return _("{code}, without details").format(code=str(details.code))


def _shown(value: Argument) -> str | int | float:
    return problem_message(value) if isinstance(value, ProblemDetails) else value


def error_message(error: BroadsheetError, *, full_path: bool = True) -> str:
    """An error in words, without capital and period; a mistake in a file with its place.

    ``full_path``: name the file with its folder, as on the command line, or by its name only, as on the screen.
    """
    words = problem_message(error.details)
    if not isinstance(error, ConfigError):
        return words
    return f"{config_place(error, full_path=full_path)}: {words}"


def config_place(error: ConfigError, *, full_path: bool = True) -> str:
    """Where in a file a mistake is: ``feeds.toml, line 4: url``."""
    return _place(printable(str(error.path) if full_path else error.path.name), error.line, error.key)


def _place(file: str, line: object, key: object) -> str:
    place = file if line is None else _("{file}, line {line}").format(file=file, line=line)
    return f"{place}: {key}" if key else place
