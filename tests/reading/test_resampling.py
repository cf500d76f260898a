import numpy as np
import pytest

from lunarsim.reading.analysis import resampling
from lunarsim.reading.analysis.resampling import mean_intervals, share_difference_intervals

KINDS = {
    "normal": (lambda rng, shape: rng.normal(size=shape), 0.0),
    "exponential": (lambda rng, shape: rng.exponential(size=shape), 1.0),
    "mostly zero": (lambda rng, shape: rng.exponential(size=shape) * (rng.random(shape) < 0.2), 0.2),
    "Student's 5": (lambda rng, shape: rng.standard_t(5, size=shape), 0.0),
}


def coverage(values, truth, together=1, **settings):
    low, high = mean_intervals(values, together, 0.9, 7, **settings)
    return np.mean((low <= truth) & (truth <= high))


@pytest.mark.parametrize("kind", KINDS)
def test_ninety_percent_intervals_from_fifty_samples_hold_the_mean_in_86_to_94_percent_of_datasets(kind):
    draw, truth = KINDS[kind]
    rng = np.random.default_rng(3)
    # Columns share their resamples; batches of them must not.
    coverages = [coverage(draw(rng, (50, 500)), truth) for _ in range(4)]
    assert 0.86 < np.mean(coverages) < 0.94


def test_strongly_skewed_samples_are_covered_less_as_the_docs_say():
    rng = np.random.default_rng(3)
    assert coverage(rng.lognormal(size=(50, 4000)), np.exp(0.5)) == pytest.approx(0.85, abs=0.025)


@pytest.mark.parametrize("samples", [2, 3, 5, 9])
def test_few_samples_have_students_interval(samples):
    rng = np.random.default_rng(1)
    assert coverage(rng.normal(size=(samples, 4000)), 0.0) == pytest.approx(0.9, abs=0.015)


def test_rows_that_belong_together_count_once():
    rng = np.random.default_rng(1)
    values = np.repeat(rng.normal(size=(40, 2000)), 5, axis=0)
    assert coverage(values, 0.0, together=5) > 0.86
    assert coverage(values, 0.0, together=1) < 0.6


def test_where_no_rows_are_independent_there_is_no_interval():
    assert np.isnan(mean_intervals(np.arange(20.0)[:, np.newaxis], 0, 0.9, 1)).all()


def test_merged_groups_give_nearly_the_same_interval(monkeypatch):
    values = np.random.default_rng(1).exponential(size=(1500, 3))
    fine = np.array(mean_intervals(values, 1, 0.9, 1))
    monkeypatch.setattr(resampling, "MOST_GROUPS", 200)
    coarse = np.array(mean_intervals(values, 1, 0.9, 1))
    assert not np.array_equal(coarse, fine)
    assert coarse[1] - coarse[0] == pytest.approx(fine[1] - fine[0], rel=0.15)


def test_missing_values_are_left_out_and_none_are_needed_in_a_column():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(60, 3000))
    values[rng.random(values.shape) < 0.3] = np.nan
    assert 0.86 < coverage(values, 0.0) < 0.94
    low, high = mean_intervals(np.array([[np.nan, 1.0]] * 12), 1, 0.9, 1)
    assert np.isnan([low[0], high[0]]).all()
    assert (low[1], high[1]) == (1.0, 1.0)


def test_equal_differences_have_an_interval_of_no_width_to_the_last_bit():
    low, high = mean_intervals(np.full((50, 1), 0.1), 1, 0.9, 1)
    assert low == high


def test_few_samples_that_differ_in_one_direction_show_none():
    """No end is zero but for rounding, either: it would be taken for a direction."""
    values = np.zeros((60, 40))
    for column in range(40):
        values[: 1 + column % 2, column] = -0.81 - 0.013 * column
    low, high = mean_intervals(values, 1, 0.9, 7)
    assert (low < 0).all()
    assert (high > 1e-9).all()


def test_the_same_seed_gives_the_same_interval_and_columns_do_not_matter_to_each_other():
    values = np.random.default_rng(1).normal(size=(30, 4))
    first = mean_intervals(values, 1, 0.9, 5)
    assert np.array_equal(first, mean_intervals(values, 1, 0.9, 5))
    assert np.allclose(np.array(first)[:, :2], mean_intervals(values[:, :2], 1, 0.9, 5), rtol=1e-12)
    assert not np.array_equal(first, mean_intervals(values, 1, 0.9, 6))


def test_columns_are_taken_in_parts_with_the_same_result(monkeypatch):
    values = np.random.default_rng(1).normal(size=(30, 7))
    whole = mean_intervals(values, 1, 0.9, 5)
    monkeypatch.setattr(resampling, "COLUMNS_AT_ONCE", 2)
    assert np.allclose(whole, mean_intervals(values, 1, 0.9, 5), rtol=1e-12)


def test_one_that_differs_of_a_hundred_shows_no_direction():
    for shared, other in ((0.0, 4.0), (1.0, 0.0), (0.1, 0.3)):
        values = np.full((100, 1), shared)
        values[7] = other
        low, high = mean_intervals(values, 1, 0.9, 7)
        assert low < shared < high
        assert (low + high) / 2 == pytest.approx(values.mean())


@pytest.mark.parametrize(("differing", "clear"), [(1, False), (4, False), (5, True), (12, True)])
def test_from_five_differences_in_one_direction_on_there_is_one_as_the_sign_test_has_it(differing, clear):
    values = np.zeros((200, 1))
    values[:differing] = 3.0
    low, high = mean_intervals(values, 1, 0.9, 7)
    assert (low > 0) == clear
    assert 0 < values.mean() < high


@pytest.mark.parametrize("share", [0.01, 0.03, 0.1])
def test_rare_differences_without_a_direction_show_none_in_nine_of_ten_datasets(share):
    rng = np.random.default_rng(3)
    values = rng.normal(size=(100, 3000)) * (rng.random((100, 3000)) < share)
    assert coverage(values, 0.0) > 0.9


def test_rare_differences_count_by_groups():
    """Rows of one base sample that differ together are one difference."""
    values = np.zeros((400, 1))
    values[:8] = 5.0
    assert mean_intervals(values, 8, 0.9, 7)[0] < 0 < mean_intervals(values, 1, 0.9, 7)[0]


@pytest.mark.parametrize(
    ("more", "less", "samples"), [(0.05, 0.0, 50), (0.1, 0.02, 50), (0.5, 0.2, 50), (0.97, 0.0, 60), (0.9, 0.0, 10)]
)
def test_intervals_of_differences_of_shares_hold_the_true_one_in_90_percent_of_datasets_or_more(more, less, samples):
    drawn = np.random.default_rng(3).random((samples, 1500))
    low, high = share_difference_intervals((drawn < more) * 1.0 - (drawn > 1 - less), 1, 0.9)
    assert 0.885 < np.mean((low <= more - less) & (more - less <= high)) < 0.99
    assert (low >= -1).all()
    assert (high <= 1).all()


def test_samples_that_differ_by_a_part_have_such_an_interval_too():
    """Five replicates each, of chances that differ between the samples."""
    rng = np.random.default_rng(3)
    values = rng.binomial(5, rng.beta(0.3, 0.7, (50, 1500))) / 5
    low, high = share_difference_intervals(values, 1, 0.9)
    assert 0.885 < np.mean((low <= 0.3) & (high >= 0.3)) < 0.95


def test_where_all_pairs_differ_alike_the_interval_ends_at_one_and_has_a_width():
    low, high = share_difference_intervals(np.full((60, 1), -1.0), 1, 0.9)
    assert low == -1
    assert high == pytest.approx(-0.95, abs=0.04)
    assert share_difference_intervals(np.zeros((60, 1)), 1, 0.9) == (0, 0)
    assert np.isnan(share_difference_intervals(np.full((60, 1), -1.0), 0, 0.9)).all()


@pytest.mark.parametrize(("differing", "clear"), [(1, False), (4, False), (5, True)])
def test_a_difference_of_shares_has_a_direction_from_five_pairs_on(differing, clear):
    values = np.zeros((200, 1))
    values[:differing] = -1
    _, high = share_difference_intervals(values, 1, 0.9)
    assert (high < 0) == clear
    # As one base sample they are one difference.
    assert share_difference_intervals(values, 8, 0.9)[1] > 0
