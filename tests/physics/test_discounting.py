"""Present values, the price at which all cost is just paid, and learning."""

import math

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.money import discounting

rate = st.floats(0.001, 0.4)


@given(r=rate, flows=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=40))
def test_net_present_value_agrees_with_numpy_financial(r, flows):
    factors = discounting.discount_factors(np.arange(len(flows), dtype=float), r)
    assert discounting.net_present_value(np.array(flows), factors) == pytest.approx(npf.npv(r, flows), abs=1e-6)


@given(r=rate, years=st.floats(0.0, 40.0))
def test_money_later_is_worth_less(r, years):
    assert discounting.discount_factors(0.0, r) == 1.0
    assert discounting.discount_factors(years + 1.0, r) == pytest.approx(
        discounting.discount_factors(years, r) / (1.0 + r)
    )


@given(r=rate, seed=st.integers(0, 999))
def test_product_sold_at_levelized_cost_just_pays(r, seed):
    rng = np.random.default_rng(seed)
    cost, product = rng.random((3, 25)) * 100.0, rng.random((3, 25)) * 1e4
    factors = discounting.discount_factors(np.arange(25.0), r)
    price = discounting.levelized_cost_usd_per_kg(cost, product, factors)
    profit = discounting.net_present_value(product * price[:, None] / 1e6 - cost, factors)
    np.testing.assert_allclose(profit, 0.0, atol=1e-8)


def test_no_product_has_no_unit_cost():
    assert math.isnan(discounting.levelized_cost_usd_per_kg(np.ones(4), np.zeros(4), np.ones(4)))


@given(learning=st.floats(0.0, 0.5), unit=st.integers(1, 1000))
def test_each_doubling_saves_the_same_share(learning, unit):
    cost = discounting.wright_unit_cost(10.0, unit, learning)
    assert discounting.wright_unit_cost(10.0, 2 * unit, learning) == pytest.approx((1.0 - learning) * cost)
    assert discounting.wright_unit_cost(10.0, 1, learning) == 10.0
