"""The characters of Markdown: which must be escaped where, and how text becomes strong, code or an address."""

from __future__ import annotations

import re

from reader.article.blocks import Style

# Always markup: \ ` * [ ]. "_" not inside a word; "<" where a tag or an address can begin; "&" of a reference; "~~".
_MARKUP = re.compile(r"[\\`*\[\]]|_|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,32};)|~", re.ASCII)
# What makes a line a heading, an item, a meaning, a quotation, a fence, or the ruler below a heading or in a table.
_LINE_START = re.compile(
    r"^(?:#{1,6}(?=[ \t]|$)|[-+:](?=[ \t]|$)|>|(?=[-=:| \t]*$)[-=:|]|(\d{1,9})([.)])(?=[ \t]|$))", re.MULTILINE
)
_EMPHASIS = {Style.STRONG: "**", Style.EMPHASIS: "*", Style.STRONG | Style.EMPHASIS: "***"}
_EMPHASIS_TAGS = ((Style.EMPHASIS, "em"), (Style.STRONG, "strong"))
_UNSAFE_IN_ADDRESS = re.compile(r"[\s()<>\\&]")


def escape(text: str) -> str:
    """Text of one or several lines that means itself anywhere but at the beginning of a line."""

    def escaped(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if match[0] == "_" and _is_word(before) and _is_word(after):
            return "_"
        return f"\\{match[0]}"

    return _MARKUP.sub(escaped, text) if _MARKUP.search(text) else text


def _is_word(character: str) -> bool:
    return character.isalnum()


def escape_line_starts(text: str) -> str:
    """Escapes what would make a line of a paragraph something else than text."""
    return _LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[0]}", text)


def code_span(text: str) -> str:
    """Text between as many backticks as it needs (CommonMark, section 6.1)."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") or (text[0] == text[-1] == " ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def delimited(text: str, style: Style, before: str, after: str) -> str:
    """The text as strong, emphasised or struck out; ``before`` and ``after`` are the characters beside it.

    Asterisks work only where the characters beside them allow it (CommonMark, section 6.2: a delimiter beside
    punctuation needs a space on its other side); elsewhere HTML does.
    """
    apart = (not before or before.isspace()) and (not after or after.isspace())
    words = _is_word(text[0]) and _is_word(text[-1]) and before not in tuple("*_~\\") and after not in tuple("*_~\\")
    emphasis = style & (Style.STRONG | Style.EMPHASIS)
    if emphasis and (apart or words) and not style & Style.STRIKE:
        return f"{_EMPHASIS[emphasis]}{text}{_EMPHASIS[emphasis]}"
    for one, tag in _EMPHASIS_TAGS:
        if emphasis & one:
            text = f"<{tag}>{text}</{tag}>"
    if style & Style.STRIKE:
        return f"~~{text}~~" if not emphasis and (apart or words) else f"<del>{text}</del>"
    return text


def destination(url: str) -> str:
    """An address as the destination of a link (CommonMark, section 6.3)."""
    if not _UNSAFE_IN_ADDRESS.search(url):
        return url
    escaped = re.sub(r"[<>\\]|&(?=#?[A-Za-z0-9]{1,32};)", lambda match: f"\\{match[0]}", " ".join(url.split()))
    return f"<{escaped}>"


def quoted(text: str) -> str:
    """The title of a picture or a link."""
    return '"' + escape(one_line(text)).replace('"', '\\"') + '"'


def one_line(text: str) -> str:
    """The text with line breaks as spaces."""
    return " ".join(text.split("\n"))
