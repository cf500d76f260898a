"""Gates before a plant, and technology that matures: dates, stop rules, and the delays that they make."""

import itertools
import math

import numpy as np
import pytest

from lunarsim.scenario.groups.extraction.gates import GATES, Gates
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.feasibility.shortfalls import shortfalls
from lunarsim.world.prospecting.gates import Findings, open_day, run_gates
from lunarsim.world.prospecting.technology import may_be_tried_day, technology_ready_day
from lunarsim.world.simulate import simulate
from lunarsim.world.story.event_log import event_log
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import FixedDraws, RecordingDraws, run

PLANNED_DAY = 20 * DAYS_PER_YEAR
FINDINGS = Findings(500.0, 0.15)
GATED = {"plant.planned": "2044-01-01", "flowsheet.readiness_years": 0.0}
"""A plant for which all gates lie after the start and hold it up alone."""


def passed(planned_day=PLANNED_DAY, findings=FINDINGS, draws=None, slips=True, tried=0.0, **settings):
    draws, holds = draws or FixedDraws(), settings.pop("holds", True)
    gates = Gates(**settings)
    return run_gates(gates, planned_day, findings, draws, slips=slips, holds=holds, may_be_tried_day=tried)


class LaidDown(FixedDraws):
    """Normal numbers by purpose, 0 where none is laid down."""

    def __init__(self, **normals):
        super().__init__()
        self.normals = normals

    def normal(self, entity, purpose, occurrence=0):
        return self.normals.get(purpose, 0.0)


# One run of the gates.


def test_gates_follow_each_other_and_end_when_the_plant_is_to_fly():
    records = passed(slips=False)
    assert tuple(record.gate for record in records) == GATES
    assert [record.end_day - record.begin_day for record in records] == pytest.approx(
        [years * DAYS_PER_YEAR for years in (2.5, 3.0, 3.0, 4.0)]
    )
    assert all(after.begin_day == before.end_day for before, after in itertools.pairwise(records))
    assert open_day(records) == pytest.approx(PLANNED_DAY, abs=1e-6)


def test_a_gate_that_takes_longer_moves_those_after_it():
    late = passed(draws=LaidDown(rover_time=1.0))
    grown = 3.0 * DAYS_PER_YEAR * (math.exp(0.3) - 1.0)
    assert open_day(late) == pytest.approx(PLANNED_DAY + grown)
    assert late[0] == passed(slips=False)[0]


def test_no_gate_begins_before_the_start_so_that_none_is_passed_unpaid():
    # Planned for five years after the start, which is too early.
    records = passed(planned_day=5.0 * DAYS_PER_YEAR, slips=False)
    assert [record.gate for record in records] == list(GATES)
    assert records[0].begin_day == 0.0
    assert open_day(records) == pytest.approx(12.5 * DAYS_PER_YEAR)


@pytest.mark.parametrize("planned_years", [0.5, 5.0, 20.0])
def test_a_stop_rule_acts_whenever_the_plant_is_planned(planned_years):
    records = passed(planned_day=planned_years * DAYS_PER_YEAR, least_grade_ppm=550.0)
    assert math.isinf(open_day(records))


def test_a_pilot_begins_when_the_process_can_be_tried():
    records = passed(slips=False, tried=18.0 * DAYS_PER_YEAR)
    assert [record.begin_day / DAYS_PER_YEAR for record in records] == pytest.approx([7.5, 10.0, 13.0, 18.0])
    assert open_day(records) == pytest.approx(22.0 * DAYS_PER_YEAR)
    assert [record.gate for record in passed(tried=math.inf)] == ["orbiter", "rover", "sample_return"]


def test_a_process_can_be_tried_at_level_six_on_its_even_way_to_nine():
    flowsheet = scenario_of({}).flowsheet
    assert may_be_tried_day(flowsheet, 700.0) == pytest.approx(400.0)
    assert may_be_tried_day(flowsheet, math.inf) == math.inf


def test_in_a_run_the_pilot_waits_for_the_process_where_readiness_is_waited_for():
    slow = GATED | {"flowsheet.readiness_years": 28.0, "waits.prerequisite": True}
    for waits, begins in ((True, 16.0), (False, 13.5)):
        trace = run(scenario_of(NO_WAITS | slow | {"waits.readiness": waits}, "fra_mauro"))
        assert trace.mine.gates[-1].begin_day / DAYS_PER_YEAR == pytest.approx(begins, abs=0.01)


def test_a_plant_that_is_planned_before_its_gates_can_end_is_reported():
    early = {"plant.planned": "2030-01-01"}
    (told,) = (each for each in shortfalls(scenario_of(early)) if "waits for its gates" in each)
    assert "which take until 2038-12-31 from the start on" in told
    for silent in ({}, early | {"gates.mode": "none"}, early | {"waits.prerequisite": False}, {"plant.units": 0}):
        assert not any("gates" in each for each in shortfalls(scenario_of(silent)))


def test_a_gate_of_no_time_and_gates_that_are_not_required_hold_nothing_up():
    assert passed(mode="none") == ()
    assert open_day(()) == 0.0
    assert [record.gate for record in passed(rover_years=0.0)] == ["orbiter", "sample_return", "pilot"]


@pytest.mark.parametrize(
    ("settings", "shown", "last"),
    [
        ({"least_grade_ppm": 450.0}, {}, "pilot"),
        ({"least_grade_ppm": 450.0}, {"grade_error": -1.2}, "sample_return"),
        ({"least_grade_ppm": 550.0}, {}, "sample_return"),
        ({"least_grade_ppm": 550.0}, {"grade_error": 1.2}, "pilot"),
        ({"least_recovery": 0.2}, {}, "pilot"),
        ({"least_recovery": 0.2, "least_grade_ppm": 550.0}, {}, "sample_return"),
    ],
)
def test_what_samples_and_pilot_show_ends_the_undertaking(settings, shown, last):
    records = passed(draws=LaidDown(**shown), **settings)
    ends = (settings.get("least_recovery", 0.0) > 0.0) or last == "sample_return"
    assert records[-1].gate == last
    assert records[-1].stops == ends
    assert math.isinf(open_day(records)) == ends


def test_without_a_rule_nothing_is_measured_and_nothing_ends():
    draws = RecordingDraws(seed=1)
    records = passed(findings=Findings(0.0, 0.0), draws=draws)
    assert not any(record.stops for record in records)
    assert {purpose for _, _, purpose, _ in draws.record} == {f"{gate}_time" for gate in GATES}


def test_gates_that_hold_nothing_up_end_nothing():
    records = passed(findings=Findings(1.0, 0.001), holds=False, least_grade_ppm=500.0, least_recovery=0.5)
    assert [record.gate for record in records] == list(GATES)
    assert not any(record.stops for record in records)


# In a run.


def test_a_plant_waits_for_its_gates_and_each_day_counts_once():
    scenario = scenario_of(NO_WAITS | GATED | {"waits.slip": True, "waits.prerequisite": True}, "fra_mauro")
    trace = simulate(scenario, LaidDown(pilot_time=2.0))
    late = trace.mine.gates[-1].end_day
    first = next(flight.launched_day for flight in trace.flights.flown if flight.purpose == "plant")
    assert first == pytest.approx(late)
    # What the plan slipped by is not waited for again.
    parts = trace.delay_days["first_product"]
    assert math.fsum(parts.values()) == pytest.approx(late - trace.mine.record.planned_day, abs=1e-6)
    assert parts["prerequisite"] == pytest.approx(late - trace.mine.record.planned_day - parts.get("slip", 0.0))
    assert parts["prerequisite"] > 0.0


@pytest.mark.parametrize("changes", [{"waits.prerequisite": False}, {"gates.mode": "none"}])
def test_what_does_not_wait_for_gates_flies_as_planned(changes):
    waits = {"waits.slip": True, "waits.prerequisite": True}
    trace = simulate(scenario_of(NO_WAITS | GATED | waits | changes, "fra_mauro"), LaidDown(pilot_time=2.0))
    assert trace.delay_days["first_product"].get("prerequisite", 0.0) == 0.0
    assert "first_product" in trace.milestone_day


def test_an_undertaking_that_is_ended_flies_no_plant_and_its_delay_runs_to_the_horizon():
    stop = {"waits.prerequisite": True, "gates.least_grade_ppm": 2000.0}
    trace = run(scenario_of(NO_WAITS | GATED | stop, "fra_mauro"))
    assert trace.mine.gates[-1].stops
    assert not [flight for flight in trace.flights.flown if flight.purpose == "plant"]
    parts = trace.delay_days["first_product"]
    assert parts.keys() == {"prerequisite"}
    assert parts["prerequisite"] > 0.0


def test_without_a_plant_nothing_is_prospected():
    trace = run(scenario_of(NO_WAITS | {"plant.units": 0}))
    assert trace.mine.gates == ()
    assert math.isnan(trace.mine.technology_ready_day)


def test_gates_draw_by_their_own_addresses_only():
    draws = RecordingDraws(seed=1)
    simulate(scenario_of({"gates.least_grade_ppm": 1.0, "gates.least_recovery": 0.001}), draws)
    own = {(entity, purpose) for _, entity, purpose, _ in draws.record if entity == "gates"}
    assert own == {("gates", f"{gate}_time") for gate in GATES} | {
        ("gates", "grade_error"), ("gates", "recovery_error")
    }  # fmt: skip


# Technology.


def ready_years(**changes):
    scenario = scenario_of({f"plant.{name}": value for name, value in changes.items()})
    return technology_ready_day(scenario.flowsheet, scenario.plant) / DAYS_PER_YEAR


def test_at_the_usual_money_technology_takes_its_years():
    assert ready_years() == pytest.approx(17.0)
    assert ready_years(readiness_musd_per_year=300.0, readiness_usual_musd_per_year=300.0) == pytest.approx(17.0)
    assert ready_years(readiness_acceleration=2.0) == pytest.approx(8.5)


def test_more_money_is_earlier_with_less_and_less_effect_and_costs_more_in_all():
    spent = np.array([50.0, 100.0, 150.0, 200.0, 250.0])
    years = np.array([ready_years(readiness_musd_per_year=musd) for musd in spent.tolist()])
    assert (np.diff(years) < 0.0).all()
    assert (np.diff(years, 2) > 0.0).all()
    assert (np.diff(years * spent) > 0.0).all()
    assert years[3] == pytest.approx(17.0 / math.sqrt(2.0))


def test_by_weight_the_sum_decides_or_the_years():
    assert ready_years(readiness_musd_per_year=200.0, readiness_money_weight=1.0) == pytest.approx(8.5)
    assert ready_years(readiness_musd_per_year=200.0, readiness_money_weight=0.0) == pytest.approx(17.0)


@pytest.mark.parametrize("weight", [0.0, 0.5, 1.0])
def test_without_money_technology_never_matures(weight):
    assert ready_years(readiness_musd_per_year=0.0, readiness_money_weight=weight) == math.inf
    changes = {"waits.readiness": True, "plant.readiness_musd_per_year": 0.0, "plant.readiness_money_weight": weight}
    trace = run(scenario_of(NO_WAITS | changes | {"gates.mode": "none"}, "fra_mauro"))
    assert "first_product" not in trace.milestone_day
    assert trace.delay_days["first_product"].keys() == {"readiness"}


def test_the_log_says_when_gates_are_passed_and_which_one_ends_all():
    stop = {"waits.prerequisite": True, "gates.least_grade_ppm": 2000.0}
    events = event_log(simulate(scenario_of(NO_WAITS | GATED | stop, "fra_mauro"), FixedDraws(), keep_notes=True))
    told = [(event.what, event.who) for event in events if event.who in GATES]
    assert told == [
        ("gate passed", "orbiter"), ("gate passed", "rover"), ("gate ends the undertaking", "sample_return")
    ]  # fmt: skip
    (waits,) = [event for event in events if event.who == "mine"]
    assert (waits.what, waits.cause) == ("waits", "prerequisite, beyond the horizon")
