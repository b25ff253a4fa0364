"""Which pictures an article has: the real ones, each once, with all their sizes; never those that count readers."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.addresses import same_picture
from reader.article.blocks import Document, Figure
from reader.article.document import build_document
from reader.article.entry_pictures import hero_of, with_pictures
from reader.article.extract import extract_page
from reader.media.request import PictureRequest
from reader.model import Enclosure, Entry, Page
from reader.refresh.media.choose_source import choose_sources
from reader.web.trackers import counts_readers
from tests.support.each import each

BASE = "https://paper.example/news/"
SITE = "https://paper.example"


def figures(html: str) -> list[Figure]:
    document = build_document(html, base=BASE)
    return [
        replace(block, src=(block.src or "").removeprefix(SITE))
        for block in document.blocks
        if isinstance(block, Figure)
    ]


def sources_of(html: str) -> list[tuple[str, int]]:
    (figure,) = figures(html)
    return [(url.removeprefix(SITE), width) for url, width in figure.sources]


@each(
    "html",
    [
        "<img data-src=/a.jpg src=data:image/gif;base64,R0lGOD>",
        "<img data-lazy-src=/a.jpg src=/placeholder.gif>",
        "<img data-lazy=/a.jpg src=/img/lazy-load.png>",
        "<img data-original=/a.jpg src=/b.gif>",
        "<img data-srcset='/s.jpg 100w, /a.jpg 900w' src=data:x>",
        "<img data-lazy-srcset='/s.jpg 1x, /a.jpg 2x' src=/blank.gif>",
        "<picture><source data-srcset='/a.jpg 900w'><img src=data:x></picture>",
        "<img src=data:x class=lazy><noscript><img src=/a.jpg></noscript>",
        "<a href=/x><img src=data:x data-src=/a.jpg></a><noscript><a href=/x><img src=/a-600x400.jpg></a></noscript>",
        "<img data-src=/a.jpg><noscript><img src=/a.jpg?w=900></noscript>",
        "<noscript><img src=/a.jpg></noscript><img data-src=/a.jpg src=data:x>",
    ],
)
def test_a_picture_that_loads_late_is_found_once(html: str) -> None:
    for whole in (html, f"<p>Before.</p><figure>{html}<figcaption>Cap</figcaption></figure>"):
        (figure,) = figures(whole)
        assert figure.src == "/a.jpg", whole


def test_two_pictures_stay_two() -> None:
    for html in (
        "<img src=/a.jpg><noscript><img src=/b.jpg></noscript>",
        "<noscript><img src=/a.jpg></noscript><noscript><img src=/b.jpg></noscript>",
        "<img data-src=/a.jpg><img data-src=/b.jpg>",
        "<img data-src=/a.jpg><p>Text</p><noscript><img src=/b.jpg></noscript>",
    ):
        assert [figure.src for figure in figures(html)] == ["/a.jpg", "/b.jpg"], html


def caption_of(html: str) -> str:
    (figure,) = figures(html)
    return "".join(span.text for span in figure.caption)


@pytest.mark.parametrize("caption", ["ImageCaption_captionWrapper__a1", "img-description", "article__photo-credit"])
def test_a_class_says_that_words_below_a_picture_are_its_caption(caption: str) -> None:
    assert caption_of(f"<div><div><img src=/a.jpg></div></div><p class='{caption}'>A pier</p><p>On.</p>") == "A pier"


def test_lines_below_a_picture_that_are_text_or_buttons_are_no_caption() -> None:
    assert caption_of("<img src=/a.jpg><div class=content-imagetext><p>The pier froze.</p></div>") == ""
    assert caption_of("<figure><img src=/a.jpg><div><a href=/pin>Pin</a> <a href=/print>Print</a></div></figure>") == ""


@pytest.mark.parametrize(
    ("caption", "text"),
    [
        ("The pier in 2021<small>Photo: A. Name</small>", "The pier in 2021 Photo: A. Name"),
        ("<span>The pier.</span><span>© A. Name</span>", "The pier. © A. Name"),
        ("The <em>Sea Star</em>, (<a href=/b>Archive</a>)", "The Sea Star, (Archive)"),
        ("„<em>Star</em>“, H<span>2</span>O", "„Star“, H2O"),
        ("The pier.<br>| <small>© A. Name</small>", "The pier.\n© A. Name"),
    ],
)
def test_a_credit_stands_apart_from_the_caption_before_it(caption: str, text: str) -> None:
    assert caption_of(f"<figure><img src=/a.jpg><figcaption>{caption}</figcaption></figure>") == text


@pytest.mark.parametrize(
    "title", ["The pier", "The pier in winter.", "IMG_2041", "img_2041-1200x800.jpg", "04_Pier_Müller"]
)
def test_a_title_that_caption_or_file_name_repeat_is_left_out(title: str) -> None:
    picture = f"<img src=/2026/img_2041-1200x800.jpg title='{title}'>"
    (figure,) = figures(f"<figure>{picture}<figcaption>The pier in winter. © A. Name</figcaption></figure>")
    assert figure.title == ""


def test_a_main_picture_that_loads_late_is_not_put_before_the_text_that_has_it() -> None:
    head = f"<head><meta property=og:image content='{SITE}/pier.jpg'></head>"
    picture = "<img src=data:x data-lazy-src=/pier.jpg><noscript><img src=/pier.jpg></noscript>"
    text = f"<p>{'Nobody has ever measured this on the quay before. ' * 8}</p>"
    page = f"{head}<article><h1>The pier</h1><p>A line about it.</p>{picture}{text}</article>"
    assert len(figures(extract_page(page.encode(), url=f"{BASE}1").content_html)) == 1


def test_pictures_in_a_list_are_pictures_and_those_that_only_say_that_something_loads_are_none() -> None:
    assert len(figures("<ul><li><img src=/a.jpg></li><li><figure><img src=/b.jpg></figure></li></ul>")) == 2
    assert figures("<ul><li><img src=/a.jpg></li><li>words</li></ul>") == []
    assert figures("<img src=/loading-video.svg alt='The film is loading'><img alt='Image'>") == []
    assert [figure.alt for figure in figures("<img src=data:x alt='Two boats'>")] == ["Two boats"]


def test_a_picture_in_a_button_that_enlarges_it_belongs_to_the_text() -> None:
    text = f"<p>{'Nobody has ever measured this on the quay before. ' * 8}</p>"

    def shown(figure: str) -> str:
        markup = f"<body><main><h1>The gauge</h1>{text}{figure}{text.replace('quay', 'pier')}</main>"
        return extract_page(markup.encode(), url=f"{BASE}1").content_html

    picture = "<img src=/gauge.jpg alt='The gauge'>"
    assert "/gauge.jpg" in shown(f"<div><div><button><svg></svg>{picture}</button></div><p>On.</p></div>")
    assert "/gauge.jpg" not in shown(f"<div><div><button>{picture[:-1]} width=32></button></div></div>")
    menu = "".join(f"<li><button><img src=/{name}.jpg></button></li>" for name in ("a", "b", "gauge"))
    assert "/gauge.jpg" not in shown(f"<ul>{menu}</ul>")


def test_all_sizes_of_a_picture_are_known() -> None:
    assert sources_of("<img src=/m.jpg srcset='/l.jpg 900w, /s.jpg 300w, /m.jpg 600w'>") == [
        ("/s.jpg", 300), ("/m.jpg", 600), ("/l.jpg", 900),
    ]  # fmt: skip
    assert sources_of("<img width=400 height=300 src=/a.jpg srcset='/a.jpg, /b.jpg 2x'>") == [
        ("/a.jpg", 400),
        ("/b.jpg", 800),
    ]
    picture = (
        "<picture><source type=image/jxl srcset='/a.jxl 900w'><source type=image/avif srcset='/a.avif 900w, /b.avif 300w'>"
        "<source type=image/webp srcset='/a.webp 900w'><source type=image/avif media=print srcset='/p.avif 2000w'>"
        "<source type=image/avif media='(max-width: 500px)' srcset='/crop.avif 200w'><img src=/a.jpg></picture>"
    )
    assert sources_of(picture) == [("/b.avif", 300), ("/a.avif", 900)]
    by_media = (
        "<picture><source media='(min-width: 1000px)' srcset=/l.jpg><source media='(min-width: 500px)' srcset=/m.jpg>"
        "<img src=/s.jpg></picture>"
    )
    assert sources_of(by_media) == [("/m.jpg", 500), ("/l.jpg", 1000)]
    assert figures(by_media)[0].src == "/s.jpg"


def test_the_size_comes_from_attributes_the_style_or_the_name() -> None:
    for html, size in (
        ("<img src=/a.jpg width=640 height=480px>", (640, 480)),
        ("<img src=/a.jpg style='aspect-ratio: 16 / 9; color: red'>", (1600, 900)),
        ("<img src=/a.jpg style='aspect-ratio:1.5'>", (150, 100)),
        ("<img src=/a-1024x683.jpg>", (1024, 683)),
        ("<img src=/a.jpg width=100% height=auto>", None),
        ("<img src=/a.jpg width=640>", None),
        ("<img src=/a.jpg width=9999999 height=2>", None),
    ):
        assert figures(html)[0].size == size, html


def test_what_counts_readers_is_no_picture() -> None:
    for url in (
        "https://feeds.feedburner.com/~r/paper/~4/x", "https://pixel.wp.com/g.gif", "https://stats.paper.example/a.gif",
        "https://ssl-vg03.met.vgwort.de/na/0123", "https://paper.example/count.php", "/pixel.gif", "/img/1x1.png",
        "https://track.paper.example/x?u=1", "https://www.facebook.com/tr?id=1",
        "https://blogger.googleusercontent.com/tracker/1/r/2", "https://medium.com/_/stat?event=x",
    ):  # fmt: skip
        assert not figures(f"<p>Text</p><img src='{url}' alt=x>"), url
    for url in (
        "/p/photo.jpg",
        "/counties/map.png",
        "/pixel-art.png",
        "/open-day.jpg",
        "https://pixelfed.example/a.jpg",
    ):
        assert figures(f"<img src='{url}'>"), url
    assert not counts_readers("http://[")


@given(
    st.lists(st.integers(1, 3_000), max_size=6, unique=True), st.integers(1, 200), st.integers(1, 60),
    st.none() | st.tuples(st.integers(1, 5_000), st.integers(1, 5_000)),
)  # fmt: skip
def test_the_largest_that_is_not_larger_than_needed_is_fetched(widths, columns, rows, size) -> None:
    sources = tuple((f"{SITE}/{width}.jpg", width) for width in widths)
    request = PictureRequest(f"{SITE}/src.jpg", 1, columns, rows, (10, 20), sources=sources)
    good, others = choose_sources(request, size)
    assert sorted({*good, *others}) == sorted({request.url, *(url for url, _ in sources)})
    needed = 10 * columns if size is None else min(10 * columns, round(20 * rows * size[0] / size[1]))
    fitting, larger = [w for w in widths if needed <= 2 * w <= 2 * needed], [w for w in widths if w > needed]
    best = max(fitting) if fitting else min(larger) if larger else max(widths, default=None)
    assert good[0] == (f"{SITE}/{best}.jpg" if best else request.url)
    assert f"{SITE}/{max(widths, default=0)}.jpg" in good or not widths


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_no_markup_breaks_the_reading_of_addresses(srcset: str, late: str, style: str) -> None:
    attributes = {"srcset": srcset, "data-src": late, "style": style, "data-srcset": srcset}
    image = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    for figure in figures(f"<img{image} alt=x>"):
        for url in (figure.src or BASE, *(url for url, _ in figure.sources)):
            assert url.startswith(("http://", "https://", "/"))


def article(page_image: str | None = None, image: str | None = None, *pictures: Enclosure) -> Entry:
    page = Page(BASE, image=page_image)
    return Entry(
        1, 1, BASE, "Paper", "Title", BASE, (), None, None, 0, False, False, (), (), "", "", pictures, image=image, page=page
    )  # fmt: skip


def test_the_picture_for_the_top_is_the_pages_or_the_feeds_unless_the_text_has_it() -> None:
    page, feed, attached = f"{SITE}/og-harbour.jpg", f"{SITE}/feed-harbour.jpg", f"{SITE}/attached.jpg"
    photo = Enclosure(attached, "image/jpeg", title="A harbour")
    text = build_document("<p>One.</p><p>Two.</p><p>Three.</p><img src=/og-harbour-300x200.jpg>", base=BASE)
    plain = Document(text.blocks[:3])
    assert hero_of(article(page, feed, photo), plain) == Figure(page)
    assert hero_of(article(None, feed, photo), plain) == Figure(feed)
    assert hero_of(article(None, None, photo), plain) == Figure(attached, "A harbour")
    assert hero_of(article(f"{SITE}/img/site-logo.png", feed), plain) == Figure(feed)
    assert hero_of(article(None, None), plain) is None
    assert hero_of(article(page, feed), text) is None
    assert hero_of(article(None, feed), Document((Figure(attached), *plain.blocks))) is None


def test_a_gallery_stays_below_the_text_without_the_picture_at_the_top() -> None:
    photos = [Enclosure(f"{SITE}/photo-{name}.jpg", "image/jpeg", title=name) for name in ("north", "south", "east")]
    entry = article(None, photos[1].url, *photos)
    plain = build_document("<p>One.</p>", base=BASE)
    hero = hero_of(entry, plain)
    assert hero == Figure(photos[1].url, "south")
    below = with_pictures(plain, entry.enclosures, hero)
    assert [block.alt for block in below.blocks if isinstance(block, Figure)] == ["north", "east"]
    assert hero_of(article(None, None, *photos), plain) is None


SENTENCES = (
    "<p>" + "The harbour was quiet that evening, and nobody had expected the second boat to come back. " * 12 + "</p>"
)
PAGE = """<html><head><title>The second boat</title><meta property="og:image" content="/img/boat-1200x630.jpg"></head><body>
<header>{header}</header><article><h1>The second boat</h1>{text}</article><aside><img src="/img/ad.jpg"></aside></body></html>"""


def extracted(header: str, text: str = SENTENCES) -> Page:
    return extract_page(PAGE.format(header=header, text=text).encode(), url=BASE)


def test_the_text_of_a_page_begins_with_its_main_picture_and_the_caption() -> None:
    figure = (
        "<figure><picture><source srcset='/img/boat-300.webp 300w, /img/boat-900.webp 900w' type='image/webp'>"
        "<img src='/img/boat-600x315.jpg' alt='A boat' onclick='x()'></picture><figcaption>The boat <em>at dusk</em>.</figcaption>"
        "</figure>"
    )
    for page in (extracted(figure), extracted("", figure + SENTENCES), extracted(figure, figure + SENTENCES)):
        document = build_document(page.content_html, base=BASE)
        shown = [block for block in document.blocks if isinstance(block, Figure)]
        assert shown == [document.blocks[0]]
        assert (shown[0].alt, "".join(span.text for span in shown[0].caption)) == ("A boat", "The boat at dusk.")
        assert [width for _, width in shown[0].sources] == [300, 900]
        assert "onclick" not in page.content_html
        assert "dusk" not in page.content_text
        assert hero_of(article(page.image), document) is None
    for header in ("", "<img src='/img/other.jpg'>", "<img src='/img/boat-40x40.jpg' width=40 height=40>"):
        page = extracted(header)
        assert "<img" not in page.content_html
        assert hero_of(replace(article(page.image), page=page), build_document(page.content_html, base=BASE))


def test_the_caption_of_the_main_picture_may_be_beside_it() -> None:
    picture = "<div><div><img src='/img/boat-600x315.jpg' alt='A boat'></div></div>"
    page = extracted(f"<div>{picture}<p class=img-description>The boat at dusk.</p></div>")
    (figure,) = (block for block in build_document(page.content_html, base=BASE).blocks if isinstance(block, Figure))
    assert "".join(span.text for span in figure.caption) == "The boat at dusk."
    page = extracted(f"<div>{picture}<p>The boat at dusk.</p></div>")
    assert "figcaption" not in page.content_html


def test_a_main_picture_among_the_text_stays_there_with_its_caption() -> None:
    figure = "<figure><img src='/img/boat-600x315.jpg'><figcaption>The boat at dusk.</figcaption></figure>"
    film = "<figure><img src='/img/boat-600x315.jpg'><figcaption>Film of the day</figcaption></figure>"
    page = extracted(film, f"{SENTENCES}{figure}{SENTENCES.replace('a', 'e')}")
    shown = [block for block in build_document(page.content_html, base=BASE).blocks if isinstance(block, Figure)]
    assert ["".join(span.text for span in one.caption) for one in shown] == ["The boat at dusk."]


def test_one_picture_has_many_addresses() -> None:
    for one, other, same in (
        ("/a/harbour-1024x683.jpg", "/b/harbour-300x200.jpg", True),
        ("/480/x/3f2a-live.jpg.webp", "/1024/y/3f2a-live.jpg", True),
        ("/media/one/master/5000.jpg?width=1200&s=1", "/media/one/master/5000.jpg?width=445", True),
        ("/media/one/master/5000.jpg", "/media/two/master/5000.jpg", False),
        ("/one/original.png", "/two/original.png", False),
        ("/img?id=1", "/img?id=2", False),
        ("/picture.php?id=1", "/picture.php?id=2", False),
        ("/photo-1531234?w=300", "/photo-1531234?w=600", True),
        ("/a/harbour.jpg", "/a/harbor.jpg", False),
    ):
        assert same_picture(SITE + one, SITE + other) is same, (one, other)
    assert not same_picture(None, SITE)


@each(
    ("alt", "shown"),
    [
        ("The boat.<br><small>Photo by <a href='/ada'>Ada</a></small>", "The boat. Photo by Ada"),
        ('<span style="font-size: 13px">The boat</span>', "The boat"),
        ("Fish &amp; chips", "Fish & chips"),
        ("2 < 3, 5 > 4 and x <y", "2 < 3, 5 > 4 and x <y"),
        ("Vec<T> in a boat", "Vec<T> in a boat"),
    ],
)
@each("name", ["alt", "title"])
def test_markup_in_the_description_of_a_picture_is_not_shown(name: str, alt: str, shown: str) -> None:
    (figure,) = figures(f'<img src="/boat.jpg" {name}="{escape(alt)}">')
    assert getattr(figure, name) == shown
