"""Break-even by the accounts, from dated flows, is that of an annuity; the published cases come out of both."""

import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracles.annuity import breakeven_usd_per_kg, capital_recovery_factor
from tests.study.break_even import MATURE, NEAR_TERM, by_accounts


@given(rate=st.floats(0.001, 0.4), years=st.integers(1, 40))
def test_the_capital_charge_is_the_payment_of_a_loan(rate, years):
    assert capital_recovery_factor(rate, years) == pytest.approx(-npf.pmt(rate, years, 1.0), rel=1e-9)


@pytest.mark.parametrize(("case", "charge", "product_kg", "yearly_usd", "yearly_digit", "price", "price_digit"), [
    (NEAR_TERM, 0.1627, 0.241, 52_550.0, 10.0, 218_000.0, 1_000.0),
    (MATURE, 0.0802, 0.803, 260.0, 1.0, 324.0, 1.0),
])  # fmt: skip
def test_published_cases_of_break_even(case, charge, product_kg, yearly_usd, yearly_digit, price, price_digit):
    # D2 and D3: capital charge, product and cost per year and kg of plant, price; tolerance: last digit quoted.
    factor = capital_recovery_factor(case["discount_rate_per_year"], case["life_years"])
    assert factor == pytest.approx(charge, abs=5e-5)
    assert case["product_kg_per_kg_year"] == pytest.approx(product_kg, abs=5e-4)
    landed = case["delivery_usd_per_kg"] + case["hardware_usd_per_kg"]
    assert landed * (factor + case["spares_per_year"]) == pytest.approx(yearly_usd, abs=yearly_digit / 2.0)
    assert breakeven_usd_per_kg(**case) == pytest.approx(price, abs=price_digit / 2.0)
    assert by_accounts(**case) == pytest.approx(price, abs=price_digit / 2.0)
    # Closer than the digits quoted; months of the calendar are not all alike.
    assert by_accounts(**case) == pytest.approx(breakeven_usd_per_kg(**case), rel=1e-3)


def test_return_and_operations_add_to_the_price_of_each_kilogram():
    # D2, the terms besides capital: 10 MWh at 1 USD/kWh and 40 USD/kg of operations, 500 of return.
    extra = {"return_usd_per_kg": 500.0, "operations_usd_per_kg": 10_040.0}
    assert by_accounts(**NEAR_TERM, **extra) - by_accounts(**NEAR_TERM) == pytest.approx(10_540.0, rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(
    delivery=st.floats(10.0, 1e6),
    hardware=st.floats(10.0, 1e6),
    rate=st.floats(0.01, 0.3),
    life=st.integers(1, 20),
    spares=st.floats(0.0, 0.3),
    product=st.floats(1e-3, 10.0),
    back=st.floats(0.0, 1e5),
    # Costs that are next to nothing are nothing: the books hold them as years at work, by which others are divided.
    operations=st.just(0.0) | st.floats(1e-6, 1e5),
)
def test_the_accounts_break_even_as_an_annuity_does(delivery, hardware, rate, life, spares, product, back, operations):
    case = {
        "delivery_usd_per_kg": delivery,
        "hardware_usd_per_kg": hardware,
        "discount_rate_per_year": rate,
        "life_years": life,
        "spares_per_year": spares,
        "product_kg_per_kg_year": product,
        "return_usd_per_kg": back,
        "operations_usd_per_kg": operations,
    }
    assert by_accounts(**case) == pytest.approx(breakeven_usd_per_kg(**case), rel=2e-3)
