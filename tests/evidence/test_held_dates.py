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


def error_of(share):
    """Return two standard errors of a share over the runs, of one that is next to nothing or all as of 0.01."""
    spread = np.maximum(np.multiply(share, np.subtract(1.0, share)), 0.01)
    return 2.0 * np.sqrt(spread / RUNS)


MORE_OFTEN_NEVER = {
    "russia_power_plant_1": "hangs on two nations' lines, whose own risks together exceed the record for its horizon",
}


def test_missions_never_fly_as_often_as_the_fit_says_chains_included():
    off = {row.mission: row.never - row.fitted_never for row in rows()}
    allowed = {row.mission: 0.03 + error_of(row.fitted_never) for row in rows()}
    assert {mission for mission, share in off.items() if abs(share) > allowed[mission]} <= MORE_OFTEN_NEVER.keys()
    # What exceeds it does so by little.
    assert all(abs(off[mission]) <= 0.1 for mission in MORE_OFTEN_NEVER)


OTHERWISE_FLOWN = {
    "viper": "waits for the first success of a lander that may be lost twice, which takes longer than the fit",
    "rosalind_franklin": "its window opens at the turn of 2030",
    "artemis_4": "leaves in a window after its lander has come, against whose fit it is held",
    "artemis_5": "as Artemis IV, and on the next SLS, of which one a year is made",
}


def test_missions_have_flown_by_some_years_as_often_as_the_fit_says():
    off = {
        row.mission
        for row in rows()
        if (np.abs(np.subtract(row.flown_by, row.fitted_flown_by)) > 0.04 + error_of(row.fitted_flown_by)).any()
    }
    assert off <= OTHERWISE_FLOWN.keys()
    by_mission = {row.mission: row for row in rows()}
    for mission in OTHERWISE_FLOWN.keys() - {"rosalind_franklin"}:
        row = by_mission[mission]
        assert np.abs(np.subtract(row.flown_by, row.fitted_flown_by)).max() <= 0.15, mission
