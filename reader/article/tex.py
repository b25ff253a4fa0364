"""TeX formulas in one readable line of Unicode: ``\\frac{1}{2}\\alpha^2`` becomes ``1/2 α²``.

Everything else stays: an unknown command is its name, an unclosed brace ends with the formula. Takes
linear time, and its depth is bounded.
"""

from __future__ import annotations

import re
import unicodedata

from reader.article.small_letters import raised, script
from reader.text import clean_line

_LIMIT = 4_000  # characters of a formula
_DEPTH = 24
_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|[{}^_&~]|\s+|[^\\{}^_&~\s]", re.DOTALL)

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ"
    " nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω"
    " Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
)
_SIGNS = (
    "hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ partial ∂ nabla ∇ infty ∞ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬"
    " lnot ¬ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ ldots … dots …"
    " cdots ⋯ vdots ⋮ ddots ⋱ prime ′ degree ° angle ∠ triangle △ square □ top ⊤ bot ⊥ langle ⟨ rangle ⟩ lfloor ⌊"
    " rfloor ⌋ lceil ⌈ rceil ⌉ lVert ‖ rVert ‖ Vert ‖ lvert | rvert | vert | dagger † ddagger ‡ S § P ¶ pounds £"
    " copyright © checkmark ✓ colon : lbrace { rbrace } lbrack [ rbrack ] backslash \\ imath ı jmath ȷ complement ∁"
)
_OPERATORS = (
    "cdot · times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ wedge ∧ land ∧ vee ∨"
    " lor ∨ cap ∩ cup ∪ setminus ∖ sqcup ⊔ sqcap ⊓ uplus ⊎"
    " leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ prec ≺ succ ≻ in ∈"
    " notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇"
    " subsetneq ⊊ perp ⊥ parallel ∥ models ⊨ vdash ⊢ dashv ⊣ asymp ≍"
    " mid ∣ doteq ≐ leqslant ⩽ geqslant ⩾ lesssim ≲ gtrsim ≳ coloneqq ≔ triangleq ≜ to → rightarrow → leftarrow ←"
    " leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longrightarrow ⟶"
    " longleftarrow ⟵ longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕ hookrightarrow ↪ rightharpoonup ⇀"
    " rightleftharpoons ⇌ nearrow ↗ searrow ↘ therefore ∴ because ∵"
)


def _table(words: str) -> dict[str, str]:
    parts = words.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


_SYMBOLS = _table(_GREEK) | _table(_SIGNS)
_SPACED = _table(_OPERATORS)  # signs with a space on both sides
_FUNCTIONS = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "log",
        "ln",
        "lg",
        "exp",
        "lim",
        "limsup",
        "liminf",
        "max",
        "min",
        "sup",
        "inf",
        "det",
        "dim",
        "ker",
        "deg",
        "gcd",
        "arg",
        "hom",
        "Pr",
        "mod",
        "bmod",
    ]
)
_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305", "tilde": "\u0303",
    "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300",
    "check": "\u030c", "breve": "\u0306", "underline": "\u0332", "mathring": "\u030a",
}  # fmt: skip
_TEXTS = frozenset(
    [
        "text",
        "mathrm",
        "textrm",
        "textbf",
        "textit",
        "mathbf",
        "mathit",
        "mathsf",
        "mathtt",
        "boldsymbol",
        "bm",
        "operatorname",
        "operatorname*",
        "textsf",
        "texttt",
        "mbox",
        "hbox",
        "emph",
        "mathop",
        "mathbin",
        "mathrel",
        "mathord",
        "boxed",
        "underbrace",
        "overbrace",
        "phantom",
        "vphantom",
        "hphantom",
        "pmb",
        "textnormal",
        "mathnormal",
        "ce",
    ]
)
_STYLES = {"mathbb": "DOUBLE-STRUCK CAPITAL", "mathcal": "SCRIPT CAPITAL", "mathscr": "SCRIPT CAPITAL",
           "mathfrak": "BLACK-LETTER CAPITAL"}  # fmt: skip
_SPACES = frozenset([",", ";", ":", " ", ">", "quad", "qquad", "enspace", "thinspace", "space"])
_NOTHING = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "biggl",
        "biggr",
        "Biggl",
        "Biggr",
        "middle",
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "scriptscriptstyle",
        "limits",
        "nolimits",
        "mathstrut",
        "strut",
        "nonumber",
        "notag",
        "hfill",
        "rm",
        "bf",
        "it",
        "cal",
        "!",
        "/",
        "hline",
        "displaylimits",
        "mathclose",
        "mathopen",
        "relax",
    ]
)
_SKIPPED = frozenset({"label", "tag", "tag*", "color", "hspace", "vspace", "hspace*", "class", "cssId", "style"})
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_SMALL = frozenset({"Lm", "No"})  # categories of small letters and digits
_OPENING, _CLOSING = re.compile(r"([(\[⟨]) "), re.compile(r" ([)\],;.⟩])")
_RELATIONS = frozenset("=<>")


def readable(tex: str) -> str:
    """The formula in a line of text."""
    written = _Reader(tex[:_LIMIT]).read()
    written = _CLOSING.sub(r"\1", _OPENING.sub(r"\1", re.sub(r"\s+", " ", written)))
    return clean_line(written.strip(), _LIMIT) or clean_line(tex, _LIMIT)


class _Reader:
    """Reads the tokens of a formula from left to right."""

    def __init__(self, tex: str) -> None:
        self._tokens = _TOKEN.findall(tex)
        self._at = 0

    def read(self) -> str:
        return self._row(0, closes=False)

    def _next(self) -> str:
        sign = self._tokens[self._at] if self._at < len(self._tokens) else ""
        self._at += 1
        return sign

    def _peek(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _row(self, depth: int, *, closes: bool) -> str:
        """The rest of a group, up to its closing brace or the end."""
        parts: list[str] = []
        is_head = False  # after a sum, a function or a fraction with its scripts, a space follows
        while self._at < len(self._tokens):
            sign = self._next()
            if sign == "}":
                if closes:
                    break
                continue
            if sign in ("^", "_"):
                if parts:
                    parts[-1] = parts[-1].rstrip()
                parts.append(_script(self._argument(depth), sign))
                continue
            part = _signed(sign, parts) if sign in "+-" else self._one(sign, depth)
            if is_head and part and part[0] not in " )],.;":
                parts.append(" ")
            is_head = sign[1:] in _HEADS or (is_head and not part)
            parts.append(part)
        return "".join(parts)

    def _argument(self, depth: int) -> str:
        """A group in braces, or the next sign or command."""
        if not self._peek():
            return ""
        sign = self._next()
        return self._one(sign, depth + 1) if depth < _DEPTH else sign.strip("{}")

    def _one(self, sign: str, depth: int) -> str:
        if sign == "{":
            return self._row(depth + 1, closes=True) if depth < _DEPTH else ""
        if sign.startswith("\\"):
            return self._command(sign[1:], depth)
        if sign == "&" or sign.isspace():
            return " " if sign == "&" else ""
        if sign == ",":
            return ", "
        return f" {sign} " if sign in _RELATIONS else " " if sign == "~" else "′" if sign == "'" else sign

    def _command(self, name: str, depth: int) -> str:
        if name in _SYMBOLS:
            return _SYMBOLS[name]
        if name in _SPACED:
            return f" {_SPACED[name]} "
        if name in _FUNCTIONS:
            return f" {name}"
        if name in _SPACES:
            return " "
        if name in _NOTHING:
            if name in ("left", "right") and self._peek() == ".":
                self._next()
            return ""
        if name in _SKIPPED:
            self._group()
            return ""
        return self._with_argument(name, depth)

    def _with_argument(self, name: str, depth: int) -> str:
        if name in _FRACTIONS:
            return f"{_grouped(self._argument(depth))}/{_grouped(self._argument(depth))}"
        if name in ("binom", "dbinom", "tbinom"):
            return f"({self._argument(depth)} over {self._argument(depth)})"
        if name == "sqrt":
            return self._root(depth)
        if name in _TEXTS:
            return self._text() if name in _VERBATIM else self._argument(depth)
        if name in _ACCENTS:
            return _accented(self._argument(depth), _ACCENTS[name])
        if name in _STYLES:
            return "".join(_styled(letter, _STYLES[name]) for letter in self._argument(depth))
        if name in ("begin", "end"):
            return self._environment(name)
        if name in ("overset", "underset", "stackrel"):
            above, base = self._argument(depth), self._argument(depth)
            return base + _script(above, "_" if name == "underset" else "^")
        if name == "\\":
            return "; "
        if name == "not":
            return unicodedata.normalize("NFC", self._argument(depth).strip() + "\u0338")
        return name if len(name) == 1 else f" {name} "

    def _root(self, depth: int) -> str:
        index = ""
        if self._peek() == "[":
            self._next()
            while self._at < len(self._tokens) and (sign := self._next()) != "]":
                index += sign
        under = self._argument(depth).strip()
        sign = {"3": "∛", "4": "∜"}.get(index, (raised(index) or index) + "√")
        return f"{sign}{under}" if len(under) == 1 or under.isdecimal() else f"{sign}({under})"

    def _text(self) -> str:
        """Words in a formula, with their spaces."""
        return self._group().replace("\\", "").replace("{", "").replace("}", "").replace("$", "")

    def _group(self) -> str:
        """A group as it is written, without the braces around it."""
        if self._peek() != "{":
            return self._next()
        self._next()
        depth, parts = 1, list[str]()
        while self._at < len(self._tokens):
            sign = self._next()
            depth += (sign == "{") - (sign == "}")
            if not depth:
                break
            parts.append(sign)
        return "".join(parts)

    def _environment(self, name: str) -> str:
        kind = self._group().rstrip("*")
        if kind == "array" and name == "begin":
            self._group()
        opening, closing = _ENVIRONMENTS.get(kind, ("", ""))
        return opening if name == "begin" else closing


_HEADS = (
    _FUNCTIONS
    | _FRACTIONS
    | frozenset(
        ["sum", "prod", "coprod", "int", "iint", "iiint", "oint", "bigcup", "bigcap", "forall", "exists", "nexists"]
    )
)
_VERBATIM = frozenset({"text", "textrm", "textbf", "textit", "textsf", "texttt", "mbox", "hbox", "textnormal", "emph"})
_ENVIRONMENTS = {
    "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"), "matrix": ("[", "]"),
    "smallmatrix": ("[", "]"), "cases": ("{ ", ""), "Bmatrix": ("{", "}"),
}  # fmt: skip


def _signed(sign: str, parts: list[str]) -> str:
    """A plus or minus: between two terms with spaces, else before its number."""
    before = "".join(parts[-2:]).rstrip()
    minus = "−" if sign == "-" else sign
    return f" {minus} " if before and before[-1] not in "=<>([{,;+−±·×/→≈≤≥≠∈" else minus


def _script(text: str, sign: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    if not text:
        return ""
    if set(text) == {"′"}:
        return text
    return script(text if " " not in text else text.replace(" ", ""), sign)


def _grouped(text: str) -> str:
    """A part of a fraction, in brackets if it is more than a number or a letter with what is above and below it."""
    text = text.strip()
    is_simple = text.isdecimal() or all(unicodedata.category(c) in _SMALL or unicodedata.combining(c) for c in text[1:])
    return text if is_simple else f"({text})"


def _accented(text: str, accent: str) -> str:
    """A letter with an accent; a longer text has it over each of its letters."""
    return unicodedata.normalize("NFC", "".join(c if c.isspace() else c + accent for c in text))


def _styled(letter: str, style: str) -> str:
    """A capital letter of an alphabet of its own, such as ℝ."""
    if not ("A" <= letter <= "Z"):
        return letter
    for name in (f"{style} {letter}", f"MATHEMATICAL {style} {letter}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return letter
