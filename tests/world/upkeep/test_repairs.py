"""Repairs: who mends what first, with what, and when nobody does."""

import math

import pytest

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.history.flight_outcomes import SUCCESS
from lunarsim.world.history.upkeep import hours_of
from lunarsim.world.station.functions import bits
from tests.scenario.building import scenario_of
from tests.world.running import FixedDraws
from tests.world.test_station import MENDED_AFTER, asset, station

RULE = {
    **MENDED_AFTER,
    "upkeep.diagnosis_days": 10.0,
    "upkeep.repair_hours": 240.0,
    "upkeep.robot_hours_per_day": 8.0,
    "upkeep.crew_hours_per_day": 6.0,
    "upkeep.robot_repairable_share": 1.0,
}
BY_CREW = {**RULE, "upkeep.robot_repairable_share": 0.0}
LIT = scenario_of().site.lit_fraction
ROBOT_DAYS = 240.0 / (8.0 * LIT)
"""Working days of a robot for a repair, in contact all the time."""
CREW_DAYS = 40.0
ARM = asset("power", hands=1)


def fails_on(**days):
    """Return draws with which some hardware, which began on day 10, fails on days, and fails no more."""

    class Draws(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            if purpose != "failure":
                return 0.5
            day = days.get(entity.removeprefix("m/")) if occurrence == 0 else None
            return 1e-9 if day is None else math.exp(-(day - 10.0) / DAYS_PER_YEAR)

    return Draws()


def weak(function, **known):
    return asset(function, mtbf_years=1.0, **known)


def run(deliveries, draws, until=2_000.0, crew_pairs=0, rules=RULE, **known):
    all_known = {"crew_pairs": crew_pairs, "contact": 1.0} | known
    return station({name: (0.0, item) for name, item in deliveries.items()}, until, draws=draws, known=all_known,
                   **rules)  # fmt: skip


def gaps(alone, function):
    """Return from when to when a function did not work after it first did."""
    mask, steps, down, since = bits((function,)), alone.trace.functions, [], None
    for day, functions in steps:
        if since is None and not functions & mask and day > 10.0:
            since = day
        elif since is not None and functions & mask:
            down.append((since, day))
            since = None
    return down if since is None else [*down, (since, math.inf)]


def test_a_robot_mends_at_its_rate_in_light_and_contact():
    alone = run({"arm": ARM, "lab": weak("science")}, fails_on(lab=100.0))
    assert gaps(alone, "science") == [pytest.approx((100.0, 110.0 + ROBOT_DAYS))]
    assert hours_of(alone.trace.upkeep.spells, "by robot") == pytest.approx(240.0)
    half = run({"arm": ARM, "lab": weak("science")}, fails_on(lab=100.0), contact=0.5)
    assert gaps(half, "science") == [pytest.approx((100.0, 110.0 + 2.0 * ROBOT_DAYS))]


def test_what_the_horizon_cuts_off_counts_up_to_it():
    work = run({"arm": ARM, "lab": weak("science")}, fails_on(lab=100.0), until=120.0, horizon_days=120.0)
    work.upkeep.close()
    assert hours_of(work.trace.upkeep.spells, "by robot") == pytest.approx(8.0 * LIT * 10.0)
    wait = run({"lab": weak("science")}, fails_on(lab=100.0), until=130.0, horizon_days=130.0)
    wait.upkeep.close()
    assert wait.trace.upkeep.waited_days == pytest.approx({"diagnosis": 10.0, "hands": 20.0})


def test_one_robot_mends_one_thing_at_a_time_the_most_important_first():
    items = {"arm": ARM, "lab": weak("science", priority=3), "link": weak("command", priority=1)}
    alone = run(items, fails_on(lab=100.0, link=115.0))
    # It leaves the laboratory on day 125, when the fault of the link is known, and comes back to it.
    (link,), (lab,) = gaps(alone, "command"), gaps(alone, "science")
    assert link == pytest.approx((115.0, 125.0 + ROBOT_DAYS))
    assert lab == pytest.approx((100.0, 110.0 + 2.0 * ROBOT_DAYS))
    both = run(items | {"second": ARM}, fails_on(lab=100.0, link=115.0))
    assert gaps(both, "science") == [pytest.approx((100.0, 110.0 + ROBOT_DAYS))]


def test_of_equal_things_the_one_that_failed_first_is_mended_first():
    items = {"arm": ARM, "lab": weak("science"), "rover": weak("rover")}
    alone = run(items, fails_on(lab=101.0, rover=100.0))
    assert gaps(alone, "rover") == [pytest.approx((100.0, 110.0 + ROBOT_DAYS))]
    assert gaps(alone, "science") == [pytest.approx((101.0, 110.0 + 2.0 * ROBOT_DAYS))]


def test_a_robot_does_not_mend_itself_and_another_one_does():
    robot = weak("robot", hands=1)
    alone = run({"robot": robot}, fails_on(robot=100.0))
    assert gaps(alone, "robot") == [(pytest.approx(100.0), math.inf)]
    helped = run({"robot": robot, "arm": ARM}, fails_on(robot=100.0))
    assert gaps(helped, "robot") == [pytest.approx((100.0, 110.0 + ROBOT_DAYS))]


def test_a_robot_that_breaks_down_leaves_its_work_as_far_as_it_is():
    robot = weak("robot", hands=1)
    items = {"robot": robot, "lab": weak("science")}
    draws = fails_on(lab=100.0, robot=120.0)
    alone = run(items | {"arm": asset("power", hands=1, commissioning_days=200.0)}, draws)
    # Ten days of work are done when the robot breaks down; the arm comes on day 200 and mends by order of failure.
    assert gaps(alone, "science") == [pytest.approx((100.0, 200.0 + ROBOT_DAYS - 10.0))]


def test_a_robot_without_power_mends_nothing():
    source = weak("power", power_kw=1.0, night_power_kw=1.0)
    items = {"source": source, "arm": asset("robot", hands=1, load_kw=0.5), "lab": weak("science")}
    alone = run(items, fails_on(source=100.0, lab=105.0))
    assert gaps(alone, "science") == [(pytest.approx(105.0), math.inf)]
    assert hours_of(alone.trace.upkeep.spells, "by robot") == 0.0


def test_a_crew_mends_what_no_robot_can_and_then_what_robots_leave():
    alone = run({"lab": weak("science")}, fails_on(lab=100.0), crew_pairs=1, rules=BY_CREW)
    assert gaps(alone, "science") == [pytest.approx((100.0, 110.0 + CREW_DAYS))]
    assert hours_of(alone.trace.upkeep.spells, "by crew") == pytest.approx(240.0)
    nobody = run({"arm": ARM, "lab": weak("science")}, fails_on(lab=100.0), rules=BY_CREW)
    assert gaps(nobody, "science") == [(pytest.approx(100.0), math.inf)]
    assert nobody.trace.upkeep.waited_days == {"diagnosis": 10.0}
    two = run({"arm": ARM, "lab": weak("science"), "rover": weak("rover")}, fails_on(lab=100.0, rover=100.0),
              crew_pairs=1)  # fmt: skip
    # The robot, which is faster, takes over what the crew has begun when it is free.
    ends = sorted(end for function in ("science", "rover") for _, end in gaps(two, function))
    assert ends == pytest.approx((110.0 + ROBOT_DAYS, 110.0 + ROBOT_DAYS * (2.0 - 6.0 / (8.0 * LIT))))


def test_a_crew_prefers_what_no_robot_can_mend_to_what_is_more_important():
    class Draws(type(fails_on())):
        def uniform(self, entity, purpose, occurrence=0):
            if purpose == "repair":
                return 0.9 if entity == "m/lab" else 0.1
            return 0.5 if purpose != "failure" or occurrence else math.exp(-90.0 / DAYS_PER_YEAR)

    items = {"arm": ARM, "link": weak("command", priority=1), "lab": weak("science", priority=3)}
    alone = run(items, Draws(), 200.0, 1, {**RULE, "upkeep.robot_repairable_share": 0.5})
    assert gaps(alone, "science") == [pytest.approx((100.0, 110.0 + CREW_DAYS))]
    assert gaps(alone, "command") == [pytest.approx((100.0, 110.0 + ROBOT_DAYS))]


def test_a_repair_takes_spares_of_its_share_of_mass_when_it_begins_and_waits_for_them():
    heavy = weak("science", mass_kg=1_000.0)
    rules = {**RULE, "upkeep.spares_per_repair": 0.02, "upkeep.first_spares_share": 0.05}
    enough = run({"arm": ARM, "lab": heavy}, fails_on(lab=100.0), rules=rules)
    spares = enough.trace.upkeep.stocks["spares"]
    assert gaps(enough, "science") == [pytest.approx((100.0, 110.0 + ROBOT_DAYS))]
    assert (spares.in_kg, spares.used_kg) == (pytest.approx(0.05 * 1_001.0), pytest.approx(20.0))
    bare = run({"arm": ARM, "lab": heavy}, fails_on(lab=100.0), rules={**rules, "upkeep.first_spares_share": 0.01})
    assert gaps(bare, "science") == [(pytest.approx(100.0), math.inf)]
    assert bare.trace.upkeep.stocks["spares"].used_kg == 0.0


def test_what_lacks_hands_takes_no_spares():
    heavy = weak("science", mass_kg=1_000.0)
    alone = run({"lab": heavy}, fails_on(lab=100.0), rules={**RULE, "upkeep.spares_per_repair": 0.02})
    assert alone.trace.upkeep.stocks["spares"].used_kg == 0.0


def test_each_of_several_units_takes_spares_of_its_own_mass():
    heavy = weak("science", mass_kg=1_000.0, units=4)
    alone = run({"arm": ARM, "lab": heavy}, fails_on(lab=100.0), rules={**RULE, "upkeep.spares_per_repair": 0.02})
    assert alone.trace.upkeep.stocks["spares"].used_kg == pytest.approx(5.0)


def test_a_station_that_works_has_spares_flown_in_for_a_repair_that_lacks_them():
    items = {"arm": ARM, "relay": asset("relay"), "command": asset("command"), "rover": asset("rover"),
             "lab": weak("science", mass_kg=1_000.0)}  # fmt: skip
    rules = {**RULE, "upkeep.spares_per_repair": 0.04, "upkeep.first_spares_share": 0.0, "upkeep.supply_days": 100.0,
             "upkeep.flight_interval_days": 1.0, "station.trial_days": 20.0, "upkeep.spares_safety": 0.2}  # fmt: skip
    alone = run(items, fails_on(lab=100.0), rules=rules)
    (flight, *_) = alone.trace.upkeep.flights
    assert flight.outcome == SUCCESS
    # Ordered when the station began to work, on day 30, for its years; 100 days to be packed, 30 for the flight.
    assert flight.ended_day == pytest.approx(30.0 + 100.0 + 30.0)
    assert flight.landed_kg["spares"] < 40.0
    # That is too little for the repair, for which more is ordered when the fault is known, on day 110.
    assert gaps(alone, "science") == [pytest.approx((100.0, 110.0 + 100.0 + 30.0 + ROBOT_DAYS))]
    assert alone.trace.upkeep.waited_days["spares"] == pytest.approx(130.0)


def test_who_mends_it_can_be_said_of_an_asset():
    robot, crew, nobody = (weak("science", mended_by=name) for name in ("robot", "crew", "nobody"))
    # Nothing can be mended by a robot but what says so, and all of it but what takes a crew.
    by_robot = run({"arm": ARM, "lab": robot}, fails_on(lab=100.0), rules=BY_CREW)
    assert gaps(by_robot, "science") == [pytest.approx((100.0, 110.0 + ROBOT_DAYS))]
    by_crew = run({"arm": ARM, "lab": crew}, fails_on(lab=100.0), crew_pairs=1)
    assert gaps(by_crew, "science") == [pytest.approx((100.0, 110.0 + CREW_DAYS))]
    by_nobody = run({"arm": ARM, "lab": nobody}, fails_on(lab=100.0), 1_000.0, crew_pairs=1)
    assert gaps(by_nobody, "science") == [(100.0, math.inf)]
    assert (by_nobody.trace.upkeep.given_up, by_nobody.trace.upkeep.mended) == (1, 0)


def test_what_nobody_mends_is_given_up_when_its_fault_is_known():
    items = {"arm": ARM, "lab": weak("science", mended_by="nobody")}
    assert run(items, fails_on(lab=100.0), 109.0).trace.upkeep.given_up == 0
    assert run(items, fails_on(lab=100.0), 111.0).trace.upkeep.given_up == 1


def test_what_takes_a_crew_is_given_up_when_its_fault_is_known_where_none_is_to_come():
    lab = {"lab": weak("science")}
    none = run(lab, fails_on(lab=100.0), 111.0, rules=BY_CREW, crews_to_come=False)
    assert none.trace.upkeep.given_up == 1
    later = run(lab, fails_on(lab=100.0), 111.0, rules=BY_CREW)
    assert later.trace.upkeep.given_up == 0


def test_what_nobody_could_mend_is_given_up_after_a_time_and_what_is_worked_on_is_finished():
    lab, rules = {"lab": weak("science")}, {**RULE, "upkeep.patience_days": 300.0}
    for until, given_up in ((399.0, 0), (401.0, 1)):
        assert run(lab, fails_on(lab=100.0), until, rules=rules).trace.upkeep.given_up == given_up
    slow = {**rules, "upkeep.repair_hours": 8.0 * LIT * 400.0}
    alone = run(lab | {"arm": ARM}, fails_on(lab=100.0), rules=slow)
    assert gaps(alone, "science") == [pytest.approx((100.0, 510.0))]
    assert alone.trace.upkeep.given_up == 0


def test_what_has_been_given_up_is_not_mended_by_hands_that_come_later():
    late = {"lab": weak("science"), "arm": asset("power", hands=1, commissioning_days=500.0)}
    # Its replacement comes on day 1,501.
    alone = run(late, fails_on(lab=100.0), 1_500.0, rules={**RULE, "upkeep.patience_days": 300.0})
    assert gaps(alone, "science") == [(pytest.approx(100.0), math.inf)]
    assert alone.trace.upkeep.mended == 0


def test_after_the_end_of_support_nobody_mends_anything():
    items = {"arm": ARM, "lab": weak("science"), "rover": weak("rover")}
    rules = {**RULE, "upkeep.end_of_support": "2026-11-01"}
    alone = run(items, fails_on(lab=100.0, rover=150.0), crew_pairs=1, rules=rules)
    # Day 123: both the one that is being mended and the one that fails later stay as they are.
    assert gaps(alone, "science") == [(pytest.approx(100.0), math.inf)]
    assert gaps(alone, "rover") == [(pytest.approx(150.0), math.inf)]
    assert alone.trace.upkeep.mended == alone.trace.upkeep.given_up == 0


def test_a_failure_of_the_bus_takes_all_power_down_until_its_cause_is_known():
    items = {
        "weak": weak("power", power_kw=5.0, night_power_kw=5.0),
        "strong": asset("storage", power_kw=9.0, night_power_kw=9.0),
    }
    alone = run(items, fails_on(weak=100.0), rules={**RULE, "upkeep.bus_failure_share": 1.0})
    assert [kw for _, kw in alone.trace.power_kw][-3:] == [9.0, 0.0, 9.0]
    assert [day for day, _ in alone.trace.power_kw][-2:] == pytest.approx([100.0, 110.0])
    without = run(items, fails_on(weak=100.0))
    assert [kw for _, kw in without.trace.power_kw][-1] == 9.0
    assert 0.0 not in dict(without.trace.power_kw).values()


def test_an_asset_may_take_a_share_of_spares_of_its_own():
    rules = {**RULE, "upkeep.spares_per_repair": 0.02, "upkeep.first_spares_share": 0.05}

    def used(**known):
        alone = run({"arm": ARM, "lab": weak("science", mass_kg=1_000.0, **known)}, fails_on(lab=100.0), rules=rules)
        return alone.trace.upkeep.stocks["spares"].used_kg

    assert used() == pytest.approx(20.0)
    assert used(spares_share=0.05) == pytest.approx(50.0)
