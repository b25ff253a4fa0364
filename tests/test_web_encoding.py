"""Every label of the WHATWG Encoding Standard is read as the standard says, in feeds, pages and OPML alike."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from reader.article.extract import extract_page
from reader.library.importing import look_at_list
from reader.parse import parse_feed
from reader.subscriptions import FeedsFile
from reader.web.encoding import _NAMES, decode, decode_as, encoding_named
from tests.support.each import each

# A text for each encoding that differs under every narrower or neighbouring encoding, with the codec that writes it.
SAMPLES = {
    "utf-8": ("Größe 新聞 Новости", "utf-8"),
    "ibm866": ("Новости № 5", "cp866"),
    "iso-8859-2": ("Příliš žluťoučký kůň", "iso8859-2"),
    "iso-8859-3": ("Ĉiu ĥoro ŝajnas ĝoja", "iso8859-3"),
    "iso-8859-4": ("Ģirts ķēniņš ųū", "iso8859-4"),
    "iso-8859-5": ("Новости № 5", "iso8859-5"),
    "iso-8859-6": ("أخبار اليوم", "iso8859-6"),
    "iso-8859-7": ("Ειδήσεις ‘σήμερα’ €", "iso8859-7"),
    "iso-8859-8": ("חדשות היום", "iso8859-8"),
    "iso-8859-8-i": ("חדשות היום", "iso8859-8"),
    "iso-8859-10": ("Þórður ŋ đ ―", "iso8859-10"),
    "iso-8859-13": ("Žinios „šiandien“", "iso8859-13"),
    "iso-8859-14": ("Ŵyth ŷ Ḃ ẁ", "iso8859-14"),
    "iso-8859-15": ("Œuvre à 5 €", "iso8859-15"),
    "iso-8859-16": ("Știri „ieșene” €", "iso8859-16"),
    "koi8-r": ("Новости ё ©", "koi8-r"),
    "koi8-u": ("Новини її ґанок є", "koi8-u"),
    "macintosh": ("Café “naïve” €", "mac-roman"),
    "windows-874": ("สวัสดีชาวโลก “€”…", "cp874"),
    "windows-1250": ("Příliš „žluťoučký“ €", "cp1250"),
    "windows-1251": ("Новости «№ 5» — €", "cp1251"),
    "windows-1252": ("Größe “5 €” – Ÿ", "cp1252"),
    "windows-1253": ("Ειδήσεις “σήμερα” €", "cp1253"),
    "windows-1254": ("“Türkçe” ığş €", "cp1254"),
    "windows-1255": ("חדשות “היום” ₪", "cp1255"),
    "windows-1256": ("أخبار “اليوم” پ €", "cp1256"),
    "windows-1257": ("Žinios „šiandien“ €", "cp1257"),
    "windows-1258": ("Tiê\u0301ng Viê\u0323t “đ” ₫ €", "cp1258"),
    "x-mac-cyrillic": ("Новости «№ 5» Ґ", "mac-cyrillic"),
    "gbk": ("新闻 王喆 朱镕基 € 髙", "gb18030"),
    "gb18030": ("新闻 王喆 ㄱ 한", "gb18030"),
    "big5": ("新聞 堃 喆 啫", "big5hkscs"),
    "euc-jp": ("新聞 髙橋① ～ －", ""),
    "iso-2022-jp": ("新聞 髙橋① ～", ""),
    "shift_jis": ("新聞 髙橋① ～", "cp932"),
    "euc-kr": ("뉴스 똠얌 햏", "cp949"),
    "utf-16be": ("Größe 新聞", "utf-16-be"),
    "utf-16le": ("Größe 新聞", "utf-16-le"),
}
LABELS = sorted(label for label in _NAMES if _NAMES[label] in SAMPLES)


def written(text: str, name: str) -> bytes:
    """Markup with this text in an encoding of the standard."""
    codec = SAMPLES[name][1]
    if codec:
        return text.encode(codec)
    pairs = [_jis(character) for character in text]
    if name == "euc-jp":
        return b"".join(pair if len(pair) == 1 else bytes(byte | 0x80 for byte in pair) for pair in pairs)
    return b"".join(pair if len(pair) == 1 else b"\x1b$B" + pair + b"\x1b(B" for pair in pairs)


def _jis(character: str) -> bytes:
    """Row and cell of JIS X 0208 with NEC's and IBM's rows, by way of Shift_JIS."""
    shifted = character.encode("cp932")
    if len(shifted) == 1:
        return shifted
    first, second = shifted
    if first >= 0xFA:  # JIS has IBM's characters in NEC's rows 89 to 92
        index = (first - 0xFA) * 188 + second - (0x40 if second < 0x7F else 0x41)
        index -= 0x1C  # the Roman numerals and signs at the start are in row 13 and elsewhere
        return bytes([0x21 + 88 + index // 94, 0x21 + index % 94])
    row = (first - (0x81 if first < 0xA0 else 0xC1)) * 2
    if second >= 0x9F:
        return bytes([0x22 + row, second - 0x7E])
    return bytes([0x21 + row, second - (0x1F if second < 0x7F else 0x20)])


def test_the_table_has_every_label_and_encoding_of_the_standard() -> None:
    assert (len(_NAMES), len({*_NAMES.values()})) == (228, 40)
    assert {*_NAMES.values()} == {*SAMPLES, "replacement", "x-user-defined"}


def test_every_label_is_read_alike_in_feeds_pages_and_opml() -> None:
    encodings: set[str] = set()
    for label in LABELS:
        name, header = _NAMES[label], f"text/xml; charset={label.upper()}"
        assert is_read_alike(label, None), label
        assert plain(decode(written(SAMPLES[name][0], name), header)) == plain(SAMPLES[name][0]), label
        assert name in encodings or is_read_alike(label, header), label
        encodings.add(name)


def is_read_alike(label: str, content_type: str | None) -> bool:
    """Whether a feed, a page and a list with this label give the text that was written."""
    name = _NAMES[label]
    sample = SAMPLES[name][0]
    shown = label.upper()
    feed = f'<?xml version="1.0" encoding="{shown}"?><rss version="2.0"><channel><title>{sample}</title><item><title>{sample}</title></item></channel></rss>'
    page = f'<html><head><meta charset="{shown}"><title>{sample}</title></head><body><article><h1>{sample}</h1><p>{sample}, {"a sentence of some words, " * 20}</p></article></body></html>'
    opml = f'<?xml version="1.0" encoding="{shown}"?><opml><body><outline text="{sample}" xmlUrl="https://a.example/f"/></body></opml>'
    (entry,) = parse_feed(written(feed, name), url="https://a.example/f", content_type=content_type).entries
    title = extract_page(written(page, name), url="https://a.example/", content_type=content_type).title
    (found,) = look_at_list(written(opml, name), None, FeedsFile(())).new
    return {plain(sample)} == {plain(text) for text in (entry.title, title, found.subscription.title)}


def plain(text: str | None) -> str:
    return unicodedata.normalize("NFC", text or "")


@each("label", ["iso-2022-kr", "HZ-GB-2312", "replacement"])
def test_encodings_that_browsers_refuse_are_one_replacement_character(label: str) -> None:
    assert decode(b"<p>~{VPND~}", f"text/html; charset={label}") == "\ufffd"


def test_x_user_defined_is_windows_1252_where_the_page_itself_says_it() -> None:
    assert decode(b"\xe4", "text/html; charset=x-user-defined") == "\uf7e4"
    assert decode(b'<meta charset="x-user-defined">\xe4').endswith("ä")


@each(
    ("label", "name"),
    [
        (" \tUTF-8\n", "utf-8"),
        ("windows1251", "windows-1251"),
        ("win-1251", "windows-1251"),
        ("latin-2", "iso-8859-2"),
        ("CP936", "gbk"),
        ("EUC_JP", "euc-jp"),
        ("zlib", None),
        ("utf-7", None),
        ("", None),
    ],
)
def test_labels_are_read_leniently(label: str, name: str | None) -> None:
    assert encoding_named(label) == name


@each(
    ("name", "data", "text"),
    [
        ("windows-1252", b"\x81\x8d", "\x81\x8d"),
        ("windows-1253", b"\xaa\xd2", "\ufffd\ufffd"),
        ("windows-1255", b"\xca\xd9", "\u05ba\ufffd"),
        ("koi8-u", b"\xae\xbe", "ўЎ"),
        ("iso-2022-jp", b"\x1b(I1\x1b(J\\~\x1b(B\\", "ｱ¥‾\\"),
        ("iso-2022-jp", b"\x1b$B!", "\ufffd"),
        ("euc-jp", b"\xad", "\ufffd"),
        ("euc-jp", b"\xfd\xa1<", "\ufffd\ufffd<"),
        ("shift_jis", b"\x81<", "\ufffd<"),
    ],
)
def test_bytes_outside_of_an_encoding_are_read_as_the_standard_says(name: str, data: bytes, text: str) -> None:
    assert decode_as(data, name) == text


@each(
    ("body", "text"),
    [
        (b"Gr\xf6\xdfe", "Größe"),
        (b'<html lang="ru"><title>\xcd\xee\xe2\xee\xf1\xf2\xe8', "Новости"),
        (b"<html class=x lang=ru-RU><title>\xcd\xee\xe2\xee\xf1\xf2\xe8", "Новости"),
        (b"<rss><channel><language>el</language><title>\xc5\xe9\xe4\xde", "Ειδή"),
        (b'<feed xml:lang="ja"><title>\x8e\xa9\x93\xae', "自動"),
        (b'<html lang="zh-TW"><title>\xb7s\xbbD', "新聞"),
        (b'<html lang="zh-Hans"><title>\xd0\xc2\xce\xc5', "新闻"),
        (b'<html lang="xx"><title>Gr\xf6\xdfe', "Größe"),
    ],
)
def test_without_a_label_the_language_of_the_document_decides(body: bytes, text: str) -> None:
    assert decode(body).endswith(text)


def test_a_label_in_a_comment_counts_for_nothing() -> None:
    assert decode(b'<!-- <meta charset="koi8-r"> --><meta charset="windows-1251">\xcd').endswith("Н")


@given(st.binary(), st.sampled_from(sorted(_NAMES)))
def test_every_encoding_reads_any_bytes(body: bytes, label: str) -> None:
    assert isinstance(decode_as(body, _NAMES[label]), str)


def test_many_bad_bytes_cost_time_in_proportion() -> None:
    start = datetime.now(tz=UTC)
    decode_as(b"\xfd\xa1" * 500_000, "euc-jp")
    assert (datetime.now(tz=UTC) - start).total_seconds() < 5


@each(
    ("body", "content_type", "text"),
    [
        (b"\xef\xbb\xbf\xc3\xa4", "text/html; charset=iso-8859-1", "ä"),
        ("ä".encode("utf-16-le"), "text/html; charset=utf-16le", "ä"),
        (b"\xff\xfe\xe4\x00", None, "ä"),
        (b"\xe4", "text/html; charset=ISO-8859-1", "ä"),
        (b"\x93x\x94", "text/html; charset=latin1", "“x”"),
        (b'<meta charset="windows-1251">\xe4', None, '<meta charset="windows-1251">д'),
        (b'<meta charset="utf-16">\xc3\xa4', None, '<meta charset="utf-16">ä'),
        (b"\xc3\xa4", "text/html; charset=iso-8859-1", "ä"),
        (b"Gr\xf6\xdfe", None, "Größe"),  # HTML 13.2.3.2
        (b"\xe4", "text/html; charset=hex_codec", "ä"),
        (b"\x82\xa0", "text/html; charset=Shift_JIS", "あ"),
    ],
)
def test_the_bytes_count_more_than_the_label(body: bytes, content_type: str | None, text: str) -> None:
    assert decode(body, content_type) == text


@given(st.binary(), st.text(max_size=40))
def test_decoding_never_fails(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, f"text/html; charset={content_type}"), str)
