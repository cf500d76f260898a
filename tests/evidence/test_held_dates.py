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


def test_crewed_landings_have_the_median_of_their_own_fit_or_of_what_they_wait_for():
    landings = [row for row in rows() if row.kind == "crewed"]
    assert {row.program for row in landings} == {"china", "usa"}
    assert all(0.85 <= row.median <= 1.18 for row in landings), [(row.mission, row.median) for row in landings]


MORE_OFTEN_NEVER = {
    # Two lines, each of which may be given up; the first loss for good of three landers; a vehicle that is never built.
    "russia_power_infrastructure", "russia_power_plant_1", "crewed_landing_1",
    "viper", "terrain_vehicle_1",
    "hls_demonstration", "artemis_4_lander", "artemis_4", "artemis_5_lander", "artemis_5", "multi_purpose_habitat",
    "luna_30", "blue_moon_2_lander",
}  # fmt: skip


def test_missions_never_fly_as_often_as_the_fit_says_chains_included():
    # The error of a share of 0.2 in 1,000 runs is 0.013.
    off = {row.mission: row.never - row.fitted_never for row in rows()}
    assert {mission: share for mission, share in off.items() if abs(share) > 0.045}.keys() <= MORE_OFTEN_NEVER
    assert min(off.values()) > -0.045
    assert np.mean([abs(share) <= 0.03 for share in off.values()]) >= 0.7


def test_missions_have_flown_by_some_years_as_often_as_the_fit_says():
    off = [
        np.abs(np.subtract(row.flown_by, row.fitted_flown_by)).max()
        for row in rows()
        if not row.held_against and row.mission not in MORE_OFTEN_NEVER
    ]
    assert np.mean(np.array(off) <= 0.05) >= 0.7
    assert np.median(off) <= 0.04
