"""Reads author boxes: the panels about the writer that many themes put below or beside an article.

Boxes are recognised by the classes of WordPress plugins, themes and some newspapers, or by a heading such as
"About the author" or "Über die Autorin" and the elements after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader.article.addresses import is_author_address, picture_address
from reader.article.html_parser import Element, classes_of, tag_of
from reader.article.web_page import WebPage, has_token, in_comments, long_text_of, text_of, with_class
from reader.model import Author
from reader.people.affixes import without_about
from reader.people.names import read_name
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
_EXTRAS = re.compile(
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
_HEADING_LIMIT = 60  # characters of a heading that can open a box
_HEADINGS_LIMIT = 12  # headings of one page that open a box
BIO_MINIMUM = 40  # characters


def find_boxes(page: WebPage) -> tuple[Author, ...]:
    """The people in the page's author boxes; the name is empty if the box does not give one."""
    authors = [read_box(page, [box]) for box in _boxes(page)]
    authors.extend(author for heading in _headings(page) for author in _people_below(page, heading))
    return tuple(author for author in authors if author.name or author.bio)


def is_box(element: Element) -> bool:
    """Whether an element is an author box by its class."""
    return any(_BOX.fullmatch(name) for name in classes_of(element)) and tag_of(element) not in ("body", "html")


def about_sections(page: WebPage) -> list[Element]:
    """The headings that open a box and the elements that belong to it."""
    return [element for heading in _headings(page) for element in (heading, *_following(heading))]


def _boxes(page: WebPage) -> Iterator[Element]:
    """The innermost boxes with a name or a text of their own, outside of comments and sidebars."""
    for box in with_class(page.tree, *BOXES):
        if not is_box(box) or in_comments(box) or any(has_token(up, _FURNITURE) for up in box.iterancestors()):
            continue
        outer = next((up for up in box.iterancestors() if is_box(up)), None)
        if outer is not None and _is_part(box):
            continue  # .author-bio within .author-info
        inner = [found for found in with_class(box, *BOXES) if found is not box and not _is_part(found)]
        if not inner:
            yield box


def _is_part(element: Element) -> bool:
    """Whether an element is only the biography of a box. Some themes use ``.author-bio`` for it, others for the box."""
    return has_token(element, _BIO) and not any(has_token(found, _NAME) for found in element.iterdescendants())


def read_box(page: WebPage, elements: list[Element], name: str | None = None) -> Author:
    """The person that the elements of one box describe; an empty name if the box does not give it."""
    marked = _first(elements, _NAME) if name is None else None
    found = name or (read_name(without_about(_name_text(marked))) if marked is not None else None)
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
    """The first element below these that has text and a class or ``itemprop`` that matches."""
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
            text = text_of(heading, 160)
            if not _HEADING.fullmatch(fold(text).rstrip(":")) and (name := read_name(without_about(text))):
                return name
    return None


def _name_of_link(elements: list[Element]) -> str | None:
    links = (link for top in elements for link in top.iter("a") if "author" in (link.get("rel") or "").split())
    return next((name for link in links if (name := read_name(text_of(link, 160)))), None)


def _bio(elements: list[Element]) -> str | None:
    """The text of the element marked as biography, else of the paragraphs, else of everything but names and links."""
    marked = _first(elements, _BIO)
    if marked is not None and len(text := _text_without_extras(marked)) >= BIO_MINIMUM:
        return text
    paragraphs = [long_text_of(found) for top in elements for found in top.iter("p") if not has_token(found, _EXTRAS)]
    text = " ".join(filter(None, paragraphs)) or " ".join(filter(None, map(_text_without_extras, elements)))
    return text if len(text) >= BIO_MINIMUM else None


def _text_without_extras(element: Element) -> str:
    """The text of an element without headings, names, lists and links to elsewhere."""
    pieces = [element.text or ""]
    for child in element:
        is_extra = tag_of(child) in ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "form", "button")
        if not (is_extra or has_token(child, _EXTRAS) or (has_token(child, _NAME) and tag_of(child) != "a")):
            pieces.append(_text_without_extras(child))
        pieces.append(child.tail or "")
    return " ".join("".join(f"{piece} " if len(piece) > 200 else piece for piece in pieces).split())


def _avatar(page: WebPage, elements: list[Element]) -> str | None:
    images = [image for top in elements for image in top.iter("img")]
    marked = [image for image in images if any(has_token(place, _AVATAR) for place in (image, image.getparent()))]
    found = (picture_address(image, page.base) for image in (*marked, *images))
    return next((address for address in found if address), None)


def _addresses(page: WebPage, elements: list[Element]) -> tuple[str | None, tuple[str, ...]]:
    """The person's page on this site, and their other addresses; links that share the article are left out."""
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


def _headings(page: WebPage) -> list[Element]:
    found = []
    for element in page.tree.iter("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "p", "div", "dt", "summary"):
        text = text_of(element, _HEADING_LIMIT + 20) if _is_short(element) else ""
        if text and len(text) <= _HEADING_LIMIT and _HEADING.fullmatch(fold(text).rstrip(":. ")):
            inside = any(up in found for up in element.iterancestors())
            if not inside and not in_comments(element) and not any(is_box(up) for up in element.iterancestors()):
                found.append(element)
        if len(found) == _HEADINGS_LIMIT:  # the work below is quadratic in their number
            break
    return found


def _is_short(element: Element) -> bool:
    return len(element) <= 2 and len(element.text or "") <= _HEADING_LIMIT + 20 and sum(1 for _ in element.iter()) <= 4


def _following(heading: Element) -> list[Element]:
    """The elements after a heading, up to the next heading of its rank; if there are none, those after its parent."""
    place = heading
    for _ in range(3):
        following: list[Element] = []
        for sibling in place.itersiblings():
            if _ends(sibling, heading):
                break
            following.append(sibling)
        if any(text_of(element, 80) for element in following):
            return following[:12]
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


def _people_below(page: WebPage, heading: Element) -> Iterator[Author]:
    """The person described below a heading, or several if there is a paragraph with a picture for each."""
    elements = _following(heading)
    with_picture = [element for element in elements if next(element.iter("img"), None) is not None]
    if len(with_picture) > 1 and all(len(text_of(element, 80)) >= BIO_MINIMUM for element in with_picture):
        yield from (_read_unmarked_box(page, [element]) for element in with_picture)
    elif elements:
        yield _read_unmarked_box(page, elements)


def _read_unmarked_box(page: WebPage, elements: list[Element]) -> Author:
    author = read_box(page, elements)
    if author.name or not author.bio:
        return author
    return read_box(page, elements, name=_name_of_picture(elements) or "")


def _name_of_picture(elements: list[Element]) -> str | None:
    """The name in the alternative text of a picture."""
    images = (image for top in elements for image in top.iter("img"))
    return next((name for image in images if (name := read_name(image.get("alt"))) and " " in name), None)
