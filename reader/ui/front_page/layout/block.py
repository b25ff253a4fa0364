"""A story set in one column: the part that is always printed, and as much of its lead as fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.cells import cell_len

from reader.article.blocks import Span
from reader.lazy_dataclass import dataclass
from reader.ui.front_page.layout.copy import Rank, Story
from reader.ui.front_page.layout.setting import set_text
from reader.ui.front_page.layout.sheet import Canvas, Role
from reader.ui.typeset.breaking import Syllables, fit
from reader.ui.typeset.direction import is_right_to_left

SyllablesOf = Callable[[str | None], Syllables]
MOST_READ: Mapping[Rank, int] = {Rank.LEAD: 1_500, Rank.SECOND: 800, Rank.BRIEF: 400}  # characters of a lead
_LEAST_SOURCE = 6  # cells
_LEADS: Mapping[Rank, tuple[int, int, int]] = {Rank.LEAD: (3, 8, 14), Rank.SECOND: (2, 5, 14), Rank.BRIEF: (0, 2, 7)}
"""How many lines of the lead a story gets: at least, if there is room, and at most."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of the pages."""

    rule: str = "─"
    heavy: str = "━"
    vertical: str = "│"
    more: str = "…"
    onward: str = "▸"
    dot: str = "·"
    blocks: bool = True  # letters of the nameplate are drawn


SIGNS = Signs()
ASCII_SIGNS = Signs("-", "=", "|", "~", ">", "-", blocks=False)


@dataclass(frozen=True, slots=True)
class Block:
    """A story at the width of a column. ``head``: the title of the section that begins with it.

    ``head_lines``: how many lines the head takes, with the space below it. ``section``: the title of its section.
    """

    story: Story
    width: int
    head: str
    head_lines: int
    headline: tuple[str, ...]
    byline: str
    lead: tuple[str, ...]
    meta: str
    after: str  # at the right end of the last line
    section: str
    right_to_left: bool

    @property
    def fixed(self) -> int:
        """The lines besides the lead."""
        return self.head_lines + len(self.headline) + bool(self.byline) + bool(self.meta or self.after)

    def lead_lines(self, kind: int) -> int:
        """How many lines of the lead are printed: 0: at least; 1: if there is room; 2: at most."""
        return min(len(self.lead), _LEADS[self.story.rank][kind])

    def height(self, kind: int) -> int:
        """Its height with that much of its lead."""
        return self.fixed + self.lead_lines(kind)


def block_of(
    story: Story,
    width: int,
    syllables_of: SyllablesOf,
    signs: Signs,
    head: str = "",
    head_lines: int = 0,
    section: str = "",
) -> Block:
    """Sets a story in a column."""
    syllables = syllables_of(story.language)
    headline = set_text(story.headline, width, syllables, even=True)
    lead = set_text(story.lead[: MOST_READ[story.rank]], width, syllables)
    byline = "" if story.rank is Rank.BRIEF else fit(story.byline, width, signs.more)
    after = fit(after_of(story, signs), width, signs.more)
    room = width - cell_len(after) - 2 * bool(after)
    meta = fit(story.source, room, signs.more) if room >= _LEAST_SOURCE or not after else ""
    rtl = is_right_to_left((Span(story.headline),))
    return Block(story, width, head, head_lines, tuple(headline), byline, tuple(lead), meta, after, section, rtl)


def after_of(story: Story, signs: Signs) -> str:
    """How many more tellings there are, and how long it takes to read."""
    parts = (f"+{story.tellings}" if story.tellings else "", story.time)
    return f" {signs.dot} ".join(part for part in parts if part)


def draw(block: Block, canvas: Canvas, x: int, y: int, lead_lines: int, signs: Signs) -> int:
    """Puts a block onto the canvas. Returns the line below it."""
    key, width = block.story.key, block.width
    if block.head:
        draw_head(canvas, x, y, width, block.head, signs)
        y += block.head_lines
    role = Role.BRIEF if block.story.rank is Rank.BRIEF else Role.HEADLINE
    for line in block.headline:
        put_line(canvas, x, y, line, width, role, key, right=block.right_to_left)
        y += 1
    if block.byline:
        put_line(canvas, x, y, block.byline, width, Role.BYLINE, key, right=block.right_to_left)
        y += 1
    y = draw_text(canvas, x, y, block, block.lead, lead_lines, signs)
    return draw_meta(block, canvas, x, y)


def draw_meta(block: Block, canvas: Canvas, x: int, y: int) -> int:
    """The last line of a block, if it has one. Returns the line below it."""
    if not block.meta and not block.after:
        return y
    canvas.put(x, y, block.meta, Role.META, block.story.key)
    canvas.put(x + block.width - cell_len(block.after), y, block.after, Role.META, block.story.key)
    return y + 1


def draw_text(canvas: Canvas, x: int, y: int, block: Block, lines: tuple[str, ...], count: int, signs: Signs) -> int:
    """The first lines of a text; the last one ends in a sign if the text continues. Returns the line below."""
    key, width = block.story.key, block.width
    role = Role.SMALL if block.story.rank is Rank.BRIEF else Role.TEXT
    for number, line in enumerate(lines[:count]):
        cut = number == count - 1 and count < len(lines)
        shown = _cut(line, width - 2, signs.more) if cut else line
        put_line(canvas, x, y, shown, width, role, key, right=block.right_to_left and not cut)
        if cut:
            canvas.put(x + width - 1, y, signs.onward, Role.MORE, key)
        y += 1
    return y


def _cut(line: str, width: int, more: str) -> str:
    """The whole words of a line that fit before the sign that the text continues."""
    if cell_len(line) > width - 2 or line.endswith("-"):
        kept = fit(line.removesuffix("-"), max(1, width - 1), "")
        line = kept.rpartition(" ")[0] if " " in kept[width // 2 :] else fit(kept, max(1, width - 2), "")
    return line.rstrip(" ,;:–—.") + f" {more}"


def draw_head(canvas: Canvas, x: int, y: int, width: int, title: str, signs: Signs) -> None:
    """The head of a section: its title, and a rule to the end of the column."""
    title = fit(title.upper(), width, signs.more)
    canvas.put(x, y, title, Role.SECTION)
    left = width - cell_len(title) - 1
    if left > 0:
        canvas.put(x + width - left, y, signs.heavy * left, Role.RULE)


def put_line(
    canvas: Canvas, x: int, y: int, text: str, width: int, role: Role, key: int | None, *, right: bool = False
) -> None:
    """A line of a column, at its right edge if it is read from there."""
    canvas.put(x + (max(0, width - cell_len(text)) if right else 0), y, text, role, key)
