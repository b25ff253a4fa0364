"""Recognises lines with which a site speaks for itself: follow us, get our app, log in to comment.

Each is a sentence in good grammar, so that only its words tell it from the article. An appeal has to begin like one and
to name both the site ("us", "our channel") and a network.
"""

from __future__ import annotations

import re

from reader.text import bare_words

_LONGEST = 220  # characters of an appeal

# Matched with bare words: no case, no accents, no punctuation.
_NETWORKS = (
    r"whats ?app|telegram|facebook|instagram|twitter|(?:on|auf|sur|en|su|op) x|tik ?tok|you ?tube|threads|blue ?sky|"
    r"mastodon|linked ?in|viber|google (?:news|discover)|apple news|вотсап|телеграм\w*"
)
_OURS = (
    r"us|our|uns|unser\w*|nous|notre|nos|nuestr\w+|nosotr\w+|noss\w+|noi|nostr\w+|ons|onze|nas|nasz\w*|oss|vart|vores|"
    r"seguici|siguenos|sumate|unete|наш\w*|нас|kanal\w*|\w+kanal|channels?|canal|chaine|canale|kanaal|канал\w*"
)
_BEGINNING = re.compile(
    r"(?:(?:you can|sie konnen|jetzt|auch|hier|please|nun) )?"
    r"(?:folg(?:en sie|t|e)|abonnier(?:en sie|t|e)|besuch(?:en sie|t|e) uns|lad(?:en sie|e|et)|"
    r"mira|hol(?:en sie|t euch|e dir)|join (?:us|our|the)|follow|like us|subscribe|find us|get (?:our|the)|visit us|"
    r"connect with|stay (?:up|tuned|informed)|"
    r"suivez|rejoignez|abonnez|retrouvez|sigue\w*|siga|unete|sumate|suscribe\w*|segui(?:ci|teci)?|iscriviti|unisciti|"
    r"entre (?:no|para)|participe|acompanhe|inscreva|volg|word|dolacz|obserwuj|folj|folg|подпис\w+|читаите|следите)\b"
    r"|nichts (?:mehr )?verpassen\b|keine? \w+ (?:mehr )?verpassen\b|hier geht ?(?:e?s)? zu[mr]?|unser \w*kanal\b"
)
_OF_NETWORK = re.compile(rf"\b(?:{_NETWORKS})\b")
_OF_SITE = re.compile(rf"\b(?:{_OURS})\b")
_OF_APP = re.compile(
    r"(?:download|get|install|try) (?:the|our) (?:\w+ ){0,3}app\b|"
    r"(?:lad(?:en sie|e|et)|hol(?:en sie|t|e)|installier\w+) (?:sich )?(?:jetzt |hier )?(?:die|unsere) (?:\w+ )?"
    r"\w*app\b|"
    r"(?:telechargez|descarga|scarica|baixe|pobierz) (?:\w+ )?(?:notre|nuestra|nostra|nosso|nasza) (?:\w+ )?ap\w+|"
    r"(?:support|fund) (?:our|independent) (?:journalism|work|reporting)\b|"
    r"unterstutz(?:en sie|t|e) (?:unseren?|unabhangigen) (?:journalis\w+|arbeit|redaktion)\b|"
    r"soutenez (?:notre|un) (?:journalisme|travail|media)\b|apoya (?:nuestro|el) (?:periodismo|trabajo)\b"
)
_TO_SIGN_UP = re.compile(
    r".*\b(?:(?:sign|join) up|subscribe|register(?: for)?|melden sie sich|anmelden|registrieren|abonnieren|"
    r"inscrivez vous|abonnez vous|suscribete|inscribete|iscriviti|abbonati|schrijf je in|meld je aan|zapisz sie|"
    r"inscreva se|prenumerera|registrer deg|tilmeld dig)"
    r"(?: (?:to (?:our|the) newsletter|zum newsletter|for free|kostenlos|gratis))?"
    r" (?:here|now|today|hier|jetzt|ici|maintenant|aqui|ahora|qui|ora|nu|tutaj|teraz|agora|her)"
)
_LONGEST_TO_SIGN_UP = 160  # characters
_TO_COMMENT = re.compile(
    r"\bum (?:\w+ )?kommentar\w* (?:zu )?(?:\w+ ){0,3}(?:loggen|einloggen|melden|anmelden|registrier)|"
    r"\b(?:log(?:ged)? in|sign in|register) to (?:post |leave |add |write )?(?:a )?comment|"
    r"\b(?:connecte[rz]|identifie[rz]) (?:vous )?pour (?:\w+ )?comment|\b(?:inicia|iniciar) sesion para (?:\w+ )?coment"
)

_NETWORK_PAGE = re.compile(
    r"\b(?:facebook|fb|instagram|twitter|x|youtube|tiktok|linkedin|weibo|vk|t)\.(?:com|me)/[@\w]", re.IGNORECASE
)


def is_appeal(text: str) -> bool:
    """Whether a line asks to follow the site, to get its app, to pay for it or to log in for a comment.

    One that names two pages of networks does, in any language.
    """
    if len(text) > _LONGEST:
        return False
    if text.count("/") > 1 and len(_NETWORK_PAGE.findall(text)) > 1:
        return True
    words = bare_words(text)
    if _OF_APP.match(words) or _TO_COMMENT.search(words):
        return True
    if len(text) <= _LONGEST_TO_SIGN_UP and _TO_SIGN_UP.fullmatch(words):
        return True
    return bool(_BEGINNING.match(words) and _OF_NETWORK.search(words) and _OF_SITE.search(words))
