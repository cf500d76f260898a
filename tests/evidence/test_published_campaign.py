"""A published campaign comes out as published: flights, demands by class, spares and capacities; others plausibly."""

import pytest

from lunarsim.physics.logistics.campaign import campaign_demands, tallies
from lunarsim.physics.logistics.crew_demand import at_daily_kg, crew_demand, crew_needs, daily_kg
from lunarsim.physics.logistics.spares_demand import SparesShares, repair_crew_hours, spares_demand
from lunarsim.physics.logistics.supplies import by_class, containers_kg, total_kg
from lunarsim.scenario.library.supplies import container_figures, crew_items, supply_figures
from tests.evidence import quick_start as published

FACTORS = {name: figure.value for name, figure in container_figures().items()}
FIGURES = supply_figures()


@pytest.fixture(scope="module")
def needs():
    assert FIGURES["water_recovery"].value == published.WATER_RECOVERY
    assert FIGURES["person_kg"].value == published.PERSON_KG
    return crew_needs(crew_items(), FIGURES["water_recovery"].value, FIGURES["gas_recovery"].value)


@pytest.fixture(scope="module")
def demands(needs):
    evaluated = campaign_demands(published.MISSIONS, needs, FACTORS, published.PERSON_KG)
    return {demand.mission: demand for demand in evaluated}


def test_flights_weigh_what_was_published_and_all_of_them_fly(demands):
    assert {name: demand.loads[0].mass_kg for name, demand in demands.items()} == published.FLIGHT_KG
    assert [demands[name].loads[1].mass_kg for name in ("7 days", "14 days")] == [published.RETURN_KG] * 2
    assert all(load.flies for demand in demands.values() for load in demand.loads)
    assert demands["habitat"].loads[0].used_share == pytest.approx(11 / 13)
    assert demands["habitat"].loads[0].left_kg == 2_000.0
    # The edge leaves less than the hold.
    assert (demands["7 days"].loads[0].left_kg, demands["7 days"].loads[0].hold_left_kg) == (100.0, 500.0)


@pytest.mark.parametrize(("mission", "index"), [("7 days", 0), ("14 days", 1)])
def test_demands_by_class_are_those_published(demands, mission, index):
    crew = by_class(demands[mission].crew_kg)
    assert set(crew) == set(published.DEMAND_KG)
    for number, masses in published.DEMAND_KG.items():
        assert crew[number] == pytest.approx(masses[index], abs=0.02), number
    assert total_kg(demands[mission].crew_kg) == pytest.approx(published.SUMS_KG[index], abs=0.1)


def test_spares_are_those_published(demands):
    spares = {supply.stowage: mass for supply, mass in demands["14 days"].spares_kg.items()}
    assert spares == pytest.approx(published.SPARES_KG, abs=0.1)
    assert [name for name, demand in demands.items() if demand.spares_kg] == ["14 days"]


def test_capacities_and_demand_add_up_as_in_the_chart(demands):
    sums = tallies(list(demands.values()))
    assert tuple(each.hold_kg for each in sums) == published.HOLDS_KG
    assert tuple(each.hold_left_kg for each in sums) == published.HOLDS_LEFT_KG
    # The chart ends between 2,350 and 2,500 kg; its demand is without containers.
    assert sums[-1].demand_kg == pytest.approx(sum(published.SUMS_KG) + sum(published.SPARES_KG.values()), abs=0.2)
    assert 2_350.0 < sums[-1].demand_kg < 2_500.0
    # The chart says that the first crew can be supplied; edges and containers say that it cannot.
    assert [each.supplied for each in sums] == [True, False, True, False]
    assert sums[1].hold_left_kg > sums[1].demand_kg > sums[1].left_kg


def test_a_person_uses_up_what_was_published_and_ranges_are_those_of_the_record(needs):
    assert daily_kg(needs) == pytest.approx(11.55, abs=0.005)
    recovered, open_loop = FIGURES["daily_kg_with_recovery"], FIGURES["daily_kg_open_loop"]
    assert (recovered.low, recovered.high, open_loop.low, open_loop.high) == (2.5, 4.0, 7.0, 12.0)
    assert open_loop.low < daily_kg(needs) < open_loop.high
    # With water and air recovered as well as the ranges allow, the figures of SpaceNet come to the upper end.
    best = crew_needs(crew_items(), FIGURES["water_recovery"].high, FIGURES["gas_recovery"].high)
    assert recovered.low < daily_kg(best) < recovered.high * 1.05


ISS_LOGISTICS_KG, ISS_YEARS, ISS_PERSONS, ISS_KG = 130_000.0, 6.2, 7, 420_000.0
"""What came from October 2017 to December 2023 (ICES 2024), for how many, and the mass of the station."""


def test_all_logistics_of_the_space_station_leave_a_plausible_share_for_spares():
    record = FIGURES["daily_kg_all_logistics"]
    derived = ISS_LOGISTICS_KG / (ISS_YEARS * 365.25 * ISS_PERSONS)
    assert record.low <= derived <= record.high
    yearly_share = ISS_LOGISTICS_KG / ISS_YEARS / ISS_KG
    assert yearly_share == pytest.approx(FIGURES["spares_share_per_year"].value, abs=0.005)
    recovered = FIGURES["daily_kg_with_recovery"]
    left = []
    for figure in (recovered.low, recovered.high):
        crew = crew_demand(at_daily_kg(crew_needs(crew_items(), 0.98, 0.9), figure), person_days=1.0)
        crew_kg = total_kg(crew) + containers_kg(crew, FACTORS)
        left.append((derived - crew_kg) * ISS_PERSONS * 365.25 / ISS_KG)
    # Spares with their containers, and research: at the lower end of what is said of spares.
    assert left == pytest.approx([0.030, 0.018], abs=0.002)


HUB_AND_SPOKE_YEARS = 7.5
HUB_AND_SPOKE_CREWS = 14
INFRASTRUCTURE_KG, UPKEEP_KG, DELIVERED_KG = 60_000.0, 58_000.0, 146_000.0


def upkeep_kg(needs, stay_days):
    """Return the upkeep of a campaign like SpaceNet's hub and spoke, all crews staying for so long [kg].

    Infrastructure comes evenly over the campaign, so that half of it works in the mean, and works all the time.
    """
    crew = crew_demand(
        needs,
        person_days=HUB_AND_SPOKE_CREWS * 4 * stay_days,
        eva_crew_hours=HUB_AND_SPOKE_CREWS * stay_days / 7 * 5 * 2 * 8,
        persons=HUB_AND_SPOKE_CREWS * 4,
        missions=HUB_AND_SPOKE_CREWS,
    )
    spares = spares_demand(SparesShares(0.04, 0.01), INFRASTRUCTURE_KG / 2, HUB_AND_SPOKE_YEARS * 365.25)
    return total_kg(crew) + total_kg(spares), total_kg(spares)


def test_hub_and_spoke_is_plausible_for_stays_that_nobody_has_published(needs):
    # 24 flights, 14 with crew, bring 60 t of infrastructure and 58 t of upkeep; its stays and elements are not told.
    assert INFRASTRUCTURE_KG + UPKEEP_KG + 20_000.0 + 8_000.0 == DELIVERED_KG
    shortest, longest = upkeep_kg(needs, 7.0)[0], upkeep_kg(needs, 180.0)[0]
    assert shortest < UPKEEP_KG < longest
    # Stays of six weeks in the mean give it with the tutorial's figures.
    assert upkeep_kg(needs, 46.0)[0] == pytest.approx(UPKEEP_KG, rel=0.05)
    spares = upkeep_kg(needs, 46.0)[1]
    assert 0.15 < spares / UPKEEP_KG < 0.25
    # Building them in takes some hours of a crew's day, not all of it.
    hours = repair_crew_hours(spares, FIGURES["repair_hours_per_kg"].value)
    assert hours / (HUB_AND_SPOKE_CREWS * 4 * 46.0) < 1.0
