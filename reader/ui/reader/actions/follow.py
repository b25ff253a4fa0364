"""Commands that lead away from an article: to the browser, its links, its author, the clipboard."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.library.entry_formats import address_of
from reader.model import Entry, comments_page
from reader.programs import Program
from reader.stream import Kind, Stream
from reader.ui.reader.actions.read import open_selected
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.web.clean_links import clean_link
from reader.web.link_claims import shown_address
from reader.wording.catalogue import N_, _, plural

if TYPE_CHECKING:
    from reader.article.blocks import Link

MANY = 10  # articles, above which the user has to confirm that all are opened


async def browser(reader: ReaderContext) -> None:
    """Opens the selected articles in the browser."""
    from reader.ui.system import default_browser

    await _open_selected(reader, default_browser(reader.library.config.browser), reader.acted_on)


async def choose_browser(reader: ReaderContext, name: str = "") -> None:
    """Opens the selected articles in the browser of that name, or lists the browsers."""
    from reader.ui.dialogs.choose import ChoiceDialog
    from reader.ui.system import default_browser

    config, ids = reader.library.config, reader.acted_on
    usual = default_browser(config.browser)
    known = [*([usual] if usual else []), *config.browsers]
    if name:
        await _open_selected(reader, next(one for one in config.browsers if one.name == name), ids)
    elif not ids:
        reader.status.show_message(_("No article is selected"))
    elif not config.browsers:
        reader.status.show_message(_("Set up more browsers as tables [[browsers]] in config.toml"))
    else:

        def chosen(number: int | None) -> None:
            if number is not None:
                reader.screen.run_worker(_open_selected(reader, known[number], ids))

        labels = [_("{name} (the usual one)").format(name=usual.name)] if usual else []
        labels += [one.name for one in config.browsers]
        reader.app.push_screen(ChoiceDialog(_("Open with"), labels), chosen)


async def _open_selected(reader: ReaderContext, program: Program | None, ids: tuple[int, ...]) -> None:
    """Opens articles; many only after a question."""
    if len(ids) < 2 and not reader.front_page:
        _open_one(reader, program)
        return
    start = partial(_open_several, reader, program, ids)
    if len(ids) <= MANY:
        await start()
        return
    from reader.ui.dialogs.dialog import ConfirmDialog

    question = _("{n} articles will be opened at once.").format(n=len(ids))
    dialog = ConfirmDialog(_("Open in the browser"), question, accept=N_("{key} opens them"))

    def answered(yes: bool | None) -> None:
        if yes:
            reader.screen.run_worker(start())

    reader.app.push_screen(dialog, answered)


def _open_one(reader: ReaderContext, program: Program | None) -> None:
    entry = reader.selected().entry
    url = entry and address_of(entry)
    if not url:
        _show_missing(reader, _("This article has no address"))
    elif entry and _open(reader, url, program):
        reader.status.show_message(_("Opened {url}").format(url=url))
        reader.library.editions.note_opened(entry.id)
        reader.mark_read(reader.read_watch.opened_elsewhere([entry]))


async def _open_several(reader: ReaderContext, program: Program | None, ids: tuple[int, ...]) -> None:
    found = [(entry, url) for entry in await _load(reader, ids) if (url := address_of(entry))]
    opened = [entry for entry, url in found if _open(reader, url, program)]
    if not found:
        reader.status.show_message(_("These articles have no address"))
    if opened:
        reader.library.editions.note_opened(*(entry.id for entry in opened))
        reader.mark_read(reader.read_watch.opened_elsewhere(opened))
        reader.status.show_message(plural("Opened {n} article", "Opened {n} articles", len(opened)))


def _open(reader: ReaderContext, url: str, program: Program | None) -> bool:
    from reader.ui.system import open_address

    return open_address(reader.app, url, program, reader.status.show_message)


def comments(reader: ReaderContext) -> None:
    """Opens the article's comments in the browser."""
    entry = reader.selected().entry
    url = entry and comments_page(entry)
    if url:
        open_in_browser(reader, url)
    else:
        _show_missing(reader, _("This article has no comments page"))


def open_in_browser(reader: ReaderContext, url: str, *, background: bool = False) -> None:
    """Opens an address in the browser. ``background``: without bringing it to the front, where that can be done."""
    from reader.ui.system import default_browser

    url = clean_link(url)
    if _open(reader, url, default_browser(reader.library.config.browser, background=background)):
        reader.status.show_message(_("Opened {url}").format(url=shown_address(url)))


def go_to_entry(reader: ReaderContext, number: str) -> None:
    """Selects the entry of that id in the list, or in its feed's list if it is not there."""
    entry_id = int(number)
    reader.person.leave_for(entry_id)
    if not (reader.headlines.move_to_telling(entry_id) or reader.articles.select(entry_id)):
        entry = reader.library.articles.entry(entry_id)
        if entry is None:
            return
        reader.go_to(Stream(Kind.FEED, entry.feed_url), entry_id)
    open_selected(reader)


def address_of_entry(reader: ReaderContext, number: str) -> str | None:
    """The web address of the entry of that id."""
    entry = reader.library.articles.entry(int(number))
    return address_of(entry) if entry else None


async def copy_address(reader: ReaderContext) -> None:
    """Copies what is selected: text, else the address of a link, else the addresses of articles, each on a line."""
    from reader.ui.reader.actions.select_text import copy_selected

    if copy_selected(reader):
        return
    if reader.layout.pane is Pane.ARTICLE and reader.page.target:
        from reader.ui.reader.targets import copy

        await copy(reader, reader.page.target.href)
        return
    await copy_addresses(reader)


async def copy_addresses(reader: ReaderContext) -> None:
    """Copies the addresses of the selected articles, each on a line."""
    found = list(filter(None, map(address_of, await _entries(reader))))
    if found:
        copy_text(reader, "\n".join(found), found)
    else:
        _show_missing(reader, _("This article has no address"))


async def copy_as_markdown(reader: ReaderContext) -> None:
    """Copies titles and addresses of the selected articles to the clipboard as links in Markdown, several as a list."""
    from reader.library.entry_formats.entry_as_markdown import title_as_markdown

    found = [title_as_markdown(entry, address_of(entry)) for entry in await _entries(reader)]
    if found:
        copy_text(reader, found[0] if len(found) == 1 else "".join(f"- {one}\n" for one in found), found)
    else:
        _show_missing(reader, "")


async def _entries(reader: ReaderContext) -> list[Entry]:
    """The selected articles."""
    if reader.selection:
        return await _load(reader, reader.selection)
    entry = reader.selected().entry
    return [entry] if entry else []


async def _load(reader: ReaderContext, ids: tuple[int, ...]) -> list[Entry]:
    """Those articles, from the reader thread; none, after a message, if the database cannot be read."""
    try:
        return [entry for entry, _tags in await asyncio.wrap_future(reader.library.articles.load_entries(ids))]
    except StoreError as error:
        reader.status.show_error(error)
        return []


def copy_text(reader: ReaderContext, text: str, parts: Sequence[str] = ()) -> None:
    """Copies a text to the clipboard and says so. ``parts``: of several articles, if it consists of them."""
    from reader.ui.system import copy_with_program

    reader.app.copy_to_clipboard(text)
    copy_with_program(text)
    if len(parts) > 1:
        reader.status.show_message(plural("Copied {n} article", "Copied {n} articles", len(parts)))
    else:
        reader.status.show_message(_("Copied {url}").format(url=text))


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


def changes(reader: ReaderContext) -> None:
    """Shows what edits changed in the article, or its text again."""
    article = reader.selected()
    if article.switch_changes():
        reader.status.draw()
    else:
        _show_missing(reader, _("No changes to this article are known"))


def links(reader: ReaderContext) -> None:
    """Lists the links and pictures of the article, to open one or copy its address."""
    from reader.ui.dialogs.links import LinksDialog, links_of

    found = links_of(reader.selected().article)
    if found:

        def chosen(link: Link | None) -> None:
            from reader.ui.reader.targets import follow

            if link:
                reader.screen.run_worker(follow(reader, link.url, link.text))

        reader.screen.app.push_screen(LinksDialog(found, partial(copy_text, reader)), chosen)
    else:
        _show_missing(reader, _("This article has no links and no pictures"))


def leave_for(
    reader: ReaderContext, stream: Stream, entry_id: int | None = None, *,
    left: tuple[Stream, int | None] | None = None, pane: Pane = Pane.LIST,
) -> None:  # fmt: skip
    """Shows a list from which the back key returns to the present one, or to the one ``left`` before."""
    left = left or (reader.articles.stream, reader.headlines.current_id)
    if stream != left[0]:
        reader.history.append(left)
    reader.show_list(stream, entry_id)
    reader.layout.focus(pane)
