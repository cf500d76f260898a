"""The resource in the dataset: its stages agree with the totals, and its curve with the grade."""

import itertools

import numpy as np
import pytest

from lunarsim.physics.resource.tonnage import areal_mass_kg_m2
from lunarsim.world.mine.deposit import GRADE_CUTOFFS, deposits
from lunarsim.world.outcomes.block_arrays import outcomes, trailing_labels
from lunarsim.world.outcomes.calendar import calendar
from lunarsim.world.outcomes.resource_outcomes import STAGES
from lunarsim.world.outcomes.run_catalog import WORLD_VARIABLES
from lunarsim.world.prepared import prepare
from tests.scenario.building import scenario_of
from tests.world.running import run

EARLY = {"plant.planned": "2031-01-01", "flowsheet.readiness_years": 2, "vehicles.long_march_9.built_probability": 1.0,
         "vehicles.long_march_9.first_flight": "2028-01-01", "plant.units": 2, "deposit.area_km2": 4.0}  # fmt: skip
CUTOFFS = (0.0, 0.0, 450.0, 450.0, 2000.0, 0.0)
FAILED = 3
OK = [0, 1, 2, 4, 5]


@pytest.fixture(scope="module")
def told():
    """Arrays, labels and deposits of six runs; the fourth failed, in the fifth nothing lies above the cut-off."""
    scenarios = [scenario_of(EARLY | {"deposit.cutoff_ree_ppm": cutoff}, "fra_mauro") for cutoff in CUTOFFS]
    traces = [None if sample == FAILED else run(each, sample=sample) for sample, each in enumerate(scenarios)]
    prepared = prepare(scenarios[0])
    span = calendar(prepared.start, prepared.horizon_days)
    carried = [("", key) for key, asset in scenarios[0].assets.items() if asset.present]
    carried += [(p.key, asset) for p in prepared.missions for asset in (*p.mission.assets, "")]
    labels = trailing_labels(scenarios, carried) | {"month": span.months, "year": span.years}
    grounds = deposits(scenarios)
    return outcomes(scenarios, traces, grounds, span, labels), labels, grounds


def stage(told, name):
    """Return the elements of a stage in kilograms, and their lanthanides, of the runs that were made."""
    arrays, labels, _ = told
    found = arrays["ree_by_stage_t"][:, labels["stage"].index(name)] * 1e3
    return found[OK], found[OK][:, :14].sum(axis=-1)


def test_the_labels_are_those_of_stages_elements_and_cutoffs(told):
    arrays, labels, _ = told
    assert labels["stage"] == STAGES
    assert labels["grade_cutoff"] == GRADE_CUTOFFS
    assert arrays["ree_by_stage_t"].shape == (6, 5, 16)


def test_the_stages_agree_with_the_totals(told):
    arrays, _, grounds = told
    rtol = {"rtol": 2e-6}
    np.testing.assert_allclose(stage(told, "in_place")[1], arrays["ree_in_place_t"][OK] * 1e3, **rtol)
    soil_kg = np.array([ground.soil_kg for ground in grounds])[OK]
    grade = np.array([ground.ree_grade for ground in grounds])[OK]
    np.testing.assert_allclose(stage(told, "minable")[1], soil_kg * grade, **rtol)
    in_slag, made = arrays["ree_in_slag_kg"][OK], arrays["ree_produced_kg"][OK]
    np.testing.assert_allclose(stage(told, "mined")[1], in_slag + made, **rtol)
    np.testing.assert_allclose(stage(told, "produced")[0], arrays["ree_produced_by_element_kg"][OK], **rtol)
    home = arrays["reo_delivered_kg"][OK].sum(axis=-1)
    ree_per_reo = made[0] / arrays["reo_produced_kg"][0]
    whole = [0, 1, 4]
    np.testing.assert_allclose(stage(told, "delivered")[1][whole], home[whole] * ree_per_reo, **rtol)
    assert stage(told, "delivered")[1][:3].any()


def test_no_stage_holds_more_of_an_element_than_the_one_before(told):
    amounts = [stage(told, name)[0] for name in STAGES]
    for before, after in itertools.pairwise(amounts):
        assert (after <= before * (1 + 1e-6)).all()


def test_the_curve_begins_with_all_soil_and_its_grade(told):
    arrays, _, _ = told
    soil, grade = arrays["soil_above_cutoff_t"][OK], arrays["ree_grade_above_cutoff_ppm"][OK]
    in_place = arrays["ree_in_place_t"][OK]
    np.testing.assert_allclose(soil[:, 0] * grade[:, 0] * 1e-6, in_place, rtol=2e-6)
    assert (np.diff(soil, axis=-1) <= 0).all()
    there = soil > 0
    assert (grade[there] >= np.broadcast_to(GRADE_CUTOFFS, grade.shape)[there] * (1 - 1e-6)).all()
    assert np.isnan(grade[~there]).all()


def test_the_grade_is_that_of_the_soil_that_is_mined(told):
    grade = told[0]["ree_grade_ppm"]
    assert grade[2] > 1.05 * grade[0]
    assert np.isnan(grade[4])
    assert told[0]["ree_recoverable_t"][4] == 0.0
    assert told[0]["ree_in_place_t"][4] == told[0]["ree_in_place_t"][0]


def test_classes_are_codes_with_meanings_none_of_them_a_reserve(told):
    (variable,) = [each for each in WORLD_VARIABLES if each.name == "resource_class"]
    assert [meaning for _, meaning in variable.flags] == ["exploration_target", "inferred", "indicated", "measured"]
    assert told[0]["resource_class"].tolist() == [1, 1, 1, -1, 1, 1]
    assert told[0]["resource_class"].dtype == np.int8


def test_tonnages_say_which_case_is_the_low_one():
    about = {variable.name: variable.about for variable in WORLD_VARIABLES}
    for name in ("ree_in_place_t", "ree_recoverable_t"):
        assert "never a reserve" in about[name]
        assert "P90" in about[name]


def test_the_area_mined_is_the_soil_mined_over_what_an_area_gives(told):
    arrays, _, _ = told
    scenario = scenario_of(EARLY, "fra_mauro")
    deposit = scenario.deposit
    t_per_km2 = areal_mass_kg_m2(deposit.depth_m) * deposit.density_multiplier * deposit.mining_recovery * 1e3
    np.testing.assert_allclose(arrays["area_mined_km2"][OK], arrays["soil_mined_t"][OK] / t_per_km2, rtol=1e-9)
    assert arrays["area_mined_km2"][2] > 0
