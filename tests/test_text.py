"""Cleaned text is harmless on the screen and in the store, and cleaning is idempotent."""

from __future__ import annotations

import re
import sqlite3
import sys
import unicodedata
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.query.tree import NOTHING
from reader.store.query_sql import condition, divided
from reader.text import (
    LINE_LIMIT,
    TEXT_LIMIT,
    clean_line,
    clean_text,
    clean_title,
    count_words,
    fold,
    plain_text,
    search_words,
    sentence,
)
from reader.text.folding import fold_letters, folded_letter
from reader.web.addresses import URL_LIMIT, site_of, web_url
from tests.support.each import each
from tests.support.queries import tree_for

# Text as hypothesis makes it, and text made of the pieces that hurt.
HOSTILE = st.lists(
    st.sampled_from(
        [
            *(
                "\x1b[31m",
                "\x1b]0;title\x07",
                "\x1b]52;c;aGk=\x1b\\",
                "\x1b",
                "\x9b1m",
                "\x90",
                "\x9d8;;",
                "\x9c",
                "\x07",
            ),
            *("\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\xad", "\ud800", "\udfff", "\ufffe"),
            *("e", "\u0301", "\u0301" * 9, "\u3099", "か", "\u0958", "ﬁ", "ℌ", "İ", "ß", "\r", "\n", "\t", "\u2028"),
            *(
                "\xa0",
                " ",
                "<",
                ">",
                "<b>",
                "</b>",
                "<script>",
                "<!--",
                "&amp;",
                "&#27;",
                "&lt;",
                '"',
                "'",
                "*",
                "NEAR",
            ),
            *("http://", "https://", "a.example", "/", "@", ":", "[", "]", "%", "\\", "javascript:", "?q=", "#", "80"),
        ]
    ),
    max_size=24,
).map("".join)
TEXTS = st.one_of(st.text(max_size=80), HOSTILE, st.text(st.characters(codec=None), max_size=40))
UNHURRIED = settings(deadline=None)  # the machine may be busy
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufeff\u200b]")


@UNHURRIED
@given(TEXTS)
def test_cleaned_text_is_harmless_and_cleaning_is_idempotent(value: str) -> None:
    clean = clean_text(value)
    assert not FORBIDDEN.search(clean)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_text(clean) == clean
    clean.encode("utf-8")


@UNHURRIED
@given(TEXTS)
def test_a_cleaned_line_is_one_line_and_cleaning_is_idempotent(value: str) -> None:
    line = clean_line(value)
    assert "\n" not in line
    assert not FORBIDDEN.search(line)
    assert line == line.strip()
    assert clean_line(line) == line == clean_text(line)


@UNHURRIED
@given(TEXTS, st.integers(1, 30))
def test_a_line_is_never_longer_than_its_limit(value: str, limit: int) -> None:
    assert len(clean_line(value, limit)) <= limit


@UNHURRIED
@given(TEXTS)
def test_titles_and_plain_texts_are_clean(value: str) -> None:
    assert clean_text(clean_title(value)) == clean_title(value)
    assert clean_text(plain_text(value)) == plain_text(value)


@UNHURRIED
@given(TEXTS)
def test_words_are_separated_by_white_space_and_two_letters_of_a_dense_script_are_one(value: str) -> None:
    dense = sum("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in value)
    assert count_words(value) == len(value.split()) + dense // 2


@UNHURRIED
@given(st.text(st.sampled_from("a ß\n\u3040\u9fff\uac00\ud7af\u303f\ua000\uabff\ud7b0„ü")))
def test_the_first_and_the_last_letters_of_dense_scripts_count(value: str) -> None:
    assert count_words(value) == len(value.split()) + sum(letter in "\u3040\u9fff\uac00\ud7af" for letter in value) // 2


@UNHURRIED
@given(TEXTS)
def test_a_text_folds_to_its_folded_letters(value: str) -> None:
    letters = "".join(folded_letter(letter) for letter in unicodedata.normalize("NFC", value.lower()))
    assert fold_letters(value) == unicodedata.normalize("NFC", letters)


@UNHURRIED
@given(TEXTS)
def test_folding_is_idempotent(value: str) -> None:
    assert fold(fold(value)) == fold(value)


@UNHURRIED
@given(TEXTS)
def test_an_address_is_http_or_none_and_has_no_dangerous_characters(value: str) -> None:
    for candidate in (value, "http://" + value, "https://a.example/" + value):
        url = web_url(candidate)
        if url is None:
            continue
        assert urlsplit(url).scheme in ("http", "https")
        assert urlsplit(url).hostname
        assert not re.search(r"""[\s<>"\\^`{|}\x00-\x20\x7f-\x9f]""", url)
        assert clean_line(url, URL_LIMIT) == url
        assert len(url) <= URL_LIMIT
        assert web_url(url) == url


@UNHURRIED
@given(TEXTS)
def test_a_site_is_clean_whatever_the_address(value: str) -> None:
    for candidate in (value, "http://" + value):
        assert clean_line(site_of(candidate)) == site_of(candidate)


@each(
    ("dirty", "clean"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]52;c;ZXZpbA==\x07b", "ab"),
        ("a\x9b31mb", "ab"),
        ("\u202eevil\u202c", "evil"),
        ("soft\xadhyphen", "softhyphen"),
        ("„quotes“ ‚kept‘ »here«", "„quotes“ ‚kept‘ »here«"),
        ("10\xa0km", "10\xa0km"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("u\u0308ber", "über"),
        ("z\u0300" + "\u0301" * 200, "z\u0300\u0301\u0301\u0301"),
        ("ا\u061cب", "اب"),
        ("ཧྐྵྨླྺྲྱཾ", "ཧྐྵྨླྺྲྱཾ"),
        ("שִׁ֣֑לֽ", "שִׁ֣֑לֽ"),
        ("ก" + "\u0e49" * 50 + "ข", "ก" + "\u0e49" * 8 + "ข"),
        ("क" + "\u0902\u200d" * 50, "क" + "\u0902\u200d" * 8),
        ("★" * 50, "★" * 50),
        ("lone \ud83d half", "lone \ufffd half"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
    ],
)
def test_characters_of_a_script_stay_and_others_are_removed(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


def test_floods_of_every_combining_mark_are_cut() -> None:
    marks = [mark for mark in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(mark)[0] == "M"]
    assert [mark for mark in marks if len(clean_text("x" + mark * 40)) > 20] == []


@each(
    ("written", "title"),
    [
        ("<b>Bold</b> news", "Bold news"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("Rock &#8217;n&#8217; roll", "Rock ’n’ roll"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("The <T> in Vec<T>", "The <T> in Vec<T>"),
        ("a<br/>b", "a b"),
        ("<p>one</p><p>two</p>", "one two"),
        ("x<script>alert(1)</script>y", "x y"),
        ("x<STYLE type='a'>b{}</STYLE >y", "x y"),
        ("How <script> works", "How works"),
        ("un<b>bel</b>ievable", "unbelievable"),
        ("<a href='x'>Link</a>", "Link"),
        ("AT&T and R&D;", "AT&T and R&D;"),
        ("&#27;[31mred", "red"),
        ("  much \n white  space ", "much white space"),
        (None, ""),
    ],
)
def test_a_title_loses_its_tags_and_one_level_of_escaping(written: str | None, title: str) -> None:
    assert clean_title(written) == title


def test_a_huge_title_is_cut() -> None:
    title = clean_title("x" * 5_000_000)
    assert len(title) == LINE_LIMIT
    assert title.endswith("…")


def test_a_huge_text_is_cut_and_still_clean() -> None:
    text = clean_text("\u0958" * (TEXT_LIMIT + 10))
    assert len(text) == TEXT_LIMIT
    assert clean_text(text) == text


@pytest.mark.parametrize(
    "piece", ["\x90", "\x1b]", "<script>", "<script", "<!--", "<p ", "&", "<", "\u0301", "<a ='", '<a b="" c="', "<a ="]
)
def test_unclosed_beginnings_take_one_pass(piece: str) -> None:
    flood = piece * 200_000
    assert clean_text(clean_title(flood)) == clean_title(flood)
    assert clean_text(plain_text(flood)) == plain_text(flood)
    assert isinstance(clean_text(flood), str)


@each(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("a<script>alert(1)</script>b", "a b"),
        ("a<script>never closed", "a"),
        ("a<!-- comment -->b", "a b"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("1 < 2 &nbsp;x", "1 < 2 \xa0x"),
        ("<TABLE><tr><td>Arsenal<td >Chelsea</td><th>3</table>one<hr>two", "Arsenal Chelsea 3\none\ntwo"),
        ("<dl><dt>Glacier</dt><dd>Moraine</dd></dl>", "Glacier\nMoraine"),
        ("press<button>Save</button>or<select><option>A<option>B</select>", "press Save or\nA\nB"),
        ("un<b>bel</b>iev<wbr>able<span>!</span>", "unbelievable!"),
        ("left<img alt='a > b'>right <a title=\"1 > 0\">link</a>", "left right link"),
        ("<a title='<!-- '>x</a><p class=it's>y", "x\ny"),
        ("<!-->a<!--->b<!-- > -->c<!-- --!>d<!doctype x>e<?xml?>f</ g>h", "a b c d e f h"),
        ("<script>'</p>'</SCRIPT x>a<style></styles></style>b<template><p>c</template>d", "a b d"),
    ],
)
def test_plain_text_is_the_text_of_html(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_spellings_of_a_name_fold_to_the_same_text() -> None:
    assert fold("  STRASSE ") == fold("Straße") == "strasse"
    assert fold("José Müller") == fold("JOSE MULLER")
    assert fold("ℌ") == "h"


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'ascii')")
    for text in ("Die Straße nach Süden", "A NEAR miss AND an OR", "newsboat reads feeds"):
        connection.execute("INSERT INTO words VALUES (?)", (search_words(text),))
    return connection


QUERIES = st.one_of(TEXTS, st.text(st.sampled_from("ab\"*^:(){}+-_ '\x00,.ANDORNOTNEAR"), max_size=30))


@UNHURRIED
@given(query=QUERIES)
def test_no_query_is_a_syntax_error(index: sqlite3.Connection, query: str) -> None:
    for expression in condition(tree_for(query))[1]:
        index.execute("SELECT count(*) FROM words WHERE words MATCH ?", (expression,)).fetchone()


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("strasse", 1),
        ("Straße süd*", 1),
        ('"straße nach"', 1),
        ('"nach straße"', 0),
        ("NEAR AND OR", 1),
        ("news*", 1),
        ("new_sboat", 0),
        ("newsboat NOT", 0),
        ('"news', 0),
        ("a" * 10_000, 0),
        ("miss " * 1_000, 1),
        ("near -miss", 0),
        ("near -reads", 1),
        ('near -"or an"', 1),
        ('near -"an or"', 0),
        ("near -mi*", 0),
        ("near - miss", 1),
        ("near --miss", 1),
    ],
)
def test_queries_find_their_words(index: sqlite3.Connection, query: str, hits: int) -> None:
    text, _ = divided(tree_for(query))
    assert text is not None
    found = index.execute("SELECT count(*) FROM words WHERE words MATCH ?", (text.expression,)).fetchone()
    assert found == (hits,)


@each("query", ["", "  ", '""', "***", "_", "( ) : ^", '" "', "-", '-""'])
def test_a_query_without_a_word_finds_nothing(query: str) -> None:
    assert tree_for(query) == NOTHING


@each(
    ("words", "said"),
    [
        ("no answer", "No answer."),
        ("no answer.", "No answer."),
        ("not found; is the address spelled right?", "Not found; is the address spelled right?"),
        ("asking …", "Asking …"),
        ("", "."),
    ],
)
def test_a_sentence_ends_with_one_punctuation_mark(words: str, said: str) -> None:
    assert sentence(words) == said
