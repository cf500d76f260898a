"""Annuities, the price of a plant in steady work, and rates of return."""

import math

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.money import annuity, discounting
from tests.oracles.annuity import breakeven_usd_per_kg

rate = st.floats(0.001, 0.4)


@given(r=rate, years=st.integers(1, 40))
def test_the_capital_charge_is_the_payment_of_a_loan(r, years):
    assert annuity.capital_recovery_factor(r, years) == pytest.approx(-npf.pmt(r, years, 1.0), rel=1e-9)


def test_without_interest_a_capital_is_paid_back_in_equal_parts():
    assert annuity.capital_recovery_factor(0.0, 8.0) == 0.125
    assert annuity.capital_recovery_factor(1e-9, 8.0) == pytest.approx(0.125, rel=1e-6)


@given(
    landed=st.floats(10.0, 1e6),
    r=rate,
    life=st.integers(1, 40),
    spares=st.floats(0.0, 0.3),
    product=st.floats(1e-3, 10.0),
    running=st.floats(0.0, 1e5),
)
def test_the_price_in_steady_work_is_that_of_its_yearly_charge(landed, r, life, spares, product, running):
    expected = breakeven_usd_per_kg(
        delivery_usd_per_kg=landed,
        hardware_usd_per_kg=0.0,
        discount_rate_per_year=r,
        life_years=life,
        spares_per_year=spares,
        product_kg_per_kg_year=product,
        operations_usd_per_kg=running,
    )
    price = annuity.break_even_price_usd_per_kg(landed, r, life, spares, product, running)
    assert price == pytest.approx(expected, rel=1e-9)
    assert math.isnan(annuity.break_even_price_usd_per_kg(landed, r, life, spares, 0.0, running))


@given(
    paid=st.lists(st.integers(1, 1000), min_size=1, max_size=5),
    earned=st.lists(st.integers(0, 1000), min_size=1, max_size=30),
)
def test_the_rate_of_return_agrees_with_numpy_financial(paid, earned):
    flows = np.array([*(-each for each in paid), *earned], dtype=float)
    years = np.arange(len(flows), dtype=float)
    found = float(annuity.internal_rate_of_return(flows, years))
    if flows.sum() <= 0.0:
        assert math.isnan(found)
    elif math.isnan(found):
        assert npf.npv(10.0, flows) > 0.0
    else:
        assert found == pytest.approx(npf.irr(flows), abs=1e-6, rel=1e-6)
        assert discounting.net_present_value(flows, discounting.discount_factors(years, found)) == pytest.approx(
            0.0, abs=1e-9 * np.abs(flows).sum()
        )
