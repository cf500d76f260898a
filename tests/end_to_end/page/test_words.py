"""Figures and differences in the page's words follow the rule of the package's tables."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lunarsim.reading.analysis.summary import summarize
from lunarsim.reading.digits import rounded
from lunarsim.reading.opening import open_sweep
from lunarsim.reading.scales import scale_of
from lunarsim.reading.tables.outcome_cells import errors_of
from lunarsim.reading.wording import format_probability, in_one_scale, is_at_an_end
from tests.end_to_end.page.opened import Opened

pytestmark = pytest.mark.page

Open = Callable[..., Opened]
A_DAY = 1 / 365.25


def test_figures_have_the_digits_and_units_of_the_tables(opened: Open, together: Path) -> None:
    report = opened(together)
    rng = np.random.default_rng(7)
    values = (rng.choice([-1, 1], 300) * 10 ** rng.uniform(-3, 9, 300)).tolist()
    errors = [abs(value) * error for value, error in zip(values, 10 ** rng.uniform(-4, 1, 300), strict=True)]
    pairs = [*zip(values, errors, strict=True), (999.6, math.inf), (0.0, 1.0)]
    script = "(all) => all.map(([value, error]) => lunarsim.roundedTo(value, error ?? NaN))"
    given = [[value, error if math.isfinite(error) else None] for value, error in pairs]
    expected = [rounded(value, error).replace("-", "\N{MINUS SIGN}") for value, error in pairs]
    assert report.run(script, given) == expected
    units = ["years", "kg", "million USD", "USD/kg", "kW", "MWh", "", "ppm"]
    asked = [[unit, values[at : at + 2]] for at, unit in enumerate(units * 8)]
    found = report.run("(all) => all.map(([units, values]) => lunarsim.scaleOf(units, values))", asked)
    for (unit, some), scale in zip(asked, found, strict=True):
        own = scale_of(unit, some)
        assert (scale["units"], scale["factor"]) == (own.units, pytest.approx(own.factor))


def test_amounts_that_stand_together_are_written_as_in_the_tables(opened: Open, together: Path) -> None:
    report = opened(together)
    rng = np.random.default_rng(11)
    cases = []
    for size, wide, error in zip(
        10 ** rng.uniform(-3, 10, 200), rng.uniform(0, 2, 200), rng.uniform(-4, 0, 200), strict=True
    ):
        values = np.sort(size * np.exp(wide * rng.normal(size=3)))
        cases.append([values.tolist(), (values * 10**error * rng.uniform(0.5, 2, 3)).tolist()])
    script = """(all) => all.map(([values, errors]) =>
      lunarsim.amountWriter({ kind: "amount" }, values).spread(values, errors))"""
    low, middle, high = range(3)
    expected = [in_one_scale(of[low], of[middle], of[high], tuple(errors)) for of, errors in cases]
    assert report.run(script, cases) == expected
    counts = """(kind) => {
      const { spread, full } = lunarsim.amountWriter({ kind }, [3, 1234, 2000000]);
      return [spread([3, 1234, 2000000], [40, 40, 40]), full(12.345, 0.6)];
    }"""
    assert report.run(counts, "count") == ["1,234 (3 to 2,000,000)", "12.3"]


def test_amounts_of_the_page_are_those_of_the_summary(opened: Open, together: Path) -> None:
    report = opened(together)
    script = """() => {
      const { about } = lunarsim.page;
      const sweep = new lunarsim.Sweep(about, lunarsim.page.sweep.codes);
      return about.columns.flatMap((what, column) => what.kind !== "amount" || what.dims !== "run" ? [] : [[what.name,
        Array.from({ length: sweep.combinations }, (_, at) => lunarsim.amountFigures(sweep, column, at).text)]]);
    }"""
    found = dict(report.run(script))
    (store,) = together.parent.rglob("sweep.zarr")
    with open_sweep(store) as sweep:
        result = summarize(sweep, outcomes=["soil_mined_t", "oxygen_produced_kg"])
    for place, name in enumerate(result["outcome_name"].values.tolist()):
        for at in range(result.sizes["scenario"]):
            row = result.isel(outcome_name=place, scenario=at)
            values = row["quantile_value"].values.tolist()
            assert found[name][at] == in_one_scale(*values, errors_of(row))


def test_quantiles_in_cells_of_their_own_ascend(opened: Open, together: Path) -> None:
    script = """() => {
      const values = Float64Array.from([...Array(20).fill(0).map((_, at) => 104 + at / 10), 108, 150, 420, 800]);
      const [order, weights] = [lunarsim.orderOf(values), values.map(() => 1)];
      const { SHARES } = lunarsim;
      const sweep = { about: { columns: [{ kind: "amount" }] }, of: () => values, order: () => order,
        runWeights: () => weights, independentOf: () => values.length,
        spread: () => ({ quantiles: lunarsim.weightedQuantiles(values, order, weights, SHARES), share: 1 }) };
      const quantileErrors = lunarsim.quantileErrors;
      lunarsim.quantileErrors = () => [1, 400, 100];
      const { quantiles, errors } = lunarsim.amountFigures(sweep, 0, 0);
      lunarsim.quantileErrors = quantileErrors;
      const ends = [0, 2, 4].map((at) => quantiles[at]);
      return ends.map((value, at) => lunarsim.amountWriter({ kind: "amount" }, ends).full(value, errors[at]));
    }"""
    low, middle, high = (float(text) for text in opened(together).run(script))
    assert low <= middle <= high


def test_money_keeps_its_year_in_other_units(opened: Open, together: Path) -> None:
    script = "lunarsim.scaleOf('million USD of 2025', [0.004]).units"
    assert opened(together).run(script) == "USD of 2025"


@pytest.mark.parametrize(
    ("shift", "units", "words"),
    [
        ([0, 0, 0, 0], "years", "no difference"),
        ([-0.95, -1.58, -0.32, 0], "years", "0.9 years earlier on average (0.3 to 1.6)"),
        ([0.002, -0.009, 0.013, 0], "years", "+1 day on average (−3 to +5), unclear"),
        ([0.0001, -0.013, 0.0131, 0], "years", "no difference beyond 4.8 days"),
        ([0.5, -0.4, 1.4, 0], "years", "+0.5 years on average (−0.4 to +1.4), unclear"),
        ([-0.003, -0.03, 0.02, 0], "years", "−1 day on average (−11 to +7), unclear"),
        ([0.001, 0.0004, 0.0016, A_DAY], "years", "less than 1 day later on average"),
        ([0, 0, 0, A_DAY], "years", "less than 1 day on average"),
        ([0.001, -0.002, 0.004, A_DAY], "years", "no difference beyond 1.5 days"),
        ([12_345, 11_900, 12_800, 0], "kg", "12,300 kg more on average (11,900 to 12,800)"),
        ([3.4, -200, 207, 0], "kg", "no difference beyond 210 kg"),
        ([0.2, None, None, 0], "kg", "+0.200 kg on average, without an interval"),
    ],
)
def test_differences_say_what_is_known(
    opened: Open, together: Path, shift: list[float | None], units: str, words: str
) -> None:
    script = """([[mean, low, high, step], units]) =>
      lunarsim.shiftWords({ mean, low: low ?? NaN, high: high ?? NaN, step }, units === "years", units)"""
    assert opened(together).run(script, [shift, units]) == words


def test_a_probability_of_none_or_all_is_a_bound(opened: Open, together: Path) -> None:
    report = opened(together)
    cases = [(0.0, 0.0, 0.018), (1.0, 0.982, 1.0), (0.004, 0.001, 0.02), (0.5, 0.4, 0.6)]
    cases += [(0.998, 0.986, 0.9995), (0.998, 0.95, 0.9999), (0.004, 0.001, 0.0104), (0.0149, 0.001, 0.0151)]
    cases += [(0.99, 0.989, 0.991), (0.01, 0.0051, 0.0149)]
    script = "(all) => all.map((one) => lunarsim.probability(...one))"
    assert report.run(script, cases) == [format_probability(value, (low, high)) for value, low, high in cases]
    script = "(all) => all.map(([value, low, high]) => lunarsim.fromTo(low, high, value))"
    told = [
        "" if is_at_an_end(value, (low, high)) else f"{format_probability(low)} to {format_probability(high)}"
        for value, low, high in cases
    ]
    assert report.run(script, cases) == told
    assert told[4:6] == ["", "0.95 to >0.99"]
    assert "P = 0.00" not in report.text("#answers")


def test_what_changed_and_the_probability_share_a_bracket(opened: Open, together: Path) -> None:
    report = opened(together, fragment="#~given=change_7.launched<=2027-06-30")
    report.settle()
    sentences = " ".join(report.page.locator(".sentences").all_inner_texts())
    assert "(was " in sentences
    assert ") (" not in sentences


def test_a_weighted_difference_below_a_step_of_the_stored_values_is_no_figure(opened: Open, together: Path) -> None:
    """Runs that the page stores alike though they differ: by less than a step, and that is all it says."""
    script = """() => {
      const { page } = lunarsim;
      const sweep = new lunarsim.Sweep(structuredClone(page.about), page.sweep.codes);
      const column = sweep.about.milestones[0].column;
      sweep.decodedColumns.set(column, new Float64Array(sweep.counts.length).fill(2030.5));
      sweep.about.differences[`${column}/0/1`] = [0.0004, 0.0003, 0.0005, 0, 0, 0];
      const told = () => lunarsim.shiftWords(sweep.difference(column, 0, 1), true, "years");
      const stored = told();
      sweep.weigh([{ u: sweep.values(sweep.about.factors[0].column), low: 0, high: 0.75, tilt: 0 }]);
      const weighted = told();
      sweep.about.differences[`${column}/0/1`] = [0, 0, 0, 0, 0, 0];
      return [stored, weighted, told()];
    }"""
    stored, weighted, same = opened(together).run(script)
    assert stored.startswith("0.15 days later on average")
    assert (weighted, same) == ("less than 1 day on average", "no difference")
