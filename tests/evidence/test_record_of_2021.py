"""Started from the roadmap of June 2021, the model gives what happened by the end of 2025 a fair probability."""

import datetime as dt

import numpy as np
import pytest

from lunarsim.words.draws import DrawBlock
from lunarsim.world.baseline.planned_dates import planned_dates
from lunarsim.world.history.flight_outcomes import PARTIAL, SUCCESS
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.prepared import prepare
from lunarsim.world.simulate import simulate
from tests.scenario.building import plan_of, scenario_of

RUNS = 6_000
END = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def record():
    """Return, by what happened up to the end of 2025, whether it did in each run."""
    built = scenario_of(plan_of("ilrs_2021") | {"plant.units": 0})
    prepared = prepare(built)
    shared = prepared, planned_dates(built, prepared), deposits([built])[0]
    draws = DrawBlock(7, [(sample, 0) for sample in range(RUNS)])
    end = float((END - prepared.start).days)
    as_recorded = {name: np.zeros(RUNS, bool) for name in ("luna_25", "luna_26", "luna_27", "change_6", "change_7")}
    for index in range(RUNS):
        first = {}
        for flight in simulate(built, draws.run(index), *shared).flights.flown:
            if flight.launched_day < end:
                first.setdefault(flight.mission, flight.outcome)
        as_recorded["change_6"][index] = first.get("change_6") == SUCCESS
        as_recorded["luna_25"][index] = first.get("luna_25", SUCCESS) > PARTIAL
        for name in ("luna_26", "luna_27", "change_7"):
            as_recorded[name][index] = name not in first
    return as_recorded


def together(record, *names):
    return float(np.logical_and.reduce([record[name] for name in names]).mean())


@pytest.mark.slow
def test_each_part_of_the_record_is_a_likely_one(record):
    assert together(record, "luna_25") > 0.45
    assert together(record, "luna_26", "luna_27") > 0.7
    assert together(record, "change_6") > 0.25
    assert together(record, "change_7") > 0.4


@pytest.mark.slow
def test_the_exact_record_is_no_surprise(record):
    # A tenth was the aim; measured with 24,000 runs: 0.091 (0.088 to 0.094; docs/model.md takes it apart).
    # The bound is far enough below to be missed by chance once in a thousand seeds, no more.
    parts = {name: round(together(record, name), 3) for name in record}
    exact = together(record, *record)
    print(f"exact record {exact:.3f}; parts {parts}; Russia {together(record, 'luna_25', 'luna_26', 'luna_27'):.3f}, "
          f"China {together(record, 'change_6', 'change_7'):.3f}")  # fmt: skip
    assert exact > 0.08
