"""Crewed missions by themselves and in a run: losses by experience, aborts, stand-downs, tests before crews."""

import itertools
import math

import numpy as np
import pytest

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.groups.programs.crews import Crews
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.waits import Waits
from lunarsim.world.flights.crewed import CrewedMissions
from lunarsim.world.flights.hold import Hold
from lunarsim.world.history.flight_outcomes import (
    ABORTED_ASCENT,
    FLIGHT_OUTCOMES,
    LOSS_OF_CREW,
    LOSS_OF_CREW_IN_ASCENT,
    LOSS_OF_MISSION,
    SUCCESS,
)
from lunarsim.world.history.flights import FlightTrace
from lunarsim.world.outcomes.programs import crewed_missions
from lunarsim.world.simulate import simulate
from tests.scenario.building import NO_WAITS, RACE, plan_of, scenario_of
from tests.world.running import FixedDraws, run
from tests.world.tabulating import traced


class Alone:
    """The crewed missions of one program, with what they announce."""

    def __init__(self, draws=None, crews=Crews(), waits=Waits(), **habits):  # noqa: B008
        self.trace, self.landings = FlightTrace(), []
        programs = {"china": Program(**habits), "usa": Program()}
        self.part = CrewedMissions(
            programs,
            crews,
            waits=waits,
            draws=draws or FixedDraws(),
            count_landing=lambda developer, program: self.landings.append((developer, program)),
            trace=self.trace,
        )

    def fly(self, mission="m", program="china", day=100.0):
        return self.part.fly("builder", program, mission, 0, day)


def at(unit, normal=0.0):
    """Return draws in which a mission's flight, and its abort, have a rank among all that may happen."""
    return FixedDraws(
        {("m", "crewed_flight"): unit, ("m", "abort"): unit},
        {("m", f"crew_stand_down_{cause}"): normal for cause in ("landing_failure", "launch_failure")},
    )


@pytest.mark.parametrize(
    ("unit", "outcome"), [(0.849, SUCCESS), (0.851, LOSS_OF_MISSION), (0.962, LOSS_OF_MISSION), (0.963, LOSS_OF_CREW)]
)
def test_a_first_mission_is_lost_with_0_15_and_a_quarter_of_the_lost_lose_their_crew(unit, outcome):
    assert Alone(at(unit)).fly() == outcome


def test_losses_become_rarer_with_the_missions_of_the_program_and_not_with_those_of_another():
    fifth = 0.15 / math.sqrt(5)
    for off, outcome in ((0.001, LOSS_OF_MISSION), (-0.001, SUCCESS)):
        alone = Alone(at(1.0 - fifth + off))
        for number in range(4):
            alone.fly(f"before_{number}")
        assert alone.fly() == outcome
        # It would be lost in any case by one that flies its first.
        assert alone.fly(program="usa") == LOSS_OF_MISSION


def test_a_program_s_odds_multiply():
    loss = 0.15 * 3.0 / (0.85 + 0.15 * 3.0)
    worse = Alone(at(1.0 - loss + 1e-6), crew_loss_odds_multiplier=3.0)
    assert worse.fly() == LOSS_OF_MISSION
    better = Alone(at(1.0 - loss - 1e-6), crew_loss_odds_multiplier=3.0)
    assert better.fly() == SUCCESS


def test_a_failed_launch_is_an_abort_and_may_lose_the_crew():
    assert Alone(at(0.87)).part.abort("china", "m", 1, 100.0) == ABORTED_ASCENT
    assert Alone(at(0.88)).part.abort("china", "m", 1, 100.0) == LOSS_OF_CREW_IN_ASCENT


@pytest.mark.parametrize("normal", [0.0, 1.0, -2.0])
def test_a_program_stands_down_for_months_after_a_lost_mission_and_for_years_after_a_lost_crew(normal):
    lost_mission = 100.0 + 274.0 * math.exp(0.75 * normal)
    lost_crew = 100.0 + 791.0 * math.exp(0.27 * normal)
    for unit, until in ((0.89, lost_mission), (0.98, lost_crew)):
        alone = Alone(at(unit, normal))
        alone.fly()
        assert alone.part.hold("china", 100.0) == Hold("landing_failure", pytest.approx(until))
        assert alone.part.hold("china", until + 1.0) is None
        assert alone.part.hold("usa", 100.0) is None
    in_ascent = Alone(at(0.88, normal))
    in_ascent.part.abort("china", "m", 0, 100.0)
    assert in_ascent.part.hold("china", 100.0) == Hold("launch_failure", pytest.approx(lost_crew))
    safe = Alone(at(0.5, normal))
    safe.part.abort("china", "m", 0, 100.0)
    safe.fly()
    assert safe.part.hold("china", 100.0) is None


def test_the_longer_of_two_stand_downs_counts():
    alone = Alone(at(0.98))
    alone.fly()
    alone.part._draws = at(0.89)
    alone.fly(day=200.0)
    assert alone.part.hold("china", 250.0) == Hold("landing_failure", 891.0)


def test_outcomes_are_kept_in_order_and_the_developer_learns_from_what_came_down():
    alone = Alone(at(0.89))
    alone.part.abort("china", "other", 0, 10.0)
    alone.fly()
    assert alone.trace.crewed == {"china": [ABORTED_ASCENT, LOSS_OF_MISSION]}
    assert alone.landings == [("builder", "china")]


def test_without_landing_failures_all_crews_come_home_and_nothing_is_drawn():
    class NoDraws(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            raise AssertionError(purpose)

    assert Alone(NoDraws(), waits=Waits(landing_failure=False)).fly() == SUCCESS


# In a run.

CALM = NO_WAITS | RACE | {"plant.units": 0, "waits.landing_failure": True, "waits.prerequisite": True}


class FirstCrewLost(FixedDraws):
    """The first flight of a mission with all its launches loses its crew; all else goes well."""

    def __init__(self, mission):
        super().__init__()
        self.mission = mission

    def uniform(self, entity, purpose, occurrence=0):
        return 0.999 if (entity, purpose, occurrence) == (self.mission, "crewed_flight", 0) else 0.1


def test_a_lost_crew_grounds_the_crews_of_its_program_and_neither_its_robots_nor_others():
    calm, lost = (simulate(scenario_of(CALM), draws) for draws in (FixedDraws(), FirstCrewLost("artemis_4")))
    manifest = scenario_of(CALM).missions
    end = next(flight.ended_day for flight in lost.flights.flown if flight.mission == "artemis_4")
    again = [flight for flight in lost.flights.flown if manifest[flight.mission].kind == "crewed"
             and flight.program == "usa" and flight.launched_day > end]  # fmt: skip
    assert again
    assert min(flight.launched_day for flight in again) == pytest.approx(end + 791.0)
    record = lost.flights.missions["artemis_5"]
    assert record.held_up_by == "artemis_4"
    assert sum(record.waits.values()) == pytest.approx(record.launched_day - record.planned_day)
    for key, mission in manifest.items():
        if key in calm.flights.missions and (mission.program != "usa" or mission.kind != "crewed"):
            assert lost.flights.missions[key].launched_day == pytest.approx(
                calm.flights.missions[key].launched_day, nan_ok=True
            )


def test_no_crew_flies_where_the_uncrewed_landing_was_abandoned():
    failing = FixedDraws({("lanyue_test", "cruise"): 0.999})
    trace = simulate(scenario_of(CALM), failing)
    assert [flight.mission for flight in trace.flights.flown].count("lanyue_test") == 5
    landings = [key for key, mission in scenario_of().missions.items() if mission.kind == "crewed"
                and mission.program == "china"]  # fmt: skip
    assert all(math.isnan(trace.flights.missions[key].launched_day) for key in landings)
    assert trace.flights.missions["crewed_landing_1"].held_up_by == "lanyue_test"
    assert "china" not in trace.flights.crewed_landing_day
    assert "usa" in trace.flights.crewed_landing_day


@pytest.mark.parametrize("plan", MANIFEST_DATES)
def test_every_crewed_landing_of_a_plan_depends_on_a_landing_and_on_a_flight_without_crew(plan):
    missions = scenario_of(plan_of(plan)).missions

    def surely_tested(key):
        """Return the kinds of tests that must have succeeded whichever of several landers is taken."""
        own = {missions[key].kind} if missions[key].crew_test else set()
        each = [set.intersection(*map(surely_tested, needed)) for needed in missions[key].needed]
        return own.union(*each)

    crewed = [key for key, mission in missions.items() if mission.kind == "crewed"]
    assert crewed
    for key in crewed:
        assert surely_tested(key) == {"lander", "test"}, key


def test_causes_of_a_crewed_landing_s_delay_add_up_in_runs_with_losses():
    lossy = scenario_of(RACE | {"crews.loss_of_mission_first": 0.6, "crews.loss_learning_exponent": 0.0})
    lost = 0
    for sample in range(6):
        trace = run(lossy, sample=sample)
        for planned in (
            record for key, record in trace.flights.missions.items() if "landing" in key or "artemis" in key
        ):
            if planned.outcome == SUCCESS and planned.held_up_by == "":
                waited = planned.launched_day - planned.planned_day
                assert sum(planned.waits.values()) == pytest.approx(waited, abs=1e-6)
        lost += sum(
            np.isin(outcomes, [LOSS_OF_MISSION, LOSS_OF_CREW]).sum() for outcomes in trace.flights.crewed.values()
        )
    assert lost > 6


def test_crewed_missions_and_lost_crews_are_those_of_the_flights():
    changes = {"crews.loss_of_mission_first": 0.7, "crews.loss_learning_exponent": 0.0}
    scenarios = [scenario_of(RACE | changes)] * 6
    runs = traced(scenarios, [run(scenario, sample=sample) for sample, scenario in enumerate(scenarios)])
    arrays = crewed_missions.arrays(runs)
    manifest = scenarios[0].missions
    ends = {"crewed_missions_flown": ("success", "loss_of_mission", "loss_of_crew"),
            "crewed_missions_lost": ("loss_of_mission", "loss_of_crew"),
            "crews_lost": ("loss_of_crew", "loss_of_crew_in_ascent")}  # fmt: skip
    for (number, trace), program in itertools.product(enumerate(runs.traces), ("china", "usa")):
        column = number, runs.labels["program"].index(program)
        crewed = [
            flight
            for flight in trace.flights.flown
            if flight.program == program and flight.mission in manifest and manifest[flight.mission].kind == "crewed"
        ]
        for name, outcomes in ends.items():
            assert arrays[name][column] == sum(FLIGHT_OUTCOMES[flight.outcome] in outcomes for flight in crewed)
        lost = [flight.ended_day for flight in crewed if FLIGHT_OUTCOMES[flight.outcome] in ends["crews_lost"]]
        assert trace.flights.crew_lost_day.get(program) == min(lost, default=None)
        assert np.isnan(arrays["first_crew_lost_year"][column]) == (not lost)
    assert arrays["crewed_missions_lost"].sum() > 6
    assert arrays["crews_lost"].sum() > 1
