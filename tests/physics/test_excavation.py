"""Digging and hauling in closed form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.process import excavation


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


def test_a_vehicle_returns_empty():
    # Loaded 1 kg of soil on 2 kg of vehicle: the way back takes two thirds of the way there.
    assert excavation.round_trip_energy_kwh_per_kg(10.0, 3e-4, 2.0) == pytest.approx(3e-3 * 5 / 3)
    assert excavation.round_trip_energy_kwh_per_kg(0.0, 3e-4, 2.0) == 0.0


def test_haulers_carry_what_is_under_way():
    assert excavation.haulers_needed(100.0, 80.0, 4.0) == 5.0
    assert excavation.haulers_needed(101.0, 80.0, 4.0) == 6.0


def test_wear_renews_a_machine_once_in_its_life():
    assert excavation.wear_kg_per_kg(66.0, 500e3) * 500e3 == pytest.approx(66.0)
