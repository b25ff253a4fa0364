"""The dialog that lists the links of an article."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.article.blocks import Link
from reader.article.document import links_in
from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context
from reader.ui.dialogs.dialog import accepts, leaves
from reader.ui.typeset.author_box import link_label
from reader.ui.typeset.breaking import fit
from reader.ui.typeset.page import Article
from reader.ui.widgets.field import Choices
from reader.web.addresses import file_name
from reader.wording.catalogue import N_, _


def links_of(article: Article | None) -> tuple[Link, ...]:
    """The links of the lead, the text, the authors and the attachments, each once, in this order."""
    if article is None:
        return ()
    entry = article.entry
    links = [*links_in(article.lead), *article.document.links]
    for profile in article.profiles:
        author = profile.author
        links += [Link(url, author.name) for url in (author.url, *author.links) if url]
    links += [Link(enclosure.url, enclosure.title or file_name(enclosure.url)) for enclosure in entry.enclosures]
    return tuple({link.url: link for link in reversed(links)}.values())[::-1]


class LinksDialog(ModalScreen[str | None]):
    """Returns the address of the chosen link, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.LINKS)

    def __init__(self, links: tuple[Link, ...]) -> None:
        super().__init__()
        self._links = links

    def compose(self) -> ComposeResult:
        """One line per link: its text and its address."""
        options = Choices(*(Option(_line(link)) for link in self._links), classes="dialog", markup=False)
        options.border_title = _("Links")
        options.border_subtitle = ", ".join((accepts(N_("{key} opens")), leaves()))
        yield options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Returns the choice."""
        self.dismiss(self._links[event.option_index].url)


def _line(link: Link) -> Content:
    label = link_label(link.url)
    text = fit(" ".join(link.text.split()), 48)
    if not text or text == label:
        return Content(fit(link.url, 70))
    return Content.assemble(Content(text), "  ", Content.styled(label, "$secondary"))
