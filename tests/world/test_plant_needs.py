"""A unit of the plant before it works: capacity, mass, wear and haul, at the mine or at the station."""

import pytest

from lunarsim.world.flights.windows import LandingWindows
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.logistics.cargo import PLANT_FLIGHT
from lunarsim.world.mine.unit_needs import UnitNeeds, lit_share, plant_site, route_km
from lunarsim.world.simulate import simulate
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.parts import start_of
from tests.world.plants import MINING, STEADY, Plant
from tests.world.running import FixedDraws, planned_mine_of, run

HAULED = {
    "logistics.return_interval_days": 0.0,
    "mine.plant_at": "station",
    "vehicles.long_march_9.landed_payload_kg": 1e6,
}


def needs_of(changes={}, site="fra_mauro"):  # noqa: B006
    scenario = scenario_of(changes, site)
    (deposit,) = deposits([scenario])
    return UnitNeeds(scenario, deposit.flowsheet)


def test_a_margin_scales_capacity_and_mass_of_its_kind_alone():
    name = {"flowsheet.name": "phosphate_leach"}
    both = needs_of(name)
    more = needs_of(name | {"plant.beneficiation_margin": 3.0})
    added = more.treating_kg - both.treating_kg
    assert more.beneficiation_kg_per_day == pytest.approx(3 * both.beneficiation_kg_per_day)
    assert more.extraction_kg_per_day == both.extraction_kg_per_day
    # Separators for 100 t of soil a year, twice more.
    assert added == pytest.approx(2 * 100e3 * scenario_of(name).flowsheet.concentrator_kg_per_kg_year)
    less = needs_of(name | {"plant.extraction_margin": 0.5})
    assert less.extraction_kg_per_day == pytest.approx(0.5 * both.extraction_kg_per_day)
    assert both.treating_kg - less.treating_kg == pytest.approx(0.5 * (both.treating_kg - added / 2))


def test_what_is_melted_whole_needs_no_beneficiation():
    plain, more = needs_of(), needs_of({"plant.beneficiation_margin": 0.1})
    assert more.treating_kg == plain.treating_kg
    assert more.reagents_kg == plain.reagents_kg


def test_stocks_last_for_the_days_of_full_work_that_the_plant_learns_to_do():
    needs = needs_of({"plant.reagent_stock_days": 100.0})
    soil = 100e3 / 365.25 * (1 - 0.3 * 0.9**5) * 100
    (deposit,) = deposits([scenario_of({}, "fra_mauro")])
    assert needs.reagents_kg == pytest.approx(soil * deposit.flowsheet.reagent_kg)
    worn = 0.1 * needs.treating_kg * 100 / 365.25 + soil * 66.0 / 500e3
    assert needs.spares_kg == pytest.approx(worn)


def test_yearly_spares_no_longer_cover_the_excavators():
    heavy, light = needs_of({"mine.excavator_kg": 660.0}), needs_of()
    assert heavy.upkeep_kg_per_day == light.upkeep_kg_per_day
    assert heavy.wear_kg_per_kg == pytest.approx(10 * light.wear_kg_per_kg)
    assert heavy.machines_kg - light.machines_kg == pytest.approx(594.0)


def test_excavators_wear_by_what_they_dig():
    def worn(changes):
        trace = run(scenario_of(MINING | STEADY | {"plant.spares_per_year": 0.0} | changes, "fra_mauro"))
        return trace.mine.stocks_kg["spares"] / trace.mine.stocks_kg["soil"]

    assert worn({}) == pytest.approx(66.0 / 500e3)
    assert worn({"mine.excavator_life_t": 50.0}) == pytest.approx(66.0 / 50e3)


@pytest.mark.parametrize(
    ("change", "brings", "takes"),
    [
        ({"mine.haul_km": 5.0}, "less", "more"),
        ({"mine.haul_speed_km_h": 0.2}, "less", "same"),
        ({"mine.payload_kg": 20.0}, "less", "more"),
        ({"mine.excavator_duty": 0.2}, "less", "same"),
        ({"mine.excavators": 3}, "more", "same"),
        ({"mine.excavator_kg_per_day": 3_000.0}, "more", "same"),
        ({"mine.haul_kwh_per_kg_km": 0.003}, "same", "more"),
        ({"mine.excavation_kwh_per_kg": 0.003}, "same", "more"),
    ],
)
def test_a_haul_costs_soil_and_energy(change, brings, takes):
    base, other = needs_of(), needs_of(change)
    words = ["same", "more", "less"]
    soil, energy = (
        words[(new > old) - (new < old)]
        for new, old in (
            (other.excavation_kg_per_day, base.excavation_kg_per_day),
            (other.mine_kwh_per_kg, base.mine_kwh_per_kg),
        )
    )
    assert (soil, energy) == (brings, takes)


def test_excavator_and_route_are_what_their_declarations_say():
    scenario = scenario_of(HAULED, "fra_mauro")
    (deposit,) = deposits([scenario])
    needs, plant = UnitNeeds(scenario, deposit.flowsheet), Plant(scenario, deposit.flowsheet)
    assert needs.excavation_kg_per_day == pytest.approx(plant.digging())
    assert route_km(scenario) == pytest.approx(plant.route_km())
    assert needs.mine_kwh_per_kg == pytest.approx(plant.kwh_per_kg(deposit.flowsheet) - deposit.flowsheet.energy_kwh)


def test_haulers_are_sized_by_the_soil_that_is_under_way():
    scenario = scenario_of(HAULED, "fra_mauro")
    needs = needs_of(HAULED)
    # They drive half of the time, and half of that is night; the plant takes 100 t a year at its best availability.
    trip_days = 2 * route_km(scenario) / 1.5 / 24 / 0.5 / 0.5
    under_way_kg = 100e3 / 365.25 * (1 - 0.3 * 0.9**5) * trip_days
    assert needs.haulers_kg == pytest.approx(under_way_kg * 1.5, rel=1e-3)
    assert needs.haulers_kg % (80 * 1.5) == pytest.approx(0.0, abs=1e-6)
    assert needs.first_soil_days == pytest.approx(trip_days / 2)
    assert needs.delivered_kg > needs_of().delivered_kg + needs.haulers_kg
    assert needs.upkeep_kg_per_day == pytest.approx(0.1 / 365.25 * (needs.treating_kg + needs.haulers_kg))


@pytest.mark.parametrize(
    ("change", "ratio"),
    [({"mine.detour": 2.6}, 2.0), ({"mine.haul_speed_km_h": 3.0}, 0.5), ({"mine.payload_kg": 1e3}, 1.0)],
)
def test_a_longer_or_slower_way_takes_more_haulers(change, ratio):
    assert needs_of(HAULED | change).haulers_kg == pytest.approx(ratio * needs_of(HAULED).haulers_kg, rel=0.01)


def test_heavier_haulers_weigh_more_and_burn_more_on_the_return():
    light, heavy = needs_of(HAULED), needs_of(HAULED | {"mine.hauler_kg_per_kg": 3.0})
    assert heavy.haulers_kg == pytest.approx(2 * light.haulers_kg)
    assert heavy.arrays_kg > light.arrays_kg


def test_a_pit_far_away_brings_arrays_for_its_work_and_draws_nothing_on_the_plant():
    still = {"mine.haul_kwh_per_kg_km": 0.0, "mine.excavation_kwh_per_kg": 0.048}
    needs = needs_of(HAULED | still)
    # All that the excavators dig in a day, in the half of the time with light, at 0.048 / 24 kW for a kilogram a day.
    kilowatts = 0.002 * needs.excavation_kg_per_day / 0.5
    assert needs.arrays_kg == pytest.approx(kilowatts * scenario_of().plant.solar_kg_per_kw)
    assert needs.mine_kwh_per_kg == 0.0
    assert needs.power_kg == pytest.approx(needs_of().power_kg + needs.arrays_kg)
    assert needs_of(still).arrays_kg == 0.0


def test_where_the_mine_is_the_station_both_places_are_the_same():
    traces = [
        run(scenario_of({"plant.planned": "2032-01-01", "mine.plant_at": place})) for place in ("mine", "station")
    ]
    assert traces[0].mine.units == traces[1].mine.units
    assert traces[0].mine.stocks_kg == traces[1].mine.stocks_kg
    assert traces[0].mine.landed_kg == traces[1].mine.landed_kg


def test_a_plant_at_the_station_has_its_light_its_power_and_its_windows():
    changes = {"plant.power_source": "solar", "mine.plant_at": "station"}
    hauled, beside = scenario_of(changes, "fra_mauro"), scenario_of({"plant.power_source": "solar"}, "fra_mauro")
    assert plant_site(hauled).name == "shackleton"
    assert plant_site(beside).name == "fra_mauro"
    assert (lit_share(hauled), lit_share(beside)) == (0.85, 0.5)

    def opening(scenario):
        place = plant_site(scenario)
        windows = LandingWindows(start_of(scenario), place.latitude_deg, place.longitude_deg)
        trace = simulate(scenario, FixedDraws())
        landings = [flight.ended_day for flight in trace.flights.flown if flight.mission == PLANT_FLIGHT]
        assert landings
        assert landings == pytest.approx([windows.next_month(day - 1e-6) for day in landings], abs=1e-5)
        return windows.next_month(100.0)

    assert opening(hauled) != opening(beside)


def test_hauling_pays_for_haulers_and_not_for_a_second_camp():
    landed = {}
    for place in ("mine", "station"):
        trace = run(scenario_of(MINING | HAULED | {"mine.plant_at": place}, "fra_mauro"))
        flights = [flight for flight in trace.flights.flown if flight.purpose == "plant"]
        landed[place] = sum(flight.landed_kg for flight in flights)
    unit = {place: needs_of(HAULED | {"mine.plant_at": place}).delivered_kg for place in landed}
    assert landed["station"] == pytest.approx(unit["station"])
    assert landed["mine"] == pytest.approx(unit["mine"] + 3_000.0)


def test_a_hauled_plant_lives_on_the_power_that_the_station_leaves():
    changes = MINING | STEADY | HAULED | {"plant.power_kw": 0.0, "plant.planned": "2040-01-01"}
    trace = run(scenario_of(changes, "fra_mauro"))
    assert trace.mine.intervals
    assert trace.mine.stocks_kg["product"] > 0


def test_the_first_soil_comes_half_a_round_trip_later_in_the_plan_as_well():
    days = {}
    for detour in (1.0, 2.0):
        scenario = scenario_of(NO_WAITS | HAULED | {"mine.detour": detour, "mine.haul_speed_km_h": 10.0}, "fra_mauro")
        planned = planned_mine_of(scenario)
        trace = run(scenario)
        assert trace.milestone_day["first_product"] == pytest.approx(planned["first_product"], abs=1e-6)
        assert trace.delay_days["first_product"] == {}
        days[detour] = (
            planned["first_product"],
            needs_of(HAULED | {"mine.detour": detour, "mine.haul_speed_km_h": 10.0}),
        )
    (near, one), (far, two) = days.values()
    assert far - near == pytest.approx(two.first_soil_days - one.first_soil_days)
    assert one.first_soil_days == pytest.approx(route_km(scenario) / 2 / 10 / 24 / 0.25)
