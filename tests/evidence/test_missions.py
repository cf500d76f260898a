"""Light, night, reliability, speeds and distances."""

import pytest

from lunarsim.physics import power, transport

EQUATOR = {"latitude_deg": 0.0, "polar_from_deg": 85.0}


def test_the_night_away_from_the_poles():
    # Lunar Sourcebook, ch. 3: synodic day of 29.53 d, so 354 h of light and of dark.
    assert power.dark_spell_hours(**EQUATOR, polar_dark_spell_hours=100.0) == pytest.approx(354.0, abs=0.5)
    assert power.lit_fraction(**EQUATOR, polar_lit_fraction=0.85) == 0.5


def test_a_kilowatt_through_the_night():
    # 354 kWh: 2.4 t of lithium-ion (150 Wh/kg), 0.9 t of fuel cells (400 Wh/kg).
    night_kwh = power.night_storage_kwh(1.0, 354.0)
    assert night_kwh == 354.0
    assert power.storage_mass_kg(night_kwh, 150.0) / 1e3 == pytest.approx(2.4, abs=0.05)
    assert power.storage_mass_kg(night_kwh, 400.0) / 1e3 == pytest.approx(0.9, abs=0.05)


@pytest.mark.parametrize(("wh_per_kg", "load_kw"), [(150.0, 2.5), (400.0, 6.5)])
def test_from_which_load_a_reactor_of_six_tonnes_is_lighter(wh_per_kg, load_kw):
    # NASA Fission Surface Power 2022, 40 kWe in 6 t, against storage for 354 h; both loads are quoted as "about".
    reactor_kg = power.reactor_mass_kg(40.0, reference_power_kw=40.0, reference_mass_kg=6000.0, exponent=1.0)
    even_kw = reactor_kg / power.storage_mass_kg(power.night_storage_kwh(1.0, 354.0), wh_per_kg)
    assert even_kw == pytest.approx(load_kw, rel=0.05)


@pytest.mark.parametrize(("power_kw", "mass_kg"), [(10.0, 1544.0), (100.0, 15_000.0)])
def test_reactors_scale_about_linearly(power_kw, mass_kg):
    # Kilopower 10 kWe and the 100 kWe of the NASA directive of 2025, from 40 kWe in 6 t.
    scaled = power.reactor_mass_kg(power_kw, reference_power_kw=40.0, reference_mass_kg=6000.0, exponent=1.0)
    assert scaled == pytest.approx(mass_kg, rel=0.05)


def test_a_lit_ridge_needs_storage_of_days_and_the_equator_of_weeks():
    # Ridges lit 80-90 percent with spells of 50-120 h: storage of that length carries through, but not off the pole.
    assert power.duty_factor(0.85, 120.0, 120.0) == pytest.approx(1.0)
    assert power.duty_factor(0.5, 120.0, 354.0) == pytest.approx(0.5 + 0.5 * 120.0 / 354.0)


@pytest.mark.parametrize(("flights", "successes", "expected"), [(4, 4, 0.90), (0, 0, 0.5)])
def test_jeffreys_mean_of_a_short_record(flights, successes, expected):
    # Chinese landings 2013-2025: 4 of 4, Jeffreys mean 0.90.
    assert transport.launch_success(flights, successes, 0.5, 0.5) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("impulse_s", "ratio"), [(450.0, 1.84), (365.0, 2.13)])
def test_mass_ratio_from_the_surface_to_earth(impulse_s, ratio):
    # 2.7 km/s (1.87 ascent, 0.85 to Earth) with hydrogen or methane; tolerance: last digit quoted.
    assert transport.mass_ratio(2.7, impulse_s) == pytest.approx(ratio, abs=0.006)


@pytest.mark.parametrize(
    ("site", "latitude_deg", "longitude_deg", "low_km", "high_km"),
    [
        ("Fra Mauro", -6.0, -17.0, 2_500.0, 2_600.0),
        ("Aristarchus", 23.7, -47.4, 3_400.0, 3_500.0),
        ("Aristillus", 33.9, 1.2, 3_700.0, 3_800.0),
        ("Mairan", 41.6, -43.4, 3_950.0, 4_050.0),
    ],
)
def test_mine_sites_lie_2500_to_4000_km_from_the_south_pole(site, latitude_deg, longitude_deg, low_km, high_km):
    # Along the ground from the rim of Shackleton; the range of the four sites is quoted to the nearest 500 km.
    assert low_km < transport.great_circle_km(latitude_deg, longitude_deg, -89.67, 129.78) < high_km, site
