"""Commands of the list: search, sort, clean up, show new articles."""

from __future__ import annotations

from reader.stream import Kind, Stream
from reader.ui.reader.actions.follow import leave_for
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import _


def search(reader: ReaderContext) -> None:
    """Asks for a query and lists what it finds."""
    from reader.ui.dialogs.search import SearchDialog

    def show(query: str | None) -> None:
        if query and query.strip():
            leave_for(reader, Stream(Kind.SEARCH, query.strip()))

    reader.screen.app.push_screen(SearchDialog(), show)


def sort_results(reader: ReaderContext) -> None:
    """Sorts search results by relevance, or by date again."""
    if not reader.articles.toggle_rank():
        reader.status.show_message(_("Only search results can be sorted by relevance"))


def clean_up(reader: ReaderContext) -> None:
    """Removes articles that no longer belong to the list."""
    reader.articles.clean_up()
    reader.update_masthead()
    reader.follow_cursor(moved=False)


def show_new(reader: ReaderContext) -> None:
    """Adds the articles that arrived since the list was opened."""
    if not reader.articles.arrived:
        reader.status.show_message(_("No new articles here"))
    reader.articles.take_in(to_newest=reader.articles.arrived > 0 and reader.layout.pane is not Pane.ARTICLE)
    reader.update_masthead()
    reader.follow_cursor(moved=False)
