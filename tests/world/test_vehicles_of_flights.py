"""Which vehicle a flight takes, and how many launches of it."""

import dataclasses

from lunarsim.world.history.flights import Flight
from lunarsim.world.outcomes.flights import launches_of, vehicle_of
from lunarsim.world.purposes import SUPPLY, UPKEEP
from tests.scenario.building import scenario_of


def test_the_vehicle_learns_from_launches_not_from_missions():
    scenario = scenario_of({"plant.units": 1})
    key, mission = next((key, one) for key, one in scenario.missions.items() if one.vehicle)
    cargo = {"plant.units": 1, "logistics.cargo_vehicle": mission.vehicle}
    scenario = scenario_of(cargo | {f"missions.{key}.launches": 2})
    flight = Flight(key, mission.program, "station", 10.0, 20.0, 0, 1.0, 1.0, 1.0, 0.0, 0.0)
    alone = dataclasses.replace(flight, mission=f"{key}/antenna")
    assert launches_of(scenario, flight) == 2
    assert launches_of(scenario, alone) == 1
    assert launches_of(scenario, dataclasses.replace(flight, mission="mine_cargo")) == 1


def test_a_replaced_piece_and_a_resupply_flight_fly_on_the_vehicle_of_their_mission_and_station():
    scenario = scenario_of({"station.cargo_vehicle": "long_march_5"})
    key, mission = next(iter(scenario.missions.items()))
    lead = scenario.station.lead

    def flight(name, purpose, program=lead):
        return Flight(name, program, purpose, 1.0, 2.0, 1, 0.0, 0.0, 0.0, 0.0, 0.0)

    assert vehicle_of(scenario, flight(f"{key}/reactor", UPKEEP)) == mission.vehicle
    assert vehicle_of(scenario, flight("station_resupply", UPKEEP)) == "long_march_5"
    assert vehicle_of(scenario, flight("mine_resupply", SUPPLY)) == scenario.logistics.cargo_vehicle
    assert vehicle_of(scenario, flight("unknown", UPKEEP, "usa")) == ""
