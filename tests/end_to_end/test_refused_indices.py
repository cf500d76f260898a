"""Sweeps and outcomes that allow no indices, and what is offered instead."""

import numpy as np
import pytest

from lunarsim.reading.analysis.sensitivity.morris_effects import elementary_effects
from lunarsim.reading.analysis.sensitivity.regression import regression_coefficients
from lunarsim.reading.analysis.sensitivity.sobol_indices import sobol_indices
from lunarsim.words.errors import AnalysisError
from tests.end_to_end.functions import ALL, row


@pytest.mark.parametrize(
    ("analysis", "settings", "parts"),
    [
        (sobol_indices, {"design": "lhs"}, ("needs design=saltelli", "design=lhs", "regression_coefficients")),
        (elementary_effects, {"design": "lhs"}, ("needs design=morris", "design=lhs", "regression_coefficients")),
        (regression_coefficients, {"design": "morris", "trajectories": 4}, ("design=morris", "run again with")),
        (
            sobol_indices,
            {"design": "saltelli", "samples": 8, "replicates": 4, "model": "FAILING", **ALL},
            ("48 of 192 runs are missing (48 failed)", "lunarsim resume", "regression_coefficients"),
        ),
        (
            elementary_effects,
            {"design": "morris", "trajectories": 4, "replicates": 4, "model": "FAILING", **ALL},
            ("20 of 80 runs are missing (20 failed)", "lunarsim resume"),
        ),
        (sobol_indices, {"design": "saltelli", "samples": 8, "factors": 1, **ALL}, ("only factor",)),
    ],
    ids=["sobol on lhs", "morris on lhs", "regression on morris", "sobol failed", "morris failed", "one factor"],
)
def test_a_sweep_that_does_not_allow_it_is_refused_with_reason_and_offer(stored, analysis, settings, parts):
    with pytest.raises(AnalysisError) as caught:
        analysis(stored(**settings), ["ishigami"])
    for part in parts:
        assert part in str(caught.value)


def test_a_date_mostly_never_reached_is_refused_and_the_offers_work(stored):
    sweep = stored(design="saltelli", samples=256, **ALL)
    with pytest.raises(AnalysisError, match=r"never reach it.*dates='reached'.*dates='capped'"):
        sobol_indices(sweep, ["hardly_year"])
    for rule in ("capped", "reached"):
        result = sobol_indices(sweep, ["hardly_year"], dates=rule)
        assert float(row(result, "hardly_year", "first_order").values[0]) == pytest.approx(1, abs=0.15)
        assert result.attrs["dates"] == rule


def test_what_is_refused_beside_others_is_masked_with_its_reason(stored):
    result = sobol_indices(stored(design="saltelli", samples=256, **ALL), ["hardly_year", "ishigami", "horizon_year"])
    reasons = {name: str(row(result, name, "refusal_reason").item()) for name in result["outcome_name"].values}
    assert "never reach" in reasons["hardly_year"]
    assert "does not vary" in reasons["horizon_year"]
    assert reasons["ishigami"] == ""
    assert row(result, "hardly_year", "first_order").isnull().all()


def shuffled(sweep):
    order = np.random.default_rng(1).permutation(sweep.sizes["sample"])
    return sweep.load().isel(sample=order)


@pytest.mark.parametrize(
    ("analysis", "settings"),
    [
        (sobol_indices, {"design": "saltelli", "samples": 64, **ALL}),
        (sobol_indices, {"design": "saltelli", "samples": 1024, "second_order": True, **ALL}),
        (elementary_effects, {"design": "morris", "trajectories": 60, "levels": 8, **ALL}),
    ],
    ids=["saltelli", "second_order", "morris"],
)
def test_rows_that_are_cut_or_out_of_order_are_refused(stored, analysis, settings):
    sweep = stored(**settings)
    with pytest.raises(AnalysisError, match="not a complete design"):
        analysis(sweep.isel(sample=slice(0, -1)), ["ishigami"])
    with pytest.raises(AnalysisError, match="the stored u is no"):
        analysis(shuffled(sweep), ["ishigami"])


def test_rows_drawn_otherwise_under_the_same_name_are_refused(stored):
    sweep = stored(design="saltelli", samples=64, **ALL).copy()
    random = np.random.default_rng(1).random(sweep["u"].shape)
    with pytest.raises(AnalysisError, match="not a Saltelli design"):
        sobol_indices(sweep.assign(u=(sweep["u"].dims, random)), ["ishigami"])


def test_unknown_outcomes_and_rules_are_refused_with_the_nearest_name(stored):
    sweep = stored(design="saltelli", samples=64, **ALL)
    with pytest.raises(AnalysisError, match="did you mean 'ishigami'"):
        sobol_indices(sweep, ["ishigamy"])
    with pytest.raises(AnalysisError, match="did you mean 'capped'"):
        sobol_indices(sweep, ["ishigami"], dates="caped")
