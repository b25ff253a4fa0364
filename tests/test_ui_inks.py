"""The colours of what widgets draw themselves are those that a style sheet with the same words would give them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.theme import Theme
from textual.widget import Widget

from reader.paths import bundled
from reader.ui.feed_health.health_table import HealthTable
from reader.ui.front_page.layout.sheet import Role
from reader.ui.front_page.page_view import FrontPageView
from reader.ui.front_page.progress_line import ProgressLine
from reader.ui.themes import load_themes
from reader.ui.typeset.lines import Role as ArticleRole
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.bars import Bar
from reader.ui.widgets.feed_tree import FeedTree
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.inks import Ink, Inks
from reader.ui.widgets.pick_list import PickList

ALL = [
    ink
    for widget in (Bar, FeedTree, Headlines, ArticlePane, PickList, HealthTable, FrontPageView, ProgressLine)
    for ink in widget.INKS.values()
]
NAMES = {f"ink-{number}": ink for number, ink in enumerate(dict.fromkeys(ALL))}


class Painted(Widget):
    """A widget with each ink, also as a component class of Textual."""

    COMPONENT_CLASSES = set(NAMES)  # noqa: RUF012 - as Textual declares it

    def __init__(self) -> None:
        super().__init__()
        self.inks = Inks(self, NAMES)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.inks.forget()


def rule(name: str, ink: Ink) -> str:
    ground = f"background: ${ink.ground};" if ink.ground else ""
    attributes = f"text-style: {ink.attributes};" if ink.attributes else ""
    return f"Painted > .{name} {{ color: ${ink.color}; {ground} {attributes} }}"


class Sheet(App[None]):
    """``themes``: known before the style sheet is read, which has colours that Textual's own themes lack."""

    CSS = "\n".join([
        "Screen, Painted { background: $background; color: $foreground; }", *(rule(*item) for item in NAMES.items())
    ])  # fmt: skip

    def __init__(self, themes: Iterable[Theme]) -> None:
        super().__init__()
        for theme in themes:
            self.register_theme(theme)
            self.theme = theme.name

    def compose(self) -> ComposeResult:
        yield Painted()


async def test_an_ink_is_what_the_style_sheet_makes_of_the_same_colours_in_every_theme(tmp_path: Path) -> None:
    sheer = (bundled("themes") / "ink.toml").read_text(encoding="utf-8").replace('name = "ink"', 'name = "sheer"')
    (tmp_path / "sheer.toml").write_text(re.sub(r'(panel|dim|cursor) = "(#......)"', r'\1 = "\g<2>80"', sheer))
    themes, mistakes = load_themes([bundled("themes"), tmp_path])
    assert ("sheer" in themes, mistakes) == (True, [])
    app = Sheet(themes.values())
    async with app.run_test() as pilot:
        widget = app.query_one(Painted)
        seen = set()
        for name in themes:
            app.theme = name
            await pilot.pause()
            for ink in NAMES:
                assert widget.inks[ink] == widget.get_component_rich_style(ink), (name, ink)
                assert widget.inks.alone(ink) == widget.get_component_rich_style(ink, partial=True), (name, ink)
            seen.add(tuple(widget.inks[ink] for ink in NAMES))
        assert len(seen) == len(themes)  # a new theme is not shown in the colours of the last one


@pytest.mark.parametrize("widget", [ArticlePane, FrontPageView])
def test_every_role_of_the_typesetters_has_an_ink(widget: type[ArticlePane | FrontPageView]) -> None:
    roles = Role if widget is FrontPageView else ArticleRole
    assert {str(role) for role in roles} - {str(name) for name in widget.INKS} == set()


def test_an_unknown_name_is_a_mistake() -> None:
    with pytest.raises(KeyError, match=re.escape("kicker")):
        Inks(Painted(), {})["kicker"]
