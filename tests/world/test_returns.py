"""The return: what a flight needs and takes, what is flown in for it, and what the plant makes for it."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.world.baseline.delays import delays
from lunarsim.world.mine.logistics.cargo import PLANT_FLIGHT, RESUPPLY_FLIGHT
from lunarsim.world.mine.logistics.return_plan import ReturnSupplies
from lunarsim.world.prepared import prepare
from tests.scenario.building import scenario_of
from tests.world.parts import mine_plan_of, returns_alone
from tests.world.plants import MINING, STEADY
from tests.world.running import NO_FAILURES, FixedDraws, campaign_of, planned_mine_of, run

EARLY = MINING | STEADY | {"flowsheet.purification_recovery": 1.0}
"""A plant that wins much of what it dissolves, so that there is enough to return."""
DOUBLING_S = 2700.0 / (9.80665 * math.log(2.0))
"""Specific impulse at which a return flight needs as much propellant as it lifts [s]."""
SIMPLE = {
    "logistics.return_specific_impulse_s": DOUBLING_S,
    "logistics.return_craft_kg": 100.0,
    "logistics.return_capacity_kg": 10.0,
    "logistics.return_least_load_share": 0.0,
}
ONE_CRAFT = {"vehicles.long_march_9.landed_payload_kg": 100.0, "returns.pad_days": 365.0}
"""A year has room for one craft on the pad, and no craft is larger than the smallest of ``SIMPLE``."""
MADE = {"logistics.return_propellant": "made", "logistics.return_oxygen_share": 0.8}
LATE_CRAFT = {
    "logistics.cargo_interval_days": 700.0,
    "vehicles.long_march_9.launches_per_year": 0.5,
    "logistics.return_craft_kg": 3000.0,
    "logistics.return_least_load_share": 0.0,
}
"""The unit needs two flights, the craft a third, 700 days later."""
LASTING = {
    "plant.spares_per_year": 0.0,
    "mine.excavator_kg": 0.0,
    "flowsheet.acid_loss": 0.0,
    "flowsheet.oxalic_kg_per_kg_reo": 0.0,
}
"""A plant that needs nothing from the Earth."""


def held(product_kg, oxygen_kg, supplies, changes=SIMPLE):
    """Return the returns of a scenario with so much on the Moon."""
    return returns_alone(scenario_of(EARLY | ONE_CRAFT | changes, "fra_mauro"), product_kg, oxygen_kg, supplies)


# One flight, by hand.


def test_one_return_by_hand():
    # Twice the speed of the exhaust's ln 2: 100 kg of craft and 10 kg of product burn 110 kg.
    alone = held(25.0, 0.0, ReturnSupplies(100.0, 150.0))
    assert alone.returns.load_kg() == 10.0
    shipment = alone.returns.send(10.0)
    assert (shipment.sent_kg, shipment.craft_kg) == (10.0, 100.0)
    assert shipment.propellant_kg == pytest.approx(110.0, rel=1e-12)
    assert alone.product_kg == pytest.approx(15.0)
    assert alone.returns.craft_kg == 0.0
    assert alone.returns.propellant_kg == pytest.approx(40.0)


def test_with_oxygen_from_the_plant_only_the_fuel_is_taken_from_what_was_flown_in():
    alone = held(25.0, 500.0, ReturnSupplies(100.0, 30.0), SIMPLE | MADE)
    assert alone.returns.load_kg() == 10.0
    assert alone.returns.send(10.0).propellant_kg == pytest.approx(110.0, rel=1e-12)
    assert alone.oxygen_kg == pytest.approx(500.0 - 88.0)
    assert alone.returns.propellant_kg == pytest.approx(30.0 - 22.0)


def test_at_the_declared_figures_a_kilogram_lifted_burns_1_13_kg():
    alone = held(20.0, 0.0, ReturnSupplies(600.0, 1000.0), {})
    shipment = alone.returns.send(alone.returns.load_kg())
    assert shipment.propellant_kg == pytest.approx(1.1261 * 620.0, rel=1e-4)


@pytest.mark.parametrize(
    ("changes", "oxygen_kg", "supplies", "load_kg"),
    [
        ({}, 0.0, ReturnSupplies(100.0, 105.0), 5.0),
        ({}, 0.0, ReturnSupplies(100.0, 100.0), 0.0),
        ({}, 1e6, ReturnSupplies(100.0, 0.0), 0.0),
        ({}, 0.0, ReturnSupplies(99.0, 1e6), 0.0),
        ({}, 0.0, ReturnSupplies(0.0, 1e6), 0.0),
        (MADE, 84.0, ReturnSupplies(100.0, 1e6), 5.0),
        (MADE, 1e6, ReturnSupplies(100.0, 21.0), 5.0),
        (MADE, 0.0, ReturnSupplies(100.0, 1e6), 0.0),
        (MADE, 1e6, ReturnSupplies(0.0, 1e6), 0.0),
    ],
)
def test_a_flight_takes_what_its_propellant_lifts_and_none_goes_without_a_whole_craft(
    changes, oxygen_kg, supplies, load_kg
):
    assert held(25.0, oxygen_kg, supplies, SIMPLE | changes).returns.load_kg() == pytest.approx(load_kg, abs=1e-9)


# What is flown in.


def test_the_first_supplies_are_for_the_flights_of_the_stock_s_time():
    def supplies(**changes):
        built = EARLY | ONE_CRAFT | SIMPLE | {f"logistics.{key}": value for key, value in changes.items()}
        return mine_plan_of(scenario_of(built, "fra_mauro")).returns.first_supplies()

    # 900 days of stock hold the flights of day 365 and 731; both are full, as a unit makes 36 kg a year.
    assert supplies() == pytest.approx((200.0, 220.0))
    assert supplies(return_interval_days=100.0) == pytest.approx((900.0, 987.8), rel=1e-4)
    # One that is due later is brought all the same; the pad has room for five craft then.
    assert supplies(return_interval_days=2000.0) == pytest.approx((500.0, 550.0))
    assert supplies(return_propellant="made", return_oxygen_share=0.8) == pytest.approx((200.0, 44.0))
    assert supplies(return_interval_days=0.0) == supplies(return_capacity_kg=0.0) == (0.0, 0.0)


def test_propellant_is_brought_for_what_the_plant_makes_where_that_is_less_than_fits():
    plan = mine_plan_of(scenario_of(EARLY | SIMPLE | {"logistics.return_capacity_kg": 500.0}, "fra_mauro"))
    made_kg = plan.plant.flowsheet.product_kg * 100e3 / 365.25 * 0.7 * (365.25 * 2)
    assert 60 < made_kg < 90
    assert plan.returns.first_supplies() == pytest.approx((200.0, 200.0 + made_kg))


def test_a_resupply_flight_brings_what_is_short_and_also_for_product_that_was_left_behind():
    returns = held(40.0, 0.0, ReturnSupplies(100.0, 150.0)).returns
    returns.next_day = 100.0
    # Due on day 100, 465 and 831: 300 kg of craft and 330 kg of propellant.
    assert returns.missing() == pytest.approx((200.0, 180.0))
    returns.take_in(returns.missing())
    assert returns.missing() == pytest.approx((0.0, 0.0), abs=1e-9)
    roomy = held(
        40.0, 0.0, ReturnSupplies(100.0, 0.0), SIMPLE | {"logistics.return_capacity_kg": 1e4, "plant.availability": 0.0}
    )
    roomy.returns.next_day = 100.0
    assert roomy.returns.missing() == pytest.approx((200.0, 300.0 + 40.0))


def test_without_losses_no_flight_waits_for_craft_or_propellant():
    trace = run(scenario_of(EARLY, "fra_mauro"))
    days = [shipment.sent_day for shipment in trace.mine.shipments]
    assert days == pytest.approx([days[0] + 365.25 * number for number in range(len(days))])
    assert len(days) > 20
    assert trace.mine.stocks_kg["product_left"] < 37.0


def test_after_lost_resupply_flights_no_product_returns():
    class SupplyLost(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            return 0.9999 if (entity, purpose) == (RESUPPLY_FLIGHT, "cruise") else 1e-9

    changes = EARLY | LASTING | {"waits.landing_failure": True}
    trace = campaign_of(scenario_of(changes, "fra_mauro"), SupplyLost()).run()
    assert len(trace.mine.shipments) == 2
    assert trace.mine.stocks_kg["product_left"] > 300


def test_craft_that_comes_after_the_first_return_is_due_lets_it_go_at_once():
    trace = run(scenario_of(EARLY | LATE_CRAFT, "shackleton"))
    cargo = [flight.ended_day for flight in trace.flights.flown if flight.mission == "mine_cargo"]
    assert len(cargo) == 3
    assert trace.milestone_day["first_product"] == pytest.approx(cargo[1] + 120.0)
    assert trace.mine.shipments[0].sent_day == pytest.approx(cargo[2])
    assert sum(trace.delay_days["first_return"].values()) == pytest.approx(0.0, abs=1e-6)


def test_a_first_return_that_waits_for_its_craft_is_late_by_what_held_up_the_craft():
    changes = EARLY | LATE_CRAFT | {"waits.window": True}
    trace = run(scenario_of(changes, "shackleton"))
    late = trace.delay_days["first_return"]
    assert set(late) == {"window"}
    assert late["window"] != pytest.approx(trace.delay_days["first_product"]["window"], abs=0.1)


def test_craft_of_a_resupply_flight_is_hardware_and_its_propellant_is_not():
    trace = run(scenario_of(EARLY | LASTING, "fra_mauro"))
    supply = [flight for flight in trace.flights.flown if flight.mission == RESUPPLY_FLIGHT]
    # Two craft came with the plant.
    assert sum(flight.hardware_kg for flight in supply) == pytest.approx(trace.mine.stocks_kg["craft_in"] - 1_200.0)
    assert sum(flight.delivery_kg - flight.hardware_kg for flight in supply) > 10_000


def test_the_next_flight_is_due_an_interval_after_the_last_has_left():
    scenario = scenario_of(EARLY | {"logistics.transit_days": 50.0}, "fra_mauro")
    campaign = campaign_of(scenario)
    campaign.start()
    campaign.clock.run(planned_mine_of(scenario)["first_return"] - 10.0)
    (shipment,) = campaign.trace.mine.shipments
    assert campaign.returns.next_day == pytest.approx(shipment.sent_day + 365.25)


def test_flights_leave_at_the_interval_however_long_their_way_is():
    slow = {"logistics.transit_days": 200.0, "logistics.return_interval_days": 100.0}
    trace = run(scenario_of(EARLY | slow | {"logistics.return_least_load_share": 0.0}, "fra_mauro"))
    days = [shipment.sent_day for shipment in trace.mine.shipments]
    assert [late - early for early, late in itertools.pairwise(days[:6])] == pytest.approx([100.0] * 5)
    assert all(trace.delay_days[name] == {} for name in ("first_product", "first_return"))


def test_resupply_starts_at_its_interval_and_counts_what_is_under_way():
    slow = {"logistics.transit_days": 200.0, "logistics.resupply_interval_days": 100.0}
    trace = run(scenario_of(EARLY | slow | {"logistics.return_interval_days": 0.0}, "fra_mauro"))
    supply = [flight for flight in trace.flights.flown if flight.mission == RESUPPLY_FLIGHT]
    days = [flight.launched_day for flight in supply[:6]]
    assert [late - early for early, late in itertools.pairwise(days)] == pytest.approx([100.0] * 5)
    # In steady work each brings what a hundred days use, no flight brings it twice.
    masses = [flight.landed_kg for flight in supply[:6]]
    assert masses == pytest.approx([masses[0]] * 6, rel=1e-6)


def test_a_load_below_the_least_share_waits_and_so_does_the_plan():
    changes = EARLY | {"logistics.return_least_load_share": 0.5, "returns.longest_wait_years": 100.0}
    trace = run(scenario_of(changes, "fra_mauro"))
    # 100 of 200 kg, at 36 kg a year of full work.
    assert trace.mine.shipments[0].sent_day - trace.milestone_day["first_product"] == pytest.approx(3 * 365.25)
    assert all(shipment.sent_kg >= 100.0 - 1e-6 for shipment in trace.mine.shipments)
    assert trace.delay_days["first_return"] == {}
    assert trace.mine.stocks_kg["craft_in"] < run(scenario_of(EARLY, "fra_mauro")).mine.stocks_kg["craft_in"] / 2


# Oxygen from the plant.


def test_a_return_without_oxygen_waits_for_the_next_interval_and_so_does_the_plan():
    # 100 kg of craft need 80 kg of oxygen: at 18 % of 0.7 x 0.4 t a year, it is there after 1.6 years.
    changes = EARLY | SIMPLE | MADE | {"plant.feed_t_per_year": 0.4, "plant.commissioning_days": 10.0}
    trace = run(scenario_of(changes, "fra_mauro"))
    first = trace.mine.shipments[0].sent_day - trace.milestone_day["first_product"]
    assert first == pytest.approx(2 * 365.25)
    assert sum(trace.delay_days["first_return"].values()) == pytest.approx(0.0, abs=1e-6)
    earlier = run(scenario_of(changes | {"logistics.return_propellant": "brought"}, "fra_mauro"))
    assert earlier.mine.shipments[0].sent_day == pytest.approx(trace.mine.shipments[0].sent_day - 365.25)


def test_a_return_that_never_gets_its_oxygen_is_late_for_no_plan():
    trace = run(scenario_of(EARLY | MADE | {"plant.feed_t_per_year": 0.01}, "fra_mauro"))
    assert trace.mine.shipments == []
    assert "first_return" not in trace.delay_days
    assert trace.mine.stocks_kg["product_left"] > 0


def test_a_first_return_that_lacks_oxygen_by_chance_is_late_by_power():
    scenario = scenario_of(EARLY | MADE, "fra_mauro")
    campaign, planned = campaign_of(scenario), planned_mine_of(scenario)

    def leak(plant):
        plant.settle()
        plant.ship(0.0, plant.oxygen_kg())

    campaign.clock.after(planned["first_return"] - 6.0, leak, campaign.plant)
    trace = campaign.run()
    late = delays(scenario, prepare(scenario), trace, planned, dict.fromkeys(planned, PLANT_FLIGHT))
    assert late == {"first_product": {}, "first_return": {"power": pytest.approx(365.25)}}


@settings(max_examples=10)
@given(st.integers(0, 100))
def test_making_oxygen_lands_less_mass(sample):
    early = {"plant.planned": "2028-01-01", "flowsheet.readiness_years": 0.0}
    early |= {"logistics.return_least_load_share": 0.0} | NO_FAILURES
    brought, made = (run(scenario_of(early | ways, "fra_mauro"), sample=sample) for ways in ({}, MADE))
    kept = [trace.mine.stocks_kg["craft_in"] + trace.mine.stocks_kg["propellant_in"] for trace in (brought, made)]
    assert kept[1] <= kept[0]
    if len(brought.mine.shipments) == len(made.mine.shipments) > 2:
        assert made.mine.landed_kg < brought.mine.landed_kg
