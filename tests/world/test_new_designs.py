"""What of a manifest is new and so has to be developed, by whom, and how much of it the plan has left to do."""

import dataclasses

import pytest

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.money.development import NewDesign, new_designs
from lunarsim.world.prepared import prepare
from tests.scenario.building import CHINA_ALONE, RACE, scenario_of

YEAR = DAYS_PER_YEAR


def designs(**changes):
    return {each.mission or each.vehicle: each for each in prepare(scenario_of(changes)).designs}


def of_missions(missions, **kg):
    built = scenario_of()
    listed = [(key, day, mission, kg.get(key, 0.0)) for key, day, mission in missions]
    return new_designs(listed, built.vehicles, built.assets, {}, frozenset({"china"}))


def mission(key="ilrs_1", **changes):
    return dataclasses.replace(scenario_of().missions[key], **changes)


def test_what_is_alike_is_developed_once_by_the_mission_that_flies_it_first():
    one = designs()
    # The second unit of energy and the later reactors bring nothing new, their landers neither.
    assert one["ilrs_energy_1"].kg == scenario_of().assets["ilrs_solar_storage_1"].mass_kg
    assert "ilrs_energy_2" not in one
    first, second = "a", "b"
    found = of_missions([(second, 900.0, mission()), (first, 800.0, mission())])
    assert [each.mission for each in found] == [first]
    heavier = {"assets.ilrs_solar_storage_2.mass_kg": 4_000.0}
    assert designs(**heavier)["ilrs_energy_2"].kg == 4_000.0


def test_a_spacecraft_is_new_as_far_as_it_is_heavier_than_what_its_developer_has_flown():
    bare = mission(assets=())
    found = of_missions([("a", 1.0, bare), ("b", 2.0, bare), ("c", 3.0, bare)], a=2_000.0, b=1_500.0, c=5_000.0)
    assert {each.mission: each.kg for each in found} == {"a": 2_000.0, "c": 3_000.0}
    other = mission(assets=(), developer="ispace")
    found = of_missions([("a", 1.0, bare), ("b", 2.0, other)], a=2_000.0, b=2_000.0)
    assert {each.mission: each.kg for each in found} == {"a": 2_000.0, "b": 2_000.0}


def test_stated_costs_stand_for_the_mass_and_what_others_give_or_the_lead_replaces_costs_nothing():
    race = designs(**RACE)
    assert (race["fission_surface_power"].kg, race["fission_surface_power"].musd) == (0.0, 250.0)
    assert "artemis_4" not in race
    assert "pressurized_rover" not in race
    assert "china_power_plant_1" not in designs(**CHINA_ALONE)


def test_what_others_pay_of_a_mission_is_not_charged_to_its_program():
    """ESA's rover flies on NASA's money for its launch, brakes and heaters: 339 million USD in 2025 to 2029."""
    built = scenario_of(RACE)
    planned = {each.key: each for each in prepare(built).missions}
    esa, company = planned["rosalind_franklin"], planned["blue_moon_1"]
    assert (esa.hardware_kg(0.0), esa.launches_musd) == (0.0, built.vehicles["falcon_heavy"].launch_cost_musd)
    race = {each.mission: each for each in prepare(built).designs}
    assert (race["rosalind_franklin"].kg, race["rosalind_franklin"].musd) == (0.0, 230.0)
    assert esa.launches_musd + race["rosalind_franklin"].musd == pytest.approx(339.0, rel=0.05)
    # What the company flies for itself is paid by nobody here, and is known when the next one flies it for the agency.
    assert company.craft_kg > 0.0
    assert (company.hardware_kg(0.0), company.launches_musd) == (0.0, 0.0)
    assert "blue_moon_1" not in race
    viper = race["viper"]
    assert viper.kg == built.assets["viper_rover"].mass_kg
    flown = of_missions(
        [("a", 1.0, mission(assets=(), contributed="all")), ("b", 2.0, mission(assets=()))], a=2e3, b=3e3
    )
    assert [(each.mission, each.kg) for each in flown] == [("b", 1e3)]


def test_a_vehicle_is_developed_by_its_own_program_where_something_flies_on_it():
    assert designs()["long_march_9"].musd == 5_000.0
    assert designs()["long_march_9"].program == "china"
    without = {"missions.ilrs_habitat.vehicle": "long_march_10", "missions.ilrs_habitat.assets": []}
    assert "long_march_9" not in designs(**without)
    assert "falcon_9" not in designs(**RACE)


@pytest.mark.parametrize(
    ("planned", "left", "begins"), [(0.0, 0.0, 0.0), (3.0, 0.5, 0.0), (6.0, 1.0, 0.0), (10.0, 1.0, 4.0)]
)
def test_what_the_plan_has_done_before_the_start_is_paid(planned, left, begins):
    design = NewDesign("china", "", "x", planned * YEAR, 1.0, 0.0)
    assert design.left == pytest.approx(left)
    assert design.begins_day == pytest.approx(begins * YEAR)


def test_sisters_carry_what_is_alike_and_a_craft_that_is_at_least_as_heavy():
    found = of_missions(
        [("a", 1.0, mission()), ("b", 2.0, mission()), ("c", 3.0, mission(assets=()))], a=2e3, b=1e3, c=3e3
    )
    solar = scenario_of().assets[mission().assets[0]].mass_kg
    assert found[0].carriers == ("a", "b")
    assert found[0].kg >= solar
    assert [(each.kg, each.carriers) for each in found[1:]] == [(2e3, ("a", "c")), (1e3, ("c",))]
    (stated,) = of_missions([("a", 1.0, mission(development_musd=5.0)), ("b", 2.0, mission())])
    assert (stated.musd, stated.carriers) == (5.0, ("a", "b"))
