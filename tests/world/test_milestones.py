"""Milestones are one set of functions for every program and station."""

import dataclasses
import math

import pytest

from lunarsim.scenario.library.asset import FUNCTIONS
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.station.functions import bits, has_facility, has_pilot_and_crew, works_the_surface
from tests.scenario.building import CHINA_ALONE, RUSSIA_ALONE, scenario_of
from tests.world.parts import station_alone
from tests.world.running import FixedDraws
from tests.world.test_station import MENDED_AFTER, RULES, asset, station

FULL = {
    "relay": (0.0, asset("relay")),
    "command": (0.0, asset("command")),
    "rover": (0.0, asset("rover")),
    "reactor": (0.0, asset("power", power_kw=100.0, night_power_kw=100.0)),
    "pilot": (0.0, asset("isru", "isru_pilot")),
    "crew": (0.0, asset("crew")),
}


def reached(deliveries, **known):
    return station(deliveries, **known).trace.milestone_day


def without(*names):
    return {name: delivery for name, delivery in FULL.items() if name not in names}


def test_a_full_station_reaches_all_milestones_after_the_trial():
    assert reached(FULL) == {"station_working": 190.0, "station_basic": 190.0, "station_extended": 190.0}


@pytest.mark.parametrize("missing", ["relay", "command", "rover"])
def test_without_relay_command_or_something_that_moves_no_milestone_is_reached(missing):
    assert reached(without(missing)) == {}


def test_a_robot_does_as_well_as_a_rover():
    assert "station_working" in reached(without("rover") | {"robot": (0.0, asset("robot"))})


@pytest.mark.parametrize("missing", ["reactor", "pilot"])
def test_without_power_through_the_night_or_a_facility_a_station_is_not_basic(missing):
    assert reached(without(missing)).keys() == {"station_working"}


def test_without_a_crew_module_a_station_is_not_extended():
    assert reached(without("crew")).keys() == {"station_working", "station_basic"}


def test_a_laboratory_makes_a_station_basic_but_not_extended():
    assert reached(without("pilot") | {"lab": (0.0, asset("science"))}).keys() == {"station_working", "station_basic"}


@pytest.mark.parametrize(
    ("power", "level"),
    [(9.99, {"station_working"}), (10.0, {"station_working", "station_basic"}),
     (99.9, {"station_working", "station_basic"}), (100.0, {"station_working", "station_basic", "station_extended"})],
)  # fmt: skip
def test_the_power_through_a_night_decides_how_far_a_station_has_come(power, level):
    small = {"reactor": (0.0, asset("power", power_kw=power, night_power_kw=power))}
    assert reached(FULL | small).keys() == level


def test_sunlight_without_storage_is_no_power_through_a_night():
    assert reached(FULL | {"reactor": (0.0, asset("power", power_kw=900.0))}).keys() == {"station_working"}


def test_what_comes_later_completes_its_milestone_on_the_day_it_works():
    days = reached(FULL | {"pilot": (400.0, asset("isru_pilot")), "crew": (800.0, asset("crew"))})
    assert days == {"station_working": 190.0, "station_basic": 410.0, "station_extended": 810.0}


BROKEN_REACTOR = asset("power", power_kw=100.0, night_power_kw=100.0, mtbf_years=1.0)
"""With the draw below it fails on day 110 and a tenth, before the trial is over."""


@pytest.mark.parametrize(("repair_days", "keys"), [(3_000.0, {"station_working"}), (200.0, None)])
def test_a_basic_and_an_extended_station_need_all_that_they_take_at_work_at_the_same_time(repair_days, keys):
    alone = station(
        FULL | {"reactor": (0.0, BROKEN_REACTOR)},
        uniforms={("m/reactor", "failure"): 0.76},
        **MENDED_AFTER | {"upkeep.diagnosis_days": repair_days},
    )
    days = alone.trace.milestone_day
    if keys is not None:
        assert alone.night_power_kw == 0.0
        assert days.keys() == keys
        return
    mended = 10.0 - 365.25 * math.log(0.76) + 200.0
    assert days == {"station_working": 190.0, "station_basic": mended, "station_extended": mended}
    # What completed the trial was there on day 10; the rest of the time went on the repair.
    assert alone.trace.reached["station_basic"].waits["repair"] == pytest.approx(mended - 190.0)


def test_a_broken_rover_puts_a_basic_station_off_until_it_is_mended():
    late = FULL | {"reactor": (400.0, FULL["reactor"][1]), "rover": (0.0, asset("rover", mtbf_years=1.0))}
    # The rover breaks down on day 404 and is mended on day 604; the reactor works from day 410 on.
    broken = station(late, uniforms={("m/rover", "failure"): 0.34}, **MENDED_AFTER | {"upkeep.diagnosis_days": 200.0})
    mended = 10.0 - 365.25 * math.log(0.34) + 200.0
    assert broken.trace.milestone_day["station_basic"] == pytest.approx(mended)
    assert broken.trace.reached["station_basic"].hardware.asset == "reactor"
    assert broken.trace.reached["station_basic"].waits["repair"] == pytest.approx(mended - 410.0)


def test_a_relay_that_has_died_puts_a_basic_station_off_until_another_one_works():
    dying = dataclasses.replace(asset("relay", life_years=1.0), landed=False, kind="satellite")
    late = FULL | {"reactor": (800.0, FULL["reactor"][1]), "relay": (0.0, dying)}
    # The relay ends for good on day 594, at 1.6 times its design life; the reactor works from day 810 on.
    rules = MENDED_AFTER | {"upkeep.replacement_ln_sd": 0.0}
    left = rules | {"upkeep.end_of_support": "2027-01-01"}
    assert station(late, **left).trace.milestone_day.keys() == {"station_working"}
    another = station(late | {"second": (900.0, asset("relay"))}, **left)
    assert another.trace.milestone_day["station_extended"] == 910.0
    # Ordered when it was a year old, built in 900 days, flown in 30 and commissioned in 10.
    replaced = station(late, **rules)
    ordered = 10.0 + 365.25
    assert replaced.trace.milestone_day["station_extended"] == pytest.approx(ordered + 900.0 + 30.0 + 10.0)
    assert replaced.trace.reached["station_extended"].hardware.mission == "m"


def test_an_official_milestone_is_reached_on_the_day_on_which_the_last_function_that_it_asks_for_works():
    reactor, robot = asset("power", "nuclear", night_power_kw=1.0), asset("science", "robot")
    whole = FULL | {"reactor": (50.0, reactor), "lab": (70.0, robot)}
    extended = {f"ilrs_extended_{wording}" for wording in ("2023", "2024_april", "2024")}
    # It asks neither for a trial nor for the common milestones' 10 kW.
    assert station(whole).trace.equipped_day == dict.fromkeys({"ilrs_basic_2024", *extended}, 80.0)
    assert "station_basic" not in station(whole).trace.milestone_day
    without_crew = {name: delivery for name, delivery in whole.items() if name != "crew"}
    assert station(without_crew).trace.equipped_day == {"ilrs_basic_2024": 80.0}
    sunlit = whole | {"reactor": (50.0, asset("power", night_power_kw=1.0))}
    assert station(sunlit).trace.equipped_day == {}


def test_an_official_milestone_may_ask_for_power_through_a_night():
    asked = {"official_milestones": {"ilrs_basic_2024": {"power_kw": 5.0}}}
    reactor, robot = asset("power", "nuclear", night_power_kw=4.0), asset("science", "robot")
    some = FULL | {"reactor": (50.0, reactor), "lab": (70.0, robot)}
    assert "ilrs_basic_2024" not in station(some, **asked).trace.equipped_day
    more = some | {"second": (90.0, reactor)}
    assert station(more, **asked).trace.equipped_day["ilrs_basic_2024"] == 100.0


def test_where_the_earth_is_always_in_sight_a_station_works_without_a_relay():
    assert reached(without("relay"), **{"site.earth_visible_fraction": 1.0}) == reached(FULL)


@pytest.mark.parametrize("late", ["relay", "command", "rover"])
def test_the_waits_of_the_last_of_the_first_explain_a_working_station(late):
    # A second rover that comes later than the trial's begin explains nothing.
    deliveries = {name: (100.0 if name == late else 0.0, item) for name, (_, item) in FULL.items()}
    alone = station(deliveries | {"other": (150.0, asset("rover", "relay", "command"))})
    assert alone.trace.reached["station_working"].hardware.asset == late
    assert alone.trace.milestone_day["station_working"] == 100.0 + 10.0 + 180.0
    assert alone.trace.reached["station_working"].waits["repair"] == 0.0


# The trial.


def broken_down(until=2_000.0, more={}):  # noqa: B006
    """Return a run whose rover fails 100 days after its start and is repaired after 150 more."""
    fails = -365.25 * math.log(0.76)
    assert 99 < fails < 101
    rover = {"rover": (0.0, asset("rover", mtbf_years=1.0))}
    alone = station(
        without("pilot", "crew", "reactor") | rover | more,
        until,
        {("m/rover", "failure"): 0.76},
        **MENDED_AFTER | {"station.trial_days": 120.0},
    )
    return alone, 10.0 + fails


def test_a_trial_that_is_broken_off_starts_again_from_nothing():
    # Fails 100 days after each start or repair, so a trial of 120 days is never passed ...
    alone, _ = broken_down()
    assert alone.trace.milestone_day == {}
    # ... but one of 90 days at once.
    alone = station(
        without("pilot", "crew", "reactor") | {"rover": (0.0, asset("rover", mtbf_years=1.0))},
        uniforms={("m/rover", "failure"): 0.76},
        **MENDED_AFTER | {"station.trial_days": 90.0},
    )
    assert alone.trace.milestone_day == {"station_working": 100.0}


class OneFailure(FixedDraws):
    """The rover fails once, 100 days after its start."""

    def uniform(self, entity, purpose, occurrence=0):
        once = (entity, purpose, occurrence) == ("m/rover", "failure", 0)
        return math.exp(-100.0 / 365.25) if once else 1e-9 if purpose == "failure" and entity == "m/rover" else 0.5


def with_one_failure(more={}, **changes):  # noqa: B006
    rover = {"rover": (0.0, asset("rover", mtbf_years=1.0))}
    deliveries = without("pilot", "crew", "reactor") | rover | more
    alone = station(deliveries, 3_000.0, draws=OneFailure(), **{**MENDED_AFTER, **changes})
    alone.milestones.close()
    return alone


def test_after_a_repair_the_trial_of_180_days_is_passed_from_the_day_of_the_repair_on():
    alone = with_one_failure()
    # At work from day 10, failed on day 110, repaired on day 260.
    assert alone.trace.milestone_day["station_working"] == pytest.approx(260.0 + 180.0)
    assert alone.trace.reached["station_working"].waits["repair"] == pytest.approx(250.0)


def test_a_trial_that_was_broken_off_is_not_passed_by_one_that_began_again_in_its_time():
    alone = with_one_failure(**{"upkeep.diagnosis_days": 20.0})
    # At work from day 10, failed on day 110, repaired on day 130: the first trial would have ended on day 190.
    assert alone.trace.milestone_day["station_working"] == pytest.approx(130.0 + 180.0)


def test_a_second_rover_carries_the_trial_on():
    alone = with_one_failure({"robot": (50.0, asset("robot"))})
    assert alone.trace.milestone_day["station_working"] == pytest.approx(190.0)


def test_working_time_counts_from_the_milestone_and_not_during_repairs():
    alone = with_one_failure(**{"station.trial_days": 50.0})
    # Works from day 60, fails on day 110, again from 260 to its next failure (long after) or the end.
    next_failure = 260.0 - 365.25 * math.log(1e-9)
    assert next_failure > 3_000.0
    expected = (110.0 - 60.0) + (alone.clock.horizon_days - 260.0)
    assert alone.trace.working_days == pytest.approx(expected)


# One measure for all.


def test_the_same_hardware_reaches_the_same_milestones_whoever_owns_it():
    milestones = []
    for alone in (CHINA_ALONE, RUSSIA_ALONE):
        scenario = scenario_of({**RULES, **alone, "plant.units": 0})
        by_itself = station_alone(scenario)
        for name, (_, item) in FULL.items():
            own = dataclasses.replace(item, program=scenario.station.lead)
            by_itself.station.deliver(HardwareId(name, "m"), own, MissionRecord(0.0))
        by_itself.clock.run(1_000.0)
        milestones.append(by_itself.trace.milestone_day)
    assert milestones[0] == milestones[1]
    assert milestones[0].keys() == {"station_working", "station_basic", "station_extended"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_milestone_asks_less_of_a_station_with_fewer_functions(name):
    every = bits(FUNCTIONS)
    fewer = every & ~bits((name,))
    for ask in (works_the_surface, has_facility, has_pilot_and_crew):
        assert ask(every)
        assert ask(fewer) <= ask(every)
    assert bits((name, name)) == bits((name,))
