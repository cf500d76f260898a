"""Demands of crews and hardware: linear in persons, days and hours, added up by class without loss."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.logistics.crew_demand import (
    CrewItem,
    CrewNeeds,
    at_daily_kg,
    crew_demand,
    crew_needs,
    daily_kg,
    whole_evas,
)
from lunarsim.physics.logistics.spares_demand import SparesShares, first_come_days, repair_crew_hours, spares_demand
from lunarsim.physics.logistics.supplies import (
    CLASSES,
    STOWAGES,
    Supply,
    base_class,
    by_class,
    containers_kg,
    multiplied,
    summed,
    total_kg,
    with_containers,
)

PER = CrewNeeds._fields
SHARE = st.floats(0.0, 1.0)
MASS = st.floats(0.0, 500.0)
NUMBER = st.floats(0.0, 2000.0)
SUPPLY = st.builds(Supply, st.sampled_from([1, 2, 10, 201, 203, 302, 401, 501, 702, 4011]), st.sampled_from(STOWAGES))
DEMAND = st.dictionaries(SUPPLY, MASS, max_size=6)
ITEM = st.builds(CrewItem, SUPPLY, MASS, st.sampled_from(PER), st.sampled_from(["", "water", "gas"]))
NEEDS = st.builds(crew_needs, st.lists(ITEM, max_size=8), SHARE, SHARE)
COUNTS = st.fixed_dictionaries(
    dict.fromkeys(("person_days", "reserve_person_days", "eva_crew_hours", "persons", "missions"), NUMBER)
)


def equal(one, other, at_least=1e-9):
    """Return whether two demands hold the same masses; what one lacks is nothing."""
    return all(
        one.get(supply, 0.0) == pytest.approx(other.get(supply, 0.0), rel=1e-12, abs=at_least)
        for supply in {**one, **other}
    )


@pytest.mark.parametrize(("number", "base"), [(1, 1), (9, 9), (10, 10), (101, 1), (203, 2), (806, 8), (4011, 4)])
def test_a_finer_class_belongs_to_that_of_its_first_digit(number, base):
    assert base_class(number) == base
    assert len(CLASSES) == 10


@settings(max_examples=40)
@given(st.lists(DEMAND, max_size=4))
def test_a_sum_of_demands_keeps_each_supply_and_the_mass(demands):
    added = summed(demands)
    for supply in added:
        assert added[supply] == pytest.approx(math.fsum(demand.get(supply, 0.0) for demand in demands), rel=1e-12)
    assert total_kg(added) == pytest.approx(math.fsum(total_kg(demand) for demand in demands), rel=1e-12)
    for base in (False, True):
        assert sum(by_class(added, base).values()) == pytest.approx(total_kg(added), rel=1e-12)
    assert set(by_class(added, base=True)) <= set(range(1, 11))


def test_finer_classes_are_added_up_to_the_ten():
    demand = {Supply(201, "liquid"): 2.0, Supply(203, "gas"): 3.0, Supply(401, "pressurized"): 5.0}
    assert by_class(demand) == {201: 2.0, 203: 3.0, 401: 5.0}
    assert by_class(demand, base=True) == {2: 5.0, 4: 5.0}


def test_containers_weigh_by_how_contents_are_stowed():
    demand = {Supply(201, "liquid"): 2.0, Supply(203, "gas"): 3.0, Supply(202, "pressurized"): 10.0}
    demand[Supply(101, "bulk")] = 1000.0
    factors = {"liquid": 0.5, "gas": 1.0, "pressurized": 0.2}
    assert containers_kg(demand, factors) == 2.0 * 0.5 + 3.0 + 10.0 * 0.2
    assert with_containers(demand, factors) == {**demand, Supply(501, "bulk"): 6.0}


@settings(max_examples=40)
@given(NEEDS, COUNTS, COUNTS)
def test_the_demand_of_two_crews_is_that_of_both_together(needs, one, other):
    both = {name: one[name] + other[name] for name in one}
    assert equal(crew_demand(needs, **both), summed((crew_demand(needs, **one), crew_demand(needs, **other))), 1e-6)


@settings(max_examples=40)
@given(NEEDS, COUNTS, st.floats(0.0, 50.0))
def test_demand_is_linear_in_what_it_is_counted_by(needs, counts, multiplier):
    more = crew_demand(needs, **{name: count * multiplier for name, count in counts.items()})
    assert equal(more, multiplied(crew_demand(needs, **counts), multiplier), 1e-6)


@given(st.lists(ITEM, max_size=8), COUNTS)
def test_nothing_that_is_asked_for_is_lost_and_nothing_is_added(items, counts):
    # By hand, item by item.
    number = {
        "person_day": counts["person_days"] + counts["reserve_person_days"],
        "person_stay_day": counts["person_days"],
        "eva_crew_hour": counts["eva_crew_hours"],
        "person": counts["persons"],
        "mission": counts["missions"],
    }
    demand = crew_demand(crew_needs(items, 0.0), **counts)
    by_hand = math.fsum(item.mass_kg * number[item.per] for item in items)
    assert total_kg(demand) == pytest.approx(by_hand, rel=1e-12, abs=1e-9)


@given(SHARE, SHARE)
def test_recovery_saves_its_share_of_what_it_recovers_alone(water, gas):
    items = [
        CrewItem(Supply(201, "liquid"), 3.6, "person_day", "water"),
        CrewItem(Supply(203, "gas"), 4.0, "person_day", "gas"),
        CrewItem(Supply(202, "pressurized"), 2.0, "person_day"),
        CrewItem(Supply(201, "liquid"), 0.7, "eva_crew_hour"),
    ]
    demand = by_class(crew_demand(crew_needs(items, water, gas), person_days=10.0, eva_crew_hours=10.0))
    assert demand == pytest.approx({201: 36.0 * (1 - water) + 7.0, 202: 20.0, 203: 40.0 * (1 - gas)})


@given(st.lists(ITEM, max_size=8), st.floats(0.1, 20.0))
def test_needs_at_another_sum_keep_their_proportions(items, person_kg_per_day):
    items = [*items, CrewItem(Supply(202, "pressurized"), 1.0, "person_day")]
    needs = crew_needs(items, 0.3, 0.1)
    scaled = at_daily_kg(needs, person_kg_per_day)
    assert daily_kg(scaled) == pytest.approx(person_kg_per_day, rel=1e-12)
    assert equal(scaled.person_day, multiplied(needs.person_day, person_kg_per_day / daily_kg(needs)), 1e-9)
    assert (scaled.eva_crew_hour, scaled.person, scaled.mission) == (needs.eva_crew_hour, needs.person, needs.mission)


def test_a_crew_goes_outside_a_whole_number_of_times():
    np.testing.assert_array_equal(whole_evas(np.array([0.0, 6.9, 7.0, 10.0, 14.0]), 5.0), [0, 4, 5, 7, 10])


def test_a_kilogram_of_spares_takes_hours_to_be_built_in():
    assert repair_crew_hours(19.2, 0.2) == pytest.approx(3.84)


@given(SHARE, SHARE, st.floats(0.0, 1e5), st.floats(0.0, 1e4), st.floats(0.0, 1e4))
def test_spares_are_a_share_of_the_dry_mass_for_the_time_of_work(inside, outside, dry_kg, days, more_days):
    shares = SparesShares(inside, outside)
    year = spares_demand(shares, dry_kg, 365.25)
    assert year[Supply(401, "pressurized")] == pytest.approx(inside * dry_kg)
    assert year[Supply(401, "unpressurized")] == pytest.approx(outside * dry_kg)
    both = summed((spares_demand(shares, dry_kg, days), spares_demand(shares, dry_kg, more_days)))
    assert equal(spares_demand(shares, dry_kg, days + more_days), both)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=6), st.randoms())
def test_overlapping_stays_count_each_day_once_and_in_any_order(spans, random):
    stays = [(start, start + length) for start, length in spans]
    days = first_come_days(stays)
    covered = {day for start, end in stays for day in range(start, end)}
    assert sum(days) == len(covered)
    assert all(0 <= own <= end - start for own, (start, end) in zip(days, stays, strict=True))
    mixed = list(range(len(stays)))
    random.shuffle(mixed)
    again = first_come_days([stays[index] for index in mixed])
    assert sorted(again) == sorted(days)


def test_a_shared_day_counts_for_who_came_first():
    assert first_come_days([(10.0, 20.0), (0.0, 14.0), (12.0, 13.0)]) == (6.0, 14.0, 0.0)
