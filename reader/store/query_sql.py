"""A query as a condition of SQL and an expression of FTS5.

The trees are those that :func:`reader.query.resolve_names.resolve` returns. Whatever is compared here is compared in
the same way by :func:`reader.query.match_entry.match`, which is a test over generated databases. NULL is false.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reader.lazy_dataclass import dataclass
from reader.query.match_entry import ascii_lower
from reader.query.terms import term_of
from reader.query.tree import (
    EVERYTHING,
    All,
    Between,
    Either,
    Has,
    InFeeds,
    InStory,
    Is,
    Leaf,
    Name,
    Named,
    Node,
    Not,
    Part,
    Pattern,
    Sized,
    State,
    Words,
    all_of,
    conjuncts,
)  # fmt: skip
from reader.store.rows import dumps
from reader.store.where_clause import Bound, Searched
from reader.text import fold

Condition = tuple[str, tuple[Any, ...]]  # SQL and bound values


@dataclass(frozen=True, slots=True)
class FullText:
    """FTS5 expressions (SQLite FTS5 section 3) for what must match, and for what must not or ""."""

    required: str
    excluded: str = ""

    @property
    def expression(self) -> str:
        """Both as one expression. FTS5 has none that only excludes."""
        return f"({self.required}) NOT ({self.excluded})" if self.excluded else self.required


def divided(tree: Node, words: Searched = Searched.AT_ONCE) -> tuple[FullText | None, Node]:
    """What the search index finds of a tree, if anything, and the other conditions.

    The beginning of a name is not looked up in the index where entries are checked one by one or in ranges: it would
    list all entries with such a name each time.
    """
    required: list[str] = []
    excluded: list[str] = []
    others: list[Node] = []
    for part in conjuncts(tree):
        negative = isinstance(part, Not)
        inside = part.part if isinstance(part, Not) else part
        expression = None if words is not Searched.AT_ONCE and begins_name(inside) else _expression(inside)
        if expression is None:
            others.append(part)
        else:
            (excluded if negative else required).append(expression)
    if not required:
        return None, tree
    return FullText(" AND ".join(dict.fromkeys(required)), " OR ".join(dict.fromkeys(excluded))), all_of(others)


def begins_name(node: Node) -> bool:
    """Whether a name of an author begins with words, of which the last may be longer."""
    return isinstance(node, Words) and node.field is Name.AUTHOR and term_of(node).prefix


def _expression(node: Node) -> str | None:
    """A tree of words as an FTS5 expression in parentheses; None for other trees and those that only exclude."""
    if isinstance(node, Words):
        term = term_of(node)
        column = f"{_COLUMNS[node.field]} : " if node.field else ""
        return f'{column}("{" ".join(term.words)}"{"*" if term.prefix else ""})' if term.words else None
    if isinstance(node, Either) and node.parts:
        each = [_expression(part) for part in node.parts]
        return None if None in each else f"({' OR '.join(filter(None, each))})"
    if isinstance(node, All) and node.parts:
        text, others = divided(node)
        return f"({text.expression})" if text and others == EVERYTHING else None
    return None


def condition(tree: Node, words: Searched = Searched.AT_ONCE) -> Condition:
    """The condition over ``entries`` that holds for the entries of a tree."""

    def joined(operator: str, parts: Iterable[Node]) -> Condition:
        return _joined(operator, [condition(part, words) for part in parts])

    text, others = divided(tree, words)
    if text:
        found = (_FOUND[words], (text.expression, *((Bound.LOW, Bound.HIGH) if words is Searched.IN_RANGE else ())))
        return found if others == EVERYTHING else _joined("AND", (found, condition(others, words)))
    if isinstance(tree, All):
        return joined("AND", tree.parts) if tree.parts else ("TRUE", ())
    if isinstance(tree, Either):
        return joined("OR", tree.parts) if tree.parts else ("FALSE", ())
    if isinstance(tree, Not):
        sql, values = condition(tree.part, words)
        return f"NOT coalesce(({sql}), FALSE)", values
    return _of_leaf(tree)


def _of_leaf(leaf: Leaf) -> Condition:
    match leaf:
        case Pattern(field, source):
            return f"pattern_found(?, {_LINES[field]})", (source,)
        case Named():
            return _named(leaf)
        case Is(state):
            return _STATES[state], ()
        case Has(part):
            return _PARTS[part], ()
        case InStory(None):
            return f"id IN ({_TOLD} IS NOT NULL)", ()
        case InStory(number):
            return f"id IN ({_TOLD} = ?)", (number,)
        case InFeeds(ids):
            return "feed_id IN (SELECT value FROM json_each(?))", (dumps(sorted(ids)),)
        case Between(low, before):
            return _range("sort", low, None if before is None else before - 1)
        case Sized(Name.WORDS, low, high):
            return _range("words", low, high)
        case Words():
            term = term_of(leaf)
            begins = begins_name(leaf) and bool(term.words)  # a condition without any word finds nothing
            return ("begins_name(?, byline)", (" ".join(term.words),)) if begins else ("FALSE", ())
    raise TypeError(leaf)  # not resolved


def _joined(operator: str, conditions: Iterable[Condition]) -> Condition:
    parts = list(conditions)
    sql = f" {operator} ".join(f"({sql})" for sql, _ in parts)
    return sql, tuple(value for _, values in parts for value in values)


def _range(column: str, low: int | None, high: int | None) -> Condition:
    bounds = [(f"{column} >= ?", low), (f"{column} <= ?", high)]
    return " AND ".join(sql for sql, bound in bounds if bound is not None) or "TRUE", tuple(
        bound for _, bound in bounds if bound is not None
    )


def _named(node: Named) -> Condition:
    if node.field is Name.LABEL:
        fits, values = _fits("name_key", fold(node.value), prefix=node.prefix)
        labels = f"SELECT id FROM labels WHERE {fits}"
        return f"id IN (SELECT entry_id FROM entry_labels WHERE label_id IN ({labels}))", values
    if node.field is Name.PERSON:
        wanted = fold(node.value)
        by_name, values = _fits("name_key", wanted, prefix=node.prefix)
        by_own, more = _fits("folded(own_name)", wanted, prefix=node.prefix)
        return _BY_PEOPLE.format(
            f"nobody = 0 AND person IN (SELECT person FROM authors WHERE {by_name} UNION ALL"
            f" SELECT person FROM authors WHERE own_name IS NOT NULL AND {by_own})"
        ), (*values, *more)
    if node.field is Name.CATEGORY:
        wanted = fold(node.value)
        fits, values = _fits("folded(name.value)", wanted, prefix=node.prefix)
        part = json.dumps(wanted, ensure_ascii=False).strip('"')
        categories, tags = _names("content", "categories", fits), _names("pages", "tags", fits)
        return f"{categories} OR {tags}", (part, *values, part, *values)
    wanted = ascii_lower(node.value)
    if node.field is Name.URL:
        if node.prefix:
            return _fits("lower(coalesce(url, ''))", wanted, prefix=True)
        return "instr(lower(coalesce(url, '')), ?) > 0", (wanted,)
    return _in_language(node)


def _in_language(node: Named) -> Condition:
    """The entry's own language, or else its feed's, is this one or one of its variants."""
    own, values = language_fits("lower(json_extract(details, '$.language'))", node)
    feeds, of_feeds = language_fits("lower(coalesce(language, ''))", node)
    of_feed = f"feed_id IN (SELECT id FROM feeds WHERE {feeds}) AND NOT EXISTS ({_OWN_LANGUAGE})"
    return f"EXISTS ({_OWN_LANGUAGE} AND {own}) OR ({of_feed})", (*values, *of_feeds)


def language_fits(column: str, node: Named) -> Condition:
    """Whether a column has the language that is named, or one of its variants (RFC 4647 section 3.3.1)."""
    wanted = ascii_lower(node.value)
    sql, values = _fits(column, wanted if node.prefix else f"{wanted}-", prefix=True)
    return (sql, values) if node.prefix else (f"({column} = ? OR {sql})", (wanted, *values))


def _fits(column: str, wanted: str, *, prefix: bool) -> Condition:
    if not prefix:
        return f"coalesce({column} = ?, FALSE)", (wanted,)
    return f"coalesce(substr({column}, 1, ?) = ?, FALSE)", (len(wanted), wanted)


def _names(table: str, key: str, fits: str) -> str:
    """Whether one of the texts in a JSON array of an entry fits; looks first whether its letters are there at all."""
    details = f"iif(json_valid({table}.details), {table}.details, '{{}}')"
    return (
        f"EXISTS (SELECT 1 FROM {table}, json_each({details}, '$.{key}') AS name WHERE {table}.entry_id = entries.id"
        f" AND instr(folded({table}.details), ?) > 0 AND name.type = 'text' AND {fits})"
    )


def _has_key(table: str, key: str) -> str:
    """Whether a key is in a JSON object of an entry. In a text of the object, a quotation mark has a backslash."""
    return f"EXISTS (SELECT 1 FROM {table} WHERE entry_id = entries.id AND instr(details, '\"{key}\":') > 0)"


_FOUND = {
    Searched.AT_ONCE: "id IN (SELECT rowid FROM search WHERE search MATCH ?)",
    Searched.IN_RANGE: "id IN (SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?)",
    Searched.ONE_BY_ONE: "EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND rowid = entries.id)",
}
_TOLD = "SELECT told.id FROM entries AS told WHERE told.story"
_COLUMNS = {Name.TITLE: "title", Name.AUTHOR: "author", Name.BODY: "body"}
_LINES = {Name.TITLE: "entries.title", Name.AUTHOR: "byline", Name.URL: "coalesce(url, '')"}
_OWN_LANGUAGE = """
    SELECT 1 FROM content
    WHERE entry_id = entries.id AND instr(details, '"language":') > 0 AND json_valid(details)
        AND json_type(details, '$.language') = 'text'
"""
_BY_PEOPLE = "id IN (SELECT entry_id FROM entry_authors WHERE author_id IN (SELECT id FROM authors WHERE {}))"
_STATES = {
    State.READ: "read = 1", State.UNREAD: "read = 0", State.STARRED: "starred = 1",
    State.LATER: "later = 1",
    State.FOLLOWED: _BY_PEOPLE.format("person IN (SELECT person FROM authors WHERE followed IS NOT NULL)"),
    State.DUPLICATE: "copies IS NOT NULL",
    State.EDITED: "id IN (SELECT entry_id FROM versions)",
    State.UPDATED: "updated > published",  # as the index has it; NULL counts as false
}  # fmt: skip
_PARTS = {
    Part.ENCLOSURE: _has_key("content", "enclosures"),
    Part.FULLTEXT: "EXISTS (SELECT 1 FROM pages WHERE entry_id = entries.id AND html <> '')",
    Part.COMMENTS: " OR ".join((_has_key("content", "comments_url"), _has_key("pages", "comments_url"))),
    Part.PICTURE: " OR ".join((_has_key("content", "image"), _has_key("pages", "image"))),
    Part.AUTHOR: "byline <> ''",
}
