"""Whether an entry belongs to a query, by the rules of the search index."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model import Entry
from reader.query.patterns import found
from reader.query.terms import Term, term_of, words_of
from reader.query.tree import (
    All,
    Between,
    Either,
    Has,
    InFeeds,
    InStory,
    Is,
    Name,
    Named,
    Node,
    Not,
    Part,
    Pattern,
    Sized,
    State,
    Words,
)  # fmt: skip
from reader.text import fold, plain_text


def match(tree: Node, entry: Entry) -> bool:
    """Whether an entry belongs to a tree that :func:`~reader.query.resolve_names.resolve` returned."""
    match tree:
        case All(parts):
            return all(match(part, entry) for part in parts)
        case Either(parts):
            return any(match(part, entry) for part in parts)
        case Not(part):
            return not match(part, entry)
        case Words(_, field):
            term = term_of(tree)
            return any(occurs(term, words_of(text)) for text in _texts(entry, field))
        case Pattern(field, source):
            return found(source, _line(entry, field))
        case Named():
            return _has_name(tree, entry)
        case Is(state):
            return _is(entry, state)
        case Has(part):
            return _has(entry, part)
        case InFeeds() | Between() | InStory():
            return _is_in(tree, entry)
        case Sized(Name.WORDS, low, high):
            return (low is None or low <= entry.words) and (high is None or entry.words <= high)
    raise TypeError(tree)  # not resolved


def _is_in(node: InFeeds | Between | InStory, entry: Entry) -> bool:
    if isinstance(node, InFeeds):
        return entry.feed_id in node.ids
    if isinstance(node, InStory):
        return entry.story is not None and node.number in (None, entry.story)
    return (node.since is None or node.since <= entry.sort) and (node.before is None or entry.sort < node.before)


def occurs(term: Term, words: Sequence[str]) -> bool:
    """Whether the words of a term follow each other in a text, cut into words."""
    wanted, length = term.words, len(term.words)
    if not length:
        return False
    for at in range(len(words) - length + 1):
        last = words[at + length - 1]
        ends = last.startswith(wanted[-1]) if term.prefix else last == wanted[-1]
        if ends and all(words[at + more] == wanted[more] for more in range(length - 1)):
            return True
    return False


def fits_name(node: Named, name: str) -> bool:
    """Whether a tag, label or category is the one that is named, in any spelling."""
    wanted, found_name = fold(node.value), fold(name)
    return found_name.startswith(wanted) if node.prefix else found_name == wanted


def ascii_lower(text: str) -> str:
    """The text with the letters A to Z in lower case, as SQLite's ``lower`` does it."""
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def _texts(entry: Entry, field: Name | None) -> list[str]:
    texts = {Name.TITLE: lambda: entry.title, Name.AUTHOR: lambda: entry.byline, Name.BODY: lambda: _body(entry)}
    return [texts[one]() for one in ((field,) if field else texts)]


def _body(entry: Entry) -> str:
    """The text that the search index has: what the feed says in short, and the whole, from the page if it is there."""
    page = entry.page.content_html if entry.page else ""
    return "\n".join((plain_text(entry.summary_html), plain_text(page or entry.content_html)))


def _line(entry: Entry, field: Name) -> str:
    return {Name.TITLE: entry.title, Name.AUTHOR: entry.byline, Name.URL: entry.url or ""}[field]


def _has_name(node: Named, entry: Entry) -> bool:
    if node.field is Name.LABEL:
        return any(fits_name(node, label) for label in entry.labels)
    if node.field is Name.PERSON:
        people = (credit for credit in entry.credits if not credit.nobody)
        return any(fits_name(node, name) for credit in people for name in credit.names)
    if node.field is Name.CATEGORY:
        return any(fits_name(node, name) for name in (*entry.categories, *(entry.page.tags if entry.page else ())))
    wanted = ascii_lower(node.value)
    if node.field is Name.LANG:
        language = ascii_lower(entry.language or "")
        return language.startswith(wanted if node.prefix else f"{wanted}-") or language == wanted
    address = ascii_lower(entry.url or "")
    return address.startswith(wanted) if node.prefix else wanted in address


def _is(entry: Entry, state: State) -> bool:
    if state is State.FOLLOWED:
        return any(credit.followed for credit in entry.credits)
    if state is State.UPDATED:
        return entry.updated is not None and entry.published is not None and entry.updated > entry.published
    if state is State.EDITED:
        return entry.edited is not None
    if state is State.DUPLICATE:
        return entry.copies is not None
    states = {State.READ: entry.read, State.UNREAD: not entry.read, State.STARRED: entry.starred}
    return states.get(state, entry.later)


def _has(entry: Entry, part: Part) -> bool:
    page = entry.page
    return {
        Part.ENCLOSURE: bool(entry.enclosures),
        Part.FULLTEXT: bool(page and page.content_html),
        Part.COMMENTS: entry.comments_url is not None or bool(page and page.comments_url is not None),
        Part.PICTURE: entry.image is not None or bool(page and page.image is not None),
        Part.AUTHOR: bool(entry.byline),
    }[part]
