import math

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.analysis.conditioning.changes import Weighed, change_intervals, share_change
from lunarsim.reading.analysis.conditioning.given import given
from lunarsim.reading.analysis.conditioning.news import news
from lunarsim.reading.tables.news_json import news_json
from lunarsim.reading.tables.news_table import news_lines
from tests.documented import check_keys
from tests.reading.conditioning.known import known
from tests.reading.made import NAN, along, of

COUNT = 300


@pytest.fixture(autouse=True)
def _lines_of_one_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


def dated(shift, lost, seed=5, levers=None, **others):
    """Return a sweep in which a loss shifts the basic station, by runs of which some never have it."""
    dates = 2036 + np.random.default_rng(seed).random(COUNT) * 8 + shift * lost
    return known(
        np.full(COUNT, 2026.6),
        np.where(lost, "touchdown_failure", "success"),
        station_basic_year=along(np.where(dates > 2046, NAN, dates)),
        first_product_year=along(np.full(COUNT, NAN)),
        levers=levers,
        **others,
    )


@pytest.fixture
def lost():
    return np.arange(COUNT) % 2 == 0


def test_what_moves_a_forecast_is_reported_with_its_interval_and_what_does_not_is_unclear(lost):
    moved = of(news(dated(4, lost), ["change_7.outcome=lost"]), "station_basic_year")
    assert moved["change_low"] > 0.5
    assert moved["change_low"] < moved["median_change"] < moved["change_high"]
    assert moved["median_change"] == (moved["quantile_value"] - moved["quantile_before"]).sel(quantile_level=0.5)
    assert moved["probability_change_high"] < 0
    still = of(news(dated(0, lost), ["change_7.outcome=lost"]), "station_basic_year")
    assert still["change_low"] < 0 < still["change_high"]


def test_news_are_what_given_says_and_name_the_launch_that_they_are_about(lost):
    made = dated(4, lost)
    found = news(made, ["change_7.outcome=lost"])
    assert found["outcome_name"].values.tolist() == ["change_7.launched", "station_basic_year", "first_product_year"]
    alone = given(made, ["change_7.outcome=lost"], ["station_basic_year"])
    for name in alone.data_vars:
        one, other = (each[name] for each in (found, alone))
        if "outcome_name" in one.dims:
            one, other = of(found, "station_basic_year")[name], of(alone, "station_basic_year")[name]
        assert np.array_equal(one.values, other.values, equal_nan=True), name


def test_a_median_that_is_never_both_times_has_not_changed(lost):
    product = of(news(dated(4, lost), ["change_7.outcome=lost"]), "first_product_year")
    assert product["median_change"] == product["change_low"] == product["change_high"] == 0


def test_a_median_that_comes_within_reach_has_changed_by_infinity(lost):
    found = of(news(dated(30, lost | (np.arange(COUNT) % 5 == 1)), ["change_7.outcome=success"]), "station_basic_year")
    assert found["median_change"] == found["change_low"] == -math.inf


def test_a_change_of_a_subset_has_the_error_of_the_subset_less_what_both_share():
    """The mean of an indicator: its change has the exact variance p(1-p)(1/m - 1/n) for m of n runs."""
    generator = np.random.default_rng(2)
    there = generator.random((2000, 1)) < 0.4
    values = xr.DataArray(np.where(there, 2040.0, np.inf), dims=("sample", "replicate"))
    every = xr.ones_like(values)
    some = xr.DataArray((np.arange(2000) % 4 == 0).astype(float)[:, np.newaxis], dims=values.dims)
    indicator = xr.DataArray(there.astype(float), dims=values.dims)
    found = change_intervals(Weighed(values, indicator, every), Weighed(values, indicator, some), same_rows=True)
    width = float(found["probability_change_high"] - found["probability_change_low"])
    expected = 2 * 1.645 * math.sqrt(0.4 * 0.6 * (1 / 500 - 1 / 2000))
    assert width == pytest.approx(expected, rel=0.12)


def test_a_share_of_a_subset_moves_by_what_sets_it_off_from_the_rest_with_the_exact_error():
    generator = np.random.default_rng(2)
    there = xr.DataArray(generator.random((2000, 1)) < 0.4, dims=("sample", "replicate"))
    some = xr.DataArray((np.arange(2000) % 4 == 0).astype(float)[:, np.newaxis], dims=there.dims)
    found = share_change(there, some)
    assert found["probability_change"] == pytest.approx(float(there[::4].mean() - there.mean()))
    width = float(found["probability_change_high"] - found["probability_change_low"])
    assert width == pytest.approx(2 * 1.645 * math.sqrt(0.4 * 0.6 * (1 / 500 - 1 / 2000)), rel=0.03)


def test_a_few_runs_that_all_reach_a_date_claim_no_certainty():
    there = xr.DataArray((np.arange(120) % 14 != 1)[:, np.newaxis], dims=("sample", "replicate"))
    some = xr.DataArray((np.arange(120) % 14 == 0).astype(float)[:, np.newaxis], dims=there.dims)
    found = share_change(there, some)
    assert float(there.mean()) + found["probability_change"] == pytest.approx(1)
    assert found["probability_change_low"] < 0 < found["probability_change_high"]
    assert share_change(there, some * 0.0 + 1.0)["probability_change_high"] == 0


def test_a_fresh_sweep_is_compared_with_the_stored_one(lost):
    before, fresh = dated(4, lost), dated(4, np.ones(COUNT, dtype=bool))
    found = news(before, ["change_7.outcome=lost"], ["station_basic"], fresh)
    old = given(before, [], ["station_basic"])
    assert np.array_equal(found["quantile_before"], old["quantile_before"])
    assert np.array_equal(found["quantile_value"], given(fresh, [], ["station_basic"])["quantile_value"])
    assert found["effective_runs"] == COUNT
    assert found["change_low"] > 0


def test_a_fresh_sweep_may_have_more_replicates_of_its_single_sample():
    generator = np.random.default_rng(3)

    def single(replicates, shift):
        dates = 2036 + shift + 8 * generator.random((1, replicates))
        outcome = np.full((1, replicates), "touchdown_failure")
        return known(np.full((1, replicates), 2026.6), outcome, station_basic_year=dates)

    before, fresh = single(40, 0), single(100, 4)
    found = of(news(before, ["change_7.outcome=lost"], ["station_basic"], fresh), "station_basic_year")
    assert 0 < found["change_low"] < 4 < found["change_high"] + 2


def test_the_same_news_give_the_same_intervals(lost):
    one, other = (news(dated(4, lost), ["change_7.outcome=lost"]) for _ in range(2))
    assert one.identical(other)


def test_what_cannot_be_a_fact_is_not_said_to_be_simulated(lost):
    made = dated(4, np.arange(COUNT) < 20, levers=None).assign_attrs(command="seed=3", levers="{}")
    dates = made["station_basic_year"].values.ravel()
    limit = f"station_basic_year<={np.sort(dates)[19]:.6f}"
    text = " ".join(" ".join(news_lines(made, news(made, [limit]))).split())
    assert f"{limit} cannot be simulated as a fact; more runs, of which enough agree (--simulate makes them" in text
    assert "lunarsim seed=3 design.samples=" in text


def test_the_table_says_what_is_needed_for_enough_runs(lost):
    made = dated(4, np.arange(COUNT) < 20, levers=None).assign_attrs(command="", levers="{}")
    found = news(made, ["change_7.outcome=lost"])
    text = "\n".join(news_lines(made, found))
    assert "20 of 300 runs agree: too few for quantiles, so the probability stands alone." in text
    assert "lunarsim missions.change_7.outcome=lost" in text
    basic = of(found, "station_basic_year")
    chance, low, high = (float(basic[name]) for name in ("value_probability", "probability_low", "probability_high"))
    assert 0 < low < chance < high < 1
    assert f"P = {chance:.2f} ({low:.2f} to {high:.2f})" in text


def test_a_change_of_few_runs_is_never_called_clear():
    agreeing = np.arange(COUNT)
    for few, is_clear in ((20, False), (80, True)):
        made = known(
            np.full(COUNT, 2026.6),
            np.where(agreeing < few, "touchdown_failure", "success"),
            station_basic_year=along(np.where(agreeing < few, 2040.0, NAN)),
        ).assign_attrs(command="", levers="{}")
        found = news(made, ["change_7.outcome=lost"])
        assert of(found, "station_basic_year")["probability_change_low"] > 0.1
        lines = "\n".join(news_lines(made, found)).splitlines()
        line = next(line for line in lines if line.lower().startswith("basic station"))
        assert line.endswith(")") == is_clear
        assert line.endswith(") unclear") != is_clear


def test_the_table_goes_by_levers_and_says_where_nothing_agrees():
    outcome = np.stack([np.full((60, 1), "success"), np.full((60, 1), "cruise_failure")])
    made = known(
        np.full((2, 60, 1), 2026.6), outcome, levers={"site": ["peary", "shackleton"]}, station_basic_year=2040.0
    )
    found = news(made, ["change_7.outcome=success"])
    lines = list(news_lines(made, found))
    assert "None of 60 runs agrees, so nothing can be said." in lines
    assert any("60 of 60 runs agree" in line for line in lines)
    plain = news_json(made, found, "here", None)
    assert [each["levers"] for each in plain["combinations"]] == [{"site": "peary"}, {"site": "shackleton"}]
    assert plain["combinations"][0]["outcomes"]["station_basic_year"]["after"]["p50"] == 2040
    assert plain["combinations"][1]["outcomes"]["station_basic_year"]["after"]["probability"] is None


def test_never_is_null_in_json_and_listed(lost):
    made = dated(4, lost)
    product = news_json(made, news(made, ["change_7.outcome=lost"]), "here", None)["combinations"][0]["outcomes"][
        "first_product_year"
    ]
    assert product["before"]["p50"] is None
    assert product["before"]["not_reached"] == ["p10", "p50", "p90"]
    assert product["change"]["median"] == 0


def test_the_keys_of_json_are_those_that_its_page_lists():
    dates = np.arange(40) / 10
    made = known(2026 + dates, levers={"site": ["peary"]}, station_basic_year=along(2036 + dates))
    check_keys("`lunarsim observe`", news_json(made, news(made, ["change_7.launched<2028"]), "here", None))
