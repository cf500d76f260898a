"""What missions land against what their vehicles can, at the masses that a factor can reach."""

import pytest

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.world.baseline.feasibility import impossible
from lunarsim.world.baseline.payloads import may_outgrow_landers, payloads_fit
from lunarsim.world.prepared import masses_of
from tests.scenario.building import ARTEMIS, CHINA_ALONE, RACE, RUSSIA_ALONE, plan_of, scenario_of


@pytest.mark.parametrize("changes", [RACE, ARTEMIS, CHINA_ALONE, RUSSIA_ALONE, *map(plan_of, MANIFEST_DATES)])
def test_all_that_is_shipped_fits_its_lander_with_the_most_that_it_may_weigh(changes):
    heaviest = {"station.asset_mass_position": 1.0, "rival.asset_mass_position": 1.0}
    assert list(payloads_fit(scenario_of(changes | heaviest))) == []
    assert may_outgrow_landers(scenario_of(changes)) == []


def test_hardware_that_may_outgrow_its_lander_is_told_with_place_and_figures():
    built = scenario_of({"assets.ilrs_crew_module.mass_high_kg": 5_600})
    assert may_outgrow_landers(built) == [
        "missions.ilrs_crew_module: its assets weigh 4800 kg, and 5600 kg where station.asset_mass_position is 1, "
        "Long March 10 lands 5000 kg"
    ]
    assert impossible(built) == []
    of_the_rival = scenario_of(RACE | {"assets.base_laboratory.mass_high_kg": 3_500})
    assert [sentence.split(":")[0] for sentence in may_outgrow_landers(of_the_rival)] == [
        "missions.moon_base_laboratory"
    ]
    assert "where rival.asset_mass_position is 1, New Glenn lands 3000 kg" in may_outgrow_landers(of_the_rival)[0]


def test_what_is_too_heavy_already_is_refused_and_not_told_beside():
    built = scenario_of({"assets.ilrs_crew_module.mass_kg": 5_600})
    (reason,) = impossible(built)
    assert str(reason) == "missions.ilrs_crew_module: its assets weigh 5600 kg, Long March 10 lands 5000 kg"
    assert may_outgrow_landers(built) == []


def test_two_launches_land_twice_as_much_and_what_stays_in_orbit_is_not_landed():
    heavy = {"assets.polar_crew_rover.mass_kg": 9_900}
    assert impossible(scenario_of(heavy)) == []
    assert (
        impossible(scenario_of({"assets.change_7_orbiter.mass_kg": 9_000, "assets.change_7_orbiter.mass_high_kg": 0}))
        == []
    )
    (reason, *_) = impossible(scenario_of(heavy | {"missions.crewed_landing_3.launches": 1}))
    assert str(reason).startswith("missions.crewed_landing_3")


@pytest.mark.parametrize(("position", "mass"), [(-1.0, 3_500.0), (0.0, 5_600.0), (1.0, 5_600.0)])
def test_a_mass_beyond_its_span_widens_it(position, mass):
    built = scenario_of({"assets.ilrs_crew_module.mass_kg": 5_600})
    assert masses_of(built, built.missions["ilrs_crew_module"], landed=True).at(position) == mass
