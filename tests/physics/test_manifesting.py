"""One landing: never above capacity, never a part before what it needs, by priority; losses and partial landings."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.logistics.manifesting import (
    Part,
    in_order,
    joined,
    load_flight,
    load_kg,
    partial_delivery,
    rebuilt,
)

CAPACITY = st.floats(0.0, 8_000.0)


@st.composite
def lists_of_parts(draw, most=12, circles=True):
    """Draw parts of which any may need any others, supplies among them."""
    count = draw(st.integers(0, most))
    names = [f"p{index}" for index in range(count)]
    parts = []
    for index, name in enumerate(names):
        others = names if circles and draw(st.integers(0, 9)) == 0 else names[:index]
        needs = draw(st.lists(st.sampled_from(others), max_size=3, unique=True)) if others else []
        mass = draw(st.floats(1.0, 6_000.0))
        parts.append(Part(name, mass, draw(st.integers(1, 4)), tuple(needs), draw(st.integers(0, 3)) == 0))
    return draw(st.permutations(parts))


def names(parts):
    return [part.name for part in parts]


def pieces(parts):
    """Return the mass of each name."""
    masses = {}
    for part in parts:
        masses.setdefault(part.name, []).append(part.mass_kg)
    return {name: math.fsum(each) for name, each in masses.items()}


@settings(max_examples=50)
@given(lists_of_parts(circles=False))
def test_an_order_holds_all_parts_each_after_what_it_needs(parts):
    order = in_order(parts)
    assert sorted(names(order)) == sorted(names(parts))
    place = {name: index for index, name in enumerate(names(order))}
    assert all(place[need] < place[part.name] for part in order for need in part.needs)


@settings(max_examples=50)
@given(lists_of_parts(circles=False))
def test_no_part_goes_before_one_that_is_more_urgent_or_needed_for_such(parts):
    order = in_order(parts)
    by_name = {part.name: part for part in parts}
    urgent = {part.name: part.priority for part in parts}
    for _ in parts:
        for part in parts:
            for need in part.needs:
                urgent[need] = min(urgent[need], urgent[part.name])
    ranks = [urgent[part.name] for part in order]
    assert ranks == sorted(ranks)
    for earlier, later in itertools.pairwise(order):
        # Within a rank a lighter part goes first only where the heavier one had to wait for it.
        if urgent[earlier.name] == urgent[later.name] and earlier.mass_kg < later.mass_kg:
            assert earlier.name in by_name[later.name].needs


@settings(max_examples=50)
@given(lists_of_parts(), CAPACITY)
def test_a_landing_is_within_capacity_complete_and_holds_nothing_before_what_it_needs(parts, capacity):
    order = in_order(parts)
    aboard, waiting = load_flight(order, capacity)
    assert load_kg(aboard) <= capacity
    assert pieces((*aboard, *waiting)) == pytest.approx(pieces(parts), rel=1e-12)
    left = set(names(waiting))
    assert all(left.isdisjoint(part.needs) for part in aboard)
    assert set(names(aboard)) & left <= {part.name for part in parts if part.divisible}
    # First fit: nothing that waits could still be put in.
    for part in waiting:
        if left.isdisjoint(part.needs):
            assert (capacity - load_kg(aboard) <= 1e-5) if part.divisible else load_kg(aboard) + part.mass_kg > capacity


def test_what_is_served_first_flies_first_and_what_does_not_fit_lets_others_pass():
    parts = in_order(
        [Part("rover", 900.0, 2), Part("reactor", 6_000.0, 1), Part("relay", 500.0, 1), Part("lab", 400, 3)]
    )
    assert names(parts) == ["reactor", "relay", "rover", "lab"]
    aboard, waiting = load_flight(parts, 1_000.0)
    assert (names(aboard), names(waiting)) == (["relay", "lab"], ["reactor", "rover"])


def test_a_part_takes_the_priority_of_what_needs_it():
    parts = in_order([Part("lab", 10.0, 1, ("cable",)), Part("relay", 50.0, 2), Part("cable", 1.0, 9)])
    assert names(parts) == ["cable", "lab", "relay"]


def test_a_part_may_fly_with_what_it_needs_but_not_without():
    parts = in_order([Part("lab", 600.0, 1, ("power",)), Part("power", 500.0, 1)])
    assert names(load_flight(parts, 1_100.0).aboard) == ["power", "lab"]
    aboard, waiting = load_flight(parts, 1_000.0)
    assert names(aboard) == ["power"]
    assert names(load_flight(waiting, 1_000.0).aboard) == ["lab"]
    assert load_flight(waiting, 1_000.0, missing={"power"}).aboard == ()


def test_parts_that_need_each_other_never_fly_and_hold_up_nobody():
    parts = in_order([Part("a", 1.0, 1, ("b",)), Part("b", 1.0, 1, ("a",)), Part("c", 1.0, 9)])
    aboard, waiting = load_flight(parts, 10.0)
    assert (names(aboard), sorted(names(waiting))) == (["c"], ["a", "b"])


def test_supplies_fill_what_hardware_leaves_or_take_it_first_by_priority():
    hardware, spares = Part("rover", 600.0, 2), Part("spares", 700.0, 3, divisible=True)
    aboard, waiting = load_flight(in_order([hardware, spares]), 1_000.0)
    assert pieces(aboard) == {"rover": 600.0, "spares": 400.0}
    assert pieces(waiting) == {"spares": 300.0}
    aboard, waiting = load_flight(in_order([hardware, spares._replace(priority=1)]), 1_000.0)
    assert (pieces(aboard), pieces(waiting)) == ({"spares": 700.0}, {"rover": 600.0})


def test_a_supply_is_there_when_all_of_it_has_flown():
    parts = in_order([Part("acid", 700.0, 1, divisible=True), Part("leach", 100.0, 1, ("acid",))])
    aboard, waiting = load_flight(parts, 500.0)
    assert pieces(aboard) == {"acid": 500.0}
    assert pieces(load_flight(waiting, 500.0).aboard) == {"acid": 200.0, "leach": 100.0}
    # Some of it that is made again, or on its way, is not there.
    late = parts[0]._replace(ready_day=90.0)
    assert pieces(load_flight(joined(parts, [late]), 5_000.0, 0.0).aboard) == {"acid": 700.0}
    assert load_flight(joined(parts, [late]), 5_000.0, 90.0).waiting == ()
    assert pieces(load_flight(parts, 5_000.0, missing={"acid"}).aboard) == {"acid": 700.0}


def test_a_lost_load_waits_until_it_has_been_made_again_and_so_does_what_needs_it():
    order = in_order([Part("power", 500.0, 1), Part("lab", 400.0, 2, ("power",)), Part("spares", 300.0, 3, (), True)])
    aboard, waiting = load_flight(order, 600.0)
    assert pieces(aboard) == {"power": 500.0, "spares": 100.0}
    again = joined(waiting, rebuilt(aboard, 1_000.0, 900.0, 60.0))
    assert pieces(again) == {"power": 500.0, "lab": 400.0, "spares": 300.0}
    assert pieces(load_flight(again, 5_000.0, 1_000.0).aboard) == {"spares": 200.0}
    assert pieces(load_flight(again, 5_000.0, 1_060.0).aboard) == {"spares": 300.0}
    assert pieces(load_flight(again, 5_000.0, 1_900.0).aboard) == pieces(order)


def test_supplies_of_one_kind_that_are_ready_on_one_day_are_one_part():
    spares = Part("spares", 300.0, 2, (), True)
    (one,) = joined([spares], [spares._replace(mass_kg=40.0)])
    assert one == spares._replace(mass_kg=340.0)
    assert len(joined([spares], [spares._replace(ready_day=5.0)])) == 2
    assert len(joined([Part("a", 1.0)], [Part("b", 1.0)])) == 2


@settings(max_examples=50)
@given(lists_of_parts(), st.floats(0.0, 1.0), st.booleans(), st.randoms())
def test_what_lands_and_what_is_lost_are_the_load(parts, share, drawn, random):
    order = in_order(parts)
    units = [random.random() for _ in order] if drawn else None
    landed, lost = partial_delivery(order, share, units)
    assert pieces((*landed, *lost)) == pytest.approx(pieces(order), rel=1e-9)
    if not drawn:
        assert load_kg(landed) <= load_kg(order) * share * (1 + 1e-12)
    whole = {part.name: part.mass_kg for part in order if not part.divisible}
    assert all(part.mass_kg == whole[part.name] for part in landed if not part.divisible)


@pytest.mark.parametrize("units", [None, [0.999, 0.999, 0.0]])
def test_all_or_nothing_lands_at_the_ends(units):
    load = [Part("a", 10.0), Part("b", 20.0), Part("spares", 5.0, 1, (), True)]
    assert partial_delivery(load, 1.0, units).landed == tuple(load)
    assert partial_delivery(load, 0.0, units).lost == tuple(load)


def test_a_partial_landing_saves_what_is_served_first():
    load = [Part("power", 500.0), Part("lab", 400.0, 2), Part("spares", 300.0, 3, (), True), Part("flag", 1.0, 4)]
    landed, lost = partial_delivery(load, 0.5)
    assert pieces(landed) == {"power": 500.0, "spares": 100.5}
    assert pieces(lost) == {"lab": 400.0, "spares": 199.5, "flag": 1.0}


def test_a_partial_landing_drawn_saves_the_share_in_the_mean():
    load = [Part("power", 500.0), Part("lab", 400.0), Part("spares", 300.0, 3, (), True)]
    units = np.random.default_rng(3).random((4_000, 3))
    saved = [load_kg(partial_delivery(load, 0.4, row).landed) for row in units.tolist()]
    assert np.mean(saved) == pytest.approx(0.4 * 1_200.0, rel=0.03)
    assert pieces(partial_delivery(load, 0.4, [0.39, 0.41, 0.9]).landed) == {"power": 500.0, "spares": 120.0}


@settings(max_examples=30)
@given(lists_of_parts(), st.lists(CAPACITY, max_size=12), st.randoms())
def test_over_landings_losses_and_rebuilding_no_kilogram_appears_or_is_lost(parts, capacities, random):
    waiting, landed, destroyed = in_order(parts), [], 0.0
    for number, capacity in enumerate(capacities):
        load = load_flight(waiting, capacity, float(number))
        share = random.choice([0.0, 0.5, 1.0])
        delivery = partial_delivery(load.aboard, share)
        landed += delivery.landed
        destroyed += load_kg(delivery.lost)
        waiting = joined(load.waiting, rebuilt(delivery.lost, float(number), 2.0, 1.0))
    assert pieces((*waiting, *landed)) == pytest.approx(pieces(parts), rel=1e-9)
