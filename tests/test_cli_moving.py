"""``import`` and ``export``."""

from __future__ import annotations

import os

import pytest

from reader.subscriptions import load_subscriptions

OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="World">
<outline text="One" xmlUrl="https://one.example/feed" category="a,b"/><outline xmlUrl="https://two.example/feed"/>
<outline text="bad" xmlUrl="javascript:alert(1)"/></outline></body></opml>"""


def urls(broadsheet) -> list[str]:
    return [subscription.url for subscription in load_subscriptions(broadsheet.paths.feeds)[0]]


def test_import_adds_and_never_removes(broadsheet, tmp_path):
    broadsheet.subscribe("https://one.example/feed")
    broadsheet.paths.feeds.write_text("# mine\n" + broadsheet.paths.feeds.read_text())
    file = tmp_path / "feeds.opml"
    file.write_text(OPML)
    dry = broadsheet("import", str(file), "--dry-run", "--json")
    assert dry.json == {
        "added": [
            {"url": "https://two.example/feed", "title": None, "folder": "World", "line": 2, "remark": None, "problems": []},
        ],
        "already": ["https://one.example/feed"],
        "not_taken": [
            {
                "file": None, "line": 3, "what": "javascript:alert(1)",
                "reason": "this is not an http(s) address", "problem": "not-web-address", "arguments": {},
            },
        ],
        "searches": [],
        "settings": [],
        "broken": None,
        "articles": None,
        "dry_run": True,
    }  # fmt: skip
    assert urls(broadsheet) == ["https://one.example/feed"]
    assert broadsheet("import", str(file)).code == 0
    assert urls(broadsheet) == ["https://one.example/feed", "https://two.example/feed"]
    assert broadsheet.paths.feeds.read_text().startswith("# mine\n")
    again = broadsheet("import", str(file))
    assert again.out.endswith("0 feeds added; 2 already there, 1 not imported.\n")


def test_lines_that_cannot_be_imported_are_listed(broadsheet, tmp_path):
    broadsheet.subscribe()
    file = tmp_path / "feeds.opml"
    file.write_text(OPML)
    done = broadsheet("import", str(file))
    assert "  not imported, line 3: javascript:alert(1): this is not an http(s) address" in done.out


def test_an_export_can_be_imported(broadsheet, tmp_path):
    broadsheet.subscribe()
    (tmp_path / "in.opml").write_text(OPML)
    broadsheet("import", str(tmp_path / "in.opml"))
    first = load_subscriptions(broadsheet.paths.feeds)
    assert broadsheet("export", str(tmp_path / "out.opml")).code == 0
    assert broadsheet("export", str(tmp_path / "out.opml")).code == 0
    broadsheet.subscribe()
    assert broadsheet("import", str(tmp_path / "out.opml")).code == 0
    assert load_subscriptions(broadsheet.paths.feeds) == first


def test_export_overwrites_only_opml_files(broadsheet):
    broadsheet.subscribe("https://one.example/feed")
    before = broadsheet.paths.feeds.read_bytes()
    done = broadsheet("export", str(broadsheet.paths.feeds))
    assert done.code == 2
    assert "not an OPML file" in done.complaints[0]
    assert broadsheet.paths.feeds.read_bytes() == before
    assert [path.name for path in broadsheet.paths.config_dir.iterdir()] == ["feeds.toml"]


@pytest.mark.parametrize(
    ("text", "options", "added"),
    [
        ('# mine\nhttps://one.example/feed "a tag" ~One\n', [], [("https://one.example/feed", "One", None)]),
        ("\ufeffhttps://one.example/\r\nhttps://two.example/\r\n", [], [("https://one.example/", None, None), ("https://two.example/", None, None)]),
        ('@ News\nhttps://one.example/ "One"\n', [], [("https://one.example/", "One", "News")]),
        ('https://one.example/ "One"\n', ["--from", "newsraft"], [("https://one.example/", "One", None)]),
    ],
)  # fmt: skip
def test_the_format_of_a_list_is_detected(broadsheet, tmp_path, text, options, added):
    broadsheet.subscribe()
    file = tmp_path / "list"
    file.write_text(text, encoding="utf-8", newline="")
    done = broadsheet("import", str(file), *options, "--json")
    assert [(one["url"], one["title"], one["folder"]) for one in done.json["added"]] == added


def test_import_from_newsboat_finds_its_list(broadsheet, tmp_path, monkeypatch):
    broadsheet.subscribe()
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setitem(os.environ, "HOME", str(tmp_path))
    none = broadsheet("import", "--from", "newsboat")
    assert (none.code, "newsboat" in none.complaints[0]) == (2, True)
    for folder, address in ((".newsboat", "https://dot.example/"), (".config/newsboat", "https://xdg.example/")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "urls").write_text(address + "\n")
        assert broadsheet("import", "--from", "newsboat").code == 0
        assert urls(broadsheet)[-1] == address
    assert broadsheet("import", str(tmp_path / ".newsboat")).code == 0
    assert broadsheet("import").code == 2
    assert broadsheet("import", "--from", "opml").code == 2


def test_a_remark_becomes_a_comment_in_the_table(broadsheet, tmp_path):
    broadsheet.subscribe()
    file = tmp_path / "urls"
    file.write_text('"filter:~/bin/x \\"y\\"\\n[[feeds]]:https://one.example/"\n')
    assert broadsheet("import", str(file)).code == 0
    (one,), mistakes = load_subscriptions(broadsheet.paths.feeds)
    assert (one.url, one.paused, mistakes) == ("https://one.example/", True, [])
    assert '# paused, because it needs a filter, which Broadsheet does not run: ~/bin/x "y" [[feeds]]\n' in (
        broadsheet.paths.feeds.read_text()
    )


def test_a_broken_list_is_imported_up_to_the_break(broadsheet, tmp_path):
    broadsheet.subscribe()
    broken = tmp_path / "broken.opml"
    broken.write_text("<opml><body>\n<outline xmlUrl='https://x.example/'>")
    done = broadsheet("import", str(broken), "--dry-run")
    assert (done.code, urls(broadsheet)) == (1, [])
    assert "line 2: no element found; everything before that can be imported" in done.complaints[0]
    assert broadsheet("import", str(broken)).code == 1
    assert urls(broadsheet) == ["https://x.example/"]


def test_a_file_that_cannot_be_imported_changes_nothing(broadsheet, tmp_path):
    broadsheet.subscribe("https://one.example/feed")
    empty, page, bomb = tmp_path / "empty.opml", tmp_path / "page.html", tmp_path / "bomb.opml"
    empty.write_text("<opml version='2.0'><body/></opml>")
    page.write_text("<html><body>Hello")
    bomb.write_text('<!DOCTYPE opml [<!ENTITY a "aaaa">]><opml><body><outline text="&a;"/></body></opml>')
    (tmp_path / "folder").mkdir()
    assert broadsheet("import", str(empty)).code == 1
    for file in (page, bomb, tmp_path / "missing", tmp_path / "folder", tmp_path / "cache.db"):
        done = broadsheet("import", str(file))
        assert (done.code, len(done.complaints)) == (2, 1)
    assert urls(broadsheet) == ["https://one.example/feed"]


def test_an_export_that_cannot_be_written_names_the_file(broadsheet, tmp_path):
    broadsheet.subscribe()
    done = broadsheet("export", str(tmp_path / "none" / "out.opml"))
    assert done.code == 2
    assert done.complaints == [f"{tmp_path / 'none' / 'out.opml'}: no such file or directory"]
