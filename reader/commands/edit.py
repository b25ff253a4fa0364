"""``edit``: changes the values of a subscription in ``feeds.toml``."""

from __future__ import annotations

import argparse
from typing import Any

from reader.commands import Exit
from reader.commands.console import Form, complain, print_value, say
from reader.commands.formats import shown_url
from reader.commands.json_output import feed_object
from reader.commands.open_folders import feed_named, not_subscribed, opened
from reader.errors import InvalidValue, UsageError
from reader.library.edits import ChangeFeed
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.subscriptions import field_values as values
from reader.wording.catalogue import _

_SWITCHES = ("paused", "hidden", "full_text", "updated_unread")
_OPTIONS = {  # option: field of a subscription, and the check of its value
    "title": ("title", values.title),
    "folder": ("folder", values.folder),
    "tag": ("tags", values.tags),
    "new_url": ("url", values.typed_address),
    "interval": ("interval", values.interval),
    "keep": ("keep", values.keep),
    "user_agent": ("user_agent", values.user_agent),
    "mark_read": ("mark_read", values.mark_read),
}
_NONE_IF_EMPTY = ("interval", "keep", "mark_read")


def edit(paths: Paths, options: argparse.Namespace) -> int:
    """Changes what the options name; the rest of the file, its comments and its order stay."""
    changes = _changes(options)
    if not changes:
        raise UsageError(problem(Problem.NO_CHANGE_GIVEN))
    with opened(paths) as library:
        url = feed_named(library, options.url)
        if url is None:
            complain(not_subscribed(options.url))
            return Exit.PARTLY
        new = changes.get("url", url)
        if new != url and new in [one.url for one in library.subscriptions.all]:
            raise UsageError(problem(Problem.ALREADY_SUBSCRIBED, url=shown_url(new)))
        changed = library.subscriptions.edit(ChangeFeed(url, changes)).result()
        library.feeds.reload()
        feed = next((feed for feed in library.feeds.by_id.values() if feed.url == new), None)
        if options.form is not Form.TEXT and feed:
            print_value(feed_object(feed), options.form)
        elif options.form is Form.TEXT:
            message = _("Changed {feed}.") if changed else _("Nothing to change in {feed}.")
            say(message.format(feed=feed.title if feed else shown_url(new)))
    return Exit.DONE


def _changes(options: argparse.Namespace) -> dict[str, Any]:
    """The fields of a subscription that the options name; an empty text removes a value."""
    given = {name: getattr(options, name) for name in _SWITCHES if getattr(options, name) is not None}
    for option, (name, check) in _OPTIONS.items():
        value = getattr(options, option)
        if value is not None:
            given[name] = None if value == "" and option in _NONE_IF_EMPTY else _checked(option, value, check)
    return given


def _checked(option: str, value: Any, check: Any) -> Any:
    try:
        return check(value)
    except InvalidValue as error:
        name = "--" + option.removeprefix("new_").replace("_", "-")
        raise UsageError(problem(Problem.ARGUMENT_INVALID, argument=name, cause=error.details)) from None
