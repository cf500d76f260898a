"""The agreement: terms and renewals."""

import dataclasses
import datetime as dt
import itertools
import math
from collections import Counter
from fractions import Fraction

import pytest

from lunarsim.words.draws import Draws, single
from lunarsim.world.history.flight_outcomes import SUCCESS, WITHDRAWN
from lunarsim.world.programs.agreement import Agreement, agreement, program_lapse_day
from tests.scenario.building import BY_PROGRAM, NO_WAITS, PLANT_AT_ONCE, scenario_of
from tests.world.running import FixedDraws, RecordingDraws, campaign_of, run, runs

START = dt.date(2026, 7, 1)
HORIZON = 10_958.0


def lapse_day(scenario, draws, horizon=HORIZON):
    """Return the day on which a renewal fails."""
    return program_lapse_day(scenario.cooperation, draws, START, horizon)


def life(scenario, draws):
    """Return suspensions and end of the agreement."""
    return agreement(scenario.cooperation, draws, START, HORIZON, scenario.waits.cooperation)


def lapse(mode, sample=0, probability=0.8333, **changes):
    never_suspended = {"cooperation.suspensions_per_year": 0.0}
    terms = {"cooperation.mode": mode, "cooperation.renewal_probability": probability}
    return life(scenario_of(BY_PROGRAM | never_suspended | terms | changes), single(1, sample)).lapse_day


def test_where_there_is_none_it_never_begins_and_where_it_is_active_it_never_ends():
    assert lapse("none") == 0.0
    assert lapse("active") == math.inf
    assert lapse("stochastic", probability=1.0) == math.inf


def test_it_lapses_at_the_end_of_the_present_term():
    assert lapse("lapsed") == (dt.date(2027, 12, 31) - START).days
    assert lapse("stochastic", probability=0.0) == lapse("lapsed")


def test_a_lapse_beyond_the_horizon_is_none():
    assert lapse("lapsed", **{"cooperation.first_renewal": "2070-01-01"}) == math.inf


def test_without_the_wait_for_cooperation_nothing_lapses_and_nothing_is_drawn():
    for basis in (BY_PROGRAM, {}):
        draws = RecordingDraws()
        assert life(scenario_of(NO_WAITS | basis), draws) == Agreement(math.inf)
        assert draws.record == {}


def test_each_renewal_succeeds_with_the_declared_probability():
    scenario = scenario_of({"cooperation.renewal_probability": 0.7})
    runs = 4_000
    days = [lapse_day(scenario, single(1, sample)) for sample in range(runs)]
    ends = [(dt.date(2027 + 5 * number, 12, 31) - START).days for number in range(6)]
    counts = [days.count(float(end)) for end in ends] + [days.count(math.inf)]
    assert sum(counts) == runs
    expected = [runs * 0.3 * 0.7**number for number in range(6)] + [runs * 0.7**6]
    # Chi-square with 6 degrees of freedom: 22.5 is passed by chance once in a thousand times.
    assert sum((count - mean) ** 2 / mean for count, mean in zip(counts, expected, strict=True)) < 22.5


def test_a_higher_probability_never_ends_it_earlier_in_the_same_run():
    scenario = scenario_of()
    likely = dataclasses.replace(scenario.cooperation, renewal_probability=0.9)
    unlikely = dataclasses.replace(scenario.cooperation, renewal_probability=0.5)
    for sample in range(200):
        early, late = (
            lapse_day(dataclasses.replace(scenario, cooperation=each), single(1, sample)) for each in (unlikely, likely)
        )
        assert early <= late


class Renewals(Draws):
    """Draws with the given numbers for the renewals, in turn."""

    def __init__(self, numbers):
        self._numbers = numbers

    def uniform(self, entity, purpose, occurrence=0):
        assert (entity, purpose) == ("cooperation", "renewal")
        return self._numbers[occurrence]


@pytest.mark.parametrize(("parts", "successes"), [(4, 3), (3, 2), (2, 1)])
def test_renewals_give_the_geometric_law_exactly(parts, successes):
    # The unit cube of all renewals, cut into equal cells: counting them gives the law without sampling.
    scenario = scenario_of({"cooperation.renewal_probability": successes / parts, "timeline.horizon_years": 20.0})
    horizon = 365.25 * 20
    terms = 4
    middles = [(cell + 0.5) / parts for cell in range(parts)]
    counted = Counter(lapse_day(scenario, Renewals(cell), horizon) for cell in itertools.product(middles, repeat=terms))
    chance = Fraction(successes, parts)
    for number in range(terms):
        day = float((dt.date(2027 + 5 * number, 12, 31) - START).days)
        assert Fraction(counted.pop(day), parts**terms) == chance**number * (1 - chance)
    assert {day: Fraction(count, parts**terms) for day, count in counted.items()} == {math.inf: chance**terms}


SURE = BY_PROGRAM | {"cooperation.renewal_probability": 1.0, "cooperation.first_suspension": "2030-01-01"}
BEGINS = float((dt.date(2030, 1, 1) - START).days)


def test_a_suspension_lasts_the_drawn_time_and_is_resumed_or_ends_the_agreement():
    resumed = scenario_of(SURE | {"cooperation.suspensions_per_year": 0.0, "cooperation.resumption_probability": 1.0})
    assert life(resumed, FixedDraws()) == Agreement(math.inf, ((BEGINS, BEGINS + 365.25),))
    long = life(resumed, FixedDraws(normals={("cooperation", "suspension_length"): 1.0}))
    assert long.suspensions[0][1] == pytest.approx(BEGINS + 365.25 * math.exp(0.5))
    ended = scenario_of(SURE | {"cooperation.suspensions_per_year": 0.0, "cooperation.resumption_probability": 0.0})
    assert life(ended, FixedDraws()) == Agreement(BEGINS + 365.25, ((BEGINS, BEGINS + 365.25),))


def test_a_renewal_that_fails_ends_a_suspension_and_none_begins_afterwards():
    built = scenario_of(SURE | {"cooperation.renewal_probability": 0.0, "cooperation.first_renewal": "2030-06-30"})
    lapse = float((dt.date(2030, 6, 30) - START).days)
    assert life(built, FixedDraws()) == Agreement(lapse, ((BEGINS, lapse),))
    early = scenario_of(SURE | {"cooperation.renewal_probability": 0.0})
    assert life(early, FixedDraws()).suspensions == ()


def test_suspensions_come_at_the_declared_rate():
    built = scenario_of(
        BY_PROGRAM
        | {
            "cooperation.renewal_probability": 1.0,
            "cooperation.suspensions_per_year": 0.1,
            "cooperation.resumption_probability": 1.0,
            "cooperation.suspension_years": 0.01,
        }
    )
    counts = [len(life(built, single(1, sample)).suspensions) for sample in range(1_500)]
    # Poisson with mean 3: the standard error of the mean is 0.045, of the variance 0.11.
    assert sum(counts) / 1_500 == pytest.approx(3.0, abs=0.18)
    assert sum((count - 3.0) ** 2 for count in counts) / 1_500 == pytest.approx(3.0, abs=0.45)


@pytest.mark.parametrize("mode", ["active", "lapsed", "none"])
def test_only_where_the_future_is_open_something_is_suspended(mode):
    built = scenario_of({"cooperation.mode": mode, "cooperation.suspensions_per_year": 5.0})
    assert life(built, single(1)).suspensions == ()
    draws = RecordingDraws()
    assert life(scenario_of(NO_WAITS), draws) == Agreement(math.inf)
    assert draws.record == {}


def test_work_stands_still_in_each_suspension_and_may_run_into_the_next():
    held = Agreement(math.inf, ((100.0, 150.0), (210.0, 240.0)))
    assert held.paused_days(0.0, 90.0) == 0.0
    assert held.paused_days(0.0, 120.0) == 50.0
    # Ready on day 170 without any; the first pause puts it off to 220, into the second.
    assert held.paused_days(0.0, 170.0) == 80.0
    assert held.paused_days(120.0, 130.0) == 30.0
    assert held.paused_days(160.0, 200.0) == 0.0
    assert [held.suspended_until(day) for day in (99.0, 100.0, 149.0, 150.0)] == [99.0, 150.0, 150.0, 150.0]


PAUSED = (
    NO_WAITS
    | SURE
    | PLANT_AT_ONCE
    | {
        "waits.cooperation": True,
        "cooperation.suspensions_per_year": 0.0,
        "cooperation.resumption_probability": 1.0,
        "cooperation.patience_years": 30.0,
        "plant.units": 0,
    }
)


def test_a_partner_s_missions_wait_out_a_suspension_and_all_others_keep_their_plan():
    built = scenario_of(PAUSED)
    trace = run(built, seed=3)
    assert [level for _, level in trace.programs.cooperation] == [1.0, 0.0, 1.0]
    length = trace.programs.cooperation[2][0] - trace.programs.cooperation[1][0]
    assert trace.programs.cooperation[1][0] == BEGINS
    assert length > 50.0
    for key, record in trace.flights.missions.items():
        if built.missions[key].role == "joint":
            assert record.launched_day - record.planned_day == pytest.approx(length)
            assert record.waits["cooperation"] == pytest.approx(length)
        elif not math.isnan(record.launched_day):
            assert record.launched_day == record.planned_day
    assert math.isnan(trace.programs.lapse_day)
    # The crew module was planned to come half a year after the last reactor: that much slack is used up.
    slack = (
        trace.flights.missions["ilrs_crew_module"].planned_day
        - trace.flights.missions["russia_power_plant_3"].planned_day
    )
    assert trace.delay_days["station_extended"] == {"cooperation": pytest.approx(length - slack)}


def test_a_ready_mission_is_not_launched_in_a_suspension():
    # Ready at the end of 2036, it waits for the light until 2037, when the agreement is suspended.
    built = scenario_of(PAUSED | {"cooperation.first_suspension": "2036-12-31", "waits.window": True})
    trace = run(built, seed=3)
    ends = trace.programs.cooperation[2][0]
    joint = [key for key in trace.flights.missions if built.missions[key].role == "joint"]
    assert all(trace.flights.missions[key].launched_day >= ends for key in joint)


def test_an_agreement_that_is_not_resumed_withdraws_the_partner_and_the_lead_replaces_it():
    built = scenario_of(PAUSED | {"cooperation.resumption_probability": 0.0, "cooperation.replacement_years": 1.0})
    trace = run(built, seed=3)
    assert trace.programs.lapse_day == trace.programs.cooperation[-1][0] > BEGINS
    assert trace.programs.replacement_day == trace.programs.lapse_day
    outcomes = {
        role: {record.outcome for key, record in trace.flights.missions.items() if built.missions[key].role == role}
        for role in ("joint", "fallback")
    }
    assert outcomes == {"joint": {WITHDRAWN}, "fallback": {SUCCESS}}


def test_a_lead_that_cannot_replace_its_partner_flies_no_fallback():
    lapsed = BY_PROGRAM | {"cooperation.mode": "lapsed", "cooperation.replacement_possible": False}
    built = scenario_of(lapsed)
    for trace in runs(built, 5):
        assert math.isnan(trace.programs.replacement_day)
        assert all(math.isnan(trace.flights.missions[key].launched_day) for key in trace.flights.missions
                   if built.missions[key].role == "fallback")  # fmt: skip
        assert "station_extended" not in trace.milestone_day


def test_a_suspended_partner_gets_no_share_of_the_product():
    campaign = campaign_of(scenario_of(PAUSED), single(3))
    shares = []
    for day in (BEGINS - 1.0, BEGINS + 1.0, 5_000.0):
        campaign.clock.run(day)
        shares.append(campaign.partnership.product_shares())
    assert shares == [{"china": 0.75, "russia": 0.25}, {"china": 1.0}, {"china": 0.75, "russia": 0.25}]
