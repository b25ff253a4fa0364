"""Keys that lead away from the page: browser, links, comments, the author's other articles, a search."""

from __future__ import annotations

from textual import on

from reader.stream import Kind, Stream
from reader.ui.reader.marking import MarkingScreen
from reader.ui.reader.pane_sizes import Pane
from reader.ui.widgets.article import ArticlePane

NO_ADDRESS = "This article has no address."


class LeavingScreen(MarkingScreen):
    """Where an article leads."""

    @on(ArticlePane.Followed)
    def _followed(self, message: ArticlePane.Followed) -> None:
        self.follow(message.href)

    def action_browser(self) -> None:
        """The article in the browser."""
        entry = self._selected.entry
        if entry and entry.url:
            self.follow(entry.url)
            self._count_as_read()
        else:
            self.notices.tell(NO_ADDRESS)

    def action_comments(self) -> None:
        """Its comments in the browser."""
        entry = self._selected.entry
        url = entry and (entry.comments_url or (entry.page and entry.page.comments_url))
        if url:
            self.follow(url)
        else:
            self.notices.tell("This article has no comments page.")

    def follow(self, href: str) -> None:
        """An address to the browser, ``entry:ID`` to the page."""
        if href.startswith("entry:"):
            self._go_to(int(href.removeprefix("entry:")))
            return
        from reader.ui.system import open_in_browser

        wrong = open_in_browser(href, self._library.config.browser)
        self.notices.tell(wrong or f"Opened {href}")

    def _go_to(self, entry_id: int) -> None:
        """To an entry in this list, else in the list of its feed."""
        key = self._library.articles.key(entry_id)
        if key and not self.headlines.select(*key):
            entry = self._library.articles.entry(entry_id)
            if entry is None:
                return
            self.go_to(Stream(Kind.FEED, entry.feed_url), entry_id)
        self._open()

    def go_to(self, stream: Stream, entry_id: int | None = None) -> None:
        """To a stream of the tree, and an entry in it."""
        self._before = []
        self.feeds.select(stream)
        self._browse(stream, entry_id)

    def action_copy_url(self) -> None:
        """The article's address into the clipboard."""
        from reader.ui.system import copy_with_program

        entry = self._selected.entry
        if entry and entry.url:
            self.app.copy_to_clipboard(entry.url)
            copy_with_program(entry.url)
            self.notices.tell(f"Copied {entry.url}")
        else:
            self.notices.tell(NO_ADDRESS)

    def action_links(self) -> None:
        """The links of the article, to choose from."""
        from reader.ui.dialogs.links import LinksDialog, links_of

        links = links_of(self._selected.article)
        if links:
            self.app.push_screen(LinksDialog(links), lambda href: self.follow(href) if href else None)
        else:
            self.notices.tell("This article has no links.")

    def action_by_author(self) -> None:
        """All by the author of the article."""
        article = self._selected.article
        if not article or not article.profiles:
            self.notices.tell("The author of this article is not known.")
            return
        self._leave_for(Stream(Kind.AUTHOR, str(article.profiles[0].id)), article.entry.id)

    def action_search(self) -> None:
        """Asks for words, and lists what has them."""
        from reader.ui.dialogs.search import SearchDialog

        self.app.push_screen(SearchDialog(), self._search)

    def _search(self, words: str | None) -> None:
        if words and words.strip():
            self._leave_for(Stream(Kind.SEARCH, words.strip()))

    def _leave_for(self, stream: Stream, entry_id: int | None = None) -> None:
        if stream != self.browsing.stream:
            self._before.append((self.browsing.stream, self.headlines.current_id))
        self._browse(stream, entry_id)
        self.desk.focus(Pane.LIST)
