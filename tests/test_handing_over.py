"""Articles for other programs and in files, without a screen: what they contain, and where they go."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.article_files import file_name_of, numbered, save_article, save_in_folder
from reader.library.entry_formats import written
from reader.library.entry_formats.entry_as_markdown import title_as_markdown
from reader.library.handing_over import runs_of
from reader.model import Author, Enclosure, Entry
from reader.paths import Paths
from reader.programs import Format, Program
from tests.support.command import Command
from tests.support.disks import disk
from tests.support.each import each
from tests.support.stocking import new_entry, stock

ENTRY = Entry(
    id=7, feed_id=1, feed_url="https://name:secret@paper.example/feed", feed_title='The "Paper"',
    title="-o $(rm -rf ~) [a](b) *c*", url="https://paper.example/a", authors=(Author("Ada Lane"), Author("B. Cole")),
    published=1_777_627_800, updated=None, sort=1_777_627_800, read=False, starred=False, labels=("good: one",),
    categories=("Ice",), summary_html="", content_html="<p>One <b>word</b>.</p><ul><li>a</li></ul><script>x</script>",
    enclosures=(Enclosure("https://paper.example/a.mp3", "audio/mpeg"),), language="en",
)  # fmt: skip
OTHER = replace(ENTRY, id=8, title="Other", url=None, enclosures=(), published=None)
LONG = replace(ENTRY, content_html=f"<p>{'One word more. ' * 6_000}</p>")


def test_an_article_is_written_in_every_format() -> None:
    markdown = written(ENTRY, Format.MARKDOWN, tags=("daily",))
    assert markdown == (
        '---\ntitle: "-o $(rm -rf ~) [a](b) *c*"\nauthor: ["Ada Lane", "B. Cole"]\ndate: 2026-05-01T09:30:00Z\n'
        'address: "https://paper.example/a"\nfeed: "The \\"Paper\\""\nlabels: ["good: one"]\ntags: ["daily", "Ice"]\n'
        'language: "en"\n---\n\n# -o $(rm -rf \\~) \\[a\\](b) \\*c\\*\n\nOne **word**.\n\n- a\n\n'
        "Attachment: [a.mp3](https://paper.example/a.mp3)\n"
    )
    html = written(ENTRY, Format.HTML)
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert "<p>One <strong>word</strong>.</p>" in html
    assert "By Ada Lane, B. Cole" in html
    assert "script" not in html.replace("default-src 'none'", "")
    assert "secret" not in html + markdown + written(ENTRY, Format.JSON) + written(ENTRY, Format.TEXT)
    assert json.loads(written(ENTRY, Format.JSON, tags=("daily",)))["labels"] == ["good: one"]
    assert "One word." in written(ENTRY, Format.TEXT)
    assert (written(ENTRY, Format.ADDRESS), written(OTHER, Format.ADDRESS)) == ("https://paper.example/a\n", "")
    assert title_as_markdown(ENTRY, ENTRY.url) == "[-o $(rm -rf \\~) \\[a\\](b) \\*c\\*](https://paper.example/a)"
    assert title_as_markdown(OTHER, None) == "Other"


def test_show_prints_an_article_as_markdown_or_html(broadsheet: Command, paths: Paths) -> None:
    stock(
        paths,
        '[[feeds]]\nurl = "https://paper.example/feed"\ntags = ["daily"]\n',
        {"https://paper.example/feed": [new_entry(1, title="A *title*")]},
    )
    done = broadsheet("show", "1", "--markdown")
    assert done.code == 0
    assert done.out.startswith('---\ntitle: "A *title*"\n')
    assert 'tags: ["daily"]' in done.out
    assert done.out.endswith("# A \\*title\\*\n\nText of number 1.\n")
    assert "<p>Text of number 1.</p>" in broadsheet("show", "1", "--html").out
    assert broadsheet("show", "1", "--html", "--json").code == 2
    assert broadsheet("show", "9", "--markdown").code == 1


def test_a_program_runs_once_for_each_article_or_once_for_all(tmp_path: Path) -> None:
    articles = [(ENTRY, ("daily",)), (OTHER, ())]
    each = Program(
        "x", ("x", "{title}", "{address}", "{enclosure}", "{author}", "{date}", "{id}", "{file}"), Format.ADDRESS
    )
    first, second = runs_of(each, articles, tmp_path)
    assert first.arguments[:-1] == [
        "x", " -o $(rm -rf ~) [a](b) *c*", "https://paper.example/a", "https://paper.example/a.mp3", "Ada Lane, B. Cole",
        "2026-05-01T09:30:00Z", "7",
    ]  # fmt: skip
    assert Path(first.arguments[-1]).parent == tmp_path
    assert Path(first.arguments[-1]).read_text() == written(ENTRY, Format.MARKDOWN, tags=("daily",))
    assert first.input == "https://paper.example/a\n"
    assert (second.arguments[1:4], second.input) == (["Other", "", ""], "")
    (all_,) = runs_of(Program("x", ("x", "{addresses}", "{files}"), Format.JSON, Format.TEXT), articles, tmp_path)
    assert all_.arguments[1] == "https://paper.example/a"
    assert [Path(file).suffix for file in all_.arguments[2:]] == [".txt", ".txt"]
    assert [one["id"] for one in json.loads(all_.input or "")] == [7, 8]


@given(st.text(alphabet=st.characters() | st.sampled_from("/\\.-~: \n\x1b"), max_size=300))
def test_every_title_becomes_a_safe_file_name(title: str) -> None:
    name = file_name_of(title, ".md")
    assert Path(name).name == name
    assert not name.startswith((".", "-", "~", " "))
    assert not set(name) & set('/\\:*?"<>|\0\n\x1b')
    assert len(os.fsencode(name)) <= 130
    assert name.endswith(".md")
    assert len(name) > 3


@each(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc passwd.md"), ("-rf", "rf.md"), ("CON", "_CON.md"), ("nul.txt", "_nul.txt.md"),
        ("", "_.md"), ("...", "_.md"), ("What? A/B: 50 %", "What A B 50 %.md"), ("Ü" * 200, "Ü" * 60 + ".md"),
        ("word " * 50, ("word " * 24).strip() + ".md"), ("a\x1b[31mb\nc", "ab c.md"), ("Ends.", "Ends.md"),
    ],
)  # fmt: skip
def test_names_of_files_are_readable(title: str, name: str) -> None:
    assert file_name_of(title, ".md") == name


def test_nothing_is_overwritten_unless_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    assert save_article(path, ENTRY)
    before = path.read_bytes()
    assert not save_article(path, OTHER)
    assert path.read_bytes() == before
    assert save_article(path, OTHER, replacing=True)
    assert path.read_bytes() != before
    (tmp_path / "link.txt").symlink_to("/nowhere/else")
    assert not save_article(tmp_path / "link.txt", ENTRY)
    names = [file.name for file in save_in_folder(tmp_path, [(OTHER, ()), (OTHER, ()), (OTHER, ())], Format.HTML)]
    assert names == ["Other.html", "Other (2).html", "Other (3).html"]
    assert next(numbered("x.md")) == "x.md"
    with pytest.raises(FileNotFoundError):
        save_article(tmp_path / "missing" / "a.md", ENTRY)
    with pytest.raises(NotADirectoryError):
        save_in_folder(path, [(OTHER, ())], Format.TEXT)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "Other (2).html", "Other (3).html", "Other.html", "a.md", "link.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["tmpfs", "limit"])
def test_on_a_full_disk_no_part_of_an_article_is_left_and_older_files_stay(kind: str, tmp_path: Path) -> None:
    with disk(kind, tmp_path / "disk") as full:
        path, folder = full.folder / "a.md", full.folder / "b"
        folder.mkdir()
        assert save_article(path, ENTRY)
        before = path.read_bytes()
        full.fill()
        for write in (
            lambda: save_article(full.folder / "c.md", LONG),
            lambda: save_article(path, LONG, replacing=True),
            lambda: save_in_folder(folder, [(LONG, ())], Format.HTML),
            lambda: runs_of(Program("x", ("x", "{file}")), [(LONG, ())], folder),
        ):
            with pytest.raises(OSError) as raised:  # noqa: PT011 - which of two depends on the disk
                write()
            assert raised.value.errno in (errno.ENOSPC, errno.EFBIG)
        assert path.read_bytes() == before
        assert {file.name for file in full.folder.iterdir()} - {"filler"} == {"a.md", "b"}
        assert not [*folder.iterdir()]
        full.free()
        assert save_article(path, LONG, replacing=True)
        assert len(save_in_folder(folder, [(LONG, ())], Format.HTML)) == 1


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_that_may_not_be_written_is_named_and_its_files_stay(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    assert save_article(path, ENTRY)
    before = path.read_bytes()

    def refuse(name: Path, *_: object) -> int:  # as for anybody but root, whom no permission stops
        raise OSError(number, os.strerror(number), str(name))

    monkeypatch.setattr("reader.files.os.open", refuse)
    for write in (
        lambda: save_article(path, OTHER, replacing=True),
        lambda: save_article(path, OTHER),
        lambda: save_in_folder(tmp_path, [(ENTRY, ())], Format.TEXT),
    ):
        with pytest.raises(OSError) as raised:  # noqa: PT011 - its class follows from its number
            write()
        assert raised.value.errno == number
        assert Path(raised.value.filename).parent == tmp_path
        assert ".broadsheet-" not in raised.value.filename
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]
