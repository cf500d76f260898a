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


WITHOUT_LIFE = ("science", "isru", "isru_pilot", "robot", "power", "storage", "nuclear")
"""What the pieces bring, each another function, that nothing else brings; further ones bring what is there anyway."""


def run_of(pieces):
    """Return a station all of whose pieces are dead and ready to be replaced on one day.

    Pieces are masses [kg], priorities and the numbers of those whose functions they need.
    """
    labs = {}
    for number, (mass_kg, priority, needs) in enumerate(pieces):
        labs[f"lab_{number}"] = dataclasses.replace(
            LAB,
            mass_kg=mass_kg,
            priority=priority,
            functions=(function_of(number),),
            needs=tuple(function_of(need) for need in needs),
            commissioning_days=0.0,
        )
    ready_day = DUE + 400.0
    changes = {"upkeep.flight_interval_days": INTERVAL_DAYS, "upkeep.life_ratio": 1.01}
    alone = run(labs, ready_day + INTERVAL_DAYS * FLIGHTS + 31.0, **changes)
    assert len(alone.trace.upkeep.ordered) == len(pieces)
    return alone


def function_of(number):
    return WITHOUT_LIFE[number] if number < len(WITHOUT_LIFE) else "command"


def landings_of(pieces):
    """Return how many flights the station flew, after a look at what none may break."""
    alone = run_of(pieces)
    flown = [flight.landed_kg["hardware"] for flight in alone.trace.upkeep.flights]
    masses_kg = [mass_kg for mass_kg, _, _ in pieces]
    assert max(flown) <= CAPACITY_KG
    assert sum(flown) == pytest.approx(sum(masses_kg), rel=1e-12)
    arrived = {name: day for day, name, _ in alone.trace.delivered}
    for number, (_, _, needs) in enumerate(pieces):
        assert all(arrived[f"lab_{need}"] <= arrived[f"lab_{number}"] for need in needs)
    return len(flown)


def fewest(pieces):
    parts = [
        Part(f"p{number}", mass_kg, 1, tuple(f"p{need}" for need in needs))
        for number, (mass_kg, _, needs) in enumerate(pieces)
    ]
    return fewest_landings(parts, [CAPACITY_KG] * (len(parts) + 1))


def alike(masses_kg, priorities=()):
    return [(mass_kg, priority, ()) for mass_kg, priority in zip(masses_kg, priorities or [3] * 9, strict=False)]


@pytest.mark.parametrize("name", HARD)
def test_flights_of_parts_alike_in_priority_are_at_most_one_more_than_the_fewest(name):
    pieces = alike(HARD[name])
    assert landings_of(pieces) <= fewest(pieces) + 1


MASSES = st.one_of(st.floats(1.0, CAPACITY_KG), st.sampled_from([825.0, 1_250.0, 1_670.0, 2_500.0, 2_505.0, 1_660.0]))


@st.composite
def lists(draw):
    """Draw up to nine pieces of several priorities that need each other."""
    pieces = []
    share = draw(st.sampled_from([0, 1, 3]))
    for number in range(draw(st.integers(1, 9))):
        before = range(min(number, len(WITHOUT_LIFE)))
        needs = tuple(each for each in before if draw(st.integers(0, 9)) < share)
        pieces.append((draw(MASSES), draw(st.integers(1, 9)), needs))
    return pieces


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(lists())
def test_up_to_nine_parts_fly_on_at_most_one_landing_more_than_the_fewest(pieces):
    assert landings_of(pieces) <= fewest(pieces) + 1


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(lists())
def test_up_to_nine_parts_fly_on_at_most_one_landing_more_than_the_fewest_in_many_cases(pieces):
    assert landings_of(pieces) <= fewest(pieces) + 1


def test_priorities_cost_at_most_one_landing():
    """Where all that is light is urgent, nothing is left to fill the landers of what is heavy: some of it goes late."""
    masses_kg = [825.0] * 3 + [1_670.0] * 3 + [2_505.0] * 3
    assert fewest(alike(masses_kg)) == 3
    assert landings_of(alike(masses_kg)) == 3
    assert landings_of(alike(masses_kg, [3] * 3 + [4] * 3 + [5] * 3)) == 4


def test_a_part_flies_with_what_it_needs_or_after_it():
    # The source of power is the least important, and the laboratory needs it.
    alone = run_of([(4_000.0, 9, ()), (3_000.0, 3, (0,)), (1_500.0, 4, ())])
    loads = [flight.landed_kg["hardware"] for flight in alone.trace.upkeep.flights]
    assert loads == [4_000.0, 4_500.0]
