"""Simulated dates against the fit for their own statements, over the whole latest plan."""

import functools

import numpy as np
import pytest

from experiments.slips.held import held

pytestmark = pytest.mark.slow

RUNS = 1_000
PROGRAMS = ("china", "russia", "usa")


@functools.cache
def rows():
    return held(RUNS)


@pytest.mark.parametrize("program", PROGRAMS)
def test_remaining_times_of_a_program_have_the_median_and_the_tails_of_their_fits(program):
    own = [row for row in rows() if row.program == program]
    assert len(own) >= 8
    assert 0.93 <= np.median([row.median for row in own]) <= 1.07
    assert 0.04 <= np.mean([row.below for row in own]) <= 0.15
    assert 0.06 <= np.mean([row.beyond for row in own]) <= 0.15


def test_four_of_five_missions_have_the_median_of_their_own_fit():
    within = [0.85 <= row.median <= 1.18 for row in rows()]
    assert np.mean(within) >= 0.8
