"""Commands of stories: lists by story, moving from telling to telling, and corrections."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.ui.typeset.breaking import fit
from reader.wording.catalogue import _
from reader.wording.titles import shown_title

if TYPE_CHECKING:
    from reader.model import Headline
    from reader.ui.dialogs.pick import Find

_LONGEST_TITLE = 44  # cells, in the frame of a dialog at a width of 80


def switch(reader: ReaderContext, wanted: str = "") -> None:
    """Shows the stories of the list as one row each, or every article again; ``wanted``: ``on`` or ``off``."""
    articles = reader.articles
    if wanted and (wanted == "on") is articles.by_stories:
        return
    articles.show_by_stories(not articles.by_stories)
    reader.show_list(articles.stream, reader.headlines.current_id)
    reader.status.show_message(_("One row for each story") if articles.by_stories else _("One row for each article"))


def step(reader: ReaderContext, count: int) -> None:
    """Goes to another telling of the story; from the last to the first. In the article pane, opens it."""
    tellings = reader.headlines.story
    current = reader.headlines.current_id
    if current not in tellings:
        return
    wanted = tellings[(tellings.index(current) + count) % len(tellings)]
    if reader.headlines.move_to_telling(wanted) and reader.layout.pane is Pane.ARTICLE:
        from reader.ui.reader.actions.read import open_selected

        open_selected(reader)
        reader.status.draw_masthead()


async def with_others(reader: ReaderContext, ids: tuple[int, ...]) -> tuple[int, ...]:
    """Articles that are marked, and in the list the other tellings of those stories that are one closed row.

    Raises :class:`~reader.errors.StoreError`.
    """
    if not reader.articles.by_stories or reader.layout.pane is not Pane.LIST:
        return ids
    if not reader.selection:
        return (*ids, *(one.id for one in reader.headlines.hidden_others(reader.headlines.cursor)))
    closed = reader.headlines.picked_stories
    return tuple(dict.fromkeys((*ids, *await reader.articles.with_others(closed)))) if closed else ids


# -- what belongs to a story


def take_out(reader: ReaderContext) -> None:
    """Takes the selected article out of its story."""
    current = reader.headlines.current_id
    if current is None:
        reader.status.show_message(_("No article is selected"))
        return
    if not reader.headlines.story:
        reader.status.show_message(_("This article belongs to no story"))
        return
    reader.library.stories.take_out(current)  # an event tells the outcome


def put_in(reader: ReaderContext) -> None:
    """Puts the selected article into a story that the user looks for, or makes one of it and another article."""
    current = reader.headlines.current
    if current is None:
        reader.status.show_message(_("No article is selected"))
        return
    from reader.ui.dialogs.pick import PickDialog

    def chosen(other: int | None) -> None:
        if other is not None:
            reader.library.stories.put_in(current.id, other)

    dialog = PickDialog(
        _("Same event as “{title}”").format(title=fit(shown_title(current.title), _LONGEST_TITLE)),
        _("Words from the other article’s title…"),
        lambda _typed: [],
        prepare=partial(_prepared, reader, current),
        nothing=lambda typed: (
            _("No article from these days matches “{words}”").format(words=typed)
            if typed
            else _("No other articles from these days")
        ),
        accept=_("{key} joins them"),
    )
    reader.screen.app.push_screen(dialog, chosen)


async def _prepared(reader: ReaderContext, current: Headline) -> Find:
    from reader.ui.reader.story_finder import StoryFinder

    library = reader.library
    try:
        rows, counts = await asyncio.wrap_future(library.articles.load_around(current.id))
    except StoreError as error:
        reader.status.show_error(error)
        return lambda _typed: []
    return (await asyncio.to_thread(StoryFinder, current, rows, counts, library.feeds.titles, library.now())).find
