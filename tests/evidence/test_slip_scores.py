"""What the slip model reaches on statements that it did not see, beside what it was before and beside one ratio."""

import pytest

from experiments.slips.forecasts import by_year, forecasts, without_each, without_each_mission
from experiments.slips.record import KEPT_APART, statements
from experiments.slips.score import AGAINST, calibration, kept_apart, scores

pytestmark = pytest.mark.slow

DECIDE_NOTHING = "flown, plain [day]"


@pytest.fixture(scope="module")
def left_out():
    return forecasts(without_each_mission(statements()))


@pytest.fixture(scope="module")
def apart():
    return kept_apart()


def no_worse(made, name, but=()):
    """Assert that a forecaster scores no worse than the others by more than its bootstrap error, whatever the score."""
    for kind, found in scores(made).items():
        if kind not in (DECIDE_NOTHING, *but):
            for other in AGAINST:
                mean, low, high = found.difference(name, other)
                print(f"{kind}: {name} less {other}: {mean:.4g} ({low:.4g} to {high:.4g})")
                assert low <= 0.0, (kind, other)


def calibrated(made, pit=(0.42, 0.58), coverage=(0.70, 0.92)):
    figures = calibration(made, "as it is")
    assert pit[0] <= figures["pit_mean"][0] <= pit[1]
    assert coverage[0] <= figures["coverage_80"][0] <= coverage[1]


def test_missions_that_were_left_out_score_no_worse_than_before_or_by_one_ratio(left_out):
    no_worse(left_out, "as it is")
    calibrated(left_out)
    # What was gained is more than chance.
    found = scores(left_out)
    assert found["flown within 1 years"].difference("as it is", "before")[2] < 0.0
    for kind in ("flown, truncated [day]", "old plans, clipped [day]", "flown within 4 years"):
        assert found[kind].difference("as it is", "one ratio")[2] < 0.0


def test_the_lunar_part_alone_scores_no_worse_either(left_out):
    no_worse(left_out.chosen(lambda row: row.part == "lunar"), "as it is")


def test_that_missions_are_given_up_betters_the_scores_of_all_plans(left_out):
    found = scores(left_out)
    for kind in ("old plans, clipped [day]", "flown within 8 years"):
        assert found[kind].by["as it is"].mean() < found[kind].by["if it flies"].mean()


def test_ten_missions_that_were_kept_apart_score_no_worse(apart):
    assert len({row.mission for row in statements(KEPT_APART)}) == 10
    assert not {row.mission for row in statements(KEPT_APART)} & {row.mission for row in statements()}
    # All ten have flown and were chosen so: that missions are given up shows in them only as a doubt too many.
    for as_forecast in ("as it is", "if it flies"):
        no_worse(apart, as_forecast)
    calibrated(apart)


def test_agencies_that_were_left_out_are_forecast_from_the_others():
    made = forecasts(without_each(statements(), lambda row: row.agency))
    near = "flown within 1 years"
    no_worse(made, "as it is", but=[near])
    # Of launches within a year an unknown agency says less than the others would have it.
    assert scores(made)[near].difference("as it is", "before")[0] < 0.006
    calibrated(made)


def test_a_fit_to_what_was_known_then_scores_no_worse():
    made = forecasts(by_year(statements()))
    no_worse(made, "as it is")
    calibrated(made)
