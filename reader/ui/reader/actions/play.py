"""Plays the films and sounds of an article with mpv."""

from __future__ import annotations

from collections.abc import Iterator

from reader.lazy_dataclass import dataclass
from reader.ui.commands.registry import key_of
from reader.ui.reader.context import ReaderContext
from reader.ui.run_programs import Job, in_thread, missing_program, run_on_screen
from reader.web.addresses import file_name, site_of
from reader.wording.catalogue import _

_PLAYER = "mpv"


@dataclass(frozen=True, slots=True)
class Playable:
    """A film or a sound."""

    url: str
    title: str
    is_sound: bool


def playables(reader: ReaderContext) -> tuple[Playable, ...]:
    """The films and sounds in the article and those attached to it, each once."""
    return tuple({one.url: one for one in reversed([*_playables(reader)])}.values())[::-1]


def _playables(reader: ReaderContext) -> Iterator[Playable]:
    from reader.article.blocks import Media, MediaKind, all_blocks

    article = reader.selected().article
    if article is None:
        return
    for block in all_blocks(article.document.blocks):
        if isinstance(block, Media) and block.kind is not MediaKind.EMBED:
            yield Playable(block.url, block.title or site_of(block.url), block.kind is MediaKind.AUDIO)
    for enclosure in article.entry.enclosures:
        kind = (enclosure.type or "").partition("/")[0]
        if kind in ("audio", "video"):
            yield Playable(enclosure.url, enclosure.title or file_name(enclosure.url), kind == "audio")


def play(reader: ReaderContext) -> None:
    """Plays the selected film or sound, else the first in sight; asks which one if there are several elsewhere."""
    if reader.selected().entry is None:
        reader.status.show_message(_("No article is selected"))
        return
    found = playables(reader)
    by_url = {one.url: one for one in found}
    target = reader.page.target
    seen = [reader.page.targets[number].href for number in reader.page.targets_in_sight]
    chosen = next((by_url[url] for url in ([target.href, *seen] if target else seen) if url in by_url), None)
    if chosen or len(found) == 1:
        _start(reader, chosen or found[0])
    elif not found:
        reader.status.show_message(_("This article has no film and no sound"))
    else:
        from reader.ui.dialogs.choose import ChoiceDialog

        def answered(number: int | None) -> None:
            if number is not None:
                _start(reader, found[number])

        reader.app.push_screen(ChoiceDialog(_("Play"), [one.title for one in found]), answered)


def _start(reader: ReaderContext, one: Playable) -> None:
    reader.app.run_worker(_play(reader, one))


async def _play(reader: ReaderContext, one: Playable) -> None:
    """Gives mpv the terminal, where it shows the time and takes its keys. An address is never read as an option."""
    job = Job(_PLAYER, [_PLAYER, *(["--no-video"] if one.is_sound else []), "--", one.url], terminal=True)
    if await in_thread(lambda: missing_program(job)):
        message = _("Films and sounds play with mpv, which is not installed. {key} opens the article in your browser.")
        reader.status.show_message(message.format(key=key_of("entry.browser")), serious=True)
        return
    failure = run_on_screen(reader.app, job)
    if failure:
        reader.status.show_message(failure, serious=True)
