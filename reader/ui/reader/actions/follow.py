"""Commands that lead away from an article: to the browser, its links, its author, the clipboard."""

from __future__ import annotations

from functools import partial

from reader.model import Entry
from reader.stream import Kind, Stream
from reader.ui.reader.actions.read import mark_opened, open_selected
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import _


def browser(reader: ReaderContext) -> None:
    """Opens the article in the browser."""
    url = _address(reader.selected().entry)
    if url:
        follow(reader, url)
        mark_opened(reader)
    else:
        _show_missing(reader, _("This article has no address"))


def _address(entry: Entry | None) -> str | None:
    """The address of an article, or of its first file if it has no page, as with many podcast episodes."""
    if entry is None:
        return None
    return entry.url or next((enclosure.url for enclosure in entry.enclosures), None)


def comments(reader: ReaderContext) -> None:
    """Opens the article's comments in the browser."""
    entry = reader.selected().entry
    url = entry and (entry.comments_url or (entry.page and entry.page.comments_url))
    if url:
        follow(reader, url)
    else:
        _show_missing(reader, _("This article has no comments page"))


def follow(reader: ReaderContext, href: str) -> None:
    """Opens an address in the browser, or an article by a link ``entry:ID``."""
    if href.startswith("entry:"):
        _go_to_entry(reader, int(href.removeprefix("entry:")))
        return
    from reader.ui.system import open_in_browser

    problem = open_in_browser(href, reader.library.config.browser)
    reader.status.show_message(problem or _("Opened {url}").format(url=href))


def _go_to_entry(reader: ReaderContext, entry_id: int) -> None:
    """Selects an entry in the list, or in its feed's list if it is not there."""
    key = reader.library.articles.key(entry_id)
    if key and not reader.headlines.select(*key):
        entry = reader.library.articles.entry(entry_id)
        if entry is None:
            return
        reader.go_to(Stream(Kind.FEED, entry.feed_url), entry_id)
    open_selected(reader)


def copy_address(reader: ReaderContext) -> None:
    """Copies the article's address to the clipboard."""
    url = _address(reader.selected().entry)
    if url:
        _copy(reader, url)
    else:
        _show_missing(reader, _("This article has no address"))


def _copy(reader: ReaderContext, url: str) -> None:
    from reader.ui.system import copy_with_program

    reader.screen.app.copy_to_clipboard(url)
    copy_with_program(url)
    reader.status.show_message(_("Copied {url}").format(url=url))


def _show_missing(reader: ReaderContext, message: str) -> None:
    """Says what the selected article lacks, or that none is selected."""
    reader.status.show_message(message if reader.selected().entry else _("No article is selected"))


def other_text(reader: ReaderContext) -> None:
    """Shows the feed's text instead of the page's, or the page's again."""
    article = reader.selected()
    if article.switch_text():
        feed = "feed-text" in article.text_states
        reader.status.show_message(_("The feed’s own text") if feed else _("The text of the page"))
    elif article.entry and article.entry.page and article.entry.page.content_html:
        reader.status.show_message(_("The feed has no text of this article"))
    else:
        reader.status.show_message(_("The page of this article was not loaded; this is the feed’s own text"))


def links(reader: ReaderContext) -> None:
    """Lists the links and pictures of the article, to open one or copy its address."""
    from reader.ui.dialogs.links import LinksDialog, links_of

    found = links_of(reader.selected().article)
    if found:
        copy = partial(_copy, reader)
        reader.screen.app.push_screen(LinksDialog(found, copy), lambda href: follow(reader, href) if href else None)
    else:
        _show_missing(reader, _("This article has no links and no pictures"))


def by_author(reader: ReaderContext) -> None:
    """Lists all articles by the article's first author."""
    article = reader.selected().article
    if not article or not article.profiles:
        _show_missing(reader, _("The author of this article is unknown"))
        return
    leave_for(reader, Stream(Kind.AUTHOR, str(article.profiles[0].id)), article.entry.id)


def leave_for(
    reader: ReaderContext, stream: Stream, entry_id: int | None = None, *, left: tuple[Stream, int | None] | None = None
) -> None:
    """Shows a list from which the back key returns to the present one, or to the one ``left`` before."""
    left = left or (reader.articles.stream, reader.headlines.current_id)
    if stream != left[0]:
        reader.history.append(left)
    reader.show_list(stream, entry_id)
    reader.layout.focus(Pane.LIST)
