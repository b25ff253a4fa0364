"""Prepares untrusted HTML for the sanitiser: one pass over its tags, before any tree is built.

The pass rewrites elements whose words a sanitiser would drop or misread: ``noscript``, ``textarea``, ``svg``, form
controls, the content of frames. It also bounds what a tree can cost. A tree builder that follows the HTML standard
walks the stack of open elements for each tag, compares every two attributes of a tag, and opens unclosed ``<b>`` and
``<i>`` again in every paragraph (HTML, section 13.2.4.3), so a megabyte can become gigabytes. Long markup is therefore
made well nested here. Only tags change; every word stays, up to the limits.
"""

from __future__ import annotations

import re

from reader.article.picture_sources import IN_NOSCRIPT
from reader.article.players import PLAYERS, player_address

DEPTH_LIMIT = 50  # open blocks; the parser may add up to four implied ones around each (tbody, tr, td, li)
TAG_LIMIT = 60_000  # tags; the rest is left out. A book has a quarter as many.
TEXT_LIMIT = 1_500_000  # characters; a book has a million
_STRICT = 2_000  # tags from which on inline elements end where a block begins or ends
_INLINE_LIMIT = 16  # open inline elements
_LONG_TAG = 1_024  # characters; longer tags lose most of their attributes
_ATTRIBUTE_LIMIT = 32
_LANGUAGES = 200  # blocks of code whose language is read

_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s"'>][^\s>]*+)?+)?+"""
# The tokens of HTML, section 13.2.5. An unclosed comment, raw text or attribute runs to the end.
_TOKEN = re.compile(
    rf"<(?i:(script|style|textarea|title|xmp)(?=[\s/>]))(?:[\s/]++|{_ATTRIBUTE})*+(?:>|\Z)"
    r"(.*?)(?:</(?i:\1)(?=[\s/>])[^>]*+(?:>|\Z)|\Z)"
    rf"|<(/?)([a-zA-Z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)(>|\Z)"
    r"|<!--(?:-?>|.*?--!?>|.*)"
    r"|<!\[CDATA\[(.*?)(?:\]\]>|\Z)"
    r"|<[!?/][^>]*+(?:>|\Z)",
    re.DOTALL | re.ASCII,
)
_MARKUP = re.compile(r"<[^<>]*>")
_NAME_AND_VALUE = re.compile(_ATTRIBUTE, re.ASCII)

# What a tag is written as. Elements of forms and old elements only lend their words to the text.
_RENAMED = {
    **dict.fromkeys(("form", "fieldset", "legend", "dialog", "search", "marquee"), "div"),
    **dict.fromkeys(("listing", "plaintext"), "pre"),
    **dict.fromkeys(("noscript", "noembed", "noframes", "applet", "frameset", "frame", "canvas", "datalist"), ""),
    **dict.fromkeys(("select", "option", "optgroup", "svg"), " "),
}
_FORMATTING = frozenset({
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "hr", "image", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
})  # fmt: skip
# The parser closes these itself.
_IMPLIED = frozenset({
    "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "p", "rb", "rp", "rt", "rtc", "tbody", "td",
    "tfoot", "th", "thead", "tr",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "button", "center", "details", "dir", "div", "dl", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "main", "math", "menu", "nav",
    "object", "ol", "pre", "section", "summary", "table", "template", "ul",
})  # fmt: skip
# HTML, section 13.2.6.5
_ENDS_FORMULA = frozenset({
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s",
    "small", "span", "strike", "strong", "sub", "sup", "table", "tt", "u", "ul", "var",
})  # fmt: skip
MATHML = frozenset({
    "annotation", "annotation-xml", "maction", "math", "menclose", "merror", "mfenced", "mfrac", "mi", "mlabeledtr",
    "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace",
    "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none",
    "semantics",
})  # fmt: skip
_SVG_ONLY = re.compile(
    r"g|defs|symbol|use|path|rect|circle|ellipse|line|poly(?:line|gon)|text(?:path)?|tspan|tref|desc|metadata|switch|"
    r"foreignobject|marker|mask|pattern|filter|fe\w+|\w*gradient|stop|clippath|animate\w*|set|view|cursor|script|\w+:.*"
)


def prepare_markup(markup: str, *, strict: bool = False) -> tuple[str, bool]:
    """HTML with the same words that a sanitiser and its parser can handle, and whether its end was left out.

    ``strict``: makes also short markup well nested. Takes linear time.
    """
    prepared, is_cut = _Pass(markup, strict=strict or markup.count("<") > _STRICT).run()
    if len(prepared) <= TEXT_LIMIT:
        return prepared, is_cut
    return _cut(prepared), True


def _cut(markup: str) -> str:
    """The beginning, without half a tag or half a character reference at its end."""
    markup = markup[:TEXT_LIMIT]
    tag, reference = markup.rfind("<"), markup.rfind("&", -32)
    if tag > markup.rfind(">"):
        return markup[:tag]
    return markup[:reference] if reference > markup.rfind(";") and reference >= 0 else markup


class _Pass:
    """The state of one pass."""

    def __init__(self, markup: str, *, strict: bool) -> None:
        self._markup, self._strict = markup, strict
        self._blocks: list[str] = []  # open, in strict mode
        self._inline: list[str] = []  # open since the last block began or ended, in strict mode
        self._foreign = ""  # "svg" or "math" inside one
        self._in_head = self._in_noscript = False
        self._after_pre = False
        self._languages = 0

    def run(self) -> tuple[str, bool]:
        """The markup, and whether its end was left out."""
        markup, pieces, position = self._markup, list[str](), 0
        tags = 0
        for match in _TOKEN.finditer(markup):
            written = self._token(match)
            if written is not None:
                pieces += (markup[position : match.start()], written)
                position = match.end()
            tags += written is None or written.startswith("<")
            if tags > TAG_LIMIT:
                return "".join((*pieces, markup[position : match.end()])), True
        return "".join((*pieces, markup[position:])) if position else markup, False

    def _token(self, match: re.Match[str]) -> str | None:
        """What a token is written as; None if it stays."""
        raw, content, slash, name, attributes, end, cdata = match.groups()
        if name is None:
            if raw is not None:
                return _of_math_script(match) or self._raw(raw.lower(), content)
            return _escape(_MARKUP.sub("", cdata)) if cdata else ""
        name = name.lower()
        if not end:
            return ""  # a tag that the end of the markup cuts
        if self._foreign or name in ("svg", "math"):
            name = self._in_foreign(name, slash, attributes)
        after_pre, self._after_pre = self._after_pre, name == "pre"
        if name in PLAYERS:
            return "" if slash else self._boundary() + _player(name, attributes)
        special = _RENAMED.get(name)
        if special is None and self._stays(name, attributes):
            return None
        if special is not None:
            return self._renamed(name, special, slash)
        if name == "iframe":
            return "" if slash else f"{self._boundary()}<iframe{_trimmed(attributes)}></iframe>"
        if name == "input":
            return _checkbox(attributes)
        if name in ("head", "body"):
            self._in_head = name == "head" and not slash
        if name in _FORMATTING:
            attributes = self._code_language(attributes) if name == "code" and after_pre else ""
        twin = f' {IN_NOSCRIPT}=""' if name == "img" and self._in_noscript else ""
        return self._nested(name, slash, twin + _trimmed(attributes))

    def _stays(self, name: str, attributes: str) -> bool:
        if self._strict or name in _REWRITTEN or len(attributes) > _LONG_TAG:
            return False
        return name != "img" or not self._in_noscript

    def _renamed(self, name: str, special: str, slash: str) -> str:
        if name == "noscript":
            self._in_noscript = not slash
        return self._nested(special, slash, "") if special.strip() else special

    def _raw(self, name: str, content: str) -> str:
        """An element whose content is text and not markup. Scripts and styles have no words for a reader."""
        if name in ("script", "style") or (name == "title" and self._in_head):
            return ""
        if name == "xmp":
            content = content.replace("&", "&amp;")
        content = _escape(content)
        return f" {content} " if name == "title" or self._foreign else f"{self._boundary()}<pre>{content}</pre>"

    def _in_foreign(self, name: str, slash: str, attributes: str) -> str:
        """The name of a tag in ``svg`` or ``math``, or " " for one that would be dropped with its words."""
        if name in ("svg", "math"):
            self._foreign = "" if slash or attributes.endswith("/") else name
        elif self._foreign == "svg":
            return "svg" if _SVG_ONLY.fullmatch(name) else name
        elif name not in MATHML:
            if name not in _ENDS_FORMULA:
                return "option"
            self._foreign = ""
        return name

    def _code_language(self, attributes: str) -> str:
        self._languages += 1
        return attributes if self._languages <= _LANGUAGES else ""

    def _boundary(self) -> str:
        """Closes the open inline elements."""
        closed = "".join(f"</{name}>" for name in reversed(self._inline))
        self._inline.clear()
        return closed

    def _nested(self, name: str, slash: str, attributes: str) -> str:
        """A tag, in strict mode with what makes it well nested."""
        tag = f"<{slash}{name}{attributes}>"
        if not self._strict:
            return tag
        if name == "a":
            return tag  # the parser itself keeps at most one of them open
        if name in _VOID:
            return self._boundary() + tag if name == "hr" else tag
        if name in _IMPLIED:
            return self._boundary() + tag
        if name in _BLOCKS or (self._foreign and name in MATHML):
            return self._boundary() + self._block(name, tag, closes=bool(slash))
        if not slash:
            if len(self._inline) >= _INLINE_LIMIT or attributes.endswith("/"):
                return ""
            self._inline.append(name)
            return tag
        return self._close(self._inline, name)

    def _block(self, name: str, tag: str, *, closes: bool) -> str:
        if closes:
            return self._close(self._blocks, name)
        if len(self._blocks) >= DEPTH_LIMIT:
            return " "
        if not tag.endswith("/>") or name not in MATHML:
            self._blocks.append(name)
        return tag

    def _close(self, stack: list[str], name: str) -> str:
        """The end tags of an element and of those that are open in it; nothing if it is not open."""
        if name not in stack:
            return ""
        closed = ""
        while not closed.endswith(f"</{name}>"):
            closed += f"</{stack.pop()}>"
        return closed


_MATH_SCRIPT = re.compile(r"<script[^>]*?\btype\s*=\s*[\"']?(math/tex[^\"'>]*)", re.IGNORECASE)  # of MathJax


def _of_math_script(match: re.Match[str]) -> str:
    """The TeX of a script that is a formula, in the brackets of TeX; empty for any other script."""
    script = _MATH_SCRIPT.match(match[0][:_LONG_TAG])
    if script is None:
        return ""
    opening, closing = ("\\[", "\\]") if "display" in script[1] else ("\\(", "\\)")
    return f"{opening}{_escape(match[2].replace('&', '&amp;'))}{closing}"


def _player(name: str, attributes: str) -> str:
    """A frame in place of an element that a script turns into one; nothing without the name of a film."""
    found = _values(attributes)
    address = player_address(name, found)
    title = (found.get("title") or found.get("playlabel") or "").replace('"', "&quot;").replace("<", "&lt;")
    return f'<iframe src="{address}" title="{title}"></iframe>' if address else ""


def _values(attributes: str) -> dict[str, str]:
    """The attributes of a tag, their names in lower case."""
    pairs = (match[0].partition("=") for match in _NAME_AND_VALUE.finditer(_trimmed(attributes)))
    return {name.strip().lower(): value.strip(" \t\n\r\f\"'") for name, _sign, value in pairs}


_REWRITTEN = frozenset({"iframe", "input", "head", "body", *_FORMATTING, *PLAYERS})


def _escape(text: str) -> str:
    return text.replace("<", "&lt;")


def _checkbox(attributes: str) -> str:
    found = _values(attributes)
    if found.get("type", "").lower() != "checkbox" or "margin-toggle" in found.get("class", ""):
        return ""  # the latter shows a note in the margin
    return f'<input type="checkbox"{" checked" if "checked" in found else ""}>'


def _trimmed(attributes: str) -> str:
    """The attributes of a tag, or the first of them if they are long."""
    if len(attributes) <= _LONG_TAG:
        return attributes
    found: list[str] = []
    for match in _NAME_AND_VALUE.finditer(attributes):
        if not match[0][:64].partition("=")[2].lstrip(" \"'").lower().startswith("data:"):
            found.append(match[0])
        if len(found) == _ATTRIBUTE_LIMIT:
            break
    return " " + " ".join(found)
