"""Upkeep of the base scenario against the record: spares and provisions lie within the published ranges."""

import numpy as np
import pytest

from lunarsim.scenario.library.supplies import supply_figures
from lunarsim.words.units import DAYS_PER_YEAR
from tests.scenario.building import scenario_of
from tests.world.running import runs

FIGURES = supply_figures()


def spares_share(trace):
    """Return the spares of a year over the equipment of a run [1/yr]."""
    steps = [*trace.station.upkeep.equipment, (trace.horizon_days, 0.0)]
    days, masses_kg = np.array(steps).T
    return trace.station.upkeep.stocks["spares"].used_kg / np.sum(np.diff(days) * masses_kg[:-1]) * DAYS_PER_YEAR


def daily_kg(traces):
    """Return the provisions by astronaut and day of some runs [kg/d]."""
    person_days = sum(trace.station.upkeep.person_days for trace in traces)
    return sum(trace.station.upkeep.stocks["provisions"].used_kg for trace in traces) / person_days


@pytest.mark.parametrize("count", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_spares_of_a_year_lie_in_the_range_of_the_record(count):
    figure = FIGURES["spares_share_per_year"]
    traces = runs(scenario_of(), count)
    equipped = [trace for trace in traces if trace.station.upkeep.equipment]
    assert len(equipped) > count // 2
    assert figure.low <= np.median([spares_share(trace) for trace in equipped]) <= figure.high


@pytest.mark.parametrize("count", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_provisions_lie_in_the_range_of_open_loops_and_can_be_those_of_recovery(count):
    open_loops, recovered = FIGURES["daily_kg_open_loop"], FIGURES["daily_kg_with_recovery"]
    assert open_loops.low <= daily_kg(runs(scenario_of(), count)) <= open_loops.high
    saved = scenario_of({"upkeep.provisions_kg_per_person_day": recovered.high})
    assert recovered.low <= daily_kg(runs(saved, count)) <= recovered.high + 1e-9
