"""Groups of hardware: pieces that are not alike do what they are for while so many of them work as it takes."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.scenario.library.power.ratings import site_cycle
from lunarsim.words.draws import single
from lunarsim.world.feasibility.checks import impossible
from lunarsim.world.history.flights import FlightTrace
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.prepared import prepare
from lunarsim.world.simulate import simulate
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.functions import bits
from lunarsim.world.station.hardware import Item, completing_item
from lunarsim.world.station.shedding import still_served
from lunarsim.world.upkeep.prospects import Prospects
from tests.scenario.building import scenario_of
from tests.world.test_station import MENDED_AFTER, asset, online, station

PAIR = {
    "digger": asset("isru", group="mining", group_needed=2, mtbf_years=1.0),
    "hauler": asset("isru_pilot", group="mining", group_needed=2, hands=2),
}
BOTH = bits(("isru", "isru_pilot"))


def steps(alone):
    return [(day, functions & BOTH) for day, functions in alone.trace.functions]


def test_a_group_does_what_its_pieces_are_for_from_the_day_on_which_enough_of_them_work():
    alone = station({"digger": (0.0, PAIR["digger"]), "hauler": (50.0, PAIR["hauler"])})
    assert steps(alone) == [(60.0, BOTH)]
    assert alone.station.hands == 2
    assert station({"hauler": (50.0, PAIR["hauler"])}).station.hands == 0


def test_a_group_stops_when_too_few_of_it_are_left_and_goes_on_after_the_repair():
    fails = 10.0 - 365.25 * math.log(0.5)
    both = {name: (0.0, item) for name, item in PAIR.items()}
    alone = station(both, fails + 200.0, {("m/digger", "failure"): 0.5}, **MENDED_AFTER)
    assert steps(alone) == [(10.0, BOTH), (pytest.approx(fails), 0), (pytest.approx(fails + 150.0), BOTH)]


def test_what_needs_a_group_waits_for_enough_of_it():
    lab = asset("science", needs=("isru",))
    alone = station({"lab": (0.0, lab), "digger": (0.0, PAIR["digger"]), "hauler": (50.0, PAIR["hauler"])})
    assert online(alone)["lab"] == 70.0


def item_of(name, *functions, online_day=0.0, working=True, **known):
    item = Item(HardwareId(name, "m"), asset(*functions, **known), 0.0, None)
    item.online_day, item.working, item.units_working = online_day, working, 1
    return item


def test_what_is_shed_counts_no_longer_in_its_group():
    alike = {"group": "mining", "group_needed": 2}
    items = [item_of("a", "isru", load_kw=1.0, hands=1, **alike), item_of("b", "isru_pilot", load_kw=2.0, **alike),
             item_of("c", "science", load_kw=0.5)]  # fmt: skip

    def served(kw):
        return still_served(items, round(kw * 1e6), 0)

    assert served(3.5) == (3_500_000, BOTH | bits(("science",)), 1, 0)
    # What is too little for the second of them goes to the laboratory; the first one is served, and no use alone.
    assert served(2.0) == (1_500_000, bits(("science",)), 0, 0)


pieces = st.lists(
    st.tuples(
        st.sets(st.sampled_from(["isru", "science", "relay"])), st.sampled_from(["", "x", "y"]), st.integers(0, 2)
    ),
    min_size=1,
    max_size=6,
)
NEEDED = {"": 1, "x": 2, "y": 3}


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(pieces, st.lists(st.integers(0, 5), max_size=12))
def test_a_balance_offers_what_counting_all_its_pieces_again_says(kinds, flips):
    items = [
        item_of(str(number), *sorted(functions), group=group, group_needed=NEEDED[group], hands=hands)
        for number, (functions, group, hands) in enumerate(kinds)
    ]
    balance, works = Balance(0, site_cycle(scenario_of().site)), set()
    for flip in flips:
        if flip >= len(items):
            continue
        balance.offer(items[flip], flip not in works)
        works ^= {flip}
        alike = [items[number].group for number in works]
        doing = [items[number] for number in works if alike.count(items[number].group) >= items[number].group_needed]
        assert balance.hands == sum(item.hands for item in doing)
        functions = 0
        for item in doing:
            functions |= item.functions
        assert balance.functions == functions
        assert balance.providers(0) == len([item for item in doing if item.functions & 1])


def test_the_item_that_completes_a_group_makes_a_station_work_the_surface():
    alike = {"group": "links", "group_needed": 2}
    rover, command = item_of("rover", "rover", online_day=5.0), item_of("command", "command", online_day=6.0)
    first, second = (item_of(name, "relay", online_day=day, **alike) for name, day in (("a", 1.0), ("b", 40.0)))
    third = item_of("c", "relay", online_day=50.0, **alike)
    assert completing_item([rover, command, first, second, third]) is second
    assert completing_item([rover, command, first]) is command
    assert completing_item([first, second, rover, item_of("d", "command", online_day=60.0)]).hardware.asset == "d"


STORES = ("ilrs_battery", "russian_charging_station")
"""All that stores power and nothing else; nothing else stores in this way."""

GROUPED = {f"assets.{name}.{key}": value for name in STORES for key, value in (("group", "store"), ("group_needed", 2))}


def test_a_group_that_waits_for_itself_is_reported_before_the_run():
    needing = {"assets.ilrs_battery.needs": ["storage"]}
    assert impossible(scenario_of(GROUPED)) == impossible(scenario_of(needing)) == []
    (told,) = impossible(scenario_of(GROUPED | needing))
    assert str(told).startswith(
        "assets.ilrs_battery.needs: closes a circle: ilrs_battery needs storage of ilrs_battery; "
    )


def test_a_group_works_in_whole_scenarios_while_all_that_it_needs_does():
    storage = bits(("storage",))

    def days(changes, sample):
        functions, since, found = 0, 0.0, 0.0
        trace = simulate(scenario_of(changes), single(1, sample))
        for day, offered in [*trace.station.functions, (trace.horizon_days, 0)]:
            found += (day - since) * (functions & storage != 0)
            functions, since = offered, day
        return found

    assert sum(days({}, sample) for sample in range(4)) > 1.5 * sum(days(GROUPED, sample) for sample in range(4)) > 0.0


def test_pieces_of_a_group_are_to_come_with_missions_that_are_planned_by_then():
    group = {f"assets.{name}.group": "links" for name in ("queqiao_3", "queqiao_4", "ilrs_rover")}
    prepared = prepare(scenario_of(group))
    days = {key: planned.planned_day for key, planned in prepared.by_key.items()}
    trace = FlightTrace(missions={key: MissionRecord(day) for key, day in days.items()})
    prospects = Prospects(prepared, "china", lambda program: program == "china", lambda: True, trace)
    brought = [days[key] for key, planned in prepared.by_key.items() for name in planned.mission.assets
               if f"assets.{name}.group" in group]  # fmt: skip
    assert prospects.pieces(0, "links", math.inf) == len(brought) >= 3
    assert prospects.pieces(0, "links", min(brought)) == 1
    assert prospects.pieces(0, "others", math.inf) == prospects.pieces(0, "", math.inf) == 0
