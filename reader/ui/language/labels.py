"""The words that stand on the page and in the list, by language: labels, months, weekdays.

Screens and messages speak English for now; what stands beside an article speaks the user's language.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. ``{}`` in a label is where a name or a number goes."""

    today: str
    yesterday: str
    by: str
    minute: str
    minutes: str
    about: str
    more_by: str
    comment: str
    comments: str
    read_comments: str
    tags: str
    picture: str
    updated: str
    received: str  # when it came, where no date of publication is known
    dated: str  # a date of publication that lies in the future
    attachments: str
    day_month: str  # "{d}" and "{m}"
    day_month_year: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]  # Monday first


ENGLISH = Words(
    today="Today", yesterday="Yesterday", by="By {}", minute="1 minute", minutes="{} minutes",
    about="About the author", more_by="More by {}", comment="1 comment", comments="{} comments",
    read_comments="Comments", tags="Tags", picture="Picture", updated="updated {}",
    received="received {}", dated="dated {}", attachments="Attached",
    day_month="{d} {m}", day_month_year="{d} {m} {y}",
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December"),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)  # fmt: skip

GERMAN = Words(
    today="Heute", yesterday="Gestern", by="Von {}", minute="1 Minute", minutes="{} Minuten",
    about="Zur Person", more_by="Mehr von {}", comment="1 Kommentar", comments="{} Kommentare",
    read_comments="Kommentare", tags="Schlagwörter", picture="Bild", updated="aktualisiert {}",
    received="eingetroffen {}", dated="datiert auf {}", attachments="Anhang",
    day_month="{d}. {m}", day_month_year="{d}. {m} {y}",
    months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
            "November", "Dezember"),
    short_months=("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez."),
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
)  # fmt: skip

FRENCH = Words(
    today="Aujourd’hui", yesterday="Hier", by="Par {}", minute="1 minute", minutes="{} minutes",
    about="À propos de l’auteur", more_by="Aussi de {}", comment="1 commentaire", comments="{} commentaires",
    read_comments="Commentaires", tags="Mots-clés", picture="Image", updated="mis à jour {}",
    received="reçu {}", dated="daté du {}",
    attachments="Pièces jointes",
    day_month="{d} {m}", day_month_year="{d} {m} {y}",
    months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre"),
    short_months=("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
)  # fmt: skip

SPANISH = Words(
    today="Hoy", yesterday="Ayer", by="Por {}", minute="1 minuto", minutes="{} minutos",
    about="Sobre el autor", more_by="Más de {}", comment="1 comentario", comments="{} comentarios",
    read_comments="Comentarios", tags="Etiquetas", picture="Imagen", updated="actualizado {}",
    received="recibido {}", dated="con fecha {}", attachments="Adjuntos",
    day_month="{d} {m}", day_month_year="{d} {m} {y}",
    months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre"),
    short_months=("ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sept.", "oct.", "nov.", "dic."),
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
)  # fmt: skip

_LANGUAGES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}


def words_for(language: str = "") -> Words:
    """The words of a language ("de", "de-AT", "de_DE.UTF-8"), of the environment's if empty; else English."""
    language = language or next(
        (value for name in ("LC_ALL", "LC_TIME", "LANG") if (value := os.environ.get(name))), "en"
    )
    return _LANGUAGES.get(language[:2].lower(), ENGLISH)
