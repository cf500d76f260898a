"""Replacements: what is replaced, when, and how one takes over from the other."""

import math

import pytest

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.history.flight_outcomes import CRUISE_FAILURE
from lunarsim.world.station.functions import bits
from tests.world.running import FixedDraws
from tests.world.test_station import MENDED_AFTER, asset, station

RULE = {
    **MENDED_AFTER,
    "station.trial_days": 20.0,
    "upkeep.replacement_days": 400.0,
    "upkeep.replacement_ln_sd": 0.0,
    "upkeep.flight_interval_days": 1.0,
    "upkeep.first_spares_share": 0.0,
}
"""Built in 400 days, flown in 30 and commissioned in 10."""

TAKES = 400.0 + 30.0 + 10.0
BASE = {
    "relay": (0.0, asset("relay", life_years=100.0)),
    "command": (0.0, asset("command", life_years=100.0)),
    "rover": (0.0, asset("rover", life_years=100.0)),
}
"""It works from day 30 on, and replaces none of this within a century."""

LAB = asset("science", life_years=2.0)
DUE = 10.0 + 2.0 * DAYS_PER_YEAR
WORN = 10.0 + 1.6 * 2.0 * DAYS_PER_YEAR


def run(more, until=6_000.0, draws=None, **changes):
    known = changes.pop("known", {})
    outcomes = changes.pop("outcomes", ())
    rules = {**RULE, **changes}
    deliveries = BASE | {name: (0.0, item) if not isinstance(item, tuple) else item for name, item in more.items()}
    return station(deliveries, until, draws=draws or FixedDraws(), known=known, outcomes=outcomes, **rules)


def ordered(alone):
    return alone.trace.upkeep.ordered


def works(alone, function, day):
    functions = 0
    for since, offered in alone.trace.functions:
        if since <= day:
            functions = offered
    return functions & bits((function,)) != 0


def test_hardware_is_replaced_at_its_design_life_and_the_replacement_at_its_own():
    alone = run({"lab": LAB}, 3_200.0)
    days = [DUE + number * (2.0 * DAYS_PER_YEAR + TAKES) for number in range(3)]
    assert [name for _, name in ordered(alone)] == ["m/lab", "m~2/lab", "m~3/lab"]
    assert [day for day, _ in ordered(alone)] == pytest.approx(days, abs=2.5)
    # Worn out on day 1,179, replaced on day 1,180.
    assert not works(alone, "science", WORN + 0.5)
    assert works(alone, "science", DUE + TAKES + 0.5)


def test_another_age_of_replacement_moves_the_order():
    alone = run({"lab": LAB}, **{"upkeep.replace_at_age": 0.7})
    assert ordered(alone)[0] == (pytest.approx(10.0 + 0.7 * 2.0 * DAYS_PER_YEAR), "m/lab")


def test_a_replacement_takes_over_at_once_so_that_nothing_sees_a_gap():
    long_lived = asset("science", life_years=5.0)
    alone = run({"lab": long_lived}, 10.0 + 5.0 * DAYS_PER_YEAR + TAKES + 100.0)
    assert len(ordered(alone)) == 1
    science = [functions & bits(("science",)) for day, functions in alone.trace.functions if day > 10.0]
    assert works(alone, "science", 10.0)
    assert all(science)
    labs = [item for item in alone.station.online() if item.hardware.asset == "lab"]
    assert [item.hardware.mission for item in labs] == ["m~2"]


def test_a_replacement_of_a_consumer_asks_for_no_margin_beyond_what_its_predecessor_took():
    source = asset("power", power_kw=1.2, night_power_kw=1.2, life_years=100.0)
    lab = asset("science", life_years=2.0, load_kw=1.0)
    alone = run({"source": source, "lab": (20.0, lab)}, 5_000.0)
    assert len(ordered(alone)) >= 2
    assert max(kw for _, kw in alone.trace.load_kw) == 1.0
    assert works(alone, "science", 10.0 + DUE + 2.0 * TAKES)


def test_what_is_given_up_is_replaced_from_that_day_on():
    weak = asset("science", mtbf_years=1.0, life_years=100.0)
    fails = 10.0 + DAYS_PER_YEAR * math.log(2.0)
    rules = {"upkeep.robot_repairable_share": 0.0}
    alone = run({"lab": weak}, 1_000.0, known={"crews_to_come": False, "crew_pairs": 0}, **rules)
    assert ordered(alone) == [(pytest.approx(fails + 150.0), "m/lab")]
    assert works(alone, "science", fails + 150.0 + TAKES + 1.0)


def test_what_is_given_up_while_its_replacement_waits_for_what_it_needs_is_not_ordered_twice():
    lab = asset("science", life_years=2.0, needs=("isru",))
    isru = asset("isru", life_years=2.5, kind="craft")
    alone = run({"lab": lab, "isru": isru}, 5_000.0)
    # The plant ends for good before the second replacement comes, which waits for it while the first one wears out.
    assert [name for _, name in ordered(alone)] == ["m/lab", "m~2/lab"]
    assert works(alone, "science", DUE + TAKES)
    assert not works(alone, "science", 4_900.0)


@pytest.mark.parametrize(
    ("item", "is_replaced"),
    [
        (LAB, True),
        (asset("relay", life_years=2.0, kind="satellite", landed=False), True),
        (asset("science", life_years=2.0, kind="satellite", landed=False), False),
        (asset("science", life_years=2.0, kind="craft"), False),
        (asset("science", life_years=0.5), False),
        (asset(life_years=2.0), False),
    ],
)
def test_what_belongs_to_the_station_is_replaced_and_missions_by_themselves_are_not(item, is_replaced):
    alone = run({"x": item}, 1_000.0)
    assert bool(ordered(alone)) == is_replaced


def test_nothing_is_replaced_before_the_first_equipment_of_a_station_works():
    satellite = asset("relay", life_years=2.0, kind="satellite", landed=False)
    rovers = {name: (3_000.0, item) for name, (_, item) in BASE.items()}
    alone = run(rovers | {"relay": satellite}, 4_000.0)
    # It was due on day 741; the equipment begins to work on day 3,010.
    assert ordered(alone) == [(pytest.approx(3_010.0), "m/relay")]


def test_what_is_lost_before_the_station_works_is_replaced_so_that_it_can_work():
    late = {"rover": (3_000.0, asset("rover", life_years=100.0)), "command": asset("command", life_years=2.0)}
    alone = run(late, 4_000.0)
    assert ordered(alone)[0][1] == "m/command"
    assert "station_working" in alone.trace.milestone_day


def test_nothing_is_replaced_after_the_end_of_support():
    alone = run({"lab": LAB}, 6_000.0, **{"upkeep.end_of_support": "2030-01-01"})
    # Day 1,280: the first replacement has come, its own one is not ordered any more.
    assert [name for _, name in ordered(alone)] == ["m/lab"]
    assert not works(alone, "science", 5_900.0)


def test_what_a_program_has_left_behind_is_not_replaced():
    partners = asset("science", life_years=2.0)
    alone = run({"lab": partners, "own": LAB}, 1_000.0, **{})
    assert {name for _, name in ordered(alone)} == {"m/lab", "m/own"}
    other = type(partners)(**{**vars(partners), "program": "russia"})
    alone = run({"lab": other, "own": LAB}, 1_000.0)
    assert {name for _, name in ordered(alone)} == {"m/own"}


# Satellites and rovers: some are kept at work.

SATELLITE = asset("relay", life_years=2.0, kind="satellite", landed=False)
LONG = asset("relay", life_years=50.0, kind="satellite", landed=False)


@pytest.mark.parametrize(("others", "kept", "is_replaced"), [(0, 1, True), (1, 1, False), (1, 2, True), (2, 2, False)])
def test_a_satellite_is_replaced_where_too_few_others_are_left(others, kept, is_replaced):
    more = {"relay": LONG} if others else {"relay": (0.0, asset("command", life_years=100.0))}
    more |= {f"other_{number}": LONG for number in range(1, others)}
    alone = run({"old": SATELLITE} | more, 1_000.0, **{"upkeep.kept_at_work": kept})
    assert bool(ordered(alone)) == is_replaced


def test_an_old_satellite_does_not_count_as_one_that_stays():
    more = {"relay": SATELLITE, "second": (200.0, SATELLITE)}
    alone = run(more, 1_100.0, **{"upkeep.kept_at_work": 1})
    # When the first is due the second is young; when that is due nothing young is left.
    assert [name for _, name in ordered(alone)] == ["m/second"]


def test_what_missions_are_to_bring_counts_and_is_looked_at_again_when_they_are_given_up():
    alone = run({"relay": SATELLITE}, 1_000.0, known={"to_come": 2})
    assert ordered(alone) == []
    given_up = run({"relay": SATELLITE}, 1_000.0, known={"to_come": 2, "given_up_day": 900.0})
    assert ordered(given_up) == [(900.0, "m/relay")]


def test_a_satellite_that_outlives_its_replacement_s_coming_works_on_beside_it():
    more = {"relay": asset("relay", life_years=4.0, kind="satellite", landed=False)}
    alone = run(more, 10.0 + 4.0 * DAYS_PER_YEAR + TAKES + 1.0)
    assert alone.station.relays == 2
    assert alone.station.balances()[0].providers(0) == 1


def test_the_last_hands_are_replaced_whatever_else_moves():
    robot = asset("robot", kind="rover", life_years=2.0, hands=1)
    rovers = {f"rover_{number}": asset("rover", life_years=100.0) for number in range(3)}
    assert [name for _, name in ordered(run({"robot": robot} | rovers, 1_000.0))] == ["m/robot"]
    idle = asset("robot", kind="rover", life_years=2.0)
    assert ordered(run({"robot": idle} | rovers, 1_000.0)) == []


def test_a_lost_satellite_is_built_again():
    alone = run({"relay": SATELLITE}, 3_000.0, outcomes=[CRUISE_FAILURE])
    ends = [flight.ended_day for flight in alone.trace.upkeep.flights]
    assert ends[:2] == pytest.approx([DUE + 430.0, DUE + 430.0 + 400.0 + 30.0])
    assert [bool(flight.landed_kg) for flight in alone.trace.upkeep.flights][:2] == [False, True]


# Groups: as many are kept at work as they need.

THREE_OF = {"kind": "satellite", "landed": False, "group": "links", "group_needed": 3}
YOUNG = asset("relay", life_years=50.0, **THREE_OF)


@pytest.mark.parametrize(("others", "is_replaced"), [(1, True), (2, True), (3, False)])
def test_a_piece_is_replaced_where_too_few_others_of_its_group_are_left(others, is_replaced):
    more = {f"link_{number}": YOUNG for number in range(others)}
    alone = run({"old": asset("relay", life_years=2.0, **THREE_OF)} | more, 1_000.0, **{"upkeep.kept_at_work": 1})
    assert bool(ordered(alone)) == is_replaced


def test_a_group_of_three_of_four_goes_on_after_two_have_come_to_their_end():
    old = asset("relay", life_years=2.0, **THREE_OF)
    others = {"link_1": old, "link_2": YOUNG, "link_3": YOUNG, "relay": (0.0, asset("command", life_years=100.0))}
    alone = run({"link_0": old} | others, 4_000.0, **{"upkeep.kept_at_work": 2})
    assert ordered(alone)
    assert works(alone, "relay", 3_900.0)


def test_of_a_group_what_missions_are_to_bring_counts_too():
    more = {"old": asset("relay", life_years=2.0, **THREE_OF), "link": YOUNG}
    assert ordered(run(more, 1_000.0, known={"to_come": 2}, **{"upkeep.kept_at_work": 1})) == []
    alone = run(more, 1_000.0, known={"to_come": 1}, **{"upkeep.kept_at_work": 1})
    assert [name for _, name in ordered(alone)] == ["m/old"]
