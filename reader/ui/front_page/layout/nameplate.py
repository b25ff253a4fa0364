"""The nameplate: the name of the paper in letters with thick stems and hairlines, drawn with blocks.

The letters of Bodoni and Didot have strokes of two widths, and so have the block elements (U+2580 to U+259F): quadrants
for stems, and bars of an eighth for hairlines and serifs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_LARGE: Mapping[str, Sequence[str]] = {
    "A": ("   ▗█▖   ", "   ▟██   ", "  ▗▘▜█▙  ", " ▗▛▔▔██▖ ", "▁▟▁ ▁▟██▁"),
    "B": ("▔██▔▔▜█▖", " ██  ▐█▌", " ██▔▔▜█▖", " ██  ▐█▌", "▁██▁▁▟█▘"),
    "D": ("▔██▔▔▜▙▖", " ██   ██", " ██   ██", " ██   ██", "▁██▁▁▟▛▘"),
    "E": ("▔██▔▔▜▌", " ██ ▗ ▝", " ██▔▜  ", " ██ ▝ ▗", "▁██▁▁▟▌"),
    "H": ("▔██▔▔██▔", " ██  ██ ", " ██▔▔██ ", " ██  ██ ", "▁██▁▁██▁"),
    "O": ("▗▟▛▔▔▜▙▖", "▟█▌  ▐█▙", "██▌  ▐██", "▜█▌  ▐█▛", "▝▜▙▁▁▟▛▘"),
    "R": ("▔██▔▔▜█▖ ", " ██  ▐█▌ ", " ██▔▜█▛▘ ", " ██ ▝█▙  ", "▁██▁ ▝█▙▁"),
    "S": ("▗▟▛▔▔▜▌", "██▖   ▘", "▝▜██▙▄▖", "▖   ▝██", "▐▙▁▁▟▛▘"),
    "T": ("▐▛▔██▔▜▌", "▝  ██  ▘", "   ██   ", "   ██   ", "  ▁██▁  "),
}
_SMALL: Mapping[str, Sequence[str]] = {
    "A": ("  ▗█▖  ", "  ▌▜▙  ", " ▗▘▔█▙ ", "▁▟▁▁▟█▁"),
    "B": ("▔█▛▔▜▙", " █▌ ▟▛", " █▛▔▜▙", "▁█▙▁▟▛"),
    "D": ("▔█▛▔▜▖", " █▌ ▐█", " █▌ ▐█", "▁█▙▁▟▘"),
    "E": ("▔█▛▔▜", " █▌▗▝", " █▛▜ ", "▁█▙▁▟"),
    "H": ("▔█▌ ▐█▔", " █▌ ▐█ ", " █▛▔▜█ ", "▁█▌ ▐█▁"),
    "O": ("▗▛▔▔▜▖", "█▌  ▐█", "█▌  ▐█", "▝▙▁▁▟▘"),
    "R": ("▔█▛▔▜▙ ", " █▌ ▟▛ ", " █▛▜█▖ ", "▁█▙ ▜▙▁"),
    "S": ("▗▛▔▜▌", "▜█▄ ▘", "▗ ▀█▙", "▐▙▁▟▘"),
    "T": ("▛▔█▛▔▜", "▘ █▌ ▝", "  █▌  ", " ▁█▙▁ "),
}


def nameplate(name: str, width: int, rows: int, *, ascii_only: bool = False) -> list[str]:
    """The name as lines of one width, in the largest letters that fit; a name with other letters is spaced out.

    ``rows``: how many lines it may have.
    """
    for letters, gaps in () if ascii_only else ((_LARGE, (3, 2, 1)), (_SMALL, (2, 1))):
        height = len(next(iter(letters.values())))
        if height > rows or not name or not all(letter in letters for letter in name):
            continue
        for gap in gaps:
            lines = [(" " * gap).join(letters[letter][row] for letter in name) for row in range(height)]
            if len(lines[0]) <= width * (4 if gap > 1 else 5) // 5 or (gap == 1 and len(lines[0]) <= width):
                return lines
    spaced = " ".join(name)
    return [spaced if len(spaced) <= width else name[: max(1, width)]]
