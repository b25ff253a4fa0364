"""Each element of a document is read about once, however its lists, captions and tables are nested."""

from collections.abc import Callable

import pytest

from reader.article.blocks import Definitions, Figure, ListBlock, Paragraph, Span
from reader.article.document import build_document

BASE = "https://paper.example/"
TEXT = "The ferry left at noon."
Shape = Callable[[int], str]

NESTED: dict[str, Shape] = {
    "lists of meanings": lambda n: "<dl><dd>" * n,
    "lists without parts": lambda n: "<dl>" * n,
    "lists in empty parts": lambda n: "<dl><dt></dt><dd>" * n,
    "lists in terms": lambda n: f"{'<dl><dt>' * n}x{'</dt><dd></dd></dl>' * n}",
    "lists with terms of no width": lambda n: "<dl><dt>&#8203;</dt><dd>" * n,
    "lists with pictures of nothing": lambda n: "<dl><dt><img></dt><dd>" * n,
    "lists of definitions": lambda n: "<dl><dt>tide</dt><dd>" * n,
    "groups of parts": lambda n: "<dl><div><dd>" * n,
    "captions with headings": lambda n: "<figure><figcaption><h2>x</h2>" * n,
    "captions with lists": lambda n: "<figure><figcaption><ul><li>x</li></ul>" * n,
    "captions by class": lambda n: "<img src=a.png><div class=caption><h2>x</h2>" * n,
    "captions of figures by class": lambda n: "<figure><img src=a.png></figure><div class=caption><ul><li>x</ul>" * n,
    "captions of tables": lambda n: "<table><caption><b>x</b><tr><td>" * n,
    "everything": lambda n: "<dl><dt>x<dd><figure><figcaption><h3>t</h3><table><tr><td>x<td>" * n,
    "parts that open": lambda n: "<details><summary>x</summary>" * n,
    "tables": lambda n: "<table><tr><td>x<td>y<tr><td>z<td>" * n,
    "lists of items": lambda n: "<ul><li>x" * n,
    "quotations": lambda n: "<blockquote>" * n,
    "pull quotes": lambda n: "<aside class=pullquote>x" * n,
}  # fmt: skip


def steps_for(html: str) -> int:
    """How often the building of a document says that it goes on."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    build_document(html, base=BASE, check=count)
    return steps


@pytest.mark.parametrize("shape", NESTED.values(), ids=NESTED)
def test_nested_elements_are_read_about_once_each(shape: Shape) -> None:
    few, many = (steps_for(shape(depth) + TEXT) for depth in (12, 48))
    assert many < 6 * few


def test_only_a_small_part_of_a_document_is_read_twice_to_find_captions() -> None:
    captions = "<figure><img src=a.png><figcaption><ul><li>one</ul></figcaption></figure>"
    assert steps_for(captions * 4_000) < 1.1 * 40 * steps_for(captions * 100)


def test_a_large_caption_with_more_than_text_is_read_as_what_it_is() -> None:
    items = "<li>x</li>" * 200
    (figure, items_list) = build_document(
        f"<figure><img src=a.png><figcaption><ul>{items}</ul></figcaption></figure>", base=BASE
    ).blocks
    assert isinstance(figure, Figure)
    assert isinstance(items_list, ListBlock)
    assert len(items_list.items) == 200


@pytest.mark.parametrize("empty", ["<dt></dt>", "<dt> <b></b></dt>", "<dt>&#8203;</dt>", "<dt><img></dt>"])
def test_a_list_without_terms_only_lays_out_the_page(empty: str) -> None:
    blocks = build_document(f"<dl>{empty}<dd>{TEXT}</dd></dl>", base=BASE).blocks
    assert not any(isinstance(block, Definitions) for block in blocks)


def test_lists_of_definitions_in_each_other_stay_lists() -> None:
    html = "<dl><dt>tide<dd><dl><dt>ebb<dd>out<dt>flood<dd>in</dl></dl>"
    (outer,) = build_document(html, base=BASE).blocks
    assert isinstance(outer, Definitions)
    ((inner,),) = outer.items[0].meanings
    assert isinstance(inner, Definitions)
    assert [item.terms for item in inner.items] == [((Span("ebb"),),), ((Span("flood"),),)]
    assert inner.items[1].meanings == ((Paragraph((Span("in"),)),),)
