"""A picture that is easily found in a screenshot, an article that shows it, and the comparison of both."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Protocol

from PIL import Image, ImageChops

from reader.paths import Paths
from tests.support.stocking import new_entry, stock

SIZE = (360, 240)
PATIENCE = 60.0  # seconds
_PARTS = (12, 8)  # in which mean colours are compared
_COLOURFUL = 80  # difference between the strongest and the weakest channel; themes are less colourful
_AREA = 8  # pixels
Box = tuple[int, int, int, int]


class Screen(Protocol):
    """A terminal that can be looked at."""

    def press(self, keys: str) -> None:
        """Types."""

    def screenshot(self) -> Image.Image:
        """What it shows."""


@cache
def card() -> Image.Image:
    """Four colours that turn into each other; no two parts are alike."""
    corners = Image.new("RGB", (2, 2))
    corners.putdata([(230, 20, 20), (20, 180, 40), (20, 40, 220), (220, 200, 10)])
    return corners.resize(SIZE, Image.Resampling.BICUBIC)


@contextmanager
def illustrated(paths: Paths, config: str = "") -> Iterator[None]:
    """Folders of a reader with one article, which shows the card, and a server that has it."""
    file = BytesIO()
    card().save(file, "PNG")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(file.getvalue())))
            self.end_headers()
            self.wfile.write(file.getvalue())

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        _stock(paths, f"http://127.0.0.1:{server.server_port}", config)
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _stock(paths: Paths, site: str, config: str) -> None:
    width, height = SIZE
    figure = f'<p><img src="{site}/card.png" width="{width}" height="{height}" alt="The card"></p>'
    text = "".join(f"<p>Paragraph {number} of a long text.</p>" for number in range(40))
    entry = new_entry(1, title="An illustrated article", html=f"<p>Before it.</p>{figure}{text}")
    stock(paths, f'[[feeds]]\nurl = "{site}/feed.xml"\ntitle = "Cards"\n', {f"{site}/feed.xml": [entry]})
    paths.config.write_text(f"fetch_pages = false\n{config}", encoding="utf-8")


def card_in(shot: Image.Image) -> Box | None:
    """Where the card is; None if there is nothing colourful but letters."""
    red, green, blue = shot.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    colourful = ImageChops.subtract(most, least).point([255 * (value > _COLOURFUL) for value in range(256)])
    areas = colourful.resize((shot.width // _AREA, shot.height // _AREA), Image.Resampling.BOX)
    found = areas.point([255 * (value > 192) for value in range(256)]).getbbox()
    if found is None:
        return None
    left, top = (max(0, _AREA * (side - 1)) for side in found[:2])
    right, bottom = (_AREA * (side + 1) for side in found[2:])
    place = colourful.crop((left, top, right, bottom)).getbbox()
    assert place is not None
    return left + place[0], top + place[1], left + place[2], top + place[3]


def difference(shot: Image.Image, box: Box) -> float:
    """The mean difference, 0 to 255, between parts of the card and of the shot."""
    shown = shot.crop(box).resize(_PARTS, Image.Resampling.BOX).tobytes()
    meant = card().resize(_PARTS, Image.Resampling.BOX).tobytes()
    return sum(abs(one - other) for one, other in zip(shown, meant, strict=True)) / len(meant)


def wait_for(screen: Screen, holds: Callable[[Image.Image, Box | None], bool], what: str) -> Box | None:
    """Waits until something holds for the screen and the place of the card; returns the place."""
    end = time.monotonic() + PATIENCE
    while True:
        shot = screen.screenshot()
        box = card_in(shot)
        if holds(shot, box):
            return box
        if time.monotonic() > end:
            path = Path(tempfile.gettempdir()) / "broadsheet-terminal.png"
            shot.save(path)
            raise AssertionError(f"{what}: the card is at {box}; the screen is in {path}")
        time.sleep(0.2)
