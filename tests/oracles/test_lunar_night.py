"""The power that a station and a plant count on in the night is what light, dark and storage give."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.world.mine.unit_needs import lit_share
from tests.oracles.lunar_night import duty_factor
from tests.scenario.building import scenario_of
from tests.world.sources import supply_kw

LIT, SPELL = st.floats(0.05, 0.95), st.floats(1.0, 400.0)


@given(lit=LIT, spell=SPELL, steady=st.floats(0.0, 50.0), storage=st.floats(1.0, 5e4))
def test_the_supply_of_a_station_lasts_through_the_night_and_no_more_does(lit, spell, steady, storage):
    # Arrays so large that the loss of the storage is of no account.
    supply = supply_kw(spell, lit=lit, solar_kw=9e7, steady_kw=steady, storage_kwh=storage)
    for load, served in ((supply * 0.999, True), (supply * 1.01 + 0.01, False)):
        share = duty_factor(lit, storage / load, spell, steady=steady / load)
        assert (share > 1.0 - 1e-9) == served


def test_arrays_bound_what_storage_gives_and_storage_alone_gives_nothing():
    # An hour of darkness takes 1 / 0.9 hours of the same power out of the light.
    assert supply_kw(100.0, lit=0.75, solar_kw=2.0, storage_kwh=1e6) == pytest.approx(2.0 * 3 / (3 + 1 / 0.9))
    assert supply_kw(100.0, lit=1.0, solar_kw=2.0, storage_kwh=1e6) == 2.0
    assert supply_kw(100.0, storage_kwh=1e6) == 0.0
    assert supply_kw(100.0, solar_kw=2.0) == 0.0


@pytest.mark.parametrize("site", ["fra_mauro", "shackleton", "malapert"])
def test_a_plant_works_as_long_as_its_own_power_serves_it(site):
    scenario = scenario_of({"mine.plant_at": "mine"}, site)
    here = scenario.site
    for source, power in (("solar", {}), ("reactor", {"steady": 1.0, "solar": 0.0})):
        plant = dataclasses.replace(scenario.plant, power_source=source)
        share = lit_share(dataclasses.replace(scenario, plant=plant))
        assert share == pytest.approx(duty_factor(here.lit_fraction, 0.0, here.dark_spell_hours, **power))
