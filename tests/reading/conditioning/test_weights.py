import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from lunarsim.reading.analysis.conditioning.news import news
from lunarsim.reading.analysis.conditioning.weighted import quantile_ends, quantiles_of, weighted_quantiles
from lunarsim.reading.analysis.conditioning.weights import (
    effective_number,
    factor_weights,
    left_out_share,
    samples_needed,
    unmade_runs,
    weights,
)
from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.tables.news_table import news_lines
from lunarsim.words.errors import InputError
from tests.reading.conditioning.known import known
from tests.reading.made import NAN, along

LEVELS = (0.0, 0.1, 0.25, 0.5, 0.9, 1.0)
DATES = st.lists(st.one_of(st.floats(2030, 2056), st.just(np.inf), st.just(NAN)), min_size=1, max_size=40)


@given(values=DATES, seed=st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_weights_of_one_on_a_subset_give_exactly_its_quantiles(values, seed):
    numbers = np.array(values)
    inside = np.random.default_rng(seed).random(numbers.size) < 0.6
    subset = numbers[inside & ~np.isnan(numbers)]
    found = quantiles_of(numbers, inside.astype(float), LEVELS)
    if subset.size:
        assert np.array_equal(found, np.quantile(subset, LEVELS, method="inverted_cdf"))
    else:
        assert np.isnan(found).all()


@given(
    pairs=st.lists(st.tuples(st.floats(-1e6, 1e6), st.integers(0, 5)), min_size=1, max_size=40),
    level=st.sampled_from(LEVELS),
)
@settings(max_examples=100, deadline=None)
def test_a_whole_weight_counts_as_so_many_runs(pairs, level):
    values, counts = np.array([each for each, _ in pairs]), np.array([count for _, count in pairs])
    found = quantiles_of(values, counts.astype(float), [level])[0]
    if counts.any():
        assert found == np.quantile(np.repeat(values, counts), level, method="inverted_cdf")
    else:
        assert np.isnan(found)


@given(
    pairs=st.lists(st.tuples(st.floats(0, 1e6), st.floats(1e-6, 10)), min_size=1, max_size=40),
    level=st.floats(0, 1),
)
@settings(max_examples=100, deadline=None)
def test_a_quantile_is_the_smallest_value_whose_cumulative_weight_reaches_the_level(pairs, level):
    values, own = np.array(pairs).T
    found = quantiles_of(values, own, [level])[0]
    upto, below = own[values <= found].sum(), own[values < found].sum()
    assert found in values
    assert upto >= level * own.sum() * (1 - 1e-12)
    assert below <= level * own.sum() * (1 + 1e-12)


def test_never_is_last_and_each_lever_value_has_its_own_weights():
    values = xr.DataArray([[[2030.0], [2040.0], [np.inf]], [[2035.0], [NAN], [2031.0]]], dims=("site", *"ab"))
    values = values.rename(a="sample", b="replicate")
    own = xr.DataArray([[[1.0], [0.0], [3.0]], [[1.0], [1.0], [0.0]]], dims=values.dims)
    found = weighted_quantiles(values, own, [0.25, 0.5])
    assert found.values.tolist() == [[2030.0, np.inf], [2035.0, 2035.0]]
    assert found["quantile_level"].values.tolist() == [0.25, 0.5]


def test_equal_weights_are_worth_their_number_and_unequal_ones_fewer():
    every = weights(known([2026.5] * 40), [])
    assert effective_number(every) == 40
    assert effective_number(every.where(every["sample"] < 10, 0.0)) == 10
    assert effective_number(every * xr.where(every["sample"] == 0, 39.0, 1.0)) == pytest.approx(78**2 / (39**2 + 39))
    assert effective_number(every * 0.0) == 0


def test_replicates_of_a_sample_are_worth_one_sample_and_those_of_a_single_one_themselves():
    launched = np.full((20, 5), 2026.5)
    every = weights(known(launched), [])
    assert effective_number(every) == 20
    assert effective_number(weights(known(launched[:1]), [])) == 5
    failed = weights(known(launched, status=np.where(np.arange(5) < 3, 1, 2) * np.ones((20, 1))), [])
    assert effective_number(failed) == 20


def test_an_event_that_differs_by_replicate_weighs_a_sample_by_the_share_that_agrees():
    launched = np.full((4, 2), 2026.5)
    launched[2:, 1] = 2030
    assert effective_number(weights(known(launched), ["change_7.launched<2028"])) == pytest.approx(3**2 / 2.5)


def test_cuts_and_tilts_weigh_samples_by_their_unit_quantile():
    unit = np.linspace(0.05, 0.95, 10)
    made = known([2026.5] * 10, quality=unit)
    found = factor_weights(made, {"slips.quality": (0.25, 0.65)}, {"slips.quality": 1.5})
    assert found.dims == ("sample",)
    expected = np.where((unit >= 0.25) & (unit <= 0.65), np.exp(1.5 * (2 * unit - 1)), 0.0)
    assert found.values == pytest.approx(expected, rel=1e-15)
    assert factor_weights(made).values.tolist() == [1.0] * 10


def test_wrong_cuts_and_tilts_are_named_at_once():
    made = known([2026.5] * 4, quality=[0.1, 0.2, 0.3, 0.4])
    with pytest.raises(InputError) as met:
        factor_weights(made, {"slips.qualty": (0, 1), "slips.quality": (0.5, 0.2)}, {"slips.quality": NAN})
    said = str(met.value)
    assert "did you mean 'slips.quality'?" in said
    assert "is cut to 0.5 to 0.2; allowed: 0 <= low < high <= 1" in said
    assert "is tilted by nan; allowed: -20 to 20" in said


def test_samples_weighted_within_a_cut_agree_with_samples_drawn_within_it():
    generator = np.random.default_rng(3)
    cut, count = (0.6, 0.9), 4000

    def outcome(unit):
        """Return dates that a factor and chance move, some of them never."""
        dates = 2030 + 20 * unit + generator.exponential(5, unit.size)
        return xr.DataArray(np.where(dates > 2056, np.inf, dates)[:, np.newaxis], dims=("sample", "replicate"))

    unit = generator.random(count)
    wide, fresh = outcome(unit), outcome(generator.uniform(*cut, count))
    own = factor_weights(known([2026.5] * count, quality=unit), {"slips.quality": cut}).expand_dims(replicate=1, axis=1)
    effective = effective_number(own)
    assert 1000 < effective < 1400
    low, high = quantile_ends(wide, own, 0.5, effective, 0.99)
    assert low < weighted_quantiles(fresh, xr.ones_like(fresh), [0.5])[0] < high
    share = own.where(np.isfinite(wide.values), 0.0).sum() / own.sum()
    low, high = wilson(share, effective, 0.99)
    assert low < np.isfinite(fresh).mean() < high


@pytest.mark.parametrize(("hits", "trials"), [(0, 20), (3, 20), (60, 60), (45, 90)])
def test_the_interval_of_a_share_is_that_of_wilson(hits, trials):
    expected = binomtest(hits, trials).proportion_ci(0.9, method="wilson")
    found = wilson(xr.DataArray(hits / trials), xr.DataArray(float(trials)), 0.9)
    assert [end.item() for end in found] == pytest.approx([expected.low, expected.high], abs=1e-12)
    of_arrays = wilson(np.array([hits / trials, 0.5]), np.array([float(trials), 0.0]), 0.9)
    assert [end[0] for end in of_arrays] == [end.item() for end in found]
    assert np.isnan(of_arrays)[:, 1].all()


def test_runs_left_out_are_counted_by_the_weight_of_their_factors():
    made = known([2026.5] * 4, quality=[0.1, 0.2, 0.8, 0.9], status=along([2, 1, 2, 1]))
    assert left_out_share(made) == 0.5
    assert left_out_share(made, ["slips.quality>7", "change_7.outcome=success"]) == 0.5
    assert left_out_share(made, ["slips.quality<=1"]) == 1.0


def test_runs_that_were_never_to_be_made_did_not_fail():
    """Of six states, one run each: ok, failed, timed out, infeasible; excluded and not needed are told apart."""
    made = known([2026.5] * 6, status=along([1, 2, 3, 4, 5, 6]))
    assert left_out_share(made) == 0.75
    assert unmade_runs(made) == 2
    stopped = known([2026.5] * 100, status=along([1] * 60 + [6] * 40), station_basic_year=2040.0)
    text = " ".join("\n".join(news_lines(stopped, news(stopped, ["change_7.launched<2027"]))).split())
    assert "60 of 60 runs agree; 40 were excluded, not needed or not yet made." in text


def test_samples_needed_grow_as_fewer_agree():
    made = known(np.where(np.arange(100) < 10, 2026.5, 2030.0))
    assert samples_needed(weights(made, ["change_7.launched<2027"])) == 600
    assert samples_needed(weights(made, ["change_7.launched<2020"])) == 0
