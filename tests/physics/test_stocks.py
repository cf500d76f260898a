"""Stocks between events: no kilogram is lost, and orders come when they must."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.logistics.stocks import drawn, order_due_days, reorder_kg, run_out_days

MASS = st.floats(0.0, 1e5)
RATE = st.floats(0.0, 100.0)
DAYS = st.floats(0.0, 1e4)


@given(MASS, RATE, DAYS)
def test_what_is_used_and_left_is_the_stock_and_what_is_used_and_short_was_asked_for(stock, rate, days):
    used, left, short = drawn(stock, rate, days)
    assert min(used, left, short) >= 0.0
    assert left == 0.0 or short == 0.0
    assert used + left == pytest.approx(stock, rel=1e-12)
    assert used + short == pytest.approx(rate * days, rel=1e-12)


EVENT = st.tuples(st.floats(0.0, 400.0), st.floats(0.0, 5e3), RATE)


@settings(max_examples=50)
@given(st.lists(EVENT, max_size=40), MASS)
def test_over_any_deliveries_and_rates_mass_in_is_mass_used_and_left(events, stock):
    brought, used = [stock], []
    rate = 1.0
    for days, delivered, following in events:
        part = drawn(stock, rate, days)
        used.append(part.used_kg)
        brought.append(delivered)
        stock, rate = part.left_kg + delivered, following
    exact = sum(map(Fraction, brought)) - sum(map(Fraction, used)) - Fraction(stock)
    assert abs(exact) <= Fraction(1, 10**9) * sum(map(Fraction, brought))


@given(st.lists(st.floats(0.0, 100.0), max_size=10), MASS, RATE)
def test_a_time_cut_into_pieces_uses_what_it_does_at_once(pieces, stock, rate):
    whole = drawn(stock, rate, math.fsum(pieces))
    left = stock
    for days in pieces:
        left = drawn(left, rate, days).left_kg
    assert left == pytest.approx(whole.left_kg, rel=1e-9, abs=1e-6)


@given(MASS, st.floats(1e-3, 100.0))
def test_a_stock_runs_out_at_the_time_foretold(stock, rate):
    days = run_out_days(stock, rate)
    assert drawn(stock, rate, days).left_kg == pytest.approx(0.0, abs=1e-9 * max(stock, 1.0))
    assert drawn(stock, rate, days * 1.01).short_kg == pytest.approx(stock * 0.01, rel=1e-6, abs=1e-9)


def test_a_stock_that_nobody_uses_lasts():
    assert run_out_days(0.0, 0.0) == math.inf
    assert run_out_days(5.0, 0.0) == math.inf
    assert order_due_days(10.0, 0.0, 0.0, 400.0, 5.0) == math.inf
    assert order_due_days(4.0, 0.0, 0.0, 400.0, 5.0) == 0.0


@given(MASS, MASS, st.floats(1e-2, 100.0), st.floats(0.0, 1000.0), MASS)
def test_an_order_placed_when_due_comes_at_the_safety_level(stock, ordered, rate, lead, safety):
    due = order_due_days(stock, ordered, rate, lead, safety)
    assert due >= 0.0
    # What was ordered before has come by then, and nothing was short.
    at_order = stock + ordered - rate * due
    at_arrival = max(at_order - rate * lead, 0.0)
    size = stock + ordered + rate * lead + safety
    if due > 0.0:
        assert at_order == pytest.approx(reorder_kg(rate, lead, safety), abs=1e-9 * size)
        assert at_arrival == pytest.approx(safety, abs=1e-9 * size)
