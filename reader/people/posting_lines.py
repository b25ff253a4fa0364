"""Reads the name, often a nickname, out of the line in which a blog says who posted an article and when.

"Posted by tess under Harbour", "Posted in Harbour by tess on August 3, 2019", "— tess @ 00:11". Such a line says so
clearly that the name needs no given name and no capital letter. Pure.
"""

from __future__ import annotations

import re

from reader.people.judge import can_be_name, looks_like_person, names_organisation
from reader.people.suffixes import EDGES, byline_keys
from reader.people.vocabulary import INTERFACE, LINKS, NOBODY, OTHER_WORK, STOP, TIMES
from reader.text import fold

LINE_LIMIT = 300  # characters
_VERB = (
    r"posted|published|written|submitted|created|uploaded|added|eingestellt|veröffentlicht|geschrieben|verfasst|"
    r"erstellt|gepostet|publiziert|eingetragen|geposted|gespeichert|publiée?|postée?|écrite?|rédigée?|proposée?|"
    r"mis en ligne|"
    r"publicad[oa]|escrit[oa]|enviad[oa]|postad[oa]|subid[oa]|pubblicat[oa]|scritt[oa]|postat[oa]|inserit[oa]|"
    r"geplaatst|"
    r"geschreven|gepubliceerd|gepost|skrevet|skrive[nt]|lagt ut|publicera[dt]|publiceret|publisert|opublikowan[eyao]|"
    r"dodan[eyao]|napisan[eyao]|publikov[aá]no|přidal|vložil|napsal|közzétette|írta|scris|publicat|posté|napisao|"
    r"objavio|"
    r"опубликовано|написал[аи]?|добавил[аи]?|автор"
)
_BY = r"by|von|vom|par|por|da|di|door|av|af|przez|od|by:|von:|автор:?|autore?:|author:|auteur:|de"
_NAME = rf"([^\W\d_][\w.'’-]*(?:\s(?!(?:{_BY})\s)[^\W\d_][\w.'’-]*){{0,3}}?)"
_AFTER_NAME = (
    r"(?=\s*(?:$|[|•·,;:–—/(\[»@]|\d|\.(?:\s|$))|\s+(?:on|at|in|under|and|filed|last|leave|with|to|am|um|im|unter|und|"
    r"veröffentlicht|geschrieben|verfasst|erstellt|gepostet|publiziert|eingestellt|le|à|dans|sous|et|el|en|a las|em|às|"
    r"il|alle|nella?|op|om|w|o|dnia|den|kl\.?|i|dne|v|в|на)\s)"
)
_START = (
    r"^\W*(?:(?:this|dieser|dieses|ce|cet|este|esta|questo|dit|deze|ten|denna|dette|dieser|artikel|article|beitrag|"
    r"eintrag|"
    r"entry|post|posting|billet|entrada|articolo|bericht|wpis|nachricht|meldung|thema|topic|news|wurde|was|has been|"
    r"is|a été|fue|"
    r"è stato|werd|został|by)\s+){0,4}"
)
_POSTED = re.compile(rf"{_START}(?:{_VERB})\b[^.!?]{{0,90}}?(?<![\w-])(?:{_BY})\s+{_NAME}{_AFTER_NAME}", re.IGNORECASE)
_POSTED_ON_DAY = re.compile(rf"\b(?:{_VERB})\b[^.!?]{{0,90}}?(?<![\w-])(?:{_BY})\s+{_NAME}{_AFTER_NAME}", re.IGNORECASE)
_DATED = re.compile(
    rf"(?:\d{{4}}|\d[./]\d\d)(?:[^.!?]|(?<=\d)[.]){{0,30}}?(?<![\w-])(?:{_BY})\s+{_NAME}{_AFTER_NAME}", re.IGNORECASE
)
_THEN_DATED = re.compile(
    rf"^\W*(?:{_BY})\s+{_NAME}[\s,|•·@–—-]+(?:(?:on|at|am|um|vom|le|à|el|a las|il|alle|op|om|den|kl\.?|em|às|dnia|"
    rf"dne)\s+)?"
    r"(?:\w+\.?,?\s+)?\d",
    re.IGNORECASE,
)
_AT_TIME = re.compile(rf"(?:^|[—–|•·-]\s*){_NAME}\s+@\s+\d{{1,2}}[:.]\d\d", re.IGNORECASE)
_PATTERNS = (_AT_TIME, _POSTED, _THEN_DATED)
_PATTERNS_ON_DAY = (_POSTED_ON_DAY, _DATED)
_HINTS = frozenset(f"{word}{mark}" for word in re.sub(r"[:?]", "", _BY).split("|") for mark in ("", ":")) | {"@"}
_ALONE = re.compile(rf"(?:(?:{_VERB})\s+)?(?:{_BY})\s+{_NAME}\W*", re.IGNORECASE)
_OF_BLOGS = re.compile(
    r"\b(?:posted|submitted|eingestellt|gepostet|gespeichert|postée?|postad[oa]|postat[oa]|enviad[oa]|subid[oa]|"
    r"geplaatst|"
    r"lagt ut|dodan[eyao]|vložil|přidal|közzétette|добавил[аи]?)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\d{1,2}[:.h]\d\d|\b\d{1,2}(?:\.|st|nd|rd|th|er)?,?\s+(?:de\s)?[^\W\d]{3,}|[^\W\d]{3,}\s+\d{1,2}(?:st|nd|rd|"
    r"th)?\b(?!\s*%)|\d[./-]\d"
)
_FULL_DATE = re.compile(
    r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2}|\d{4}-\d\d-\d\d|\b\d{1,2}(?:\.|st|nd|rd|th|"
    r"er)?,?\s+(?:de\s)?[^\W\d]{3,}\.?,?\s+(?:de\s|del\s)?(?:19|20)\d\d|"
    r"[^\W\d]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
)
_SEPARATOR = re.compile(r"[—–|·;,]")
_WORDS = 24  # of a line with a date; a longer one is a sentence of the text
_NO_NICKNAMES = frozenset({
    "me", "us", "mir", "uns", "mich", "moi", "nous", "mi", "mim", "noi", "mij", "ons", "mig", "os", "guest", "gast",
    "team",
    "you", "him", "her", "them", "ihm", "ihr", "ihnen", "lui", "elle", "this", "it", "one", "default", "email", "mail",
    "phone", "post", "hand", "name", "date", "category", "hier", "here", "heute", "today", "hause", "anfang",
})  # fmt: skip


def may_be_posting_line(line: str) -> bool:
    """Whether a line has a word that it needs to say who posted something; quicker than to read it."""
    return len(line) <= LINE_LIMIT and not _HINTS.isdisjoint(line.lower().split())


def poster_in(line: str) -> str | None:
    """The name in a line that says who posted something, with a verb, a date or a time beside it."""
    if not may_be_posting_line(line):
        return None
    is_short = len(line.split()) <= _WORDS
    for pattern in (*_PATTERNS, *(_PATTERNS_ON_DAY if is_short and _FULL_DATE.search(line) else ())):
        for found in pattern.finditer(line):
            if not OTHER_WORK.isdisjoint(byline_keys(_SEPARATOR.split(line[: found.start(1)])[-1])):
                continue  # "12.03.2024: Vortrag von Ada Brine"
            name = _checked(found[1])
            if name and (looks_like_person(name) or _OF_BLOGS.search(line) or _DAY.search(line)):
                return name
    return None


def nickname_in(line: str) -> str | None:
    """The nickname in a line that is nothing but "by tess"; whoever calls has to know that a date is beside it."""
    found = _ALONE.fullmatch(line.strip(EDGES)) if len(line) <= 60 else None
    return _checked(found[1]) if found else None


def can_be_nickname(name: str) -> bool:
    """Whether a word can be the name of somebody's account: no word of the page, of time or for an organisation."""
    key = fold(name).strip(".")
    if " " in name or len(key) < 3 or key in _NO_NICKNAMES or names_organisation(name) or not can_be_name(name):
        return False
    return not any(key in words for words in (TIMES, STOP, INTERFACE, NOBODY, LINKS))


def _checked(text: str) -> str | None:
    name = text.strip(EDGES)
    if looks_like_person(name) or can_be_nickname(name):
        return name
    return None
