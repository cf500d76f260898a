"""Why late: the critical path through missions that wait for each other, causes switched off, and what they cost."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.scenario.declare.records import Records
from lunarsim.world.causes import CAUSES, along_the_path, attribute
from lunarsim.world.history.flight_outcomes import LAUNCH_FAILURE, PARTIAL, SUCCESS
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.history.trace import MILESTONES
from lunarsim.world.simulate import simulate
from tests.scenario.building import LAPSED, NO_WAITS, scenario_of
from tests.world.running import FixedDraws, campaign_of, run, runs
from tests.world.variants import ALWAYS_PARTIAL, EACH, variant_of

DAYS = st.floats(-1_000, 5_000)


@given(st.floats(-5_000, 10_000), st.dictionaries(st.sampled_from(CAUSES), DAYS), st.sampled_from(CAUSES))
def test_the_parts_of_a_delay_add_up_to_it(delay, waits, final_cause):
    parts = attribute(delay, waits, final_cause)
    assert math.fsum(parts.values()) == pytest.approx(delay, abs=1e-6)


@given(st.floats(0, 3_000), st.floats(0, 3_000), st.floats(0, 3_000), st.floats(0, 3_000), st.floats(0, 500))
def test_a_wait_for_another_mission_is_attributed_to_the_other_s_causes_and_adds_up(planned, late, own, before, after):
    transit = 4.0
    need = MissionRecord(before, SUCCESS, before + late, {"slip": late / 2, "vehicle": late / 2})
    free = max(planned + own, before + late + transit)
    waits = {"slip": own, "prerequisite": free - planned - own, "pad": after}
    held = free > planned + own
    freed = {cause: days for cause, days in waits.items() if cause != "pad"}
    record = MissionRecord(planned, SUCCESS, free + after, waits)
    if held:
        record.held_up_by, record.waits_when_freed = "need", freed
    path = along_the_path(waits, record, {"need": need}, transit, 9_999.0)
    assert math.fsum(path.values()) == pytest.approx(free + after - planned, abs=1e-6)
    assert path["pad"] == after
    if held:
        # Only what the plan itself lacked stays a matter of the order; own slip before that was slack.
        assert path.get("prerequisite", 0.0) <= max(before + transit - planned, 0.0) + 1e-6
        assert path.get("slip", 0.0) <= late / 2 + 1e-6
        assert path.get("vehicle", 0.0) <= late / 2 + 1e-6
    else:
        assert path == waits


def test_a_station_that_waits_for_a_late_survey_is_late_by_the_survey_s_slip():
    changes = NO_WAITS | {"waits.slip": True, "waits.prerequisite": True, "plant.units": 0}
    late = FixedDraws(normals={("change_8", "slip"): 6.0})
    built = scenario_of(changes | {f"programs.{name}.slip_ln_mean": 0.0 for name in ("china", "russia")})
    trace = simulate(built, late)
    record = trace.flights.missions["ilrs_1"]
    assert record.held_up_by == "change_8"
    assert record.waits["prerequisite"] > 1_000
    parts = {cause: days for cause, days in trace.delay_days["station_basic"].items() if abs(days) > 1e-6}
    assert set(parts) == {"slip"}
    assert parts["slip"] > 1_000


def test_an_open_wait_at_the_horizon_is_attributed_to_what_the_other_mission_waits_for():
    never = {"waits.prerequisite": True, "waits.vehicle": True, "vehicles.long_march_5.launches_per_year": 0.01,
             "missions.change_8.launches": 2, "missions.change_8.launch_mass_kg": 8200, "plant.units": 0}  # fmt: skip
    trace = simulate(scenario_of(NO_WAITS | never), FixedDraws())
    assert "station_basic" not in trace.milestone_day
    assert trace.delay_days["station_basic"]["vehicle"] > 5_000
    assert abs(trace.delay_days["station_basic"].get("prerequisite", 0.0)) < 1e-6


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_that_is_switched_off_delays_nothing(cause):
    for trace in runs(scenario_of({f"waits.{cause}": False}), 15):
        for parts in trace.delay_days.values():
            assert parts.get(cause, 0.0) == pytest.approx(0.0, abs=1e-6)


def lone_lander(changes):
    """Return a scenario in which all that makes a station work comes with one mission, and nothing is shared."""
    unshared = {
        "waits.vehicle": False,
        "waits.pad": False,
        "waits.window": False,
        "plant.units": 0,
        "station.trial_days": 30,
    }
    built = scenario_of(unshared | changes)
    asset = dataclasses.replace(built.assets["change_8_robot"], functions=("relay", "command", "rover"), needs=())
    mission = dataclasses.replace(built.missions["change_8"], needs=(), window="none", assets=("change_8_robot",))
    assets = Records({**built.assets, "change_8_robot": asset})
    return dataclasses.replace(built, missions=Records({"change_8": mission}), assets=assets)


# Causes that work on each other leave no division of a delay by which each would cover what its absence wins: a day of
# slip that misses a window costs a month, a short budget stretches the slip as well, a lost lander exposes the next to
# another launch, a day less of commissioning may let a failure fall into the trial, what takes longer is given up and
# restarted later. So one at a time is looked at.
@pytest.mark.parametrize("cause", CAUSES)
def test_without_shared_vehicles_and_pads_a_cause_costs_at_least_what_its_absence_would_win(cause):
    causes = {"waits.repair": cause == "repair", "waits.budget": cause == "budget"}
    causes |= {"waits.slip": False, "programs.china.budget_multiplier": 0.8} if cause == "budget" else {}
    causes |= {"waits.shelving": False} if cause in ("slip", "budget") else {}
    full, without = runs(lone_lander(causes), 80), runs(lone_lander(causes | {f"waits.{cause}": False}), 80)
    won = 0
    for late, better in zip(full, without, strict=True):
        lost = {
            flight.outcome == LAUNCH_FAILURE
            for flight in late.flights.flown
            if flight.outcome not in (SUCCESS, PARTIAL)
        }
        if "station_working" in late.milestone_day and len(lost) < 2:
            day = late.milestone_day["station_working"]
            gain = day - better.milestone_day.get("station_working", better.horizon_days)
            assert gain <= late.delay_days["station_working"].get(cause, 0.0) + 1e-6
            won += gain > 1.0
    assert won > 0 or cause not in ("slip", "budget", "launch_failure", "landing_failure", "commissioning")


@EACH
def test_the_causes_of_a_delay_add_up_to_it_and_never_reached_counts_to_the_horizon(variant):
    late, plan = variant_of(variant), variant_of(variant, NO_WAITS)
    planned = {name: day for name, day in run(plan).milestone_day.items() if name in MILESTONES}
    never = 0
    for trace in runs(late, 25):
        assert trace.delay_days.keys() == planned.keys()
        for name, parts in trace.delay_days.items():
            day = trace.milestone_day.get(name, trace.horizon_days)
            never += name not in trace.milestone_day
            assert math.fsum(parts.values()) == pytest.approx(day - planned[name], abs=1e-6)
            assert parts.keys() <= set(CAUSES)
            early = {cause for cause, days in parts.items() if days < -1e-6}
            assert early <= {"slip", "budget", "commissioning"}
    assert never > 0


def test_what_a_partial_landing_left_out_is_flown_again_and_delays_by_the_landing():
    changes = NO_WAITS | {
        "waits.landing_failure": True,
        "plant.units": 1,
        **ALWAYS_PARTIAL,
    }
    trace = run(scenario_of(changes))
    parts = {cause: days for cause, days in trace.delay_days["first_product"].items() if abs(days) > 1e-6}
    assert set(parts) == {"landing_failure"}
    assert parts["landing_failure"] >= 120.0


def test_what_the_horizon_cuts_off_counts_to_the_wait_that_is_open():
    never_built = {**NO_WAITS, "waits.vehicle": True, "vehicles.long_march_9.built_probability": 0.0}
    parts = run(scenario_of(never_built)).delay_days["first_product"]
    assert {cause for cause, days in parts.items() if abs(days) > 1e-6} == {"vehicle"}


def test_what_a_mission_waited_for_adds_up_to_its_last_launch():
    built = scenario_of({**LAPSED, "programs.china.landing_odds_multiplier": 0.3})
    again = 0
    for trace in runs(built, 20):
        for key, record in trace.flights.missions.items():
            rebuilding = record.waiting_since < math.inf
            if record.outcome in (SUCCESS, PARTIAL) and not rebuilding:
                assert record.planned_day + sum(record.waits.values()) == pytest.approx(record.launched_day, abs=1e-6)
                again += sum(flight.mission == key for flight in trace.flights.flown) > 1
    assert again > 10


def test_a_wait_that_is_over_does_not_grow_until_the_horizon():
    # Ready a month before the horizon: the flights have begun, and the product is never made.
    changes = NO_WAITS | {"waits.slip": True, "waits.readiness": True, "flowsheet.readiness_years": 29.9}
    built = scenario_of(changes)
    late = FixedDraws(normals={("mine_cargo", "slip"): 0.3})
    campaign = campaign_of(built, late)
    trace = campaign.run()
    waits = trace.mine.record.waits
    assert any(flight.purpose == "plant" for flight in trace.flights.flown)
    assert "first_product" not in trace.milestone_day
    parts = simulate(built, late).delay_days["first_product"]
    assert parts["readiness"] == pytest.approx(waits["readiness"])
    assert 0 < parts["slip"] < waits["slip"]


@pytest.mark.parametrize("cause", ["repair", "commissioning", "slip"])
@pytest.mark.parametrize("horizon", [5.0, 7.0, 9.0, 12.0])
def test_what_a_near_horizon_cuts_off_is_not_attributed_to_a_cause_that_is_off(cause, horizon):
    for trace in runs(scenario_of({f"waits.{cause}": False, "timeline.horizon_years": horizon, "plant.units": 0}), 60):
        for parts in trace.delay_days.values():
            assert parts.get(cause, 0.0) == pytest.approx(0.0, abs=1e-6)
