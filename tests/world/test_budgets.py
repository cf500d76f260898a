"""The money of a program: paths, finish times, and what moves them."""

import bisect
import dataclasses
import datetime as dt
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.groups.programs.energy import Energy
from lunarsim.scenario.groups.programs.money import Money
from lunarsim.scenario.library.budget_fits import budget_fit
from lunarsim.words.draws import single
from lunarsim.world.money.funding import Funding
from lunarsim.world.money.income import EnergyIncome, IncomeCut
from lunarsim.world.money.needs import extra_needs, year_starts
from lunarsim.world.money.progress import Progress
from lunarsim.world.prepared import prepare
from lunarsim.world.trace import MILESTONES
from tests.oracles.budget_path import budget_path, fixed_levels, linked_factor
from tests.scenario.building import LAPSED, NO_WAITS, RACE, scenario_of
from tests.world.running import RecordingDraws, run, runs

START = dt.date(2026, 7, 1)
YEARS = year_starts(START, 10_958.0)


BOUND = {"budget_musd_per_year": 100.0, "fixed_cost_musd_per_year": 40.0}


CHINA = {"budget_musd_per_year": 5_000.0, "fixed_cost_musd_per_year": 1_000.0}


def funding(sample=0, draws=None, name="russia", income=None, extra=None, cut=None, varies=True, **money):
    draws = draws or single(1, sample)
    energy = EnergyIncome(income or Energy(), YEARS, draws)
    return Funding(name, Money(**money), YEARS, draws, varies, energy, extra, cut or IncomeCut())


def paces_of(budgets, elasticity=1.0, bound=0.0, lag=3.0):
    """Return the pace of each year at some yearly budgets, fixed cost by the oracle."""
    fixed = fixed_levels(budgets, lag, bound)
    return [
        ((budget - bound * level) / (1 - bound)) ** elasticity for budget, level in zip(budgets, fixed, strict=True)
    ]


def in_fine_steps(paces, start_day, work_days):
    """Return when the work is done, by adding up steps of 1/1000 day; edges lie on whole days."""
    day, done, step = start_day, 0.0, 1e-3
    while True:
        pace = paces[bisect.bisect_right(YEARS, day + step / 2) - 1]
        if done + pace * step >= work_days:
            return day + (work_days - done) / pace
        done += pace * step
        day += step


@pytest.mark.parametrize(("start_day", "work_days"), [(0.0, 100.0), (10.0, 900.0), (150.0, 300.0)])
@pytest.mark.parametrize("elasticity", [0.7, 1.0])
def test_a_finish_in_closed_form_is_that_of_fine_steps(start_day, work_days, elasticity):
    money = funding(budget_ln_sd=0.4, budget_elasticity=elasticity, **BOUND)
    done_day = start_day + work_days + sum(money.stretch_days(start_day, work_days))
    paces = paces_of(money.budgets, elasticity, bound=0.4)
    assert done_day == pytest.approx(in_fine_steps(paces, start_day, work_days), abs=1e-6)


@pytest.mark.parametrize(("start_day", "work_days", "cut_day"), [(150.0, 300.0, 400.0), (700.0, 250.0, 100.0)])
def test_a_cut_off_takes_its_share_of_the_money_from_its_day_on(start_day, work_days, cut_day):
    money = funding(cut=IncomeCut(cut_day, 0.5), budget_ln_sd=0.4, fixed_cost_musd_per_year=0.0)
    done_day = start_day + work_days + sum(money.stretch_days(start_day, work_days))
    day, done, step = start_day, 0.0, 1e-3
    while done < work_days:
        pace = money.budgets[bisect.bisect_right(YEARS, day + step / 2) - 1] * (0.5 if day + step / 2 >= cut_day else 1)
        done += pace * step
        day += step
    assert done_day == pytest.approx(day, abs=2e-3)


def test_fixed_cost_follows_a_cut_off_from_its_day_on_with_the_lag():
    money = funding(cut=IncomeCut(YEARS[3] + 365.0 / 2, 0.5), budget_ln_sd=0.0, **BOUND)
    budget, fixed = money.yearly
    assert budget == pytest.approx([100.0] * 3 + [75.0] + [50.0] * (len(YEARS) - 4), rel=1e-3)
    # Of the half that is lost, what half a year follows, and then a year more each.
    follows = [0.5 * (1.0 - math.exp(-(0.5 + year) / 3.0)) for year in range(len(YEARS) - 3)]
    assert fixed[:3] == pytest.approx([40.0] * 3)
    assert fixed[3] == pytest.approx(40.0 * (1.0 - follows[0] / 2), rel=1e-3)
    assert fixed[4:] == pytest.approx([40.0 * (1.0 - each) for each in follows[1:]], rel=1e-3)


@pytest.mark.parametrize("bound", [0.0, 40.0, 95.0])
@pytest.mark.parametrize("lag", [0.0, 3.0])
@pytest.mark.parametrize("cut_day", [50.0, YEARS[4], YEARS[4] + 272.0, YEARS[5] - 1.0, YEARS[-1] + 100.0])
def test_a_cut_off_of_any_depth_leaves_money_for_work_and_never_speeds_it_up_nor_acts_before_its_day(
    cut_day, lag, bound
):
    for sample, factor, elasticity in itertools.product(range(6), (0.1, 0.3, 0.5, 0.9, 0.999), (0.7, 1.0)):
        changes = {"fixed_cost_lag_years": lag, "budget_elasticity": elasticity, "budget_ln_sd": 0.6}
        changes |= {"budget_musd_per_year": 100.0, "fixed_cost_musd_per_year": bound}
        money = funding(sample, cut=IncomeCut(cut_day, factor), **changes)
        assert min(money.cut_progress.paces) > 0.0
        for have, fixed in zip(*money.yearly, strict=True):
            assert fixed <= 0.9 * have + 1e-9
        for work_days in (30.0, 700.0, 1_300.0, 2_500.0, 6_000.0):
            by_budget, by_cut = money.stretch_days(20.0, work_days)
            assert by_cut >= 0.0
            if 20.0 + work_days + by_budget <= cut_day:
                assert by_cut == 0.0
            elif factor < 0.6 and cut_day < YEARS[-1]:
                assert by_cut > 0.0


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(1.0, 400.0), st.floats(0.1, 5.0)), min_size=1, max_size=30),
    st.floats(0.0, 5_000.0),
    st.floats(0.0, 20_000.0),
)
def test_the_integral_of_the_pace_up_to_the_finish_is_the_work(parts, start_day, work_days):
    edges = np.concatenate([[0.0], np.cumsum([length for length, _ in parts])])[:-1]
    paces = [pace for _, pace in parts]
    finish = Progress(edges.tolist(), paces).finish_day(start_day, work_days)
    ends = [*edges[1:], math.inf]
    spans = [max(min(end, finish) - max(edge, start_day), 0.0) for edge, end in zip(edges, ends, strict=True)]
    assert sum(pace * span for pace, span in zip(paces, spans, strict=True)) == pytest.approx(work_days, abs=1e-6)


def test_the_path_is_that_of_the_oracle_and_each_year_a_draw_of_its_own():
    draws = RecordingDraws()
    budgets = funding(draws=draws, budget_multiplier=1.3, budget_elasticity=0.5).budgets
    normals = np.array([draws.record["normal", "russia", "budget", year] for year in range(1, len(YEARS))])
    assert budgets == pytest.approx(1.3 * budget_path(normals, 0.25, budget_fit().ln_sd("russia")))
    assert len(draws.record) == len(YEARS) - 1
    # A wider path has the same shocks: no draw moves.
    wide, narrow = (
        np.diff(np.log(funding(budget_ln_sd=ln_sd, budget_reversion=1e2 / 20).budgets))[0] + ln_sd**2 / 2
        for ln_sd in (0.4, 0.2)
    )
    assert wide == pytest.approx(2 * narrow)


def test_fixed_cost_is_the_tie_between_time_and_money():
    """Half the money for good: at first what is bound eats what is left, in the end half the work of a year is done."""
    money = funding(budget_ln_sd=0.0, budget_multiplier=0.5, **BOUND)
    budget, fixed = money.yearly
    assert set(budget) == {50.0}
    assert (fixed[0], fixed[-1]) == pytest.approx((40.0, 20.0), abs=0.01)
    assert all(later < sooner for sooner, later in itertools.pairwise(fixed))
    assert fixed[3] == pytest.approx(20.0 + 20.0 / math.e)
    paces = money.progress.paces
    assert paces == pytest.approx([(have - bound) / 60.0 for have, bound in zip(budget, fixed, strict=True)])
    # Whatever is left pays for work, so no year costs more than it has, and the same work in all years together costs
    # what it costs in the plan, and fixed cost for longer.
    finish = 3_650.0 + sum(money.stretch_days(0.0, 3_650.0))
    assert finish > 2 * 3_650.0
    lag_free = funding(budget_ln_sd=0.0, budget_multiplier=0.5, fixed_cost_lag_years=0.0, **BOUND)
    assert 3_650.0 + sum(lag_free.stretch_days(0.0, 3_650.0)) == pytest.approx(2 * 3_650.0)


@pytest.mark.parametrize(("level", "bound"), [(0.1, 40.0), (0.3, 95.0), (1.0, 500.0)])
def test_a_tenth_of_the_money_is_always_left_for_work(level, bound):
    money = funding(
        budget_ln_sd=0.0, budget_multiplier=level, budget_musd_per_year=100.0, fixed_cost_musd_per_year=bound
    )
    for have, fixed in zip(*money.yearly, strict=True):
        assert fixed <= 0.9 * have + 1e-9


def test_without_fixed_cost_the_pace_is_a_power_of_the_money_bit_for_bit():
    money = funding(budget_ln_sd=0.3, budget_elasticity=0.5, fixed_cost_musd_per_year=0.0)
    assert money.progress.paces == [math.pow(budget, 0.5) for budget in money.budgets]


def test_with_no_spread_and_the_money_that_is_needed_nothing_changes_and_nothing_is_drawn():
    draws = RecordingDraws()
    for changes in ({"budget_ln_sd": 0.0}, {"budget_ln_sd": 0.9, "budget_elasticity": 0.0}, {"varies": False}):
        assert funding(draws=draws, **changes).stretch_days(3.0, 4_321.0) == (0.0, 0.0)
    draws.record.clear()
    funding(draws=draws, budget_ln_sd=0.0).stretch_days(3.0, 4_321.0)
    funding(draws=draws, varies=False).stretch_days(3.0, 4_321.0)
    assert draws.record == {}


def test_the_years_begin_on_new_year_s_days():
    assert YEARS[:3] == (0.0, 184.0, 549.0)
    assert len(YEARS) == 31


def test_an_exporter_s_budget_follows_its_income_by_the_elasticity_and_no_other_program_s_does():
    draws = RecordingDraws()
    energy = Energy(income_multiplier=2.0, income_ln_sd=0.3, income_reversion=0.4, budget_elasticity=0.5)
    budgets = funding(draws=draws, income=energy, energy_exporter=True, budget_ln_sd=0.0).budgets
    normals = np.array([draws.record["normal", "energy", "income", year] for year in range(1, len(YEARS))])
    path = budget_path(normals, 0.4, 0.3)
    variance = 0.09 * (1 - np.exp(-0.8 * np.arange(len(YEARS)))) / (1 - np.exp(-0.8))
    assert budgets == pytest.approx(2.0**0.5 * linked_factor(path, variance, 0.5))
    assert funding(income=energy, budget_ln_sd=0.0).budgets == [1.0] * len(YEARS)
    # Central case: whatever the income does, the budget does not care.
    assert funding(income=Energy(income_multiplier=5.0), energy_exporter=True, budget_ln_sd=0.0).budgets == [1.0] * 31


@pytest.mark.parametrize(("elasticity", "earlier"), [(0.5, True), (0.0, None), (-0.5, False)])
def test_income_moves_the_exporter_s_dates_by_the_sign_of_the_elasticity(elasticity, earlier):
    budget_only = NO_WAITS | {
        "waits.budget": True,
        "programs.russia.budget_ln_sd": 0.0,
        "programs.china.budget_ln_sd": 0.0,
    }
    rich = budget_only | {
        "energy.income_multiplier": 2.0,
        "energy.income_ln_sd": 0.0,
        "energy.budget_elasticity": elasticity,
    }
    plain, moved = (run(scenario_of(each)).flights.missions for each in (budget_only, rich))
    for key, record in plain.items():
        if scenario_of().missions[key].program == "russia" and not math.isnan(record.launched_day):
            gain = record.launched_day - moved[key].launched_day
            assert gain == 0.0 if earlier is None else (gain > 0) == earlier


def test_without_the_wait_for_budget_every_planned_date_comes_out_to_the_day():
    poor = NO_WAITS | {"programs.china.budget_multiplier": 0.2, "programs.russia.budget_multiplier": 0.2}
    for record in run(scenario_of(poor)).flights.missions.values():
        if not math.isnan(record.launched_day):
            assert record.launched_day == record.planned_day
    unbound = {"waits.budget": True, "programs.china.fixed_cost_musd_per_year": 0.0, "programs.china.budget_ln_sd": 0.0}
    on = run(scenario_of(poor | unbound)).flights.missions
    assert on["change_8"].launched_day == pytest.approx(on["change_8"].planned_day / 0.2)


def test_the_wandering_budget_moves_dates_both_ways_and_the_median_hardly():
    budget_only = NO_WAITS | {"waits.budget": True, "plant.units": 0}
    waits = [trace.flights.missions["luna_28"].waits["budget"] for trace in runs(scenario_of(budget_only), 400)]
    planned = run(scenario_of(NO_WAITS)).flights.missions["luna_28"].planned_day
    assert min(waits) < -0.05 * planned
    assert max(waits) > 0.05 * planned
    assert abs(np.median(waits)) < 0.03 * planned


def mars(**changes):
    """Return the base scenario in which one heavy Chinese mission that was only proposed goes to Mars instead."""
    built = scenario_of({"programs.china.budget_ln_sd": 0.0, "plan.mars": "ambitious", **changes})
    proposed = {"kind": "mars", "ambitious": True, "planned": "2040-07-01", "needs": (), "assets": ()}
    far = dataclasses.replace(built.missions["ilrs_habitat"], **proposed)
    missions = {key: mission for key, mission in built.missions.items() if not mission.ambitious}
    return dataclasses.replace(built, missions=Records(missions | {"ilrs_habitat": far}))


def test_proposed_missions_to_mars_raise_the_needs_in_the_years_before_their_launch_only():
    needs = prepare(mars()).extra_needs
    assert set(needs) == {"china"}
    raised = [2026 + year for year, more in enumerate(needs["china"]) if more > 0]
    assert raised == list(range(2035, 2041))
    assert prepare(scenario_of()).extra_needs == {}


def test_the_needs_are_work_on_mars_over_the_mean_work_on_the_moon():
    built = scenario_of()
    one = dataclasses.replace(built.missions["ilrs_1"], ambitious=True)
    twelve_years = [(12 * 365.25, built.missions["ilrs_1"])]
    needs = extra_needs([(2_000.0, one), *twelve_years], START, len(YEARS))
    # The same mission once in twelve years is what the plan needs: in six years a Mars mission of that size needs 1/6.
    assert max(needs["china"]) == pytest.approx(12.0 / 6.0)


def test_prices_move_no_date_not_even_those_of_flights_to_mars():
    """Only changes of the budget against the plan act on dates: a dearer plan is no such change."""
    paced = NO_WAITS | {"waits.budget": True}
    dear = {"vehicles.long_march_9.launch_cost_musd": 5_000.0, "vehicles.long_march_10.launch_cost_musd": 30.0}
    prices = {"hardware_usd_per_kg": 1e6, "development_ratio": 9.0, "cost_multiplier": 3.0}
    dear |= {f"programs.china.{name}": value for name, value in prices.items()}
    days = []
    for changes in ({}, dear):
        records = run(mars(**paced, **changes)).flights.missions
        days.append([record.launched_day for record in records.values() if record.launched_day > 0.0])
    assert max(days[0]) > 3_000.0
    assert days[0] == days[1]
    assert prepare(mars()).extra_needs == prepare(mars(**dear)).extra_needs


def test_what_a_company_or_another_agency_flies_on_its_own_account_takes_no_money_from_the_moon():
    built = scenario_of()
    own = dataclasses.replace(built.missions["ilrs_1"], ambitious=True, contributed="all")
    announced = (12 * 365.25, built.missions["ilrs_1"])
    assert extra_needs([(2_000.0, own), announced], START, len(YEARS)) == {}
    race = scenario_of(RACE | {"plan.mars": "ambitious"})
    assert race.missions["mars_starship_1"].contributed == "all"
    assert set(prepare(race).extra_needs) == {"china"}


@pytest.mark.parametrize(("level", "longer"), [(0.5, 1.5), (2.0, 0.7)])
def test_with_half_the_budget_a_lost_mission_is_built_again_in_more_than_half_as_long_again(level, longer):
    lossy = NO_WAITS | {"waits.landing_failure": True, "missions.change_8.outcome": "lost", "plant.units": 0}
    lossy |= {"programs.china.budget_ln_sd": 0.0, "programs.china.budget_multiplier": level}
    waits = []
    for budget in (False, True):
        flown = [
            flight
            for flight in run(scenario_of(lossy | {"waits.budget": budget})).flights.flown
            if flight.mission == "change_8"
        ]
        waits.append(flown[1].launched_day - flown[0].ended_day)
    assert waits[1] > longer * waits[0] if longer > 1.0 else waits[1] < longer * waits[0]


def test_only_the_part_of_the_work_that_comes_before_the_horizon_is_needed():
    built = scenario_of()
    one = dataclasses.replace(built.missions["ilrs_1"], ambitious=True)
    announced = (12 * 365.25, built.missions["ilrs_1"])
    end = YEARS[-1]

    def raised(years_after):
        needs = extra_needs([(end + (years_after + 0.5) * 365.25, one), announced], START, len(YEARS))
        return [len(YEARS) - year for year, more in enumerate(needs["china"]) if more > 0]

    assert raised(0) == [6, 5, 4, 3, 2, 1]
    assert raised(2) == [4, 3, 2, 1]
    assert raised(7) == []


@pytest.mark.parametrize("horizon_days", [100.0, 3_000.0])
def test_the_work_of_a_year_does_not_hang_on_the_horizon(horizon_days):
    built = scenario_of()
    one = dataclasses.replace(built.missions["ilrs_1"], ambitious=True)
    announced = (12 * 365.25, built.missions["ilrs_1"])
    new_year_of_2032 = (dt.date(2032, 1, 1) - START).days
    needs = extra_needs([(new_year_of_2032, one), announced], START, len(year_starts(START, horizon_days)))
    assert needs["china"][0] == 0.0


def test_mars_on_the_same_money_slows_the_moon_down_and_new_money_pays_for_it():
    budget_only = NO_WAITS | {"waits.budget": True}
    same = run(mars(**budget_only)).flights.missions["ilrs_crew_module"]
    paid = run(mars(**budget_only, **{"programs.china.new_money_share": 1.0})).flights.missions["ilrs_crew_module"]
    assert same.waits["budget"] > 10.0
    assert paid.waits["budget"] == 0.0


def test_work_that_is_ordered_later_is_paid_by_the_budgets_of_its_own_years():
    changes = {
        "waits.budget": True,
        "waits.cooperation": True,
        **LAPSED,
        "cooperation.first_renewal": "2034-12-31",
        "programs.china.budget_ln_sd": 0.5,
        "plant.units": 0,
    }
    met = 0
    for sample in range(6):
        trace = run(scenario_of(NO_WAITS | changes), sample=sample)
        record = trace.flights.missions["china_power_plant_1"]
        due = record.planned_day + record.waits["cooperation"]
        money = funding(sample, name="china", budget_ln_sd=0.5, **CHINA)
        stretched, _ = money.stretch_days(trace.programs.lapse_day, due - trace.programs.lapse_day)
        assert record.waits["budget"] == pytest.approx(max(stretched, 0.0))
        met += stretched > 1.0
    assert met > 0


@pytest.mark.parametrize("samples", [25])
def test_more_money_never_delays_what_waits_for_money_alone(samples):
    with_slips = NO_WAITS | {"waits.budget": True, "waits.slip": True, "plant.units": 0}
    poor, rich = (
        runs(scenario_of(with_slips | {"programs.china.budget_multiplier": level}), samples) for level in (0.7, 1.4)
    )
    for few, much in zip(poor, rich, strict=True):
        for key, record in much.flights.missions.items():
            if not math.isnan(few.flights.missions[key].launched_day):
                assert record.launched_day <= few.flights.missions[key].launched_day + 1e-6


def test_causes_still_add_up_to_the_delay_with_all_that_money_can_do():
    changes = {
        "cutoff.programs": ["russia", "china"],
        "cooperation.suspensions_per_year": 0.2,
        "energy.budget_elasticity": 0.5,
        "programs.china.budget_multiplier": 0.7,
    }
    plan = run(scenario_of(NO_WAITS))
    seen = set()
    for trace in runs(scenario_of(changes), 40):
        for milestone in MILESTONES[:3]:
            day = trace.milestone_day.get(milestone, trace.horizon_days)
            parts = trace.delay_days[milestone]
            assert sum(parts.values()) == pytest.approx(day - plan.milestone_day[milestone], abs=1e-6)
            seen |= {cause for cause, days in parts.items() if days > 0}
    assert {"budget", "cooperation", "technology_cutoff"} <= seen
