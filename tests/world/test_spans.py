"""Spans of a run: they tell the same as its record."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from lunarsim.words.draws import single
from lunarsim.world.history.flight_outcomes import FLIGHT_OUTCOMES, SUCCESS, WITHDRAWN
from lunarsim.world.history.notes import HardwareNote
from lunarsim.world.simulate import simulate
from lunarsim.world.story.event_log import event_log, online_days
from lunarsim.world.story.spans import spans
from tests.scenario.building import LAPSED, scenario_of

SEVERAL_LAUNCHES = {key for key, mission in scenario_of().missions.items() if mission.launches > 1}


@pytest.fixture(scope="module", params=[{}, LAPSED], ids=["base", "lapsed"])
def traces(request):
    scenario = scenario_of(request.param)
    return [simulate(scenario, single(5, sample), keep_notes=True) for sample in range(8)]


def of(trace, kind, who=None):
    return [span for span in spans(trace) if span.kind == kind and who in (None, span.who)]


def test_spans_lie_within_the_simulation_and_do_not_run_backwards(traces):
    for trace in traces:
        for span in spans(trace):
            assert -1e-6 <= span.start_day <= span.end_day <= trace.horizon_days + 1e-6, span


def test_waits_of_a_mission_but_those_between_its_launches_do_not_overlap_and_end_with_its_last_launch(traces):
    compared = 0
    for trace in traces:
        for key, record in trace.flights.missions.items():
            mission_spans = of(trace, "mission", key)
            flights = [span for span in mission_spans if span.what == "flight"]
            between = flights if key in SEVERAL_LAUNCHES else []
            own = sorted(
                span
                for span in mission_spans
                if span.what == "flight"
                or (span.what == "wait" and not any(one.start_day <= span.start_day < one.end_day for one in between))
            )
            for before, after in pairwise(own):
                assert before.end_day <= after.start_day + 1e-6, (key, before, after)
            if record.outcome == SUCCESS and any(span.what == "wait" for span in own):
                assert own[-1].what == "flight"
                assert own[-1].cause == FLIGHT_OUTCOMES[SUCCESS]
                compared += 1
    assert compared > 50


def test_causes_that_strike_behind_the_slip_have_their_full_length(traces):
    compared = 0
    for trace in traces:
        for key, record in trace.flights.missions.items():
            # What is ordered for a late partner has the partner's causes, too.
            if record.outcome != SUCCESS or record.replanned:
                continue
            for cause in ("prerequisite", "vehicle", "window"):
                waited_days = sum(s.end_day - s.start_day for s in of(trace, "mission", key) if s.cause == cause)
                assert waited_days == pytest.approx(record.waits.get(cause, 0.0), abs=1e-6), (key, cause)
                compared += waited_days > 0
    assert compared > 20


def test_a_plan_that_has_moved_with_a_stand_down_waits_for_its_vehicle_first_and_slips_then():
    grounded = {"vehicles.long_march_5.grounded_until": "2028-12-17", "waits.shelving": False}
    trace = simulate(scenario_of(grounded), single(5), keep_notes=True)
    record = trace.flights.missions["change_7"]
    assert record.waits["slip"] > 1.0
    vehicle, slip = (
        next(span for span in of(trace, "mission", "change_7") if span.what == "wait" and span.cause == cause)
        for cause in ("vehicle", "slip")
    )
    assert (vehicle.start_day, vehicle.end_day) == (record.planned_day, pytest.approx(record.planned_day + 900.0))
    assert slip.start_day == pytest.approx(vehicle.end_day)
    assert "waits" in {event.what for event in event_log(trace) if event.who == "change_7"}


def test_what_was_withdrawn_waits_no_longer(traces):
    for trace in traces:
        for key, record in trace.flights.missions.items():
            if record.outcome == WITHDRAWN:
                (end,) = [span.start_day for span in of(trace, "mission", key) if span.what == "withdrawn"]
                waits = [span for span in of(trace, "mission", key) if span.what == "wait"]
                assert all(span.end_day <= end + 1e-6 for span in waits)


def test_a_mission_that_is_given_up_is_reported_with_its_day_and_cause_in_log_and_spans():
    told = 0
    for sample in range(8):
        lossy = scenario_of({"programs.china.reflights": 0, "programs.russia.reflights": 0})
        trace = simulate(lossy, single(5, sample), keep_notes=True)
        given_up = {
            (key, record.given_up_day)
            for key, record in trace.flights.missions.items()
            if record.given_up_day < trace.horizon_days
        }
        assert {(e.who, e.day) for e in event_log(trace) if e.what == "given up"} == given_up
        assert {(s.who, s.start_day) for s in of(trace, "mission") if s.what == "given_up"} == given_up
        assert {e.cause for e in event_log(trace) if e.what == "given up"} <= {
            "launch_failure",
            "landing_failure",
            "shelving",
            "vehicle",
        }
        told += len(given_up)
    assert told > 8


def test_each_piece_works_or_stands_still_from_its_first_work_to_the_end_or_to_its_replacement(traces):
    replaced = 0
    for trace in traces:
        ended = {note.hardware: note.day for note in trace.notes
                 if isinstance(note, HardwareNote) and note.what == "replaced"}  # fmt: skip
        pieces = online_days(trace)
        first = {}
        for hardware, day in pieces.items():
            rows = of(trace, "asset", f"{hardware.asset} ({hardware.mission})") or of(trace, "asset", hardware.asset)
            own = sorted(span for span in rows if span.what in ("work", "down"))
            first[hardware.asset] = min(first.get(hardware.asset, day), day)
            assert own[0].start_day == pytest.approx(day)
            assert own[-1].end_day == pytest.approx(ended.get(hardware, trace.horizon_days))
            gaps = [after.start_day - before.end_day for before, after in pairwise(own)]
            assert np.allclose(gaps, 0.0, atol=1e-6)
        assert first == pytest.approx(trace.online_day)
        replaced += len(ended)
    assert replaced > 5


def test_an_asset_that_two_missions_bring_has_two_rows():
    scenario = scenario_of()
    (first, second) = [key for key, mission in scenario.missions.items() if mission.assets][:2]
    asset = scenario.missions[first].assets[0]
    twice = replace(scenario.missions[second], assets=(*scenario.missions[second].assets, asset))
    scenario = replace(scenario, missions={**scenario.missions, second: twice})
    both = 0
    for sample in range(12):
        trace = simulate(scenario, single(5, sample), keep_notes=True)
        pieces = {f"{asset} ({mission})": f"{mission}/{asset}" for mission in (first, second)}
        named = {note.hardware.text for note in trace.notes if isinstance(note, HardwareNote)}
        brought = {who: e for who, e in pieces.items() if e in named}
        if len(brought) < 2:
            continue
        rows = {span.who for span in of(trace, "asset")}
        assert brought.keys() <= rows
        assert asset not in rows
        online = [event for event in event_log(trace) if event.what == "online" and event.who in brought.values()]
        works = {who: [span for span in of(trace, "asset", who) if span.what == "work"] for who in brought}
        assert len(online) == sum(map(bool, works.values()))
        for spans_of_piece in works.values():
            for before, after in pairwise(spans_of_piece):
                assert before.end_day <= after.start_day + 1e-6
        both += all(works.values())
    assert both > 3


def test_each_milestone_is_reached_or_missed_once(traces):
    for trace in traces:
        milestone_spans = {span.who: span for span in of(trace, "milestone")}
        assert set(milestone_spans) == set(trace.milestone_day) | set(trace.delay_days)
        assert len(of(trace, "milestone")) == len(milestone_spans)
        for name, span in milestone_spans.items():
            assert (span.what == "reached") == (name in trace.milestone_day)
