"""What the spread of a resource comes from, and what it may be called."""

import numpy as np
import pytest

from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.groups.extraction.deposit import Deposit
from lunarsim.scenario.groups.extraction.flowsheet import Flowsheet
from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from lunarsim.scenario.scenario import declaration, setter
from lunarsim.world.mine.deposit import deposits
from tests.scenario.building import scenario_of

GROUPS = {
    "recovery": (
        "flowsheet.concentrate_recovery",
        "flowsheet.phosphate_leach_recovery",
        "flowsheet.precipitation_recovery",
        "flowsheet.recovery_multiplier",
    ),
    "grade": (
        "deposit.thorium_multiplier",
        "deposit.ree_per_thorium",
        "deposit.mare_term_ppm",
        "deposit.phosphorus_per_thorium",
    ),
    "density": ("deposit.density_multiplier",),
}
KEYS = tuple(key for keys in GROUPS.values() for key in keys)
RUNS = 2048


def recoverable_t(unit):
    """Return the recoverable rare earths of each row of unit quantiles, dims (row, key)."""
    columns = []
    for index, key in enumerate(KEYS):
        group, _, name = key.partition(".")
        declared, _ = declarations({"flowsheet": Flowsheet, "deposit": Deposit}[group])[name]
        columns.append(declared.distribution.quantile(unit[:, index]).tolist())
    base, put = scenario_of({"flowsheet.name": "phosphate_leach"}, "fra_mauro"), setter(KEYS)
    scenarios = [put(base, row) for row in zip(*columns, strict=True)]
    return np.array([deposit.ree_recoverable_t for deposit in deposits(scenarios)])


def test_recovery_moves_the_recoverable_tonnage_most_then_grade_then_density():
    # Order of spreads in ln: recovery and beneficiation 0.7 to 1, grade at a site 0.33 to 0.4, density 0.05.
    rng = np.random.default_rng(4)
    first, second = rng.random((2, RUNS, len(KEYS)))
    base = recoverable_t(first)
    total = {}
    for name, keys in GROUPS.items():
        mixed = first.copy()
        mixed[:, [KEYS.index(key) for key in keys]] = second[:, [KEYS.index(key) for key in keys]]
        # Total index by Jansen 1999.
        total[name] = np.mean((base - recoverable_t(mixed)) ** 2) / (2 * base.var())
    assert total["recovery"] > 1.3 * total["grade"] > 1.3 * 5 * total["density"]
    assert total["density"] < 0.05


@pytest.mark.parametrize("name", [name for name in known_sites() if site_named(name).silicic])
def test_silicic_spots_do_not_come_out_as_ore(name):
    # 14 to 55 ppm Th at sum REE/Th of about 6: at KREEP's ratio they would be 3 times the best sites.
    (spot,), (kreep,) = (deposits([scenario_of({}, site)]) for site in (name, "fra_mauro"))
    assert spot.ree_grade < kreep.ree_grade
    assert spot.ree_grade * 1e6 == pytest.approx(6.0 * site_named(name).thorium_ppm, rel=1e-9)


def test_the_spread_of_silicic_rock_stays_about_its_one_clast():
    # A median away from the nominal 6 would make ore of Lassell in sweeps, though not in a single run.
    declared, _ = declaration("deposit.silicic_ree_per_thorium")
    assert declared.distribution.quantile(0.5) == pytest.approx(6.0, rel=1e-3)
    assert declared.distribution.quantile(0.95) * site_named("lassell").thorium_ppm < 40.4 * 15.0


def test_the_poles_are_poor_and_the_terrane_is_rich():
    # South polar 35 to 50 ppm, north 59; the best sites above 400.
    for name in known_sites():
        site = site_named(name)
        (deposit,) = deposits([scenario_of({}, name)])
        if site.latitude_deg < -80:
            assert 30 < deposit.ree_grade * 1e6 < 50, name
        if name in ("fra_mauro", "aristarchus", "aristillus", "mairan", "kepler", "lalande", "copernicus"):
            assert deposit.ree_grade * 1e6 > 400, name


def test_ore_on_earth_is_ten_to_a_hundred_times_richer_than_the_best_soil():
    # 1 to 9 wt% oxides in hard-rock ore.
    (deposit,) = deposits([scenario_of({}, "fra_mauro")])
    assert 10 < 0.01 / deposit.reo_grade < 0.09 / deposit.reo_grade < 120
