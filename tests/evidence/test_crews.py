"""The record of crewed flights, and what the rules for crews say beside it and beside NASA's own figures."""

from pathlib import Path

import numpy as np
import pytest

from experiments.crews.fit import fit, log_likelihood, stand_downs
from experiments.crews.record import flights, losses, lost_missions, rates
from experiments.crews.score import LAUNCHES, chance_of_losses, lost_interval, of_figures, record, scores
from experiments.launches.score import gain_interval
from lunarsim.physics.chance.crew_loss import mission_loss
from lunarsim.scenario.groups.programs.crews import Crews
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.history.flight_outcomes import (
    ABORTED_ASCENT,
    LOSS_OF_CREW,
    LOSS_OF_CREW_IN_ASCENT,
    LOSS_OF_MISSION,
    SUCCESS,
)
from tests.scenario.building import RACE, scenario_of
from tests.world.running import runs

CREWS = Crews()
MONTH = DAYS_PER_YEAR / 12


def chance(flight):
    return mission_loss(CREWS.loss_of_mission_first, CREWS.loss_learning_exponent, flight)


FIRST_THREE = float(np.mean(chance(np.arange(1.0, 4.0))))


def test_the_record_counts_what_agencies_have_published():
    counts = flights()
    assert counts["Space Shuttle"] == 135 - 1  # NASA: 135 missions, Challenger did not reach orbit
    assert counts["Apollo"] == 15  # Orloff 2000: Apollo 7 to 17, Skylab 2 to 4, Apollo-Soyuz
    assert counts["Gemini"] == 10  # NASA SP-4203: Gemini 3 to 12
    crews = [loss.name for loss in losses() if loss.lost == "crew"]
    assert crews == ["Apollo 1", "Soyuz 1", "Soyuz 11", "Challenger", "Columbia"]
    aborts = [loss.name for loss in losses() if loss.phase == "ascent"]
    assert aborts == ["Soyuz 18a", "Soyuz T-10-1", "Challenger", "Soyuz MS-10"]
    assert sum(lost.sum() for lost in lost_missions().values()) == 16


def test_first_missions_are_lost_as_often_as_in_the_record():
    count, missions, crews = rates(1, 3)
    assert pytest.approx(missions / count, abs=0.02) == FIRST_THREE
    assert FIRST_THREE * CREWS.loss_of_crew_share == pytest.approx(crews / count, abs=0.01)
    # Of flights 4 to 10 the record lost more, four of the six with Soyuz.
    assert rates(4, 10)[:2] == (46, 6)
    assert float(np.mean(chance(np.arange(4.0, 11.0)))) == pytest.approx(0.06, abs=0.005)
    # Of later flights, too: 1.8 % from the 31st on.
    count, missions, _ = rates(31, 151)
    assert float(np.mean(chance(np.arange(31.0, 152.0)))) == pytest.approx(missions / count, abs=0.005)


@pytest.mark.parametrize("numbers", [(1, 3), (4, 10), (11, 30), (31, 200)])
def test_the_losses_of_the_record_are_within_the_error_of_the_law(numbers):
    count, lost, _ = rates(*numbers)
    low, high = lost_interval(*numbers)
    assert low < lost / count < high
    by_craft = [np.arange(numbers[0], min(numbers[1], flown) + 1.0) for flown in flights().values()]
    assert low <= chance(np.concatenate(by_craft)).mean() <= high
    # So many losses or more are not too rare, were all spacecraft alike or as different as launch vehicles.
    assert chance_of_losses(*numbers) > 0.05
    assert chance_of_losses(*numbers, LAUNCHES.family_shape) > 0.05


def test_the_rate_of_flights_four_to_ten_has_a_wide_interval():
    assert lost_interval(4, 10) == (pytest.approx(0.049, abs=0.001), pytest.approx(0.263, abs=0.001))
    assert chance_of_losses(4, 10) == pytest.approx(0.054, abs=0.001)
    # Losses of flights that are alike are a Poisson-binomial number: by simulation.
    rng = np.random.default_rng(1)
    chances = np.concatenate([chance(np.arange(4.0, min(10, flown) + 1.0)) for flown in flights().values()])
    simulated = (rng.random((40_000, chances.size)) < chances).sum(axis=1)
    assert chance_of_losses(4, 10) == pytest.approx((simulated >= 6).mean(), abs=0.004)


def test_the_score_of_the_figures_is_that_of_independent_flights():
    for one in record():
        lost = one.failures > 0
        chances = chance(np.arange(1.0, lost.size + 1.0))
        assert of_figures(one) == pytest.approx(np.log(np.where(lost, chances, 1.0 - chances)).sum(), abs=0.02)
    # Spacecraft that differ as launch vehicles do: mostly of Soyuz, which lost more than others.
    gains = np.array([of_figures(one, LAUNCHES.family_shape) - of_figures(one) for one in record()])
    assert gains.sum() == pytest.approx(3.1, abs=0.1)
    assert max(gains) == gains[[one.name for one in record()].index("Soyuz")] > 3.0


@pytest.mark.slow
def test_no_law_of_crewed_losses_scores_better_than_the_figures_by_more_than_its_error():
    by_forecast = scores()
    figures = by_forecast.pop("figures of lunarsim")
    for name, rows in by_forecast.items():
        low, high = gain_interval(rows - figures)
        assert low < 0.0, name
        assert high > 0.0 or name == "power law", name


def test_the_fit_gives_the_figures_that_are_stated_of_it():
    alike = fit(spread=False)
    assert alike[:2] == (pytest.approx(0.21, abs=0.01), pytest.approx(0.52, abs=0.02))
    by_spacecraft = fit()
    assert by_spacecraft[:2] == (pytest.approx(0.15, abs=0.01), pytest.approx(0.79, abs=0.02))
    # Soyuz lost more than others: spacecraft differ beyond chance.
    assert log_likelihood(*by_spacecraft) > log_likelihood(*alike) + 2.0


def test_stand_downs_are_those_of_the_record():
    crews = stand_downs("crew") / MONTH
    assert crews == pytest.approx([18.1, 20.5, 26.9, 29.8, 32.0], abs=0.1)  # Soyuz 1, Apollo 1, Soyuz 11, Columbia, ...
    assert CREWS.crew_stand_down_days / MONTH == pytest.approx(26.0, abs=0.05)
    assert crews.min() < CREWS.crew_stand_down_days / MONTH < crews.max()
    spread = np.log(crews).std(ddof=1)
    assert spread <= CREWS.crew_stand_down_ln_sd == pytest.approx(spread * np.sqrt(1 + 1 / crews.size), abs=0.01)
    assert 293 in stand_downs("mission")  # Apollo 13 to 14
    assert CREWS.mission_stand_down_days / MONTH == pytest.approx(9.0, abs=0.1)
    assert CREWS.mission_stand_down_ln_sd == pytest.approx(np.log(stand_downs("mission")).std(ddof=1), abs=0.02)


def test_a_crew_is_lost_about_as_often_as_nasa_expects_of_artemis_and_more_rarely_than_of_apollo():
    # NASA OIG, report on the Human Landing System, 10 March 2026: 1 in 30 to 1 in 40; Apollo 1 in 10, Shuttle 1 in 70.
    assert 1 / 40 <= FIRST_THREE * CREWS.loss_of_crew_share <= 1 / 30


def test_six_of_seven_apollo_landings_are_no_surprise():
    # Orloff 2000: Apollo 11 to 17, of which 13 did not land.
    lost = chance(np.arange(1.0, 8.0))
    none = np.prod(1 - lost)
    one = none * np.sum(lost / (1 - lost))
    assert none + one > 0.5
    assert 1 - none > 0.2


def first_three(trace, program):
    """Return the outcomes of a program's first three missions whose crews have set out."""
    outcomes = trace.flights.crewed.get(program, [])
    return [outcome for outcome in outcomes if outcome not in (ABORTED_ASCENT, LOSS_OF_CREW_IN_ASCENT)][:3]


@pytest.fixture(scope="module")
def race():
    return runs(scenario_of(RACE), 1_500)


@pytest.mark.slow
@pytest.mark.parametrize("program", ["china", "usa"])
def test_of_the_first_three_crewed_landings_3_to_15_percent_are_lost_and_1_to_5_with_their_crew(race, program):
    outcomes = [outcome for trace in race for outcome in first_three(trace, program)]
    missions = np.isin(outcomes, [LOSS_OF_MISSION, LOSS_OF_CREW]).mean()
    crews = np.equal(outcomes, LOSS_OF_CREW).mean()
    assert len(outcomes) > 3_500
    assert set(outcomes) == {SUCCESS, LOSS_OF_MISSION, LOSS_OF_CREW}
    assert 0.03 <= missions <= 0.15
    assert 0.01 <= crews <= 0.05
    assert crews <= 0.5 * missions


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "page",
    ["README.md", "experiments/README.md", *(f"docs/{name}.md" for name in ("crews", "milestones", "model", "slips"))],
)
def test_pages_with_crewed_dates_say_how_such_forecasts_have_done(page):
    assert "dates.md#how-forecasts-of-crewed-flights-have-done" in (ROOT / page).read_text(encoding="utf-8")


def test_what_the_pages_count_is_what_the_list_of_forecasts_holds():
    text = (ROOT / "docs" / "dates.md").read_text(encoding="utf-8")
    section = text.partition("## How forecasts of crewed flights have done\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")][2:]
    came = [row[2] for row in rows if row[0].partition(",")[0] != "China"]  # not past by July 2026
    never, still_open = (sum(one.startswith(word) for one in came) for word in ("given up", "open"))
    assert (len(came), never, still_open) == (9, 2, 2)
    assert "Of nine first landings and first crewed flights whose first announced date is past, one kept it" in section
    for page in ("docs/crews.md", "docs/milestones.md", "README.md", "experiments/README.md"):
        said = " ".join((ROOT / page).read_text(encoding="utf-8").split())
        assert "nine first landings and first crewed flights whose first announced date is past" in said, page
