"""Names of people in bylines and author fields."""

from hypothesis import given
from hypothesis import strategies as st

from reader.people.judge import NAME_LIMIT, is_short_for, looks_like_person
from reader.people.names import Person, read_byline, read_feed_name, read_name
from tests.support.each import each


@each(
    ("byline", "names"),
    [
        ("By Wren Alder", ["Wren Alder"]),
        ("BY WREN ALDER", ["WREN ALDER"]),
        ("Von Max Berg und Erika Tal", ["Max Berg", "Erika Tal"]),
        ("Par Odile Sarrasin, Luc Verdier et Anne Roncin", ["Odile Sarrasin", "Luc Verdier", "Anne Roncin"]),
        ("Ana García y Luis Pérez", ["Ana García", "Luis Pérez"]),
        ("Jan de Vries en Piet Jansen", ["Jan de Vries", "Piet Jansen"]),
        ("Wren Alder & Bo Lind; Ada Moor", ["Wren Alder", "Bo Lind", "Ada Moor"]),
        ("Ein Kommentar von Erika Tal", ["Erika Tal"]),
        ("Text: Erika Tal", ["Erika Tal"]),
        ("Posted by Wren Alder on May 3, 2024", ["Wren Alder"]),
        ("By Wren Alder | 3 May 2024 | 5 min read", ["Wren Alder"]),
        ("Wren Alder for The Lantern", ["Wren Alder"]),
        ("Von Erika Tal, Berlin", ["Erika Tal"]),
        ("Tal, Erika", ["Erika Tal"]),
        ("Max Berg (dpa)", ["Max Berg"]),
        ("Wren Alder, Jr.", ["Wren Alder"]),
        ("von Erika von Tal", ["Erika von Tal"]),
        ("Ludwig van Meer", ["Ludwig van Meer"]),
        ("山田太郎", ["山田太郎"]),
        ("Reuters", ["Reuters"]),
        ("Wren Alder, Wren ALDER", ["Wren Alder"]),
        ("Ein Interview von Erika Tal mit Max Berg", ["Erika Tal"]),
        ("Interview by Wren Alder with Bo Lind", ["Wren Alder"]),
        ("Das Gespräch führte Erika Tal", ["Erika Tal"]),
        ("Autor: Rechtsanwalt Max Berg", ["Max Berg"]),
        ("Amt für Wirtschaft, Verkehr und Bau", ["Amt für Wirtschaft, Verkehr und Bau"]),
        ("Ministry of Health, Labour and Welfare", ["Ministry of Health, Labour and Welfare"]),
        ("Photo courtesy of Wren Alder", []),
        ("Фото из архива Анны Кузнецовой", []),
        ("admin", []),
        ("https://paper.example/author/1", []),
        ("wren@paper.example", []),
        ("By", []),
        ("", []),
        ("12345", []),
    ],
)
def test_a_byline_gives_the_names_of_people(byline: str, names: list[str]) -> None:
    assert [person.name for person in read_byline(byline)] == names


def test_roles_are_not_names() -> None:
    assert read_byline("Wren Alder, Senior Editor, and Bo Lind, Redakteur") == (
        Person("Wren Alder", "Senior Editor"),
        Person("Bo Lind", "Redakteur"),
    )


def test_a_field_for_one_name_is_not_split() -> None:
    assert read_name("Smith and Sons") == "Smith and Sons"
    assert read_name("Alder, Wren") == "Wren Alder"
    assert read_name("Erika Tal, Redakteurin") == "Erika Tal"
    assert read_name("unknown") is None


NAMES = st.builds(
    "{} {}".format,
    st.sampled_from(["Ada", "Åsa", "Bo", "Mary-Ann", "José", "Ulrich"]),
    st.sampled_from(["Moor", "O'Neil", "Müller-Ärmel", "Le Guin", "Nowak"]),
)


@given(
    st.lists(NAMES, min_size=1, max_size=6, unique_by=str.casefold),
    st.sampled_from([" and ", ", ", " und ", "; ", " et "]),
)
def test_joined_names_are_split_again(names: list[str], glue: str) -> None:
    assert [person.name for person in read_byline("By " + glue.join(names))] == names


@each(
    "name",
    [
        "Jane Doe", "J. K. Doe", "Inês Calder", "Ludwig van der Berg", "Jean-Luc d'Artagnan", "山田太郎", "李小龙",
        "Анна Петрова", "John Senior", "Ian Column", "Ada Fellow", "Anna Chef", "WREN ALDER", "Karl Lehrer",
    ],
)  # fmt: skip
def test_names_of_people_look_like_people(name: str) -> None:
    assert looks_like_person(name)


@each(
    "name",
    [
        "DE EN", "Abteilung Rettung", "Eidgenössisches Departement",
        "", "admin", "Jane", "jane@e.example", "News Desk", "The Paper Staff", "Redaktion Politik",
        "https://e.example/j", "x9", "AP Staff", "Joe Press", "Lisa Group", "Anna News", "Senior Editor",
        "Science Editor", "Stellvertretende Chefredakteurin", "Auslandskorrespondentin Asien", "jane doe", "von der",
    ],
)  # fmt: skip
def test_desks_companies_accounts_and_roles_do_not_look_like_people(name: str) -> None:
    assert not looks_like_person(name)


def test_the_name_of_the_feed_does_not_look_like_a_person() -> None:
    assert looks_like_person("Harbour Post")
    assert not looks_like_person("Harbour Post", except_for=("Harbour Post",))


def test_a_surname_that_is_a_role_word_stays_a_name() -> None:
    assert read_byline("Ada Brine, John Senior") == (Person("Ada Brine"), Person("John Senior"))


@each(
    ("short", "full", "same"),
    [
        ("j. doe", "jane doe", True),
        ("j doe", "jane doe", True),
        ("b. doe", "jane doe", False),
        ("doe", "jane doe", False),
    ],
)
def test_initials_abbreviate_a_name(short: str, full: str, same: bool) -> None:
    assert is_short_for(short, full) is same


@each(
    ("text", "name"),
    [
        ("jane@e.example (Jane Doe)", "Jane Doe"), ("Jane Doe <jane@e.example>", "Jane Doe"), ("Jane Doe", "Jane Doe"),
        ("jane@e.example", ""), ("https://e.example/jane", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_author_field_of_a_feed_gives_the_name_without_the_mail_address(text: str, name: str) -> None:
    assert read_feed_name(text) == name


@given(st.text(max_size=300))
def test_names_from_any_text_are_short_clean_lines(text: str) -> None:
    for person in read_byline(text):
        assert person.name == person.name.strip()
        assert 2 <= len(person.name) <= NAME_LIMIT
        assert person.name.isprintable() or "\u00a0" in person.name or not person.name.isascii()
        assert "\n" not in person.name
        assert "://" not in person.name
    assert isinstance(looks_like_person(text), bool)
    assert read_name(text) is None or 2 <= len(read_name(text) or "") <= NAME_LIMIT
