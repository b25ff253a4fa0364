"""What surrounds names in bylines, and what separates them, does not change who is named."""

from hypothesis import given
from hypothesis import strategies as st

from reader.people.judge import can_be_name, looks_like_person
from reader.people.names import read_byline, read_name
from tests.support.each import each

# Umlauts, particles, hyphens, initials, generations, titles, scripts without capitals, words that mean something else.
NAMES = (
    "Ada Brine", "Åsa Müller", "Karl von Brine", "Jan van der Sloot", "Inês de la Cruz", "Omar bin Salim",
    "Ewan McGregor", "Sinéad O'Brien", "Mary-Ann Le Guin", "Jean-Luc d'Artagnan", "J. K. Brine", "Ada M. Brine",
    "Perry Brine Jr.", "Анна Петрова", "Олена Коваль", "李小龙", "山田太郎", "김바다", "أحمد سالم", "Dr. Ada Brine",
    "Prof. Dr. Karl Müller", "Ludwig van Meer", "Ibrahim al-Masri", "Zoë Żółć", "Νίκος Παππάς", "Nguyễn Văn An",
    "Bo Li", "Maria da Silva", "Hans-Peter Graf von Brine", "Martin Dos Santos", "Emma De Smet", "John Senior",
    "Anna Chef", "May Brine", "April Roach", "Mark Rest", "Jan Brine", "Bill Page", "Marco Di Meo", "Per Hansen",
    "Ved Prakash", "June Brine", "August Brine", "Ewa Posta", "Hans Groß",
)  # fmt: skip
PREFIXES = (
    "", "By ", "by ", "BY ", "Von ", "VON ", "Par ", "Por ", "Door ", "Przez ", "Oleh ", "Text: ", "TEXT: ",
    "Text von ", "Author: ", "Author ", "Autor: ", "Autorin: ", "Autor:in: ", "Autorin/Autor ", "Autoren: ",
    "Autorka: ", "Автор: ", "Текст: ", "Tekst: ", "Teksti: ", "Testo di ", "Texte : ", "Words by ", "Written by ",
    "Posted by ", "Reviewed by ", "A report by ", "Submitted by ", "View all posts by ", "Posts by ", "More from ",
    "Ein Kommentar von ", "Ein Gastbeitrag von ", "Geschrieben von ", "erstellt von ", "Veröffentlicht von ",
    "Gespeichert von ", "Zeige alle Beiträge von ", "Text und Interview: ", "Écrit par ", "Propos recueillis par ",
    "Voir tous les articles de ", "Escrito por ", "Ver todas las entradas de ", "Una crónica de ", "Scritto da ",
    "Pubblicato da ", "Geschreven door ", "Skrevet av ", "Skriven av ", "Kirjoittanut ", "Napisane przez ",
    "Napsala ", "Szerző: ", "Scris de ", "Yazan: ", "Συντάκτης: ", "Γράφει ο ", "Написал ", "بقلم: ", "كتب ",
    "מאת ", "作者：", "文/", "글 ", "Tác giả: ", "Penulis: ", "लेखक: ", "Posted on May 3, 2024 by ",
    "Publié le 3 mai 2024 par ", "Veröffentlicht am 3. Mai 2024 von ", "Publicado el 3 de mayo de 2024 por ",
    "Montag, 3. Mai 2024, von ", "quay von ",
)  # fmt: skip
SUFFIXES = (
    "", " January 5, 2024", " 5 January 2024", ", 5. Januar 2024", " | 3 May 2024", " · 3 May 2024", " • 5 min read",
    " - 03.05.2024", " am 3. Mai 2024 - 18:55", " on May 3, 2024", " at 10:30", " le 3 mai 2024",
    " el 3 de mayo de 2024", " em 3 de maio de 2024", " vor 3 Stunden", " 2 days ago", " Hace 13 horas",
    " il y a 2 jours", " 3 ore fa", " 3 uur geleden", " för 2 dagar sedan", " 5 минут назад", " πριν 3 ώρες",
    " قبل 3 ساعات", " 3 小时前", " 3시간 전", ", Berlin", ", New York", ", Correspondent in Berlin", ", dpa",
    " (dpa)", ", QUAY RADIO", " for The Lantern", " für die Küstenpost", " @adabrine", " Follow", "'s Profile",
    " Profil anzeigen", " →", ".", ":", " |", " | Foto: Bo Cliff", "; Fotos: Bo Cliff", " (Text), Bo Cliff (Foto)",
    " (Text) und Bo Cliff (Fotos)", " im Gespräch mit Bo Cliff", " in conversation with Bo Cliff", " – Quay Gazette",
    " Lesezeit: 5 Minuten", " Aktualisiert: 03.05.2024", " ada@quay.example", "\n3 May 2024", "\nSenior Editor",
)  # fmt: skip
SEPARATORS = (
    ", ", "; ", " and ", " AND ", " & ", " und ", " sowie ", " et ", " y ", " e ", " en ", " och ", " og ", " ja ",
    " avec ", " dan ", " oraz ", " i ", " a ", " ve ", " și ", " és ", " ir ", " και ", " и ", " та ", " і ", " with ",
    " mit ", " con ", " met ", " / ", "/", " | ", " • ", "\n", ", and ", " + ", "、", "，", " 和 ", " と ", " و ",
)  # fmt: skip


def names(text: str) -> list[str]:
    return [person.name for person in read_byline(text)]


@given(st.sampled_from(PREFIXES), st.sampled_from(NAMES), st.sampled_from(SUFFIXES))
def test_neither_prefix_nor_suffix_changes_who_is_named(prefix: str, name: str, suffix: str) -> None:
    assert names(prefix + name + suffix) == [name]


@given(
    st.sampled_from(("", "By ", "Von ", "Text: ")),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
    st.sampled_from(SEPARATORS),
)
def test_names_joined_by_any_separator_are_these_names(prefix: str, people: list[str], separator: str) -> None:
    assert names(prefix + separator.join(people)) == people


WORDS = ("Ada", "Brine", "Bo", "Cliff", "Hafen", "Redaktion", "GmbH", "rasos", "12", "|", ",", "Foto:", "Küste")


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    st.sampled_from(PREFIXES),
    st.sampled_from(SUFFIXES),
)
def test_whom_a_byline_names_names_itself(text: str, prefix: str, suffix: str) -> None:
    for found in names(prefix + text + suffix):
        if looks_like_person(found):
            assert names(found) == [found]
        assert read_name(found) in (found, None) or not looks_like_person(found)


@each("name", NAMES)
def test_names_of_many_kinds_are_people(name: str) -> None:
    assert looks_like_person(name)
    assert can_be_name(name)


def test_bylines_have_these_right_values() -> None:
    wrong = {text: found for text, right in RIGHT.items() if (found := names(text)) != right}
    assert wrong == {}


RIGHT = {
    "View all posts by Ada Brine": ["Ada Brine"],
    "Zeige alle Beiträge von Ada Brine →": ["Ada Brine"],
    "Alle Beiträge von Ada Brine anzeigen": ["Ada Brine"],
    "Posts by Ada Brine": ["Ada Brine"],
    "Ada Brine's Profile": ["Ada Brine"],
    "erstellt von Ada Brine": ["Ada Brine"],
    "veröffentlicht von Ada Brine": ["Ada Brine"],
    "Reviewed by Ada Brine": ["Ada Brine"],
    "quay von Ada Brine": ["Ada Brine"],
    "Autorka: Ada Brine": ["Ada Brine"],
    "Автор: Ада Брин": ["Ада Брин"],
    "Av Ada Brine": ["Ada Brine"],
    "Af Ada Brine": ["Ada Brine"],
    "Di Ada Brine": ["Ada Brine"],
    "Na Juma Brine": ["Juma Brine"],
    "Na Li": ["Na Li"],
    "Foto: Bo Cliff": [],
    "Fotos von Bo Cliff": [],
    "Ada Brine Foto: Bo Cliff": ["Ada Brine"],
    "Text von Ada Brine Illustration von Bo Cliff": ["Ada Brine"],
    "Edited by Bo Cliff": [],
    "Text und Interview: Ada Brine": ["Ada Brine"],
    "Ada Brine im Gespräch mit Bo Cliff": ["Ada Brine"],
    "Hans Groß im Gespräch mit Bo Cliff": ["Hans Groß"],
    "Ada Brine\nBo Cliff\nCy Dunes": ["Ada Brine", "Bo Cliff", "Cy Dunes"],
    "Ada Brine\nFollow": ["Ada Brine"],
    "Beitrag\nvon Ada Brine": ["Ada Brine"],
    "Ada Brine and Bo Cliff, Harbourtown": ["Ada Brine", "Bo Cliff"],
    "Ada Brine og Bo Cliff": ["Ada Brine", "Bo Cliff"],
    "Ministerium für Hafen und Strand": ["Ministerium für Hafen und Strand"],
    "Küste + Land": ["Küste + Land"],
    "von Ada Brine, QUAY RADIO": ["Ada Brine"],
    "Ada Brine January 5, 2024": ["Ada Brine"],
    "Ada Brine Hace 13 horas": ["Ada Brine"],
    "03.11.2021 April Roach": ["April Roach"],
    "03.11.2021 Jan van der Sloot": ["Jan van der Sloot"],
    "Kommentar von Ada Brine\n11.07.2026, 09:30 Uhr\nStuttgart": ["Ada Brine"],
    "5 min read": [],
    "Post Views: 22": [],
    "Perry Brine Jr.": ["Perry Brine Jr."],
    "Ada B.": ["Ada B."],
    "Müllerverein e.V.": ["Müllerverein e.V."],
    "Bo Li.": ["Bo Li"],
    "Ada M.\u00a0 Brine": ["Ada M. Brine"],
    "Redacci&amp;oacute;n Brine": ["Redacción Brine"],
    "&lt;a href='/x'&gt;Ada Brine&lt;/a&gt;": ["Ada Brine"],
    "No Author": [],
    "Guest Author": [],
    "Staff Writer": [],
    "Super User": [],
    "Agencies": [],
    "wordpressadmin": [],
    "Hinterlasse einen Kommentar": [],
    "Paypal Button": [],
    "ada.brine": [],
    "Gespeichert von rasos am 24. Juli 2017 - 18:55": ["rasos"],
    "van der Sloot, Jan": ["Jan van der Sloot"],
    "von Brine, Ada": ["Ada von Brine"],
    "Brine, Ada M.": ["Ada M. Brine"],
    "Redakteurin Ada Brine": ["Ada Brine"],
    "Reporter Karl von Brine": ["Karl von Brine"],
    "Ada Brine, dpa": ["Ada Brine"],
    "dpa": ["dpa"],
    "Von dpa": ["dpa"],
    "AFP": ["AFP"],
}


def test_a_role_beside_a_name_is_kept_apart() -> None:
    roles = {text: read_byline(text)[0].role for text in ROLES}
    assert roles == ROLES
    assert {read_byline(text)[0].name for text in ROLES} == {"김바다", "山田太郎", "Ada Brine"}


ROLES = {
    "김바다 기자": "기자",
    "Redakteurin Ada Brine": "Redakteurin",
    "Ada Brine, Correspondent in Berlin": "Correspondent in Berlin",
    "記者 山田太郎": None,
}


@each(
    "name",
    [
        "Deutsche Welle", "Norddeutscher Rundfunk", "Bayerischer Rundfunk", "Aus Berlin", "Meer Nieuws lesen",
        "British Council", "Redaktion Mühlenblatt", "Quay Broadcasting", "muehlenblatt.example", "Ada Brine GmbH",
        "李小龙 im Gespräch",
    ],
)  # fmt: skip
def test_organisations_and_phrases_are_no_people(name: str) -> None:
    assert not looks_like_person(name)
