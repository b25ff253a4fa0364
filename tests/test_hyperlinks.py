"""Links that the terminal opens: their addresses are harmless, whole and closed, and one link has one id."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.paths import Paths
from reader.ui.hyperlinks import hyperlink, terminal_has_links
from tests.support.fuzzing import examples
from tests.support.stocking import new_entry, stock
from tests.support.terminal import Terminal, reader_command

LINK = re.compile(rb"\x1b\]8;([^;]*);([^\x1b]*)\x1b\\")


@settings(max_examples=examples(100))
@given(
    st.text(max_size=60)
    | st.text(max_size=60).map("https://a.example/".__add__)
    | st.text(max_size=30).map("https://".__add__)
)
def test_an_address_is_printable_ascii_or_nothing(text: str) -> None:
    found = hyperlink(text, "")
    assert found is None or (re.fullmatch("[!-~]+", found[0]) and found[0].startswith(("http:", "https:", "mailto:")))


def test_what_needs_a_question_or_is_no_address_is_no_link_of_the_terminal() -> None:
    found = hyperlink("https://münchen.example/ä?utm_source=x", "München")
    assert found == hyperlink("https://münchen.example/ä", "other words")
    assert found
    assert found[0] == "https://xn--mnchen-3ya.example/%C3%A4"
    assert hyperlink("https://evil.example/", "bank.example") is None
    assert hyperlink("https://bank.example@evil.example/", "x") is None
    assert hyperlink("https://xn--80ak6aa92e.com/", "x") is None
    assert hyperlink("https://a.example/" + "x" * 3_000, "x") is None
    assert [
        hyperlink(href, "x") for href in ("entry:3", "picture:1", "javascript:alert(1)", "file:///etc/passwd", "")
    ] == [None] * 5
    kinds = ("xterm-256color", "tmux-256color", "linux", "dumb", "vt100", "")
    assert [terminal_has_links({"TERM": kind}) for kind in kinds] == [True, True, False, False, False, False]


def test_the_terminal_gets_links_that_are_closed_and_keep_their_id_over_lines(paths: Paths) -> None:
    long = "a link whose text is so long that it takes more than one line of the page, as some of them do in articles"
    html = (
        f'<p>Here is <a href="https://one.example/a?utm_source=x">{long}</a>, <a href="mailto:me@two.example">a letter</a>, '
        '<a href="https://evil.example/">https://bank.example/</a> and <a href="javascript:alert(1)">a script</a>.</p>'
    )
    feeds = {"https://paper.example/feed": [new_entry(1, title="With links", html=html)]}
    stock(paths, '[[feeds]]\nurl = "https://paper.example/feed"\n', feeds)
    with Terminal(reader_command(paths)) as terminal:
        terminal.shows("a link whose text", "a letter", "a script")
        found = LINK.findall(bytes(terminal.raw))
    opened = [(link_id, url) for link_id, url in found if url]
    assert {url for _id, url in opened} == {b"https://one.example/a", b"mailto:me@two.example"}
    assert len({link_id for link_id, url in opened if url.startswith(b"https")}) == 1
    assert sum(url == b"https://one.example/a" for _id, url in opened) >= 2
    assert [bool(url) for _id, url in found] == [True, False] * len(opened)
