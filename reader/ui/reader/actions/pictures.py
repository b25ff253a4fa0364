"""Commands for the pictures of the article."""

from __future__ import annotations

from collections.abc import Callable

from reader.ui.reader.context import ReaderContext
from reader.wording.catalogue import _


def switch(reader: ReaderContext) -> None:
    """Shows the pictures of articles, or only their words."""
    pictures = reader.article.pictures
    if not pictures.can_be_shown:
        reader.status.show_message(_("This terminal shows no pictures, or a setting turns them off"))
    elif pictures.switch():
        reader.status.show_message(_("Pictures are shown"))
    else:
        reader.status.show_message(_("Pictures are hidden"))


def enlarge(reader: ReaderContext, number: str) -> None:
    """Shows the picture of that number on the page as large as the terminal allows."""
    pictures = reader.article.pictures
    placed, look = pictures.placed, pictures.look
    if look is None or not placed:
        return
    from reader.ui.pictures.enlarged import PictureScreen, PictureView

    entry = reader.article.entry
    view = PictureView(pictures.loader, look, entry.id if entry else None, reader.glyphs)

    def tell(message: str) -> None:
        """A browser may fail when the screen is closed already."""
        (screen if screen.is_attached else reader.status).show_message(message)

    screen = PictureScreen(
        view,
        placed,
        int(number),
        reader.glyphs,
        lambda url: _open(reader, url, tell),
        lambda url: _copy(reader, url, tell),
    )
    reader.app.push_screen(screen)


def address(reader: ReaderContext, number: str) -> str | None:
    """The address of the picture of that number on the page."""
    return next((one.url for one in reader.article.pictures.placed if one.number == int(number)), None)


def _open(reader: ReaderContext, url: str, tell: Callable[[str], None]) -> None:
    from reader.ui.system import default_browser, open_address

    if open_address(reader.app, url, default_browser(reader.library.config.browser), tell):
        tell(_("Opened {url}").format(url=url))


def _copy(reader: ReaderContext, url: str, tell: Callable[[str], None]) -> None:
    from reader.ui.system import copy_with_program

    reader.app.copy_to_clipboard(url)
    copy_with_program(url)
    tell(_("Copied {url}").format(url=url))
