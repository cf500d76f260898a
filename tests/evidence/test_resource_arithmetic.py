"""Density, tonnage and change of support."""

import numpy as np
import pytest

from lunarsim.physics.resource import support
from lunarsim.physics.resource.classification import RESOURCE_CLASSES
from lunarsim.physics.resource.oxides import reo_grade_kg_per_kg
from lunarsim.physics.resource.patterns import complete_pattern
from lunarsim.physics.resource.selection import above_cutoff
from lunarsim.physics.resource.tonnage import areal_mass_kg_m2, rock_in_place_t
from lunarsim.scenario.groups.extraction.deposit import SITE_LN_SD, Deposit
from lunarsim.scenario.library.places.known_sites import known_sites
from lunarsim.world.mine.deposit import deposits
from tests.scenario.building import scenario_of

from .samples import measured_ppm


@pytest.mark.parametrize(("depth_m", "mass_kg_m2"), [(1, 1711), (2, 3562), (3, 5440), (5, 9226), (10, 18750)])
def test_areal_mass(depth_m, mass_kg_m2):
    # Carrier, Olhoeft & Mendell 1991, Lunar Sourcebook, ch. 9, integrated; tolerance: last digit quoted.
    assert areal_mass_kg_m2(depth_m) == pytest.approx(mass_kg_m2, abs=0.6 if depth_m < 10 else 5.0)


def test_mean_density_to_three_meters():
    # The same: 1.813 g/cm3.
    assert areal_mass_kg_m2(3.0) / 3.0 == pytest.approx(1813.0, abs=0.6)


def test_a_square_kilometer_of_apollo_14_soil(patterns):
    # To 3 m at 550 ppm: 5.44 Mt soil, 2990 t REE, 5090 t oxides with Y2O3; tolerance: last digit quoted.
    soil_t = rock_in_place_t(1.0, 3.0)
    assert soil_t == pytest.approx(5.44e6, abs=5e3)
    assert soil_t * 550e-6 == pytest.approx(2990.0, abs=5.0)
    soil = complete_pattern(measured_ppm("Apollo 14"), patterns.ci_ppm)
    assert soil_t * reo_grade_kg_per_kg(soil, patterns.oxide_factor) == pytest.approx(5090.0, abs=10.0)


def test_world_demand_in_square_kilometers(patterns):
    # 0.39 Mt REO (USGS 2025): 77 km2 a year at full recovery, 600 to 700 at 12 percent.
    soil = complete_pattern(measured_ppm("Apollo 14"), patterns.ci_ppm)
    reo_per_km2 = rock_in_place_t(1.0, 3.0) * reo_grade_kg_per_kg(soil, patterns.oxide_factor)
    assert 390_000.0 / reo_per_km2 == pytest.approx(77.0, abs=0.6)
    assert 600.0 < 390_000.0 / (0.12 * reo_per_km2) < 700.0


def test_change_of_support_inside_the_procellarum_kreep_terrane():
    # Pixels 0.29 (Prettyman et al. 2006), within a pixel 0.33 (eleven landing sites): 0.44 at 1 km.
    assert np.hypot(0.29, SITE_LN_SD) == pytest.approx(0.44, abs=0.005)


def test_scatter_within_a_pixel_is_that_of_the_landing_sites():
    # Soil over pixel at Apollo 11, 12, 14, 15, 16, 17, Luna 16, 20, 24, Chang'e-5 and 6: mean ln -0.12, sd 0.33.
    ratios = np.array([1.29, 0.75, 1.34, 0.54, 1.24, 0.88, 0.82, 0.79, 0.54, 0.78, 1.23])
    assert np.log(ratios).mean() == pytest.approx(-0.12, abs=0.01)
    assert np.log(ratios).std(ddof=1) == pytest.approx(SITE_LN_SD, abs=0.01)


def test_a_lognormal_with_the_scatter_of_the_terrane_stands_for_the_terrane_and_not_for_the_whole_moon():
    # Prettyman et al. 2006: 3.78e5 of 3.793e7 km2 lie above 9 ppm. The terrane (14.1 percent of the Moon, mean 5.83, sd
    # of ln 0.29) accounts for them within a factor of 1.5; its scatter about the mean of the Moon (1.689) for none.
    observed = 3.78e5 / 3.793e7
    terrane = 0.141 * above_cutoff(9.0, 5.83, 0.29).share
    moon = above_cutoff(9.0, 1.689, 0.29).share
    assert observed / 1.5 < terrane < observed * 1.5
    assert moon < 1e-6 * observed


def test_blocks_within_a_square_kilometer_scatter_as_soils_of_one_landing_site_do():
    # 0.1 to 0.15 at Apollo 14 and 16, 0.4 to 0.6 at Apollo 12, 15 and 17.
    default = Deposit()
    reach, block = default.variogram_range_km, default.selective_block_km
    ratio = support.variance_within(block, 1.0, reach) / support.block_variance_ratio(1.0, reach)
    assert 0.1 < SITE_LN_SD * np.sqrt(default.local_share * ratio) < 0.6


TODAY = {
    "fra_mauro": "inferred",
    "change_5": "inferred",
    "change_6": "inferred",
}


@pytest.mark.parametrize("name", known_sites())
def test_only_the_surroundings_of_returned_soil_are_more_than_an_exploration_target(name):
    # CRIRSCO: orbital data alone imply no continuity; the Apollo 14 site lies 73 km from the middle of Fra Mauro.
    (deposit,) = deposits([scenario_of({}, name)])
    assert RESOURCE_CLASSES[deposit.resource_class] == TODAY.get(name, "exploration_target")
