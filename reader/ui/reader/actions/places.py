"""Jumps within the article: to footnotes and back, to the places that its links lead to; parts that open and close."""

from __future__ import annotations

from reader.ui.reader.context import ReaderContext
from reader.wording.catalogue import _


def note(reader: ReaderContext, value: str) -> None:
    """Jumps to the footnote of that number, or with ``:back`` to where the jump to it began."""
    number, _colon, back = value.partition(":")
    if back:
        _back(reader, number)
        return
    left = reader.page.position, reader.page.selected_target
    if _select(reader, f"note:{number}:back"):
        reader.article.left_at[number] = left


def _back(reader: ReaderContext, number: str) -> None:
    position, target = reader.article.left_at.get(number, (None, None))
    targets = reader.page.targets
    if target is not None and target < len(targets) and targets[target].href == f"note:{number}":
        reader.page.go_to_line(0)
        reader.page.go_to(position)
        reader.page.select_target(target)
    else:
        _select(reader, f"note:{number}")


def _select(reader: ReaderContext, href: str) -> bool:
    """Selects the first target with an ``href``, in a closed part too; whether there is one."""
    number = _number_of(reader, href)
    if number is None and reader.article.open_all_details():
        number = _number_of(reader, href)
    if number is None:
        reader.status.show_message(_("This place is not in the article"))
        return False
    if number not in reader.page.targets_in_sight:
        reader.page.go_to_line(reader.page.targets[number].first)
    reader.page.select_target(number)
    return True


def _number_of(reader: ReaderContext, href: str) -> int | None:
    return next((number for number, one in enumerate(reader.page.targets) if one.href == href), None)


def bookmark(reader: ReaderContext, name: str) -> None:
    """Jumps to the place of that name."""
    line = reader.page.line_of_bookmark(name)
    if line is None and reader.article.open_all_details():
        line = reader.page.line_of_bookmark(name)
    if line is None:
        reader.status.show_message(_("This place is not in the article"))
        return
    reader.page.select_target(None)
    reader.page.go_to_line(line)


def details(reader: ReaderContext, number: str) -> None:
    """Opens or closes the part of that number."""
    reader.article.toggle_details(int(number))


def described(reader: ReaderContext, href: str) -> str | None:
    """What the bottom line says of a place on the page: the text of a footnote; None for any other ``href``."""
    from reader.article.blocks import Note, all_blocks, is_on_page
    from reader.article.document_text import plain_text_of_blocks

    if not is_on_page(href):
        return None
    scheme, _colon, value = href.partition(":")
    article = reader.article.article
    if scheme != "note" or article is None:
        return ""
    if value.endswith(":back"):
        return _("Back to the text")
    notes = (block for block in all_blocks(article.document.blocks) if isinstance(block, Note))
    text = next((plain_text_of_blocks(one.blocks) for one in notes if str(one.number) == value), "")
    return " ".join(text.split())
