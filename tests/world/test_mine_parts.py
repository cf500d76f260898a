"""Plant, supply and milestones of the mine by themselves."""

import itertools
import math

import pytest

from lunarsim.world.clock import Clock
from lunarsim.world.flight_history import Flight
from lunarsim.world.mine.cargo import PLANT_FLIGHT, RESUPPLY_FLIGHT
from lunarsim.world.mine.mine_delays import MineMilestones, cause_of_low_product, product_waits
from lunarsim.world.mine.return_plan import NO_SUPPLIES
from lunarsim.world.mine.supply import Supply
from lunarsim.world.mine_history import Contact, Lack, Shipment
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.dated_plans import assumed_plan
from lunarsim.world.programs.slip_law import Slip
from lunarsim.world.prospecting.technology import technology_ready_day
from lunarsim.world.trace import DESCENT_FAILURE, LAUNCH_FAILURE, SUCCESS, MineTrace, MissionRecord
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.parts import HORIZON_DAYS, mine_plan_of, plant_alone
from tests.world.plants import STEADY
from tests.world.running import FixedDraws, RecordingDraws

MINING = NO_WAITS | STEADY | {"plant.planned": "2030-01-01"}
NO_COMMAND = Lack("command", "prerequisite")

# The plant.


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


# Supply.


class Supplying:
    """The supply of a scenario by itself: flights take five days, and some are lost."""

    def __init__(self, changes, losses=(), lack=None, failures=(), draws=None):
        self.scenario = scenario_of(MINING | changes, "fra_mauro")
        self.plan = mine_plan_of(self.scenario)
        self.clock, self.trace = Clock(HORIZON_DAYS), MineTrace()
        self.flown, self.units, self.supplies = [], [], []
        self.losses, self.lack, self.failures = losses, lack, failures
        self.shortage_kg = (0.0, 0.0)
        self.part = Supply(
            self.clock,
            plan=assumed_plan("mine_cargo", prepare(self.scenario).main_chain, self.plan.planned_day, 4.0, 10.0),
            cargo=self.plan.cargo,
            plant=self.scenario.plant,
            logistics=self.scenario.logistics,
            gates_open_day=0.0,
            technology_ready_day=technology_ready_day(self.scenario.flowsheet, self.scenario.plant),
            station=self.scenario.station,
            waits=self.scenario.waits,
            first_soil_days=0.0,
            slip=lambda *plan: Slip(10.0, 0.0, 0.0),
            fly=self.fly,
            lack=lambda: self.lack,
            add_units=lambda count: self.units.extend([self.clock.now] * count),
            plant_shortage_kg=lambda: self.shortage_kg,
            resupply_plant=lambda *stocks: None,
            missing_for_returns=lambda: NO_SUPPLIES,
            supply_returns=self.supplies.append,
            draws=FixedDraws() if draws is None else draws,
            trace=self.trace,
        )

    def first_landed_day(self):
        """Return when all of the first unit has landed."""
        masses = itertools.accumulate(flight.landed_kg for flight in self.flown)
        first = self.plan.cargo.masses.with_units_kg(1) - 1e-6
        return next(flight.ended_day for flight, mass in zip(self.flown, masses, strict=True) if mass >= first)

    def fly(self, orders, first, record, goes_on):
        if goes_on:
            # A stand-down, which begins with the failed launch.
            days = self.failures[first - 1]
            yield self.clock.wait(days)
            record.waits["vehicle"] = record.waits.get("vehicle", 0.0) + days
        record.launched_day = self.clock.now
        yield self.clock.wait(5.0)
        flights = []
        for number, order in enumerate(orders, first):
            if flights and flights[-1].outcome == LAUNCH_FAILURE:
                break
            lost = (order.mission, number) in self.losses
            outcome = DESCENT_FAILURE if lost else SUCCESS
            if number in self.failures:
                outcome = LAUNCH_FAILURE
            landed = order.landed_kg if outcome == SUCCESS else 0.0
            flights.append(Flight(order.mission, "china", order.purpose, record.launched_day, self.clock.now, outcome,
                                  order.sent_kg, landed, order.hardware_kg, order.delivery_kg, 0.0,
                                  order.plant_units))  # fmt: skip
        self.flown += flights
        return flights


def test_a_plant_is_flown_in_after_its_slip_and_each_unit_is_commissioned_when_all_of_it_is_there():
    alone = Supplying({"plant.units": 2, "logistics.resupply_interval_days": 0.0})
    alone.part.start()
    alone.clock.run()
    assert alone.flown[0].launched_day == alone.plan.planned_day + 10.0
    masses, commissioning = alone.plan.cargo.masses, alone.scenario.plant.commissioning_days
    landed = 0.0
    days = []
    for flight in alone.flown:
        landed += flight.landed_kg
        while len(days) < 2 and landed >= masses.with_units_kg(len(days) + 1) - 1e-6:
            days.append(flight.ended_day + commissioning)
    assert alone.units == pytest.approx(days)
    expected = max(masses.with_units_kg(2), masses.with_returns_kg)
    assert sum(flight.landed_kg for flight in alone.flown) == pytest.approx(expected)
    assert alone.supplies == [alone.plan.cargo.first_supplies]
    assert alone.trace.product_waits["slip"] == 10.0


def test_a_lost_flight_is_flown_again_and_the_wait_is_a_failed_landing_s():
    alone = Supplying({"logistics.resupply_interval_days": 0.0}, losses={(PLANT_FLIGHT, 0)})
    alone.part.start()
    alone.clock.run()
    interval = alone.scenario.logistics.cargo_interval_days
    assert alone.flown[1].launched_day - alone.flown[0].launched_day == pytest.approx(max(interval, 5.0))
    assert alone.trace.record.waits["landing_failure"] == pytest.approx(max(interval, 5.0))
    assert len(alone.units) == 1


# Twelve landers a year are three in 120 days.
THREE = {
    "vehicles.long_march_9.launches_per_year": 12.0,
    "vehicles.long_march_9.pads": 20,
    "logistics.cargo_interval_days": 91.4,
    "logistics.resupply_interval_days": 0.0,
    "returns.policy": "none",
}


def three_at_a_time(landers, losses=(), failures=()):
    """Return the supply of a plant that takes so many landers, of which three fly together."""
    masses = mine_plan_of(scenario_of(MINING | THREE, "fra_mauro")).cargo.masses
    capacity = {"vehicles.long_march_9.landed_payload_kg": masses.with_units_kg(1) / (landers - 0.1)}
    alone = Supplying(THREE | capacity, {(PLANT_FLIGHT, number) for number in losses}, failures=failures)
    assert alone.plan.cargo.fleet == 3
    alone.part.start()
    alone.clock.run()
    return alone


def test_a_lost_lander_delays_a_plant_only_where_the_last_fleet_has_no_room_for_its_load():
    assert three_at_a_time(4, {1}).units == three_at_a_time(4).units
    assert "landing_failure" not in three_at_a_time(4, {1}).trace.product_waits
    late = three_at_a_time(6, {1})
    assert late.units[0] - three_at_a_time(6).units[0] == pytest.approx(91.4)
    assert late.trace.product_waits["landing_failure"] == pytest.approx(91.4)
    # Three lost ones of the last fleet take another one, as one does.
    assert three_at_a_time(6, {3, 4, 5}).trace.product_waits["landing_failure"] == pytest.approx(91.4)


def test_the_rest_of_a_fleet_flies_on_after_a_failed_launch_and_its_wait_counts_as_far_as_it_delays_the_plant():
    on_time = three_at_a_time(4)
    # The stand-down takes 50 days; the lost load comes with the second fleet, which is due after 91.4.
    within = three_at_a_time(4, failures={1: 50.0})
    days = [flight.launched_day - within.flown[0].launched_day for flight in within.flown]
    assert days == pytest.approx([0.0, 0.0, 55.0, 91.4, 91.4])
    assert within.units == on_time.units
    assert within.trace.product_waits["vehicle"] == pytest.approx(0.0)
    assert "launch_failure" not in within.trace.product_waits
    beyond = three_at_a_time(4, failures={1: 200.0})
    assert beyond.trace.product_waits["vehicle"] == pytest.approx(beyond.units[0] - on_time.units[0])
    # In the only fleet, all of it counts.
    only = three_at_a_time(3, failures={1: 50.0})
    assert only.units[0] - three_at_a_time(3).units[0] == pytest.approx(91.4)
    assert only.trace.product_waits["launch_failure"] == pytest.approx(91.4)


def test_all_that_is_lost_of_an_order_of_resupply_is_sent_again():
    three = THREE | {"logistics.resupply_interval_days": 400.0, "vehicles.long_march_9.launches_per_year": 48.0}
    lost = {(RESUPPLY_FLIGHT, number) for number in (0, 1, 2, 3)}
    alone = Supplying(three | {"vehicles.long_march_9.landed_payload_kg": 1e4}, lost)
    assert alone.plan.cargo.fleet > 4
    alone.shortage_kg = (3e4, 1e4)
    alone.part.start()
    alone.clock.run(alone.plan.planned_day + 1_000.0)
    resupply = [flight for flight in alone.flown if flight.mission == RESUPPLY_FLIGHT]
    first = [flight for flight in resupply if flight.launched_day < resupply[0].launched_day + 399.0]
    assert [flight.landed_kg for flight in first] == pytest.approx([0.0] * 4 + [1e4] * 4)


def test_resupply_brings_what_is_short_and_not_what_is_under_way():
    alone = Supplying({"logistics.resupply_interval_days": 100.0})
    alone.shortage_kg = (30.0, 20.0)
    alone.part.start()
    alone.clock.run(alone.plan.planned_day + 1_000.0)
    resupply = [flight for flight in alone.flown if flight.mission == RESUPPLY_FLIGHT]
    assert len(resupply) > 3
    assert [flight.landed_kg for flight in resupply] == pytest.approx([50.0] * len(resupply))
    assert resupply[0].hardware_kg == pytest.approx(20.0)
    assert resupply[1].launched_day - resupply[0].launched_day == pytest.approx(100.0)


def test_units_that_have_landed_wait_for_what_they_lack_and_book_the_time_on_why():
    alone = Supplying({"plant.units": 2, "logistics.resupply_interval_days": 0.0}, lack=NO_COMMAND)
    alone.part.start()
    alone.clock.run(alone.plan.planned_day + 1_000.0)
    landed = alone.first_landed_day()
    assert alone.units == []
    assert alone.trace.open_wait[1:] == ("prerequisite", landed)

    def lacks(lack):
        alone.lack = lack
        alone.part.station_changed()

    start = alone.clock.now
    alone.clock.after(0.0, lacks, Lack("hands", "repair"))
    alone.clock.after(30.0, lacks, Lack("hands", "repair"))
    alone.clock.after(50.0, lacks, None)
    alone.clock.after(60.0, lacks, NO_COMMAND)
    alone.clock.run()
    assert alone.units == pytest.approx([start + 50.0 + alone.scenario.plant.commissioning_days] * 2)
    waits = alone.trace.product_waits
    assert waits["prerequisite"] == pytest.approx(start - landed)
    assert waits["repair"] == pytest.approx(50.0)
    assert alone.trace.open_wait is None


def test_units_that_land_together_are_commissioned_each_in_a_time_of_its_own():
    fleet = {f"vehicles.long_march_9.{name}": value for name, value in
             {"launches_per_year": 1000.0, "pads": 20, "pad_turnaround_days": 1.0}.items()}  # fmt: skip
    uncertain = {"waits.commissioning": True, "plant.units": 4, "logistics.resupply_interval_days": 0.0}
    alone = Supplying(fleet | uncertain, draws=RecordingDraws())
    alone.part.start()
    alone.clock.run()
    landed = alone.first_landed_day()
    assert {flight.ended_day for flight in alone.flown} == {landed}
    assert len(set(alone.units)) == 4
    assert alone.units == sorted(alone.units)
    # The soonest brings the product.
    nominal = alone.scenario.plant.commissioning_days
    assert alone.trace.product_waits["commissioning"] == pytest.approx(alone.units[0] - landed - nominal)
    one = Supplying(fleet | uncertain | {"plant.units": 1}, draws=RecordingDraws())
    one.part.start()
    one.clock.run()
    assert any(day == pytest.approx(one.units[0]) for day in alone.units)


def test_many_units_that_land_together_come_to_work_in_ten_steps():
    fleet = {f"vehicles.long_march_9.{name}": value for name, value in
             {"launches_per_year": 1000.0, "pads": 20, "pad_turnaround_days": 1.0}.items()}  # fmt: skip
    many = {"waits.commissioning": True, "plant.units": 35, "logistics.resupply_interval_days": 0.0}
    alone = Supplying(fleet | many, draws=RecordingDraws())
    alone.part.start()
    alone.clock.run()
    assert [alone.units.count(day) for day in dict.fromkeys(alone.units)] == [4] * 8 + [3]


def test_a_larger_unit_takes_longer_to_commission_by_a_small_power_of_its_size():
    lander = {"vehicles.long_march_9.landed_payload_kg": 1e6, "vehicles.long_march_9.tli_payload_kg": 1e6}
    days = {}
    for scale in (0.001, 1.0, 10.0):
        alone = Supplying(lander | {"plant.scale": scale, "logistics.resupply_interval_days": 0.0})
        alone.part.start()
        alone.clock.run()
        days[scale] = alone.units[0] - alone.first_landed_day()
    assert days[1.0] == alone.scenario.plant.commissioning_days
    assert days[10.0] == pytest.approx(days[1.0] * 10**0.1)
    assert days[0.001] == pytest.approx(days[1.0] / 1_000**0.1)


def test_a_wait_for_the_station_that_never_ends_counts_to_the_horizon():
    alone = Supplying({"logistics.resupply_interval_days": 0.0}, lack=NO_COMMAND)
    alone.part.start()
    alone.clock.run()
    waits = product_waits(alone.trace, HORIZON_DAYS)
    assert waits["prerequisite"] == pytest.approx(HORIZON_DAYS - alone.first_landed_day())
    assert waits["slip"] == 10.0


def test_what_a_plant_has_waited_for_counts_while_it_is_being_commissioned():
    alone = Supplying({"logistics.resupply_interval_days": 0.0}, lack=NO_COMMAND)
    alone.part.start()
    alone.clock.run(alone.plan.planned_day + 1_000.0)
    waited = alone.clock.now - alone.first_landed_day()
    alone.lack = None
    alone.part.station_changed()
    alone.clock.run(alone.clock.now + 1.0)
    assert alone.units == []
    assert product_waits(alone.trace, HORIZON_DAYS)["prerequisite"] == pytest.approx(waited)


def test_without_units_nothing_is_flown():
    alone = Supplying({"plant.units": 0})
    alone.part.start()
    alone.clock.run()
    assert alone.flown == alone.units == []


# Milestones.


def test_the_first_return_counts_the_time_since_a_lost_first_shipment_and_is_announced_once():
    clock, trace = Clock(HORIZON_DAYS), MineTrace(product_waits={"slip": 10.0}, idle_days={"power": 4.0})
    trace.units.append((90.0, 1.0))
    milestones, announced = MineMilestones(clock, trace), []
    milestones.first_return_reached.connect(lambda: announced.append(clock.now))
    clock.run(100.0)
    milestones.product_started()
    assert trace.reached["first_product"][:2] == (100.0, {"slip": 10.0, "power": 4.0})
    shipments = [Shipment(day, math.nan, 1.0, {}) for day in (200.0, 565.0, 930.0)]
    trace.shipments.extend(shipments)
    clock.run(570.0)
    milestones.shipment_received(shipments[1])
    clock.run(935.0)
    milestones.shipment_received(shipments[2])
    assert trace.reached["first_return"][:2] == (570.0, {"slip": 10.0, "power": 4.0, "landing_failure": 365.0})
    assert announced == [570.0]


def test_too_little_product_is_due_to_power_now_or_to_the_longest_wait():
    trace = MineTrace(record=MissionRecord(0.0, waits={"slip": 5.0, "pad": 20.0}), resupply_waits={"window": 30.0})
    assert cause_of_low_product(trace, held_by="power") == "power"
    assert cause_of_low_product(trace, held_by="") == "window"
    assert cause_of_low_product(MineTrace(), held_by="") == "landing_failure"


def test_too_little_product_is_due_to_standing_still_where_that_took_longest():
    trace = MineTrace(record=MissionRecord(0.0, waits={"slip": 5.0}), idle_days={"repair": 40.0, "power": 30.0})
    assert cause_of_low_product(trace, held_by="") == "repair"


def test_days_of_standing_still_add_to_a_wait_of_the_same_cause():
    trace = MineTrace(product_waits={"slip": 10.0, "repair": 3.0}, idle_days={"repair": 4.0})
    assert product_waits(trace, HORIZON_DAYS) == {"slip": 10.0, "repair": 7.0}
