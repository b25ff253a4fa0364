"""Typesets the selected article for its pane, and again when its page arrives or the pane changes its width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from reader.library import Library
from reader.model import Change, Entry, Field, Headline, text_language
from reader.ui.glyphs import Glyphs
from reader.ui.reader.changes_view import ChangesView, Composition
from reader.ui.reader.page_requests import PageRequests
from reader.ui.reader.page_work import PageWork, WorkEnded
from reader.ui.reader.positions import ReadingPlace, ReadingPositions
from reader.ui.reader.session import SessionKeeper
from reader.ui.widgets.article import ArticlePane

if TYPE_CHECKING:  # the typesetter comes with the first article, after the first paint
    from reader.article.blocks import Code
    from reader.ui.app import BroadsheetApp
    from reader.ui.reader.article_pictures import ArticlePictures
    from reader.ui.typeset.code_colours import CodeColours, ColouredLines
    from reader.ui.typeset.hyphens import Hyphens
    from reader.ui.typeset.page import Article, PageLayout, Position

LONGEST_COLOURING = 2.0  # seconds, of all code in an article

Whole: TypeAlias = "tuple[Article, PageLayout]"


class Beneath(Protocol):
    """The part of the page beneath an article: its conversation."""

    def append(self, page: PageLayout) -> PageLayout:
        """The page with more lines at its end."""

    def close(self) -> None:
        """The article is left."""


InThread = Callable[[Callable[[], "Whole | None"], Callable[["Whole | None"], None]], None]
"""Runs ``make`` in a thread and passes its result to ``then`` on the UI thread; a newer call cancels an older one."""


class ArticleView:
    """The article in the pane. Only an opened article fetches its page; a shown one does not.

    A very long article is shown in two steps: its beginning at once, all of it when a thread has typeset it.
    """

    def __init__(
        self, library: Library, pane: ArticlePane, glyphs: Glyphs, session: SessionKeeper, in_thread: InThread
    ) -> None:
        self._library, self._pane, self._glyphs, self._session = library, pane, glyphs, session
        self._in_thread = in_thread
        self.article: Article | None = None  # in the pane
        self._more: Sequence[Sequence[Headline]] = ()
        self.pages = PageRequests(library)
        self._colours: CodeColours | None = None  # of the code in the article
        self.place = ReadingPlace(ReadingPositions(library.positions), pane, self._position)
        self._toggled: frozenset[int] = frozenset()  # the details of the article that the user opened or closed
        self.left_at: dict[str, tuple[Position | None, int | None]] = {}
        """Where each jump to a footnote began: the position and the number of the selected target."""
        self._of_feed: set[int] = set()  # entries that show the feed's own text
        self.changes = ChangesView(library, glyphs)
        self._work = PageWork()  # on a long article
        self.visit = 0  # counts the articles that were shown
        self.beneath: Beneath | None = None
        self._bare: PageLayout | None = None  # the page without what is beneath it
        self._pictures: ArticlePictures | None = None

    @property
    def pictures(self) -> ArticlePictures:
        """The pictures of the article."""
        if self._pictures is None:
            from reader.ui.reader.article_pictures import ArticlePictures

            app = cast("BroadsheetApp", self._pane.app)
            self._pictures = ArticlePictures(
                app, self._library, self._pane, self._glyphs, self._session, lay_out=self.reset
            )
        return self._pictures

    @property
    def entry(self) -> Entry | None:
        """The entry in the pane."""
        return self.article.entry if self.article else None

    def show(self, entry_id: int | None) -> None:
        """Shows an entry at its last reading position, or at its top. None clears the pane."""
        if entry_id is not None and self.entry and self.entry.id == entry_id:
            return
        self.visit += 1
        self.end_work()
        self.place.turn_to(entry_id)
        if self.beneath:
            self.beneath.close()
        self._toggled, self.left_at, self._colours = frozenset(), {}, None
        self.changes.close()
        self.article = self._compose(entry_id) if entry_id is not None else None
        if self._pictures:
            self._pictures.turn_page()
        self._show_whole()
        self.place.reach()
        self._complete()

    def _show_whole(self) -> None:
        page = self._lay_out(self.article) if self.article else None
        self._bare = page
        whole = self._with_beneath(page) if page else None
        self._pane.show(whole)
        self._show_pictures(whole)

    def _update(self, page: PageLayout) -> None:
        whole = self._with_beneath(page)
        self._pane.update_layout(whole)
        self.place.reach()
        self._show_pictures(whole)

    def _show_pictures(self, layout: PageLayout | None) -> None:
        if self._pictures or (layout and layout.pictures):
            self.pictures.laid_out(self.entry.id if self.entry else None, layout)

    def scrolled(self) -> None:
        """The pane shows other lines of the page."""
        self.place.scrolled()
        if self._pictures:
            self._pictures.look_at_page()

    def end_pictures(self) -> None:
        """The terminal is about to be left."""
        if self._pictures:
            self._pictures.end()

    def came_back(self) -> None:
        """Another program had the terminal."""
        if self._pictures:
            self._pictures.came_back()

    def _position(self) -> Position | None:
        """The position at the top of the pane; beneath the article, its last line."""
        position = self._pane.position
        if position and self._bare and position.part >= len(self._bare.parts):
            return self._bare.position_of(len(self._bare.lines) - 1)
        return position

    def open(self) -> None:
        """Fetches the page of the article, unless the store has it, and its pictures."""
        if self.entry:
            self.pictures.fetch(self.entry.id)
        if self.entry and self.pages.would_fetch(self.entry):
            self.get_page()

    def get_page(self, *, anew: bool = False) -> bool:
        """Fetches the article's page, even if the store has it; False if it has no page.

        ``anew``: the user wants it, and with it the pictures that could not be shown.
        """
        entry = self.entry
        if anew and self._pictures:
            self._pictures.try_again()
        if entry is None or not self.pages.can_fetch(entry):
            return False
        if self.pages.fetch(entry.id):
            self.update(entry.id)
        return True

    @property
    def awaits_page(self) -> bool:
        """Whether the page of the article is being fetched."""
        return self.entry is not None and self.pages.awaits(self.entry.id)

    @property
    def states(self) -> set[str]:
        """The states of the article that the bottom line words its commands for."""
        states: set[str] = self.text_states
        if self.entry and self.entry.edited:
            states |= {"edited", "changes"} if self.changes.is_open else {"edited"}
        return states | {"playable"} if self._is_playable else states

    @property
    def _is_playable(self) -> bool:
        """Whether the article has a film or a sound, or one is attached."""
        if self.article is None:
            return False
        from reader.article.blocks import Media, MediaKind

        blocks, enclosures = self.article.document.blocks, self.article.entry.enclosures
        return any(isinstance(block, Media) and block.kind is not MediaKind.EMBED for block in blocks) or any(
            (one.type or "").startswith(("audio/", "video/")) for one in enclosures
        )

    @property
    def text_states(self) -> set[str]:
        """Whether the entry has a text of its feed and one of its page, and which is shown."""
        if self.entry is None:
            return set()
        if self.entry.id in self._of_feed:
            return {"two-texts", "feed-text"}
        return {"two-texts"} if self._has_two_texts(self.entry) else set()

    @staticmethod
    def _has_two_texts(entry: Entry) -> bool:
        return bool(entry.page and entry.page.content_html and (entry.content_html or entry.summary_html))

    def switch_changes(self) -> bool:
        """Shows what edits changed in place of the text, or the text again; False if no edit was seen."""
        entry = self.entry
        if entry is None or not (self.changes.is_open or entry.edited):
            return False
        if self.changes.is_open:
            self.changes.close()
        else:
            self.place.hold()
            self.changes.open(entry, self._pane.position)
        self.article = self._compose(entry.id)
        self._show_whole()
        if not self.changes.is_open:
            self.place.release(self.changes.left)
        self._complete()
        return True

    def switch_text(self) -> bool:
        """Shows the feed's text instead of the page's, or the page's again; False without two texts."""
        entry = self.entry
        if entry is None or "two-texts" not in self.text_states:
            return False
        self._of_feed ^= {entry.id}
        if self.changes.is_open:
            self.changes.close()
            self.place.release(None)
        self.article = self._compose(entry.id)
        self._show_whole()
        self._complete()
        return True

    def page_done(self, entry_id: int) -> None:
        """Shows a page, or more about an author, that is now in the store."""
        self.pages.done(entry_id)
        self.update(entry_id)

    def update(self, entry_id: int | None = None) -> None:
        """Reads the entry again and shows it at the same position. With ``entry_id``, only if it is that entry."""
        if self.entry and entry_id in (None, self.entry.id):
            self.article = self._compose(self.entry.id) or self.article
            self.reset()

    def apply(self, change: Change) -> None:
        """Shows a change of the entry."""
        if self.article and self.article.entry.id in change.ids:
            self.article = replace(self.article, entry=change.on(self.article.entry))
            if change.field is not Field.READ:  # the byline shows it
                self.reset()

    def reread_states(self) -> None:
        """Shows what another program has made of the entry: star, Later, labels."""
        entry, articles = self.entry, self._library.articles
        row = next(iter(articles.headlines([entry.id])), None) if entry else None
        if self.article is None or entry is None or row is None:
            return
        labels = tuple(sorted(articles.labels_on([entry.id])))
        now = replace(entry, read=row.read, starred=row.starred, later=row.later, labels=labels)
        if now != entry:
            self.article = replace(self.article, entry=now)
            self.reset()

    def reset(self) -> None:
        """Typesets the article again, for another width."""
        self.end_work()
        if self.article is None:
            return
        long = self._is_long(self.article)
        page_layout = None if long and self._pane.width else self._lay_out(self.article)
        if page_layout:
            self._update(page_layout)
        self._complete()

    def toggle_details(self, number: int) -> None:
        """Opens or closes a part of the article."""
        self._toggled ^= {number}
        self.reset()

    def open_all_details(self) -> bool:
        """Opens all parts of the article that are closed; whether there were any."""
        if self.article is None:
            return False
        from reader.article.blocks import details_in

        everything = frozenset(one.number for one in details_in(self.article.document.blocks) if not one.is_open)
        if everything == self._toggled:
            return False
        self._toggled = everything
        self.reset()
        return True

    def _complete(self) -> None:
        """Has a thread typeset a long article as a whole, and others for colours of code or hyphens not loaded yet."""
        self.end_work()
        article, width = self.article, self.measure
        if article is None or not width:
            return
        work = PageWork()
        if self._is_long(article):
            compose = self._composition(article.entry)

            def make() -> Whole | None:
                try:
                    whole = compose(work.check)
                    return whole, self._lay_out_for(whole, width, work.check, in_thread=work)
                except WorkEnded:
                    return None

            self._work = work
            self._in_thread(make, partial(self._completed, work))
            return
        if self._hyphens(article.entry).are_lacking or self._code_colours.lack(article.document.blocks):

            def refine() -> Whole | None:
                try:
                    return article, self._lay_out_for(article, width, work.check, in_thread=work)
                except WorkEnded:
                    return None

            self._work = work
            self._in_thread(refine, partial(self._refined, work))

    def _is_long(self, article: Article) -> bool:
        """Whether composing what is shown takes longer than a key press may."""
        if self.changes.is_open:
            return self.changes.are_long(article.entry)
        from reader.ui.reader.compose_article import is_long

        return is_long(article.entry)

    def _composition(self, entry: Entry) -> Composition:
        """The composition of all the text that the pane shows."""
        if self.changes.is_open:
            return self.changes.composition(entry)
        from reader.ui.reader.compose_article import compose

        awaited, more_to_load = self.pages.awaits(entry.id), self.pages.would_fetch(entry)
        return lambda check: compose(entry, self._more, awaited=awaited, more_to_load=more_to_load, check=check)

    @property
    def _code_colours(self) -> CodeColours:
        if self._colours is None:
            from reader.ui.typeset.code_colours import CodeColours

            self._colours = CodeColours()
        return self._colours

    def _refined(self, work: PageWork, whole: Whole | None) -> None:
        if whole and not work.is_left and whole[1].width == self.measure:
            self._update(whole[1])

    def update_beneath(self) -> None:
        """Shows the part beneath the article again."""
        if self._bare:
            self._update(self._bare)

    def count_comments(self, entry_id: int, count: int) -> None:
        """So many comments of the article are stored now."""
        if self.article and self.article.entry.id == entry_id and self.article.entry.comments_here != count:
            self.article = replace(self.article, entry=replace(self.article.entry, comments_here=count))
            self.reset()

    def _with_beneath(self, page: PageLayout) -> PageLayout:
        self._bare = page
        return self.beneath.append(page) if self.beneath and not self.changes.is_open else page

    def end_work(self) -> None:
        """Ends the work on a long article."""
        self._work.leave()

    def _completed(self, work: PageWork, whole: Whole | None) -> None:
        if work.is_left or self.article is None:
            return
        if whole is None:  # it took too long
            if self.changes.is_open:
                article = self.changes.given_up(self.article)
            else:
                article = replace(self.article, partial=False, document=replace(self.article.document, is_cut=True))
            page_layout = self._lay_out(article)
        else:
            article, page_layout = whole
        if page_layout is None or page_layout.width != self.measure:
            self._complete()
            return
        self.article = replace(article, entry=self.article.entry)  # the user may have changed it since
        self._update(page_layout)

    def _compose(self, entry_id: int) -> Article | None:
        from reader.ui.reader.compose_article import begin  # lxml and nh3: only when an article is shown

        entry = self._library.articles.entry(entry_id)
        if entry is None:
            return None
        if entry.id in self._of_feed and entry.page:
            entry = replace(entry, page=replace(entry.page, content_html="", lead=""))
        if self.changes.is_open:
            return self.changes.begin(entry)
        self._more = self._library.articles.more_by_authors(entry)
        awaited, more_to_load = self.pages.awaits(entry_id), self.pages.would_fetch(entry)
        return begin(entry, self._more, awaited=awaited, more_to_load=more_to_load)

    @property
    def measure(self) -> int:
        """The width of a line in cells; 0 while the pane is hidden."""
        return self._pane.measure(self._library.config.measure) if self._pane.text_width else 0

    @staticmethod
    def _hyphens(entry: Entry) -> Hyphens:
        from reader.ui.typeset.hyphens import hyphens_of

        return hyphens_of(text_language(entry))

    def _lay_out(self, article: Article) -> PageLayout | None:
        """The article typeset for the width of the pane."""
        return self._lay_out_for(article, self.measure) if self.measure else None

    def _lay_out_for(
        self,
        article: Article,
        width: int,
        check: Callable[[], None] = lambda: None,
        *,
        in_thread: PageWork | None = None,
    ) -> PageLayout:
        from reader.ui.typeset.page import lay_out_page

        hyphens, colours = self._hyphens(article.entry), self._code_colours
        return lay_out_page(
            article,
            width,
            now=self._library.now(),
            glyphs=self._glyphs,
            syllables=hyphens.positions if in_thread else hyphens.positions_if_loaded,
            toggled=self._toggled,
            colour=_colouring(colours, in_thread) if in_thread else colours.known,
            check=check,
            space=self.pictures.space,
            rows_of_headline=self.pictures.rows_of_headline,
        )


def _colouring(colours: CodeColours, work: PageWork) -> Callable[[Code], ColouredLines | None]:
    """Finds the colours of code in a thread, within a time that hostile code does not take from the rest."""
    time = PageWork(LONGEST_COLOURING)

    def check() -> None:
        work.check()
        time.check()

    def colour(code: Code) -> ColouredLines | None:
        try:
            return colours.found(code, check)
        except WorkEnded:
            work.check()
            colours.give_up(code)
            return None

    return colour
