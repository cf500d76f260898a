"""Flights: several launches in one window, a second unit in build, and queues for one pad."""

import dataclasses
import itertools

import numpy as np
import pytest

from lunarsim.physics.chance.launch_growth import passed_hazard
from lunarsim.scenario.library.launch_fit import launch_fit
from lunarsim.world.flights.hold import Hold
from lunarsim.world.history.flight_outcomes import ABORTED_ASCENT, LAUNCH_FAILURE, LOSS_OF_CREW_IN_ASCENT, SUCCESS
from lunarsim.world.prepared import prepare
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.launching import CHINA
from tests.world.running import FixedDraws, campaign_of, runs

MINELESS = {"plant.units": 0}
PAD_AND_WINDOW = NO_WAITS | MINELESS | {"waits.pad": True, "waits.window": True}


def flown(scenario, mission, draws=None):
    """Return the flights of a mission, the windows of the station, and the mission's record."""
    campaign = campaign_of(scenario, FixedDraws() if draws is None else draws)
    trace = campaign.run()
    flights = [flight for flight in trace.flights.flown if flight.mission == mission]
    return flights, prepare(scenario).windows["china"], trace.flights.missions[mission]


def only(scenario, *missions):
    """Return a scenario with some missions only, without what they need."""
    kept = {key: dataclasses.replace(scenario.missions[key], needs=()) for key in missions}
    return dataclasses.replace(scenario, missions=kept)


def test_two_launches_from_one_pad_are_begun_so_that_the_last_serves_the_window():
    changes = {"vehicles.long_march_10.pads": 1, "vehicles.long_march_10.pad_turnaround_days": 12.0}
    built = only(scenario_of(PAD_AND_WINDOW | changes), "crewed_landing_1")
    assert built.missions["crewed_landing_1"].launches == 2
    (flight,), windows, record = flown(built, "crewed_landing_1")
    assert record.launched_day - flight.launched_day == pytest.approx(12.0)
    assert flight.ended_day == pytest.approx(
        windows.next_landing(built.missions["crewed_landing_1"].window, flight.ended_day - 1e-6), abs=1e-5
    )
    assert record.waits["pad"] == pytest.approx(12.0)
    assert record.planned_day + sum(record.waits.values()) == pytest.approx(record.launched_day)


def test_two_pads_launch_both_at_once():
    changes = {"vehicles.long_march_10.pads": 2, "vehicles.long_march_10.pad_turnaround_days": 12.0}
    (flight,), _, record = flown(only(scenario_of(PAD_AND_WINDOW | changes), "crewed_landing_1"), "crewed_landing_1")
    assert record.launched_day == flight.launched_day
    assert "pad" not in record.waits


class OtherFails(FixedDraws):
    """Another mission on the same vehicle is lost at launch and grounds it for a given multiple of the median."""

    def __init__(self, stand_down):
        uniforms = {("other", "launch"): 0.9999, ("other", "pad_lost"): 0.99, ("long_march_10", "launch_factor"): 0.5}
        super().__init__(uniforms, {("other", "stand_down"): 0.0})
        self._normals["other", "stand_down"] = stand_down

    def uniform(self, entity, purpose, occurrence=0):
        return self._uniforms.get((entity, purpose), 1e-9)


def test_a_second_launch_that_slips_past_the_window_waits_for_the_next():
    changes = {
        "waits.vehicle": True,
        "waits.launch_failure": True,
        "vehicles.long_march_10.pads": 2,
        "vehicles.long_march_10.pad_turnaround_days": 12.0,
        "vehicles.long_march_10.launches_per_year": 1000.0,
        "vehicles.long_march_10.first_flight": None,
        "vehicles.long_march_10.built_probability": 1.0,
        "vehicles.long_march_10.qualification_flights": 0,
        "vehicles.long_march_10.other_flights_per_year": 0.0,
        "launch.stand_down_median_days": 240.0,
        "launch.stand_down_interval_exponent": 0.0,
    }
    built = scenario_of(PAD_AND_WINDOW | changes)
    crew = dataclasses.replace(built.missions["crewed_landing_1"], launches=3, needs=())
    alone = dataclasses.replace(built, missions={"crew": crew})
    (undisturbed,), windows, record = flown(alone, "crew", OtherFails(0.0))
    assert undisturbed.outcome == SUCCESS
    assert record.launched_day == pytest.approx(undisturbed.launched_day + 12.0)
    # Between the first launch and the others, another mission's failure grounds the vehicle for 240 days.
    campaign = campaign_of(alone, OtherFails(0.0))

    def failure(day):
        assert not campaign.launchers.launch("long_march_10", CHINA, day, "other", 0, 1)

    campaign.clock.after(undisturbed.launched_day + 1.0, failure, undisturbed.launched_day + 1.0)
    trace = campaign.run()
    (late,) = trace.flights.flown
    assert late.launched_day == undisturbed.launched_day
    last = trace.flights.missions["crew"].launched_day
    assert last > undisturbed.launched_day + 1.0 + 240.0
    assert last + alone.logistics.transit_days == pytest.approx(late.ended_day)
    assert windows.next_landing(crew.window, late.ended_day - 1e-6) == pytest.approx(late.ended_day, abs=1e-5)
    waits = trace.flights.missions["crew"].waits
    # Begun twelve days early for the third launch, which needs the first one's pad: the second waits for the window.
    assert waits["vehicle"] == pytest.approx(1.0 + 240.0 - 12.0)
    assert waits["window"] > record.waits["window"]


def test_a_campaign_that_fails_at_its_first_launch_gives_the_other_vehicles_back():
    changes = {
        "waits.launch_failure": True,
        "waits.vehicle": True,
        "programs.china.second_unit_days": 10_000.0,
        "vehicles.long_march_10.first_flight": None,
        "vehicles.long_march_10.built_probability": 1.0,
        "vehicles.long_march_10.qualification_flights": 0,
        "vehicles.long_march_10.launches_per_year": 0.5,
        "vehicles.long_march_10.other_flights_per_year": 0.0,
        "launch.stand_down_interval_exponent": 0.0,
    }
    built = only(scenario_of(NO_WAITS | MINELESS | changes), "crewed_landing_1")
    campaign = campaign_of(built, FixedDraws({("crewed_landing_1", "launch"): 0.9999}))
    trace = campaign.run()
    (flight,) = trace.flights.flown
    assert flight.outcome == LAUNCH_FAILURE
    # One vehicle was used, so the next is in store as after a single launch, and only the stand-down is waited for.
    hold = campaign.launchers.hold("long_march_10", CHINA, flight.launched_day + 1.0, 1)
    assert hold == Hold("vehicle", pytest.approx(flight.launched_day + built.launch.stand_down_median_days))


def test_both_launches_must_succeed():
    changes = {
        "waits.launch_failure": True,
        "vehicles.long_march_10.flights": 100,
        "vehicles.long_march_10.successes": 80,
    }
    built = only(scenario_of(NO_WAITS | MINELESS | changes), "crewed_landing_1")
    outcomes = [trace.flights.flown[0].outcome for trace in runs(built, 1_500)]
    # The vehicle's factor is gamma-distributed given its record, and both launches have the same one.
    fit = launch_fit()
    passed = fit.first_hazard_experienced * passed_hazard(np.array([100, 101, 102]), fit.hazard_decay)
    one, both = (1.0 + (passed[1:] - passed[0]) / (fit.family_shape + passed[0])) ** -(fit.family_shape + 20)
    assert outcomes.count(SUCCESS) / 1_500 == pytest.approx(both, abs=0.025)
    # The lander is launched before the crew.
    assert outcomes.count(LAUNCH_FAILURE) / 1_500 == pytest.approx(1 - one, abs=0.025)
    assert {*outcomes} == {SUCCESS, LAUNCH_FAILURE, ABORTED_ASCENT, LOSS_OF_CREW_IN_ASCENT}


# Flown again.

LOST = NO_WAITS | MINELESS | {"waits.landing_failure": True, "programs.china.reflights": 2}


@pytest.mark.parametrize(
    ("changes", "first", "second"),
    [
        ({}, 1_000.0, 1_000.0),
        ({"programs.china.second_unit": True}, 180.0, 1_000.0),
        ({"missions.ilrs_1.second_unit": True}, 180.0, 1_000.0),
        ({"programs.china.second_unit": True, "missions.ilrs_1.second_unit": False}, 1_000.0, 1_000.0),
        ({"missions.ilrs_1.in_series": True}, 590.0, 590.0),
        ({"missions.ilrs_1.in_series": True, "missions.ilrs_1.second_unit": True}, 180.0, 590.0),
        ({"missions.ilrs_1.crew_lander": True}, 180.0, 180.0),
    ],
)
def test_a_second_unit_in_build_flies_soon_but_only_once_unless_craft_are_made_in_line(changes, first, second):
    built = only(scenario_of(LOST | changes), "ilrs_1")
    flights, _, record = flown(built, "ilrs_1", FixedDraws({("ilrs_1", "cruise"): 0.9999}))
    assert [again.launched_day - lost.ended_day for lost, again in itertools.pairwise(flights)] == (
        pytest.approx([first, second])
    )
    assert record.waits["landing_failure"] == pytest.approx(first + second + 2 * built.logistics.transit_days)


def test_second_units_fly_within_the_months_of_the_record():
    # 2 to 10 months (Surveyor, Apollo 13 to 14), 12 (IM), 5 to 21 (Soviet E-8).
    built = only(
        scenario_of(LOST | {"programs.china.second_unit": True, "programs.china.cruise_success": 0.01}), "ilrs_1"
    )
    days = []
    for trace in runs(built, 400):
        one, two, *_ = [flight for flight in trace.flights.flown if flight.mission == "ilrs_1"] + [None, None]
        if two is not None:
            days.append(two.launched_day - one.ended_day)
    low, middle, high = np.quantile(days, [0.05, 0.5, 0.95]) / 30.44
    assert 1.5 < low < 3.0
    assert 5.0 < middle < 7.0
    assert 12.0 < high < 21.0


# Queues.


@pytest.mark.parametrize("count", [1, 6])
def test_missions_that_are_ready_at_once_wait_half_a_turnaround_for_each_other_one(count):
    changes = {"waits.pad": True, "vehicles.long_march_5.pads": 1, "vehicles.long_march_5.pad_turnaround_days": 60.0}
    built = scenario_of(NO_WAITS | MINELESS | changes)
    one = dataclasses.replace(
        built.missions["change_8"], vehicle="long_march_5", planned="2030-01-01", needs=(), assets=(), critical=False
    )
    ready = dataclasses.replace(built, missions={f"mission_{number}": one for number in range(count)})
    (trace,) = runs(ready, 1)
    days = sorted(record.launched_day for record in trace.flights.missions.values())
    assert np.diff(days) == pytest.approx([60.0] * (count - 1))
    waits = [record.waits.get("pad", 0.0) for record in trace.flights.missions.values()]
    assert np.mean(waits) == pytest.approx((count - 1) / 2 * 60.0)
    off = dataclasses.replace(ready, waits=dataclasses.replace(ready.waits, pad=False))
    (trace,) = runs(off, 1)
    assert {record.launched_day for record in trace.flights.missions.values()} == {days[0]}
    assert not any(record.waits.get("pad") for record in trace.flights.missions.values())


def test_cargo_that_is_ready_as_well_takes_no_vehicle_from_a_crew():
    changes = {
        "waits.vehicle": True,
        "waits.pad": False,
        "vehicles.long_march_10.first_flight": None,
        "vehicles.long_march_10.built_probability": 1.0,
        "vehicles.long_march_10.qualification_flights": 0,
        "vehicles.long_march_10.other_flights_per_year": 0.0,
    }
    built = scenario_of(NO_WAITS | MINELESS | changes)
    crew = dataclasses.replace(built.missions["crewed_landing_1"], needs=(), planned="2031-01-02")
    cargo = dataclasses.replace(
        built.missions["ilrs_1"], needs=(), planned="2031-01-01", planned_low=None, planned_high=None
    )

    def crew_s_launch(cargos):
        others = {f"cargo_{number}": cargo for number in range(cargos)}
        _, _, record = flown(dataclasses.replace(built, missions=others | {"crew": crew}), "crew")
        return record.launched_day

    assert crew_s_launch(5) == crew_s_launch(0)
