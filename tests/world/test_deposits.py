"""The deposit of a run: depth, change of support, and what of it can be had."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from lunarsim.scenario.scenario import declaration, setter
from lunarsim.world.mine.deposit import _thorium, deposits
from tests.scenario.building import scenario_of


def deposit_of(changes, site="fra_mauro"):
    (deposit,) = deposits([scenario_of(changes, site)])
    return deposit


BARE = {"deposit.feldspathic_term_ppm": 0.0, "deposit.mare_term_ppm": 0.0}
SD, STAYS = 0.33, 0.1


def ln_spread(area, **changes):
    """Return the standard deviation of ln grade that the multiplier gives an area [km2]."""
    fixed = BARE | {"deposit.area_km2": area} | {f"deposit.{name}": value for name, value in changes.items()}
    low, high = (
        deposit_of(fixed | {"deposit.thorium_multiplier": float(np.exp(sign * SD))}).ree_grade for sign in (-1, 1)
    )
    return np.log(high / low) / 2


@given(st.floats(0.3, 3.0), st.floats(0.0, 1.0), st.floats(0.5, 300.0), st.floats(10.0, 300.0))
def test_of_a_square_kilometer_the_multiplier_is_the_thorium_s(multiplier, share, reach, unit):
    changes = {"deposit.thorium_multiplier": multiplier, "deposit.local_share": share}
    changes |= {"deposit.variogram_range_km": reach, "deposit.unit_range_km": unit}
    assert deposit_of(BARE | changes).ree_grade == pytest.approx(40.4 * 10.19 * multiplier * 1e-6, rel=1e-14)


def test_over_large_areas_local_scatter_averages_out_first_then_that_of_units_and_calibration_stays():
    assert ln_spread(1.0) == pytest.approx(SD)
    assert 0.25 < ln_spread(10.0) < SD
    # A square of 100 km in units of 150 km: x = 2.
    regional = SD**2 / 2 - STAYS**2
    unit = 4 * (0.02 - 1 + np.exp(-0.02)) ** 2 / 0.02**4
    left = regional * (2 * (1 + np.exp(-2.0)) / 4) ** 2 / unit
    assert ln_spread(1e4) == pytest.approx(np.sqrt(STAYS**2 + left), rel=0.01)
    assert ln_spread(1e7) == pytest.approx(STAYS, rel=0.05)
    assert ln_spread(1e7, unit_range_km=2000.0) > 1.1 * ln_spread(1e7)
    assert ln_spread(1e4, local_share=0.0) > ln_spread(1e4) > ln_spread(1e4, local_share=0.9)


def test_less_than_a_square_kilometer_scatters_more():
    # In a range of 3 km a point has 1 / 0.5413 of the local variance of a square kilometer.
    point = np.sqrt(0.5 + 0.5 / (2 * np.exp(-1.0)) ** 2)
    assert ln_spread(1e-6) == pytest.approx(SD * point, rel=1e-3)
    assert ln_spread(1e-6) > ln_spread(0.1) > ln_spread(0.5) > SD
    assert ln_spread(1e-6, local_share=0.0) == pytest.approx(SD)


@pytest.mark.parametrize("area", [1e-4, 0.1, 10.0, 1e4, 1e6])
def test_any_area_keeps_the_mean_of_its_soil_and_richer_soil_stays_richer(area):
    quantiles = (np.arange(2000) + 0.5) / 2000
    multipliers = np.exp(SD * ndtri(quantiles) - SD**2 / 2).tolist()
    base, put = scenario_of(BARE | {"deposit.area_km2": area}, "fra_mauro"), setter(("deposit.thorium_multiplier",))
    grades = np.array([deposit.ree_grade for deposit in deposits([put(base, (each,)) for each in multipliers])])
    assert (np.diff(grades) > 0).all()
    assert grades.mean() == pytest.approx(40.4e-6 * 10.19, rel=2e-3)


@pytest.mark.parametrize("area", [1e-4, 1.0, 1e4, 1e7])
@pytest.mark.parametrize("site", ["fra_mauro", "shackleton", "lassell"])
def test_the_mean_of_all_samples_is_the_metal_of_the_pixel(site, area):
    declared, _ = declaration("deposit.thorium_multiplier")
    multipliers = declared.distribution.quantile((np.arange(2000) + 0.5) / 2000).tolist()
    base, put = scenario_of({"deposit.area_km2": area}, site), setter(("deposit.thorium_multiplier",))
    in_place = np.array([deposit.ree_in_place_t for deposit in deposits([put(base, (each,)) for each in multipliers])])
    (pixel,) = deposits([scenario_of({}, site)])
    assert in_place.mean() == pytest.approx(pixel.ree_in_place_t * area, rel=2e-3)


@pytest.mark.parametrize("area", [0.01, 1.0, 100.0, 1e5])
@pytest.mark.parametrize("block", [0.05, 5.0])
def test_what_the_mean_of_an_area_has_lost_its_blocks_have_among_themselves(area, block):
    """Blocks in an area and the area itself scatter together as blocks do, however large the area is."""
    block = min(block, area**0.5)
    changes = {"deposit.area_km2": area, "deposit.selective_block_km": block, "deposit.local_share": 0.4}
    column = lambda group, name: np.array([getattr(getattr(scenario_of(changes), group), name)])  # noqa: E731
    _, within = _thorium(column)
    assert within[0] ** 2 + ln_spread(area, local_share=0.4) ** 2 == pytest.approx(
        ln_spread(block**2, local_share=0.4) ** 2
    )


def test_mining_stops_where_the_regolith_ends():
    thin = {"deposit.thickness_multiplier": 0.2}
    deep, shallow = (deposit_of({"deposit.depth_m": depth} | thin).soil_kg for depth in (3.0, 1.7))
    assert deep == pytest.approx(shallow)
    assert deposit_of({}).soil_kg > deposit_of(thin).soil_kg


def test_silicic_spots_are_no_ore():
    # Thorium of 46 ppm with fewer rare earths than Fra Mauro's 10.
    assert deposit_of({}, "lassell").ree_grade < 0.65 * deposit_of({}).ree_grade
    assert deposit_of({"site.silicic": False}, "lassell").ree_grade > 3 * deposit_of({}).ree_grade


def test_fra_mauro_soil_holds_about_ten_times_the_rare_earths_of_shackleton_s():
    rich, poor = deposits([scenario_of({}, "fra_mauro"), scenario_of({}, "shackleton")])
    assert 8 < rich.ree_in_place_t / poor.ree_in_place_t < 14
    assert 8 < rich.reo_grade / poor.reo_grade < 14


def test_a_deposit_does_not_depend_on_those_beside_it_and_grows_with_area_depth_and_thorium():
    changes = [
        {},
        {"deposit.area_km2": 2.0},
        {"deposit.depth_m": 2.0},
        {"site.thorium_ppm": 5.0},
        {"deposit.depth_m": 40.0},
    ]
    scenarios = [scenario_of(change, "fra_mauro") for change in changes]
    together = deposits(scenarios)
    assert [deposits([scenario])[0] for scenario in scenarios] == together
    base, wide, shallow, poor, deep = together
    assert wide.soil_kg == pytest.approx(2 * base.soil_kg)
    assert shallow.soil_kg < base.soil_kg
    assert poor.ree_grade < base.ree_grade
    # Never below the regolith, 8.5 m here.
    assert deep.soil_kg == pytest.approx(deposits([scenario_of({"deposit.depth_m": 8.5}, "fra_mauro")])[0].soil_kg)
    for deposit in together:
        assert deposit.ree_recoverable_t < deposit.ree_in_place_t
        assert sum(deposit.element_grade) >= deposit.ree_grade
