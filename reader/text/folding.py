"""Different spellings of a word made equal, and the words of the search index.

A letter is folded without regard to its neighbours, so any part of a text folds to a part of the folded text. In
scripts that put no spaces between words, the index has every pair of neighbouring letters and the last letter of each
run. A query is cut in the same way and searched as a phrase, so any two or more letters are found anywhere;
pairs are rare enough that SQLite need not compare the positions of half of all entries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from reader.text import search_words

# Letters that Unicode does not decompose, each with its spelling: Unicode CLDR, transform Latin-ASCII, in lower case.
# Modifier letters become the apostrophes that they stand for.
_CLDR = (
    "æae ðd øo þth ßss đd ħh ıi ĸq ŀl łl ŉ'n ŋn œoe ŧt ƀb ɓb ƃb ƈc ɖd ɗd ƌd ɛe ƒf ɠg ƕhv ɩi ɨi ƙk ƚl ɲn ƞn ƣoi "
    "ƥp ƫt ƭt ʈt ʋv ƴy ƶz ǥg ȡd ȥz ȴl ȵn ȶt ȷj ȸdb ȹqp ⱥa ȼc ⱦt ȿs ɀz ʉu ɇe ɉj ɍr ɏy ɕc ɟj ɡg ɢg ɦh ɧh ɪi ɫl "
    "ɬl ɭl ɱm ɳn ɴn ɶoe ɼr ɽr ɾr ʀr ʂs ʏy ʐz ʑz ʙb ʛg ʜh ʝj ʟl ʠq ʣdz ʥdz ʦts ʪls ʫlz ᴀa ᴁae ᴃb ᴄc ᴅd ᴆd ᴇe ᴊj "
    "ᴋk ᴌl ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ᵫue ᵬb ᵭd ᵮf ᵯm ᵰn ᵱp ᵲr ᵳr ᵴs ᵵt ᵶz ᵺth ᵻi ᵽp ᵾu ᶀb ᶁd ᶂf ᶃg ᶄk ᶅl ᶆm ᶇn "
    "ᶈp ᶉr ᶊs ᶌv ᶍx ᶎz ᶏa ᶑd ᶒe ᶓe ᶖi ᶙu ẚa ẜs ẝs ỻll ỽv ỿy ⱡl ⱨh ⱪk ⱬz ⱱv ⱳw ⱴv ⱸe ⱺo ꜰf ꜱs ꜳaa ꜵao ꜷau ꜹav "
    "ꜻav ꜽay ꝁk ꝃk ꝅk ꝇl ꝉl ꝋo ꝍo ꝏoo ꝑp ꝓp ꝕp ꝗq ꝙq ꝟv ꝡvy ꝥth ꝧth ꝱd ꝲl ꝳm ꝴn ꝵr ꝶr ꝷt ꝺd ꝼf ꞇt ꞑn ꞓc ꞡg ꞣk "
    "ꞥn ꞧr ꞩs ʹ' ʺ' ʻ' ʼ' ʽ' ˈ' ˋ' ˆ' ː:"
)
_FEW = 24  # letters that are replaced one after the other; with more, a table is faster
# Marks that belong to no script, and variation selectors, whatever their combining class.
_MARKS = (
    "\u0300-\u036f\u180b-\u180d\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
# Scripts without spaces between words, or whose words carry their particles (Hangul), by Unicode block.
_DENSE = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1100-\u11ff"  # Burmese; Hangul Jamo
    "\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"  # Khmer; Tai Le, New Tai Lue; Tai Tham
    "\u1b00-\u1b7f"  # Balinese
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u312f"  # radicals, Han numerals, Kana, Bopomofo
    "\u3130-\u4dbf\u4e00-\ua4cf"  # Hangul letters, Kana, Han, Yi
    "\ua960-\ua9ff\uaa60-\uaadf"  # Hangul Jamo, Javanese, Burmese; Burmese, Tai Viet
    "\uac00-\ud7ff\uf900-\ufaff"  # Hangul, Han
    "\U00011700-\U0001174f"  # Ahom
    "\U00016fe0-\U00018d8f\U0001aff0-\U0001b2ff"  # Tangut, Khitan; Kana, Nushu
    "\U00020000-\U0003ffff"  # Han
)


def fold_letters(value: str) -> str:
    """The text in lower case with each letter in its plainest spelling; white space stays as it is."""
    value = unicodedata.normalize("NFC", value.lower())
    value = _replaced(value, {letter: _spelling(letter) for letter in _beyond_ascii(value)})
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def index_words(folded: str) -> str:
    """Folded text as words for SQLite's tokenizer ``ascii``, to which every letter beyond ASCII is part of a word."""
    if folded.isascii():
        return folded
    letters = _beyond_ascii(folded)
    words = _replaced(folded, {letter: " " for letter in letters if not _is_in_words(letter)})
    return _dense_run().sub(_in_pairs, words) if _dense_run().search("".join(letters)) else words


def words_of(text: str) -> list[str]:
    """The words that SQLite's tokenizer ``ascii`` makes of a text in the search index."""
    return _cut(search_words(text))


def _cut(indexed: str) -> list[str]:
    return indexed.translate(_ASCII_SEPARATORS).split()


def query_words(folded: str) -> tuple[list[str], bool]:
    """The words of a query, and whether the last is the beginning of a pair.

    The last run of a dense script may continue in the text, so it has no last letter there.
    """
    words = _cut(index_words(folded))
    if not words or not (len(words[-1]) == 1 and _dense_run().match(words[-1])):
        return words, False
    if len(words) > 1 and len(words[-2]) == 2 and words[-2][1] == words[-1] and _dense_run().fullmatch(words[-2]):
        return words[:-1], False
    return words, True


class PlacedWord(NamedTuple):
    """A word of the index, and where each of its letters begins and ends in the text before it was folded.

    ``dense``: of a script without spaces, so that the word is a pair of letters, or the last letter of a run.
    """

    word: str
    starts: Sequence[int]
    ends: Sequence[int]
    dense: bool = False


def placed_words(text: str) -> list[PlacedWord]:
    """The words of :func:`index_words` for a text in NFC, in order, each with its places in that text."""
    folded, starts, ends = folded_with_places(text)
    folded = folded.translate(_ASCII_SEPARATORS)
    if folded.isascii():
        pieces = _ASCII_WORD.finditer(folded)
    else:
        folded = _replaced(folded, {letter: " " for letter in _beyond_ascii(folded) if not _is_in_words(letter)})
        pieces = _dense_or_word().finditer(folded)
    words: list[PlacedWord] = []
    for piece in pieces:
        first, end, dense = piece.start(), piece.end(), piece.lastgroup == "dense"
        spans = [(at, min(at + 2, end)) for at in range(first, end)] if dense else [(first, end)]
        words += (PlacedWord(folded[at:to], starts[at:to], ends[at:to], dense) for at, to in spans)
    return words


def is_dense(letter: str) -> bool:
    """Whether a letter belongs to a script without spaces between words."""
    return letter > "\x7f" and bool(_dense_run().match(letter))


def folded_with_places(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The folded text, and where each of its letters begins and ends in the text."""
    if text.isascii():
        return text.lower(), range(len(text)), range(1, len(text) + 1)
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    for at, letter in enumerate(text):
        piece, begin = folded_letter(letter), at
        while pieces and _joins(pieces[-1], piece):
            piece = unicodedata.normalize("NFC", pieces.pop() + piece)  # a mark of a letter: ﾊﾟ, パ
            begin = spans.pop()[0]
        if piece:
            pieces.append(piece)
            spans.append((begin, at + 1))
        elif spans:  # an accent
            spans[-1] = (spans[-1][0], at + 1)
    starts = [span[0] for piece, span in zip(pieces, spans, strict=True) for _ in piece]
    ends = [span[1] for piece, span in zip(pieces, spans, strict=True) for _ in piece]
    return "".join(pieces), starts, ends


def _joins(before: str, piece: str) -> bool:
    """Whether a folded letter becomes one with the letter before it; Han, the most frequent, is not looked at."""
    if piece <= "\x7f" or "\u3400" <= piece <= "\u9fff":
        return False
    return not unicodedata.is_normalized("NFC", before + piece)


@lru_cache(4_096)
def folded_letter(letter: str) -> str:
    """A letter as :func:`fold_letters` folds it; empty for an accent."""
    return fold_letters(letter)


_ASCII_WORD = re.compile("[^ ]+")
_ASCII_SEPARATORS = {code: " " for code in range(128) if not chr(code).isalnum()}


def _beyond_ascii(text: str) -> set[str]:
    """The letters of a text that are not in ASCII. Cutting out the others as bytes takes a fifth of the time."""
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


_ASCII = bytes(range(128))


def _replaced(value: str, spellings: Mapping[str, str]) -> str:
    if len(spellings) > _FEW:
        return value.translate({ord(letter): spelling for letter, spelling in spellings.items() if letter != spelling})
    for letter, spelling in spellings.items():
        if letter != spelling:
            value = value.replace(letter, spelling)
    return value


@cache
def _spelling(letter: str) -> str:
    if letter in _cldr():
        return _cldr()[letter]
    if _is_accent(letter):
        return ""
    if "\u3131" <= letter <= "\u318e":  # Hangul letters alone, which would join their neighbours to a syllable
        return letter
    parts = unicodedata.normalize("NFKD", letter.casefold())
    # A compatibility form may have a case of its own (Unicode section 3.13, D146): ℌ, H, h.
    parts = unicodedata.normalize("NFKD", parts.casefold())
    return parts if parts == letter else unicodedata.normalize("NFC", "".join(map(_spelling, parts)))


def _is_accent(letter: str) -> bool:
    """Marks that distinguish letters of dense scripts stay: in Kana, ``パリ`` is Paris and ``バリ`` is Bali."""
    if _marks().match(letter):
        return True
    return bool(unicodedata.combining(letter)) and not _dense_run().match(letter)


@cache
def _is_in_words(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def _in_pairs(run: re.Match[str]) -> str:
    letters = run[0]
    return f" {' '.join(map(_joined, letters, letters[1:]))} {letters[-1]} "


_joined: Callable[[str, str], str] = str.__add__


@cache
def _cldr() -> dict[str, str]:
    return {word[0]: word[1:] for word in _CLDR.split()} | {"ʾ": "", "ʿ": ""}  # of transcriptions: Qurʾān


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(f"[{_MARKS}]")


@cache
def _dense_run() -> re.Pattern[str]:
    return re.compile(f"[{_DENSE}]+")


@cache
def _dense_or_word() -> re.Pattern[str]:
    return re.compile(f"(?P<dense>[{_DENSE}]+)|[^ {_DENSE}]+")
