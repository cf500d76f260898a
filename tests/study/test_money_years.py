"""Money has a year: variables and parameters of money name it, and prices of other years are converted before use."""

import re

import pytest

from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.files import read
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS
from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES
from lunarsim.study.store.layout import attributes
from lunarsim.words.units import CURRENCY_YEAR
from lunarsim.world.outcomes.block_arrays import WORLD_VARIABLES
from tests.study.bookkeeping import DELIVERED, books, stored

VARIABLES = {variable.name: variable for variable in (*WORLD_VARIABLES, *ACCOUNT_VARIABLES)}
PARAMETERS = {
    f"{group}.{name}": parameter
    for group, cls in {**GROUPS, **COLLECTIONS}.items()
    for name, (parameter, *_) in declarations(cls).items()
}
MONEY = re.compile(r"(^|_)m?usd(_|$)")


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_of_money_names_its_year_and_no_other_does(name):
    variable = VARIABLES[name]
    said = attributes(variable.units, variable.long_name, variable.about)
    assert bool(MONEY.search(name)) == ("USD" in variable.units)
    assert said.get("currency_year") == (CURRENCY_YEAR if "USD" in variable.units else None)


def test_some_variables_are_money():
    assert sum("USD" in variable.units for variable in VARIABLES.values()) > 20


@pytest.mark.parametrize("key", PARAMETERS)
def test_a_parameter_of_money_is_named_and_counted_so(key):
    unit = PARAMETERS[key].unit
    assert bool(MONEY.search(key.rpartition(".")[2])) == ("USD" in unit)
    assert attributes(unit, key, "").get("currency_year") == (CURRENCY_YEAR if "USD" in unit else None)


def test_prices_of_another_year_are_lifted_to_that_of_all_money():
    of_2024 = read("elements")["prices"]
    lift = of_2024[f"to_currency_year_{CURRENCY_YEAR}"]
    assert of_2024["currency_year"] < CURRENCY_YEAR == read("market")["prices"]["newest_2025"]["currency_year"]
    assert lift > 1.0
    arrays = stored(DELIVERED)
    arrays["ree_produced_by_element_kg"][:] = 0.0
    arrays["ree_produced_by_element_kg"][0, REE_AXIS.index("Dy")] = 1.0
    assert load_patterns().oxide_factor[REE_AXIS.index("Dy")] > 1.0
    # A price that returns at once and does not spike stays near its list.
    calm = {"market__price_reversion": 10.0, "market__spikes": False, "market__price_list": "usgs_2024"}
    rows = [books(arrays, (sample, 0), **calm)["basket_price_usd_per_kg"] for sample in range(60)]
    assert sum(rows) / len(rows) == pytest.approx(of_2024["elements"]["Dy"]["value"] * lift, rel=0.02)
