"""Commissioning by hands: who works on what has come, how long that takes, and what it is booked on."""

import pytest

from lunarsim.world.history.upkeep import hours_of
from tests.world.test_station import asset, online, station
from tests.world.upkeep.test_repairs import ARM, LIT, RULE, fails_on, gaps, weak
from tests.world.upkeep.test_repairs import run as run_repairs

RULES = {**RULE, "waits.commissioning": True, "upkeep.lander_hands_share": 0.25}
HOURS = 240.0
ROBOT_DAYS = HOURS / (8.0 * LIT)
CREW_DAYS = HOURS / 6.0
HEAVY = asset("science", commissioning_hours=HOURS)
"""Its automatic deployment takes ten days."""


def run(deliveries, draws=None, rules=RULES, **known):
    return run_repairs(deliveries, draws or fails_on(), rules=rules, **known)


def late(alone, name):
    (item,) = [item for item in alone.station.online() if item.hardware.asset == name]
    return item.waits["commissioning"]


@pytest.mark.parametrize(
    ("deliveries", "known", "days"),
    [
        ({"arm": ARM}, {}, None),
        ({}, {}, 4.0 * ROBOT_DAYS),
        ({}, {"contact": 0.5}, 8.0 * ROBOT_DAYS),
        ({}, {"crew_pairs": 1}, CREW_DAYS),
        ({}, {"crew_pairs": 3}, CREW_DAYS),
    ],
)
def test_hands_work_at_their_rate_and_its_own_lander_where_there_are_none(deliveries, known, days):
    alone = run(deliveries | {"lab": HEAVY}, **known)
    if days is None:
        # The arm itself takes ten days to work, in which the lander of the laboratory has begun.
        days = 10.0 + ROBOT_DAYS - 10.0 * 0.25
    assert online(alone)["lab"] == pytest.approx(days)
    assert late(alone, "lab") == pytest.approx(days - 10.0)


def test_commissioning_is_never_shorter_than_its_own_days():
    light = asset("science", commissioning_hours=1.0)
    alone = run({"lab": light}, crew_pairs=1)
    assert online(alone)["lab"] == 10.0
    assert late(alone, "lab") == 0.0


def test_what_deploys_by_itself_asks_for_no_hands():
    alone = run({"lab": asset("science")}, contact=0.0)
    assert online(alone)["lab"] == 10.0
    assert alone.trace.upkeep.commissioning_spells == []


def test_without_contact_and_crew_nobody_works_on_it():
    alone = run({"lab": HEAVY}, contact=0.0)
    assert "lab" not in online(alone)
    alone.station.record_for_delays()
    # Its ten days are no wait.
    assert alone.trace.open_waits["lab"].cause == "commissioning"
    assert alone.trace.open_waits["lab"].since == 10.0


@pytest.mark.parametrize("switch", ["waits.commissioning", "waits.repair"])
def test_hands_are_always_at_hand_where_commissioning_waits_for_nothing_or_nothing_fails(switch):
    alone = station({"lab": (0.0, HEAVY)}, known={"crew_pairs": 0} if switch == "waits.commissioning" else {},
                    **{**RULES, switch: False})  # fmt: skip
    assert online(alone)["lab"] == 10.0


def test_a_repair_that_is_more_important_takes_the_hands_and_a_less_important_one_waits_for_them():
    # The arm is there from day 10 on; the laboratory fails on day 100, its diagnosis takes ten days.
    def both(priority):
        new = asset("isru", commissioning_hours=HOURS, priority=3)
        deliveries = {"arm": ARM, "lab": weak("science", priority=priority)}
        all_of_them = {name: (0.0, item) for name, item in deliveries.items()} | {"new": (109.0, new)}
        alone = station(all_of_them, draws=fails_on(lab=100.0), known={"crew_pairs": 0, "contact": 1.0}, **RULES)
        return online(alone)["new"], gaps(alone, "science")[0][1]

    new, repaired = both(1)
    assert repaired == pytest.approx(110.0 + ROBOT_DAYS)
    # A day of the arm, then its lander by itself until the arm is back.
    assert new == pytest.approx(repaired + ROBOT_DAYS - 1.0 - 0.25 * ROBOT_DAYS)
    new, repaired = both(9)
    assert new == pytest.approx(109.0 + ROBOT_DAYS)
    assert repaired == pytest.approx(new + ROBOT_DAYS)


def test_a_longer_deployment_takes_more_hours_as_well():
    alone = run({"lab": HEAVY}, rules={**RULES, "station.commissioning_multiplier": 2.0}, crew_pairs=1)
    assert online(alone)["lab"] == pytest.approx(2.0 * CREW_DAYS)
    assert late(alone, "lab") == pytest.approx(2.0 * CREW_DAYS - 10.0)


def test_more_hours_take_longer_and_its_days_stay_as_they_are():
    rules = {**RULES, "upkeep.commissioning_hours_multiplier": 3.0}
    alone = run({"lab": HEAVY, "light": asset("isru")}, rules=rules, crew_pairs=1)
    assert online(alone) == pytest.approx({"lab": 3.0 * CREW_DAYS, "light": 10.0})


def test_the_hours_that_are_worked_are_those_that_it_takes():
    alone = run({"arm": ARM, "lab": HEAVY})
    spells = alone.trace.upkeep.commissioning_spells
    assert sum(spell.hours for spell in spells) == pytest.approx(HOURS)
    assert {spell.what for spell in spells} == {"by lander", "by robot"}
    assert hours_of(alone.trace.upkeep.spells, "by robot") == 0.0
