"""What parts that wait need of each other, by what works at the station."""

import dataclasses

import pytest

from lunarsim.physics.logistics.manifesting import Part
from lunarsim.world.history.flight_outcomes import DESCENT_FAILURE
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.station.functions import bits
from lunarsim.world.station.hardware import Item
from lunarsim.world.upkeep.packing import with_needs
from tests.world.test_station import asset
from tests.world.upkeep.test_orders import DUE, LAB, run


def needs_of(pieces, works=(), **ready_days):
    """Return name -> (needs, ready day); pieces are name -> (priority, functions, needs)."""
    items = {
        name: Item(HardwareId(name, "m"), asset(*functions, needs=needs), 0.0, None)
        for name, (_, functions, needs) in pieces.items()
    }
    parts = [Part(name, 1.0, priority, ready_day=ready_days.get(name, 0.0)) for name, (priority, *_) in pieces.items()]
    supply = Part("spares", 5.0, 2, divisible=True)
    *packed, same = with_needs((*parts, supply), items, bits(tuple(works)))
    assert same == supply
    return {part.name: (part.needs, part.ready_day) for part in packed}


CHAIN = {"lab": (1, ("science",), ("isru",)), "plant": (5, ("isru",), ("power",)), "source": (9, ("power",), ())}


def test_a_part_needs_what_brings_a_function_that_nothing_at_the_station_offers():
    assert needs_of(CHAIN) == {"lab": (("plant",), 0.0), "plant": (("source",), 0.0), "source": ((), 0.0)}
    assert needs_of(CHAIN, ["power"]) == {"lab": (("plant",), 0.0), "plant": ((), 0.0), "source": ((), 0.0)}
    assert needs_of(CHAIN, ["power", "isru"])["lab"] == ((), 0.0)


def test_a_part_is_ready_when_what_it_needs_is():
    assert needs_of(CHAIN, source=40.0, plant=10.0) == {
        "lab": (("plant",), 40.0),
        "plant": (("source",), 40.0),
        "source": ((), 40.0),
    }


def test_of_several_that_bring_the_same_the_first_in_order_is_needed():
    two = {"b": (4, ("power",), ()), "a": (3, ("power",), ()), "lab": (1, ("science",), ("power",))}
    assert needs_of(two)["lab"] == (("a",), 0.0)


def test_what_none_that_wait_brings_holds_nothing_up():
    assert needs_of({"lab": (1, ("science",), ("crew", "isru")), "plant": (2, ("isru",), ("relay",))}) == {
        "lab": (("plant",), 0.0),
        "plant": ((), 0.0),
    }


def test_of_a_circle_the_first_in_order_goes_first():
    circle = {"a": (2, ("power",), ("command",)), "b": (1, ("command",), ("power",))}
    assert needs_of(circle) == {"a": (("b",), 0.0), "b": ((), 0.0)}


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_part_whose_need_was_lost_waits_for_it_or_until_something_else_does_it(comes_back):
    # Both are dead when their replacements fly; the source alone on a flight of its own, which is lost.
    source = dataclasses.replace(LAB, mass_kg=4_000.0, functions=("power",), commissioning_days=0.0, priority=1)
    lab = dataclasses.replace(LAB, mass_kg=3_000.0, needs=("power",), commissioning_days=0.0, priority=3)
    rules = {"upkeep.life_ratio": 1.01, "upkeep.flight_interval_days": 300.0}
    more = {"source": source, "lab": lab}
    ready_day = DUE - 10.0 + 400.0
    if comes_back:
        more["other"] = (ready_day + 100.0, dataclasses.replace(source, life_years=100.0))
    alone = run(more, 2_600.0, outcomes=[DESCENT_FAILURE], **rules)
    days = [day for day, name, _ in alone.trace.delivered if name == "lab"]
    if comes_back:
        # The next regular flight.
        assert days[1] == pytest.approx(1_500.0 + 30.0)
    else:
        assert days[1] >= ready_day + 30.0 + 400.0
