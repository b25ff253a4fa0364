"""Author boxes: the panel about the writer that magazine themes put below or beside an article.

A table of the families that are known by their classes (WordPress plugins and themes, Le Monde, taz),
read by one routine; and the boxes that only a heading gives away ("About the author", "Über die Autorin")
with what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from reader.article.addresses import picture_address
from reader.article.html_parser import Element, classes_of, tag_of
from reader.article.page import WebPage, has_token, in_comments, long_text_of, text_of, with_class
from reader.model import Author
from reader.people.names import read_name, without_about
from reader.text import fold
from reader.web.addresses import site_of

BOXES = (
    "saboxplugin-wrap", "m-a-box", "pp-multiple-authors-boxes-li", "pp-multiple-authors-boxes-wrapper",
    "wp-block-co-authors-plus-coauthor", "abh_box", "author-box", "mh-author-box", "jeg_authorbox", "author-box-wrap",
    "tdb-author-box", "author-info", "author-bio", "wp-block-post-author", "wp-block-post-author-biography",
    "article__author-desc", "author-profile", "author-card", "about-author", "about-the-author", "author_box",
    "authorbox", "post-author-box", "entry-author-box", "article-author-box", "autorenbox", "autor-box",
    "author-block", "author-biography",
)  # fmt: skip
_BOX = re.compile("|".join(map(re.escape, BOXES)))
_FURNITURE = re.compile(r"sidebar|widget-area|related(?:[-_].*)?|teaser|site-(?:header|footer)", re.IGNORECASE)
_NAME = re.compile(
    r"saboxplugin-authorname|m-a-box-(?:name|title)|pp-author-boxes-name|wp-block-co-authors-plus-name|abh_name|"
    r"author-box-title|mh-author-box-name|jeg_author_name|td-author-name|tdb-author-name|author-title|"
    r"wp-block-post-author__name|(?:.*[-_])?(?:author|autor)[-_]{0,2}(?:name|title|heading)|fn|p-name|name",
    re.IGNORECASE,
)
_BIO = re.compile(
    r"saboxplugin-desc|m-a-box-bio|pp-author-boxes-description|wp-block-co-authors-plus-biography|abh_description|"
    r"author-box-content|mh-author-box-bio|jeg_author_content|td-author-description|tdb-author-descr|author-bio|"
    r"wp-block-post-author__bio|wp-block-post-author-biography|p-note|note|"
    r"(?:.*[-_])?(?:bio|biography|description|desc|about-text)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"m-a-box-(?:job|meta)|abh_job|p-(?:job-)?title|p-role|wp-block-post-author__byline|"
    r"(?:.*[-_])?(?:role|job|job[-_]?title|position|funktion|occupation)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r".*(?:socials?|postcount|post-count|web-?site|links|button|meta|more|posts|tabs)(?:[-_].*)?", re.IGNORECASE
)
_AVATAR = re.compile(r"avatar|photo|u-photo|.*gravatar.*|.*avatar.*|.*portrait.*", re.IGNORECASE)
_SHARE = re.compile(r"/share|sharer|intent/|/submit\?|send\?text|share-offsite|mailto:|whatsapp:", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:about (?:the |our )?(?:authors?|writers?|contributors?)|"
    r"uber (?:den autor|die autor(?:in|en|innen))(?: .{0,20})?|"
    r"zu(?:r|m) (?:person|autor|autorin)|die autor(?:in|en)|der autor|"
    r"a propos (?:de l['’]aute(?:ur|ure|rice)|des auteurs)|"
    r"(?:sobre|acerca de) ?(?:el |la |los |las |o |a |l )?autor(?:es|as|a)?|acerca del autor|"
    r"(?:informazioni )?(?:sull['’]|l['’]|sugli )aut(?:ore|rice|ori)|over de (?:auteurs?|schrijvers?|schrijfster))",
)
_ONE_LINE = 60  # characters of a heading that gives away a box
BIO_LEAST = 40


def find_boxes(page: WebPage) -> tuple[Author, ...]:
    """The people that the page's boxes tell of; one without a name has an empty one."""
    authors = [read_box(page, [box]) for box in _boxes(page)]
    authors.extend(author for heading in _headings(page) for author in _below(page, heading))
    return tuple(author for author in authors if author.name or author.bio)


def is_box(element: Element) -> bool:
    """Whether an element is an author box by its class."""
    return any(_BOX.fullmatch(name) for name in classes_of(element)) and tag_of(element) not in ("body", "html")


def about_sections(page: WebPage) -> list[Element]:
    """The headings that open a box, and all that belongs to them; for whoever removes boxes."""
    return [element for heading in _headings(page) for element in (heading, *_following(heading))]


def _boxes(page: WebPage) -> Iterator[Element]:
    """The innermost boxes that hold a name or a text of their own, where an article may have them."""
    for box in with_class(page.tree, *BOXES):
        if not is_box(box) or in_comments(box) or any(has_token(up, _FURNITURE) for up in box.iterancestors()):
            continue
        outer = next((up for up in box.iterancestors() if is_box(up)), None)
        if outer is not None and _is_part(box):
            continue  # .author-bio as a part of .author-info
        inner = [found for found in with_class(box, *BOXES) if found is not box and not _is_part(found)]
        if not inner:
            yield box


def _is_part(element: Element) -> bool:
    """``.author-bio`` and its like are a box in some themes and a part of one in others."""
    return has_token(element, _BIO) and not any(has_token(found, _NAME) for found in element.iterdescendants())


def read_box(page: WebPage, elements: list[Element], name: str | None = None) -> Author:
    """What the elements of one box say of a person."""
    named = _first(elements, _NAME) if name is None else None
    found = name or (read_name(without_about(_name_text(named))) if named is not None else None)
    found = found or _name_of_heading(elements) or _name_of_link(elements)
    url, links = _addresses(page, elements)
    return Author(
        name=found or "",
        url=url,
        role=text_of(_first(elements, _ROLE), 120) or None,
        bio=_bio(elements),
        avatar=_avatar(page, elements),
        links=links,
    )


def _name_text(element: Element) -> str:
    inner = next((found for found in element.iterdescendants() if found.get("itemprop") == "name"), None)
    return text_of(element if inner is None else inner, 160)


def _first(elements: Iterable[Element], pattern: re.Pattern[str]) -> Element | None:
    """The first element in or among these with a class (or itemprop) of that pattern that has text."""
    for top in elements:
        for element in top.iter():
            matches = element is not top and (has_token(element, pattern) or _by_property(element, pattern))
            if matches and text_of(element, 200):
                return element
    return None


def _by_property(element: Element, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.fullmatch(element.get("itemprop") or "-"))


def _name_of_heading(elements: list[Element]) -> str | None:
    for top in elements:
        for heading in top.iter("h2", "h3", "h4", "h5", "h6"):
            words = text_of(heading, 160)
            if not _HEADING.fullmatch(fold(words).rstrip(":")) and (name := read_name(without_about(words))):
                return name
    return None


def _name_of_link(elements: list[Element]) -> str | None:
    links = (link for top in elements for link in top.iter("a") if "author" in (link.get("rel") or "").split())
    return next((name for link in links if (name := read_name(text_of(link, 160)))), None)


def _bio(elements: list[Element]) -> str | None:
    """The text of the part that is marked as biography, else of the paragraphs, else of all that is not beside it."""
    marked = _first(elements, _BIO)
    if marked is not None and len(text := _text_apart(marked)) >= BIO_LEAST:
        return text
    paragraphs = [long_text_of(found) for top in elements for found in top.iter("p") if not has_token(found, _BESIDE)]
    text = " ".join(filter(None, paragraphs)) or " ".join(filter(None, map(_text_apart, elements)))
    return text if len(text) >= BIO_LEAST else None


def _text_apart(element: Element) -> str:
    """The text of an element without headings, names and what leads elsewhere."""
    pieces = [element.text or ""]
    for child in element:
        apart = tag_of(child) in ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "form", "button")
        if not (apart or has_token(child, _BESIDE) or (has_token(child, _NAME) and tag_of(child) != "a")):
            pieces.append(_text_apart(child))
        pieces.append(child.tail or "")
    return " ".join("".join(f"{piece} " if len(piece) > 200 else piece for piece in pieces).split())


def _avatar(page: WebPage, elements: list[Element]) -> str | None:
    images = [image for top in elements for image in top.iter("img")]
    marked = [image for image in images if any(has_token(place, _AVATAR) for place in (image, image.getparent()))]
    found = (picture_address(image, page.base) for image in (*marked, *images))
    return next((address for address in found if address), None)


def _addresses(page: WebPage, elements: list[Element]) -> tuple[str | None, tuple[str, ...]]:
    """The person's page on this site, and addresses elsewhere; what shares the article is neither."""
    own: str | None = None
    links: list[str] = []
    for link in (link for top in elements for link in top.iter("a")):
        href = link.get("href") or ""
        url = page.absolute(href)
        if url is None or href.startswith("#") or _SHARE.search(href):
            continue
        rel = (link.get("rel") or "").split()
        if site_of(url) == site_of(page.url) and "me" not in rel:
            own = own or (url if "author" in rel or is_author_address(url) else None)
        elif url not in links:
            links.append(url)
    return own, tuple(links[:12])


def is_author_address(url: str) -> bool:
    """Whether the path says that a page is about a writer."""
    return bool(
        re.search(
            r"/(?:authors?|autor(?:en|in|es)?|auteurs?|profile?s?|people|by|signataires|team)/", urlsplit(url).path
        )
    )


def _headings(page: WebPage) -> list[Element]:
    found = []
    for element in page.tree.iter("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "p", "div", "dt", "summary"):
        words = text_of(element, _ONE_LINE + 20) if _is_short(element) else ""
        if words and len(words) <= _ONE_LINE and _HEADING.fullmatch(fold(words).rstrip(":. ")):
            inside = any(up in found for up in element.iterancestors())
            if not inside and not in_comments(element) and not any(is_box(up) for up in element.iterancestors()):
                found.append(element)
    return found


def _is_short(element: Element) -> bool:
    return len(element) <= 2 and len(element.text or "") <= _ONE_LINE + 20 and sum(1 for _ in element.iter()) <= 4


def _following(heading: Element) -> list[Element]:
    """What follows a heading up to the next one of its rank; if it stands alone, what follows its wrapping."""
    place = heading
    for _ in range(3):
        taken: list[Element] = []
        for sibling in place.itersiblings():
            if _ends(sibling, heading):
                break
            taken.append(sibling)
        if any(text_of(element, 80) for element in taken):
            return taken[:12]
        place = place.getparent()
        if place is None or tag_of(place) in ("body", "main", "article", "html"):
            break
    return []


def _ends(sibling: Element, heading: Element) -> bool:
    tag, rank = tag_of(sibling), tag_of(heading)
    if tag in ("footer", "nav", "aside", "form", "article", "section", "h1", "h2") or has_token(sibling, _OTHER):
        return True
    if rank.startswith("h") and len(rank) == 2:
        return tag in ("h1", "h2", "h3", "h4", "h5", "h6") and tag <= rank
    return tag.startswith("h") and len(tag) == 2


_OTHER = re.compile(r".*(?:share|social|related|comment|kommentar|newsletter|tags|subscribe)(?:[-_].*)?", re.IGNORECASE)


def _below(page: WebPage, heading: Element) -> Iterator[Author]:
    """One person, or several where a heading is followed by one paragraph with a picture for each."""
    elements = _following(heading)
    with_picture = [element for element in elements if next(element.iter("img"), None) is not None]
    if len(with_picture) > 1 and all(len(text_of(element, 80)) >= BIO_LEAST for element in with_picture):
        yield from (_described(page, [element]) for element in with_picture)
    elif elements:
        yield _described(page, elements)


def _described(page: WebPage, elements: list[Element]) -> Author:
    author = read_box(page, elements)
    if author.name or not author.bio:
        return author
    return read_box(page, elements, name=_alternative(elements) or "")


def _alternative(elements: list[Element]) -> str | None:
    """The name that the picture's alternative text gives."""
    images = (image for top in elements for image in top.iter("img"))
    return next((name for image in images if (name := read_name(image.get("alt"))) and " " in name), None)
