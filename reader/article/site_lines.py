"""Recognises lines in which a site speaks of the article: was it good, share it, where it is filed, whose rights it is.

They stand above and below the text, often as paragraphs of their own between the last one and the comments.
"""

from __future__ import annotations

import re

from reader.text import bare_words

_LONGEST = 160  # characters of a line
_LONGEST_QUESTION = 600  # characters of a paragraph that begins with a question about the article
_LONGEST_RIGHTS = 250

# Matched with bare words: no case, no accents, no punctuation.
_ARTICLE = (
    r"(?:artikel|beitrag|text|post|blog|magazin\w*|\w*magazin|seite|podcast|newsletter|rezept|video|bericht|"
    r"journalismus|"
    r"article|story|recipe|page|site|work|journalism|reporting|content|magazine|billet|journal|recette|articulo|"
    r"entrada|"
    r"nota|contenido|receta|articolo|contenuto|ricetta|artigo|materia|conteudo|artykul|tekst|wpis|artikeln|artikkelen|"
    r"artiklen|oppskrift|статья|материал|пост|brand\w*|app|shop|angebot\w*|kanal|channel|kurse?)"
)
_QUESTION = re.compile(
    r"(?:(?:hat|haben|hatte) (?:dir|ihnen|euch) (?:\w+ ){0,3}" + _ARTICLE + r" (?:\w+ ){0,2}gefallen|"
    r"(?:gefallt|gefiel) (?:dir|ihnen|euch) (?:\w+ ){0,3}" + _ARTICLE + r"|"
    r"(?:kennst|kennt|kennen) (?:du|ihr|sie) (?:schon|bereits) (?:unser\w*|den|die|das|mein\w*) (?:\w+ )?"
    + _ARTICLE
    + r"|"
    r"(?:war|fandest du|finden sie|fanden sie) (?:dieser|diesen|der|den|diese|die|dieses|das) "
    + _ARTICLE
    + r" (?:\w+ )?"
    r"(?:hilfreich|nutzlich|interessant|gut)|"
    r"(?:(?:did|do|have) you |if you )?(?:like|liked|enjoy|enjoyed|enjoying|love|loved|find|found|was|is) (?:reading )?"
    r"(?:this|our|the|what) (?:\w+ )?" + _ARTICLE + r"(?: (?:helpful|useful|interesting))?|"
    r"(?:vous avez|tu as) aime (?:cet|ce|cette) "
    + _ARTICLE
    + r"|(?:cet|ce|cette) "
    + _ARTICLE
    + r" vous a (?:plu|ete utile)|"
    r"(?:te (?:ha )?(?:gusto|gustado)|(?:le|os) (?:ha )?gustado) (?:este|esta|el|la) " + _ARTICLE + r"|"
    r"(?:ti|vi) e piaciut[oa] (?:questo|questa|l) ?" + _ARTICLE + r"|"
    r"gostou (?:deste|desta|do|da) "
    + _ARTICLE
    + r"|(?:vond|vindt) (?:je|u) (?:dit|deze|ons) (?:\w+ )?"
    + _ARTICLE
    + r"(?: (?:nuttig|interessant|leuk))?|"
    r"(?:podobal|spodobal) (?:ci|ci sie|sie) (?:\w+ )?(?:ten |to )?" + _ARTICLE + r"|понравил\w+ " + _ARTICLE + r")"
)
_SHARE = re.compile(
    r"(?:bitte )?(?:diesen|den|dieses|das|dieser) "
    + _ARTICLE
    + r" (?:\w+ ){0,2}(?:teilen|weiterempfehlen|empfehlen|bewerten|"
    r"drucken|merken|versenden|weiterleiten|kommentieren)(?: (?:auf|mit|per|via|uber).{0,40})?|"
    r"(?:bewerten|teilen|empfehlen|kommentieren) sie (?:diesen|den|dieses|das|diese) " + _ARTICLE + r"(?: .{0,30})?|"
    r"sharing is caring|like this(?: like)?(?: loading)?|share this(?: .{0,30})?|rate this(?: .{0,30})?|"
    r"(?:gesamt|total) \d+ (?:durchschnitt|average) [\d ]+|"
    r"partage[rz]? (?:cet|ce|cette) "
    + _ARTICLE
    + r"(?: .{0,30})?|compart(?:ir|e|a) (?:este|esta) "
    + _ARTICLE
    + r"(?: .{0,30})?|"
    r"condividi (?:questo|questa|l) ?" + _ARTICLE + r"(?: .{0,30})?|"
    r"(?:report|spotted|found|see) (?:a |an )?(?:typo|error|mistake|correction)s?(?: .{0,40})?|korrekturhinweis senden|"
    r"(?:haben sie|hast du|habt ihr) (?:einen )?fehler (?:gefunden|entdeckt|bemerkt)(?: .{0,60})?|fehler (?:gefunden|"
    r"melden)|"
    r"(?:views|aufrufe|klicks|hits|zugriffe) \d[\d ]*|\d[\d ]* (?:mal|x) (?:gelesen|angesehen|aufgerufen|viewed)|"
    r"(?:um|zum) kommentare? zu lesen .{0,60}"
)
_FILED = re.compile(
    r"(?:filed under|posted in|veroffentlicht (?:unter|in)|eingeordnet unter|abgelegt unter|publie dans|publicado en|"
    r"pubblicato in|publicado em|geplaatst in|opublikowano w|kategorie[n]?|categor(?:y|ies)|categories?|categorias?|"
    r"categorie[en]?|schlagw\w+|tags|tagged(?: with)?|etiquetas|etiquettes|mots cles|stichworte?r?|keywords|ressort|"
    r"rubrik|"
    r"rubrique|labels|метки|рубрики?|теги)"
)
_PREVIOUS = re.compile(
    r"(?:vorherige[rs]?|nachste[rs]?|voriger?|vorige|naechste[rs]?|previous|next|older|newer|article|artikel) "
    r"(?:beitrag|artikel|meldung|seite|post|article|story|page|entry|posts|precedent|suivant)|"
    r"(?:hier geht ?e?s )?zuruck (?:zu[rm]?|auf)(?: (?:die|unsere[rn]?))? (?:startseite|ubersicht|homepage|liste|"
    r"artikel\w*)|"
    r"(?:next|previous|nachste|vorherige) (?:page|seite)(?: \w+){1,3}|"
    r"back to (?:the )?(?:homepage|overview|top|list|news|all \w+)|retour (?:a|au|aux) .{1,30}|volver (?:a|al) .{1,30}|"
    r"(?:mehr|weitere) .{1,60} (?:auf|uber) unserer? (?:startseite|homepage|themenseite|website)|"
    r"for more .{1,60} (?:visit|go to|check out|see) our .{1,30}|(?:to|for) .{1,60} click here|"
    r"klicken sie (?:bitte )?hier(?: (?:um|fur) .{1,60})?"
)
_POSTED = re.compile(
    r"(?:this|dieser|diese|cet|cette|est[ea]|quest[oa]) (?:entry|article|post|story|beitrag|artikel|eintrag|meldung|"
    r"entrada|"
    r"articulo|articolo) (?:was |wurde |a ete |fue |e stat[oa] )?(?:zuletzt |last )?(?:posted|published|updated|am|"
    r"le|el|il) "
    r".{0,40}\d{4}.{0,40}"
)
_RIGHTS = re.compile(
    r"all rights reserved|alle rechte vorbehalten|tous droits reserves|(?:todos los )?derechos reservados|"
    r"tutti i diritti (?:sono )?riservati|todos os direitos reservados|alle rechten voorbehouden|"
    r"wszelkie prawa zastrzezone|"
    r"alla rattigheter forbehallna|все права защищены|may not be (?:published|reproduced)"
)
_MISTAKE = (
    r"(?:typos?|errors?|mistakes?|\w*fehler|stavfel|fel|feil|fejl|chyb[uy]|preklep\w*|blad|fautes?|coquilles?|erreurs?|"
    r"error(?:es|e|i)|erros?|(?:typ)?fout(?:en)?|kluda|klaida|hibat?|ошибк\w+|опечатк\w+|помилк\w+)"
)
_MISTAKE_FOUND = re.compile(  # before a question mark
    r"(?:(?:have|did|do) you|haben sie|hast du|habt ihr|found|spotted|seen?|noticed?|vous avez|avez vous|une?|has|"
    r"hai|ha|avete|encontrou|viu|achou|heb je|heeft u|ziet u|har du|znalazles|zauwazyles|widzisz|nasli jste|нашли|"
    rf"заметили|увидели|знайшли|{_MISTAKE})(?: \w+){{0,6}}"
)
_IF_THERE_IS = re.compile(r"(?:if|wenn|falls|sollten|pokud|jesli|si|se|om|als|hvis|jos|если|якщо) ")
_TELL_US = re.compile(
    r"\b(?:let us know|tell us|write to us|contact|e ?mail|report (?:it|them)|click|schreiben|mailen|melden|"
    r"teilen sie uns|kontakt\w*|formular\w*|dejte nam|napiste|napisz|ecrivez|contactez|signalez|escribenos|avisanos|"
    r"scrivi(?:ci)?|segnala\w*|avise|escreva|laat (?:het )?ons|mail ons|mejla|skriv|si fra|kerro|сообщите|напишите|"
    r"нажмите|повідомте)\b"
)
_HAS_MISTAKE, _KEYS = re.compile(rf"\b{_MISTAKE}\b"), re.compile(r"\bctrl ?enter\b")
_LICENCE = re.compile(
    r"(?:this|all|the|dieser?|dieses|cet(?:te)?|est[ea]|quest[oa]) (?:\w+ ){1,7}"
    r"(?:is|are|ist|sind|est|sont|esta|e) (?:\w+ ){0,2}"
    r"(?:licensed|available|published|released|lizen[sz]iert|veroffentlicht|mise?s?|bajo|distribuit[oa]) "
    r"(?:\w+ ){0,5}creative commons.*"
)
_CHINESE_RIGHTS = re.compile(
    "版权(?:所有|说明|声明|保护)|版權所有|未经.{0,16}(?:授权|许可|允许)|转载请(?:注明|联系)|"
    "無断(?:転載|複製)|무단 ?(?:전재|복제|배포)"
)


def is_site_line(text: str) -> bool:
    """Whether a line asks for opinions or mistakes, or says where the article is filed or whose it is."""
    if len(text) > _LONGEST_QUESTION:
        return False
    question, mark, _rest = text[:_LONGEST].partition("?")
    if mark and _QUESTION.fullmatch(bare_words(question)):
        return True
    if len(text) > _LONGEST_RIGHTS:
        return False
    if _CHINESE_RIGHTS.search(text):
        return True
    words = bare_words(text)
    if _asks_for_mistakes(text, words) or _LICENCE.fullmatch(words):
        return True
    if _RIGHTS.search(words) and (
        "©" in text or words.startswith(("all", "copyright", "c ", "tous", "todos", "tutti"))
    ):
        return True
    if len(text) > _LONGEST:
        return False
    return any(pattern.fullmatch(words) for pattern in (_SHARE, _PREVIOUS, _POSTED)) or _is_filing(text)


def _asks_for_mistakes(text: str, words: str) -> bool:
    """Whether a line asks readers to report a mistake."""
    if _KEYS.search(words):
        return True
    if _HAS_MISTAKE.search(words) is None:
        return False
    question, mark, _rest = text.partition("?")
    asked = bare_words(question) if mark else ""
    if _HAS_MISTAKE.search(asked) and _MISTAKE_FOUND.fullmatch(asked):
        return True
    return _IF_THERE_IS.match(words) is not None and _TELL_US.search(words) is not None


def _is_filing(text: str) -> bool:
    """Whether a short line says which tags or categories the article has."""
    name, colon, rest = text.partition(":")
    if colon and rest.strip() and not rest.rstrip().endswith((".", "!", "?")) and len(rest) <= _LONGEST // 2:
        return _FILED.fullmatch(bare_words(name)) is not None
    words = bare_words(text).split()
    return len(words) <= 6 and len(words) > 2 and _FILED.fullmatch(" ".join(words[:2])) is not None
