"""Recognises what asks for consent to cookies: the dialogs by their classes and words, and sentences in the text."""

from __future__ import annotations

import re

_COOKIES = (
    r"\bcookies?\b|使用cookie|クッキー|쿠키|कुकी|คุกกี้|עוגיות|ملفات تعريف الارتباط|\bçerez|\bev[äa]ste(?:et|it|ide|id)|"
    r"\binformasjonskaps|\binformationskaps|\bkakor\b|\bciasteczk|\bsušenk|\bkolačić|\bpiškotk|\bsüti(?:k|ket)\b|\bslapuk|"
    r"\bsīkdat|\bküpsis|\bбисквитк|\bкуки\b|\bфайл(?:ы|ов|и) (?:cookie|куки)"
)
_MENTION = re.compile(
    rf"personenbezogene\w* daten|berechtigte\w* interesse|legitimate interest|datenschutzerklärung|{_COOKIES}",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"cookie|consent|datenschutz|privacy|priva[ct]i|confidentialit|einwillig|zustimm|akzept|accept|aceptar|隐私|"
    rf"{_COOKIES}",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"cookie|consent|gdpr|dsgvo|borlabs|cmplz|usercentrics|onetrust|didomi|tarteaucitron|klaro|cmp-?box|"
    r"\bcmp\b|sourcepoint|sp_message|trustarc|iubenda|axeptio|privacy-?(?:modal|wall|banner|manager)",
    re.IGNORECASE,
)


def names_consent(token: str) -> bool:
    """Whether a class or an id is one of a consent dialog."""
    return _NAME.search(token) is not None


def is_about_consent(text: str) -> bool:
    """Whether a text is about cookies or privacy, as that of a consent dialog is."""
    return _ABOUT.search(text) is not None


def mentions_cookies(text: str) -> bool:
    """Whether a text, which may be the article's, speaks of cookies or of personal data."""
    return _MENTION.search(text) is not None
