"""Published figures that no part of the simulator computes yet, by hand: what a later part must come to, too."""

import numpy as np
import pytest

from lunarsim.scenario.groups.extraction.plant import Plant

NIGHT_HOURS = 354.0


def test_mass_payback_of_a_molten_electrolysis_plant():
    # B1: Guerrero-Gonzalez & Zabel 2023, Acta Astronaut. 203:187: 6776 kg for 25 t FeSi and 23.9 t O2 a year; 0.14 kg
    # of hardware per yearly kg, 51 d.
    product = 25_000.0 + 23_900.0
    assert 6776.0 / product == pytest.approx(0.14, abs=0.005)
    assert 6776.0 / product * 365.25 == pytest.approx(51.0, abs=0.5)


def test_mass_payback_of_an_oxygen_plant():
    # B2: Schreiner et al. 2015, IEEE Aerospace: 7 kg O2 per kg and year; 52 days.
    assert pytest.approx(52.2, abs=0.05) == 365.25 / 7.0


def test_a_plant_takes_years_to_make_its_own_mass_in_rare_earths():
    # 10 kg soil a day per kg, 550 ppm, 12 percent: 4 years; the oxygen plant above fed with 100 t of KREEP soil a year
    # recovers 5 to 20 kg of the 55 kg it meets: 300 to 1000 years and more.
    assert pytest.approx(4.15, abs=0.05) == 1.0 / (3650.0 * 550e-6 * 0.12)
    assert pytest.approx(340.0, abs=2.0) == 6776.0 / 20.0


def test_production_mass_ratio():
    # Metzger 2023, Acta Astronaut. 207:425, for the plant of B1: 72 in ten years, 36 with 10 percent spares a year.
    assert pytest.approx(72.0, abs=0.5) == 48_900.0 * 10.0 / 6776.0
    assert pytest.approx(36.0, abs=0.5) == 48_900.0 * 10.0 / (6776.0 * (1.0 + 0.1 * 10.0))


def test_molten_salt_electrolysis_is_slower_than_first_order_at_its_end():
    # B6: Lomax et al. 2020, Planet. Space Sci. 180:104748: 75 percent in 15 h, 96 in 50 h; first order would be 99.
    rate_per_hour = -np.log(1.0 - 0.75) / 15.0
    assert rate_per_hour == pytest.approx(0.0924, abs=0.00005)
    assert 1.0 - np.exp(-rate_per_hour * 50.0) == pytest.approx(0.99, abs=0.005)


def test_storage_for_a_kilowatt_through_the_night():
    # 354 kWh: 2.36 t of lithium-ion (150 Wh/kg), 0.885 t of fuel cells (400 Wh/kg), at full depth of discharge.
    assert pytest.approx(2360.0, rel=1e-3) == NIGHT_HOURS * 1e3 / 150.0
    assert pytest.approx(885.0, rel=1e-3) == NIGHT_HOURS * 1e3 / 400.0


@pytest.mark.parametrize(("wh_per_kg", "load_kw"), [(150.0, 2.54), (400.0, 6.8)])
def test_from_which_load_a_reactor_of_six_tonnes_is_lighter_than_storage(wh_per_kg, load_kw):
    # NASA Fission Surface Power 2022, 40 kWe in 6 t, which is what the simulator's plants take per kilowatt.
    reactor_kg = 40.0 * Plant().reactor_kg_per_kw
    assert reactor_kg == 6000.0
    assert reactor_kg / (NIGHT_HOURS * 1e3 / wh_per_kg) == pytest.approx(load_kw, rel=0.01)


@pytest.mark.parametrize(
    ("flight_usd", "payload_kg", "usd_per_kg"),
    [(1.5e9, 27_500, 54_500), (62e6, 22_800, 2_720), (90e6, 63_800, 1_410)],
)
def test_price_to_low_orbit(flight_usd, payload_kg, usd_per_kg):
    # Jones 2018, ICES-2018-81: Space Shuttle, Falcon 9, Falcon Heavy; tolerance: last digit quoted.
    assert flight_usd / payload_kg == pytest.approx(usd_per_kg, rel=0.002)


def test_a_spike_decays_like_that_of_dysprosium_in_2011():
    # USGS: 1400 USD/kg in 2011, 198 in 2016; with an excess that halves in a year sevenfold falls to 1.2.
    assert pytest.approx(1.2, abs=0.02) == 1.0 + (1400.0 / 198.0 - 1.0) * 0.5**5


def test_new_supply_of_a_tenth_of_a_market_lowers_its_price():
    # 1 t of lutetium or 10 t of scandium a year is a tenth or more of the world market; elasticity of demand -0.5.
    assert (1.0 + 0.1) ** (1.0 / -0.5) < 0.85
