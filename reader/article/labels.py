"""Recognises lines on a page that are labels of its controls and not sentences of the article.

Such lines mark advertisements, galleries, players, share buttons, related articles, dates and consent to embedded
content, and editors' systems put them between the paragraphs as if they were paragraphs too. The words come
from the languages that news sites use most; a line counts only if it consists of such a label, or begins with one that
introduces something else ("Read more: …").
"""

from __future__ import annotations

import re

from reader.article.entry_facts import is_entry_facts
from reader.text import bare_words
from reader.text.furniture_words import COMMENTS

_LONGEST = 160  # characters of a line that can be a label
_MONTH = r"(?:[a-z]{3,10})"
_MOMENT = rf"(?:\d{{1,4}}|{_MONTH}|t\d+z?|\d+t\d+|\d+z|年|月|日|時|分|st|nd|rd|th)"

# Matched with bare words: no case, no accents, no punctuation.
_AD = (
    r"(?:ads?|adverts?|advertisements?|advertising|anzeigen?|werbung|publicites?|publicidade?|pubblicita|anuncios?|"
    r"advertentie|reklam(?:[aey]|en)?|annonse?[nr]?|annoncen?|mainos|reclame|реклама|広告|광고)"
)
_TEXT = (
    r"(?:the |this |der |die |das |dieser |le |la |el |il |o |a )?(?:article|story|text|artikel|beitrag|meldung|suite|"
    r"contenuto|articolo|articulo|contenido|artigo|materia|artikkelen|saken|artikeln|texten|historien|artiklen)"
)
_BEHIND = (
    r"(?:nach|unter|below|after|apres|sous|dopo|sotto|despues de|debajo de|tras|apos|depois d[ao]|onder|na|etter|"
    r"under|efter|pod)(?: (?:der|dieser|this|the|cette|la|una|de|deze|a|o))*"
)
_LABELS = (
    # advertisement markers
    (
        rf"{_AD}(?:(?: (?:and|und|et|y|e))? {_AD})?|sponsored(?: content| post)?|gesponsert|"
        rf"(?:{_TEXT}|{_AD})(?: \w+){{0,3}} {_BEHIND}(?: {_AD}| pub)?(?: (?:fortgesetzt|weiter))?|"
        r"(?:continua|sigue|lees|lire|las|les|weiter(?:lesen)?|czytaj|continue|scroll|keep)(?: \w+){0,2} "
        rf"{_BEHIND} (?:{_AD}|pub)|"
        rf"{_AD}(?: {_TEXT})? (?:continues|continue|geht) (?:\w+ )?(?:below|weiter|unten)|"
        r"(?:article|story|text)? ?continues? (?:reading )?(?:after|below)(?: this| the)?(?: ad\w*)?|"
        r"scroll (?:down )?(?:to|for) .{0,40}"
    ),
    # sharing, printing, commenting
    (
        r"(?:share|teilen|partager|compartir|condividi|compartilhar|delen|udostepnij|поделиться|공유|シェア)"
        r"(?: (?:this|mit|on|sur|en|su|via|auf|cet|el|esta|op)(?: \w+){0,4}| \w+)?|"
        r"(?:artikel|beitrag|seite) (?:teilen|drucken|merken|empfehlen)|(?:jetzt )?teilen auf \w+|"
        r"tweet|facebook|twitter|whatsapp|telegram|linkedin|pinterest|pocket|reddit|xing|flipboard|e ?mail|"
        r"分享(?:让更多人看到|到 ?\w+|文章)?|(?:转发|转播)到\w+|扫一扫\w*|シェア(?:する)?|ツイート(?:する)?|공유하기|"
        r"(?:copy|copied) (?:the )?link|link kopieren|"
        r"copiar enlace|copier le lien|print(?: this page)?|drucken|imprimer|"
        r"imprimir|stampa|merken|bookmark|save(?: article| for later)?|embed|close|schlie(?:ss|ß)en|fermer|"
        r"cerrar|chiudi|"
        rf"\d* ?(?:{COMMENTS})|"
        r"(?:leave|post|add|write) (?:a |your )?(?:comment|reply)|kommentar schreiben|kommentieren|"
        r"jetzt kommentieren|imprimer(?: imprimer)? cette page|"
        r"gefallt mir|like this|likes?|follow|folgen|follow us(?: on)?(?: \w+){0,3}"
    ),
    # galleries and players
    (
        r"image|photo|picture|foto|bild|imagen|immagine|zdjecie|图片|写真|사진|(?:click (?:to|for) )?(?:enlarge|zoom|"
        r"agrandir|ampliar|ingrandisci|vergroten|forstor)|正在加载|加载中|读取中|読み込み中|"
        r"(?:image|photo|picture|slide|bild|foto|video|imagen|immagine|zdjecie|grafik) \d+(?: (?:of|von|de|"
        r"sur|di|z|van) \d+)?|"
        r"\d+ (?:of|von|sur|di|van) \d+|\d+ \d+|(?:enlarge|expand|view|open|zoom|show|hide)(?: \w+){0,2} "
        r"(?:image|picture|photo|gallery|caption|fullscreen|transcript)s?|"
        r"(?:page|seite|pagina|strona|sida|side|страница) \d+ (?:of|von|de|di|sur|av|af|van|z|из) \d+(?: (?:next|"
        r"weiter|nachste|page|suivante?|siguiente|proxima|successiva|volgende|nasta|naeste|следующая)){0,2}"
        r"(?: page| seite)?|"
        r"bild (?:vergro(?:ss|ß)ern|in vollbild)|vergro(?:ss|ß)ern|(?:zur )?(?:bilder)?galerie|fotostrecke|"
        r"gallery|photos|"
        r"(?:skip|jump) to .{1,50}|(?:back|return) to .{1,30}|(?:zuruck )?(?:zum|nach) (?:seiten)?(?:anfang|oben)|"
        r"zuruck(?: zu[mr]? \w+)?|up next|next(?: article| up| story)?|previous(?: article| story)?|weiter|"
        r"read next|"
        r"(?:click|tap) (?:here )?to .{1,40}|click here (?:to|for) .{1,100}|"
        r"play(?: video| audio)?|pause|replay|loading|wird geladen|laden|"
        r"chargement|cargando|"
        r"(?:watch|listen)(?: now| live| to this article)?|(?:jetzt |artikel )?anhoren|vorlesen|"
        r"listen to (?:this )?\w+|schriftgro(?:ss|ß)e (?:anpassen|andern)|(?:change |adjust )?(?:font|text) size|"
        r"(?:audio|video|podcast) \d+ min\w*|(?:beitrags|titel|symbol|archiv)bild"
    ),
    # related articles
    (
        r"(?:das )?(?:thema )?(?:konnte|durfte) (?:sie|dich|euch|ihnen)(?: auch)? (?:auch )?interessieren|"
        r"auch interessant|"
        r"interessiert (?:sie|dich) auch|mehr zu[mr]?(?: diesem)? \w+|mehr aus(?: \w+){1,2}|"
        r"weitere (?:artikel|themen|videos|meldungen|nachrichten|beitrage|inhalte)|ahnliche (?:artikel|"
        r"beitrage|themen)|"
        r"verwandte (?:artikel|themen|beitrage)|(?:am )?meist ?gelesen(?:e \w+)?|zum thema|passend dazu|"
        r"empfohlene[rs]? (?:redaktioneller|externer)? ?(?:inhalte?|artikel|beitrage)|"
        r"(?:redaktions)?empfehlung(?:en)?|"
        r"externer inhalt|related(?: \w+){0,2}|recommended(?: \w+){0,3}|you (?:may|might)(?: also)? (?:like|"
        r"be interested in)|"
        r"more (?:on|from|about|in) (?:this|the|our)?(?: ?\w+){1,3}|more (?:stories|news)|most (?:read|"
        r"popular|viewed)|"
        r"trending(?: now)?|popular(?: posts| now)?|latest(?: news| stories)?|see also|also read|"
        r"sur le meme (?:sujet|theme)|(?:articles|contenus) (?:lies|similaires|associes)|te puede interesar|"
        r"(?:noticias|articulos) relacionad[ao]s|mas (?:noticias|informacion|sobre)|"
        r"(?:ti )?potrebbe(?:ro)? interessar(?:ti|e)(?: anche)?|"
        r"lesen sie (?:auch|dazu|mehr)(?: dazu| zum thema)?|lies auch|(?:read|see) (?:more|also|next)|"
        r"mehr dazu|lire aussi|a lire(?: aussi)?|"
        r"lee(?:r)? (?:tambien|mas)|leggi anche|leia (?:tambem|mais)|lees (?:ook|meer)|las (?:ocksa|mer)|"
        r"les (?:ogsa|mer)|"
        r"czytaj (?:tez|takze|rowniez|wiecej)|(?:читаите|смотрите) также|siehe auch|"
        r"(?:mehr|weiter) (?:lesen|erfahren)|en savoir plus|lire (?:la suite|plus)|"
        r"articoli correlati|relacionad[ao]s|veja tambem|powiazane|"
        r"(?:相关|推荐|延伸|更多|扩展|猜你喜欢|热门|精彩)\w{0,2}(?:阅读|新闻|文章|推荐|报道|链接)|上一篇|下一篇|"
        r"関連記事|おすすめ記事|関連キーワード|関連ニュース|あわせて読みたい|관련 ?기사"
    ),
    # newsletters, tags, embedded content
    (
        r"newsletters?|subscribe(?: now| today| here)?|sign up(?: here| now| today)?|jetzt (?:abonnieren|"
        r"anmelden|registrieren)|"
        r"abonnieren|register|registrieren|log ?in|anmelden|s abonner|suscribete|iscriviti|"
        r"tags?|tagged(?: with)?|topics|keywords|etiquetas|schlag(?:wort|worte|worter)|stichw(?:ort|orte|"
        r"orter)|themen|"
        r"mots cles|etiquettes|temas|argomenti|filed under|posted in|verschlagwortet mit|in diesem artikel|"
        r"inhalt(?: laden| anzeigen)?|(?:externen )?inhalt (?:anzeigen|laden)|(?:immer )?(?:entsperren|"
        r"akzeptieren)|"
        r"(?:permalink|permalien)(?: https? .{1,100})?|feedback|reuse content|teaser|infobox(?: image)?"
    ),
    # reading times and dates
    (
        r"(?:\d[\d ]{3,20})?(?: ?uhr)? ?(?:lesezeit|lesedauer) \d+ min(?:uten?)?|"
        r"\d+ (?:min(?:s|ute|utes|uten|utos|uti|uter)?)(?: (?:read|reading|lesezeit|lesedauer|de lecture|"
        r"de lectura|di lettura|"
        r"leitura|to read|lesen))?(?: time)?|(?:geschatzte )?(?:lesezeit|lesedauer|reading time|temps de lecture|"
        r"tiempo de lectura|tempo di lettura) (?:\w+ ){0,2}\d+(?: \w+)?|"
        r"(?:(?:updated|published|posted|modified|created|first published|last (?:updated|modified)|aktualisiert|"
        r"veroffentlicht|"
        r"publiziert|erstellt|stand|datum|zuletzt \w+|publie|mis a jour|modifie|publicado|actualizado|"
        r"pubblicato|aggiornato|"
        r"geplaatst|gepubliceerd|publicerad|uppdaterad|oppdatert|publisert|opublikowano|aktualizacja|опубликовано"
        r"|giris|guncelle(?:me|ndi)|yayinlanma|opdateret|udgivet|julkaistu|paivitetty|aktualizovano|publikovano|frissitve|"
        r"обновлено)"
        rf"(?: (?:on|at|am|um|le|a|el|il|op|den|the|uhr|in|{_MOMENT})){{0,9}} \d[\w ]{{0,24}}?){{1,3}}"
    ),
)
_LABEL = re.compile("|".join(_LABELS))
# What these begin is the headline of another article, as text or as a link.
_INTRODUCTION = re.compile(
    r"\s*(?:→|»|>|\+|-|–)*\s*(?:(?:read|see|watch|listen)\s+(?:more|also|next)|also\s+read|read|related|"
    r"more|mehr\s+(?:dazu|zum\s+thema)|"
    r"lesen\s+sie\s+(?:auch|dazu|mehr|hier)(?:\s+(?:mehr|auch|weiter))?|lies\s+auch|auch\s+interessant|lire\s+aussi|"
    r"à\s+lire(?:\s+aussi)?|voir\s+aussi|"
    r"leer?\s+(?:también|más|mas)|lee\s+(?:también|más)|te\s+puede\s+interesar|mira\s+también|leggi\s+anche|"
    r"leia\s+(?:também|mais)|veja\s+também|lees\s+ook|lees\s+meer|läs\s+(?:också|mer|även)|les\s+(?:også|"
    r"mer)|læs\s+også|"
    r"czytaj\s+(?:też|także|również|więcej)|zobacz\s+(?:też|także|również)|(?:читайте|смотрите)\s+также|lue\s+myös|"
    r"siehe\s+auch|passend\s+(?:dazu|zum\s+thema)|(?:ti\s+)?potrebbe(?:ro)?\s+interessar(?:ti|e)(?:\s+anche)?|"
    r"čtěte\s+také)"
    r"\s*[:：|–›»>]\s*\S",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[\s(\[]*(?:©|\(c\)|(?:photos?|fotos?|bild(?:er|quelle)?|images?|pictures?|crédits?(?:\s+photos?)?|"
    r"credits?|copyright|"
    r"photograph|quelle|foto[:/ ]+\w+|imagen|fotografía)\s*(?:by|von|:|/|©))\s*\S.{0,100}",
    re.IGNORECASE,
)
NEWSLETTER_WORDS = (
    "newsletter", "infolettre", "nyhetsbrev", "nyhedsbrev", "nieuwsbrief", "boletín", "boletin", "biuletyn", "hírlevél",
    "uutiskirje", "рассылк", "メルマガ", "ニュースレター", "뉴스레터", "inbox", "posteingang", "subscrib",
    "subscription", "abonnier", "abonnement", "s'abonner", "s’abonner", "suscrib", "suscríb", "iscriviti",
)  # fmt: skip
"""Words in lower case of which whatever asks to subscribe to a newsletter has one."""
_REQUEST = re.compile(
    r"abonnieren?\b|anmeld|registrier|sign(?:ing)?\s+up|subscribe\b|\bget\b.{0,40}\b(?:daily|weekly|news)|delivered|"
    r"keine?\s+\w+\s+mehr\s+verpassen|jederzeit|unsubscribe|datenschutz|privacy|suscr[ií]bete|s.abonner|iscriviti|"
    r"inscriv|follow\s+us|liefern",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"extern\w*\s+inhalt\w*.{0,120}(?:anzeig|ausgewählt|angezeigt|einverstanden|zustimm|laden|datenschutz)|"
    r"personenbezogene\s+daten.{0,60}(?:drittplattform|übermittelt)|"
    r"ad\s*-?block(?:er)?\b.{0,80}(?:enabled|disable|turn\s+off|site)|"
    r"(?:content|video|tweet|post)\s+(?:is\s+)?(?:not\s+available|"
    r"cannot\s+be\s+displayed).{0,80}(?:cookie|consent|settings)|"
    r"(?:bevorzugte\w* quelle|voorkeursbron|source préférée|fuente preferida|fonte prefer(?:ita|ida)).{0,80}\bgoogle\b|"
    r"^\s*(?:follow|add)\s.{1,60}\bgoogle\s+(?:news|discover)\b|\badd\s+us\s+as\s+a\s+preferred\s+source|"
    r"jederzeit\s+(?:wieder\s+)?(?:abmelden|abbestellen)|unsubscribe\s+at\s+any\s+time|"
    r"(?:read|see)\s+our\s+privacy\s+(?:notice|policy)|vous\s+désinscrire|darte\s+de\s+baja|"
    r"you(?:['’]re|\s+are)\s+receiving\s+this|sie\s+erhalten\s+diese\s+(?:e-?mail|nachricht)|vous\s+recevez\s+(?:ce|cet)\s|"
    r"(?:enable|aktivieren\s+sie|activez|habilite)\s+javascript|(?:accept|akzeptier\w*)\s+.{0,40}\bcookies\b",
    re.IGNORECASE | re.DOTALL,
)
# One of these is in whatever the pattern matches; most lines have none, and patterns are slow.
_OF_CONSENT = (
    "inhalt", "personenbezogen", "block", "cookie", "consent", "settings", "google", "preferred", "abmelden",
    "abbestellen", "unsubscribe", "privacy", "désinscrire", "baja", "javascript",
    "receiving", "erhalten", "recevez",
)  # fmt: skip
_LONGEST_REQUEST = 400  # characters


def is_label(text: str) -> bool:
    """Whether a line of text is a label, as "Advertisement", "Image 1 of 3", "5 min read" or "Read more: …" are."""
    if is_entry_facts(text):
        return True
    if len(text) > _LONGEST:
        return False
    return _LABEL.fullmatch(bare_words(text)) is not None or _INTRODUCTION.match(text) is not None


def is_credit(text: str) -> bool:
    """Whether a line says who made a picture, and nothing else."""
    return len(text) <= _LONGEST and _CREDIT.fullmatch(text) is not None


def is_request(text: str) -> bool:
    """Whether a text asks to subscribe to a newsletter or to agree to embedded content."""
    if len(text) > _LONGEST_REQUEST:
        return False
    lower = text.lower()
    if any(word in lower for word in NEWSLETTER_WORDS) and _REQUEST.search(text):
        return True
    return any(hint in lower for hint in _OF_CONSENT) and _CONSENT.search(text) is not None
