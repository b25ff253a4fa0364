"""Recognises lines that say when, by whom and under which headings an entry was published, as themes print them.

The pane has these facts in its byline. Such a line may stand above or below the text, in an element like any other.
"""

from __future__ import annotations

import re

from reader.text import bare_words
from reader.text.furniture_words import COMMENTS

_LONGEST = 500  # characters

# Matched with bare words: no case, no accents, no punctuation.
_DAY = (
    r"(?:\d{1,2} (?:\d{1,2}|(?:de )?[^\W\d_]{3,12}) (?:de )?(?:19|20)\d\d|[a-z]{3,10} \d{1,2} (?:19|20)\d\d|"
    r"(?:19|20)\d\d \d{1,2} \d{1,2})"
)
_TIME = (
    r"(?:(?:um|at|a las|a|o) )?\d{1,2}[ h]\d{2}(?: \d{2})?(?: (?:uhr|h|am|pm))?"
    r"(?: (?:utc|gmt|[ecmp][ds]?t|bst|ist|cest?|mesz?|mez|[jk]st|hkt|ae[ds]t))?"
)
_ONE_DAY, _LONGEST_DAY = re.compile(_DAY), 40
_CHANGED = (
    r"(?:zuletzt )?(?:aktualisiert|geandert|bearbeitet|(?:last )?(?:updated|modified)|mis a jour|modifiee?|"
    r"actualizad[oa]|modificad[oa]|aggiornat[oa])"
)
_STATED = (
    r"(?:veroffentlicht|erschienen|published|posted|publiee?|publicad[oa]|pubblicat[oa]|gepubliceerd)"
    r"(?: (?:am|on|at|le|el|il|op))?"
)
_FILED = (
    r"(?:filed under|categori\w+|tagged|permalink|bookmark|responses|trackback|abgelegt|kategorie\w*|"
    r"verschlagwortet|feed)"
)
_AUTHORED = re.compile(rf"(?:by|von|par|por|di|door|av) .{{2,120}} {_DAY}(?: {_TIME})?(?: \d+ (?:{COMMENTS}))?")
_AGO = re.compile(
    r"[^.!?]*[|·•][^.!?]*\b(?:published|posted|updated):?\s+\d+\s+(?:min\w*|hours?|days?|weeks?|months?|years?)\s+ago"
    r"\b[^.!?]*",
    re.IGNORECASE,
)
_FACTS = re.compile(
    rf"(?:{_STATED} )?{_DAY} {_TIME}(?: {_CHANGED}(?: (?:am|on|at|le|el|il))? {_DAY}(?: {_TIME})?)?"
    rf"|{_DAY} {_CHANGED}(?: (?:am|on|at|le|el|il))? {_DAY}(?: {_TIME})?"
    rf"|{_DAY}\b.{{0,140}}\b(?:text|artikel|beitrag) vorlesen\b.{{0,60}}"
    rf"|this (?:entry|post) was (?:posted|published|written) .{{3,300}}\b{_FILED}\b.*"
    rf"|(?:der|dieser) (?:beitrag|artikel|eintrag) wurde .{{3,300}}\b{_FILED}\b.*"
    r"|cette entree a ete publiee .{3,300}|esta entrada fue publicada .{3,300}|questa voce e stata pubblicata .{3,300}"
)


def is_day(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    return len(text) <= _LONGEST_DAY and _ONE_DAY.fullmatch(bare_words(text)) is not None


def is_entry_facts(text: str) -> bool:
    """Whether a line only has the facts of an entry: its date, author, categories, number of comments."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return False
    words = bare_words(text)
    is_sentence = text.rstrip().endswith((".", "!", "?", ":"))
    return bool(_FACTS.fullmatch(words) or _AGO.fullmatch(text) or (not is_sentence and _AUTHORED.fullmatch(words)))
