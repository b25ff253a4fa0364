"""Commands that choose something in the article: a link, a name, a picture, a note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from reader.ui.commands.registry import key_of
from reader.ui.reader.actions.read import open_selected
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.ui.reader.targets import copy, follow, show_selected
from reader.wording.catalogue import N_, _

if TYPE_CHECKING:
    from reader.ui.dialogs.letters import Use
    from reader.ui.typeset.targets import Target

# -- one after another


def select(reader: ReaderContext, steps: int) -> None:
    """Selects the target that number of steps further down or up; the first step leads to one in sight, if any is."""
    if _has_article(reader):
        if reader.layout.pane is not Pane.ARTICLE:
            open_selected(reader)
            reader.layout.focus(Pane.ARTICLE)
        _when_laid_out(reader, partial(_select, reader, steps))


def _has_article(reader: ReaderContext) -> bool:
    if not reader.has_page():
        reader.status.show_message(_("No article is selected"))
        return False
    return True


def _when_laid_out(reader: ReaderContext, do: Callable[[], object], tries: int = 25) -> None:
    """Does something now, or soon, once a pane that was hidden has its page."""
    if reader.page.width is None and tries:
        reader.screen.set_timer(0.02, partial(_when_laid_out, reader, do, tries - 1))
    else:
        do()


def _select(reader: ReaderContext, steps: int) -> None:
    page = reader.page
    if not page.targets:
        reader.status.show_message(_("This article has no links"))
        return
    further = steps - 1 if steps > 0 else steps + 1
    number = min(max(page.next_target(down=steps > 0) + further, 0), len(page.targets) - 1)
    if page.target is page.targets[number]:
        reader.status.show_message(_("No more links below") if steps > 0 else _("No more links above"))
    else:
        page.select_target(number)


# -- by letters


def letters(reader: ReaderContext, use: str) -> None:
    """Shows letters over the targets in sight, to choose one. ``use``: a :class:`~reader.ui.dialogs.letters.Use`."""
    if _has_article(reader):
        if reader.page.width is None:
            open_selected(reader)
        _when_laid_out(reader, partial(_letters, reader, use))


def _letters(reader: ReaderContext, use: str) -> None:
    from reader.ui.dialogs.letters import LettersScreen, Use
    from reader.ui.reader.actions.follow import links
    from reader.ui.typeset.letters import letters_for, place_labels, visible

    page = reader.page
    targets = page.targets
    found = visible(targets, *page.cells_in_sight)
    if not found:
        reader.status.show_message(_("No links in sight") if targets else _("This article has no links"))
        return

    def show(use: Use, rest: Mapping[str, Target]) -> bool:
        if page.targets is not targets:  # the page has been laid out again
            return False
        page.show_labels(place_labels(rest, *page.cells_in_sight))
        reader.status.hold(_help(use, reader.screen.size.width - 3))
        return True

    def ended(chosen: tuple[Use, Target] | None) -> None:
        page.show_labels(())
        show_selected(reader)
        if chosen:
            use, target = chosen
            copies = use is Use.COPY
            reader.screen.run_worker(copy(reader, target.href) if copies else follow(reader, target.href, target.text))

    screen = LettersScreen(
        Use(use),
        dict(zip(letters_for(len(found), reader.library.config.letters), found, strict=True)),
        show=show,
        background=lambda target: reader.screen.run_worker(follow(reader, target.href, target.text, background=True)),
        list_all=partial(links, reader),
    )
    reader.app.push_screen(screen, ended)


_DOES = {
    "follow": N_("Letters open a link"),
    "background": N_("Letters open a link, and more follow"),
    "copy": N_("Letters copy the address of a link"),
}


def _help(use: Use, width: int) -> str:
    """What the keys do while letters are shown."""
    from reader.ui.dialogs.dialog import joined_keys

    other = N_("{key} opens") if use == "copy" else N_("{key} copies")
    keys = [
        _(_DOES[use]),
        _(other).format(key=key_of("letters.copy")),
        _("{key} lists all").format(key=key_of("letters.list")),
        _("{key} closes").format(key=key_of("letters.close")),
    ]
    return joined_keys(keys, width)
