"""Flights of a launch vehicle for others: they mature it, and their failures ground it."""

import math

import numpy as np
import pytest

from lunarsim.physics.chance.launch_growth import flights_passed, passed_hazard
from lunarsim.scenario.groups.programs.launch import Launch
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.launch_fit import launch_fit
from lunarsim.words.draws import DrawBlock
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.hold import Hold
from tests.scenario.building import scenario_of
from tests.world.launching import ALL_SUCCEED, CHINA, DOOMED, USA, launcher, median_days, vehicles_of
from tests.world.running import FixedDraws, RecordingDraws

FIT = launch_fit()
ALIKE = Launch(first_hazard_experienced=0.3, hazard_decay=0.62, family_shape=1000.0)
"""Vehicles of next to the same hazard."""


class Draws(FixedDraws):
    """The failures of others come at given unit quantiles, one after the other; later ones never."""

    def __init__(self, *units, uniforms=None, normals=None):
        super().__init__({("long_march_5", "launch_factor"): 0.5} | (uniforms or {}), normals)
        self._units = units

    def uniform(self, entity, purpose, occurrence=0):
        if purpose == "other_failure":
            return self._units[occurrence] if occurrence < len(self._units) else 1.0 - 1e-15
        return super().uniform(entity, purpose)


def flown_by_others(draws=None, rate=6.0, **changes):
    values = {"waits": Waits(), "first": 0.0, "flights": 0, "successes": 0, "law": ALIKE} | changes
    return launcher("long_march_5", draws=draws or Draws(), other_flights_per_year=rate, **values)


def limit(vehicle, day):
    """Return the hazard of the next launch on a day, of a vehicle that others fly and that has not failed."""
    failures = vehicle._failures
    assert vehicle.hold(CHINA, day, 1) is None
    return failures._scale * (passed_hazard(failures._flights + 1, 0.62) - passed_hazard(failures._flights, 0.62))


@pytest.mark.parametrize("years", [0.0, 1.0, 7.5])
def test_flights_of_others_mature_the_vehicle_as_its_own_do(years):
    vehicle, day = flown_by_others(), years * DAYS_PER_YEAR
    hazard = limit(vehicle, day)
    flights = 6.0 * years
    expected = vehicle._failures._scale * (passed_hazard(flights + 1, 0.62) - passed_hazard(flights, 0.62))
    assert hazard == pytest.approx(expected)
    # A flight of the manifest counts beside them.
    assert vehicle.launch(CHINA, day, "m", 0, surely=True)
    assert vehicle._failures._flights == pytest.approx(flights + 1.0)


def test_the_next_launch_of_the_manifest_fails_by_all_flights_before_it():
    day = 5.0 * DAYS_PER_YEAR
    scale = flown_by_others()._failures._scale
    success = math.exp(-scale * (passed_hazard(31.0, 0.62) - passed_hazard(30.0, 0.62)))
    for unit, succeeds in ((success - 1e-6, True), (success + 1e-6, False)):
        assert flown_by_others(Draws(uniforms={("m", "launch"): unit})).launch(CHINA, day, "m", 0) is succeeds


def test_a_failure_of_others_grounds_the_vehicle_for_all_and_ends_their_flights_meanwhile():
    unit = 1.0 - math.exp(-0.9)
    vehicle = flown_by_others(Draws(unit, uniforms={("long_march_5", "other_pad_lost"): 0.99}))
    flights = float(flights_passed(0.9 / vehicle._failures._scale, 0.62))
    failed = flights / 6.0 * DAYS_PER_YEAR
    back = failed + stand_down(vehicle)
    assert vehicle.hold(CHINA, failed - 1e-6, 1) is None
    for program in ("china", "russia"):
        assert vehicle.hold(program, failed + 1.0, 1) == Hold("vehicle", pytest.approx(back))
    assert vehicle.hold(CHINA, back + 1e-6, 1) is None
    assert vehicle._failures._flights == pytest.approx(flights, abs=1e-6)
    assert vehicle.hold(CHINA, back + DAYS_PER_YEAR, 1) is None
    assert vehicle._failures._flights == pytest.approx(flights + 6.0)


def stand_down(vehicle):
    return median_days(vehicle.vehicle)


def test_it_does_not_matter_how_often_one_asks():
    asked, seldom = (flown_by_others(DrawBlock(3, [(0, 0)]).run(0)) for _ in range(2))
    for day in np.arange(0.0, 8_000.0, 7.0):
        asked.hold(CHINA, float(day), 1)
    last = 8_000.0
    assert asked.hold(CHINA, last, 1) == seldom.hold(CHINA, last, 1)
    assert asked._failures._flights == pytest.approx(seldom._failures._flights, rel=1e-9)
    assert asked._grounded_until == pytest.approx(seldom._grounded_until, rel=1e-9)
    assert asked._grounded_until > 0.0


def test_a_draw_of_zero_is_no_failure_before_any_flight():
    vehicle = flown_by_others(Draws(0.0, 0.0, uniforms={("long_march_5", "other_pad_lost"): 0.99}))
    assert vehicle.hold(CHINA, 1.0, 1) == Hold("vehicle", pytest.approx(stand_down(vehicle), abs=0.1))
    assert vehicle._others_failed == 1
    assert 0.0 < vehicle._failures._flights < 1e-6


def test_a_failure_of_the_manifest_grounds_others_too():
    vehicle = flown_by_others(Draws(uniforms={("m", "launch"): 0.9999, ("m", "pad_lost"): 0.99}))
    assert not vehicle.launch(CHINA, 100.0, "m", 0)
    back = 100.0 + stand_down(vehicle)
    assert vehicle.hold(CHINA, back + 1e-6, 1) is None
    assert vehicle._failures._flights == pytest.approx(1.0 + 6.0 * 100.0 / DAYS_PER_YEAR, abs=1e-6)


def test_a_pad_that_others_lose_is_lost_to_all_and_the_only_one_ends_their_flights():
    normals = {("long_march_5", "other_stand_down"): -9.0, ("long_march_5", "other_pad"): 0.0}
    uniforms = {("long_march_5", "other_pad_lost"): 0.0}
    for pads in (1, 2):
        vehicle = flown_by_others(Draws(0.5, uniforms=uniforms, normals=normals), pads=pads)
        failed = float(flights_passed(math.log(2.0) / vehicle._failures._scale, 0.62)) / 6.0 * DAYS_PER_YEAR
        hold = vehicle.hold(CHINA, failed + 10.0, 1)
        assert hold == (Hold("pad", pytest.approx(failed + 365.0)) if pads == 1 else None)
        flown = 6.0 * (failed + (0.0 if pads == 1 else 10.0)) / DAYS_PER_YEAR
        assert vehicle._failures._flights == pytest.approx(flown, abs=0.01)


def test_others_fly_from_the_day_on_which_the_vehicle_may_carry_missions():
    new = launcher(waits=Waits(), draws=Draws(), other_flights_per_year=6.0, first=500.0, law=ALIKE)
    ready = new.vehicle_day(CHINA, 0.0)
    assert ready > 500.0
    assert new.hold(CHINA, ready, 1) is None
    assert new._failures._flights == new.vehicle.qualification_flights
    assert new.hold(CHINA, ready + DAYS_PER_YEAR, 1) is None
    assert new._failures._flights == pytest.approx(new.vehicle.qualification_flights + 6.0)
    for held in ({"grounded": 300.0}, {"back": 300.0}):
        late = flown_by_others(**held)
        assert late.hold(CHINA, 300.0 + DAYS_PER_YEAR, 1) is None
        assert late._failures._flights == pytest.approx(6.0)


def test_where_nobody_else_flies_or_nothing_fails_nothing_is_drawn_for_others():
    for changes in ({"rate": 0.0}, {"waits": ALL_SUCCEED}, {"rate": 0.0, "law": DOOMED}):
        draws = RecordingDraws()
        vehicle = flown_by_others(draws, **changes)
        assert vehicle.hold(CHINA, 3_000.0, 1) is None
        assert all(purpose == "launch_factor" for _, _, purpose, _ in draws.record)


def test_others_fail_as_often_as_the_law_says_of_so_many_flights():
    runs, years, law = 800, 5.0, Launch()
    block = DrawBlock(5, [(sample, 0) for sample in range(runs)])
    counts, expected = [], []
    for run in range(runs):
        vehicle = flown_by_others(block.run(run), law=law)
        vehicle.hold(CHINA, years * DAYS_PER_YEAR, 1)
        counts.append(vehicle._others_failed)
        expected.append(vehicle._failures._scale * passed_hazard(vehicle._failures._flights, FIT.hazard_decay))
    # The count less the hazard passed through is a martingale: its mean is 0, and its variance the mean hazard.
    assert np.mean(counts) > 0.8
    assert np.mean(counts) == pytest.approx(np.mean(expected), abs=3.0 * math.sqrt(np.mean(expected) / runs))


def test_vehicles_of_a_scenario_are_flown_by_others_as_their_library_says():
    def flights(changes):
        vehicles = vehicles_of(scenario_of(changes), FixedDraws())
        vehicles.hold("falcon_9", USA, 4.0 * DAYS_PER_YEAR, 1)
        return vehicles._launcher("falcon_9")._failures._flights

    off = {"waits.launch_failure": False}
    library = scenario_of().vehicles["falcon_9"]
    assert flights(off) == pytest.approx(library.flights + 4.0 * library.other_flights_per_year)
    assert flights(off | {"vehicles.falcon_9.other_flights_per_year": 10.0}) == library.flights + 40.0
