"""Finds author boxes: the panels about the writer that many themes put below or beside an article.

Boxes are recognised by their classes (:mod:`reader.article.box_classes`), or by a heading such as "About the author"
or "Über die Autorin" and the elements after it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from reader.article.article_scope import ArticleScope
from reader.article.box_classes import has_author_token, has_box_token
from reader.article.box_lines import BIO_MINIMUM, ends_like_sentence
from reader.article.box_people import people_of_box, read_box, tells_of_somebody
from reader.article.html_parser import HEADINGS, INLINE_TAGS, Element, tag_of
from reader.article.marked_elements import MarkedElements, find_marked, is_label_of_byline
from reader.article.named_boxes import find_named_boxes
from reader.article.tokens import has_token, in_comments
from reader.article.web_page import WebPage, text_of
from reader.model import Author
from reader.people.prefixes import without_label
from reader.text import fold

_FURNITURE = re.compile(r"sidebar|widget-area|related(?:[-_].*)?|teaser|site-(?:header|footer)", re.IGNORECASE)
_OTHER = re.compile(r".*(?:share|social|related|comment|kommentar|newsletter|tags|subscribe)(?:[-_].*)?", re.IGNORECASE)
_HEADINGS_LIMIT = 12  # headings of one page that open a box
_SIBLINGS_LIMIT = 12  # elements after a heading that are looked at
_BOXES_LIMIT = 60  # boxes of one page
_CANDIDATES_LIMIT = 400  # elements of one page whose classes may mean a box
_ELEMENTS_LIMIT = 300  # of a box
_ELEMENTS_READ = 2_000  # of all boxes without a class for boxes; those in each other count several times
_TEXT_LIMIT = 6_000  # characters of a box


def find_boxes(
    page: WebPage, known: Iterable[str] = (), *, is_own_page: bool = False, scope: ArticleScope | None = None
) -> tuple[Author, ...]:
    """The people in the page's author boxes; the name is empty if the box does not give one.

    ``is_own_page``: the page is an author's own, so that a box may hold its headline.
    ``known``: names of the article's authors from other places. A box that names one of them is about that one.
    ``scope``: what belongs to the article, if it is known.
    """
    names = tuple(known)
    marked = scope.marked if scope else find_marked(page)
    around = scope.holders if scope else ()
    boxes = _boxes(marked.hinted, headline=is_own_page, around=around)
    authors = [author for box in boxes for author in people_of_box(page, box, names)]
    authors += [
        author
        for box in _unnamed_boxes(page, marked.hinted, boxes, around)
        for author in people_of_box(page, box, names)
    ]
    authors += [author for heading in _headings(marked, boxes) for author in _people_below(page, heading, names)]
    if not any(author.bio for author in authors):
        keys = {fold(name) for name in (*names, *(author.name for author in authors)) if name}
        beside = (
            author
            for box in _boxes(marked.hinted, beside=True, around=around)
            for author in people_of_box(page, box, names)
        )
        authors += [author for author in beside if fold(author.name) in keys]
    return tuple(author for author in authors if author.name or author.bio)


def read_named_boxes(
    page: WebPage, scope: ArticleScope, names: Collection[str]
) -> tuple[tuple[Author, ...], tuple[Element, ...]]:
    """The authors with biographies that only their names mark, and the elements that hold them.

    A paragraph about several of them is nobody's biography.
    """
    people: list[Author] = []
    elements: list[Element] = []
    for box in find_named_boxes(scope, names):
        author = read_box(page, list(box.elements), box.name, [box.name])
        author = replace(author, bio=without_label(author.bio)) if author.bio else author
        bio = fold(author.bio or "")
        is_about = fold(box.name) in bio or tells_of_somebody(bio, set(), has_name=True)
        is_shared = any(fold(name) in bio for name in names if name != box.name)
        if is_about and not is_shared and ends_like_sentence(bio) and box.name not in {one.name for one in people}:
            people.append(author)
            elements += [box.label, *box.elements]
    return tuple(people), tuple(elements)


def is_box(element: Element) -> bool:
    """Whether an element is an author box by its class or id, and not so large that it must be something else."""
    return has_box_token(element) and _is_small(element)


def about_sections(page: WebPage, marked: MarkedElements) -> list[Element]:
    """The elements that are read as author boxes although :func:`is_box` does not know them by their class.

    That are headings such as "About the author" with the elements after them, and elements with a biography whose
    class only has a word for the author.
    """
    boxes = _boxes(marked.hinted)
    headings = [one for one in _headings(marked, boxes) if not is_label_of_byline(one) or _has_bio_below(page, one)]
    sections = [
        one
        for heading in headings
        for one in (_paragraph_of(heading), heading, *_following(heading))
        if one is not None
    ]
    wholes = [box for box in boxes if not has_box_token(box)]
    return [*sections, *wholes, *_unnamed_boxes(page, marked.hinted, boxes)]


def _boxes(
    marked: Iterable[Element], *, beside: bool = False, headline: bool = False, around: Collection[Element] = ()
) -> list[Element]:
    """The outermost boxes, outside of comments and sidebars; those in sidebars and teasers if ``beside``.

    ``around``: elements around the article, whatever their classes.
    """
    found: list[Element] = []
    inside: set[Element] = set()
    candidates = islice(filter(has_box_token, marked), _CANDIDATES_LIMIT)
    for element in candidates:
        ancestors = list(element.iterancestors())
        if not inside.isdisjoint(ancestors) or in_comments(element) or _is_beside(ancestors, around) != beside:
            continue
        if not _is_small(element, headline=headline):
            continue
        found.append(_whole(element))
        inside.add(found[-1])
        if len(found) == _BOXES_LIMIT:
            break
    return found


def _whole(box: Element) -> Element:
    """The box, extended to the portrait and the name beside it in an element about the author."""
    for up in islice(box.iterancestors(), 3):
        if not has_author_token(up) or tag_of(up) == "article" or not _is_small(up, 2_000):
            break
        box = up
    return box


def _unnamed_boxes(
    page: WebPage, marked: Iterable[Element], boxes: list[Element], around: Collection[Element] = ()
) -> list[Element]:
    """Elements whose class only has a word for the author, if they have a name and a biography."""
    inside = set(boxes)
    left = _ELEMENTS_READ
    found: list[Element] = []
    candidates = islice(filter(has_author_token, marked), _CANDIDATES_LIMIT)
    for element in candidates:
        ancestors = list(element.iterancestors())
        if not inside.isdisjoint((element, *ancestors)) or in_comments(element) or _is_beside(ancestors, around):
            continue
        if tag_of(element) in (*INLINE_TAGS, "article") or not _is_small(element, 2_000):
            continue
        if not inside.isdisjoint(element.iterdescendants()):
            continue
        left -= sum(1 for _ in element.iter())
        if left < 0:
            break
        author = read_box(page, [element])
        if author.name and author.bio and ends_like_sentence(author.bio):
            found.append(element)
            inside.add(element)
        if len(found) == _BOXES_LIMIT:
            break
    return found


def _is_beside(ancestors: list[Element], around: Collection[Element]) -> bool:
    """Whether an element is in a sidebar, a teaser or another part beside the article."""
    return any(has_token(up, _FURNITURE) and up not in around for up in ancestors)


def _is_small(element: Element, limit: int = _TEXT_LIMIT, *, headline: bool = False) -> bool:
    """Whether an element can be about a few people: a small part of a page, with no headline unless ``headline``."""
    if tag_of(element) in ("body", "html", "head", "main"):
        return False
    length = 0
    for count, inner in enumerate(element.iter()):
        length += len(inner.text or "") + (len(inner.tail or "") if inner is not element else 0)
        if count > _ELEMENTS_LIMIT or length > limit or (tag_of(inner) == "h1" and not headline):
            return False
    return True


def _headings(marked: MarkedElements, boxes: list[Element]) -> list[Element]:
    """The headings that open a section about the author, at most a dozen, outside of comments and boxes."""
    inside = set(boxes)
    found: list[Element] = []
    for element in marked.about:
        ancestors = list(element.iterancestors())
        if inside.isdisjoint((element, *ancestors)) and not in_comments(element):
            found.append(element)
            inside.add(element)
            if len(found) == _HEADINGS_LIMIT:
                break
    return found


def _has_bio_below(page: WebPage, heading: Element) -> bool:
    return any(author.bio for author in _people_below(page, heading, ()))


def _paragraph_of(heading: Element) -> Element | None:
    """The paragraph that begins with a heading in bold: "<b>About the author:</b> Ada Brine writes …"."""
    parent = heading.getparent()
    if tag_of(heading) not in INLINE_TAGS or parent is None or (parent.text or "").strip() or parent[0] is not heading:
        return None
    length = len(text_of(parent, _TEXT_LIMIT))
    return parent if len(text_of(heading, 80)) + BIO_MINIMUM <= length < _TEXT_LIMIT else None


def _following(heading: Element) -> list[Element]:
    """The elements after a heading, up to the next heading of its rank; if there are none, those after its parent."""
    place = heading
    for _ in range(3):
        following: list[Element] = []
        for sibling in islice(place.itersiblings(), _SIBLINGS_LIMIT):
            if _ends(sibling, heading):
                break
            following.append(sibling)
        if any(text_of(element, 80) for element in following):
            return following
        place = place.getparent()
        if place is None or tag_of(place) in ("body", "main", "article", "html"):
            break
    return []


def _ends(sibling: Element, heading: Element) -> bool:
    tag, rank = tag_of(sibling), tag_of(heading)
    if tag in ("footer", "nav", "aside", "form", "article", "section", "h1", "h2") or has_token(sibling, _OTHER):
        return True
    if rank in HEADINGS:
        return tag in HEADINGS and tag <= rank
    return tag in HEADINGS


def _people_below(page: WebPage, heading: Element, known: tuple[str, ...]) -> Iterator[Author]:
    """The person described below a heading, or several if there is a paragraph with a picture for each."""
    whole = _paragraph_of(heading)
    if whole is not None:
        author = read_box(page, [whole], known=known)
        title = text_of(heading, 80)
        bio = (author.bio or "").removeprefix(title).strip(" :–—-|")
        yield replace(author, bio=bio or None, name="" if fold(author.name) == fold(title.strip(": ")) else author.name)
        return
    elements = _following(heading)
    with_picture = [element for element in elements if next(element.iter("img"), None) is not None]
    if len(with_picture) > 1 and all(len(text_of(element, 80)) >= BIO_MINIMUM for element in with_picture):
        yield from (read_box(page, [element], known=known) for element in with_picture)
    elif elements:
        yield read_box(page, elements, known=known)
