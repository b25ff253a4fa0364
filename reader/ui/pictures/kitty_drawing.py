"""Draws pictures by kitty's graphics protocol: each is sent once, and shown by cells of text that name its parts."""

from __future__ import annotations

import secrets
from collections import Counter, deque
from collections.abc import Callable, Iterator
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from reader.media import kitty
from reader.media.request import Picture, PictureRequest

SLICE = 16_384  # bytes that are written at a time: a key that is pressed in between waits for no more
_ENDS_CHUNKS = b"\x1b_Gm=0,q=2;\x1b\\"


class PictureSender:
    """Sends pictures to the terminal in slices, so that the frames of the screen are written between them.

    Pieces of two pictures must not be mixed (kitty graphics protocol, "Remote client"), so they are sent in turn.
    ``write`` takes whole sequences; ``wrap`` is applied to each of them, for tmux.
    """

    def __init__(self, write: Callable[[bytes], object], wrap: Callable[[bytes], bytes] = bytes) -> None:
        self._write, self._wrap = write, wrap
        self._queue: deque[tuple[int, Iterator[bytes]]] = deque()
        self._begun: int | None = None  # the picture of which some pieces are sent

    @property
    def is_idle(self) -> bool:
        """Whether everything is sent."""
        return not self._queue

    def send(self, number: int, pieces: Iterator[bytes]) -> None:
        """Sends a picture, after those before it."""
        self._queue.append((number, pieces))

    def delete(self, number: int) -> None:
        """Makes the terminal forget a picture; one that is not yet sent never will be."""
        waiting = [one for one in self._queue if one[0] == number and number != self._begun]
        if waiting:
            self._queue = deque(one for one in self._queue if one[0] != number)
        else:
            self._queue.append((number, iter((kitty.deletion(number),))))

    def step(self) -> None:
        """Writes the next slice."""
        written: list[bytes] = []
        size = 0
        while self._queue and size < SLICE:
            number, pieces = self._queue[0]
            piece = next(pieces, None)
            if piece is None:
                self._queue.popleft()
                self._begun = None
                continue
            self._begun = number
            written.append(self._wrap(piece))
            size += len(written[-1])
        if written:
            self._write(b"".join(written))

    def end(self, numbers: Iterator[int]) -> None:
        """Makes the terminal forget these pictures now, whatever is being sent."""
        ending = [_ENDS_CHUNKS] if self._begun is not None else []
        self._queue.clear()
        self._begun = None
        pieces = [*ending, *map(kitty.deletion, numbers)]
        if pieces:
            self._write(b"".join(map(self._wrap, pieces)))


class KittyDrawing:
    """See :class:`~reader.ui.pictures.drawing.PictureDrawing`. ``wake``: there is something to send.

    ``few_colours``: the terminal takes no 24-bit colours from us, so that pictures have numbers up to 255.
    """

    def __init__(self, sender: PictureSender, wake: Callable[[], object], *, few_colours: bool = False) -> None:
        self._sender, self._wake, self._few = sender, wake, few_colours
        # Other programs in the same terminal have pictures, too, perhaps another reader in another pane of tmux.
        self._last = secrets.randbelow(200) if few_colours else secrets.randbelow(1 << 23)
        self._pictures: dict[PictureRequest, tuple[int, Picture]] = {}
        self._viewers: Counter[PictureRequest] = Counter()

    def appeared(self, picture: Picture) -> None:
        """Sends the picture, unless it is shown elsewhere already."""
        self._viewers[picture.request] += 1
        if picture.request not in self._pictures:
            self._last = self._last % (255 if self._few else (1 << 24) - 1) + 1
            self._pictures[picture.request] = self._last, picture
            self._send(self._last, picture)

    def vanished(self, picture: Picture) -> None:
        """Makes the terminal forget the picture, unless it is still shown elsewhere."""
        self._viewers[picture.request] -= 1
        if self._viewers[picture.request] > 0:
            return
        del self._viewers[picture.request]
        known = self._pictures.pop(picture.request, None)
        if known:
            self._sender.delete(known[0])
            self._wake()

    def send_again(self) -> None:
        """Sends all pictures again: another program had the terminal, which may have forgotten them."""
        for number, picture in self._pictures.values():
            self._send(number, picture)

    def _send(self, number: int, picture: Picture) -> None:
        pieces = kitty.transmission(picture.data[0], number, picture.width, picture.height)
        self._sender.send(number, iter(pieces))
        self._wake()

    def end(self) -> None:
        """Makes the terminal forget all pictures now."""
        self._sender.end(number for number, _ in self._pictures.values())
        self._pictures.clear()
        self._viewers.clear()

    def segments(self, picture: Picture, row: int, first_cell: int, cells: int) -> list[Segment]:
        """See :class:`~reader.ui.pictures.drawing.PictureDrawing`.

        One segment for each cell: a longer one could be cut between a placeholder and its marks.
        """
        known = self._pictures.get(picture.request)
        if known is None:
            return [Segment(" " * cells, Style())]
        number = known[0]
        colour = Color.from_ansi(number) if self._few else Color.from_rgb(*kitty.colour(number))
        style = Style(color=colour)
        return [Segment(text, style) for text in _cells(row, picture.width)[first_cell : first_cell + cells]]


@lru_cache(maxsize=512)
def _cells(row: int, columns: int) -> tuple[str, ...]:
    text = kitty.placeholders(row, columns)
    return tuple(text[start : start + 3] for start in range(0, len(text), 3))
