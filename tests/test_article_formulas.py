"""Formulas in readable text, wherever they occur; and sums of money that only look like them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from reader.article.document import build_document
from reader.article.document_markdown import markdown_of
from reader.article.document_text import plain_text_of
from reader.article.extract import extract_page
from reader.article.tex import readable
from tests.support.each import each
from tests.support.fuzzing import examples


def text(html: str) -> str:
    return plain_text_of(build_document(html, base="https://paper.example/"))


@each(
    ("tex", "shown"),
    [
        (r"E=mc^2", "E = mc²"),
        (r"x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}", "x = (−b ± √(b² − 4ac))/(2a)"),
        (r"\frac{1}{2}\alpha^{-1}", "1/2 α⁻¹"),
        (r"\sum_{i=1}^{n} i", "∑ᵢ₌₁ⁿ i"),
        (r"\int_0^\infty e^{-x^2}\,dx", "∫₀^∞ e^(−x²) dx"),
        (r"\mathbb{R}^n \to \mathcal{H}", "ℝⁿ → ℋ"),
        (r"\left( \frac{a}{b} \right)", "(a/b)"),
        (r"\hat{x} + \vec{v}", "x̂ + v⃗"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b; c d)"),
        (r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{else} \end{cases}", "{ 1 if x > 0; 0 else"),
        (r"\lim_{n\to\infty} a_n", "lim_(n→∞) aₙ"),
        (r"O(n \log n)", "O(n log n)"),
        (r"{\displaystyle a_{ij} \neq x_{\text{max}}}", "aᵢⱼ ≠ xₘₐₓ"),
        (r"\sqrt[3]{x} \cdot f'(x)", "∛x · f′(x)"),
        (r"\unknown{x}", "unknown x"),
        (r"\{a, b\}", "{a, b}"),
        (r"\frac", "/"),
        (r"{x", "x"),
    ],
)
def test_tex_is_read_as_a_line_of_text(tex: str, shown: str) -> None:
    assert readable(tex) == shown


@each(
    ("html", "shown"),
    [
        ("Let $x$ be $x^2+1$ and $f(x)$.", "Let x be x² + 1 and f(x)."),
        (r"So \(a^2\) and \[ b = c \] end", "So a² and\n\nb = c\n\nend"),
        ("$$E=mc^2$$", "E = mc²"),
        ("<script type='math/tex; mode=display'>x_1 < 2</script>", "x₁ < 2"),
        ("A <img class='latex' alt='\\frac{1}{2}' src='/x.png'> b", "A 1/2 b"),
        (("<span class=katex><span class=katex-mathml><math><semantics><mi>x</mi><annotation encoding='application/x-tex'>"
         "x^2</annotation></semantics></math></span><span class=katex-html>x2</span></span>"), "x²"),
        (("<span class=mwe-math-element><span class=mwe-math-mathml-inline><math alttext='{\\displaystyle x_1}'></math>"
         "</span><img class=mwe-math-fallback-image-inline alt='{\\displaystyle x_1}' src=/x.svg></span>"), "x₁"),
        # none of these is a formula
        ("It costs $5 and $6, or US$5-$6, ($5) or ($6).", None),
        ("Between 5$ and 6$ a_b", None),
        ("$HOME and $PATH_X", None),
        ("from $5m/year to $10m/year_x", None),
        ("$AAPL_X up, $TSLA_Y down", None),
        ("$1 = €0.95 and $2 = €1.90", None),
        ("an \\[update\\] \\(sic\\)", None),
        ("never ends $x^2 and \\( x", None),
        ("<code>$x^2$</code>", "$x^2$"),
        ("<pre>$x^2$</pre>", "$x^2$"),
    ],
)  # fmt: skip
def test_formulas_are_found_in_text_and_elements_and_prices_are_none(html: str, shown: str | None) -> None:
    assert text(html) == (html if shown is None else shown)


def test_markdown_has_the_tex_of_a_formula() -> None:
    found = markdown_of(build_document(r"<p>So $a_1*b_2$ and</p><p>\[\frac{1}{2}\]</p>", base=None))
    assert found == "So $a_1*b_2$ and\n\n$$\n\\frac{1}{2}\n$$"
    tokens = MarkdownIt("commonmark").use(dollarmath_plugin).parse(found)
    assert [token.content.strip() for token in tokens if token.type == "math_block"] == [r"\frac{1}{2}"]


SIGNS = st.lists(
    st.sampled_from(["$", "$$", "\\(", "\\)", "\\[", "\\]", "{", "}", "^", "_", "\\frac", "\\sqrt[", "&", "\\left", "x",
                     "word", " ", "5", "\\", "\\begin{cases}", "\\text{a b", "\\hat", "<b>", "\n"]), max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=examples(100))
@given(SIGNS)
def test_any_tex_gives_text_and_loses_no_words(source: str) -> None:
    assert text(source).count("word") == source.count("word")
    assert readable(source) or not source.strip()


def test_the_work_is_bounded() -> None:
    for sign in ("{", "\\frac", "^", "\\left(", "\\sqrt[", "x^{", "\\text{"):
        assert len(readable(sign * 100_000)) < 20_000
    for source in ("$x^2 ", "\\( ", "\\[ x \\) ", "$$ "):
        assert text(source * 20_000)


MATHML = "<math{display} alttext='{{\\displaystyle a=b}}'><mi>a</mi><mo>=</mo><mi>b</mi></math>"
IN_LINE, ON_ITS_OWN = MATHML.format(display=""), MATHML.format(display=" display='block'")
HIDDEN = f"<div class='mwe-math-mathml-display' style='display: none;'>{ON_ITS_OWN}</div>"
DRAWN = "<img class='mwe-math-fallback-image-display' aria-hidden='true' alt='a=b' src='/1.svg'>"
MATHJAX = (
    "<mjx-container class='MathJax' jax='CHTML'{display}><mjx-math aria-hidden='true'><mjx-c class='mjx-c1D44E'></mjx-c>"
    "</mjx-math><mjx-assistive-mml>{math}</mjx-assistive-mml></mjx-container>"
)


@each(
    "box",
    [
        ON_ITS_OWN,
        f"<div>{ON_ITS_OWN}</div>",
        f"<div class='equation'>{IN_LINE}</div>",
        f"<div>{ON_ITS_OWN}<span>(12)</span></div>",
        f"<div class='mwe-math-element'>{HIDDEN}{DRAWN}</div>",
        f"<div class='mwe-math-element'>{DRAWN}{HIDDEN}</div>",
        MATHJAX.format(display=" display='true'", math=ON_ITS_OWN),
        MATHJAX.format(display="", math=IN_LINE),
        f"<p>{MATHJAX.format(display='', math=IN_LINE)}</p>",
        f"<section><figure>{ON_ITS_OWN}</figure></section>",
    ],
)
def test_a_formula_between_paragraphs_is_a_paragraph_once(box: str) -> None:
    lines = article(f"<p>It follows that</p>{box}<p>for all of them, as anybody can see who looks at it.</p>").split(
        "\n"
    )
    (formula,) = (line for line in lines if "a = b" in line)
    assert formula.replace("(12)", "").strip() == "a = b"
    assert (
        lines.index("It follows that")
        < lines.index(formula)
        < lines.index("for all of them, as anybody can see who looks at it.")
    )


@each(
    ("line", "shown"),
    [
        (f"<p>When {IN_LINE} holds, so does this.</p>", "When a = b holds, so does this."),
        (f"<p>When {MATHJAX.format(display='', math=IN_LINE)}, so is this.</p>", "When a = b, so is this."),
        (f"<div>When {IN_LINE} holds, so does all of this, and nothing else.</div>",
         "When a = b holds, so does all of this, and nothing else."),
    ],
)  # fmt: skip
def test_a_formula_among_words_stays_in_its_line(line: str, shown: str) -> None:
    assert shown in article(line).split("\n")


def article(middle: str) -> str:
    """The text of a page with several paragraphs around these elements."""
    around = "".join(
        f"<p>Paragraph {n} tells of numbers, of letters and of what follows from both.</p>" for n in range(6)
    )
    page = f"<html><body><article><h1>On letters</h1>{around}{middle}{around}</article></body></html>"
    return extract_page(page.encode(), url="https://paper.example/letters").content_text
