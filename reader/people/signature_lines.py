"""Reads the lines that sign a text: "Ada Brine", "(Ada Brine, 3.8.2019)", "Eure Ada", "© 2019 Ada Brine".

A full name has to begin with a given name. A given name or a nickname alone counts only beside words of farewell, words
such as "Yours", or a date. Pure.
"""

from __future__ import annotations

import re

from reader.people.given_names import begins_with_given_name, is_surely_person
from reader.people.judge import has_role, names_agency, without_titles
from reader.people.names import Person, read_byline
from reader.people.posting_lines import can_be_nickname
from reader.people.suffixes import EDGES, is_number, role_in
from reader.people.vocabulary import CONJUNCTIONS, TIMES
from reader.text import fold

_LINE = 60  # characters of a signature
_WORDS = 4  # of a name
_LEFT_OVER = 4  # letters that may be left of a line without its names and roles
_SIGNED = re.compile(
    r"^(?:gez\.|gezeichnet|i\.\s?[AV]\.|signed|signé[e]?|firmado|firma|assinado|podpisan[oa]?|ondertekend|undertecknat|"
    r"©\s?(?:copyright\s)?(?=\d{4})|"
    r"\(c\)\s?(?=\d{4})|copyright\s?(?:©|\(c\))?(?=\s*(?:\d{4}|by\s)))[\s:]*(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|"
    r"20)?\d\d)?[\s,:]*)?(?:by|von|par|por|"
    r"bei|di|av|af)?[\s:]*"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_IN_PARENTHESES = re.compile(r"[(\[][^()\[\]]{1,30}(?:[)\]]|$)")
_RIGHTS = re.compile(
    r"[\s.,–-]*(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|"
    r"tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden)\W*$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:(?:mit\s+)?(?:herzliche[nr]?|liebe[nr]?|beste[nr]?|viele[nr]?|freundliche[nr]?|schöne[nr]?|sonnige[nr]?)\s+"
    r"gr(?:ü(?:ß|ss)en?|uß)[\s,–-]*)?(?:ihre?|eure?|euer|deine?|your|votre|vostra|vostro|su)\s+(?=[A-ZÄÖÜ])",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"(?:(?:mit\s|und\s)?(?:liebe[nr]?|viele[nr]?|herzliche[nr]?|beste[nr]?|schöne[nr]?|sonnige[nr]?|freundliche[nr]?|"
    r"ganz liebe)\s"
    r"(?:gr(?:ü(?:ß|ss)(?:e[n]?|le)|uß|uss)|wünsche)(?:\saus\s[\w\s]{2,30})?|lg|vg|alles\s(?:liebe|gute)|bis\s(?:bald|"
    r"dann|dahin|zum nächsten mal)|"
    r"herzlichst?|servus|ahoi|es grüßt(?:\s(?:sie|euch|dich))?(?:\s\w+)?|"
    r"(?:lots of |much |with )?love|best(?:\swishes|\sregards)?|cheers|yours(?:\s(?:truly|sincerely))?|(?:kind|"
    r"warm)\sregards|warmly|"
    r"xo(?:xo)?|take care|see you(?: soon)?|until next time|sincerely|your friend|"
    r"(?:à|a)\s(?:bientôt|très vite|très bientôt)|bises|(?:gros\s)?bisous|amicalement|cordialement|bien à vous|"
    r"(?:un\s|fuerte\s)?abrazos?|besos|saludos|hasta\s(?:pronto|la próxima)|con cariño|atentamente|cordialmente|"
    r"a presto|(?:un\s)?abbraccio|(?:un\s)?baci(?:o|oni)?|(?:cari\s|un caro\s)?salut[io]|alla prossima|con affetto|"
    r"(?:hartelijke\s|lieve\s|veel\s)?groet(?:jes|en)?|liefs|tot\s(?:snel|ziens|de volgende keer)|"
    r"(?:um\s|grande\s)?abraços?|beij(?:os|inhos)|até\s(?:logo|breve|a próxima|já)|"
    r"pozdrawiam|ściskam|buziaki|do zobaczenia|(?:vänliga\s|bästa\s|varma\s)?hälsningar|(?:många\s)?kram(?:ar)?|vi ses|"
    r"(?:venlig\s|kærlig\s|bedste\s|vennlig\s|beste\s)?hilsen|(?:mange\s)?knus|klem|med venlig hilsen|"
    r"с уважением|до встречи|обнимаю|ваш[а]?|s pozdravem|mějte se|üdv(?:özlettel)?|terveisin|terveisiä)"
    r"[\s,.!:–—-]*",
    re.IGNORECASE,
)
_FOR_OTHERS = re.compile(
    r"(?:(?:für|i\.\s?a\.|im namen)\s(?:de[nrs]|die|das)\s(?:\w+\s)?\w+|ihr(?:e)?\s(?:\w+\s)?\w+|for the \w+(?: \w+)?|"
    r"pour (?:le|la|l['’])\s?\w+)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^(?:(?:eure?|euer|deine?|yours?|ta|ton|votre|tua?|tuo|vuestr[oa]|vostr[oa]|je|jouw|jullie|din|eder|twoja|twój|"
    r"wasza?|tvůj|tvá)\s+)",
    re.IGNORECASE,
)
_KISSES = re.compile(r"\s+(?:x{1,4}|xoxo|<3|♥|❤️?|:-?\))$", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?\d{2}|(?:19|20)\d\d$")
_KOREAN_REPORTER = re.compile(
    r"(?:^|[\s=/\])])(?!인턴|선임|수석|전문|객원|본지|특파)([\uac00-\ud7a3]{2,4})\s?(?:[\uac00-\ud7a3]{2,5}\s?)?기자"
    r"\s*[(（=·|]?\s*[\w.+-]+@[\w.-]+\W*$"
)


def reporter_with_mail(line: str) -> str | None:
    """The name in a line such as "김바다 기자 bada@quay.example", with which Korean papers sign their articles."""
    found = _KOREAN_REPORTER.search(line)
    return found[1] if found else None


def people_in_signature(line: str) -> tuple[Person, ...]:
    """The people in a line that is nothing but their full names, perhaps with roles, an agency or a date."""
    line = _RIGHTS.sub("", line.strip(EDGES + "()"))
    farewell = _FAREWELL.match(line)
    line = line[farewell.end() :] if farewell and " " in line[farewell.end() :] else line
    line = _GREETING.sub("", _SIGNED.sub("", line)).strip(EDGES + "()")
    if not 4 < len(line) <= _LINE:
        return ()
    people = read_byline(line)
    if not people or not all(
        is_surely_person(one.name) and len(without_titles(one.name).split()) <= _WORDS for one in people
    ):
        return ()
    rest = _IN_PARENTHESES.sub(_kept, fold(line))
    for one in people:
        rest = rest.replace(fold(one.name), " ", 1).replace(fold(one.role or ""), " ", 1)
    return people if _is_little(rest) else ()


def _kept(parentheses: re.Match[str]) -> str:
    """Nothing of initials and roles in parentheses; an instrument, say, does not belong to a signature."""
    words = parentheses[0].strip("()[] ").split()
    return " " if has_role([*words, ""]) or sum(map(len, words)) <= _LEFT_OVER else parentheses[0]


def nickname_in_signature(line: str, before: str = "", behind: str = "") -> str | None:
    """The given name or the nickname in a line that signs a text, with the lines around it."""
    whole = line.strip(EDGES + "()")
    text = _KISSES.sub("", whole)
    farewell = _FAREWELL.match(text)
    rest = text[farewell.end() :] if farewell else text
    own = _OWN.match(rest)
    name = (rest[own.end() :] if own else rest).strip(EDGES + "()")
    if not can_be_nickname(name) or not name[:1].isupper() or name.isupper() or role_in(name):
        return None
    if own and fold(own[0].strip()) in ("eure", "euer"):
        return name
    is_signed = own or farewell or text != whole or _FAREWELL.fullmatch(before.strip())
    is_dated = len(behind) <= _LINE // 2 and _DAY.search(behind.strip(EDGES)) is not None
    return name if (is_signed or is_dated) and begins_with_given_name(name) else None


def speaks_for_others(line: str) -> bool:
    """Whether a line says for whom the next one signs: "Für den Vorstand"."""
    return _FOR_OTHERS.fullmatch(line.strip(EDGES)) is not None and not people_in_signature(line)


def _is_little(rest: str) -> bool:
    """Whether what is left of a signature says nothing else: numbers, months, agencies and words for "and"."""
    words = [word.strip(EDGES + ".()/") for word in rest.replace("/", " ").split()]
    if has_role([*words, ""]):
        return len(words) <= _WORDS
    left = [word for word in words if word and not is_number(word) and word not in TIMES and word not in CONJUNCTIONS]
    return all(names_agency(word) for word in left) or sum(map(len, left)) <= _LEFT_OVER
