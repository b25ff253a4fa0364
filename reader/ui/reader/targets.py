"""Follows the targets of the article, such as links and names: clicks, Enter and letters all come here.

A target leads to ``Piece.href``, which is a web address or has one of the schemes below. The links of an article have
none of these: the document keeps only addresses of http, https and mailto.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from reader.ui.reader.context import ReaderContext
from reader.web.clean_links import clean_link
from reader.wording.catalogue import N_, _

if TYPE_CHECKING:  # the typesetter comes with the first article
    from reader.ui.typeset.targets import Target

ACTIONS = "reader.ui.reader.actions"
SCHEMES: Mapping[str, str] = {
    "entry": "follow.go_to_entry",
    "person": "people.follow_href",
    "part": "outline.go_to_part",
    "picture": "pictures.enlarge",
    "thread": "conversation.fold",
    "note": "places.note",
    "bookmark": "places.bookmark",
    "details": "places.details",
}
"""By the scheme of an ``href``, the function ``module.function`` of :mod:`reader.ui.reader.actions` that follows it.

It is called with the reader and the text behind the colon, and may be a coroutine.
"""
ADDRESSES: Mapping[str, str] = {
    "entry": "follow.address_of_entry",
    "picture": "pictures.address",
    "thread": "conversation.address",
}
"""By scheme, the function that finds the web address to copy; called like those above, it returns None if none is
known.
"""
MEANINGS: Mapping[str, str] = {
    "entry": N_("Article: {text}"),
    "person": N_("Author: {text}"),
    "picture": N_("Picture: {text}"),
    "note": N_("Note"),
    "bookmark": N_("Goes there"),
    "details": N_("Opens or closes this part"),
    "thread": N_("Collapses or opens this comment and its answers"),
    "part": N_("Goes there"),
}
"""By scheme, what the bottom line says while such a target is selected. ``{text}`` is the text of the target."""


async def follow(reader: ReaderContext, href: str, text: str = "", *, background: bool = False) -> None:
    """Does what a target stands for: opens an address in the browser, an article, or what else its scheme names.

    ``text``: the target's text; if it names another host than the address, the user is asked first. ``background``:
    the browser stays behind the terminal, where the system can do that. Call it in a worker, because it may wait.
    """
    handler = SCHEMES.get(_scheme(href))
    if handler:
        await _call(handler, reader, href)
    else:
        from reader.ui.reader.actions.follow import open_in_browser
        from reader.ui.reader.link_doubts import may_open

        if await may_open(reader, href, text):
            open_in_browser(reader, href, background=background)


async def copy(reader: ReaderContext, href: str) -> None:
    """Copies the address that a target leads to."""
    from reader.ui.reader.actions.follow import copy_text

    handler = ADDRESSES.get(_scheme(href))
    url = await _call(handler, reader, href) if handler else (None if _scheme(href) in MEANINGS else href)
    if isinstance(url, str):
        copy_text(reader, clean_link(url))
    else:
        reader.status.show_message(_("This has no address to copy"))


def _scheme(href: str) -> str:
    return href.partition(":")[0]


async def _call(handler: str, reader: ReaderContext, href: str) -> object:
    module, _dot, name = handler.rpartition(".")
    done = getattr(import_module(f"{ACTIONS}.{module}"), name)(reader, href.partition(":")[2])
    return await done if inspect.isawaitable(done) else done


def show_selected(reader: ReaderContext) -> None:
    """Shows in the bottom line where the selected target leads, or the keys again."""
    target = reader.page.target
    if target:
        reader.status.hold(*_shown(reader, target))
    else:
        reader.status.hold("")


def _shown(reader: ReaderContext, target: Target) -> tuple[str, bool]:
    """Where a target leads: a place on the page in words, or an address; and whether that is doubtful."""
    from reader.ui.reader.actions.places import described
    from reader.ui.reader.link_doubts import line_about

    meaning = MEANINGS.get(_scheme(target.href))
    if meaning:
        return described(reader, target.href) or _(meaning).format(text=target.text), False
    return line_about(reader, clean_link(target.href), target.text, reader.status.room)
