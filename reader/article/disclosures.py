"""Recognises lines in which a site says how it earns money with the page: links for which it is paid, paid posts.

Each says that the page has such links, or what happens when readers buy; articles about them do neither.
"""

from __future__ import annotations

import re

from reader.text import bare_words

_LONGEST = 500  # characters
# Matched with bare words: no case, no accents, no punctuation.
_PAID = re.compile(
    r"\b(?:affili\w+|afiliad\w+|partner ?links?|amazon (?:associate|partner)\w*|sponsored (?:post|content)|"
    r"enthalt (?:unbezahlte |bezahlte )?(?:werbung|produktplatzierung\w*|werbelinks?)|paid partnership|"
    r"advertis(?:ers|ing partners))\b"
)
_COMMISSION = re.compile(r"\b(?:\w*provision(?:en)?|commission\w*|comision(?:es)?|commissie|provisie|prowizj\w+)\b")
_ON_SALE = re.compile(
    r"\b(?:\w*links?|click\w*|klick\w*|purchase\w*|buy|kauf\w*|einkauf\w*|liens?|achet\w*|achat\w*|enlaces?|compr\w+|"
    r"acquist\w+|koop\w*|kup\w+)\b"
)
_OF_PAGE = re.compile(
    r"\b(?:(?:this|these|our) (?:posts?|articles?|pages?|sites?|website|stor(?:y|ies)|links?|advertis\w+)|on our site|"
    r"links? (?:on|in) (?:this|our)|(?:we|i) (?:may |might |can |will )?(?:also )?(?:earn|receive|get|make)|"
    r"(?:dieser?|unsere[rn]?|diesem|dieses) (?:beitrag\w*|artikels?|seiten?|text\w*|website|links?|posts?)|"
    r"(?:wir|ich) (?:\w+ ){0,4}(?:erhalten?|bekommen?|verdienen?)|(?:erhalten|bekommen|verdienen) wir|"
    r"links auf dieser seite|cet article|cette page|ces liens|nous (?:\w+ )?(?:touch|recev|percev)\w+|"
    r"est[ea] (?:articulo|pagina|post|entrada|enlace)|estos enlaces|recibi(?:r|mos|remos)|"
    r"quest[oaie] (?:articolo|pagina|link)|ricev\w+|dit artikel|deze (?:pagina|links?)|ontvangen wij|wij ontvangen|"
    r"est[ea] (?:artigo|link)|recebe\w+|(?:ten artykul|w artykule|otrzyma\w+))\b"
)
_HINTS = (
    "affili", "afili", "partner", "provision", "commis", "comis", "provis", "prowiz", "amazon", "sponsor", "werb",
    "produktplatz", "advertis",
)  # fmt: skip


def is_disclosure(text: str) -> bool:
    """Whether a text says that the page was paid for, or that its links are."""
    if len(text) > _LONGEST:
        return False
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return False
    words = bare_words(text)
    is_paid = _PAID.search(words) or (_COMMISSION.search(words) and _ON_SALE.search(words))
    return bool(is_paid and _OF_PAGE.search(words))
