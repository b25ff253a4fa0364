"""German messages for tests, read from the catalogue's source."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from reader.wording import catalogue

GERMAN = Path(catalogue.__file__).parent / "locale" / "de" / "LC_MESSAGES" / f"{catalogue.DOMAIN}.po"


@cache
def _translations() -> GNUTranslations:
    compiled = io.BytesIO()
    with GERMAN.open("rb") as source:
        write_mo(compiled, read_po(source, locale="de"))
    compiled.seek(0)
    return GNUTranslations(compiled)


@contextmanager
def german_messages() -> Iterator[None]:
    """Uses German for everything shown inside the block."""
    catalogue._language, catalogue._translations = "de", _translations()
    try:
        yield
    finally:
        catalogue.use_language("en")
