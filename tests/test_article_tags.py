"""The tags of an article: lists with a label in any language, links, what a page states for programs, and what is none."""

from reader.article.extract import extract_page
from tests.support.each import each

TEXT = "".join(
    f"<p>Paragraph {number} tells at length, with commas, how the ferry of the harbour came by its new times.</p>"
    for number in range(5)
)
HEADLINE = "<h1>Ferry times change</h1>"


def tags_of(behind: str, head: str = "", before: str = "", beside: str = "") -> tuple[str, ...]:
    body = f"{before}<article>{HEADLINE}{TEXT}{behind}</article>{beside}"
    markup = f"<html><head>{head}</head><body>{body}</body></html>"
    return extract_page(markup.encode(), url="https://quay.example/ferry/times").tags


def keywords(*names: str) -> str:
    return f"<meta name=news_keywords content='{', '.join(names)}'>"


FERRIES, TIDES = "<a href=/x>Ferries</a>", "<a href=/y>Tides</a>"
LABELS = (
    "Tags:", "Keywords", "Themen:", "Schlagworte", "Schlagwörter:", "Stichworte:", "Mots-clés :", "Étiquettes", "Etiquetas:",
    "Palabras clave:", "Palavras-chave", "Parole chiave:", "Trefwoorden", "Emneord:", "Nyckelord", "Avainsanat:", "Tagi:",
    "Słowa kluczowe:", "Štítky:", "Címkék:", "Etichete", "Etiketler:", "Теги:", "Ключевые слова", "Ετικέτες", "תגיות:",
    "برچسب‌ها:", "الكلمات المفتاحية", "وسوم:", "टैग:", "แท็ก", "Từ khóa:", "タグ：", "キーワード", "标签：", "關鍵字", "태그",
)  # fmt: skip


@each("label", LABELS)
def test_a_label_in_any_language_announces_the_tags(label: str) -> None:
    for body in (
        f"<div><strong>{label}</strong> {FERRIES}, {TIDES}</div>",
        f"<p><b>{label}</b> {FERRIES} {TIDES}</p>",
        f"<h4>{label}</h4><ul><li>{FERRIES}</li><li>{TIDES}</li></ul>",
        f"<ul><li><span>{label}</span></li><li>{FERRIES}</li><li>{TIDES}</li></ul>",
        f"<div><p>{label}</p><div>{FERRIES}</div><div>{TIDES}</div></div>",
        f"<dl><dt>{label}</dt><dd>{FERRIES} {TIDES}</dd></dl>",
    ):
        assert tags_of(body) == ("Ferries", "Tides"), body


@each(
    "body",
    [
        "<p><a href=/s?t=1>#Ferries</a> <a href=/s?t=2>#Tides</a></p>",
        "<h3>Keywords</h3><ul><li><span>Ferries</span></li><li>Tides</li></ul>",
        "<p><strong>Schlagwörter:</strong> Ferries, Tides</p>",
        "<p>Keywords: Ferries; Tides</p>",
        "<div>タグ：Ferries、Tides</div>",
        f"<nav class=related-topics><ul><li>Thema:</li><li><a href=/themen/f>Ferries</a></li><li>{TIDES}</li></ul></nav>",
        f"<nav><ul class=tags><li><div>Mehr</div><ul><li class=tags__item>{FERRIES}</li><li class=tags__item>{TIDES}</li></ul></li></ul></nav>",
        "<div class=post_tags>&bull; <a href=/a>Ferries</a> &bull; <a href=/b>Tides</a> &bull; &bull; &bull; &bull; &bull; &bull;</div>",
        "<div class=categories><a href='mot/ferries'>Ferries</a>, <a href='tags/tides'>Tides</a></div>",
        "<div class=article-tags><a href=/x>#Ferries</a> <a href=/y>Tides (12)</a> <a href=#>+3</a> <a href=#>Show all</a></div>",
        "<div class=tags><a href=/x>Ferries</a><a href=/y>Tides</a><button>Mehr anzeigen</button><a href=#>Mehr anzeigen</a></div>",
    ],
)  # fmt: skip
def test_tags_come_in_many_forms(body: str) -> None:
    assert tags_of(body) == ("Ferries", "Tides")
    assert tags_of(body, keywords("Quay", "Boats")) == ("Ferries", "Tides")


@each(
    "body",
    [
        "<p>The channel <a href=/s?t=1>#Ferries</a> was noisy, and so were all of the others, for a while at least.</p>",
        "<p>See note <a href=#n1>#1</a></p>",
        f"<p>The tags: {FERRIES} and {TIDES} are on every crate in the harbour of this old town by the sea.</p>",
        "<p>Keywords: none of these words was ever spoken in the harbour, said the mayor, and nobody laughed.</p>",
        f"<ul class=menu><li><span>Themen</span><ul><li>{FERRIES}</li></ul></li></ul>",
        f"<aside><h3>Themen</h3><ul><li>{FERRIES}</li><li>{TIDES}</li></ul></aside>",
        f"<div class=sidebar><h3>Tags</h3>{FERRIES} {TIDES}</div>",
        f"<div id=comments><p>Tags: {FERRIES}</p></div>",
        f"<h4>Topics</h4><ul>{''.join(f'<li><a href=/{n}>Topic {n}</a></li>' for n in range(30))}</ul>",
        "<h4>Thema</h4><p><a href=/1>The ferry is late again today</a> <a href=/2>The mayor of the town is late too</a></p>",
    ],
)
def test_what_only_looks_like_tags_is_none(body: str) -> None:
    assert tags_of(body) == ()
    assert tags_of(body, keywords("Quay", "Boats")) == ("Quay", "Boats")


def test_links_of_the_site_are_no_tags_if_the_page_states_others_that_its_text_is_about() -> None:
    of_site = (
        "<div><a href=/topics/mayor>Mayor</a> <a href=/topics/crown>Crown</a> <a href=/topics/opera>Opera</a></div>"
    )
    head = keywords("Ferry", "Harbour", "Times")
    assert tags_of(of_site, head) == ("Ferry", "Harbour", "Times")
    assert tags_of(of_site, keywords("Opinion", "Softnews", "Metered")) == ("Mayor", "Crown", "Opera")
    of_article = "<div><a href=/topics/ferry>Ferry</a> <a href=/topics/crown>Crown</a></div>"
    assert tags_of(of_article, head) == ("Ferry", "Crown")


def test_stated_tags_are_none_that_name_the_site_the_author_or_the_news() -> None:
    author = "<meta name=author content='Ada Brine'><meta property=og:site_name content='Quay Gazette'>"
    names = (
        "Ferries",
        "Ada Brine",
        "Quay Gazette",
        "News",
        "Nachrichten",
        "ニュース",
        "latest news quay",
        "cat_ferries",
        "k1_x",
    )
    assert tags_of("", author + f"<meta name=keywords content='{','.join(names)}'>") == ("Ferries",)
    seen = "<div class=tags><a href=/a>Ada Brine</a> <a href=/n>News</a></div>"  # people see these
    assert tags_of(seen, author) == ("Ada Brine", "News")


@each(
    "junk",
    [
        "Share on Ferrybook", "Share via Email", "Reuse this content", "Follow this topic", "Following", "Follow us",
        "Teilen auf Ferrybook", "Thema folgen", "Partager sur Quay", "Compartir en Quay", "Suivre", "@rosabrine",
        "3/12/24 8:00am 3/12/24 8:00am", "Lite:true", "LockedPost:NONE_OF_IT", "Layer:0", "_sensitive", "stream-23490979",
        "textbelowcenterfullbleednocontributor",
    ],
)  # fmt: skip
def test_buttons_moments_and_switches_among_links_are_no_tags(junk: str) -> None:
    links = "".join(f'<a href="/tag/{at}">{name}</a> ' for at, name in enumerate(("Harbour", junk, "Tides")))
    assert tags_of(f"<p class=tags>Tags: {links}</p>") == ("Harbour", "Tides")


@each(
    "tag",
    [
        "Share prices", "Following seas", "Print", "E-Mail", "Newsletter", "Folgen der Flut", "11 September 2001",
        "Verkehr: Fähren", "Ferry 2024", "Grundsteuerreform", "fähr-2024", "Leaves earlier", "Suivre la marée",
    ],
)  # fmt: skip
def test_words_of_buttons_in_a_subject_do_no_harm(tag: str) -> None:
    links = "".join(f'<a href="/tag/{at}">{name}</a> ' for at, name in enumerate(("Harbour", tag, "Tides")))
    assert tags_of(f"<p class=tags>Tags: {links}</p>") == ("Harbour", tag, "Tides")


def test_a_label_within_a_tag_is_cut_off() -> None:
    assert tags_of('<p class=tags>Tags: <a href="/tag/h">Filed to: harbour</a> <a href="/tag/t">tides</a></p>') == (
        "harbour",
        "tides",
    )


def test_the_words_of_a_headline_for_programs_are_no_tags() -> None:
    words = '<meta name="keywords" content="ferry,leaves,ten,minutes,as,earlier">'
    assert tags_of("", words) == ()
    assert tags_of("", words.replace(",as", "")) == ("ferry", "leaves", "ten", "minutes", "earlier")
    assert tags_of("", f'{words}<meta property="article:tag" content="Harbour">') == ("Harbour",)


def test_the_authors_together_are_no_tag_for_programs() -> None:
    author = '<meta name="author" content="Rosa Brine and Bernd Cliff">'
    assert tags_of("", f'{author}<meta name="keywords" content="2024, Rosa Brine and Bernd Cliff, tides">') == (
        "2024",
        "tides",
    )


def test_the_headline_among_the_tags_is_none() -> None:
    links = (
        '<p class=tags>Tags: <a href="/tag/a">Ferry leaves ten minutes earlier</a> <a href="/tag/b">The ferry</a></p>'
    )
    body = f"<article><h1>Ferry leaves ten minutes earlier</h1>{TEXT}{links}</article>"
    page = extract_page(f"<html><body>{body}</body></html>".encode(), url="https://quay.example/ferry/times")
    assert page.tags == ("The ferry",)
