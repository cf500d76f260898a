"""Cargo flights: when they go, what they carry, and what becomes of a load that is lost."""

import dataclasses
import math

import pytest

from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.flights.pads import Customer
from lunarsim.world.history.flight_outcomes import CRUISE_FAILURE, DESCENT_FAILURE, LAUNCH_FAILURE, PARTIAL
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.prepared import prepare
from lunarsim.world.purposes import UPKEEP
from lunarsim.world.station.hardware import Item
from lunarsim.world.upkeep.equipment import FLIGHT_DAYS
from lunarsim.world.upkeep.lines import Carriers, line_of
from lunarsim.world.upkeep.orders import Replacement
from tests.scenario.building import ARTEMIS, scenario_of
from tests.world.running import FixedDraws
from tests.world.test_station import asset
from tests.world.upkeep.test_orders import LAB, run

CAPACITY_KG = scenario_of().vehicles["long_march_10"].landed_payload_kg
DUE = 10.0 + 2.0 * DAYS_PER_YEAR
READY = DUE + 400.0


def labs(*masses_kg, **known):
    return {
        f"lab_{number}": dataclasses.replace(LAB, mass_kg=mass_kg, **known) for number, mass_kg in enumerate(masses_kg)
    }


START = 0.0
"""Regular flights are counted from the start."""


def replacement(relay):
    """Return a replacement of a relay that is there at the start."""
    hardware = HardwareId("old", "")
    return Replacement(Item(hardware, relay, 0.0, None))


def slot(ready_day, interval_days):
    """Return the first day of a regular flight after something is ready."""
    return START + math.ceil((ready_day - START) / interval_days) * interval_days


def ends(alone):
    return [(flight.ended_day, sum(flight.landed_kg.values())) for flight in alone.trace.upkeep.flights]


def test_what_is_ready_together_flies_together_up_to_the_lander_s_capacity():
    alone = run(labs(2_000.0, 1_500.0, 1_400.0, 1_000.0), READY + 300.0, **{"upkeep.flight_interval_days": 100.0})
    assert CAPACITY_KG == 5_000.0
    # Heavy before light; 100 kg of room stay empty on the first one.
    first = slot(READY, 100.0)
    assert ends(alone) == [(pytest.approx(first + 30.0), 4_900.0), (pytest.approx(first + 130.0), 1_000.0)]


def test_flights_keep_their_interval():
    alone = run(labs(4_000.0, 4_000.0, 4_000.0), READY + 1_200.0, **{"upkeep.flight_interval_days": 300.0})
    first = slot(READY, 300.0)
    assert [day for day, _ in ends(alone)] == pytest.approx([first + 30.0 + 300.0 * number for number in range(3)])


def test_what_is_important_and_dead_does_not_wait_for_the_next_regular_flight():
    # Worn out a day after it was due, so that it is dead when its replacement is ready.
    early = {f"upkeep.{key}": value for key, value in (("flight_interval_days", 300.0), ("life_ratio", 1.01))}
    important = run(labs(4_000.0, 4_000.0, priority=1), READY + 900.0, **early)
    assert [day for day, _ in ends(important)][:2] == pytest.approx([READY + 30.0, READY + 30.0])
    other = run(labs(4_000.0, 4_000.0, priority=3), READY + 900.0, **early)
    first = slot(READY, 300.0)
    assert [day for day, _ in ends(other)][:2] == pytest.approx([first + 30.0, first + 330.0])


def test_the_most_important_flies_first():
    more = labs(4_000.0, 3_000.0)
    more["lab_1"] = dataclasses.replace(more["lab_1"], priority=2)
    alone = run(more, READY + 700.0, **{"upkeep.flight_interval_days": 300.0})
    assert [mass for _, mass in ends(alone)] == [3_000.0, 4_000.0]


def test_a_flight_is_that_of_the_lead_s_cargo_lander_and_its_launch_is_paid_whole():
    alone = run(labs(2_000.0), READY + 100.0)
    (flight,) = alone.landings.flown
    vehicle = scenario_of().vehicles["long_march_10"]
    assert (flight.program, flight.purpose, flight.landed_kg) == ("china", UPKEEP, 2_000.0)
    assert flight.launch_cost_musd == vehicle.launch_cost_musd
    assert flight.sent_kg == pytest.approx(vehicle.tli_payload_kg * 2_000.0 / CAPACITY_KG)
    assert 2_000.0 < flight.hardware_kg <= 0.3 * flight.sent_kg + 1e-9


def test_a_lost_load_is_built_and_flown_again():
    alone = run(labs(2_000.0), READY + 600.0, outcomes=[DESCENT_FAILURE])
    (first, second) = alone.trace.upkeep.flights
    assert (first.landed_kg, first.lost_kg) == ({}, {"hardware": 2_000.0})
    assert second.ended_day == pytest.approx(READY + 30.0 + 400.0 + 30.0, abs=2.0)
    assert second.landed_kg == {"hardware": 2_000.0}
    assert alone.trace.upkeep.delivered_kg == 2_000.0


class FirstSaved(FixedDraws):
    def uniform(self, entity, purpose, occurrence=0):
        return (0.1 if occurrence == 0 else 0.9) if purpose == "partial_cargo" else super().uniform(entity, purpose)


def test_a_partial_landing_brings_what_is_saved_and_the_rest_is_built_again():
    alone = run(labs(2_000.0, 1_000.0), READY + 600.0, FirstSaved(), outcomes=[PARTIAL])
    (first, second) = alone.trace.upkeep.flights
    assert (first.landed_kg, first.lost_kg) == ({"hardware": 2_000.0}, {"hardware": 1_000.0})
    assert alone.landings.flown[0].landed_kg == 2_000.0
    assert second.landed_kg == {"hardware": 1_000.0}


def test_a_module_that_no_lander_carries_flies_as_the_first_one_did():
    heavy = labs(CAPACITY_KG + 1.0)
    alone = run(heavy, READY + 100.0)
    (flight,) = alone.landings.flown
    assert flight.mission == "m~2/lab_0"
    assert flight.purpose == UPKEEP
    assert alone.trace.upkeep.delivered_kg == CAPACITY_KG + 1.0


RELAY = asset("relay", mass_kg=1_200.0, life_years=2.0, kind="satellite", landed=False)
NO_MISSIONS = {"carriers": {}}


def test_a_relay_that_no_mission_of_the_plan_brings_flies_on_the_smallest_launcher_of_its_program_that_has_flown():
    def order(relay):
        alone = run({"old": relay}, READY + 200.0, known=NO_MISSIONS)
        assert alone.trace.upkeep.delivered_kg == relay.mass_kg
        (order,) = alone.landings.orders
        return order

    flight = order(RELAY)
    light = scenario_of().vehicles["long_march_8"]
    assert (flight.mission, flight.program, flight.vehicle) == ("m~2/old", "china", "long_march_8")
    assert (flight.purpose, flight.sent_kg, flight.landed_kg, flight.hardware_kg) == (UPKEEP, 1_200.0, 0.0, 1_200.0)
    assert flight.launch_cost_musd == light.launch_cost_musd
    # A heavier one takes a larger launcher, and one that has not flown only where no other sends it.
    assert order(dataclasses.replace(RELAY, mass_kg=light.tli_payload_kg + 1.0)).vehicle == "long_march_5"
    assert order(dataclasses.replace(RELAY, mass_kg=8_201.0)).vehicle == "long_march_10"


def test_a_launcher_that_is_never_built_brings_nothing():
    scenario = scenario_of()
    line = line_of(scenario.station, scenario.vehicles)

    def vehicle(relay, *never):
        carriers = Carriers(line, {}, scenario.vehicles, lambda program: 0.0, lambda name: name not in never)
        return carriers.order(replacement(relay)).vehicle if carriers.can_fly(relay, "") else None

    assert vehicle(RELAY, "long_march_8") == "long_march_5"
    heavy = dataclasses.replace(RELAY, mass_kg=50_000.0)
    assert (vehicle(heavy), vehicle(heavy, "long_march_9")) == ("long_march_9", None)


def test_a_relay_flies_again_as_the_cheapest_relay_of_its_program_and_not_as_a_lander_that_waits_for_its_crew():
    scenario = scenario_of(ARTEMIS)
    prepared = prepare(scenario)
    line = line_of(scenario.station, scenario.vehicles)
    carriers = Carriers(line, prepared.by_key, scenario.vehicles, lambda program: 0.5, lambda name: True)
    for name in ("lunar_relay_1", "lunar_relay_2"):
        order = carriers.order(replacement(scenario.assets[name]))
        assert order.vehicle == "falcon_9"
        assert order.sent_kg <= 1_200.0


def test_hardware_without_mass_flies_again_as_the_whole_mission_that_brought_it():
    scenario = scenario_of({"assets.queqiao_4.mass_kg": 0.0})
    prepared = prepare(scenario)
    (brought,) = (each for each in prepared.missions if "queqiao_4" in each.mission.assets)
    carriers = Carriers(
        line_of(scenario.station, scenario.vehicles), prepared.by_key, scenario.vehicles, lambda program: 0.0, bool
    )
    relay = Item(HardwareId("queqiao_4", brought.key), scenario.assets["queqiao_4"], 0.0, None)
    order = carriers.order(Replacement(relay))
    assert (order.vehicle, order.sent_kg) == (brought.mission.vehicle, brought.mission.launch_mass_kg)


def test_what_flies_like_a_crewed_mission_takes_no_vehicle_of_the_crews():
    scenario = scenario_of()
    crew = prepare(scenario).by_key["crewed_landing_1"]
    carriers = Carriers(
        line_of(scenario.station, scenario.vehicles),
        {"m": dataclasses.replace(crew, key="m")},
        scenario.vehicles,
        lambda program: 0.0,
        lambda name: True,
    )
    heavy = dataclasses.replace(LAB, mass_kg=CAPACITY_KG + 1.0)
    order = carriers.order(Replacement(Item(HardwareId("lab", "m"), heavy, 0.0, None)))
    assert order.vehicle == crew.mission.vehicle
    assert (order.crew_launch, order.customer) == (0, Customer(crew.mission.program))


@pytest.mark.parametrize("outcome", [LAUNCH_FAILURE, CRUISE_FAILURE])
def test_a_relay_that_is_lost_on_such_a_flight_is_built_and_flown_again(outcome):
    alone = run({"old": RELAY}, READY + 600.0, known=NO_MISSIONS, outcomes=[outcome])
    first, second = alone.trace.upkeep.flights
    assert (first.landed_kg, first.lost_kg) == ({}, {"hardware": 1_200.0})
    assert second.ended_day == pytest.approx(first.ended_day + 400.0 + 30.0)
    assert [name for _, name in alone.trace.upkeep.ordered] == ["m/old"]
    assert alone.trace.upkeep.delivered_kg == 1_200.0


def test_a_module_too_heavy_for_the_cargo_lander_that_no_mission_brought_lands_on_a_larger_one():
    alone = run(labs(CAPACITY_KG + 1.0), READY + 100.0, known=NO_MISSIONS)
    (flight,) = alone.landings.orders
    assert (flight.vehicle, flight.landed_kg) == ("long_march_9", CAPACITY_KG + 1.0)


def test_what_nothing_can_bring_again_is_not_ordered_and_keeps_nobody_from_ordering_another_one():
    relays = {
        "giant": (0.0, dataclasses.replace(RELAY, mass_kg=60_000.0)),
        "other": (200.0, RELAY),
        "relay": (0.0, asset("command", life_years=100.0)),
    }
    alone = run(relays, READY + 400.0, **{"upkeep.kept_at_work": 1})
    assert [name for _, name in alone.trace.upkeep.ordered] == ["m/other"]
    assert [flight.mission for flight in alone.landings.flown] == ["m~2/other"]


def test_spares_are_filled_up_before_they_run_out():
    heavy = {"plant": asset("isru", mass_kg=10_000.0, life_years=100.0)}
    rules = {"upkeep.routine_spares_per_year": 0.05, "upkeep.spares_per_repair": 0.0, "upkeep.spares_years": 3.0,
             "upkeep.supply_days": 100.0, "upkeep.flight_interval_days": 265.25}  # fmt: skip
    alone = run(heavy, 8_000.0, **rules)
    stock = alone.trace.upkeep.stocks["spares"]
    per_day = 0.05 * 10_003.0 / DAYS_PER_YEAR
    masses = [flight.landed_kg["spares"] for flight in alone.trace.upkeep.flights]
    # The first one fills it for three years from the day of its order, and it is short until then: the flight after
    # day 130 goes on day 265.25.
    assert masses[0] == pytest.approx(3.0 * 0.05 * 10_003.0)
    assert stock.short_kg == pytest.approx((265.25 + 30.0 - 10.0) * per_day, rel=0.01)
    # After that each order is made when as much is left as is used until it comes, and fills it up.
    until_it_comes = 100.0 + 265.25 + FLIGHT_DAYS
    assert masses[1:] == pytest.approx([masses[0] - (until_it_comes - 1.0) * per_day] * (len(masses) - 1), rel=0.01)
    alone.upkeep.close()
    assert stock.in_kg == pytest.approx(stock.used_kg + stock.left_kg, rel=1e-12)


def test_the_stock_of_spares_can_be_kept_larger_or_smaller():
    heavy = {"plant": asset("isru", mass_kg=10_000.0, life_years=100.0)}
    rules = {"upkeep.routine_spares_per_year": 0.05, "upkeep.spares_per_repair": 0.0, "upkeep.spares_years": 3.0,
             "upkeep.supply_days": 100.0, "upkeep.flight_interval_days": 265.25}  # fmt: skip

    def stock(**more):
        alone = run(heavy, 8_000.0, **rules, **more)
        alone.upkeep.close()
        return alone.trace.upkeep.stocks["spares"], alone.trace.upkeep.flights[:1]

    as_expected, (first,) = stock()
    twice, (larger,) = stock(**{"upkeep.spares_safety": 2.0})
    assert larger.landed_kg["spares"] == pytest.approx(2.0 * first.landed_kg["spares"])
    none, flights = stock(**{"upkeep.spares_safety": 0.0})
    assert flights == []
    assert twice.short_kg <= as_expected.short_kg < none.short_kg


def test_no_supplies_fly_before_the_station_works_and_nothing_after_the_end_of_its_support():
    heavy = {"plant": asset("isru", mass_kg=10_000.0, life_years=100.0)}
    rules = {"upkeep.routine_spares_per_year": 0.05, "upkeep.supply_days": 100.0}
    never = run(heavy | {"relay": (9_000.0, LAB)}, 5_000.0, **rules)
    assert never.landings.flown == []
    supported = run(heavy | labs(2_000.0), 5_000.0, **rules, **{"upkeep.end_of_support": "2029-01-01"})
    assert len(supported.landings.flown) > 0
    assert max(flight.launched_day for flight in supported.landings.flown) < 915.0
