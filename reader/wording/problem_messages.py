"""A sentence for each problem code, in the user's language. Only the faces call this.

Each message says what happened and, where the user can do something, what to do. It begins with a lower-case letter
and has no final period, so that it fits after "heise online: "; :func:`reader.text.sentence` makes it a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.errors import BroadsheetError, ConfigError
from reader.problems import Argument, Problem, ProblemDetails
from reader.wording.catalogue import N_, _

# A template whose {names} are arguments, or a function where that is not enough.
_MESSAGES: Mapping[Problem, str | Callable[[ProblemDetails], str]] = {
    # -- any
    Problem.UNEXPECTED: N_("something unexpected went wrong; the log has the details"),
    Problem.UNKNOWN: N_("a newer version of Broadsheet reported: {code}"),
    Problem.SENTENCE: "{words}",
    # -- command line
    Problem.HOME_UNKNOWN: N_("~ stands for a home folder that does not exist; give the whole path"),
    Problem.NOT_A_WEB_ADDRESS: N_("{url} is not a web address; it must begin with https:// or http://"),
    Problem.INPUT_TOO_LARGE: N_("more than {megabytes} MB, which is too large"),
    Problem.STDIN_CLOSED: N_("there is no stdin to read from"),
    Problem.RANK_NEEDS_QUERY: N_(
        "--sort rank needs words to search for, such as `broadsheet list glacier --sort rank`"
    ),
    Problem.NO_CHANGE_GIVEN: N_("name a change, such as --folder World; see `broadsheet edit --help`"),
    Problem.ALREADY_SUBSCRIBED: N_("{url} is already subscribed"),
    Problem.TITLE_AMBIGUOUS: N_("{feeds} feeds are called {title}; use the address of one"),
    Problem.OPTION_INVALID: N_("{option} {reason}"),
    Problem.NO_FILE_GIVEN: N_("name a file, such as `broadsheet import feeds.opml`; see `broadsheet import --help`"),
    Problem.NO_DEFAULT_LIST: N_(
        "found no list of {reader} in its usual place; name the file, as in `broadsheet import feeds.opml`"
    ),
    # -- pages
    Problem.PAGE_EMPTY: N_("the page is empty"),
    Problem.PAGE_WITHOUT_ARTICLE: N_("this page has no article, or loads it with a script"),
    Problem.PAGE_IS_FEED: N_("this is a feed, not a web page"),
    Problem.PAGE_IS_PDF: N_("this is a PDF file, not a web page"),
    Problem.PAGE_IS_PICTURE: N_("this is a picture, not a web page"),
    Problem.PAGE_IS_ARCHIVE: N_("this is an archive, not a web page"),
    Problem.PAGE_IS_COMPRESSED: N_("this is compressed data, not a web page"),
    Problem.PAGE_HAS_OTHER_TYPE: N_("this is a file of type {type}, not a web page"),
}


def problem_message(details: ProblemDetails) -> str:
    """The problem in words, without capital and period."""
    found = _MESSAGES[details.code]
    if callable(found):
        return found(details)
    return _(found).format(**{name: _in_words(value) for name, value in details.arguments})


def _in_words(value: Argument) -> str:
    return problem_message(value) if isinstance(value, ProblemDetails) else str(value)


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
    file = str(error.path) if full_path else error.path.name
    place = file if error.line is None else _("{file}, line {line}").format(file=file, line=error.line)
    return f"{place}: {error.key}" if error.key else place
