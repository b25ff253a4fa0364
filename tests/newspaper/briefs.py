"""News in brief: 150 short reports in each language, so that the paper has a long list to get through.

They are made from places and events, in a fixed order, seven minutes apart; the newest is some minutes old. Their
texts are in the feed; their addresses are places on one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FIRST_AGE, STEP = {"en": 300, "de": 510}, 420  # seconds


@dataclass(frozen=True, slots=True)
class Brief:
    """A short report; ``number`` counts from 1, the newest."""

    number: int
    title: str
    text: str
    category: str
    published: int


def briefs(code: str, now: int) -> tuple[Brief, ...]:
    """The short reports of the section ``en`` or ``de`` at the time ``now``, newest first; KeyError for any other."""
    return tuple(_briefs(_PLACES[code], _EVENTS[code], now - FIRST_AGE[code]))


def _briefs(places: tuple[str, ...], events: tuple[tuple[str, str, str], ...], newest: int) -> Iterator[Brief]:
    for number in range(1, len(places) * len(events) + 1):
        round_, where = divmod(number - 1, len(places))
        place = places[where]
        category, title, text = events[(round_ + where) % len(events)]
        values = {"place": place, "count": 3 + number * 7 % 40, "year": 1900 + number * 13 % 90}
        published = newest - (number - 1) * STEP
        yield Brief(number, title.format_map(values), text.format_map(values), category, published)


_PLACES = {
    "en": (
        "Old Harbour", "Ferry Quay", "Mill Lane", "Lighthouse Point", "Fishmarket", "Northgate", "Rope Street",
        "Customs Square", "Saltworks", "Dyke Road", "Station Hill", "Botanic Garden", "Shipyard", "Chapel Rise",
        "Weir Bridge",
    ),
    "de": (
        "Alter Hafen", "Fähranleger", "Mühlengasse", "Leuchtturm", "Fischmarkt", "Nordtor", "Seilerstraße",
        "Zollplatz", "Salzwiesen", "Deichstraße", "Bahnhofsberg", "Botanischer Garten", "Werftgelände",
        "Kapellenhöhe", "Wehrbrücke",
    ),
}  # fmt: skip

_EVENTS = {
    "en": (
        ("Traffic", "{place}: buses take another way until Friday",
         "<p>A water main is being replaced. {count} buses a day stop one street further on.</p>"),
        ("Culture", "{place}: a choir looks for {count} voices",
         "<p>Rehearsals begin after the holidays. Nobody has to read music, says the choir.</p>"),
        ("Science", "{place}: {count} kinds of moth in one night",
         "<p>Volunteers hung up a sheet and a lamp and counted until dawn.</p>"),
        ("Town hall", "{place}: council votes on trees by {count} to 2",
         "<p>The limes stay. The car park will be smaller than planned.</p>"),
        ("Sport", "{place}: rowers win by {count} seconds",
         "<p>The wind turned in the last third of the course, and the home crew with it.</p>"),
        ("Business", "{place}: workshop from {year} opens again",
         "<p>Two sisters repair radios, lamps and, on Thursdays, accordions.</p>"),
        ("Weather", "{place}: {count} millimetres of rain in an hour",
         "<p>Cellars stayed dry, because the new drain held.</p>"),
        ("History", "{place}: a letter of {year} found behind a wall",
         "<p>It orders rope, twine and “the good coffee”, and was never sent.</p>"),
        ("Education", "{place}: school library lends {count} telescopes",
         "<p>They come with a map of the sky and the advice to dress warmly.</p>"),
        ("Police", "{place}: stolen bicycle returns after {count} days",
         "<p>It stood at the same lamp post, cleaned, with a new bell.</p>"),
    ),
    "de": (
        ("Verkehr", "{place}: Busse fahren bis Freitag anders",
         "<p>Eine Wasserleitung wird erneuert. Täglich halten {count} Busse eine Straße weiter.</p>"),
        ("Kultur", "{place}: Chor sucht {count} Stimmen",
         "<p>Geprobt wird nach den Ferien. „Noten lesen muss niemand“, sagt der Chor.</p>"),
        ("Wissenschaft", "{place}: {count} Nachtfalterarten in einer Nacht",
         "<p>Freiwillige hängten ein Laken und eine Lampe auf und zählten bis zum Morgengrauen.</p>"),
        ("Rathaus", "{place}: Stadtrat stimmt mit {count} zu 2 für die Linden",
         "<p>Die Bäume bleiben. Der Parkplatz wird kleiner als geplant.</p>"),
        ("Sport", "{place}: Ruderinnen gewinnen mit {count} Sekunden Vorsprung",
         "<p>Im letzten Drittel drehte der Wind, und mit ihm das Rennen.</p>"),
        ("Wirtschaft", "{place}: Werkstatt von {year} öffnet wieder",
         "<p>Zwei Schwestern reparieren Radios, Lampen und donnerstags Akkordeons.</p>"),
        ("Wetter", "{place}: {count} Millimeter Regen in einer Stunde",
         "<p>Die Keller blieben trocken, weil der neue Abwasserkanal hielt.</p>"),
        ("Geschichte", "{place}: Brief von {year} hinter einer Wand gefunden",
         "<p>Er bestellt Tauwerk, Garn und „den guten Kaffee“ und wurde nie abgeschickt.</p>"),
        ("Bildung", "{place}: Schulbücherei verleiht {count} Fernrohre",
         "<p>Dazu gibt es eine Himmelskarte und den Rat, sich warm anzuziehen.</p>"),
        ("Polizei", "{place}: Gestohlenes Fahrrad nach {count} Tagen zurück",
         "<p>Es stand am selben Laternenpfahl, geputzt und mit neuer Klingel.</p>"),
    ),
}  # fmt: skip
