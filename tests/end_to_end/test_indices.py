"""Indices of functions known by theory, through plan, run, store and analysis."""

import warnings

import numpy as np
import pytest
import xarray as xr
import yaml

from lunarsim.reading.analysis.sensitivity.evidence import shares_by_evidence
from lunarsim.reading.analysis.sensitivity.morris_effects import elementary_effects
from lunarsim.reading.analysis.sensitivity.one_at_a_time import swings
from lunarsim.reading.analysis.sensitivity.regression import regression_coefficients
from lunarsim.reading.analysis.sensitivity.sobol_indices import sobol_indices
from lunarsim.reading.opening import open_sweep
from lunarsim.scenario.library.paths import shipped
from lunarsim.study.request.design_kinds import DESIGN_KINDS
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import AnalysisError
from tests.end_to_end.models import FACTORS, WEIGHTS
from tests.study.conftest import asked

KEYS = list(FACTORS)
ALL = {"common_random_numbers": "all"}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Run a sweep with the four factors into a store and open that, once for each set of arguments."""
    opened = {}

    def run(model="FUNCTIONS", factors=4, **settings):
        key = (model, factors, *sorted((name, str(value)) for name, value in settings.items()))
        if key not in opened:
            folder = tmp_path_factory.mktemp("swept")
            intervals = [(name, *ends) for name, ends in list(FACTORS.items())[:factors]]
            request = asked(use="none", intervals=intervals, store=True, dir=folder, **settings)
            run_sweep(request, model=f"tests.end_to_end.models:{model}", progress=False)
            (path,) = folder.glob("study/*/sweep.zarr")
            opened[key] = open_sweep(path)
        return opened[key]

    yield run
    for dataset in opened.values():
        dataset.close()


def row(result, name, variable):
    return result[variable].sel({"outcome_name": name}).squeeze(drop=True)


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


def test_first_orders_are_right_although_chance_is_most_of_an_outcome(stored):
    result = sobol_indices(stored(design="saltelli", samples=256, replicates=4, **ALL), ["noisy_kg"])
    expected = np.array([16, 4, 1, 0]) / 21
    # Chance moves all rows of a replicate alike, so that nothing of it is left in the indices.
    assert row(result, "noisy_kg", "first_order").values == pytest.approx(expected, abs=0.03)
    assert row(result, "noisy_kg", "total_effect").values == pytest.approx(expected, abs=0.03)
    assert float(row(result, "noisy_kg", "total_effect").sel({"factor": KEYS[3]})) == 0
    assert "notes" not in result.attrs


def test_the_share_of_chance_stands_beside_the_indices(stored):
    sweep = stored(design="saltelli", samples=32, replicates=32, **ALL)
    result = sobol_indices(sweep, ["noisy_kg", "swayed_kg", "line_kg"])
    # Of a uniform draw times 20, and times 5 (1/2 + u): 400/12 and 25/12 (1 + 1/12) beside 21/12 of the factors.
    for name, of_chance in (("noisy_kg", 400), ("swayed_kg", 25 * 13 / 12)):
        share, low, high = (float(row(result, name, f"chance_share{end}")) for end in ("", "_low", "_high"))
        assert share == pytest.approx(of_chance / (of_chance + 21), abs=0.1)
        assert low < of_chance / (of_chance + 21) < high
    assert float(row(result, "line_kg", "chance_share")) == 0
    shares = shares_by_evidence(result)
    assert shares["chance_share"].identical(result["chance_share"])


def test_an_interval_of_indices_holds_what_other_histories_would_give(stored):
    """A factor whose effect chance changes: of one history the index is exact and wrong, of four it says so."""
    result = sobol_indices(stored(design="saltelli", samples=256, replicates=4, **ALL), ["swayed_kg"])
    low, high = (row(result, "swayed_kg", f"first_order_{end}").values[0] for end in ("low", "high"))
    assert low < 16 / 21 < high
    once = sobol_indices(stored(design="saltelli", samples=256, replicates=1, **ALL), ["swayed_kg"])
    assert "given one history" in once.attrs["notes"]
    assert np.isnan(float(row(once, "swayed_kg", "chance_share")))
    narrow = (row(once, "swayed_kg", "first_order_high") - row(once, "swayed_kg", "first_order_low")).values[0]
    assert high - low > 1.3 * narrow


@pytest.mark.parametrize("sharing", ["levers", "none"])
@pytest.mark.parametrize(
    ("analysis", "settings"),
    [
        (sobol_indices, {"design": "saltelli", "samples": 8}),
        (elementary_effects, {"design": "morris", "trajectories": 4}),
        (swings, {"design": "one_at_a_time"}),
    ],
    ids=["saltelli", "morris", "one_at_a_time"],
)
def test_rows_without_common_chance_are_refused_with_the_line_to_run(stored, analysis, settings, sharing):
    sweep = stored(**settings, common_random_numbers=sharing)
    sweep = sweep.assign_attrs(command=f"scenario=artemis design.common_random_numbers={sharing} output.name='a b'")
    line = f"lunarsim scenario=artemis 'output.name=a b' design={settings['design']} design.common_random_numbers=all"
    with pytest.raises(AnalysisError) as caught:
        analysis(sweep, "noisy_kg" if analysis is swings else ["noisy_kg"])
    assert str(caught.value).endswith(f"run again with: {line}")
    assert f"design.common_random_numbers={sharing}" in str(caught.value)


def test_the_option_of_each_design_whose_rows_are_compared_shares_their_chance():
    for name, kind in DESIGN_KINDS.items():
        if kind.rows == "structured":
            option = yaml.safe_load((shipped("configs") / "design" / f"{name}.yaml").read_text(encoding="utf-8"))
            assert option["common_random_numbers"] == "all"
    option = yaml.safe_load((shipped("configs") / "design/saltelli.yaml").read_text(encoding="utf-8"))
    assert option["replicates"] >= 4


def test_the_share_of_chance_stands_beside_a_regression(stored):
    sweep = stored(design="lhs", samples=64, replicates=4)
    result = regression_coefficients(sweep, ["swayed_kg"])
    expected = 25 * 13 / 12 / (25 * 13 / 12 + 21)
    assert float(row(result, "swayed_kg", "chance_share")) == pytest.approx(expected, abs=0.1)
    assert "notes" not in result.attrs
    once = regression_coefficients(stored(design="lhs", samples=256), ["swayed_kg"])
    assert np.isnan(float(row(once, "swayed_kg", "chance_share")))


def test_regression_over_samples_that_share_their_chance_says_of_how_many_histories(stored):
    once = regression_coefficients(stored(design="lhs", samples=64, **ALL), ["swayed_kg"])
    assert "given one history" in once.attrs["notes"]
    result = regression_coefficients(stored(design="lhs", samples=64, replicates=4, **ALL), ["swayed_kg"])
    low, high = (row(result, "swayed_kg", f"standardized_coefficient_{end}").values[0] for end in ("low", "high"))
    assert low < 4 / np.sqrt(21) < high
    assert "notes" not in result.attrs


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


def test_regression_intervals_hold_the_true_coefficients():
    expected = np.array([4, -2, 1, 0]) / np.sqrt(21 + 400)
    inside = []
    intervals = [(name, *ends) for name, ends in FACTORS.items()]
    for seed in range(40):
        request = asked(use="none", intervals=intervals, design="monte_carlo", samples=64, seed=seed)
        sweep = run_sweep(request, "tests.end_to_end.models:FUNCTIONS", progress=False).open()
        result = regression_coefficients(sweep, ["noisy_kg"])
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


def test_a_date_that_some_runs_never_reach_counts_as_the_end_and_says_how_many(stored):
    sweep = stored(design="saltelli", samples=256, **ALL)
    result = sobol_indices(sweep, ["often_year"])
    assert float(row(result, "often_year", "missing_share")) == pytest.approx(1 - 26.5 / 30, abs=0.03)
    assert row(result, "often_year", "first_order").values == pytest.approx([1, 0, 0, 0], abs=0.1)


def test_what_is_refused_beside_others_is_masked_with_its_reason(stored):
    result = sobol_indices(stored(design="saltelli", samples=256, **ALL), ["hardly_year", "ishigami", "horizon_year"])
    reasons = {name: str(row(result, name, "refusal_reason").item()) for name in result["outcome_name"].values}
    assert "never reach" in reasons["hardly_year"]
    assert "does not vary" in reasons["horizon_year"]
    assert reasons["ishigami"] == ""
    assert row(result, "hardly_year", "first_order").isnull().all()


def test_regression_leaves_out_failed_samples(stored):
    result = regression_coefficients(stored(design="lhs", samples=64, model="FAILING"), ["line_kg"])
    assert float(row(result, "line_kg", "sample_count")) == 63


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


def test_no_warning_reaches_the_reader(stored):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = sobol_indices(stored(design="saltelli", samples=8, **ALL), ["hardly_year"], dates="reached")
    assert isinstance(result, xr.Dataset)
