"""The published limits of the economics, met by mines that are simulated, with flights, stocks and returns."""

import pytest

from lunarsim.door.python import load_scenario, simulate
from tests.oracles.annuity import breakeven_usd_per_kg
from tests.study.break_even import MATURE, NEAR_TERM

STEADY = (
    *("site=fra_mauro", "flowsheet=soil_leach", "waits=none", "plant.units=1", "plant.planned=2026-08-01"),
    *("plant.start_up_share=1", "plant.commissioning_days=0", "plant.availability=1", "plant.downtime_learning=0"),
    *("logistics.return_interval_days=365.25", "logistics.resupply_interval_days=365.25"),
    *("logistics.return_capacity_kg=1e5", "logistics.return_least_load_share=0", "logistics.return_delta_v_km_s=0"),
    *("logistics.return_craft_kg=0", "logistics.return_usd_per_kg=0", "logistics.camp_kg=0"),
    *("plant.feed_t_per_year=365", "mine.excavators=40", "mine.excavator_kg=0", "deposit.thorium_multiplier=1.19493"),
    *("flowsheet.precipitation_recovery=1", "flowsheet.acid_loss=0", "flowsheet.oxalic_loss=0"),
    *("flowsheet.leach_kwh_per_kg_slag=0.05", "plant.reactor_kg_per_kw=1", "plant.power_kw=10"),
    *("plant.reagent_stock_days=400", "finance.cost_growth=1", "finance.plant_musd_per_year=0"),
    *("market.separation_discount=0", "gates=none", "plant.readiness_musd_per_year=0"),
    *("flowsheet.purification_recovery=1", "flowsheet.recovery_multiplier=1"),
)
"""A plant of 100 kg with its first spares that treats ten times its mass of soil a day, at 550 ppm.

It works from the landing on without pause; spares come and product leaves once a year.
"""
OF_CASE = {
    "near_term": (10.3, 2.1658e-4, 0.1265),
    "mature": (20.3, 2.315e-4, 0.0592),
}
"""Horizon [yr], mass of the machines per yearly soil [yr] and spares of their mass [1/yr].

So it weighs 100 kg with its spares for 400 days, of which 10 or 5 kg are used up in a year."""


def mine(name, case, recovery):
    years, machines, spares = OF_CASE[name]
    given = {
        "timeline.horizon_years": years,
        "plant.leach_kg_per_kg_slag_year": machines,
        "plant.spares_per_year": spares,
        "logistics.delivery_usd_per_kg": case["delivery_usd_per_kg"],
        "finance.hardware_usd_per_kg": case["hardware_usd_per_kg"],
        "finance.discount_rate": case["discount_rate_per_year"],
        "finance.plant_life_years": case["life_years"],
        "flowsheet.leach_recovery": recovery,
    }
    return simulate(load_scenario([*STEADY, *(f"{key}={value}" for key, value in given.items())]), 1)


@pytest.mark.parametrize(
    ("name", "case", "recovery", "price"),
    [("near_term", NEAR_TERM, 0.12, 218_136.0), ("mature", MATURE, 0.4, 324.39)],
)
def test_a_simulated_mine_breaks_even_at_the_published_price(name, case, recovery, price):
    run = mine(name, case, recovery)
    assert float(run["plant_unit_hardware_kg"]) == pytest.approx(100.0, rel=2e-3)
    assert float(run["ree_grade_ppm"]) == pytest.approx(550.0, rel=1e-3)
    # Published per rare earths, here per oxide.
    oxide = float(run["reo_produced_kg"] / run["ree_produced_kg"])
    assert float(run["unit_cost_usd_per_kg"]) * oxide == pytest.approx(price, rel=5e-3)
    assert float(run["breakeven_price_usd_per_kg"]) == float(run["unit_cost_usd_per_kg"])
    assert breakeven_usd_per_kg(**case) == pytest.approx(price, rel=1e-4)
    # What goes on beyond the horizon has no other cost; its spares are counted by the time at work, not by flights.
    assert float(run["steady_cost_usd_per_kg"]) * oxide == pytest.approx(price, rel=0.03)


def test_where_transport_and_plant_are_free_the_profit_is_the_recovered_value():
    free = dict.fromkeys(("delivery_usd_per_kg", "hardware_usd_per_kg", "discount_rate_per_year"), 0.0)
    run = mine("near_term", NEAR_TERM | free, 0.12)
    assert float(run["revenue_musd"]) > 0.0
    assert float(run["npv_musd"]) == pytest.approx(float(run["revenue_musd"]), rel=1e-12)
    assert float(run["unit_cost_usd_per_kg"]) == 0.0
