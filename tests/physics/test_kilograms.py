"""From list to landing, stock and use: every kilogram of every class is somewhere, over random stations."""

import math

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
from lunarsim.physics.logistics.stocks import drawn
from lunarsim.physics.logistics.supplies import Supply
from lunarsim.physics.logistics.supply_table import STOCKS, class_shares, supply_table

FACTORS = {"liquid": 0.5, "gas": 1.0, "pressurized": 0.2, "unpressurized": 0.6}
MIXES = {
    "crew_provisions": {Supply(201, "liquid"): 2.0, Supply(203, "gas"): 6.0, Supply(302, "pressurized"): 1.0},
    "spares": {Supply(401, "pressurized"): 1.0, Supply(401, "unpressurized"): 1.0},
    "reagents": {Supply(403, "liquid"): 1.0},
    "propellant": {Supply(101, "bulk"): 1.0},
}
SHARES = {stock: class_shares(mix, FACTORS) for stock, mix in MIXES.items()}
HARDWARE = {"relay": 806, "habitat": 801, "reactor": 803, "laboratory": 601, "lander": 902}


@st.composite
def stations(draw):
    """Draw what waits at first, the use of each stock, and landers that lose all, some or nothing."""
    parts = [
        Part(
            name, draw(st.floats(10.0, 5_000.0)), draw(st.integers(1, 5)), needs, ready_day=draw(st.floats(0.0, 300.0))
        )
        for name, needs in zip(HARDWARE, ((), ("reactor",), (), ("habitat",), ()), strict=True)
        if draw(st.booleans())
    ]
    use = {}
    for stock in STOCKS:
        parts.append(Part(stock, draw(st.floats(1.0, 4_000.0)), draw(st.integers(1, 5)), (), True))
        use[stock] = draw(st.floats(0.0, 30.0))
    landing = st.tuples(st.floats(0.0, 200.0), st.floats(0.0, 6_000.0), st.sampled_from([0.0, 0.4, 1.0]), st.booleans())
    return parts, use, draw(st.lists(landing, max_size=15))


def together(*groups):
    """Return the mass of each name in several groups of parts."""
    masses = {}
    for group in groups:
        for part in group:
            masses.setdefault(part.name, []).append(part.mass_kg)
    return {name: math.fsum(each) for name, each in masses.items()}


@settings(max_examples=40)
@given(stations(), st.randoms())
def test_mass_is_conserved_from_list_to_landing_to_stock_to_use_per_class(station, random):
    parts, use, landings = station
    waiting = in_order(parts)
    stocks, used = dict.fromkeys(STOCKS, 0.0), dict.fromkeys(STOCKS, 0.0)
    landed, lost, made_again = [], [], []
    now = 0.0
    for days, capacity, share, by_chance in landings:
        for stock in STOCKS:
            part = drawn(stocks[stock], use[stock], days)
            stocks[stock] = part.left_kg
            used[stock] += part.used_kg
        now += days
        load = load_flight(waiting, capacity, now)
        units = [random.random() for _ in load.aboard] if by_chance else None
        delivery = partial_delivery(load.aboard, share, units)
        for part in delivery.landed:
            if part.divisible:
                stocks[part.name] += part.mass_kg
        again = rebuilt(delivery.lost, now, 700.0, 90.0)
        landed += delivery.landed
        lost += delivery.lost
        made_again += again
        waiting = joined(load.waiting, again)
    # Made is what is on the Moon, what was lost and what waits, name by name.
    assert together(parts, made_again) == pytest.approx(together(landed, lost, waiting), rel=1e-9)
    masses = together(landed)
    for stock in STOCKS:
        assert masses.get(stock, 0.0) == pytest.approx(stocks[stock] + used[stock], rel=1e-9, abs=1e-9)

    def table(stock_kg, hardware):
        return supply_table(stock_kg, hardware, SHARES)

    hardware = {HARDWARE[name]: mass for name, mass in masses.items() if name in HARDWARE}
    delivered = table({stock: masses.get(stock, 0.0) for stock in STOCKS}, hardware)
    there, gone = table(stocks, hardware), table(used, {})
    for number, mass in delivered.items():
        assert mass == pytest.approx(there[number] + gone[number], rel=1e-9, abs=1e-9)
    assert math.fsum(delivered.values()) == pytest.approx(load_kg(landed), rel=1e-9, abs=1e-9)
