"""What the slip model reaches on statements that it did not see."""

import numpy as np
import pytest

from experiments.slips.record import DATA_DATE, statements
from experiments.slips.score import at_each_announcement, chosen, forecasts, scores, without_each_mission

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def left_out():
    return forecasts(without_each_mission(statements()))


def test_flown_missions_that_were_left_out(left_out):
    flown = scores(chosen(left_out, lambda row: row.actual is not None))
    assert len(flown.data) == 107
    assert 0.75 <= np.mean(np.abs(flown.normal) < 1.281552) <= 0.93
    assert 0.40 <= np.mean(np.abs(flown.normal) < 0.674490) <= 0.62
    assert flown.model.mean() <= 0.60 * flown.announced.mean()


def test_statements_whose_date_is_past_score_better_with_the_unflown_than_without(left_out):
    uncensored = forecasts(without_each_mission(statements()), flown_only=True)
    past, without = (
        scores(chosen(made, lambda row: row.planned < DATA_DATE), clipped=True) for made in (left_out, uncensored)
    )
    assert len(past.data) == 149
    assert past.model.mean() <= 0.40 * past.announced.mean()
    assert past.model.mean() < past.one.mean()
    assert past.model.mean() < without.model.mean()


def test_a_fit_to_what_was_known_then_beats_one_ratio_for_all():
    rolling = scores(forecasts(at_each_announcement(statements())))
    assert len(rolling.data) == 79
    assert np.mean(np.abs(rolling.normal) < 1.281552) >= 0.65
    assert rolling.model.mean() < rolling.one.mean()
