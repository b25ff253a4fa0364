"""The few signs of the screen, and what stands for them where a terminal lacks them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Each sign is one cell wide."""

    unread: str = "●"
    star: str = "★"
    folded: str = "▸"
    unfolded: str = "▾"
    cursor: str = "▌"
    arrived: str = "↑"
    dot: str = "·"
    more: str = "…"
    bullet: str = "•"
    dash: str = "–"
    quote: str = "│"
    horizontal: str = "─"
    vertical: str = "│"
    top_left: str = "┌"
    top_right: str = "┐"
    bottom_left: str = "└"
    bottom_right: str = "┘"
    cross: str = "┼"
    picture: str = "▨"
    cut: str = "›"
    bars: str = "·▁▂▃▄▅▆▇█"  # of a histogram: for nothing, then from least to most


FANCY = Glyphs()
PLAIN = Glyphs(
    unread="*", star="+", folded=">", unfolded="v", cursor="|", arrived="^", dot="-", more="~", bullet="*", dash="-",
    quote="|", horizontal="-", vertical="|", top_left="+", top_right="+", bottom_left="+", bottom_right="+", cross="+",
    picture="#", cut=">", bars=".:-=+*#%@",
)  # fmt: skip
