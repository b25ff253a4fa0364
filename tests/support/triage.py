"""A recorded session: 300 headlines with newsboat's keys, in a real terminal.

``python -m tests.support.triage`` plays it and writes what was typed and what the screen showed to
``docs/three-hundred-headlines.md``. A test plays it too, and compares the database before and after.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from reader.stream import Kind, Stream
from tests.newspaper import Newspaper
from tests.support.reading import poll_all
from tests.support.terminal import ROOT, Terminal, reader_command

PAGE = ROOT / "docs" / "three-hundred-headlines.md"
SIZE = (100, 24)
_REST = 1.5  # seconds
_SENT = {"Enter": "\r", "Esc": "\x1b", "Ctrl+E": "\x05", "Down": "\x1b[B"}
_FEEDS = """\
[[feeds]]
url = "{base}/en/briefs/feed.xml"

[[feeds]]
url = "{base}/de/briefs/feed.xml"
"""
_INTRODUCTION = """\
# Three hundred headlines

A session with the keys of newsboat (`preset = "newsboat"` in `keys.toml`), as it was typed and as the screen of
100 × 24 cells showed it. The demo newspaper had published 300 short reports in two languages. The end is a restart,
after which one key undoes everything, step by step.

This page is made by `python -m tests.support.triage`; a test plays the same session.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """Keys that are pressed in one go, and what the screen then shows and no longer shows.

    ``keys``: names of keys, or letters that are typed, divided by spaces. ``recorded``: its screen is on the page.
    """

    told: str
    keys: str
    shows: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    recorded: bool = True


TRIAGE = (
    Step("The unread articles, newest first.", "", ("Unread  1/300", "300 unread")),
    Step("<kbd>d</kbd> marks an article read and moves on: ten headlines that need no more than a look.",
         "d d d d d d d d d d", ("11/300", "290 unread"), recorded=False),
    Step("<kbd>Ctrl+E</kbd>, newsboat’s key for flags, labels an article.",
         "Ctrl+E Harbour Enter", ("#Harbour", "Labelled 1 article")),
    Step("<kbd>*</kbd> begins a selection; the three articles get two labels at once, in one step.",
         "j * j j Ctrl+E Harbour, Space Weekend Enter", ("#Weekend", "Labelled 3 articles “Weekend”")),
    Step("<kbd>L</kbd> puts two articles on the list for later, <kbd>s</kbd> stars another.",
         "j L j L j s", ("17/300", "★ starred"), recorded=False),
    Step("<kbd>&</kbd> filters the list: only sport is left, of both papers.",
         "& category:Sport Enter", ("only “category:Sport”",)),
    Step("<kbd>A</kbd> marks all of that read, and Esc ends the filter.", "A Esc", ("262 unread", "Press U to undo"),
         ("only “",)),
    Step("<kbd>)</kbd> marks everything below this article read.", ")", ("18 unread",), recorded=False),
    Step("<kbd>:</kbd> takes any command by its name, and says what it would do.", ": list.mark-all",
         ("Marks 18 articles read",)),
    Step("And that was the news.", "Enter", ("0 unread", "Marked 18 articles read")),
    Step("Kept articles wait in lists of their own, which <kbd>'</kbd> finds by two letters.", "' we", ("Go to", "Weekend")),
    Step("", "Enter", ("Weekend  1/3",)),
)  # fmt: skip
UNDONE = "300 unread"


def subscribe(paths: Paths, paper: Newspaper) -> None:
    """Subscribes to the short reports of the paper, gets them, and makes the reader open with what is unread."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(_FEEDS.format(base=paper.base), encoding="utf-8")
    paths.keys.write_text('preset = "newsboat"\n', encoding="utf-8")
    poll_all(paths)
    library = open_library(paths, Config())
    library.session.keep({"stream": Stream(Kind.UNREAD).key()})
    library.session.flush()
    library.close()


def play(terminal: Terminal, steps: Iterable[Step]) -> Iterator[tuple[Step, str]]:
    """Presses the keys of each step; yields it with its screen."""
    for step in steps:
        terminal.press("".join(_SENT.get(key, " " if key == "Space" else key) for key in step.keys.split()))
        terminal.shows(*step.shows)
        yield step, terminal.lacks(*step.lacks) if step.lacks else terminal.text()


def undo_all(terminal: Terminal) -> Iterator[str]:
    """Presses newsboat's key for undo until nothing is left; yields what each press undid."""
    notice = terminal.text().splitlines()[-1]
    while True:
        terminal.press("U")
        notice = terminal.until(partial(_ends_otherwise, notice), "an answer to U").splitlines()[-1]
        if "Nothing to undo" in notice:
            return
        yield notice


def _ends_otherwise(notice: str, screen: str) -> bool:
    last = screen.splitlines()[-1]
    return last != notice and last.startswith((" Undid", " Nothing"))


def _shown(key: str) -> str:
    return f"<kbd>{key}</kbd>" if key in _SENT or len(key) == 1 else f"`{key}`"


def _at_rest(terminal: Terminal) -> str:
    """The screen when it has had time to follow. It never rests while a cursor blinks."""
    time.sleep(_REST)
    return terminal.text()


def _record(paths: Paths) -> str:
    parts = [_INTRODUCTION]
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        for step, _ in play(terminal, TRIAGE):
            screen = _at_rest(terminal)
            keys = " ".join(_shown(key) for key in step.keys.split())
            parts.append("\n\n".join(filter(None, (step.told, keys and f"Typed: {keys}"))))
            if step.recorded:
                parts.append(f"```\n{screen}\n```")
        terminal.press("Q")
        terminal.ended()
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        terminal.shows("0 unread")
        parts.append("After a restart, <kbd>U</kbd> undoes each step, the last one first:")
        parts.append("\n".join(f"- {re.split(' {3,}', line.strip())[0]}" for line in undo_all(terminal)))
        terminal.shows(UNDONE)
        parts.append(f"```\n{_at_rest(terminal)}\n```")
        terminal.press("Q")
        terminal.ended()
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as root, Newspaper() as paper:
        folders = Paths(Path(root, "config"), Path(root, "data"))
        subscribe(folders, paper)
        PAGE.write_text(_record(folders), encoding="utf-8")
