"""Ways to run a campaign in a test: alone, stopped half-way, with its draws recorded."""

from __future__ import annotations

import functools
import math

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.draws import DrawBlock, Draws, single
from lunarsim.world.baseline.planned_dates import planned_dates
from lunarsim.world.baseline.planned_mine import planned_mine
from lunarsim.world.history.trace import Trace
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.mine_plan import mine_plan
from lunarsim.world.prepared import prepare
from lunarsim.world.simulate import simulate
from lunarsim.world.wiring import Campaign

BLOCK_ROWS = 50
NO_FAILURES = {"waits.launch_failure": False, "waits.landing_failure": False}


# A draw depends on its key and row only, so that runs of all scenarios may share the pages made for a row.
_one = functools.lru_cache(64)(single)


@functools.lru_cache(16)
def _block(seed: int, first: int) -> DrawBlock:
    """Return the draws of samples ``first`` to ``first + BLOCK_ROWS``."""
    return DrawBlock(seed, [(sample, 0) for sample in range(first, first + BLOCK_ROWS)])


def run(scenario: Scenario, seed: int = 1, sample: int = 0, replicate: int = 0) -> Trace:
    """Return the trace of one run."""
    return simulate(scenario, _one(seed, sample, replicate))


def campaign_of(scenario: Scenario, draws: Draws | None = None) -> Campaign:
    """Return a campaign that has not run yet."""
    (deposit,) = deposits([scenario])
    prepared = prepare(scenario)
    plan = mine_plan(scenario, prepared.start, deposit.flowsheet)
    return Campaign(scenario, single(1) if draws is None else draws, prepared, deposit, plan)


def planned_mine_of(scenario: Scenario) -> dict[str, float]:
    """Return the planned days of the mine of a scenario."""
    (deposit,) = deposits([scenario])
    prepared = prepare(scenario)
    plan = mine_plan(scenario, prepared.start, deposit.flowsheet)
    return planned_mine(scenario, prepared, planned_dates(scenario, prepared), deposit, plan)


def runs(scenario: Scenario, samples: int, seed: int = 1) -> list[Trace]:
    """Return the traces of several samples; what they share is made once."""
    prepared = prepare(scenario)
    shared = prepared, planned_dates(scenario, prepared), deposits([scenario])[0]
    indices = (divmod(sample, BLOCK_ROWS) for sample in range(samples))
    return [simulate(scenario, _block(seed, block * BLOCK_ROWS).run(row), *shared) for block, row in indices]


class RecordingDraws(Draws):
    """Draws that keep a record of each request: (kind, entity, purpose, occurrence) -> number."""

    def __init__(self, seed: int = 1, sample: int = 0) -> None:
        super().__init__(DrawBlock(seed, [(sample, 0)]), 0)
        self.record: dict[tuple[str, str, str, int], float] = {}

    def uniform(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        number = super().uniform(entity, purpose, occurrence)
        self.record["uniform", entity, purpose, occurrence] = number
        return number

    def normal(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        number = super().normal(entity, purpose, occurrence)
        self.record["normal", entity, purpose, occurrence] = number
        return number


class FixedDraws(Draws):
    """Draws that are what the test says; others lie in the middle."""

    def __init__(
        self, uniforms: dict[tuple[str, str], float] | None = None, normals: dict[tuple[str, str], float] | None = None
    ) -> None:
        self._uniforms = uniforms or {}
        self._normals = normals or {}

    def uniform(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        return self._uniforms.get((entity, purpose), 0.5)

    def normal(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        return self._normals.get((entity, purpose), 0.0)


def residual_kg(trace):
    """Return the soil mined minus all that was made of it."""
    stocks = trace.mine.stocks_kg
    made = math.fsum(part.product * (part.end_day - part.start_day) for part in trace.mine.intervals)
    return stocks["soil"] - stocks["oxygen"] - stocks["metal"] - stocks["tailings"] - made
