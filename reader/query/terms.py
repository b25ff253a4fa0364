"""The words of a query as the search index has them."""

from __future__ import annotations

from reader.lazy_dataclass import dataclass
from reader.query.tree import Words
from reader.text import fold


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, folded as in the index. ``prefix``: the last word may be longer."""

    words: tuple[str, ...]
    prefix: bool = False


def term_of(node: Words) -> Term:
    """The words of a node, cut as in the index (:func:`reader.text.search_words`), so ``Straße`` finds ``strasse``.

    A term without words occurs nowhere.
    """
    return term(node.value, prefix=node.prefix)


def term(value: str, *, prefix: bool = False) -> Term:
    """The words of a text, of which the last may be longer."""
    from reader.text.folding import query_words  # opening the reader does without

    words, open_end = query_words(fold(value))
    return Term(tuple(words), (prefix or open_end) and bool(words))


def words_of(text: str) -> list[str]:
    """See :func:`reader.text.folding.words_of`."""
    from reader.text import folding

    return folding.words_of(text)
