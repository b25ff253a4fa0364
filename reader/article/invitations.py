"""Recognises what an author box says to its readers instead of about the author: to write, to follow, to read on."""

from __future__ import annotations

import re

from reader.text import fold

# The beginnings of such sentences, one language a group.
_PEOPLE = r"(?:me|us|him|her|them|the author|[^\W\d_]+ (?:[^\W\d_]+ )?(?:on|at|via|by|an?)|it|to|with|at|on|an?)"
_BEGINNINGS = (
    rf"(?:please )?(?:follow|contact|e-?mail|reach out|connect|message|find|visit|meet|join|tweet) {_PEOPLE}",
    rf"(?:please )?(?:write to|get in touch|send|support) {_PEOPLE}",
    r"(?:please )?(?:follow|contact|e-?mail|subscribe|sign up|click here|explore|discover|browse)",
    r"(?:read|see|show|learn|view) (?:more|all|also)|view (?:full|complete|profile|[^\W\d_]+['’]s)",
    r"more (?:by|from|about|of|articles|posts|stories)|get (?:our|the)|(?:got|have) a (?:tip|story)",
    r"(?:all|latest|recent) (?:posts|articles|news|stories)|(?:articles|posts|stories) by|correspondence to",
    r"read (?:other|the latest|his|her|their|my|[^\W\d_]+ [^\W\d_]+['’]s)",
    r"(?:he|she|they|i|you)(?: can| may|['’]d love to)(?: also)?(?: be| always)? (?:followed|reached|found|contacted)",
    r"(?:i|you)(?: can| may|['’]d love to)(?: also| always)? (?:e-?mail|mail|reach|follow|find|contact|write to)",
    r"(?:i|you)(?: can| may|['’]d love to)(?: also)? (?:read (?:more|all)|search|support|connect|hear from)",
    r"folgen? sie|folg(?:t|en)?|kontakt(?:ieren)?|schreiben sie|schreibt? (?:mir|ihm|ihr|uns)|abonnier\w*|melden sie",
    r"(?:zum|zur) (?:profil|autor)\w*|mehr (?:von|uber|zu|artikel|beitrage|erfahren|lesen|infos?)|weiterlesen",
    r"(?:alle|weitere) (?:artikel|beitrage|texte|infos?|informationen)|(?:artikel|beitrage|alles) von|zeige? alle",
    r"(?:sie|ihr|du) (?:konnen|konnt|kannst|erreichen|erreicht|erreichst)|erreichbar",
    r"sigu(?:e|elo|ela|eme|enos)|sigue (?:a|en)|contact[aeo]|ver (?:todas?|todos|mas|perfil)|leer mas",
    r"mas (?:articulos|noticias|de|sobre)|suscribe\w*|pued(?:e|es) (?:seguir|contactar|leer|escribir)\w*",
    r"suiv(?:re|ez)|contacte[rz]|voir (?:tous|toutes|plus|le profil)|tous (?:les|ses) articles|plus d['’]articles",
    r"en savoir plus|lire (?:aussi|plus|tous|la suite)|retrouvez|abonnez|ecrire a",
    r"segui(?:la|lo|mi|ci)?|contatt[aio]|tutti gli articoli|leggi|scrivi|vedi|iscriviti|altri articoli",
    r"volg|neem contact|bekijk|alle artikelen|meer (?:van|artikelen|over)|lees|stuur|meld je",
    r"siga|ver mais|contato|mais (?:de|artigos)|leia|saiba mais|inscreva",
    r"zobacz|czytaj|kontakta?|wiecej|napisz|folj|las mer|folg|skriv til|vsechny|vice",
    r"haben (?:sie|du|ihr) (?:fragen|anmerkungen|hinweise|einen hinweis)|hast du (?:fragen|anmerkungen)|fragen oder",
    r"(?:do )?you have (?:any )?(?:questions|comments|a (?:tip|story))|vous avez (?:des|une) question",
    r"подпис\w*|читать|все статьи|связаться",
)
_INVITATION = re.compile(rf"(?:{'|'.join(_BEGINNINGS)})(?!\w)", re.IGNORECASE)
_OFFER = re.compile(
    r"\b(?:we (?:send|deliver|e-?mail)|wir (?:schicken|senden)|(?:your|deinem?|ihrem?) (?:inbox|postfach)|"
    r"sign up (?:for|to|here)|subscribe (?:to|here|now))\b",
    re.IGNORECASE,
)
_OTHER_HEADING = re.compile(
    r"\b(?:newsletter|subscribe|gear|related|latest|recent|popular|recommended|trending|share|follow|comments?|support|"
    r"more (?:from|by|of|on|stories|articles|posts)|articles|posts|stories|donate|shop|weitere|mehr (?:von|zu|aus)|"
    r"beitrage|artikel|kommentare?|neueste|letzte|ahnliche|derniers?|ultim[aoei]s?|articoli|articulos|noticias|"
    r"abonn\w*|"
    r"teilen)\b|['’]s (?!bio|profile)\w"
)
_DISCLAIMER = re.compile(
    r"\b(?:disclaimer|disclosure|all rights reserved|(?:views|opinions) (?:expressed|of the author)|affiliate links?|"
    r"terms of (?:service|use)|privacy policy|editorial polic\w+|haftungsausschluss|alle rechte vorbehalten|impressum|"
    r"(?:die )?meinung(?:en)? (?:der|des|unserer?|dieser?) (?:autor\w*|gastautor\w*|verfasser\w*)|gibt (?:nicht|"
    r"ausschlie(?:ss|ß)lich)|"
    r"opinions? (?:expressed )?(?:are|is) (?:those|that)|n['’]engage(?:nt)? que|opinion(?:es)? del? autora?|"
    r"datenschutz\w*|droits reserves|derechos reservados|diritti riservati)\b|©"
)
_NETWORKS = (
    "twitter|x|facebook|instagram|linkedin|mastodon|bluesky|threads|tiktok|youtube|xing|github|pinterest|flickr|reddit|"
    "web-?site|webseite|home-?page|web|blog|rss|e-?mail|mail|kontakt|contacto?|contatto|profile?|telegram|medium|"
    "substack"
)
_LABEL = re.compile(rf"(?:{_NETWORKS})(?:\s*(?:[,|/•·&+]|and|und|et|y)?\s*(?:{_NETWORKS}))*\W*", re.IGNORECASE)


def is_invitation(sentence: str) -> bool:
    """Whether a sentence asks the reader for something or offers something, or is the name of a network."""
    return (
        _INVITATION.match(fold(sentence).lstrip("→»>▶ ")) is not None
        or _OFFER.search(sentence) is not None
        or _LABEL.fullmatch(sentence) is not None
    )


def is_disclaimer(sentence: str) -> bool:
    """Whether a sentence is about rights, liability or commissions. So is what follows it."""
    return _DISCLAIMER.search(fold(sentence)) is not None


def is_other_heading(text: str) -> bool:
    """Whether a heading in a box is about something else than the author: other articles, a newsletter, a shop."""
    return _OTHER_HEADING.search(fold(text)) is not None
