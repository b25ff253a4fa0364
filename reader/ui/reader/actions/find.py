"""Commands that find a text in the article: the line to type it in, and from hit to hit."""

from __future__ import annotations

from reader.text import clean_line
from reader.text.finding import needle_of
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.ui.typeset.breaking import fit
from reader.ui.typeset.page_search import Finding
from reader.wording.catalogue import _, language
from reader.wording.numbers import thousands

PAUSE = 0.15  # seconds without a key, after which a long article is looked through
_LONG = 2_000  # lines
_MOST_TEXTS = 50  # of the history
_SHOWN = 24  # cells of the text beside the number of the hit


def find(reader: ReaderContext, text: str | None = None) -> None:
    """Finds a text in the article; without one, asks for it and marks the hits while it is typed."""
    if reader.selected().article is None:
        reader.status.show_message(_("No article is selected"))
        return
    reader.layout.focus(Pane.ARTICLE)
    line, shift = reader.page.scroll_offset.y, reader.page.shifted
    before = reader.page.finding

    def preview(typed: str) -> str:
        reader.page.go_to_place(line, shift)
        _look_for(reader, typed)
        return counter(reader)

    def done(typed: str | None) -> None:
        if typed:
            preview(typed)
            _open_details(reader)
            _remember(reader, typed)
            if reader.page.finding is None or not len(reader.page.finding):
                _say_nothing(reader, typed)
        else:
            reader.page.go_to_place(line, shift)
            reader.page.look_for(before)
        reader.status.draw()

    if text is not None:
        done(clean_line(text))
        return
    from reader.ui.dialogs.find_line import FindLine

    pause = PAUSE if reader.page.line_count > _LONG else 0.0
    reader.app.push_screen(FindLine(history=reader.session.now.found_texts, preview=preview, pause=pause), done)


def _look_for(reader: ReaderContext, typed: str) -> None:
    needle = needle_of(clean_line(typed) if typed.strip() else "")
    if not needle:
        reader.page.look_for(None)
        return
    reader.page.look_for(Finding(clean_line(typed), needle))
    reader.page.show_hit()


def _open_details(reader: ReaderContext) -> None:
    """Opens the parts of the article that are closed, if nothing was found elsewhere but is there."""
    finding, article = reader.page.finding, reader.article.article
    if finding is None or len(finding) or article is None:
        return
    from reader.article.blocks import details_in
    from reader.article.document_text import plain_text_of_blocks

    closed = (one for one in details_in(article.document.blocks) if not one.is_open)
    if any(finding.is_in(plain_text_of_blocks(one.blocks)) for one in closed) and reader.article.open_all_details():
        reader.page.show_hit()


def _remember(reader: ReaderContext, typed: str) -> None:
    others = [text for text in reader.session.now.found_texts if text != typed]
    reader.session.change(found_texts=(*others, typed)[-_MOST_TEXTS:])


def _say_nothing(reader: ReaderContext, typed: str) -> None:
    reader.page.look_for(None)
    reader.status.show_message(_("“{text}” is not in this article").format(text=fit(clean_line(typed), _SHOWN)))


def counter(reader: ReaderContext) -> str:
    """The sought text, the number of the hit that is shown, and the total; empty without a search."""
    finding = reader.page.finding
    if finding is None:
        return ""
    text, total = fit(finding.typed, _SHOWN), len(finding)
    if not total:
        return _("“{text}”: not in this article").format(text=text)
    numbers = {"n": thousands(finding.current + 1, language()), "total": thousands(total, language())}
    if finding.wrapped:
        return _("“{text}”: {n} of {total}, from the other end").format(text=text, **numbers)
    return _("“{text}”: {n} of {total}").format(text=text, **numbers)


def step(reader: ReaderContext, by: int) -> None:
    """Goes to another hit, around the end of the article."""
    finding = reader.page.finding
    if finding is None or not len(finding):
        latest = reader.session.now.found_texts[-1:]
        find(reader, *latest)
        return
    finding.step(by)
    reader.page.show_hit()
    if reader.status.message:
        reader.status.show_message("")
    reader.status.draw()


def end(reader: ReaderContext) -> None:
    """Shows the hits no longer."""
    reader.page.look_for(None)
    reader.status.draw()
