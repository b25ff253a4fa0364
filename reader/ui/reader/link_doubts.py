"""Warns of links that may not lead where they seem to, and asks before opening them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from rich.cells import cell_len

from reader.ui.reader.context import ReaderContext
from reader.web.link_claims import Claim, Doubt, claim_of, shown_address
from reader.wording.catalogue import N_, _

_BRIEFLY: Mapping[Doubt, str] = {
    Doubt.OTHER_HOST: N_("Not {name}: {url}"),
    Doubt.LOOKS_LIKE: N_("Only looks like {name}: {url}"),
    Doubt.USER_NAME: N_("With the user name {name}: {url}"),
}
_IN_FULL: Mapping[Doubt, str] = {
    Doubt.OTHER_HOST: N_("The text of this link names {name}, but it leads to {host}."),
    Doubt.LOOKS_LIKE: N_("This link leads to {host}, which is written so that it looks like {name}."),
    Doubt.USER_NAME: N_("This link leads to {host}, with the user name {name}."),
}


def claim(reader: ReaderContext, href: str, text: str) -> Claim | None:
    """The doubt about a link of the article in the pane, if there is one."""
    entry = reader.article.entry
    return claim_of(text, href, entry.url if entry else None)


def line_about(reader: ReaderContext, href: str, text: str, room: int) -> tuple[str, bool]:
    """Where a link leads, in at most ``room`` cells, and whether that is doubtful."""
    found = claim(reader, href, text)
    if found is None:
        return shown_address(href, room), False
    rest = _(_BRIEFLY[found.doubt]).format(name=found.name, url="")
    return _(_BRIEFLY[found.doubt]).format(name=found.name, url=shown_address(href, room - cell_len(rest))), True


async def may_open(reader: ReaderContext, href: str, text: str) -> bool:
    """Whether a link may be opened: asks the user if it is doubtful."""
    found = claim(reader, href, text)
    if found is None:
        return True
    from reader.ui.dialogs.dialog import ConfirmDialog

    about = _(_IN_FULL[found.doubt]).format(name=found.name, host=urlsplit(shown_address(href)).hostname)
    dialog = ConfirmDialog(_("Open this link?"), f"{about}\n\n{shown_address(href)}", accept=N_("{key} opens"))
    return await reader.app.push_screen_wait(dialog) is True
