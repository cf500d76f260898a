"""The unit cost by scale: it falls from a pilot to a hundred thousand tonnes, flattens, and stays above its floor."""

import numpy as np
import pytest

from lunarsim.study.model.campaigns import CAMPAIGNS
from tests.scenario.building import scenario_of
from tests.world.plants import MINING
from tests.world.test_scale import FLEET

SCALES = (0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)
"""From 0.1 to 100,000 t of soil a year."""

SURE = {"logistics.return_success": 1.0}


def swept(changes, scales=SCALES):
    scenarios = [scenario_of(MINING | FLEET | changes | {"plant.scale": scale}, "fra_mauro") for scale in scales]
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates(scenarios).items()}
    return CAMPAIGNS.run(scenarios, [(0, 0)] * len(scales), 1, labels).arrays


@pytest.fixture(scope="module")
def arrays():
    return swept(SURE)


def test_unit_cost_falls_with_scale_and_flattens(arrays):
    cost = arrays["unit_cost_usd_per_kg"]
    assert (np.diff(cost) < 0).all()
    falls = cost[:-1] / cost[1:]
    assert falls[0] > 5.0
    assert falls[-1] < 1.2
    # Of twice the power of ten as much, it falls ever less.
    assert (np.diff(falls) < 0).all()


def test_no_scale_brings_the_unit_cost_below_that_of_a_further_kilogram(arrays):
    floor = arrays["marginal_cost_usd_per_kg"]
    assert (floor > 0).all()
    assert (arrays["unit_cost_usd_per_kg"] > floor).all()
    assert arrays["unit_cost_usd_per_kg"][-1] < 20 * floor[-1]


def test_a_further_kilogram_costs_what_is_used_up_and_its_return():
    changes = {"logistics.return_craft_kg": 0.0, "logistics.return_delta_v_km_s": 0.0, "flowsheet.reo_purity": 1.0}
    made = swept(SURE | changes, (1.0,))
    used = (2e5 * made["reagent_used_kg"] + (2e5 + 1.5e5) * made["spares_used_kg"]) / made["reo_produced_kg"]
    assert made["marginal_cost_usd_per_kg"] == pytest.approx(used + 5e4)


def test_all_product_comes_home_at_any_scale(arrays):
    assert (arrays["exported_share"] >= 0.9).all()


def test_infinite_return_cost_gives_no_export_and_no_revenue():
    made = swept(SURE | {"returns.policy": "if_worth", "logistics.return_usd_per_kg": 1e8}, (0.001, 1.0, 1000.0))
    assert (made["reo_delivered_kg"] == 0).all()
    assert (made["returns_flown"] == 0).all()
    assert (made["revenue_musd"] == 0).all()
    assert (made["reo_on_moon_kg"] > 0).all()
    assert np.isnan(made["unit_cost_usd_per_kg"]).all()


def test_a_size_gives_the_same_bits_alone_and_beside_others():
    chance = {"waits.landing_failure": True, "waits.launch_failure": True, "logistics.return_success": 0.7}
    together = swept(chance)
    for index in (0, 3, 6):
        alone = swept(chance, SCALES[index : index + 1])
        for name in ("reo_delivered_kg", "reo_lost_kg", "month_cost_musd", "unit_cost_usd_per_kg"):
            assert together[name][index].tobytes() == alone[name][0].tobytes(), name
