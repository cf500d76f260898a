"""Intervals of the page follow the rules of the package's own tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from scipy.stats import t

from lunarsim.reading.analysis.resampling import mean_intervals, share_difference_intervals
from lunarsim.reading.analysis.valid_runs import quantiles_and_errors
from lunarsim.reading.wording import dates_of_row
from tests.end_to_end.page.opened import Opened

pytestmark = pytest.mark.page

Open = Callable[..., Opened]

MADE = """([about, values, weights]) => {
  const sweep = new lunarsim.Sweep(about, new Uint8Array(0));
  sweep.decodedColumns.set(0, Float64Array.from(values, (value) => value ?? Infinity));
  if (weights) sweep.weigh([{ u: Float64Array.from(weights), low: 0.5, high: 1, tilt: 0 }]);
  return [sweep.difference(0, 0, 1), [sweep.independentOf(0), sweep.independentOf(1)], sweep.effectiveOf(0)];
}"""
"""A sweep of two lever values and one date, null for never."""


@pytest.fixture(scope="module")
def intervals(chromium: Any, together: Path) -> Any:
    """Return a function that gives the difference, its independent numbers and the effective one of a made sweep."""
    context = chromium.new_context()
    report = Opened(context, together)

    def of(first: Any, second: Any, weights: Any = None, **more: Any) -> Any:
        samples, replicates = np.shape(first)
        about = {"levers": [{"values": ["a", "b"]}], "samples": samples, "replicates": replicates, "factors": []}
        about |= {"columns": [{"kind": "date", "dims": "run"}], "end_years": [2050, 2050], "group_rows": 1} | more
        values = [None if np.isinf(one) else float(one) for one in np.concatenate([np.ravel(first), np.ravel(second)])]
        return report.run(MADE, [about, values, None if weights is None else list(weights)])

    of.report = report  # type: ignore[attr-defined]
    yield of
    context.close()


def test_student_is_that_of_scipy(intervals: Any) -> None:
    freedom = [1, 1.3, 1.7, 2, 2.5, 3, 5, 9, 49, 299]
    found = intervals.report.run("(all) => all.map(lunarsim.student)", freedom)
    np.testing.assert_allclose(found, t.ppf(0.95, freedom), rtol=0.004)
    np.testing.assert_allclose(found[3:], t.ppf(0.95, freedom[3:]), rtol=0.001)


def test_where_few_pairs_differ_these_few_tell_of_the_error(intervals: Any) -> None:
    """Three pairs of 300 that differ by a year give no direction."""
    first = np.full((300, 1), 2040.0)
    second = first.copy()
    second[[5, 50, 200]] += 1
    found, _, _ = intervals(first, second)
    low, high = mean_intervals(second - first, 1, 0.9, 1)
    assert found["mean"] == pytest.approx(0.01)
    assert found["low"] < 0 < found["high"]
    assert [found["low"], found["high"]] == pytest.approx([low[0], high[0]], rel=0.002)


@pytest.mark.parametrize("samples", [3, 8])
def test_few_samples_have_students_interval(intervals: Any, samples: int) -> None:
    first = np.full((samples, 1), 2040.0)
    second = first + np.random.default_rng(1).normal(size=(samples, 1))
    found, _, _ = intervals(first, second)
    low, high = mean_intervals(second - first, 1, 0.9, 1)
    assert [found["low"], found["high"]] == pytest.approx([low[0], high[0]], abs=0.005)


def test_many_samples_have_nearly_the_interval_of_the_bootstrap(intervals: Any) -> None:
    first = np.full((200, 2), 2040.0)
    second = first + np.random.default_rng(2).normal(0.3, 1, size=(200, 2))
    found, _, _ = intervals(first, second)
    low, high = mean_intervals((second - first).mean(axis=1, keepdims=True), 1, 0.9, 1)
    assert found["high"] - found["low"] == pytest.approx(high[0] - low[0], rel=0.05)


def test_replicates_of_a_single_sample_are_independent(intervals: Any) -> None:
    first = np.full((1, 300), 2040.0)
    second = first + np.random.default_rng(3).normal(1, 1, size=(1, 300))
    found, independent, _ = intervals(first, second)
    low, high = mean_intervals((second - first).T, 1, 0.9, 1)
    assert [found["low"], found["high"]] == pytest.approx([low[0], high[0]], abs=0.01)
    assert independent == [300, 300]


def test_dates_of_different_horizons_are_not_compared(intervals: Any) -> None:
    first, second = np.full((20, 1), np.inf), np.full((20, 1), np.inf)
    found, _, _ = intervals(first, second, end_years=[2050, 2060])
    assert found["mean"] != found["mean"]
    assert "different dates" in found["why"]
    found, _, _ = intervals(first, second)
    assert (found["mean"], found["why"]) == (0, "")


def test_rows_that_belong_together_count_once_and_shared_chance_gives_no_interval(intervals: Any) -> None:
    first = np.full((60, 1), 2040.0)
    second = first + np.repeat(np.random.default_rng(4).normal(size=(30, 1)), 2, axis=0)
    of_pairs, independent, effective = intervals(first, second, group_rows=2)
    low, high = mean_intervals(second - first, 2, 0.9, 1)
    assert of_pairs["high"] - of_pairs["low"] == pytest.approx(high[0] - low[0], rel=0.08)
    assert (independent, effective) == ([30, 30], 60)
    shared, independent, effective = intervals(first, second, group_rows=0)
    assert shared["mean"] == pytest.approx(of_pairs["mean"])
    assert shared["low"] != shared["low"]
    assert (independent, effective) == ([0, 0], 60)


def test_what_a_cut_leaves_out_is_not_counted(intervals: Any) -> None:
    first = np.full((40, 1), 2040.0)
    second = first + np.arange(40.0)[:, np.newaxis]
    cut, independent, _ = intervals(first, second, weights=[1.0] * 6 + [0.0] * 34)
    low, high = mean_intervals((second - first)[:6], 1, 0.9, 1)
    assert [cut["low"], cut["high"]] == pytest.approx([low[0], high[0]], abs=0.005)
    assert independent == [6, 6]


def test_differences_of_probabilities_have_the_interval_of_the_package(intervals: Any) -> None:
    of_page = "(values) => lunarsim.shareDifference(Float64Array.from(values), new Float64Array(60).fill(1), 1)"
    for steps in (np.full((60, 1), -1.0), np.where(np.random.default_rng(5).random((60, 1)) < 0.3, -1.0, 0.0)):
        found = intervals.report.run(of_page, steps.ravel().tolist())
        low, high = share_difference_intervals(steps, 1, 0.9)
        assert [found["low"], found["high"]] == pytest.approx([low[0], high[0]], abs=2e-4)


def test_quantiles_of_dates_have_the_digits_of_the_table(intervals: Any) -> None:
    rng = np.random.default_rng(6)
    shares, ask = [0.1, 0.5, 0.9], "([values, shares]) => lunarsim.quantileErrors(Float64Array.from(values), "
    ask += (
        "lunarsim.orderOf(Float64Array.from(values)), new Float64Array(values.length).fill(1), values.length, shares)"
    )
    for size, spread in ((60, 1), (60, 15), (200, 5), (12, 40)):
        dates = 2030 + spread * rng.exponential(size=size)
        runs = xr.DataArray(dates[:, np.newaxis], dims=("sample", "replicate"))
        middle, errors = (each.values.tolist() for each in quantiles_and_errors(runs, shares))
        found = intervals.report.run(ask, [dates.tolist(), shares])
        assert found == pytest.approx(errors)
        words = "([dates, errors]) => lunarsim.errorsInOrder(dates, errors)"
        words += ".map((one, at) => lunarsim.date(dates[at], 2200, one))"
        assert intervals.report.run(words, [middle, found]) == dates_of_row(middle, 2200.0, errors)


def test_a_median_in_a_sentence_has_its_interval(opened: Open, together: Path) -> None:
    report = opened(together)
    column = report.run("lunarsim.headlineColumns(lunarsim.page.about)[1]")
    low, high = report.run(f"lunarsim.page.sweep.medianInterval({column}, 0)")
    median = report.run(f"lunarsim.page.sweep.spread({column}, 0, [0.5]).quantiles[0]")
    assert low < median < high
    line = report.page.locator(".answer").nth(1).locator("li").first.inner_text()
    assert f": {median:.1f} ({low:.1f} to {high:.1f}) in the middle run, " in line


HALF_NEVER = """(column) => {
  const { sweep, state, about } = lunarsim.page;
  const cut = (high) => {
    state.sliders.set(about.factors[0].key, { low: 0, high, tilt: 0 });
    lunarsim.page.redraw("weights");
    return [...document.querySelectorAll(".answer")][1].querySelector("li").textContent;
  };
  cut(0.9);
  const values = sweep.of(column, 0);
  let kept = 0;
  for (let run = 0; run < values.length; run += 1)
    values[run] = sweep.weights[run] && kept++ >= 39 ? Infinity : 2030 + run / 10;
  sweep.orders.clear();
  return [cut(0.9), cut(0.4)];
}"""
"""Dates of which more than half are reached in all samples, and less than half in those that a cut leaves."""


def test_an_interval_follows_its_median_and_few_runs_have_none(opened: Open, together: Path) -> None:
    report = opened(together)
    column = report.run("lunarsim.headlineColumns(lunarsim.page.about)[1]")
    many, few = report.run(HALF_NEVER, column)
    later = r"not by \d{4}\.\d"
    interval = r"\(from \d{4}\.\d to later than \d{4}\.\d\)"
    assert re.search(rf": {later} {interval} in the middle run \(was \d{{4}}\.\d; P ", many), many
    assert " in the middle run (was " in few
    assert not re.search(r"\) in the middle run", few), few


def test_a_page_of_shared_chance_says_so_and_prints_no_interval(opened: Open, report_of: Callable[..., Path]) -> None:
    line = ("-m", "scenario=ilrs_joint,china_alone", "design.samples=30", "design.common_random_numbers=all")
    report = opened(report_of(*line))
    assert "all samples share their chance" in report.text(".design-note")
    sentences = report.text("#answers")
    assert "without an interval" in sentences
    assert "P = " in sentences or "P > " in sentences
    assert " to 0." not in sentences
    assert report.page.locator(".within").count() == 0
    report.settle()
    assert "NaN" not in report.text("body")


def test_until_something_is_weighted_differences_are_those_of_the_table(opened: Open, together: Path) -> None:
    report = opened(together)
    key, stored = report.run("Object.entries(lunarsim.page.about.differences)[0]")
    column, first, second = map(int, key.split("/"))
    ask = f"lunarsim.page.sweep.difference({column}, {first}, {second})"
    whole = report.run(ask)
    assert [whole[end] for end in ("mean", "low", "high")] == stored[:3]
    note = "document.querySelector('.kind-levers .below').textContent"
    report.run("lunarsim.page.drawAll()")
    assert report.run(note) == ""
    report.run("lunarsim.page.state.sliders.set(lunarsim.page.about.factors[0].key, { low: 0, high: 1, tilt: 0.001 })")
    report.run("lunarsim.page.redraw('weights')")
    report.run("lunarsim.page.drawAll()")
    weighted = report.run(ask)
    assert weighted["mean"] == pytest.approx(whole["mean"], rel=0.01)
    assert weighted["high"] - weighted["mean"] == pytest.approx(weighted["mean"] - weighted["low"], rel=1e-6)
    assert report.run(note).startswith("Intervals of weighted runs")
