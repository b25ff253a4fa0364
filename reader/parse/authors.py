"""Names of people out of what feeds put where an author goes.

RSS asks for an e-mail address with the name behind it, dc:creator and itunes:author for a name, Atom for
name, address and URI; publishers use all for any. A bare address is no name, and the same person named by
two elements is one author.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from reader.model import Author
from reader.parse.addresses import resolve
from reader.text import clean_line, clean_title, fold

_LIMIT = 30
_NAME_LENGTH = 200
_MAIL = r"[^\s@<>()\"']{1,64}@[^\s@<>()\"']{1,255}"
_MAIL_THEN_NAME = re.compile(rf"(?:mailto:)?{_MAIL}\s*\((.*)\)?", re.IGNORECASE)
_MAILS = re.compile(rf"[<(]?\s?(?:mailto:)?{_MAIL}\s?[>)]?", re.IGNORECASE)


def read_authors(found: object, base: str) -> tuple[Author, ...]:
    """The authors of one of feedparser's ``authors`` lists, whose dictionaries hold ``name`` and ``href``,
    or ``text`` as it stood in the feed."""
    dictionaries = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return distinct(_author(one, base) for one in dictionaries[: 2 * _LIMIT])


def _author(found: dict[str, Any], base: str) -> Author | None:
    text = found.get("name") or found.get("text")
    name = name_in(text) if isinstance(text, str) else ""
    return Author(name, url=resolve(base, found.get("href"))) if name else None


def name_in(text: str) -> str:
    """The name in ``mail (Name)``, ``Name <mail>`` or ``Name``; empty if there is but an address."""
    text = clean_title(text[: 10 * _NAME_LENGTH].replace("<", " <")) if "@" not in text else clean_line(text[:500])
    with_mail = _MAIL_THEN_NAME.fullmatch(text)
    if with_mail:
        text = with_mail[1].removesuffix(")")
    elif "@" in text:
        text = clean_title(_MAILS.sub(" ", text))
    name = clean_line(text.strip(" ,;|\"'\u201c\u201d"), _NAME_LENGTH)
    return "" if name.lower().startswith(("http://", "https://", "www.")) or not re.search(r"\w", name) else name


def distinct(authors: Iterable[Author | None]) -> tuple[Author, ...]:
    """The authors without doubles; what one mention lacks is taken from the other."""
    known: dict[str, Author] = {}
    for author in authors:
        if author is None:
            continue
        key = fold(author.name)
        before = known.get(key)
        if before is None:
            known[key] = author
        else:
            known[key] = replace(before, url=before.url or author.url, avatar=before.avatar or author.avatar)
    return tuple(known.values())[:_LIMIT]
