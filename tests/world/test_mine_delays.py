"""What the milestones of the mine have waited for, and why there is too little product."""

import math

from lunarsim.world.clock import Clock
from lunarsim.world.history.mine import MineTrace, Shipment
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.mine.mine_delays import MineMilestones, cause_of_low_product, product_waits
from tests.world.parts import HORIZON_DAYS


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
