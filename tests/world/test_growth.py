"""Growth from own product: units of own metal, with all else flown in, as fast as theory says and no faster."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.process.bootstrapping import grown_kg, growth_per_year
from lunarsim.world.feasibility.shortfalls import shortfalls
from lunarsim.world.history.flight_outcomes import DESCENT_FAILURE
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.growth import GROWTH_FLIGHT, growth_plan
from lunarsim.world.mine.unit_needs import UnitNeeds
from lunarsim.world.story.event_log import event_log
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.plants import STEADY, level
from tests.world.running import FixedDraws, campaign_of, residual_kg, run

GROWING = NO_WAITS | STEADY | {
    "plant.planned": "2030-01-01",
    "plant.units": 4,
    "plant.growth_closure": 0.8,
    "plant.commissioning_days": 0.0,
    "plant.growth_years": 1.0,
    "plant.growth_workshop_kg": 0.0,
    "mine.excavator_kg_per_day": 5000.0,
    "plant.power_kw": 100.0,
    "logistics.cargo_interval_days": 0.0,
    "logistics.return_interval_days": 0.0,
}  # fmt: skip
LARGE_LANDERS = {"vehicles.long_march_9.landed_payload_kg": 1e6, "vehicles.long_march_9.tli_payload_kg": 1e6}


def plan_of(scenario):
    (deposit,) = deposits([scenario])
    return growth_plan(scenario.plant, UnitNeeds(scenario, deposit.flowsheet), deposit.flowsheet)


def without_missions(changes):
    return dataclasses.replace(scenario_of(changes, "fra_mauro"), missions={})


@pytest.mark.parametrize(
    ("changes", "parts_a_unit_and_year"),
    [
        # Metal binds: a unit makes 100 t of soil a year into 18.9 t of it.
        ({"plant.growth_metal_kg_per_kg": 20.0, "plant.growth_parts_kg_per_year": 1e7}, 100e3 * 0.18 * 1.05 / 20.0),
        # Hands bind.
        ({"plant.growth_metal_kg_per_kg": 0.1, "plant.growth_parts_kg_per_year": 1200.0}, 1200.0),
    ],
)
def test_a_plant_that_lacks_nothing_grows_as_theory_says(changes, parts_a_unit_and_year):
    many = {"plant.units": 40, "plant.growth_most_units": 300, "plant.availability": 1.0}
    scenario = without_missions(GROWING | LARGE_LANDERS | many | changes)
    (deposit,) = deposits([scenario])
    closed_kg = 0.8 * UnitNeeds(scenario, deposit.flowsheet).machines_kg
    rate = parts_a_unit_and_year / closed_kg
    trace = run(scenario)
    since = next(day for day, units in trace.mine.units if units >= 40)
    compared = 0
    for year in range(1, 12):
        units = level(trace.mine.units, since + year * 365.25)
        if units < 300:
            compared += 1
            assert units == pytest.approx(grown_kg(40.0, rate, 1.0, float(year)), rel=0.03)
    assert compared >= 8
    assert trace.mine.doubling_years == pytest.approx(0.6931 / growth_per_year(rate, 1.0), rel=1e-3)


def test_more_is_landed_than_closure_leaves_at_all_times():
    scenario = without_missions(GROWING | {"plant.growth_most_units": 12})
    trace = run(scenario)
    plan, mine = plan_of(scenario), trace.mine
    landed = [(each.ended_day, each.landed_kg) for each in trace.flights.flown if each.mission == GROWTH_FLIGHT]
    assert len(mine.grown) == 8
    built_kg = home_made_kg = 0.0
    for unit in mine.grown:
        built_kg += unit.home_made_kg + unit.landed_kg
        home_made_kg += unit.home_made_kg
        assert home_made_kg <= 0.8 * built_kg
        so_far = sum(kg for day, kg in landed if day <= unit.day)
        assert so_far >= (1 - 0.8) * built_kg - 1e-6
    assert mine.growth_landed_kg == pytest.approx(8 * plan.kit_kg)
    # All of it but reagents is paid as hardware.
    paid_kg = sum(each.hardware_kg for each in trace.flights.flown if each.mission == GROWTH_FLIGHT)
    assert paid_kg == pytest.approx(8 * (plan.hardware_kg + plan.spares_kg))
    # Power is landed: the closure of a unit as a whole is far below that of its machines.
    assert home_made_kg < 0.5 * built_kg


def test_metal_goes_into_parts_and_every_kilogram_is_somewhere():
    scenario = without_missions(GROWING | {"plant.growth_most_units": 9, "plant.growth_metal_kg_per_kg": 1.5})
    trace = run(scenario)
    stocks, plan = trace.mine.stocks_kg, plan_of(scenario)
    assert stocks["metal"] - stocks["metal_left"] == pytest.approx(5 * plan.metal_kg)
    assert plan.metal_kg == pytest.approx(1.5 * plan.parts_kg)
    assert all(abs(mass) < 1e-4 for mass in trace.mine.residual_kg.values())
    assert abs(residual_kg(trace)) < 1e-3


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"flowsheet.name": "soil_leach"}, "flowsheet soil_leach yields no metal"),
        ({"flowsheet.name": "phosphate_leach"}, "flowsheet phosphate_leach yields no metal"),
        ({"flowsheet.name": "residue_leach"}, "flowsheet residue_leach yields no metal"),
        ({"flowsheet.metal_per_oxygen": 0.0}, "flowsheet molten_electrolysis yields no metal"),
        ({"plant.growth_most_units": 4}, "plant.growth_most_units is 4, and plant.units=4 are flown in"),
    ],
)
def test_without_metal_or_room_nothing_grows_and_that_is_said(changes, told):
    scenario = scenario_of(GROWING | {"plant.growth_workshop_kg": 5e3} | changes, "fra_mauro")
    mine = run(scenario).mine
    assert (mine.grown, mine.growth_landed_kg, mine.units[-1][1]) == ([], 0.0, 4)
    assert [told in each for each in shortfalls(scenario) if "does not grow" in each] == [True]


def test_a_plant_that_can_grow_is_not_said_not_to():
    assert not any("grow" in each for each in shortfalls(scenario_of(GROWING, "fra_mauro")))
    assert plan_of(scenario_of({}, "fra_mauro")) is None


def test_a_log_of_events_names_units_of_own_product():
    trace = run(without_missions(GROWING | {"plant.growth_most_units": 5}))
    told = [(event.day, event.cause) for event in event_log(trace) if event.what == "plant unit built"]
    assert told == [(trace.mine.grown[0].day, "3626 kg of own product, 15907 kg landed")]


def test_a_large_unit_grows_as_fast_as_small_ones():
    changes = GROWING | {"plant.growth_most_units": 8, "plant.scale_exponent": 1.0, "plant.growth_workshop_kg": 5e3}
    small, large = (plan_of(scenario_of(changes | {"plant.scale": scale}, "fra_mauro")) for scale in (1.0, 1000.0))
    assert large.doubling_years == pytest.approx(small.doubling_years)
    assert large.parts_kg == pytest.approx(1000.0 * small.parts_kg)
    assert large.parts_kg_per_day == pytest.approx(1000.0 * small.parts_kg_per_day)
    assert large.workshop_kg == pytest.approx(1000.0 * small.workshop_kg)


def test_a_workshop_grows_with_the_unit_as_its_machines_do():
    changes = GROWING | {"plant.growth_most_units": 8, "plant.growth_workshop_kg": 5e3}
    workshops = [
        plan_of(scenario_of(changes | {"plant.scale": each}, "fra_mauro")).workshop_kg for each in (0.01, 100.0)
    ]
    assert workshops == pytest.approx([5e3 * 0.01**0.9, 5e3 * 100.0**0.9])


def test_units_end_at_their_most_and_no_sooner():
    assert run(without_missions(GROWING | {"plant.growth_most_units": 7})).mine.units[-1][1] == 7


def test_nothing_is_made_before_the_workshop_and_a_lost_flight_is_flown_again():
    heavy = {"plant.growth_workshop_kg": 30e3, "logistics.cargo_interval_days": 120.0, "waits.landing_failure": True}

    class Losing(FixedDraws):
        def uniform(self, entity, purpose, occurrence=0):
            lost = (entity, occurrence) == (GROWTH_FLIGHT, 0) and purpose in ("descent", "touchdown", "cruise")
            return 0.9999 if lost else 0.5

    traces = []
    for draws in (FixedDraws(), Losing()):
        campaign = campaign_of(without_missions(GROWING | heavy | {"plant.growth_most_units": 5}), draws)
        traces.append(campaign.run())
        campaign.close()
    well, lost = traces
    assert any(flight.outcome == DESCENT_FAILURE or flight.landed_kg == 0.0 for flight in lost.flights.flown)
    assert lost.mine.growth_landed_kg == pytest.approx(well.mine.growth_landed_kg)
    assert lost.mine.grown[0].day > well.mine.grown[0].day + 60.0
    workshop = min(day for day, kg in well.mine.cargo if day > well.mine.units[0][0])
    assert well.mine.grown[0].day >= workshop + 365.25


def test_a_plant_makes_no_unit_that_would_find_no_power():
    # The first unit takes all that the station leaves; units that bring power of their own find it.
    hungry = {"plant.units": 1, "plant.feed_t_per_year": 400.0, "plant.growth_most_units": 3}
    short = run(scenario_of(GROWING | hungry | {"plant.power_kw": 0.0})).mine
    assert short.units
    assert short.grown == []
    assert len(run(scenario_of(GROWING | hungry | {"plant.power_kw": 300.0})).mine.grown) == 2


def test_a_plant_that_stood_still_goes_on_growing_when_it_works_again():
    # Spares run out and are filled up: parts are made again.
    stops = {"plant.reagent_stock_days": 200.0, "logistics.resupply_interval_days": 500.0, "plant.growth_most_units": 8}
    mine = run(without_missions(GROWING | stops)).mine
    assert any(limits[0][0] == "spares" for _, limits in mine.limits)
    assert mine.units[-1][1] == 8


def test_no_parts_are_made_while_the_plant_stands_still():
    # Spares run out soon after each unit, and the kit of a unit brings the next ones.
    stops = {"plant.units": 1, "plant.reagent_stock_days": 100.0, "logistics.resupply_interval_days": 0.0}
    scenario = without_missions(GROWING | stops | {"plant.growth_parts_kg_per_year": 4000.0})
    mine, plan = run(scenario).mine, plan_of(scenario)
    assert any(limits[0][0] == "spares" for _, limits in mine.limits)
    unit_days = sum((one.end_day - one.start_day) * level(mine.units, one.start_day) for one in mine.intervals)
    assert len(mine.grown) * plan.parts_kg <= unit_days * plan.parts_kg_per_day


@pytest.mark.parametrize("years", [0.1, 8.0])
def test_units_that_are_being_made_have_their_part_of_the_power_first(years):
    # Beside a station that leaves power for a few: more are not begun because none of those begun works yet.
    few = {"plant.units": 1, "plant.growth_most_units": 30, "plant.power_kw": 0.0, "plant.growth_years": years}
    quick = {"plant.growth_parts_kg_per_year": 1e5, "plant.growth_metal_kg_per_kg": 0.1}
    grown = run(scenario_of(GROWING | few | quick | {"plant.feed_t_per_year": 30.0})).mine.grown
    assert len(grown) == 6


ANY_GROWTH = st.fixed_dictionaries(
    {
        "plant.growth_closure": st.sampled_from([0.05, 0.5, 1.0]),
        "plant.growth_metal_kg_per_kg": st.sampled_from([0.05, 0.8, 20.0]),
        "plant.growth_parts_kg_per_year": st.sampled_from([50.0, 2000.0, 1e7]),
        "plant.growth_years": st.sampled_from([0.0, 1.0, 5.0]),
        "plant.growth_workshop_kg": st.sampled_from([0.0, 5e3, 1e5]),
        "plant.growth_most_units": st.sampled_from([2, 5, 40]),
        "plant.units": st.integers(1, 5),
        "plant.power_kw": st.sampled_from([0.0, 10.0, 100.0]),
        "plant.reagent_stock_days": st.sampled_from([100.0, 900.0]),
        "logistics.cargo_interval_days": st.sampled_from([0.0, 120.0, 900.0]),
        "logistics.resupply_interval_days": st.sampled_from([0.0, 400.0]),
        "logistics.return_interval_days": st.sampled_from([0.0, 365.0]),
        "deposit.area_km2": st.sampled_from([1e-4, 1.0]),
    }
)


@settings(max_examples=25)
@given(ANY_GROWTH, st.sampled_from(["fra_mauro", "shackleton"]), st.integers(0, 9))
def test_whatever_is_asked_for_mass_is_kept_and_closure_is_not_exceeded(changes, site, sample):
    own = {key: value for key, value in GROWING.items() if key not in NO_WAITS} | {"flowsheet.readiness_years": 0.0}
    scenario = dataclasses.replace(scenario_of(own | changes, site), missions={}) if site == "fra_mauro" else (
        scenario_of(own | changes, site)
    )  # fmt: skip
    trace = run(scenario, sample=sample)
    mine, plan = trace.mine, plan_of(scenario)
    flown = [each for each in trace.flights.flown if each.mission == GROWTH_FLIGHT]
    for number, unit in enumerate(mine.grown, start=1):
        landed_kg = sum(each.landed_kg for each in flown if each.ended_day <= unit.day)
        assert landed_kg >= plan.workshop_kg + number * plan.kit_kg - 1e-3
    built_kg = sum(one.home_made_kg + one.landed_kg for one in mine.grown)
    assert mine.growth_landed_kg >= (1.0 - scenario.plant.growth_closure) * built_kg * (1.0 - 1e-9)
    assert all(units <= max(scenario.plant.growth_most_units, scenario.plant.units) for _, units in mine.units)
    soil_kg = mine.stocks_kg["soil"]
    assert all(abs(mass) <= 1e-9 * soil_kg + 1e-6 for mass in mine.residual_kg.values())
    assert all(mass >= -1e-6 for mass in mine.stocks_kg.values())
