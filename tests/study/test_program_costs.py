"""What programs spend within their budgets, and what their plans cost over them."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lunarsim.study.accounts.plan_costs import _order_day, cost_over_budget, dear_plans
from lunarsim.study.accounts.program_costs import CLASSES, within_budget
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.world.outcomes.calendar import scenario_calendar
from lunarsim.world.prepared import prepare
from tests.scenario.building import CHINA_ALONE, NO_WAITS, RACE, plan_of, scenario_of
from tests.study.bookkeeping import SPAN, books, stored
from tests.world.running import run

FIXED = CLASSES.index("fixed")


def spent(costs, budget, fixed=None):
    """Return the spending of one program: costs of hardware by year."""
    table = np.zeros((1, 1, len(costs), len(CLASSES)))
    table[0, 0, :, CLASSES.index("hardware")] = costs
    table[0, 0, :, FIXED] = 0.0 if fixed is None else fixed
    return within_budget(table, np.array(budget, dtype=float)[None, None])


def test_what_a_year_cannot_pay_is_owed_in_the_next():
    result = spent([150.0, 20.0, 0.0, 0.0], [100.0] * 4)
    assert result.paid.sum(axis=-1)[0, 0].tolist() == [100.0, 70.0, 0.0, 0.0]
    assert result.unpaid[0, 0] == 0.0
    assert spent([500.0, 0.0], [100.0, 100.0]).unpaid[0, 0] == 300.0


def test_money_that_is_not_spent_lasts_one_year_longer_and_is_spent_first():
    result = spent([0.0, 0.0, 300.0], [100.0, 60.0, 100.0])
    assert result.available[0, 0].tolist() == [100.0, 160.0, 160.0]
    assert result.paid.sum(axis=-1)[0, 0].tolist() == [0.0, 0.0, 160.0]
    # Of the second year's money the old is spent first, so that the new remains.
    result = spent([40.0, 60.0, 300.0], [100.0, 100.0, 100.0])
    assert result.available[0, 0].tolist() == [100.0, 160.0, 200.0]


def test_fixed_cost_is_paid_before_work_and_work_in_proportion():
    table = np.zeros((1, 1, 1, len(CLASSES)))
    table[0, 0, 0] = [30.0, 60.0, 0.0, 90.0, 40.0]
    result = within_budget(table, np.array([[[100.0]]]))
    assert result.paid[0, 0, 0] == pytest.approx([10.0, 20.0, 0.0, 30.0, 40.0])


years = st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 0.9), st.floats(0, 1e3)), min_size=1, max_size=12)


# The sum of what the first year pays is rounded upwards, above its budget.
@example([(65.0, 0.1875, 78.78572267441704), (0.0, 0.0, 0.0)])
@settings(max_examples=60)
@given(years)
def test_no_year_costs_more_than_it_has_and_every_cost_is_paid_or_owed(rows):
    work, bound, budget = np.array(rows).T
    result = spent(work, budget, bound * budget)
    paid = result.paid.sum(axis=-1)[0, 0]
    assert (result.paid >= 0.0).all()
    assert (paid <= result.available[0, 0] + 1e-9).all()
    assert (result.available[0, 0] <= budget + np.concatenate([[0.0], budget[:-1]]) + 1e-9).all()
    assert paid.sum() + result.unpaid[0, 0] == pytest.approx((work + bound * budget).sum(), abs=1e-6)
    assert result.paid[0, 0, :, FIXED] == pytest.approx(bound * budget)


def test_what_has_no_money_is_in_no_cost_that_is_paid_and_told_apart():
    result = books(stored(work={("year_launches_musd", 2028): 900.0}, budget=50.0))
    years = len(SPAN.years)
    assert result["cost_year_musd"][0].tolist()[:4] == [0.0, 0.0, 100.0, 50.0]
    assert result["cost_musd"].tolist() == [100.0 + 50.0 * (years - 3), 0.0]
    assert result["unfunded_musd"].tolist() == [900.0 - result["cost_musd"][0], 0.0]
    assert result["cost_incurred_year_musd"].tolist() == [[0.0, 0.0, 900.0, *[0.0] * (years - 3)], [0.0] * years]
    assert result["month_cost_musd"].sum() == pytest.approx(result["cost_musd"][0])


@pytest.fixture(scope="module")
def race():
    scenario = scenario_of(RACE | {"programs.china.cost_multiplier": 3.0, "plant.units": 0})
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([scenario]).items()}
    return scenario, CAMPAIGNS.run([scenario] * 30, [(sample, 0) for sample in range(30)], 1, labels).arrays


def test_in_whole_runs_each_program_and_year_stays_within_its_money(race):
    _, arrays = race
    assert (arrays["cost_year_musd"] <= 1.01 * arrays["available_musd"]).all()
    # China's work, three times as dear, meets its limit; what it owes and pays is all that it costs.
    assert (arrays["unfunded_musd"][:, 0] > 0).any()
    assert (arrays["cost_year_musd"] > 0.99 * arrays["available_musd"])[:, 0].any()
    paid = np.cumsum(arrays["cost_year_musd"], axis=-1, dtype=float)
    owed = np.cumsum(arrays["cost_incurred_year_musd"], axis=-1, dtype=float) - paid
    assert arrays["cost_musd"] == pytest.approx(paid[..., -1], rel=1e-5)
    assert arrays["unfunded_musd"] == pytest.approx(owed[..., -1], rel=1e-4, abs=0.1)
    # Nothing is paid before it is done.
    assert (owed > -0.1).all()


WITHIN_MONEY = {
    "base": {},
    "race": RACE,
    "story of 2022": plan_of("story_2022"),
    "half the budget": RACE | {f"programs.{name}.budget_multiplier": 0.5 for name in ("china", "russia", "usa")},
    "slips times two": RACE | {f"programs.{name}.slip_multiplier": 2.0 for name in ("china", "russia", "usa")},
}


def spending_and_money(changes, samples):
    """Return what each program spends by year and what it has, dims (run, program, year) [MUSD]."""
    built = scenario_of(changes)
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([built]).items()}
    arrays = CAMPAIGNS.run([built] * samples, [(sample, 0) for sample in range(samples)], 1, labels).arrays
    money = arrays["budget_musd"].astype(float)
    # What can be left of the year before; a program that takes no part has nothing and spends nothing.
    before = np.concatenate([np.zeros(money[..., :1].shape), money[..., :-1]], axis=-1)
    return arrays["cost_year_musd"], arrays["available_musd"], np.nan_to_num(money), np.nan_to_num(before)


def check_within_money(changes, samples):
    spent, available, money, before = spending_and_money(changes, samples)
    assert (spent <= 1.01 * available).all()
    assert (available <= 1.0001 * (money + before)).all()
    # Over any years together no more than there was, and one year's budget from before them.
    total = np.cumsum(spent, axis=-1, dtype=float)
    assert (total <= 1.0001 * np.cumsum(money, axis=-1) + 1e-3).all()
    assert spent.sum() > 0.3 * money.sum()


@pytest.mark.parametrize("name", WITHIN_MONEY)
def test_no_program_spends_more_in_a_year_than_the_money_available(name):
    check_within_money(WITHIN_MONEY[name], 5)


@pytest.mark.slow
@pytest.mark.parametrize("name", WITHIN_MONEY)
def test_in_hundreds_of_runs_no_program_spends_more_in_a_year_than_the_money_available(name):
    check_within_money(WITHIN_MONEY[name], 300)


def test_a_program_pays_its_fixed_cost_in_every_year_whatever_it_flies(race):
    scenario, arrays = race
    assert (arrays["cost_year_musd"] >= arrays["fixed_cost_musd"] * (1 - 1e-6)).all()
    full = [scenario_calendar(scenario).years.index(year) for year in (2027, 2040)]
    for position, name in enumerate(("china", "russia", "usa")):
        planned = scenario.programs[name].fixed_cost_musd_per_year
        assert np.median(arrays["fixed_cost_musd"][:, position, full]) == pytest.approx(planned, rel=0.15)


def test_the_first_year_has_the_money_of_its_months_and_grants_come_on_top(race):
    scenario, arrays = race
    usa = scenario.programs["usa"].budget_musd_per_year
    assert arrays["budget_musd"][:, 2, 0] == pytest.approx((usa + 1_775.0) * 184 / 365)
    quiet = scenario_of(RACE | NO_WAITS)
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([quiet]).items()}
    budget = CAMPAIGNS.run([quiet], [(0, 0)], 1, labels).arrays["budget_musd"][0, 2]
    years = scenario_calendar(quiet).years
    assert budget[years.index(2029)] == pytest.approx(usa + 1_375.0)
    assert budget[years.index(2030)] == pytest.approx(usa)


ALL_THREE = ("china", "russia", "usa")
MARS = {"plan.mars": "ambitious"}


@pytest.mark.parametrize(
    "money",
    [
        {},
        {"finance.station_musd_per_year": 2_000.0},
        {"waits.budget": True, **{f"programs.{name}.budget_multiplier": 0.6 for name in ALL_THREE}},
        # Off: the plan's budget, whatever the multiplier.
        {f"programs.{name}.budget_multiplier": 0.6 for name in ALL_THREE},
        {"waits.budget": True, "programs.china.fixed_cost_musd_per_year": 4_900.0},
        {"waits.budget": True, "programs.usa.fixed_cost_lag_years": 0.0, "programs.usa.budget_multiplier": 1.5},
        {"waits.budget": True, **MARS},
        {"waits.budget": True, **MARS, "programs.china.new_money_share": 0.7},
        {"waits.budget": True, "energy.income_multiplier": 0.5, "energy.budget_elasticity": 0.5},
        {"waits.budget": True, "waits.technology_cutoff": True, "cutoff.programs": ["russia", "usa"]},
    ],
)
def test_the_cost_of_a_plan_is_that_of_a_run_that_nothing_delays_over_the_money_of_one_that_does_not_wander(money):
    """Money without end pays all work, so that the accounts give its cost; what there is and is bound is a run's."""
    calm = {f"programs.{name}.budget_ln_sd": 0.0 for name in ALL_THREE} | {"energy.income_ln_sd": 0.0}
    changes = NO_WAITS | RACE | calm | {"plant.units": 0, "cooperation.mode": "active"} | money
    rich = {f"programs.{name}.budget_musd_per_year": 1e6 for name in ALL_THREE}
    unpaced = {"waits.budget": False, "waits.technology_cutoff": False}
    done, paid = (arrays_of_one(changes | more) for more in (rich | unpaced, {}))
    ratios = cost_over_budget(scenario_of(changes))
    window = slice(1, 10)
    for position, name in enumerate(ALL_THREE):
        work = (done["cost_year_musd"] - done["fixed_cost_musd"])[0, position, window].sum()
        budget, fixed = (paid[key][0, position, window].sum() for key in ("budget_musd", "fixed_cost_musd"))
        assert ratios[name] == pytest.approx((work + fixed) / budget, rel=2e-3), name


def arrays_of_one(changes):
    """Return the outcomes of one run of a scenario."""
    built = scenario_of(changes)
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([built]).items()}
    return CAMPAIGNS.run([built], [(0, 0)], 1, labels).arrays


def test_a_plan_that_costs_more_than_its_program_has_is_reported():
    assert [text.split(" costs ")[0] for text in dear_plans(scenario_of())] == ["planned work of russia 2027-2035"]
    ratios = cost_over_budget(scenario_of(RACE))
    assert ratios == pytest.approx({"china": 0.82, "russia": 3.53, "usa": 0.99}, abs=0.01)
    half = scenario_of({"programs.china.budget_multiplier": 0.5})
    assert any(text.startswith("planned work of china 2027-2035 costs 1.5 times") for text in dear_plans(half))
    assert (
        list(dear_plans(scenario_of({f"programs.{name}.budget_multiplier": 10 for name in ("china", "russia")}))) == []
    )
    # Without the wait for budgets runs have the budgets of the plan, and so has the note.
    assert not any(
        "china" in text
        for text in dear_plans(scenario_of({"programs.china.budget_multiplier": 0.5, "waits.budget": False}))
    )
    assert cost_over_budget(scenario_of(CHINA_ALONE))["china"] > cost_over_budget(scenario_of())["china"]
    # Its sentence reaches the plan of a sweep.
    assert next(iter(dear_plans(half))) in CAMPAIGNS.foreseen(half)


def test_half_the_budget_puts_a_plan_off_and_costs_more_up_to_the_same_milestone():
    """Nothing else is late here: the same work is paid, and fixed cost for longer."""
    calm = NO_WAITS | {"waits.budget": True, "plant.units": 0, "timeline.horizon_years": 60}
    calm |= {f"programs.{name}.budget_ln_sd": 0.0 for name in ("china", "russia")}
    poor = calm | {f"programs.{name}.budget_multiplier": 0.5 for name in ("china", "russia")}
    spent = []
    for changes in (calm, poor):
        built = scenario_of(changes)
        labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([built]).items()}
        arrays = CAMPAIGNS.run([built], [(0, 0)], 1, labels).arrays
        basic = arrays["station_basic_year"][0, 0]
        edges = np.array([2026.5, *range(2027, 2026 + len(labels["year"]) + 1)])
        known = np.concatenate([[0.0], np.cumsum(arrays["cost_year_musd"][0].sum(axis=0))])
        spent.append((basic, np.interp(basic, edges, known)))
    (soon, cheap), (late, dear) = spent
    assert late > soon + 3.0
    assert dear > 1.05 * cheap


@pytest.mark.parametrize(
    ("changes", "orders"),
    [({}, True), ({"cooperation.replacement_years": 0.0}, True), ({"timeline.horizon_years": 5.0}, False)],
)
def test_the_plan_orders_a_lead_s_own_craft_on_the_day_on_which_a_run_does(changes, orders):
    scenario = scenario_of(CHINA_ALONE | NO_WAITS | changes)
    planned, ordered = _order_day(scenario, prepare(scenario)), run(scenario).programs.replacement_day
    assert planned == pytest.approx(ordered, nan_ok=True)
    assert np.isfinite(ordered) == orders
