"""``edit``: a subscription's values, changed in ``feeds.toml`` as the reader's dialog changes them."""

from __future__ import annotations

import argparse
from typing import Any

from reader.commands import Exit
from reader.commands.console import Form, complain, print_value, say, shown_url
from reader.commands.json_output import feed_object
from reader.commands.open_folders import known_url, opened
from reader.errors import UsageError
from reader.library.editing import Said
from reader.paths import Paths
from reader.subscriptions import field_values as values

_SWITCHES = ("paused", "hidden", "full_text", "updated_unread")
_CHECKS = {
    "title": values.title,
    "folder": values.folder,
    "tag": values.tags,
    "url": values.address,
    "interval": values.interval,
    "keep": values.keep,
    "user_agent": values.user_agent,
    "mark_read": values.mark_read,
}
_FIELDS = {"tag": "tags", "new_url": "url"}


def edit(paths: Paths, options: argparse.Namespace) -> int:
    """Changes what the options name; comments and order of the file stay, and the history of a moved feed."""
    changes = _changes(options)
    if not changes:
        raise UsageError("say what shall be changed; see `broadsheet edit --help`")
    with opened(paths) as library:
        known = [one.url for one in library.subscriptions.all]
        url = known_url(options.url, known)
        if url is None:
            complain(f"{shown_url(options.url)} is not subscribed: `broadsheet feeds` lists what is")
            return Exit.PARTLY
        new = changes.get("url", url)
        if new != url and new in known:
            raise UsageError(f"{shown_url(new)} is subscribed already")
        done = library.subscriptions.editing.change_feed(url, changes, Said("", ""))
        feed = next((feed for feed in library.feeds.by_id.values() if feed.url == new), None)
        if options.form is not Form.TEXT and feed:
            print_value(feed_object(feed), options.form)
        elif options.form is Form.TEXT:
            say(f"{'Changed' if done else 'Nothing to change in'} {feed.title if feed else shown_url(new)}.")
    return Exit.DONE


def _changes(options: argparse.Namespace) -> dict[str, Any]:
    """The fields of a subscription that the options name; an empty text stands for no value."""
    given = {name: getattr(options, name) for name in _SWITCHES if getattr(options, name) is not None}
    for name, check in _CHECKS.items():
        option = "new_url" if name == "url" else name
        value = getattr(options, option)
        if value is not None:
            given[_FIELDS.get(name, name)] = _checked(option, value, check)
    return given


def _checked(option: str, value: Any, check: Any) -> Any:
    if value == "" and option in ("interval", "keep", "mark_read"):
        return None
    try:
        return check(value)
    except ValueError as error:
        name = option.removeprefix("new_").replace("_", "-")
        raise UsageError(f"--{name} {error}") from None
