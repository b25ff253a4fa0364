"""A terminal that knows kitty's text-sizing protocol, as far as the reader needs it.

The rules come from https://sw.kovidgoyal.net/kitty/text-sizing-protocol/, "Wrapping and overwriting behavior" and
"Interaction with other terminal controls".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rich.cells import cell_len

_TOKEN = re.compile(
    r"\x1b\[(?P<parameters>[0-?]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b[P_^X][^\x1b]*\x1b\\"
    r"|\x1b(?P<escape>[78=>c]|[()].)"
    r"|(?P<control>[\x00-\x1f])"
    r"|(?P<text>[^\x00-\x1f]+)",
    re.DOTALL,
)
Place = tuple[int, int]
"""Line and column, from 0."""


@dataclass
class SizedScreen:
    """The cells of the screen. ``large``: the large characters by their first cells; ``replies``: what it answered."""

    columns: int
    lines: int
    knows_sizes: bool = True
    cells: dict[Place, str] = field(default_factory=dict)
    large: dict[Place, str] = field(default_factory=dict)
    replies: str = ""
    _owner: dict[Place, Place] = field(default_factory=dict)  # of the cells of large characters
    _cursor: Place = (0, 0)
    _saved: Place = (0, 0)

    def feed(self, written: str) -> None:
        """Takes what a program has written; the last sequence may be incomplete, and is then left out."""
        for token in _TOKEN.finditer(written):
            if token["text"]:
                self._write(token["text"])
            elif token["osc"] is not None:
                code, _, rest = token["osc"].partition(";")
                if code == "66" and self.knows_sizes:
                    self._put_sized(*rest.split(";", 1))
            elif token["escape"] == "7":
                self._saved = self._cursor
            elif token["escape"] == "8":
                self._cursor = self._saved
            elif token["final"]:
                self._control(token["parameters"], token["final"])

    def _write(self, text: str) -> None:
        y, x = self._cursor
        if text.isascii() and not self._owner and x + len(text) <= self.columns:
            self.cells.update(((y, cell), character) for cell, character in enumerate(text, x))
            self._cursor = (y, x + len(text))
            return
        for character in text:
            self._put(character)

    def _control(self, parameters: str, final: str) -> None:
        y, x = self._cursor
        numbers = [int(one or 1) for one in parameters.split(";")] if re.fullmatch(r"[\d;]*", parameters) else []
        match final, numbers:
            case "H", [line, column]:
                self._cursor = (line - 1, column - 1)
            case "H", [_]:
                self._cursor = (0, 0)
            case "C", [count]:
                self._cursor = (y, x + count)
            case "X", [count]:
                for cell in range(x, x + count):
                    self._erase((y, cell))
                    self.cells.pop((y, cell), None)
            case "J", [2]:
                self.cells.clear()
                self.large.clear()
                self._owner.clear()
            case "n", [6]:
                self.replies += f"\x1b[{y + 1};{x + 1}R"

    def _put(self, character: str, scale: int = 1, width: int = 0) -> None:
        width = width or cell_len(character)
        y, x = self._cursor
        if not width:
            before = max((cell for cell in self.cells if cell[0] == y and cell[1] < x), default=None)
            if before and self.cells[before]:
                self.cells[before] += character
            return
        if scale == 1:
            while (owner := self._owner.get((y, x))) and owner[0] < y:  # moved behind it
                x += 1
        if x + scale * width > self.columns:  # a frame for a wider window
            return
        for line in range(y, y + scale):
            for cell in range(x, x + scale * width):
                self._erase((line, cell))
                self.cells[line, cell] = ""
        if scale == 1:
            self.cells[y, x] = character
        else:
            self.large[y, x] = character
            self._owner |= {
                (line, cell): (y, x) for line in range(y, y + scale) for cell in range(x, x + scale * width)
            }
        self._cursor = (y, x + scale * width)

    def _put_sized(self, metadata: str, text: str) -> None:
        values = {key: int(value) for key, _, value in (one.partition("=") for one in metadata.split(":"))}
        scale, width = values.get("s", 1), values.get("w", 0)
        if scale + self._cursor[0] > self.lines:
            return
        for character in [text] if width else text:
            self._put(character, scale, width)

    def _erase(self, place: Place) -> None:
        """Erases the large character that covers a cell."""
        owner = self._owner.get(place)
        if owner is None:
            return
        del self.large[owner]
        for cell in [cell for cell, one in self._owner.items() if one == owner]:
            del self._owner[cell]
            self.cells.pop(cell, None)

    def line(self, y: int) -> str:
        """The text of a line. In the upper line of large text, its characters are without the other cells."""
        parts = []
        for x in range(self.columns):
            if self._owner.get((y, x), (y, x)) != (y, x):
                continue
            parts.append(self.large.get((y, x)) or self.cells.get((y, x), " "))
        return "".join(parts).rstrip()

    def text(self) -> str:
        """The text of the screen."""
        return "\n".join(self.line(y) for y in range(self.lines))

    def large_lines(self) -> dict[int, str]:
        """The large text, by lines."""
        lines: dict[int, str] = {}
        for (y, _x), character in sorted(self.large.items()):
            lines[y] = lines.get(y, "") + character
        return lines
