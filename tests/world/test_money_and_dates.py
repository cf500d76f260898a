"""What the money of programs does to the dates of a campaign: income, Mars, losses and orders."""

import dataclasses
import math

import numpy as np
import pytest

from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.groups.programs.energy import Energy
from lunarsim.world.history.trace import MILESTONES
from lunarsim.world.money.needs import FARTHEST_YEARS, extra_needs, year_starts
from lunarsim.world.prepared import prepare
from tests.oracles.budget_path import budget_path, linked_factor
from tests.scenario.building import LAPSED, NO_WAITS, RACE, scenario_of
from tests.world.running import RecordingDraws, run, runs
from tests.world.test_budgets import CHINA, START, YEARS, funding


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


def test_at_the_plan_s_level_the_wait_for_budgets_moves_no_date_and_no_draw_however_the_years_wander():
    """The delay of ordinary years is in the slips; the switch would else take away what the record has."""
    wild = {"programs.china.budget_ln_sd": 0.4, "energy.budget_elasticity": 0.5, "energy.income_ln_sd": 0.5}
    budgets = set()
    for sample in range(12):
        on, off = (run(scenario_of(wild | {"waits.budget": budget}), sample=sample) for budget in (True, False))
        assert on.milestone_day == off.milestone_day
        for key, record in on.flights.missions.items():
            assert (record.outcome, record.waits) == (
                off.flights.missions[key].outcome,
                off.flights.missions[key].waits,
            )
        for name in ("china", "russia"):
            assert set(off.programs.budget_musd[name]) == {scenario_of().programs[name].budget_musd_per_year}
            budgets.update(on.programs.budget_musd[name][1:])
    assert len(budgets) == 12 * 2 * (len(YEARS) - 1)


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
    needs = extra_needs([(2_000.0, one), *twelve_years], START)
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
    assert extra_needs([(2_000.0, own), announced], START) == {}
    race = scenario_of(RACE | {"plan.mars": "ambitious"})
    assert race.missions["mars_starship_1"].contributed == "all"
    assert set(prepare(race).extra_needs) == {"china"}


@pytest.mark.parametrize(("level", "longer"), [(0.5, 1.5), (2.0, 0.8)])
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


def test_the_work_on_a_mission_is_needed_in_the_six_years_before_it_whatever_the_horizon():
    built = scenario_of()
    one = dataclasses.replace(built.missions["ilrs_1"], ambitious=True)
    announced = (12 * 365.25, built.missions["ilrs_1"])
    starts = year_starts(START)

    def raised(year):
        needs = extra_needs([(starts[year] + 100.0, one), announced], START)
        return [at for at, more in enumerate(needs["china"]) if more > 0]

    assert raised(35) == [30, 31, 32, 33, 34, 35]
    assert raised(2) == [0, 1, 2]
    assert len(starts) == FARTHEST_YEARS
    assert prepare(mars(**{"timeline.horizon_years": 5})).extra_needs == prepare(mars()).extra_needs


def test_mars_on_the_same_money_slows_the_moon_down_and_new_money_pays_for_it():
    budget_only = NO_WAITS | {"waits.budget": True}
    same = run(mars(**budget_only)).flights.missions["ilrs_crew_module"]
    paid = run(mars(**budget_only, **{"programs.china.new_money_share": 1.0})).flights.missions["ilrs_crew_module"]
    assert same.waits["budget"] > 10.0
    assert paid.waits["budget"] == 0.0


@pytest.mark.parametrize(("follows", "gained_days"), [(1.0, 100.0), (0.5, 50.0)])
def test_work_that_is_ordered_later_is_paid_by_the_budgets_of_its_own_years(follows, gained_days):
    level = {"budget_multiplier": 0.7, "fixed_cost_lag_years": 10.0, "fixed_cost_share_following": follows}
    changes = {
        "waits.budget": True,
        "waits.cooperation": True,
        **LAPSED,
        "cooperation.first_renewal": "2034-12-31",
        **{f"programs.china.{name}": value for name, value in level.items()},
        "plant.units": 0,
    }
    trace = run(scenario_of(NO_WAITS | changes))
    record = trace.flights.missions["china_power_plant_1"]
    ordered = trace.programs.lapse_day
    money = funding(name="china", **level, **CHINA)
    work_days = record.planned_day + record.waits["cooperation"] - ordered
    stretched, _ = money.stretch_days(ordered, work_days)
    assert record.waits["budget"] == pytest.approx(stretched)
    assert stretched > 100.0
    # Fixed cost has begun to follow by then, so the same work takes less time than from the start on.
    assert stretched < money.stretch_days(0.0, work_days)[0] - gained_days


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
