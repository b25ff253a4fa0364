"""Sets the pages of a visit for the size of the screen, and shows them with the lead story's picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.library.edition_messages import long_date
from reader.library.editions import local_day
from reader.ui.front_page.copy_desk import NAMEPLATE, copy_of
from reader.ui.front_page.last_page import ending_of
from reader.ui.front_page.layout.copy import Copy
from reader.ui.front_page.layout.pages import lay_out
from reader.ui.front_page.layout.sheet import Sheet
from reader.ui.front_page.lead_picture import LeadPicture
from reader.ui.run_programs import in_thread

if TYPE_CHECKING:
    from reader.ui.front_page.layout.block import Signs
    from reader.ui.front_page.page_view import FrontPageView
    from reader.ui.front_page.visit import Visit
    from reader.ui.reader.context import ReaderContext


class PagePrinter:
    """``notice``: the lines to print without an edition."""

    def __init__(self, reader: ReaderContext, visit: Visit, view: FrontPageView, signs: Signs) -> None:
        self.notice: tuple[str, ...] = ()
        self._library, self._pictures = reader.library, reader.article.pictures
        self._visit, self._view, self._signs = visit, view, signs
        self._picture = view.picture = LeadPicture(self._pictures, reader.glyphs, view.picture_changed)
        self._printed: tuple[object, ...] = ()  # what the sheet was set from

    async def print(self) -> bool:
        """Sets the pages in a thread. False: they are as they were."""
        visit, view, pictures, signs = self._visit, self._view, self._pictures, self._signs
        copy, size, large = self._copy(), view.size, pictures.large_text
        shown = pictures.are_shown and pictures.look is not None
        made_of = (copy, size, shown, large)
        if made_of == self._printed:
            view.show_read(visit.read)
            return False

        def work() -> Sheet:
            from reader.ui.typeset.hyphens import syllables_of

            return lay_out(
                copy, size.width, size.height, syllables_of=syllables_of, signs=signs, pictures=shown, large=large
            )

        sheet = await in_thread(work)
        self._printed = made_of
        self._show_picture(sheet)
        view.show(sheet, visit.read, visit.selected)
        return True

    def _copy(self) -> Copy:
        """The text to print: the edition of the visit, or the notice that there is none."""
        visit = self._visit
        if visit.edition is None:
            return Copy(NAMEPLATE, long_date(local_day(self._library.now())), "", "", ending=self.notice)
        return copy_of(visit.edition, visit.articles, ending=ending_of(visit), size_of=self._library.pictures.size)

    def _show_picture(self, sheet: Sheet) -> None:
        """Has the lead story's picture loaded into its place."""
        for key, place in sheet.pictures.items():
            article = self._visit.articles[key]
            if article.picture:
                self._picture.show(key, article.picture, article.title, place)
                return
        self._picture.leave()

    def leave(self) -> None:
        """Takes the picture away."""
        self._picture.leave()
