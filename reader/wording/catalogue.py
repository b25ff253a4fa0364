"""The message catalogue: English in the source, translations from gettext files.

``_`` marks and translates a sentence, ``N_`` only marks it for a table that is translated when it is shown, and
``plural`` chooses by a count. English needs no catalogue and imports nothing. ``make messages`` extracts the marked
sentences with Babel.

The language is chosen once, by :func:`use_language` at the start of a process; it is the one value here that changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reader.wording.numbers import thousands

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "broadsheet"
LANGUAGES = ("en", "de")
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # POSIX.1-2017, section 8.2, highest priority first

_language = "en"
_translations: NullTranslations | None = None


def language_for(setting: str, environment: Mapping[str, str]) -> str:
    """The language to use: the setting, else the locale, else English. One of :data:`LANGUAGES`."""
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    for wanted in (setting, locale):
        code = wanted.replace("-", "_").partition("_")[0].partition(".")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


def use_language(language: str) -> None:
    """Uses a language of :data:`LANGUAGES` for everything shown from here on. Call once, before anything is shown."""
    global _language, _translations  # noqa: PLW0603 - chosen once for the process, as the docstring says
    _language, _translations = language, None
    if language != "en":
        import gettext
        from pathlib import Path

        _translations = gettext.translation(DOMAIN, Path(__file__).parent / "locale", [language])


def language() -> str:
    """The language in use."""
    return _language


def _(message: str) -> str:
    """The message in the user's language."""
    return _translations.gettext(message) if _translations else message


def N_(message: str) -> str:  # noqa: N802 - gettext's name
    """Marks a message for extraction and returns it unchanged."""
    return message


def pgettext(context: str, message: str) -> str:
    """A message that needs a context to be translated: ``pgettext("sort order", "Title")``."""
    return _translations.pgettext(context, message) if _translations else message


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """A message by count, with ``{n}`` as the formatted count: ``plural("{n} feed", "{n} feeds", 3)``."""
    english = one if count == 1 else many
    chosen = _translations.ngettext(one, many, count) if _translations else english
    return chosen.format(n=thousands(count, _language), **values)
