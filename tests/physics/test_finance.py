import math

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.money import discounting

rate = st.floats(0.001, 0.4)
PLANT = {
    "delivery_usd_per_kg": 1e5,
    "hardware_usd_per_kg": 1e5,
    "discount_rate_per_year": 0.1,
    "life_years": 10.0,
    "spares_per_year": 0.1,
    "product_kg_per_kg_year": 0.24,
    "energy_kwh_per_kg": 1e4,
    "power_usd_per_kwh": 5.0,
    "return_usd_per_kg": 1e4,
    "operations_usd_per_kg": 100.0,
}


@given(r=rate, years=st.integers(1, 40))
def test_capital_recovery_is_the_payment_of_a_loan(r, years):
    assert discounting.capital_recovery_factor(r, years) == pytest.approx(-npf.pmt(r, years, 1.0), rel=1e-9)


def test_capital_without_interest_is_repaid_in_equal_parts():
    np.testing.assert_allclose(discounting.capital_recovery_factor(np.array([0.0, 1e-12]), 20.0), 0.05, rtol=1e-6)


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


def test_breakeven_pays_back_the_plant_over_its_life():
    price = discounting.breakeven_price_usd_per_kg(**PLANT)
    margin = price - 1e4 - 1e4 * 5.0 - 100.0
    yearly = margin * 0.24 - 0.1 * 2e5
    assert -npf.pv(0.1, 10, yearly) == pytest.approx(2e5)


@given(name=st.sampled_from(sorted(PLANT)), growth=st.floats(1.01, 3.0))
def test_breakeven_rises_with_every_cost_and_falls_with_life_and_product(name, growth):
    before = discounting.breakeven_price_usd_per_kg(**PLANT)
    after = discounting.breakeven_price_usd_per_kg(**(PLANT | {name: PLANT[name] * growth}))
    assert after < before if name in {"life_years", "product_kg_per_kg_year"} else after > before


def test_a_plant_that_makes_nothing_never_breaks_even():
    assert discounting.breakeven_price_usd_per_kg(**(PLANT | {"product_kg_per_kg_year": 0.0})) == math.inf


@given(learning=st.floats(0.0, 0.5), unit=st.integers(1, 1000))
def test_each_doubling_saves_the_same_share(learning, unit):
    cost = discounting.wright_unit_cost(10.0, unit, learning)
    assert discounting.wright_unit_cost(10.0, 2 * unit, learning) == pytest.approx((1.0 - learning) * cost)
    assert discounting.wright_unit_cost(10.0, 1, learning) == 10.0
