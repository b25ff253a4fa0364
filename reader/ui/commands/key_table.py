"""Every key of the reader in one table; the screens' bindings, the help and the documents are made from it.

The id is what a user names to give a command another key. ``where`` is the pane in which the key works;
keys of the whole screen work in every pane.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A command and its keys. ``footer``: its short name in the bottom line, if it has a place there."""

    id: str
    keys: tuple[str, ...]
    action: str
    description: str
    group: str
    footer: str = ""


MOVE, READ, LIST, PANES, FEEDS, PROGRAM = "Moving", "Reading", "The list", "Panes", "Feeds", "Program"
HEALTH = "How the feeds fare"

KEYS: tuple[Key, ...] = (
    Key("move.down", ("j", "down"), "down", "Down: next headline, or a line of the article", MOVE),
    Key("move.up", ("k", "up"), "up", "Up", MOVE),
    Key("move.page-down", ("pagedown", "ctrl+f"), "page_down", "A page down", MOVE),
    Key("move.page-up", ("pageup", "b", "ctrl+b"), "page_up", "A page up", MOVE),
    Key("move.first", ("home", "g"), "first", "To the top", MOVE),
    Key("move.last", ("end", "G"), "last", "To the end", MOVE),
    Key("move.right", ("L", "shift+right"), "sideways(8)", "To the right, where code is wider than the pane", MOVE),
    Key("move.left", ("H", "shift+left"), "sideways(-8)", "To the left again", MOVE),
    Key("move.in", ("enter", "l", "right"), "inward", "In: open the feed, the article, a folded folder", MOVE),
    Key("move.out", ("h", "left"), "outward", "Out: back to the list, to the feeds; fold a folder", MOVE),
    Key("move.back", ("escape",), "back", "Back: to the list, to the list before a search, to the feeds", MOVE),
    Key("read.on", ("space",), "read_on", "Page down; at the end the next unread article", READ, "read on"),
    Key("read.next-unread", ("n",), "next_unread", "Next unread article", READ, "next unread"),
    Key("read.previous-unread", ("p",), "previous_unread", "Previous unread article", READ),
    Key("read.next", ("J", "shift+down"), "next_entry", "Next article, read or not", READ),
    Key("read.previous", ("K", "shift+up"), "previous_entry", "Previous article, read or not", READ),
    Key("entry.read", ("m",), "toggle_read", "Mark read or unread", READ, "unread"),
    Key("entry.star", ("s",), "toggle_star", "Star, or take the star away", READ, "star"),
    Key("entry.browser", ("o",), "browser", "Open in the browser", READ, "browser"),
    Key("entry.links", ("f",), "links", "Follow a link of the article", READ),
    Key("entry.comments", ("c",), "comments", "Open the comments in the browser", READ),
    Key("entry.author", ("w",), "by_author", "More by this author", READ),
    Key("entry.copy", ("y",), "copy_url", "Copy the article's address", READ),
    Key("list.undo", ("u",), "undo", "Undo the last marking or change of a feed", LIST),
    Key("list.mark-all", ("A",), "mark_all", "Mark the whole list read", LIST),
    Key("list.clean", ("x",), "clean_up", "Clean up: take what is read out of the list of unread", LIST),
    Key("list.new", ("full_stop", "."), "show_new", "Show the new articles", LIST),
    Key("list.order", ("v",), "turn_order", "What was found: best first, or newest first again", LIST),
    Key("list.search", ("slash",), "search", "Search", LIST, "search"),
    Key("list.save", ("S",), "save_search", "Save the search or list under a title, in the tree", LIST),
    Key("pane.next", ("tab",), "next_pane", "Next pane", PANES),
    Key("pane.previous", ("shift+tab",), "previous_pane", "Previous pane", PANES),
    Key("pane.feeds", ("t",), "toggle_tree", "Show or hide the feeds", PANES),
    Key("pane.narrower", ("less_than_sign",), "resize_pane(-2)", "Make the pane smaller", PANES),
    Key("pane.wider", ("greater_than_sign",), "resize_pane(2)", "Make the pane larger", PANES),
    Key("feed.add", ("a",), "add", "Add a feed: by the address of a site or of its feed", FEEDS),
    Key("feed.refresh", ("r",), "refresh_feed", "Poll the feed or folder; in the article, get its page again", FEEDS),
    Key("feed.refresh-all", ("R",), "refresh_all", "Poll all feeds now", FEEDS),
    Key("feed.import", ("I",), "import", "Import what another reader has: OPML, newsboat, newsraft", FEEDS),
    Key("feed.export", ("E",), "export", "Export the subscriptions as OPML", FEEDS),
    Key("feed.edit", ("e",), "edit", "Edit the feed or saved search, rename the folder", FEEDS),
    Key(
        "feed.move-up",
        ("left_curly_bracket", "ctrl+up"),
        "move_row(-1)",
        "Move the feed or folder up in the tree",
        FEEDS,
    ),
    Key("feed.move-down", ("right_curly_bracket", "ctrl+down"), "move_row(1)", "Move the feed or folder down", FEEDS),
    Key("feed.move-to", ("M",), "move_to", "Move the feed or folder into another folder", FEEDS),
    Key("feed.pause", ("P",), "pause", "Pause the feed, or poll it again", FEEDS),
    Key("feed.unsubscribe", ("D",), "unsubscribe", "Unsubscribe, or remove the saved search", FEEDS),
    Key("feed.order", ("O",), "order_tree", "Order of the tree: by hand, title, unread, newest", FEEDS),
    Key("feed.health", ("exclamation_mark",), "health", "How the feeds fare, ailing ones first", FEEDS),
    Key("program.theme", ("T",), "app.next_theme", "Next theme", PROGRAM),
    Key("program.help", ("question_mark", "f1"), "help", "All keys", PROGRAM, "keys"),
    Key("program.palette", ("ctrl+p",), "app.command_palette", "Find a command by its name", PROGRAM),
    Key("program.suspend", ("ctrl+z",), "app.suspend_process", "Suspend: back to the shell, until fg", PROGRAM),
    Key("program.quit", ("q", "ctrl+q"), "app.quit", "Quit", PROGRAM),
)

HEALTH_KEYS: tuple[Key, ...] = (
    Key("health.down", ("j", "down"), "down", "Down", HEALTH),
    Key("health.up", ("k", "up"), "up", "Up", HEALTH),
    Key("health.page-down", ("pagedown", "space"), "page(1)", "A page down", HEALTH),
    Key("health.page-up", ("pageup", "b"), "page(-1)", "A page up", HEALTH),
    Key("health.first", ("home", "g"), "first", "To the top", HEALTH),
    Key("health.last", ("end", "G"), "last", "To the end", HEALTH),
    Key("health.in", ("enter", "l", "right"), "inward", "To the feed's articles", HEALTH, "articles"),
    Key("health.poll", ("r",), "poll", "Poll the feed now", HEALTH, "poll"),
    Key("health.poll-failing", ("R",), "poll_failing", "Poll all that fail now", HEALTH),
    Key("health.edit", ("e",), "edit", "Edit the feed", HEALTH, "edit"),
    Key("health.pause", ("P",), "pause", "Pause the feed, or poll it again", HEALTH, "pause"),
    Key("health.unsubscribe", ("D",), "unsubscribe", "Unsubscribe from the feed", HEALTH, "unsubscribe"),
    Key("health.undo", ("u",), "undo", "Take the last change back", HEALTH),
    Key("health.sort", ("s",), "sort", "Sort by the next column", HEALTH, "sort"),
    Key("health.turn", ("S",), "turn", "Sort the other way round", HEALTH),
    Key("health.site", ("o",), "site", "Open the feed's site in the browser", HEALTH, "site"),
    Key("health.back", ("escape", "q", "h", "left", "exclamation_mark"), "back", "Back to reading", HEALTH, "back"),
)
"""The keys of the screen that shows how the feeds fare."""

_SHOWN = {
    "exclamation_mark": "!", "left_curly_bracket": "{", "right_curly_bracket": "}",
    "full_stop": ".", "slash": "/", "less_than_sign": "<", "greater_than_sign": ">", "question_mark": "?",
    "pagedown": "PgDn", "pageup": "PgUp", "down": "↓", "up": "↑", "left": "←", "right": "→", "enter": "Enter",
    "escape": "Esc", "space": "Space", "tab": "Tab", "shift+tab": "Shift+Tab", "home": "Home", "end": "End", "f1": "F1",
    "shift+down": "Shift+↓", "shift+up": "Shift+↑", "shift+right": "Shift+→", "shift+left": "Shift+←",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as it is printed on a keyboard."""
    if key.startswith("ctrl+"):
        return "Ctrl+" + shown(key.removeprefix("ctrl+")).upper()
    return _SHOWN.get(key, key)


_ARROWS = str.maketrans({"↓": "Down", "↑": "Up", "←": "Left", "→": "Right"})


def shown_keys(key: Key, *, plain: bool = False) -> str:
    """All keys of a command, each once. ``plain``: arrows by their names, for terminals without the signs."""
    names = " ".join(dict.fromkeys(shown(name) for name in key.keys))
    return names.translate(_ARROWS) if plain else names
