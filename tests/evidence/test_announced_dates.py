"""Dates of the manifest against the statements that announced them."""

import pytest

from tests.scenario.building import plan_of, scenario_of

MISSIONS = scenario_of().missions


@pytest.mark.parametrize(
    ("missions", "year"),
    [
        # V. Marfin (NPO Lavochkin) at the Korolev readings: RIA Novosti, TASS and Kommersant, 27 January 2026.
        (("luna_26",), 2028),
        (("luna_27a",), 2029),
        (("luna_27b",), 2030),
        (("luna_29",), 2032),
        (("luna_28",), 2034),
        (("luna_30",), 2036),
        (("russia_power_experiment",), 2033),
        (("russia_power_infrastructure",), 2034),
        (("russia_power_plant_1",), 2035),
        # Wu Yanhua in Hefei, Xinhua, 26 April 2023: pilot of the Queqiao constellation about 2030, basic one 2040.
        (("queqiao_3",), 2030),
        (("queqiao_5",), 2040),
    ],
)
def test_a_mission_has_the_year_that_was_announced_and_says_so(missions, year):
    for name in missions:
        assert MISSIONS[name].planned == f"{year}-07-01", name
        assert MISSIONS[name].planned_precision == "year"
        assert MISSIONS[name].evidence == "published"


def test_the_russian_power_plant_is_one_of_three_launches_and_further_units_are_an_assumption():
    third = MISSIONS["russia_power_plant_1"]
    assert "russia_power_infrastructure" in third.needs
    assert MISSIONS["russia_power_infrastructure"].needs == ("russia_power_experiment",)
    reactors = {name for name, mission in MISSIONS.items() if any("russian_reactor" in it for it in mission.assets)}
    assert {name for name in reactors if MISSIONS[name].evidence == "published"} == {"russia_power_plant_1"}


def test_luna_30_brings_two_medium_rovers_and_brought_a_heavy_one_before():
    rovers = [scenario_of().assets[name] for name in MISSIONS["luna_30"].assets]
    assert len(rovers) == 2
    assert all("medium" in rover.title and rover.functions == ("rover", "science") for rover in rovers)
    earlier = scenario_of(plan_of("story_2022"))
    (heavy,) = (earlier.assets[name] for name in earlier.missions["luna_30"].assets)
    assert "heavy" in heavy.title
    assert heavy.mass_kg > sum(rover.mass_kg for rover in rovers)


@pytest.mark.parametrize(
    ("as_of", "first_flight"),
    [("2021-06-16", "2025-12-31"), ("2022-12-01", "2027-07-01"), ("2026-07-01", "2027-07-01")],
)
def test_long_march_10_of_three_cores_is_due_in_2027_also_after_the_flight_of_one_stage(as_of, first_flight):
    # CALT, November 2022; announced for 2026 are the forms of one core. The flight of 2026-02-11 reached no orbit.
    plan = plan_of("latest" if as_of == "2026-07-01" else "ilrs_2021")
    vehicle = scenario_of(plan | {"timeline.as_of": as_of}).vehicles["long_march_10"]
    assert (vehicle.first_flight, vehicle.flights) == (first_flight, 0)


def test_a_russian_unit_of_ten_kilowatts_is_within_reach_of_the_multiplier_of_assumed_ratings():
    # I. Barmin, RTVI, 30 January 2026: about 10 kW a block.
    declared, _ = scenario_of().declaration("station.power_multiplier")
    rating_kw = scenario_of().assets["russian_reactor_1"].night_power_kw
    low, high = (float(declared.distribution.quantile(unit)) for unit in (0.05, 0.95))
    assert low * rating_kw == pytest.approx(10.0, rel=0.05)
    assert high > 1.0
