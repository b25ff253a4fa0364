"""Other names by which a command can be typed after ``:``: names from vim and newsboat, titles, and short ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reader.text import fold
from reader.ui.commands.command import Command
from reader.wording.catalogue import _

HABITS = {
    # vim's commands (its index.txt), and newsboat's command line (its manual, "Commandline Commands")
    "program.quit": "q, q!, qa, qa!, wq, wqa, x, xa, exit, bye",
    "program.help": "h",
    "program.theme": "colorscheme, colo, colors",
    "feed.refresh": "e, e!, r, reload",
    "feed.refresh-all": "reload-all, ra",
    "feed.add": "subscribe, sub",
    "feed.unsubscribe": "delete-feed, rm, unsub",
    "feed.edit": "rename, settings",
    "feed.health": "doctor, errors",
    "account.sync": "sync, synchronise, synchronize, push, pull",
    "account.manage": "account, login",
    "go.to": "goto, b, buffer, cd, go",
    "list.search": "find, grep, query",
    "list.filter": "filter, limit, narrow",
    "list.order": "sort, sort-list",
    "list.mark-all": "catchup, catch-up, read-all, mark-all-read",
    "list.undo": "u",
    "list.redo": "red",
    "pane.zoom": "only, on",
    "read.next": "n, next",
    "read.previous": "prev, previous",
    "entry.links": "urls",
    "entry.browser": "browse, web",
    "entry.save": "w, write, save, save-article",
    "entry.copy": "yank",
    "hand-over.run": "!, pipe, pipe-to, exec",
    "health.back": "q, q!, quit, close",
    "front-page.back": "q, q!, quit, close",
    "health.refresh": "e, r, reload",
}
"""By id: names, separated by commas, which need no translation."""


def names_of(commands: Iterable[Command]) -> dict[str, str]:
    """By its folded spelling, the id of the command that a name stands for: habits before titles before short ids."""
    known = list(commands)
    short = Counter(one.id.partition(".")[2] for one in known)
    names = {rest: one.id for one in known if short[rest := one.id.partition(".")[2]] == 1}
    names |= {fold(title): one.id for one in known for title in (one.title, _(one.title))}
    return names | {fold(name): one.id for one in known for name in HABITS.get(one.id, "").split(", ") if name}
