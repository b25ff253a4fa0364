"""The addresses of an article's links, pictures and media: absolute, and only http(s) and mailto."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag

from reader.web.addresses import resolve, site_of, split_url
from reader.web.clean_links import clean_link

_MAIL = re.compile(r"mailto:([^\s<>\"?&,;:@]+@[\w.-]+)", re.IGNORECASE)
_OWN_FOLDER = (
    r"authors?|autor(?:en|in|innen|es|as|e|i|zy)?|auteurs?|autrices?|profile?s?|by|bylines?|signataires|avtory?|autory|"
    r"firmas?"
)
_SHARED_FOLDER = (
    r"people|person(?:en)?|(?:news)?team|redaktion|redakteure?|reporters?|journalists?|journalistes?|writers?|contributors?|"
    r"columnists?|staff|redactores|schrijvers?|forfattere?|skribenter?|kirjoittajat?|szerzok?|yazar(?:lar)?|users?|members?|penulis"
)
_AUTHOR_FOLDER = re.compile(rf"/(?:{_OWN_FOLDER}|{_SHARED_FOLDER})/", re.IGNORECASE)
_FOLDER_OF_AUTHORS = re.compile(rf"/(?:{_OWN_FOLDER})/", re.IGNORECASE)
_ACCOUNT_PAGE = re.compile(
    r"/(?:log-?_?(?:in|on|out)|sign-?_?(?:in|on|out|up)|register|registration|password|anmelden|connexion|settings)(?:[/.?]|$)",
    re.IGNORECASE,
)  # of the visitor
_AUTHOR_QUERY = re.compile(r"(?:^|&)(?:author|autor|user|uid)(?:_?(?:id|name))?=\w", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"(?:\.(?:jpe?g|png|webp|avif|gif|svg))+$")
_PROGRAM = re.compile(r"\.(?:php|aspx?|ashx|cgi|pl|jsp|do)$")  # whose query tells the picture
_COMMON = frozenset({"image", "photo", "default", "large", "small", "master", "original"})  # names of pictures
_LISTS = frozenset({
    "author", "authors", "autor", "autoren", "autorinnen", "auteur", "auteurs", "autores", "autori", "autorzy",
    "index", "home", "people", "team", "our-team", "das-team", "redaktion", "redaction", "redaccion", "redazione",
    "staff", "contributors", "writers", "journalists", "journalistes", "about", "about-us", "ueber-uns", "uber-uns",
    "kontakt", "contact", "impressum", "profile", "profiles", "users", "members", "start", "startseite", "news",
    "blog", "byline", "imprint", "newsteam",
})  # fmt: skip


def link_address(href: str | None, base: str | None) -> str | None:
    """The address of a link, without tracking; None if its scheme is not allowed, or for a place on the same page."""
    href = (href or "").strip()
    mail = _MAIL.match(href)
    if mail:
        return f"mailto:{mail[1]}" if mail[1].isprintable() else None
    url = resolve(base, href)
    if url and base and "#" in url and urldefrag(url)[0] == urldefrag(base)[0]:
        return None
    return clean_link(url) if url else None


def is_author_address(url: str) -> bool:
    """Whether the path of an address marks a page about a writer."""
    if _AUTHOR_FOLDER.search(url) is None:
        return False
    path = split_url(url).path
    return _AUTHOR_FOLDER.search(path) is not None and _ACCOUNT_PAGE.search(path) is None


def is_author_folder(url: str) -> bool:
    """Whether an address is in a folder that has nothing but pages about writers."""
    return _FOLDER_OF_AUTHORS.search(split_url(url).path) is not None


def own_address(url: str | None, page_url: str) -> str | None:
    """An author's address if it can be one's own: not the front page, the article itself or a list of all authors."""
    if not url:
        return None
    parts = split_url(url)
    if _AUTHOR_QUERY.search(parts.query):
        return url
    last = unquote(parts.path).rstrip("/").rpartition("/")[2].lower()
    last = re.sub(r"\.(?:html?|php|aspx?)$", "", last)
    return None if not last or last in _LISTS or _place(url) == _place(page_url) else url


def _place(url: str) -> tuple[str, str]:
    """The host without ``www`` and the path; without query and fragment."""
    return site_of(url), unquote(split_url(url).path).rstrip("/")


def same_picture(one: str | None, other: str | None) -> bool:
    """Whether two addresses mean one picture, possibly in another size or on another server."""
    if not one or not other:
        return False
    return one == other or _stem(one) == _stem(other) != "" or _file(one) == _file(other) != ("", "")


def picture_stem(url: str) -> str:
    """The part that a picture's addresses in several sizes have in common, else the address itself."""
    return _stem(url) or url


def _stem(url: str | None) -> str:
    parts = split_url(url)
    name = unquote(parts.path).rstrip("/").rpartition("/")[2].lower()
    if parts.query and _PROGRAM.search(name):
        return ""
    stem = _PICTURE_FILE.sub("", name)
    stem = re.sub(r"[-_@](?:\d{2,4}x\d{2,4}|scaled|[23]x|\d{3,4}w?)$", "", stem)
    if len(stem) < 4 or stem in _COMMON or (stem.isdecimal() and len(stem) < 6):  # numbers are often widths
        return ""
    return stem


def _file(url: str) -> tuple[str, str]:
    """The place of a picture's file, without a query that may tell its size; empty if it is not a file."""
    return _place(url) if _PICTURE_FILE.search(split_url(url).path.lower()) else ("", "")
