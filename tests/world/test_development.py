"""Work on what is developed: when it begins and ends, and in which year the cost of a plan falls."""

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.history.flight_outcomes import WITHDRAWN
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.history.trace import Trace
from lunarsim.world.money.development import NewDesign
from lunarsim.world.outcomes.calendar import calendar
from lunarsim.world.outcomes.money import Spans, development_ends, work, year_amounts
from lunarsim.world.prepared import prepare
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import run
from tests.world.tabulating import traced

YEAR = DAYS_PER_YEAR


def arrays_of_runs(scenario, samples):
    traces = [run(scenario, sample=sample) for sample in range(samples)]
    return work.arrays(traced([scenario] * samples, traces))


def ends(design=None, lapse=math.nan, lasts=False, **record):
    trace = Trace(10_000.0)
    trace.programs.lapse_day = lapse
    trace.flights.missions["x"] = MissionRecord(3_000.0, mission="x", **record)
    trace.flights.first_flight_day["rocket"] = 4_321.0
    return development_ends(design or NewDesign("china", "", "x", 3_000.0, 1.0, 0.0, ("x",)), trace, {}, lasts)


def test_work_ends_with_the_first_flight_and_stops_when_it_is_given_up():
    assert ends(first_launched_day=3_500.0, ready_day=3_400.0) == (3_500.0, 10_000.0)
    # Under way at the horizon.
    assert ends(ready_day=20_000.0) == (10_000.0, 10_000.0)
    # Given up late and early: what was to come by then has been paid.
    assert ends(ready_day=20_000.0, given_up_day=4_000.0) == (4_000.0, 4_000.0)
    assert ends(ready_day=20_000.0, given_up_day=2_000.0) == (3_000.0, 2_000.0)
    assert ends(lapse=2_500.0, outcome=WITHDRAWN, ready_day=5_000.0) == (3_000.0, 2_500.0)
    # Never ordered.
    assert ends()[1] == -math.inf


def test_work_on_a_vehicle_ends_with_its_first_flight_and_stops_when_nothing_can_fly_on_it_any_more():
    rocket = NewDesign("china", "rocket", "", 3_000.0, 0.0, 1.0, ("x",))
    assert ends(rocket, ready_day=5_000.0) == (4_321.0, 10_000.0)
    assert ends(rocket, ready_day=5_000.0, first_launched_day=5_000.0) == (4_321.0, 10_000.0)
    # At the pace up to its first flight, until its only mission is given up.
    assert ends(rocket, ready_day=5_000.0, given_up_day=4_000.0) == (4_321.0, 4_000.0)
    # Nothing of the plan needs it: a fallback that was never ordered.
    assert ends(rocket)[1] == -math.inf
    # The mine needs it.
    assert ends(rocket, ready_day=5_000.0, given_up_day=4_000.0, lasts=True) == (4_321.0, 10_000.0)


def test_a_vehicle_that_nothing_of_the_plan_flies_on_is_not_paid_for():
    """Of the base scenario only the habitat flies on Long March 9."""
    calm = NO_WAITS | {"plant.units": 0}
    paid = []
    for changes in ({}, {"missions.ilrs_habitat.cancelled": True}):
        built = scenario_of(calm | changes)
        assert prepare(built).scenario is built
        paid.append(work.arrays(traced([built], [run(built)]))["year_development_musd"][0, 0].sum())
    assert paid[0] - paid[1] == pytest.approx(5_000.0, rel=1e-6)
    # Given up half-way: half of it has been spent.
    waiting = calm | {"waits.prerequisite": True, "missions.ilrs_habitat.needs": ["ilrs_1"]}
    lost = waiting | {
        "waits.landing_failure": True,
        "missions.ilrs_1.outcome": "lost",
        "missions.ilrs_1.critical": False,
    }
    designs = {each.vehicle: each for each in prepare(scenario_of(calm)).designs}
    nine = designs["long_march_9"]
    assert set(nine.carriers) == {"ilrs_habitat"}
    trace = run(scenario_of(lost))
    stops = trace.flights.missions["ilrs_1"].given_up_day
    done = (stops - nine.begins_day) / (nine.planned_day - nine.begins_day)
    assert 0.0 < done < 1.0
    spent = development_ends(nine, trace, {}, False)
    assert spent == (nine.planned_day, stops)


def ends_of(records, needed=None):
    """Return end and stop of a design that is planned for day 3,000 and carried by missions x and y."""
    trace = Trace(10_000.0)
    trace.flights.missions = {key: MissionRecord(3_000.0, mission=key, **each) for key, each in records.items()}
    trace.flights.needed = needed or {}
    carriers = tuple(key for key in records if key in "xy")
    return development_ends(NewDesign("china", "", "x", 3_000.0, 1.0, 0.0, carriers), trace, {}, False)


def test_whichever_mission_carries_a_design_first_ends_its_work_and_it_stops_when_all_have_given_up():
    waits = {"ready_day": 3_100.0}
    gone = waits | {"given_up_day": 2_000.0}
    sister = {"ready_day": 3_900.0, "first_launched_day": 4_000.0}
    for first in (waits, gone, waits | {"first_launched_day": 5_000.0}):
        assert ends_of({"x": first, "y": sister}) == (4_000.0, 10_000.0)
    assert ends_of({"x": gone, "y": waits}) == (10_000.0, 10_000.0)
    assert ends_of({"x": gone, "y": gone | {"given_up_day": 4_500.0}}) == (4_500.0, 4_500.0)
    # A sister that was never ordered keeps nothing going.
    assert ends_of({"x": gone, "y": {}}) == (3_000.0, 2_000.0)


def test_it_stops_on_the_day_on_which_what_its_mission_needs_can_no_longer_come():
    waits, flown = {"ready_day": 3_100.0}, {"ready_day": 3_000.0, "first_launched_day": 3_000.0}
    lost = flown | {"given_up_day": 5_000.0}
    chain = {"x": (("b",),), "b": (("c",),)}
    assert ends_of({"x": waits, "b": waits, "c": lost}, chain) == (5_000.0, 5_000.0)
    assert ends_of({"x": waits, "b": waits, "c": flown}, chain) == (10_000.0, 10_000.0)
    # Cancelled: it stands in no record.
    assert ends_of({"x": waits, "b": waits}, chain) == (3_000.0, -math.inf)
    # One of several is enough.
    either = {"x": (("b", "c"),)}
    assert ends_of({"x": waits, "b": lost, "c": waits}, either) == (10_000.0, 10_000.0)
    assert ends_of({"x": waits, "b": lost, "c": lost | {"given_up_day": 6_000.0}}, either) == (6_000.0, 6_000.0)
    # What has flown no longer needs anything.
    assert ends_of({"x": waits, "b": flown}, chain) == (10_000.0, 10_000.0)


@pytest.mark.parametrize("key", ["change_7", "ilrs_1", "crewed_landing_1"])
def test_cancelling_a_mission_that_others_need_never_raises_development(key):
    base, without = (arrays_of_runs(scenario_of(changes), 4) for changes in ({}, {f"missions.{key}.cancelled": True}))
    for name in ("year_development_kg", "year_development_musd"):
        assert (without[name][:, 0].sum(axis=-1) <= base[name][:, 0].sum(axis=-1)).all(), name


def test_where_no_mission_waits_for_another_nothing_is_passed_along():
    changes = NO_WAITS | {"missions.change_7.cancelled": True}
    assert run(scenario_of(changes)).flights.needed == {}
    assert run(scenario_of(changes | {"waits.prerequisite": True})).flights.needed["change_8"] == (("change_7",),)


SPAN = calendar(dt.date(2026, 7, 1), 3_000.0)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2), st.floats(-500, 3_500), st.floats(1, 2_000), st.floats(-100, 4_000), st.floats(0, 1e4)
        ),
        min_size=1,
        max_size=20,
    )
)
def test_yearly_amounts_are_the_overlaps_of_each_span_with_each_year(rows):
    cells, begins, length, stops, amounts = np.array(rows, dtype=float).T
    found = year_amounts(SPAN, Spans(cells.astype(int), begins, begins + length, stops), amounts, 3)
    edges = np.clip(SPAN.year_edges, 0.0, 3_000.0)
    wanted = np.zeros((3, len(SPAN.years)))
    for cell, begin, span, stop, amount in rows:
        for year in range(len(SPAN.years)):
            inside = min(edges[year + 1], begin + span, stop) - max(edges[year], begin)
            wanted[cell, year] += amount * max(inside, 0.0) / span
    np.testing.assert_allclose(found, wanted, atol=1e-6 * max(amounts.max(), 1.0))


def test_a_plan_that_nothing_delays_develops_what_it_has_left():
    built = scenario_of(NO_WAITS | {"plant.units": 0})
    arrays = arrays_of_runs(built, 1)
    for name, each in (("year_development_kg", "kg"), ("year_development_musd", "musd")):
        flown = [
            design
            for design in prepare(built).designs
            if design.program == "china" and design.planned_day < 10_900.0
        ]  # fmt: skip
        wanted = sum(design.left * getattr(design, each) for design in flown)
        assert arrays[name][0, 0].sum() == pytest.approx(wanted, rel=1e-6), name


def test_each_year_of_delay_adds_its_share_of_the_development():
    late = NO_WAITS | {"plant.units": 0, "waits.slip": True}
    built = scenario_of(late)
    plain, growing = (
        arrays_of_runs(scenario_of(late | {"programs.china.development_growth": growth}), 3)["year_development_kg"]
        for growth in (0.0, 0.1)
    )
    for sample in range(3):
        trace = run(built, sample=sample)
        grown = 0.0
        for design in prepare(built).designs:
            if design.program == "china" and design.mission:
                days = [trace.flights.missions[each].first_launched_day for each in design.carriers]
                day = min((day for day in days if not math.isnan(day)), default=math.nan)
                if not math.isnan(day):
                    grown += 0.1 * max(day - design.planned_day, 0.0) / YEAR * design.kg
        assert growing[sample, 0].sum() - plain[sample, 0].sum() >= grown - 1e-3 * grown


def test_hardware_and_launches_are_paid_over_the_three_years_before_a_launch():
    built = scenario_of(NO_WAITS | {"plant.units": 0})
    arrays = arrays_of_runs(built, 1)
    flown = [flight for flight in run(built).flights.flown if flight.program == "china"]
    for name, field in (("year_hardware_kg", "hardware_kg"), ("year_launches_musd", "launch_cost_musd")):
        # Of what flies within three years the rest was paid before the start.
        wanted = sum(getattr(flight, field) * min(flight.launched_day / (3 * YEAR), 1.0) for flight in flown)
        assert arrays[name][0, 0].sum() == pytest.approx(wanted, rel=1e-6)
