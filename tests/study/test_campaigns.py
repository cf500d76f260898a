"""The model that is swept: blocks equal single runs, failures stay where they are, axes are unions."""

import gc

import numpy as np
import pytest

from lunarsim.scenario.building import with_values
from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.study.model import campaigns
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import FAILED, OK, TIMED_OUT
from lunarsim.study.request.levers import Axis, CheckedLever, named
from lunarsim.world.history.trace import Trace
from lunarsim.world.outcomes.runs import Runs
from lunarsim.world.simulate import simulate
from tests.scenario.building import CHINA_ALONE, RUSSIA_ALONE, scenario_of

BASE = scenario_of()


def labels_of(*scenarios):
    return {name: axis.values for name, axis in CAMPAIGNS.coordinates(scenarios).items()}


def varied(count):
    """Return scenarios that differ as the samples of a sweep do."""
    rng = np.random.default_rng(3)
    return [
        with_values(
            BASE,
            {
                "deposit.thorium_multiplier": float(rng.uniform(0.5, 2)),
                "deposit.cutoff_ree_ppm": 30.0,
                "plant.power_kw": float(rng.uniform(20, 200)),
                "plant.planned": "2033-01-01",
                "flowsheet.readiness_years": float(rng.uniform(1, 12)),
                "programs.china.slip_multiplier": float(rng.uniform(0.2, 1.2)),
                "station.trial_days": float(rng.choice([90.0, 180.0])),
                "market.price_multiplier": float(rng.uniform(0.5, 2)),
                "finance.discount_rate": float(rng.uniform(0.05, 0.2)),
                "vehicles.long_march_9.built_probability": 1.0,
                "vehicles.long_march_9.first_flight": "2028-01-01",
            },
        )
        for _ in range(count)
    ]


def test_a_run_in_a_block_equals_the_same_run_alone_bit_for_bit():
    scenarios = varied(24)
    rows = [(sample + 5, replicate) for replicate in range(2) for sample in range(12)]
    labels = labels_of(*scenarios)
    block = CAMPAIGNS.run(scenarios, rows, 9, labels)
    assert block.errors == [""] * 24
    assert np.nanmax(block.arrays["reo_delivered_kg"]) > 0
    for index in range(24):
        alone = CAMPAIGNS.run([scenarios[index]], [rows[index]], 9, labels)
        for name, array in block.arrays.items():
            assert array[index].tobytes() == alone.arrays[name][0].tobytes(), name


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("site.dark_spell_hours", (60.0, 100.0, 120.0)),
        ("site.earth_visible_fraction", (0.4, 1.0, 0.5)),
        ("site.longitude_deg", (0.0, 129.0, -129.0)),
        ("station.power_multiplier", (1.0, 0.4, 2.0)),
        ("station.asset_mass_position", (-1.0, 0.0, 1.0)),
        ("cooperation.patience_years", (0.0, 3.0, 12.0)),
        ("assets.ilrs_crew_module.commissioning_days", (10.0, 90.0, 300.0)),
    ],
)
def test_a_factor_does_not_leak_from_the_first_run_of_a_block(key, values):
    scenarios = [with_values(BASE, {key: value}) for value in values]
    rows = [(sample, 0) for sample in range(len(values))]
    labels = labels_of(BASE)
    whole = CAMPAIGNS.run(scenarios, rows, 4, labels)
    assert whole.errors == [""] * len(values)
    for size in (1, 2):
        for first in range(0, len(values), size):
            part = slice(first, first + size)
            block = CAMPAIGNS.run(scenarios[part], rows[part], 4, labels)
            for name, array in whole.arrays.items():
                assert array[part].tobytes() == block.arrays[name].tobytes(), name


def test_every_variable_is_there_in_its_shape_and_type():
    labels = labels_of(BASE)
    arrays = CAMPAIGNS.run([BASE] * 2, [(0, 0), (1, 0)], 1, labels).arrays
    assert set(arrays) == {variable.name for variable in CAMPAIGNS.variables}
    for variable in CAMPAIGNS.variables:
        assert arrays[variable.name].shape == (2, *(len(labels[dim]) for dim in variable.dims))
        assert arrays[variable.name].dtype == np.dtype(variable.dtype)


def test_runs_that_fail_are_recorded_and_the_rest_go_on_as_without_them(monkeypatch):
    labels = labels_of(BASE)
    rows = [(sample, 0) for sample in range(6)]
    whole = CAMPAIGNS.run([BASE] * 6, rows, 1, labels)
    calls = []

    def sometimes(*given):
        calls.append(given)
        if len(calls) in (2, 5):
            raise ZeroDivisionError("out of luck")
        return simulate(*given)

    monkeypatch.setattr(campaigns, "simulate", sometimes)
    broken = CAMPAIGNS.run([BASE] * 6, rows, 1, labels)
    failed = [1, 4]
    assert broken.status.tolist() == [FAILED if run in failed else OK for run in range(6)]
    assert [broken.errors[run] for run in failed] == ["ZeroDivisionError: out of luck"] * 2
    good = [run for run in range(6) if run not in failed]
    assert [broken.errors[run] for run in good] == [""] * 4
    for variable in CAMPAIGNS.variables:
        array = broken.arrays[variable.name]
        assert array[good].tobytes() == whole.arrays[variable.name][good].tobytes(), variable.name
        expected = np.full_like(array[failed], variable.missing)
        np.testing.assert_array_equal(array[failed], expected, err_msg=variable.name)


def without(key):
    """Return a function of outcomes that raises for a run with a certain number of units."""

    def wrapped(compute):
        def computed(runs):
            if any(scenario.plant.units == 7 for scenario in runs.scenarios):
                raise KeyError(key)
            return compute(runs)

        return computed

    return wrapped


@pytest.mark.parametrize("step", ["outcomes", "accounts"])
@pytest.mark.parametrize("bad", [[2], [0, 3], [0, 1, 2, 3]])
def test_a_run_without_outcome_or_accounts_fails_alone_and_the_others_are_as_without_it(step, bad, monkeypatch):
    scenarios = [with_values(each, {"plant.units": 7}) if at in bad else each for at, each in enumerate(varied(4))]
    scenarios[1] = with_values(scenarios[1], {"timeline.horizon_years": 20.0})
    rows = [(sample, 0) for sample in range(4)]
    labels = labels_of(*scenarios)
    whole = CAMPAIGNS.run(scenarios, rows, 1, labels)
    monkeypatch.setattr(campaigns, step, without("usa")(getattr(campaigns, step)))
    partly = CAMPAIGNS.run(scenarios, rows, 1, labels)
    good = [at for at in range(4) if at not in bad]
    assert partly.status.tolist() == [FAILED if at in bad else OK for at in range(4)]
    assert partly.errors == ["KeyError: 'usa'" if at in bad else "" for at in range(4)]
    for variable in CAMPAIGNS.variables:
        array = partly.arrays[variable.name]
        assert array[good].tobytes() == whole.arrays[variable.name][good].tobytes(), variable.name
        np.testing.assert_array_equal(array[bad], np.full_like(array[bad], variable.missing), err_msg=variable.name)


def test_a_run_whose_deposit_cannot_be_computed_fails_alone(monkeypatch):
    scenarios = varied(3)
    labels = labels_of(*scenarios)
    rows = [(sample, 0) for sample in range(3)]
    whole = CAMPAIGNS.run(scenarios, rows, 1, labels)
    deposits = campaigns.deposit.deposits

    def failing(given):
        if scenarios[1] in given:
            raise FloatingPointError("no soil")
        return deposits(given)

    monkeypatch.setattr(campaigns.deposit, "deposits", failing)
    partly = CAMPAIGNS.run(scenarios, rows, 1, labels)
    assert partly.errors == ["", "FloatingPointError: no soil", ""]
    for name, array in whole.arrays.items():
        assert partly.arrays[name][[0, 2]].tobytes() == array[[0, 2]].tobytes(), name


def test_a_run_past_its_events_is_timed_out_and_one_within_is_as_without_a_limit():
    labels = labels_of(BASE)
    free = CAMPAIGNS.run([BASE] * 2, [(0, 0), (1, 0)], 1, labels)
    tight = CAMPAIGNS.limited(100, None).run([BASE] * 2, [(0, 0), (1, 0)], 1, labels)
    assert tight.status.tolist() == [TIMED_OUT] * 2
    assert tight.errors == ["TooManyEventsError: more than 100 events (executor.max_events)"] * 2
    started = []
    ample = CAMPAIGNS.limited(100_000, started.append).run([BASE] * 2, [(0, 0), (1, 0)], 1, labels)
    assert started == [0, 1, -1]
    for name, array in free.arrays.items():
        assert array.tobytes() == ample.arrays[name].tobytes(), name


def test_a_block_leaves_no_traces_for_the_garbage_collector():
    """It is off inside a block, so that a circle of references would keep the traces of all blocks."""
    gc.collect()
    gc.disable()
    try:
        results = CAMPAIGNS.run([BASE] * 2, [(0, 0), (1, 0)], 1, labels_of(BASE))
        kept = [type(each).__name__ for each in gc.get_objects() if isinstance(each, (Trace, Runs))]
    finally:
        gc.enable()
    assert results.errors == [""] * 2
    assert kept == []


def test_an_interrupt_is_no_failed_run(monkeypatch):
    def stopped(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(campaigns, "simulate", stopped)
    with pytest.raises(KeyboardInterrupt):
        CAMPAIGNS.run([BASE], [(0, 0)], 1, labels_of(BASE))


def test_axes_are_unions_and_what_a_scenario_lacks_is_marked_as_absent():
    china, russia = scenario_of(CHINA_ALONE), scenario_of(RUSSIA_ALONE)
    labels = labels_of(china, russia)
    assert labels["program"] == ("china", "russia")
    assert {"ilrs_1", "luna_26", "china_power_plant_1", "russia_command_module"} <= set(labels["mission"])
    assert "russia_power_plant_1" not in labels["mission"]
    arrays = CAMPAIGNS.run([china], [(0, 0)], 1, labels).arrays
    index = labels["mission"].index("luna_26")
    assert arrays["mission_outcome"][0, index] == -1
    assert np.isnan(arrays["mission_launch_year"][0, index])
    assert np.isnan(arrays["mission_planned_year"][0, index])
    assert 2026 < arrays["mission_planned_year"][0, labels["mission"].index("change_8")] < 2030
    assert arrays["mission_outcome"][0, labels["mission"].index("change_7")] > 0
    assert arrays["mass_landed_kg"][0, 1] == 0.0


def test_runs_of_different_spans_stand_on_the_axes_of_the_longest():
    short = scenario_of({"timeline.horizon_years": 10})
    labels = labels_of(short, BASE)
    assert len(labels["month"]) == 360
    arrays = CAMPAIGNS.run([short, BASE], [(0, 0), (0, 0)], 1, labels).arrays
    alone = CAMPAIGNS.run([short], [(0, 0)], 1, labels_of(short)).arrays
    np.testing.assert_array_equal(arrays["month_power_kw"][0, :120], alone["month_power_kw"][0])
    assert np.isnan(arrays["month_power_kw"][0, 120:]).all()
    assert not np.isnan(arrays["month_power_kw"][1]).any()
    reliance = arrays["import_reliance"]
    assert not np.isnan(reliance[0, :, :11]).any()
    assert np.isnan(reliance[0, :, 11:]).all()


def test_starts_that_differ_number_their_months():
    later = scenario_of({"timeline.start": "2027-01-01"})
    coordinates = CAMPAIGNS.coordinates([BASE, later])
    assert coordinates["month"].values == tuple(range(360))
    assert coordinates["year"].values == tuple(range(2026, 2058))


def test_what_can_never_work_is_reported_with_its_paths():
    problems = CAMPAIGNS.infeasible(scenario_of({"plant.availability": 0, "mine.excavators": 0}))
    assert [problem.path for problem in problems] == ["plant.availability", "mine.excavators"]
    assert not CAMPAIGNS.infeasible(BASE)


def test_cutoffs_are_numbers_with_a_unit_and_levers_named_like_a_dimension_keep_their_key():
    coordinates = CAMPAIGNS.coordinates([BASE])
    assert coordinates["grade_cutoff"].values[0] == 0.0
    assert coordinates["grade_cutoff"].units == "ppm"
    assert coordinates["stage"].values[0] == "in_place"
    dimensions = ("stage", "grade_cutoff", "units")
    levers = [Axis((CheckedLever(name, f"plant.{name}", (1.0, 2.0), Parameter("")),)) for name in dimensions]
    assert [axis.name for axis in named(levers, coordinates)] == ["plant.stage", "plant.grade_cutoff", "units"]
