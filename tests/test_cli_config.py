"""``broadsheet config``: what applies and where it comes from, and a file that explains every setting."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import SETTINGS, Config, load_config
from reader.errors import ConfigError
from reader.paths import Paths
from reader.subscriptions.comment_config import comment_config
from reader.wording.setting_meanings import MEANINGS
from tests.support import settings_page
from tests.support.command import Command

LINES = {"theme": ['theme = "ink"'], "measure": ["measure = 72"], "commands": ["[[commands]]", 'name = "x"']}
WORDS = {"theme": "The theme.", "measure": "The width.", "commands": "Programs."}


def test_every_setting_has_a_meaning_and_a_row_in_the_documents() -> None:
    assert tuple(MEANINGS) == SETTINGS
    page = settings_page.PAGE.read_text(encoding="utf-8")
    found = settings_page.TABLE.search(page)
    assert found
    assert found[0] == settings_page.table()


def test_it_shows_what_applies_and_where_it_comes_from(
    broadsheet: Command, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://name:secret@proxy.example:1")
    paths.config_dir.mkdir(parents=True)
    paths.data_dir.mkdir(parents=True)
    paths.config.write_text(
        '# mine\nmeasure = 60\nascii = false\ntheme = "nord"\n[[commands]]\nname = "Notes"\nrun = ["tee"]\n'
    )
    paths.session.write_text(json.dumps({"theme": "paper", "theme_instead_of": "nord"}))
    done = broadsheet("config")
    assert done.code == 0
    for line in (
        r"measure = 60 +config\.toml, line 2; default: 72",
        r"ascii = false +config\.toml, line 3; this is the default",
        r'theme = "nord" +config\.toml, line 4; default: "ink"; chosen in the reader: paper',
        r'commands = \["Notes"\] +config\.toml, line 5; default: \[\]',
        r'proxy = "" +from the environment: HTTPS_PROXY',
        r"interval = 3600 +default",
        r"    The maximum line length of articles, from 40 to 120 columns\.",
    ):
        assert re.search(line, done.out), line
    assert "secret" not in done.out
    rows = {row["name"]: row for row in broadsheet("config", "--json").json}
    assert tuple(rows) == SETTINGS
    assert (rows["measure"]["value"], rows["measure"]["source"], rows["measure"]["line"]) == (60, "config.toml", 2)
    assert rows["commands"]["value"][0]["run"] == ["tee"]
    assert (rows["theme"]["effect"], rows["keep"]["source"]) == ("paper", "default")
    paths.config.write_text('proxy = "http://name:secret@proxy.example:1"\nmeasure = 1\n')
    done = broadsheet("config")
    assert "secret" not in done.out + done.err
    assert "line 2: measure: must be between 40 and 120" in done.err
    doctor = broadsheet("doctor").out
    assert "secret" not in doctor
    paths.config.write_text('measure = 66\nlanguage = "en"\n')
    assert 'no mistakes; what applies: language = "en"; measure = 66' in broadsheet("doctor").out
    paths.config.write_text('[[commands]]\nname = "Kindle"\nrun = ["/nowhere/send"]\n')
    assert "Kindle: couldn’t find the program /nowhere/send" in broadsheet("doctor").out
    paths.config.write_text('[[commands]]\nname = "Kindle"\nrun = ["~nobody-of-this-name/send"]\n')
    assert "Kindle: couldn’t find the program ~nobody-of-this-name/send" in broadsheet("doctor").out


def test_it_writes_a_file_that_explains_every_setting(broadsheet: Command, paths: Paths) -> None:
    assert broadsheet("config", "--write").code == 0
    text = paths.config.read_text(encoding="utf-8")
    assert load_config(paths.config) == (Config(), [])
    uncommented = "\n".join(re.sub(r"^# (?=\w+ = |\[\[)", "", line) for line in text.splitlines())
    assert tuple(tomllib.loads(uncommented)) == SETTINGS
    paths.config.write_text(uncommented)
    config, mistakes = load_config(paths.config)
    assert (len(config.commands), len(config.browsers), mistakes) == (1, 1, [])
    done = broadsheet("config", "--write")
    assert (done.code, paths.config.read_text()) == (2, uncommented)
    assert "exists already" in done.err
    assert "has all settings already" in broadsheet("config", "--write", "--force").out
    assert paths.config.read_text() == uncommented


def test_what_the_user_wrote_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('# top\nmeasure = 60 # wide\n\n# about it\n[[commands]]\nname = "a"\nrun = [\n"[x]"\n]')
    assert comment_config(path, LINES, WORDS, "Title")
    assert path.read_text() == (
        '# top\nmeasure = 60 # wide\n\n# The theme.\n# theme = "ink"\n\n# about it\n[[commands]]\nname = "a"\nrun = [\n'
        '"[x]"\n]'
    )
    assert not comment_config(path, LINES, WORDS, "Title")
    path.write_text("measure = \n")
    with pytest.raises(ConfigError):
        comment_config(path, LINES, WORDS, "Title")
    assert path.read_text() == "measure = \n"


_PARTS = st.sampled_from([
    "# a comment\n", "\n", 'keep = """\n[x]\n"""\n', 'no_proxy = [\n"a",\n]\n', 'contact = "c"\n', "# theme = 1\n",
])  # fmt: skip
_TABLES = st.sampled_from(
    ["[[browsers]]\nname = 'b'\n", "# about\n[[commands]]\n", "\n", "# x\n", "[other]\nz = [\n[1]\n]\n"]
)


@given(st.lists(_PARTS, max_size=4, unique=True), st.lists(_TABLES, max_size=4, unique=True))
def test_no_value_and_no_line_is_lost(
    tmp_path_factory: pytest.TempPathFactory, values: list[str], tables: list[str]
) -> None:
    path = tmp_path_factory.mktemp("config") / "config.toml"
    text = "".join([*values, *tables])
    path.write_text(text)
    comment_config(path, LINES, WORDS, "Title")
    after = path.read_text()
    assert tomllib.loads(after) == tomllib.loads(text)
    lines = iter(after.splitlines())
    assert all(any(line == other for other in lines) for line in text.splitlines() if line)
    comment_config(path, LINES, WORDS, "Title")
    assert path.read_text() == after
