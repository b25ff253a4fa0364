"""Judges what a name stands for: a person, an organisation, or nobody. The only judge, for feeds and for pages.

All functions are pure and look at one name, without the rest of its byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.people.vocabulary import (
    AGENCIES,
    ALBUMS,
    ARTICLES,
    BUTTONS,
    DESKS,
    GENERATIONS,
    INTERFACE,
    LABELS,
    LINKS,
    NOBODY,
    ORGANISATION_ENDINGS,
    ORGANISATION_PARTS,
    ORGANISATION_STARTS,
    ORGANISATIONS,
    OWN,
    PARTICLES,
    PLACES,
    ROLE_ENDINGS,
    ROLE_SURNAMES,
    ROLES,
    STOP,
    TIMES,
    UNNAMED_STAFF,
)
from reader.text import fold

NAME_LIMIT = 80  # characters
_WORDS_LIMIT = 8  # of an organisation's name
_MARKS = ".,:;'’\"“”„()"
_NOT_IN_NAMES = re.compile(r"[@/\\:;|<>\[\]{}0-9!?=#_%]")
_DOMAIN = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|biz|edu|gov|news|blog|online|example|eu|io|co|"
    r"tv|me|"
    r"de|at|"
    r"ch|li|uk|ie|fr|be|nl|lu|es|pt|it|pl|cz|sk|hu|ro|bg|gr|tr|dk|no|se|fi|ee|lv|lt|ru|ua|by|us|ca|au|nz|in|cn|jp|kr|"
    r"vn|id|br|"
    r"mx|ar|cl|za|il|ir)",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(
    r"(?:^|\s)(?:(?:GmbH|mbH|AG|KG|OHG|SE|UG|e\.\s?[VGK]\.|eV|Inc\.?|Ltd\.?|LLC|PLC|plc|Corp\.?|SA|"
    r"S\.r\.l\.|SRL|S\.p\.A\.|SpA|BV|NV|Oy|OY|AB|ASA|A/S|ApS|Kft\.?|Zrt\.?|a\.s\.|s\.r\.o\.|sp\. z o\.o\.|"
    r"d\.o\.o\.|ООО|ЗАО|ОАО|АО|ТОВ|Α\.Ε\.|A\.Ş\.)(?=$|[\s,)])"
    r"|(?:S\.A\.|S\.L\.|B\.V\.|N\.V\.)(?=$|\s*[,()]))"  # also the initials of given names
)
_CLUB = re.compile(r"\s*e\.?\s?V")
_LOGIN = re.compile(r"[a-z]+(?:[._][a-z]+)+\d*")
_WITHOUT_CASE = re.compile(
    r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u10ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・·= \u3000]+")
_TITLE = re.compile(
    r"(?:(?:(?:Univ|Ass|Jun|Apl|Hon)\.?-?)?Prof(?:\.|essor(?:in)?|ª|a\.)?|Dr(?:\.|es\.|a\.)?(?:-Ing\.)?|"
    r"Dipl\.-\w+\.?(?:\s?\(FH\))?|Mag\.|PD|Priv\.-Doz\.|Ing\.|Dott\.(?:ssa)?|"
    r"(?:med|phil|rer|nat|pol|oec|jur|theol|vet|dent|habil|mult)\.|h\.\s?c\.|Lic\.|Mgr\.|(?:MU|RN|JU|Ph|Th)Dr\.|"
    r"Mr\.?|Mrs\.?|Ms\.?|Mme|Sr\.|Sra\.|Sir|Rev\.|Fr\.)\s+",
    re.IGNORECASE,
)
_SIGNS = frozenset("&+")
_TEMPLATE = frozenset("@${}[]<>")  # of accounts, and of what a program should have filled in
_LATIN_WORD = re.compile(r"(?:^|\s)[a-z]{2}")
_HANGUL = re.compile(r"[\uac00-\ud7af ]+")


def looks_like_person(name: str, *, except_for: Iterable[str] = ()) -> bool:
    """Whether this can be a person's name: two to six capitalised words, no role and no organisation.

    Scripts without capital letters pass with up to 40 characters. ``except_for`` lists names that are known to be
    something else, such as the feed's title and the site's name.
    """
    if not name or len(name) > NAME_LIMIT or _NOT_IN_NAMES.search(name):
        return False
    folded = fold(name)
    if folded in NOBODY or folded in PLACES or folded in {fold(other) for other in except_for if other}:
        return False
    keys = folded_words(folded)
    if (
        not keys
        or not INTERFACE.isdisjoint(keys)
        or not STOP.isdisjoint(keys)
        or (keys[-1] in ALBUMS and "," not in name)
        or _has_organisation_word(keys)
        or _has_domain(name)
        or _LEGAL_FORM.search(name)
    ):
        return False
    if _WITHOUT_CASE.search(name):
        return _is_person_without_case(name, keys)
    if _is_capitalised_name(name.split(), keys):
        return True
    rest = without_titles(name)
    return rest != name and _is_capitalised_name(rest.split(), folded_words(fold(rest)))


def without_titles(name: str) -> str:
    """The name without academic and other titles before it: "Prof. Dr. med. Ada Brine"."""
    while title := _TITLE.match(name):
        name = name[title.end() :]
    return name


def _is_capitalised_name(words: list[str], keys: list[str]) -> bool:
    if len(words) > 2 and keys[-1] in GENERATIONS:
        words, keys = words[:-1], keys[:-1]
    if not 2 <= len(words) <= 6 or len(words) != len(keys):
        return False
    proper = [word for word, key in zip(words, keys, strict=True) if not (key in PARTICLES and len(words) > 2)]
    if (
        (keys[0] in ARTICLES and not (len(keys[0]) == 1 and words[0].endswith(".")))
        or not _SIGNS.isdisjoint(words)
        or all(len(word) <= 2 and word.isupper() for word in words)  # "DE EN", to choose a language
        or not all(_is_capitalised(word) for word in proper)
        or not any(len(key) > 1 for key in keys)
    ):
        return False
    return len(proper) > 0 and not has_role(keys)


def _is_person_without_case(name: str, keys: list[str]) -> bool:
    if any(part in name for part in ORGANISATION_PARTS) or not ROLES.isdisjoint(keys):
        return False
    if any(key in LABELS or key in LINKS for key in (keys[0], keys[-1])) or not TIMES.isdisjoint(keys):
        return False  # "作者", "बुधवार"
    if not _DENSE.fullmatch(name):
        return len(name) <= 40 and len(keys) <= 6 and not _LATIN_WORD.search(name)
    letters = len(name) - name.count(" ")
    if any(mark in name for mark in "・·="):
        return 3 <= letters <= 24
    return 2 <= letters <= (5 if _HANGUL.fullmatch(name) else 7)


def names_organisation(name: str) -> bool:
    """Whether a name has a word, an ending or a legal form that only organisations, desks and websites have."""
    if _LEGAL_FORM.search(name) or _has_domain(name) or any(map(name.__contains__, ORGANISATION_PARTS)):
        return True
    return _has_organisation_word(folded_words(fold(name)))


def names_company(name: str) -> bool:
    """Whether a name has a legal form of business, such as "GmbH"; "e.V." is that of clubs, which write themselves."""
    found = _LEGAL_FORM.search(name)
    return found is not None and not _CLUB.match(found[0])


def names_agency(name: str) -> bool:
    """Whether an organisation is a news agency, by its name or a word in it."""
    keys = folded_words(fold(name))
    return not AGENCIES.isdisjoint(keys) or any(key.endswith(("agentur", "agency")) for key in keys)


def names_nobody(name: str) -> bool:
    """Whether a text is used in place of a name without being one: a placeholder, an account, a button."""
    folded = fold(name).strip(_MARKS + " ")
    if folded in NOBODY or "admin" in folded:
        return True
    keys = folded_words(folded)
    return not INTERFACE.isdisjoint(keys) or (bool(keys) and all(key in PARTICLES for key in keys))


def names_desk(name: str) -> bool:
    """Whether a name is a department that writes for its own organisation: "Referat Kommunikation"."""
    return fold(name.strip().partition(" ")[0]) in DESKS


def is_domain(name: str) -> bool:
    """Whether a name is the name of a host."""
    return _DOMAIN.fullmatch(name) is not None


def _has_domain(name: str) -> bool:
    """Whether one of the words is the name of a host: "quaypost.com Kiel", but not "A.de Brine"."""
    return "." in name and any(word.find(".") > 1 and is_domain(word) for word in name.split())


def can_be_name(name: str) -> bool:
    """Whether a text can be the name of a person, an organisation or an account."""
    if not 2 <= len(name) <= NAME_LIMIT or names_nobody(name) or sum(map(str.isdigit, name)) > 2:
        return False
    words = name.split()
    if (
        len(words) > _WORDS_LIMIT
        or "://" in name
        or ": " in name
        or not _TEMPLATE.isdisjoint(name)
        or name[-1] in "?!:"
        or "www." in name.lower()
    ):
        return False
    if not any(map(str.isalpha, name)) or name[0].isdigit() or (len(words) > 1 and _is_phrase(words)):
        return False
    if _LOGIN.fullmatch(name) and not is_domain(name):
        return False
    keys = folded_words(fold(name))
    if not OWN.isdisjoint(keys[:2]) and not looks_like_person(" ".join(words[-2:])):
        return False  # "De notre correspondant à Berlin"
    if len(keys) > 1 and (keys[-1] in UNNAMED_STAFF or keys[0] in UNNAMED_STAFF):
        return False
    return not all(map(_is_word_of_byline, keys))


def _is_word_of_byline(key: str) -> bool:
    """Whether a folded word says something about an author, a date or a button; several of them make no name."""
    return any(key in words for words in (ROLES, PARTICLES, TIMES, LABELS, BUTTONS)) or ends_in_role(key)


def _is_phrase(words: list[str]) -> bool:
    """Whether words begin like a part of a sentence. "coffee nerd" is a name, "your wedding bloggers" is not."""
    lower = [word.islower() for word in words]
    if all(lower):
        return len(words) > 2
    return lower[0] and fold(words[0]) not in PARTICLES and words[0].isalpha()


def folded_words(folded: str) -> list[str]:
    """The words of folded text without the marks around them."""
    return [key for word in folded.split() if (key := word.strip(_MARKS))]


def _has_organisation_word(keys: list[str]) -> bool:
    if not ORGANISATIONS.isdisjoint(keys) or (len(keys) > 1 and keys[0] in ORGANISATION_STARTS):
        return True
    return any(key.endswith(ORGANISATION_ENDINGS) for key in keys if len(key) > 7)


def has_role(keys: list[str]) -> bool:
    """Whether folded words name a role. "John Senior" is a person: a surname may be a role word."""
    if len(keys) >= 2 and keys[-1] in ROLE_SURNAMES:
        keys = keys[:-1]
    return not ROLES.isdisjoint(keys) or any(map(ends_in_role, keys))


def ends_in_role(key: str) -> bool:
    """Whether a folded word is a German compound that ends in a role."""
    return len(key) > 9 and key.endswith(ROLE_ENDINGS)


def _is_capitalised(word: str) -> bool:
    particle, hyphen, rest = word.partition("-")
    if hyphen and particle in PARTICLES:
        word = rest  # al-Masri
    first = word.lstrip("'’\"“„(")[:1]
    return first.isupper() or (first.isalpha() and not first.islower()) or "'" in word[1:3] or "’" in word[1:3]


def is_short_for(short: str, full: str) -> bool:
    """Whether one folded name abbreviates another: the same last word, and the first word or its initial."""
    parts, whole = short.replace(".", ". ").split(), full.split()
    if len(parts) < 2 or len(whole) < 2 or parts[-1] != whole[-1]:
        return False
    first = parts[0].rstrip(".")
    return first == whole[0] or (len(first) == 1 and whole[0].startswith(first))
