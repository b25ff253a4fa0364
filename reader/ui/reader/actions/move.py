"""Commands that move: in a pane, between panes, and the panes' borders."""

from __future__ import annotations

from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.line_list import LineList
from reader.wording.catalogue import _

# -- in the focused pane


def _focused(reader: ReaderContext) -> LineList | ArticlePane:
    panes: dict[Pane, LineList | ArticlePane] = {Pane.TREE: reader.tree, Pane.LIST: reader.headlines}
    return panes.get(reader.layout.pane, reader.page)


def by_lines(reader: ReaderContext, count: int) -> None:
    """Moves the cursor, or scrolls the article, by rows or lines."""
    pane = _focused(reader)
    if isinstance(pane, LineList):
        pane.move_by(count)
    else:
        pane.scroll_lines(count)


def by_pages(reader: ReaderContext, count: int) -> None:
    """Moves by pages."""
    pane = _focused(reader)
    if isinstance(pane, LineList):
        pane.move_by_page(count)
    else:
        pane.page_by(count)


def by_half_pages(reader: ReaderContext, count: int) -> None:
    """Moves by half of what the pane shows."""
    pane = _focused(reader)
    if isinstance(pane, LineList):
        pane.move_by(count * max(1, pane.rows_per_page // 2))
    else:
        pane.scroll_lines(count * max(1, pane.size.height // 2))


def sideways(reader: ReaderContext, cells: int) -> None:
    """Scrolls the article sideways, where code or a table is wider than the pane."""
    if not reader.page.shift(cells):
        reader.status.show_message(_("Nothing here is wider than the pane"))


def to_top(reader: ReaderContext, row: int = 0) -> None:
    """Goes to the first row or to that row (counted from 1), or to the top of the article."""
    pane = _focused(reader)
    if row:
        _to_row(pane, row)
    elif pane is reader.headlines:
        reader.articles.to_end(first=True)
    elif isinstance(pane, LineList):
        pane.move_to(0)
    else:
        pane.scroll_lines(-pane.virtual_size.height)


def to_end(reader: ReaderContext, row: int = 0) -> None:
    """Goes to the last row or to that row (counted from 1), or to the end of the article."""
    pane = _focused(reader)
    if row:
        _to_row(pane, row)
    elif pane is reader.headlines:
        reader.articles.to_end(first=False)
    elif isinstance(pane, LineList):
        pane.move_to(pane.row_count() - 1)
    else:
        pane.scroll_lines(pane.virtual_size.height)


def _to_row(pane: LineList | ArticlePane, row: int) -> None:
    if isinstance(pane, LineList):
        pane.move_to(pane.row_numbered(row))
    else:
        pane.scroll_lines(row - 1 - pane.scroll_offset.y)


# -- between panes


def inward(reader: ReaderContext) -> None:
    """Opens a folded folder, the list, the article and its story, or what is selected in it."""
    from reader.ui.reader.actions.read import open_selected

    if reader.layout.pane is Pane.TREE:
        if not _fold(reader, False):
            reader.layout.focus(Pane.LIST)
    elif reader.layout.pane is Pane.LIST and reader.headlines.current_id is not None:
        if reader.articles.by_stories:
            reader.headlines.open_story()
        open_selected(reader)
        reader.layout.focus(Pane.ARTICLE)
    elif reader.layout.pane is Pane.ARTICLE and reader.page.target:
        from reader.ui.reader.targets import follow

        target = reader.page.target
        reader.screen.run_worker(follow(reader, target.href, target.text))


def outward(reader: ReaderContext) -> None:
    """Leaves the article or the list, or closes a story; in the tree, folds the folder or goes to it."""
    pane = reader.layout.pane
    if pane is Pane.ARTICLE and (left := reader.person.left_for):
        reader.person.show(left[0], reader.headlines.current_id, left[1])
    elif pane is Pane.ARTICLE and _to_front_page(reader):
        return
    elif pane is Pane.ARTICLE:
        reader.layout.focus(Pane.LIST)
    elif pane is Pane.LIST and reader.headlines.close_story():
        reader.follow_cursor()
        reader.status.draw_masthead()
    elif pane is Pane.LIST and reader.history:
        reader.show_list(*reader.history.pop())
    elif pane is Pane.LIST:
        reader.layout.focus(Pane.TREE)
    elif not _fold(reader, True):
        reader.tree.to_parent()


def _to_front_page(reader: ReaderContext) -> bool:
    """Goes back to the front page if the article was opened from there."""
    if reader.pending.visit is None:
        return False
    from reader.ui.reader.actions.front_page import back as back_to_page

    return back_to_page(reader)


def back(reader: ReaderContext) -> None:
    """Ends a selection or the filter, or leaves the article or the list. Changes nothing in the tree."""
    from reader.ui.reader.actions.lists import end_filter

    if reader.layout.pane is Pane.ARTICLE and reader.page.target:
        reader.page.select_target(None)
        return
    if reader.layout.pane is Pane.LIST and (reader.headlines.drop_picked() or end_filter(reader)):
        return
    if reader.layout.pane is not Pane.TREE:
        outward(reader)


def _fold(reader: ReaderContext, folded: bool) -> bool:
    done = reader.tree.fold(folded)
    if done:
        contents = reader.tree.contents
        reader.session.change(
            folded=tuple(sorted(contents.folded)),
            tags_folded=contents.tags_folded,
            labels_folded=contents.labels_folded,
            people_folded=contents.people_folded,
        )
    return done


def next_pane(reader: ReaderContext, step: int) -> None:
    """Focuses the next or the previous pane."""
    reader.layout.focus(reader.layout.next_pane(step))


# -- the panes themselves


def toggle_feeds(reader: ReaderContext) -> None:
    """Shows or hides the feeds pane."""
    reader.layout.toggle_tree()
    remember_sizes(reader)


def toggle_rows(reader: ReaderContext) -> None:
    """Makes the rows of the list compact, or comfortable again."""
    compact = reader.layout.toggle_rows()
    reader.session.change(compact=compact)
    reader.status.show_message(_("Compact headlines") if compact else _("Comfortable headlines"))


def toggle_zoom(reader: ReaderContext) -> None:
    """Gives the list or the article the whole screen, or shows the other panes again."""
    if not reader.layout.toggle_zoom():
        reader.status.show_message(_("Go to the list or the article first"))
    reader.status.draw()


def resize_pane(reader: ReaderContext, cells: int) -> None:
    """Makes the focused pane larger or smaller."""
    reader.layout.resize(cells)
    remember_sizes(reader)


def remember_sizes(reader: ReaderContext) -> None:
    """Keeps the sizes of the panes for the next start."""
    reader.session.change(sizes=reader.layout.sizes, tree_wanted=reader.layout.tree_wanted)
