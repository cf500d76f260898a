import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.process import kinetics, step_arithmetic

share = st.floats(0.0, 1.0)


@given(recovery=st.floats(0.01, 0.99), enrichment=st.floats(1.0, 80.0))
def test_concentrate_and_tailings_hold_all_of_the_mineral(recovery, enrichment):
    pull = step_arithmetic.mass_pull(recovery, enrichment)
    tailings = step_arithmetic.tailings_grade_ratio(recovery, enrichment)
    assert pull * enrichment + (1.0 - pull) * tailings == pytest.approx(1.0)
    assert tailings <= 1.0 + 1e-12


@given(recoveries=st.lists(share, min_size=1, max_size=6))
def test_a_chain_recovers_no_more_than_its_worst_step(recoveries):
    assert step_arithmetic.chain_recovery(*recoveries) <= min(recoveries)
    assert step_arithmetic.chain_recovery(*recoveries) == pytest.approx(math.prod(recoveries))


def test_a_chain_of_no_steps_loses_nothing():
    assert step_arithmetic.chain_recovery() == 1.0


@given(grade=st.floats(1e-5, 0.1), recovery=st.floats(0.01, 1.0))
def test_the_soil_dug_holds_the_product(grade, recovery):
    assert step_arithmetic.soil_per_product_kg_per_kg(grade, recovery) * grade * recovery == pytest.approx(1.0)


def test_a_mass_is_paid_back_when_as_much_product_is_made():
    days = step_arithmetic.payback_days(np.array([1000.0, 2000.0]), 500.0)
    np.testing.assert_allclose(days * 500.0 / 365.25, [1000.0, 2000.0])


@given(spares=st.floats(0.0, 0.5), life=st.floats(1.0, 30.0))
def test_spares_lower_the_product_per_landed_mass(spares, life):
    free = step_arithmetic.production_mass_ratio(100.0, life, 50.0, 0.0)
    assert free == pytest.approx(2.0 * life)
    assert step_arithmetic.production_mass_ratio(100.0, life, 50.0, spares) == pytest.approx(
        free / (1.0 + spares * life)
    )


@given(converted=st.floats(0.01, 0.99), hours=st.floats(0.1, 100.0))
def test_a_first_order_rate_gives_its_own_point_again(converted, hours):
    rate = kinetics.first_order_rate_per_hour(converted, hours)
    assert kinetics.first_order_conversion(rate, hours) == pytest.approx(converted)
    assert kinetics.first_order_conversion(rate, 2.0 * hours) == pytest.approx(1.0 - (1.0 - converted) ** 2)


def test_excavation_power_is_rate_times_energy():
    np.testing.assert_allclose(step_arithmetic.excavation_power_kw(np.array([0.0, 100.0]), 0.001), [0.0, 0.1])
