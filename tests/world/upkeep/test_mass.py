"""Mass is conserved from flight to station to stock to use, in random stations."""

import math
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.logistics.supplies import CLASSES, base_class
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.supplies import hardware_class
from lunarsim.words.draws import single
from lunarsim.world.history.flight_outcomes import DESCENT_FAILURE, PARTIAL, SUCCESS
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.outcomes.stations.delivered import arrivals, stock_classes
from tests.scenario.building import scenario_of
from tests.world.parts import station_alone
from tests.world.test_station import CARRIER, RULES, asset

CLOSE = {"rel": 1e-9, "abs": 1e-6}

PIECES = st.builds(
    asset,
    st.sampled_from(["science", "isru", "power", "crew", "robot"]),
    mass_kg=st.floats(10.0, 4_900.0),
    mtbf_years=st.floats(0.5, 10.0),
    life_years=st.floats(1.0, 12.0),
    kind=st.sampled_from(["equipment", "equipment", "rover"]),
    priority=st.integers(1, 4),
    hands=st.integers(0, 1),
    units=st.integers(1, 3),
)
ENDS = st.lists(st.sampled_from([SUCCESS, SUCCESS, PARTIAL, DESCENT_FAILURE]), max_size=12)


@dataclass
class WithAssets:
    """A scenario as the table by class reads it."""

    assets: dict[str, Asset]


def by_class(rows):
    """Return the sums of some rows of class and mass, all ten of them [kg]."""
    masses = {number: [] for number in range(1, len(CLASSES) + 1)}
    for number, mass_kg in rows:
        masses[number].append(mass_kg)
    return {number: math.fsum(each) for number, each in masses.items()}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(PIECES, min_size=1, max_size=5),
    ENDS,
    st.lists(st.floats(300.0, 7_000.0), max_size=4),
    st.floats(0.0, 0.08),
    st.floats(0.0, 0.08),
    st.integers(0, 1_000),
)
def test_what_comes_in_is_used_or_left_and_what_flies_lands_or_is_lost(pieces, ends, crews, first, routine, sample):
    scenario = scenario_of(
        {
            **RULES,
            "waits.repair": True,
            "station.trial_days": 20.0,
            "upkeep.first_spares_share": first,
            "upkeep.routine_spares_per_year": routine,
            "upkeep.replacement_days": 300.0,
        }
    )
    alone = station_alone(scenario, single(3, sample), contact=0.9, carriers={"m": CARRIER})
    alone.landings.outcomes.extend(ends)
    base = [asset(name, life_years=100.0) for name in ("relay", "command", "rover")]
    for number, item in enumerate([*base, *pieces]):
        alone.deliver(HardwareId(f"a{number}", "m"), item, MissionRecord(0.0))
    for day in crews:
        alone.clock.after(day, lambda station: station.crew_lands(), alone)
    alone.clock.run(20.0 * 365.25)
    alone.upkeep.close()
    trace = alone.trace.upkeep
    flown = {
        name: math.fsum(flight.landed_kg.get(name, 0.0) for flight in trace.flights)
        for name in ("spares", "provisions", "hardware")
    }
    first_kg = math.fsum(first * item.mass_kg for item in [*base, *pieces] if item.kind == "equipment")
    rules = scenario.upkeep
    brought_kg = len(crews) * rules.stay_days * rules.stay_crew * rules.provisions_kg_per_person_day
    stocks = trace.stocks
    for stock in stocks.values():
        assert stock.in_kg == pytest.approx(stock.used_kg + stock.left_kg, **CLOSE)
        assert min(stock.left_kg, stock.short_kg) >= 0.0
    assert stocks["spares"].in_kg == pytest.approx(first_kg + flown["spares"], **CLOSE)
    assert stocks["provisions"].in_kg == pytest.approx(brought_kg + flown["provisions"], **CLOSE)
    assert trace.delivered_kg == pytest.approx(flown["hardware"], **CLOSE)
    # Each flight lands what it carried or loses it, and carries no more than its lander can.
    vehicle = scenario.vehicles[scenario.station.cargo_vehicle]
    for flight, loaded in zip(trace.flights, alone.landings.orders, strict=False):
        ended = math.fsum((*flight.landed_kg.values(), *flight.lost_kg.values()))
        assert ended == pytest.approx(loaded.landed_kg, **CLOSE)
        assert loaded.landed_kg <= vehicle.landed_payload_kg * (1.0 + 1e-12)
    _, mass_kg = trace.equipment[-1]
    standing = [item for item in alone.station.online() if item.asset.kind == "equipment"]
    assert mass_kg == pytest.approx(math.fsum(item.asset.mass_kg for item in standing), **CLOSE)
    # By class of supply: what the manifest, crews and cargo flights have brought is in the table, and of each class in
    # the stocks nothing is lost between the surface and its use.
    named = {f"a{number}": item for number, item in enumerate([*base, *pieces])}
    listed = by_class((number, kg) for _, number, kg in arrivals(WithAssets(named), alone.trace, None))
    manifest = [(item, item.mass_kg) for item in named.values()]
    again = [(named[piece.asset], piece.mass_kg) for piece in alone.trace.delivered[len(named) :]]
    assert math.fsum(kg for _, kg in again) == pytest.approx(flown["hardware"], **CLOSE)
    came = {"spares": first_kg + flown["spares"], "crew_provisions": brought_kg + flown["provisions"]}
    expected = by_class(
        [(base_class(hardware_class(item.functions)), kg) for item, kg in manifest + again]
        + [(number, kg * share) for name, kg in came.items() for number, share in stock_classes()[name].items()]
    )
    assert listed == pytest.approx(expected, **CLOSE)
    for name, stock in (("spares", stocks["spares"]), ("crew_provisions", stocks["provisions"])):
        for number, share in stock_classes()[name].items():
            surface = math.fsum(kg for _, kg in stock.came) * share
            assert surface == pytest.approx(stock.used_kg * share + stock.left_kg * share, **CLOSE), (name, number)
    last = stocks["spares"].steps[-1]
    since = 20.0 * 365.25 - last.day
    assert stocks["spares"].left_kg == pytest.approx(max(last.left_kg - last.kg_per_day * since, 0.0), **CLOSE)
