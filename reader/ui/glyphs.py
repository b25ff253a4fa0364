"""The glyphs of the screen, with ASCII replacements for terminals that lack them."""

from __future__ import annotations

from reader.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Each glyph is one cell wide, except for the checkboxes."""

    unread: str = "●"
    star: str = "★"
    later: str = "◇"
    followed: str = "◉"
    folded: str = "▸"
    unfolded: str = "▾"
    cursor: str = "▌"
    picked: str = "✓"
    arrived: str = "↑"
    dot: str = "·"
    more: str = "…"
    bullet: str = "•"
    checked: str = "☑"
    unchecked: str = "☐"
    quote: str = "│"
    horizontal: str = "─"
    vertical: str = "│"
    top_left: str = "┌"
    top_right: str = "┐"
    bottom_left: str = "└"
    bottom_right: str = "┘"
    picture: str = "▨"
    play: str = "►"
    cut: str = "›"
    cut_left: str = "‹"
    bars: str = "·▁▂▃▄▅▆▇█"  # of a histogram: zero, then from low to high
    removed: tuple[str, str] = ("", "")  # before and after what an edit removed, which is struck through
    added: tuple[str, str] = ("", "")


UNICODE_GLYPHS = Glyphs()
ASCII_GLYPHS = Glyphs(
    unread="*", star="+", later="L", followed="@", folded=">", unfolded="v", cursor="|", picked="x", arrived="^",
    dot="-", more="~", bullet="*", quote="|", horizontal="-", vertical="|", top_left="+", top_right="+",
    bottom_left="+", bottom_right="+", picture="#", play=">", cut=">", cut_left="<", checked="[x]",
    unchecked="[ ]", bars=".:-=+*#%@", removed=("[-", "-]"), added=("{+", "+}"),
)  # fmt: skip
