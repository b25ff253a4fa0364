"""The table of settings in ``docs/configuration.md``. ``python -m tests.support.settings_page`` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from reader.commands.show_config import as_toml
from reader.config import SETTINGS, Config
from reader.wording.setting_meanings import MEANINGS

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"
TABLE = re.compile(r"(?<=<!-- settings -->\n).*(?=<!-- end of settings -->)", re.DOTALL)
_KEYS = {
    "theme": "T",
    "next_feed": "Space|n|A",
    "order": "v",
    "theme_light": "T",
    "browsers": "C",
    "commands": "H",
    "stories": "Q",
}
"""By setting: the keys of the keyboard that its meaning names."""
_LINKS = {
    "built-in one": "#themes", "`exec:` feeds": "#local-feeds", "environment variables": "#environment-variables",
    "When an opened article is marked read": "#when-an-article-counts-as-read", "More browsers": "#browsers", "Commands of your own": "#commands",
    "columns of compact headlines": "#columns", "about the same event": "stories.md", "of its story": "stories.md",
}  # fmt: skip


def table() -> str:
    """The table in Markdown."""
    head = ["| Setting | Default | Meaning |", "| --- | --- | --- |"]
    return "\n".join([*head, *map(_row, SETTINGS), ""])


def _row(name: str) -> str:
    meaning = MEANINGS[name]
    if name in _KEYS:
        meaning = re.sub(rf"(?<=[ (])({_KEYS[name]})(?=[ ,)])", r"<kbd>\1</kbd>", meaning)
    for words, target in _LINKS.items():
        meaning = meaning.replace(words, f"[{words}]({target})", 1)
    return f"| `{name}` | `{as_toml(getattr(Config(), name))}` | {meaning} |"


if __name__ == "__main__":
    PAGE.write_text(TABLE.sub(lambda _: table(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
