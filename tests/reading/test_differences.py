import numpy as np
import pytest

from lunarsim.reading.analysis.differences import paired_differences
from lunarsim.reading.analysis.sensitivity.design_check import design_note
from tests.reading.made import ANY_NAME, NAN, along, of, sweep


def change(result, **labels):
    row = result.isel({"outcome_name": 0}).sel(labels)
    return [float(row[name]) for name in ("mean_difference", "interval_low", "interval_high")]


def test_rows_are_compared_with_themselves():
    amounts = sweep({"a": ["x", "y"]}, ree_produced_kg=along([[1, 10, 100, 1000], [2, 11, 101, 1001]]))
    assert change(paired_differences(amounts, "a"), a="y") == [1, 1, 1]


def test_the_interval_is_that_of_the_mean_over_samples():
    amounts = sweep({"a": ["x", "y"]}, ree_produced_kg=along([[0, 0, 0, 0], [1, 2, 3, 4]]))
    half = 2.3534 * np.std([1, 2, 3, 4], ddof=1) / 2  # Student's t of 3 degrees: too few for a bootstrap
    assert change(paired_differences(amounts, "a"), a="y") == pytest.approx([2.5, 2.5 - half, 2.5 + half], rel=1e-4)


def test_intervals_of_paired_differences_hold_the_true_one_in_86_to_94_percent_of_sweeps():
    rng = np.random.default_rng(2)
    common = rng.lognormal(0, 2, 50)
    # The pairs share most of what they vary by; the difference itself is skewed, with mean 1.
    others = common + rng.exponential(1, (2000, 50))
    amounts = sweep({"a": range(2001)}, samples=50, ree_produced_kg=along([common, *others]))
    result = paired_differences(amounts, "a").isel(outcome_name=0)
    inside = (result.interval_low <= 1) & (result.interval_high >= 1)
    assert 0.86 < float(inside.sel(a=range(1, 2001)).mean()) < 0.94


def test_base_samples_of_saltelli_count_as_one_each_and_one_at_a_time_has_no_interval():
    rng = np.random.default_rng(2)
    step = np.repeat(rng.normal(5, 1, 20), 4)
    amounts = sweep({"a": ["x", "y"]}, samples=80, ree_produced_kg=along([np.zeros(80), step]))
    about = {"factors": '["b", "c"]', "design_second_order": 0}
    widths = {}
    for design in ("monte_carlo", "saltelli", "one_at_a_time"):
        _, low, high = change(paired_differences(amounts.assign_attrs(design=design, **about), "a"), a="y")
        widths[design] = high - low
    assert widths["saltelli"] > 1.7 * widths["monte_carlo"]
    assert np.isnan(widths["one_at_a_time"])


def test_replicates_of_a_sample_are_no_samples_of_their_own():
    once = sweep({"a": ["x", "y"]}, ree_produced_kg=[np.zeros((4, 1)), along([1, 2, 3, 4])])
    often = sweep(
        {"a": ["x", "y"]}, replicates=50, ree_produced_kg=[np.zeros((4, 50)), np.tile(along([1, 2, 3, 4]), 50)]
    )
    assert change(paired_differences(often, "a"), a="y") == pytest.approx(change(paired_differences(once, "a"), a="y"))


def test_one_sample_gives_a_difference_without_interval():
    mean, low, high = change(
        paired_differences(sweep({"a": ["x", "y"]}, samples=1, ree_produced_kg=along([[1], [3]])), "a"), a="y"
    )
    assert mean == 2
    assert np.isnan([low, high]).all()


def test_only_pairs_that_both_ended_well_and_have_a_value_count():
    costs = sweep(
        {"a": ["x", "y"]},
        status=along([[1, 1, 1, 2], [1, 1, 1, 1]]),
        unit_cost_usd_per_kg=along([[5, NAN, 6, 7], [6, 8, NAN, 100]]),
    )
    result = paired_differences(costs, "a")
    assert change(result, a="y")[0] == 1
    assert of(result, "unit_cost_usd_per_kg")["pair_count"].values.tolist() == [2, 1]


def test_a_date_that_is_not_reached_counts_as_the_end():
    dates = sweep({"a": ["x", "y"]}, samples=2, station_basic_year=along([[2040, 2050], [NAN, 2051]]), end=2056)
    assert change(paired_differences(dates, "a"), a="y")[0] == pytest.approx((16 + 1) / 2)


def test_dates_are_not_compared_across_ends():
    ends = [[[2036]], [[2056]]]
    both = sweep({"horizon": [10, 30]}, end=ends, station_basic_year=NAN, ree_produced_kg=along([[1] * 4, [2] * 4]))
    result = paired_differences(both, "horizon").sel(horizon=30)
    assert np.isnan(of(result, "station_basic_year")["mean_difference"])
    assert of(result, "ree_produced_kg")["mean_difference"] == 1


def test_dates_are_compared_where_another_lever_moves_the_end():
    ends = [[[[2036]], [[2056]]]] * 2
    dates = sweep({"a": ["x", "y"], "horizon": [10, 30]}, end=ends, station_basic_year=[[[[2030.0]]], [[[2031.0]]]])
    assert change(paired_differences(dates, "a", over=["horizon"]), a="y")[0] == 1


def test_other_levers_are_averaged_within_a_sample_before_the_interval_is_taken():
    # At each value of the other lever the samples differ by much, but each sample's mean is the same.
    step = np.array([[1.0, 9.0, 3.0, 7.0], [9.0, 1.0, 7.0, 3.0]])
    amounts = sweep({"a": ["x", "y"], "b": [1, 2]}, ree_produced_kg=np.stack([np.zeros((2, 4)), step])[..., np.newaxis])
    result = paired_differences(amounts, "a", over=["b"])
    assert change(result, a="y") == [5, 5, 5]
    assert of(result, "ree_produced_kg")["pair_count"].values.tolist() == [8, 8]
    _, low, high = change(paired_differences(amounts, "a"), a="y", b=1)
    assert high - low > 5


def test_rounding_noise_is_no_difference():
    total = 0.1 + 0.2 + 0.3
    other = 0.3 + 0.2 + 0.1
    assert total != other
    amounts = sweep({"a": ["x", "y"]}, ree_produced_kg=along([[total] * 4, [other] * 4]))
    assert change(paired_differences(amounts, "a"), a="y") == [0, 0, 0]


@pytest.mark.parametrize("name", ANY_NAME)
def test_a_lever_may_have_any_name(name):
    amounts = sweep({name: [1, 2, 4], "other": ["x"]}, ree_produced_kg=[[[[1.0]]], [[[2.0]]], [[[4.0]]]])
    assert change(paired_differences(amounts, name), **{name: 4, "other": "x"}) == [3, 3, 3]


def test_a_notebook_reads_it_as_a_frame():
    amounts = sweep({"a": ["x", "y"]}, ree_produced_kg=along([[0] * 4, [1] * 4]))
    step = paired_differences(amounts, "a").sel(a="y")
    frame = step[["mean_difference", "interval_low", "interval_high"]].to_dataframe()
    assert frame[["outcome_title", "outcome_units", "mean_difference"]].values.tolist() == [
        ["Rare earths produced", "kg", 1.0]
    ]


def test_samples_that_share_their_chance_have_no_interval_and_the_table_says_so():
    dataset = sweep({"site": ["a", "b"]}, samples=40, missions_flown=np.arange(80.0).reshape(2, 40, 1))
    assert paired_differences(dataset, "site")["interval_low"].notnull().any()
    dataset.attrs["common_random_numbers"] = "all"
    assert not paired_differences(dataset, "site")["interval_low"].isel(site=1).notnull().any()
    assert "share their chance" in design_note(dataset)


def test_replicates_of_a_single_sample_give_an_interval():
    flown = np.stack([np.zeros((1, 30)), np.arange(30.0)[np.newaxis]])
    differences = paired_differences(
        sweep({"site": ["a", "b"]}, samples=1, replicates=30, missions_flown=flown), "site"
    )
    row = differences.isel(site=1).sel({"outcome_name": "missions_flown"})
    assert float(row["mean_difference"]) == 14.5
    assert 10 < float(row["interval_low"]) < 14.5 < float(row["interval_high"]) < 19


def test_differences_of_probabilities_end_at_one():
    reached = np.full((60, 1), 2040.0)
    never = np.full((60, 1), NAN)
    dates = paired_differences(sweep({"a": ["x", "y"]}, samples=60, station_basic_year=[reached, never]), "a")
    row = of(dates, "station_basic_year").sel(a="y")
    assert float(row["probability_low"]) == float(row["probability_difference"]) == -1
    assert -0.95 < float(row["probability_high"]) < -0.9
