"""Reads the details of an author box beside the biography: name, role, portrait and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.article.addresses import is_author_address
from reader.article.box_classes import ROLE_WORDS, tokens_of, words_of
from reader.article.box_lines import Line, count_words, ends_like_sentence
from reader.article.html_parser import HEADINGS, Element, tag_of
from reader.article.invitations import is_invitation, is_other_heading
from reader.article.picture_sources import picture_address
from reader.article.tokens import has_token
from reader.article.web_page import WebPage, text_of
from reader.people.judge import looks_like_person
from reader.people.names import read_byline, read_name
from reader.people.prefixes import without_about
from reader.people.suffixes import role_in
from reader.text import clean_line, fold
from reader.web.addresses import site_of, split_url

_LINKS_LIMIT = 12
_NAME_LIMIT = 160  # characters of an element that holds a name
_NOT_PEOPLE = frozenset(
    {"site", "company", "brand", "blog", "category", "publication", "file", "screen", "field", "display"}
)
_NAMES = frozenset({"name", "names", "authorname", "fn"})
_TITLES = frozenset({"title", "heading", "headline"})
_AUTHORS = frozenset({"author", "autor", "auteur", "contributor", "writer", "box", "bio", "profile", "person"})
_AVATAR = re.compile(r"avatar|photo|u-photo|.*gravatar.*|.*avatar.*|.*portrait.*", re.IGNORECASE)
_NOT_PORTRAIT = re.compile(r"icon|logo|emoji|badge|sprite|spacer|pixel", re.IGNORECASE)
_SHARE = re.compile(r"/share|sharer|intent/|/submit\?|send\?text|share-offsite|mailto:|whatsapp:", re.IGNORECASE)
_PROFILES = re.compile(
    r"(?:^|\.)(?:x\.com|twitter\.com|facebook\.com|instagram\.com|linkedin\.com|xing\.com|bsky\.app|threads\.net|tiktok\.com|"
    r"youtube\.com|github\.com|orcid\.org|medium\.com|t\.me|pinterest\.\w+|flickr\.com|researchgate\.net|mastodon\.\w+)$"
)
_NO_ROLE = re.compile(
    r"\d|[@|:?!+]|://|www\.|[.…]$|^\W*(?:authors?|autor(?:\W?in)?|auteure?|contributors?|writer)\W*$|"
    r"\b(?:posts?|articles?|artikel|beitr\w+|follow\w*|website)\b",
    re.IGNORECASE,
)
_PLUGIN_ROLES = re.compile(r"p-(?:job-)?title|p-role|wp-block-post-author__byline", re.IGNORECASE)
_VERB = re.compile(
    r"(?:is|was|are|has|had|ist|war|hat|wurde|est|fue|es|ha|era|nació|escribe|trabaja|vive|écrit|travaille|vit|dirige|enseigne|"
    r"scrive|vive|lavora|insegna|nato|nata|né|née|geboren|schreef|werkt|woont|schrijft|é|escreve|(?!as\b|its\b|this\b|plus\b)[a-z]{2,}s|"
    r"(?!mit\b|seit\b|nicht\b|statt\b|fast\b)[a-zäöüß]{3,}t)\b"
)


def name_of(page: WebPage, elements: Sequence[Element], known: tuple[str, ...]) -> str | None:
    """The name in a box: a known one, else from a link to the author's page, a marked place, a heading or a picture."""
    places = [place for top in elements for place in _names_in(page, top)]
    keys = {fold(name): name for name in known if name}
    for _, text, _ in places:
        if not is_other_heading(text) and (name := _known_in(text, keys)):
            return name
    for rank in ("link", "name", "heading", "picture"):
        for kind, text, place in places:
            is_marked = (
                kind == "name"
                or (kind == "link" and _is_in_address(text, place))
                or (kind == "heading" and _is_name(place))
            )
            name = _name(text, is_marked=is_marked) if kind == rank else None
            if name and (kind != "picture" or looks_like_person(name)):
                return name
    return None


def _is_in_address(text: str, link: Element) -> bool:
    """Whether a link leads to an address that ends with its text: ``/author/bebs`` for "Bebs"."""
    last = split_url(link.get("href")).path.rstrip("/").rpartition("/")[2]
    return bool(text) and fold(text).replace(" ", "-") == fold(last)


def people_in(box: Element, known: tuple[str, ...]) -> list[tuple[str, list[Element]]]:
    """The people that parts of a box are about, each with its elements; at most one if the box is not so divided."""
    keys = {fold(name): name for name in known if name}
    marks: dict[str, tuple[str, Element]] = {}
    for kind, text, place in _names_in(None, box):
        if kind in ("name", "heading"):
            name = _known_in(text, keys) or _name(text, is_marked=kind == "name")
            if name and (looks_like_person(name) or fold(name) in keys):
                marks.setdefault(fold(name), (name, place))
    if len(marks) < 2:
        return []
    paths = [[place, *place.iterancestors()][::-1] for _, place in marks.values()]
    depth = next((index for index, level in enumerate(zip(*paths, strict=False)) if len(set(level)) > 1), 0)
    tops = [path[depth] for path in paths if len(path) > depth]
    if len(set(tops)) < len(marks) or depth == 0:
        return []
    parts = []
    for (name, _), top in zip(marks.values(), tops, strict=True):
        elements = [top]
        if tag_of(top) in HEADINGS or not _has_more_than(top, name):
            for sibling in top.itersiblings():
                if sibling in tops:
                    break
                elements.append(sibling)
        parts.append((name, elements))
    return parts


def _has_more_than(top: Element, name: str) -> bool:
    return len(text_of(top, 400)) > len(name) + 60 or next(top.iter("p"), None) is not None


def _names_in(page: WebPage | None, top: Element) -> Iterator[tuple[str, str, Element]]:
    """What may be a name in a box: the kind of place, its text, and the element."""
    for element in top.iter():
        tag = tag_of(element)
        if tag == "img":
            yield "picture", clean_line(element.get("alt"), _NAME_LIMIT), element
        elif tag in HEADINGS:
            yield "heading", text_of(element, _NAME_LIMIT), element
        elif _is_name(element) and element is not top:
            yield "name", text_of(element, _NAME_LIMIT), element
        elif tag == "a" and page is not None and leads_to_author(page, element):
            yield "link", text_of(element, _NAME_LIMIT), element


def _is_name(element: Element) -> bool:
    if (element.get("itemprop") or "") == "name":
        return True
    return any(_is_name_token(token) for token in tokens_of(element))


def _is_name_token(token: str) -> bool:
    words = words_of(token)
    if not words or not _NOT_PEOPLE.isdisjoint(words):
        return False
    if words[-1] in _NAMES:
        return True
    return words[-1] in _TITLES and not _AUTHORS.isdisjoint(words)


def leads_to_author(page: WebPage, link: Element) -> bool:
    """Whether a link says that it leads to an author's page, or its address does."""
    if "author" in (link.get("rel") or "").split():
        return True
    url = page.absolute(link.get("href"))
    return url is not None and is_author_address(url)


def _known_in(text: str, keys: dict[str, str]) -> str | None:
    """The known name that makes up a text, apart from a few words such as "Published by"."""
    folded = fold(text)
    words = folded.split()
    for key, name in keys.items():
        if (
            key in folded
            and len(words) <= len(key.split()) + 4
            and f" {key} " in f" {' '.join(w.strip('.,:') for w in words)} "
        ):
            return name
    return None


def _name(text: str, *, is_marked: bool) -> str | None:
    """The name that a text consists of. If nothing marks it as one, it must look like a person's."""
    if not text or is_other_heading(text) or count_words(text) > 10 or text.rstrip().endswith(("!", "?")):
        return None
    rest = without_about(text)
    name = read_name(rest)
    if not name or is_invitation(name):
        return None
    if looks_like_person(name):
        return name
    if not (is_marked or rest != text) or len(name.split()) > 3 or _role_in(name):
        return None
    return name


def name_in_text(text: str) -> str | None:
    """The name at the beginning of "Jane Doe writes about …"."""
    words = text.split()
    for count in (4, 3, 2):
        name = " ".join(words[:count]).rstrip(",")
        if len(words) > count and _VERB.fullmatch(words[count].strip(",.")) and looks_like_person(name):
            return name
    return None


def role_of(page: WebPage, elements: Sequence[Element], lines: list[Line], name: str) -> str | None:
    """The role: an element marked as one, or a short line right after the name."""
    marked = [text_of(found, 160) for top in elements for found in top.iter() if found is not top and _is_role(found)]
    for text in marked:
        if _can_be_role(page, text, name):
            return text
    after_name = False
    for line in lines[:6]:
        if after_name:
            return _role_in(line.text) if not line.is_link and count_words(line.text) <= 8 else None
        people = (
            read_byline(line.text)
            if name and count_words(line.text) <= 12 and not ends_like_sentence(line.text)
            else ()
        )
        if people and fold(people[0].name) == fold(name):
            if people[0].role and _can_be_role(page, people[0].role, name):
                return people[0].role
            after_name = True
    return None


def _is_role(element: Element) -> bool:
    if (element.get("itemprop") or "") == "jobTitle":
        return True
    for words in map(words_of, tokens_of(element)):
        if words and (words[-1] in ROLE_WORDS or words[-2:] == ["job", "title"]):
            return True
        if words and words[-1] == "title" and not _AUTHORS.isdisjoint(words):
            return _role_in(text_of(element, _NAME_LIMIT)) is not None
    return has_token(element, _PLUGIN_ROLES)


def _role_in(text: str) -> str | None:
    """The text if it can be the role of the person whose box it is in."""
    return text if role_in(text) and not _NO_ROLE.search(text) and not looks_like_person(text) else None


def _can_be_role(page: WebPage, text: str, name: str) -> bool:
    if not 3 <= len(text) <= 100 or count_words(text) > 14 or _NO_ROLE.search(text):
        return False
    folded = fold(text)
    sites = {fold(page.meta("og:site_name", "application-name") or ""), fold(site_of(page.url))}
    if folded in sites or folded == fold(name) or (name and fold(name) in folded):
        return False
    return _role_in(text) is not None or not looks_like_person(text)


def portrait(page: WebPage, elements: Sequence[Element]) -> str | None:
    """The address of the picture: one marked as a portrait, else the first that is not an icon."""
    images = [image for top in elements for image in top.iter("img") if not _is_icon(image)]
    marked = [image for image in images if any(has_token(place, _AVATAR) for place in (image, image.getparent()))]
    found = (picture_address(image, page.base) for image in (*marked, *images))
    return next((address for address in found if address), None)


def _is_icon(image: Element) -> bool:
    sizes = [image.get(name) or "" for name in ("width", "height")]
    if any(size.isdigit() and int(size) < 32 for size in sizes):
        return True
    return any(_NOT_PORTRAIT.search(token) for token in tokens_of(image))


def addresses_of(page: WebPage, elements: Sequence[Element]) -> tuple[str | None, tuple[str, ...]]:
    """The person's page on this site, and their other addresses.

    Links that share the article, and those to elsewhere within a sentence, are left out.
    """
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
        elif url not in links and ("me" in rel or _PROFILES.search(site_of(url)) or not _is_in_sentence(link)):
            links.append(url)
    return own, tuple(links[:_LINKS_LIMIT])


def _is_in_sentence(link: Element) -> bool:
    """Whether there are words before a link in its line, or behind it."""
    previous = link.getprevious()
    before = (previous.tail if previous is not None else link.getparent().text) or ""
    return count_words(before) >= 3 or count_words(link.tail or "") >= 3
