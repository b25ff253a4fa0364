"""Rewrites dates in other calendars, numerals and word orders to the forms that :mod:`reader.web.dates` reads.

Thai years count from 543 BC, Taiwan's from 1911, Japan's from the last accession; Iran's year begins in spring. Islamic
lunar dates are left as they are: from which evening a month counts differs from country to country by a day or two.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

IRANIAN_YEARS = range(1_369, 1_410)  # since 1990; later ones may be of the Islamic lunar calendar
THAI_YEARS = range(2_533, 2_644)  # since 1990

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SIGNS = {0xFF0F: "/", 0xFF0E: ".", 0xFF0D: "-", 0x2010: "-", 0x2011: "-", 0xFF1A: ":"}

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}  # the year before the first one
_ERA = re.compile(
    rf"({'|'.join(_ERAS)})\s?(元|\d{{1,3}})\s?年?\s?(?:[（(]\s?\d{{4}}\s?年?\s?[)）]\s?年?)?(?=\s?[-/.年]?\s?\d{{1,2}}\s?[-/.月])"
)
_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_HAN_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)

_THAI = re.compile("[\u0e00-\u0e7f]")
_THAI_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_THAI_MONTH = re.compile("|".join(f"{re.escape(name)}?" for name in _THAI_MONTHS))
_THAI_ERA = re.compile(r"(?:พ\.?ศ\.?|ค\.?ศ\.?)\s?(?=\d{4})")
_SHORT_THAI_YEAR = re.compile(
    rf"({'|'.join(_MONTHS)}|[\u0e01-\u0e4e]{{4,}}คม|[\u0e01-\u0e4e]{{4,}}ยน)\s+([3-9]\d)(?![\d:.])"
)

_ARABIC = re.compile("[\u0600-\u06ff]")
_IRANIAN_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_IRANIAN_DATE = re.compile(rf"(\d{{1,2}})\s+({'|'.join(_IRANIAN_MONTHS)})(?:\s+ماه)?\s*[,،]?\s+(1[34]\d\d)(?!\d)")
_TWO_MONTHS = re.compile(
    r"([\u0600-\u06ff]{2,})\s?[/(]\s?[\u0600-\u06ff]+(?:\s(?:الأول|الثاني))?\s?\)?(?=\s+\d{4})"  # in two dialects
)

_WORDY_MONTHS = {
    "كانون الثاني": 1, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
    "tháng giêng": 1, "tháng một": 1, "tháng hai": 2, "tháng ba": 3, "tháng tư": 4, "tháng năm": 5, "tháng sáu": 6,
    "tháng bảy": 7, "tháng tám": 8, "tháng chín": 9, "tháng mười": 10, "tháng mười một": 11, "tháng mười hai": 12,
    "tháng chạp": 12, "meán fómhair": 9, "mheán fómhair": 9, "deireadh fómhair": 10, "dheireadh fómhair": 10,
}  # fmt: skip
_WORDY_MONTH = re.compile("|".join(sorted(_WORDY_MONTHS, key=len, reverse=True)), re.IGNORECASE)
_MONGOLIAN = re.compile(r"(\d{4})\s+оны\s+(\d{1,2})(?:-р)?\s+сарын\s+(\d{1,2})")


def usual_form(text: str) -> str:
    """The text with its dates in numbers or Gregorian months, and with digits as in English."""
    if text.isascii():
        return text
    text = _with_usual_digits(text)
    if _ARABIC.search(text):
        text = _IRANIAN_DATE.sub(_from_iranian_name, _TWO_MONTHS.sub(r"\1", text))
    elif "年" in text or any(era in text for era in _ERAS):
        text = _ERA.sub(_from_era, _HAN_DATE.sub(_from_han, text))
    elif _THAI.search(text):
        text = _THAI_MONTH.sub(_from_thai_month, _THAI_ERA.sub("", text))
        text = _SHORT_THAI_YEAR.sub(lambda found: f"{found[1]} {2_500 + int(found[2])}", text)
    text = _WORDY_MONTH.sub(lambda found: _MONTHS[_WORDY_MONTHS[found[0].lower()] - 1], text)
    return _MONGOLIAN.sub(r"\1-\2-\3", text)


def from_iranian(year: int, month: int, day: int) -> date:
    """The date that one of Iran's solar calendar means. Raises ``ValueError`` if there is no such date.

    The leap years are those of a cycle of 33 years, which has been right since 1799 and will be until 2255 (K. M.
    Borkowski, "The Persian calendar for 3000 years", 1996).
    """
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    days = 365 * (year - 1400) + _leap_years_before(year) - _leap_years_before(1400)
    days += 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1
    return date(2021, 3, 21) + timedelta(days=days)


def _leap_years_before(year: int) -> int:
    cycles, years = divmod(year, 33)
    return 8 * cycles + sum(leap < years for leap in (1, 5, 9, 13, 17, 22, 26, 30))


def _with_usual_digits(text: str) -> str:
    others = {character for character in text if character.isdecimal() and not character.isascii()}
    return text.translate({ord(other): str(unicodedata.decimal(other)) for other in others} | _SIGNS)


def _from_era(found: re.Match[str]) -> str:
    year = 1 if found[2] == "元" else int(found[2])
    return f"{_ERAS[found[1]] + year}年"


def _from_han(found: re.Match[str]) -> str:
    year = "".join(_HAN_DIGITS[digit] for digit in found[1])
    return f"{year}-{_han_number(found[2]):02}-{_han_number(found[3]):02}"


def _han_number(text: str) -> int:
    """The number up to 99 that a text such as 二十一 means."""
    tens, ten, ones = text.rpartition("十")
    number = int(_HAN_DIGITS.get(ones[-1:], "0"))
    return number + 10 * int(_HAN_DIGITS.get(tens[-1:], "1")) if ten else number


def _from_thai_month(found: re.Match[str]) -> str:
    return f"{_MONTHS[_THAI_MONTHS.index(found[0].rstrip('.') + '.')]} "


def _from_iranian_name(found: re.Match[str]) -> str:
    year, month, day = int(found[3]), _IRANIAN_MONTHS.index(found[2]) + 1, int(found[1])
    try:
        return str(from_iranian(year, month, day))
    except ValueError:  # a day that the month does not have
        return found[0]
