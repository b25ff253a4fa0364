"""The German catalogue is complete, matches the marked messages, and is compiled."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from reader.wording.catalogue import DOMAIN, LANGUAGES

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "reader" / "wording" / "locale"
MARKERS = {"_": 1, "N_": 1, "plural": 2, "pgettext": 2}  # function → number of leading string arguments
MARKED = re.compile(rf"\b(?:{'|'.join(MARKERS)})\(")  # what may be a marked message; syntax trees are slow
TRANSLATED = [language for language in LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"\{\w+|%\(\w+\)[sr]|%[sr]")  # without its format, which a language may choose


@cache
def marked() -> tuple[tuple[tuple[str, ...], str | None, str], ...]:
    """Every marked message: its forms, its context, and its place in the source."""
    return tuple(read_marked())


def read_marked() -> Iterator[tuple[tuple[str, ...], str | None, str]]:
    for path in sorted((ROOT / "reader").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if MARKED.search(source) else ():
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in MARKERS:
                continue
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            arguments = node.args[: MARKERS[node.func.id]]
            texts = [one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(texts) < len(arguments):  # a variable: it was marked with N_ where it was written
                assert not any(isinstance(one, ast.JoinedStr) for one in arguments), f"{place}: an f-string is marked"
                continue
            if node.func.id == "pgettext":
                yield (texts[1],), texts[0], place
            else:
                yield tuple(texts), None, place


@cache
def catalogue(language: str) -> dict[tuple[str, str | None], Message]:
    """The messages of a language by their first form and context."""
    with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        found = read_po(file, locale=language)
    return {(texts_of(m.id)[0], m.context): m for m in found if m.id}


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    return texts_of(message.string)


def texts_of(value: object) -> tuple[str, ...]:
    """One text or several, as Babel gives them, as a tuple."""
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value or ""),)


def test_there_are_messages_to_translate() -> None:
    assert len({(texts[0], context) for texts, context, _ in marked()}) > 500


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_marked_message_has_a_translation(language: str) -> None:
    known = catalogue(language)
    missing = [f"{place}: {texts[0]!r}" for texts, context, place in marked() if (texts[0], context) not in known]
    assert not missing, "run `make messages` and translate:\n" + "\n".join(missing)
    empty = [key for key, message in known.items() if not all(forms(message))]
    assert not empty


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_has_no_message_that_the_source_lacks(language: str) -> None:
    used = {(texts[0], context) for texts, context, _ in marked()}
    assert not [key for key in catalogue(language) if key not in used], "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_messages_have_two_forms_and_others_one(language: str) -> None:
    known = catalogue(language)
    for texts, context, place in marked():
        message = known.get((texts[0], context))
        if message is not None and len(texts) == 2:
            assert isinstance(message.id, tuple), place
            assert message.id == texts, place
            assert len(forms(message)) == 2, place


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_placeholders_of_the_original(language: str) -> None:
    for message in catalogue(language).values():
        originals = texts_of(message.id)
        for number, translation in enumerate(forms(message)):
            original = originals[min(number, len(originals) - 1)]
            wanted = sorted(found[0] for found in PLACEHOLDER.finditer(original))
            assert sorted(found[0] for found in PLACEHOLDER.finditer(translation)) == wanted, original


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_that_of_the_text_file(language: str) -> None:
    compiled = gettext.translation(DOMAIN, LOCALE, [language])
    for (first, context), message in catalogue(language).items():
        if isinstance(message.id, tuple):
            one, many = texts_of(message.id)
            found = tuple(compiled.ngettext(one, many, count) for count in (1, 2))
        else:
            found = (compiled.pgettext(context, first) if context else compiled.gettext(first),)
        assert found == forms(message), "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_begin_and_end_like_the_original(language: str) -> None:
    for message in catalogue(language).values():
        originals = texts_of(message.id)
        for number, translation in enumerate(forms(message)):
            original = originals[min(number, len(originals) - 1)]
            assert translation.strip() == translation or original.strip() != original
            assert " " not in original or original.endswith(".") == translation.endswith("."), original
            assert (original[:1] == "\n") == (translation[:1] == "\n"), original
