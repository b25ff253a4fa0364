"""Feeds from files and programs, and that no feed, page or list can add one."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from reader.config import Config
from reader.errors import InvalidValue
from reader.library import open_library
from reader.model import Status, Subscription
from reader.problems import Problem, problem
from reader.refresh.context import Limits
from reader.refresh.feeds.local_feed import run_program_feed
from reader.refresh.in_process import refresh_now
from reader.refresh.pipeline import Refresher
from reader.refresh.worker.protocol import FeedDone, Started
from reader.refresh.worker.worker_client import WorkerClient
from reader.subscriptions import load_subscriptions
from reader.subscriptions.field_values import address, path_of
from tests.newspaper import Fault, Newspaper
from tests.support.each import each
from tests.support.processes import wait_until_gone
from tests.support.profile import Profile, message
from tests.support.terminal import PATIENCE

RSS = "<rss version='2.0'><channel><title>Mine</title><item><guid>{0}</guid><title>{0}</title></item></channel></rss>"


class Home(Profile):
    """A user, who allows programs or not."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.config, self.limits = Config(allow_programs=True), Limits()

    def write(self, text: str) -> None:
        self.paths.feeds.write_text(text)

    def poll_all(self) -> list[FeedDone]:
        subscriptions, mistakes = load_subscriptions(self.paths.feeds)
        assert not mistakes
        events = refresh_now(self.paths, self.config, subscriptions, None, True, now=self.now, limits=self.limits)
        return [event for event in events if isinstance(event, FeedDone)]

    def program(self, *command: str) -> FeedDone:
        """Polls the output of a command."""
        listed = ", ".join(f"'{part}'" if "'" not in part else f'"{part}"' for part in command)
        self.write(f'[[feeds]]\nurl = "exec:mine"\ncommand = [{listed}]\n')
        (done,) = self.poll_all()
        return done

    def python(self, code: str) -> FeedDone:
        script = self.paths.config_dir / "program.py"
        script.write_text(code)
        return self.program(sys.executable, str(script))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("HOME", str(tmp_path))
    return Home(tmp_path)


# -- programs


def test_a_programs_output_is_a_feed_and_the_same_output_changes_nothing(home):
    assert home.python(f'print("""{RSS.format("one")}""")') == FeedDone(1, "exec:mine", 1, 0)
    assert home.titles() == ["one"]
    assert home.python(f'print("""{RSS.format("one")}""")').new == 0
    assert home.python(f'print("""{RSS.format("two")}""")').new == 1
    assert home.poll("exec:mine").status is Status.OK


def test_programs_do_not_run_until_the_settings_allow_it(home, tmp_path):
    home.config = Config()
    done = home.program("touch", str(tmp_path / "ran"))
    assert done.error == problem(Problem.PROGRAMS_NOT_ALLOWED)
    assert not (tmp_path / "ran").exists()


def test_arguments_reach_the_program_unchanged_and_without_a_shell(home, tmp_path):
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "echo-arguments"
    program.write_text(f"#!{sys.executable}\nimport sys, os\nprint('''{RSS.format('x')}'''.replace('x', str(sys.argv[1:]).replace('<', '&lt;'), 2), end='')\nopen(os.path.expanduser('~/cwd'), 'w').write(os.getcwd())\n")  # fmt: skip
    program.chmod(0o755)
    home.program("~/bin/echo-arguments", "$(touch ran); `touch ran`", "a  b", "~/x", "~x")
    assert home.titles() == [f"['$(touch ran); `touch ran`', 'a b', '{tmp_path}/x', '~x']"]
    assert not list(tmp_path.rglob("ran"))
    assert (tmp_path / "cwd").read_text() == str(tmp_path)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; print('\\n\\x1b[31mno  such city\\x1b[0m\\nmore', file=sys.stderr); sys.exit(3)",
         "the program ended with 3: no such city"),
        ("import sys; sys.exit(1)", "the program ended with 1"),
        ("", "the program printed nothing"),
        ("print('<html><body>x')", "this is a web page, not a feed"),
        ("import os; os.kill(os.getpid(), 9)", "the program was ended by SIGKILL"),
        ("import sys; sys.stderr.write('x' * 1_000_000); sys.exit(2)", "the program ended with 2: " + "x" * 199 + "…"),
    ],
)  # fmt: skip
def test_a_failing_program_is_reported_in_one_line(home, code, words):
    assert message(home.python(code).error) == words


def test_a_missing_or_unusable_program_is_reported(home, tmp_path):
    assert message(home.program("no-such-program-anywhere").error) == "there is no program no-such-program-anywhere"
    (tmp_path / "plain").write_text("x")
    assert message(home.program(str(tmp_path / "plain")).error) == "the program cannot be run: permission denied"
    (tmp_path / "plain").chmod(0o755)
    assert "cannot be run" in str(message(home.program(str(tmp_path / "plain")).error))
    home.write('[[feeds]]\nurl = "exec:mine"\n')
    assert home.poll_all()[0].error == problem(Problem.PROGRAM_NOT_GIVEN)


def test_an_endless_program_is_stopped_at_the_output_limit(home):
    done = home.python("while True: print('<x>' * 1000)")
    assert message(done.error) == "the program printed more than 10 MB"


SLEEPER = (
    "import subprocess, sys, os\nchild = subprocess.Popen(['sleep', '600'])\nopen('{0}', 'w').write(str(child.pid))\n"
)


def test_a_slow_program_is_stopped_with_its_children(home, tmp_path):
    home.limits = Limits(request_seconds=1.5)
    done = home.python(SLEEPER.format(tmp_path / "child") + "child.wait()")
    assert message(done.error) == "the program was stopped after 1.5 s"
    wait_until_gone(int((tmp_path / "child").read_text()))


def test_processes_left_by_a_program_are_stopped_and_its_feed_is_read(home, tmp_path):
    done = home.python(SLEEPER.format(tmp_path / "child") + f"print('''{RSS.format('one')}''')")
    assert (done.error, done.new) == (None, 1)
    wait_until_gone(int((tmp_path / "child").read_text()))


def test_a_program_has_no_terminal_and_an_empty_stdin(home):
    code = (
        "import sys, os\nassert sys.stdin.read() == ''\n"
        "try:\n    os.open('/dev/tty', os.O_RDWR)\nexcept OSError:\n    pass\nelse:\n    sys.exit(9)\n"
        "assert os.getsid(0) == os.getpid()\n"
    )
    assert home.python(code + f"print('''{RSS.format('one')}''')").error is None


def test_a_killed_program_leaves_neither_a_zombie_nor_an_open_pipe(tmp_path):
    """Even if a process that it started has left its group."""
    code = f"import os\nopen('{tmp_path}/pid', 'w').write(str(os.getpid()))\n" + SLEEPER.format(tmp_path / "child")
    code = code.replace("'600']", "'600'], start_new_session=True") + "child.wait()"

    async def cancelled_poll() -> int:
        program = Subscription("exec:x", command=(sys.executable, "-c", code))
        poll = asyncio.create_task(run_program_feed(program, allowed=True, seconds=PATIENCE))
        child = await started(tmp_path)
        poll.cancel()
        with pytest.raises(asyncio.CancelledError):
            await poll
        return child

    child = asyncio.run(cancelled_poll())
    try:
        with pytest.raises(ChildProcessError):  # it is not our child any more, whether it ended or not
            os.waitpid(int((tmp_path / "pid").read_text()), os.WNOHANG)
        gc.collect()  # warns of an open pipe
    finally:
        os.kill(child, signal.SIGKILL)


def test_a_program_that_stops_working_keeps_its_articles(home):
    home.python(f'print("""{RSS.format("one")}""")')
    home.python("raise SystemExit(1)")
    assert home.titles() == ["one"]
    assert home.poll("exec:mine").status is Status.FAILING


@pytest.mark.parametrize("forced", [True, False])
def test_no_key_and_no_command_runs_the_program_of_a_paused_feed(home, tmp_path, forced):
    home.write(f'[[feeds]]\nurl = "exec:mine"\ncommand = ["touch", "{tmp_path / "ran"}"]\npaused = true\n')
    subscriptions, _ = load_subscriptions(home.paths.feeds)
    for urls in (["exec:mine"], None):
        list(refresh_now(home.paths, home.config, subscriptions, urls, forced, now=home.now))
    assert not (tmp_path / "ran").exists()


# -- files


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my feed.xml"
    path.write_text(RSS.format("one"))
    return path


def subscribe_to(home: Home, url: str) -> None:
    home.write(f'[[feeds]]\nurl = "{url}"\n')


@pytest.mark.parametrize("form", ["file://{0}/my%20feed.xml", "file://localhost{0}/my feed.xml", "file:~/my feed.xml"])
def test_a_file_is_a_feed_and_is_not_read_again_while_unchanged(home, file, tmp_path, form):
    url = form.format(tmp_path)
    subscribe_to(home, url)
    assert home.poll_all() == [FeedDone(1, url, 1, 0)]
    assert home.poll(url).http_status == 200
    assert home.poll_all()[0].new == 0
    assert home.poll(url).http_status == 304
    os.utime(file, ns=(1, 1))
    assert home.poll_all()[0].error is None
    assert home.poll(url).http_status == 200
    file.write_text(RSS.format("two"))
    assert home.poll_all()[0].new == 1
    assert sorted(home.titles()) == ["one", "two"]


def test_a_missing_or_invalid_file_is_reported_and_loses_nothing(home, file, tmp_path):
    url = f"file://{file}".replace(" ", "%20")
    subscribe_to(home, url)
    home.poll_all()
    file.write_text("")
    assert message(home.poll_all()[0].error) == "the file is empty"
    file.unlink()
    assert message(home.poll_all()[0].error) == "the file cannot be read: no such file or directory"
    file.mkdir()
    assert "director" in str(message(home.poll_all()[0].error))
    file.rmdir()
    os.mkfifo(file)
    assert message(home.poll_all()[0].error) == "this is not a regular file"
    file.unlink()
    file.symlink_to("/dev/zero")
    assert message(home.poll_all()[0].error) == "this is not a regular file"
    file.unlink()
    with file.open("wb") as big:
        big.truncate(10_000_001)
    assert message(home.poll_all()[0].error) == "the file is larger than 10 MB"
    assert home.titles() == ["one"]


@each(
    "value",
    ["exec:", "exec: ", "file:", "file://", "file:///", "file:relative", "file://server/share", "file:////server/share",
     "file:///a%00b", "file:///a\x1bb", "exec:a\x1bb", "file:///" + "a" * 2_000, "filter:x:https://a.org"],
)  # fmt: skip
def test_an_address_that_names_neither_file_nor_program_is_refused(value):
    with pytest.raises(InvalidValue, match="address"):
        address(value)


def test_a_local_address_is_used_as_written():
    assert address(" exec: weather ") == "exec:weather"
    assert address(address("file:///a b/c")) == "file:///a b/c"
    assert path_of("file:///a%20b") == Path("/a b")


# -- no feed, page or list can add one


def test_no_redirect_leads_to_a_file_or_a_program(home, file):
    with Newspaper() as paper:
        for target in (f"file://{file}", "exec:mine"):
            paper.fail("/moved.xml", Fault.moved(target, 301))
            subscribe_to(home, paper.url("/moved.xml"))
            (done,) = home.poll_all()
            assert message(done.error) == f"the server redirects to a {target.partition(':')[0]}: address"


def test_no_typed_address_and_no_page_leads_to_a_file_or_a_program(broadsheet, file):
    broadsheet.subscribe()
    for given in (f"file://{file}", "exec:weather"):
        done = broadsheet("add", given)
        assert done.code == 2
        assert "feeds.toml" in done.complaints[0]
    assert load_subscriptions(broadsheet.paths.feeds)[0] == ()


def test_reader_and_command_line_poll_local_feeds_like_any_other(broadsheet, file):
    broadsheet.subscribe(f"file://{file}".replace(" ", "%20"))
    broadsheet.paths.config.write_text("allow_programs = true\n")
    with broadsheet.paths.feeds.open("a") as feeds:
        feeds.write(f'[[feeds]]\nurl = "exec:mine"\ncommand = ["cat", "{file}"]\ntitle = "Own"\n')
    assert broadsheet("refresh", "--json").json["new"] == 2
    assert [feed["title"] for feed in broadsheet("feeds", "--json").json] == ["Mine", "Own"]
    assert broadsheet("refresh", "exec:mine").code == 0
    assert broadsheet("remove", "exec:mine").code == 0


def test_a_program_that_runs_while_the_reader_closes_is_stopped(home, tmp_path):
    home.paths.config.write_text("allow_programs = true\n")
    script = home.paths.config_dir / "program.py"
    script.write_text(SLEEPER.format(tmp_path / "child") + "child.wait()")
    home.write(f'[[feeds]]\nurl = "exec:mine"\ncommand = ["{sys.executable}", "{script}"]\n')
    link = WorkerClient(home.paths, lambda _: None)
    link.start()
    end = time.monotonic() + PATIENCE
    while not ((tmp_path / "child").exists() and (tmp_path / "child").read_text()):
        assert time.monotonic() < end
        time.sleep(0.05)
    link.close()
    wait_until_gone(int((tmp_path / "child").read_text()))


async def started(folder: Path) -> int:
    """The process that a program has started."""
    async with asyncio.timeout(PATIENCE):
        while not ((folder / "child").exists() and (folder / "child").read_text()):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)
    return int((folder / "child").read_text())


def sleeper(folder: Path) -> Subscription:
    code = SLEEPER.format(folder / "child") + "child.wait()"
    return Subscription("exec:x", command=(sys.executable, "-c", code))


async def test_an_end_by_force_stops_the_programs_that_run(home, tmp_path):
    """A worker that hangs has no time to cancel its polls."""
    async with Refresher(home.paths, home.config, [sleeper(tmp_path)], clock=time.time) as refresher:
        await refresher.subscribe([sleeper(tmp_path)])
        events = refresher.refresh()
        waiting = asyncio.ensure_future(anext(events, None))
        assert isinstance(await waiting, Started)
        waiting = asyncio.ensure_future(anext(events, None))
        child = await started(tmp_path)
        refresher.kill()
        wait_until_gone(child)
        assert isinstance(await waiting, FeedDone)
        await events.aclose()


async def test_a_program_is_stopped_with_its_children_even_while_it_starts(tmp_path, monkeypatch):
    start, cancelled, processes = asyncio.create_subprocess_exec, asyncio.Event(), []

    async def slow_start(*command, **options):
        processes.append(await start(*command, **options))
        await cancelled.wait()
        return processes[0]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", slow_start)
    poll = asyncio.create_task(run_program_feed(sleeper(tmp_path), allowed=True, seconds=PATIENCE))
    child = await started(tmp_path)
    poll.cancel()
    cancelled.set()
    with pytest.raises(asyncio.CancelledError):
        await poll
    assert processes[0].returncode is not None
    wait_until_gone(child)


def test_doctor_and_remove_give_advice_for_local_feeds(broadsheet, file):
    broadsheet.subscribe(f"file://{file}.gone".replace(" ", "%20"))
    broadsheet("refresh")
    assert "correct that, then try again" in broadsheet("doctor").out
    done = broadsheet("remove", f"file://{file}.gone".replace(" ", "%20"))
    assert done.out.endswith("Its articles are kept; they return with its table in feeds.toml.\n")


def test_refreshing_all_feeds_skips_paused_ones(paths):
    paths.config_dir.mkdir()
    paths.feeds.write_text(
        '[[feeds]]\nurl = "https://a.example/"\n\n[[feeds]]\nurl = "https://b.example/"\npaused = true\n'
    )
    library = open_library(paths, Config())
    try:
        assert [library.feeds.by_id[feed_id].url for feed_id in library.feeds.polled()] == ["https://a.example/"]
    finally:
        library.close()
