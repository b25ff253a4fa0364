"""The vocabulary of the two editions: the paper's name, parts of addresses, labels, and date formats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of one edition. ``code``: its language, or for a daily its language and name (``en-courier``)."""

    code: str
    locale: str
    paper: str
    tagline: str
    articles: str  # in addresses
    authors: str
    tag: str
    category: str
    by: str
    conjunction: str
    editors: str
    about_editors: str
    editors_bio: str
    updated: str
    published_on: str
    picture_credit: str
    tags: str
    comments: str
    one_comment: str
    no_comments: str
    reply: str
    leave_comment: str
    your_name: str
    your_email: str
    send: str
    says: str
    read_also: str
    related: str
    most_read: str
    newsletter: str
    newsletter_text: str
    sign_up: str
    cookie: str
    accept: str
    decline: str
    share: str
    share_mail: str
    search: str
    home: str
    advertisement: str
    skip: str
    listen: str
    all_by: str
    in_brief: str
    more: str
    about: str
    about_text: str
    privacy: str
    privacy_text: str
    rights: str
    missing: str
    missing_text: str
    login: str
    login_text: str
    months: tuple[str, ...]
    day_dot: str

    @property
    def language(self) -> str:
        """Its language, ``en`` or ``de``."""
        return self.code.partition("-")[0]

    @property
    def daily(self) -> bool:
        """Whether it is an edition of one of the dailies, which have a feed for each category and pages in AMP."""
        return self.code != self.language

    def date(self, moment: int) -> str:
        """The day of a Unix time in UTC, as this edition writes it: ``3 March 2026``, ``3. März 2026``."""
        day = datetime.fromtimestamp(moment, UTC)
        return f"{day.day}{self.day_dot} {self.months[day.month - 1]} {day.year}"

    def comment_count(self, count: int) -> str:
        """The heading over ``count`` comments."""
        if count == 0:
            return self.no_comments
        return self.one_comment if count == 1 else f"{count} {self.comments}"


def words_for(code: str) -> Words:
    """The vocabulary of an edition; KeyError for an unknown one."""
    return {words.code: words for words in (ENGLISH, GERMAN, *DAILIES)}[code]


ENGLISH = Words(
    code="en",
    locale="en_GB",
    paper="The Harbour Post",
    tagline="Slow news from a small port",
    articles="articles",
    authors="authors",
    tag="tag",
    category="section",
    by="By",
    conjunction="and",
    editors="The Editors",
    about_editors="About the authors",
    editors_bio="The Harbour Post is written at a long table above the old customs profile.",
    updated="Updated",
    published_on="Published on",
    picture_credit="Picture",
    tags="Tagged",
    comments="comments",
    one_comment="One comment",
    no_comments="No comments yet",
    reply="Reply",
    leave_comment="Leave a comment",
    your_name="Your name",
    your_email="Your e-mail address (never shown)",
    send="Post comment",
    says="says",
    read_also="Read also",
    related="You might also like",
    most_read="Most read",
    newsletter="The Friday letter",
    newsletter_text="Five stories and one recipe, every Friday at noon. Unsubscribe whenever you like.",
    sign_up="Sign me up",
    cookie="We value your privacy. We and our 712 partners would like to store cookies on your device.",
    accept="Accept all",
    decline="Only what is needed",
    share="Share this story",
    share_mail="Send by e-mail",
    search="Search the paper",
    home="Front page",
    advertisement="Advertisement",
    skip="Skip to the article",
    listen="Listen to this article",
    all_by="All articles by",
    in_brief="In brief",
    more="Read on",
    about="About us",
    about_text="The Harbour Post is a small paper that never was. It exists so that a news reader has something "
    "to read while nobody is looking.",
    privacy="Privacy",
    privacy_text="This server remembers the last requests it answered, and forgets them when it stops.",
    rights="All stories, harbours and people are invented.",
    missing="This page has drifted off",
    missing_text="Nothing is moored at this address. The front page is where it always was.",
    login="Please sign in to read on",
    login_text="Your session has ended. Sign in with your reader number to go on.",
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    day_dot="",
)  # fmt: skip

GERMAN = Words(
    code="de",
    locale="de_DE",
    paper="Hafenblatt",
    tagline="Langsame Nachrichten aus einer kleinen Stadt am Wasser",
    articles="artikel",
    authors="autoren",
    tag="schlagwort",
    category="rubrik",
    by="Von",
    conjunction="und",
    editors="Die Redaktion",
    about_editors="Über die Autoren",
    editors_bio="Das Hafenblatt entsteht an einem langen Tisch über dem alten Zollamt.",
    updated="Aktualisiert",
    published_on="Veröffentlicht am",
    picture_credit="Bild",
    tags="Schlagwörter",
    comments="Kommentare",
    one_comment="Ein Kommentar",
    no_comments="Noch keine Kommentare",
    reply="Antworten",
    leave_comment="Schreiben Sie einen Kommentar",
    your_name="Ihr Name",
    your_email="Ihre E-Mail-Adresse (wird nicht gezeigt)",
    send="Kommentar abschicken",
    says="schreibt",
    read_also="Lesen Sie auch",
    related="Das könnte Sie auch interessieren",
    most_read="Meistgelesen",
    newsletter="Der Freitagsbrief",
    newsletter_text="Fünf Geschichten und ein Rezept, jeden Freitag um zwölf. Abbestellen geht jederzeit.",
    sign_up="Anmelden",
    cookie="Wir schätzen Ihre Privatsphäre. Wir und unsere 712 Partner möchten Cookies auf Ihrem Gerät ablegen.",
    accept="Alle annehmen",
    decline="Nur was nötig ist",
    share="Diesen Text teilen",
    share_mail="Per E-Mail verschicken",
    search="Im Blatt suchen",
    home="Titelseite",
    advertisement="Anzeige",
    skip="Zum Artikel springen",
    listen="Diesen Artikel hören",
    all_by="Alle Texte von",
    in_brief="Kurz gemeldet",
    more="Weiterlesen",
    about="Über uns",
    about_text="Das Hafenblatt ist eine kleine Zeitung, die es nie gab. Es gibt sie, damit ein Nachrichtenleser "
    "etwas zu lesen hat, wenn gerade niemand hinsieht.",
    privacy="Datenschutz",
    privacy_text="Dieser Server merkt sich die letzten Anfragen und vergisst sie, wenn er anhält.",
    rights="Alle Geschichten, Häfen und Menschen sind erfunden.",
    missing="Diese Seite ist abgetrieben",
    missing_text="Unter dieser Adresse liegt nichts vor Anker. Die Titelseite ist, wo sie immer war.",
    login="Bitte melden Sie sich an, um weiterzulesen",
    login_text="Ihre Sitzung ist abgelaufen. Melden Sie sich mit Ihrer Lesernummer wieder an.",
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
        "November", "Dezember",
    ),
    day_dot=".",
)  # fmt: skip

DAILIES = (
    replace(
        ENGLISH,
        code="en-courier",
        paper="The Sound Courier",
        tagline="Everything that happened between two tides",
        articles="news",
        editors="Courier staff",
        editors_bio="The Sound Courier has been printed at the ferry quay since the ferry has been on time.",
    ),
    replace(
        GERMAN,
        code="de-courier",
        paper="Sundkurier",
        tagline="Was zwischen zwei Tiden geschah",
        articles="nachrichten",
        editors="Sundkurier",
        editors_bio="Der Sundkurier wird am Fähranleger gedruckt, seit die Fähre pünktlich ist.",
    ),
    replace(
        ENGLISH,
        code="en-signal",
        paper="Morning Signal",
        tagline="The day in short",
        articles="stories",
        editors="Signal desk",
        editors_bio="The Morning Signal is made by people who get up at four and are proud of it.",
    ),
    replace(
        GERMAN,
        code="de-signal",
        paper="Morgensignal",
        tagline="Der Tag in Kürze",
        articles="berichte",
        editors="Morgensignal",
        editors_bio="Das Morgensignal machen Leute, die um vier aufstehen und stolz darauf sind.",
    ),
)
