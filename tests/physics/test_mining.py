"""Digging and hauling in closed form, and a plant's first years."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics import transport
from lunarsim.physics.process import excavation, start_up


def test_a_round_trip_is_both_ways_over_the_speed():
    assert excavation.round_trip_days(12.0, 2.0) == pytest.approx(0.5)


@given(st.floats(1, 1e5), st.floats(0.01, 1), st.floats(1, 1e3))
def test_without_a_haul_an_excavator_brings_its_rated_figure_in_the_time_of_its_duty(rated, duty, payload):
    assert excavation.excavator_kg_per_day(rated, duty, payload, 0.0, 1.0) == duty * rated


def test_a_haul_adds_its_drive_to_each_cycle():
    # A load of 80 kg takes 2 h to dig; 1 km at 1 km/h takes 2 h more: half the loads.
    assert excavation.excavator_kg_per_day(960.0, 0.5, 80.0, 1.0, 1.0) == pytest.approx(240.0)


@given(st.floats(1, 1e5), st.floats(1, 1e3), st.floats(0.01, 100), st.floats(0.1, 20))
def test_a_longer_haul_brings_less_and_never_more_than_a_load_in_each_trip(rated, payload, haul, speed):
    near, far = (excavation.excavator_kg_per_day(rated, 1.0, payload, way, speed) for way in (haul, 2 * haul))
    assert far < near
    assert near * excavation.round_trip_days(haul, speed) <= payload * (1 + 1e-12)


def test_a_vehicle_drives_home_empty():
    # Loaded 1 kg of soil on 2 kg of vehicle: the way back takes two thirds of the way there.
    assert excavation.round_trip_energy_kwh_per_kg(10.0, 3e-4, 2.0) == pytest.approx(3e-3 * 5 / 3)
    assert excavation.round_trip_energy_kwh_per_kg(0.0, 3e-4, 2.0) == 0.0
    there = transport.rolling_energy_kwh_per_kg_km(0.25, 3.0, 0.7)
    back = transport.rolling_energy_kwh_per_kg_km(0.25, 2.0, 0.7)
    assert excavation.round_trip_energy_kwh_per_kg(1.0, there, 2.0) == pytest.approx(there + back)


def test_haulers_carry_what_is_under_way():
    assert excavation.haulers_needed(100.0, 80.0, 4.0) == 5.0
    assert excavation.haulers_needed(101.0, 80.0, 4.0) == 6.0


def test_wear_renews_a_machine_once_in_its_life():
    assert excavation.wear_kg_per_kg(66.0, 500e3) * 500e3 == pytest.approx(66.0)


def test_a_new_plant_rises_in_equal_steps_to_all_of_its_capacity():
    np.testing.assert_allclose(start_up.start_up_level(0.4, np.arange(5), 4), [0.4, 0.55, 0.7, 0.85, 1.0])
    assert start_up.start_up_level(0.4, 4, 4) == 1.0


def test_each_doubling_cuts_the_time_lost_by_the_same_share():
    np.testing.assert_allclose(start_up.learnt_availability(0.7, np.arange(3), 0.1), [0.7, 0.73, 0.757])
    assert start_up.learnt_availability(0.7, 5, 0.0) == pytest.approx(0.7)
    assert start_up.learnt_availability(1.0, 5, 0.1) == 1.0
