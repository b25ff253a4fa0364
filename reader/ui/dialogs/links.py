"""The links of an article, to choose one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.article.blocks import Link
from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context
from reader.ui.typeset.author_box import file_name, link_label
from reader.ui.typeset.breaking import fit
from reader.ui.typeset.page import Article
from reader.ui.widgets.choices import Choices


def links_of(article: Article | None) -> tuple[Link, ...]:
    """The links of text, authors, attachments and comments, each once; the article's own first."""
    if article is None:
        return ()
    entry = article.entry
    links = [*article.document.links]
    for profile in article.profiles:
        author = profile.author
        links += [Link(url, author.name) for url in (author.url, *author.links) if url]
    links += [Link(enclosure.url, file_name(enclosure.url)) for enclosure in entry.enclosures]
    return tuple({link.url: link for link in reversed(links)}.values())[::-1]


class LinksScreen(ModalScreen[str | None]):
    """Returns the chosen address, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.LINKS)

    def __init__(self, links: tuple[Link, ...]) -> None:
        super().__init__()
        self._links = links

    def compose(self) -> ComposeResult:
        """One line a link: its words and where it leads."""
        options = Choices(*(Option(_line(link)) for link in self._links), classes="dialog", markup=False)
        options.border_title = "Links"
        options.border_subtitle = "Enter opens, Esc closes"
        yield options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The choice."""
        self.dismiss(self._links[event.option_index].url)


def _line(link: Link) -> Content:
    label = link_label(link.url)
    words = fit(" ".join(link.text.split()), 48)
    if not words or words == label:
        return Content(fit(link.url, 70))
    return Content.assemble(Content(words), "  ", Content.styled(label, "$secondary"))
