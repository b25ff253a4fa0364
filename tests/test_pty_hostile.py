"""What a hostile publisher writes, from the wire to the bytes at the terminal: it is shown, and never obeyed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from reader.paths import Paths
from tests.support.profile import serving
from tests.support.terminal import Terminal, reader_command

ESC, BEL, ST, CSI_8BIT, OSC_8BIT, RTL, POP = "\x1b", "\x07", "\x1b\\", "\x9b", "\x9d", "\u202e", "\u202c"
CLIPBOARD = f"{ESC}]52;c;cHduZWQ={BEL}"
# What each piece becomes; the title of the n-th entry is "Number n" and the n-th of these.
SHOWN = {
    f"{ESC}[31mEVIL{ESC}[0m": "EVIL",
    f"clip{CLIPBOARD}board": "clipboard",
    f"eight{OSC_8BIT}52;c;cHduZWQ={BEL}bit{CSI_8BIT}31m": "eightbit",
    f"bidi{RTL}gnp.exe{POP}": "bidignp.exe",
    "[@click=app.quit]me[/]": "[@click=app.quit]me[/]",
    "[bold red]x[/] [/] [": "[bold red]x[/] [/] [",
    f"link{ESC}]8;;http://evil.example/{ST}here{ESC}]8;;{ST}": "linkhere",
    f"title{ESC}]0;owned{BEL}bar{ESC}c{ESC}[2J{ESC}P1$r{ST}": "titlebar",
}
# The sequences that Textual 8 writes itself (its drivers/linux_driver.py, app.py, and rich).
OUR_OWN = re.compile(
    r"\x1b\[(?:[\d;]*m|\d+;\d+H|H|>\d+u|<u|\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]|\?\d+\$p)"
    r"|\x1b7\x1b\[2;1H\x1b\[6n\x1b\]66;w=2; \x07\x1b\[6n\x1b\]66;s=2; \x07\x1b\[6n\x1b8"  # the one about large text
    r"|\x1b\]22;[a-z-]+\x07"  # the shape of the mouse's pointer
    r"|\x1b\[>q|\x1b\[16t|\x1b\[c|\x1b_Gi=31,[a-z0-9=,]*;AAAA\x1b\\"  # questions about pictures
    r"|\x1b\]8;id=b[0-9a-f]+;(?:https?://|mailto:)[!-~]+\x1b\\|\x1b\]8;;\x1b\\"  # links that the terminal opens
)
FORBIDDEN = re.compile("[\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def page(number: int, hostile: str) -> bytes:
    return f"""<!doctype html><html><head><title>Number {number}</title><meta property="og:type" content="article"></head><body><article>
<h1>Number {number} {hostile}</h1>
<p>The page of number {number} says {_in_html(hostile)} and lasts for a while, so that it is a text that an
extractor takes for one, with a sentence or two more than would be strictly needed for that.</p>
<p>Another paragraph of it, <a href="javascript:alert(1)">with a link</a>, {_in_html(hostile)}, and enough words to
be longer than the summary that the feed has carried of this article, which was short.</p>
<a rel="tag" href="/tag">tag{number} {hostile}</a></article></body></html>""".encode()


def _in_html(hostile: str) -> str:
    """Controls as the references that HTML parsers make real characters of."""
    return "".join(f"&#{ord(c)};" if c < " " or c in (CSI_8BIT, OSC_8BIT, RTL, POP) else c for c in hostile)


def feed(base: str) -> bytes:
    items = [
        {
            "id": f"{number}{hostile}",
            "url": f"{base}/{number}",
            "title": f"Number {number} {hostile}",
            "authors": [{"name": f"By{number} {hostile}", "url": f"javascript:{hostile}"}],
            "tags": [f"tag{number} {hostile}"],
            "summary": f"Summary {hostile}",
            "content_html": f"<p>Text {number} {_in_html(hostile)}</p><img src=x alt='{_in_html(hostile)}'>",
            "date_published": f"2026-01-{20 - number}T10:00:00Z",
        }
        for number, hostile in enumerate(SHOWN, start=1)
    ]
    title = f"Feed {''.join(SHOWN)}"
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items}).encode()


@pytest.fixture
def hostile(paths: Paths) -> Iterator[Paths]:
    """Folders that are subscribed to the hostile feed, which is served with its pages."""
    bodies = {f"/{number}": page(number, text) for number, text in enumerate(SHOWN, start=1)}
    with serving(bodies) as base:
        bodies["/feed"] = feed(base)
        paths.config_dir.mkdir()
        paths.feeds.write_text(f'[[feeds]]\nurl = "{base}/feed"\n', encoding="utf-8")
        yield paths


def test_text_from_publishers_never_reaches_the_terminal_as_a_sequence(hostile: Paths) -> None:
    with Terminal(reader_command(hostile), size=(200, 50)) as terminal:
        titles = [f"Number {number} {text}" for number, text in enumerate(SHOWN.values(), start=1)]
        terminal.shows(f"{len(SHOWN)} unread", *titles)
        for number, text in enumerate(SHOWN.values(), start=1):
            terminal.press("n" if number > 1 else "g\r")
            left = f"{len(SHOWN) - number} unread"
            terminal.shows(left, f"By{number}", f"Number {number} {text}", f"#tag{number} {text}")
        terminal.press("h/")
        terminal.shows("Enter searches")
        terminal.press("evil\r")
        terminal.shows("“evil”", "Number 1 EVIL")
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.in_order
        written = bytes(terminal.raw).decode()
    assert b"\x1b[31m" not in terminal.raw
    assert not set(re.findall(r"\x1b.{0,12}", OUR_OWN.sub("", written)))
    assert not set(FORBIDDEN.findall(OUR_OWN.sub("", written)))
