"""Accounts computed again take each uncertain parameter at its value in the run, whichever it is."""

import itertools
import math

import numpy as np
import pytest

import lunarsim
from lunarsim.analysis import break_even
from lunarsim.door.line.reading import read_line
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, setter
from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES
from lunarsim.study.grid.planning import make_plan
from lunarsim.study.model.accounts_again import accounts_again
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, OK
from lunarsim.study.request.factors import varying
from lunarsim.study.request.intervals import number_kind
from lunarsim.study.revaluing.priced_runs import COSTS

NO_WAITS = ("site=fra_mauro", "waits=none")
GROWING = (*NO_WAITS, "flowsheet=soil_leach", "plant.growth_closure=0.8", "plant.units=2", "gates=none")
LINES = {
    "race": ("scenario=race",),
    "mine_camp": ("scenario=mine_camp", "gates.least_grade_ppm=300"),
    "growth": GROWING,
    "electrolysis": (*NO_WAITS, "flowsheet=molten_electrolysis", "market.restricted_by=china"),
    "phosphate": (*NO_WAITS, "flowsheet=phosphate_leach", "finance.mine_paid_by=holders", "market.held_by=partners"),
    "extended": ("scenario=ilrs_extended", "cooperation=stochastic", "plant.units=3", "waits.landing_failure=true"),
}
OF_THE_ANALYST = (
    *("logistics.return_success=interval(0.5,0.9)", "logistics.return_craft_kg=interval(50,400)"),
    *("vehicles.long_march_9.flights=interval(1,40)", "vehicles.long_march_9.landed_payload_kg=interval(8000,30000)"),
    *("returns.craft_exponent=interval(0.6,0.9)", "programs.china.hardware_usd_per_kg=interval(5e4,2e5)"),
)
"""Parameters without a distribution of their own that an analyst makes uncertain."""
LEARNING = (*GROWING, "logistics.delivery_learning_rate=0.1", "waits.landing_failure=true", "uncertainties=none")
CHANGES = ("finance.discount_rate=0.03", "market.price_multiplier=7", "finance.learning_rate=0.05")


def numbers(scenario):
    """Return the keys of all numbers of a scenario that an interval can make uncertain."""
    records = {
        **{group: cls for group, cls in GROUPS.items() if group != "timeline"},
        **{f"{group}.{name}": cls for group, cls in COLLECTIONS.items() for name in getattr(scenario, group)},
    }
    return [
        f"{record}.{name}"
        for record, cls in records.items()
        for name, (_, hint) in declarations(cls).items()
        if number_kind(hint) is not None
    ]


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_accounts_read_every_number_of_the_run_itself(line):
    """Scenarios without any number give the same accounts bit for bit where their numbers stand beside them."""
    plan = make_plan(read_line([*line, "design.samples=3"]).request(()), CAMPAIGNS, CAMPAIGNS_REFERENCE)
    (scenario,) = plan.bases.values()
    factors = varying(plan.factors, ())
    drawn = [factor.typed_values(factor.values(_spread(at), choice)) for at, (factor, choice) in enumerate(factors)]
    put = setter([factor.key for factor, _ in factors])
    scenarios = [put(scenario, values) for values in zip(*drawn, strict=True)]
    rows = [(sample, 0) for sample in range(len(scenarios))]
    made = CAMPAIGNS.run(scenarios, rows, 1, plan.labels)
    assert (made.status == OK).all()
    keys = numbers(scenario)
    blank = setter(keys)(scenario, [math.nan] * len(keys))
    beside = {key: np.array([each.value(key) for each in scenarios], dtype=float) for key in keys}
    again = accounts_again([blank] * len(rows), beside, rows, 1, plan.labels, made.arrays.__getitem__)
    assert again.errors == [""] * len(rows)
    for variable in ACCOUNT_VARIABLES:
        assert again.arrays[variable.name].tobytes() == made.arrays[variable.name].tobytes(), variable.name
    if "waits=none" in line:
        assert np.isfinite(made.arrays["marginal_cost_usd_per_kg"]).all()


def _spread(shift):
    """Return three unit quantiles, in an order of their own for neighboring factors."""
    return np.array(list(itertools.permutations((0.3, 0.5, 0.7)))[shift % 6])


def stored(line, folder, name="base"):
    """Simulate a sweep and return its folder."""
    lunarsim.sweep([*line, f"output.dir={folder}", f"output.name={name}"])
    (made,) = (folder / name).iterdir()
    return made


def assert_revalued_is_simulated(line, folder, changes):
    again = lunarsim.revalue(stored(line, folder), [*changes, "output.name=again"])
    fresh = lunarsim.sweep([*line, *changes, "output=none"])
    for name in again.data_vars.keys() - {"run_seconds"}:
        assert again[name].equals(fresh[name]), name


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_all_variables_are_simulated_ones_with_all_declared_uncertainty(tmp_path, line):
    levers = () if line[0].startswith("scenario") else ("plant.scale=1,2",)
    assert_revalued_is_simulated((*line, *levers, "design.samples=2"), tmp_path, CHANGES)


def test_all_variables_are_simulated_ones_with_uncertainty_of_the_analyst(tmp_path):
    line = (*LEARNING, *OF_THE_ANALYST, "design.samples=2")
    assert_revalued_is_simulated(line, tmp_path, ["market.oxygen_usd_per_kg=123"])


def test_break_even_takes_uncertain_vehicles_as_simulations_do():
    line = (*LEARNING, *OF_THE_ANALYST, "design.samples=5", "output=none")
    cost, multiple = 1e3, 1e3
    found = break_even(lunarsim.sweep(line), [cost, 2e3], [multiple, 2e3])["npv_at_cost_musd"]
    fresh = lunarsim.sweep([*line, *(f"{key}={cost}" for key in COSTS), f"market.price_multiplier={multiple}"])
    for level in found["quantile_level"].values:
        simulated = np.quantile(fresh["npv_musd"].values, level, method="inverted_cdf")
        assert float(found.sel(quantile_level=level, kilogram_cost=cost, price_multiple=multiple)) == simulated
