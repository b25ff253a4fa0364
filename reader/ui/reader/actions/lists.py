"""Commands of the list: search, sort, clean up, show new articles."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from reader.query.tree import BY_FEED, Order
from reader.stream import Kind, Stream, from_key
from reader.ui.commands.registry import key_of
from reader.ui.reader.actions.follow import leave_for
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.list_order import ORDER_NAMES
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import N_, _, plural


def search(reader: ReaderContext, query: str = "") -> None:
    """Lists what a query finds; asks for one, and lists while it is typed, in this list or everywhere."""
    if query:
        leave_for(reader, Stream(Kind.SEARCH, query))
        return
    from reader.ui.dialogs.search import Query, SearchDialog
    from reader.ui.reader.query_completion import QueryCompletion

    shown, selected = reader.articles.stream, reader.headlines.current_id
    here = from_key(shown.scope) if shown.kind is Kind.SEARCH else shown
    if here is not None and here.kind is Kind.ALL:
        here = None
    starts_here = here is not None and (
        shown.kind is Kind.SEARCH or here.kind in (Kind.FEED, Kind.FOLDER, Kind.TAG, Kind.LABEL)
    )

    def stream_of(query: Query) -> Stream:
        return Stream(Kind.SEARCH, query.words, here.key() if here and query.here else "")

    def preview(query: Query) -> None:
        reader.articles.show(stream_of(query))
        reader.update_masthead()

    def show(query: Query | None) -> None:
        if query is not None and query.words:
            leave_for(reader, stream_of(query), left=(shown, selected))
        elif reader.articles.stream != shown:  # the preview is showing
            reader.show_list(shown, selected)

    name = reader.articles.name_of(here) if here else ""
    dialog = SearchDialog(name, here=starts_here, suggester=QueryCompletion(reader.library), preview=preview)
    reader.screen.app.push_screen(dialog, show)


def choose_order(reader: ReaderContext, name: str | None = None) -> None:
    """Sorts the list; without the name of an order, asks for it."""
    articles = reader.articles
    orders = articles.orders
    if name is not None:
        if Order(name) in orders:
            _sort(reader, Order(name))
        else:
            only = N_("Only a search for words can be sorted by relevance")
            reader.status.show_message(_(N_("This list has only one feed") if Order(name) in BY_FEED else only))
        return
    from reader.ui.dialogs.choose import ChoiceDialog

    def chosen(number: int | None) -> None:
        if number is not None:
            _sort(reader, orders[number])

    lines = [_(ORDER_NAMES[order]) for order in orders]
    dialog = ChoiceDialog(_("Order of this list"), lines, orders.index(articles.order))
    reader.screen.app.push_screen(dialog, chosen)


def _sort(reader: ReaderContext, order: Order) -> None:
    reader.articles.sort_by(order)
    reader.update_masthead()


def filter_list(reader: ReaderContext, words: str | None = None) -> None:
    """Narrows the list to a query; without one, asks for it and narrows the list while it is typed."""

    def narrow(words: str) -> None:
        reader.articles.filter_by(words)
        reader.update_masthead()

    if words is not None:
        narrow(words)
        return
    from reader.ui.dialogs.filter_line import FilterLine
    from reader.ui.reader.query_completion import QueryCompletion

    selected = reader.headlines.current_id

    def typed(words: str | None) -> None:
        if (words or "") != reader.articles.filter_words:
            narrow(words or "")
        if not words and selected is not None:
            reader.articles.when_whole(partial(reader.articles.select, selected))

    line = FilterLine(reader.articles.filter_words, suggester=QueryCompletion(reader.library), preview=narrow)
    reader.screen.app.push_screen(line, typed)


def end_filter(reader: ReaderContext) -> bool:
    """Shows the whole list again; False if it was not filtered."""
    filtered = bool(reader.articles.filter_words)
    if filtered:
        reader.articles.filter_by("")
        reader.update_masthead()
    return filtered


def select(reader: ReaderContext, count: int = 0) -> None:
    """Selects articles while the cursor moves, ``count`` of them at once, or keeps what is selected."""
    reader.layout.focus(Pane.LIST)
    reader.headlines.pick(count)


def select_row(reader: ReaderContext) -> None:
    """Adds the article under the cursor to the selection or takes it out, and moves down."""
    reader.layout.focus(Pane.LIST)
    reader.headlines.pick_row(reader.headlines.cursor)
    reader.headlines.move_by(1)


def clean_up(reader: ReaderContext) -> None:
    """Removes articles that no longer belong to the list, and says how many or why none."""
    reader.articles.clean_up(partial(_show_cleaned, reader))
    reader.update_masthead()
    reader.follow_cursor(moved=False)


def _show_cleaned(reader: ReaderContext, removed: int) -> None:
    if removed:
        message = plural("Removed {n} article from this list", "Removed {n} articles from this list", removed)
    elif reader.articles.keeps_read and reader.articles.can_hide_read:
        message = _("Read articles belong to this list. Press {key} to see unread ones only.").format(
            key=key_of("list.unread")
        )
    else:
        message = _("Nothing to clean up: every article here belongs to this list")
    reader.status.show_message(message)


def toggle_unread_only(reader: ReaderContext, wanted: str = "") -> None:
    """Shows only the unread articles of the list, or all of them again; in the feeds pane, the same for feeds.

    ``wanted``: ``unread`` or ``all``; empty: the other one.

    The selected row stays.
    """
    if reader.layout.pane is Pane.TREE:
        if not wanted or (wanted == "unread") != reader.tree.contents.unread_only:
            _toggle_unread_feeds(reader)
        return
    articles = reader.articles
    if not articles.can_hide_read:
        if articles.keeps_read:
            reader.status.show_message(_("Search results show all articles"))
        else:
            reader.status.show_message(_("This list shows unread articles only"))
        return
    if wanted and (wanted == "unread") == articles.unread_only:
        return
    articles.toggle_unread_only()
    reader.show_list(articles.stream, reader.headlines.current_id)
    reader.status.show_message(_("Unread articles only") if articles.unread_only else _("All articles"))


def _toggle_unread_feeds(reader: ReaderContext) -> None:
    contents = reader.tree.contents
    reader.tree.show(replace(contents, unread_only=not contents.unread_only))
    reader.session.change(unread_feeds_only=not contents.unread_only)
    reader.status.show_message(_("All feeds") if contents.unread_only else _("Feeds with unread articles only"))


def show_new(reader: ReaderContext) -> None:
    """Adds the articles that arrived since the list was opened."""
    if not reader.articles.arrived:
        reader.status.show_message(_("No new articles here"))
    stays = reader.layout.pane is Pane.ARTICLE or reader.headlines.picked_count
    reader.articles.take_in(to_newest=reader.articles.arrived > 0 and not stays)
    reader.update_masthead()
    reader.follow_cursor(moved=False)
