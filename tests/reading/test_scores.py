"""Scores of forecast dates."""

import numpy as np
import pytest
import xarray as xr
from scipy.special import ndtri

from lunarsim.reading.analysis.verification.scores import PIT_BINS, scores
from tests.oracles.slip_quantile import remaining_days


def made(planned, actual, mission=None, agency=None, mean=0.5, sd=0.4, clip=20_000.0):
    count = len(planned)
    columns = {
        "mission": mission or [f"m{number}" for number in range(count)],
        "agency": agency or ["a"] * count,
        "planned_days": np.array(planned, float),
        "actual_days": np.array(actual, float),
        "data_days": np.broadcast_to(np.array(clip, float), count),
        "ln_mean": np.full(count, mean),
        "ln_sd": np.full(count, sd),
        "one_ln_mean": np.full(count, 0.5),
        "one_ln_sd": np.full(count, 0.4),
    }
    return xr.Dataset({name: ("statement", values) for name, values in columns.items()}, attrs={"offset_days": 30.0})


def drawn(count, mean=0.5, sd=0.4):
    units = (np.arange(count) + 0.5) / count
    planned = np.geomspace(50.0, 3_000.0, 7)[np.arange(count) % 7]
    return planned, remaining_days(planned, mean, sd, ndtri(units))


def of(result, name, group=0, weighting=0):
    return float(result[name].values[group, weighting])


def test_outcomes_of_the_forecast_itself_are_covered_as_promised_and_have_an_even_pit():
    result = scores(made(*drawn(4_000)), resamples=100)
    assert of(result, "coverage_50") == pytest.approx(0.5, abs=0.002)
    assert of(result, "coverage_80") == pytest.approx(0.8, abs=0.002)
    np.testing.assert_allclose(result["pit_flown"], 1 / PIT_BINS, atol=0.005)


@pytest.mark.parametrize("wrong", [{"mean": 0.2}, {"mean": 0.9}, {"sd": 0.1}, {"sd": 1.0}])
def test_no_other_forecast_scores_better_than_the_one_that_made_the_outcomes(wrong):
    truth, other = (scores(made(*drawn(2_000), **change), resamples=2) for change in ({}, wrong))
    assert of(truth, "crps_days") < of(other, "crps_days")


def test_what_has_flown_is_held_against_the_forecast_given_that_it_has():
    planned, actual = drawn(4_000)
    # A table that was closed early knows those that flew soon only.
    kept = actual <= 700.0
    result = scores(made(planned[kept], actual[kept], clip=700.0), resamples=2)
    assert of(result, "truncated_pit_mean") == pytest.approx(0.5, abs=0.01)
    assert of(result, "truncated_coverage_80") == pytest.approx(0.8, abs=0.02)
    # Taken as it is, the forecast seems too late.
    assert result["pit_flown"].values[0] > 0.12 > 0.08 > result["pit_flown"].values[-1]
    full = scores(made(planned, actual), resamples=2)
    assert of(full, "truncated_crps_days") == pytest.approx(of(full, "crps_days"), rel=1e-4)


@pytest.mark.parametrize("share", [0.1, 0.4])
def test_a_share_that_never_flies_is_forecast_best_by_its_own_size(share):
    planned, actual = drawn(600)
    lost = np.random.default_rng(5).random(600) < share
    dataset = made(planned, np.where(lost, np.nan, actual), clip=9_000.0)

    def score(never, name):
        return of(scores(dataset.assign(never=("statement", np.full(600, never))), resamples=2), name)

    for name in ("old_crps_days", "clipped_crps_days", "within_8_years_brier"):
        true, less, more = (score(never, name) for never in (share, share - 0.1, share + 0.2))
        assert true < less, name
        assert true < more, name
    assert score(share, "old_if_flies_crps_days") == score(0.0, "old_crps_days")


def test_the_spread_of_a_forecast_shows_in_coverage():
    assert of(scores(made(*drawn(2_000), sd=0.1), resamples=2), "coverage_80") < 0.4
    assert of(scores(made(*drawn(2_000), sd=1.5), resamples=2), "coverage_80") > 0.99


def test_face_value_is_the_mean_error_of_the_announced_date():
    result = scores(made([100, 1_000], [150, 1_600]))
    assert of(result, "face_value_days") == pytest.approx(325.0)
    assert of(result, "crps_ratio") == pytest.approx(of(result, "crps_days") / 325.0)


def test_missions_weigh_the_same_where_asked():
    data = made([100, 100, 100, 1_000], [110, 110, 110, 1_600], mission=["x", "x", "x", "y"])
    result = scores(data)
    assert of(result, "face_value_days") == pytest.approx((3 * 10 + 600) / 4)
    assert of(result, "face_value_days", weighting=1) == pytest.approx((10 + 600) / 2)
    assert [of(result, "n", weighting=number) for number in (0, 1)] == [4, 2]


def test_an_unflown_mission_is_scored_by_what_was_promised_before_the_date_of_the_data():
    early, late = (scores(made([400.0, 500.0], [np.nan, 900.0], mean=mean, clip=1_000.0)) for mean in (-1.0, 1.5))
    assert of(early, "n") == 1
    assert of(early, "clipped_n") == 2
    assert of(early, "clipped_face_value_days") == pytest.approx((600.0 + 400.0) / 2)
    assert of(late, "clipped_crps_days") < of(early, "clipped_crps_days")


def test_an_unflown_mission_whose_plan_lies_ahead_is_not_scored():
    result = scores(made([4_000.0], [np.nan], clip=1_000.0))
    assert [of(result, "n"), of(result, "clipped_n")] == [0, 0]
    assert np.isnan(of(result, "crps_days"))
    assert np.isnan(result["pit_flown"]).all()


def test_the_pit_of_the_unflown_lies_where_their_date_may_still_fall():
    median = float(remaining_days(500.0, 0.5, 0.4, 0.0))
    result = scores(made([500.0], [np.nan], clip=median))
    np.testing.assert_allclose(result["pit_all"], [0.0] * 5 + [0.2] * 5, atol=1e-9)


def test_intervals_hold_the_score_narrow_with_more_missions_and_repeat_with_the_seed():
    few, many = (scores(made(*drawn(count)), seed=3) for count in (30, 3_000))
    for result in (few, many):
        for name in ("coverage_80", "crps_days", "crps_ratio", "clipped_crps_ratio"):
            assert of(result, f"{name}_low") < of(result, name) < of(result, f"{name}_high")
    widths = [of(result, "crps_days_high") - of(result, "crps_days_low") for result in (few, many)]
    assert widths[1] < 0.3 * widths[0]
    xr.testing.assert_identical(few, scores(made(*drawn(30)), seed=3))


def test_statements_of_one_mission_are_resampled_together():
    planned, actual = drawn(40)
    apart = scores(made(planned, actual))
    together = scores(made(planned, actual, mission=[f"m{number // 10}" for number in range(40)]))
    alone = scores(made(planned, actual, mission=["m"] * 40))
    assert of(together, "crps_days") == pytest.approx(of(apart, "crps_days"))
    assert np.isnan(of(alone, "crps_days_low"))


def test_groups_by_agency_and_horizon_part_the_statements():
    planned, actual = drawn(40)
    result = scores(made(planned, actual, agency=["b", "c"] * 20), resamples=2)
    kinds = result["group_kind"].values
    counts = result["n"].values[:, 0]
    assert counts[kinds == "agency"].sum() == counts[kinds == "horizon"].sum() == counts[0] == 40
    assert list(result["score_group"].values[kinds == "agency"]) == ["b", "c"]


def test_dates_kept_to_the_day_have_no_ratio_to_the_announced_date():
    result = scores(made([100.0, 200.0], [100.0, 200.0]))
    assert of(result, "face_value_days") == 0.0
    assert np.isnan(of(result, "crps_ratio"))
