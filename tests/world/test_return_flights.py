"""Returns to Earth: losses, capacity, and the mass balance of every kilogram, whatever the craft and propellant."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.transport import mass_ratio
from lunarsim.world.mine.logistics.returns import RETURN_FLIGHT
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import FixedDraws, campaign_of, run

EARLY = NO_WAITS | {"plant.planned": "2030-01-01"}
FREE = {"logistics.return_craft_kg": 0.0, "logistics.return_delta_v_km_s": 0.0}
MADE = {"logistics.return_propellant": "made"}
ONE_CARGO_FLIGHT = {"vehicles.long_march_9.landed_payload_kg": 1e6}


def total(trace, name):
    return math.fsum(getattr(shipment, name) for shipment in trace.mine.shipments)


@settings(max_examples=15)
@given(st.integers(0, 50), st.sampled_from([{}, MADE]))
def test_with_ample_propellant_flights_and_losses_are_those_of_a_return_that_needs_none(sample, ways):
    """Losses are keyed by the number of the flight, so that nothing else moves them."""
    ample = ONE_CARGO_FLIGHT | {"plant.planned": "2028-01-01", "flowsheet.readiness_years": 0.0}
    ample |= {"plant.reagent_stock_days": 1e4, "programs.china.landing_odds_multiplier": 100.0}
    free, supplied = (run(scenario_of(ample | each, "fra_mauro"), sample=sample) for each in (FREE, ways))
    assert [shipment.sent_day for shipment in supplied.mine.shipments] == [
        shipment.sent_day for shipment in free.mine.shipments
    ]
    for one, other in zip(supplied.mine.shipments, free.mine.shipments, strict=True):
        assert one.sent_kg == pytest.approx(other.sent_kg, rel=1e-9)
        assert one.received_kg == pytest.approx(other.received_kg, rel=1e-9)


@settings(max_examples=15)
@given(st.floats(0.1, 100), st.floats(1, 10), st.sampled_from([30.0, 200.0, 365.25, 900.0]))
def test_a_larger_capacity_never_brings_less_to_earth(capacity, factor, interval):
    """Each flight is lost with the same chance whatever it carries, so what holds without losses holds on average."""
    changes = EARLY | FREE | {"logistics.return_interval_days": interval, "logistics.return_least_load_share": 0.0}

    def brought_kg(capacity_kg):
        trace = run(scenario_of(changes | {"logistics.return_capacity_kg": capacity_kg}, "fra_mauro"))
        return math.fsum(math.fsum(shipment.received_kg.values()) for shipment in trace.mine.shipments)

    assert brought_kg(capacity * factor) >= brought_kg(capacity) * (1 - 1e-12)


LOGISTICS = st.fixed_dictionaries(
    {
        "logistics.return_interval_days": st.sampled_from([0.0, 30.0, 365.25, 900.0]),
        "logistics.return_capacity_kg": st.floats(0.0, 500.0),
        "logistics.return_craft_kg": st.floats(0.0, 3000.0),
        "logistics.return_delta_v_km_s": st.floats(0.0, 4.0),
        "logistics.return_specific_impulse_s": st.floats(250.0, 460.0),
        "logistics.return_propellant": st.sampled_from(["brought", "made"]),
        "logistics.return_oxygen_share": st.floats(0.0, 1.0),
        "logistics.return_success": st.sampled_from([0.0, 0.6, 1.0]),
        "logistics.resupply_interval_days": st.sampled_from([0.0, 300.0, 730.0]),
        "plant.reagent_stock_days": st.sampled_from([100.0, 900.0]),
        "plant.units": st.integers(1, 3),
    }
)


@settings(max_examples=60, deadline=None)
@given(LOGISTICS, st.sampled_from([NO_WAITS, {}]), st.integers(0, 20))
def test_every_kilogram_of_the_return_is_accounted_for(logistics, waits, sample):
    changes = {"plant.planned": "2028-01-01", "flowsheet.readiness_years": 0.0, **waits, **logistics}
    scenario = scenario_of(changes, "fra_mauro")
    trace = run(scenario, sample=sample)
    stocks = trace.mine.stocks_kg
    moved = math.fsum(stocks[name] for name in ("soil", "craft_in", "propellant_in"))
    assert all(abs(mass) <= 1e-9 * moved for mass in trace.mine.residual_kg.values())
    ends = {"delivered": 0.0, "lost": 0.0, "under way": 0.0}
    ratio = mass_ratio(scenario.logistics.return_delta_v_km_s, scenario.logistics.return_specific_impulse_s)
    for shipment in trace.mine.shipments:
        assert shipment.sent_kg > 0
        # No return flies without craft or propellant, and craft are as large as their loads.
        larger = max(shipment.sent_kg / shipment.craft / scenario.logistics.return_capacity_kg, 1.0)
        each_kg = scenario.logistics.return_craft_kg * larger**0.8
        assert shipment.craft_kg == pytest.approx(shipment.craft * each_kg, rel=1e-9, abs=2e-6)
        assert each_kg <= max(10_000.0, scenario.logistics.return_craft_kg) * (1 + 1e-9)
        burnt = (ratio - 1.0) * (shipment.craft_kg + shipment.sent_kg)
        assert shipment.propellant_kg == pytest.approx(burnt, rel=1e-9, abs=1e-9)
        under_way = math.isnan(shipment.arrived_day)
        received_kg = math.fsum(shipment.received_kg.values())
        assert received_kg + shipment.lost_kg == pytest.approx(0.0 if under_way else shipment.sent_kg, rel=1e-9)
        ends["delivered"] += received_kg
        ends["lost"] += shipment.lost_kg
        ends["under way"] += shipment.sent_kg if under_way else 0.0
    assert math.fsum([*ends.values(), stocks["product_left"]]) == pytest.approx(stocks["product"], rel=1e-9)
    used_oxygen = stocks["oxygen"] - stocks["oxygen_left"]
    if scenario.logistics.return_propellant == "brought":
        assert used_oxygen == pytest.approx(0.0, abs=1e-9 * moved)
        assert total(trace, "propellant_kg") <= stocks["propellant_in"] * (1 + 1e-9)
    else:
        share = scenario.logistics.return_oxygen_share
        assert used_oxygen == pytest.approx(share * total(trace, "propellant_kg"), abs=1e-9 * moved)
    assert total(trace, "craft_kg") <= stocks["craft_in"] + 1e-9
    assert min(stocks["oxygen_left"], stocks["product_left"]) >= 0
    if not waits:
        return
    assert sum(abs(days) for days in trace.delay_days.get("first_return", {}).values()) < 1e-6
    assert not any(shipment.received_kg == {} and shipment.arrived_day < math.inf for shipment in trace.mine.shipments)


@pytest.mark.parametrize("node", ["oxygen", "craft", "propellant", "departures"])
def test_a_leak_of_the_return_is_seen_at_its_node(node):
    campaign = campaign_of(scenario_of(EARLY | MADE, "fra_mauro"))

    def leak(node):
        if node == "oxygen":
            campaign.plant.ship(0.0, 3.0)
        elif node == "departures":
            campaign.trace.mine.shipments[0].propellant_kg -= 3.0
        else:
            setattr(campaign.returns, f"{node}_kg", getattr(campaign.returns, f"{node}_kg") - 3.0)

    campaign.clock.after(5_000.0, leak, node)
    trace = campaign.run()
    unbalanced = {name: mass for name, mass in trace.mine.residual_kg.items() if abs(mass) > 1e-6}
    assert unbalanced == {node: pytest.approx(3.0)}


def test_a_loss_is_drawn_by_the_number_of_the_flight():
    class SecondLost(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            return 0.99 if (entity, purpose, occurrence) == (RETURN_FLIGHT, "loss", 1) else 1e-9

    changes = EARLY | {"waits.landing_failure": True}
    trace = campaign_of(scenario_of(changes, "fra_mauro"), SecondLost()).run()
    assert [number for number, shipment in enumerate(trace.mine.shipments[:-1]) if not shipment.received_kg] == [1]
