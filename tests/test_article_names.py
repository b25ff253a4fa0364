"""Bylines and who is meant by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.names import NAME_LIMIT, Person, looks_like_name, people_in, person_name


@pytest.mark.parametrize(
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
        ("admin", []),
        ("https://paper.example/author/1", []),
        ("wren@paper.example", []),
        ("By", []),
        ("", []),
        ("12345", []),
    ],
)
def test_a_byline_names_these_people(byline: str, names: list[str]) -> None:
    assert [person.name for person in people_in(byline)] == names


def test_roles_are_told_apart_from_names() -> None:
    assert people_in("Wren Alder, Senior Editor, and Bo Lind, Redakteur") == (
        Person("Wren Alder", "Senior Editor"),
        Person("Bo Lind", "Redakteur"),
    )


def test_a_name_given_as_one_is_not_split() -> None:
    assert person_name("Smith and Sons") == "Smith and Sons"
    assert person_name("Alder, Wren") == "Wren Alder"
    assert person_name("Erika Tal, Redakteurin") == "Erika Tal"
    assert person_name("unknown") is None


NAMES = st.builds(
    "{} {}".format,
    st.sampled_from(["Ada", "Åsa", "Bo", "Mary-Ann", "José", "Ulrich"]),
    st.sampled_from(["Moor", "O'Neil", "Müller-Ärmel", "Le Guin", "Nowak"]),
)


@given(
    st.lists(NAMES, min_size=1, max_size=6, unique_by=str.casefold),
    st.sampled_from([" and ", ", ", " und ", "; ", " et "]),
)
def test_joined_names_come_apart_again(names: list[str], glue: str) -> None:
    assert [person.name for person in people_in("By " + glue.join(names))] == names


@given(st.text(max_size=300))
def test_whatever_comes_names_are_short_clean_lines(text: str) -> None:
    for person in people_in(text):
        assert person.name == person.name.strip()
        assert 2 <= len(person.name) <= NAME_LIMIT
        assert person.name.isprintable() or "\u00a0" in person.name or not person.name.isascii()
        assert "\n" not in person.name
        assert "://" not in person.name
    assert isinstance(looks_like_name(text), bool)
    assert person_name(text) is None or 2 <= len(person_name(text) or "") <= NAME_LIMIT
