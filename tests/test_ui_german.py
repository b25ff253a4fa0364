"""The dialogs and the feed health screen in German at 80 columns: every label is whole, and Esc is always named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from reader.config import Config
from reader.paths import Paths
from reader.ui.dialogs.dialog import Dialog, joined_keys
from reader.ui.feed_health.health_table import HealthTable
from reader.ui.widgets.field import Field
from tests.support.languages import german_messages
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock

FEED = "https://one.example/feed"


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with german_messages():
        yield


@pytest.fixture
def one_feed(paths: Paths) -> Paths:
    stock(
        paths,
        f'[[feeds]]\nurl = "{FEED}"\ntitle = "Überregional"\nfolder = "Welt"\n',
        {FEED: [new_entry(n) for n in range(3)]},
    )
    return paths


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        (("a",), "Feed abonnieren"),
        (("exclamation_mark", "e"), "Überregional"),
        (("S",), ""),
        (("I",), "Importieren"),
        (("E",), "Exportieren"),
    ],
)
async def test_a_dialog_shows_whole_labels_and_the_key_that_leaves_it(
    one_feed: Paths, keys: tuple[str, ...], title: str
) -> None:
    async with reading(one_feed, config=Config(language="de"), size=(80, 24)) as sight:
        await sight.press(*keys)
        text = await sight.shows("schließt", title)
        dialog = sight.app.screen
        assert isinstance(dialog, Dialog)
        for field in dialog.query(Field):
            assert cell_len(field.label) < field.label_width
            assert field.region.bottom > 24 or field.label in text
        assert "Esc schließt" in text


async def test_feed_health_shows_whole_heads_and_labels(one_feed: Paths) -> None:
    async with reading(one_feed, config=Config(language="de"), size=(80, 24)) as sight:
        await sight.press("exclamation_mark")
        await sight.shows("Zustand der Feeds", "Überregional", "Nächster Abruf", "zurück")
        head = sight.app.screen.query_one(HealthTable).head(79).text
        assert "…" not in head
        assert "Halbes Jahr" in head


def test_keys_that_do_not_fit_are_left_out_whole_and_the_last_one_stays() -> None:
    keys = ("Eingabe zeigt eine Vorschau", "Tab ergänzt", "Esc schließt")
    assert joined_keys(keys, 80) == "Eingabe zeigt eine Vorschau, Tab ergänzt, Esc schließt"
    assert joined_keys(keys, 45) == "Eingabe zeigt eine Vorschau, Esc schließt"
    assert joined_keys(keys, 20) == joined_keys(keys, 1) == "Esc schließt"
