"""Factors that cannot act in a sweep are declared so, are not in its design, and change nothing at all."""

import functools

import numpy as np
import pytest

from lunarsim.scenario.acting import can_act, conditions
from lunarsim.scenario.building import with_values
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.declare.declaration import AnyOf, HardwareCondition
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, declaration, setter
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.request.factors import Constant, distributions
from lunarsim.study.request.settings import Uncertainties
from tests.scenario.building import ARTEMIS, BY_PROGRAM, NO_WAITS, RACE, scenario_of

ROWS = [(sample, 0) for sample in range(4)]
RARELY_ACT = {
    "energy.income_ln_sd": "it acts through energy.budget_elasticity, which stands at 0 here, alone of all factors",
    "deposit.mare_term_ppm": "the soil of Shackleton holds no mare, as far as its iron shows",
    "deposit.thickness_multiplier": "the regolith is deeper than the mine even where it is thin",
    "mine.excavator_kg_per_day": "an excavator brings more than a unit treats",
    "mine.teleoperated_share": "the same; from 0.1 to 0.9 it moved the product of none of 72 runs with any",
    "slips.new_start_gap_years": "few missions are given up, and most are ready no sooner than their new start",
    "slips.common_shelved_share": "the same: it decides which of them are given up",
    "cooperation.renewal_gap_years": "few renewals fail, and few of the partner's missions fly before the horizon",
    "launch.pad_loss_share": "few failures destroy a pad",
    "crews.loss_of_crew_share": "few crewed missions are lost, and fewer crews",
    "crews.loss_learning_exponent": "few crewed missions are lost",
    "crews.crew_stand_down_days": "few crews are lost",
    "crews.mission_stand_down_days": "few crewed missions are lost, and the next often comes later anyway",
}
"""Factors that act on the base scenario in principle, but not alone or not in so few runs."""

MINE = {"flowsheet.melt_kwh_per_kg", "mine.excavator_life_t", "plant.availability", "finance.plant_musd_per_year"}
PHOSPHATES = {"deposit.phosphorus_per_thorium", "flowsheet.concentrate_recovery"}
CUT = {"cutoff.redesign_years", "cutoff.chinese_redesign_years", "cutoff.income_factor"}
BY_AGREEMENT = {"cooperation.withdrawal_per_year", "cooperation.extension_probability"}
GAP = {"cooperation.renewal_gap_years"}
RENEWAL = BY_AGREEMENT | {
    "cooperation.renewal_probability",
    "cooperation.suspensions_per_year",
    "cooperation.suspension_years",
    "cooperation.resumption_probability",
}
PUBLISHED_ARRAY = {f"assets.{name}.evidence": "published" for name in ("vertical_array_1", "base_battery")}
KINDS = {
    "another flowsheet": ({"flowsheet.name": "soil_leach"}, PHOSPHATES | {"flowsheet.evaporated_share"}),
    "no plant": ({"plant.units": 0}, MINE | {"logistics.return_craft_kg", "market.price_multiplier"}),
    "a reactor that is not there": ({"plant.power_source": "solar"}, {"plant.reactor_kg_per_kw"}),
    "a camp that is not needed": ({}, {"logistics.camp_kg"}),
    "rock of another kind": ({}, {"deposit.silicic_ree_per_thorium"}),
    "silicic rock": ({"site.silicic": True}, {"deposit.ree_per_thorium", "deposit.mare_term_ppm"}),
    "no cut-off": ({}, CUT),
    "a cut-off with Chinese parts": (
        {"cutoff.programs": ("russia",), "cutoff.replacement": "chinese"},
        {"cutoff.redesign_years"},
    ),
    "a cut-off that delays nothing": ({"cutoff.programs": ("russia",), "waits.technology_cutoff": False}, CUT),
    "no product flown home": (
        {"logistics.return_interval_days": 0.0},
        {"logistics.return_capacity_kg", "logistics.return_usd_per_kg"},
    ),
    "an agreement for good": ({"cooperation.mode": "active"}, RENEWAL | GAP),
    "a five-year program alone": (BY_PROGRAM, BY_AGREEMENT | GAP),
    "an agreement that lapses": ({"cooperation.mode": "lapsed"}, RENEWAL),
    "no agreement": ({"cooperation.mode": "none"}, RENEWAL | GAP | {"cooperation.patience_years"}),
    "partners that cannot be replaced": (
        {"cooperation.replacement_possible": False},
        {"cooperation.patience_years"},
    ),
    "no exporter of energy": (
        {"programs.russia.energy_exporter": False},
        {"energy.income_ln_sd", "energy.budget_elasticity"},
    ),
    "income that fills no budget": ({"energy.budget_elasticity": 0.0}, {"energy.income_ln_sd"}),
    "landings that share no flaw": ({"landing.design_correlation": 0.0}, {"landing.design_life_years"}),
    "no launch failures": (
        {"waits.launch_failure": False},
        {"launch.failure_multiplier", "launch.stand_down_median_days", "launch.pad_loss_share"},
    ),
    "no wait for vehicles": ({"waits.vehicle": False}, {"launch.stand_down_median_days"}),
    "no wait for pads": ({"waits.pad": False}, {"launch.pad_loss_share"}),
    "ratings that are published": (ARTEMIS | PUBLISHED_ARRAY, {"station.power_multiplier"}),
    "ratings of a rival that are published": (RACE | PUBLISHED_ARRAY, {"rival.power_multiplier"}),
    "assumed ratings of another camp": (
        ARTEMIS | PUBLISHED_ARRAY | {"programs.china.active": True},
        {"station.power_multiplier"},
    ),
    "assumed ratings of a camp without an agreement": (
        ARTEMIS | PUBLISHED_ARRAY | {"programs.china.active": True, "programs.china.camp": "artemis"},
        {"station.power_multiplier"},
    ),
    "assumed ratings of the rival's lead": (
        ARTEMIS | PUBLISHED_ARRAY | {"programs.china.active": True, "rival.lead": "china", "rival.name": "ilrs"},
        {"station.power_multiplier"},
    ),
    "a lead of published ratings": (
        PUBLISHED_ARRAY | {"cooperation.mode": "none", "station.lead": "usa", "programs.usa.active": True},
        {"station.power_multiplier"},
    ),
    "returns that are never lost": ({"waits.landing_failure": False}, {"logistics.return_success"}),
    "no waits": (
        NO_WAITS,
        {
            "station.commissioning_multiplier",
            "upkeep.diagnosis_days",
            "flowsheet.readiness_years",
            "landing.design_correlation",
            "programs.china.slip_multiplier",
            "programs.china.fixed_cost_lag_years",
            "programs.china.fixed_cost_share_following",
            "programs.russia.landing_odds_multiplier",
        }
        | RENEWAL,
    ),
}


def factors(scenario, fixed=(), intervals=(), notes=None):
    """The uncertain factors of a scenario by default."""
    found = distributions(
        {(): scenario}, intervals, Uncertainties(), dict.fromkeys(fixed, "is set"), [] if notes is None else notes, []
    )
    return {key for key, by_choice in found.items() if not isinstance(by_choice[()], Constant)}


@functools.cache
def ends(key):
    """The 5 % and 95 % quantiles of a factor; the range of what is declared without a distribution."""
    declared, _ = declaration(key)
    if declared.distribution is None:
        return declared.low, declared.high
    return tuple(np.clip(declared.distribution.quantile(np.array([0.05, 0.95])), declared.low, declared.high).tolist())


def changed_by(scenario, keys, rows=ROWS):
    """The outcomes that differ between low and high values of each factor in the first row in which any does."""
    labels = {name: coordinate.values for name, coordinate in CAMPAIGNS.coordinates([scenario]).items()}
    found = {key: set() for key in keys}
    for row in rows:
        left = [key for key, names in found.items() if not names]
        scenarios = [setter((key,))(scenario, (value,)) for key in left for value in ends(key)]
        results = CAMPAIGNS.run(scenarios, [row] * len(scenarios), 7, labels)
        assert set(results.errors) <= {""}
        for name, array in results.arrays.items():
            for key, (low, high) in zip(left, array.reshape(len(left), 2, -1), strict=True):
                if low.tobytes() != high.tobytes():
                    found[key].add(name)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_factor_that_cannot_act_is_not_in_the_design_and_changes_nothing(kind):
    changes, idle = KINDS[kind]
    scenario = scenario_of(changes)
    assert not idle & factors(scenario, fixed=changes)
    assert not any(can_act(key, scenario, lambda other: (scenario.value(other),)) for key in idle)
    assert all(conditions(key) for key in idle)
    assert changed_by(scenario, idle, ROWS[:1]) == {key: set() for key in idle}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_in_other_runs_it_changes_nothing_either(kind):
    changes, idle = KINDS[kind]
    assert changed_by(scenario_of(changes), idle, ROWS[1:]) == {key: set() for key in idle}


# Some of the factors in a fast run: those that act in no row take most of the time.
@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_what_is_left_out_of_the_base_scenario_changes_nothing_and_all_else_acts(step):
    # So much product that some of it returns.
    scenario = scenario_of({"flowsheet.purification_recovery": 1.0})
    kept = factors(scenario) | {"flowsheet.purification_recovery"}
    every = {
        key for group in GROUPS.keys() - {"rival"} for key in (f"{group}.{name}" for name in _uncertain(GROUPS[group]))
    } | {
        f"programs.{name}.{field}"
        for name, program in scenario.programs.items()
        if program.active
        for field in _uncertain(COLLECTIONS["programs"])
    }
    assert kept < every
    tried = {*sorted(kept)[::step], *sorted(every - kept)[:: 1 + step // 4]}
    assert len(tried & kept) > 5
    assert len(tried - kept) > 1
    changed = changed_by(scenario, tried)
    assert {key for key in tried - kept if changed[key]} == set()
    assert {key for key in tried & kept if not changed[key]} <= set(RARELY_ACT)


def _uncertain(cls):
    return [name for name, (declared, _) in declarations(cls).items() if declared.distribution is not None]


def test_what_follows_a_cut_off_acts_without_the_wait_for_budgets():
    changes = {"waits.budget": False, "waits.technology_cutoff": True, "cutoff.programs": ["russia"]}
    changes |= {"cutoff.date": "2029-01-01", "cutoff.income_factor": 0.6}
    keys = {f"programs.russia.{name}" for name in ("fixed_cost_lag_years", "fixed_cost_share_following")}
    scenario = scenario_of(changes)
    assert keys <= factors(scenario, fixed=changes)
    assert all(changed_by(scenario, keys, ROWS[:1]).values())


@pytest.mark.parametrize("key", ["programs.china.budget_multiplier", "energy.income_multiplier"])
def test_no_level_of_money_is_drawn_by_chance(key):
    """Slips hold how well past plans were paid."""
    declared, _ = declaration(key)
    assert declared.distribution is None


def test_a_condition_is_written_for_a_reader():
    either = "programs.china.active is true and either waits.budget is true or cutoff.programs is set"
    assert conditions("programs.china.fixed_cost_lag_years") == either
    assert conditions("energy.budget_elasticity") == "programs.*.energy_exporter is true and waits.budget is true"
    assert conditions("flowsheet.evaporated_share") == "flowsheet.name is residue_leach"
    assert conditions("deposit.ree_per_thorium") == "site.silicic is false"
    assert "site.name is not station.site" in conditions("logistics.camp_kg")
    assumed = "hardware that can come has power that is analogue or assumed"
    assert conditions("station.power_multiplier") == assumed
    assert conditions("rival.power_multiplier") == f"rival.lead is not none and {assumed}"
    assert conditions("programs.usa.slip_multiplier") == "programs.usa.active is true and waits.slip is true"
    metal = "flowsheet.name is molten_electrolysis"
    assert conditions("plant.growth_years") == f"plant.units is above 0 and {metal} and plant.growth_closure is above 0"
    assert conditions("cutoff.redesign_years").startswith("cutoff.programs is set and ")
    assert conditions("programs.usa.active") == conditions("rival.lead") == ""


def test_a_condition_names_a_parameter():
    for group, cls in (GROUPS | COLLECTIONS).items():
        for name in _uncertain(cls):
            declared, _ = declaration(f"{group}.x.{name}" if group in COLLECTIONS else f"{group}.{name}")
            for condition in declared.acts_if:
                if isinstance(condition, HardwareCondition):
                    fields = {field: declaration(f"assets.x.{field}")[0] for field in condition.fields}
                    assert {field.unit for field in fields.values()} == {"kW", "kW h"}
                    continue
                for each in condition.conditions if isinstance(condition, AnyOf) else (condition,):
                    for key in filter(None, (each.key, each.other_than)):
                        known, kind = declaration(key)
                        for value in each.values:
                            assert value in known.choices or (kind is bool and isinstance(value, bool)), (key, value)


def test_a_factor_that_acts_at_any_value_of_a_lever_stays(plan):
    def keys(*levers, **settings):
        return {factor.key for factor in plan(*levers, **settings).factors}

    assert "plant.reactor_kg_per_kw" not in keys({"plant.power_source": ["solar"]})
    assert "plant.reactor_kg_per_kw" in keys({"plant.power_source": ["solar", "reactor"]})
    assert keys({"plant.units": [0, 1]}) >= MINE
    assert not MINE & keys({"plant.units": [0]})
    assert not RENEWAL & keys(groups={"cooperation": ["active", "lapsed"]})
    assert keys(groups={"cooperation": ["active", "stochastic"]}) >= RENEWAL
    assert "logistics.camp_kg" in keys(groups={"site": ["shackleton", "fra_mauro"]})
    assert "logistics.camp_kg" not in keys(groups={"site": ["shackleton"]})


def test_a_program_that_takes_part_at_a_value_of_a_lever_brings_its_factors(plan):
    def of_usa(*levers, **settings):
        return {factor.key for factor in plan(*levers, **settings).factors if factor.key.startswith("programs.usa.")}

    active = of_usa(changes={"programs.usa.active": True})
    assert active
    assert of_usa({"programs.usa.active": [False, True]}) == of_usa({"programs.usa.active": [True]}) == active
    assert of_usa() == of_usa({"programs.usa.active": [False]}) == set()


def test_a_second_station_that_is_there_at_a_value_of_a_lever_brings_its_factors(plan):
    def of_rival(*levers, **settings):
        return {factor.key for factor in plan(*levers, **settings).factors if factor.key.startswith("rival.")}

    active = {"programs.usa.active": True}
    there = of_rival(changes=active | {"rival.lead": "usa"})
    assert there
    both = plan({"rival.lead": ["none", "usa"]}, changes=active)
    assert {factor.key for factor in both.factors if factor.key.startswith("rival.")} == there
    assert all(factor.varies(()) for factor in both.factors)
    assert of_rival(changes=active) == of_rival({"rival.lead": ["none"]}, changes=active) == set()


def test_a_condition_on_an_uncertain_parameter_may_hold(plan):
    changes = {"energy.budget_elasticity": 0.0, "programs.russia.energy_exporter": True}
    with_interval = plan(changes=changes, intervals=[("energy.budget_elasticity", 0.1, 0.2, "uniform")])
    fixed = plan(changes=changes)
    assert "energy.income_ln_sd" in {factor.key for factor in with_interval.factors}
    assert "energy.income_ln_sd" not in {factor.key for factor in fixed.factors}


def test_what_is_left_out_moves_no_column_and_no_result_of_the_others(sweep):
    cooperating = {"groups": {"cooperation": ["active"]}, "samples": 12}
    few, more = sweep(**cooperating), sweep(groups={"cooperation": ["stochastic"]}, samples=12)
    assert set(more.factor.values) - set(few.factor.values) == RENEWAL | GAP
    assert np.array_equal(more.u.sel(factor=few.factor), few.u)
    assert np.array_equal(more.mass_kg.values, few.mass_kg.values)


def test_a_value_put_into_a_scenario_may_let_a_factor_act():
    scenario = with_values(scenario_of(), {"cutoff.programs": ("russia",)})
    assert factors(scenario) & CUT == {"cutoff.redesign_years", "cutoff.income_factor"}


def test_the_work_of_hands_on_commissioning_is_a_factor_where_hands_are_needed_for_it():
    keys = {"upkeep.lander_hands_share", "upkeep.commissioning_hours_multiplier"}
    assert keys <= factors(scenario_of())
    for switch in ("waits.commissioning", "waits.repair"):
        assert keys.isdisjoint(factors(scenario_of({switch: False})))
