"""Sets of keys after other programs. Each is a layer over the default keys, written like the user's ``keys.toml``.

What a preset does not name keeps its default keys. A key with an empty string runs nothing: where the other program
has a key that is dangerous here, or means something that Broadsheet does not have.
"""

from __future__ import annotations

from collections.abc import Mapping

KeyTable = Mapping[str, str | list[str]]

PRESETS: Mapping[str, Mapping[str, KeyTable]] = {
    "default": {},
    # The key tables of newsboat's manual (doc/keycmds.dsv). There, D deletes an article and E edits the list of feeds.
    "newsboat": {
        "reader": {
            "q": "move.back", "Q": "program.quit", "N": "entry.read", "O": "entry.browser", "u": "entry.links",
            "#": "entry.links", "l": "list.unread", "Ctrl+N": "read.next-feed", "Ctrl+P": "read.previous-feed",
            "Alt+x": "program.palette", "Ctrl+U": "entry.text", "Ctrl+Y": "move.half-up", "U": "list.undo",
            "|": "hand-over.run", "Ctrl+E": "entry.label", "Alt+e": "entry.play", "Alt+l": "link.letters",
            "Alt+b": "link.letters-background", "Alt+f": "front-page.open", "Alt+q": "list.stories",
            "F": "list.filter", "f": "list.filter", "g": "list.order",
            "G": "list.order", "v": "", "e": "", "E": "", "D": "",
        },
        "feeds": {
            "q": "program.quit", "g": "feed.order", "G": "feed.order", "E": "feed.edit", "D": "feed.unsubscribe",
            "l": "move.in", "W": "feed.export",
        },
        "article": {"v": "entry.select-text"},
    },
    # Vim's normal mode (its index.txt): motions, counts, g and z commands, windows with Ctrl+W.
    "vim": {
        "reader": {
            "g g": "move.first", "g x": "entry.browser", "g f": "link.letters", "g c": "entry.comments",
            "g F": "link.letters-background", "g t": "read.next-feed", "g T": "read.previous-feed",
            "g C": "entry.comments-browser", "g p": "person.edit", "g r": "feed.refresh", "g R": "feed.refresh-all",
            "v": "list.select", "V": "list.select", "g s": "list.order", "g O": "article.outline", "z r": "pane.rows",
            "y y": "entry.copy", "d d": "entry.read-and-next", "d G": "list.mark-below", "d g g": "list.mark-above",
            "] u": "read.next-unread", "[ u": "read.previous-unread", "] f": "read.next-feed",
            "] ]": "link.next", "[ [": "link.previous", "[ f": "read.previous-feed",
            "z z": "pane.zoom", "z o": "move.in", "z c": "move.out",
            "z h": "move.left", "z l": "move.right",
            "Ctrl+W w": "pane.next", "Ctrl+W Ctrl+W": "pane.next", "Ctrl+W l": "pane.next", "Ctrl+W h": "pane.previous",
            "Ctrl+W W": "pane.previous", "Ctrl+W o": "pane.zoom", "Ctrl+W <": "pane.narrower",
            "Ctrl+W >": "pane.wider", "Z Z": "program.quit", "Z Q": "program.quit",
        },
        "list": {"] s": "story.next", "[ s": "story.previous"},
        "article": {
            "v": "entry.select-text", "V": "entry.select-text", "] s": "story.next", "[ s": "story.previous",
        },
    },
}  # fmt: skip
