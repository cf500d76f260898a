"""The agreement in two layers: what a lapsed five-year program costs, and what ends the station agreement."""

import datetime as dt
import math

import pytest

from lunarsim.words.draws import single
from lunarsim.words.units import DAYS_PER_YEAR, days_between
from lunarsim.world.history.flight_outcomes import SUCCESS, WITHDRAWN
from lunarsim.world.programs.agreement import (
    Agreement,
    agreement,
    program_gaps,
    station_agreement_end,
    together,
)
from lunarsim.world.story.event_log import event_log
from tests.scenario.building import BY_PROGRAM, NO_WAITS, option, plan_of, scenario_of
from tests.world.running import FixedDraws, run, simulate

START = dt.date(2026, 7, 1)
HORIZON = 10_958.0
CALM = {"cooperation.suspensions_per_year": 0.0, "cooperation.withdrawal_per_year": 0.0}
KEPT = CALM | {"cooperation.renewal_probability": 1.0, "cooperation.extension_probability": 1.0}
RENEWALS = [days_between(START, dt.date(year, 12, 31)) for year in range(2027, 2057, 5)]
TERM_ENDS = [days_between(START, dt.date(year, 7, 18)) for year in (2044, 2049, 2054)]


def life(changes, draws=None, horizon=HORIZON):
    built = scenario_of(changes)
    return agreement(built.cooperation, draws or FixedDraws(), START, horizon, built.waits.cooperation)


def test_the_base_scenario_rests_on_the_station_agreement_and_the_story_on_the_five_year_program():
    assert scenario_of().cooperation.basis == "station_agreement"
    assert plan_of("story_2022")["cooperation.basis"] == "five_year_programme"
    assert plan_of("ilrs_2021")["cooperation.basis"] == "five_year_programme"
    assert "basis" not in option("cooperation", "lapsed")


def test_a_renewal_that_fails_costs_work_on_joint_missions_a_gap_and_ends_nothing():
    kept = life(KEPT)
    assert kept == Agreement(math.inf)
    failing = life(KEPT | {"cooperation.renewal_probability": 0.0})
    year = DAYS_PER_YEAR
    assert failing == Agreement(math.inf, (), tuple((day, day + year) for day in RENEWALS))
    # Under the five-year program the first of them is the end.
    assert life(KEPT | BY_PROGRAM | {"cooperation.renewal_probability": 0.0}) == Agreement(RENEWALS[0])


def test_a_program_that_is_gone_for_good_has_one_gap():
    assert life({"cooperation.mode": "lapsed"}).gaps == ((RENEWALS[0], RENEWALS[0] + DAYS_PER_YEAR),)
    assert life({"cooperation.mode": "lapsed"}).lapse_day == math.inf
    assert life({"cooperation.mode": "lapsed", "cooperation.renewal_gap_years": 0.0}).gaps == ()


def test_a_program_that_is_not_in_force_is_not_renewed_and_no_gap_outlasts_the_agreement():
    long = KEPT | {"cooperation.renewal_probability": 0.0, "cooperation.renewal_gap_years": 7.0}
    begins = [begin for begin, _ in life(long).gaps]
    # Each gap of seven years holds the next renewal.
    assert begins == RENEWALS[::2]
    built = scenario_of(long)
    assert program_gaps(built.cooperation, FixedDraws(), START, RENEWALS[0] + 100.0) == (
        (RENEWALS[0], RENEWALS[0] + 100.0),
    )


def test_the_length_of_a_gap_is_drawn_about_its_median():
    lengths = [
        ends - begins
        for sample in range(400)
        for begins, ends in life({"cooperation.mode": "lapsed"}, single(1, sample)).gaps
    ]
    assert len(lengths) == 400
    # Half of the logarithms lie below that of the median; standard error 0.025.
    assert sum(length < DAYS_PER_YEAR for length in lengths) / 400 == pytest.approx(0.5, abs=0.08)
    logs = [math.log(length / DAYS_PER_YEAR) for length in lengths]
    assert math.sqrt(sum(value * value for value in logs) / 400) == pytest.approx(0.5, abs=0.06)


def test_the_agreement_is_extended_at_the_end_of_its_term_and_every_five_years_or_ends_there():
    never = KEPT | {"cooperation.extension_probability": 0.0}
    assert life(never).lapse_day == TERM_ENDS[0]
    assert life(never | {"cooperation.agreement_years": 25.0}).lapse_day == TERM_ENDS[1]
    assert life(KEPT, horizon=TERM_ENDS[0]).lapse_day == math.inf
    built = scenario_of(KEPT | {"cooperation.extension_probability": 0.7})
    runs = 3_000
    ends = [station_agreement_end(built.cooperation, single(1, sample), START, HORIZON) for sample in range(runs)]
    counts = [ends.count(day) for day in TERM_ENDS] + [ends.count(math.inf)]
    assert sum(counts) == runs
    expected = [runs * 0.3 * 0.7**number for number in range(3)] + [runs * 0.7**3]
    # Chi-square with 3 degrees of freedom: 16.3 is passed by chance once in a thousand times.
    assert sum((count - mean) ** 2 / mean for count, mean in zip(counts, expected, strict=True)) < 16.3


def test_a_party_withdraws_at_the_declared_rate():
    built = scenario_of(KEPT | {"cooperation.withdrawal_per_year": 0.05})
    runs = 3_000
    ends = [station_agreement_end(built.cooperation, single(1, sample), START, HORIZON) for sample in range(runs)]
    held = sum(end == math.inf for end in ends) / runs
    assert held == pytest.approx(math.exp(-0.05 * HORIZON / DAYS_PER_YEAR), abs=0.03)
    early = sum(end < 10 * DAYS_PER_YEAR for end in ends) / runs
    assert early == pytest.approx(1.0 - math.exp(-0.5), abs=0.035)
    # A higher rate never ends it later in the same run.
    calmer = scenario_of(KEPT | {"cooperation.withdrawal_per_year": 0.02}).cooperation
    later = [station_agreement_end(calmer, single(1, sample), START, HORIZON) for sample in range(runs)]
    assert all(soon <= late for soon, late in zip(ends, later, strict=True))


def test_the_same_renewals_fail_under_either_basis():
    fair = CALM | {"cooperation.renewal_probability": 0.5, "cooperation.renewal_gap_years": 0.1}
    lapses = 0
    for sample in range(100):
        by_program = life(fair | BY_PROGRAM, single(1, sample)).lapse_day
        by_agreement = life(fair, single(1, sample))
        first = by_agreement.gaps[0][0] if by_agreement.gaps else math.inf
        assert first == (by_program if by_program < by_agreement.lapse_day else first)
        lapses += first == by_program
    assert lapses > 60


def test_a_day_in_a_suspension_and_in_a_gap_counts_once():
    both = Agreement(math.inf, ((100.0, 200.0),), ((150.0, 250.0), (400.0, 410.0)))
    assert both.paused_days(0.0, 120.0) == 150.0
    assert both.paused_days(0.0, 300.0) == 160.0
    assert both.paused_days(160.0, 170.0) == 90.0
    assert both.paused_days(0.0, 90.0) == 0.0
    # A gap holds up work, and no craft that is ready.
    assert both.suspended_until(220.0) == 220.0
    assert both.suspended_until(120.0) == 200.0
    assert together(((0.0, 1.0), (5.0, 6.0)), ((1.0, 2.0),)) == ((0.0, 2.0), (5.0, 6.0))
    assert together() == ()


WORK_ONLY = NO_WAITS | {"waits.cooperation": True, "plant.units": 0, "cooperation.patience_years": 30.0}


def test_under_the_station_agreement_a_lapsed_program_puts_joint_missions_off_by_its_gap_and_withdraws_none():
    built = scenario_of(WORK_ONLY | {"cooperation.mode": "lapsed", "cooperation.renewal_gap_years": 1.5})
    trace = simulate(built, FixedDraws(), keep_notes=True)
    gap = 1.5 * DAYS_PER_YEAR
    joint = 0
    for key, record in trace.flights.missions.items():
        if built.missions[key].role == "joint":
            joint += 1
            assert record.outcome == SUCCESS
            assert record.launched_day - record.planned_day == pytest.approx(gap)
            assert record.waits["cooperation"] == pytest.approx(gap)
        elif built.missions[key].role == "fallback":
            assert math.isnan(record.launched_day)
        else:
            assert record.launched_day == record.planned_day
    assert joint > 1
    assert math.isnan(trace.programs.lapse_day)
    assert trace.programs.cooperation == [(0.0, 1.0)]
    told = {event.what: event.day for event in event_log(trace) if event.who == "agreement"}
    assert told == {
        "five-year program not renewed": RENEWALS[0],
        "work on joint missions goes on": RENEWALS[0] + gap,
    }
    withdrawn = run(scenario_of(WORK_ONLY | BY_PROGRAM | {"cooperation.mode": "lapsed"}))
    outcomes = {
        record.outcome for key, record in withdrawn.flights.missions.items() if built.missions[key].role == "joint"
    }
    assert outcomes == {WITHDRAWN}


def test_a_withdrawal_takes_the_joint_missions_away_and_the_lead_replaces_them():
    drawn = {("cooperation", "withdrawal"): math.exp(-0.02)}
    built = scenario_of(
        WORK_ONLY | KEPT | {"cooperation.withdrawal_per_year": 0.01, "cooperation.replacement_years": 3.0}
    )
    trace = simulate(built, FixedDraws(uniforms=drawn))
    assert trace.programs.lapse_day == pytest.approx(2.0 * DAYS_PER_YEAR)
    assert trace.programs.replacement_day == trace.programs.lapse_day
    outcomes = {
        role: {record.outcome for key, record in trace.flights.missions.items() if built.missions[key].role == role}
        for role in ("joint", "fallback")
    }
    assert outcomes["joint"] == {WITHDRAWN}
    assert SUCCESS in outcomes["fallback"]
    assert WITHDRAWN not in outcomes["fallback"]


def test_with_nothing_to_withdraw_suspend_or_renew_both_bases_are_the_same_bit_for_bit():
    for sample in range(3):
        by_agreement, by_program = (run(scenario_of(KEPT | basis), seed=2, sample=sample) for basis in ({}, BY_PROGRAM))
        assert by_agreement == by_program
