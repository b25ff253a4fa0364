"""Texts of realistic lengths, the same for the same seed."""

from __future__ import annotations

import random
from itertools import accumulate

_SYLLABLES = "ba be da de fo ga hi ka la le lo ma me mi na ne no pa per ra re ri ro sa se si sto ta te ti to ver vi"
_VOCABULARY = 4_000
_PARAGRAPHS = 1_500


class Prose:
    """Words as frequent as in a language (Zipf), in sentences, in paragraphs of which a store is put together."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        syllables = _SYLLABLES.split()
        made = {"".join(self._random.choices(syllables, k=self._random.randint(1, 4))) for _ in range(_VOCABULARY * 2)}
        self._words = sorted(made)[:_VOCABULARY]
        self._random.shuffle(self._words)
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))
        self._paragraphs = [self.paragraph(self._random.randint(25, 95)) for _ in range(_PARAGRAPHS)]

    def words(self, count: int) -> list[str]:
        """So many words."""
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def paragraph(self, words: int) -> str:
        """A paragraph of HTML with a link and an emphasis in it."""
        text = self.words(words)
        at = self._random.randrange(words - 4)
        text[at] = f'<a href="https://page.example/{text[at]}">{text[at]}</a>'
        text[at + 2] = f"<em>{text[at + 2]}</em>"
        for end in range(12, words, 13):
            text[end] += "."
        return f"<p>{' '.join(text).capitalize()}.</p>"

    def article(self, words: int) -> str:
        """HTML of about so many words, with a heading now and then."""
        parts, left = [], words
        while left > 0:
            paragraph = self._random.choice(self._paragraphs)
            parts.append(paragraph)
            left -= paragraph.count(" ")
            if len(parts) % 6 == 0:
                parts.append(f"<h2>{' '.join(self.words(4)).capitalize()}</h2>")
        return "".join(parts)

    def length(self) -> int:
        """The length of an article in words: 250 in the median, seldom beyond 2,000."""
        return min(3_000, max(40, int(self._random.lognormvariate(5.5, 0.8))))

    def title(self, number: int) -> str:
        """A headline that begins with a number, by which it is told from all others."""
        return f"{number} {' '.join(self.words(self._random.randint(4, 11)))}"

    def name(self) -> str:
        """A writer's name; a few hundred write everything."""
        return f"Writer {self._random.randint(1, 400)}"
