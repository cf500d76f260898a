"""Which fit of slips is known when."""

import math

import pytest

from lunarsim.scenario.library.slip_fits import slip_fit, slip_fits
from lunarsim.scenario.rules import MANIFEST_DATES
from lunarsim.words.errors import InputError


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2021-06-16", "2021-06-16"),
        ("2022-04-30", "2021-06-16"),
        ("2022-05-22", "2022-05-01"),
        ("2026-07-01", "2026-07-01"),
        ("2031-01-01", "2026-07-01"),
    ],
)
def test_the_newest_fit_that_could_be_known_is_taken(as_of, expected):
    assert slip_fit(as_of).as_of.isoformat() == expected


def test_before_the_first_fit_nothing_is_known():
    with pytest.raises(InputError, match=r"timeline\.as_of: is 2012-01-01, before the first fit of slips"):
        slip_fit("2012-01-01")


def test_an_unknown_agency_takes_the_prior_of_the_population():
    fit = slip_fit("2026-07-01")
    assert fit.habit("Atlantis") == fit.population
    assert fit.habit("china") == fit.habit("China") != fit.population
    assert fit.effect_ln_sd("Atlantis") == pytest.approx(math.hypot(fit.population.ln_sd, fit.mission_ln_sd))


@pytest.mark.parametrize("fit", slip_fits(), ids=lambda fit: fit.as_of.isoformat())
def test_agencies_lie_between_their_own_record_and_the_population(fit):
    assert fit.habit("China").ln_mean < fit.population.ln_mean < fit.habit("Russia").ln_mean
    assert all(habit.ln_sd < fit.population.ln_sd for habit in fit.agencies.values())
    assert "luna 25" in fit.missions


def test_every_manifest_was_announced_when_a_fit_was_known():
    assert all(slip_fit(date).as_of.isoformat() <= date for date in MANIFEST_DATES.values())
