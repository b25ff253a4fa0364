"""Things that a user does to articles and subscriptions, by number; and a program that does them until it is killed.

``python -m tests.support.acts CONFIG DATA SEED`` also undoes and repeats some, and prints a line before each.
"""

from __future__ import annotations

import os
import random
import sys
from dataclasses import replace
from pathlib import Path

from reader.config import Config
from reader.library import Library, open_library
from reader.library.edits import ChangeFeed, ImportList, Place, Remove, RenameFolder, SaveSearch
from reader.library.importing import look_at_list
from reader.model import Change, Field, SavedSearch
from reader.paths import Paths
from reader.stream import Kind, Stream
from reader.subscriptions.newsboat_config import FoundSetting

IDS = (1, 2, 3)
A = "https://a.example/feed"
OPML = """<opml version="2.0"><body><outline xmlUrl="https://new{0}.example/feed" text="New {0}"/>
<outline xmlUrl="https://other{0}.example/feed" folder="x"/></body></opml>"""


def act(library: Library, what: int) -> None:
    """One thing that a user does."""
    tables = library.subscriptions.all
    first = tables[0].url if tables else A
    edits = library.subscriptions
    match what % 11:
        case 0:
            library.changes.apply(Change(Field.READ, what % 2 == 0, IDS))
        case 1:
            library.changes.apply(Change(Field.STARRED, True, (1 + what % 3,)))
        case 2:
            edits.edit(ChangeFeed(first, {"title": f"Title {what}", "paused": True}))
        case 3:
            edits.edit(ChangeFeed(first, {"url": first.replace("https://", f"https://moved{what}.")}))
        case 4:
            edits.edit(ChangeFeed(first, {"folder": f"Folder {what % 2}"}))
        case 5:
            edits.edit(RenameFolder("Folder 0", "Renamed"))
        case 6:
            edits.edit(Remove((("feeds", first),), Stream(Kind.FEED, first)))
        case 7:
            edits.edit(imports(library, what % 2))
        case 8:
            edits.edit(SaveSearch(SavedSearch(f"Search {what}", query="ice")))
        case 9:
            library.changes.apply(Change(Field.LATER, what % 2 == 0, (1, 2)))
        case _:
            last = tables[-1].url if tables else A
            edits.edit(Place((("feeds", first),), ("feeds", last), after=True))


def imports(library: Library, number: int) -> ImportList:
    preview = look_at_list(OPML.format(number).encode(), None, library.subscriptions.file)
    found = (FoundSetting("browser", ("lynx",), 1, "browser"),)
    return ImportList(replace(preview, settings=found), library.paths.config, str)


def main(config: str, data: str, seed: str) -> None:
    """Acts, each time after the last is done, so that a kill finds it anywhere in the middle of one."""
    chance = random.Random(seed)
    library = open_library(Paths(Path(config), Path(data)), Config())
    for number in range(10_000):
        os.write(1, b"%d\n" % number)
        if (way := chance.random()) < 0.3:
            library.history.undo().result()
        elif way < 0.45:
            library.history.redo().result()
        else:
            act(library, chance.randrange(100))


if __name__ == "__main__":
    main(*sys.argv[1:])
