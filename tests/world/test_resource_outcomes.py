"""The resource in the dataset: its stages agree with the totals, and its curve with the grade."""

import itertools

import numpy as np
import pytest

from lunarsim.physics.resource.tonnage import areal_mass_kg_m2
from lunarsim.world.mine.deposit import GRADE_CUTOFFS
from lunarsim.world.outcomes.block_arrays import WORLD_VARIABLES, outcomes
from lunarsim.world.outcomes.prospects.resource import STAGES
from tests.scenario.building import scenario_of
from tests.world.running import run
from tests.world.tabulating import traced

EARLY = {"plant.planned": "2031-01-01", "flowsheet.readiness_years": 2, "vehicles.long_march_9.built_probability": 1.0,
         "vehicles.long_march_9.first_flight": "2028-01-01", "plant.units": 2, "deposit.area_km2": 4.0}  # fmt: skip
CUTOFFS = {0: 0.0, 1: 0.0, 2: 450.0, 4: 2000.0, 5: 0.0}
"""Cut-off grade of each run, by its sample."""


@pytest.fixture(scope="module")
def made():
    """Arrays and labels of five runs, and the runs; in the fourth nothing lies above the cut-off."""
    scenarios = [scenario_of(EARLY | {"deposit.cutoff_ree_ppm": cutoff}, "fra_mauro") for cutoff in CUTOFFS.values()]
    runs = traced(scenarios, [run(each, sample=sample) for sample, each in zip(CUTOFFS, scenarios, strict=True)])
    return outcomes(runs), runs.labels, runs.deposits


def stage(made, name):
    """Return the elements of a stage in kilograms, and their lanthanides, of the runs that were made."""
    arrays, labels, _ = made
    by_element = arrays["ree_by_stage_t"][:, labels["stage"].index(name)] * 1e3
    return by_element, by_element[:, :14].sum(axis=-1)


def test_the_labels_are_those_of_stages_elements_and_cutoffs(made):
    arrays, labels, _ = made
    assert labels["stage"] == STAGES
    assert labels["grade_cutoff"] == GRADE_CUTOFFS
    assert arrays["ree_by_stage_t"].shape == (5, 5, 16)


def test_the_stages_agree_with_the_totals(made):
    arrays, _, resources = made
    rtol = {"rtol": 2e-6}
    np.testing.assert_allclose(stage(made, "in_place")[1], arrays["ree_in_place_t"] * 1e3, **rtol)
    soil_kg = np.array([deposit.soil_kg for deposit in resources])
    grade = np.array([deposit.ree_grade for deposit in resources])
    np.testing.assert_allclose(stage(made, "minable")[1], soil_kg * grade, **rtol)
    in_slag, produced = arrays["ree_in_slag_kg"], arrays["ree_produced_kg"]
    np.testing.assert_allclose(stage(made, "mined")[1], in_slag + produced, **rtol)
    np.testing.assert_allclose(stage(made, "produced")[0], arrays["ree_produced_by_element_kg"], **rtol)
    delivered = arrays["reo_delivered_kg"].sum(axis=-1)
    ree_per_reo = produced[0] / arrays["reo_produced_kg"][0]
    all_soil = [0, 1, 4]
    np.testing.assert_allclose(stage(made, "delivered")[1][all_soil], delivered[all_soil] * ree_per_reo, **rtol)
    assert stage(made, "delivered")[1][:3].any()


def test_no_stage_holds_more_of_an_element_than_the_one_before(made):
    amounts = [stage(made, name)[0] for name in STAGES]
    for before, after in itertools.pairwise(amounts):
        assert (after <= before * (1 + 1e-6)).all()


def test_the_curve_begins_with_all_soil_and_its_grade(made):
    arrays, _, _ = made
    soil, grade = arrays["soil_above_cutoff_t"], arrays["ree_grade_above_cutoff_ppm"]
    in_place = arrays["ree_in_place_t"]
    np.testing.assert_allclose(soil[:, 0] * grade[:, 0] * 1e-6, in_place, rtol=2e-6)
    assert (np.diff(soil, axis=-1) <= 0).all()
    there = soil > 0
    assert (grade[there] >= np.broadcast_to(GRADE_CUTOFFS, grade.shape)[there] * (1 - 1e-6)).all()
    assert np.isnan(grade[~there]).all()


def test_the_grade_is_that_of_the_soil_that_is_mined(made):
    grade = made[0]["ree_grade_ppm"]
    assert grade[2] > 1.05 * grade[0]
    assert np.isnan(grade[3])
    assert made[0]["ree_recoverable_t"][3] == 0.0
    assert made[0]["ree_in_place_t"][3] == made[0]["ree_in_place_t"][0]


def test_classes_are_codes_with_meanings_none_of_them_a_reserve(made):
    (variable,) = [each for each in WORLD_VARIABLES if each.name == "resource_class"]
    assert [meaning for _, meaning in variable.flags] == ["exploration_target", "inferred", "indicated", "measured"]
    assert made[0]["resource_class"].tolist() == [1] * 5
    assert made[0]["resource_class"].dtype == np.int8


def test_tonnages_say_which_case_is_the_low_one():
    about = {variable.name: variable.about for variable in WORLD_VARIABLES}
    for name in ("ree_in_place_t", "ree_recoverable_t"):
        assert "never a reserve" in about[name]
        assert "P90" in about[name]


def test_the_area_mined_is_the_soil_mined_over_what_an_area_gives(made):
    arrays, _, _ = made
    scenario = scenario_of(EARLY, "fra_mauro")
    deposit = scenario.deposit
    t_per_km2 = areal_mass_kg_m2(deposit.depth_m) * deposit.density_multiplier * deposit.mining_recovery * 1e3
    np.testing.assert_allclose(arrays["area_mined_km2"], arrays["soil_mined_t"] / t_per_km2, rtol=1e-9)
    assert arrays["area_mined_km2"][2] > 0
