"""``add`` and ``remove``: subscribe and unsubscribe."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from shlex import quote
from typing import TYPE_CHECKING

from reader.account import Account
from reader.commands import Exit
from reader.commands.account import account_named, accounts_read
from reader.commands.console import Form, ProgressLine, agrees, ask, can_ask, complain, print_value, print_values, say
from reader.commands.formats import shown_url
from reader.commands.json_output import feed_object
from reader.commands.open_folders import (
    Settings,
    all_subscriptions,
    known_url,
    logged,
    not_subscribed,
    open_or_read,
    opened,
    read_settings,
    subscribed_url,
)
from reader.errors import FetchError
from reader.library.edits import Remove
from reader.library.entry_formats.entry_as_json import Object
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.stream import Kind, Stream
from reader.subscriptions import FEEDS, is_built_in, is_local
from reader.subscriptions import field_values as values
from reader.subscriptions.discovery import input_addresses, input_problem
from reader.subscriptions.edit_feeds import add_subscription, remove_subscription
from reader.wording.catalogue import _, plural
from reader.wording.feed_messages import frequency_message, search_step_message
from reader.wording.problem_messages import error_message, problem_message

if TYPE_CHECKING:
    from reader.refresh.subscribing.find_feeds import SearchProgress
    from reader.refresh.subscribing.subscriber import Added, Choose
    from reader.refresh.worker.protocol import FeedFound

_ATTEMPTS = 3  # at a valid answer


def add(paths: Paths, options: argparse.Namespace) -> int:
    """Finds feeds at an address and subscribes to one; with ``--list``, only shows them."""
    given = options.url.strip()
    mistake = None if is_built_in(given) else input_problem(given)
    if mistake:
        reason = problem_message(mistake)
        complain(_("{url} cannot be added: {reason}").format(url=shown_url(given), reason=reason))
        return Exit.CANNOT
    wanted = Subscription(
        given,
        title=values.title(options.title or ""),
        folder=values.folder(options.folder or ""),
        tags=values.tags(list(options.tag)),
    )
    settings = read_settings(paths)
    account = account_named(accounts_read(paths), options.account) if options.account is not None else None
    known = all_subscriptions(paths, settings)
    subscribed = _already_subscribed(given, known)
    try:
        if options.list:
            _find(paths, settings, wanted, known, lambda found: _print(found, options.form))
            return Exit.DONE
        if subscribed:
            return _print_subscription(paths, subscribed, options.form, new=False)
        if account:
            return _add_at(paths, settings, wanted, known, account, options.form)
        added = _add(paths, settings, wanted, known)
    except FetchError as error:
        _report(shown_url(given), error, listing=options.list)
        return Exit.PARTLY
    if added is None:
        complain(_("nothing was added"))
        return Exit.PARTLY
    url, new = added
    return _print_subscription(paths, url, options.form, new=new)


def _report(url: str, error: FetchError, *, listing: bool) -> None:
    reason = error_message(error)
    complain(f"{url}: {reason}" if listing else _("{url} was not added: {reason}").format(url=url, reason=reason))


def _already_subscribed(given: str, known: Sequence[Subscription]) -> str | None:
    """The subscribed address that the user gave, if it is one."""
    urls = [subscription.url for subscription in known]
    candidates = (known_url(address, urls) for address in (input_addresses(given) or (given,)))
    return next(filter(None, candidates), None)


def _add(
    paths: Paths, settings: Settings, wanted: Subscription, known: Sequence[Subscription]
) -> tuple[str, bool] | None:
    """The address that is subscribed now, and whether it is new; None if the user chose none."""
    if is_built_in(wanted.url):
        return wanted.url, add_subscription(paths.feeds, wanted)
    added = _find(paths, settings, wanted, known, lambda found: _tell_if_repeated(paths, settings, _choose(found)))
    return (added.url, added.new) if added else None


def _add_at(
    paths: Paths, settings: Settings, wanted: Subscription, known: Sequence[Subscription], account: Account, form: Form
) -> int:
    """Finds a feed and subscribes to it at the server of an account."""
    from reader.commands.account import subscribe_at

    chosen: list[FeedFound] = []

    def choose(found: Sequence[FeedFound]) -> None:
        one = _tell_if_repeated(paths, settings, _choose(found))
        chosen.extend([one] if one else [])  # nothing is written here

    _find(paths, settings, wanted, known, choose)
    if not chosen:
        complain(_("nothing was added"))
        return Exit.PARTLY
    found = chosen[0]
    if found.subscribed:
        return _print_subscription(paths, found.subscribed, form, new=False)
    wanted = replace(wanted, url=found.url, title=wanted.title or found.title)
    failure = subscribe_at(paths, account, wanted)
    if failure:
        complain(_("{url}: {reason}").format(url=shown_url(found.url), reason=failure))
    printed = _print_subscription(paths, found.url, form, new=True)
    return Exit.PARTLY if failure else printed


def _find(
    paths: Paths, settings: Settings, wanted: Subscription, known: Sequence[Subscription], choose: Choose
) -> Added | None:
    from reader.refresh.subscribing.subscriber import add_feed

    line = ProgressLine()

    def show(step: SearchProgress) -> None:
        line.show(search_step_message(step.step, host=step.host, count=step.count))

    def on_wait() -> None:
        complain(problem_message(problem(Problem.REFRESH_UNDER_WAY)))

    def chosen(found: Sequence[FeedFound]) -> FeedFound | None:
        line.clear()
        return choose(found)

    try:
        with logged(paths):
            return add_feed(
                paths, settings.config, wanted, subscribed=[one.url for one in known], choose=chosen,
                now=int(time.time()), on_step=show, on_wait=on_wait,
            )  # fmt: skip
    finally:
        line.clear()


def _choose(found: Sequence[FeedFound]) -> FeedFound | None:
    """Asks which of several feeds to take; takes the first, and says so, where stdin is not a terminal."""
    if len(found) == 1:
        return found[0]
    if can_ask():
        return _ask(found)
    first, *others = found
    complain(
        plural("{n} feed found, using {first}; the others are: {others}",
               "{n} feeds found, using {first}; the others are: {others}",
               len(found), first=shown_url(first.url), others=", ".join(shown_url(one.url) for one in others))
    )  # fmt: skip
    return first


def _tell_if_repeated(paths: Paths, settings: Settings, chosen: FeedFound | None) -> FeedFound | None:
    """The choice; says so if a subscribed feed of the same site carries the same articles."""
    if chosen is None or chosen.subscribed or not settings.subscriptions:
        return chosen
    from reader.library.found_feeds import subscribed_beside

    library = open_or_read(paths, settings.config)
    try:
        beside = subscribed_beside(library, chosen).result()
    finally:
        library.close()
    if beside:
        message = _("{title} has the same articles and is subscribed already: {url}")
        complain(message.format(title=beside.title, url=shown_url(beside.url)))
    return chosen


def _ask(found: Sequence[FeedFound]) -> FeedFound | None:
    lines: Iterable[str] = _lines(found)
    for _attempt in range(_ATTEMPTS):
        answer = ask(_("Which feed? 1 to {last}, Enter for 1, q for none:").format(last=len(found)), lines)
        if answer is None or answer.lower() in ("q", "n", "no"):
            return None
        if answer == "":
            return found[0]
        if answer.isascii() and answer.isdecimal() and 1 <= int(answer[:9]) <= len(found):
            return found[int(answer[:9]) - 1]
        lines = ()
    return None


def _print(found: Sequence[FeedFound], form: Form) -> None:
    if form is Form.TEXT:
        for text in _lines(found):
            say(text)
    else:
        from reader.refresh.subscribing.same_articles import best_first

        print_values((feed_found_object(one, better) for one, better in best_first(found)), form)


def _lines(found: Iterable[FeedFound]) -> Iterator[str]:
    """Each feed with its number, what it contains, and its newest headlines."""
    from reader.refresh.subscribing.same_articles import best_first

    for number, (one, better) in enumerate(best_first(found), start=1):
        facts = [one.kind, plural("{n} article", "{n} articles", one.entries)]
        facts += [frequency_message(one.per_week, one.silent_for)]
        facts += [_("comments")] if one.comments else []
        facts += [_("already subscribed")] if one.subscribed else []
        facts += [_("the same articles")] if better else []
        yield f"{number:2}  {one.title} ({', '.join(filter(None, facts))})"
        yield f"    {shown_url(one.url)}"
        yield from () if better else (f"      {title}" for title in one.newest)


def feed_found_object(found: FeedFound, better: FeedFound | None = None) -> Object:
    """A feed that a search has found. ``better``: another one with the same articles."""
    return {
        "url": shown_url(found.url),
        "title": found.title,
        "kind": found.kind,
        "entries": found.entries,
        "often": frequency_message(found.per_week, found.silent_for) or None,
        "per_week": None if found.per_week is None else round(found.per_week, 2),
        "silent_for": found.silent_for,
        "newest": list(found.newest),
        "comments": found.comments,
        "same_as": shown_url(better.url) if better else None,
        "subscribed": shown_url(found.subscribed) if found.subscribed else None,
    }


def _print_subscription(paths: Paths, url: str, form: Form, *, new: bool) -> Exit:
    with opened(paths) as library:
        feed = next((feed for feed in library.feeds.by_id.values() if feed.url == url), None)
    if feed and form is not Form.TEXT:
        print_value(feed_object(feed), form)
    elif feed:
        message = _("Subscribed to {title}: {url}") if new else _("Already subscribed to {title}: {url}")
        facts = [message.format(title=feed.title, url=shown_url(feed.url))]
        facts.append(plural("{n} article", "{n} articles", feed.total))
        if feed.folder:
            facts.append(_("folder {folder}").format(folder=feed.folder))
        say(", ".join(facts))
    return Exit.DONE


def remove(paths: Paths, options: argparse.Namespace) -> int:
    """Removes a subscription; its articles stay in the database, hidden."""
    settings = read_settings(paths)
    url = subscribed_url(paths, settings, options.url)
    others = all_subscriptions(paths, settings)[len(settings.subscriptions) :]
    of_account = next((one for one in others if one.url == url), None)
    if of_account:
        return _remove_at(paths, of_account, options)
    if url is None or not remove_subscription(paths.feeds, url):
        complain(not_subscribed(options.url))
        return Exit.PARTLY
    if options.form is not Form.TEXT:
        print_value({"removed": shown_url(url)}, options.form)
    elif is_local(url):
        say(
            _("Removed {url}. Its articles are kept; they return with its table in feeds.toml.").format(
                url=shown_url(url)
            )
        )
    else:
        say(
            _("Removed {url}. Its articles are kept; `{command}` brings them back.").format(
                url=shown_url(url), command=f"broadsheet add {shown_url(url)}"
            )
        )
    return Exit.DONE


def _remove_at(paths: Paths, one: Subscription, options: argparse.Namespace) -> int:
    """Unsubscribes at the server of an account, after asking, because the server deletes the articles."""
    name = one.title or shown_url(one.url)
    warning = _("The server of {account} deletes the articles of {feed}, with those that have a star.").format(
        account=one.account, feed=name
    )
    if not options.yes:
        if not can_ask():
            text = _(
                "{feed} is not removed without asking, because its server deletes its articles; `{option}` removes it"
            )
            complain(text.format(feed=name, option="--yes"))
            return Exit.CANNOT
        lines = (warning, _("The copies on this computer stay in the database, hidden."))
        if not agrees(_("Unsubscribe from {feed}? [y/N]").format(feed=name), lines):
            return Exit.PARTLY
    with opened(paths) as library:
        library.subscriptions.edit(Remove(((FEEDS, one.url),), Stream(Kind.FEED, one.url), label=name)).result()
    if options.form is not Form.TEXT:
        print_value({"removed": shown_url(one.url), "account": one.account}, options.form)
    else:
        say(
            _("Removed {url}. The server hears of it at the next synchronisation; `{command}` does it now.").format(
                url=shown_url(one.url), command=f"broadsheet account sync {quote(one.account)}"
            )
        )
    return Exit.DONE
