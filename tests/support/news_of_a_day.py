"""A reader with the made-up news of a day, for pictures and tests of the front page, in English or German."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from reader.model import Author, Poll
from reader.paths import Paths
from reader.store import Store, open_store
from tests.support.stocking import new_entry, update


@dataclass(frozen=True, slots=True)
class News:
    """An article of the day. ``minutes`` of reading time; ``older``: by how many hours.

    ``tellings``: how many other feeds report the same.
    """

    folder: str
    headline: str
    lead: str
    author: str
    source: str
    minutes: int
    older: float
    tellings: int = 0


ENGLISH: tuple[News, ...] = (
    News(
        "World",
        "A glacier’s last winter, measured from below",
        "Sensors lowered through eight hundred metres of ice show that the glacier is sliding faster than any model allowed for. The scientists who spent the dark months on it describe a landscape that sounds, at night, like a railway yard — and what its end would mean for the cities downstream.",
        "Elin Sigurdsdottir",
        "Nature",
        11,
        0,
        4,
    ),
    News(
        "World",
        "Why the night trains came back",
        "From Lisbon to Warsaw, more sleeping cars are running than at any time since the eighties. A journey through the new timetable, one couchette at a time.",
        "Oliver Marsh",
        "The Guardian",
        7,
        1.5,
    ),
    News(
        "World",
        "Deal on the high seas reached after three sleepless nights in Nairobi",
        "A hundred and forty-one countries agreed to protect nearly a third of the oceans. Fishing fleets say they will sue.",
        "Amina Odhiambo and Lucas Brenner",
        "BBC World",
        6,
        2.0,
        6,
    ),
    News(
        "World", "Iceland’s government loses its majority", "The coalition won 29 of 63 seats.", "", "Reuters", 2, 7, 2
    ),
    News("World", "Dockers in Rotterdam walk out for 48 hours", "", "", "FT", 1, 8),
    News(
        "World",
        "No casualties after earthquake off Crete",
        "Authorities lifted the warning by noon.",
        "",
        "AP",
        1,
        9,
        3,
    ),
    News(
        "Technology",
        "Cloud provider gives controversial network 24 hours to leave",
        "The company must “start again from nothing”, its founder wrote to staff; lawyers for the service speak of a breach of contract.",
        "Hannah Field",
        "The Register",
        4,
        1.0,
        3,
    ),
    News(
        "Technology",
        "Browsers to block ad networks without a public register",
        "Three large vendors will refuse advertisements whose buyers are not named.",
        "",
        "Ars Technica",
        5,
        1.5,
        1,
    ),
    News(
        "Technology",
        "Linux 7.2 makes laptops last eleven per cent longer",
        "Memory management is what changed.",
        "",
        "LWN",
        7,
        6,
    ),
    News("Technology", "Quantum computer runs for an hour without an error", "", "", "IEEE Spectrum", 3, 7),
    News(
        "Culture",
        "An orchestra plays forty years of temperature",
        "In Reykjavík a symphony nobody wanted to hear is sold out until March.",
        "Freyja Jónsdóttir",
        "The New Yorker",
        9,
        1.0,
    ),
    News(
        "Culture",
        "A lost manuscript turns up between a notary’s household books",
        "Scholars had looked for it since 1973.",
        "",
        "LRB",
        3,
        5,
    ),
    News("Culture", "Museum opens on Mondays", "", "", "Time Out", 1, 6),
    News(
        "Science",
        "Crows can count to four, and tell you why",
        "In a lab in Tübingen the birds called exactly as often as a number on a screen told them to.",
        "Elif Sahin",
        "Quanta",
        6,
        1.0,
        1,
    ),
    News(
        "Science",
        "Antibiotic found in the soil of a back garden",
        "It kills three resistant germs in the lab.",
        "",
        "New Scientist",
        3,
        5,
    ),
)
GERMAN: tuple[News, ...] = (
    News(
        "Technik",
        "Cloudanbieter setzt umstrittenem Netzwerk eine Frist von 24 Stunden",
        "Das Unternehmen müsse sich „von Grund auf neu“ aufstellen, sagt sein Gründer am Abend in einer Mitteilung an die Belegschaft. Der Betreiber des Dienstes erfuhr davon erst aus der Presse; seine Anwälte sprechen von einem Bruch der Verträge. Aufsichtsbehörden in drei Ländern prüfen nun, ob die Kündigung rechtens ist.",
        "Hanna Weidenfeller",
        "Tagesblatt",
        9,
        0,
        3,
    ),
    News(
        "Technik",
        "Browser blockieren künftig Werbenetzwerke ohne Transparenzregister",
        "Vom Frühjahr an sollen drei große Hersteller nur noch Anzeigen ausliefern, deren Auftraggeber öffentlich verzeichnet sind. Verlage fürchten um ihre Einnahmen, Verbraucherschützer sind begeistert.",
        "Jonas Kreuzer",
        "heise online",
        6,
        1.5,
        1,
    ),
    News(
        "Technik",
        "Linux 7.2 bringt Speicherverwaltung, die Notebooks länger laufen lässt",
        "Messungen zeigen bis zu elf Prozent mehr Akkulaufzeit, ohne dass Programme langsamer starten.",
        "",
        "LWN",
        7,
        2.0,
    ),
    News(
        "Technik",
        "Datenschutzgrundverordnung: Gericht verhängt Rekordstrafe gegen Versicherungsvermittler",
        "Die Richter sahen es als erwiesen an, dass Gesundheitsdaten jahrelang ungeschützt im Netz standen.",
        "",
        "golem",
        2,
        7,
    ),
    News("Technik", "Quantencomputer rechnet erstmals eine Stunde fehlerfrei", "", "", "heise online", 3, 8),
    News(
        "Welt",
        "Gipfel in Nairobi endet mit Abkommen über Schutz der Hochsee",
        "Nach drei Nächten einigten sich 141 Staaten auf Schutzgebiete, die fast ein Drittel der Meere umfassen. Fischereiverbände kündigen Klagen an; Umweltorganisationen sprechen vom wichtigsten Vertrag seit Paris.",
        "Amina Odhiambo, Lukas Brenner",
        "Der Weltspiegel",
        5,
        1.0,
        5,
    ),
    News(
        "Welt",
        "Warum die Nachtzüge zurückkehren",
        "Zwischen Lissabon und Warschau fahren wieder so viele Schlafwagen wie zuletzt in den achtziger Jahren. Eine Reise im Abteil.",
        "Name der Autorin",
        "Reisezeitung",
        7,
        1.5,
    ),
    News(
        "Welt",
        "Wahl in Island: Regierung verliert Mehrheit",
        "Die bisherige Koalition kommt auf 29 von 63 Sitzen.",
        "",
        "Tagesblatt",
        2,
        6,
        2,
    ),
    News("Welt", "Hafenarbeiter in Rotterdam legen für 48 Stunden die Arbeit nieder", "", "", "Handelsblatt", 1, 7),
    News("Welt", "Erdbeben vor Kreta ohne größere Schäden", "Die Behörden geben Entwarnung.", "", "dpa", 1, 8, 4),
    News(
        "Kultur",
        "Die Stimme des Gletschers: Ein Orchester spielt Klimadaten",
        "In Reykjavík wird aus vierzig Jahren Messwerten eine Symphonie, die niemand hören wollte und nun alle hören.",
        "Freyja Jónsdóttir",
        "Feuilleton",
        5,
        1.0,
    ),
    News(
        "Kultur",
        "Verschollenes Manuskript von Bachmann in Klagenfurt gefunden",
        "Es lag zwischen Haushaltsbüchern eines Notars.",
        "",
        "Feuilleton",
        3,
        5,
    ),
    News("Kultur", "Museumsinsel öffnet montags", "", "", "Stadtmagazin", 1, 6),
    News(
        "Sport",
        "Eintracht dreht in der Nachspielzeit ein verlorenes Spiel",
        "Zwei Tore in drei Minuten, ein Torwart am Mittelkreis und eine Kurve, die nicht mehr aufhört zu singen.",
        "Mirko Sander",
        "Sportblatt",
        4,
        1.0,
        1,
    ),
    News(
        "Sport",
        "Handball: Auswahl ohne ihren Kapitän zur Europameisterschaft",
        "Er fällt mit einem Bänderriss aus.",
        "",
        "Sportblatt",
        2,
        5,
    ),
    News(
        "Wissenschaft",
        "Ein Winter unter dem Eis: Wie Forscher den letzten Atem eines Gletschers messen",
        "Sensoren im Schmelzwasser zeigen, dass er schneller fließt als jede Vorhersage. Die Daten stellen Modelle infrage, mit denen Städte an der Küste planen.",
        "Elif Şahin",
        "Spektrum",
        11,
        1.0,
    ),
    News("Wissenschaft", "Krähen zählen bis vier, mit Gründen", "", "", "Nature", 4, 5),
    News(
        "Wissenschaft",
        "Neues Antibiotikum aus dem Boden eines Schrebergartens",
        "Im Labor wirkt es gegen drei resistente Keime.",
        "",
        "Spektrum",
        3,
        6,
        1,
    ),
)

_FILLER = {
    "en": "The report, presented on Monday evening, draws on figures from eleven countries and on conversations with more "
    "than two hundred people who took part. Reading it, one understands why the negotiations took as long as they did. "
    "Its authors recommend that the rules be reviewed every year and that the public be involved earlier. Critics call "
    "that insufficient; a spokeswoman declined to comment.",
    "de": "Der Bericht, der am Montagabend vorgestellt wurde, stützt sich auf Zahlen aus elf Ländern und auf Gespräche mit "
    "mehr als zweihundert Beteiligten. Wer ihn liest, versteht, warum die Verhandlungen so lange gedauert haben. Die "
    "Verfasserinnen empfehlen, die Regeln jedes Jahr zu überprüfen und die Öffentlichkeit früher einzubeziehen. Kritiker "
    "halten das für unzureichend; eine Sprecherin wollte sich dazu nicht äußern.",
}
_WORDS_A_MINUTE = 200


def stock_news(
    paths: Paths,
    language: str,
    now: int,
    base: str = "https://news.example",
    picture: str = "",
    *,
    tellings: bool = False,
) -> None:
    """Makes a reader that has the news. ``base``: the server of its feeds; ``picture``: of the lead story, if it has one.

    ``tellings``: other feeds report some of it too.
    """
    news = GERMAN if language == "de" else ENGLISH
    feeds = list(dict.fromkeys((one.folder, one.source) for one in news))
    most = max(one.tellings for one in news) if tellings else 0
    feeds += [(feeds[0][0], f"Agency {number}") for number in range(1, most + 1)]
    urls = {feed: f"{base}/news/{number}" for number, feed in enumerate(feeds)}
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    paths.feeds.write_text("".join(_tables(urls)), encoding="utf-8")
    paths.config.write_text(f'language = "{language}"\n', encoding="utf-8")
    store = open_store(paths.database, now=now)
    store.feeds.subscribe(urls.values())
    polls = {poll.url: poll for poll in store.feeds.polls()}
    for number, one in enumerate(news, start=1):
        paragraphs = [one.lead, *[_FILLER[language]] * (1 if one.lead else 0) * min(one.minutes, 4)]
        html = "".join(f"<p>{text}</p>" for text in paragraphs if text) or "<p></p>"
        if number == 1 and picture:
            html = f'<p><img src="{picture}" alt=""></p>{html}'
        entry = new_entry(number, sort=now - 600 - int(3600 * one.older), title=one.headline, html=html)
        authors = (Author(one.author),) if one.author else ()
        parsed = replace(entry.parsed, authors=authors)
        entry = replace(entry, parsed=parsed, words=one.minutes * _WORDS_A_MINUTE)
        update_of_feed = replace(update(polls[urls[one.folder, one.source]], [entry]), language=language)
        store.arrivals.apply([update_of_feed], now=now)
    if tellings:
        _tell_again(store, news, [polls[url] for url in urls.values()][-most:], now)
    store.close()
    if tellings:
        _join_stories(paths, news)


def _tell_again(store: Store, news: Sequence[News], polls: Sequence[Poll], now: int) -> None:
    """Has agencies report the same, in less words."""
    for number, one in enumerate(news, start=1):
        for other, poll in enumerate(polls[: one.tellings], start=1):
            entry = new_entry(1000 * number + other, sort=now - 500 - int(3600 * one.older), title=one.headline)
            store.arrivals.apply([update(poll, [replace(entry, words=0)])], now=now)


def _join_stories(paths: Paths, news: Sequence[News]) -> None:
    with closing(sqlite3.connect(paths.database)) as database, database:
        for number, one in enumerate(news, start=1):
            guids = [f"guid-{number}", *(f"guid-{1000 * number + other}" for other in range(1, one.tellings + 1))]
            for guid in guids if one.tellings else ():
                database.execute("UPDATE entries SET story = ?, story_fixed = 1 WHERE guid = ?", (number, guid))


def _tables(urls: dict[tuple[str, str], str]) -> Iterator[str]:
    """The feeds are paused, so that nothing asks their server for them."""
    for (folder, title), url in urls.items():
        yield f'[[feeds]]\nurl = "{url}"\ntitle = "{title}"\nfolder = "{folder}"\npaused = true\n\n'
