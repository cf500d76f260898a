"""The page's own scripts weigh as numpy does on the same quantized numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t

from tests.end_to_end.page.opened import Embedded, Opened

pytestmark = pytest.mark.page

LEVELS = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
TOLERANCE = 1e-9

WEIGH = """(conditions) => {
  const sweep = new lunarsim.Sweep(lunarsim.page.about, lunarsim.page.sweep.codes);
  sweep.weigh(conditions.map((one) => ({ ...one, u: sweep.values(one.column) })));
  return { weights: Array.from(sweep.weights), effective: sweep.effectiveOf(0), leftOut: sweep.leftOut().share };
}"""

SPREADS = """([conditions, columns, levels]) => {
  const sweep = new lunarsim.Sweep(lunarsim.page.about, lunarsim.page.sweep.codes);
  sweep.weigh(conditions.map((one) => ({ ...one, u: sweep.values(one.column) })));
  const text = (value) => (Number.isFinite(value) ? value : String(value));
  return columns.map((column) => Array.from({ length: sweep.combinations }, (_, combination) => {
    const { quantiles, share } = sweep.spread(column, combination, levels);
    return { quantiles: quantiles.map(text), share: text(share) };
  }));
}"""


@pytest.fixture(scope="module")
def embedded(together: Path) -> Embedded:
    return Embedded(together)


def conditions_of(embedded: Embedded) -> list[list[dict[str, float]]]:
    columns = [factor["column"] for factor in embedded.about["factors"]]
    cut = {"column": columns[0], "low": 0.25, "high": 0.75, "tilt": 0}
    tilt = {"column": columns[1], "low": 0, "high": 1, "tilt": 1.75}
    both = {"column": columns[-1], "low": 0.125, "high": 1, "tilt": -0.5}
    return [[], [cut], [tilt], [cut, tilt, both]]


def weights_of(embedded: Embedded, conditions: list[dict[str, float]]) -> np.ndarray:
    weights = np.ones(embedded.about["samples"])
    for one in conditions:
        u = embedded.values(int(one["column"]))
        weights *= np.where((u >= one["low"]) & (u <= one["high"]), np.exp(one["tilt"] * (2 * u - 1)), 0)
    return weights


def test_weights_and_their_effective_number(opened: Callable[..., Opened], together: Path, embedded: Embedded) -> None:
    report = opened(together)
    for conditions in conditions_of(embedded):
        expected = weights_of(embedded, conditions)
        found = report.run(WEIGH, conditions)
        np.testing.assert_allclose(found["weights"], expected, rtol=TOLERANCE, atol=0)
        assert found["effective"] == pytest.approx(expected.sum() ** 2 / (expected**2).sum(), rel=TOLERANCE)
        assert found["leftOut"] == 0


def test_weighted_quantiles_and_probabilities(
    opened: Callable[..., Opened], together: Path, embedded: Embedded
) -> None:
    report = opened(together)
    about = embedded.about
    kinds = {"date", "amount", "count", "share", "year_series", "cause"}
    columns = [at for at, one in enumerate(about["columns"]) if one["kind"] in kinds]
    assert len(columns) > 100
    status = embedded.values(about["status_column"]).reshape(-1, about["samples"], about["replicates"])
    for conditions in conditions_of(embedded):
        weights = np.repeat(weights_of(embedded, conditions), about["replicates"])
        found = report.run(SPREADS, [conditions, columns, LEVELS])
        for column, spreads in zip(columns, found, strict=True):
            values = embedded.values(column).reshape(len(spreads), -1)
            for combination, spread in enumerate(spreads):
                own = np.where(status[combination].ravel() == 1, weights, 0)
                expected = quantiles(values[combination], own)
                np.testing.assert_allclose(np.array(spread["quantiles"], float), expected, rtol=TOLERANCE, atol=1e-12)
                reached = own[np.isfinite(values[combination])].sum() / own.sum()
                assert float(spread["share"]) == pytest.approx(reached, rel=TOLERANCE)


def quantiles(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return numpy's own weighted quantiles by inversion of the distribution function; never is later than all."""
    there = ~np.isnan(values) & (weights > 0)
    if not there.any():
        return np.full(len(LEVELS), np.nan)
    late = 2 * np.abs(values[np.isfinite(values)]).max(initial=1)
    finite = np.where(np.isinf(values[there]), late, values[there])
    found = np.quantile(finite, LEVELS, method="inverted_cdf", weights=weights[there])
    return np.where(found == late, np.inf, found)


RANGES = [
    ([2520, 6.93e6], "2,520 to 6,930,000"),
    ([9930, 1.36e6], "9,930 to 1,360,000"),
    ([1.2e6, 6.93e6], "1.2 to 6.93 million"),
    ([0, 6.93e6], "0 to 6.93 million"),
    ([-4.1e5, 6.93e6], "−0.41 to 6.93 million"),
    ([12e6, 3.2e9], "0.012 to 3.2 billion"),
    ([3e6, 3.2e9], "3 to 3,200 million"),
    ([0.00012, 35.31], "0.00012 to 35.3"),
]


def test_both_ends_of_a_range_have_the_same_prefix(opened: Callable[..., Opened], together: Path) -> None:
    script = "(all) => all.map(([low, high]) => lunarsim.alike([low, high]).range(low, high))"
    assert opened(together).run(script, [ends for ends, _ in RANGES]) == [text for _, text in RANGES]


def test_the_ends_of_a_cut_are_written_alike_and_probabilities_to_a_thousandth(
    opened: Callable[..., Opened], together: Path
) -> None:
    script = """(all) => all.map(([kind, units, ...stored]) => {
      const grid = { by_lever: [0], tables: [stored], stored: [stored] };
      return lunarsim.rangeWords({ kind, units, grid }, 0, 1, 0);
    })"""
    factors = [
        ["number", "USD/kg", 9930, 1.36e6],
        ["probability", "", 3.47e-6, 0.65],
        ["probability", "", 0.02, 0.9999],
    ]
    told = ["9,930 to 1,360,000 USD/kg", "<0.001 to 0.65", "0.02 to >0.999"]
    report = opened(together)
    assert report.run(script, factors) == told
    chances = report.run("lunarsim.page.about.factors.filter(({ kind }) => kind === 'probability')")
    assert chances
    assert all("robability" in one["label"] and max(one["grid"]["tables"][0]) <= 1 for one in chances)


def test_a_run_that_did_not_end_well_has_no_weight(opened: Callable[..., Opened], together: Path) -> None:
    report = opened(together)
    script = """() => {
      const about = structuredClone(lunarsim.page.about);
      const codes = lunarsim.page.sweep.codes.slice();
      codes[about.columns[about.status_column].offset] = 2;
      const sweep = new lunarsim.Sweep(about, codes);
      const first = Array.from(sweep.runWeights(0)).slice(0, 2);
      const out = sweep.leftOut().share;
      codes[about.columns[about.status_column].offset] = 6;
      const { share, others } = new lunarsim.Sweep(about, codes).leftOut();
      return { first, second: sweep.runWeights(1)[0], out, share, others: [...others] };
    }"""
    found = report.run(script)
    assert (found["share"], found["others"]) == (0, [["not needed", 1]])
    assert found["first"] == [0, 1]
    assert found["second"] == 1
    assert found["out"] == pytest.approx(1 / 270)


def test_differences_are_paired_and_count_what_never_comes_to_the_end(
    opened: Callable[..., Opened], together: Path, embedded: Embedded
) -> None:
    report = opened(together)
    about = embedded.about
    column = next(one["column"] for one in about["milestones"] if one["id"] == "station_extended")
    conditions = conditions_of(embedded)[-1]
    script = """([conditions, column]) => {
      const sweep = new lunarsim.Sweep(lunarsim.page.about, lunarsim.page.sweep.codes);
      sweep.weigh(conditions.map((one) => ({ ...one, u: sweep.values(one.column) })));
      return [sweep.difference(column, 0, 1), sweep.difference(column, 0, 1, true)];
    }"""
    shift, chance = report.run(script, [conditions, column])
    values = embedded.values(column).reshape(3, -1)
    capped = np.where(np.isinf(values), np.array(about["end_years"])[:, None], values)
    weights = weights_of(embedded, conditions)
    for found, by_run, end in ((shift, capped, end_of_mean), (chance, np.isfinite(values).astype(float), end_of_share)):
        own = by_run[1] - by_run[0]
        mean = np.average(own, weights=weights)
        assert found["mean"] == pytest.approx(mean, rel=TOLERANCE, abs=1e-12)
        assert found["high"] - found["mean"] == pytest.approx(end(own, weights) - mean, rel=2e-3, abs=1e-12)


def end_of_mean(values: np.ndarray, weights: np.ndarray) -> float:
    """Return numpy's own upper end of a mean."""
    return float(np.average(values, weights=weights)) + half_width(values, weights)


def end_of_share(values: np.ndarray, weights: np.ndarray) -> float:
    """Return numpy's own upper end of a difference of probabilities: Agresti and Min's, of weighted samples."""
    effective = weights.sum() ** 2 / (weights**2).sum()
    apart = weights[values != 0]
    mean = np.average(values, weights=weights)
    squares = ((weights * (values - mean) * effective / weights.sum()) ** 2).sum()
    squares += 2 * effective * mean**2 / (effective + 2) + 1
    half = t.ppf(0.95, apart.sum() ** 2 / (apart**2).sum() + 1) * np.sqrt(squares) / (effective + 2)
    return float(min(1.0, effective * mean / (effective + 2) + half))


def half_width(values: np.ndarray, weights: np.ndarray) -> float:
    """Return numpy's own half width; of values that are mostly alike the few others tell of the error."""
    order = np.argsort(values)
    shared = values[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)]
    apart = weights * (values != shared)
    few = apart.sum() ** 2 / max((apart**2).sum(), 1e-300)
    if few < 20 and 2 * apart.sum() < weights.sum():
        return float(t.ppf(0.95, max(few, 1)) * np.sqrt((apart**2 * (values - shared) ** 2).sum()) / weights.sum())
    effective = weights.sum() ** 2 / (weights**2).sum()
    error = np.sqrt((weights**2 * (values - np.average(values, weights=weights)) ** 2).sum()) / weights.sum()
    return float(t.ppf(0.95, effective - 1) * error * np.sqrt(effective / (effective - 1)))
