import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics import power

share = st.floats(0.0, 1.0)
ratio = st.floats(0.0, 10.0)
hours = st.floats(0.0, 500.0)


def served_step_by_step(lit, storage, spell, steady, solar, efficiency, cycles=40):
    """Follow the charge of the storage through many cycles: a second way to the same figure."""
    light = spell * lit / (1.0 - lit)
    charge, served = 0.0, 0.0
    for cycle in range(cycles):
        charge = min(storage, charge + max(solar + steady - 1.0, 0.0) * light * efficiency)
        in_light = min(solar + steady, 1.0) * light
        from_storage = min(charge, max(1.0 - steady, 0.0) * spell)
        charge -= from_storage
        if cycle == cycles - 1:
            served = in_light + min(steady, 1.0) * spell + from_storage
    return served / (light + spell)


@given(
    lit=st.floats(0.05, 0.95),
    storage=hours,
    spell=st.floats(1.0, 400.0),
    steady=st.floats(0.0, 1.5),
    solar=ratio,
    efficiency=st.floats(0.3, 1.0),
)
def test_duty_factor_is_what_a_storage_followed_through_cycles_serves(lit, storage, spell, steady, solar, efficiency):
    closed = power.duty_factor(
        lit, storage, spell, continuous_share=steady, solar_ratio=solar, storage_efficiency=efficiency
    )
    followed = served_step_by_step(lit, storage, spell, steady, solar, efficiency)
    # A storage larger than the spell needs may fill over several cycles; the closed form stands for the settled state.
    assert closed == pytest.approx(followed, rel=1e-6, abs=1e-9)


@given(lit=share, storage=hours, spell=hours, steady=ratio, solar=ratio)
def test_duty_factor_is_a_share(lit, storage, spell, steady, solar):
    duty = power.duty_factor(lit, storage, spell, continuous_share=steady, solar_ratio=solar)
    assert 0.0 <= duty <= 1.0 + 1e-12


def test_without_storage_the_load_runs_in_the_light_only():
    assert power.duty_factor(0.5, 0.0, 354.0) == 0.5
    assert power.duty_factor(0.0, 0.0, 354.0) == 0.0


def test_storage_for_the_whole_spell_or_a_full_reactor_serve_all():
    assert power.duty_factor(0.5, 354.0, 354.0) == pytest.approx(1.0)
    assert power.duty_factor(0.85, 0.0, 100.0, continuous_share=1.0, solar_ratio=0.0) == pytest.approx(1.0)
    assert power.duty_factor(1.0, 0.0, 0.0) == 1.0


def test_without_further_figures_storage_loses_nothing():
    assert power.duty_factor(0.2, 354.0, 354.0, solar_ratio=3.0) == pytest.approx(0.2 + 0.2 * 2.0)


def test_storage_that_is_never_charged_serves_nothing():
    assert power.duty_factor(0.5, 354.0, 354.0, solar_ratio=1.0) == 0.5
    assert power.duty_factor(0.0, 354.0, 354.0) == 0.0


@given(lit=share, storage=hours, spell=st.floats(1.0, 500.0), steady=share, solar=ratio, more=st.floats(0.0, 50.0))
def test_more_of_anything_never_serves_less(lit, storage, spell, steady, solar, more):
    def duty(lit=lit, storage=storage, steady=steady, solar=solar):
        return power.duty_factor(lit, storage, spell, continuous_share=steady, solar_ratio=solar) + 1e-12

    assert duty(storage=storage + more) >= duty() - 1e-12
    assert duty(steady=steady + more) >= duty() - 2e-12
    assert duty(solar=solar + more) >= duty() - 2e-12


def test_the_pole_is_lit_as_its_ridges_and_elsewhere_half_of_the_time():
    latitude = np.array([-89.7, -86.0, -30.0, 0.0, 88.6])
    lit = power.lit_fraction(latitude, polar_from_deg=85.0, polar_lit_fraction=0.85)
    np.testing.assert_allclose(lit, [0.85, 0.85, 0.5, 0.5, 0.85])
    spell = power.dark_spell_hours(latitude, polar_from_deg=85.0, polar_dark_spell_hours=100.0)
    np.testing.assert_allclose(spell, [100.0, 100.0, 354.367, 354.367, 100.0], atol=1e-3)


@given(load=st.floats(0.0, 100.0), spell=hours, specific=st.floats(50.0, 600.0))
def test_storage_mass_holds_the_energy_of_the_spell(load, spell, specific):
    mass = power.storage_mass_kg(power.night_storage_kwh(load, spell), specific)
    assert mass * specific / 1e3 == pytest.approx(load * spell)


def test_a_reactor_scales_from_its_reference():
    scaled = power.reactor_mass_kg(
        np.array([40.0, 80.0]), reference_power_kw=40.0, reference_mass_kg=6000.0, exponent=0.5
    )
    np.testing.assert_allclose(scaled, [6000.0, 6000.0 * 2**0.5])
