"""Money and supply over whole runs: computed again from what is stored, by sum, and one run against another."""

import math

import numpy as np
import pytest

from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES, ACCOUNTS, accounts
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.world.outcomes.calendar import scenario_calendar
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.plants import STEADY


@pytest.fixture(scope="module")
def block():
    scenario = scenario_of({"plant.planned": "2031-01-01", "flowsheet.readiness_years": 2,
                            "vehicles.long_march_9.first_flight": "2028-01-01", "plant.units": 3})  # fmt: skip
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([scenario]).items()}
    rows = [(sample, 0) for sample in range(20)]
    return scenario, rows, labels, CAMPAIGNS.run([scenario] * 20, rows, 1, labels).arrays


def test_the_accounts_can_be_computed_again_from_the_stored_arrays_bit_for_bit(block):
    scenario, rows, labels, arrays = block
    again = accounts(StoredRuns([scenario] * 20, scenario_calendar(scenario), labels, arrays, rows, 1))
    assert list(again) == [variable.name for variable in ACCOUNT_VARIABLES]
    for name, values in again.items():
        assert values.tobytes() == arrays[name].tobytes(), name


@pytest.mark.parametrize("group", ACCOUNTS, ids=lambda group: group.compute.__name__)
def test_an_account_computes_just_what_it_declares_in_its_shape(group, block):
    scenario, rows, labels, arrays = block
    values = group.compute(StoredRuns([scenario] * 20, scenario_calendar(scenario), labels, arrays, rows, 1))
    assert list(values) == [variable.name for variable in group.variables]
    for variable in group.variables:
        assert values[variable.name].shape == (20, *(len(labels[dim]) for dim in variable.dims)), variable.name


def test_cost_by_program_is_cost_by_month_and_class(block):
    *_, arrays = block
    by_month = arrays["month_cost_musd"].sum(axis=(1, 2), dtype=float)
    np.testing.assert_allclose(arrays["cost_musd"].sum(axis=1), by_month, rtol=1e-5)


def test_the_mine_is_part_of_all_and_loses_money(block):
    *_, arrays = block
    assert (arrays["month_mine_cost_musd"] <= arrays["month_cost_musd"].sum(axis=1) * (1 + 1e-5) + 1e-3).all()
    assert (arrays["npv_program_musd"] <= arrays["npv_musd"] + 1e-6).all()
    # At 2e5 USD/kg to the Moon and tens of USD per kg of oxide, no mine pays.
    made = ~np.isnan(arrays["unit_cost_usd_per_kg"])
    assert made.any()
    assert (arrays["unit_cost_usd_per_kg"][made] > 1e4 * arrays["basket_price_usd_per_kg"][made]).all()


def test_what_is_landed_for_the_return_is_paid_for_by_its_mass_and_the_flight_by_its_price():
    """At a mass ratio of two, a load in a craft of a hundred kilograms burns as much as both; nothing counts twice."""
    free = {"logistics.return_craft_kg": 0.0, "logistics.return_delta_v_km_s": 0.0}
    needy = {
        "logistics.return_craft_kg": 100.0,
        "logistics.return_specific_impulse_s": 2700.0 / (9.80665 * math.log(2.0)),
    }
    mine = STEADY | {"plant.planned": "2031-01-01", "flowsheet.reo_purity": 1.0}
    mine |= {"flowsheet.purification_recovery": 1.0}
    # All is brought at once, for the flights of 4,000 days.
    mine |= {"logistics.resupply_interval_days": 0.0, "plant.reagent_stock_days": 4_000.0}
    scenarios = [scenario_of(NO_WAITS | mine | each, "fra_mauro") for each in (free, needy)]
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates(scenarios).items()}
    arrays = CAMPAIGNS.run(scenarios, [(0, 0)] * 2, 1, labels).arrays
    assert arrays["returns_flown"][1] == 10
    shipped_kg = arrays["month_reo_shipped_kg"][1].sum(dtype=float)
    assert arrays["return_propellant_kg"].tolist() == pytest.approx([0.0, 10 * 100.0 + shipped_kg])
    logistics, finance = scenarios[1].logistics, scenarios[1].finance
    landed = (10 * 200.0 + shipped_kg) * logistics.delivery_usd_per_kg
    craft = 10 * 100.0 * finance.hardware_usd_per_kg * finance.cost_growth
    less, more = arrays["cost_musd"].sum(axis=1)
    returns = arrays["month_cost_musd"][:, 3].sum(axis=-1)
    assert returns[1] == pytest.approx(shipped_kg * logistics.return_usd_per_kg * 1e-6, rel=1e-5)
    assert (more - returns[1]) - (less - returns[0]) == pytest.approx((landed + craft) * 1e-6, rel=1e-5)


def test_units_that_never_fly_change_no_cost():
    """Before the horizon two units come; asking for a hundred buys no more and makes none cheaper."""
    changes = NO_WAITS | {"timeline.horizon_years": 15, "logistics.resupply_interval_days": 0}
    # So much product that each return is a full load, however many units make it.
    changes |= {"flowsheet.purification_recovery": 1.0}
    scenarios = [scenario_of(changes | {"plant.units": units}, "fra_mauro") for units in (5, 100)]
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates(scenarios).items()}
    arrays = CAMPAIGNS.run(scenarios, [(0, 0)] * 2, 1, labels).arrays
    sent = arrays["month_plant_units_sent"].sum(axis=-1)
    assert sent[0] == sent[1]
    assert 1 < sent[0] < 5
    for name in ("month_cargo_sent_kg", "month_cost_musd", "cost_musd", "npv_musd"):
        few, many = arrays[name]
        np.testing.assert_array_equal(few, many, err_msg=name)
