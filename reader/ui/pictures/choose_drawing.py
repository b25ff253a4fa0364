"""Which drawing suits what the terminal can do."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.timer import Timer

from reader.media.kitty import through_tmux
from reader.media.request import PictureForm
from reader.ui.graphics.protocol import Graphics, Protocol
from reader.ui.graphics.strips import StripDrawing
from reader.ui.pictures.drawing import HalfBlocks, NumberedHalfBlocks, PictureDrawing
from reader.ui.pictures.kitty_drawing import KittyDrawing, PictureSender
from reader.ui.textual_internals import output_waits, write_to_terminal

STEP = 0.004  # seconds between two slices of a picture that is sent

Chosen = tuple[PictureDrawing, PictureForm]


def shows_colours(app: App[Any]) -> bool:
    """Whether the screen has colours, without which a picture is only noise."""
    return not any(isinstance(one, Monochrome | NoColor) for one in app.get_line_filters())


def drawing_for(app: App[Any], graphics: Graphics) -> Chosen | None:
    """The drawing, and the form in which it takes pictures; None: pictures cannot be shown."""
    if graphics.protocol is Protocol.OFF or not shows_colours(app):
        return None
    if graphics.protocol is Protocol.KITTY:
        return _kitty(app, wrapped=graphics.through_tmux), PictureForm.KITTY
    if graphics.protocol in (Protocol.SIXEL, Protocol.ITERM):
        strips = StripDrawing()
        strips.begin(app)
        return strips, PictureForm(graphics.protocol.value)
    match app.console.color_system:
        case "truecolor":
            return HalfBlocks(), PictureForm.BLOCKS
        case "256":
            return NumberedHalfBlocks(few=False), PictureForm.BLOCKS_256
        case "standard" | "windows":
            return NumberedHalfBlocks(few=True), PictureForm.BLOCKS_16
    return None


def _kitty(app: App[Any], *, wrapped: bool) -> KittyDrawing:
    sender = PictureSender(partial(write_to_terminal, app), through_tmux if wrapped else bytes)
    timer: Timer | None = None

    def step() -> None:
        """Writes the next slice when the terminal has taken what was written before."""
        if not output_waits(app):
            sender.step()
        if sender.is_idle and timer:
            timer.pause()

    def wake() -> None:
        nonlocal timer
        if timer is None:
            timer = app.set_interval(STEP, step)
        timer.resume()

    return KittyDrawing(sender, wake, few_colours=app.console.color_system != "truecolor")


def end_drawing(drawing: PictureDrawing) -> None:
    """The terminal is about to be left, or another drawing takes over."""
    if isinstance(drawing, KittyDrawing | StripDrawing):
        drawing.end()


def draw_again(drawings: Iterable[PictureDrawing]) -> None:
    """Another program had the terminal."""
    for drawing in drawings:
        if isinstance(drawing, KittyDrawing):
            drawing.send_again()
