"""A mine at scale: units of any size, many units, and as many landers as are made."""

import itertools
import math

import pytest

from lunarsim.world.history.flight_outcomes import LAUNCH_FAILURE, SUCCESS
from lunarsim.world.mine.logistics.cargo import most_together
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.parts import mine_plan_of
from tests.world.plants import MINING, STEADY
from tests.world.running import FixedDraws, campaign_of, run

FLEET = {
    "vehicles.long_march_9.launches_per_year": 1000.0,
    "vehicles.long_march_9.pads": 20,
    "vehicles.long_march_9.pad_turnaround_days": 2.0,
    "vehicles.long_march_9.landed_payload_kg": 30_000.0,
    "vehicles.long_march_9.tli_payload_kg": 1e5,
}


def needs_of(**changes):
    given = {f"plant.{name}": value for name, value in changes.items()}
    return mine_plan_of(scenario_of(MINING | given, "fra_mauro")).plant.needs


def test_a_larger_unit_treats_and_digs_in_proportion_and_its_machines_grow_less():
    one, ten = needs_of(), needs_of(scale=10.0)
    assert ten.soil_kg_per_day == pytest.approx(10 * one.soil_kg_per_day)
    assert ten.excavation_kg_per_day == pytest.approx(10 * one.excavation_kg_per_day)
    assert ten.power_kg == pytest.approx(one.power_kg * (253 + 141 * 600) / (253 + 141 * 60), rel=1e-3)
    assert ten.excavators_kg == pytest.approx(10 * one.excavators_kg)
    assert ten.reagents_kg == pytest.approx(10 * one.reagents_kg)
    assert ten.treating_kg == pytest.approx(10**0.9 * one.treating_kg)
    proportional = needs_of(scale=10.0, scale_exponent=1.0)
    assert proportional.delivered_kg - proportional.power_kg == pytest.approx(10 * (one.delivered_kg - one.power_kg))


def test_a_pilot_brings_a_whole_excavator_and_the_core_of_a_reactor():
    one, pilot = needs_of(), needs_of(scale=0.001)
    assert pilot.excavators_kg == one.excavators_kg == 66.0
    assert pilot.excavation_kg_per_day == pytest.approx(0.001 * one.excavation_kg_per_day)
    # 60 W: Kilopower weighs 400 kg at 1 kW.
    assert 250.0 < pilot.power_kg < 400.0
    assert needs_of(scale=0.001, power_kw=0.0).power_kg == 0.0
    in_light = {"power_source": "solar"}
    assert needs_of(scale=0.001, **in_light).power_kg == pytest.approx(0.001 * needs_of(**in_light).power_kg)


def test_a_reactor_of_a_thousandth_weighs_as_published_at_a_kilowatt():
    assert needs_of(scale=1 / 60, reactor_kg_per_kw=150.0).power_kg == pytest.approx(400.0, rel=0.08)


def test_at_the_reference_the_exponent_does_nothing():
    assert vars(needs_of(scale_exponent=0.6)) == vars(needs_of())


@pytest.mark.parametrize("scale", [0.001, 10.0, 1000.0])
def test_a_unit_of_any_size_makes_in_proportion_and_its_product_comes_home(scale):
    quick = MINING | FLEET | {"plant.commissioning_exponent": 0.0}
    traces = [run(scenario_of(quick | {"plant.scale": each}, "fra_mauro")) for each in (1.0, scale)]
    (_, one), (trace, made) = ((trace, trace.mine.stocks_kg["product"]) for trace in traces)
    # A large one has landed a little later.
    assert made == pytest.approx(one * scale, rel=0.03)
    assert trace.mine.stocks_kg["product_left"] < 0.05 * made
    moved = trace.mine.stocks_kg["soil"] + trace.mine.stocks_kg["craft_in"] + trace.mine.stocks_kg["propellant_in"]
    assert max(map(abs, trace.mine.residual_kg.values())) < 1e-9 * moved
    assert trace.delay_days["first_product"] == trace.delay_days["first_return"] == {}


@pytest.mark.parametrize("scale", [0.001, 1000.0])
def test_a_plan_knows_how_long_a_unit_of_its_size_takes_to_commission(scale):
    trace = run(scenario_of(MINING | FLEET | {"plant.scale": scale}, "fra_mauro"))
    assert trace.delay_days["first_product"] == {}
    landed = [flight.ended_day for flight in cargo_flights(trace)][-1 if scale > 1 else 0]
    assert trace.milestone_day["first_product"] == pytest.approx(landed + 120.0 * scale**0.1)


def test_a_thousand_units_take_no_more_events_than_their_flights():
    scenario = scenario_of(MINING | FLEET | {"plant.units": 1000}, "fra_mauro")
    trace = run(scenario)
    assert trace.mine.units[-1][1] == 1000
    assert len(trace.mine.units) < 10
    assert len(trace.mine.intervals) < 200
    assert trace.mine.stocks_kg["product_left"] < 0.05 * trace.mine.stocks_kg["product"]


# Landers that fly together.


def test_as_many_landers_fly_together_as_are_made_and_as_pads_launch_in_an_interval():
    vehicles = scenario_of({}).vehicles
    assert most_together(vehicles["long_march_9"], 120.0) == 1
    assert most_together(vehicles["starship"], 120.0) == 1
    made = scenario_of(FLEET).vehicles["long_march_9"]
    assert most_together(made, 120.0) == 328
    assert most_together(made, 0.0) == 1
    few_pads = scenario_of(FLEET | {"vehicles.long_march_9.pads": 1}).vehicles["long_march_9"]
    assert most_together(few_pads, 120.0) == 60


def cargo_flights(trace):
    return [flight for flight in trace.flights.flown if flight.mission == "mine_cargo"]


def test_landers_of_a_fleet_come_down_together_each_with_a_draw_of_its_own():
    class ThirdCrashes(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            return 0.9999 if (entity, purpose, occurrence) == ("mine_cargo", "cruise", 2) else 1e-9

    changes = MINING | FLEET | {"plant.units": 20, "waits.landing_failure": True}
    flights = cargo_flights(campaign_of(scenario_of(changes, "fra_mauro"), ThirdCrashes()).run())
    first = [flight for flight in flights if flight.ended_day == flights[0].ended_day]
    assert len(first) > 5
    assert [number for number, flight in enumerate(first) if flight.outcome != SUCCESS] == [2]
    # What was lost comes with the next fleet.
    landed_kg = math.fsum(flight.landed_kg for flight in flights)
    masses = mine_plan_of(scenario_of(changes, "fra_mauro")).cargo.masses
    assert landed_kg == pytest.approx(masses.with_units_kg(20))
    assert flights[len(first)].launched_day - flights[0].launched_day == pytest.approx(120.0)


def test_a_launch_that_fails_keeps_the_rest_of_the_fleet_on_the_ground_until_the_stand_down_ends():
    class ThirdFails(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            if purpose == "launch_factor":
                return 0.5
            return 0.9999 if (entity, purpose, occurrence) == ("mine_cargo", "launch", 2) else 1e-9

    changes = MINING | FLEET | {"plant.units": 20, "waits.launch_failure": True}
    flights = cargo_flights(campaign_of(scenario_of(changes, "fra_mauro"), ThirdFails()).run())
    launched = [flight for flight in flights if flight.launched_day == flights[0].launched_day]
    assert len(launched) == 3
    assert [flight.outcome for flight in launched].count(LAUNCH_FAILURE) == 1
    # Without waits for vehicles nothing stands down, and the rest flies when those before it are down.
    rest = [
        flight for flight in flights if flights[0].launched_day < flight.launched_day < flights[0].launched_day + 60
    ]
    assert rest
    assert flights.index(rest[0]) == 3


def test_a_fleet_of_which_launches_fail_lands_most_of_its_load_within_months():
    """Of a fleet of 328, some sixteen launches fail."""

    class EachTwentiethFails(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            if purpose == "launch_factor":
                return 0.5
            return 0.9999 if (entity, purpose, occurrence % 20) == ("mine_cargo", "launch", 7) else 1e-9

    failing = {"waits.launch_failure": True, "waits.vehicle": True, "plant.scale": 300.0, "plant.planned": "2040-01-01"}
    scenario = scenario_of(MINING | FLEET | failing, "fra_mauro")
    trace = campaign_of(scenario, EachTwentiethFails()).run()
    flights = cargo_flights(trace)
    assert sum(flight.outcome == LAUNCH_FAILURE for flight in flights) > 2
    start = flights[0].launched_day
    assert flights[-1].ended_day - start < 365.25


def test_a_fleet_waits_until_its_vehicles_are_made_and_pads_are_free():
    slow = {
        "vehicles.long_march_9.launches_per_year": 12.0,
        "vehicles.long_march_9.pads": 1,
        "vehicles.long_march_9.pad_turnaround_days": 30.0,
        "waits.vehicle": True,
        "waits.pad": True,
    }
    slow |= {"plant.planned": "2040-01-01", "vehicles.long_march_9.built_probability": 1.0}
    trace = run(scenario_of(NO_WAITS | STEADY | FLEET | slow | {"plant.units": 20}, "fra_mauro"))
    days = sorted(flight.launched_day for flight in cargo_flights(trace))
    gaps = [late - early for early, late in itertools.pairwise(days)]
    assert len(days) > 5
    assert min(gaps) >= 30.0 - 1e-6


def test_in_the_long_run_no_more_landers_fly_than_are_made_and_nearly_as_many():
    made = {"vehicles.long_march_9.launches_per_year": 24.0, "waits.vehicle": True, "waits.pad": True}
    made |= {"vehicles.long_march_9.built_probability": 1.0, "vehicles.long_march_9.first_flight": "2027-01-01"}
    trace = run(scenario_of(MINING | FLEET | made | {"plant.units": 400}, "fra_mauro"))
    cargo = [flight.launched_day for flight in cargo_flights(trace)]
    days = [flight.launched_day for flight in trace.flights.flown if flight.mission.startswith("mine")]
    days = [day for day in days if cargo[0] < day <= cargo[-1]]
    assert len(days) > 50
    assert 0.85 * 24.0 <= len(days) / (cargo[-1] - cargo[0]) * 365.25 <= 24.0 + 1.0
