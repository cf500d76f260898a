"""Each quantile of a table has the digits that its own error supports, not those of the median."""

import math
import re

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.reading.analysis.conditioning.given import given as given_that
from lunarsim.reading.analysis.summary import QUANTILES, summarize
from lunarsim.reading.analysis.valid_runs import quantiles_and_errors
from lunarsim.reading.digits import supported_places
from lunarsim.reading.wording import dates_of_row, numbers_of_row, spread
from tests.reading.conftest import line
from tests.reading.made import NAN, along, of, sweep

ERRORS = st.floats(1e-3, 1e5) | st.sampled_from([NAN, math.inf, 0.0])
ROWS = st.tuples(*[st.tuples(st.floats(-9e5, 9e5), ERRORS)] * 3)


def number(text):
    return float(text.replace(",", "").split(" ×")[0])


def step(error):
    """Return the unit of the last digit that an error supports, zero where it says nothing."""
    places = supported_places(error)
    return 0.0 if places is None else 10.0**-places


@given(ROWS)
def test_figures_side_by_side_ascend_and_have_no_digit_that_their_own_error_does_not_support(row):
    values, errors = sorted(value for value, _ in row), [error for _, error in row]
    texts = numbers_of_row(values, errors)
    if any("×" in text for text in texts):
        return
    shown = [number(text) for text in texts]
    assert shown == sorted(shown)
    for value, error in zip(shown, errors, strict=True):
        if step(error):
            assert value / step(error) == pytest.approx(round(value / step(error)), abs=1e-4)


@given(st.lists(st.floats(2026, 2056), min_size=3, max_size=3), st.tuples(ERRORS, ERRORS, ERRORS))
def test_dates_side_by_side_ascend_and_stand_to_the_year_where_no_tenth_is_known(values, errors):
    texts = dates_of_row(sorted(values), 2056.5, errors)
    assert [float(text) for text in texts] == sorted(map(float, texts))
    for text, error in zip(texts, errors, strict=True):
        assert "." not in text or step(error) < 1


def half_width(values, level, count):
    """Return the error of a quantile by order statistics of ascending values, as far as both ends are among them."""
    ends = [level + sign * 1.6449 * math.sqrt(level * (1 - level) / count) for sign in (-1, 1)]
    low, high = (values[math.ceil(end * len(values)) - 1] for end in ends)
    return (high - low) / 2


@settings(max_examples=10)
@given(st.integers(40, 400), st.integers(0, 1000), st.floats(0.1, 2.0), st.sampled_from([1, 5]))
def test_the_error_of_each_quantile_is_that_of_order_statistics_over_samples(samples, seed, width, replicates):
    drawn = np.exp(np.random.default_rng(seed).normal(5, width, (samples, 1)))
    runs = np.broadcast_to(drawn, (samples, replicates))
    _, errors = quantiles_and_errors(xr.DataArray(runs, dims=("sample", "replicate")), QUANTILES)
    # Replicates of a sample are no samples more.
    expected = [half_width(np.sort(runs.ravel()), level, samples) for level in QUANTILES]
    np.testing.assert_allclose(errors, expected)


def test_an_error_of_which_one_end_lies_beyond_all_runs_is_the_distance_to_the_other():
    values = np.arange(1.0, 13.0)
    low, middle, high = of(summarize(sweep(samples=12, npv_musd=along(values))), "npv_musd")["quantile_error"].values
    # One standard error and a half below 0.1 there is no run of twelve.
    assert low == values[math.ceil(12 * (0.1 + 1.6449 * math.sqrt(0.09 / 12))) - 1] - 2
    assert math.isfinite(middle)
    assert math.isfinite(high)
    never = along([2030.0] * 12 + [NAN] * 28)
    errors = of(summarize(sweep(samples=40, station_basic_year=never)), "station_basic_year")["quantile_error"].values
    assert errors.tolist() == [0, math.inf, math.inf]


def skewed(samples=200):
    """Return values whose P90 is known to a thousand only, while P10 and median are known to a tenth."""
    alike, steep = 3 * samples // 4, samples - 3 * samples // 4
    return along(np.concatenate([np.linspace(100, 103, alike), np.linspace(103, 30_000, steep)]))


def test_a_table_rounds_a_quantile_that_is_less_sure_than_the_median_to_fewer_digits(printed):
    made = sweep(samples=200, npv_musd=skewed())
    errors = of(summarize(made), "npv_musd")["quantile_error"].values
    assert errors[2] > 3550 > 1 > errors[1]
    assert line(printed(made), "Net present value").split()[-3:] == ["100", "102", "18,000"]


@pytest.mark.usefixtures("wide")
def test_side_by_side_and_with_conditions_each_quantile_has_its_own_digits(printed):
    made = sweep({"site": ["peary", "fra_mauro"]}, samples=200, npv_musd=np.stack([skewed(), skewed()]))
    assert printed(made).count("102 (100 to 18,000)") == 2
    weighed = given_that(made.isel(site=0, drop=True), [], ["npv_musd"])
    errors = of(weighed, "npv_musd")["quantile_error"].values
    np.testing.assert_allclose(errors, of(summarize(made.isel(site=0)), "npv_musd")["quantile_error"], rtol=0.3)
    assert np.array_equal(
        of(weighed, "npv_musd")["quantile_error_before"],
        of(summarize(made.isel(site=0)), "npv_musd")["quantile_error"],
    )


def test_a_low_end_that_is_less_sure_never_stands_above_the_middle():
    assert numbers_of_row((1460.0, 1470.0, 9000.0), (400.0, 20.0, 2000.0)) == ["1,500", "1,500", "9,000"]
    assert spread(1460.0, 1470.0, 9000.0, 1.0, (400.0, 20.0, 2000.0)) == "1,500 (1,500 to 9,000)"
    assert dates_of_row((2040.6, 2040.7, math.inf), 2056.5, (4.0, 0.2, NAN)) == ["2041", "2041", "not by 2056.5"]


def test_an_amount_that_is_zero_in_most_runs_is_given_by_how_many_and_by_what_the_others_have(printed, monkeypatch):
    """A median of 0 says little of a mine that 42 % of the runs have."""
    monkeypatch.setenv("COLUMNS", "160")
    made_in = np.concatenate([np.zeros(58), np.linspace(10, 90, 42)])
    said = r"0 in 58 % of the runs; in the others (49|50) \(1\d to 8\d\)"
    alone = printed(sweep(samples=100, ree_produced_kg=along(made_in)))
    assert re.search(rf"Rare earths produced \[kg\]: {said}\.", alone)
    levers = sweep({"site": ["peary", "fra_mauro"]}, samples=100, ree_produced_kg=np.stack([along(made_in)] * 2))
    assert len(re.findall(said, printed(levers))) == 2
    for never in (made_in + 1, made_in * 0, np.resize([0.0, 1.0, 1.0], 100)):
        assert "in the others" not in printed(sweep(samples=100, ree_produced_kg=along(never)))


def test_of_few_others_the_range_stands_in_place_of_quantiles(printed, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")

    def told(*others):
        return printed(sweep(samples=100, ree_produced_kg=along([*[0.0] * (100 - len(others)), *others])))

    assert "Rare earths produced [kg]: 0; in 3 of 100 runs 8.07 to 19.9." in told(8.07, 15.7, 19.9)
    assert "Rare earths produced [kg]: 0; in 1 of 100 runs 15.7." in told(15.7)
    assert "in the others" in told(*range(10, 20))


def test_quantiles_of_the_others_are_reckoned_where_they_are_shown_alone():
    mostly = along([0.0] * 60 + [1.0] * 40)
    summary = summarize(
        sweep(samples=100, ree_produced_kg=mostly, npv_musd=along(range(100)), station_basic_year=2040.0)
    )
    told = summary["others_quantile"].notnull().all("quantile_level")
    assert told["outcome_name"][told].values.tolist() == ["ree_produced_kg"]
