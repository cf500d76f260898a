"""Flights for the mine: its planned days, the return of its product, and the balance of what is lost."""

import pytest

from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import campaign_of, residual_kg, run


def test_without_units_there_is_no_mine():
    trace = run(scenario_of({"plant.units": 0}))
    assert trace.mine.intervals == []
    assert not any(flight.purpose in ("plant", "supply") for flight in trace.flights.flown)
    assert not any(name.startswith("first") for name in trace.delay_days)


def test_no_product_returns_that_was_not_made_and_none_above_the_room_on_the_pad():
    scenario = scenario_of(
        NO_WAITS
        | {"plant.planned": "2030-01-01", "plant.units": 3, "logistics.return_capacity_kg": 20.0}
        # One craft a year, and none larger than the smallest, which fills a cargo flight.
        | {"logistics.return_craft_kg": 10_000.0, "returns.pad_days": 365.0},
        "fra_mauro",
    )
    trace = run(scenario)
    assert len(trace.mine.shipments) > 5
    assert all(0 < shipment.sent_kg <= 20.0 for shipment in trace.mine.shipments)
    made = 0.0
    parts = iter(trace.mine.intervals)
    part = next(parts)
    sent = 0.0
    for shipment in trace.mine.shipments:
        sent += shipment.sent_kg
        while part is not None and part.end_day <= shipment.sent_day:
            made += part.product * (part.end_day - part.start_day)
            part = next(parts, None)
        running = part.product * max(shipment.sent_day - part.start_day, 0.0) if part is not None else 0.0
        assert sent <= (made + running) * (1 + 1e-9)


def test_the_partner_holds_its_share_while_the_agreement_is_in_force():
    changes = NO_WAITS | {"plant.planned": "2030-01-01", "cooperation.partner_share": 0.25}
    held = [
        run(scenario_of(changes | {"cooperation.mode": mode})).mine.shipments[0].received_kg
        for mode in ("active", "none")
    ]
    assert held[0]["russia"] == pytest.approx(held[0]["china"] / 3)
    assert set(held[1]) == {"china"}


def test_lost_shipments_are_neither_on_the_moon_nor_delivered_but_in_the_balance():
    changes = {
        "waits.slip": False,
        "plant.planned": "2030-01-01",
        "flowsheet.readiness_years": 0,
        "logistics.return_success": 0.0,
        "logistics.return_least_load_share": 0.0,
        "vehicles.long_march_9.built_probability": 1.0,
    }
    trace = run(scenario_of(changes))
    assert trace.mine.shipments
    assert not any(shipment.received_kg for shipment in trace.mine.shipments)
    assert "first_return" not in trace.milestone_day
    assert abs(residual_kg(trace)) < 1e-6
    assert all(abs(mass) < 1e-6 for mass in trace.mine.residual_kg.values())


def leaking(node):
    """Return the residuals of a run in which a node loses mass once."""
    built = scenario_of(NO_WAITS | {"plant.planned": "2030-01-01", "flowsheet.oxalic_loss": 0.1}, "fra_mauro")
    campaign = campaign_of(built)

    def leak(node):
        plant = campaign.plant
        plant.settle()
        if node == "melt":
            plant.stocks.moved_kg["tailings"] -= 3.0
        elif node == "product":
            plant.stocks.moved_kg["product_left"] -= 3.0
        elif node == "shipments":
            plant.ship(3.0, 0.0)
        elif node == "arrivals":
            shipment = next(item for item in campaign.trace.mine.shipments if item.received_kg)
            shipment.received_kg = {name: kg - 3.0 for name, kg in shipment.received_kg.items()}
        elif node == "reagents":
            plant.stocks.reagents_kg -= 3.0
        elif node == "spares":
            plant.stocks.spares_kg -= 3.0

    campaign.clock.after(5_000.0, leak, node)
    trace = campaign.run()
    return {name: mass for name, mass in trace.mine.residual_kg.items() if abs(mass) > 1e-6}


def test_without_a_leak_no_node_has_a_residual():
    assert leaking("") == {}


@pytest.mark.parametrize("node", ["melt", "product", "shipments", "reagents", "spares"])
def test_a_leak_is_seen_at_its_node(node):
    assert leaking(node) == {node: pytest.approx(3.0)}


def test_a_leak_on_the_return_is_seen_at_each_holder_s_share():
    assert leaking("arrivals") == {"arrivals": pytest.approx(6.0)}


@pytest.mark.parametrize("day", ["2027-01-01", "2033-01-01"])
def test_a_plant_on_the_station_s_power_is_planned_for_the_day_on_which_that_is_there(day):
    trace = run(scenario_of(NO_WAITS | {"plant.planned": day, "plant.power_kw": 0.0}))
    assert trace.milestone_day["first_product"] > 0
    assert {
        name: parts for name, parts in trace.delay_days.items() if any(abs(days) > 1e-6 for days in parts.values())
    } == {}


def test_a_plant_that_waits_for_late_power_is_late_by_power():
    changes = {"plant.planned": "2027-01-01", "plant.power_kw": 0.0, "waits.commissioning": True}
    slow = {"station.commissioning_multiplier": 4.0, "station.commissioning_ln_sd": 0.0}
    trace = run(scenario_of(NO_WAITS | changes | slow | {"plant.commissioning_days": 0.0}))
    parts = {cause: days for cause, days in trace.delay_days["first_product"].items() if abs(days) > 1e-6}
    assert set(parts) == {"power"}
    assert parts["power"] > 1.0
