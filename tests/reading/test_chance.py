"""Chance beside the factors: shares and intervals hold the truth as often as they say."""

import numpy as np
import pytest

from lunarsim.reading.analysis.sensitivity.chance import chance_share, history_widths

TRUE_SHARE = 25 * 13 / 12 / (25 * 13 / 12 + 20)
"""Of a line of two uniform factors with slopes 4 and -2, and of chance that the first one enlarges."""


def outcomes(random, samples, replicates, crossed):
    """Return outcomes, dims (sample, replicate), with chance shared by all samples or of each run."""
    factors = random.random((samples, 2))
    chance = random.random((1 if crossed else samples, replicates)) - 0.5
    return (factors @ [4.0, -2.0])[:, np.newaxis] + 5 * chance * (0.5 + factors[:, :1])


@pytest.mark.parametrize(
    ("crossed", "samples", "replicates"), [(True, 128, 4), (True, 128, 8), (False, 128, 4), (False, 400, 2)]
)
def test_intervals_of_the_share_hold_the_truth_in_nine_of_ten(crossed, samples, replicates):
    random = np.random.default_rng(7)
    inside = []
    for _ in range(120):
        found = chance_share(outcomes(random, samples, replicates, crossed), crossed)
        inside.append(found["chance_share_low"] <= TRUE_SHARE <= found["chance_share_high"])
    assert 0.83 < np.mean(inside) < 0.98


def test_the_share_does_not_lean_to_one_side():
    random = np.random.default_rng(7)
    means = [
        np.mean([chance_share(outcomes(random, 200, 40, crossed), crossed)["chance_share"] for _ in range(30)])
        for crossed in (True, False)
    ]
    assert means == pytest.approx([TRUE_SHARE] * 2, abs=0.01)


@pytest.mark.parametrize("slope", [0.1, 0.3])
def test_ends_are_numbers_on_both_sides_of_the_share_where_factors_hardly_count(slope):
    random = np.random.default_rng(7)
    shares = []
    for _ in range(150):
        runs = slope * random.normal(size=(200, 1)) + random.normal(size=(200, 4))
        with np.errstate(all="raise"):
            shares.append([float(value) for value in chance_share(runs, crossed=False).values()])
    middle, low, high = np.transpose(shares)
    assert (low <= middle).all()
    assert (middle <= high).all()
    assert low.min() < middle.min()


def test_without_chance_or_factors_the_share_is_nothing_or_all():
    factors = np.random.default_rng(7).random((64, 1))
    chance = np.random.default_rng(8).random((1, 4))
    assert chance_share(np.broadcast_to(factors, (64, 4)), crossed=True)["chance_share_high"] == 0
    assert chance_share(np.broadcast_to(chance, (64, 4)), crossed=True)["chance_share_low"] == 1


@pytest.mark.parametrize("crossed", [True, False])
def test_runs_that_are_missing_are_left_out_and_one_replicate_says_nothing(crossed):
    runs = outcomes(np.random.default_rng(7), 100, 4, crossed)
    whole = chance_share(runs, crossed)
    some = np.concatenate([runs, [[np.nan, 9.0, np.nan, np.nan]]])
    assert chance_share(some, crossed) == whole
    assert all(np.isnan(value) for value in chance_share(runs[:, :1], crossed).values())


def test_widths_over_histories_hold_the_mean_of_all_histories():
    random = np.random.default_rng(7)
    inside = []
    for _ in range(300):
        runs = np.broadcast_to(random.normal(3, 1, 4), (5, 4))
        half = history_widths(lambda values: {"mean": values.mean()}, runs)["mean"]
        inside.append(abs(runs.mean() - 3) < half)
    assert np.mean(inside) == pytest.approx(0.9, abs=0.05)
    assert history_widths(lambda values: {"mean": values.mean()}, runs[:, :1])["mean"] == 0
