"""The three panes on the screen: which are visible, how large, and which is focused."""

from __future__ import annotations

from dataclasses import replace

from textual.containers import Container
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from reader.ui.reader.pane_sizes import Arrangement, Pane, Shape, Sizes, arrange
from reader.ui.widgets.bars import Hairline
from reader.ui.widgets.headlines import Headlines

_ORDER = (Pane.TREE, Pane.LIST, Pane.ARTICLE)


class Layout:
    """Applies an :class:`~reader.ui.reader.pane_sizes.Arrangement` to a screen's widgets."""

    def __init__(self, screen: Screen[None], sizes: Sizes, *, tree_wanted: bool, compact: bool | None) -> None:
        self._screen = screen
        self.sizes, self.tree_wanted = sizes, tree_wanted
        self.compact = compact  # the rows that the user chose
        self.zoomed = False
        self.pane = Pane.LIST
        self._last: tuple[Arrangement, Sizes] | None = None

    def lay_out(self) -> None:
        """Arranges the panes for the screen's size."""
        plan = self._plan()
        if self._last == (plan, self.sizes):
            return
        self._last = (plan, self.sizes)
        tree, headlines, article = (self._widget(pane) for pane in _ORDER)
        self._screen.query_one(Headlines).set_row_heights(plan.rows.height, int(plan.rows.headings))
        for pane in _ORDER:
            self._widget(pane).display = pane in plan.shown
        tree.styles.width = plan.tree_width or "1fr"
        headlines.styles.width = plan.list_width or "1fr"
        headlines.styles.height = plan.list_height or "1fr"
        article.styles.width = article.styles.height = "1fr"
        stacked = plan.shape is Shape.STACKED
        panes = self._screen.query_one("#list-and-article", Container)
        panes.styles.layout = "vertical" if stacked else "horizontal"
        panes.display = plan.shown != {Pane.TREE}
        self._hairlines(plan, stacked=stacked)

    def _plan(self) -> Arrangement:
        size = self._size
        return arrange(
            size.width, size.height, self.sizes, self.pane,
            tree_wanted=self.tree_wanted, compact=self.compact, zoomed=self.zoomed,
        )  # fmt: skip

    def _hairlines(self, plan: Arrangement, *, stacked: bool) -> None:
        both = {Pane.LIST, Pane.ARTICLE} <= plan.shown
        self._line("line-tree").display = Pane.TREE in plan.shown and len(plan.shown) > 1
        self._line("line-list").display = both and not stacked
        self._line("line-stack").display = both and stacked
        self._line("line-top").display = plan.ruled
        self._line("line-bottom").display = plan.airy

    def focus(self, pane: Pane) -> None:
        """Focuses a pane, showing it if it was hidden."""
        self.pane = pane
        self.lay_out()
        self._widget(pane).focus(scroll_visible=False)

    def show(self, pane: Pane) -> None:
        """Makes a pane visible; where there is room for one pane only, it is focused."""
        if self._last and pane not in self._last[0].shown:
            self.focus(pane)

    def shows(self, pane: Pane) -> bool:
        """Whether a pane is visible."""
        return self._last is not None and pane in self._last[0].shown

    def focused(self, widget: Widget | None) -> bool:
        """Follows the focus to a widget; False if that is not a pane."""
        if widget is None or widget.id not in set(_ORDER):
            return False
        if self.pane != widget.id:
            self.pane = Pane(widget.id)
            self.lay_out()
        return True

    def next_pane(self, step: int) -> Pane:
        """The pane after the focused one, or before it; from the last to the first."""
        return _ORDER[(_ORDER.index(self.pane) + step) % len(_ORDER)]

    def toggle_rows(self) -> bool:
        """Makes the rows compact, or comfortable again; returns whether they are compact now."""
        self.compact = not self._plan().rows.compact
        self.lay_out()
        return self.compact

    def toggle_zoom(self) -> bool:
        """Gives the focused list or article the whole screen, or shows the other panes again; False in the tree."""
        if self.pane is Pane.TREE:
            return False
        self.zoomed = not self.zoomed
        self.lay_out()
        return True

    def toggle_tree(self) -> None:
        """Shows or hides the feeds. Too narrow for all panes, they show only while focused."""
        if self._last and self._last[0].shape is Shape.WIDE:
            self.tree_wanted = not self.tree_wanted
            leaves = not self.tree_wanted and self.pane is Pane.TREE
            self.focus(Pane.LIST if leaves else self.pane)
        else:
            self.focus(Pane.LIST if self.pane is Pane.TREE else Pane.TREE)

    def resize(self, by: int) -> None:
        """Makes the focused pane larger; the article grows at the expense of the list."""
        plan = self._last[0] if self._last else None
        if plan is None or plan.shape is Shape.NARROW:
            return
        if self.pane is Pane.TREE:
            self.move_line("line-tree", by)
        else:
            line = "line-stack" if plan.shape is Shape.STACKED else "line-list"
            self.move_line(line, by if self.pane is Pane.LIST else -by)

    def move_line(self, line: str, by: int) -> None:
        """Moves a hairline by cells, to the right or down."""
        plan = self._last[0] if self._last else None
        if plan is None:
            return
        if line == "line-tree" and plan.tree_width:
            self.sizes = replace(self.sizes, tree_width=max(1, plan.tree_width + by))
        elif line == "line-list" and plan.list_width:
            self.sizes = replace(self.sizes, list_width=max(1, plan.list_width + by))
        elif line == "line-stack" and plan.list_height:
            self.sizes = replace(self.sizes, list_height=max(1, plan.list_height + by))
        self._keep_what_fits()
        self.lay_out()

    def _keep_what_fits(self) -> None:
        """Clamps the sizes to what fits, so that dragging back works at once."""
        plan = self._plan()
        self.sizes = Sizes(
            tree_width=(self.sizes.tree_width and plan.tree_width) or self.sizes.tree_width,
            list_width=(self.sizes.list_width and plan.list_width) or self.sizes.list_width,
            list_height=(self.sizes.list_height and plan.list_height) or self.sizes.list_height,
        )

    @property
    def _size(self) -> Size:
        """The screen's size, or the terminal's before the screen's first layout."""
        return self._screen.size or self._screen.app.size

    def _widget(self, pane: Pane) -> Widget:
        return self._screen.query_one(f"#{pane.value}", Widget)

    def _line(self, name: str) -> Hairline:
        return self._screen.query_one(f"#{name}", Hairline)
