"""Tells what on a page belongs to its article from comments, teasers, navigation and sidebars.

An element that holds most of the page's running text is never one of those, whatever its class or name: some sites
put the whole article into a "widget" or a "teaser".
"""

from __future__ import annotations

import itertools
import re
from functools import cached_property
from itertools import islice

from reader.article.box_classes import has_author_token, has_box_token
from reader.article.html_parser import Element, classes_of, tag_of
from reader.article.marked_elements import find_marked
from reader.article.short_blocks import ShortBlocks, find_short_blocks
from reader.article.tokens import has_token, is_comments, role_tag
from reader.article.web_page import WebPage, text_of
from reader.people.judge import looks_like_person

_RUNNING = 50  # characters of a piece of text that is not a label, a link or a heading
_SHARE = 0.4  # of the running text
_LONG_PIECES = f".//text()[string-length(.) > {_RUNNING} and string-length(normalize-space(.)) > {_RUNNING}]"
_DEPTH = 400  # ancestors that are looked at
_OTHER_PARTS = re.compile(
    r"(?:customer|user|product)?[-_]?(?:reviews|ratings|bewertungen|testimonials?|rezensionen)(?:[-_]list)?|"
    r"(?:.*[-_])?(?:related|recommend(?:ed|ations?)?|sidebar|newsletter|most-?read|popular)(?:[-_].*)?|related.*|"
    r"teaser.*|"
    r"(?:recent|latest|other|similar|newest|weitere|neueste|aktuelle)[-_]?(?:posts?|articles?|news|stories|entries|"
    r"beitraege|artikel)(?:[-_].*)?|"
    r"widget.*|recommend.*|more-.*|site-(?:header|footer)|nav.*|breadcrumbs?|footer",
    re.IGNORECASE,
)
_SIBLINGS = 8  # elements beside one that are compared with it
_ASIDE = 1_000  # characters of one about the author
_CARD = 60  # elements of a list's item
_CARD_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_FOOTER = re.compile("footer", re.IGNORECASE)
_PART_OF_TEASER = re.compile(r".*[-_](?:meta|metadata|author|byline|header|info|credits?)", re.IGNORECASE)


class ArticleScope:
    """Decides which elements of a page belong to its article, and caches each answer."""

    def __init__(self, page: WebPage) -> None:
        self.body = page.body
        self.marked = find_marked(page)
        """The elements of the page that may have to do with its authors, of the article or not."""
        self.holders = self._find_holders()
        """The elements that hold most of the running text, from the outermost to the innermost."""
        self._known: dict[Element, bool] = dict.fromkeys(self.holders, False)

    @cached_property
    def short_blocks(self) -> ShortBlocks:
        """The short lines around the text."""
        return find_short_blocks(self.holders)

    def __contains__(self, element: Element) -> bool:
        """Whether an element is about this article."""
        return not any(self._is_other(up) for up in (element, *islice(element.iterancestors(), _DEPTH)))

    def _is_other(self, element: Element) -> bool:
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = _is_other_part(element)
        return known

    def _find_holders(self) -> list[Element]:
        amounts: dict[Element, int] = {}
        comments: dict[Element, bool] = {}
        for piece in self.body.xpath(_LONG_PIECES):
            place = piece.getparent().getparent() if piece.is_tail else piece.getparent()
            above = [place, *islice(place.iterancestors(), _DEPTH)]
            for up in above:
                if up not in comments:
                    comments[up] = is_comments(up)
            if not any(comments[up] for up in above):
                for up in above:
                    amounts[up] = amounts.get(up, 0) + len(piece)
        least = _SHARE * amounts.get(self.body, 0)
        outer_first = [element for element, amount in reversed(amounts.items()) if amount > least]
        return sorted(outer_first, key=amounts.__getitem__, reverse=True)


def _is_other_part(element: Element) -> bool:
    tag = role_tag(element)
    if tag in ("body", "html"):
        return False
    if tag == "nav" or is_comments(element) or (tag == "aside" and not _tells_of_article(element)):
        return True
    if has_token(element, _OTHER_PARTS) and not has_token(element, _PART_OF_TEASER):
        return not (has_token(element, _FOOTER) and _precedes_text(element))
    return _is_card(element)


def _tells_of_article(aside: Element) -> bool:
    """Whether an aside is about the author by its class, or states author or date of the article."""
    if not (has_author_token(aside) or has_box_token(aside)):
        inside = islice(aside.iter(), _CARD)
        if not any(map(_states_fact, inside)):
            return False
    return not _has_linked_headline(aside) and len(text_of(aside, _ASIDE + 1)) <= _ASIDE


def _states_fact(element: Element) -> bool:
    return element.get("itemprop") in ("author", "datePublished") or "published" in classes_of(element)


def _precedes_text(element: Element) -> bool:
    """Whether paragraphs follow an element. Some systems put date and author into a "footer" above the text."""
    following = islice(element.itersiblings(), _SIBLINGS)
    return sum(tag_of(one) == "p" and len(text_of(one, _RUNNING + 1)) > _RUNNING for one in following) > 1


def _is_card(element: Element) -> bool:
    """Whether an element is one of several alike that each have a headline with a link: a list of other articles."""
    alike = islice(itertools.chain(element.itersiblings(), element.itersiblings(preceding=True)), _SIBLINGS)
    kind = (element.tag, element.get("class"))
    return sum((other.tag, other.get("class")) == kind for other in alike) >= 2 and _has_linked_headline(element)


def _has_linked_headline(element: Element) -> bool:
    for count, inner in enumerate(element.iter()):
        if count == _CARD or tag_of(inner) == "h1":
            return False
        if tag_of(inner) in _CARD_HEADINGS:
            links = (*islice(inner.iter("a"), 1), *(up for up in islice(inner.iterancestors(), 4) if tag_of(up) == "a"))
            text = text_of(inner, 200)
            if any(_leads_away(link) for link in links) and len(text.split()) > 2 and not looks_like_person(text):
                return True
    return False


def _leads_away(link: Element) -> bool:
    return not (link.get("href") or "#").startswith(("#", "mailto:", "javascript:"))
