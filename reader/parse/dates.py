"""Dates as publishers write them, to Unix seconds.

RSS asks for RFC 822, Atom and JSON Feed for RFC 3339, RDF for W3CDTF; feeds hold all of these and what
else a programmer or an editor may type, in several languages. Two shapes are told apart: numbers only
(``2026-06-01T14:30Z``, ``01.06.2026``, ``1780324200``) and with a month's name, where the order of the parts
does not matter. A time without a zone is taken as UTC. Nothing is guessed beyond that: no date is better
than a wrong one, because lists are sorted by it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from reader.text import fold

EARLIEST = 86_400  # 1970-01-02; what lies before is a zero somebody formatted
LATEST = calendar.timegm((2101, 1, 1, 0, 0, 0))

_LENGTH_LIMIT = 100
_UNIX = re.compile(r"(\d{9,10}|\d{13}|\d{16})(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T\s]?(\d\d):?(\d\d):?(\d\d)?)?(?:[.,]\d+)?\s*(.*)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{1,2})(?!\d))?(?:[T\s,_]+|$)(.*)", re.IGNORECASE)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d\d)(?!\d)[\s,T]*(.*)", re.IGNORECASE)
_TIME = re.compile(
    r"(?<![\d+-])(\d{1,2})(?:[:.h](\d\d)(?:[:.](\d\d)(?!\d)(?:[.,]\d+)?)?)(?!\d)\s*(?:([ap])\.?m\b\.?)?(.*)"
    r"|(?<!\d)(\d{1,2})\s?([ap])\.?m\b\.?(.*)"
)
_OFFSET = re.compile(r"(?:gmt|utc|ut|z)?\s*([+\u2212-])\s?(\d\d?)(?::?(\d\d))?(?!\d)")
_HOURS = re.compile(r"(?<![\d:.])(\d{1,2})\s?(?:h|uhr)\s?(\d\d)?(?![\w:])", re.IGNORECASE)  # 14 h 30, 9 Uhr
_USUAL = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})"
    r" ([01]\d|2[0-3]):([0-5]\d):(\d\d) (GMT|UTC|Z|[+-]\d{4})"
)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_CJK_UNITS = str.maketrans({"年": "-", "월": "-", "月": "-", "년": "-", "日": " ", "일": " ", "時": ":", "시": ":"})

_MONTH_WORDS = (
    "jan january janvier januar janner jaenner januari enero ene gennaio gen janeiro janv",
    "feb february fevrier februar februari febrero febbraio fevereiro fev fevr",
    "mar march mars marz maerz maart marzo marco mrz mrt",
    "apr april avril abril aprile abr avr",
    "may mai mei mayo maggio maio mag",
    "jun june juin juni junio giugno junho giu",
    "jul july juillet juli julio luglio julho lug juil",
    "aug august aout augustus agosto ago",
    "sep sept september septembre septiembre setiembre settembre setembro set",
    "oct october octobre oktober octubre ottobre outubro okt ott out",
    "nov november novembre noviembre novembro",
    "dec december decembre dezember diciembre dicembre dezembro dez dic",
)
_MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}

# Hours from UTC. Where one name stands for several zones, the one that feeds mean most often.
_ZONE_HOURS = {
    0: "z ut utc gmt wet",
    1: "bst west cet mez met wat",
    2: "cest mesz mest eet cat sast",
    3: "eest msk eat trt",
    4: "gst msd",
    5: "pkt",
    5.5: "ist",
    7: "wib ict",
    8: "awst hkt sgt pht myt",
    9: "jst kst",
    9.5: "acst",
    10: "aest",
    10.5: "acdt",
    11: "aedt",
    12: "nzst",
    13: "nzdt",
    -2.5: "ndt",
    -3: "adt brt art",
    -3.5: "nst",
    -4: "edt ast clt",
    -5: "est cdt et",
    -6: "cst mdt ct",
    -7: "mst pdt mt",
    -8: "pst akdt pt",
    -9: "akst",
    -10: "hst",
}
_ZONES = {name: int(hours * 3_600) for hours, names in _ZONE_HOURS.items() for name in names.split()}


def parse_date(raw: str | None) -> int | None:
    """The moment that a date names, in Unix seconds; None if it names none between 1970 and 2100."""
    text = " ".join((raw or "").translate(_CJK_UNITS).split())
    if not text or len(text) > _LENGTH_LIMIT:
        return None
    text = _HOURS.sub(lambda time: f"{time[1]}:{time[2] or '00'}", text)
    usual = _USUAL.fullmatch(text)
    try:
        moment = _from_usual(usual) if usual else _from_numbers(text) if text[0].isdigit() else None
        if moment is None:
            moment = _from_words(fold(text))
    except (ValueError, OverflowError):  # the 31st of June, hour 25
        return None
    return moment if moment is not None and EARLIEST <= moment < LATEST else None


def _from_usual(found: re.Match[str]) -> int:
    """What nearly every RSS feed writes; read by itself it costs a fifth."""
    day, month, year, hour, minute, second, zone = found.groups()
    moment = datetime(
        int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), min(int(second), 59), tzinfo=UTC
    )
    return int(moment.timestamp()) - (_offset(zone) if zone[0] in "+-" else 0)


def _from_numbers(text: str) -> int | None:
    unix = _UNIX.fullmatch(text)
    if unix:
        return int(unix[1]) // {13: 1_000, 16: 1_000_000}.get(len(unix[1]), 1)
    if re.fullmatch(r"\d{4}", text):
        return _moment(int(text), 1, 1, "")
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, day, hour, minute, second, zone = compact.groups()
        return _moment(int(year), int(month), int(day), f"{hour or 0}:{minute or '00'}:{second or '00'} {zone}")
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first:
        year, month, day, rest = year_first.groups()
        return _moment(int(year), int(month), int(day or 1), rest)
    year_last = _YEAR_LAST.fullmatch(text)
    if year_last:
        first, sign, second_part, year, rest = year_last.groups()
        day, month = _day_and_month(int(first), int(second_part), sign)
        return _moment(_full_year(year), month, day, rest)
    return None


def _day_and_month(first: int, second: int, sign: str) -> tuple[int, int]:
    """``06/29`` is American, ``29/06`` and ``29.06.`` are not; ``06/05`` is read as American."""
    if sign == "/" and first <= 12:
        return second, first
    return first, second


def _from_words(text: str) -> int | None:
    months = [_MONTHS[word] for word in _words(text) if word in _MONTHS]
    if not months:
        return None
    month = months[-1]  # "mar." is also mardi and martes, and these stand before the month
    time = _TIME.search(text)
    date_part = text[: time.start()] + " " + _after_time(time) if time else text
    date_part = re.sub(r"[+\u2212]\s?\d\d?:?\d\d|(?<=\s)-\d{4}$", " ", date_part)
    numbers = _NUMBER.findall(date_part)
    years = [n for n in numbers if len(n) == 4]
    days = [n for n in numbers if len(n) <= 2]
    if years:
        day = int(days[0]) if days else 1
        return _moment(int(years[0]), month, day, text[time.start() :] if time else "")
    if len(days) >= 2:
        day_text, year_text = days[:2]
        return _moment(_full_year(year_text), month, int(day_text), text[time.start() :] if time else "")
    return None


def _after_time(time: re.Match[str]) -> str:
    """What follows the time, where asctime has its year: ``Mon Jun 1 14:30:00 2026``."""
    return time[5] or time[8] or ""


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2_000 if year < 70 else 1_900)


def _moment(year: int, month: int, day: int, rest: str) -> int:
    """Unix seconds of a date with what follows it: time and zone, or neither."""
    text = rest.lower()
    time = _TIME.search(text)
    hour, minute, second, zone = _clock(time) if time else (0, 0, 0, text)
    next_day = hour == 24 and not minute and not second
    moment = datetime(year, month, day, 0 if next_day else hour, minute, min(second, 59), tzinfo=UTC)
    return int(moment.timestamp()) + (86_400 if next_day else 0) - _offset(zone)


def _clock(time: re.Match[str]) -> tuple[int, int, int, str]:
    hour, minute, second, half, zone, bare_hour, bare_half, bare_zone = time.groups()
    if bare_hour:
        hour, minute, second, half, zone = bare_hour, "0", "0", bare_half, bare_zone
    number = int(hour)
    if half and 1 <= number <= 12:
        number = number % 12 + (12 if half == "p" else 0)
    return number, int(minute), int(second or 0), zone


def _offset(zone: str) -> int:
    """Seconds east of UTC of what follows a time."""
    numeric = _OFFSET.search(zone)
    if numeric:
        seconds = int(numeric[2]) * 3_600 + int(numeric[3] or 0) * 60
        return 0 if seconds > 14 * 3_600 else seconds if numeric[1] == "+" else -seconds
    return next((_ZONES[word] for word in _words(zone) if word in _ZONES), 0)


def _words(text: str) -> Iterable[str]:
    return (match[0] for match in _WORD.finditer(text))
