"""When an opened article becomes read: at once, after some seconds, at its end, or only by hand.

Leaving the article ends the watch. The end counts when the user scrolls down to it, or continues from there with Space.
If it is visible from the start, it counts after a moment, so that skipping through short articles leaves them unread.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen
from textual.timer import Timer

from reader.durations import seconds_until_read
from reader.model import Change, Entry, Field
from reader.ui.reader.article_view import ArticleView
from reader.ui.widgets.article import ArticlePane

MOMENT = 2.0  # seconds for which the end of an article has to be visible, unless one scrolled to it


class ReadWatch:
    """Watches the opened article.

    ``setting``: when articles of a feed, by its address, become read; ``mark``: marks one.
    """

    def __init__(
        self,
        screen: Screen[None],
        page: ArticlePane,
        article: ArticleView,
        setting: Callable[[str], str],
        mark: Callable[[Entry], None],
    ) -> None:
        self._screen, self._page, self._article, self._setting, self._mark = screen, page, article, setting, mark
        self._visit: int | None = None  # in which the article was opened, unless its setting is "open" or "never"
        self._timer: Timer | None = None
        self._to_end = False

    def opened(self) -> None:
        """The article in the pane was opened, for the first time or again."""
        entry = self._article.entry
        if entry is None or self._in_visit:
            return
        self._stop()
        setting = self._setting(entry.feed_url)
        seconds = seconds_until_read(setting)
        if seconds == 0:
            self._mark(entry)
        elif seconds or setting == "end":
            self._visit, self._to_end = self._article.visit, not seconds
            self._wait(seconds or MOMENT)

    def went_on(self) -> None:
        """The user continues from the end of the article to the next one."""
        entry = self._article.entry
        if entry and self._setting(entry.feed_url) == "end":
            self._done(entry)

    def opened_elsewhere(self, entries: list[Entry]) -> list[Entry]:
        """Those of the articles, which were opened in the browser, that are read by that."""
        return [entry for entry in entries if self._setting(entry.feed_url) != "never"]

    def scrolled(self) -> None:
        """The page was scrolled."""
        entry = self._article.entry
        if entry and self._to_end and self._in_visit and self._at_end:
            self._done(entry)

    def changed(self) -> None:
        """The page has got longer or shorter."""
        if self._to_end and self._in_visit:
            self._wait(MOMENT)

    def decided(self, change: Change) -> None:
        """The user has marked articles by hand, which holds until the article is left."""
        entry = self._article.entry
        if change.field is Field.READ and entry and entry.id in change.ids:
            self._stop()

    def _stop(self) -> None:
        self._to_end = False
        if self._timer:
            self._timer.stop()
            self._timer = None

    @property
    def _in_visit(self) -> bool:
        return self._visit is not None and self._visit == self._article.visit

    @property
    def _at_end(self) -> bool:
        """Whether the end of the text is visible, and no more of it is being fetched."""
        return self._page.width is not None and self._page.at_end and not self._article.awaits_page

    def _wait(self, seconds: float) -> None:
        if self._timer:
            self._timer.stop()
        self._timer = self._screen.set_timer(seconds, self._look)

    def _look(self) -> None:
        self._timer = None
        entry = self._article.entry
        if entry is None or not self._in_visit:
            return
        if not self._page.size.height:  # another pane has the screen
            self._visit = None
        elif not self._to_end or self._at_end:
            self._done(entry)
        elif self._article.awaits_page:
            self._wait(MOMENT)

    def _done(self, entry: Entry) -> None:
        self._stop()
        self._mark(entry)
