"""The syntax colours of code: which language it is in, and the pieces of its lines by their role.

Pygments takes a while to load and to read code, so that happens in a thread; the page shows code without colours until
then. A language that is not named is guessed only from signs that no other language has: wrong colours are worse
than none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from reader.article.blocks import Block, Code, all_blocks
from reader.article.flow import keep_working
from reader.ui.typeset.lines import Role

ColouredLine = tuple[tuple[str, Role], ...]
ColouredLines = tuple[ColouredLine, ...]

MOST_CODE = 30_000  # characters of one block; more stays without colours, as a lexer may take quadratic time
LONGEST_LINE = 1_000  # characters
_LONG_SPACE = re.compile(r"\s{500}")  # on which some lexers take quadratic time
_CHECKED_EVERY = 500  # tokens

_NAMES = {
    "py": "python", "python3": "python", "py3": "python", "js": "javascript", "node": "javascript", "mjs": "javascript",
    "jsx": "javascript", "ts": "typescript", "tsx": "typescript", "jsonc": "json", "json5": "json", "h": "c",
    "c++": "cpp", "cc": "cpp", "hpp": "cpp", "cxx": "cpp", "cs": "csharp", "c#": "csharp", "golang": "go",
    "rs": "rust", "rb": "ruby", "kt": "kotlin", "pl": "perl", "jl": "julia", "hs": "haskell", "ml": "ocaml",
    "ex": "elixir", "exs": "elixir", "clj": "clojure", "lisp": "common-lisp", "elisp": "emacs-lisp", "sh": "bash",
    "shell": "bash", "zsh": "bash", "shell-session": "console", "shellsession": "console", "terminal": "console",
    "ps1": "powershell", "pwsh": "powershell", "postgresql": "postgres", "postgres": "postgres", "mysql": "mysql",
    "sqlite": "sql", "svg": "xml", "xhtml": "html", "htm": "html", "sass": "scss", "yml": "yaml", "conf": "ini",
    "cfg": "ini", "docker": "docker", "dockerfile": "docker", "make": "make", "makefile": "make", "patch": "diff",
    "udiff": "diff", "md": "markdown", "latex": "tex", "proto": "protobuf", "tf": "hcl", "terraform": "hcl",
    "nasm": "nasm", "objc": "objective-c", "fs": "fsharp", "f#": "fsharp", "sol": "solidity",
}  # fmt: skip
_KNOWN = frozenset({
    "python", "pycon", "javascript", "typescript", "json", "java", "c", "cpp", "csharp", "go", "rust", "ruby", "php",
    "swift", "kotlin", "scala", "perl", "lua", "r", "julia", "haskell", "ocaml", "elixir", "erlang", "clojure",
    "common-lisp", "emacs-lisp", "scheme", "bash", "console", "powershell", "sql", "postgres", "mysql", "html", "xml",
    "css", "scss", "yaml", "toml", "ini", "docker", "make", "cmake", "nginx", "diff", "markdown", "tex", "vim", "nix",
    "zig", "dart", "groovy", "protobuf", "graphql", "hcl", "nasm", "objective-c", "fortran", "matlab", "pascal",
    "nim", "crystal", "fsharp", "solidity", "awk", "http", "elm",
})  # fmt: skip
"""The lexers that tests have fed with hostile text."""


def lexer_name(code: Code) -> str | None:
    """The lexer for some code, by the language that its page names, else by what it looks like; None if unknown."""
    if len(code.text) > MOST_CODE:
        return None
    named = (code.language or "").lower().removeprefix("language-")
    name = _NAMES.get(named, named)
    if name not in _KNOWN and _NATURAL_LANGUAGE.fullmatch(name):
        name = guessed(code.text) or ""
    return name if name in _KNOWN else None


_NATURAL_LANGUAGE = re.compile(r"(?:[a-z]{2}(?:-[a-z]{2})?)?")  # none, or the language of the page's text


_SIGNS: dict[str, tuple[str, ...]] = {
    "python": (
        r"^[ \t]*(?:async )?def \w+\(.*\).*:[ \t]*$", r"^[ \t]*class \w+(?:\(.*\))?:[ \t]*$", r"^from [\w.]+ import ",
        r"^import [\w.]+(?: as \w+)?[ \t]*$", r"^[ \t]*(?:if|elif|for|while|with|except|else|try)\b[^{}]*:[ \t]*$",
        r"\bself\.\w",
    ),
    "javascript": (
        r"^[ \t]*(?:const|let) \w+ = ", r"=> [{(\w]", r"\bfunction ?\w*\(.*\) ?\{",
        r"\b(?:document|console|window)\.\w+\(", r"^import .* from ['\\x22]", r"\brequire\(['\\x22]",
    ),
    "java": (
        r"\bpublic (?:static |final )*(?:class|void|int|String)\b", r"\bSystem\.out\.print", r"^import java",
    ),
    "c": (
        r'^#include [<\"]', r"\bint main\((?:void|int argc)", r"\bprintf\(",
    ),
    "cpp": (
        r"^#include <\w+>[ \t]*$", r"\bstd::\w", r"\btemplate ?<",
    ),
    "rust": (
        r"\bfn \w+(?:<.*>)?\(.*\)", r"\blet mut \w", r"^[ \t]*impl\b.*\{", r"\b(?:println|vec|format)!",
        r"^use \w+::",
    ),
    "go": (
        r"^package \w+[ \t]*$", r"^func (?:\(\w+ \*?\w+\) )?\w+\(", r"\w := ", r"\bfmt\.\w+\(",
    ),
    "ruby": (
        r"^[ \t]*def \w+[?!]?(?:\(.*\))?[ \t]*$", r"^[ \t]*end[ \t]*$", r"\bputs ", r"\bdo \|\w+\|",
    ),
    "sql": (
        r"^[ \t]*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (?:TABLE|INDEX|VIEW)|ALTER TABLE)\b",
        r"^[ \t]*FROM \w", r"^[ \t]*WHERE ", r"\b(?:GROUP|ORDER) BY\b", r"\bSELECT .* FROM \w", r"\) VALUES ?\(",
    ),
    "css": (
        r"^[.#]?[\w-]+(?:[ .:#>,][\w.:#> ,-]*)?[ \t]*\{[ \t]*$", r"^[ \t]+[a-z-]+: [^;{}]+;[ \t]*$", r"^@media ",
    ),
}  # fmt: skip
_SIGNS_COMPILED: dict[str, tuple[re.Pattern[str], ...]] = {
    name: tuple(re.compile(sign, re.MULTILINE) for sign in signs) for name, signs in _SIGNS.items()
}
_ALSO = {"cpp": {"c"}}  # what one language shares with another counts for it
_SHEBANG = re.compile(r"#!\s?/\S*?(?:/env )?(?:\S*/)?(python|bash|sh|zsh|perl|ruby|node)[\d.]*\s")
_PROMPT = re.compile(r"(?:[\w.@:~/-]{0,40})?[$%] \w")
_GUESSED_FROM = 4_000  # characters


def guessed(text: str) -> str | None:
    """The language of code by its looks; None if that is not certain."""
    begin = text[:_GUESSED_FROM].lstrip()
    shebang = _SHEBANG.match(f"{begin} ")
    if shebang:
        return _NAMES.get(shebang[1], shebang[1])
    marked = next((name for sign, name in _BEGINNINGS.items() if begin.lower().startswith(sign)), None)
    if marked:
        return marked
    if begin.startswith(("{", "[")) and _is_json(text):
        return "json"
    if re.search(r"^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@", begin, re.MULTILINE):
        return "diff"
    if _PROMPT.match(begin):
        return "console"
    return _by_signs(begin)


_BEGINNINGS = {
    "<?php": "php", "<?xml": "xml", "<!doctype html": "html", "<html": "html", "diff --git ": "diff", ">>> ": "pycon",
}  # fmt: skip


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _by_signs(text: str) -> str | None:
    """The language that two signs speak for, if none speaks for another."""
    lines = "\n".join(line[:200] for line in text.split("\n"))
    found = {name: sum(1 for sign in signs if sign.search(lines)) for name, signs in _SIGNS_COMPILED.items()}
    best = max(found, key=lambda name: found[name])
    others = {name for name, count in found.items() if count and name != best} - _ALSO.get(best, set())
    return best if found[best] >= 2 and not others else None


# -- colours


def without_colours(code: Code) -> ColouredLines | None:  # noqa: ARG001 - has the signature of CodeColours.known
    """For code that is drawn in one colour."""
    return None


class CodeColours:
    """The colours of the code of one article, as far as they are known."""

    def __init__(self) -> None:
        self._known: dict[Code, ColouredLines | None] = {}

    def known(self, code: Code) -> ColouredLines | None:
        """The lines of code in pieces; None if they have no colours, or none yet."""
        return self._known.get(code)

    def lack(self, blocks: Iterable[Block]) -> bool:
        """Whether the blocks have code whose colours are not known and may be found."""
        codes = (block for block in all_blocks(blocks) if isinstance(block, Code))
        return any(code not in self._known and len(code.text) <= MOST_CODE for code in codes)

    def found(self, code: Code, check: Callable[[], None] = keep_working) -> ColouredLines | None:
        """As :meth:`known`, after looking for them. Slow: call it in a thread. What ``check`` raises ends the work."""
        if code not in self._known:
            self._known[code] = coloured(code, check)
        return self._known[code]

    def give_up(self, code: Code) -> None:
        """Leaves some code without colours, because it takes too long."""
        self._known[code] = None


def coloured(code: Code, check: Callable[[], None] = keep_working) -> ColouredLines | None:
    """The lines of code in pieces with roles; None for a language without a lexer and for very long code."""
    name = lexer_name(code)
    text = code.text.strip("\n")
    if name is None or max(map(len, text.split("\n"))) > LONGEST_LINE or _LONG_SPACE.search(text):
        return None
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # Pygments has no annotations
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_by_name(name, **({"startinline": "<?" not in text} if name == "php" else {}))
    except ClassNotFound:  # an older Pygments
        return None
    pieces = list(_pieces(lexer, text, check))
    return _lines(pieces) if "".join(piece for piece, _role in pieces) == text else None


def _pieces(lexer: Any, text: str, check: Callable[[], None]) -> Iterator[tuple[str, Role]]:
    left = len(text)  # a lexer may end what it is given with a line break
    for number, (_at, kind, value) in enumerate(lexer.get_tokens_unprocessed(f"{text}\n")):
        if number % _CHECKED_EVERY == 0:
            check()
        yield value[:left], _role(kind)
        left = max(0, left - len(value))


def _role(kind: Any) -> Role:
    while kind is not None:
        role = _ROLES.get(str(kind))
        if role:
            return role
        kind = kind.parent  # None above the root
    return Role.CODE


_ROLES = {
    "Token.Keyword": Role.CODE_KEYWORD,
    "Token.Operator.Word": Role.CODE_KEYWORD,
    "Token.Generic.Deleted": Role.CODE_KEYWORD,
    "Token.Name.Tag": Role.CODE_KEYWORD,
    "Token.Literal.String": Role.CODE_STRING,
    "Token.Generic.Inserted": Role.CODE_STRING,
    "Token.Comment": Role.CODE_COMMENT,
    "Token.Literal.String.Doc": Role.CODE_COMMENT,
    "Token.Generic.Output": Role.CODE_COMMENT,
    "Token.Generic.Prompt": Role.CODE_COMMENT,
    "Token.Literal.Number": Role.CODE_NUMBER,
    "Token.Keyword.Constant": Role.CODE_NUMBER,
    "Token.Name.Constant": Role.CODE_NUMBER,
    "Token.Comment.Preproc": Role.CODE_FUNCTION,
    "Token.Name.Function": Role.CODE_FUNCTION,
    "Token.Name.Class": Role.CODE_FUNCTION,
    "Token.Name.Decorator": Role.CODE_FUNCTION,
    "Token.Name.Attribute": Role.CODE_FUNCTION,
    "Token.Name.Namespace": Role.CODE_FUNCTION,
    "Token.Name.Property": Role.CODE_FUNCTION,
    "Token.Generic.Heading": Role.CODE_FUNCTION,
    "Token.Generic.Subheading": Role.CODE_FUNCTION,
}


def _lines(pieces: Iterable[tuple[str, Role]]) -> ColouredLines:
    lines: list[list[tuple[str, Role]]] = [[]]
    for text, role in pieces:
        first, *others = text.split("\n")
        for number, part in enumerate((first, *others)):
            if number:
                lines.append([])
            if part and lines[-1] and lines[-1][-1][1] is role:
                lines[-1][-1] = lines[-1][-1][0] + part, role
            elif part:
                lines[-1].append((part, role))
    return tuple(map(tuple, lines))
