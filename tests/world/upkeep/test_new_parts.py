"""Parts of a station that cargo flights bring and no mission: when they fly, with what, and what becomes of them."""

import dataclasses

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from lunarsim.world.baseline.planned_dates import as_planned
from lunarsim.world.feasibility.checks import impossible
from lunarsim.world.feasibility.prerequisites import needs_can_be_met
from lunarsim.world.feasibility.shortfalls import shortfalls
from lunarsim.world.history.flight_outcomes import DESCENT_FAILURE, PARTIAL
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.prepared import prepare
from lunarsim.world.station.hardware import Item
from lunarsim.world.upkeep.packing import Cargo, NewParts
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.parts import station_alone
from tests.world.running import FixedDraws, run
from tests.world.test_station import CARRIER, asset
from tests.world.upkeep.test_cargo_flights import FirstSaved
from tests.world.upkeep.test_orders import BASE, LAB, RULE

CAPACITY_KG = 5_000.0
FROM = {"station.parts_from": "2029-03-27"}
READY = 1_000.0
CALM = {"upkeep.first_spares_share": 0.0, "upkeep.flight_interval_days": 100.0}


def fly(parts, until=2_000.0, draws=None, outcomes=(), more=(), **changes):
    """Run a station by itself with parts that cargo flights bring, by name."""
    rules = {"waits.prerequisite": True, "waits.power": True, "plant.units": 0, "assets.queqiao_2.present": False}
    base = scenario_of(NO_WAITS | rules | RULE | CALM | FROM | changes)
    scenario = dataclasses.replace(
        base,
        station=dataclasses.replace(base.station, parts=tuple(parts)),
        assets={**base.assets, **parts},
    )
    alone = station_alone(scenario, draws or FixedDraws(), crew_pairs=1, carriers={"m": CARRIER})
    alone.landings.outcomes.extend(outcomes)
    for name, (day, item) in {**BASE, **dict(more)}.items():
        alone.clock.after(day, deliver, (alone, name, day, item))
    alone.clock.run(until)
    return alone


def deliver(what):
    alone, name, day, item = what
    alone.station.deliver(HardwareId(name, "m"), item, MissionRecord(day, waits={"slip": 0.0}))


def delivered(alone, parts):
    return [(each.day, each.asset) for each in alone.trace.delivered if each.asset in parts]


LASTING = {"life_years": 100.0}
PART = HardwareId("part", "upkeep")


def test_parts_fly_on_the_first_regular_flight_from_their_date_on_by_priority_and_as_far_as_the_lander_carries():
    parts = {
        "light": asset("science", mass_kg=1_000.0, priority=5, **LASTING),
        "heavy": asset("science", mass_kg=4_500.0, priority=5, **LASTING),
        "urgent": asset("science", mass_kg=2_000.0, priority=1, **LASTING),
    }
    alone = fly(parts)
    assert delivered(alone, parts) == [(1_030.0, "urgent"), (1_030.0, "light"), (1_130.0, "heavy")]
    assert [flight.landed_kg for flight in alone.trace.upkeep.flights] == [{"parts": 3_000.0}, {"parts": 4_500.0}]
    assert alone.trace.online_day["urgent"] == 1_040.0
    # They are no upkeep: nothing has been ordered or replaced.
    assert (alone.trace.upkeep.ordered, alone.trace.upkeep.delivered_kg) == ([], 0.0)
    assert all(order.hardware_kg > order.landed_kg for order in alone.landings.orders)


def test_no_part_flies_before_another_one_that_it_needs():
    parts = {
        "user": asset("science", mass_kg=3_000.0, priority=1, needs=("isru",), **LASTING),
        "giver": asset("isru", mass_kg=3_000.0, priority=9, **LASTING),
    }
    alone = fly(parts)
    assert delivered(alone, parts) == [(1_030.0, "giver"), (1_130.0, "user")]
    # Where a mission has brought what it needs, it goes by its own priority.
    alone = fly(parts, more=[("plant", (0.0, asset("isru", **LASTING)))])
    assert delivered(alone, parts) == [(1_030.0, "user"), (1_130.0, "giver")]


def test_parts_and_replacements_share_a_lander_and_compete_for_it():
    old = dataclasses.replace(LAB, mass_kg=3_000.0, priority=1)
    # Ordered after two years on day 740.5, built 400 days later.
    parts = {"new": asset("science", mass_kg=2_500.0, **LASTING)}
    together = {"station.parts_from": "2029-08-20"}
    alone = fly(parts, more=[("old", (0.0, old))], **together)
    assert [flight.landed_kg for flight in alone.trace.upkeep.flights][:2] == [
        {"hardware": 3_000.0},
        {"parts": 2_500.0},
    ]
    light = {"new": dataclasses.replace(parts["new"], mass_kg=2_000.0)}
    alone = fly(light, more=[("old", (0.0, old))], **together)
    assert alone.trace.upkeep.flights[0].landed_kg == {"hardware": 3_000.0, "parts": 2_000.0}


def test_a_part_that_is_lost_is_built_and_flown_again_and_its_wait_is_booked_on_the_loss():
    parts = {"part": asset("science", mass_kg=2_000.0, **LASTING)}
    alone = fly(parts, outcomes=[DESCENT_FAILURE])
    assert [flight.lost_kg for flight in alone.trace.upkeep.flights] == [{"parts": 2_000.0}, {}]
    # Lost on day 1,030, ready on day 1,430, flown with the regular flight of day 1,500.
    assert delivered(alone, parts) == [(1_530.0, "part")]
    (item,) = [each for each in alone.station.online() if each.hardware.asset == "part"]
    assert item.waits["landing_failure"] == 500.0


def test_a_part_that_is_lost_keeps_what_it_had_waited_for_before():
    parts = NewParts([Cargo(PART, Item(PART, LAB, 0.0, None))], READY)
    parts.lost(PART.text, "landing_failure", 1_300.0, {"vehicle": 270.0})
    parts.launched(PART.text, 1_800.0)
    record = parts.landed(PART.text, MissionRecord(1_800.0, waits={"pad": 20.0}))
    assert record.waits == {"pad": 20.0, "vehicle": 270.0, "landing_failure": 500.0}


def test_of_a_partial_landing_what_is_saved_comes_and_the_rest_flies_again():
    parts = {f"part_{n}": asset("science", mass_kg=2_000.0 - n, **LASTING) for n in range(2)}
    alone = fly(parts, draws=FirstSaved(), outcomes=[PARTIAL])
    assert delivered(alone, parts) == [(1_030.0, "part_0"), (1_530.0, "part_1")]


def test_a_part_is_replaced_like_other_hardware():
    alone = fly({"part": dataclasses.replace(LAB, mass_kg=100.0)}, 2_600.0)
    assert [name for _, name in alone.trace.upkeep.ordered] == ["upkeep/part"]
    flown = [set(flight.landed_kg) & {"parts", "hardware"} for flight in alone.trace.upkeep.flights]
    assert [each for each in flown if each] == [{"parts"}, {"hardware"}]


def test_no_replacement_is_ordered_where_a_part_is_to_come_in_its_place():
    rover = asset("rover", life_years=2.0, kind="rover")
    parts = {"new": dataclasses.replace(rover, mass_kg=500.0, life_years=50.0)}
    keep_one = {"upkeep.kept_at_work": 1}
    more = [("rover", (0.0, rover))]
    assert fly(parts, 1_500.0, more=more, **keep_one).trace.upkeep.ordered == []
    late = keep_one | {"station.parts_from": "2040-01-01"}
    assert [name for _, name in fly(parts, 1_500.0, more=more, **late).trace.upkeep.ordered] == ["m/rover"]


DOES = st.sets(st.sampled_from(["science", "isru", "robot"]), min_size=1, max_size=2)
ASSETS = st.builds(
    lambda mass_kg, priority, does, needs: asset(
        *does, mass_kg=mass_kg, priority=priority, needs=tuple(needs - {*does}), **LASTING
    ),
    st.floats(1.0, CAPACITY_KG),
    st.integers(1, 9),
    DOES.map(lambda does: tuple(sorted(does))),
    st.sets(st.sampled_from(["science", "isru", "robot", "command"]), max_size=2),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ASSETS, min_size=1, max_size=9), st.lists(st.sampled_from([1, 5]), max_size=4))
def test_each_part_comes_once_no_landing_is_overloaded_and_none_flies_before_what_it_needs(assets, outcomes):
    parts = {f"part_{number}": each for number, each in enumerate(assets)}
    alone = fly(parts, 9_000.0, outcomes=[DESCENT_FAILURE if outcome == 5 else 1 for outcome in outcomes])
    came = delivered(alone, parts)
    assert sorted(name for _, name in came) == sorted(parts)
    for flight in alone.trace.upkeep.flights:
        assert sum((*flight.landed_kg.values(), *flight.lost_kg.values())) <= CAPACITY_KG * (1 + 1e-12)
    # What it needs has been launched by then, unless both need each other.
    day = {name: when for when, name in came}
    if not outcomes:
        for name, each in parts.items():
            for need in each.needs:
                givers = [other for other in parts if need in parts[other].functions]
                # Those that need nothing themselves are in no circle.
                if givers and all(not parts[giver].needs for giver in givers):
                    assert min(day[giver] for giver in givers) <= day[name]


LISTED = ("kilopower_10kw", "full_scale_excavator", "landing_pad", "base_communications")
OWN = {f"assets.{name}.program": "china" for name in LISTED}
GIVEN = OWN | {"station.parts": LISTED[:2], "station.parts_from": "2036-01-01"}


def test_without_waits_the_parts_come_as_planned_to_the_day():
    scenario = scenario_of(NO_WAITS | GIVEN | {"upkeep.flight_interval_days": 200.0})
    planned = {
        item.hardware.asset: day
        for day, item in as_planned(scenario, prepare(scenario), scenario.station)
        if item.hardware.asset in LISTED
    }
    assert planned.keys() == {*LISTED[:2]}
    trace = run(scenario, 1)
    assert {name: trace.station.online_day[name] for name in planned} == pytest.approx(planned)


def test_what_is_planned_is_not_shared_with_a_scenario_whose_parts_fly_later():
    scenario = scenario_of(GIVEN)
    first = prepare(scenario)
    # The same libraries, and another station.
    station = dataclasses.replace(scenario.station, parts_from="2040-01-01")
    assert not first.fits(dataclasses.replace(scenario, station=station))
    assert first.fits(dataclasses.replace(scenario, station=dataclasses.replace(scenario.station, trial_days=90.0)))


def test_a_station_without_parts_flies_as_before():
    scenario = scenario_of()
    assert scenario.station.parts == ()
    later = scenario_of({"station.parts_from": "2050-01-01"})
    assert run(scenario, 4).station.delivered == run(later, 4).station.delivered


@pytest.mark.parametrize(
    ("changes", "place", "says"),
    [
        ({"station.parts": ("landing_pad",), "assets.landing_pad.mass_kg": 6_000.0}, "station.parts",
         "holds landing_pad of 6000 kg, a lander of Long March 10 "
         "brings down 5000 kg; set station.cargo_vehicle=long_march_9"),
        ({"station.parts": ("landing_pad",), "assets.landing_pad.mass_kg": 90_000.0}, "station.parts",
         "holds landing_pad of 90000 kg, a lander of Long March 10 brings down 5000 kg; "
         "set assets.landing_pad.mass_kg=5000"),
        ({"station.parts": ("queqiao_2",)}, "station.parts", "holds queqiao_2, which works at the start"),
        ({"station.parts": ("queqiao_3",)}, "station.parts", "holds queqiao_3, which missions.queqiao_3 brings"),
        ({"station.parts": ("kilopower_10kw",) * 2}, "station.parts",
         "holds kilopower_10kw 2 times; add another one like it: +assets.NEW={like: kilopower_10kw}"),
        ({"station.parts": ("fission_40kw",), "assets.fission_40kw.mass_kg": 100.0}, "station.parts",
         "holds fission_40kw of usa, but china flies it; set assets.fission_40kw.program=china"),
    ],
)  # fmt: skip
def test_what_can_never_be_packed_is_a_fault_with_a_remedy(changes, place, says):
    faults = [(fault.path, fault.problem) for fault in impossible(scenario_of(OWN | changes))]
    assert any(key == place and problem.startswith(says) for key, problem in faults), faults


def test_a_part_that_needs_what_never_comes_is_a_fault_unless_another_part_brings_it():
    scenario = dataclasses.replace(scenario_of(GIVEN | {"station.parts": ("kilopower_10kw",)}), missions={})
    assert [fault.problem for fault in needs_can_be_met(scenario)] == [
        "needs command, which nothing in this scenario offers; set assets.kilopower_10kw.needs=[]"
    ]
    both = dataclasses.replace(scenario.station, parts=("kilopower_10kw", "base_communications"))
    assert list(needs_can_be_met(dataclasses.replace(scenario, station=both))) == []


def test_parts_that_a_cancelled_mission_would_have_brought_can_be_packed():
    assert impossible(scenario_of(GIVEN)) == []
    assets = scenario_of().missions["ilrs_energy_1"].assets
    (twice,) = [fault for fault in impossible(scenario_of({"station.parts": assets[:1]})) if "brings" in fault.problem]
    assert twice.problem == f"holds {assets[0]}, which missions.ilrs_energy_1 brings; set station.parts=[]"
    instead = scenario_of({"station.parts": assets[:1], "missions.ilrs_energy_1.cancelled": True})
    assert not [fault for fault in impossible(instead) if "brings" in fault.problem]


def test_parts_that_can_fly_only_after_the_end_are_told():
    (told,) = shortfalls(scenario_of(GIVEN | {"station.parts_from": "2070-01-01"}))
    assert told == (
        "kilopower_10kw, full_scale_excavator can fly only after the end of the timeline 2056-07-01 "
        "(station.parts_from); set timeline.horizon_years=44"
    )


def test_parts_that_can_fly_only_after_the_end_of_support_are_told():
    (told,) = shortfalls(scenario_of(GIVEN | {"upkeep.end_of_support": "2034-01-01"}))
    assert told.startswith("kilopower_10kw, full_scale_excavator can fly only after the end of support 2034-01-01")
    assert shortfalls(scenario_of(GIVEN | {"upkeep.end_of_support": "2040-01-01"})) == ()
    # Where nothing fails, nothing ends their flights.
    assert shortfalls(scenario_of(GIVEN | {"upkeep.end_of_support": "2034-01-01", "waits.repair": False})) == ()
