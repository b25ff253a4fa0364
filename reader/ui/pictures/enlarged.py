"""A picture of the article as large as the terminal allows, with its caption and keys below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader.article.flow import text_of_spans
from reader.media.request import Picture, PictureRequest
from reader.ui.commands.command import Context
from reader.ui.commands.footer import footer
from reader.ui.glyphs import Glyphs
from reader.ui.message_panel import LongMessages
from reader.ui.pictures.loading import PictureLoader
from reader.ui.pictures.page_pictures import Look, centred_row, reason_of, rows_of_words
from reader.ui.textual_internals import UnderScreen
from reader.ui.typeset.pictures import PlacedPicture
from reader.ui.widgets.bars import Bar, Hairline, Part
from reader.ui.widgets.inks import Ink, Inks
from reader.wording.catalogue import _

if TYPE_CHECKING:
    from textual.timer import Timer

RESIZED_AFTER = 0.15  # seconds without another size
_SHOW_MESSAGE = 3.0  # seconds


class PictureView(Widget):
    """A picture in the middle of a space."""

    ALLOW_SELECT = False
    INKS: ClassVar[Mapping[str, Ink]] = {"words": Ink("dim")}

    def __init__(self, loader: PictureLoader, look: Look, entry_id: int | None, glyphs: Glyphs) -> None:
        super().__init__(id="picture")
        self._loader, self._look, self._entry_id, self._glyphs = loader, look, entry_id, glyphs
        self._placed: PlacedPicture | None = None
        self._request: PictureRequest | None = None
        self._drawn: Picture | None = None
        self._timer: Timer | None = None

    def show(self, placed: PlacedPicture) -> None:
        """Shows a picture of the page."""
        self._placed = placed
        self._load()

    def on_resize(self) -> None:
        """Loads the picture for the new size, once that stays."""
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(RESIZED_AFTER, self._load) if self._request else None
        if self._request is None:
            self._load()

    def _load(self) -> None:
        width, height = self.size
        if self._placed is None or not width or not height:
            return
        request = self._look.request_for(self._placed, self._entry_id, width, height)
        if request != self._request:
            self._request = request
            self._loader.retry(request)
        self._loader.want(self, [request])
        self._take()

    def picture_changed(self, request: PictureRequest) -> None:
        """See :class:`~reader.ui.pictures.loading.Viewer`."""
        if request == self._request:
            self._take()

    def _take(self) -> None:
        picture = self._loader.picture(self._request) if self._request else None
        if picture is not self._drawn and not (picture is None and self._is_resized):
            self.leave()
            self._drawn = picture
            if picture:
                self._look.drawing.appeared(picture)
        self.refresh()

    @property
    def _is_resized(self) -> bool:
        """Whether the same picture is drawn in another size, which stays until the right one comes."""
        if self._drawn is None or self._request is None or self._loader.problem(self._request):
            return False
        return self._drawn.request.url == self._request.url

    def leave(self) -> None:
        """The picture is no longer drawn."""
        if self._drawn:
            self._look.drawing.vanished(self._drawn)
            self._drawn = None

    def on_unmount(self) -> None:
        """The screen is closed."""
        self._loader.leave(self)
        self.leave()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The visible lines, past Textual's filters, which would change the colours of a picture."""
        return [self.render_line(y).crop(*crop.column_span) for y in crop.line_range]

    def render_line(self, y: int) -> Strip:
        """One line."""
        width, height = self.size
        if self._drawn:
            drawn = centred_row(self._look.drawing, self._drawn, (width, height), y, range(width), self.rich_style)
            return Strip(drawn, width)
        if self._placed is None or y >= height:
            return Strip.blank(width, self.rich_style)
        here = PlacedPicture(0, self._placed.figure, width, height)
        row = list(rows_of_words(here, reason_of(self._loader, self._request), self._glyphs))[y]
        style = self.rich_style + Inks(self, self.INKS).alone("words")
        return Strip([Segment(row.text, style)], width)


class PictureScreen(UnderScreen[None]):
    """Shows the pictures of a page one by one. ``open_address`` and ``copy`` get the address of the picture shown."""

    CSS_PATH = "enlarged.tcss"
    KEY_CONTEXT = Context.PICTURE

    def __init__(
        self,
        view: PictureView,
        placed: Sequence[PlacedPicture],
        number: int,
        glyphs: Glyphs,
        open_address: Callable[[str], None],
        copy: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._view, self._placed, self._glyphs = view, placed, glyphs
        self._index = next((index for index, one in enumerate(placed) if one.number == number), 0)
        self._open_address, self._copy = open_address, copy
        self._caption, self._keys = Static(id="picture-caption", markup=False), Bar(id="picture-keys")
        self._long = LongMessages(self)
        self._message_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Picture, caption, keys."""
        yield self._view
        yield self._caption
        yield Hairline(self._glyphs.horizontal, id="picture-line")
        yield self._keys

    def on_mount(self) -> None:
        """Shows the chosen picture."""
        self._show()

    def on_resize(self) -> None:
        """Fits the keys to the width."""
        self._show_keys()

    @property
    def _shown(self) -> PlacedPicture:
        return self._placed[self._index]

    def _show(self) -> None:
        self._caption.update(caption_of(self._shown))
        self._caption.display = bool(caption_of(self._shown))
        self._view.show(self._shown)
        self._show_keys()

    def _show_keys(self, message: str = "") -> None:
        count = _("{number} of {total}").format(number=self._index + 1, total=len(self._placed))
        self._long.show(message, self.size.width - len(count) - 4)
        if message:
            self._keys.show((Part(message, "text"),), right=count)
        else:
            self._keys.show(footer(Context.PICTURE, self.size.width - len(count) - 5), right=count)

    def show_message(self, message: str) -> None:
        """Shows it in place of the keys for a few seconds."""
        self._show_keys(message)
        if self._message_timer:
            self._message_timer.stop()
        self._message_timer = self.set_timer(_SHOW_MESSAGE, self._show_keys)

    def on_click(self) -> None:
        """Closes the screen, as the click on the picture opened it."""
        self.dismiss()

    def action_by(self, step: int) -> None:
        """Shows the next picture of the article, or the one before."""
        index = self._index + step
        if 0 <= index < len(self._placed):
            self._index = index
            self._show()
        elif step > 0:
            self.show_message(_("This is the last picture of the article"))
        else:
            self.show_message(_("This is the first picture of the article"))

    def action_browser(self) -> None:
        """Opens the original in the browser."""
        self._open_address(self._shown.url)

    def action_copy(self) -> None:
        """Copies the address of the original."""
        self._copy(self._shown.url)


def caption_of(one: PlacedPicture) -> str:
    """The words below an enlarged picture: what its page says beside it, else what it shows."""
    figure = one.figure
    said = [text for text in (figure.title, text_of_spans(figure.caption)) if text]
    return "\n".join(said or ([figure.alt] if figure.alt else []))
