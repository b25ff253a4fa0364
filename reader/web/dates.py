"""Dates as publishers write them, to Unix seconds.

RSS asks for RFC 822, Atom and JSON Feed for RFC 3339, RDF for W3CDTF, pages for ISO 8601; feeds and pages hold all of
these and whatever else programmers and editors type, in many languages. There are two shapes: numbers only
(``2026-06-01T14:30Z``, ``01.06.2026``, ``1780324200``) and with the name of a month, where the order of the parts does
not matter. A time without a zone is taken as UTC. Beyond that nothing is guessed: lists are sorted by date, so a text
with a part that is not understood and could change the result (a zone, a time, a second number) has no date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache

from reader.text import fold
from reader.web.date_forms import IRANIAN_YEARS, THAI_YEARS, from_iranian, usual_form
from reader.web.date_names import LONG_ZONE_HOURS, MONTH_NAMES, WEEKDAY_NAMES, ZONE_HOURS

EARLIEST = 86_400  # 1970-01-02; earlier dates are a zero that a program formatted
LATEST = calendar.timegm((2101, 1, 1, 0, 0, 0))
EARLIEST_PAGE = 631_152_000  # 1990, the first year of the web

_LENGTH_LIMIT = 100
_UNIX = re.compile(r"(\d{9,10}|\d{13}|\d{16})(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[t\s]?(\d\d):?(\d\d):?(\d\d)?)?(?:[.,]\d+)?\s*(.*)")
_YEAR_FIRST = re.compile(
    r"(\d{4})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{1,2})(?!\d))?\.?(?:[t\s,_]+|$|(?=[+-]\d\d:))(.*)"
)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d\d)(?!\d)[\s,t]*(.*)")
_USUAL = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})"
    r" ([01]\d|2[0-3]):([0-5]\d):(\d\d) (GMT|UTC|Z|[+-]\d{4})"
)
_RFC_3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):([0-5]\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?")
_LOST_PLUS = re.compile(r"(T\d\d:\d\d:\d\d) (\d\d:\d\d)$")  # as in addresses, where + means a space
_RAISED_DIGIT = re.compile("[²³¹⁰⁴-⁹₀-₉]")
_WORD = re.compile(r"[^\W\d_](?:[^\s\d.,;:/()\[\]+\u2212-]*[^\s\d.,;:/()\[\]+\u2212'-])?")
_LEADING_WORDS = re.compile(r"(?:[^\W\d_][^\d]*[\s,.:])(?=\d)")
_NUMBER = re.compile(r"(?<!\w)\d{1,4}(?!\d)")

_HALF = r"([ap])\.?\s?m\b\.?"
_TIME = re.compile(
    rf"(?:\b{_HALF}\s*)?"
    r"(?<![\d+-])(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?|[.h](\d\d)(?:[.:](\d\d)(?:[.,]\d+)?)?)(?!\d)"
    rf"\s*(?:{_HALF})?"
    rf"|(?<!\d)(\d{{1,2}})\s?{_HALF}|\b{_HALF}\s?(\d{{1,2}})(?!\d)"
)
_HOURS = re.compile(r"(?<![\d:.])(\d{1,2})\s?(?:h|uhr)\s?(\d\d)?(?![\w:])", re.IGNORECASE)  # 14 h 30, 9 Uhr
_JOINED_TIME = re.compile(r"(?<![\d+-])([01]\d|2[0-3])([0-5]\d)(?!\d)")  # 0900, beside a year
_OFFSET = re.compile(r"(?:\b(?:gmt|utc|ut|z)\s*|(?<![\w+-]))([+\u2212-])\s?(\d\d?)(?::?(\d\d))?(?![\d:])")
_OFFSET_AT_END = re.compile(
    r":\d\d(?:[.,]\d+)?\s*(?:GMT|UTC)?([+\u2212-]\d\d:?\d\d)\s*(?:\([^()]*\)\s*)?$", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[,;.|•·]+|(?<!\S)[-–—]+(?!\S)")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_FILLERS = frozenset(
    {"uhr", "h", "hs", "hrs", "hours", "t", "at", "um", "de", "del", "of", "le", "den", "g", "r", "ora", "г", "р"}
)
_EAST_ASIAN = str.maketrans(
    {"年": "-", "월": "-", "月": "-", "년": "-", "日": " ", "일": " ", "時": ":", "시": ":", "點": ":", "点": ":"}
)
_EAST_ASIAN_MINUTES = re.compile(r"(?<=:)\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?")
_HALVES = {
    "上午": " am ",
    "午前": " am ",
    "오전": " am ",
    "下午": " pm ",
    "午後": " pm ",
    "午后": " pm ",
    "오후": " pm ",
}
_VIETNAMESE = re.compile(r"(?:thu\s\d,?\s)?(\d{1,2})\s+(?:thang|thg)\s+(\d{1,2}),?\s+(?:nam\s+)?(\d{4})")

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN_MONTH = re.compile(r"\b(\d{1,2})[.\s]\s?(XI{0,2}|I?X|IV|V?I{1,3}|V)[.\s]\s?(\d{4})(?!\d)")

_LISTOPAD = re.compile(r"\b\d{1,2}(\.?)\s?listopada\b")

_MONTHS: dict[str, tuple[int, ...]] = {}
for _number, _names in enumerate(MONTH_NAMES, 1):
    for _name in _names.split():
        _MONTHS[_name] = (*_MONTHS.get(_name, ()), _number)
        if "\u05d0" <= _name[0] <= "\u05ea":
            _MONTHS["ב" + _name] = (_number,)  # Hebrew "in January"
_WEEKDAYS: dict[str, tuple[int, ...]] = {}
for _number, _names in enumerate(WEEKDAY_NAMES):
    for _name in _names.split():
        _WEEKDAYS[_name] = (*_WEEKDAYS.get(_name, ()), _number)
_ZONES = {name: int(hours * 3_600) for hours, names in ZONE_HOURS.items() for name in names.split()}
_MONTH_NUMBERS = {
    name: str(number)
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}


def parse_date(raw: str | None, *, earliest: int = EARLIEST) -> int | None:
    """The moment that a date names, in Unix seconds; None if it names none from ``earliest`` to 2100."""
    text = " ".join((raw or "").split())
    if not text or len(text) > _LENGTH_LIMIT or _RAISED_DIGIT.search(text):
        return None
    text = _LOST_PLUS.sub(r"\1+\2", text)
    moment: int | None
    try:
        if usual := _USUAL.fullmatch(text):
            day, month, year, *clock = usual.groups()
            moment = _from_standard(year, _MONTH_NUMBERS[month], day, *clock)
        elif standard := _RFC_3339.fullmatch(text):
            moment = _from_standard(*standard.groups())
        else:
            moment = _from_any(text)
    except (ValueError, OverflowError):  # the 31st of June, hour 25, a zone that nobody knows
        return None
    return moment if moment is not None and earliest <= moment < LATEST else None


def stated_offset(raw: str | None) -> int:
    """Seconds east of UTC that the end of a date states as numbers, as RFC 3339 and RFC 822 do; 0 for all others."""
    found = _OFFSET_AT_END.search(raw) if raw and len(raw) <= _LENGTH_LIMIT else None
    return _numeric_offset(_OFFSET.search(found[1])) if found else 0


def http_date(value: str | None, *, now: int | None = None) -> int | None:
    """A date of RFC 9110 section 5.6.7, in any of its three forms, as Unix seconds; None for anything else.

    ``now`` (Unix seconds) decides the century of a year with two digits: at most 50 years in the future.
    """
    match = _http_date_pattern().fullmatch(value.strip(" \t")) if value else None
    if match is None:
        return None
    found = match.groupdict()
    day, month = found["d1"] or found["d2"] or found["d3"], found["m1"] or found["m2"] or found["m3"]
    year = int(found["y1"] or found["y3"] or _rfc_850_year(int(found["y2"]), now))
    try:
        return int(
            datetime(
                year, int(_MONTH_NUMBERS[month]), int(day), int(found["hour"] or found["h3"]),
                int(found["minute"] or found["min3"]), min(int(found["second"] or found["s3"]), 59), tzinfo=UTC,
            ).timestamp()
        )  # fmt: skip
    except ValueError:  # the 31st of June
        return None


def _rfc_850_year(digits: int, now: int | None) -> int:
    this_year = 2020 if now is None else datetime.fromtimestamp(now, UTC).year
    year = this_year - this_year % 100 + digits
    return year - 100 if year > this_year + 50 else year


@cache
def _http_date_pattern() -> re.Pattern[str]:
    """IMF-fixdate, the form of RFC 850, and the form of asctime(3). Day names are not compared with the date."""
    month = "|".join(_MONTH_NUMBERS)
    clock = "(?P<{}>[01][0-9]|2[0-3]):(?P<{}>[0-5][0-9]):(?P<{}>[0-5][0-9]|60)"
    days = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
    long_days = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    return re.compile(
        f"(?:(?:{days}), (?P<d1>[0-9]{{2}}) (?P<m1>{month}) (?P<y1>[0-9]{{4}})"
        f"|(?:{long_days}), (?P<d2>[0-9]{{2}})-(?P<m2>{month})-(?P<y2>[0-9]{{2}}))"
        f" {clock.format('hour', 'minute', 'second')} GMT"
        f"|(?:{days}) (?P<m3>{month}) (?P<d3>[ 0-9][0-9]) {clock.format('h3', 'min3', 's3')} (?P<y3>[0-9]{{4}})"
    )


def _from_standard(year: str, month: str, day: str, hour: str, minute: str, second: str, zone: str | None) -> int:
    """The forms of nearly every feed; apart from the others they take a fifth of the time."""
    moment = datetime(int(year), int(month), int(day), int(hour), int(minute), min(int(second), 59), tzinfo=UTC)
    return int(moment.timestamp()) - (_numeric_offset(_OFFSET.search(zone)) if zone and zone[0] in "+-" else 0)


def _from_any(text: str) -> int | None:
    text = _ROMAN_MONTH.sub(lambda found: f"{found[1]}.{_ROMAN.index(found[2]) + 1}.{found[3]}", usual_form(text))
    for word, half in _HALVES.items():
        text = text.replace(word, half)
    text = _EAST_ASIAN_MINUTES.sub(
        lambda found: found[1] + (f":{found[2]}" if found[2] else ""), text.translate(_EAST_ASIAN)
    )
    text = fold(_HOURS.sub(lambda found: f"{found[1]}:{found[2] or '00'}", text))
    text = _VIETNAMESE.sub(r"\3-\2-\1 ", text).replace(" d'", " d’")
    leading = _LEADING_WORDS.match(text)
    words = _WORD.findall(leading[0]) if leading else []
    months = any(word in _MONTHS for word in words)
    weekdays = _weekdays_in(words)
    moment = _from_numbers(text[leading.end() :] if leading else text, weekdays, alone=not months)
    return _from_words(text) if moment is None else moment


def _weekdays_in(words: Iterable[str]) -> frozenset[int]:
    """The days of the week that words name: several for "pt", Friday in Polish and Monday in Turkish."""
    return frozenset(number for word in words for number in _WEEKDAYS.get(word, ()))


def _from_numbers(text: str, weekdays: frozenset[int], *, alone: bool) -> int | None:
    """``alone``: no month is named before the numbers, so that one number can be all of the date."""
    if alone and _UNIX.fullmatch(text):
        digits = text.partition(".")[0]
        return int(digits) // {13: 1_000, 16: 1_000_000}.get(len(digits), 1)
    if alone and re.fullmatch(r"\d{4}", text):
        return _moment(int(text), 1, 1, "")
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, day, hour, minute, second, zone = compact.groups()
        return _moment(int(year), int(month), int(day), f"{hour}:{minute}:{second or '00'} {zone}" if hour else zone)
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first:
        year, month, day, remainder = year_first.groups()
        if int(year) in IRANIAN_YEARS and day:
            found = from_iranian(int(year), int(month), int(day))
            return _moment(found.year, found.month, found.day, remainder)
        return _moment(int(year), int(month), int(day or 1), remainder)
    year_last = _YEAR_LAST.fullmatch(text)
    if year_last:
        first, separator, second_part, year, remainder = year_last.groups()
        if separator == "-" and len(year) == 2:
            return None  # 03-12-31 may begin with its year
        day, month = _day_and_month(int(first), int(second_part), _full_year(year), separator, weekdays)
        return _moment(_full_year(year), month, day, remainder)
    return None


def _day_and_month(first: int, second: int, year: int, separator: str, weekdays: frozenset[int]) -> tuple[int, int]:
    """The order that is possible, else the one that the weekday fits, else American for ``/``, but not in Thailand."""
    orders = [(day, month) for day, month in ((first, second), (second, first)) if month <= 12]
    fitting = [(day, month) for day, month in orders if _weekday(year, month, day) in weekdays]
    if len(fitting) == 1:
        return fitting[0]
    return orders[-1 if separator == "/" and year not in THAI_YEARS else 0] if orders else (first, second)


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return None


def _from_words(text: str) -> int | None:
    named = [_MONTHS[word] for word in _WORD.findall(text) if word in _MONTHS]
    if not named:
        return None
    months = named[-1]  # "mar." is also mardi and martes, and weekdays precede the month
    time = _TIME.search(text)
    before, after = (text[: time.start()], text[time.end() :]) if time else (text, "")
    date_part = f"{before} {_OFFSET.sub(' ', after, count=1)}"
    numbers = _NUMBER.findall(date_part)
    years, days = [n for n in numbers if len(n) == 4], [n for n in numbers if len(n) <= 2]
    clock = time[0] if time else ""
    if len(years) == 2 and not time and _JOINED_TIME.fullmatch(years[1]):
        joined = years.pop()
        before, _, after = text.rpartition(joined)
        clock = f"{joined[:2]}:{joined[2:]}"
    if not years and len(days) >= 2:
        years = [days.pop(1)]
    if len(years) != 1 or len(days) > 1 or (len(years[0]) < 4 and not days):
        return None
    year, day = _full_year(years[0]), int(days[0]) if days else 1
    if len(months) > 1:
        weekdays = _weekdays_in(_WORD.findall(text)) or frozenset(range(7))
        months = tuple(month for month in months if _weekday(year, month, day) in weekdays)
        months = (_month_of_listopad(text),) if len(months) > 1 and _LISTOPAD.search(text) else months
        if len(months) != 1:
            return None
    for number in {*years, *days} - {*_NUMBER.findall(before)}:  # asctime has its year behind the time
        after = re.sub(rf"(?<![\d+\u2212:-]){number}(?!\d)", " ", after, count=1)
    return _moment(year, months[0], day, f"{clock} {after}")


def _month_of_listopad(text: str) -> int:
    """November in Polish, which writes no dot behind the day, and October in Croatian, which does."""
    return 10 if _LISTOPAD.findall(text)[-1] else 11


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2_000 if year < 70 else 1_900)


def _moment(year: int, month: int, day: int, remainder: str) -> int:
    """Unix seconds of a date with the text behind it: time and zone, one of both, or nothing.

    Raises ``ValueError`` for a date that does not exist, and for a text that is not understood.
    """
    time = _TIME.search(remainder)
    hour, minute, second = _clock(time) if time else (0, 0, 0)
    zone = remainder[: time.start()] + " " + remainder[time.end() :] if time else remainder
    year -= 543 if year in THAI_YEARS else 0
    next_day = hour == 24 and not minute and not second
    naive = datetime(year, month, day, 0 if next_day else hour, minute, min(second, 59), tzinfo=UTC)
    return int(naive.timestamp()) + (86_400 if next_day else 0) - _offset(zone, naive)


def _clock(time: re.Match[str]) -> tuple[int, int, int]:
    half_before, hour, minute, second, minute_b, second_b, half, bare, bare_half, half_first, bare_last = time.groups()
    half = half or half_before or bare_half or half_first
    number = int(hour or bare or bare_last)
    if half and 1 <= number <= 12:
        number = number % 12 + (12 if half == "p" else 0)
    return number, int(minute or minute_b or 0), int(second or second_b or 0)


def _offset(zone: str, local: datetime) -> int:
    """Seconds east of UTC; ``local`` is the time on the clock of that zone. Raises ``ValueError`` if it is unknown."""
    zone = _SEPARATORS.sub(" ", zone).strip()
    if not zone:
        return 0
    if zone[0].isalpha() and "/" in zone:  # before the offsets, because "Etc/GMT+5" is behind UTC
        return _iana_offset(zone, local)
    numeric = _OFFSET.search(zone)
    return _numeric_offset(numeric) if numeric else _named_offset(zone.strip("()[] "), local)


def _numeric_offset(found: re.Match[str] | None) -> int:
    if found is None:
        return 0
    seconds = int(found[2]) * 3_600 + int(found[3] or 0) * 60
    return 0 if seconds > 14 * 3_600 else seconds if found[1] == "+" else -seconds


def _named_offset(zone: str, local: datetime) -> int:
    if zone in LONG_ZONE_HOURS:
        return int(LONG_ZONE_HOURS[zone] * 3_600)
    if any(character.isdigit() for character in zone):
        return _iana_offset(zone, local)
    words = [word for word in _WORD.findall(_IN_BRACKETS.sub(" ", zone)) if word not in _FILLERS]
    words = [word for word in words if word in _ZONES or not (word in _MONTHS or word in _WEEKDAYS)]
    if any(word not in _ZONES for word in words):
        return _iana_offset(zone, local)
    return _ZONES[words[0]] if words else 0


def _iana_offset(zone: str, local: datetime) -> int:
    """The offset of a zone of the IANA database at a time on its clock."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        offset = local.replace(tzinfo=ZoneInfo(_zone_names()[zone])).utcoffset()
    except (KeyError, ZoneInfoNotFoundError) as error:
        raise ValueError(f"no such zone: {zone}") from error
    return int(offset.total_seconds()) if offset is not None else 0


@cache
def _zone_names() -> dict[str, str]:
    """The names of the IANA time zone database, by their folded spelling."""
    from zoneinfo import available_timezones

    return {fold(name): name for name in available_timezones()}
