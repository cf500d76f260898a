"""What missions land against what their vehicles can, at the masses that a factor can reach."""

import pytest

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.world.feasibility.checks import impossible
from lunarsim.world.feasibility.payloads import payloads_fit
from lunarsim.world.planned_missions import masses_of
from tests.scenario.building import ARTEMIS, CHINA_ALONE, RACE, RUSSIA_ALONE, plan_of, scenario_of


@pytest.mark.parametrize("changes", [RACE, ARTEMIS, CHINA_ALONE, RUSSIA_ALONE, *map(plan_of, MANIFEST_DATES)])
def test_all_that_is_shipped_fits_its_lander_with_the_most_that_it_may_weigh(changes):
    heaviest = {"station.asset_mass_position": 1.0, "rival.asset_mass_position": 1.0}
    assert list(payloads_fit(scenario_of(changes | heaviest))) == []


def test_hardware_that_a_factor_makes_heavier_than_its_lander_lands_is_reported_with_place_and_figures():
    heavy = {"assets.ilrs_crew_module.mass_high_kg": 5_600}
    low, high = (scenario_of(heavy | {"station.asset_mass_position": position}) for position in (-1.0, 1.0))
    assert impossible(low) == []
    (told,) = impossible(high)
    assert str(told).startswith("missions.ilrs_crew_module: its assets weigh 5600 kg, Long March 10 lands 5000 kg")
    of_the_rival = RACE | {"assets.base_laboratory.mass_high_kg": 3_500}
    (told,) = impossible(scenario_of(of_the_rival | {"rival.asset_mass_position": 1.0}))
    assert "missions.moon_base_laboratory: its assets weigh 3500 kg, New Glenn lands 3000 kg" in str(told)
    assert impossible(scenario_of(of_the_rival | {"station.asset_mass_position": 1.0})) == []


def test_where_the_most_that_it_may_weigh_is_too_much_that_is_what_is_to_be_set():
    heaviest = {"station.asset_mass_position": 1.0, "assets.russian_reactor_1.mass_high_kg": 8_000}
    (told,) = impossible(scenario_of(heaviest))
    assert str(told).endswith("too heavy for any vehicle of russia; set assets.russian_reactor_1.mass_high_kg=5000")
    assert impossible(scenario_of(heaviest | {"assets.russian_reactor_1.mass_high_kg": 5_000})) == []
    halfway = heaviest | {"station.asset_mass_position": 0.5}
    (told,) = impossible(scenario_of(halfway))
    assert str(told).endswith("set assets.russian_reactor_1.mass_high_kg=5100")
    assert impossible(scenario_of(halfway | {"assets.russian_reactor_1.mass_high_kg": 5_100})) == []


def test_two_launches_land_twice_as_much_and_what_stays_in_orbit_is_not_landed():
    heavy = {"missions.crewed_landing_3.assets": ["polar_crew_rover", "tansuo_rover"],
             "assets.polar_crew_rover.mass_kg": 4_950, "assets.tansuo_rover.mass_kg": 4_950}  # fmt: skip
    assert impossible(scenario_of(heavy)) == []
    assert (
        impossible(scenario_of({"assets.change_7_orbiter.mass_kg": 4_000, "assets.change_7_orbiter.mass_high_kg": 0}))
        == []
    )
    (reason, *_) = impossible(scenario_of(heavy | {"missions.crewed_landing_3.launches": 1}))
    assert str(reason).startswith("missions.crewed_landing_3")


def test_more_launches_land_no_piece_that_is_too_heavy_for_one_lander():
    heavy = {"assets.polar_crew_rover.mass_kg": 9_900}
    (told,) = impossible(scenario_of(heavy))
    assert str(told) == (
        "assets.polar_crew_rover.mass_kg: is 9900 kg on missions.crewed_landing_3, one lander of Long March 10 lands "
        "5000 kg, and more launches land no piece that is heavier; set missions.crewed_landing_3.vehicle=long_march_9"
    )
    assert impossible(scenario_of(heavy | {"missions.crewed_landing_3.vehicle": "long_march_9"})) == []
    # Nor is more launches the remedy where one launch is too few.
    (told, *_) = impossible(scenario_of(heavy | {"missions.crewed_landing_3.launches": 1}))
    assert "launches=" not in str(told)
    heavier = {"assets.polar_crew_rover.mass_kg": 90_000, "missions.crewed_landing_3.launches": 20}
    (told, *_) = impossible(scenario_of(heavier | {"missions.crewed_landing_3.launch_mass_kg": 100_000}))
    assert "too heavy for any vehicle of china; set assets.polar_crew_rover.mass_kg=" in str(told)


def test_what_is_sent_is_no_less_than_the_assets_in_orbit_and_landed():
    def told(kg):
        return [str(reason) for reason in impossible(scenario_of({"missions.change_8.launch_mass_kg": kg}))]

    (light,) = told(3)
    assert light.startswith("missions.change_8.launch_mass_kg: is 3 kg, but its assets alone weigh 2020 kg; set ")
    assert len(told(2_019)) == 1
    assert told(2_020) == []
    (orbit,) = impossible(scenario_of({"missions.queqiao_3.launch_mass_kg": 1_100}))
    assert orbit.path == "missions.queqiao_3.launch_mass_kg"


def test_one_launch_is_one():
    one, two = ({"missions.ilrs_1.launch_mass_kg": 60_000, "missions.ilrs_1.launches": number} for number in (1, 2))
    assert "takes 27000 kg in 1 launch" in str(impossible(scenario_of(one))[0]).split(", ")[1]
    assert "takes 54000 kg in 2 launches" in str(impossible(scenario_of(two))[0]).split(", ")[1]
    assert "launches" not in str(impossible(scenario_of(one))[0]).split(", ")[1]


@pytest.mark.parametrize(("position", "mass"), [(-1.0, 3_500.0), (0.0, 5_600.0), (1.0, 5_600.0)])
def test_a_mass_beyond_its_span_widens_it(position, mass):
    built = scenario_of({"assets.ilrs_crew_module.mass_kg": 5_600})
    assert masses_of(built, built.missions["ilrs_crew_module"], landed=True).at(position) == mass


def test_a_piece_that_no_lander_brings_is_to_be_lighter_and_not_to_be_sent_whole_as_well():
    (told,) = impossible(scenario_of({"assets.ilrs_laboratory.mass_kg": 300_000}))
    assert told.path == "missions.ilrs_2"
    assert str(told).endswith("too heavy for any vehicle of china; set assets.ilrs_laboratory.mass_kg=4500")
    lighter = {"assets.ilrs_laboratory.mass_kg": 4_500}
    assert impossible(scenario_of(lighter)) == []
