"""Tells whether a page has the whole article, or its beginning and an invitation to subscribe for the rest.

Publishers declare it (``isAccessibleForFree``, schema.org), for search engines and also on pages that do show all of
the text; and the page says it to its readers where the text ends. A declaration alone proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from reader.article.find_text import LocatedText
from reader.article.html_parser import INLINE_TAGS, Element, block_of, tag_of
from reader.article.json_ld import Node
from reader.article.page_tree import drop
from reader.article.segments import ends_like_sentence, is_cut_off
from reader.article.tokens import in_comments
from reader.article.web_page import WebPage, text_of
from reader.text import count_words, fold

_LONGEST = 320  # characters of an invitation
_LAST_LINES = 4  # of the text, among which it is
_BLOCKS_BEHIND = 8  # blocks behind the text, among which it is
_CHARACTERS_BEHIND = 900
_DEPTH = 100
_LONG = 150  # words of a text that may be a whole article
_FALSE = frozenset({"false", "no", "0"})
_TRUE = frozenset({"true", "yes", "1"})
_TIERS = {"locked": False, "metered": False, "premium": False, "free": True}

# All patterns are matched with folded text: no case, no accents.
_THING = r"(?:article|story|stories in full|post|piece|text|content|report|analysis|newsletter issue|episode)"
_FOR = r"(?:only |exclusively |just )?(?:for|to|available to|reserved for|limited to|exclusive to|accessible to)"
_WHOM = (
    r"(?:\w+[ -]){0,3}(?:subscribers?|members|premium|registered (?:users|readers)|"
    r"(?:paying|paid) (?:\w+ )?(?:readers?|users?|customers?|supporters?|accounts?|plans?|tiers?))\b"
)
_ARTIKEL = r"(?:artikel|beitrag|text|inhalt|bericht|podcast|volltext)"
_INVITATIONS = (
    # English
    rf"(?:this|the|rest of (?:this|the)|full|remainder of (?:this|the)) {_THING} is {_FOR} {_WHOM}",
    rf"(?:subscribers?|members?)[ -](?:only|exclusive)(?: {_THING})?\W*$|{_FOR} {_WHOM}\W*$",
    (
        rf"(?:subscribe|sign (?:in|up)|log ?in|register|join|become a \w+|upgrade|pay|"
        rf"start your (?:free )?trial)\b.{{0,60}}?\bto "
        rf"(?:continue|keep|finish|read (?:on|more|the|this)|unlock|access|view (?:the|this)|see the (?:full|"
        rf"rest)).{{0,40}}?"
        rf"(?:reading|{_THING}|on\b|more\b|rest)"
    ),
    (
        rf"(?:to|want to) (?:continue|keep|finish|read (?:on|the (?:full|rest|whole|entire)|this)|unlock|access|"
        rf"view the full)"
        rf".{{0,40}}?(?:reading|{_THING}|rest).{{0,80}}?(?:subscri|sign|log ?in|regist|join|member|trial|upgrade)"
    ),
    (
        r"to (?:read|continue reading|keep reading|access|unlock|see) (?:the )?(?:full|rest of (?:the|this)|"
        r"whole|entire|complete) "
        rf"{_THING}"
    ),
    rf"(?:continue|keep) reading (?:this {_THING} )?(?:with|for|by|from only)\b",
    r"(?:you have|you['’]ve) (?:reached|read|used|hit) (?:your|the|all|\d+).{0,40}(?:limit|free|articles)",
    # German
    r"(?:jetzt |sofort |hier |gleich )?weiter ?lesen (?:mit|im|ab|fur|als)\b",
    (
        rf"(?:lesen sie|lies|lest)(?: (?:diesen|den)(?: \w+){{0,2}} {_ARTIKEL})?(?: \w+){{0,2}} weiter(?: mit| im|"
        rf" als|\W*$)"
    ),
    r"um (?:diesen|den|alle|das|weiter)\b.{0,60}(?:lesen|freizuschalten)",
    (
        rf"(?:dieser|der|ganze|gesamte|vollstandige|komplette)[ \w-]{{0,20}} {_ARTIKEL} (?:ist|steht|gibt es|lesen sie)"
        r"[ \w-]{0,30}(?:abonnent|abo\b|plus|mitglieder|kostenpflichtig|registriert|premium|angemeldet)"
    ),
    (
        r"(?:nur |exklusiv |ausschlie(?:ss|ß)lich )?fur (?:unsere )?(?:\w+-?)?(?:abonnent|mitglieder|premium)\w*"
        r"(?: lesbar| zuganglich| verfugbar)?\W*$"
    ),
    (
        rf"(?:den |die )?(?:vollstandigen?|ganzen?|kompletten?|gesamten?) (?:{_ARTIKEL}|story|geschichte|analyse) "
        r"(?:jetzt )?(?:lesen|freischalten)"
    ),
    (
        rf"{_ARTIKEL} (?:jetzt )?freischalten|mit [\w+ -]{{0,20}}(?:abo|plus|\+|premium|zugang|konto|"
        rf"pass) (?:sofort |jetzt )?weiterlesen|testen und weiterlesen"
    ),
    r"(?:weiterlesen|mehr lesen|weiterhoren)\W{1,3}(?:jetzt )?(?:abo|testen|anmelden|registrieren)",
    # French
    (
        r"(?:la suite|cet article|le reste|ce contenu)(?: de cet article| de l['’]article)? (?:est |"
        r"vous est )?(?:reserve|accessible)"
    ),
    (
        r"(?:article |contenu )?reserve (?:aux|a nos) (?:abonnes|membres)|pour (?:lire la suite|poursuivre (?:votre|"
        r"la) lecture)"
    ),
    (
        r"(?:abonnez|inscrivez|connectez)-vous pour (?:lire|continuer|acceder|poursuivre)|"
        r"il vous reste .{1,30}(?:a lire|article)"
    ),
    # Spanish, Portuguese, Italian, Catalan
    (
        r"(?:contenido|articulo|noticia|conteudo|materia|artigo|contenuto|articolo) (?:\w+ )?(?:exclusiv\w+|"
        r"solo|reservad\w+|"
        r"riservat\w+) (?:para|a|agli|per gli|aos) (?:\w+ )?(?:suscriptores|socios|abonados|registrados|"
        r"assinantes|abbonati)"
    ),
    (
        r"(?:suscribete|registrate|inicia sesion|hazte socio|assine|cadastre-se|abbonati|accedi|registrati)\b.{0,40}"
        r"(?:para|per|e) (?:seguir|continuar|leer|ler|leggere|continuare|acceder|acessar)"
    ),
    (
        r"para (?:seguir leyendo|continuar (?:leyendo|lendo)|leer (?:el|este) articulo)|per (?:continuare a leggere|"
        r"leggere (?:tutto|l['’]articolo|il resto))|sigue leyendo (?:con|por)|continua a leggere (?:con|per)"
    ),
    # Dutch, Nordic languages, Finnish
    (
        r"lees (?:verder|dit artikel|het hele artikel)(?: \w+)? (?:met|voor|als)|om (?:verder te lezen|"
        r"dit artikel te lezen)"
    ),
    (
        r"(?:alleen|exclusief) voor (?:abonnees|leden)|(?:artikel|artikkel|saken) (?:er|ar) (?:kun |bara |"
        r"endast )?(?:for|til)"
        r" (?:vare )?(?:abonnent|prenumerant|medlem)|kun for abonnenter|las (?:vidare|hela artikeln) (?:med|for|genom)|"
        r"(?:for|vil) (?:att|at|a|du) (?:lasa?|lese|laese) (?:vidare|hela|hele|videre)|les (?:videre|"
        r"hele saken) (?:med|for)"
    ),
    r"jatka lukemista|lue koko (?:juttu|artikkeli)|(?:vain )?tilaajille\W*$",
    # Polish, Czech, Russian, Turkish
    (
        r"(?:dostep|tresc|artykul)\w*\b.{0,30} (?:tylko )?dla (?:\w+ )?(?:prenumerator|subskryb|abonent)\w+|"
        r"aby (?:czytac|przeczytac|kontynuowac)|pozostalo .{1,20}(?:artykulu|tekstu)|"
        r"chcesz (?:prze)?czytac (?:calosc|dalej)"
    ),
    (
        r"(?:clanek|obsah) (?:je )?(?:jen |pouze )?pro predplatitele|(?:только|доступн\w+) для подписчиков|"
        r"чтобы (?:читать|прочитать|продолжить)|оформите подписку|devamini okumak icin|abonelere ozel"
    ),
    # Chinese, Japanese, Korean
    (
        r"会員限定|有料会員|続きを読むには|続きは.{0,12}(?:会員|登録|ログイン)|残り.{0,6}文字|(?:订阅|登录|登入|付费|会员).{0,8}"
        r"(?:阅读|閱讀|继续|全文|专享)|(?:유료|구독).{0,8}(?:회원|전용|기사)|로그인.{0,8}(?:계속|전체)"
    ),
)
# These are in the frame of every page of some sites, too.
_HINTS = (
    r"already (?:a |an |have an? )?(?:\w+ )?(?:subscriber|subscribed|member|subscription|account)|not a subscriber|"
    r"bereits (?:abonnent|abonniert|kunde|registriert|mitglied)|(?:sie|du) ha(?:ben|st) (?:bereits|schon) ein|"
    r"noch kein abo|"
    r"deja abonne|ya (?:soy|eres|es) suscriptor|(?:sei )?gia abbonato|ja e assinante|al abonnee|zaten abone"
)
_INVITATION = re.compile("|".join(f"(?:{part})" for part in _INVITATIONS))
_HINT = re.compile(_HINTS)
_BOX = re.compile(
    r"pay-?wall|reg-?wall|piano|tp-(?:modal|container)|premium|(?:abo|subscri\w*|offer|plus|"
    r"member\w*)[-_](?:box|wall|teaser|"
    r"offer|cta|banner|content|layer)|steady|leaky|gate(?:d|way)?\b|barrier|locked|article-?fade|kaufschranke",
    re.IGNORECASE,
)
_WORDS_OF_BOX = 250
_MOST_OF_TEXT = 0.4  # of the located words: the largest share that an invitation and its surroundings may have


def declared_free(page: WebPage) -> bool | None:
    """Whether the page declares that everybody may read all of the article; None if it declares nothing."""
    article = page.graph.article()
    values = [_truth(article.get("isAccessibleForFree"))]
    values += [_truth(part.get("isAccessibleForFree")) for part in _parts(page, article)]
    values += [_truth(value) for value in page.metas.get("isaccessibleforfree", ())]
    values += [_TIERS.get(value.lower()) for value in page.all_of("article:content_tier", "content_tier")]
    if not any(value is not None for value in values):
        pages = page.graph.of_type("webpage", "newsarticle", "creativework")
        values = [_truth(node.get("isAccessibleForFree")) for node in pages[:1]]
    known = [value for value in values if value is not None]
    return all(known) if known else None


def _parts(page: WebPage, article: Node) -> Iterator[Node]:
    """The parts that an article has, and others that are marked in the page by a CSS selector."""
    yield from (part for part in page.graph.follow(article.get("hasPart")) if isinstance(part, dict))
    yield from (node for node in page.graph.of_type("webpageelement") if "cssSelector" in node)


def _truth(value: object) -> bool | None:
    if isinstance(value, list) and value:
        value = value[0]
    text = str(value).rpartition("/")[2].strip().lower() if isinstance(value, str | int) else ""
    return True if text in _TRUE else False if text in _FALSE else None


def asks_to_subscribe(text: str, *, hints: bool = False) -> bool:
    """Whether a text says that the rest of the article is for subscribers. ``hints``: vaguer words suffice."""
    if len(text) > _LONGEST:
        return False
    folded = fold(text).strip()
    return _INVITATION.search(folded) is not None or (hints and _HINT.search(folded) is not None)


def drop_wall(located: LocatedText, *, is_free: bool | None) -> bool:
    """Removes the invitation at the end of the located text or right behind it from the page; whether there was one."""
    blocks = list(dict.fromkeys(map(block_of, reversed(located.owned))))
    last = blocks[0] if blocks else None
    hints = is_free is False
    if last is None:
        return False
    at_end = [block for block in blocks[:_LAST_LINES] if _invites(block, hints=hints)]
    behind = [block for block in _behind(last) if _invites(block, hints=hints) and not in_comments(block)]
    doomed = [_box_around(block) for block in (*at_end, *behind)]
    # The siblings after the first one belong to it.
    doomed += [sibling for block in at_end[-1:] for sibling in block.itersiblings()]
    if _share(doomed, located) > _MOST_OF_TEXT:  # an article that speaks of subscriptions
        doomed = at_end
    for element in doomed:
        drop(element)
    return bool(at_end or behind)


def _share(elements: list[Element], located: LocatedText) -> float:
    """The share of the located words that these elements hold."""
    inside = {id(owner) for element in elements for owner in element.iter()}
    total = sum(located.owned.values())
    return sum(words for owner, words in located.owned.items() if id(owner) in inside) / max(total, 1)


def is_complete(text: str, *, is_free: bool | None, has_wall: bool) -> bool | None:
    """Whether a text is the whole article; None if nothing says so. ``is_free``: see :func:`declared_free`."""
    ends = not is_cut_off(text)
    if is_free:
        return ends or not has_wall
    if has_wall:
        return False
    if is_free is None:
        return None
    last = text.rstrip().rpartition("\n")[2]
    return count_words(text) >= _LONG and ends and (ends_like_sentence(last) or count_words(last) < 8)


def _invites(block: Element, *, hints: bool) -> bool:
    return asks_to_subscribe(text_of(block, _LONGEST + 40), hints=hints)


def _behind(last: Element) -> Iterator[Element]:
    """The smallest blocks right behind an element."""
    left = _CHARACTERS_BEHIND
    for block in islice(_following(last), _BLOCKS_BEHIND):
        yield block
        left -= len(text_of(block, _LONGEST))
        if left < 0:
            return


def _following(last: Element) -> Iterator[Element]:
    for up in (last, *islice(last.iterancestors(), _DEPTH)):
        if tag_of(up) in ("body", "html"):
            return
        for sibling in up.itersiblings():
            yield from _leaves(sibling)


def _leaves(element: Element) -> Iterator[Element]:
    """The blocks of text in an element that hold no other blocks."""
    inner = [child for child in element if tag_of(child) and tag_of(child) not in INLINE_TAGS]
    if not inner and text_of(element, 10):
        yield element
    for child in inner:
        yield from _leaves(child)


def _box_around(block: Element) -> Element:
    """The outermost element of a class such as "paywall" around an invitation, or the invitation itself."""
    boxes: Iterable[Element] = (
        up
        for up in islice(block.iterancestors(), 8)
        if _BOX.search(f"{up.get('class') or ''} {up.get('id') or ''}") and len(text_of(up).split()) <= _WORDS_OF_BOX
    )
    return [block, *boxes][-1]
