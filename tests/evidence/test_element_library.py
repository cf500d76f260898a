"""The element library is complete, has a source for each table, and its oxide factors are those of stoichiometry."""

import re

import numpy as np
import pytest

from lunarsim.physics.resource.patterns import REE_AXIS

EVIDENCE = {"measured", "published", "analogue", "assumed"}

# IUPAC standard atomic weights (2021).
ATOMIC_MASS = {
    "La": 138.905, "Ce": 140.116, "Pr": 140.908, "Nd": 144.242, "Sm": 150.36, "Eu": 151.964, "Gd": 157.25,
    "Tb": 158.925, "Dy": 162.500, "Ho": 164.930, "Er": 167.259, "Tm": 168.934, "Yb": 173.045, "Lu": 174.967,
    "Y": 88.906, "Sc": 44.956, "O": 15.999,
}  # fmt: skip


def tables(library):
    yield from library["materials"].items()
    yield from library["mare"]["samples"].items()


def test_the_axis_is_that_of_the_arrays(library):
    assert tuple(library["axis"]) == REE_AXIS


def test_every_table_covers_the_axis(library):
    for name, table in tables(library):
        assert tuple(table["ppm"]) == REE_AXIS, name
    for table in (library["oxides"]["kg_per_kg"], library["oxides"]["formula"], library["prices"]["elements"]):
        assert tuple(table) == REE_AXIS


def test_every_figure_has_source_and_evidence(library):
    entries = [*tables(library), ("scandium", library["mare"]["scandium"]), ("oxides", library["oxides"])]
    entries += [*library["minerals"].items(), *library["prices"]["elements"].items()]
    for name, entry in entries:
        assert entry["source"], name
        assert entry["evidence"] in EVIDENCE, name


def test_low_value_and_high_stand_in_order(library):
    for name, price in library["prices"]["elements"].items():
        assert 0.0 <= price["low"] <= price["value"] <= price["high"], name
        assert 0.0 < price["ln_sd"] < 1.0, name


@pytest.mark.parametrize("element", REE_AXIS)
def test_oxide_factors_follow_from_the_formulas(library, element):
    # Tolerance: last digit of the factor.
    symbol, metal, oxygen = re.fullmatch(r"([A-Z][a-z]?)(\d*)O(\d*)", library["oxides"]["formula"][element]).groups()
    assert symbol == element
    per_metal = int(oxygen or 1) / int(metal or 1)
    factor = 1.0 + per_metal * ATOMIC_MASS["O"] / ATOMIC_MASS[element]
    assert library["oxides"]["kg_per_kg"][element] == pytest.approx(factor, abs=1e-4)


def test_mare_scandium_is_the_mean_of_the_soils_it_names(library):
    assert library["mare"]["scandium"]["ppm"] == pytest.approx(np.mean([60.0, 37.0, 40.0]), abs=0.05)
