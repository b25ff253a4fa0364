"""Finds the dates in a line that people read, and tells whether its words are about publication or about an edit."""

from __future__ import annotations

import re

from reader.lazy_dataclass import dataclass
from reader.text import fold
from reader.web.date_forms import usual_form
from reader.web.date_names import WEEKDAY_NAMES, ZONE_HOURS
from reader.web.dates import EARLIEST_PAGE, parse_date

_YEAR = r"(?:19|20|25)\d\d"  # 25: in Thailand
_MONTH = r"[^\W\d_][^\s\d.,;:/()|_+–—-]{1,14}"  # a letter first: some scripts write vowels as marks behind it
_ROMAN_MONTH = r"(?-i:XI{0,2}|I?X|IV|V?I{1,3}|V)"
_DAY = r"\d{1,2}(?:\.|º|°|ª|er|st|nd|rd|th)?"
_NAMED = (
    rf"(?:{_DAY}[\s./-]\s*(?:de\s+|of\s+|d['’]\s?)?{_MONTH}\.?|{_MONTH}(?:\.\s*|[\s-]\s*)\d{{1,2}}(?:st|nd|rd|th)?)"
    rf"(?:(?:,\s*|\s+|[./-])(?:de\s+|del\s+)?{_YEAR}|,?\s*['’]\d\d(?=\W|$)|(?<=[^\W\d_])-\d\d(?=\W|$))"
    rf"|{_DAY}[\s.]\s*{_MONTH}\.?\s+\d\d(?=\s*(?:[|/·•]|$))"
    rf"|{_YEAR}(?:\.?\s+\w+\s+\d{{1,2}}\.?\s+{_MONTH}|-?e?ko\s+{_MONTH}\s+\d{{1,2}})"
    rf"|{_YEAR}[.,]?\s+(?:m\.\s+)?{_MONTH}\.?\s+\d{{1,2}}"
    rf"|\d{{1,2}}\s+(?:tháng|thg)\s+\d{{1,2}},?\s+(?:năm\s+)?{_YEAR}"
    rf"|\d{{1,2}}[.\s]\s?{_ROMAN_MONTH}[.\s]\s?{_YEAR}"
)
_NUMBERS = (
    r"(?:13[6-9]|140)\d[-/]\d{1,2}[-/]\d{1,2}"  # in Iran
    rf"|{_YEAR}\s?[-/.·年년]\s?\d{{1,2}}\s?[-/.·月월]\s?\d{{1,2}}[日일]?"
    rf"|\d{{1,2}}\s?(?P<mark>[./|·-])\s?\d{{1,2}}\s?(?P=mark)\s?(?:{_YEAR}|\d\d)"
)
_CLOCK = r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::\d\d)?(?!\.?\d)(?:\s?(?:uhr|[ap]\.?m\b\.?|h\b))?"
_DATE = re.compile(
    rf"(?<![\d/-])(?<!\d[.,:])(?P<day>{_NAMED}|{_NUMBERS})(?![\d/]|-\d)"
    rf"(?:\W{{1,3}}(?:(?:um|at|à|a las|alle|kl\.?|às|om)\s)?(?P<clock>{_CLOCK})|(?P<next>{_CLOCK}))?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(rf"(?:{_NUMBERS})", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:[-–—]|bis|to|until|al?|au)\s*", re.IGNORECASE)
_EDITED = re.compile(
    r"updat|aktualisier|geändert|änderung|modif|bearbeitet|mis à jour|mise à jour|a[ck]tuali[zs]|atuali[zs]|aggiorna|"
    r"bijgewerkt|gewijzigd|opdater|oppdater|endret|uppdater|ändrad|redigerad|ændret|päivite|muokattu|zaktualiz|zmienion|"
    r"upraven|změněn|frissít|módosít|ažurira|güncelle|değişti|обновл|обновен|оновлен|измен|изменен|променен|ажурира|"
    r"ενημέρω|τροποποι|עודכן|تحديث|تعديل|به‌?روز|ویرایش|अपडेट|संशोध|แก้ไข|อัปเดต|อัพเดท|cập nhật|sửa|diperbarui|diubah|"
    r"更新|修订|修訂|编辑|編輯|改訂|수정|업데이트|최종|\bstand\b|\breview|\brevis|\bedited|überarbeitet|zuletzt",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi|pubbli|pubblic|veröffentlich|erschienen|erstellt|gespeichert|eingestellt|posted|written|\bdate\b|datum|fecha|"
    r"\bdata\b|дата|skrevet|skriven|postat|postad|opublikowan|dodano|utworzono|geplaatst|geschreven|julkaistu|luotu|"
    r"udgivet|offentliggjort|zveřejněn|vydáno|vloženo|zverejnen|megjelen|közzété|létrehoz|objavljen|yayın|eklenme|"
    r"mise? en ligne|paru le|опубликов|опубліков|размещен|создан|публикуван|објављен|δημοσίευ|פורסם|نشر|انتشار|प्रकाशित|"
    r"เผยแพร่|วันที่|đăng|diterbitkan|dipublikasi|发布|發布|发表|發表|刊登|発表|公開|投稿|掲載|配信|게시|입력|등록|작성",
    re.IGNORECASE,
)
# The date behind these is of something else than the page.
_OTHER = re.compile(
    r"\b(?:photos?|fotos?|bild|aufnahme|recorded|retrieved|accessed|abgerufen|abruf|consulté|consultado|geboren|born|"
    r"gestorben|died|version|gültig|valid|expires|läuft ab|deadline|frist|(?:einsende|anmelde|bewerbungs)schluss|"
    r"bis(?: zum)?|until|jusqu['’]au|hasta(?: el)?|fino al|até|tot(?: en met)?|ab|from|seit|since|depuis|desde|"
    r"beginnt?|begins?|starts?|termin|event|veranstaltung|einlass|uraufführung|konzert|concert|concierto|lesung|vortrag|"
    r"vernissage|premiere|workshop|webinar|seminar|tagung|konferenz|conference|sitzung|meeting|reunión|release|erscheint)"
    r"\b\W*(?:am|on|at|the|le|el|il|den|der)?\W*$",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?<![:.h\d])(\d{1,2}(?P<day>\.?)(?:\s+(?P<month>[^\W\d_]{3,12})\.?\s?)?)\s?(?P<sign>[-–—]|bis|to)\s?$"
)
# Behind the date of an event.
_HOURS = re.compile(
    r"[,;]?\s?(?:(?:von|from|de|ab|um|at)\s)?(?:\d{1,2}(?:[:.h]\d\d)?\s?)?(?:uhr|h|[ap]\.?m\.?)?"
    r"\s?(?:[-–—]|bis|to)\s?\d{1,2}(?:[:.h]\d\d|\s?(?:uhr|h\b|[ap]\.?m\b))"
    r"|[,;]?\s?(?:de\s)?\d{1,2}(?:[:.]\d\d|\s?h(?:\s?\d\d)?)\s?à\s?\d{1,2}(?:[:.]\d\d|\s?h\b)",
    re.IGNORECASE,
)
_TO_HOUR = re.compile(rf"\s?à\s?\d{{1,2}}(?:[:.h]\d\d|\s?h\b)|{_HOURS.pattern}", re.IGNORECASE)  # behind an hour
_WEEKDAYS_AND_ZONES = frozenset(" ".join((*WEEKDAY_NAMES, *ZONE_HOURS.values())).split())
_LONGEST = 400  # characters that are looked through


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: from where to where it is, which moment it means, and what the words before it say."""

    start: int
    end: int
    moment: int
    is_edit: bool
    is_labelled: bool  # as the date of publication


def dates_in(text: str, *, day_first: bool = False) -> list[FoundDate]:
    """The dates in a text, with the time if one follows. Dates in a range of days are left out.

    Their places are those in the text as :func:`usual_form` writes it.

    ``day_first``: whether 1/2/2021 is in February.
    """
    found: list[FoundDate] = []
    text, start, begin = usual_form(text[:_LONGEST]), 0, 0
    while (match := _DATE.search(text, start)) is not None:
        moment = _moment_of(match, day_first=day_first)
        if moment is None:
            start = match.start() + 1
            continue
        start = match.end()
        span = _RANGE.match(text, start)
        if span is not None and (other := _DATE.match(text, span.end())) and _moment_of(other, day_first=day_first):
            start = begin = other.end()
            continue
        before, begin = text[begin : match.start()], start
        hours = _TO_HOUR if match["clock"] or match["next"] else _HOURS
        is_span = _is_span(_SPAN.search(before)) or hours.match(text, match.end()) is not None
        if not is_span and not _OTHER.search(before):
            found.append(_judged(before, match, moment))
    if len(found) == 1 and not found[0].is_labelled and _EDITED.search(text):
        only = found[0]
        return [FoundDate(only.start, only.end, only.moment, is_edit=True, is_labelled=False)]
    return found


def _is_span(before: re.Match[str] | None) -> bool:
    """Whether a first day without a year is before a date, as in "5.–7. March 2021" and "30 May – 2 June 2021"."""
    if before is None:
        return False
    if before["month"]:
        return page_date(f"{before[1]} 2000") is not None
    return bool(before["day"]) or not before.string[before.end(1) :].startswith(" ")


def _judged(before: str, match: re.Match[str], moment: int) -> FoundDate:
    published, edited = _last(_PUBLISHED, before), _last(_EDITED, before)
    return FoundDate(match.start(), match.end(), moment, edited > published, published > edited)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def is_about_edit(text: str) -> bool:
    """Whether the words before a date, or the name of its class, mean an edit."""
    return _last(_EDITED, text) > _last(_PUBLISHED, text)


def words_beside_dates(text: str) -> int:
    """The number of words that a line has beside its dates, their weekdays and zones, and those for "updated"."""
    words = _DATE.sub(" ", usual_form(text)).split()
    return sum(map(_is_other_word, words))


def _is_other_word(word: str) -> bool:
    if not any(map(str.isalnum, word)) or _EDITED.search(word):
        return False
    return fold(word).strip(".,()") not in _WEEKDAYS_AND_ZONES


def _moment_of(match: re.Match[str], *, day_first: bool) -> int | None:
    day, clock = match["day"], match["clock"] or match["next"]
    if _NUMERIC.fullmatch(day):
        day = "".join(day.split()).replace("|", ".").replace("·", ".")
        day = day.replace("/", ".") if day_first else day
    moment = page_date(f"{day} {clock}") if clock else None
    return page_date(day) if moment is None else moment


def page_date(text: str | None) -> int | None:
    """The moment that a date of a page means, or None; no page is older than the web."""
    return parse_date(text, earliest=EARLIEST_PAGE)
