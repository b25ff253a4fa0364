"""A thousand feeds from a real server: first time, unchanged, same bytes, and with something new."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.feeds import AFTER, BEFORE, write_documents
from tests.bench.figures import Figure, Table
from tests.bench.others import OURS, Broadsheet, Program, installed_newsboat, installed_sfeed
from tests.bench.processes import Cost, measured
from tests.bench.server import FeedServer, Manner


@dataclass(frozen=True, slots=True)
class Scenario:
    """A state of the server, and the number of entries each feed has after it."""

    name: str
    folder: str
    manner: Manner
    more: int  # entries per feed in addition to the first time's
    limit: float | None = None  # seconds


SCENARIOS = (
    Scenario("first time", BEFORE, Manner.VALIDATORS, 0, limit=8),
    Scenario("nothing new, 304", BEFORE, Manner.VALIDATORS, 0, limit=1.5),
    Scenario("nothing new, the same bytes", BEFORE, Manner.PLAIN, 0),
    Scenario("one new entry in each", AFTER, Manner.VALIDATORS, 1),
)


def refreshing(folder: Path, *, feeds: int, entries: int, rounds: int, others: bool = True) -> Table:
    """Runs our ``refresh`` in fresh folders every round, and each other reader once, all against one server."""
    write_documents(folder / "served", feeds, entries)
    costs: defaultdict[tuple[str, str], list[Cost]] = defaultdict(list)
    with FeedServer(folder / "served" / BEFORE) as server:
        programs = list(_programs(folder, rounds, others=others))
        for program in programs:
            program.subscribe([server.url(feed) for feed in range(feeds)])
        for scenario in SCENARIOS:
            server.serve(folder / "served" / scenario.folder, scenario.manner)
            for program in programs:
                costs[scenario.name, program.name].append(measured(program.refresh()))
                _check(program, scenario, feeds, entries)
    names = dict.fromkeys(program.name for program in programs)
    figures = [figure for one in SCENARIOS for name in names for figure in _figures(one, name, costs[one.name, name])]
    note = f"the server is {server.name}; seconds of processes together; ours is the median of {rounds}, the others ran once"
    return Table(f"Refresh of {feeds:,} feeds × {entries} entries", tuple(figures), note)


def _programs(folder: Path, rounds: int, *, others: bool) -> Iterator[Program]:
    """Programs in the order in which they run."""
    rivals = [installed_sfeed(folder / "sfeed"), installed_newsboat(folder / "newsboat")] if others else []
    waiting: list[Program] = [rival for rival in rivals if rival]
    for number in range(rounds):
        yield Broadsheet(folder / f"broadsheet-{number}")
        if waiting:
            yield waiting.pop(0)
    yield from waiting


def _check(program: Program, scenario: Scenario, feeds: int, entries: int) -> None:
    """Checks that everything arrived: a refresh that misses entries would be fast."""
    found, wanted = program.entries(), feeds * (entries + scenario.more)
    if found < wanted:
        raise RuntimeError(f"{program.name}, {scenario.name}: {found:,} entries of {wanted:,}")


def _figures(scenario: Scenario, program: str, costs: list[Cost]) -> Iterator[Figure]:
    def median(name: str, values: list[float], unit: str, limit: float | None = None) -> Figure:
        return Figure(
            f"{scenario.name}: {name}", statistics.median(values), unit, program, samples=len(costs), limit=limit
        )

    if program == OURS:
        stored = [float(json.loads(cost.out)["seconds"]) for cost in costs]
        yield median("until all is stored", stored, "s", limit=scenario.limit)
    yield median("until the command ends", [cost.seconds for cost in costs], "s")
    yield median("CPU seconds", [cost.cpu for cost in costs], "s")
    if any(cost.peak for cost in costs):
        yield median("most memory", [cost.peak / 1e6 for cost in costs], "MB")
