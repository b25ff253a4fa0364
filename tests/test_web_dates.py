"""Dates as publishers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.web.date_forms import IRANIAN_YEARS, from_iranian
from reader.web.dates import _ZONES, EARLIEST, EARLIEST_PAGE, LATEST, parse_date
from tests.support.each import each


def at(*parts: int, zone: float = 0) -> int:
    return int(datetime(*parts, tzinfo=timezone(timedelta(hours=zone))).timestamp())  # type: ignore[misc,arg-type]


HALF_PAST = at(2026, 6, 1, 14, 30)
DAY = at(2026, 6, 1)

DATES = [
    # RFC 822 and 2822, as the standard has it and as it is written
    ("Mon, 01 Jun 2026 14:30:00 +0000", HALF_PAST),
    ("Mon, 01 Jun 2026 14:30:00 GMT", HALF_PAST),
    ("Mon, 1 Jun 2026 14:30 GMT", HALF_PAST),
    ("Mon, 01 Jun 26 14:30:00 GMT", HALF_PAST),
    ("Mon,01 Jun 2026 14:30:00 GMT", HALF_PAST),
    ("Mon, 01 Jun 2026 14:30:00 Z", HALF_PAST),
    ("01 Jun 2026 14:30:00 UT", HALF_PAST),
    ("Monday, 01 June 2026 14:30:00 GMT", HALF_PAST),
    ("Tue, 01 Jun 2026 14:30:00 GMT", HALF_PAST),  # a wrong weekday
    ("Mon, 01 Jun 2026 16:30:00 +0200", HALF_PAST),
    ("Mon, 01 Jun 2026 16:30:00 +02:00", HALF_PAST),
    ("Mon, 01 Jun 2026 16:30:00 GMT+0200", HALF_PAST),
    ("Mon, 01 Jun 2026 16:30:00 +0200 (CEST)", HALF_PAST),
    ("Mon, 01 Jun 2026 10:30:00 -0400", HALF_PAST),
    ("Mon, 01 Jun 2026 14:30:00 -0000", HALF_PAST),
    ("Mon, 01 Jun 2026 14:30:00.123 GMT", HALF_PAST),
    ("Mon Jun  1 14:30:00 2026", HALF_PAST),
    ("Mon Jun  1 14:30:00 GMT 2026", HALF_PAST),
    ("Mon Jun 01 16:30:00 +0200 2026", HALF_PAST),
    ("Mon, 01-Jun-2026 14:30:00 GMT", HALF_PAST),
    ("Mon, 01 Jun 2026", DAY),
    ("1 Jun 2026", DAY),
    ("Jun 2026", DAY),
    ("  Mon,\n 01 Jun 2026\t14:30:00 GMT ", HALF_PAST),
    ("Mon, 01 Jun 2026 14:30:60 GMT", HALF_PAST + 59),
    ("Sun, 31 May 2026 24:00:00 GMT", DAY),
    # names of zones
    ("Mon, 01 Jun 2026 16:30:00 CEST", HALF_PAST),
    ("Mon, 01 Jun 2026 16:30:00 MESZ", HALF_PAST),
    ("Mon, 01 Jun 2026 15:30:00 CET", HALF_PAST),
    ("Mon, 01 Jun 2026 15:30:00 BST", HALF_PAST),
    ("Mon, 01 Jun 2026 09:30:00 EST", HALF_PAST),
    ("Mon, 01 Jun 2026 10:30:00 EDT", HALF_PAST),
    ("Mon, 01 Jun 2026 08:30:00 CST", HALF_PAST),
    ("Mon, 01 Jun 2026 09:30:00 CDT", HALF_PAST),
    ("Mon, 01 Jun 2026 07:30:00 MST", HALF_PAST),
    ("Mon, 01 Jun 2026 06:30:00 PST", HALF_PAST),
    ("Mon, 01 Jun 2026 07:30:00 PDT", HALF_PAST),
    ("Mon, 01 Jun 2026 20:00:00 IST", HALF_PAST),
    ("Mon, 01 Jun 2026 23:30:00 JST", HALF_PAST),
    ("Tue, 02 Jun 2026 00:30:00 AEST", HALF_PAST),
    ("Mon, 01 Jun 2026 17:30:00 MSK", HALF_PAST),
    # RFC 3339, ISO 8601, W3CDTF
    ("2026-06-01T14:30:00Z", HALF_PAST),
    ("2026-06-01T16:30:00+02:00", HALF_PAST),
    ("2026-06-01T16:30:00.123456+02:00", HALF_PAST),
    ("2026-06-01T16:30+02:00", HALF_PAST),
    ("2026-06-01T16:30:00+0200", HALF_PAST),
    ("2026-06-01T16:30:00+02", HALF_PAST),
    ("2026-06-01T09:30:00-05:00", HALF_PAST),
    ("2026-06-01t14:30:00z", HALF_PAST),
    ("2026-06-01 14:30:00", HALF_PAST),
    ("2026-06-01 16:30:00 +0200", HALF_PAST),
    ("2026-06-01 14:30", HALF_PAST),
    ("2026-06-01", DAY),
    ("2026-06", DAY),
    ("2026", at(2026, 1, 1)),
    ("20260601T143000Z", HALF_PAST),
    ("20260601T143000", HALF_PAST),
    ("20260601143000", HALF_PAST),
    ("20260601T1630+0200", HALF_PAST),
    ("20260601", DAY),
    ("20260601T14:30:00Z", HALF_PAST),
    ("20260601 16:30 +0200", HALF_PAST),
    ("2026-06-01T16:30:00 CEST", HALF_PAST),
    ("2026-06-01T16:30:00+02:00[Europe/Berlin]", HALF_PAST),
    ("2026-6-1 9:05", at(2026, 6, 1, 9, 5)),
    ("2026/6/29 15:07", at(2026, 6, 29, 15, 7)),
    ("2016/6/29 15:07", at(2016, 6, 29, 15, 7)),
    ("2026.06.01 14:30", HALF_PAST),
    ("2026年6月1日 14:30", HALF_PAST),
    # other orders
    ("01.06.2026", DAY),
    ("01.06.2026 14:30", HALF_PAST),
    ("1.6.2026, 14:30 Uhr", HALF_PAST),
    ("01.06.26 14:30", HALF_PAST),
    ("06/29/2026 3:07 PM", at(2026, 6, 29, 15, 7)),
    ("29/06/2026 15:07", at(2026, 6, 29, 15, 7)),
    ("29-06-2026 15:07", at(2026, 6, 29, 15, 7)),
    # words
    ("June 1, 2026", DAY),
    ("June 1st, 2026 at 2:30 pm", HALF_PAST),
    ("Jun. 1, 2026 2:30 p.m.", HALF_PAST),
    ("June 1, 2026 12:05 am", at(2026, 6, 1, 0, 5)),
    ("June 1, 2026 12:05 PM", at(2026, 6, 1, 12, 5)),
    ("June 1, 2026 2pm", at(2026, 6, 1, 14)),
    ("Monday, June 1, 2026 - 14:30", HALF_PAST),
    ("1. Juni 2026, 14:30 Uhr", HALF_PAST),
    ("1. Juni 2026", DAY),
    ("Mo, 01 Jun 2026 16:30:00 +0200", HALF_PAST),
    ("Di, 03 März 2026 10:00:00 GMT", at(2026, 3, 3, 10)),
    ("Di, 03 Mrz 2026 10:00:00 GMT", at(2026, 3, 3, 10)),
    ("Do, 01 Jän 2026", at(2026, 1, 1)),
    ("Do, 01 Okt 2026", at(2026, 10, 1)),
    ("Di, 01 Dez 2026", at(2026, 12, 1)),
    # other calendars, numerals and names
    ("۱۱ خرداد ۱۴۰۵", DAY),
    ("1405/03/11 14:30", HALF_PAST),
    ("1 มิ.ย. 2569", DAY),
    ("1 มิ.ย. 69", DAY),
    ("01/06/2569 14:30", HALF_PAST),
    ("令和8年6月1日 14:30", HALF_PAST),
    ("令和元年5月1日", at(2019, 5, 1)),
    ("民國115年6月1日", DAY),
    ("二〇二六年六月一日", DAY),
    ("二零二六年十二月二十一日", at(2026, 12, 21)),
    ("1.VI.2026", DAY),
    ("1 حزيران 2026", DAY),
    ("1 كانون الأول 2026", at(2026, 12, 1)),
    ("١ يونيو ٢٠٢٦", DAY),
    ("1 Tháng Mười Hai, 2026", at(2026, 12, 1)),
    ("1 جون 2026", DAY),
    ("1 d'octubre de 2026", at(2026, 10, 1)),
    ("lun., 01 juin 2026 16:30:00 +0200", HALF_PAST),
    ("mar. 3 mars 2026", at(2026, 3, 3)),
    ("mar., 02 juin 2026 10:00:00 GMT", at(2026, 6, 2, 10)),
    ("1er août 2026", at(2026, 8, 1)),
    ("1er juin 2026 à 14 h 30", HALF_PAST),
    ("le 1er juin 2026 à 9h", at(2026, 6, 1, 9)),
    ("Montag, den 1. Juni 2026, 16:30 Uhr MESZ", HALF_PAST),
    ("3. Mai 2026", at(2026, 5, 3)),
    ("2. Juni 2026 um 9 Uhr", at(2026, 6, 2, 9)),
    ("2. Juni 2026 um 9 Uhr 05", at(2026, 6, 2, 9, 5)),
    ("lunes, 1 de junio de 2026 a las 14:30", HALF_PAST),
    ("Mié, 03 Jun 2026 10:00:00 +0200", at(2026, 6, 3, 8)),
    ("sáb, 06 jun 2026 10:00 CEST", at(2026, 6, 6, 8)),
    ("5 de diciembre del 2026", at(2026, 12, 5)),
    ("15 févr. 2026 à 14h30", at(2026, 2, 15, 14, 30)),
    ("25 décembre 2026", at(2026, 12, 25)),
    ("1 de junio de 2026", DAY),
    ("lunes, 1 junio 2026 14:30", HALF_PAST),
    ("4 ene 2026", at(2026, 1, 4)),
    ("1 giugno 2026", DAY),
    ("7 luglio 2026", at(2026, 7, 7)),
    ("1 juni 2026", DAY),
    ("3 maart 2026", at(2026, 3, 3)),
    ("5 mei 2026", at(2026, 5, 5)),
    ("1 de março de 2026", at(2026, 3, 1)),
    ("2 fev 2026", at(2026, 2, 2)),
    ("9 de setembro de 2026", at(2026, 9, 9)),
    # Unix time
    ("1780324200", HALF_PAST),
    ("1780324200.5", HALF_PAST),
    ("1780324200000", HALF_PAST),
    ("1718000000", 1_718_000_000),
    # in the future, unchanged
    ("2099-12-31T00:00:00Z", at(2099, 12, 31)),
]

# Forms that were read wrongly or not at all.
REPAIRED_DATES = [
    # words before numbers; the order of day and month that is possible, or that the weekday fits
    ("Mon, 01/05/2026 - 10:00", at(2026, 1, 5, 10)),
    ("Mo., 05.01.2026 10:00", at(2026, 1, 5, 10)),
    ("Mon, 2024-06-03 10:00:00 +0200", at(2024, 6, 3, 8)),
    ("Monday, 2026-01-05T10:00:00Z", at(2026, 1, 5, 10)),
    ("Tue, 2026/03/10 08:20:30 EDT", at(2026, 3, 10, 12, 20, 30)),
    ("Thu, 25/06/2026", at(2026, 6, 25)),
    ("Thu, 05/02/2026", at(2026, 2, 5)),
    ("Sat, 05/02/2026", at(2026, 5, 2)),
    ("12-25-2024 10:00", at(2024, 12, 25, 10)),
    ("Posted on 2026-01-05", at(2026, 1, 5)),
    # zones
    ("Mon, 05 Jan 2026 10:00:00 Asia/Tokyo", at(2026, 1, 5, 1)),
    ("Mon, 05 Jan 2026 10:00:00 America/Los_Angeles", at(2026, 1, 5, 18)),
    ("Mon, 06 Jul 2026 10:00:00 Europe/Berlin", at(2026, 7, 6, 8)),
    ("Mon, 05 Jan 2026 10:00:00 Etc/GMT+5", at(2026, 1, 5, 15)),
    ("Mon, 05 Jan 2026 10:00:00 EST5EDT", at(2026, 1, 5, 15)),
    ("Mon, 05 Jan 2026 10:00:00 Eastern Standard Time", at(2026, 1, 5, 15)),
    ("Mon, 05 Jan 2026 10:00:00 BRST", at(2026, 1, 5, 12)),
    ("Mon, 05 Jan 2026 10:00:00 WIT", at(2026, 1, 5, 1)),
    ("Mon, 05 Jan 2026 10:00:00 NPT", at(2026, 1, 5, 4, 15)),
    ("Mon Jan 05 2026 10:00:00 GMT+0100 (Mitteleuropäische Normalzeit)", at(2026, 1, 5, 9)),
    ("Mon Jan 05 10:00:00 -0700 2026", at(2026, 1, 5, 17)),
    ("Mon Jan 05 10:00:00 2026 -0700", at(2026, 1, 5, 17)),
    ("2026-01-05+01:00", at(2026, 1, 4, 23)),
    # clocks
    ("2026년 1월 5일 오후 2:30", at(2026, 1, 5, 14, 30)),
    ("2026年1月5日 下午2:30", at(2026, 1, 5, 14, 30)),
    ("2024年6月3日 午前9時05分", at(2024, 6, 3, 9, 5)),
    ("PM 2:30, January 5, 2026", at(2026, 1, 5, 14, 30)),
    ("2026-1-5T9:5:3Z", at(2026, 1, 5, 9, 5, 3)),
    ("Tue, 6 Jan 2026 15:4:5 MST", at(2026, 1, 6, 22, 4, 5)),
    ("12 Jan 2026 0900 GMT", at(2026, 1, 12, 9)),
    ("10:00 5 January 2026", at(2026, 1, 5, 10)),
    # months
    ("mar., 01 iul. 2025 14:30:05 +0200", at(2025, 7, 1, 12, 30, 5)),
    ("Вс, 12 фев 2017 00:00:00 +0700", at(2017, 2, 11, 17)),
    ("3 июня 2024 г., 12:00", at(2024, 6, 3, 12)),
    ("pt, 05 sty 2024 10:00:00 +0100", at(2024, 1, 5, 9)),
    ("5 Ocak 2026", at(2026, 1, 5)),
    ("5 Ιανουαρίου 2026", at(2026, 1, 5)),
    ("2026. 1. 5. 10:00", at(2026, 1, 5, 10)),
    ("5 tháng 1, 2026", at(2026, 1, 5)),
    ("śr., 12 listopada 2025", at(2025, 11, 12)),
    ("ned, 12 listopada 2025", at(2025, 10, 12)),
    ("pt., 21 lis 2025", at(2025, 11, 21)),
    ("12 listopada 2025", at(2025, 11, 12)),
    ("31. listopada 2025.", at(2025, 10, 31)),
    ("30.12.2025 г.", at(2025, 12, 30)),
    ("30 בדצמבר 2025", at(2025, 12, 30)),
    ("Thứ 3, 30 thg 12 2025", at(2025, 12, 30)),
]

# Nothing is better than a guess.
DOUBTFUL_DATES = [
    "Mon, 01 Jun 2026 14:30:00 XYZ",
    "05 Jan 2026 10:00 Europe/Nowhere",
    "03-12-31",
    "2026-01-05 half past ten",
    "2026-01-05 10",
    "Jan 5, 2026 25",
]

NO_DATES = [
    *(None, "", "   ", "0000-00-00", "0000-00-00 00:00:00", "0001-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
    *("1970-01-01", "1899-12-30", "2101-01-01T00:00:00Z", "9999-12-31", "0", "1", "-1", "12345", "yesterday", "now"),
    *("Mon, 31 Jun 2026 10:00:00 GMT", "2026-13-01", "2026-06-31", "2026-06-01T25:00:00Z", "2026-06-01T10:75:00Z"),
    *("Mon, 01 Jun", "10:00", "June", "Jun 1", "http://a.example/2026/06/01/", "x" * 10_000, "9" * 5_000, "²⁰²⁶"),
    *("99999999999999999", "2026-06-01" * 50),
]


@each(("raw", "moment"), [*DATES, *REPAIRED_DATES])
def test_a_date_is_read(raw: str, moment: int) -> None:
    assert parse_date(raw) == moment


@each("raw", [*NO_DATES, *DOUBTFUL_DATES])
def test_anything_but_a_plausible_date_is_none(raw: str | None) -> None:
    assert parse_date(raw) is None


def test_pages_have_no_dates_from_before_the_web() -> None:
    assert parse_date("1985-06-01") == at(1985, 6, 1)
    assert parse_date("1985-06-01", earliest=EARLIEST_PAGE) is None


def test_every_zone_of_the_iana_database_is_read() -> None:
    names = {name for name in available_timezones() if "/" in name or name.lower() not in _ZONES}  # "CET" is an offset
    moments = [datetime(2026, month, 15, 10, 30, tzinfo=ZoneInfo(name)) for name in names for month in (1, 7)]
    wrong = {m for m in moments if parse_date(f"{m:%Y-%m-%d %H:%M} {m.tzinfo}") != int(m.timestamp())}
    assert len(moments) > 1_000
    assert not wrong


@each("weekday", [(0, "Mon"), (3, "Donnerstag"), (1, "mar."), (6, "вс"), (4, "piątek"), (5, "土")])
@each("form", ["%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%SZ", "%d %b %Y %H:%M:%S GMT", "%Y/%m/%d"])
def test_a_weekday_before_a_date_changes_nothing(weekday: tuple[int, str], form: str) -> None:
    day = datetime(2026, 6, 1, 14, 30, tzinfo=UTC) + timedelta(days=weekday[0])
    assert parse_date(f"{weekday[1]}, {day:{form}}") == parse_date(f"{day:{form}}") is not None


@given(st.integers(2 * EARLIEST, LATEST - 1), st.sampled_from(["-", "/"]))
def test_leading_zeros_change_nothing(seconds: int, separator: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    full = f"{moment:%Y{separator}%m{separator}%d %H:%M:%S}"
    short = (
        f"{moment.year}{separator}{moment.month}{separator}{moment.day} {moment.hour}:{moment.minute}:{moment.second}"
    )
    assert parse_date(full) == parse_date(f"{full} UTC") == parse_date(short) == seconds


OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
UNHURRIED = settings(deadline=None)


@UNHURRIED
@given(st.integers(2 * EARLIEST, LATEST - 86_400), OFFSETS)
def test_standard_dates_are_read_to_the_second(seconds: int, zone: timezone) -> None:
    moment = datetime.fromtimestamp(seconds, zone)
    assert parse_date(format_datetime(moment)) == seconds
    assert parse_date(moment.isoformat()) == seconds
    assert parse_date(moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")) == seconds


SPOKEN = {
    "en": ("{m} {d}, {y}", "January February March April May June July August September October November December"),
    "de": ("{d}. {m} {y}", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    "fr": ("{d} {m} {y}", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "es": (
        "{d} de {m} de {y}",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
}
ZONES = {"": 0, " GMT": 0, " CEST": 2, " MESZ": 2, " BST": 1, " PDT": -7, " EST": -5, " +0530": 5.5, " -03:00": -3}


@UNHURRIED
@given(
    st.dates(date(1971, 1, 1), date(2099, 12, 31)),
    st.times(),
    st.sampled_from(sorted(SPOKEN)),
    st.sampled_from(sorted(ZONES)),
    st.sampled_from(["lower", "upper", "title", "capitalize"]),
)
def test_every_day_is_read_in_every_language_and_zone(
    day: date, hour: time, language: str, zone: str, case: str
) -> None:
    form, months = SPOKEN[language]
    month = getattr(months.split()[day.month - 1], case)()
    text = form.format(d=day.day, m=month, y=day.year)
    assert parse_date(text) == at(day.year, day.month, day.day)
    spoken = at(day.year, day.month, day.day, hour.hour, hour.minute, zone=ZONES[zone])
    assert parse_date(f"{text}, {hour:%H:%M}{zone}") == spoken


LANGUAGES = (
    "en de fr es it nl pt sv da nb nn fi is et lv lt cs sk sl bs sr_Latn sr mk bg ru uk be ro hu tr az el sq ca gl he"
    " cy hi id ms af"
)


@each("language", LANGUAGES.split())
def test_every_week_is_read_in_the_forms_of_the_language(language: str) -> None:
    format_date = pytest.importorskip("babel.dates").format_date
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(0, 365, 6)]
    for form in ("medium", "long", "EEE, dd MMM yyyy", "EEEE, dd MMMM yyyy"):
        written = {format_date(day, form, language): at(day.year, day.month, day.day) for day in days}
        assert {text: parse_date(text) for text in written} == written


PIECES = [
    *("Jun", "mar", "2026", "26", "1", "31", "00", "14:30", "24:00:00", "+0200", "-99:99", "GMT", "pm", "T", "Z", "/"),
    *("-", ".", ",", " ", "年", "²", "1780324200", "99999999999999", "\x00", "٣"),
]


@UNHURRIED
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=10).map("".join)))
def test_any_text_is_a_plausible_date_or_none(raw: str) -> None:
    moment = parse_date(raw)
    assert moment is None or EARLIEST <= moment < LATEST


@given(
    st.sampled_from(["Mon, ", "Sun, ", ""]),
    st.integers(0, 32),
    st.sampled_from(["Jan", "Feb", "May", "Sep", "Dec"]),
    st.one_of(st.integers(1969, 2102), st.integers(0, 9_999)),
    st.tuples(st.integers(0, 25), st.integers(0, 61), st.integers(0, 61)),
    st.one_of(st.sampled_from(["GMT", "UTC", "Z"]), st.integers(-9_999, 9_999).map("{:+05d}".format)),
)
def test_the_usual_form_is_read_like_any_other(weekday, day, month, year, clock, zone):
    written = f"{weekday}{day:02d} {month} {year:04d} {clock[0]:02d}:{clock[1]:02d}:{clock[2]:02d} {zone}"
    assert parse_date(written) == parse_date(written.upper())


@given(st.sampled_from(IRANIAN_YEARS), st.integers(1, 12))
def test_the_months_of_irans_calendar_follow_one_another(year: int, month: int) -> None:
    first = from_iranian(year, month, 1)
    following = from_iranian(year + month // 12, month % 12 + 1, 1)
    days = (following - first).days
    assert days == 31 if month <= 6 else days == 30 if month <= 11 else days in (29, 30)
    assert first.month in (3, 4) or month > 1
    with pytest.raises(ValueError, match="no such day"):
        from_iranian(year, month, 32)
