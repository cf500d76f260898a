"""Missions that are given up in whole campaigns: what it does to the others, to dates and to outcomes."""

import math

import numpy as np
import pytest

from lunarsim.world.baseline.planned_dates import planned_dates
from lunarsim.world.history.flight_outcomes import FLIGHT_OUTCOMES, NOT_FLOWN
from lunarsim.world.outcomes.missions import missions as mission_arrays
from lunarsim.world.prepared import prepare
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import runs
from tests.world.tabulating import traced

OFTEN = {"slips.state_shelved_per_year": 0.2, "slips.commercial_shelved_per_year": 0.2}


def given_up_days(changes, samples):
    """Return the days on which missions are given up for good, by sample and mission."""
    built = scenario_of(changes)
    return {
        (sample, key): record.given_up_day
        for sample, trace in enumerate(runs(built, samples))
        for key, record in trace.flights.missions.items()
        if record.waiting_for == "shelving" and record.given_up_day < math.inf
    }


@pytest.mark.parametrize(
    "what",
    [
        {"missions.ilrs_4.cancelled": True},
        {"missions.luna_27b.cancelled": True},
        {"missions.extra": {"like": "ilrs_5", "planned": "2034-06-01"}},
    ],
)
def test_what_is_given_up_and_when_does_not_change_with_another_mission_in_the_plan(what):
    base = {"slips.new_start": False, "slips.shelved_multiplier": 2.0, "plant.units": 0, "cooperation.mode": "active"}
    before, after = (given_up_days(base | changes, 40) for changes in ({}, what))
    common = {each for each in before if each in after}
    assert len(common) > 150
    assert {each: after[each] for each in common} == {each: before[each] for each in common}
    (key,) = {name.split(".")[1] for name in what}
    assert {name for _, name in before.keys() ^ after.keys()} <= {key}


def test_in_a_campaign_what_is_given_up_never_flies_and_frees_nothing_unless_it_is_restarted():
    changes = NO_WAITS | OFTEN | {"waits.shelving": True, "waits.prerequisite": True}
    traces = runs(scenario_of(changes | {"slips.new_start": False}), 60)
    ended = [trace.flights.missions for trace in traces if trace.flights.missions["ilrs_1"].given_up_day < math.inf]
    assert len(ended) > 20
    for missions in ended:
        first, second = missions["ilrs_1"], missions["ilrs_energy_1"]
        assert (first.outcome, first.waiting_for) == (NOT_FLOWN, "shelving")
        assert first.given_up_day < first.planned_day  # as nothing slips here
        assert (second.outcome, second.held_up_by) == (NOT_FLOWN, "ilrs_1")
    restarted = runs(scenario_of(changes), 60)
    again = [trace.flights.missions["ilrs_1"] for trace in restarted]
    assert all(record.given_up_day == math.inf for record in again)
    late = [record for record in again if record.waits.get("shelving", 0.0) > 0.0]
    assert len(late) > 10
    for record in late:
        assert record.launched_day - record.planned_day == pytest.approx(math.fsum(record.waits.values()))


def test_in_a_campaign_nothing_is_given_up_after_it_would_have_been_ready_and_the_joint_station_goes_on_one_day():
    changes = OFTEN | {"slips.new_start": False, "plant.units": 0, "cooperation.mode": "active"}
    ended, together = 0, 0
    for trace in runs(scenario_of(changes), 25):
        days = {}
        for key, record in trace.flights.missions.items():
            if record.waiting_for == "shelving" and record.given_up_day < math.inf:
                ended += 1
                assert 0.0 <= record.given_up_day <= record.due_day + 1e-6, key
                days.setdefault(record.given_up_day, set()).add(key)
        joint = ("russia_power_experiment", "russia_power_infrastructure")
        together += any(keys & set(joint) and {"ilrs_3", "ilrs_5"} & keys for keys in days.values())
    assert ended > 100
    assert together > 5


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
