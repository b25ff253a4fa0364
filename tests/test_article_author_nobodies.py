"""What stands where authors stand and is nobody's name: buttons, zones, staff, albums, what the page is about."""

from reader.people.judge import can_be_name, looks_like_person, names_organisation
from tests.support.author_pages import authors_named
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
