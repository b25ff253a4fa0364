"""The contrast of themes, and the mistakes in theme files with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from reader.paths import Paths, bundled
from reader.ui.themes import load_theme, load_themes
from reader.wording.problem_messages import problem_message
from tests.newspaper import Newspaper
from tests.support.reading import subscribe_to
from tests.support.screen import reading

OURS = sorted(bundled("themes").glob("*.toml"))
GOOD = bundled("themes").joinpath("ink.toml").read_text(encoding="utf-8")


def luminance(color: Color) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_text_has_enough_contrast_on_every_background(path: Path) -> None:
    theme, mistakes = load_theme(path)
    assert mistakes == []
    assert theme is not None
    text, dim, accent = theme.foreground or "", theme.variables["dim"], theme.accent or ""
    for ground in (theme.background or "", theme.panel or "", theme.variables["cursor"]):
        assert contrast(text, ground) >= 7
        assert contrast(dim, ground) >= 4.5
        assert contrast(accent, ground) >= 4.5
    assert contrast(text, theme.variables["marked"]) >= 7  # of selected text and of hits
    assert contrast(theme.variables["marked"], theme.background or "") >= 1.25
    assert contrast(theme.panel or "", theme.background or "") >= 1.25  # the ground of code can be seen


@pytest.mark.parametrize(
    ("change", "line", "key", "words"),
    [
        (("#e9e4d8", "#zzz"), 7, "text", "must be a colour"),
        (('text = "#e9e4d8"', "text = 3"), 7, "text", "must be a colour"),
        (('name = "ink"', ""), None, "name", "needs a name"),
        (("dark = true", 'dark = "yes"'), 3, "dark", "true or false"),
        (("dim =", "dimm ="), 8, "dimm", "unknown colour"),
        (("dim =", "dimm ="), None, "dim", "missing"),
        (("[colors]", "[colours]"), None, "colors", "needs a table"),
        (('accent = "', "accent = #"), 9, None, "not valid TOML"),
    ],
)
def test_a_mistake_in_a_theme_is_reported_with_its_place(
    tmp_path: Path, change: tuple[str, str], line: int | None, key: str | None, words: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    theme, mistakes = load_theme(path)
    assert theme is None
    assert any(m.line == line and m.key == key and words in problem_message(m.details) for m in mistakes), mistakes


def test_a_theme_of_the_user_replaces_ours_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD.replace("#1d1f24", "#000000"), encoding="utf-8")
    (tmp_path / "b.toml").write_text("nonsense", encoding="utf-8")
    themes, mistakes = load_themes((bundled("themes"), tmp_path, tmp_path / "none"))
    assert themes["ink"].background == "#000000"
    assert set(themes) == {"ink", "paper"}
    assert [mistake.path.name for mistake in mistakes] == ["b.toml"]


async def test_the_reader_opens_and_reports_a_broken_theme(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    paths.themes.mkdir(parents=True)
    (paths.themes / "mine.toml").write_text(GOOD.replace("#e9e4d8", "#zzz"), encoding="utf-8")
    async with reading(paths) as sight:
        await sight.shows("mine.toml, line 7: text: must be a colour")
