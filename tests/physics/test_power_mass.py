"""Masses of power through the night, and the load at which they are even."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.power.light import light_cycle
from lunarsim.physics.power.mass import array_kw, break_even_kw, reactor_kg, solar_kg, storage_kg
from lunarsim.physics.power.night_duty import Sources, lasting_kw

EQUATOR = light_cycle(0.5, 354.0)


def test_storage_weighs_its_energy_over_what_is_used_of_it():
    assert storage_kg(2.0, 100.0, 200.0, 0.8) == pytest.approx(2.0 * 100.0 / 0.2 / 0.8)
    assert storage_kg(2.0, 0.0, 200.0, 0.8) == 0.0


def test_arrays_serve_the_load_and_fill_the_storage_that_returns_half():
    assert array_kw(10.0, EQUATOR, 0.5) == pytest.approx(30.0)
    assert array_kw(10.0, light_cycle(1.0, 0.0), 0.5) == 10.0
    assert array_kw(10.0, light_cycle(0.0, 354.0), 0.5) == np.inf


@given(load=st.floats(0.1, 100.0), lit=st.floats(0.05, 0.99), spell=st.floats(1.0, 400.0), returned=st.floats(0.3, 1.0))
def test_arrays_and_storage_of_a_load_last_for_it_and_for_no_more(load, lit, spell, returned):
    cycle = light_cycle(lit, spell)
    arrays = array_kw(load, cycle, returned)
    for battery, cells in ((load * spell, 0.0), (0.0, load * spell)):
        enough = Sources(0.0, arrays, battery, cells, returned, returned)
        assert lasting_kw(enough, cycle) == pytest.approx(load)
        assert lasting_kw(enough._replace(solar_kw=0.99 * arrays), cycle) < load * (1.0 - 1e-6)
        poorer = enough._replace(battery_kwh=0.99 * battery, fuel_cell_kwh=0.99 * cells)
        assert lasting_kw(poorer, cycle) < load * (1.0 - 1e-6)


def test_arrays_and_storage_add_up():
    known = {"array_kg_per_kw": 60.0, "storage_wh_per_kg": 400.0, "depth_of_discharge": 1.0, "efficiency": 0.5}
    assert solar_kg(2.0, EQUATOR, **known) == pytest.approx(2.0 * (180.0 + 885.0))


def test_a_reactor_has_a_part_that_does_not_hang_on_its_rating():
    assert reactor_kg(40.0, 200.0, 140.0, 1.5) == pytest.approx(1.5 * 5800.0)


def test_masses_are_equal_at_the_break_even_and_the_reactor_is_lighter_beyond():
    assert break_even_kw(6000.0, 1000.0) == 6.0
    even = break_even_kw(1000.0, 500.0, 250.0)
    assert 1000.0 + 250.0 * even == 500.0 * even


def test_a_reactor_that_never_is_lighter_has_no_break_even():
    # A unit of 40 kW against 100 kg/kW, and one made for the load that weighs more for each kilowatt.
    assert break_even_kw(6000.0, 100.0, rating_kw=40.0) == np.inf
    assert break_even_kw(6000.0, 150.0, rating_kw=40.0) == 40.0
    assert break_even_kw(300.0, 200.0, 250.0) == np.inf
    np.testing.assert_array_equal(break_even_kw(300.0, np.array([200.0, 550.0]), 250.0), [np.inf, 1.0])
