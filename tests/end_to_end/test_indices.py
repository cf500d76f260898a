"""Indices of functions known by theory, through plan, run, store and analysis."""

import warnings

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.analysis.sensitivity.evidence import shares_by_evidence
from lunarsim.reading.analysis.sensitivity.morris_effects import elementary_effects
from lunarsim.reading.analysis.sensitivity.regression import regression_coefficients
from lunarsim.reading.analysis.sensitivity.sobol_indices import sobol_indices
from tests.end_to_end.functions import ALL, KEYS, row
from tests.end_to_end.models import WEIGHTS


def sobol_of_ishigami():
    first = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2
    second, both = 49 / 8, 8 * 0.01 * np.pi**8 / 225
    total = first + second + both
    return np.array([first, second, 0, 0]) / total, np.array([first + both, second, both, 0]) / total


def sobol_of_g():
    alone = 1 / 3 / (1 + WEIGHTS) ** 2
    total = np.prod(1 + alone) - 1
    return alone / total, alone * np.prod(1 + alone) / (1 + alone) / total


@pytest.mark.parametrize(("name", "theory"), [("ishigami", sobol_of_ishigami()), ("g_function", sobol_of_g())])
def test_sobol_indices_agree_with_theory_within_0_02(stored, name, theory):
    result = sobol_indices(stored(design="saltelli", samples=2048, **ALL), [name])
    first, total = row(result, name, "first_order"), row(result, name, "total_effect")
    assert first["factor"].values.tolist() == KEYS
    assert np.abs(first.values - theory[0]).max() < 0.02
    assert np.abs(total.values - theory[1]).max() < 0.02
    for variable, expected in (("first_order", theory[0]), ("total_effect", theory[1])):
        low, high = (row(result, name, f"{variable}_{end}").values for end in ("low", "high"))
        assert ((low - 0.01 <= expected) & (expected <= high + 0.01)).all()
    assert "given one history" in result.attrs["notes"]


def test_indices_of_second_order_agree_with_theory_within_0_04(stored):
    result = sobol_indices(stored(design="saltelli", samples=1024, second_order=True, **ALL), ["ishigami"])
    pairs = row(result, "ishigami", "second_order")
    expected = sobol_of_ishigami()[1][2]
    assert abs(float(pairs.sel({"factor": KEYS[0], "other_factor": KEYS[2]})) - expected) < 0.04
    assert abs(float(pairs.sel({"factor": KEYS[0], "other_factor": KEYS[1]}))) < 0.04
    assert int(pairs.notnull().sum()) == 6


def test_levers_stay_dimensions_of_indices(stored):
    result = sobol_indices(stored(design="saltelli", samples=64, levers={"plant.units": [1, 2]}, **ALL), ["ishigami"])
    assert result["first_order"].dims == ("outcome_name", "units", "factor")
    assert result["first_order"].notnull().all()


def test_indices_are_the_same_each_time(stored):
    sweep = stored(design="saltelli", samples=64, **ALL)
    assert sobol_indices(sweep, ["ishigami"]).identical(sobol_indices(sweep, ["ishigami"]))


def test_elementary_effects_rank_the_factors_of_the_g_function(stored):
    result = elementary_effects(stored(design="morris", trajectories=60, levels=8, **ALL), ["g_function", "line_kg"])
    size = row(result, "g_function", "mean_absolute_effect").values
    assert (np.diff(size) < 0).all()
    # A line has the same effect everywhere: its slope per unit quantile.
    assert row(result, "line_kg", "mean_effect").values == pytest.approx([4, -2, 1, 0], abs=1e-9)
    assert row(result, "line_kg", "mean_absolute_effect").values == pytest.approx([4, 2, 1, 0], abs=1e-9)
    assert row(result, "line_kg", "effect_deviation").values == pytest.approx([0] * 4, abs=1e-9)
    assert (row(result, "g_function", "effect_deviation").values > 0.1 * size).all()


@pytest.mark.parametrize("design", ["lhs", "monte_carlo", "sobol"])
def test_regression_finds_the_slopes_of_a_line(stored, design):
    result = regression_coefficients(stored(design=design, samples=256), ["line_kg", "ishigami"])
    expected = np.array([4, -2, 1, 0]) / np.sqrt(21)
    coefficients = row(result, "line_kg", "standardized_coefficient")
    assert coefficients.values == pytest.approx(expected, abs=0.07)
    assert float(row(result, "line_kg", "r_squared")) == pytest.approx(1)
    assert row(result, "line_kg", "rank_coefficient").values == pytest.approx(expected, abs=0.12)
    assert float(row(result, "ishigami", "r_squared")) < 0.4


def test_regression_intervals_hold_the_true_coefficients(stored):
    expected = np.array([4, -2, 1, 0]) / np.sqrt(21 + 400)
    inside = []
    # Independent samples: each part of them is a sweep of its own.
    whole = stored(design="monte_carlo", samples=40 * 64).load()
    for first in range(0, 40 * 64, 64):
        result = regression_coefficients(whole.isel(sample=slice(first, first + 64)), ["noisy_kg"])
        low, high = (row(result, "noisy_kg", f"standardized_coefficient_{end}").values for end in ("low", "high"))
        inside.append((low <= expected) & (expected <= high))
    assert 0.8 < np.mean(inside) < 0.97


def test_the_share_on_assumed_inputs_is_the_sum_over_their_factors(stored):
    sweep = stored(design="saltelli", samples=64, **ALL)
    result = sobol_indices(sweep, ["g_function"])
    shares = shares_by_evidence(result)
    assert [sweep[key].attrs["evidence"] for key in KEYS] == result["factor_evidence"].values.tolist()
    for name in ("first_order", "total_effect"):
        assert float(shares[f"{name}_sum"].sum()) == pytest.approx(float(result[name].sum()))
        assumed = result[name].where(result["factor_evidence"] == "assumed").sum()
        assert float(shares[f"{name}_sum"].sel({"evidence_level": "assumed"}).sum()) == pytest.approx(float(assumed))


def test_a_date_that_some_runs_never_reach_counts_as_the_end_and_says_how_many(stored):
    sweep = stored(design="saltelli", samples=256, **ALL)
    result = sobol_indices(sweep, ["often_year"])
    assert float(row(result, "often_year", "missing_share")) == pytest.approx(1 - 26.5 / 30, abs=0.03)
    assert row(result, "often_year", "first_order").values == pytest.approx([1, 0, 0, 0], abs=0.1)


def test_regression_leaves_out_failed_samples(stored):
    result = regression_coefficients(stored(design="lhs", samples=64, model="FAILING"), ["line_kg"])
    assert float(row(result, "line_kg", "sample_count")) == 63


def test_no_warning_reaches_the_reader(stored):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = sobol_indices(stored(design="saltelli", samples=8, **ALL), ["hardly_year"], dates="reached")
    assert isinstance(result, xr.Dataset)
