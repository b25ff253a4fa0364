"""Undo and redo by the journal: exact, over restarts, beside other programs, and with a damaged journal."""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.config import Config
from reader.errors import BroadsheetError
from reader.library import (
    COMMANDS,
    ChangeReverted,
    EditDone,
    Library,
    LibraryEvent,
    NothingReverted,
    StoreFailed,
    open_library,
)
from reader.library.edit_steps import decode, encode
from reader.library.edits import (
    ChangeFeed,
    ChangeSearch,
    Edit,
    NoteAdded,
    PastImport,
    Place,
    Remove,
    RenameFolder,
    SaveSearch,
)
from reader.library.written_files import WrittenFiles, pack_files, unpack_files
from reader.model import Change, Field, SavedSearch, Subscription
from reader.paths import Paths
from reader.problems import Problem, ProblemDetails, problem
from reader.store import Store, open_store
from reader.store.journal import KEPT_SECONDS, KEPT_STEPS, Session, pack_ids, unpack_ids
from reader.stream import Kind, Stream
from reader.subscriptions.rewrite import Rewritten
from tests.support.acts import IDS, A, act, imports
from tests.support.forked_popen import ForkedPopen
from tests.support.fuzzing import THOROUGH, examples
from tests.support.screen import reading
from tests.support.stocking import NOW, new_entry, stocked
from tests.support.streams import open_list, to_tree

B, C = "https://b.example/feed", "https://c.example/feed"
FIELDS = (Field.READ, Field.STARRED, Field.LATER)
FEEDS = f'# mine\n[[feeds]]\nurl = "{A}"  # the first\n'


def profile(folder: Path, feeds: str = FEEDS) -> Paths:
    """One feed with three articles."""
    paths = Paths(folder / "config", folder / "data")
    paths.config_dir.mkdir()
    paths.feeds.write_text(feeds, encoding="utf-8")
    stocked(paths.database, {A: [new_entry(number) for number in IDS]}).close()
    return paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return profile(tmp_path)


@contextmanager
def opened(paths: Paths, *, source: str = "reader", now: float = NOW) -> Iterator[Library]:
    library = open_library(paths, Config(), source=source, clock=lambda: now)
    try:
        yield library
    finally:
        library.close()


# -- the journal against a model


@dataclass
class Step:
    """A step as the model has it: one change, or several that were made as one."""

    number: int
    session: int
    changes: list[Change]
    undone: bool = False


@dataclass
class Model:
    """What the entries are like, and the steps. A session sees its own steps and those up to ``since``."""

    having: dict[tuple[Field, int], bool] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    last: int = 0

    def set(self, change: Change) -> Change:
        """Returns what the change really changes."""
        ids = [one for one in change.ids if self.having.get((change.field, one), False) is not change.value]
        self.having.update({(change.field, one): change.value for one in ids})
        return replace(change, ids=tuple(sorted(ids)))

    def visible(self, session: Session, *, undone: bool) -> list[Step]:
        seen = [one for one in self.steps if one.number <= session.since or one.session == session.number]
        return [one for one in seen if one.undone is undone]

    def apply(self, changes: Sequence[Change], session: Session) -> None:
        done = [one for one in map(self.set, changes) if one.ids]
        if done:
            forgotten = [one.number for one in self.visible(session, undone=True)]
            self.steps = [one for one in self.steps if one.number not in forgotten]
            self.last += len(done)  # a row for each
            self.steps.append(Step(self.last, session.number, done))

    def revert(self, session: Session, *, again: bool) -> list[Change] | None:
        """Returns the changes; None without a step."""
        found = self.visible(session, undone=again)
        if not found:
            return None
        step = found[0] if again else found[-1]
        wanted = step.changes if again else [change.inverse() for change in reversed(step.changes)]
        done = [one for one in map(self.set, wanted) if one.ids]
        if done:
            step.changes, step.undone = done if again else [one.inverse() for one in reversed(done)], not again
        else:
            self.steps.remove(step)
        return done


ACTIONS = st.one_of(
    st.tuples(
        st.sampled_from(["change", "change", "two changes", "foreign", "other reader"]),
        st.sampled_from([*FIELDS, Field.LABEL]),
        st.booleans(),
        st.sets(st.sampled_from(IDS), min_size=1),
    ),
    st.sampled_from([("undo",), ("undo",), ("redo",), ("restart",)]),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store whose three articles are unread before each example."""
    with closing(stocked(tmp_path_factory.mktemp("undo") / "x.db", {A: [new_entry(n) for n in IDS]})) as store:
        yield store


@settings(max_examples=examples(60))
@given(st.lists(ACTIONS, max_size=30))
def test_any_sequence_of_changes_undos_restarts_and_changes_by_others_is_as_the_model_says(
    shelf: Store, actions: list[tuple[Any, ...]]
) -> None:
    journal, model = shelf.journal, Model()
    shelf._connection.execute("DELETE FROM journal")
    shelf._connection.execute("DELETE FROM sqlite_sequence WHERE name = 'journal'")
    shelf._connection.execute("DELETE FROM labels")
    shelf._connection.execute("UPDATE entries SET read = 0, starred = 0, later = 0")
    session, other = journal.begin_session("reader", 1), journal.begin_session("reader", 2)
    began = 2
    for name, *rest in actions:
        if name in ("undo", "redo"):
            step = journal.latest(session, undone=name == "redo")
            done = journal.revert_all(journal.parts_of(step, session)) if step else ()
            found = [replace(one, ids=tuple(sorted(one.ids))) for one in done if one.ids]
            assert (found if step else None) == model.revert(session, again=name == "redo")
        elif name == "restart":
            began += 1
            session = journal.begin_session("reader", began)
        else:
            change = Change(rest[0], rest[1], tuple(rest[2]), "Ice" if rest[0] is Field.LABEL else "")
            if name == "foreign":
                shelf.state.apply(change)
                model.set(change)
            else:
                by = other if name == "other reader" else session
                changes = (change, Change(Field.READ, not change.value, (1, 2))) if name == "two changes" else (change,)
                journal.apply_all(changes, by, NOW)
                model.apply(changes, by)
        rows = shelf.entries.headlines(IDS)
        assert all(getattr(row, f) is model.having.get((f, row.id), False) for row in rows for f in FIELDS)
        labelled = {one for (f, one), value in model.having.items() if f is Field.LABEL and value}
        assert set(shelf.labels.on(IDS).get("Ice", [])) == labelled


# -- edits and changes together


def finish(library: Library) -> None:
    """Waits until the writer thread has done everything."""
    library._writer.submit(lambda _store: None).result()


def state(library: Library) -> tuple[object, ...]:
    """Everything that undo restores: both files to the byte, the subscriptions, and the state of the articles."""
    finish(library)
    config, shown = library.paths.config, library.subscriptions.file
    totals = sorted((feed.url, feed.total) for feed in library.feeds.reload().values())
    entries = [(one.read, one.starred, one.later) for one in library.articles.headlines(IDS)]
    return (
        library.paths.feeds.read_bytes(), config.read_bytes() if config.exists() else None,
        shown.subscriptions, shown.searches, totals, entries,
    )  # fmt: skip


def walk(paths: Paths, expected: list[tuple[object, ...]], *, redo: bool, restarts: bool) -> None:
    """Undoes or repeats everything, and finds these states on the way. ``restarts``: after each step."""
    turns = [[one] for one in expected] if restarts else [expected]
    for states in [*turns, []]:
        with opened(paths) as library:
            history = library.history
            for wanted in states:
                done = (history.redo() if redo else history.undo()).result()
                assert done is not None
                assert not isinstance(done, ProblemDetails)
                assert state(library) == wanted
            if not states:
                assert (history.redo() if redo else history.undo()).result() is None


@settings(max_examples=8)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=6), st.booleans())
def test_undo_and_redo_walk_through_every_state_exactly_over_restarts(acts: list[int], restarts: bool) -> None:
    with TemporaryDirectory() as folder:
        paths = profile(Path(folder))
        with opened(paths) as library:
            states = [state(library)]
            for what in acts:
                act(library, what)
                now = state(library)
                if now != states[-1]:
                    states.append(now)
        walk(paths, states[-2::-1], redo=False, restarts=restarts)
        walk(paths, states[1:], redo=True, restarts=restarts)
        walk(paths, states[-2::-1], redo=False, restarts=False)


# -- beside other programs


def edit_outside(paths: Paths, old: str, new: str) -> None:
    """What somebody does in an editor."""
    text = paths.feeds.read_text(encoding="utf-8")
    assert old in text
    paths.feeds.write_text(text.replace(old, new), encoding="utf-8")


@settings(max_examples=6)
@given(st.lists(st.integers(0, 60).filter(lambda what: what % 11 != 7) | st.none(), min_size=1, max_size=8))
def test_undoing_everything_leaves_what_was_edited_elsewhere_and_nothing_else(acts: list[int | None]) -> None:
    """None: somebody adds a feed and a comment in an editor."""
    with TemporaryDirectory() as folder:
        paths, outside = profile(Path(folder)), {}
        with opened(paths) as library:
            start = library.subscriptions.all
            for number, what in enumerate(acts):
                if what is not None:
                    act(library, what)
                    continue
                finish(library)
                text, url = paths.feeds.read_text(encoding="utf-8"), f"https://outside{number}.example/"
                outside[url] = f"# {number}\n"
                paths.feeds.write_text(f'{outside[url]}{text}\n[[feeds]]\nurl = "{url}"\n', encoding="utf-8")
                library.subscriptions.check().result()
        with opened(paths) as library:
            while (done := library.history.undo().result()) is not None:
                assert not isinstance(done, ProblemDetails)
            expected = [*start, *(Subscription(url) for url in outside)]
            assert sorted(library.subscriptions.all, key=lambda one: one.url) == sorted(
                expected, key=lambda one: one.url
            )
            assert not library.subscriptions.searches
            assert not any(one.read or one.starred or one.later for one in library.articles.headlines(IDS))
            assert [feed.total for feed in library.feeds.reload().values() if feed.url == A] == [3]
        text = paths.feeds.read_text(encoding="utf-8")
        assert all(comment in text for comment in outside.values())


def test_an_edit_is_undone_without_what_was_edited_elsewhere(tmp_path: Path) -> None:
    text = "".join(f'[[feeds]]\nurl = "{url}"\n\n' for url in (A, B, C))
    paths = profile(tmp_path, text)
    with opened(paths) as library:
        for edit in (
            ChangeFeed(A, {"title": "New"}),
            Place((("feeds", C),), ("feeds", A), after=False),
            Remove((("feeds", B),), Stream(Kind.FEED, B)),
        ):
            assert library.subscriptions.edit(edit).result()
    paths.feeds.write_text(f"# outside\n{paths.feeds.read_text(encoding='utf-8')}# end\n", encoding="utf-8")
    with opened(paths) as library:
        for expected in ([C, A, B], [A, B, C], [A, B, C]):
            assert library.history.undo().result()
            assert [one.url for one in library.subscriptions.all] == expected
        assert not library.subscriptions.all[0].title
    assert paths.feeds.read_text(encoding="utf-8") == f"# outside\n{text}# end\n"


def test_what_cannot_be_undone_any_more_is_named_and_the_next_undo_goes_on_before_it(paths: Paths) -> None:
    with opened(paths) as library:
        library.changes.apply(Change(Field.STARRED, True, (1,)))
        library.subscriptions.edit(ChangeFeed(A, {"title": "New"})).result()
    edit_outside(paths, "New", "Newer")
    told: list[LibraryEvent] = []
    with opened(paths, now=NOW + 86_400) as library:
        library.listen(told.append)
        assert library.history.undo().result() == problem(Problem.CHANGED_SINCE, name=A)
        assert "Newer" in paths.feeds.read_text(encoding="utf-8")
        assert library.articles.headlines((1,))[0].starred
        assert library.history.undo().result() == Change(Field.STARRED, True, (1,))
        assert library.history.undo().result() is None
    inverse = Change(Field.STARRED, False, (1,))
    assert [one for one in told if isinstance(one, ChangeReverted)] == [ChangeReverted(inverse, when=NOW)]


def test_a_merge_of_feeds_and_an_import_of_articles_are_named(paths: Paths) -> None:
    move = ChangeFeed(A, {"url": B})
    with opened(paths) as library:
        edits = library.subscriptions
        for edit in (move, Remove((("feeds", B),), Stream(Kind.FEED, B))):
            edits.edit(edit).result()
        paths.feeds.write_text(f'[[feeds]]\nurl = "{A}"\n', encoding="utf-8")
        edits.edit(NoteAdded(A)).result()
        edits.edit(move).result()
        library.subscriptions.note_import(PastImport(1, 0, settings=False, articles=True))
        text = paths.feeds.read_bytes()
        undone = [library.history.undo().result() for _ in range(2)]
    assert undone == [problem(Problem.UNDO_ENDS_AT_IMPORT), problem(Problem.UNDO_OF_MERGED_FEEDS)]
    assert paths.feeds.read_bytes() == text


def test_what_the_worker_adds_is_undone_and_repeated(paths: Paths) -> None:
    with opened(paths) as library:
        library.subscriptions.edit(ChangeFeed(A, {"folder": "World"})).result()
        edit_outside(paths, "World", f'World"\n\n[[feeds]]\nurl = "{B}')  # in the place of the worker
        library.subscriptions.edit(NoteAdded(B, "Feed B")).result()
        for expected in ([(A, "World")], [(A, "")]):
            library.history.undo().result()
            assert [(one.url, one.folder) for one in library.subscriptions.all] == expected
        for _ in range(2):
            library.history.redo().result()
        assert [(one.url, one.folder) for one in library.subscriptions.all] == [(A, "World"), (B, "")]


def test_each_program_undoes_its_own_steps_and_those_that_were_there_before_it(paths: Paths) -> None:
    with opened(paths) as library:
        library.changes.apply(Change(Field.READ, True, (1,))).result()
    with opened(paths) as one, opened(paths) as two, opened(paths, source=COMMANDS) as commands:
        for number, library in enumerate((two, commands), start=2):
            library.changes.apply(Change(Field.READ, True, (number,))).result()
        told: list[LibraryEvent] = []
        one.listen(told.append)
        assert [one.history.undo().result() for _ in range(2)] == [Change(Field.READ, True, (1,)), None]
        assert [two.history.undo().result() for _ in range(2)] == [Change(Field.READ, True, (2,)), None]
        assert [commands.history.undo().result() for _ in range(2)] == [Change(Field.READ, True, (3,)), None]
        assert told == [ChangeReverted(Change(Field.READ, False, (1,)), when=NOW), NothingReverted()]


def test_a_change_that_another_program_took_back_is_named(paths: Paths) -> None:
    with opened(paths) as library, closing(open_store(paths.database, now=NOW)) as other:
        library.changes.apply(Change(Field.READ, True, IDS)).result()
        other.state.apply(Change(Field.READ, False, (1, 2, 3)))
        assert library.history.undo().result() == problem(Problem.UNDO_OF_NOTHING)
        assert library.history.undo().result() is None


async def test_undo_works_as_soon_as_the_reader_is_open_and_names_what_an_earlier_session_did(paths: Paths) -> None:
    async with reading(paths) as sight:
        await open_list(sight, "Feed 1")
        await sight.press("s", "A")
        await sight.shows("Marked 3 articles read")
        await to_tree(sight, "Feed 1")
        await sight.press("D", "enter")
        await sight.shows("Unsubscribed from Feed 1.")
    async with reading(paths) as sight:
        await sight.press("u")
        await sight.shows("Undid: Unsubscribed from Feed 1 (today, ", "▸ Feed 1")
        await sight.press("u")
        await sight.shows("Undid: 3 articles marked read (today, ", "3 unread")
        await sight.press("m", "u")
        await sight.shows("Undid: “Title 1” marked read")
        assert "today, " not in str(sight.text())[-300:]
        await sight.press("u")
        await sight.shows("Undid: “Title 1” starred (today, ")
        await sight.press("u")
        await sight.shows("Nothing to undo")
        await sight.press("U")
        await sight.shows("Redid: “Title 1” starred (today, ")
        await sight.press("U")
        await sight.shows("Redid: “Title 1” marked read", "2 unread")
        await sight.press("U")
        await sight.shows("Nothing to redo")


# -- the cells


@given(st.sets(st.integers(0, 2**62), max_size=50))
def test_ids_are_packed_exactly(ids: set[int]) -> None:
    assert unpack_ids(pack_ids(ids)) == tuple(sorted(ids))


def test_many_ids_take_little_room() -> None:
    assert len(pack_ids(range(1_000_000, 1_025_000))) < 1_200


TEXTS = st.none() | st.text(st.sampled_from("ab\né[\ufeff"), max_size=30).map(lambda text: text.encode())
REWRITTEN = st.none() | st.builds(Rewritten, TEXTS, TEXTS)


@given(st.builds(WrittenFiles, REWRITTEN, REWRITTEN, st.booleans()))
def test_files_are_packed_exactly(files: WrittenFiles) -> None:
    assert unpack_files(pack_files(files)) == files


def test_edits_are_read_back_without_what_nobody_asks_for() -> None:
    edits: tuple[Edit, ...] = (
        ChangeFeed(A, {"url": B, "paused": True, "headers": None}, "Feed A"),
        ChangeSearch("Ice", {"title": "Snow"}, "Ice"),
        SaveSearch(SavedSearch("Ice"), "Ice"),
        NoteAdded(A, "Feed A"),
        Remove((("feeds", A), ("searches", "Ice")), Stream(Kind.FOLDER, "World"), "World"),
        RenameFolder("World", "", "World"),
        Place((("feeds", A),), ("feeds", B), after=True, label="Feed A"),
        PastImport(1, 2, settings=True, articles=True, label="x"),
    )
    assert tuple(decode(encode(edit)) for edit in edits) == edits
    assert "secret" not in encode(ChangeFeed(A, {"headers": {"Authorization": "secret"}}))


# -- a damaged journal, an old one, one that cannot be written


@pytest.mark.parametrize("damage", ["ids = x'00'", "field = 'x'", "ids = NULL", "edit = '{'", "edit = '[]'"])
def test_a_damaged_step_is_named_and_left_out(paths: Paths, damage: str) -> None:
    with opened(paths) as library:
        for number in IDS:
            library.changes.apply(Change(Field.READ, True, (number,))).result()
    with closing(sqlite3.connect(paths.database)) as raw, raw:
        raw.execute(f"UPDATE journal SET {damage} WHERE id = 2")
    with opened(paths) as library:
        undone = [library.history.undo().result() for _ in range(4)]
        read = [one.read for one in library.articles.headlines(IDS)]
    damaged = problem(Problem.UNDO_OF_DAMAGED_STEP)
    assert undone == [Change(Field.READ, True, (3,)), damaged, Change(Field.READ, True, (1,)), None]
    assert read == [False, True, False]


@pytest.mark.parametrize("column", ["written", "intended"])
def test_a_damaged_record_of_a_file_is_left_out(paths: Paths, column: str) -> None:
    with opened(paths) as library:
        library.subscriptions.edit(ChangeFeed(A, {"title": "New"})).result()
    with closing(sqlite3.connect(paths.database)) as raw, raw:
        raw.execute(f"UPDATE journal SET {column} = x'0102'")
    with opened(paths) as library:
        assert library.history.undo().result() in (None, problem(Problem.UNDO_OF_DAMAGED_STEP))
        assert library.subscriptions.all[0].title == "New"
        assert library.history.undo().result() is None


def test_steps_are_kept_for_a_week_and_up_to_some_thousands_and_megabytes(
    shelf: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, journal = shelf._connection.execute, shelf.journal
    run("DELETE FROM journal")
    run("UPDATE entries SET read = 0")
    session = journal.begin_session("reader", 1)

    def change(now: int) -> int:
        journal.apply(Change(Field.READ, not shelf.entries.headlines((1,))[0].read, (1,)), session, now)
        return int(run("SELECT count(*) FROM journal").fetchone()[0])

    assert [change(NOW), change(NOW + KEPT_SECONDS), change(NOW + KEPT_SECONDS + 1)] == [1, 2, 2]
    run(
        "INSERT INTO journal (time, source, session, field, label, value, ids)"
        " SELECT ?, 'reader', 1, 'read', '', 1, x'' FROM (WITH RECURSIVE n(i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 6000) SELECT i FROM n)",
        (NOW + KEPT_SECONDS,),
    )
    assert change(NOW + KEPT_SECONDS + 2) == KEPT_STEPS >= 1_000
    run("DELETE FROM journal")
    monkeypatch.setattr("reader.store.journal.KEPT_BYTES", 20_000)
    large = [journal.begin("{}", bytes(9_000), session, NOW) for _ in range(5)]
    assert [step_id for (step_id,) in run("SELECT id FROM journal ORDER BY id")] == large[-2:]
    run("DELETE FROM journal")


def test_feeds_are_edited_while_the_journal_cannot_be_written_and_an_undo_says_that_it_cannot(paths: Paths) -> None:
    told: list[LibraryEvent] = []
    with opened(paths) as library:
        library.changes.apply(Change(Field.READ, True, (1,))).result()
        library.listen(told.append)
        library._writer.submit(lambda store: store._connection.execute("PRAGMA query_only = ON")).result()
        assert library.subscriptions.edit(ChangeFeed(A, {"title": "New"})).result()
        with pytest.raises(BroadsheetError):
            library.history.undo().result()
        library._writer.submit(lambda store: store._connection.execute("PRAGMA query_only = OFF")).result()
        assert library.history.undo().result() == Change(Field.READ, True, (1,))
        assert library.subscriptions.all[0].title == "New"
    assert [type(one) for one in told] == [EditDone, StoreFailed, StoreFailed, ChangeReverted]


# -- kills


@pytest.mark.parametrize("redo", [False, True])
def test_an_import_that_was_half_undone_or_half_repeated_can_be_undone_to_its_start(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, redo: bool
) -> None:
    def dies(*_given: object) -> None:
        raise SystemExit

    with opened(paths) as library:
        start = state(library)
        assert library.subscriptions.edit(imports(library, 1)).result()
        if redo:
            library.history.undo().result()
        with monkeypatch.context() as killed:
            killed.setattr("reader.library.edits.undo_edits.undo", dies)  # after config.toml, before feeds.toml
            with pytest.raises(SystemExit):
                (library.history.redo() if redo else library.history.undo()).result()
    with opened(paths) as library:
        while (done := library.history.undo().result()) is not None:
            assert not isinstance(done, ProblemDetails)
        assert state(library) == start


def test_after_a_kill_at_any_moment_undoing_everything_leads_back_to_the_start(paths: Paths) -> None:
    with opened(paths) as library:
        start = state(library)
    chance = random.Random(1)
    for kill in range(16 if THOROUGH else 6):
        arguments = (str(paths.config_dir), str(paths.data_dir), str(kill))
        with ForkedPopen([sys.executable, "-m", "tests.support.acts", *arguments]) as process:
            for _ in range(chance.randrange(2, 30)):
                assert process.stdout.readline()
            time.sleep(chance.random() * 0.01)
            process.kill()
        with opened(paths) as library:
            while (done := library.history.undo().result()) is not None:
                assert not isinstance(done, ProblemDetails), (kill, done)
            assert state(library) == start, kill
