"""A plant that no number of flights can supply is found, and its deposit is solved only near the limit."""

import functools
import math
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.scenario.groups.extraction.flowsheet import FLOWSHEETS
from lunarsim.scenario.library.flowsheet_graphs import flowsheet_named
from lunarsim.scenario.scenario import setter
from lunarsim.world.feasibility import plants
from lunarsim.world.feasibility.checks import impossible
from lunarsim.world.feasibility.plants import MOST_FLIGHTS_PER_YEAR
from lunarsim.world.mine import flowsheet
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.flowsheet import most_of
from tests.scenario.building import scenario_of


def test_without_resupply_nobody_asks_how_many_flights_it_takes():
    large = {"plant.units": 10_000, "plant.feed_t_per_year": 1_000}
    assert impossible(scenario_of(large | {"logistics.resupply_interval_days": 0})) == []


def test_a_single_unit_that_is_too_large_to_be_supplied_is_reported_with_a_size_that_is_not():
    (fault,) = impossible(scenario_of({"plant.scale": 5e4}))
    assert (fault.path, fault.problem[:9]) == ("plant.scale", "is 50000:")
    size = float(fault.problem.rpartition("plant.scale=")[2])
    assert 10.0 < size < 5e4
    assert impossible(scenario_of({"plant.scale": size})) == []


def test_a_line_of_launchers_that_flies_more_than_one_a_day_may_supply_a_plant():
    line = {"vehicles.long_march_9.launches_per_year": 1_000.0, "vehicles.long_march_9.pads": 20}
    line |= {"vehicles.long_march_9.pad_turnaround_days": 2.0, "vehicles.long_march_9.landed_payload_kg": 3e4}
    line |= {"vehicles.long_march_9.tli_payload_kg": 1e5}
    few = line | {"vehicles.long_march_9.launches_per_year": 2.0}
    large = {"plant.scale": 5e4}
    assert impossible(scenario_of(large | few)) != []
    assert impossible(scenario_of(large | line)) == []


def test_only_a_plant_near_the_limit_of_flights_has_its_deposit_solved(monkeypatch):
    solved = []
    monkeypatch.setattr(plants, "deposits", lambda scenarios: solved.append(1) or deposits(scenarios))
    made = {"logistics.return_propellant": "made"}
    for changes in ({}, made, made | {"flowsheet.name": "soil_leach"}, {"plant.units": 10}):
        impossible(scenario_of(changes, "fra_mauro"))
    assert solved == []
    impossible(scenario_of({"plant.units": 10_000, "plant.feed_t_per_year": 1_000}))
    assert len(solved) == 1


base_at = functools.cache(functools.partial(scenario_of, {}))


@settings(max_examples=40)
@given(
    st.sampled_from(FLOWSHEETS),
    st.sampled_from(["fra_mauro", "shackleton", "lassell"]),
    st.fixed_dictionaries(
        {
            "plant.units": st.sampled_from([1, 10, 10_000]),
            "plant.reagent_stock_days": st.sampled_from([10, 365, 5_000]),
            "mine.plant_at": st.sampled_from(["mine", "station"]),
            "logistics.return_interval_days": st.sampled_from([0, 1, 365.25]),
            "logistics.return_propellant": st.sampled_from(["made", "brought"]),
            "deposit.thorium_multiplier": st.sampled_from([0.05, 1, 20]),
            "flowsheet.oxygen_yield": st.sampled_from([0, 0.2, 0.44]),
            "flowsheet.metal_per_oxygen": st.sampled_from([0, 1]),
            "flowsheet.acid_loss": st.sampled_from([0, 0.1, 1]),
            "flowsheet.oxalic_kg_per_kg_reo": st.sampled_from([0, 0.9, 10]),
            "flowsheet.concentrate_recovery": st.sampled_from([0, 0.5, 1]),
            "flowsheet.liquor_recycle": st.sampled_from([0, 0.99]),
            "flowsheet.concentrator_kg_per_kg_year": st.sampled_from([0.005, 100]),
            "flowsheet.evaporated_share": st.sampled_from([0, 0.8]),
            "deposit.cutoff_ree_ppm": st.sampled_from([0, 500]),
        }
    ),
)
def test_no_flowsheet_takes_or_makes_more_than_its_bound(name, site, figures):
    scenario = setter(("flowsheet.name", *figures))(base_at(site), (name, *figures.values()))
    (deposit,) = deposits([scenario])
    sheet, most = deposit.flowsheet, most_of(scenario)
    close = 1 + 1e-12
    assert (sheet.oxygen_kg > 0) == (most.oxygen_kg > 0)
    for field in ("oxygen_kg", "product_kg", "reagent_kg", "beneficiation_kg_per_kg_year", "extraction_kg_per_kg_year"):
        assert getattr(sheet, field) <= getattr(most, field) * close, field
    supplies, bound = (plants._supplies_kg_per_year(scenario, each) for each in (sheet, most))
    assert supplies <= bound * close
    room_kg = scenario.vehicles[scenario.logistics.cargo_vehicle].landed_payload_kg
    asked = list(plants.plant_can_be_supplied(scenario))
    assert bool(asked) == (supplies / room_kg > MOST_FLIGHTS_PER_YEAR)


def test_a_unit_that_is_fed_again_has_no_bound_and_is_solved(monkeypatch):
    assert most_of(scenario_of({"flowsheet.name": "phosphate_leach"})).reagent_kg < 1.5
    graph = flowsheet_named("phosphate_leach")
    acid = {"acid": {"kg_per_kg": (0.1,), "loss": (0.5,)}}
    units = tuple(replace(unit, reagents=acid) if unit.name == "bleed" else unit for unit in graph.units)
    monkeypatch.setattr(flowsheet, "flowsheet_named", lambda name: replace(graph, units=units))
    assert most_of(scenario_of({"flowsheet.name": "phosphate_leach"})).reagent_kg == math.inf
