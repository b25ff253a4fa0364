"""Consent to cookies is asked for in many languages, and is no part of an article."""

from reader.article.consent import is_about_consent, mentions_cookies, names_consent
from reader.article.extract import extract_page
from tests.support.each import each

ARTICLE = "".join(
    f"<p>Paragraph {number} tells at length, with commas, how the ferry of the harbour came by its new times.</p>"
    for number in range(5)
)
REQUESTS = (
    "We use cookies", "Wir verwenden Cookies", "Nous utilisons des cookies", "Usamos cookies", "Käytämme evästeitä",
    "Vi bruker informasjonskapsler", "Vi använder kakor", "Używamy plików cookie, czyli ciasteczek", "Sütiket használunk",
    "Мы используем файлы cookie", "Používáme soubory cookies, sušenky", "Koristimo kolačiće", "Naudojame slapukus",
    "Çerezleri kullanıyoruz", "当サイトではクッキーを使います", "이 사이트는 쿠키를 사용합니다", "เราใช้คุกกี้", "نستخدم ملفات تعريف الارتباط",
)  # fmt: skip


OTHERS = (
    "Evasteet ovat käytössä", "Vi bruger informationskapsler", "Soglašamo s piškotki", "Izmantojam sīkdatnes", "Me kasutame küpsiseid",
    "Използваме бисквитки", "Мы используем файлы куки", "नीति में कुकी है", "האתר משתמש בעוגיות", "Wir verarbeiten personenbezogene Daten",
    "Zweck und berechtigtes Interesse", "vendors claim a legitimate interest", "Details in der Datenschutzerklärung",
)  # fmt: skip


@each("text", OTHERS)
def test_cookies_and_personal_data_are_known_by_their_words(text: str) -> None:
    assert mentions_cookies(f"{text}.")
    assert mentions_cookies(text.upper())


@each("request", REQUESTS)
def test_a_request_for_consent_is_known_in_any_language(request: str) -> None:
    assert mentions_cookies(request)
    assert mentions_cookies(request.upper())
    assert is_about_consent(request)
    dialog = f"<div id=cmpbox><p>{request}, {request}, {request}. {request}, {request}, {request}.</p></div>"
    page = extract_page(f"<body>{dialog}<h1>Ferry</h1>{ARTICLE}</body>".encode(), url="https://quay.example/f")
    assert page.content_text.startswith("Paragraph 0")
    assert request not in page.content_text


@each(
    "text", ["The cook is on leave", "Der Kakao ist kalt", "Sutiken and kakorra", "Evastina sang", "Süti Nagy won", ""]
)
def test_other_words_are_not_about_cookies(text: str) -> None:
    assert not mentions_cookies(text)
    assert not is_about_consent(text)


def test_classes_of_consent_dialogs_are_known() -> None:
    assert all(map(names_consent, ("cookie-banner", "onetrust-pc", "CMP", "cmplz-cookiebanner", "privacy-modal")))
    assert not any(map(names_consent, ("article", "biscuit", "camp", "privacy", "compass")))
