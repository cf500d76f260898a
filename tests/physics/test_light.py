"""Light and darkness of a site as a cycle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.power.light import LEAST_DARK_HOURS, LightCycle, light_cycle


@given(lit=st.floats(0.0, 0.999), spell=st.floats(LEAST_DARK_HOURS, 5000.0))
def test_a_cycle_has_the_sites_share_of_light_and_its_longest_darkness(lit, spell):
    cycle = light_cycle(lit, spell)
    assert cycle.dark_hours == spell
    assert cycle.light_hours / cycle.hours == pytest.approx(lit, abs=1e-12)


def test_away_from_the_poles_the_cycle_is_the_lunar_day():
    assert light_cycle(0.5, 354.0) == LightCycle(354.0, 354.0)


def test_where_it_is_always_light_there_is_no_darkness_whatever_the_spell():
    assert light_cycle(1.0, 100.0) == LightCycle(1.0, 0.0)
    assert light_cycle(1.0, 0.0).hours == 1.0


def test_where_the_sun_never_shines_there_is_no_light():
    assert light_cycle(0.0, 100.0) == LightCycle(0.0, 100.0)


def test_a_site_that_is_not_always_lit_is_dark_for_an_hour_at_least():
    assert light_cycle(0.9, 0.0) == LightCycle(pytest.approx(9.0), 1.0)
