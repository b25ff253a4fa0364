"""Keys that move: in a pane, between panes, and the panes themselves."""

from __future__ import annotations

from textual import on

from reader.ui.reader.marking import MarkingScreen
from reader.ui.reader.pane_sizes import Pane
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.line_list import LineList


class MovingScreen(MarkingScreen):
    """Up and down, in and out."""

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_inward()

    def action_down(self) -> None:
        """A row or a line down."""
        self._step(1)

    def action_up(self) -> None:
        """A row or a line up."""
        self._step(-1)

    def _step(self, by: int) -> None:
        pane = self._pane()
        if isinstance(pane, LineList):
            pane.move_by(by)
        else:
            self.article.scroll_lines(by)

    def action_page_down(self) -> None:
        """A page down."""
        self._turn(1)

    def action_page_up(self) -> None:
        """A page up."""
        self._turn(-1)

    def _turn(self, pages: int) -> None:
        pane = self._pane()
        if isinstance(pane, LineList):
            pane.move_by_page(pages)
        else:
            self.article.page_by(pages)

    def action_sideways(self, cells: int) -> None:
        """Code that is wider than the pane, to be read to its end."""
        if not self.article.shift(cells):
            self.notices.tell("Nothing here is wider than the pane.")

    def action_first(self) -> None:
        """To the top."""
        pane = self._pane()
        if pane is self.headlines:
            self.browsing.to_end(first=True)
        elif isinstance(pane, LineList):
            pane.move_to(0)
        else:
            self.article.scroll_lines(-self.article.virtual_size.height)

    def action_last(self) -> None:
        """To the end."""
        pane = self._pane()
        if pane is self.headlines:
            self.browsing.to_end(first=False)
        elif isinstance(pane, LineList):
            pane.move_to(pane.row_count() - 1)
        else:
            self.article.scroll_lines(self.article.virtual_size.height)

    def _pane(self) -> LineList | ArticlePane:
        panes: dict[Pane, LineList | ArticlePane] = {Pane.TREE: self.feeds, Pane.LIST: self.headlines}
        return panes.get(self.desk.pane, self.article)

    def action_inward(self) -> None:
        """Into the folder, the list, the article."""
        if self.desk.pane is Pane.TREE:
            if not self._fold(False):
                self.desk.focus(Pane.LIST)
        elif self.desk.pane is Pane.LIST and self.headlines.current_id is not None:
            self._open()
            self.desk.focus(Pane.ARTICLE)

    def action_back(self) -> None:
        """Out of the article, the list; no further than to the feeds."""
        if self.desk.pane is not Pane.TREE:
            self.action_outward()

    def action_outward(self) -> None:
        """Out of the article, the list; in the tree, folds."""
        if self.desk.pane is Pane.ARTICLE:
            self.desk.focus(Pane.LIST)
        elif self.desk.pane is Pane.LIST and self._before:
            self._browse(*self._before.pop())
        elif self.desk.pane is Pane.LIST:
            self.desk.focus(Pane.TREE)
        elif not self._fold(True):
            self.feeds.to_parent()

    def _fold(self, folded: bool) -> bool:
        done = self.feeds.fold(folded)
        if done:
            self._remember_folded()
        return done

    def _remember_folded(self) -> None:
        tree = self.feeds.contents
        self._session.change(folded=tuple(sorted(tree.folded)), tags_folded=tree.tags_folded)

    def action_next_pane(self) -> None:
        """The next pane has the keys."""
        self.desk.focus(self.desk.next_pane(1))

    def action_previous_pane(self) -> None:
        """The one before."""
        self.desk.focus(self.desk.next_pane(-1))

    def action_toggle_tree(self) -> None:
        """The feeds come or go."""
        self.desk.toggle_tree()
        self._remember_panes()

    def action_resize_pane(self, by: int) -> None:
        """The pane becomes larger or smaller."""
        self.desk.resize(by)
        self._remember_panes()
