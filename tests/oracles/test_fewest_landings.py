"""A plan of landings takes at most one landing more than a mixed-integer program finds, with the same rule of needs."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.logistics.landing_plan import plan_landings
from lunarsim.physics.logistics.manifesting import Part, in_order, load_flight, load_kg
from tests.oracles.fewest_landings import fewest_landings

SIZES = st.one_of(
    st.integers(1, 1_000),
    st.integers(200, 520),
    st.sampled_from([143, 166, 167, 168, 250, 251, 300, 333, 334, 335, 499, 500, 501, 502]),
)


@st.composite
def cases(draw):
    """Draw up to nine parts, supplies among them, that need each other, and landers that are alike or not."""
    count = draw(st.integers(1, 9))
    density = draw(st.sampled_from([0, 1, 3]))
    parts = []
    for index in range(count):
        divisible = draw(st.integers(0, 5)) == 0
        others = [part.name for part in parts if not part.divisible or draw(st.booleans())]
        needs = [name for name in others if draw(st.integers(0, 9)) < density]
        parts.append(Part(f"p{index}", float(draw(SIZES)), draw(st.integers(1, 9)), tuple(needs), divisible))
    alike = draw(st.booleans())
    size = st.just(1_000.0) if alike else st.sampled_from([1_000.0, 1_200.0, 1_500.0, 2_000.0])
    return draw(st.permutations(parts)), draw(st.lists(size, min_size=count + 2, max_size=count + 2))


def check(parts, capacities):
    """Check a plan for what no plan may break, and return its landings."""
    plan = plan_landings(parts, capacities)
    flown = set()
    masses = dict.fromkeys((part.name for part in parts), 0.0)
    for landing, capacity in zip(plan.landings, capacities, strict=False):
        assert load_kg(landing) <= capacity * (1.0 + 1e-12)
        flown |= {part.name for part in landing}
        assert all(flown >= set(part.needs) for part in landing)
        for part in landing:
            masses[part.name] += part.mass_kg
    for part in plan.waiting:
        masses[part.name] += part.mass_kg
    assert masses == pytest.approx({part.name: part.mass_kg for part in parts}, rel=1e-9)
    return plan


def within_one(case):
    parts, capacities = case
    plan = check(parts, capacities)
    assert plan.waiting == ()
    assert len(plan.landings) <= fewest_landings(parts, capacities) + 1


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(cases())
def test_a_plan_takes_at_most_one_landing_more_than_the_fewest(case):
    within_one(case)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(cases())
def test_a_plan_takes_at_most_one_landing_more_than_the_fewest_in_many_cases(case):
    within_one(case)


def of(masses, priorities=(), needs=()):
    """Return parts named by their number, from masses, priorities and pairs of a part and what it needs."""
    needed = {}
    for part, need in needs:
        needed.setdefault(part, []).append(f"p{need}")
    return [
        Part(f"p{index}", float(mass), priorities[index] if priorities else 1, tuple(needed.get(index, ())))
        for index, mass in enumerate(masses)
    ]


def by_priority_alone(parts, capacities):
    """Return how many landings first fit in order of priority takes."""
    waiting, landings = in_order(parts), 0
    while waiting:
        waiting = load_flight(waiting, capacities[landings]).waiting
        landings += 1
    return landings


ALIKE = [1_000.0] * 12
HARD = {
    # Small parts first, so that nothing is left to go with the large ones.
    "light before heavy": (of([165] * 3 + [334] * 3 + [501] * 3, [1] * 3 + [2] * 3 + [3] * 3), ALIKE, 3, 5),
    "needs in a tangle, landers of several sizes": (
        of(
            [743, 743, 990, 88, 872, 820, 729, 332, 743],
            [2, 5, 1, 3, 1, 9, 2, 2, 2],
            [(0, 3), (0, 5), (0, 6), (1, 6), (3, 1), (3, 2), (3, 6), (4, 0), (5, 8), (7, 8), (7, 4), (8, 2)],
        ),
        [1000.0, 1000.0, 1500.0, 2000.0, 1500.0, 1000.0, 2000.0, 1500.0, 1000.0, 1000.0, 1000.0],
        5,
        7,
    ),
    "the same, and a supply for a part that flies late": (
        [*of([150] * 3 + [334] * 3 + [501] * 3, [1] * 3 + [2] * 3 + [3] * 3), Part("acid", 40.0, 9, ("p8",), True)],
        ALIKE,
        3,
        5,
    ),
    "needs that ask for a light part early": (
        of(
            [684, 322, 621, 111, 344, 621, 725, 776, 574],
            [7, 7, 6, 6, 4, 6, 5, 9, 8],
            [(0, 8), (0, 3), (0, 5), (1, 0), (1, 2), (2, 3), (5, 8), (6, 3), (6, 4), (7, 0), (7, 2), (8, 3)],
        ),
        ALIKE,
        6,
        8,
    ),
}


@pytest.mark.parametrize("name", HARD)
def test_cases_in_which_first_fit_by_priority_takes_two_landings_too_many(name):
    parts, capacities, fewest, by_priority = HARD[name]
    assert fewest_landings(parts, capacities) == fewest
    assert by_priority_alone(parts, capacities) == by_priority
    assert len(check(parts, capacities).landings) <= fewest + 1


def test_priorities_stand_where_they_cost_at_most_one_landing():
    parts = of([600, 600, 400, 400], [1, 3, 1, 2])
    plan = check(parts, ALIKE)
    assert [[part.name for part in landing] for landing in plan.landings] == [["p0", "p2"], ["p3", "p1"]]
    parts = of([500, 300, 700, 500], [1, 1, 2, 3])
    plan = check(parts, ALIKE)
    assert plan.landings == (tuple(in_order(parts)[:2]), (parts[2],), (parts[3],))
    assert fewest_landings(parts, ALIKE) == 2
    # Here the lower bound is four landings: that five are the fewest, and six one more, takes the search.
    parts = of([300, 520, 600, 340, 340, 600, 340, 350, 600], [2, 3, 2, 1, 1, 3, 1, 1, 3])
    assert fewest_landings(parts, ALIKE) == 5
    plan = check(parts, ALIKE)
    assert len(plan.landings) == by_priority_alone(parts, ALIKE) == 6


def test_supplies_fill_the_gaps_and_take_landings_of_their_own_only_then():
    parts = [*of([700, 700, 700]), Part("spares", 1_100.0, 9, (), True)]
    plan = check(parts, ALIKE)
    assert len(plan.landings) == fewest_landings(parts, ALIKE) == 4
    assert math.fsum(part.mass_kg for landing in plan.landings[:3] for part in landing) == pytest.approx(3_000.0)


def test_what_no_lander_can_bring_waits_with_what_needs_it_and_holds_up_nothing_else():
    parts = of([1_500, 200, 300], (), [(1, 0)])
    plan = check(parts, ALIKE)
    assert [part.name for part in plan.waiting] == ["p0", "p1"]
    assert [part.name for landing in plan.landings for part in landing] == ["p2"]
    assert fewest_landings(parts, ALIKE) is None
    # Priorities stand for the rest as they do without it.
    rest = of([500, 300, 700, 500], [1, 1, 2, 3])
    plan = check([*rest, Part("dome", 5_000.0)], ALIKE)
    assert plan.landings == check(rest, ALIKE).landings
    assert fewest_landings(rest, ALIKE) == len(plan.landings) - 1


def test_a_short_sequence_takes_what_it_can():
    plan = check(of([600, 600, 600, 300]), [1_000.0] * 2)
    assert len(plan.landings) == 2
    assert [part.mass_kg for part in plan.waiting] == [600.0]
    assert check([], ALIKE).landings == ()
    assert check(of([5.0]), []).waiting == tuple(of([5.0]))


def test_a_long_list_is_planned_too():
    parts = of([100 + 37 * (index * 7 % 25) for index in range(25)], [1 + index % 5 for index in range(25)])
    plan = check(parts, [1_000.0] * 30)
    assert plan.waiting == ()
    assert len(plan.landings) <= math.ceil(load_kg(parts) / 1_000.0) + 2
