"""Distributions against scipy.stats, and what their ends promise."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.words.distributions import (
    Beta,
    Distribution,
    LogNormal,
    LogUniform,
    Normal,
    Triangular,
    Uniform,
    describe,
)

Z95 = scipy.stats.norm.ppf(0.95)
PAIRS = [
    (Uniform(-2.0, 5.0), scipy.stats.uniform(-2.0, 7.0)),
    (LogUniform(1e3, 1e6), scipy.stats.loguniform(1e3, 1e6)),
    (Normal(10.0, 30.0), scipy.stats.norm(20.0, 10.0 / Z95)),
    (LogNormal(0.5, 2.0), scipy.stats.lognorm(math.log(2.0) / Z95)),
    (LogNormal(2e4, 1e6), scipy.stats.lognorm(math.log(50.0) / 2 / Z95, scale=math.sqrt(2e10))),
    (Triangular(3.0, 5.0, 9.0), scipy.stats.triang(1 / 3, 3.0, 6.0)),
    (Triangular(3.0, 3.0, 9.0), scipy.stats.triang(0.0, 3.0, 6.0)),
    (Triangular(3.0, 9.0, 9.0), scipy.stats.triang(1.0, 3.0, 6.0)),
    (Beta(2.5, 0.5), scipy.stats.beta(2.5, 0.5)),
]
EACH = pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=[describe(ours) for ours, _ in PAIRS])


@EACH
def test_the_quantiles_are_those_of_scipy(ours, theirs):
    unit = np.concatenate([[1e-12, 1e-6], np.linspace(0.001, 0.999, 999), [1 - 1e-6]])
    np.testing.assert_allclose(ours.quantile(unit), theirs.ppf(unit), rtol=1e-9, atol=1e-12)


@EACH
@given(units=st.lists(st.floats(2.0**-53, 1 - 2.0**-53), min_size=2, max_size=8))
def test_a_higher_quantile_gives_no_lower_value_and_all_lie_in_the_support(ours, theirs, units):
    values = ours.quantile(np.sort(units))
    low, high = ours.support()
    assert np.all(np.diff(values) >= 0)
    assert np.all((values >= low) & (values <= high))


@EACH
def test_the_support_is_that_of_scipy(ours, theirs):
    assert ours.support() == pytest.approx(theirs.support())


@EACH
def test_a_value_does_not_depend_on_those_beside_it(ours, theirs):
    unit = np.random.default_rng(1).uniform(size=37)
    together = ours.quantile(unit)
    assert [float(ours.quantile(unit[index : index + 1])[0]) for index in range(37)] == together.tolist()


@given(p5=st.floats(1e-3, 1e3), ratio=st.floats(1.01, 1e3))
def test_a_log_normal_has_the_quantiles_it_was_given(p5, ratio):
    assert LogNormal(p5, p5 * ratio).quantile(np.array([0.05, 0.95])) == pytest.approx([p5, p5 * ratio])


def test_a_distribution_reads_as_one_would_write_it():
    assert describe(LogNormal(0.5, 2.0)) == "log-normal(p5=0.5, p95=2)"


def test_the_base_has_no_quantiles():
    with pytest.raises(TypeError, match="no quantile"):
        Distribution().quantile(0.5)
