"""Campaigns of any missions: flights weigh what is in them, missions add up, elements at work use up spares once."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.logistics.campaign import (
    CampaignMission,
    Edge,
    Element,
    Flight,
    campaign_demands,
    flight_load,
    tallies,
)
from lunarsim.physics.logistics.crew_demand import CrewItem, crew_needs
from lunarsim.physics.logistics.spares_demand import SparesShares
from lunarsim.physics.logistics.supplies import Supply, by_class, summed, total_kg

ITEMS = (
    CrewItem(Supply(201, "liquid"), 3.6, "person_day", "water"),
    CrewItem(Supply(205, "pressurized"), 0.5, "person_stay_day"),
    CrewItem(Supply(302, "pressurized"), 0.4, "eva_crew_hour"),
    CrewItem(Supply(206, "pressurized"), 10.0, "person"),
    CrewItem(Supply(304, "pressurized"), 25.0, "mission"),
)
NEEDS = crew_needs(ITEMS, 0.42)
FACTORS = {"liquid": 0.5, "pressurized": 0.2, "unpressurized": 0.6}
OUT = Edge("out", 7.0, 4, 15_000.0)
HOME = Edge("home", 5.0, 4, 3_000.0, delivers=False)
LANDER = Element("lander", 9_000.0, 4_000.0, 4)
CAPSULE = Element("capsule", 2_500.0, 100.0, 4)
HABITAT = Element("habitat", 7_000.0, 1_500.0, 4, SparesShares(0.04, 0.01))
POWER = Element("power", 2_000.0, spares=SparesShares(0.0, 0.05))

FLIGHT = st.builds(
    Flight,
    st.sampled_from([OUT, HOME]),
    st.lists(st.sampled_from([LANDER, CAPSULE]), max_size=3).map(tuple),
    st.lists(st.sampled_from([HABITAT, POWER]), max_size=2).map(tuple),
    st.floats(0.0, 3_000.0),
    st.integers(0, 6),
)
MISSION = st.builds(
    CampaignMission,
    st.text("abc", min_size=1),
    st.lists(FLIGHT, max_size=2).map(tuple),
    persons=st.integers(0, 6),
    arrival_day=st.integers(0, 200).map(float),
    stay_days=st.integers(0, 90).map(float),
    evas=st.floats(0.0, 60.0),
    eva_persons=st.floats(0.0, 4.0),
    eva_hours=st.floats(0.0, 9.0),
    worked=st.lists(st.sampled_from([HABITAT, POWER]), unique=True).map(tuple),
    transit_days=st.floats(0.0, 20.0),
    reserve_days=st.floats(0.0, 30.0),
)
MISSIONS = st.lists(MISSION, max_size=4)


def evaluated(missions, needs=NEEDS):
    return campaign_demands(missions, needs, FACTORS, 100.0)


@given(FLIGHT)
def test_a_flight_weighs_all_that_is_in_it_and_persons_are_no_cargo(flight):
    load = flight_load(flight, 90.0)
    parts = [element.dry_kg for element in (*flight.stack, *flight.carried)]
    assert load.mass_kg == pytest.approx(math.fsum(parts) + flight.cargo_kg + 90.0 * flight.persons)
    assert load.held_kg == pytest.approx(load.mass_kg - 90.0 * flight.persons - sum(e.dry_kg for e in flight.stack))
    assert load.used_share == pytest.approx(load.mass_kg / flight.edge.capacity_kg)
    over = load.mass_kg > flight.edge.capacity_kg or load.held_kg > load.hold_kg
    assert load.flies == (not over and flight.persons <= load.seats)


def test_a_flight_is_limited_by_edge_hold_and_seats_each_by_itself():
    assert flight_load(Flight(OUT, (LANDER, CAPSULE), cargo_kg=3_400.0, persons=1), 100.0).flies
    assert not flight_load(Flight(OUT, (LANDER, CAPSULE), cargo_kg=3_500.0, persons=1), 100.0).flies
    assert not flight_load(Flight(OUT, (CAPSULE,), cargo_kg=101.0), 100.0).flies
    assert not flight_load(Flight(OUT, (LANDER,), persons=5), 100.0).flies
    assert not flight_load(Flight(OUT, (POWER,), persons=1), 100.0).flies
    load = flight_load(Flight(OUT, (LANDER, CAPSULE), (POWER,), 1_000.0, 4), 100.0)
    assert (load.hold_left_kg, load.left_kg) == (1_100.0, 100.0)


@settings(max_examples=30)
@given(MISSIONS, MISSIONS)
def test_missions_add_up_where_no_element_is_shared(one, other):
    late = [mission._replace(arrival_day=mission.arrival_day + 1_000.0) for mission in other]
    assert evaluated([*one, *late]) == (*evaluated(one), *evaluated(late))


@settings(max_examples=40)
@given(MISSIONS)
def test_mass_is_conserved_per_class(missions):
    demands = evaluated(missions)
    person_days = sum(m.persons * (m.stay_days + m.transit_days) for m in missions)
    reserve = sum(m.persons * m.reserve_days for m in missions)
    outside = sum(m.evas * m.eva_persons * m.eva_hours for m in missions)
    persons, crewed = sum(m.persons for m in missions), sum(m.persons > 0 for m in missions)
    crew = by_class(summed(demand.crew_kg for demand in demands))
    expected = {
        201: 3.6 * 0.58 * (person_days + reserve),
        205: 0.5 * person_days,
        206: 10.0 * persons,
        302: 0.4 * outside,
        304: 25.0 * crewed,
    }
    assert all(crew.get(name, 0.0) == pytest.approx(mass, rel=1e-9, abs=1e-6) for name, mass in expected.items())
    assert set(crew) <= set(expected)
    for element in (HABITAT, POWER):
        days = {
            day
            for mission in missions
            if element in mission.worked
            for day in range(int(mission.arrival_day), int(mission.arrival_day + mission.stay_days))
        }
        alone = evaluated([m._replace(worked=tuple(e for e in m.worked if e == element)) for m in missions])
        spares = total_kg(summed(demand.spares_kg for demand in alone))
        share = element.spares.pressurized + element.spares.unpressurized
        assert spares == pytest.approx(element.dry_kg * share * len(days) / 365.25, rel=1e-9, abs=1e-9)
    boxed = sum(demand.containers_kg for demand in demands)
    all_kg = summed([*(demand.crew_kg for demand in demands), *(demand.spares_kg for demand in demands)])
    assert boxed == pytest.approx(math.fsum(mass * FACTORS[s.stowage] for s, mass in all_kg.items()), rel=1e-9)


@given(MISSION, st.integers(1, 5))
def test_a_stay_that_is_so_many_times_as_long_uses_up_so_many_times_as_much_by_the_day(mission, times):
    mission = mission._replace(evas=0.0, transit_days=0.0, reserve_days=0.0, persons=4)
    (once,), (longer,), (none,) = (
        evaluated([mission._replace(stay_days=days)]) for days in (mission.stay_days, mission.stay_days * times, 0.0)
    )
    fixed = total_kg(none.crew_kg)
    assert total_kg(longer.crew_kg) - fixed == pytest.approx((total_kg(once.crew_kg) - fixed) * times, abs=1e-6)
    assert total_kg(longer.spares_kg) == pytest.approx(total_kg(once.spares_kg) * times, abs=1e-9)


def test_crews_that_share_a_habitat_use_up_its_spares_once():
    first = CampaignMission("first", (), 4, 0.0, 100.0, worked=(HABITAT,))
    second = CampaignMission("second", (), 4, 60.0, 100.0, worked=(HABITAT,))
    spares = [total_kg(demand.spares_kg) for demand in evaluated([second, first])]
    assert spares == pytest.approx([0.05 * 7_000.0 * 60.0 / 365.25, 0.05 * 7_000.0 * 100.0 / 365.25])
    assert [total_kg(demand.crew_kg) for demand in evaluated([first, second])] == pytest.approx(
        [total_kg(evaluated([each])[0].crew_kg) for each in (first, second)]
    )


@settings(max_examples=40)
@given(MISSIONS)
def test_tallies_are_sums_of_what_delivers(missions):
    demands = evaluated(missions)
    sums = tallies(demands)
    assert len(sums) == len(missions)
    loads = [load for demand in demands for load in demand.loads if load.edge.delivers]
    if sums:
        assert sums[-1].hold_kg == pytest.approx(math.fsum(load.hold_kg for load in loads))
        assert sums[-1].left_kg == pytest.approx(math.fsum(load.left_kg for load in loads), abs=1e-6)
        assert sums[-1].hold_left_kg == pytest.approx(math.fsum(load.hold_left_kg for load in loads), abs=1e-6)
        used = math.fsum(total_kg(demand.crew_kg) + total_kg(demand.spares_kg) for demand in demands)
        assert sums[-1].demand_kg == pytest.approx(used)
        boxed = math.fsum(demand.containers_kg for demand in demands)
        assert sums[-1].containers_kg == pytest.approx(boxed)
        assert sums[-1].supplied == (sums[-1].left_kg >= sums[-1].demand_kg + sums[-1].containers_kg)
