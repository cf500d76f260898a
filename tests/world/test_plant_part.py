"""The plant by itself."""

import math

import pytest

from lunarsim.world.history.mine import Contact, Lack, Shipment
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.parts import plant_alone
from tests.world.plants import STEADY

MINING = NO_WAITS | STEADY | {"plant.planned": "2030-01-01"}
NO_COMMAND = Lack("command", "prerequisite")


def test_a_plant_makes_product_from_its_first_unit_on_and_announces_it_once():
    alone = plant_alone(scenario_of(MINING, "fra_mauro"))
    started = []
    alone.plant.product_started.connect(lambda: started.append(alone.clock.now))
    for day in (100.0, 200.0):
        alone.clock.after(day, lambda _: alone.plant.add_units(), None)
    alone.clock.run(250.0)
    assert started == [100.0]
    assert alone.trace.units == [(100.0, 1.0), (200.0, 2.0)]
    alone.plant.settle()
    first, second = (part.product for part in alone.trace.intervals[:2])
    assert second == pytest.approx(2 * first)
    assert alone.plant.product_kg() == pytest.approx(first * 100.0 + second * 50.0)


def test_what_is_shipped_leaves_the_stocks_and_the_balance_closes():
    alone = plant_alone(scenario_of(MINING, "fra_mauro"))
    alone.plant.add_units()
    alone.clock.run(300.0)
    alone.plant.settle()
    product_kg, oxygen_kg = alone.plant.product_kg(), alone.plant.oxygen_kg()
    alone.plant.ship(product_kg / 2, oxygen_kg / 4)
    assert alone.plant.product_kg() == pytest.approx(product_kg / 2)
    assert alone.plant.oxygen_kg() == pytest.approx(oxygen_kg * 3 / 4)
    alone.trace.shipments.append(Shipment(300.0, math.nan, product_kg / 2, {}))
    alone.plant.close()
    assert all(abs(mass) < 1e-6 for mass in alone.trace.residual_kg.values())


def test_a_plant_at_the_station_follows_the_power_that_is_left_and_stands_still_without():
    alone = plant_alone(scenario_of(MINING | {"plant.power_kw": 0.0}))
    alone.plant.add_units()
    assert alone.plant.held_by() == "power"

    def power(surplus_kw):
        alone.surplus_kw = surplus_kw
        alone.plant.station_changed()

    alone.clock.after(40.0, power, 5.0)
    alone.clock.after(90.0, power, 0.0)
    alone.clock.run(100.0)
    (part,) = alone.trace.intervals
    assert (part.start_day, part.end_day) == (40.0, 90.0)
    assert part.power_kw == pytest.approx(5.0 * scenario_of(MINING).plant.availability)
    alone.plant.settle()
    assert alone.trace.idle_days == pytest.approx({"power": 50.0})


def test_a_plant_beside_the_station_stands_still_while_it_lacks_anything_of_it():
    alone = plant_alone(scenario_of(MINING))
    alone.lack = NO_COMMAND
    alone.plant.add_units()

    def lacks(lack):
        alone.lack = lack
        alone.plant.station_changed()

    for day, lack in ((40.0, None), (90.0, Lack("hands", "repair")), (95.0, Lack("hands", "power"))):
        alone.clock.after(day, lacks, lack)
    alone.clock.run(100.0)
    alone.plant.settle()
    assert [(part.start_day, part.end_day) for part in alone.trace.intervals] == [(40.0, 90.0)]
    assert alone.trace.idle_days == pytest.approx({"prerequisite": 40.0, "repair": 5.0, "power": 5.0})
    assert alone.plant.held_by() == "power"
    assert [limits[0][0] for _, limits in alone.trace.limits] == ["command", "extraction", "hands"]


def test_a_plant_away_from_the_station_lacks_nothing_of_it():
    alone = plant_alone(scenario_of(MINING | {"mine.excavator_kg_per_day": 100.0}, "fra_mauro"))
    alone.lack, alone.contact = NO_COMMAND, Contact(0.1, "repair")
    alone.plant.add_units()
    assert alone.plant.held_by() == ""
    assert alone.trace.limits[-1][1] == (("excavation", 1.0),)


@pytest.mark.parametrize(
    ("share", "contact", "ratio"), [(0.5, 0.4, 0.7), (1.0, 0.4, 0.4), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 1.0, 1.0)]
)
def test_work_led_from_the_earth_stops_without_contact(share, contact, ratio):
    slow = MINING | {"mine.excavator_kg_per_day": 100.0, "mine.teleoperated_share": share}
    alone = plant_alone(scenario_of(slow))
    alone.plant.add_units()
    alone.contact = Contact(contact, "repair")
    alone.clock.after(50.0, lambda _: alone.plant.station_changed(), None)
    alone.clock.run(100.0)
    alone.plant.settle()
    fed = [part.feed for part in alone.trace.intervals]
    assert (fed[1] if len(fed) > 1 else fed[0] if ratio == 1.0 else 0.0) == pytest.approx(ratio * fed[0])


def test_contact_that_binds_is_named_where_digging_in_full_contact_would_be_enough():
    alone = plant_alone(scenario_of(MINING | {"mine.excavator_kg_per_day": 800.0, "mine.teleoperated_share": 1.0}))
    alone.contact = Contact(0.2, "repair")
    alone.plant.add_units()
    assert alone.trace.limits[-1][1] == (("contact", 1.0),)
    assert alone.plant.held_by() == "repair"
    alone.contact = Contact(1.0, "repair")
    alone.plant.station_changed()
    assert alone.trace.limits[-1][1] == (("extraction", 1.0),)
    assert alone.plant.held_by() == ""


def test_the_shortage_is_what_units_have_used_up_and_resupply_makes_it_good():
    alone = plant_alone(scenario_of(MINING | {"flowsheet.acid_loss": 0.02}, "fra_mauro"))
    alone.plant.add_units()
    assert alone.plant.shortage_kg() == (0.0, 0.0)
    alone.clock.run(100.0)
    reagents_kg, spares_kg = alone.plant.shortage_kg()
    assert reagents_kg > 0
    assert spares_kg > 0
    alone.plant.resupply(reagents_kg, spares_kg)
    assert alone.plant.shortage_kg() == pytest.approx((0.0, 0.0), abs=1e-9)
