"""Dates of the official milestones: those of the plan, of losses and of two stations."""

import datetime as dt

import numpy as np
import pytest

from lunarsim.words.units import days_between, decimal_year
from lunarsim.world.outcomes.block_arrays import outcomes
from lunarsim.world.outcomes.coordinates import world_coordinates
from lunarsim.world.outcomes.official import asked_for
from tests.scenario.building import ARTEMIS, CHINA_ALONE, NO_WAITS, RACE, RUSSIA_ALONE, scenario_of
from tests.world.running import FixedDraws, run, simulate
from tests.world.tabulating import traced
from tests.world.variants import START


def dates_of(scenario, trace):
    """Return reached and promised years of each official milestone."""
    runs = traced([scenario], [trace])
    arrays = outcomes(runs)
    labels = runs.labels["official_milestone"]
    names = ("official_milestone_year", "official_milestone_promised_year")
    return tuple(dict(zip(labels, arrays[name][0], strict=True)) for name in names)


def day_of(built, mission, extra=0.0):
    """Return the planned day of a mission's arrival, as a decimal year."""
    day = days_between(START, dt.date.fromisoformat(built.missions[mission].planned))
    return decimal_year(START + dt.timedelta(days=day + built.logistics.transit_days + extra))


FIRST = {
    "russian_power_plant": "russia_power_plant_1",
    "china_crew_2030": "crewed_landing_1",
    "artemis_landing_2028": "artemis_4",
}
"""The first of the plan's missions that fulfills a wording that any of them may."""


def test_without_waits_each_official_milestone_comes_on_the_plan_s_own_date():
    built = scenario_of(NO_WAITS | RACE)
    reached, promised = dates_of(built, run(built))
    for key, milestone in built.official_milestones.items():
        assert promised[key] == pytest.approx(decimal_year(dt.date.fromisoformat(milestone.promised)))
        if milestone.missions and not milestone.functions:
            last = max(milestone.missions, key=lambda mission: built.missions[mission].planned)
            assert reached[key] == pytest.approx(day_of(built, last), abs=1e-6), key
    for key, mission in FIRST.items():
        assert reached[key] == pytest.approx(day_of(built, mission), abs=1e-6), key
    # The last that the basic model of 2024 lacks is nuclear power, commissioned.
    reactors = [
        (mission, built.assets[asset])
        for mission, record in built.missions.items()
        if record.program in ("china", "russia") and record.role != "fallback"
        for asset in record.assets
        if "nuclear" in built.assets[asset].functions
    ]
    first, reactor = min(reactors, key=lambda pair: built.missions[pair[0]].planned)
    by_power = day_of(built, first, reactor.commissioning_days)
    assert reached["ilrs_basic_2024"] == pytest.approx(by_power, abs=1e-6)
    assert reached["ilrs_extended_2023"] == reached["ilrs_extended_2024"] > reached["ilrs_basic_2024"]


def test_a_wording_with_missions_and_functions_is_fulfilled_when_the_last_of_both_is_there():
    late = {"official_milestones": {"ilrs_basic_2024": {"missions": ["ilrs_habitat"]}}}
    built = scenario_of(NO_WAITS | late)
    assert dates_of(built, run(built))[0]["ilrs_basic_2024"] == pytest.approx(day_of(built, "ilrs_habitat"), abs=1e-6)
    early = {"official_milestones": {"ilrs_basic_2024": {"missions": ["change_7"]}}}
    plain = scenario_of(NO_WAITS)
    changed = scenario_of(NO_WAITS | early)
    assert dates_of(changed, run(changed))[0]["ilrs_basic_2024"] == dates_of(plain, run(plain))[0]["ilrs_basic_2024"]


def test_a_mission_that_is_lost_for_good_leaves_its_wording_open_and_one_that_flies_again_fulfills_it_later():
    lost = NO_WAITS | {"waits.landing_failure": True, "missions.change_8.outcome": "lost"}
    built = scenario_of(lost | {"missions.change_8.critical": False})
    assert np.isnan(dates_of(built, run(built))[0]["ilrs_basic_2023"])
    again = scenario_of(lost | {"programs.china.cruise_success": 1.0, "landing.success_experienced": 1.0})
    reached = dates_of(again, simulate(again, FixedDraws()))[0]["ilrs_basic_2023"]
    assert reached > day_of(again, "change_8") + 0.5


def test_what_a_partial_landing_left_out_is_not_delivered():
    partial = NO_WAITS | {"waits.landing_failure": True, "missions.change_8.outcome": "partial"}
    built = scenario_of(partial | {"missions.change_8.critical": False, "programs.china.partial_payload_share": 0.0})
    assert np.isnan(dates_of(built, run(built))[0]["ilrs_basic_2023"])
    whole = scenario_of(partial | {"missions.change_8.critical": False, "programs.china.partial_payload_share": 1.0})
    assert dates_of(whole, run(whole))[0]["ilrs_basic_2023"] == pytest.approx(day_of(whole, "change_8"), abs=1e-6)


class SecondOfCargoLost(FixedDraws):
    """Of what a partial landing carries all but the first is lost."""

    def uniform(self, entity, purpose, occurrence=0):
        if purpose.startswith("partial_cargo"):
            return 0.999 if occurrence else 0.0
        return super().uniform(entity, purpose)


def test_hardware_of_its_own_counts_from_its_delivery_on_whatever_else_of_its_mission_follows_later():
    """The plant comes down at once, the rover beside it with the next flight."""
    key = "russia_power_plant_1"
    (plant,) = scenario_of().missions[key].assets
    changes = {"waits.landing_failure": True, f"missions.{key}.assets": [plant, "ilrs_sample_station"],
               f"missions.{key}.outcome": "partial", "programs.russia.cruise_success": 1.0,
               "landing.success_experienced": 1.0}  # fmt: skip
    built = scenario_of(NO_WAITS | changes)
    trace = simulate(built, SecondOfCargoLost())
    record = trace.flights.missions[key]
    assert record.completed_day > record.first_landed_day + 100.0
    reached = dates_of(built, trace)[0]["russian_power_plant"]
    assert reached == pytest.approx(day_of(built, key), abs=1e-6)


@pytest.mark.parametrize(
    ("key", "planned"),
    [
        ("russian_power_plant", [f"russia_power_plant_{unit}" for unit in (1, 2, 3)]),
        ("china_crew_2030", [f"crewed_landing_{number}" for number in (1, 2, 3, 4)]),
    ],
)
def test_a_mission_that_takes_the_place_of_the_plan_s_own_fulfills_the_wording(key, planned):
    cancelled = {mission: {"cancelled": True} for mission in planned}
    without = scenario_of(NO_WAITS | {"missions": cancelled})
    assert np.isnan(dates_of(without, run(without))[0][key])
    another = {"like": planned[0], "planned": "2041-07-01", "needs": [], "cancelled": False}
    built = scenario_of(NO_WAITS | {"missions": cancelled | {"another": another}})
    assert dates_of(built, run(built))[0][key] == pytest.approx(day_of(built, "another"), abs=1e-6)


def test_russia_s_own_plant_fulfills_the_promise_of_a_russian_one():
    alone = scenario_of(NO_WAITS | RUSSIA_ALONE)
    assert dates_of(alone, run(alone))[0]["russian_power_plant"] == pytest.approx(
        day_of(alone, "russia_own_power_plant_1"), abs=1e-6
    )
    # Reactors of others do not: the United States and China land theirs as well.
    race = scenario_of(NO_WAITS | RACE | {f"missions.russia_power_plant_{unit}.cancelled": True for unit in (1, 2, 3)})
    assert np.isnan(dates_of(race, run(race))[0]["russian_power_plant"])


def test_a_crew_that_does_not_land_keeps_no_promise_and_the_next_one_does():
    lost = NO_WAITS | {"waits.landing_failure": True, "missions.crewed_landing_1.outcome": "lost"}
    safe = {"crews.loss_of_mission_first": 0.0}
    built = scenario_of(lost | safe | {"missions.crewed_landing_1.critical": False})
    second = dates_of(built, run(built))[0]["china_crew_2030"]
    assert second == pytest.approx(day_of(built, "crewed_landing_2"), abs=1e-6)
    again = scenario_of(lost | safe | {"programs.china.cruise_success": 1.0})
    trace = simulate(again, FixedDraws())
    landed = decimal_year(START + dt.timedelta(days=trace.flights.crewed_landing_day["china"]))
    assert landed > day_of(again, "crewed_landing_1") + 0.5
    assert dates_of(again, trace)[0]["china_crew_2030"] == pytest.approx(landed, abs=1e-6)


def test_each_program_s_wordings_are_judged_at_the_station_that_it_leads():
    race, alone = scenario_of(NO_WAITS | RACE), scenario_of(NO_WAITS | ARTEMIS)
    of_race, of_base = (dates_of(built, run(built))[0] for built in (race, alone))
    american = [key for key, milestone in race.official_milestones.items() if milestone.program == "usa"]
    assert len(american) >= 4
    assert {key: of_race[key] for key in american} == of_base
    # Without a station of its own, a program's wordings with functions stay open.
    without = scenario_of(NO_WAITS | {"programs.usa.active": True})
    stationless = dates_of(without, run(without))[0]
    assert np.isnan(stationless["us_outpost_2030"])
    assert stationless["artemis_landing_2028"] == of_race["artemis_landing_2028"]


def test_labels_are_those_of_the_programs_that_take_part_with_words_for_people():
    labels = {
        name: world_coordinates([scenario_of(changes)])["official_milestone"]
        for name, changes in {"joint": {}, "china": CHINA_ALONE, "russia": RUSSIA_ALONE}.items()
    }
    assert set(labels["joint"].values) == set(labels["china"].values) | set(labels["russia"].values)
    assert labels["russia"].values == ("russian_power_plant",)
    assert labels["russia"].texts["title"] == (scenario_of().official_milestones["russian_power_plant"].title,)


def test_what_a_wording_asks_for_stands_in_words():
    plain = scenario_of()
    asked = {key: asked_for(plain, milestone) for key, milestone in plain.official_milestones.items()}
    assert asked["russian_power_plant"] == "hardware of its own delivered for nuclear power"
    assert asked["china_crew_2030"] == "a crewed landing with safe return"
    built = scenario_of({"official_milestones": {"ilrs_basic_2023": {"functions": ["isru"], "power_kw": 5.0}}})
    assert asked_for(built, built.official_milestones["ilrs_basic_2023"]) == (
        "delivery of all that is brought by Chang'e-7, Chang'e-8 and a station equipped with use of resources, "
        "5 kW through a night"
    )
