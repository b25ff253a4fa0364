"""English and German text of realistic length, the same for the same seed.

The words come from the demo newspaper, with the same frequencies, followed by thousands derived from them: compounds
in German, derivations in English. Sentences are made once, so that a million articles take a minute; every article
has one sentence of its own with words from the whole vocabulary, so that rare words occur too.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from reader.text import fold

VOCABULARY = 40_000  # words of each language
LANGUAGES = ("en", "en", "de")  # one third of the feeds is German
_SENTENCES = 6_000
_ARTICLES = Path(__file__).parents[1] / "newspaper" / "articles"
_FRONT = re.compile(r"\A\+\+\+.*?\+\+\+", re.DOTALL)
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}|\b[AaIi]\b")
_TAG = re.compile(r"<[^>]*>|&\w+;")
_ENDINGS = ("s", "ed", "ing", "er", "less", "ness", "like", "ish", "able", "ful")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language: its words, most frequent first, with cumulative weights, and ready-made sentences."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    sentences: tuple[str, ...]
    folded: tuple[str, ...]  # the sentences in their search index form
    lengths: tuple[int, ...]  # of the sentences, in words


@dataclass(frozen=True, slots=True)
class Article:
    """A text. ``folded``: its search index form (:func:`reader.text.search_words`)."""

    html: str
    folded: str
    words: int


class Prose:
    """Articles, headlines and names; :meth:`begin` makes them independent of everything made before."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        self._random = random.Random(seed)
        self.tongues = {language: _tongue(language) for language in set(LANGUAGES)}

    def begin(self, number: int) -> None:
        """Makes everything that follows depend only on the seed and this number."""
        self._random.seed(f"{self._seed}:{number}")

    def words(self, count: int, language: str = "en") -> list[str]:
        """``count`` words with the frequencies of the language."""
        tongue = self.tongues[language]
        return self._random.choices(tongue.words, cum_weights=tongue.weights, k=count)

    def article(self, words: int, language: str = "en") -> Article:
        """An article of about ``words`` words."""
        tongue, rnd = self.tongues[language], self._random
        chosen = rnd.choices(range(_SENTENCES), k=max(1, words // 15))
        own = f"{' '.join(rnd.choices(tongue.words, k=11)).capitalize()}."
        sentences = [own, *(tongue.sentences[index] for index in chosen[1:])]
        folded = [fold(own), *(tongue.folded[index] for index in chosen[1:])]
        length = 11 + sum(tongue.lengths[index] for index in chosen[1:])
        return Article(_paragraphs(sentences, rnd), " ".join(folded), length)

    def length(self) -> int:
        """The length of an article in words: median 250, rarely beyond 2,000."""
        return min(3_000, max(40, int(self._random.lognormvariate(5.5, 0.8))))

    def title(self, number: int, language: str = "en") -> str:
        """A headline that begins with a unique number."""
        return f"{number} {' '.join(self.words(self._random.randint(4, 11), language))}"

    def name(self) -> str:
        """An author's name; a few hundred authors write everything."""
        return f"Writer {self._random.randint(1, 400)}"


@cache
def _tongue(language: str) -> Tongue:
    """The same for everyone: making it takes a quarter of a second."""
    rnd = random.Random(language)
    found = Counter(_newspaper_words(language))
    frequent = [word for word, _ in found.most_common()]
    made = _made(rnd, language, frequent, VOCABULARY - len(frequent))
    ranks = range(len(frequent) + 1, len(frequent) + len(made) + 1)
    weights = [*sorted(found.values(), reverse=True), *(0.8 * (len(frequent) / rank) ** 1.5 for rank in ranks)]
    words, sums = (*frequent, *made), tuple(accumulate(weights))
    sentences = [_sentence(rnd, words, sums) for _ in range(_SENTENCES)]
    texts = tuple(text for text, _ in sentences)
    folded = tuple(fold(_TAG.sub("", text)) for text in texts)
    return Tongue(words, sums, texts, folded, tuple(size for _, size in sentences))


def _made(rnd: random.Random, language: str, known: Sequence[str], count: int) -> list[str]:
    """Words derived from known ones, short ones first, as frequent words are short."""
    nouns = [word for word in known if word[0].isupper() and 4 <= len(word) <= 12]
    stems = [word for word in known if word.islower() and 4 <= len(word) <= 9]
    new: set[str] = set()
    known_words = set(known)
    while len(new) < count:
        if language == "de":
            first, second = rnd.choices(nouns, k=2)
            word = f"{first}{rnd.choice(('', 's'))}{second.lower()}"
        else:
            first, second = rnd.choices(stems, k=2)
            word = f"{first}{rnd.choice(('', second))}{rnd.choice(_ENDINGS)}"
        if word not in known_words:
            new.add(word)
    return sorted(new, key=lambda word: (len(word), word))


def _sentence(rnd: random.Random, known: Sequence[str], weights: Sequence[float]) -> tuple[str, int]:
    """A sentence with its length in words; some contain a link or an emphasis."""
    size = rnd.randint(6, 24)
    words = rnd.choices(known, cum_weights=weights, k=size)
    words[0] = words[0][:1].upper() + words[0][1:]
    if size > 12:
        words[size // 2] += ","
    if size % 8 == 0:
        words[-1] = f'<a href="https://page.example/{size}/{words[-1].lower()}">{words[-1]}</a>'
    if size % 9 == 0:
        words[2] = f"<em>{words[2]}</em>"
    return f"{' '.join(words)}.", size


def _newspaper_words(language: str) -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted((_ARTICLES / language).glob("*.html")))
    return [word for text in texts for word in _WORD.findall(_TAG.sub(" ", _FRONT.sub("", text)))]


def _paragraphs(sentences: Sequence[str], rnd: random.Random) -> str:
    """Paragraphs of three to six sentences, with an occasional heading, picture, quotation or list."""
    parts, at = [], 0
    while at < len(sentences):
        size = rnd.randint(3, 6)
        some = sentences[at : at + size]
        at += size
        kind = rnd.randrange(24)
        if kind == 0:
            parts.append(f"<h2>{some[0]}</h2><p>{' '.join(some[1:])}</p>")
        elif kind == 1:
            parts.append(f'<figure><img src="https://page.example/{at}.jpg" alt=""></figure><p>{" ".join(some)}</p>')
        elif kind == 2:
            parts.append(f"<blockquote><p>{' '.join(some)}</p></blockquote>")
        elif kind == 3:
            parts.append(f"<ul><li>{'</li><li>'.join(some)}</li></ul>")
        else:
            parts.append(f"<p>{' '.join(some)}</p>")
    return "".join(parts)
