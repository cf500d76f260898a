"""Which fit of slips is known when."""

import math

import pytest

from lunarsim.scenario.library.slip_fits import (
    KINDS,
    actor_class,
    agency_of,
    agency_of_mission,
    kind_of_milestone,
    kind_of_mission,
    slip_fit,
    slip_fits,
)
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
    # That of an American mission of which nobody says whose it is holds two agencies apart.
    assert all(habit.ln_sd < fit.population.ln_sd for name, habit in fit.agencies.items() if name != "usa")
    assert fit.habit("NASA").ln_mean < fit.habit("USA").ln_mean < fit.habit("commercial").ln_mean
    assert "luna 25" in fit.missions


def test_every_manifest_was_announced_when_a_fit_was_known():
    assert all(slip_fit(date).as_of.isoformat() <= date for date in MANIFEST_DATES.values())


def test_a_firm_s_craft_follows_the_record_of_firms_and_a_program_s_own_that_of_its_agency():
    assert agency_of_mission("usa") == agency_of_mission("usa", "nasa_crew") == "NASA"
    assert agency_of_mission("usa", "spacex") == agency_of_mission("usa", "a_new_firm") == "commercial"
    assert agency_of_mission("china") == agency_of_mission("china", "china") == "China"
    assert agency_of("USA") == "USA"
    assert agency_of("SpaceX") == agency_of("USA", "Intuitive Machines") == "commercial"
    assert agency_of("India/Japan") == "India"
    assert agency_of("Ruritania") == "Ruritania"


@pytest.mark.parametrize("date", MANIFEST_DATES.values())
def test_every_program_of_a_manifest_has_an_agency_with_a_record_and_a_class(date):
    for program in ("china", "russia", "usa"):
        agency = agency_of_mission(program)
        assert agency.casefold() in slip_fit(date).agencies
        assert actor_class(agency) == "state"
    assert actor_class(agency_of("Astrobotic")) == "commercial"
    assert actor_class(agency_of("USA")) == actor_class("Ruritania") == "either"


@pytest.mark.parametrize("fit", slip_fits(), ids=lambda fit: fit.as_of.isoformat())
def test_a_launch_due_in_weeks_is_almost_never_given_up_and_firms_give_up_more(fit):
    for name in ("state", "commercial", "either"):
        hazard = fit.shelved_per_year(name)
        assert 0.0 < hazard.low < hazard.per_year < hazard.high < 0.5
        assert hazard.share(30.0) < 0.02
        assert hazard.share(0.0) == 0.0
        assert hazard.share(3_652.5) == pytest.approx(1.0 - math.exp(-10.0 * hazard.per_year))
    assert fit.shelved_per_year("commercial").per_year > fit.shelved_per_year("state").per_year


@pytest.mark.parametrize("kind", KINDS)
def test_a_forecast_puts_habit_and_kind_together(kind):
    fit = slip_fit("2026-07-01")
    made = fit.forecast("China", kind, 1e9, 0.0)
    assert made.ln_mean == pytest.approx(fit.habit("China").ln_mean + fit.kinds[kind], rel=1e-6)
    assert made.effect_ln_sd == pytest.approx(fit.effect_ln_sd("China"), rel=1e-6)
    assert made.own_ln_sd == pytest.approx(fit.statement_ln_sd)


def test_kinds_of_missions_and_of_milestones():
    assert kind_of_mission("crewed") == kind_of_mission("test") == "crewed_or_first"
    assert kind_of_mission("cargo") == kind_of_milestone("launch") == "other"
    assert kind_of_milestone("Crewed landing") == kind_of_milestone("first flight") == "crewed_or_first"
