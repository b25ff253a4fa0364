"""The syntax colours of code: which language it is in, and that no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.blocks import Code, Paragraph, Quote, Span
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset import code_colours
from reader.ui.typeset.blocks import Frame, lay_out_block
from reader.ui.typeset.code_colours import CodeColours, coloured, guessed, lexer_name
from reader.ui.typeset.lines import Role, text_of
from tests.support.each import each
from tests.support.fuzzing import examples

PYTHON = 'def f(n):\n    """Doc."""\n    return n + 1  # one\n'
GUESSED = {
    "#!/usr/bin/env python3\nprint(1)": "python",
    "#!/bin/sh\nls": "bash",
    "import os\n\ndef main():\n    pass\n": "python",
    "const a = 1;\nlist.map(x => x + a);": "javascript",
    '{"a": [1, 2]}': "json",
    "SELECT a FROM b\nWHERE c = 1": "sql",
    "fn main() {\n    let mut a = 1;\n}": "rust",
    "package main\n\nfunc main() {\n}": "go",
    "#include <stdio.h>\nint main(void) { }": "c",
    "#include <vector>\nstd::vector<int> a;": "cpp",
    "<?php echo 1;": "php",
    "diff --git a/x b/x\n": "diff",
    "$ pip install broadsheet\n": "console",
    ">>> 1 + 1\n2": "pycon",
    "a {\n  color: red;\n}": "css",
    # not certain, so none
    "Dear reader, this is a letter from home.": None,
    "for the love of code:\nclass of 1999": None,
    "def x\n": None,
    "{not json}": None,
    "  | \n--+--": None,
    "$5 and $6": None,
    "": None,
}


@each(("text", "language"), GUESSED.items())
def test_a_language_is_guessed_only_where_it_is_certain(text: str, language: str | None) -> None:
    assert guessed(text) == language


def test_a_named_language_is_taken_by_any_of_its_names_and_an_unknown_one_is_not_guessed() -> None:
    assert lexer_name(Code("x", "Py")) == "python"
    assert lexer_name(Code("x", "C++")) == "cpp"
    assert lexer_name(Code(PYTHON, "text")) is None
    assert lexer_name(Code(f"import os\n{PYTHON}", "en-gb")) == "python"  # the language of the page
    assert lexer_name(Code("x" * (code_colours.MOST_CODE + 1), "python")) is None


def test_pieces_have_roles_and_the_lines_of_the_page_are_the_lines_of_the_code() -> None:
    lines = coloured(Code(PYTHON, "python"))
    assert lines is not None
    roles = {text.strip(): role for line in lines for text, role in line if text.strip()}
    assert roles["def"] is Role.CODE_KEYWORD
    assert roles["f"] is Role.CODE_FUNCTION
    assert roles['"""Doc."""'] is Role.CODE_COMMENT
    assert roles["1"] is Role.CODE_NUMBER
    assert roles["# one"] is Role.CODE_COMMENT
    colours = CodeColours()
    code = Code(PYTHON.strip("\n"), "python")
    blocks = (Quote((code,)), Paragraph((Span("x"),)))
    assert colours.lack(blocks)
    colours.found(code)
    assert not colours.lack(blocks)
    with_colours = lay_out_block(code, Frame(40, UNICODE_GLYPHS, colour=colours.known))
    assert [text_of(line) for line in with_colours] == [
        text_of(line) for line in lay_out_block(code, Frame(40, UNICODE_GLYPHS))
    ]
    assert all(len(text_of(line)) == 40 for line in with_colours)


@settings(deadline=None, max_examples=examples(100))
@given(
    st.text(st.sampled_from("ab\"'`/*#<>{}()[]$\\\n\t0.-=;:é漢\u200b"), max_size=120),
    st.sampled_from(sorted(code_colours._KNOWN)),
)
def test_any_text_in_any_language_keeps_all_its_characters(text: str, language: str) -> None:
    lines = coloured(Code(text, language))
    assert lines is None or "\n".join("".join(part for part, _role in line) for line in lines) == text.strip("\n")


def test_long_lines_and_long_code_stay_without_colours_and_work_can_be_ended() -> None:
    assert coloured(Code("x = 1" * 1_000, "python")) is None
    assert coloured(Code("x = 1\n" * 10_000, "python")) is None

    class Ended(Exception):
        pass

    def end() -> None:
        raise Ended

    with pytest.raises(Ended):
        coloured(Code(PYTHON, "python"), end)
