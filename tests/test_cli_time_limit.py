"""Parsing on the command line ends after a time, whatever the file."""

import time

import pytest

from reader.commands.time_limit import time_limit
from reader.errors import ParseError
from reader.problems import Problem


def test_work_that_takes_too_long_ends_with_a_problem() -> None:
    with pytest.raises(ParseError) as caught, time_limit(0.02):
        time.sleep(60)
    assert caught.value.details.code is Problem.PARSER_TIMEOUT


def test_work_that_ends_in_time_leaves_no_alarm() -> None:
    with time_limit(0.05):
        pass
    time.sleep(0.1)
