"""What can be chosen in the article, and what choosing it does: a click, Enter and letters all come here.

A target leads to ``Piece.href``, which is a web address or has one of the schemes below. The links of an article have
none of these: the document keeps only addresses of http, https and mailto.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib import import_module

from reader.ui.reader.context import ReaderContext

ACTIONS = "reader.ui.reader.actions"
SCHEMES: Mapping[str, str] = {
    "entry": "follow.go_to_entry",
    "part": "outline.go_to_part",
    "thread": "conversation.fold",
    "note": "places.note",
    "bookmark": "places.bookmark",
    "details": "places.details",
}
"""By the scheme of an ``href``, the function ``module.function`` of :mod:`reader.ui.reader.actions` that follows it.

It is called with the reader and what is behind the colon, and may be a coroutine.
"""


async def follow(reader: ReaderContext, href: str) -> None:
    """Does what a target stands for: opens an address in the browser, an article, or what else its scheme names."""
    scheme, _, value = href.partition(":")
    handler = SCHEMES.get(scheme)
    if handler is None:
        from reader.ui.reader.actions.follow import open_in_browser

        open_in_browser(reader, href)
        return
    module, _, name = handler.rpartition(".")
    done = getattr(import_module(f"{ACTIONS}.{module}"), name)(reader, value)
    if inspect.isawaitable(done):
        await done


def show_selected(reader: ReaderContext) -> None:
    """Shows in the bottom line where the selected target leads, or the keys again."""
    target = reader.page.target
    reader.status.hold(_described(reader, target.href) if target else "")


def _described(reader: ReaderContext, href: str) -> str:
    """Where a target leads: a place on the page in words, or an address."""
    from reader.ui.reader.actions.places import described

    on_page = described(reader, href)
    return href if on_page is None else on_page
