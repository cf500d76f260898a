import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.study.designs import DESIGNS, column

seeds = st.integers(0, 2**63 - 1)
keys = st.text("abc.", min_size=1, max_size=8)


@given(seeds, keys, st.integers(1, 400))
def test_a_latin_hypercube_has_one_quantile_in_each_stratum(seed, key, samples):
    unit = column("lhs", seed, key, samples)
    assert sorted(np.floor(unit * samples).astype(int)) == list(range(samples))


@given(seeds, keys, st.integers(1, 400), st.sampled_from(sorted(DESIGNS)))
def test_quantiles_lie_inside_the_open_unit_interval(seed, key, samples, design):
    unit = column(design, seed, key, samples)
    assert unit.min() > 0
    assert unit.max() < 1


@pytest.mark.parametrize("design", sorted(DESIGNS))
def test_columns_of_two_factors_and_of_two_seeds_are_independent(design):
    first, second = column(design, 1, "plant.availability", 4000), column(design, 1, "plant.units", 4000)
    other_seed = column(design, 2, "plant.availability", 4000)
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.06
    assert abs(np.corrcoef(first, other_seed)[0, 1]) < 0.06


def test_more_samples_leave_the_first_ones_of_monte_carlo_as_they_are():
    assert np.array_equal(column("monte_carlo", 3, "a", 1000)[:10], column("monte_carlo", 3, "a", 10))


def test_an_interval_more_moves_no_other_column(sweep):
    few = sweep(samples=12)
    more = sweep(samples=12, intervals=[("plant.power_kw", 40.0, 90.0, "uniform")])
    assert set(more.factor.values) - set(few.factor.values) == {"plant.power_kw"}
    assert np.array_equal(more.u.sel(factor=few.factor), few.u)
    assert np.array_equal(more.mass_kg, few.mass_kg)
