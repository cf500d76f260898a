"""What a station's cargo flights take, as the simulator flies them, against a mixed-integer program."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.logistics.manifesting import Part
from tests.oracles.fewest_landings import fewest_landings
from tests.scenario.building import scenario_of
from tests.world.upkeep.test_orders import DUE, LAB, run

CAPACITY_KG = scenario_of().vehicles["long_march_10"].landed_payload_kg
INTERVAL_DAYS = 60.0
FLIGHTS = 10

HARD = {
    # First fit in the order given takes four.
    "light before heavy": [1_650.0, 1_650.0, 1_650.0, 3_340.0, 3_340.0, 3_340.0],
    "thirds and halves": [2_505.0, 2_505.0, 1_670.0, 1_670.0, 1_670.0, 830.0, 830.0, 830.0, 2_490.0],
    "one each": [4_999.0, 4_000.0, 3_000.0, 2_501.0],
}


def loads_of(masses_kg, priorities=()):
    """Return what each flight of the station landed, all being ready on one day [kg]."""
    given = priorities or [3] * len(masses_kg)
    labs = {
        f"lab_{number}": dataclasses.replace(LAB, mass_kg=mass_kg, priority=priority)
        for number, (mass_kg, priority) in enumerate(zip(masses_kg, given, strict=True))
    }
    ready_day = DUE + 400.0
    alone = run(labs, ready_day + INTERVAL_DAYS * FLIGHTS + 31.0, **{"upkeep.flight_interval_days": INTERVAL_DAYS})
    flown = [flight.landed_kg["hardware"] for flight in alone.trace.upkeep.flights]
    names = [text for _, text in alone.trace.upkeep.ordered]
    assert len(names) == len(masses_kg)
    return flown


def check(masses_kg, priorities=()):
    loads = loads_of(masses_kg, priorities)
    assert max(loads) <= CAPACITY_KG
    assert sum(loads) == pytest.approx(sum(masses_kg), rel=1e-12)
    return len(loads)


def fewest(masses_kg):
    parts = [Part(f"p{number}", mass_kg) for number, mass_kg in enumerate(masses_kg)]
    return fewest_landings(parts, [CAPACITY_KG] * (len(parts) + 1))


@pytest.mark.parametrize("name", HARD)
def test_flights_of_parts_alike_in_priority_are_at_most_one_more_than_the_fewest(name):
    assert check(HARD[name]) <= fewest(HARD[name]) + 1


masses = st.lists(
    st.one_of(st.floats(1.0, CAPACITY_KG), st.sampled_from([1_250.0, 1_670.0, 2_500.0, 2_505.0, 1_660.0])),
    min_size=1,
    max_size=9,
)


@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(masses)
def test_up_to_nine_parts_fly_on_at_most_one_landing_more_than_the_fewest(masses_kg):
    assert check(masses_kg) <= fewest(masses_kg) + 1


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(masses)
def test_up_to_nine_parts_fly_on_at_most_one_landing_more_than_the_fewest_in_many_cases(masses_kg):
    assert check(masses_kg) <= fewest(masses_kg) + 1


def test_priorities_may_cost_a_second_landing_more():
    """What is important goes first, so that nothing light is left to fill the landers of what is heavy."""
    masses_kg = [825.0] * 3 + [1_670.0] * 3 + [2_505.0] * 3
    assert fewest(masses_kg) == 3
    assert check(masses_kg, [3] * 9) == 3
    assert check(masses_kg, [3] * 3 + [4] * 3 + [5] * 3) == 5
