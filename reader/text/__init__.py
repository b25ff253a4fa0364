"""Cleans every string that comes from outside, and converts HTML to plain text for search.

Feeds and pages contain escape sequences, control characters, bidirectional overrides and lone surrogates. Terminals
obey some of these, and rich and Textual let most of them pass, so nothing is shown or stored without being cleaned
here. Clean *after* parsing HTML, which turns ``&#27;`` into a real ESC. Characters that belong to a script stay:
quotation marks as written, no-break spaces, ZWJ and ZWNJ (emoji, Persian, Indic scripts), right-to-left letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

LINE_LIMIT = 2_000  # characters of a title, a name, a tag
WORDS_A_MINUTE = 220
SHORTEST_WITH_MINUTES = 80  # words
TEXT_LIMIT = 2_000_000  # characters of a body


# ECMA-48 sections 5.4 and 5.6: CSI …, the string controls (DCS, SOS, OSC, PM, APC) up to ST or BEL, ESC x.
@cache
def _escapes() -> re.Pattern[str]:
    return re.compile(
        r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
        r"|(?:\x1b[P\]X^_]|[\x90\x9d\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]{0,4096}(?:\x07|\x1b\\|\x9c)"
        r"|\x1b[ -/]*[0-~]"
    )


# C0 and C1 controls except tab and newline; soft hyphen; zero-width space; the Arabic letter mark and explicit bidi
# controls (UAX 9 section 2); deprecated format characters; BOM; interlinear annotations; noncharacters.
@cache
def _invisible() -> re.Pattern[str]:
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u2060-\u206f\u202a-\u202e\ufeff\ufff9-\ufffb"
        "\ufdd0-\ufdef\ufffe\uffff]"
    )


_NOT_IN_WORDS = re.compile(r"[\W_]+")
_C0 = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_C0_BYTES = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")


@cache
def _control_reference() -> re.Pattern[str]:
    return re.compile(
        r"&#(?:0*([0-8]|1[124-9]|2\d|3[01]|127)(?!\d)|[xX]0*([0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])(?![0-9a-fA-F]));?"
    )


@cache
def _surrogates() -> re.Pattern[str]:
    return re.compile("[\ud800-\udfff]")


@cache
def _mark_flood() -> re.Pattern[str]:
    return re.compile(
        r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]+"
    )


_MARKS_IN_ONE_PLACE = 8  # of other scripts than Latin; syllables of Tibetan have the most


@cache
def _long_run() -> re.Pattern[str]:
    return re.compile(rf"[^\x00-\x7f\w\s]{{{_MARKS_IN_ONE_PLACE + 1},}}")  # of marks or symbols


_LINE_ENDS = ("\r\n", "\r", "\u2028", "\u2029")


# Every character that one of the patterns above begins with, unless it belongs to another script than Latin.
@cache
def _harmful() -> re.Pattern[str]:
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0300-\u036f\u0483-\u0489\u061c\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u200b"
        "\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
    )


# All except the blocks without any such character and without combining marks. Most texts contain none. The harmless
# ones are listed, because a class with characters beyond U+FFFF is five times as slow.
@cache
def _suspect() -> re.Pattern[str]:
    return re.compile(
        "[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u05c8-\u060f\u061d-\u064a\u0671-\u06d5\u06ee-\u0710"
        "\u1d00-\u1dbf\u1e00-\u200a\u200c-\u2029\u202f-\u205f\u2070-\u20cf\u20f1-\u2cee\u2cf2-\u2d7e\u2d80-\u2ddf\u2e00-\u3029"
        "\u3030-\u3098\u309b-\ua66e\uac00-\ud7ff\ue000-\ufb1d\ufb1f-\ufdcf\ufdf0-\ufdff\ufe30-\ufefe\uff00-\ufff8\ufffc\ufffd]"
    )


_SPACES = "\t\n\u2028\u2029\u0085"  # become spaces


@cache
def _double_escaped() -> re.Pattern[str]:
    return re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def clean_text(value: str) -> str:
    """Text of several lines that is harmless in a terminal, in NFC; tabs become spaces. Idempotent."""
    if value.isascii() and value.replace("\n", "").isprintable():  # most of it
        return value[:TEXT_LIMIT]
    value = value[:TEXT_LIMIT].replace("\t", " ")
    for end in _LINE_ENDS:
        value = value.replace(end, "\n")
    if not _suspect().search(value):
        return value if value.isascii() else unicodedata.normalize("NFC", value)[:TEXT_LIMIT]
    if not _harmful().search(value):
        return _long_run().sub(_without_flood, unicodedata.normalize("NFC", value))[:TEXT_LIMIT]
    value = _escapes().sub("", value)
    value = _invisible().sub("", value)
    value = replace_surrogates(value)
    value = _mark_flood().sub(r"\1", unicodedata.normalize("NFC", value))
    return _long_run().sub(_without_flood, value)[:TEXT_LIMIT]


def _without_flood(run: re.Match[str]) -> str:
    """The characters, with a limit on combining marks in a row; joiners between them do not count."""
    kept, marks = [], 0
    for character in run[0]:
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" else marks if category == "Cf" else 0
        if marks <= _MARKS_IN_ONE_PLACE:
            kept.append(character)
    return "".join(kept)


def replace_surrogates(value: str) -> str:
    """The text with U+FFFD for each surrogate, which cannot be written in UTF-8."""
    return value if value.isascii() else _surrogates().sub("\ufffd", value)


def drop_invisible(value: str) -> str:
    """A line of text without escape sequences and invisible characters."""
    return _invisible().sub("", _escapes().sub("", value))


def drop_sequences(markup: str) -> str:
    """Markup without escape sequences and C0 controls (except tab and line ends), otherwise unchanged."""
    return _C0.sub("", _escapes().sub("", markup)) if _has_bytes(markup, _C0_BYTES) else markup


def _has_bytes(text: str, wanted: bytes) -> bool:
    """Whether the text in UTF-8 has one of these bytes. A regular expression takes three times as long or more."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, wanted)) < len(data)


def resolve_controls(markup: str) -> str:
    """Replaces references to control characters, except tab and line ends, by the characters themselves.

    Sequences that contain such characters, for example escape sequences, can then be found.
    """
    return _control_reference().sub(_control, markup)


def _control(reference: re.Match[str]) -> str:
    return chr(int(reference[1]) if reference[1] else int(reference[2], 16))


def clean_line(value: str | None, limit: int = LINE_LIMIT) -> str:
    """Cleaned text as one line of at most ``limit`` characters; white space is folded, no-break spaces stay."""
    if not value:
        return ""
    line = _one_space(clean_text(value[: limit * 8])).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def capitalized(words: str) -> str:
    """The words with a capital first letter; the others stay."""
    return words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """The words with a capital first letter, and a full stop if they have no mark at their end."""
    ended = capitalized(words.rstrip("."))
    return f"{ended}{'' if ended.endswith(('?', '!', '…')) else '.'}"


def clean_title(value: str | None) -> str:
    """A title as one clean line, without HTML tags; an entity that was escaped twice is resolved.

    Only names that HTML defines count as tags, so "The <T> in Vec<T>" stays. Blocks and line breaks separate words.
    """
    value = (value or "")[: LINE_LIMIT * 8]
    if "<" in value:
        value = _title_tag().sub("", _title_break().sub(" ", value))
    if _double_escaped().search(value):
        value = _unescape(value)
    return clean_line(value)


def plain_text(markup: str) -> str:
    """The text of HTML with one line per block; for search, counting and previews, not for display.

    Whatever HTML sets apart on the screen separates words. The search index holds the result for each stored text, so
    a change here needs a migration that rebuilds the index.
    """
    markup = markup[:TEXT_LIMIT]
    if "<" in markup:
        if _RAW.search(markup):
            markup = _raw_text().sub(_without_raw_text, markup)
        pieces = _markup().split(markup)
        pieces[1::2] = [_IN_PLACE[name] if name in _IN_PLACE else _in_place(name) for name in pieces[1::2]]
        markup = "".join(pieces)
    text = clean_text(_unescape(markup))  # which leaves no white space but " ", line ends and those that stay
    while "  " in text:
        text = text.replace("  ", " ")
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _in_place(name: str | None) -> str:
    return " " if name is None else _IN_PLACE.get(name.lower(), "")


def _without_raw_text(found: re.Match[str]) -> str:
    return found[0] if found["tag"] else " "


def _one_space(value: str) -> str:
    """White space folded. Many times faster than a regular expression that matches every space."""
    if not value.isprintable():  # else there is none of them
        for space in _SPACES:
            value = value.replace(space, " ")
    while "  " in value:
        value = value.replace("  ", " ")
    return value


def search_words(*texts: str) -> str:
    """Text for a column of the search index: a title, names, or what :func:`plain_text` returns.

    As there, a change here, in :func:`fold` or in :mod:`reader.text.folding` needs a migration.
    """
    folded = fold("\n".join(texts))
    if folded.isascii():
        return folded
    from reader.text.folding import index_words

    return index_words(folded)


def _unescape(value: str) -> str:
    from html import unescape  # its table of entities is large, and not needed to open the reader

    return unescape(resolve_controls(value))  # which would leave the rest of an escape sequence


# Patterns that are not needed to open the reader are compiled on first use; each takes half a millisecond.


# Elements that begin a new line (HTML section 15.3), and others that are set apart from the words around them.
_BLOCKS = (
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p "
    "plaintext pre search section summary table tbody textarea tfoot thead tr ul xmp"
)
_APART = (
    "audio button canvas col colgroup embed iframe img input meter object picture progress script select source style "
    "svg td template th title track video"
)
_INLINE = "a abbr b cite code em i small span strong sub sup u"
_IN_PLACE: dict[str | None, str] = {
    **dict.fromkeys(_BLOCKS.split(), "\n"), **dict.fromkeys(_APART.split(), " "), **dict.fromkeys(_INLINE.split(), "")
}  # fmt: skip
# The rest of a tag (HTML section 13.2.5): a quoted value may contain ">", and an unclosed tag extends to the end.
_REST = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+(?:>|\Z)"""
_RAW = re.compile("<(?:!-|if|sc|sty|tem|tit)", re.IGNORECASE)  # how comments and elements without text begin


@cache
def _markup() -> re.Pattern[str]:
    """Tags, with their names, and everything else in HTML that is not text. Looks at no place twice."""
    return re.compile(rf"</?([a-zA-Z][^\s/>]*+){_REST}|<[!?/][^>]*+(?:>|\Z)", re.ASCII)


@cache
def _raw_text() -> re.Pattern[str]:
    """Comments and elements whose content is not text; and all other tags, which may have either in an attribute."""
    return re.compile(
        rf"<(iframe|script|style|template|title)(?=[\s/>]|\Z){_REST}.*?(?:</\1(?=[\s/>])[^>]*+(?:>|\Z)|\Z)"
        rf"|<!--(?:-?>|.*?(?:--!?>|\Z))|(?P<tag></?[a-z]{_REST})",
        re.DOTALL | re.IGNORECASE | re.ASCII,
    )


@cache
def _title_break() -> re.Pattern[str]:
    """Tags in a title that separate words, and elements whose content is not text."""
    return re.compile(
        r"<(script|style)(?:\s[^<>]*)?>[^<]*</\1\s*>"
        r"|</?(?:blockquote|br|center|div|h[1-6]|hr|iframe|img|li|object|ol|p|pre|svg|table|tbody|td|th|tr|ul|video)"
        r"(?:\s[^<>]*)?/?>|<!--[^<>]*-->",
        re.IGNORECASE,
    )


@cache
def _title_tag() -> re.Pattern[str]:
    """HTML tags and comments."""
    return re.compile(
        r"</?(?:a|abbr|acronym|b|bdi|bdo|big|blockquote|br|center|cite|code|del|dfn|div|em|font|h[1-6]|hr|i|iframe|img|ins"
        r"|kbd|li|mark|nobr|object|ol|p|pre|q|rp|rt|ruby|s|samp|script|small|span|strike|strong|style|sub|sup|svg|table|tbody"
        r"|td|th|time|tr|tt|u|ul|var|video|wbr)(?:\s[^<>]*)?/?>|<!--[^<>]*-->",
        re.IGNORECASE,
    )


@cache
def _dense() -> re.Pattern[str]:
    """Runs of Kana, Han and Hangul. A class as large as this takes 4 ms to compile."""
    return re.compile("[\u3040-\u9fff\uac00-\ud7af]+")


_DENSE_BYTES = bytes(range(0xE3, 0xEE))  # with which they begin in UTF-8


def count_words(text: str) -> int:
    """The number of words; in scripts without spaces, two characters count as one word."""
    dense = not text.isascii() and _has_bytes(text, _DENSE_BYTES)
    return len(text.split()) + (sum(map(len, _dense().findall(text))) // 2 if dense else 0)


def reading_minutes(words: int) -> int | None:
    """Minutes to read a text of this many words, at least 1; None for texts too short for the number to be useful."""
    return max(1, round(words / WORDS_A_MINUTE)) if words >= SHORTEST_WITH_MINUTES else None


def fold(value: str) -> str:
    """The text for comparing spellings: without case and accents, ß as ss, ø as o. Idempotent.

    Short texts are remembered: four in five of a page's are folded more than once.
    """
    return _folded_once(value) if len(value) <= _SHORT else _folded(value)


def _folded(value: str) -> str:
    if value.isascii():
        return _one_space(value.lower()).strip()
    from reader.text.folding import fold_letters  # whose tables are not needed before

    return _one_space(fold_letters(value)).strip()


_SHORT = 120  # characters
_folded_once = lru_cache(2_048)(_folded)


def bare_words(value: str) -> str:
    """The words of a text, folded, with one space between them: no case, no accents, no punctuation."""
    return _NOT_IN_WORDS.sub(" ", fold(value)).strip()
