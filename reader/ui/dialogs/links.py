"""The dialog that lists the links and pictures of an article, numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.article.blocks import Block, Figure, Link, innermost
from reader.article.document import links_in
from reader.article.flow import text_of_spans
from reader.ui.commands.command import Context
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import accepts, leaves
from reader.ui.typeset.author_box import link_label
from reader.ui.typeset.breaking import fit
from reader.ui.typeset.page import Article
from reader.ui.widgets.field import Choices
from reader.web.addresses import file_name
from reader.web.clean_links import clean_link
from reader.web.link_claims import shown_address
from reader.wording.catalogue import N_, _


def links_of(article: Article | None) -> tuple[Link, ...]:
    """The links of lead and text, its pictures, the links of authors and attachments, each once, in this order."""
    if article is None:
        return ()
    entry = article.entry
    links = [*links_in(article.lead), *article.document.links, *_pictures(article.document.blocks)]
    for profile in article.profiles:
        author = profile.author
        links += [Link(url, author.name) for url in (author.url, *author.links) if url]
    links += [Link(enclosure.url, enclosure.title or file_name(enclosure.url)) for enclosure in entry.enclosures]
    links = [replace(link, url=clean_link(link.url)) for link in links]
    return tuple({link.url: link for link in reversed(links)}.values())[::-1]


def _pictures(blocks: Iterable[Block]) -> Iterator[Link]:
    for block in innermost(blocks):
        if isinstance(block, Figure) and block.src:
            text = block.alt or text_of_spans(block.caption)
            yield Link(block.src, _("Picture: {text}").format(text=text) if text else _("Picture"))


class LinksDialog(ModalScreen[Link | None]):
    """Returns the chosen link, or None. ``copy`` copies an address to the clipboard."""

    KEY_CONTEXT = Context.LINKS

    def __init__(self, links: tuple[Link, ...], copy: Callable[[str], object]) -> None:
        super().__init__()
        self._links, self._copy = links, copy
        self._typed = 0  # the number typed so far

    def compose(self) -> ComposeResult:
        """One line per link: its number, its text and its address."""
        digits = len(str(len(self._links)))
        lines = (_line(number, digits, link) for number, link in enumerate(self._links, start=1))
        options = Choices(*(Option(line) for line in lines), classes="dialog", markup=False)
        options.border_title = _("Links and pictures")
        copies = _("{key} copies").format(key=key_of("links.copy"))
        options.border_subtitle = ", ".join((accepts(N_("{key} opens")), copies, leaves()))
        yield options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Returns the choice."""
        self.dismiss(self._links[event.option_index])

    def on_key(self, event: events.Key) -> None:
        """Selects the link whose number is typed, digit by digit."""
        if event.character is None or event.character not in "0123456789":
            return
        event.stop()
        if self._typed and self.query_one(Choices).highlighted != self._typed - 1:
            self._typed = 0  # another key moved on
        longer = self._typed * 10 + int(event.character)
        self._typed = longer if longer <= len(self._links) else int(event.character)
        if 0 < self._typed <= len(self._links):
            self.query_one(Choices).highlighted = self._typed - 1

    def action_copy(self) -> None:
        """Copies the address of the selected link and closes the dialog."""
        index = self.query_one(Choices).highlighted
        if index is not None:
            self._copy(self._links[index].url)
            self.dismiss(None)


def _line(number: int, digits: int, link: Link) -> Content:
    numbered = Content.styled(f"{number:>{digits}}  ", "$secondary")
    label = link_label(link.url)
    text = fit(" ".join(link.text.split()), 46)
    if not text or text == label:
        return Content.assemble(numbered, fit(shown_address(link.url, 68 - digits), 68 - digits))
    return Content.assemble(numbered, text, "  ", Content.styled(label, "$secondary"))
