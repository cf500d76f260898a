import numpy as np
import pytest
from scipy.stats import t

from lunarsim.reading.analysis.convergence import convergence
from lunarsim.words.errors import AnalysisError
from tests.reading.made import ANY_NAME, NAN, along, of, sweep

Z90 = 1.6449


def random_sweep(**arguments):
    return sweep(**arguments).assign_attrs(design="monte_carlo")


def verdict(result, name, statistic):
    return of(result, name).sel({"statistic": statistic})


def test_widths_of_the_mean_shrink_with_the_root_of_the_samples_and_show_how_many_are_needed():
    values = np.random.default_rng(1).normal(100, 20, 4096)
    result = convergence(random_sweep(samples=4096, npv_musd=along(values)), share=0.005)
    mean = verdict(result, "npv_musd", "mean")
    assert mean["sample_count"].values.tolist() == [32, 64, 128, 256, 512, 1024, 2048, 4096]
    last = 2 * t.ppf(0.95, 4095) * values.std(ddof=1) / 64
    assert mean["interval_width"].values[-1] == pytest.approx(last, rel=1e-4)
    assert float(mean["shrink_exponent"]) == pytest.approx(-0.5, abs=0.05)
    assert not bool(mean["enough_runs"])
    assert float(mean["samples_needed"]) == pytest.approx(4096 * (last / (0.005 * values.mean())) ** 2, rel=1e-3)


def test_the_number_said_to_be_needed_is_enough_when_run_for_a_quantile_within_a_factor_of_two():
    values = np.random.default_rng(1).normal(100, 20, 20_000)
    few = convergence(random_sweep(samples=200, npv_musd=along(values[:200])), share=0.02)
    for statistic, more_yet in (("mean", 1.2), ("P50", 2.0)):
        asked = verdict(few, "npv_musd", statistic)
        assert not bool(asked["enough_runs"])
        number = int(float(asked["samples_needed"]) * more_yet)
        more = convergence(random_sweep(samples=number, npv_musd=along(values[:number])), share=0.02)
        assert bool(verdict(more, "npv_musd", statistic)["enough_runs"])


def test_ninety_percent_intervals_are_as_wide_as_the_figures_scatter():
    rng = np.random.default_rng(1)
    values = np.where(rng.random((300, 200, 2)) < 0.95, rng.normal(100, 20, (300, 200, 1)), NAN)
    result = convergence(random_sweep(levers={"dataset": range(300)}, samples=200, replicates=2, npv_musd=values)).isel(
        {"sample_count": -1}
    )
    # Replicates share their sample: counted as samples of their own, intervals would be too narrow by 0.7.
    for statistic, least, most in (("mean", 0.9, 1.1), *((name, 0.85, 1.2) for name in ("P10", "P50", "P90"))):
        one = verdict(result, "npv_musd", statistic)
        scatter = 2 * Z90 * float(one["estimate"].std())
        assert least < float(one["interval_width"].median()) / scatter < most, statistic
    # Chances of replicates are independent here, which is not relied upon.
    chance = verdict(result, "npv_musd", "probability")
    assert 0.9 < float(chance["interval_width"].median()) / (2 * Z90 * float(chance["estimate"].std())) < 1.7


def test_a_date_mostly_not_reached_is_known_to_be_late_but_a_quantile_at_the_edge_is_not():
    never = np.full(200, NAN)
    never[:40] = 2040.0
    edge = np.full(200, NAN)
    edge[:101] = np.linspace(2035, 2045, 101)
    result = convergence(
        random_sweep(samples=200, station_basic_year=along(never), first_product_year=along(edge)), chance=0.15
    )
    late = verdict(result, "station_basic_year", "P50")
    assert np.isinf(late["estimate"].values[-1])
    assert bool(late["enough_runs"])
    unclear = verdict(result, "first_product_year", "P50")
    assert np.isinf(unclear["interval_width"].values[-1])
    assert np.isinf(unclear["samples_needed"])
    assert not bool(unclear["enough_runs"])
    chance = verdict(result, "station_basic_year", "probability")
    assert float(chance["estimate"][-1]) == pytest.approx(0.2)
    assert bool(chance["enough_runs"])


def test_a_probability_of_one_from_few_samples_is_not_yet_known():
    dates = random_sweep(samples=12, station_basic_year=2040.0)
    probability = verdict(convergence(dates), "station_basic_year", "probability")
    assert probability["interval_width"].values[-1] > 0.1
    assert not bool(probability["enough_runs"])


def test_runs_that_did_not_end_well_are_left_out():
    values = np.random.default_rng(1).normal(size=64)
    wrong = np.where(np.arange(64) % 4 == 0, 1e9, values)
    status = along(np.where(np.arange(64) % 4 == 0, 2, 1)).astype(int)
    mean = verdict(convergence(random_sweep(samples=64, status=status, npv_musd=along(wrong))), "npv_musd", "mean")
    assert mean["estimate"].values[-1] == pytest.approx(np.delete(values, slice(0, 64, 4)).mean())


def test_widths_of_ones_own_hold_for_their_outcome():
    values = np.random.default_rng(1).normal(100, 20, 256)
    result = convergence(random_sweep(samples=256, npv_musd=along(values)), widths={"npv_musd": 50})
    assert float(verdict(result, "npv_musd", "mean")["target_width"]) == 50
    assert bool(verdict(result, "npv_musd", "mean")["enough_runs"])
    with pytest.raises(AnalysisError, match="did you mean 'npv_musd'"):
        convergence(random_sweep(npv_musd=1.0), widths={"npv_must": 1})


def test_the_interval_of_a_mean_of_few_samples_is_students_and_holds_nine_times_in_ten():
    values = np.random.default_rng(1).normal(100, 20, (4000, 4, 1))
    result = convergence(random_sweep(levers={"dataset": range(4000)}, samples=4, npv_musd=values))
    mean = verdict(result, "npv_musd", "mean").isel({"sample_count": -1})
    away = abs(mean["estimate"] - 100)
    # With the normal distribution's 1.64 standard errors it would hold in 80 %.
    assert float((away <= mean["interval_width"] / 2).mean()) == pytest.approx(0.9, abs=0.02)


def test_few_samples_show_how_many_would_do_for_a_mean():
    # Their mean is 100 and their standard deviation 20.
    values = np.array([80, 120] * 3 + [100, 100]) + np.zeros(8)
    values = 100 + (values - 100) * 20 / values.std(ddof=1)
    asked = verdict(convergence(random_sweep(samples=8, npv_musd=along(values)), share=0.2), "npv_musd", "mean")
    number = int(asked["samples_needed"])
    widths = {count: 2 * t.ppf(0.95, count - 1) * 20 / np.sqrt(count) for count in range(8, 20)}
    assert number == min(count for count, width in widths.items() if width <= 20)
    # A normal interval would be narrow enough from fewer.
    assert 2 * Z90 * 20 / np.sqrt(number - 1) < 20


@pytest.mark.parametrize(
    ("design", "offer"),
    [
        ("nominal", "one row is not a random sample.*design=lhs"),
        ("morris", "not a random sample; elementary_effects have intervals"),
        ("saltelli", "not a random sample; sobol_indices have intervals"),
        ("one_at_a_time", "not a random sample; swings have intervals, from replicates"),
    ],
)
def test_designs_that_are_no_random_sample_are_refused_with_what_they_do_tell(design, offer):
    with pytest.raises(AnalysisError, match=offer):
        convergence(sweep(npv_musd=1.0).assign_attrs(design=design))


@pytest.mark.parametrize("name", ANY_NAME)
def test_a_lever_may_have_any_name(name):
    result = convergence(random_sweep(levers={name: [1, 2]}, npv_musd=1.0))
    assert result["interval_width"].sizes[name] == 2


def test_samples_that_share_their_chance_show_no_convergence():
    dataset = sweep(npv_musd=1.0).assign_attrs(design="lhs", common_random_numbers="all", command="site=peary")
    with pytest.raises(
        AnalysisError, match=r"run again with: lunarsim site=peary design\.common_random_numbers=levers$"
    ):
        convergence(dataset)
