"""How the paper edits two of its articles after it has published them, one edit after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.newspaper.server import Newspaper

CORRECTIONS, DEAD_SPOT = "how-we-correct-ourselves", "ein-funkloch-wird-besichtigt"
EDITS: tuple[Mapping[str, tuple[str, Mapping[str, str]]], ...] = (
    {
        CORRECTIONS: (
            "How we correct ourselves",
            {
                "four hundred and six errors": "four hundred and seven errors",
                "Eleven were numbers": "Twelve were numbers, this one among them",
                "We make mistakes. This is what happens next": "We make mistakes. This is what happens afterwards",
            },
        ),
        DEAD_SPOT: (
            "Ein Funkloch wird besichtigt",
            {
                "zweihundert Menschen": "zweihundertzwölf Menschen",
                "Antrag von siebenundvierzig Seiten": "Antrag von neunundvierzig Seiten",
            },
        ),
    },
    {
        CORRECTIONS: (
            "How we correct ourselves, and when",
            {
                "within a day": "within two days",
                "<p>Write to": "<p>A reader asked how we count. A word that is wrong twice is one error.</p><p>Write to",
                "<p>— The Editors</p>": "",
            },
        ),
        DEAD_SPOT: (
            "Ein Funkloch wird besichtigt und verteidigt",
            {"Manche seufzen. ": "", "kommen die Leute von weit her": "kommen die Leute sogar aus der Hauptstadt"},
        ),
    },
)
"""By slug: the headline, and what takes the place of what in lead and body."""


def make_edits(paper: Newspaper) -> Iterator[None]:
    """Makes one edit of each of the articles after the other."""
    for edit in EDITS:
        for slug, (title, changes) in edit.items():
            article = paper.site.article(slug)
            body, lead = article.body, article.lead
            for old, new in changes.items():
                assert old in body or old in lead, old
                body, lead = body.replace(old, new), lead.replace(old, new)
            paper.change(slug, title=title, lead=lead, body=body)
        yield
