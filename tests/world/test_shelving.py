"""Missions that are given up before they fly, by themselves and in campaigns."""

import dataclasses
import math

import numpy as np
import pytest

from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.words.draws import DrawBlock
from lunarsim.world.baseline.planned_dates import planned_dates
from lunarsim.world.outcomes.missions import missions as mission_arrays
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.dated_plans import Exposure
from lunarsim.world.programs.shelving import Shelving
from lunarsim.world.trace import FLIGHT_OUTCOMES, NOT_FLOWN
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import FixedDraws, runs
from tests.world.slipping import FIT, plan_of
from tests.world.tabulating import traced

YEAR = 365.25
OFTEN = {"slips.state_shelved_per_year": 0.2, "slips.commercial_shelved_per_year": 0.2}
SAMPLES = 4_000
_BLOCK = DrawBlock(3, [(sample, 0) for sample in range(SAMPLES)])


def plan(years, entity="m", chain="", since=0.0, chain_since=0.0, unbuilt=0.0, restarted=True, actor="state"):
    exposure = Exposure(actor, since * YEAR, chain_since * YEAR, unbuilt, restarted)
    return dataclasses.replace(plan_of(years * YEAR, entity, chain), exposure=exposure)


def given_up(plans, **slips):
    """Return the days on which plans are given up, dims (sample, plan), infinity for never."""
    days = np.full((SAMPLES, len(plans)), math.inf)
    for sample in range(SAMPLES):
        part = Shelving(True, Slips(**slips), FIT, _BLOCK.run(sample))
        for column, each in enumerate(plans):
            end = part.given_up(each)
            if end is not None:
                days[sample, column] = end.day
    return days


@pytest.mark.parametrize("chain", ["", "m"])
def test_a_mission_is_given_up_in_its_planned_time_as_often_as_the_hazard_says(chain):
    days = given_up([plan(5.0, chain=chain)], state_shelved_per_year=0.1)[:, 0]
    ended = days[np.isfinite(days)]
    assert ended.size / SAMPLES == pytest.approx(-math.expm1(-0.5), abs=0.02)
    assert (ended > 0.0).all()
    assert (ended < 5.0 * YEAR).all()
    # A constant hazard: nearly uniform, somewhat more in the first years.
    assert np.median(ended) == pytest.approx(-math.log(1.0 + 0.5 * math.expm1(-0.5)) / 0.1 * YEAR, rel=0.06)


def test_a_launch_that_is_due_in_weeks_is_almost_never_given_up():
    assert np.isfinite(given_up([plan(0.1)])).mean() < 0.02


def test_by_default_missions_are_given_up_as_the_record_has_it_firms_and_states_apart():
    for actor in ("state", "commercial"):
        share = np.isfinite(given_up([plan(6.0, actor=actor)])).mean()
        assert share == pytest.approx(FIT.shelved_per_year(actor).share(6.0 * YEAR), abs=0.02)


@pytest.mark.parametrize("common", [0.0, 0.5, 1.0])
def test_a_mission_and_what_it_hangs_on_are_given_up_as_often_as_one_with_its_horizon(common):
    first, second = plan(4.0, "a", "a"), plan(7.0, "b", "a", since=4.0)
    days = given_up([first, second], state_shelved_per_year=0.08, common_shelved_share=common)
    either = np.isfinite(days).any(axis=1)
    assert either.mean() == pytest.approx(-math.expm1(-0.56), abs=0.02)
    both_on_a_day = (days[:, 0] == days[:, 1]) & np.isfinite(days[:, 0])
    assert (both_on_a_day.mean() > 0.0) == (common > 0.0)
    if common == 1.0:
        # The chain goes whole: what is due later goes with what is due sooner.
        assert np.isfinite(days[np.isfinite(days[:, 0]), 1]).all()


def test_what_hangs_on_another_chain_counts_the_time_after_it():
    foreign = given_up([plan(9.0, "b", "b", since=5.0, chain_since=5.0)], state_shelved_per_year=0.1)
    ended = foreign[np.isfinite(foreign)]
    assert ended.size / SAMPLES == pytest.approx(-math.expm1(-0.4), abs=0.02)
    assert (ended > 5.0 * YEAR).all()


def test_that_a_vehicle_is_never_built_takes_the_place_of_a_part_of_the_risk():
    days = given_up([plan(5.0, "a", "a", unbuilt=0.15)], state_shelved_per_year=0.1)
    assert np.isfinite(days).mean() == pytest.approx(-math.expm1(-0.35), abs=0.02)


def test_a_mission_of_a_station_is_restarted_after_a_gap_and_no_sooner_than_it_can_be_built():
    draws = FixedDraws(uniforms={("m", "shelved"): 0.9})
    near, far = (
        Shelving(True, Slips(state_shelved_per_year=0.1), FIT, draws).given_up(plan(years)) for years in (2.0, 12.0)
    )
    day = -math.log(0.9) / 0.1 * YEAR
    assert (near.day, near.contracted_day) == pytest.approx((day, day + 1.3 * YEAR))
    assert near.planned_day == pytest.approx(near.contracted_day + 2.0 * YEAR)
    assert far.planned_day == pytest.approx(far.contracted_day + 3.0 * YEAR)
    kept = Shelving(True, Slips(state_shelved_per_year=0.1, new_start=False), FIT, draws)
    assert kept.given_up(plan(2.0)).contracted_day == math.inf
    other = Shelving(True, Slips(state_shelved_per_year=0.1), FIT, draws)
    assert other.given_up(plan(2.0, restarted=False)).planned_day == math.inf


def test_nothing_is_given_up_where_that_is_switched_off_or_nobody_announced_it():
    draws = FixedDraws(uniforms={("m", "shelved"): 0.999})
    assert Shelving(True, Slips(), FIT, draws).given_up(plan(5.0)) is not None
    assert Shelving(False, Slips(), FIT, draws).given_up(plan(5.0)) is None
    assert Shelving(True, Slips(), FIT, draws).given_up(plan_of(5.0 * YEAR)) is None


def test_in_a_campaign_what_is_given_up_never_flies_and_frees_nothing_unless_it_is_restarted():
    changes = NO_WAITS | OFTEN | {"waits.shelving": True, "waits.prerequisite": True}
    traces = runs(scenario_of(changes | {"slips.new_start": False}), 60)
    ended = [trace.flights.missions for trace in traces if trace.flights.missions["ilrs_1"].given_up_day < math.inf]
    assert len(ended) > 20
    for missions in ended:
        first, second = missions["ilrs_1"], missions["ilrs_energy_1"]
        assert (first.outcome, first.waiting_for) == (NOT_FLOWN, "shelving")
        assert first.given_up_day < first.planned_day
        assert (second.outcome, second.held_up_by) == (NOT_FLOWN, "ilrs_1")
    restarted = runs(scenario_of(changes), 60)
    again = [trace.flights.missions["ilrs_1"] for trace in restarted]
    assert all(record.given_up_day == math.inf for record in again)
    late = [record for record in again if record.waits.get("shelving", 0.0) > 0.0]
    assert len(late) > 10
    for record in late:
        assert record.launched_day - record.planned_day == pytest.approx(math.fsum(record.waits.values()))


def test_a_mission_that_is_given_up_has_an_outcome_of_its_own():
    scenario = scenario_of(NO_WAITS | OFTEN | {"waits.shelving": True, "slips.new_start": False})
    traces = runs(scenario, 20)
    made = traced([scenario] * len(traces), traces)
    codes = mission_arrays.arrays(made)["mission_outcome"]
    shelved = [[record.given_up_day < math.inf for record in trace.flights.missions.values()] for trace in traces]
    assert np.array_equal(codes == FLIGHT_OUTCOMES.index("shelved"), shelved)
    assert np.sum(shelved) > 10


def test_to_be_given_up_and_restarted_makes_no_mission_ready_earlier():
    kept, restarted = (
        runs(scenario_of(OFTEN | {"waits.shelving": acts, "waits.cooperation": False}), 40) for acts in (False, True)
    )
    later = 0
    for one, other in zip(kept, restarted, strict=True):
        for key, record in one.flights.missions.items():
            ready = other.flights.missions[key].ready_day
            if math.isfinite(ready) and math.isfinite(record.ready_day):
                assert ready >= record.ready_day - 1e-6, key
                later += ready > record.ready_day + 1.0
    assert later > 100


def test_causes_add_up_where_missions_are_given_up():
    scenario = scenario_of(OFTEN | {"plant.units": 0})
    planned = planned_dates(scenario, prepare(scenario)).day
    found = set()
    for trace in runs(scenario, 40):
        for milestone, parts in trace.delay_days.items():
            reached = trace.milestone_day.get(milestone, trace.horizon_days)
            assert math.fsum(parts.values()) == pytest.approx(reached - planned[milestone], abs=1e-6), milestone
            found |= parts.keys()
    assert "shelving" in found
