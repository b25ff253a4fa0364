"""Ghostty's terminal as a library (the package pyghostty): it takes kitty's pictures and has the cells of the screen.

What Ghostty's renderer would draw is made of them here: the background of each cell, and the part of the picture that
a placeholder shows.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import select
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from io import BytesIO
from types import TracebackType
from typing import Any, Self

from PIL import Image, ImageDraw, ImageFont

from reader.media.kitty import PLACEHOLDER, placeholders
from tests.support.real_terminals import programs

PACKAGE = "pyghostty"
CELL = (8, 16)  # pixels
_FONT_SIZE = 13
_STORAGE = 64 << 20  # bytes of pictures
_MARKS = placeholders(0, 297).split(PLACEHOLDER)[1:]
_NUMBERS = {ord(marks[1]): number for number, marks in enumerate(_MARKS)}


def missing() -> str:
    """Why the library cannot be used here; empty if it can."""
    return "" if importlib.util.find_spec(PACKAGE) else f"not installed: {PACKAGE}"


class GhosttyTerminal:
    """A program in Ghostty; ``with GhosttyTerminal(command, (80, 24)) as terminal: terminal.press("j")``."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str] | None = None
    ) -> None:
        self._command, self._size = command, size
        self._environment = programs.environment(environment or {}, TERM="xterm-256color")
        self._stack = ExitStack()
        self._ended = threading.Event()
        self._using = threading.Lock()
        self._shot: Image.Image | None = None  # without letters, until something is written

    def __enter__(self) -> Self:
        with self._stack as stack:
            pty = programs.open_pty(stack)
            self._master = pty[0]
            self._terminal = stack.enter_context(self._new_terminal())
            thread = threading.Thread(target=self._read, name="ghostty", daemon=True)
            stack.callback(thread.join)
            stack.callback(self._ended.set)
            columns, lines = self._size
            window = (lines, columns, columns * CELL[0], lines * CELL[1])
            programs.start_on_pty(stack, self._command, self._environment, pty, window)
            thread.start()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _new_terminal(self) -> Any:
        core = importlib.import_module(f"{PACKAGE}.core")
        binding = importlib.import_module(f"{PACKAGE}._ffi")
        ffi, lib, check = binding.ffi, binding.lib, binding.check

        self._ffi, self._lib = ffi, lib
        self._points, self._count, self._style = (
            ffi.new("uint32_t[8]"),
            ffi.new("size_t*"),
            core.init_sized("GhosttyStyle"),
        )
        self._decoder = ffi.callback("GhosttySysDecodePngFn", self._decode)
        check(lib.ghostty_sys_set(lib.GHOSTTY_SYS_OPT_DECODE_PNG, self._decoder), "decoder")
        terminal = core.Terminal(*self._size)
        terminal.resize(*self._size, *CELL)
        limit = ffi.new("uint64_t*", _STORAGE)
        check(
            lib.ghostty_terminal_set(terminal._t[0], lib.GHOSTTY_TERMINAL_OPT_KITTY_IMAGE_STORAGE_LIMIT, limit), "limit"
        )
        terminal.on_reply(self._reply)
        return terminal

    def _reply(self, data: bytes) -> None:
        """Passes an answer on; the library has no version of its own to tell."""
        os.write(self._master, data.replace(b">|libghostty", b">|ghostty 1.2.0"))

    def _decode(self, _userdata: Any, allocator: Any, data: Any, length: int, out: Any) -> bool:
        image = Image.open(BytesIO(self._ffi.buffer(data, length)[:])).convert("RGBA")
        pixels = image.tobytes()
        out.data = self._lib.ghostty_alloc(allocator, len(pixels))
        self._ffi.memmove(out.data, pixels, len(pixels))
        out.width, out.height, out.data_len = *image.size, len(pixels)
        return True

    def _read(self) -> None:
        with suppress(OSError):
            while not self._ended.is_set():
                if select.select([self._master], (), (), 0.1)[0]:
                    data = os.read(self._master, 65_536)
                    while select.select([self._master], (), (), 0.005)[0]:
                        data += os.read(self._master, 65_536)
                    with self._using:
                        self._shot = None
                        self._terminal.feed(data)

    def press(self, keys: str) -> None:
        """Types."""
        os.write(self._master, keys.encode())

    def screenshot(self, *, letters: str = "") -> Image.Image:
        """The backgrounds and the pictures; also the text, if the file of a font for the letters is named."""
        with self._using:
            self._shot = self._shot or self._drawn()
            shot = self._shot.copy()
            if letters:
                self._write(ImageDraw.Draw(shot), ImageFont.truetype(letters, _FONT_SIZE))
        return shot

    def _drawn(self) -> Image.Image:
        columns, lines = self._size
        shot = Image.new("RGB", (columns * CELL[0], lines * CELL[1]))
        pictures = self._pictures()
        for y in range(lines):
            for x in range(columns):
                shot.paste(self._cell(x, y, pictures), (x * CELL[0], y * CELL[1]))
        return shot

    def _write(self, draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont) -> None:
        for y in range(self._size[1]):
            for x in range(self._size[0]):
                where = self._terminal.ref(x, y)
                self._lib.ghostty_grid_ref_graphemes(where, self._points, len(self._points), self._count)
                if self._count[0] and self._points[0] != ord(PLACEHOLDER):
                    self._lib.ghostty_grid_ref_style(where, self._style)
                    colour = self._colour(self._style.fg_color)
                    left, top = x * CELL[0], y * CELL[1]
                    weight = 0.4 if self._style.bold else 0
                    draw.text((left, top), chr(self._points[0]), colour, font, stroke_width=weight)
                    if self._style.underline:
                        draw.line((left, top + CELL[1] - 2, left + CELL[0] - 1, top + CELL[1] - 2), colour)

    def _cell(self, x: int, y: int, pictures: Mapping[int, Image.Image]) -> Image.Image:
        where = self._terminal.ref(x, y)
        self._lib.ghostty_grid_ref_style(where, self._style)
        cell = Image.new("RGB", CELL, self._colour(self._style.bg_color))
        self._lib.ghostty_grid_ref_graphemes(where, self._points, len(self._points), self._count)
        if self._count[0] > 2 and self._points[0] == ord(PLACEHOLDER):
            red, green, blue = self._colour(self._style.fg_color)
            row, column = (_NUMBERS[self._points[number]] for number in (1, 2))
            picture = pictures.get((red << 16) + (green << 8) + blue)
            if picture:
                left, top = column * CELL[0], row * CELL[1]
                part = picture.crop((left, top, left + CELL[0], top + CELL[1]))
                cell.paste(part, (0, 0), part)
        return cell

    def _colour(self, colour: Any) -> tuple[int, int, int]:
        if colour.tag != self._lib.GHOSTTY_STYLE_COLOR_RGB:
            return 0, 0, 0
        value = colour.value.rgb
        return value.r, value.g, value.b

    def _pictures(self) -> dict[int, Image.Image]:
        """The pictures with virtual placements by their numbers, as large as their columns and rows."""
        ffi, lib = self._ffi, self._lib
        graphics = ffi.new("GhosttyKittyGraphics*")
        lib.ghostty_terminal_get(self._terminal._t[0], lib.GHOSTTY_TERMINAL_DATA_KITTY_GRAPHICS, graphics)
        iterator = ffi.new("GhosttyKittyGraphicsPlacementIterator*")
        lib.ghostty_kitty_graphics_placement_iterator_new(ffi.NULL, iterator)
        lib.ghostty_kitty_graphics_get(graphics[0], lib.GHOSTTY_KITTY_GRAPHICS_DATA_PLACEMENT_ITERATOR, iterator)
        found = {}
        while lib.ghostty_kitty_graphics_placement_next(iterator[0]):
            number, columns, rows = (self._placed(iterator[0], name) for name in ("IMAGE_ID", "COLUMNS", "ROWS"))
            found[number] = self._picture(graphics[0], number).resize((columns * CELL[0], rows * CELL[1]))
        lib.ghostty_kitty_graphics_placement_iterator_free(iterator[0])
        return found

    def _placed(self, iterator: Any, name: str) -> int:
        out = self._ffi.new("uint32_t*")
        key = getattr(self._lib, f"GHOSTTY_KITTY_GRAPHICS_PLACEMENT_DATA_{name}")
        self._lib.ghostty_kitty_graphics_placement_get(iterator, key, out)
        return int(out[0])

    def _picture(self, graphics: Any, number: int) -> Image.Image:
        image = self._lib.ghostty_kitty_graphics_image(graphics, number)

        def value(name: str, kind: str) -> Any:
            out = self._ffi.new(kind)
            self._lib.ghostty_kitty_graphics_image_get(
                image, getattr(self._lib, f"GHOSTTY_KITTY_IMAGE_DATA_{name}"), out
            )
            return out[0]

        size = value("WIDTH", "uint32_t*"), value("HEIGHT", "uint32_t*")
        data = self._ffi.buffer(value("DATA_PTR", "uint8_t**"), value("DATA_LEN", "size_t*"))[:]
        return Image.frombytes("RGBA", size, data)
