"""A small torture of sync (``python -m tests.sync_torture`` is the full one), and what it must not overlook."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.fault_proxy import fault_proxy
from tests.support.fuzzing import THOROUGH
from tests.support.miniflux_client import Phone
from tests.support.miniflux_server import TOKEN, MinifluxServer
from tests.support.publisher import Publisher
from tests.support.sync_account import account_of, reader_process
from tests.support.sync_reference import Mistake, ReferenceReader
from tests.sync_torture import Torture


@pytest.mark.parametrize("mistake", [None, *Mistake])
def test_the_torture_finds_readers_that_lose_or_invent_changes_and_no_others(
    miniflux: MinifluxServer, publisher: Publisher, mistake: Mistake | None
) -> None:
    with fault_proxy(miniflux.port) as proxy:
        reader = ReferenceReader(Phone(proxy.port, TOKEN, patience=0.5), mistake)
        torture = Torture(miniflux, proxy, publisher, reader, random.Random(9), feeds=3, calm=0.01, check_every=100)
        report = torture.run(5_000 if mistake else 300)
    # with a mistake it ends as soon as it has found something
    assert bool(report.wrong) is bool(mistake), report


def test_our_reader_loses_and_invents_nothing(miniflux: MinifluxServer, publisher: Publisher, tmp_path: Path) -> None:
    with fault_proxy(miniflux.port) as proxy, reader_process(account_of(tmp_path, proxy.url)) as reader:
        torture = Torture(miniflux, proxy, publisher, reader, random.Random(5), feeds=3, calm=0.2)
        report = torture.run(1_000 if THOROUGH else 120)
    assert report.wrong == [], report
