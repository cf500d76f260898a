import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics import transport

latitude = st.floats(-90.0, 90.0)
longitude = st.floats(-180.0, 180.0)
QUARTER_KM = np.pi / 2.0 * 1737.4


@given(first=st.floats(0.0, 5.0), second=st.floats(0.0, 5.0), impulse=st.floats(200.0, 900.0))
def test_mass_ratios_of_burns_in_a_row_multiply(first, second, impulse):
    both = transport.mass_ratio(first + second, impulse)
    assert both == pytest.approx(transport.mass_ratio(first, impulse) * transport.mass_ratio(second, impulse))
    assert transport.mass_ratio(first, impulse) >= 1.0


@given(speed=st.floats(0.0, 6.0), impulse=st.floats(250.0, 480.0), dry=st.floats(0.0, 5.0))
def test_propellant_closes_the_mass_of_the_stage(speed, impulse, dry):
    propellant = transport.propellant_kg_per_kg(speed, impulse, dry)
    before, after = 1.0 + dry + propellant, 1.0 + dry
    assert before / after == pytest.approx(transport.mass_ratio(speed, impulse))


def test_the_way_home_from_the_moon_doubles_the_mass():
    assert transport.mass_ratio(2.7, np.array([365.0, 450.0])) == pytest.approx([2.13, 1.84], abs=0.005)


@given(north_1=latitude, east_1=longitude, north_2=latitude, east_2=longitude)
def test_a_distance_is_the_same_both_ways_and_within_half_the_moon(north_1, east_1, north_2, east_2):
    there = transport.great_circle_km(north_1, east_1, north_2, east_2)
    assert there == pytest.approx(transport.great_circle_km(north_2, east_2, north_1, east_1))
    assert 0.0 <= there <= 2.0 * QUARTER_KM + 1e-6


def test_known_distances():
    assert transport.great_circle_km(0.0, 0.0, 0.0, 0.0) == 0.0
    assert transport.great_circle_km(-90.0, 12.0, 0.0, 77.0) == pytest.approx(QUARTER_KM)
    assert transport.great_circle_km(0.0, -170.0, 0.0, 100.0) == pytest.approx(QUARTER_KM)
    assert transport.great_circle_km(30.0, 20.0, -30.0, -160.0) == pytest.approx(2.0 * QUARTER_KM)
    assert transport.great_circle_km(-90.0, -170.0, -90.0, 40.0) == pytest.approx(0.0, abs=1e-9)


def test_rolling_energy_is_drag_times_a_kilometer():
    # 1 kg on the Moon weighs 1.62 N; 1.62 N over 1000 m are 1620 J.
    assert transport.rolling_energy_kwh_per_kg_km(1.0, 1.0, 1.0) == pytest.approx(1620.0 / 3.6e6)


def test_haul_energy_grows_with_distance_and_falls_with_efficiency():
    per_km = transport.rolling_energy_kwh_per_kg_km(0.25, 2.5, np.array([0.35, 0.7]))
    assert per_km[0] == pytest.approx(2.0 * per_km[1])
    np.testing.assert_allclose(
        transport.haul_energy_kwh_per_kg(np.array([0.0, 10.0]), per_km[1]), [0.0, 10 * per_km[1]]
    )


@given(flights=st.integers(0, 200), data=st.data(), a=st.floats(0.1, 5.0), b=st.floats(0.1, 5.0))
def test_a_launcher_is_never_certain_and_learns_from_its_record(flights, data, a, b):
    successes = data.draw(st.integers(0, flights))
    now = transport.launch_success(flights, successes, a, b)
    assert 0.0 < now < 1.0
    assert transport.launch_success(flights + 1, successes + 1, a, b) > now
    assert transport.launch_success(flights + 1, successes, a, b) < now


def test_a_long_record_outweighs_the_prior():
    assert transport.launch_success(10_000, 9_700, 1.6, 0.4) == pytest.approx(0.97, abs=1e-4)


def test_price_per_kg_shares_the_flight():
    np.testing.assert_allclose(transport.launch_price_usd_per_kg(1e8, np.array([1e3, 1e5])), [1e5, 1e3])
