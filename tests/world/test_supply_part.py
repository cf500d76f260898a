"""Supply and resupply of the mine by themselves."""

import itertools

import pytest

from lunarsim.world.clock import Clock
from lunarsim.world.history.flight_outcomes import DESCENT_FAILURE, LAUNCH_FAILURE, SUCCESS
from lunarsim.world.history.flights import Flight
from lunarsim.world.history.mine import Lack, MineTrace
from lunarsim.world.mine.logistics.cargo import PLANT_FLIGHT, RESUPPLY_FLIGHT
from lunarsim.world.mine.logistics.resupply import Resupply
from lunarsim.world.mine.logistics.return_plan import NO_SUPPLIES
from lunarsim.world.mine.logistics.supply import Supply
from lunarsim.world.mine.mine_delays import product_waits
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.dated_plans import assumed_plan
from lunarsim.world.programs.slip_law import Slip
from lunarsim.world.prospecting.technology import technology_ready_day
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.parts import HORIZON_DAYS, mine_plan_of
from tests.world.plants import STEADY
from tests.world.running import FixedDraws, RecordingDraws

MINING = NO_WAITS | STEADY | {"plant.planned": "2030-01-01"}
NO_COMMAND = Lack("command", "prerequisite")


class Supplying:
    """Supply and resupply of a scenario by themselves: flights take five days, and some are lost."""

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
            interval_days=self.scenario.logistics.cargo_interval_days,
            gates_open_day=0.0,
            technology_ready_day=technology_ready_day(self.scenario.flowsheet, self.scenario.plant),
            station=self.scenario.station,
            waits=self.scenario.waits,
            first_soil_days=0.0,
            slip=lambda *plan: Slip(10.0, 0.0, 0.0),
            fly=self.fly,
            lack=lambda: self.lack,
            add_units=lambda count: self.units.extend([self.clock.now] * count),
            supply_returns=self.supplies.append,
            draws=FixedDraws() if draws is None else draws,
            trace=self.trace,
        )
        resupply = Resupply(
            self.clock,
            cargo=self.plan.cargo,
            interval_days=self.scenario.logistics.resupply_interval_days,
            fly=self.fly,
            plant_shortage_kg=lambda: self.shortage_kg,
            resupply_plant=lambda *stocks: None,
            missing_for_returns=lambda: NO_SUPPLIES,
            supply_returns=self.supplies.append,
            trace=self.trace,
        )
        self.part.first_unit_commissioned.connect(resupply.start)

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
