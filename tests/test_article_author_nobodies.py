"""What stands where authors stand and is nobody's name: buttons, zones, staff, albums, what the page is about."""

from reader.article.find_authors import find_credits
from reader.article.marked_bylines import has_author_word
from reader.article.web_page import parse_page
from reader.people.judge import can_be_name, looks_like_person, names_organisation
from reader.people.names import read_byline
from tests.support.author_pages import PARAGRAPHS, URL, authors_named
from tests.support.each import each

BUTTONS = [
    '<a href="/users/login">Log In</a>',
    '<p><a href="/members/sign_in">SIGN IN</a></p>',
    '<div class="author"><a href="/profile/anmelden/">Anmelden</a></div>',
    '<p><a href="/user/connexion">Se connecter</a></p>',
    '<div class="byline"><a href="/autor/registro">Iniciar sesión</a></div>',
    '<form class="follow-author-form"><button>Follow Author</button></form>',
    '<div class="vcard"><span class="fn">Desktop Notifications</span></div>',
    '<div class="submitted">Submitted on 2024-03-12 13:49</div>',
    '<div class="author-name">Veröffentlicht</div>',
    '<p class="author">人氣(239)</p>',
    '<p class="byline">9:39AM BST 12 Mar 2024</p>',
    '<p class="byline">Updated 1354 GMT (2154 HKT) March 12, 2024</p>',
    '<p class="byline">10:15 AEST, 12 March 2024</p>',
    "<p>By <a href='/album/1'>Timeline Photos</a></p>",
    '<div class="author">Harbour Staff Writers</div>',
    '<div class="author">Contributors to Harbour projects</div>',
    '<table class="infobox vcard"><tr><th class="fn">Mount Cliff</th></tr><tr><td>Height 300 m</td></tr></table>',
]
BESIDE_BUTTONS = [
    '<p><a href="/users/login">Log In</a></p><div class="author">Rosa Brine</div>',
    '<form class="follow-author-form"><button>Follow Author</button></form><p class="byline">By Rosa Brine</p>',
    '<div class="vcard"><span class="fn">Desktop Notifications</span></div><div class="vcard"><span class="fn">Rosa Brine</span></div>',
    '<div class="submitted">Submitted by Rosa Brine on 2024-03-12 13:49</div>',
    '<p class="byline">By Rosa Brine 9:39AM BST 12 Mar 2024</p>',
    '<p class="byline">Von Rosa Brine, 9:39 Uhr MESZ, 12.03.2024</p>',
    "<p>By Rosa Brine, Photos by Bernd Cliff</p>",
    "<p>Text &amp; Fotos: Rosa Brine</p>",
    '<div class="author">Rosa Brine, staff writer</div>',
    '<table class="infobox vcard"><tr><th class="fn">Mount Cliff</th></tr></table><p>Von Rosa Brine</p>',
    '<div class="vcard"><a class="fn" href="/author/rosa-brine">Rosa Brine</a></div>',
    '<p class="firma"><em>Rosa Brine</em> | <span>Kiel</span></p>',
    '<a href="/users/rosa-brine">Rosa Brine</a>',
]


@each("before", BUTTONS)
def test_a_button_a_zone_or_the_thing_itself_is_no_author(before: str) -> None:
    assert authors_named(before) == []


@each("before", BESIDE_BUTTONS)
def test_an_author_beside_them_is_found(before: str) -> None:
    assert authors_named(before) == ["Rosa Brine"]


def test_initials_are_no_legal_form_of_a_company() -> None:
    assert looks_like_person("Rosa S.A. Brine")
    assert looks_like_person("Bernd N.V. Cliff")
    assert authors_named("<p>By Rosa S.A. Brine, Bernd Cliff and Ute Sand</p>") == [
        "Rosa S.A. Brine",
        "Bernd Cliff",
        "Ute Sand",
    ]
    assert names_organisation("Brine S.A.")
    assert names_organisation("Brine & Cliff N.V. (Kiel)")


@each("name", ["Quaypost.com Archive", "Quaypost.com Kiel", "Redaktion quaypost.de", "quaypost.fr Paris"])
def test_a_name_with_a_host_in_it_is_an_organisation(name: str) -> None:
    assert names_organisation(name)
    assert not looks_like_person(name)
    assert authors_named(f'<p class="byline">By Rosa Brine<br>{name}</p>') == ["Rosa Brine"]


@each("name", ["Story", "May", "Rosa", "rosa", "Ute Story", "Rosa May", "Quay Desk Club", "Ada B. Photo"])
def test_words_of_bylines_in_a_real_name_do_no_harm(name: str) -> None:
    assert can_be_name(name) == (name not in ("Story", "May"))


LIST_OF_OTHERS = (
    '<aside class="contributors">'
    + "".join(
        f'<div class="author-info"><img src="/{at}.jpg" alt="{name}"><a href="/author/{at}">{name}</a><span>How to sail</span></div>'
        for at, name in enumerate(("Bernd Cliff", "Ute Sand", "Fruit Exports", "Water Purity"))
    )
    + "</aside>"
)


def test_boxes_without_biographies_are_of_other_articles() -> None:
    own = (
        '<div class="author-info"><img src="/r.jpg" alt="Rosa Brine"><a href="/author/rosa-brine">Rosa Brine</a></div>'
    )
    for byline in ('<p class="byline">By Rosa Brine</p>', '<p class="byline">Von Rosa Brine, 12.03.2024</p>'):
        assert authors_named(byline, own + LIST_OF_OTHERS) == ["Rosa Brine"]


def test_boxes_with_biographies_are_of_further_authors() -> None:
    boxes = "".join(
        f'<div class="author-box"><h4>{name}</h4><p>{name} writes about harbours and the people in them for the Gazette.</p></div>'
        for name in ("Rosa Brine", "Bernd Cliff")
    )
    assert authors_named('<p class="byline">By Rosa Brine</p>', boxes) == ["Rosa Brine", "Bernd Cliff"]


def test_a_nickname_is_preferred_to_an_organisation() -> None:
    head = '<meta name="author" content="Organization for Harbour Works">'
    assert authors_named(
        '<h3 class="byline"><a rel="author" href="/users/MorningTide">MorningTide</a></h3>', head=head
    ) == ["MorningTide"]
    assert authors_named(head=head) == ["Organization for Harbour Works"]


@each(
    ("line", "names"),
    [
        ("Rosa Brine | Palma de Cliff | 08/01/2024", ["Rosa Brine"]),
        ("Rosa Brine | Bad Lind", ["Rosa Brine"]),
        ("Rosa Brine · Quay Street", ["Rosa Brine"]),
        ("Rosa Brine | Bernd Cliff", ["Rosa Brine", "Bernd Cliff"]),
        ("ROSA BRINE | QUENBY CLIFF", ["ROSA BRINE", "QUENBY CLIFF"]),
        ("Quenby Brine | Zadkiel Cliff", ["Quenby Brine", "Zadkiel Cliff"]),
        ("Brine, R.", ["R. Brine"]),
        ("Brine, R. A.", ["R. A. Brine"]),
        ("Brine, Rosa van", ["Rosa van Brine"]),
        ("Rosa Brine, QUAY POST", ["Rosa Brine"]),
    ],
)
def test_places_behind_a_name_and_turned_names_are_read(line: str, names: list[str]) -> None:
    assert [person.name for person in read_byline(line)] == names


def test_what_begins_with_the_initials_of_the_site_is_a_part_of_it() -> None:
    for name, initials in (("Quay Gazette Harbour Post", "QGHP"), ("Quay Gazette Post", "QGP")):
        site = f'<meta property="og:site_name" content="{name}">'
        line = f'<div class="author">By Rosa Brine, {initials} Speech, Tides and Boats Project</div>'
        assert authors_named(line, head=site) == ["Rosa Brine"]
    person = '<div class="author">QGH Cliff</div>'
    assert authors_named(person, head='<meta property="og:site_name" content="Quay Gazette">') == ["QGH Cliff"]


def test_a_team_is_not_preferred_to_the_person_whom_the_text_names_first() -> None:
    account = '<p class="post-author vcard">Posted by <a rel="author" href="/x">Quay Developers</a></p>'
    line = "<p><em>Posted by Rosa Brine, software engineer at the quay</em></p>"
    assert authors_named(line, account) == ["Rosa Brine"]
    person = account.replace("Quay Developers", "Bernd Cliff")
    assert authors_named(line, person) == ["Bernd Cliff"]


@each(
    "element",
    [
        '<div id="pnlContributors"><p>Bernd Cliff and Ute Sand contributed to this report</p></div>',
        '<p class="contributors">Bernd Cliff a contribué à cet article. Ute Sand et lui ont contribué.</p>',
        '<p class="autoren">Bernd Cliff und Ute Sand trugen zu diesem Bericht bei</p>',
    ],
)
def test_posts_of_others_and_those_who_helped_name_no_author(element: str) -> None:
    assert authors_named(after=element) == []
    assert authors_named("<p>By Rosa Brine</p>", element) == ["Rosa Brine"]
    assert not has_author_word("tweet-user-name")


LONG = "The first ferry of the harbour leaves ten minutes earlier from Monday, and the bus that meets it waits as it always has"


def test_a_name_an_outlet_and_a_date_on_lines_below_a_headline_are_a_byline() -> None:
    lines = (
        "<div>Rosa Brine<br><a href='https://other.example/ferry'>The Tidezone</a><br>Thu, 14 Mar 2024 17:55 UTC</div>"
    )
    assert authors_named(lines) == ["Rosa Brine"]
    page = parse_page(f"<html><body><div><h1>{LONG}</h1>{lines}</div>{PARAGRAPHS}</body></html>", URL)
    assert page is not None
    assert [one.name for one in find_credits(page, site=None).authors] == ["Rosa Brine"]


@each(
    "line",
    [
        "김바다 기자 bada@quay.example",
        "[부두=부두일보] 김바다 선임기자 (bada@quay.example)",
        "/김바다 인턴기자 bada@quay.example",
    ],
)
def test_korean_reporters_sign_with_their_addresses(line: str) -> None:
    text = (
        "연락선은 월요일부터 십 분 일찍 떠난다고 항만 사무소가 금요일에 알렸다. 버스는 지금까지처럼 배를 기다린다고 한다. "
        * 3
    )
    for paragraphs in (
        f"<p>{text}</p><p>{text}</p><p>{line}</p>",
        f"<div><p>그림</p>{text}<br><br>{text}<br><br>{line}</div>",
    ):
        assert authors_named(paragraphs=paragraphs) == ["김바다"]
        mail = paragraphs.replace(line, "문의 bada@quay.example")
        assert authors_named(paragraphs=mail) == []


def listed(kind: str, *others: str) -> str:
    nodes = ", ".join(f'{{"@type": "{name}", "name": "x"}}' for name in (kind, *others))
    return f'<script type="application/ld+json">[{nodes}]</script>'


def test_a_collection_has_no_author() -> None:
    line = '<p class="byline">By Rosa Brine</p>'
    assert authors_named(line, head=listed("CollectionPage", "WebSite", "ItemList")) == []
    for kinds in (("WebPage",), ("CollectionPage", "NewsArticle"), ("CollectionPage", "BlogPosting"), ("WebSite",)):
        assert authors_named(line, head=listed(*kinds)) == ["Rosa Brine"]


@each(
    "line",
    [
        "<div><span>Por <a href='/perfil/7'>Rosa Brine</a></span> <a href='mailto:rosa@quay.example'>rosa@quay.example</a></div>",
        "<p>Von Rosa Brine &lt;rosa@quay.example&gt;</p>",
        "<p>By Rosa Brine (rosa@quay.example)</p>",
    ],
)
def test_a_byline_may_have_an_address_for_mail(line: str) -> None:
    assert authors_named(line) == ["Rosa Brine"]


@each(
    "line",
    [
        "<p>Kontakt: Rosa Brine, rosa@quay.example</p>",
        "<p>Fragen an rosa@quay.example</p>",
        "<p>Foto: Rosa Brine (rosa@quay.example)</p>",
    ],
)
def test_a_line_with_an_address_for_mail_may_be_something_else(line: str) -> None:
    assert authors_named(line) == []


NAMES = ("Bernd Cliff", "Ute Sand", "Greta Lind", "Hans Deich", "Anna Boje")


def test_a_list_of_columnists_is_not_who_wrote_the_article() -> None:
    links = [f'<a href="/author/{name.lower().replace(" ", "-")}">{name}</a>' for name in NAMES]
    assert authors_named(f"<div>{' '.join(links)}</div>") == []
    assert authors_named(f"<div>{' '.join(links[:2])}</div>") == ["Bernd Cliff", "Ute Sand"]


def test_a_byline_below_the_headline_is_nearer_than_those_in_a_menu() -> None:
    menu = "".join(f'<li><p class="byline">By {name}</p></li>' for name in NAMES)
    page = f"<header><div><ul>{menu}</ul></div></header><div><div><div><h1>Ferry times</h1></div></div></div>"
    for own in ('<div class="byline">By Rosa Brine</div>', '<span class="post-byline__author-name">Rosa Brine</span>'):
        found = parse_page(f"<html><body>{page}<div>{own}</div><div>{PARAGRAPHS}</div></body></html>", URL)
        assert found is not None
        assert [one.name for one in find_credits(found, site=None).authors] == ["Rosa Brine"]
    above = '<main><p class="byline">By Rosa Brine</p><h1>Ferry times</h1></main>'
    found = parse_page(f"<html><body>{above}<div>{PARAGRAPHS}</div></body></html>", URL)
    assert found is not None
    assert [one.name for one in find_credits(found, site=None).authors] == ["Rosa Brine"]


def test_authors_in_elements_of_one_class_side_by_side_are_all_found() -> None:
    for sign in ("|", "·", "und", "&amp;"):
        two = f'<div class="author-details"><span><b class="author no-link">Rosa Brine</b></span> {sign} <span><b class="author no-link">Bernd Cliff</b></span></div>'
        assert authors_named(two) == ["Rosa Brine", "Bernd Cliff"]
    other = '<div class="author">Rosa Brine</div><div class="image-author">Bernd Cliff</div>'
    assert authors_named(other) == ["Rosa Brine"]


@each(
    "name", ["Rosa Brine Berufsschule", "Bernd Cliff Grundschule", "Ute-Sand-Gymnasium Kiel", "Freiwillige Feuerwehr"]
)
def test_a_school_that_is_called_after_somebody_is_no_person(name: str) -> None:
    assert not looks_like_person(name)
    assert authors_named(f"<p>Von {name}</p>", url="https://rosa-brine-berufsschule.example/x") != [
        name
    ] or names_organisation(name)


def stated(name: str) -> str:
    return (
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">{name}</b></span>'
    )


def test_only_the_first_line_of_authors_in_microdata_is_of_the_article() -> None:
    teasers = "".join(
        f"<div><p>{'A story about another boat that has nothing to do with this one. ' * 4}</p><p>{stated(name)}</p></div>"
        for name in NAMES
    )
    assert authors_named(f"<p>{stated('Rosa Brine')}</p>", teasers) == ["Rosa Brine"]
    two = f"<p>{stated('Rosa Brine')} and {stated('Bernd Cliff')}</p>"
    assert authors_named(two, teasers) == ["Rosa Brine", "Bernd Cliff"]


@each(
    "nobody",
    [
        '<div class="author">$USERNAME</div>',
        '<div class="author">{{ post.author }}</div>',
        '<div class="author">[author_name]</div>',
        '<div class="byline">Text Size</div>',
        '<div class="byline">Schriftgröße</div>',
        '<div class="author">設定</div>',
        '<div class="author">来源</div>',
    ],
)
def test_what_a_program_should_have_filled_in_is_nobody(nobody: str) -> None:
    assert authors_named(nobody) == []
    assert authors_named(f'{nobody}<p class="byline">By Rosa Brine</p>') == ["Rosa Brine"]


@each("line", ["By Rosa Brine", "Von Rosa Brine", "Par Rosa Brine", "12.03.2024 | Rosa Brine"])
def test_a_byline_above_the_text_is_found_on_a_page_without_an_h1(line: str) -> None:
    for headline in ("<h2>Ferry times</h2>", "<div><b>Ferry times</b></div>", "<p>Ferry times</p>"):
        body = f"<div><div>{headline}<div>{line}</div></div><div>{PARAGRAPHS}</div></div>"
        found = parse_page(f"<html><body><ul><li>News</li></ul>{body}</body></html>", URL)
        assert found is not None
        assert [one.name for one in find_credits(found, site=None).authors] == ["Rosa Brine"]


def test_an_account_may_stand_below_the_name_below_a_headline() -> None:
    assert authors_named("<div><p>Rosa Brine<br>rosabrine</p></div>") == ["Rosa Brine"]
    assert authors_named("<div><p>Rosa Brine<br>fährt wieder zur See</p></div>") == []
