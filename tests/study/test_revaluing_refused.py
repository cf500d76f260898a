"""What of a stored sweep cannot be changed without simulating it again, and which line does that."""

import dataclasses

import pytest

from lunarsim.study.revaluing import refusals as reasons
from lunarsim.study.revaluing.refusals import refusals
from lunarsim.study.revaluing.revaluation import original
from tests.study.revaluing import BASE, INTERVALS, opened, revalued, simulated, stored_at
from tests.study.test_sweep import same


def reason(path, word):
    """Why a change is refused; empty where it is not."""
    sweep = original(path)
    found = list(refusals({word.partition("=")[0]: word}, sweep.request, sweep.plan))
    assert len(found) <= 1
    return found[0].problem if found else ""


def test_what_acts_on_the_simulation_or_is_compared_is_refused_with_its_line(tmp_path):
    path = stored_at(tmp_path, levers={"market.price_multiplier": [1.0, 2.0]}, samples=1, replicates=1)
    problem = reason(path, "plant.units=4")
    assert problem.startswith(
        "is 4, but it acts on the simulation, whose results are stored as they are; simulate it: "
    )
    assert problem.endswith(" timeline.horizon_years=20.0 finance.cost_growth=2.0 plant.units=4")
    problem = reason(path, "market.price_multiplier=3")
    assert "it is a lever of this sweep, which compares 1.0, 2.0; simulate it: lunarsim " in problem
    assert reason(path, "finance.cost_growth=3") == reason(path, "finance.discount_rate=0.1") == ""


def test_a_lever_of_a_pair_gets_no_line_that_would_break_the_pair(tmp_path):
    keys = ("market.price_multiplier", "mine.excavators")
    levers = {keys[0]: [1.0, 2.0], keys[1]: [2, 4]}
    path = stored_at(tmp_path, INTERVALS[:1], levers=levers, pair=(keys,), samples=1, replicates=1)
    assert reason(path, "market.price_multiplier=3").endswith("which compares 1.0, 2.0; start a new sweep")


def test_a_factor_of_a_design_that_draws_all_together_is_refused(tmp_path):
    path = stored_at(tmp_path, design="sobol", samples=2, replicates=1)
    problem = reason(path, "finance.discount_rate=0.1")
    assert "it is uncertain in this sweep, and design=sobol draws all factors together" in problem
    assert reason(path, "finance.cost_growth=3") == ""


@pytest.mark.parametrize(("outcome", "refused"), [("npv_program_musd", True), ("missions_flown", False)])
def test_an_account_that_stopped_the_sweep_cannot_change(tmp_path, outcome, refused):
    until = f"mean {outcome} within 1000000"
    path = stored_at(tmp_path / "old", until=until, batch_samples=2, samples=6, replicates=1)
    assert ("decided when this sweep stopped (design.until)" in reason(path, "finance.cost_growth=3")) == refused
    if not refused:
        values = {"finance.cost_growth": 3.0}
        what = {"until": until, "batch_samples": 2, "samples": 6, "replicates": 1}
        same(opened(revalued(path, values).path), simulated(INTERVALS, BASE | values, **what))


def test_what_excludes_combinations_cannot_change(tmp_path):
    levers = {"mine.excavators": [2, 4]}
    exclude = ("mine.excavators=2 and finance.cost_growth>1",)
    path = stored_at(tmp_path, INTERVALS[:1], levers=levers, exclude=exclude, samples=1, replicates=1)
    assert "decides which combinations are run (design.exclude: mine.excavators=2" in reason(
        path, "finance.cost_growth=1"
    )
    assert reason(path, "market.demand_growth=0") == ""


def test_a_group_acts_where_any_of_its_parameters_does():
    acting = [group for group in ("market", "finance", "logistics", "scenario") if reasons.feeds_back(group)]
    assert acting == ["logistics", "scenario"]


def test_the_option_of_a_group_may_not_make_a_new_factor(tmp_path):
    sweep = original(stored_at(tmp_path, samples=1, replicates=1))
    fewer = dataclasses.replace(sweep.plan, factors=sweep.plan.factors[1:])
    (fault,) = reasons.new_factors(fewer, sweep.plan)
    assert fault.path == "finance.discount_rate"
    assert fault.problem.endswith("give it a value as well")
    assert list(reasons.new_factors(sweep.plan, fewer)) == []
    together = dataclasses.replace(fewer, design=dataclasses.replace(fewer.design, name="sobol"))
    (fault,) = reasons.new_factors(sweep.plan, together)
    assert "design=sobol draws all factors together" in fault.problem


@pytest.mark.parametrize(
    "word",
    [
        "market.price_multiplier=2",
        "market.separation_discount=0.3",
        "logistics.delivery_usd_per_kg=1",
        "market=default",
    ],
)
def test_prices_that_decide_whether_product_goes_home_cannot_change(tmp_path, word):
    decides = "it acts on the simulation where returns.policy is if_worth"
    path = stored_at(tmp_path / "worth", INTERVALS[:1], BASE | {"returns.policy": "if_worth"}, samples=1, replicates=1)
    assert decides in reason(path, word)
    assert reason(path, "market.demand_growth=0") == ""
    path = stored_at(tmp_path / "all", INTERVALS[:1], samples=1, replicates=1)
    assert decides not in reason(path, word)


def test_prices_cannot_change_where_any_lever_lets_them_decide(tmp_path):
    levers = {"returns.policy": ["all", "if_worth"]}
    path = stored_at(tmp_path, INTERVALS[:1], levers=levers, samples=1, replicates=1)
    assert "acts on the simulation where returns.policy is if_worth" in reason(path, "market.price_multiplier=2")
