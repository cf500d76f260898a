"""``tag(cut,interval(a,b))``: the declared distribution of a parameter, cut to a range."""

import numpy as np
import pytest
from scipy.stats import lognorm, norm, triang, truncnorm

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE
from lunarsim.study.request.intervals import Cut
from lunarsim.words.distributions import LogNormal, Normal, Triangular, describe
from lunarsim.words.errors import InputError
from tests.study.conftest import asked

UNIT = np.linspace(0.001, 0.999, 41)
WIDTH = 1.6448536269514722


def test_a_cut_normal_is_the_truncated_one():
    sd = 4 / 2 / WIDTH
    found = Cut.to(Normal(8, 12), 9, 14).quantile(UNIT)
    assert found == pytest.approx(truncnorm.ppf(UNIT, (9 - 10) / sd, (14 - 10) / sd, 10, sd), rel=1e-8)


@pytest.mark.parametrize(
    ("whole", "law", "ends"),
    [
        (LogNormal(0.3, 2), lognorm(np.log(2 / 0.3) / 2 / norm.ppf(0.95), scale=np.sqrt(0.6)), (0.5, 1.5)),
        (Triangular(0, 2, 10), triang(0.2, 0, 10), (1, 4)),
    ],
)
def test_a_cut_distribution_keeps_its_shape_within_the_range(whole, law, ends):
    first, last = law.cdf(ends)
    assert Cut.to(whole, *ends).quantile(UNIT) == pytest.approx(law.ppf(first + (last - first) * UNIT), rel=1e-8)


def test_a_cut_beyond_the_distribution_is_the_whole_one():
    whole = Triangular(0, 2, 10)
    assert Cut.to(whole, -5, 50).quantile(UNIT) == pytest.approx(whole.quantile(UNIT))


def plan(*intervals):
    return make_plan(asked(intervals=intervals), CAMPAIGNS, CAMPAIGNS_REFERENCE)


def test_a_factor_is_cut_in_its_declared_distribution_and_says_so():
    made = plan(("station.power_multiplier", 0.5, 1.0, "cut"))
    (factor,) = (each for each in made.factors if each.key == "station.power_multiplier")
    values = factor.values(UNIT)
    assert 0.5 <= values.min() < 0.51
    assert 0.99 < values.max() <= 1.0
    assert factor.describe().startswith("cut(whole=log-normal(p5=0.3, p95=2), low=0.5, high=1, first=0.2239")


def test_the_range_decides_the_fingerprint():
    hashes = {plan(("station.power_multiplier", 0.5, high, "cut")).hash for high in (1.0, 1.5)}
    assert len(hashes | {plan(("station.power_multiplier", 0.5, 1.0)).hash}) == 3


def test_what_cannot_be_cut_is_refused_with_what_else_there_is():
    faulty = {
        "plant.units": ((1, 3), "has no declared distribution to cut where it is"),
        "slips.chain_correlation": ((0.0, 0.1), "which its distribution uniform(low=0.6, high=0.95) hardly reaches"),
        "station.power_multiplier": ((0.01, 1.0), "lies outside 0.05 to 20"),
    }
    with pytest.raises(InputError) as met:
        plan(*((key, *ends, "cut") for key, (ends, _) in faulty.items()))
    said = {fault.path: fault.problem for fault in met.value.faults}
    assert set(said) == set(faulty)
    for key, (_, part) in faulty.items():
        assert part in said[key]


def test_a_distribution_within_another_is_written_out():
    assert (
        describe(Cut(Normal(1, 2), 0, 3, 0.25, 1))
        == "cut(whole=normal(p5=1, p95=2), low=0, high=3, first=0.25, last=1)"
    )
