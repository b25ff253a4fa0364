"""Attributes for options that OPML itself does not have, as several readers write them.

``broadsheet:`` is ours, ``frss:`` FreshRSS's (freshrss.github.io/FreshRSS/en/developers/OPML.html), ``miniflux:``
Miniflux's (internal/reader/opml), ``fz:`` Thunderbird's. Values that cannot be understood become remarks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reader.errors import InvalidValue
from reader.model import Subscription
from reader.problems import Problem, ProblemDetails, problem
from reader.subscriptions import field_values as values
from reader.text import clean_line

# XML 1.0, section 2.2: characters that a document cannot contain, not even escaped.
# Attribute, writer and reader of an option. Secrets (headers) are never exported.
_Option = tuple[str, Callable[[Any], str], Callable[[str], Any]]


def _yes(text: str) -> bool:
    return text.strip().lower() in ("true", "1", "yes")


def _on(_: bool) -> str:
    return "true"


def _command(text: str) -> tuple[str, ...]:
    try:
        return values.command(json.loads(text))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidValue(problem(Problem.NOT_STRINGS)) from error


OURS: dict[str, _Option] = {
    "full_text": ("broadsheet:fullText", _on, _yes),
    "interval": ("broadsheet:interval", values.interval_in_words, values.interval),
    "paused": ("broadsheet:paused", _on, _yes),
    "hidden": ("broadsheet:hidden", _on, _yes),
    "mark_read": ("broadsheet:markRead", str, values.mark_read),
    "updated_unread": ("broadsheet:updatedUnread", _on, _yes),
    "keep": ("broadsheet:keep", values.interval_in_words, values.keep),
    "user_agent": ("broadsheet:userAgent", str, values.user_agent),
    "certificate": ("broadsheet:certificate", str, values.certificate),
    "max_megabytes": ("broadsheet:maxMegabytes", str, values.max_megabytes),
    "command": ("broadsheet:command", lambda command: json.dumps(command[:1], ensure_ascii=False), _command),
}
OWN_TITLE = "broadsheet:title"  # the user's title as plain text, where reading it as HTML would change it
PUBLISHED_TITLE = "broadsheet:publishedTitle"  # the title is the feed's own, not one that the user chose
_READ: dict[str, tuple[str, Callable[[str], Any]]] = {
    **{attribute.lower(): (field, read) for field, (attribute, _, read) in OURS.items()},
    "frss:cssfullcontent": ("full_text", bool),
    "frss:priority": ("hidden", lambda text: text in ("feed", "hidden", "archived")),
    "frss:curlopt_useragent": ("user_agent", values.user_agent),
    "miniflux:crawler": ("full_text", _yes),
    "miniflux:disabled": ("paused", _yes),
    "miniflux:hideglobally": ("hidden", _yes),
    "miniflux:useragent": ("user_agent", values.user_agent),
}
_FOREIGN = ("frss:", "miniflux:")
_FEED_TYPES = frozenset({"", "rss", "rss1", "rss2", "atom", "rdf", "feed", "link", "jsonfeed", "json", "xml"})
_THUNDERBIRD_MINUTES = 100  # its default


def scraped(kind: str) -> ProblemDetails | None:
    """Why an outline of this ``type`` is not a feed although it has an address; None if it is one.

    FreshRSS makes feeds from web pages and gives them types such as ``HTML+XPath`` and ``JSON+DotNotation``.
    """
    if kind.strip().lower() in _FEED_TYPES or "+" not in kind:
        return None
    return problem(Problem.FRESHRSS_SCRAPED, kind=clean_line(kind, 40))


def more_of(attributes: Mapping[str, str]) -> tuple[Subscription, tuple[ProblemDetails, ...]]:
    """The options in these attributes, as a subscription without address, and remarks on those not imported."""
    wanted, lost, remarks = Subscription(""), [], []
    for name, value in attributes.items():
        field, read = _READ.get(name.lower(), ("", str))
        try:
            if field and value.strip():
                wanted = replace(wanted, **{field: read(value)})
            elif name.lower() == "fz:options":
                wanted = replace(wanted, **dict(_thunderbird(value)))
            elif name.lower().startswith(_FOREIGN) and value.strip().lower() not in ("", "false", "0", "main"):
                lost.append(clean_line(name, 40))
        except InvalidValue as error:
            remarks.append(problem(Problem.OPTION_NOT_IMPORTED, name=clean_line(name, 40), cause=error.details))
    unknown = [problem(Problem.OPTIONS_NOT_IMPORTED, names=", ".join(lost))] if lost else []
    return wanted, (*unknown, *remarks)


def _thunderbird(value: str) -> Iterator[tuple[str, Any]]:
    try:
        options = json.loads(value)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidValue(problem(Problem.NOT_JSON)) from error
    updates = options.get("updates") if isinstance(options, dict) else None
    if not isinstance(updates, dict):
        return
    if updates.get("enabled") is False:
        yield "paused", True
    minutes = updates.get("updateMinutes")
    if isinstance(minutes, int) and minutes not in (0, _THUNDERBIRD_MINUTES):
        yield "interval", values.interval(minutes * 60)
