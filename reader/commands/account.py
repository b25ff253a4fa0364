"""``account``: the servers that hold subscriptions and state."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import field
from shlex import quote

from reader.account import Account, AccountState
from reader.commands import Exit
from reader.commands.console import Form, ProgressLine, agrees, can_ask, complain, print_values, say
from reader.commands.open_folders import logged, opened, report_mistakes
from reader.commands.sync_output import add_result, problem_fields, show_sync, sync_message, sync_object
from reader.config import load_config
from reader.errors import UsageError
from reader.lazy_dataclass import dataclass
from reader.library import Library
from reader.library.entry_formats.entry_as_json import Object
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.worker.protocol import Event, SyncDone, Trouble
from reader.subscriptions.accounts_toml import AccountsFile, name_key, read_accounts
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import problem_message
from reader.wording.timestamps import local_time, rfc3339


def account(paths: Paths, options: argparse.Namespace) -> int:
    """Does what the action says; without one, lists the accounts."""
    if options.action in ("add", "edit"):
        from reader.commands import add_account

        actions: dict[str, Callable[[Paths, argparse.Namespace], int]] = {
            "add": add_account.add,
            "edit": add_account.edit,
        }
    else:
        actions = {"sync": sync, "remove": remove}
    return actions.get(options.action, list_accounts)(paths, options)


def accounts_read(paths: Paths) -> AccountsFile:
    """The accounts, after their mistakes were reported."""
    found = read_accounts(paths.accounts)
    report_mistakes(found.mistakes)
    return found


def account_named(file: AccountsFile, name: str) -> Account:
    """The account with that name in any spelling. Raises :class:`UsageError`."""
    found = file.named(name)
    if found is None:
        raise UsageError(problem(Problem.ACCOUNT_UNKNOWN, name=name))
    return found


def no_accounts() -> str:
    """The message where there is none."""
    return _("no accounts yet; `{command}` adds one").format(command="broadsheet account add URL")


# -- list


def list_accounts(paths: Paths, options: argparse.Namespace) -> int:
    """Prints the accounts and what synchronising them has come to."""
    with opened(paths) as library:
        report_mistakes(library.accounts.mistakes)
        states = states_by_key(library)
        found = [(one, states.get(name_key(one.name))) for one in library.accounts.all]
    if options.form is not Form.TEXT:
        print_values((account_object(*one) for one in found), options.form)
    for position, (one, state) in enumerate(found if options.form is Form.TEXT else ()):
        if position:
            say()
        for line in _lines(one, state):
            say(line)
    if not found:
        complain(no_accounts())
    return Exit.DONE if found else Exit.PARTLY


def states_by_key(library: Library) -> dict[str, AccountState]:
    """What synchronising the accounts has come to, by their names in one spelling."""
    return {name_key(state.name): state for state in library.accounts.states().result()}


def account_object(one: Account, state: AccountState | None) -> Object:
    """An account with its state, without its secret."""
    known = state or AccountState(one.name)
    return {
        "name": one.name,
        "kind": str(one.kind),
        "url": one.url,
        "user": one.user or None,
        "secret": str(one.secret),
        "interval": one.interval,
        "paused": one.paused,
        "feeds": known.feeds,
        "articles": known.entries,
        "history_complete": known.history_complete,
        "undecided": known.undecided,
        "last_success": rfc3339(known.last_success),
        "last_try": rfc3339(known.last_try),
        "next_sync": rfc3339(known.next_sync),
        "failures": known.failures,
        "waiting": known.waiting,
        **problem_fields(known.error),
        "refused": [
            {"edit": str(edit.kind), "feed_url": edit.url, **problem_fields(reason)} for edit, reason in known.refused
        ],
    }


def _lines(one: Account, state: AccountState | None) -> Iterator[str]:
    """An account in words: its name and server, then a line for each thing to know."""
    known = state or AccountState(one.name)
    user = _("{user} at {url}").format(user=one.user, url=one.url) if one.user else one.url
    yield f"{one.name}  {user}"
    facts = [
        plural("{n} feed", "{n} feeds", known.feeds),
        plural("{n} article", "{n} articles", known.entries),
        _("last synchronised: {time}").format(time=local_time(known.last_success, _("never"))),
    ]
    yield "    " + ", ".join(facts)
    yield from ("    " + line for line in _concerns(one, known))


def _concerns(one: Account, known: AccountState) -> Iterator[str]:
    if one.paused:
        yield _paused(one.name)
    if known.error:
        yield problem_message(known.error)
    if known.waiting:
        yield plural("{n} change waits for the server", "{n} changes wait for the server", known.waiting)
    if known.undecided:
        yield plural(
            "{n} feed is subscribed elsewhere too; open the reader to choose where it comes from",
            "{n} feeds are subscribed elsewhere too; open the reader to choose where they come from",
            known.undecided,
        )
    if known.last_success and not known.history_complete:
        yield _("older articles are still to be fetched")
    for edit, reason in known.refused:
        yield _("not accepted by the server: {feed}: {reason}").format(
            feed=edit.title or edit.url, reason=problem_message(reason)
        )


def _paused(name: str) -> str:
    text = _("{account} is paused; `{command}` synchronises it again")
    return text.format(account=name, command=f"broadsheet account edit {quote(name)} --resume")


# -- sync


@dataclass(slots=True)
class SyncReport:
    """What synchronising has come to, by account."""

    done: dict[str, SyncDone] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether an account has failed."""
        return any(one.error for one in self.done.values())


def sync(paths: Paths, options: argparse.Namespace) -> int:
    """Synchronises an account, or all that are not paused."""
    file = accounts_read(paths)
    name = account_named(file, options.name).name if options.name else None
    if not file.accounts:
        complain(no_accounts())
        if options.form is not Form.TEXT:
            print_values((), options.form)
        return Exit.PARTLY
    report = synchronise(paths, file, name, history=True)
    if options.form is not Form.TEXT:
        print_values(map(sync_object, report.done.values()), options.form)
    for one in report.done.values() if options.form is Form.TEXT else ():
        say(sync_message(one))
    if not report.done:
        complain(_paused(name) if name else _("every account is paused"))
    return Exit.PARTLY if report.failed or not report.done else Exit.DONE


def synchronise(paths: Paths, file: AccountsFile, name: str | None, *, history: bool) -> SyncReport:
    """Synchronises an account (None: all) and shows the progress on a terminal.

    ``history``: then fetches the older articles, which may take minutes the first time.
    """
    from reader.refresh.in_process import sync_now

    config, mistakes = load_config(paths.config)
    report_mistakes(mistakes)
    report, progress = SyncReport(), ProgressLine()
    events = sync_now(
        paths, config, file.accounts, name, now=int(time.time()), history=history, only=file.whole, may_ask=can_ask()
    )
    try:
        with logged(paths), contextlib.closing(events):
            for event in events:
                _take(event, report, progress)
    finally:
        progress.clear()
    return report


def _take(event: Event, report: SyncReport, progress: ProgressLine) -> None:
    match event:
        case SyncDone():
            add_result(report.done, event)
        case Trouble(details):
            progress.clear()
            complain(problem_message(details))
        case _:
            show_sync(event, progress)


def subscribe_at(paths: Paths, account: Account, wanted: Subscription) -> str:
    """Subscribes at the server of an account; a message if the server has not done it, else an empty one."""
    from reader.library.edits import ChangeFeed, SubscribeAt

    with opened(paths) as library:
        edit = SubscribeAt(account.name, wanted.url, wanted.title or "", wanted.folder)
        library.subscriptions.edit(edit).result()
    done = synchronise(paths, accounts_read(paths), account.name, history=False).done.get(account.name)
    with opened(paths) as library:
        state = states_by_key(library).get(name_key(account.name))
    refused = next((reason for remote, reason in state.refused if remote.url == wanted.url), None) if state else None
    if refused:
        return problem_message(refused)
    if done and not done.error:
        if wanted.tags:
            with opened(paths) as library:
                library.subscriptions.edit(ChangeFeed(wanted.url, {"tags": wanted.tags})).result()
        return ""
    reason = problem_message(done.error) if done and done.error else _paused(account.name)
    return _("it will be subscribed there at the next synchronisation: {reason}").format(reason=reason)


# -- remove


def remove(paths: Paths, options: argparse.Namespace) -> int:
    """Removes an account after asking; its articles stay in the database, hidden."""
    one = account_named(accounts_read(paths), options.name)
    with opened(paths) as library:
        state = states_by_key(library).get(name_key(one.name)) or AccountState(one.name)
    if not options.yes and not _may_remove(one, state):
        return Exit.PARTLY if can_ask() else Exit.CANNOT
    with opened(paths) as library:
        library.accounts.remove(one)
    if options.form is not Form.TEXT:
        print_values([{"removed": one.name, "articles": state.entries, "unsent": state.waiting}], options.form)
    else:
        say(_("Removed {account}. Nothing has changed at its server.").format(account=one.name))
    return Exit.DONE


def _may_remove(one: Account, state: AccountState) -> bool:
    if not can_ask():
        text = _("{account} is not removed without asking; `{option}` removes it")
        complain(text.format(account=one.name, option="--yes"))
        return False
    lines = [
        plural("Its {n} feed disappears from the reader.", "Its {n} feeds disappear from the reader.", state.feeds),
        plural(
            "Its {n} article stays in the database and returns with the account.",
            "Its {n} articles stay in the database and return with the account.",
            state.entries,
        ),
        _("Nothing changes at the server. The stored password or token is deleted."),
    ]
    if state.waiting:
        command = f"broadsheet account sync {quote(one.name)}"
        lines.append(
            plural(
                "{n} change has not reached the server; `{command}` sends it first.",
                "{n} changes have not reached the server; `{command}` sends them first.",
                state.waiting,
                command=command,
            )
        )
    question = _("Remove the account {account}? [y/N]").format(account=one.name)
    return agrees(question, lines)
