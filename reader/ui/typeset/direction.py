"""Paragraphs that are read from right to left.

Letters stay in the order in which they are read, and their lines end at the right edge. Terminals that order letters
themselves (GNOME Terminal and others with VTE, Konsole, Terminal.app, mlterm) show them as they should be. The others
(kitty, Alacritty, foot, Ghostty) would show text that we reversed right, but no terminal says which kind it is, and
in the first kind it would be reversed twice, copied reversed and never found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reader.article.blocks import Span
from reader.ui.typeset.lines import Line, Piece, Role, width_of

# Hebrew, Arabic, Syriac, Thaana, N'Ko and others; their presentation forms.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_READ = 400  # characters of a paragraph that decide
_STRONG = frozenset({"L", "R", "AL"})


def is_right_to_left(spans: Iterable[Span]) -> bool:
    """Whether a paragraph is read from right to left: by its first letter (UAX #9, P2), or by most of them.

    The latter is for sentences that begin with a foreign name.
    """
    text = "".join([span.text for span in spans])
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return False
    kinds = [kind for letter in text[:_READ] if (kind := unicodedata.bidirectional(letter)) in _STRONG]
    return bool(kinds) and (kinds[0] != "L" or kinds.count("L") * 2 < len(kinds))


def flush_right(lines: Iterable[Line], width: int, role: Role) -> list[Line]:
    """The lines, each ending at the right edge."""
    return [(Piece(" " * max(0, width - width_of(line)), role), *line) for line in lines]
