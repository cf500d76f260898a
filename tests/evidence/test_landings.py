"""What is said of landings, against the record since 2013: each attempt from what was known before it."""

from typing import NamedTuple

import numpy as np
import pytest

from lunarsim.scenario.groups.programs.landing import Landing
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.landing_attempts import LandingRecord, landing_attempts
from lunarsim.world.flights.landing import Developer
from lunarsim.world.flights.phases import Phases

FAILURES = ("cruise", "descent", "touchdown")


class Forecast(NamedTuple):
    developer: str
    outcome: str
    phases: Phases


def forecasts(since, landing=Landing()):  # noqa: B008
    """Return a forecast for each attempt that was not lost at launch, by its developer's attempts that had ended."""
    flown = [attempt for attempt in landing_attempts() if attempt.phase != "launch"]
    made = []
    for attempt in flown:
        own = [
            other.outcome for other in flown if other.developer == attempt.developer and other.ended < attempt.launched
        ]
        known = LandingRecord(len(own), own.count("success"))
        phases = Developer(attempt.developer, Program(), landing, known, Waits(), None).phases()
        if attempt.launched.year >= since:
            made.append(Forecast(attempt.developer, attempt.outcome, phases))
    return made


def score(made):
    """Return the log scores [nat] of success against not, and of success, partial and failure."""
    success = sum(np.log(f.phases.success if f.outcome == "success" else 1.0 - f.phases.success) for f in made)
    chances = [
        {"success": f.phases.success, "partial": f.phases.partial,
         "failure": 1.0 - f.phases.success - f.phases.partial} for f in made
    ]  # fmt: skip
    return success, sum(np.log(chance[f.outcome]) for chance, f in zip(chances, made, strict=True))


def best_constant(made):
    """Return the log scores of the constant rates that are best in hindsight [nat]."""
    outcomes = [f.outcome for f in made]
    counts = np.array([outcomes.count(outcome) for outcome in ("success", "partial", "failure")])
    two = np.array([counts[0], counts[1:].sum()])
    return tuple(float((count * np.log(count / count.sum())).sum()) for count in (two, counts))


def test_prior_and_own_record_beat_the_best_constant_rate_on_the_fifteen_attempts_since_2013():
    made = forecasts(2013)
    assert len(made) == 15
    ours, constant = score(made), best_constant(made)
    gains = np.subtract(ours, constant)
    print(
        f"log scores in nats: {np.round(ours, 2)}, best constants {np.round(constant, 2)}, gains {np.round(gains, 2)}"
    )
    assert constant == pytest.approx((-10.095, -15.823), abs=0.001)
    assert (gains > 1.5).all()


def test_a_prior_that_has_not_seen_the_developer_still_does_better_than_a_constant_rate():
    def without(developer):
        """Return the prior by attempt number from all other developers since 1963, by the rule of Jeffreys."""
        counts = np.zeros((3, 2))
        number = {}
        for attempt in landing_attempts():
            if attempt.phase == "launch":
                continue
            index = number.get(attempt.developer, 0)
            number[attempt.developer] = index + 1
            if attempt.developer != developer:
                counts[min(index, 2)] += attempt.outcome == "success", 1
        first, second, later = (float(won + 0.5) / float(tried + 1.0) for won, tried in counts)
        return Landing(success_first=first, success_second=second, success_experienced=later)

    made = forecasts(2013)
    seen = {f.developer: forecasts(2013, without(f.developer)) for f in made}
    honest = [seen[f.developer][index] for index, f in enumerate(made)]
    gain = score(honest)[0] - best_constant(made)[0]
    print(f"success against not, each developer left out of the prior: {gain:+.2f} nats over the best constant")
    assert gain > 0.5


def test_the_strength_of_the_record_is_near_the_likeliest_since_1963():
    strengths = (4.0, 5.5, 7.7, 9.0, 12.0, 20.0, 1000.0)
    scores = {strength: float(score(forecasts(1963, Landing(record_strength=strength)))[0]) for strength in strengths}
    print("log scores in nats by strength:", {strength: round(value, 2) for strength, value in scores.items()})
    assert scores[Landing().record_strength] > max(scores.values()) - 0.1
    assert scores[Landing().record_strength] > max(scores[4.0], scores[1000.0]) + 0.5


def test_losses_by_phase_come_out_as_in_the_record():
    made = forecasts(2013)
    expected = np.zeros(3)
    for f in made:
        cruise, descent, touchdown = f.phases[:3]
        expected += 1 - cruise, cruise * (1 - descent), cruise * descent * (1 - touchdown)
    recent = [attempt.phase for attempt in landing_attempts() if attempt.launched.year >= 2013]
    observed = [recent.count(phase) for phase in FAILURES]
    print(f"losses in {FAILURES}: expected {np.round(expected, 2)}, observed {observed}")
    assert observed == [2, 5, 2]
    assert expected == pytest.approx(observed, abs=0.5)


def test_partial_landings_come_as_often_as_in_the_record():
    expected = sum(f.phases.partial for f in forecasts(2013))
    assert expected == pytest.approx(3, abs=1.2)


def test_a_developer_with_four_of_four_lands_with_ninety_percent():
    phases = Developer("china", Program(), Landing(), LandingRecord(4, 4), Waits(), None).phases()
    assert phases.success == pytest.approx(0.90, abs=0.005)
    assert phases.success < 1.0
