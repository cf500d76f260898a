"""Whatever is allowed can be asked: random scenarios are refused, cannot work, or are run to their end."""

from collections import Counter

import pytest

from lunarsim.study.model.campaigns import CAMPAIGNS
from tests.end_to_end.random_scenarios import Candidate, candidate, judged

FOUND = [
    {"logistics.resupply_interval_days": 0.005},
    {"logistics.return_interval_days": 0.001},
    {"logistics.transit_days": 0.0, "logistics.cargo_interval_days": 0.0},
    {"assets.queqiao_2.life_years": 0.0, "upkeep.diagnosis_days": 0.0},
    {"assets.ilrs_battery.program": "usa"},
    {"missions.viper.program": "china"},
    {"plan.manifest": "ilrs_2021", "missions.viper.launches": 2},
]
"""What once never ended, or raised."""

EXTREME = {
    "the worst vehicles, at once": {"launch.first_hazard_experienced": 10.0, "launch.hazard_decay": 0.0,
                                    "launch.stand_down_median_days": 0.0, "launch.failure_multiplier": 100.0},
    "the shortest intervals": {"logistics.resupply_interval_days": 29.0, "logistics.return_interval_days": 1.0,
                               "logistics.transit_days": 1.0, "timeline.horizon_years": 100.0},
    "returns each day, for which there is never enough": {
        "logistics.return_interval_days": 1.0, "logistics.return_least_load_share": 1.0,
        "logistics.return_capacity_kg": 1e6, "timeline.horizon_years": 100.0},
    "ten thousand units that fly one by one": {
        "plant.units": 10_000, "plant.feed_t_per_year": 0.1, "plant.power_kw": 0.5, "plant.planned": "2030-01-01",
        "logistics.cargo_interval_days": 0.0, "logistics.transit_days": 1.0, "timeline.horizon_years": 100.0,
        "logistics.cargo_vehicle": "starship",
        "vehicles.starship.landed_payload_kg": 300.0,
        "logistics.return_interval_days": 0.0, "logistics.resupply_interval_days": 0.0, "mine.excavator_kg": 1.0,
        "mine.payload_kg": 1.0, "waits.vehicle": False, "waits.window": False, "waits.pad": False},
    "cargo that never lands": {
        "landing.success_experienced": 0.0, "landing.success_second": 0.0, "landing.success_first": 0.0,
        "programs.china.landing_attempts": 0, "plant.planned": "2027-01-01", "logistics.cargo_interval_days": 0.0,
        "logistics.transit_days": 1.0, "timeline.horizon_years": 100.0, "waits.vehicle": False, "waits.window": False,
        "waits.pad": False, "flowsheet.readiness_years": 0.0},
    "suspensions ten times a year": {"cooperation.suspensions_per_year": 10.0, "cooperation.suspension_years": 0.01,
                                     "cooperation.resumption_probability": 1.0, "cooperation.term_years": 0.5,
                                     "cooperation.renewal_probability": 1.0, "timeline.horizon_years": 100.0},
}  # fmt: skip
"""Ends of the allowed range that take the most work."""


def counts(indices):
    """Return how many random scenarios had each verdict, and those that neither ended nor were refused."""
    verdicts = {index: judged(candidate(index), index) for index in indices}
    wrong = {
        at: (v, candidate(at)) for at, v in verdicts.items() if v.verdict not in ("refused", "infeasible", "ended")
    }
    return Counter(verdict.verdict for verdict in verdicts.values()), wrong


def test_random_scenarios_are_refused_infeasible_or_run_to_their_end():
    # One in fifty can never be: five more of them beside the first ninety.
    found, wrong = counts([*range(90), 91, 102, 103, 154, 233])
    assert wrong == {}
    assert min(found[verdict] for verdict in ("refused", "infeasible", "ended")) > 3


@pytest.mark.slow
def test_three_thousand_random_scenarios_are_refused_infeasible_or_run_to_their_end():
    found, wrong = counts(range(90, 3_100))
    assert wrong == {}
    assert found["ended"] > 1_500


@pytest.mark.parametrize("values", FOUND, ids=lambda values: next(iter(values)))
def test_what_once_never_ended_or_raised_is_refused(values):
    assert judged(Candidate((), values), 1).verdict == "refused"


SLOW = ("ten thousand units that fly one by one", "cargo that never lands")


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=[pytest.mark.slow] if case in SLOW else []) for case in EXTREME]
)
def test_the_ends_of_the_allowed_range_end(case):
    verdict = judged(Candidate((), EXTREME[case]), 1)
    assert verdict.verdict == "ended", verdict


def test_a_random_scenario_is_the_same_each_time_and_each_line_is_tried():
    assert candidate(3) == candidate(3)
    assert len({candidate(index).line for index in range(60)}) == 6


def test_a_failure_is_seen(monkeypatch):
    """Or the tests above could not fail."""
    run = type(CAMPAIGNS).run

    def failing(model, *given):
        results = run(model, *given)
        results.status[:] = 2
        return results

    monkeypatch.setattr(type(CAMPAIGNS), "run", failing)
    assert judged(Candidate((), {}), 1).verdict == "failed"
