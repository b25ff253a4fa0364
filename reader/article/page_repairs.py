"""Mends words of a page: apart from their first letter, in a button, only spoken to some, or a server's warning."""

from __future__ import annotations

import re
from itertools import islice

from lxml import html  # type: ignore[import-untyped]

from reader.article.html_parser import Element, tag_of

_INITIALS = ("initial", "dropcap", "drop-cap", "lettrine")
_SPOKEN = ("element-invisible", "sr-only", "visually", "screen-reader")  # as "(opens in a new window)" is
_EDIT = "editsection"  # of wikis
_NAMED_SPANS = html.etree.XPath(
    "descendant::span[" + " or ".join(f"contains(@class, '{name}')" for name in (*_INITIALS, *_SPOKEN, _EDIT)) + "]"
)
_WINDOWS = (
    "window", "tab", "Tab", "Fenster", "Registerkarte", "fenêtre", "onglet", "ventana", "pestaña", "finestra", "scheda",
    "janela", "venster", "fönster", "flik", "vindue", "vindu", "fane", "okn", "kart", "ikkuna", "окн", "вкладк",
)  # fmt: skip
_PARTS_OF_LINKS = html.etree.XPath(
    "descendant::a/descendant::*[self::span or self::i or self::small or self::em or self::b]"
    "[not(*)][contains(text(), ' ')]"
)
_NEW = (
    r"new|another|other|external|neue\w*|nouvel\w*|autre|nuev[ao]|nuov[ao]|nov[aáoé]\w*|outra|nieuwe?|nytt?|now\w+|"
    r"uu\w+|нов\w+"
)
_OPENS_ELSEWHERE = re.compile(  # what a link says of itself, beside its words
    r"\W*(?:(?:link|external(?: link)?|externer link|lien externe|enlace externo)\W+)?(?:will )?"
    r"(?:opens?|öffnet|wird|s[’']ouvre|ouvre|ouverture|(?:se )?abre|(?:si )?apre|opent|öppnas|åbner|åpnes|otwiera|"
    r"otevře|avautuu|откро\w+|открыва\w+)\b"
    rf"[^.!?]{{0,20}}\b(?:{_NEW}) [^.!?]{{0,10}}(?:{'|'.join(_WINDOWS)})\w*(?: geöffnet)?\W*",
    re.IGNORECASE,
)
_ICONS = html.etree.XPath(
    "descendant::*[(self::span or self::i) and (contains(@class, 'icon') or contains(@class, 'material-'))]"
)
_ICON = re.compile(r"(?:glyph)?icons?|icon-?font|material-(?:icons|symbols)(?:-\w+)?")
_ICON_NAME = re.compile(r".{1,2}|[a-z]{2,}(?:_[a-z0-9]+)*")  # which fonts of icons show as a picture
_WORDS_OF_A_LETTER = frozenset("AÀÁÂEÈÉIÍOÓÔUÚYÝ")
_PHP_WARNING = re.compile(
    r"<br ?/?>\s*<b>(?:Warning|Notice|Deprecated|Strict Standards)</b>: [^<]{1,1000} in <b>[^<]{1,500}</b>"
    r" on line <b>\d+</b>(?:<br ?/?>)?"
)
_LOADS = re.compile(r"\w{4,20}(?: \w{1,20}){0,2} ?(?:\.\.\.|…)")
_NARROWEST_PICTURE = 200  # pixels; narrower ones are icons and portraits
_MOST_MENDED = 300  # elements of one kind
_MOST_PARTS, _LONGEST_NOTE = 1_000, 80  # elements; characters of what a link says of itself
_MOST_TEXTS = 50  # pieces of text that a link is read in


def without_warnings(markup: str) -> str:
    """A page without the messages that PHP prints between its words when a site is badly kept."""
    return _PHP_WARNING.sub("", markup) if "</b> on line <b>" in markup else markup


def take_out_picture(button: Element) -> None:
    """Puts a picture in the place of a button that only enlarges it; of several beside each other, they are a menu."""
    parent = button.getparent()
    around = None if parent is None else parent.getparent()
    pictures = list(islice(button.iter("img"), 2))
    if around is None or len(pictures) != 1 or len(list(islice(around.iterfind(".//button//img"), 2))) > 1:
        return
    width = (pictures[0].get("width") or "").strip().removesuffix("px")
    if width.isdecimal() and int(width[:6]) < _NARROWEST_PICTURE:
        return
    picture = next(button.iter("picture"), pictures[0])
    picture.tail = button.tail
    parent.replace(button, picture)


def mend_words(tree: Element) -> None:
    """Puts large first letters before the rest of their words, drops what is said to screen readers only, and icons."""
    for span in islice(_NAMED_SPANS(tree), _MOST_MENDED):
        names = span.get("class")
        if any(name in names for name in _INITIALS):
            _join_initial(span)
        elif _EDIT in names:
            span.drop_tree()
        else:
            _drop_if_spoken(span)
    for part in islice(_PARTS_OF_LINKS(tree), _MOST_PARTS):
        if len(part.text) <= _LONGEST_NOTE and _OPENS_ELSEWHERE.fullmatch(part.text):
            _drop_if_spoken(part)
    for icon in islice(_ICONS(tree), _MOST_MENDED):
        if not len(icon) and _is_icon(icon.get("class"), (icon.text or "").strip()):
            icon.text = None


def _is_icon(classes: str, text: str) -> bool:
    """Whether the text is what a font of icons draws a picture for: a letter or, in some fonts, a name."""
    found = _ICON_NAME.fullmatch(text) if text else None
    names = [name for name in classes.split() if _ICON.fullmatch(name)]
    return bool(found and names) and (len(text) <= 2 or any(name.startswith("material") for name in names))


def _join_initial(initial: Element) -> None:
    """Puts the large first letter of a text before the rest of its word, which markup may keep apart by a space.

    Letters that are words of their own somewhere stay as they are.
    """
    letter, place = _words(initial), initial
    while place.getnext() is None and not place.tail and tag_of(place.getparent()) == "span":
        place = place.getparent()
    after, rest = place.tail or "", place.getnext()
    word = after.lstrip() or (_words(rest) if rest is not None else "")
    if len(letter) == 1 and letter.isupper() and letter not in _WORDS_OF_A_LETTER and word[:1].islower():
        place.tail = after.lstrip()


def _drop_if_spoken(words: Element) -> None:
    """Drops a part of a link that has other words too, and notes such as "Loading…"."""
    link, said = next(words.iterancestors("a"), None), _words(words)
    if len(_words(link)) > len(said) if link is not None else _LOADS.fullmatch(said):
        words.drop_tree()


def _words(element: Element) -> str:
    return "".join(islice(element.itertext(), _MOST_TEXTS)).strip()
