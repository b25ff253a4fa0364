"""Decodes feeds, pages and lists of subscriptions, all by the same table of labels and the same order of evidence.

The labels come from the WHATWG Encoding Standard (section 4.2) and are decoded as in browsers: ``gb2312`` means
gb18030, ``iso-8859-1`` means windows-1252. Python's codecs of the same names are narrower, so each is completed here.

The bytes count more than the label. A BOM wins, as in the standard. Bytes that are valid UTF-8 and not just ASCII are
UTF-8 whatever the label, because servers send a default charset for everything and programs copy declarations; a UTF-8
text with a few bad bytes stays UTF-8, with U+FFFD in their place. Other bytes are decoded by their label, and without
one as windows-1252 or as the language of the document suggests (HTML section 13.2.3.2).
"""

from __future__ import annotations

import codecs
import re
from functools import cache

_LABELS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8",
    "ibm866": "866 cp866 csibm866",
    "iso-8859-2": "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso-8859-3": "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso-8859-4": "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso-8859-5": "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso-8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i "
    "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso-8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
    "iso_8859-7:1987 sun_eu_greek",
    "iso-8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
    "iso_8859-8:1988 visual",
    "iso-8859-8-i": "csiso88598i logical",
    "iso-8859-10": "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso-8859-13": "iso8859-13 iso885913",
    "iso-8859-14": "iso8859-14 iso885914",
    "iso-8859-15": "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9",
    "iso-8859-16": "",
    "koi8-r": "cskoi8r koi koi8 koi8_r",
    "koi8-u": "koi8-ru",
    "macintosh": "csmacintosh mac x-mac-roman",
    "windows-874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620",
    "windows-1250": "cp1250 x-cp1250",
    "windows-1251": "cp1251 x-cp1251",
    "windows-1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
    "iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252",
    "windows-1253": "cp1253 x-cp1253",
    "windows-1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
    "latin5 x-cp1254",
    "windows-1255": "cp1255 x-cp1255",
    "windows-1256": "cp1256 x-cp1256",
    "windows-1257": "cp1257 x-cp1257",
    "windows-1258": "cp1258 x-cp1258",
    "x-mac-cyrillic": "x-mac-ukrainian",
    "gbk": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk",
    "gb18030": "",
    "big5": "big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc-jp": "cseucpkdfmtjapanese x-euc-jp",
    "iso-2022-jp": "csiso2022jp",
    "shift_jis": "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis",
    "euc-kr": "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949",
    "replacement": "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr",
    "utf-16be": "unicodefffe",
    "utf-16le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16",
    "x-user-defined": "",
}
_NAMES = {label: name for name, labels in _LABELS.items() for label in (name, *labels.split())}
# Labels that feeds use and the standard lacks, letters and digits only: "windows1251", "latin-2", "CP936".
_PUNCTUATION = re.compile(r"[^a-z0-9]")
_LOOSE_NAMES = {
    **{_PUNCTUATION.sub("", label): name for label, name in _NAMES.items()},
    **{f"win{number}": f"windows-{number}" for number in range(1250, 1259)},
    "cp932": "shift_jis",
    "cp936": "gbk",
    "cp949": "euc-kr",
    "cp950": "big5",
    "euccn": "gbk",
    "ms936": "gbk",
    "ms949": "euc-kr",
    "ms950": "big5",
}

# The codec that comes nearest, where it has another name than the encoding.
_CODECS = {
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "gbk": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "macintosh": "mac-roman",
    "shift_jis": "cp932",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
}
_SINGLE_BYTE = re.compile(r"ibm866|iso-8859-.*|koi8-.|macintosh|windows-.*|x-mac-cyrillic")
_CORRECTIONS = {"koi8-u": {0xAE: "ў", 0xBE: "Ў"}, "windows-1255": {0xCA: "\u05ba"}}  # where Python's table differs
_UNDEFINED = "\ufffe"  # in a table for ``codecs.charmap_decode``

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_WITHOUT_BOM = (  # the first character of XML, HTML or JSON, with the zeros beside it
    (re.compile(rb"[<{\[]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{\[]"), "utf-32-be"),
    (re.compile(rb"(?:\s\0)*[<{\[]\0"), "utf-16-le"),
    (re.compile(rb"(?:\0\s)*\0[<{\[]"), "utf-16-be"),
)
_HEAD = 4_096  # bytes in which a document may declare its encoding and language
_LABEL = r"[\w.:()+-]{1,40}"
_HEADER = re.compile(rf"""charset\s*=\s*["']?\s*({_LABEL})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(
    rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']\s*(%s)""" % _LABEL.encode(), re.IGNORECASE
)
_META = re.compile(rb"""<meta[^>]{0,512}?charset\s*=\s*["']?\s*(%s)""" % _LABEL.encode(), re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_LANGUAGE = re.compile(
    rb"""<(?:html|feed|rss|body)\b[^>]{0,512}?\slang\s*=\s*["']?([a-z-]{2,10})"""
    rb"""|<[a-z][^>]{0,512}?\sxml:lang\s*=\s*["']([a-z-]{2,10})|<(?:dc:)?language>\s*([a-z-]{2,10})\s*<""",
    re.IGNORECASE,
)
_SERVER_DEFAULTS = frozenset({"windows-1252", "windows-1254"})
_BY_LANGUAGE = {
    language: name
    for name, languages in {
        "windows-1256": "ar fa ur",
        "windows-1251": "ba be bg kk ky mk mn ru sah sr tg tt uk",
        "windows-1255": "he iw yi",
        "windows-1250": "bs cs hr hu pl ro sk sl",
        "windows-1253": "el",
        "windows-1254": "az ku tr",
        "windows-1257": "et lt lv",
        "windows-1258": "vi",
        "windows-874": "th",
        "shift_jis": "ja",
        "euc-kr": "ko",
        "gb18030": "zh zh-cn zh-hans zh-sg",
        "big5": "zh-hant zh-hk zh-mo zh-tw",
    }.items()
    for language in languages.split()
}


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of an HTTP answer or a file, without BOM. Never raises; undecodable bytes become U+FFFD.

    ``content_type``: the header of that name.
    """
    return _decode(body, content_type).lstrip("\ufeff")


def _decode(body: bytes, content_type: str | None) -> str:
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body.decode(codec, "replace")
    for start, codec in _WIDE_WITHOUT_BOM:
        if start.match(body):
            return body.decode(codec, "replace")
    head = _COMMENT.sub(b"", body[:_HEAD])
    by_http = _named(_HEADER.search(content_type or ""))
    if by_http and by_http.startswith("utf-16") and b"\0" in head:
        return decode_as(body, by_http)
    names = _declared(head, by_http)
    name = next((name for name in names if name in ("iso-2022-jp", "replacement")), None)
    if name and body.isascii():  # 7-bit encodings look like ASCII, and so like UTF-8
        return decode_as(body, name)
    text = _utf8(body, 4 if names else 1)
    return _by_label(body, names or [_by_language(head)]) if text is None else text


def encoding_named(label: str) -> str | None:
    """The encoding that a label stands for, by its name in the standard in lower case."""
    label = label.strip("\t\n\f\r ").lower()
    return _NAMES.get(label) or _LOOSE_NAMES.get(_PUNCTUATION.sub("", label))


def decode_as(body: bytes, name: str, errors: str = "replace") -> str:
    """The bytes in an encoding of the standard. ``errors``: ``replace``, or ``strict`` for ``UnicodeDecodeError``."""
    if name == "replacement":  # encodings that browsers refuse, because markup can hide in them
        return "\ufffd" if body else ""
    if name == "x-user-defined":
        return "".join(chr(byte + 0xF700 if byte > 0x7F else byte) for byte in body)
    if _SINGLE_BYTE.fullmatch(name):
        return codecs.charmap_decode(body, errors, _table(name))[0]
    if name == "euc-jp":
        return _euc_jp(body, errors)
    if name == "iso-2022-jp":
        return _iso_2022_jp(body, errors)
    return body.decode(_CODECS.get(name, name), errors)


@cache
def _table(name: str) -> str:
    """The 256 characters of a single-byte encoding. Bytes of C1 that Python leaves undefined are the control."""
    characters = [bytes([byte]).decode(_CODECS.get(name, name), "replace") for byte in range(256)]
    for byte, character in enumerate(characters):
        if character == "\ufffd":
            characters[byte] = chr(byte) if byte < 0xA0 else _UNDEFINED
    for byte, character in _CORRECTIONS.get(name, {}).items():
        characters[byte] = character
    return "".join(characters)


# Characters of JIS X 0208 that the standard takes from Microsoft's table.
_MICROSOFT = str.maketrans("\u301c\u2016\u2212\xa2\xa3\xac", "\uff5e\u2225\uff0d\uffe0\uffe1\uffe2")


def _euc_jp(body: bytes, errors: str) -> str:
    return body.decode("euc_jp", f"reader-euc-jp-{errors}").translate(_MICROSOFT)


def _vendor_or_strict(error: UnicodeError) -> tuple[str, int]:
    """A character of NEC's and IBM's rows (①, 髙), which Python's ``euc_jp`` lacks and its ``cp932`` has."""
    assert isinstance(error, UnicodeDecodeError)
    pair = error.object[error.start : error.start + 2]
    if len(pair) < 2 or min(pair) < 0xA1 or max(pair) > 0xFE:
        raise error
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    first = row // 2 + (0x81 if row < 62 else 0xC1)
    second = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
    try:
        return bytes([first, second]).decode("cp932"), error.start + 2
    except UnicodeDecodeError:
        raise error from None


def _vendor_or_replacement(error: UnicodeError) -> tuple[str, int]:
    try:
        return _vendor_or_strict(error)
    except UnicodeDecodeError as remaining:
        return "\ufffd", remaining.start + 1


codecs.register_error("reader-euc-jp-strict", _vendor_or_strict)
codecs.register_error("reader-euc-jp-replace", _vendor_or_replacement)

_JIS_ESCAPE = re.compile(rb"\x1b(\([BJI]|\$[@B])")


def _iso_2022_jp(body: bytes, errors: str) -> str:
    ascii_part, *parts = _JIS_ESCAPE.split(body)
    text = [ascii_part.decode("ascii", errors)]
    for escape, part in zip(parts[::2], parts[1::2], strict=True):
        if escape.startswith(b"$"):
            pairs = b"".join(bytes([byte | 0x80]) if byte > 0x20 else bytes([byte]) for byte in part)
            text.append(_euc_jp(pairs, errors))
        elif escape == b"(I":
            text.append("".join(chr(byte + 0xFF40) if 0x20 < byte < 0x60 else chr(byte) for byte in part))
        elif escape == b"(J":
            text.append(part.decode("ascii", errors).translate({0x5C: "¥", 0x7E: "‾"}))
        else:
            text.append(part.decode("ascii", errors))
    return "".join(text)


def _utf8(body: bytes, doubt: int) -> str | None:
    """The text if the bytes are UTF-8, a few bad ones excepted; None for other encodings.

    Requires ``doubt`` valid sequences for every bad byte: no other encoding produces them by chance.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = codecs.getincrementaldecoder("utf-8")("replace").decode(body)  # drops half a character at the end
    bad = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - bad
    return text if good and bad * doubt <= good else None


def _by_label(body: bytes, names: list[str]) -> str:
    """The text in the first of these encodings that has all its bytes, else in the first."""
    for name in names:
        try:
            return decode_as(body, name, "strict")
        except UnicodeDecodeError:
            continue
    return decode_as(body, names[0])


def _declared(head: bytes, by_http: str | None) -> list[str]:
    """The encodings that header and document declare, the more reliable one first."""
    by_document = _named(_XML_DECLARATION.match(head) or _META.search(head))
    if by_document == "x-user-defined":  # HTML section 13.2.3.2
        by_document = "windows-1252"
    order = (by_document, by_http) if by_http in _SERVER_DEFAULTS else (by_http, by_document)
    # The head was read as ASCII, so that UTF-16 cannot be right; as UTF-8 it was tried before.
    return [name for name in order if name and not name.startswith("utf-")]


def _named(label: re.Match[str] | re.Match[bytes] | None) -> str | None:
    if label is None:
        return None
    return encoding_named(label[1].decode("latin-1") if isinstance(label[1], bytes) else label[1])


def _by_language(head: bytes) -> str:
    found = _LANGUAGE.search(head)
    language = next(filter(None, found.groups()), b"").decode("ascii").lower() if found else ""
    return _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(language.partition("-")[0]) or "windows-1252"
