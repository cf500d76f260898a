"""Whole campaigns: plans that are kept, common random numbers, order, and directions."""

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest

from lunarsim.words.units import days_between
from lunarsim.world.history.flight_outcomes import LAUNCH_LOSSES, NOT_FLOWN, PARTIAL, SUCCESS
from lunarsim.world.history.trace import MILESTONES
from lunarsim.world.prepared import prepare
from lunarsim.world.simulate import simulate
from tests.scenario.building import LAPSED, NO_WAITS, scenario_of
from tests.world.running import NO_FAILURES, RecordingDraws, campaign_of, run, runs
from tests.world.variants import EACH, START, variant_of

# Without waits the plan is kept and nothing is left to chance.


@EACH
def test_without_waits_every_mission_that_flies_is_launched_on_its_planned_day_and_nothing_is_drawn(variant):
    as_planned = variant_of(variant, NO_WAITS)
    draws = RecordingDraws()
    trace = campaign_of(as_planned, draws).run()
    assert draws.record == {}
    flown = {key: record for key, record in trace.flights.missions.items() if record.outcome != NOT_FLOWN}
    for key, record in flown.items():
        assert record.outcome == SUCCESS
        assert record.launched_day == days_between(START, dt.date.fromisoformat(as_planned.missions[key].planned))
    fallbacks = {key for key in trace.flights.missions if as_planned.missions[key].role == "fallback"}
    assert set(trace.flights.missions) - set(flown) == (fallbacks if as_planned.cooperation.mode != "none" else set())
    assert len(flown) > 5


@EACH
def test_without_waits_no_milestone_is_late(variant):
    trace = run(variant_of(variant, NO_WAITS))
    assert trace.delay_days
    assert all(days == pytest.approx(0.0, abs=1e-6) for parts in trace.delay_days.values() for days in parts.values())


def test_a_single_wait_delays_by_its_own_cause_only():
    for cause in ("slip", "window", "commissioning", "readiness"):
        on = {**NO_WAITS, f"waits.{cause}": True, "plant.planned": "2032-01-01"}
        causes = {
            name
            for parts in run(scenario_of(on)).delay_days.values()
            for name, days in parts.items()
            if abs(days) > 1e-6
        }
        assert causes == {cause}


# Draws belong to missions.


@EACH
def test_another_mission_on_the_same_vehicle_moves_no_other_draw_and_no_other_slip(variant):
    before = variant_of(variant)
    lead = before.station.lead
    busy = max(
        (mission for mission in before.missions.values() if mission.program == lead and mission.kind == "cargo"),
        key=lambda mission: mission.planned,
    )
    extra = dataclasses.replace(busy, planned="2031-01-01", assets=(), needs=(), role="always", critical=True)
    after = dataclasses.replace(before, missions={"extra": extra, **before.missions})
    for sample in range(8):
        draws = RecordingDraws(sample=sample), RecordingDraws(sample=sample)
        one, two = simulate(before, draws[0]), simulate(after, draws[1])
        both = draws[0].record.keys() & draws[1].record.keys()
        assert len(both) > 40
        assert {key: draws[0].record[key] for key in both} == {key: draws[1].record[key] for key in both}
        drawn = {key for key in draws[1].record if key[1] == "extra"}
        assert drawn
        for key, record in one.flights.missions.items():
            assert two.flights.missions[key].waits.get("slip") == record.waits.get("slip")


def test_a_lever_moves_no_draw():
    draws = RecordingDraws(), RecordingDraws()
    simulate(scenario_of({}, "shackleton"), draws[0])
    simulate(scenario_of({"plant.units": 3, **LAPSED}, "fra_mauro"), draws[1])
    both = draws[0].record.keys() & draws[1].record.keys()
    assert len(both) > 40
    assert {key: draws[0].record[key] for key in both} == {key: draws[1].record[key] for key in both}


def test_the_same_seed_and_row_give_the_same_run_and_others_another():
    # As texts: from Python 3.13 on, records that hold NaN are not equal to themselves.
    assert repr(run(scenario_of(), 1, 3)) == repr(run(scenario_of(), 1, 3))
    dates = {
        run(scenario_of(), *row).milestone_day.get("station_working") for row in [(1, 3), (2, 3), (1, 4), (1, 3, 1)]
    }
    assert len(dates) == 4


# Directions, over the same seeds.


def reached(changes, samples, site="shackleton", names=MILESTONES):
    """Return the days of milestones, dims (sample, milestone); never is the horizon."""
    built = scenario_of(changes, site)
    traces = runs(built, samples)
    return np.array([[trace.milestone_day.get(name, trace.horizon_days) for name in names] for trace in traces])


def test_with_a_partner_that_keeps_its_plan_and_no_failures_a_lapse_never_makes_anything_earlier():
    # Nor does hardware fail: other reactors than the partner's would fail on other days.
    off = {f"waits.{name}": False for name in ("shelving", "budget", "repair")}
    fair = {**NO_FAILURES, **off, "programs.russia.slip_multiplier": 0.0}
    gain = reached({**fair, **LAPSED}, 60) - reached({**fair, "cooperation.mode": "active"}, 60)
    assert gain.min() >= -1e-9
    assert gain[:, MILESTONES.index("station_extended")].max() > 30


def test_a_better_lander_lands_more():
    def landed(chance):
        built = scenario_of({"landing.success_experienced": chance})
        return sum(flight.landed_kg for trace in runs(built, 40) for flight in trace.flights.flown)

    assert landed(0.6) < landed(0.8) < landed(0.98)


@pytest.mark.parametrize(
    ("key", "earlier", "later"),
    [
        ("programs.china.slip_multiplier", 0.5, 1.5),
        ("programs.china.budget_multiplier", 1.3, 0.7),
        ("programs.china.rebuild_days", 300.0, 2_000.0),
        ("vehicles.long_march_10.first_flight", "2026-12-31", "2034-12-31"),
        ("vehicles.long_march_10.launches_per_year", 8.0, 0.5),
        ("station.commissioning_multiplier", 0.3, 3.0),
        ("station.trial_days", 30.0, 700.0),
        ("plant.readiness_acceleration", 2.0, 0.6),
        ("plant.planned", "2035-01-01", "2045-01-01"),
        ("programs.china.landing_odds_multiplier", 3.0, 0.2),
    ],
)
def test_what_helps_comes_earlier_on_the_mean(key, earlier, later):
    assert reached({key: earlier}, 20).mean() < reached({key: later}, 20).mean() - 5


def test_a_faster_technology_never_delays_the_product_of_the_same_run():
    names = ("first_product",)
    no_failures = {**NO_FAILURES, "waits.window": False}
    fast, slow = (
        reached({**no_failures, "plant.readiness_acceleration": speed}, 40, names=names) for speed in (1.5, 1.0)
    )
    assert (fast <= slow + 1e-9).all()


# The order of things.


def test_missions_come_after_those_they_need_have_succeeded_and_never_where_those_have_failed_for_good():
    built = scenario_of({"programs.china.reflights": 0, "programs.russia.reflights": 0})
    flown = stuck = 0
    for trace in runs(built, 20):
        succeeded = {f.mission: f.ended_day for f in trace.flights.flown if f.outcome in (SUCCESS, PARTIAL)}
        for key, record in trace.flights.missions.items():
            for need in trace.flights.missions.keys() & built.missions[key].needs:
                if not math.isnan(record.launched_day):
                    assert record.launched_day >= succeeded[need] - 1e-9
                    flown += 1
                elif trace.flights.missions[need].outcome > PARTIAL:
                    assert record.waiting_for == "prerequisite" or record.ready_day >= trace.horizon_days
                    stuck += 1
    assert min(flown, stuck) > 20


def test_a_crewed_landing_flies_all_its_launches_or_none_counts():
    built = scenario_of({"waits.landing_failure": False})
    compared = 0
    for sample in range(10):
        draws = RecordingDraws(sample=sample)
        trace = simulate(built, draws)
        record = trace.flights.missions["crewed_landing_1"]
        if record.outcome == SUCCESS:
            launches = [key for key in draws.record if key[1:3] == ("crewed_landing_1", "launch")]
            assert len(launches) >= 2
            compared += 1
    assert compared > 5


def test_landings_happen_in_their_windows():
    built = scenario_of()
    for sample in range(5):
        trace = run(built, sample=sample)
        windows = prepare(built).windows["china"]
        for flight in trace.flights.flown:
            mission = built.missions.get(flight.mission)
            if mission is not None and mission.window != "none" and flight.outcome not in LAUNCH_LOSSES:
                landing = flight.ended_day
                assert windows.next_landing(mission.window, landing - 1e-6) == pytest.approx(landing, abs=1e-5)
