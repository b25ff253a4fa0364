"""The private attributes of Textual that we use, all of them here. Check them with every new version of Textual.

``textual<9`` in ``pyproject.toml`` keeps out versions in which they may be gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
import selectors
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

from rich.color import Color, ColorType
from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual import constants, screen
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.content import Content
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste, Resize
from textual.geometry import Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip

from reader.ui.terminal_input import Answer, Background, Known, Pasted, Pressed, Question, TerminalInput, Token

if TYPE_CHECKING:
    from rich.console import Console

_POLL = 0.1  # seconds between two looks whether a key is complete or the app ends
_CHUNK = 4096  # bytes
_UPDATE_PERIOD = 1 / 240  # seconds
# Keyboard protocol, mouse, paste and focus reports off; main screen; line wrap and cursor on.
_ASK_BACKGROUND = "\x1b]11;?\x1b\\\x1b[?2031h"  # OSC 11 of xterm's ctlseqs; mode 2031 reports changes
_NO_REPORTS = "\x1b[?2031l"
_CLEAR = "\x1b[2J"
_IN_ORDER = (
    b"\x1b[?2031l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)

log = logging.getLogger(__name__)


class UnderScreen(Screen[ScreenResultType]):
    """A screen that is painted again below a dialog only where it has changed.

    Textual paints all of it, and everything above it, with each message that the screen gets.
    """

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        if self.app.screen is not self:
            self._repaint_required = False

    def _on_timer_update(self) -> None:
        """Notes what widgets want painted before Textual forgets it.

        It does so when a screen below has changed, and then paints only the regions of that.
        """
        if self._repaint_required and self.is_current:
            self._compositor.update_widgets(self._dirty_widgets)
        super()._on_timer_update()


def on_failure(app: App[Any], report: Callable[[Exception | None], object]) -> None:
    """Ends the app with a report when a handler raises, where Textual would print a traceback.

    A handler that fails because the app is ending, and its widgets are gone, is only logged.
    """

    def end(*_renderables: object) -> None:
        error = app._exception  # noqa: SLF001
        if app._exit:  # noqa: SLF001
            log.warning("event=failed_while_ending error=%r", error)
        else:
            report(error)
        app._close_messages_no_wait()  # noqa: SLF001

    app._fatal_error = end  # type: ignore[method-assign]  # noqa: SLF001
    app.panic = end  # type: ignore[method-assign]


def linked_style(style: Style, url: str, link_id: str) -> Style:
    """The style with a hyperlink of the terminal, for which rich would make up another id with each piece of text."""
    linked = style.update_link(url)
    linked._link_id = link_id  # noqa: SLF001
    return linked


def free_uncut_strips() -> None:
    """Has lines that are drawn in one piece freed as soon as they are no longer needed.

    Textual keeps the pieces of a line in the line. One that was not cut is its own piece, so that only the garbage
    collector could free it, with all its caches: while ↓ is held, this stopped the reader for 70 ms now and then.
    """
    Strip.divide = _divide  # type: ignore[assignment, method-assign]


_divide_and_keep = Strip.divide


def _divide(strip: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    cuts = [cut for cut in cuts if cut <= strip.cell_length]
    return [strip] if cuts == [strip.cell_length] else _divide_and_keep(strip, cuts)


def paint_soon() -> None:
    """Has screens painted up to 240 times a second, unless the user has set another number for Textual.

    Textual paints on a grid of 60 a second. Whatever changed within 17 ms before a key, such as a count in the tree,
    held up the key's own paint by as much. Nothing is painted more often than it changes.
    """
    if "TEXTUAL_FPS" not in os.environ:
        screen.UPDATE_PERIOD = _UPDATE_PERIOD  # type: ignore[misc]


def wrap_without_room() -> None:
    """Has text wrapped to one cell where none is left, in which Textual raises ``ValueError``."""
    Content._wrap_and_format = _wrap_to_a_cell  # type: ignore[assignment, method-assign]  # noqa: SLF001


_wrap = Content._wrap_and_format  # noqa: SLF001


def _wrap_to_a_cell(content: Content, width: int, *arguments: Any, **named: Any) -> Any:
    return _wrap(content, max(1 + 2 * named.get("line_pad", 0), width), *arguments, **named)


def restore_terminal(app: App[Any]) -> None:
    """Makes the terminal usable for the shell, while the app's own threads hang."""
    driver = app._driver  # noqa: SLF001
    if isinstance(driver, TerminalDriver) and driver.attrs_before is not None:
        with contextlib.suppress(OSError, termios.error):
            termios.tcsetattr(driver.fileno, termios.TCSANOW, driver.attrs_before)
            os.write(driver.fileno, _IN_ORDER)


def has_messages(pump: MessagePump) -> bool:
    """Whether messages wait in its queue."""
    return not pump._message_queue.empty()  # noqa: SLF001


def own_bindings(node: DOMNode, key: str) -> list[str]:
    """The actions that Textual's own classes bind to a key at this node."""
    return [binding.action for binding in node._bindings.key_to_bindings.get(key, ())]  # noqa: SLF001


def ask_background(app: App[Any]) -> None:
    """Asks the terminal what colour its background has, now and whenever it changes."""
    driver = app._driver  # noqa: SLF001
    if isinstance(driver, TerminalDriver):
        driver.ask_background()


def ask_terminal(app: App[Any], questions: Iterable[Question]) -> bool:
    """Asks the terminal about itself. False: there is none, as in tests without a screen."""
    driver = app._driver  # noqa: SLF001
    if not isinstance(driver, TerminalDriver) or not driver.input_tty:
        return False
    driver.write("".join(question.value for question in questions))
    driver.flush()
    return True


def window_size(app: App[Any]) -> tuple[int, int, int, int]:
    """Lines, columns, width and height in pixels, as the kernel knows them; 0: it does not."""
    driver = app._driver  # noqa: SLF001
    if isinstance(driver, TerminalDriver):
        with contextlib.suppress(OSError):
            size: tuple[int, int, int, int] = struct.unpack(
                "HHHH", fcntl.ioctl(driver.fileno, termios.TIOCGWINSZ, bytes(8))
            )
            return size
    return 0, 0, 0, 0


def paint_over(app: App[Any], overlay: Overlay) -> Callable[[], None]:
    """Lets ``overlay`` write each frame of the screen. Returns a function that ends this and repaints the screen."""
    frames = _frames_of(app)
    frames.overlay = overlay

    def end() -> None:
        frames.overlay, frames.ended = None, overlay
        if app.is_running:  # else the driver clears what the overlay has drawn
            app.screen.refresh()

    return end


def paint_large(app: App[Any], layer: Layer) -> None:
    """Lets ``layer`` prepare each further frame of the screen."""
    _frames_of(app).layer = layer


Texts = Iterable[tuple[int, int, Strip]]
"""The line, the first cell and the text of all that a frame writes, by lines."""


class Layer(Protocol):
    """Writes more than text around the text of frames, which an :class:`Overlay` may write."""

    def frame(self, texts: Texts, write: Callable[[Texts], str], render: Callable[[Strip], str], *, whole: bool) -> str:
        """What draws a frame. ``write`` gives what writes texts, the other arguments are the same as an overlay's."""

    def forget(self) -> bool:
        """The terminal's screen is cleared or left. Returns whether more than text was on it."""


class _Frames:
    """Displays updates of the screen in place of ``app._display``."""

    def __init__(self, display: Callable[[Screen[Any], Any], None]) -> None:
        self._display = display
        self.overlay: Overlay | None = None
        self.ended: Overlay | None = None  # what it has drawn may still be there
        self.layer: Layer | None = None

    def __call__(self, screen: Screen[Any], renderable: object) -> None:
        overlay = self.overlay if self.overlay and self.overlay.is_needed else None
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and (overlay or self.layer):
            renderable = _Painted(renderable, overlay, self.layer)
        self._display(screen, renderable)

    def forget(self) -> bool:
        """The terminal's screen is cleared or left. Returns whether more than text was on it."""
        showed = [one.forget() for one in (self.overlay, self.ended, self.layer) if one]
        return any(showed)


def _frames_of(app: App[Any]) -> _Frames:
    display: Any = app._display  # noqa: SLF001
    if isinstance(display, _Frames):
        return display
    frames = _Frames(display)
    app._display = frames  # type: ignore[method-assign]  # noqa: SLF001
    driver = app._driver  # noqa: SLF001
    if isinstance(driver, TerminalDriver):
        driver.frames = frames
    return frames


class Overlay(Protocol):
    """Writes frames, and more than text."""

    @property
    def is_needed(self) -> bool:
        """Whether there is more than text to write, or something of that on the screen."""

    def frame(self, texts: Texts, render: Callable[[Strip], str], *, whole: bool) -> str:
        """What draws a frame. ``whole``: that is the whole screen, whose content may have been lost."""

    def forget(self) -> bool:
        """The terminal's screen is cleared or left. Returns whether more than text was on it."""


class _Painted(CompositorUpdate):
    """An update of the screen that an overlay or a layer writes."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, overlay: Overlay | None, layer: Layer | None) -> None:
        self._update, self._overlay, self._layer = update, overlay, layer

    def render_segments(self, console: Console) -> str:
        """The escape sequences of the frame."""
        whole, overlay = isinstance(self._update, LayoutUpdate), self._overlay

        def render(strip: Strip) -> str:
            return strip.render(console)

        def write(texts: Texts) -> str:
            if overlay:
                return overlay.frame(texts, render, whole=whole)
            return "".join(f"\x1b[{y + 1};{x + 1}H{render(strip)}" for y, x, strip in texts)

        texts = _written(self._update)
        return self._layer.frame(texts, write, render, whole=whole) if self._layer else write(texts)


def _written(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The line, the first cell and the text of all that an update writes, as its ``render_segments`` has it."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, first, end in update.spans:
        for part_end, (x, part) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if part is not None and x <= end and part_end > first:
                is_whole = first <= x < end and part_end <= end
                yield y, x, part if is_whole else part.crop(0, min(part_end, end) - x)


def two_coloured(upper: tuple[int, int, int], lower: tuple[int, int, int]) -> Style:
    """A style with these colours of text and ground, each red, green and blue, for a terminal with 24-bit colours.

    A picture has thousands of them, each used once or twice. Rich would take ten times as long to find the codes.
    """
    colours = (Color("", ColorType.TRUECOLOR, None, ColorTriplet(*one)) for one in (upper, lower))
    style = Style.from_color(*colours)
    style._ansi = "38;2;%d;%d;%d;48;2;%d;%d;%d" % (*upper, *lower)  # noqa: SLF001, UP031  # the fastest way
    return style


def output_waits(app: App[Any]) -> bool:
    """Whether the terminal has not taken everything yet that was written."""
    driver = app._driver  # noqa: SLF001
    thread = getattr(driver, "_writer_thread", None)
    is_writing = isinstance(driver, TerminalDriver) and driver.is_writing
    return is_writing or (thread is not None and not thread._queue.empty())  # noqa: SLF001


def write_to_terminal(app: App[Any], sequences: bytes | str) -> None:
    """Writes escape sequences between two frames; as ``bytes`` they are ASCII."""
    driver = app._driver  # noqa: SLF001
    if driver is not None:
        driver.write(sequences if isinstance(sequences, str) else sequences.decode("latin-1"))
        driver.flush()


def driver_class(
    *,
    on_lost: Callable[[], object],
    on_death: Callable[[BaseException], object],
    on_background: Callable[[bool], object],
    on_answer: Callable[[Answer], object],
) -> type[Driver]:
    """The driver for an app. Called from other threads: ``on_lost`` when the terminal is gone, ``on_death`` with what
    the thread that reads it died of, ``on_background`` with whether its background is dark, ``on_answer`` with what
    it answers to :func:`ask_terminal`.
    """
    made = partial(TerminalDriver, on_lost=on_lost, on_death=on_death, on_background=on_background, on_answer=on_answer)
    return cast("type[Driver]", made)


class TerminalDriver(LinuxDriver):
    """Textual's driver, with input that cannot end the app, and output that a lost terminal cannot block."""

    def __init__(
        self,
        *arguments: Any,
        on_lost: Callable[[], object],
        on_death: Callable[[BaseException], object],
        on_background: Callable[[bool], object],
        on_answer: Callable[[Answer], object],
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self._on_lost, self._on_death = on_lost, on_death
        self._on_background, self._on_answer = on_background, on_answer
        self._reports_background = False
        self.frames: _Frames | None = None
        self._output = _Output(cast("IO[str]", self._file), on_lost)
        self._file = cast("Any", self._output)

    def start_application_mode(self) -> None:
        """Also reads the size of a resized window in the event loop.

        Textual reads it in the signal's handler. The next signal can come between reading and reporting, is handled
        first, and the older size is then reported last.
        """
        size = self._get_terminal_size()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._report_size)
        if self._get_terminal_size() != size:
            self._report_size()

    def _report_size(self) -> None:
        """Reports the size as Textual does, and so after what it has reported itself."""
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            report = self._app._post_message(Resize(size, size))  # noqa: SLF001
            asyncio.run_coroutine_threadsafe(report, asyncio.get_running_loop())

    def _sigcont_application(self, *_: object) -> None:
        """Resumes after a suspension only: a terminal that goes away sends SIGCONT too, together with SIGHUP."""
        if self._must_signal_resume:
            super()._sigcont_application()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            log.critical("event=input_failed", exc_info=error)
            self._on_death(error)

    def run_input_thread(self) -> None:
        """Reads the terminal until the app ends or the terminal is gone."""
        keys = {sequence for sequence, names in ANSI_SEQUENCES_KEYS.items() if names is not IGNORE_SEQUENCE}
        terminal = TerminalInput(keys, FUNCTIONAL_KEYS, extended=not constants.DISABLE_KITTY_KEY)
        parser = _Parser()
        with selectors.SelectSelector() as selector:  # macOS: the others do not know terminals
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_POLL):
                    try:
                        data = os.read(self.fileno, _CHUNK)
                    except BlockingIOError:  # another program set O_NONBLOCK, and was faster
                        continue
                    except OSError:
                        data = b""
                    if not data:
                        self._on_lost()
                        return
                    self._pass_on(parser, terminal.feed(data, time.monotonic()))
                self._pass_on(parser, terminal.tick(time.monotonic()))

    def _pass_on(self, parser: _Parser, tokens: Iterable[Token]) -> None:
        for token in tokens:
            if isinstance(token, Background):
                self._on_background(token.dark)
                continue
            if isinstance(token, Answer):
                self._on_answer(token)
                continue
            for message in parser.messages(token):
                self.process_message(message)

    @property
    def is_writing(self) -> bool:
        """Whether something is being written, which takes long only if the terminal is slow."""
        return self._output.is_writing

    def ask_background(self) -> None:
        """Asks what colour the background has; ``on_background`` gets the answer, if one comes."""
        self._reports_background = True
        self.write(_ASK_BACKGROUND)
        self.flush()

    def stop_application_mode(self) -> None:
        """Also ends the reports about the background, and clears pictures, which some terminals would keep."""
        if self.frames and self.frames.forget():
            self.write(_CLEAR)
        if self._reports_background:
            self.write(_NO_REPORTS)
        super().stop_application_mode()


class _Parser:
    """Textual's parser, replaced by a new one if it fails."""

    def __init__(self) -> None:
        self._parser = XTermParser()

    def messages(self, token: Token) -> list[Message]:
        match token:
            case Pasted(text=text):
                return [Paste(text)]
            case Pressed(key=key):
                return [Key(key, "\x1b" if key == "escape" else None)]
            case Background() | Answer():
                return []
            case Known(text=text):
                try:
                    return list(self._parser.feed(text))
                except Exception:  # such as a mouse report on a terminal that says that it has no pixels
                    log.exception("event=input_not_understood")
                    self._parser = XTermParser()
                    return []


class _Output:
    """The terminal as a file that swallows what is written once the terminal is gone.

    Textual's writing thread would die of the error, and its queue then block everybody who writes.
    """

    def __init__(self, file: IO[str], on_lost: Callable[[], object]) -> None:
        self._file, self._on_lost = file, on_lost
        self._lost = False
        self.is_writing = False

    def fileno(self) -> int:
        return self._file.fileno()

    def write(self, text: str) -> None:
        self._try(lambda: self._file.write(text))

    def flush(self) -> None:
        self._try(self._file.flush)

    def _try(self, do: Callable[[], object]) -> None:
        if self._lost:
            return
        self.is_writing = True
        try:
            do()
        except BlockingIOError:
            pass
        except (OSError, ValueError):
            self._lost = True
            self._on_lost()
        finally:
            self.is_writing = False
