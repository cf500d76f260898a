"""Outcomes stand beside their functions: each function computes what it declares, no more and no less."""

import numpy as np
import pytest

from lunarsim.world.outcomes.block_arrays import OUTCOMES, WORLD_VARIABLES
from lunarsim.world.outcomes.group import OutcomeGroup, arrays_of, computes, declared
from lunarsim.world.outcomes.variable import Variable
from tests.scenario.building import RACE, scenario_of
from tests.world.running import run
from tests.world.tabulating import traced

EXAMPLE = Variable("shackles", "shackles", "1", ("station",), dtype="i4")


@pytest.fixture(scope="module")
def runs():
    """Two runs of two stations, one of a mine that starts early and one of none."""
    mine = {"plant.planned": "2031-01-01", "flowsheet.readiness_years": 2}
    scenarios = [scenario_of(RACE), scenario_of(RACE | mine), scenario_of({"plant.units": 0})]
    return traced(scenarios, [run(scenario) for scenario in scenarios])


@pytest.mark.parametrize("group", OUTCOMES, ids=lambda group: group.compute.__name__)
def test_a_function_computes_just_what_it_declares_in_its_shape_and_kind(group, runs):
    values = group.compute(runs)
    assert list(values) == [variable.name for variable in group.variables]
    for variable in group.variables:
        assert values[variable.name].shape == (3, *(len(runs.labels[dim]) for dim in variable.dims)), variable.name
        assert np.can_cast(values[variable.name].dtype, variable.dtype, "same_kind"), variable.name
        assert group.arrays(runs)[variable.name].dtype == np.dtype(variable.dtype)


def test_no_outcome_is_declared_twice_and_all_say_what_they_are():
    names = [variable.name for variable in WORLD_VARIABLES]
    assert len(names) == len(set(names)) > 50
    assert all(variable.long_name and variable.units for variable in WORLD_VARIABLES)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({}, "shackles: declared or computed"),
        ({"shackles": np.zeros((3, 2), int), "bolts": np.zeros(3)}, "bolts: declared or computed"),
        ({"shackles": np.zeros(3, int)}, r"shackles has shape \(3,\), declared \(3, 2\) \(run, station\)"),
        ({"shackles": np.zeros((3, 2))}, "shackles has float64, declared i4"),
    ],
)
def test_a_function_that_computes_something_else_is_an_error(values, complaint, runs):
    group = OutcomeGroup((EXAMPLE,), lambda runs: values)
    with pytest.raises(ValueError, match=complaint):
        group.arrays(runs)


def test_an_outcome_is_added_in_one_place(runs):
    @computes(EXAMPLE)
    def shackles(runs):
        return {"shackles": np.ones((runs.count, 2), int)}

    groups = (*OUTCOMES, shackles)
    assert declared(groups) == (*WORLD_VARIABLES, EXAMPLE)
    arrays = arrays_of(groups, runs)
    assert list(arrays) == [variable.name for variable in declared(groups)]
    assert arrays["shackles"].dtype == np.int32


def test_what_several_groups_need_is_computed_once_for_the_same_runs(runs):
    calls = []

    def costly(runs):
        calls.append(runs)
        return len(calls)

    assert (runs.shared(costly), runs.shared(costly)) == (1, 1)
    assert traced(runs.scenarios, runs.traces).shared(costly) == 2
