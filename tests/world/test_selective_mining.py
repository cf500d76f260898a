"""The mine digs what lies above the cut-off; the resource itself stays what it is."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.resource.classification import RESOURCE_CLASSES
from lunarsim.world.mine.deposit import GRADE_CUTOFFS, deposits
from tests.scenario.building import plan_of, scenario_of
from tests.world.running import run

DIGGING = {"plant.planned": "2031-01-01", "flowsheet.readiness_years": 2, "plant.units": 2, "deposit.area_km2": 1e-3,
           "vehicles.long_march_9.built_probability": 1.0, "vehicles.long_march_9.first_flight": "2028-01-01",
           "deposit.selective_block_km": 0.005}  # fmt: skip


BESIDE = [scenario_of({}, "lassell"), scenario_of({"deposit.cutoff_ree_ppm": 300.0}, "change_5")]


def deposit_of(changes, site="fra_mauro"):
    (deposit,) = deposits([scenario_of(changes, site)])
    return deposit


def class_of(changes, site="fra_mauro"):
    return RESOURCE_CLASSES[deposit_of(changes, site).resource_class]


def test_a_cutoff_that_all_soil_reaches_changes_nothing():
    plain = deposit_of({})
    assert plain.above_share == 1.0
    assert deposit_of({"deposit.cutoff_ree_ppm": 1.0}) == plain
    assert deposit_of({"deposit.selective_block_km": 0.2}).soil_kg == plain.soil_kg


def test_a_cutoff_leaves_less_soil_of_a_better_grade_and_the_same_in_place():
    plain = deposit_of({"flowsheet.name": "phosphate_leach"})
    choice = deposit_of({"flowsheet.name": "phosphate_leach", "deposit.cutoff_ree_ppm": 500.0})
    assert 0.1 < choice.above_share < 0.5
    assert choice.soil_kg == pytest.approx(choice.above_share * plain.soil_kg)
    assert choice.ree_grade > 1.1 * plain.ree_grade > 1.1 * 4e-4
    assert choice.ree_grade > 500e-6
    assert sum(choice.element_grade[:14]) == pytest.approx(choice.ree_grade)
    assert choice.reo_grade > 1.1 * plain.reo_grade
    assert (choice.ree_in_place_t, choice.element_in_place_t) == (plain.ree_in_place_t, plain.element_in_place_t)
    # The flowsheet gets the better soil, and phosphates with it.
    assert choice.flowsheet.ree_kg > 1.05 * plain.flowsheet.ree_kg
    assert choice.ree_recoverable_t == pytest.approx(choice.soil_kg * 1e-3 * choice.flowsheet.ree_kg)
    assert choice.ree_recoverable_t < plain.ree_recoverable_t


def test_smaller_blocks_let_the_mine_choose_better():
    grades = [
        deposit_of({"deposit.cutoff_ree_ppm": 500.0, "deposit.selective_block_km": side}).ree_grade
        for side in (0.01, 0.2, 0.6)
    ]
    assert grades[0] > grades[1] > grades[2] > 500e-6
    # A block as large as the area leaves no choice.
    one_block = {"deposit.selective_block_km": 1.0}
    assert deposit_of({"deposit.cutoff_ree_ppm": 460.0} | one_block).above_share == 1.0
    assert deposit_of({"deposit.cutoff_ree_ppm": 480.0} | one_block).above_share == 0.0


def test_only_the_local_part_can_be_chosen_from():
    grades = [
        deposit_of({"deposit.cutoff_ree_ppm": 500.0, "deposit.local_share": share, "deposit.area_km2": 100.0}).ree_grade
        for share in (0.9, 0.5, 0.1)
    ]
    assert grades[0] > grades[1] > grades[2]
    assert deposit_of({"deposit.cutoff_ree_ppm": 500.0, "deposit.local_share": 0.0}).above_share == 0.0


@pytest.mark.parametrize("site", ["fra_mauro", "shackleton", "lassell", "change_5"])
def test_the_curve_gives_what_a_mine_with_that_cutoff_would_dig(site):
    plain = deposit_of({"deposit.area_km2": 30.0}, site)
    assert plain.ree_above_t[0] == pytest.approx(plain.ree_in_place_t)
    assert (np.diff(plain.soil_above_t) <= 0).all()
    for index, cutoff in enumerate(GRADE_CUTOFFS):
        mined = deposit_of({"deposit.area_km2": 30.0, "deposit.cutoff_ree_ppm": cutoff}, site)
        left = mined.soil_kg * 1e-3 / (0.55 * 0.92)
        assert left == pytest.approx(plain.soil_above_t[index])
        assert left * mined.ree_grade == pytest.approx(plain.ree_above_t[index])


def test_granite_is_judged_by_its_rare_earths_and_not_by_its_thorium():
    # Lassell: 46 ppm of thorium would be 1,900 ppm of rare earths in KREEP; it holds 276.
    assert deposit_of({"deposit.cutoff_ree_ppm": 800.0}, "lassell").above_share == 0.0
    assert deposit_of({"deposit.cutoff_ree_ppm": 800.0, "site.silicic": False}, "lassell").above_share > 0.99


def test_where_nothing_reaches_the_cutoff_the_plant_stands_still():
    trace = run(scenario_of(DIGGING | {"deposit.cutoff_ree_ppm": 1e5}, "fra_mauro"))
    assert trace.mine.units
    assert trace.mine.stocks_kg["soil"] == 0.0
    assert not any(part.feed for part in trace.mine.intervals)


def test_a_mine_that_chooses_runs_out_of_soil_earlier_and_digs_just_what_it_has():
    scenario = scenario_of(DIGGING | {"deposit.cutoff_ree_ppm": 500.0}, "fra_mauro")
    (deposit,) = deposits([scenario])
    trace = run(scenario)
    assert 0 < deposit.above_share < 0.5
    assert trace.mine.stocks_kg["soil"] == pytest.approx(deposit.soil_kg)
    assert trace.mine.intervals[-1].end_day < trace.horizon_days - 100


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1200), st.floats(1e-3, 10), st.floats(1e-6, 1e6), st.floats(0.05, 20))
def test_a_run_s_deposit_does_not_depend_on_those_beside_it(cutoff, block, area, multiplier):
    changes = {"deposit.cutoff_ree_ppm": cutoff, "deposit.selective_block_km": block, "deposit.area_km2": area}
    one = scenario_of(changes | {"deposit.thorium_multiplier": multiplier}, "fra_mauro")
    (alone,) = deposits([one])
    assert deposits([BESIDE[0], one, *BESIDE])[1] == alone
    assert 0.0 <= alone.above_share <= 1.0
    assert all(np.isfinite(value) for value in dataclasses.astuple(alone)[:6])
    # Europium grows less than thorium, so no element leaves more than there is.
    in_place = np.array(alone.element_in_place_t)
    assert (alone.soil_kg * 1e-3 * np.array(alone.element_grade) <= in_place * (1 + 1e-9)).all()


def test_drill_holes_make_a_resource_indicated_or_measured():
    assert class_of({}) == "inferred"
    assert class_of({}, "copernicus") == "exploration_target"
    wide = {"deposit.area_km2": 16.0, "deposit.sample_spacing_km": 1.0}
    assert class_of(wide | {"deposit.sample_spacing_km": 2.0}, "copernicus") == "indicated"
    assert class_of(wide, "copernicus") == "measured"
    assert class_of(wide | {"deposit.variogram_range_km": 0.3}, "copernicus") == "inferred"


def test_a_grid_that_may_miss_the_area_makes_no_class():
    tiny = {"deposit.area_km2": 0.01, "deposit.sample_spacing_km": 0.9}
    assert class_of(tiny) == "inferred"
    assert class_of(tiny, "copernicus") == "exploration_target"
    assert class_of(tiny | {"deposit.sample_spacing_km": 0.05}, "copernicus") == "measured"


def test_the_class_is_that_of_all_the_area():
    # 73 km from Apollo 14; a circle of 20,000 km2 reaches 80 km farther.
    assert class_of({"deposit.area_km2": 1e4}) == "inferred"
    assert class_of({"deposit.area_km2": 2e4}) == "exploration_target"
    assert class_of({"deposit.area_km2": 2e4, "deposit.unit_range_km": 300.0}) == "inferred"


def test_soil_that_comes_later_is_not_known_yet():
    assert class_of(plan_of("ilrs_2021"), "change_5") == "inferred"
    both = deposits([scenario_of(plan_of("ilrs_2021"), "change_6"), scenario_of({}, "change_6")])
    assert [RESOURCE_CLASSES[deposit.resource_class] for deposit in both] == ["exploration_target", "inferred"]


def test_half_a_block_in_all_the_area_is_no_ore():
    # Some 1e-5 of the soil lies above 1000 ppm; a square kilometer has 400 blocks of 50 m, 1000 of them 400,000.
    one, many = (deposit_of({"deposit.area_km2": area}) for area in (1.0, 1e3))
    index = GRADE_CUTOFFS.index(1000.0)
    assert one.soil_above_t[index] == one.ree_above_t[index] == 0.0
    assert many.soil_above_t[index] > 0.0
