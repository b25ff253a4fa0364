"""Reads the people out of bylines and author fields, for every source: feeds, meta elements, linked data, elements.

All functions are pure and work on one string. Where a rule is in doubt, a name stays whole rather than cut, and text
that cannot be a name is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import unescape

from reader.lazy_dataclass import dataclass
from reader.people import vocabulary
from reader.people.given_names import begins_with_given_name
from reader.people.judge import can_be_name, looks_like_person, names_desk, names_organisation
from reader.people.prefixes import OtherWork, without_prefix
from reader.people.suffixes import EDGES, apart_from_role, is_credit_for_other_work, is_time, role_in, without_suffix
from reader.people.vocabulary import CONJUNCTIONS, GENERATIONS, PARTICLES, ROLES
from reader.text import clean_line, clean_title, fold

_SURNAMES = 3  # words
NAMES_LIMIT = 12  # names in one byline
_LONGEST_KEPT = 300  # characters of a byline whose people are kept
_TEXT_LIMIT = 400  # characters of a byline
_FEED_NAME_LIMIT = 200  # characters of a feed's author field, which may hold a list

_MAIL = r"[^\s@<>()\"']{1,64}@[^\s@<>()\"']{1,255}"
_MAIL_THEN_NAME = re.compile(rf"(?:mailto:)?{_MAIL}\s*\((.*)\)?", re.IGNORECASE)
_MAILS = re.compile(rf"[<(]?\s?(?:mailto:)?{_MAIL}\s?[>)]?", re.IGNORECASE)
_PLAIN_MAIL = re.compile(r"(?<![\w.+-])([A-Za-z0-9._+-]{1,64})@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,20}(?![\w-])")
_TAG = re.compile(r"</?(?:a|abbr|b|br|div|em|font|i|img|li|p|small|span|strong|u|ul)\b[^<>]*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PLAIN = re.compile(r"[A-Z][a-z]{1,20}(?: [A-Z]\.)? [A-Z][a-z]{1,20}")
_HARD = re.compile(
    r"\s+[|•·»›]\s+|\s*[;；•|]\s*|\s*·\s*(?=\d)|(?<=[\uac00-\ud7af]{2})\s*·\s*(?=[\uac00-\ud7af]{2})|\s+/\s*|\s*/\s+|"
    r"[\t\r]"
)
_WEEKDAY = re.compile(r"^(?:Mo|Di|Mi|Do|Fr|Sa|So|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,?\s+(?=\d)")
_SENTENCE = re.compile(
    r"(?<=[a-zß-ÿ]{3})(?<!Prof)(?<!Dipl)(?<!Univ)(?<!phil)(?<!med)(?<!rer)(?<!nat)(?<!jur)(?<!vet)(?<!habil)\.\s+(?=[A-ZÄÖÜ][a-zä-ü]+\s)"
)
_DASH = re.compile(r"\s+[–—-]\s+")
_INTERVIEW = re.compile(
    r"((?:\w+\s)?(?:interview|gespräch|entretien|entrevista|intervista|gesprek)\s+(?:von|by|par|por|di|door|de)\s"
    r"\S+(?:\s\S+){1,4}?)\s(?:mit|with|avec|con|com|met)\s.*",
    re.IGNORECASE,
)
_FOR = re.compile(r"\s(?:für|for|of|pour|para|per|voor|de|des|del|di)\s\S+$", re.IGNORECASE)
_OF_WORK = frozenset({"von", "by", "par", "por", "de", "da", "di", "door", "van", "av", "af", "przez", ":"})
_SENTENCE_WITHOUT_CASE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{9,}[，、。][\u3040-\u30ff\u3400-\u9fff]|[\u3400-\u9fff]。|।"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,3}")
_COMMA = re.compile(r"\s*[,،、，\n]\s*")


@dataclass(frozen=True, slots=True)
class Person:
    """A name from a byline, with the role that the byline gives beside it."""

    name: str
    role: str | None = None


def read_byline(byline: str | None) -> tuple[Person, ...]:
    """The people that a text names, in order and each once, with their roles ("Name, Redakteurin").

    Organisations and accounts count only if the text names no person. A line end separates what a page sets apart.
    """
    if not byline:
        return ()
    return _read_again(byline) if len(byline) <= _LONGEST_KEPT else _read(byline)


def _read(byline: str) -> tuple[Person, ...]:
    if _PLAIN.fullmatch(byline) and _known_words().isdisjoint(byline.lower().split()):
        return (Person(byline),)  # the most frequent case, many times faster
    if _SENTENCE_WITHOUT_CASE.search(byline) or names_desk(byline):
        return ()
    people = list(_people(without_interviewee(_cleaned(byline))))
    if any(looks_like_person(person.name) for person in people):
        people = [
            one
            for one in people
            if (" " in one.name and not names_organisation(one.name)) or looks_like_person(one.name)
        ]
    unique: dict[str, Person] = {}
    for person in people:
        unique.setdefault(fold(person.name), person)
    return tuple(unique.values())[:NAMES_LIMIT]


_read_again = lru_cache(512)(_read)  # a page names its authors in several places


def read_other_work(text: str, stems: tuple[str, ...]) -> tuple[str, ...]:
    """The people behind a word that begins with one of the folded stems: "Übersetzung: Bo Cliff"."""
    found: list[str] = []
    for part in re.split(r"[,;|\n]\s*|\.\s+(?=[A-ZÄÖÜ])", _cleaned(text)):
        words = part.split(" ")
        at = next((index for index, word in enumerate(words) if fold(word).strip("(:").startswith(stems)), None)
        rest = words[at + 1 :] if at is not None else []
        link = max((index for index, word in enumerate(rest) if fold(word) in _OF_WORK), default=-1)
        rest = rest[link + 1 :]  # also "from the French by"
        found += (person.name for person in read_byline(" ".join(rest)) if looks_like_person(person.name))
    return tuple(found)


def without_interviewee(text: str) -> str:
    """The text before the name of an interviewee: "An interview by Ada Brine with Bo Cliff"."""
    return _INTERVIEW.sub(r"\1", text)


def read_name(text: str | None) -> str | None:
    """The first name in a text, or None if it names nobody. "Doe, Jane" becomes "Jane Doe"."""
    return next((person.name for person in read_byline(text)), None)


def read_feed_name(text: str) -> str:
    """The name in a feed's author field: ``mail (Name)``, ``Name <mail>`` or ``Name``; empty if it has none.

    RSS 2.0 asks for a mail address with the name behind it.
    """
    text = clean_title(text[: 10 * _FEED_NAME_LIMIT].replace("<", " <")) if "@" not in text else clean_line(text[:500])
    name = clean_line(without_mail(text).strip(" ,;|\"'\u201c\u201d"), _FEED_NAME_LIMIT)
    return "" if name.lower().startswith(("http://", "https://", "www.")) or not re.search(r"\w", name) else name


def read_feed_mail(text: str) -> str | None:
    """The mail address in a feed's author field as a ``mailto:`` address, unless several people share it.

    Only plain addresses are taken, in lower case: the same one at two sites tells that a name there is the same person.
    """
    found = _PLAIN_MAIL.search(text[:_FEED_NAME_LIMIT]) if "@" in text else None
    if found is None or not vocabulary.SHARED_MAILBOXES.isdisjoint(re.split(r"[._+-]", found[1].lower())):
        return None
    return f"mailto:{found[0].lower()}"


def without_mail(text: str) -> str:
    """The text without mail addresses; of "mail (Name)", the name."""
    with_mail = _MAIL_THEN_NAME.fullmatch(text)
    if with_mail:
        return with_mail[1].removesuffix(")")
    return clean_title(_MAILS.sub(" ", text)) if "@" in text else text


@cache
def _known_words() -> frozenset[str]:
    """All words that have a meaning in a byline."""
    lists = (value for name, value in vars(vocabulary).items() if name.isupper() and isinstance(value, frozenset))
    return frozenset(word for words in lists for text in words for word in text.split())


def _cleaned(text: str) -> str:
    """The text without markup, entities, addresses and no-break spaces; its lines stay apart."""
    text = text.strip()[: 8 * _TEXT_LIMIT]
    for _ in range(2):
        text = unescape(text) if _ENTITY.search(text) else text
        text = _TAG.sub(" ", text) if "<" in text else text
    lines = (_WEEKDAY.sub("", clean_line(line.replace("\u00a0", " "), _TEXT_LIMIT)) for line in text.split("\n"))
    text = _joined([line for line in lines if line])[:_TEXT_LIMIT]
    return without_mail(text) if "@" in text else text


def _joined(lines: list[str]) -> str:
    """One text, with line ends only where a person's name is complete."""
    text = ""
    for line in lines[:40]:
        last = text.rpartition("\n")[2]
        gap = "" if not text else "\n" if _is_complete(last) or _begins_anew(last, line) else " "
        text += gap + line
    return text


def _begins_anew(last: str, line: str) -> bool:
    """Whether a line is about the one whose given name stands alone in the last line, and not the rest of the name."""
    return ", " in line and len(line.split()) > _SURNAMES and " " not in last and begins_with_given_name(last)


def _is_complete(line: str) -> bool:
    try:
        name, _ = without_prefix(_without_conjunction(_COMMA.split(_HARD.split(line)[-1])[-1]))
    except OtherWork:
        return False
    return looks_like_person(without_suffix(name)) or looks_like_person(apart_from_role(name)[0])


def _people(text: str) -> Iterator[Person]:
    """The people of each part between strong separators. After a dash there is never a further one."""
    found, is_sure = False, False  # whether people were found, and whether all of them have given names
    for part in (part for sentence in _SENTENCE.split(text) for part in _HARD.split(sentence)):
        pieces = _DASH.split(part)
        for index, piece in enumerate(pieces):
            people = _between_commas(piece.strip())
            people = [one for one in people if not found or _is_further(one.name, is_sure=is_sure)]
            yield from people
            is_sure = (is_sure or not found) and all(begins_with_given_name(one.name) for one in people)
            found = found or bool(people)
            if people and index + 1 < len(pieces):
                break


def _is_further(name: str, *, is_sure: bool) -> bool:
    """Whether a name behind a strong separator is a further person; behind "Ada Brine |", a place can look like one."""
    return looks_like_person(name) and (not is_sure or name.isupper() or begins_with_given_name(name))


def _between_commas(text: str) -> list[Person]:
    """The people between commas. A part that is not a name is the role of the person before it, or nothing."""
    parts = [part for part in _COMMA.split(text) if part]
    if len(parts) > 1 and _is_one_organisation(parts):
        return [Person(_name(text))]
    turned = _turned(text, parts)
    if turned:
        return turned
    people: list[Person] = []
    is_other_work = False
    for part in parts:
        if fold(part).rstrip(".") in GENERATIONS or (len(parts) > 1 and is_time(part)):
            continue
        try:
            stripped, prefixed = without_prefix(_without_conjunction(part))
        except OtherWork:
            is_other_work = True
            continue
        if is_other_work and not prefixed:
            continue
        is_other_work = False
        for piece in _between_conjunctions(_without_conjunction(stripped)):
            _add(people, piece)
    return people


def _is_one_organisation(parts: list[str]) -> bool:
    """Whether parts between commas are what one office is for: "Ministry of Health, Labour and Welfare"."""
    words = parts[-1].split(" ")
    continued = any(fold(word) in CONJUNCTIONS for word in words[1:-1])
    return continued and names_organisation(parts[0]) and _FOR.search(parts[0]) is not None and _is_short(parts)


def _is_short(parts: list[str]) -> bool:
    return all(len(part.split(" ")) <= 2 for part in parts[1:-1]) and can_be_name(", ".join(parts))


def _add(people: list[Person], piece: str) -> None:
    """Adds the person that a piece of a byline names, or gives the last one a role."""
    if is_credit_for_other_work(piece):
        return
    name, role = apart_from_role(without_suffix(piece))
    name = _name(name)
    if name != piece and _has_prefix(name):
        return  # "Scris de A" is left of "Scris de A im Gespräch mit …"
    if people and not looks_like_person(name):
        if not people[-1].role and (found := role_in(piece)):
            people[-1] = Person(people[-1].name, found)
    elif (
        people
        and name.isupper()
        and not people[-1].name.isupper()
        and len(name.split()) < 3
        and not _is_again(name, people)
    ):
        return  # an outlet: "Ada Brine, QUAY POST"
    elif can_be_name(name):
        people.append(Person(name, role))


def _has_prefix(name: str) -> bool:
    """Whether what remained after cutting a suffix still begins with a prefix."""
    try:
        return without_prefix(name)[1]
    except OtherWork:
        return True


def _is_again(name: str, people: list[Person]) -> bool:
    return any(char.islower() for char in name) or fold(name) in {fold(person.name) for person in people}


def _name(text: str) -> str:
    """The name without marks at its edges. The dot of "Jr.", "B." and "e.V." belongs to it."""
    name = text.strip(EDGES)
    if name[-1:] in ")）" and not re.search(r"[(（]", name):
        name = name[:-1]
    last = name.rpartition(" ")[2]
    is_short = fold(last).rstrip(".") in GENERATIONS or re.fullmatch(
        r"(?:\w\.\s?)+|(?:[^\W\d_]{1,2}\.){2,}|(?:Inc|Ltd|Corp|Co)\.", last
    )
    return re.sub(r"\.\.+$", ".", name) if is_short and " " in name else name.rstrip("." + EDGES)


def _without_conjunction(part: str) -> str:
    first, _, rest = part.partition(" ")
    if not rest or fold(first) not in CONJUNCTIONS or (len(rest) <= 3 and not looks_like_person(rest)):
        return part
    return part if first.istitle() else rest  # "Na Li"


def _between_conjunctions(text: str) -> list[str]:
    """The pieces between words for "and" if one of them is a person and the others do not belong to its name."""
    words = text.split(" ")
    places = [index for index, word in enumerate(words) if 0 < index < len(words) - 1 and fold(word) in CONJUNCTIONS]
    pieces, start = [], 0
    for place in places:
        if (
            start < place
            and _stands_alone(" ".join(words[start:place]))
            and _stands_alone(" ".join(words[place + 1 :]), first=True)
        ):
            pieces.append(" ".join(words[start:place]))
            start = place + 1
    pieces.append(" ".join(words[start:]))
    if len(pieces) == 1:
        return _between_marks(text)
    return [found for piece in pieces for found in _between_marks(piece)]


def _between_marks(text: str) -> list[str]:
    """Splits at a slash or between Chinese names, where one side is a person."""
    pieces = [
        piece
        for piece in re.split(r"\s*[/／]\s*|(?<=[\u3400-\u9fff])\s*[和与與]\s*(?=[\u3400-\u9fff]{2})", text)
        if piece
    ]
    return pieces if len(pieces) > 1 and any(looks_like_person(piece) for piece in pieces) else [text]


def _stands_alone(text: str, *, first: bool = False) -> bool:
    """Whether a side of a conjunction is a person or an organisation (``first``: begins with one)."""
    try:
        name = apart_from_role(without_suffix(without_prefix(text)[0]))[0]
    except OtherWork:
        return True
    if looks_like_person(name) or (names_organisation(name) and not first):
        return True
    if not first:
        return False
    words = text.split(" ")
    cut = next((i for i, word in enumerate(words) if i and fold(word) in CONJUNCTIONS), len(words))
    head = " ".join(words[:cut])
    return looks_like_person(head) or (
        cut == len(words) and (names_organisation(head) or head.startswith(("the ", "der ", "die ")))
    )


def _turned(text: str, parts: list[str]) -> list[Person]:
    """The people in "Last, First", also several of them."""
    if is_last_and_first(parts):
        return [Person(_name(f"{parts[1]} {parts[0]}"))]
    if len(parts) >= 4 and len(parts) % 2 == 0:
        pairs = [parts[index : index + 2] for index in range(0, len(parts), 2)]
        if all(map(is_last_and_first, pairs)):
            return [Person(_name(f"{first} {last}")) for last, first in pairs]
    if len(parts) > 2:
        pieces = re.split(r"\s+(?:and|und|et|y|e|&|en|och|og|i)\s+", text)
        pairs = [_COMMA.split(piece) for piece in pieces]
        if len(pairs) > 1 and all(map(is_last_and_first, pairs)):
            return [Person(_name(f"{first} {last}")) for last, first in pairs]
    return []


def is_last_and_first(parts: list[str]) -> bool:
    """Whether two parts are a surname, perhaps with particles, and given names or initials."""
    if len(parts) != 2:
        return False
    last, first = (part.split() for part in parts)
    while last and len(last) > 1 and fold(last[0]) in PARTICLES:
        last = last[1:]
    while len(first) > 1 and first[-1].islower() and first[-1] in PARTICLES:
        first = first[:-1]  # "Brine, Ada van"
    if (
        len(last) != 1
        or not 1 <= len(first) <= 3
        or not all(re.fullmatch(r"[^\W\d_].*", word) for word in (*last, *first))
    ):
        return False
    if not all(word[:1].isupper() for word in (*last, *first)) or any(len(word.strip(".")) > 2 for word in first[1:]):
        return False
    keys = {fold(word).strip(".") for word in (*last, *first)}
    return (
        not keys & GENERATIONS
        and ROLES.isdisjoint(keys)
        and not names_organisation(" ".join(parts))
        and (not parts[1].isupper() or _INITIALS.fullmatch(parts[1]) is not None)
    )
