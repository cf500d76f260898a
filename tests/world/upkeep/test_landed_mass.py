"""What stations have taken over is what flights have landed, by class of supply, in random scenarios and whole runs."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.logistics.supplies import CLASSES, base_class
from lunarsim.scenario.library.supplies import hardware_class
from lunarsim.world.feasibility.payloads import spares_left_behind
from lunarsim.world.feasibility.shortfalls import shortfalls
from lunarsim.world.flights.order import mission_order
from lunarsim.world.history.flight_outcomes import PARTIAL
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.history.trace import Trace
from lunarsim.world.outcomes.stations.delivered import arrivals, stock_classes
from lunarsim.world.prepared import prepare
from lunarsim.world.purposes import OF_THE_MINE, UPKEEP
from lunarsim.world.upkeep_wiring import along
from tests.scenario.building import ARTEMIS, CHINA_ALONE, RACE, RUSSIA_ALONE, plan_of, scenario_of
from tests.world.running import run
from tests.world.variants import PARTIAL_AT_WORST

CLOSE = {"rel": 1e-9, "abs": 1e-6}

MEMBERS_STAY = {"waits.cooperation": False}
"""Then what a program lands is always its station's."""

SCENARIOS = st.sampled_from([{}, {"plant.units": 0}, CHINA_ALONE, RUSSIA_ALONE, ARTEMIS, RACE, plan_of("latest")])

CHANGES = st.fixed_dictionaries(
    {
        "upkeep.first_spares_share": st.sampled_from([0.0, 0.05, 0.08, 0.9]),
        "upkeep.provisions_kg_per_person_day": st.floats(0.0, 12.0),
        "upkeep.stay_crew": st.integers(1, 4),
        "station.asset_mass_position": st.floats(-1.0, 1.0),
        "upkeep.mtbf_years": st.floats(2.0, 20.0),
    },
    optional={key: st.just(value) for key, value in PARTIAL_AT_WORST.items()},
)


def by_class(rows):
    """Return the sums of some rows of class and mass, all of them [kg]."""
    masses = {number: [] for number in range(1, len(CLASSES) + 1)}
    for number, mass_kg in rows:
        masses[number].append(mass_kg)
    return {number: math.fsum(each) for number, each in masses.items()}


def stations_of(scenario, trace):
    slices = [trace.station, *([trace.rival] if trace.rival is not None else [])]
    return list(zip(scenario.stations.values(), slices, strict=True))


def manifest(scenario, trace: Trace, key, flight):
    """Return the hardware of a mission that a flight brought: asset and mass on the surface, and in orbit."""
    position = scenario.asset_mass_position(flight.program)
    landed, in_orbit = [], []
    for name in dict.fromkeys(scenario.missions[key].assets):
        if trace.flights.delivered_day.get(HardwareId(name, key)) == flight.ended_day:
            asset = scenario.assets[name]
            (landed if asset.landed else in_orbit).append((asset, asset.mass_at_kg(position)))
    return landed, in_orbit


def class_of(asset):
    return base_class(hardware_class(asset.functions))


def shared(stock, mass_kg):
    return [(number, mass_kg * share) for number, share in stock_classes()[stock].items()]


def flown(scenario, trace):
    """Return what the flights for all stations brought, by class: of missions, of upkeep, and of the mine."""
    members = {name for station in scenario.stations.values() for name in scenario.members(station)}
    rows, planned = [], {each.key: each for each in prepare(scenario).missions}
    for flight in trace.flights.flown:
        if flight.mission not in planned or flight.program not in members:
            continue
        key = flight.mission
        landed, in_orbit = manifest(scenario, trace, key, flight)
        supplies_kg = [flight.spares_kg, flight.provisions_kg]
        assert flight.landed_kg == pytest.approx(math.fsum([kg for _, kg in landed] + supplies_kg), **CLOSE), key
        room_kg = mission_order(planned[key], scenario.asset_mass_position(flight.program), along(scenario)).landed_kg
        assert flight.landed_kg <= room_kg * (1.0 + 1e-9)
        if flight.spares_kg:
            lander_kg = scenario.vehicles[scenario.missions[key].vehicle].landed_payload_kg
            assert flight.landed_kg <= lander_kg * scenario.missions[key].launches * (1.0 + 1e-9)
        rows += [(class_of(asset), kg) for asset, kg in landed + in_orbit]
        rows += shared("spares", flight.spares_kg) + shared("crew_provisions", flight.provisions_kg)
    return rows


def of_upkeep(scenario, trace):
    """Return what the flights for the upkeep of all stations brought, by class; held against their landed mass."""
    rows, landed_kg = [], []
    for _, station in stations_of(scenario, trace):
        again = [piece for piece in station.delivered if is_replacement(trace, piece)]
        hardware = [(scenario.assets[piece.asset], piece.mass_kg) for piece in again]
        flights = station.upkeep.flights
        brought = {name: math.fsum(each.landed_kg.get(name, 0.0) for each in flights)
                   for name in ("hardware", "spares", "provisions")}  # fmt: skip
        assert math.fsum(kg for _, kg in hardware) == pytest.approx(brought["hardware"], **CLOSE)
        rows += [(class_of(asset), kg) for asset, kg in hardware]
        rows += shared("spares", brought["spares"]) + shared("crew_provisions", brought["provisions"])
        landed_kg += [*brought.values(), *(-kg for asset, kg in hardware if not asset.landed)]
    flights = [each.landed_kg for each in trace.flights.flown if each.purpose == UPKEEP]
    assert math.fsum(flights) == pytest.approx(math.fsum(landed_kg), **CLOSE)
    return rows


def is_replacement(trace, piece):
    return all(
        day != piece.day or hardware.asset != piece.asset for hardware, day in trace.flights.delivered_day.items()
    )


def taken_over(scenario, trace):
    """Return what all stations have taken over of missions and upkeep, by class: the plant and its supplies apart."""
    return [
        (number, kg) for _, each in stations_of(scenario, trace) for _, number, kg in arrivals(scenario, each, None)
    ]


@settings(max_examples=5, deadline=None)
@given(SCENARIOS, CHANGES, st.integers(0, 5))
def test_what_stations_take_over_is_what_flights_land(changes, rules, sample):
    check_all_mass(changes, rules, sample)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(SCENARIOS, CHANGES, st.integers(0, 1_000))
def test_what_stations_take_over_is_what_flights_land_in_many_runs(changes, rules, sample):
    check_all_mass(changes, rules, sample)


def check_all_mass(changes, rules, sample):
    scenario = scenario_of({**changes, **MEMBERS_STAY, **rules})
    trace = run(scenario, sample=sample)
    expected = by_class(flown(scenario, trace) + of_upkeep(scenario, trace))
    assert by_class(taken_over(scenario, trace)) == pytest.approx(expected, **CLOSE)
    mine = [each.landed_kg for each in trace.flights.flown if each.purpose in OF_THE_MINE]
    assert math.fsum(kg for _, load in trace.mine.cargo for kg in load.values()) == pytest.approx(
        math.fsum(mine), **CLOSE
    )


def test_spares_come_with_equipment_as_far_as_its_lander_has_room():
    scenario = scenario_of({"upkeep.first_spares_share": 0.05})
    planned = {each.key: each for each in prepare(scenario).missions}
    # A power plant of 4,900 kg on a lander of 5,000 kg.
    plant = planned["china_power_plant_1"]
    assert mission_order(plant, 0.0, along(scenario)).landed_kg == pytest.approx(5_000.0)
    assert plant.spares_share(0.01, 0.0) == 0.01
    # Lighter hardware leaves more room, and none where it is heavier than its lander.
    assert plant.spares_share(1.0, -1.0) > plant.spares_share(1.0, 0.0) > plant.spares_share(1.0, 1.0) == 0.0


def test_a_crew_s_provisions_are_landed_mass_of_its_flight():
    scenario = scenario_of(ARTEMIS)
    provisions_kg = along(scenario).provisions_kg
    crews = [each for each in prepare(scenario).missions if each.mission.kind == "crewed"]
    assert crews
    assert provisions_kg == pytest.approx(6.5 * 2 * 10.0)
    for planned in crews:
        more_kg = mission_order(planned, 0.0, along(scenario)).landed_kg - mission_order(planned, 0.0).landed_kg
        spares_kg = planned.spares_share(0.05, 0.0) * planned.equipment_kg
        assert more_kg == pytest.approx(planned.mission.at_station * provisions_kg + spares_kg)


def test_nothing_comes_along_where_nothing_fails():
    assert along(scenario_of({"waits.repair": False})) == (0.0, 0.0)


def test_spares_that_come_along_are_paid_where_the_price_of_the_launch_holds_the_craft():
    scenario = scenario_of()
    planned = next(
        each for each in prepare(scenario).missions if each.equipment_kg and each.mission.contributed == "none"
    )
    free = mission_order(planned, 0.0)
    assert planned.craft_kg > 0.0
    assert planned.hardware_kg(0.0, planned.craft_kg) == free.hardware_kg
    assert planned.hardware_kg(0.0, planned.craft_kg + 7.0) == pytest.approx(free.hardware_kg + 7.0)


def test_what_came_down_of_a_partial_landing_is_its_landed_mass():
    scenario = scenario_of(MEMBERS_STAY | PARTIAL_AT_WORST)
    partial = []
    for sample in range(6):
        trace = run(scenario, sample=sample)
        for flight in trace.flights.flown:
            if flight.outcome == PARTIAL and flight.mission in trace.flights.missions:
                landed, _ = manifest(scenario, trace, flight.mission, flight)
                expected = math.fsum([kg for _, kg in landed]) + flight.spares_kg + flight.provisions_kg
                partial.append((flight.landed_kg, expected))
    assert partial
    assert all(landed_kg == pytest.approx(expected, **CLOSE) for landed_kg, expected in partial)


def test_a_share_of_spares_that_no_lander_has_room_for_is_said():
    assert not any("first_spares_share" in sentence for sentence in shortfalls(scenario_of()))
    scenario = scenario_of({"upkeep.first_spares_share": 0.9})
    (sentence,) = spares_left_behind(scenario)
    assert "kg of spares that are to come with equipment (upkeep.first_spares_share=0.9)" in sentence
    assert sentence in shortfalls(scenario)
    value = float(sentence.rpartition("=")[2])
    prepared = prepare(scenario).missions
    assert all(each.spares_share(value, 0.0) == value for each in prepared if each.equipment_kg)
    assert any(each.spares_share(1.01 * value, 0.0) < 1.01 * value for each in prepared if each.equipment_kg)
    assert not list(spares_left_behind(scenario_of({"upkeep.first_spares_share": value})))
