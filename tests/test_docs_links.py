"""Links between the documents work, and no document mentions a developer's machine."""

from __future__ import annotations

import re
from pathlib import Path

from tests.shots import SHOTS
from tests.support.each import each

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The headings of a page as anchors."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in words}


@each("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_works(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = page.parent / name if name else page
        if path.suffix == ".svg":  # made by `make shots`
            assert path.stem.removesuffix("-de") in {shot.name for shot in SHOTS}
            continue
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), target


@each("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_path_of_a_developers_machine_is_in_the_documents(page: Path) -> None:
    assert not re.search(r"/(?:home|Users|root|work|tmp)/", page.read_text(encoding="utf-8"))
