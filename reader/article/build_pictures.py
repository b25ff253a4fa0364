"""Reads an ``img``: a picture, an emoji or an icon in a line of text, or a formula."""

from __future__ import annotations

import re

from reader.article.blocks import Figure
from reader.article.build_tables import is_picture_file
from reader.article.flow import Context, Flow, is_visible, letters_of
from reader.article.formulas import looks_like_tex
from reader.article.html_parser import Element, classes_of
from reader.article.picture_sources import is_twin, picture_addresses
from reader.article.tex import readable
from reader.text import clean_line, clean_title
from reader.web.addresses import file_name
from reader.web.trackers import counts_readers

_LONGEST_TITLE = 1_000  # characters
_FORMULA_CLASS = re.compile(r"latex|math|tex$|katex", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:.* )?(?:loading|lädt|wird geladen|chargement|cargando|caricamento|laden)\W*|image|img|picture|photo|bild|foto|"
    r"placeholder|platzhalter|icon|logo",
    re.IGNORECASE,
)
_MACHINE_NAME = re.compile(r"_|\d{3}|\.(?:jpe?g|png|webp|gif)$", re.IGNORECASE)


def add_image(element: Element, flow: Flow, context: Context) -> None:
    """Adds what an ``img`` shows to the flow; nothing for one that only counts readers."""
    tex = clean_line(element.get("alt") or "", 500)
    if any(map(_FORMULA_CLASS.search, classes_of(element))) and looks_like_tex(tex):
        flow.formula(readable(tex), tex, context, is_block=False)
        return
    alt, title = (clean_title(element.get(name)) for name in ("alt", "title"))  # some write markup into them
    alt, title = clean_line(alt, 500), clean_line(title, _LONGEST_TITLE)
    if _is_symbol(element):
        flow.text(" " if is_picture_file(alt or title) else alt or title, context)
        return
    found = picture_addresses(element, context.base)
    if found.src and counts_readers(found.src):
        return
    if found.src or (is_visible(alt + title) and not _SAYS_NOTHING.fullmatch(alt or title)):
        shown_title = "" if title.casefold() == alt.casefold() or _is_file_name(title, found.src) else title
        figure = Figure(found.src, alt, (), context.href, shown_title, found.sources, found.size)
        flow.figure(figure, is_twin=is_twin(element))


def _is_file_name(title: str, src: str | None) -> bool:
    """Whether the title of a picture is what a camera or an editor called its file."""
    if not title or " " in title or src is None:
        return False
    return _MACHINE_NAME.search(title) is not None or letters_of(title) in letters_of(file_name(src))


def _is_symbol(image: Element) -> bool:
    """Whether a picture is an emoji or an icon within a line of text."""
    if any(name in ("emoji", "wp-smiley", "smiley", "latex", "icon") for name in classes_of(image)):
        return True
    sizes = [image.get("width") or "", image.get("height") or ""]
    return all(size.strip().removesuffix("px").isdecimal() for size in sizes) and all(
        int(size.strip().removesuffix("px")[:6]) <= 32 for size in sizes
    )
