"""What matters: planted effects are found and shared out, by every method."""

import numpy as np
import pytest

from lunarsim.reading.analysis.ranking.finding import at_ends
from lunarsim.reading.analysis.ranking.fits import MOST_OF_SOBOL, MOST_SAMPLES, RANKS, REGRESSION, SCREENING
from lunarsim.reading.analysis.ranking.many_tests import holm
from lunarsim.reading.analysis.ranking.what_matters import sensitivity
from lunarsim.words.errors import AnalysisError
from tests.reading.made import along, sweep
from tests.reading.sampled import (
    EVIDENCE,
    SLOPES,
    chaos,
    keys,
    listed,
    morris,
    one,
    planted,
    saltelli,
    sampled,
    steps,
    unit_of,
)


def sums(found):
    chance = np.nan_to_num(float(found["chance_share"]))
    return float(found["evidence_share"].sum()) + chance + float(found["remainder_share"])


def test_the_correction_is_holms():
    assert holm(np.array([0.01, 0.04, 0.03, np.nan])).tolist() == pytest.approx([0.03, 0.06, 0.06, np.nan], nan_ok=True)
    assert holm(np.array([[0.5, 0.9]])).tolist() == [[1.0, 1.0]]


@pytest.mark.parametrize("replicates", [1, 4])
def test_a_line_is_shared_out_between_factors_evidence_and_chance(replicates):
    found = one(sensitivity(planted(replicates=replicates, chance=1.0, samples=2000)))
    whole = (SLOPES**2).sum() / 12 + 1
    assert found["share_alone"].values == pytest.approx(SLOPES**2 / 12 / whole, abs=0.03)
    by_level = found["evidence_share"].to_series()
    assert by_level[list(EVIDENCE)].values == pytest.approx(SLOPES**2 / 12 / whole, abs=0.03)
    assert found["effect_direction"].values[:3].tolist() == [1, -1, 1]
    assert sums(found) == pytest.approx(1, abs=1e-12)
    if replicates > 1:
        assert float(found["chance_share"]) == pytest.approx(1 / whole, abs=0.03)
        assert float(found["remainder_share"]) == pytest.approx(0, abs=0.03)
        assert "chance" not in str(found["remainder_meaning"].item())
    else:
        assert np.isnan(float(found["chance_share"]))
        assert float(found["remainder_share"]) == pytest.approx(1 / whole, abs=0.03)
        assert str(found["remainder_meaning"].item()) == "chance and what the fit misses"


@pytest.mark.parametrize(
    "result",
    [
        lambda: sensitivity(planted(samples=30, extra=6, chance=0.5)),
        lambda: sensitivity(planted(samples=30, extra=6, chance=0.5, replicates=3)),
        lambda: sensitivity(planted(samples=60, chance=0.5, replicates=3, sharing="all")),
        lambda: sensitivity(saltelli(32, 4, lambda unit, history: unit @ SLOPES + history)),
        lambda: sensitivity(saltelli(32, 4, lambda unit, history: unit @ SLOPES, replicates=1)),
        lambda: sensitivity(planted(samples=60, chance=0.5, evidence=("assumed", ""))),
    ],
    ids=["screening", "screening of replicates", "one chance for all", "indices", "one history", "unstated evidence"],
)
def test_shares_of_classes_chance_and_remainder_add_up_to_one(result):
    found = one(result())
    assert sums(found) == pytest.approx(1, abs=1e-9)
    of_classes = float(found["evidence_share"].sum())
    assert of_classes == pytest.approx(float(found["share_alone"].sum()), abs=1e-9)


def test_many_factors_that_do_nothing_add_up_to_nothing():
    shares = [
        one(sensitivity(planted(samples=samples, extra=40, chance=2.0, seed=seed)))["evidence_share"].sel(
            evidence_level="measured"
        )
        for samples in (90, 230)
        for seed in range(4)
    ]
    assert np.mean(shares) == pytest.approx(0, abs=0.03)


def test_intervals_of_classes_hold_the_true_share_in_nine_of_ten():
    true = 16 / 12 / (21 / 12 + 1)
    inside = []
    for seed in range(24):
        found = one(sensitivity(planted(samples=120, extra=4, chance=1.0, seed=seed, evidence=EVIDENCE)))
        share = found.sel(evidence_level="assumed")
        low, high = float(share["evidence_share_low"]), float(share["evidence_share_high"])
        inside.append(low <= true <= high)
        assert high - low < 0.4
    assert np.mean(inside) > 0.8


@pytest.mark.parametrize(
    "made",
    [
        lambda outcome: saltelli(64, 4, outcome),
        lambda outcome: morris(20, 4, outcome),
        lambda outcome: steps(4, outcome),
    ],
    ids=["saltelli", "morris", "one_at_a_time"],
)
def test_what_is_planted_is_found_beside_chance_and_in_order(made):
    random = np.random.default_rng(1)
    shifts = random.normal(size=12)

    def outcome(unit, history):
        return unit @ SLOPES + 3 * shifts[history] + 0.3 * random.normal(size=len(unit))

    result = sensitivity(made(outcome), ["npv_musd"])
    assert listed(result) == keys(4)[:3]
    found = one(result)
    name = "share_alone" if "saltelli" in str(found["method_reason"].item()) else "effect_size"
    assert np.argsort(-found[name].values)[:3].tolist() == [0, 1, 2]
    assert found["effect_direction"].values[:3].tolist() == [1, -1, 1]


@pytest.mark.parametrize(
    "made",
    [lambda outcome: saltelli(128, 3, outcome), lambda outcome: morris(40, 3, outcome)],
    ids=["saltelli", "morris"],
)
def test_a_factor_that_acts_only_together_with_another_is_found_by_structured_designs(made):
    def outcome(unit, history):
        return (unit[:, 0] - 0.5) * (unit[:, 1] - 0.5)

    assert listed(sensitivity(made(outcome), ["npv_musd"])) == keys(3)[:2]


def test_ranks_are_quoted_where_they_predict_clearly_more_and_values_where_not():
    random = np.random.default_rng(1)
    unit = random.random((200, 3))
    line = unit @ [4.0, -2.0, 0.0] + random.normal(size=200) / 2
    dataset = sampled(unit, {"npv_musd": along(line), "ree_produced_kg": along(np.exp(3 * line))})
    result = sensitivity(dataset)
    assert str(one(result)["analysis_method"].item()) == REGRESSION
    bent = one(result, "ree_produced_kg")
    assert str(bent["analysis_method"].item()) == RANKS
    assert float(bent["rank_cross_validated_r_squared"]) > float(bent["cross_validated_r_squared"]) + 0.05
    assert "ranks predict" in str(bent["method_reason"].item())


def test_what_is_predicted_is_judged_on_unseen_samples():
    found = one(sensitivity(planted(samples=150, extra=20, chance=1.3)))
    true = (SLOPES**2).sum() / 12 / ((SLOPES**2).sum() / 12 + 1.3**2)
    assert float(found["cross_validated_r_squared"]) == pytest.approx(true, abs=0.12)
    noise = one(sensitivity(planted(samples=150, extra=20, chance=100.0)))
    assert float(noise["cross_validated_r_squared"]) < 0.05


def test_fewer_than_five_samples_a_factor_are_a_screening_that_says_so():
    result = sensitivity(planted(samples=39, extra=4))
    assert str(one(result)["analysis_method"].item()) == SCREENING
    assert "fewer than 5 a factor" in str(one(result)["method_reason"].item())
    assert listed(result)[0] == keys(1)[0]
    assert str(one(sensitivity(planted(samples=40, extra=4)))["analysis_method"].item()) == REGRESSION


@pytest.mark.parametrize(("never", "rule"), [(0.3, "capped"), (0.7, "reached")])
def test_a_date_counts_to_the_end_or_is_a_probability_where_most_never_come(never, rule):
    unit = np.random.default_rng(1).random((200, 2))
    date = np.where(unit[:, 0] < 1 - never, 2030 + 20 * unit[:, 0], np.nan)
    result = sensitivity(sampled(unit, {"station_basic_year": along(date)}))
    found = one(result, "station_basic_year")
    assert str(found["missing_rule"].item()) == rule
    assert float(found["missing_share"]) == pytest.approx(never, abs=0.1)
    assert listed(result, "station_basic_year") == keys(1)
    # More of the factor: a later date, and less often one.
    assert float(found["effect_direction"].values[0]) == (1 if rule == "capped" else -1)
    other = "reached" if rule == "capped" else "capped"
    asked = sensitivity(sampled(unit, {"station_basic_year": along(date)}), dates=other)
    assert str(one(asked, "station_basic_year")["missing_rule"].item()) == other


def test_levers_stay_dimensions_and_each_has_its_own_answer():
    unit = np.random.default_rng(1).random((100, 2))
    runs = np.stack([along(5 * unit[:, 0]), along(5 * unit[:, 1])])
    dataset = sampled(unit, {"npv_musd": along(unit[:, 0])})
    wide = sweep({"site": ["peary", "fra_mauro"]}, samples=100, npv_musd=runs)
    dataset = wide.assign({"u": dataset["u"], **{key: dataset[key] for key in keys(2)}}).assign_attrs(dataset.attrs)
    result = sensitivity(dataset)
    assert result["share_alone"].dims == ("outcome_name", "site", "factor")
    assert one(result)["factor_matters"].values.tolist() == [[True, False], [False, True]]
    assert result.attrs["tests"] == 4


@pytest.mark.parametrize(("design", "taken"), [("monte_carlo", MOST_SAMPLES), ("sobol", MOST_OF_SOBOL)])
def test_of_a_very_large_sweep_the_first_samples_are_taken(design, taken):
    dataset = planted(samples=MOST_SAMPLES + 2, chance=1.0, design=design)
    result = sensitivity(dataset)
    assert float(one(result)["samples_used"]) == taken
    assert f"of 10,002 samples the first {taken:,} are taken" in result.attrs["notes"]
    assert listed(result) == keys(3)


def test_a_thinned_sobol_sequence_keeps_the_range_of_its_factors():
    """At equal steps of two, the first factor would keep half of its range, and a quarter of its variance."""
    unit = unit_of("sobol", 2, samples=16_384)
    result = one(sensitivity(sampled(unit, {"npv_musd": along(unit.sum(axis=1))}, "sobol")))
    assert result["share_alone"].values == pytest.approx([0.5, 0.5], abs=0.01)


def test_runs_that_failed_are_left_out():
    dataset = planted(samples=60)
    status = dataset["status"].values.copy()
    status[7] = 2
    dataset["npv_musd"].values[7] = 1e9
    result = sensitivity(dataset.assign(status=(dataset["status"].dims, status, dataset["status"].attrs)))
    assert float(one(result)["samples_used"]) == 59
    assert float(one(result)["cross_validated_r_squared"]) > 0.99


def test_the_same_sweep_gives_the_same_answer():
    assert sensitivity(planted(chance=1.0)).identical(sensitivity(planted(chance=1.0)))


def test_the_ends_of_a_factor_are_the_fifths_of_its_values():
    values, outcome = np.arange(10.0), np.arange(10.0) ** 2
    assert np.isnan(at_ends(values, outcome)).all()  # two samples at an end are too few
    values, outcome = np.arange(20.0), 2 * np.arange(20.0)
    assert at_ends(values, outcome) == (3.0, 35.0)
    assert at_ends(np.repeat([0.0, 1.0], 10), outcome) == (9.0, 29.0)


@pytest.mark.parametrize(
    ("dataset", "parts"),
    [
        (lambda: planted(samples=1), ("one sample", "design.samples=")),
        (lambda: planted().assign_attrs(design="nominal"), ("design=nominal has one sample", "lunarsim design=lhs")),
        (lambda: planted().assign_attrs(factors="[]"), ("no uncertain factors", "uncertainties=none")),
        (lambda: planted(samples=9), ("9 samples", "at least 10", "lunarsim design.samples=100")),
        (lambda: steps(3, chaos(1), replicates=1), ("one history", "lunarsim design.replicates=50")),
        (lambda: planted().assign_attrs(design="unheard_of"), ("not known", "lunarsim design=lhs")),
        (lambda: planted(chance=0.0).assign(npv_musd=lambda data: data["npv_musd"] * 0), ("does not vary",)),
        (lambda: planted().assign(npv_musd=lambda data: data["npv_musd"] * np.nan), ("none of", "may not help")),
    ],
    ids=["one sample", "nominal", "no factors", "nine samples", "one history", "unknown design", "flat", "none"],
)
def test_a_sweep_that_says_nothing_is_refused_with_the_line_that_would(dataset, parts):
    with pytest.raises(AnalysisError) as caught:
        sensitivity(dataset())
    for part in parts:
        assert part in str(caught.value)


def test_the_runs_of_a_single_sample_are_not_multiplied_by_the_samples_of_an_offer():
    nominal = planted().assign_attrs(design="nominal", command="site=peary design=nominal design.replicates=100")
    with pytest.raises(AnalysisError, match=r"lunarsim site=peary design=lhs design.samples=\d+$"):
        sensitivity(nominal)
    many = planted(samples=9).assign_attrs(command="design.replicates=3 design.samples=9")
    with pytest.raises(AnalysisError, match=r"lunarsim design.replicates=3 design.samples=100$"):
        sensitivity(many)


def test_an_estimate_below_zero_lies_within_its_interval():
    for seed in range(3):
        found = one(sensitivity(planted(chance=20.0, samples=100, seed=seed, extra=10)))
        low, middle, high = (found[f"evidence_share{end}"].values for end in ("_low", "", "_high"))
        assert ((low < middle) & (middle < high))[found["evidence_share"].values != 0].all()


def test_bends_are_seen_in_indices_only():
    def outcome(unit, history=0):
        return (unit[:, 0] - 0.5) ** 2

    unit = unit_of("lhs", 3, samples=60)
    assert listed(sensitivity(sampled(unit, {"npv_musd": along(outcome(unit))}))) == []
    result = sensitivity(saltelli(128, 3, outcome))
    assert listed(result) == keys(1)
    assert float(one(result)["effect_direction"].values[0]) == 0
