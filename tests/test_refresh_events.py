"""Messages survive the pipe between UI and worker, and everything else is ignored."""

from __future__ import annotations

import subprocess
import sys
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.worker.protocol import (
    Command,
    Event,
    FeedDone,
    Finished,
    Refresh,
    read_command,
    read_event,
    to_line,
)
from tests.support.each import each

NUMBER = st.floats(allow_nan=False)  # no NaN is equal to itself
details = st.builds(
    lambda code, arguments: problem(code, **arguments),
    st.sampled_from(Problem),
    st.dictionaries(st.text(), st.text() | st.integers() | NUMBER),
)
st.register_type_strategy(ProblemDetails, details)
events = st.one_of([st.builds(kind, **({"seconds": NUMBER} if kind is Finished else {})) for kind in get_args(Event)])
commands = st.one_of([st.builds(kind) for kind in get_args(Command)])


@given(events)
def test_every_event_survives_the_pipe(event):
    line = to_line(event)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert read_event(line) == event


@given(commands)
def test_every_command_survives_the_pipe(command):
    assert read_command(to_line(command)) == command


@given(st.binary())
def test_noise_is_not_a_message(noise):
    assert read_event(noise) is None
    assert read_command(noise) is None


@each("line", [b"", b"[]", b"{}", b'{"is": 3}', b'{"is": "FeedDone"}', b'{"is": "Refresh"', b"null"])
def test_half_a_message_is_ignored(line):
    assert read_event(line) is None
    assert read_command(line) is None


def test_an_event_is_not_a_command_and_unknown_fields_are_ignored():
    assert read_command(to_line(FeedDone(1, "u", 0, 0))) is None
    assert read_command(b'{"is":"Refresh","feed_ids":[1,2],"force":true,"later":1}') == Refresh((1, 2), True)


def test_the_worker_client_is_cheap_to_import():
    heavy = ("asyncio", "aiohttp", "feedparser", "lxml", "sqlite3", "textual")
    program = f"import reader.refresh.worker.worker_client, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
